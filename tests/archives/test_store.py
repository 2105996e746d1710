"""What is kept: pieces whole or absent, of one version of a file, within a size and an age."""

from __future__ import annotations

import os
import random
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from engine.archives.ranges import Version
from engine.archives.store import Store
from engine.errors import OutputError

URL = "https://h.example/a.img"


def test_pieces_come_back_whole_or_not_at_all(tmp_path):
    """Whatever is done to the files, a piece is what was put, or none."""
    store, rng = Store(tmp_path), random.Random(1)
    store.begin(URL, Version(100, "today"))
    pieces = {f"p{n}": rng.randbytes(rng.randrange(0, 5000)) for n in range(60)}
    for name, content in pieces.items():
        store.put(URL, name, content)
    files = sorted(tmp_path.rglob("*.piece"))
    harmed = 0
    for path in files:
        content = bytearray(path.read_bytes())
        if rng.random() < 0.5:
            continue
        harmed += 1
        if rng.random() < 0.5:
            content = content[: rng.randrange(len(content))]
        else:
            content[rng.randrange(len(content))] ^= 1 << rng.randrange(8)
        path.write_bytes(bytes(content))
    found = [store.get(URL, name) for name in pieces]
    assert all(one is None or one == pieces[name] for one, name in zip(found, pieces))
    assert sum(one is None for one in found) == harmed == sum(not store.has(URL, name) for name in pieces)


def test_another_version_has_none_of_the_pieces(tmp_path):
    store = Store(tmp_path)
    assert store.version(URL) is None and not store.begin(URL, Version(100, "today"))
    store.put(URL, "a", b"old")
    assert not store.begin(URL, Version(100, "today")) and store.get(URL, "a") == b"old"
    assert store.begin(URL, Version(100, "tomorrow")) and store.get(URL, "a") is None
    assert store.version(URL) == Version(100, "tomorrow")
    next(tmp_path.rglob("version.json")).write_text("{}")
    assert store.version(URL) is None


def test_many_at_a_time(tmp_path):
    """Runs that keep the same pieces do not tear each other's."""
    content = {name: name.encode() * 3000 for name in "abcdefgh"}

    def work(number):
        store = Store(tmp_path)
        store.begin(URL, Version(1, "x"))
        for name in content:
            store.put(URL, name, content[name])
            found = store.get(URL, name)
            assert found == content[name]

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(24)))
    assert not list(tmp_path.rglob("*.new"))


def test_the_longest_unused_goes_first(tmp_path):
    store = Store(tmp_path)
    for number in range(5):
        url = f"https://h.example/{number}"
        store.begin(url, Version(1, "x"))
        store.put(url, "a", bytes(1000))
        folder = next(f for f in (tmp_path / "files").iterdir() if f.stat().st_mtime > time.time() - 3600)
        os.utime(folder, (0, time.time() - 86400.0 * (5 - number)))
    store.tidy(most=2500)
    left = [number for number in range(5) if store.has(f"https://h.example/{number}", "a")]
    assert left == [3, 4]
    store.tidy(longest_s=1.5 * 86400.0)
    assert [n for n in range(5) if store.has(f"https://h.example/{n}", "a")] == [4]


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_cache_that_cannot_be_written_is_said(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(OutputError, match="cannot be written"):
        Store(tmp_path / "c").begin(URL, Version(1, "x"))


def test_a_cache_in_the_place_of_a_file_is_said(tmp_path):
    (tmp_path / "c").write_bytes(b"a file")
    with pytest.raises(OutputError, match="cannot be written"):
        Store(tmp_path / "c").begin(URL, Version(1, "x"))
    with pytest.raises(OutputError, match="cannot be written"):
        Store(tmp_path / "c").make_room(Store(tmp_path / "c").fetched("ab"))
