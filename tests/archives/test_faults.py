"""What a network does to a run: it is mended, or said in one sentence, and what was read is never read again."""

from __future__ import annotations

import os
import socket
import threading
import time

import numpy as np
import pytest

from engine.contract.execute import execute
from engine.contract.progress import Progress
from engine.errors import ArchiveError, Cancelled, MmoedtmError
from engine.operations import OPERATIONS
from tests.archives.made import age, sldem_tile
from tests.conftest import read_heights

EXTENT = "44.95,-0.05,45.05,0.05"
LARGE = "44.5,-0.5,45.5,0.5"
"""Thirty kilometres."""


@pytest.fixture
def four(archive):
    """Four tiles that meet in the middle of the extent."""
    for south in (-30, 0):
        for west in (0, 45):
            sldem_tile(archive.folder, south, west, (44.3, -0.7, 45.7, 0.7))
    return archive


@pytest.fixture
def fetch(table, tmp_path):
    """A run, and what it said."""

    def call(progress=None, name="c.tif", extent=EXTENT):
        given = {"extent": extent, "archives": str(table), "output": str(tmp_path / name)}
        said: list[str] = []
        progress = progress or Progress(log=lambda level, text: said.append(text))
        return execute(OPERATIONS["fetch_coarse_dem"], given, progress), said

    return call


def test_interrupted_at_twenty_places_and_gone_on_with(four, fetch, tmp_path):
    """By a cancel after each fifty answers: it goes on, and not much more is read than by one run."""
    fetch(name="whole.tif", extent=LARGE)
    alone, four.sent = four.sent, 0
    os.rename(tmp_path / "cache", tmp_path / "elsewhere")
    for _ in range(20):
        before = len(four.asked)
        with pytest.raises(Cancelled):
            fetch(Progress(cancelled=lambda: len(four.asked) - before >= 50), extent=LARGE)  # noqa: B023
        assert not (tmp_path / "c.tif").exists()
    fetch(extent=LARGE)
    assert four.sent < 3.5 * alone, "what was on its way at a cancel is read again"
    assert (tmp_path / "c.tif").read_bytes() == (tmp_path / "whole.tif").read_bytes()
    again = four.sent
    _, said = fetch(extent=LARGE)
    assert four.sent == again and "nothing is read" in " ".join(said)


@pytest.mark.parametrize("after", range(1, 21))
def test_cut_off_at_each_of_twenty_places(four, fetch, tmp_path, after, monkeypatch):
    """The server goes away for good after some answers; when it is back, the run goes on from the pieces that came."""
    four.fault = lambda handler, number: number >= 8 + 9 * after and _slam(handler)
    with pytest.raises(ArchiveError, match="what was read is kept"):
        fetch()
    assert [path.name for path in tmp_path.iterdir() if "c.tif" in path.name] == []
    four.fault = None
    fetch()
    assert np.isfinite(read_heights(tmp_path / "c.tif")).all()


def _slam(handler):
    handler.close_connection = True
    handler.connection.shutdown(socket.SHUT_RDWR)
    return True


def _truncated(archive):
    def fault(handler, number):
        if number % 17:
            return False
        handler.send_response(206)
        handler.send_header("Content-Range", "bytes 0-99/1415577600")
        handler.send_header("Content-Length", "100")
        handler.end_headers()
        handler.wfile.write(b"x" * 40)
        handler.wfile.flush()
        return _slam(handler)

    return fault


def _wrong_range(archive):
    def fault(handler, number):
        if number % 17 or "Range" not in handler.headers:
            return False
        handler.send_response(206)
        archive.body(handler, b"y" * 1024, {"Content-Range": "bytes 7-1030/1415577600"})
        return True

    return fault


def _errors(status):
    def make(archive):
        def fault(handler, number):
            if number % 17:
                return False
            archive.plain(handler, status, Retry_After="0")
            return True

        return fault

    return make


def _silent(archive):
    def fault(handler, number):
        if number == 20:
            time.sleep(2.5)
        return False

    return fault


@pytest.mark.parametrize(
    "kind", [_truncated, _wrong_range, _errors(503), _errors(429), _errors(500), _silent,
             lambda archive: lambda handler, number: number % 17 == 0 and _slam(handler)],
    ids=["truncated", "wrong range", "503", "429", "500", "silent", "reset"],
)  # fmt: skip
def test_faults_that_pass_are_mended(four, fetch, tmp_path, kind):
    fetch(name="whole.tif")
    os.rename(tmp_path / "cache", tmp_path / "elsewhere")
    four.asked.clear()
    four.fault = kind(four)
    fetch()
    assert (tmp_path / "c.tif").read_bytes() == (tmp_path / "whole.tif").read_bytes()


@pytest.mark.parametrize("etag, modified", [(True, False), (False, True), (True, True)])
def test_a_file_that_changes_in_the_middle_is_said(four, fetch, tmp_path, etag, modified):
    four.etag, four.modified = etag, modified

    def fault(handler, number):
        if number == 40:
            for path in four.folder.glob("*.img"):
                age(path, 3600.0)
        return False

    four.fault = fault
    with pytest.raises(ArchiveError, match="was changed while it was read"):
        fetch()
    assert not (tmp_path / "c.tif").exists()
    fetch()
    assert (tmp_path / "c.tif").exists()


def test_a_file_that_changed_between_runs_is_read_anew(four, fetch, tmp_path):
    four.fault = lambda handler, number: number >= 100 and _slam(handler)
    with pytest.raises(ArchiveError):
        fetch()
    four.fault = None
    for path in four.folder.glob("*.img"):
        values = np.memmap(path, "<f4", "r+")
        values[:] = np.where(values != 0.0, 1.0, 0.0) if values.size < 1e6 else values
        age(path, 3600.0)
    _, said = fetch()
    assert "has changed since parts of it were kept" in " ".join(said)


def test_a_damaged_piece_is_read_again(four, fetch, tmp_path):
    fetch(name="whole.tif")
    for number, path in enumerate(sorted((tmp_path / "cache").rglob("*.piece"))):
        content = path.read_bytes()
        path.write_bytes(content[:100] if number % 2 else content[:50] + b"?" + content[51:])
    fetch()
    assert (tmp_path / "c.tif").read_bytes() == (tmp_path / "whole.tif").read_bytes()


@pytest.mark.parametrize("hang", ["answer", "body", "connect"])
def test_a_cancel_is_heard_while_a_server_hangs(four, table, fetch, tmp_path, hang, monkeypatch):
    """Within two seconds, although the server says nothing for a minute."""
    from engine.archives import fetch as module
    from engine.archives.patience import Patience

    monkeypatch.setattr(module.fetch, "__defaults__", (Patience(silence_s=60.0, connect_s=60.0),))
    release = threading.Event()

    def fault(handler, number):
        if number < 30:
            return False
        if hang == "body":
            handler.send_response(206)
            handler.send_header("Content-Length", "1000")
            handler.end_headers()
            handler.wfile.write(b"z")
        release.wait(30)
        return _slam(handler)

    four.fault = fault
    if hang == "connect":
        monkeypatch.setattr(socket.socket, "connect", lambda *_: release.wait(30) and None)
    begun: list[float] = []

    def cancelled():
        if (hang == "connect" or len(four.asked) > 30) and not begun:
            begun.append(time.monotonic())
        return bool(begun) and time.monotonic() - begun[0] > 0.3

    try:
        with pytest.raises(Cancelled):
            fetch(Progress(cancelled=cancelled))
        assert time.monotonic() - begun[0] < 2.3
    finally:
        release.set()


def test_redirects(four, fetch, tmp_path):
    fetch(name="whole.tif")
    os.rename(tmp_path / "cache", tmp_path / "elsewhere")

    def fault(handler, number):
        if handler.path.startswith("/moved/"):
            handler.path = handler.path[len("/moved") :]
            return False
        four.plain(handler, 307, Location=f"/moved{handler.path}")
        return True

    four.fault = fault
    fetch()
    assert (tmp_path / "c.tif").read_bytes() == (tmp_path / "whole.tif").read_bytes()


def _answer(status, **head):
    def fault(archive):
        def answer(handler, number):
            archive.plain(handler, status, **head)
            return True

        return answer

    return fault


@pytest.mark.parametrize(
    "fault, words",
    [
        (_answer(404), "is not there"),
        (_answer(403), "may not be read"),
        (_answer(418), "answered with 418"),
        (_answer(302, Location="/again"), "without end"),
        (_answer(302, Location="http://example.invalid/x"), "which is not asked"),
        (_answer(302, Location="file:///etc/passwd"), "which is not asked"),
        (_answer(503), "asked 5 times: it answers 503"),
    ],
)
def test_faults_that_stay_are_said_in_one_sentence(four, fetch, tmp_path, fault, words):
    four.fault = fault(four)
    with pytest.raises(ArchiveError, match=words) as caught:
        fetch()
    assert str(caught.value).count(". ") == 0 and not (tmp_path / "c.tif").exists()


def test_a_server_without_ranges_is_not_read_as_a_whole(four, fetch):
    four.ranges = False
    with pytest.raises(ArchiveError, match="not served by ranges"):
        fetch()


def test_no_network(four, fetch, tmp_path):
    four.close()
    with pytest.raises(ArchiveError, match="check the network"):
        fetch()


def test_a_missing_tile_names_it(four, fetch):
    next(four.folder.glob("*00n_30n_045_090*.img")).unlink()
    with pytest.raises(ArchiveError, match="00n_30n_045_090_float.img is not there"):
        fetch()


def test_an_image_that_is_not_its_label_s(four, fetch):
    with next(four.folder.glob("*00n_30n_045_090*.img")).open("r+b") as file:
        file.truncate(1000)
    with pytest.raises(ArchiveError, match="has 1,000 bytes, but its label describes 1,415,577,600"):
        fetch()


def test_a_proxy_of_the_environment_is_used(four, fetch, table, tmp_path, monkeypatch):
    """An archive behind a name that only the proxy knows."""
    table.write_text(table.read_text().replace(four.url, "http://archive.invalid").replace(
        'format = "pds3"', 'format = "pds3"\ninsecure = true'))  # fmt: skip
    monkeypatch.setattr("engine.archives.sources.LOCAL", ("archive.invalid", "127.0.0.1"))
    seen = []

    def fault(handler, number):
        seen.append((handler.path, handler.headers.get("Proxy-Authorization")))
        handler.path = handler.path.replace("http://archive.invalid", "")
        return False

    four.fault = fault
    monkeypatch.setenv("http_proxy", four.url.replace("http://", "http://me:se%20cret@"))
    fetch()
    assert seen[0][0].startswith("http://archive.invalid/") and seen[0][1].startswith("Basic ")
    monkeypatch.setenv("http_proxy", "socks5://127.0.0.1:1")
    os.rename(tmp_path / "cache", tmp_path / "elsewhere")
    with pytest.raises(MmoedtmError, match="cannot be used"):
        fetch()


def test_more_than_the_limit_is_refused_with_its_size(four, table, run, tmp_path):
    with pytest.raises(MmoedtmError, match=r"takes [\d.]+ MB .* over the limit of 1 MB"):
        run("fetch_coarse_dem", extent="44,-1,46,1", archives=table, limit=1, output=tmp_path / "c.tif")
    assert four.sent < 10_000
