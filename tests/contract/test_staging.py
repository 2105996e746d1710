"""Published together or not at all; what was there stays through failures, cancels and other runs."""

import os
import threading

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.contract import journal
from engine.contract.staging import Staging
from engine.contract.targets import Target
from engine.errors import Cancelled, OutputError
from tests.contract.test_targets import contents, raster_target


def prepare(folder, *names, kind="raster_target"):
    targets = [Target(n, str(folder / n), kind) for n in names]
    staging = Staging.prepare(targets, [])
    return staging, {n: staging.place(str(folder / n)) for n in names}


def write(staged, content=b"new"):
    for path in staged.values():
        with open(path, "wb") as file:
            file.write(content)


def test_a_staged_path_has_the_targets_name_and_lies_beside(tmp_path):
    staging, staged = prepare(tmp_path, "a.tif")
    path = staged["a.tif"]
    assert os.path.basename(path) == "a.tif" and path.startswith(f"{tmp_path}/.mmoedtm-")
    text = f"cannot open {path}: {path!r}, {path}.msk in {os.path.dirname(path)}"
    target = f"{tmp_path}/a.tif"
    assert staging.translate(text) == f"cannot open {target}: {target!r}, {target}.msk in {tmp_path}"
    staging.abandon()
    assert list(tmp_path.iterdir()) == []


def test_sidecars_of_an_older_product_do_not_survive(tmp_path):
    for end in ("", ".msk", ".ovr", ".aux.xml", ".msk.ovr", ".txt"):
        (tmp_path / f"a.tif{end}").write_bytes(b"old")
    staging, staged = prepare(tmp_path, "a.tif")
    write(staged)
    with open(staged["a.tif"] + ".aux.xml", "wb") as file:
        file.write(b"of the new one")
    staging.publish()
    assert contents(tmp_path) == {"a.tif": b"new", "a.tif.aux.xml": b"of the new one", "a.tif.txt": b"old"}


@pytest.mark.parametrize("name, kind, parts", [
    ("a.tif", "raster_target", [".tif.aux.xml", ".tif.ovr"]), ("a.shp", "vector_target", [".dbf", ".prj", ".shx"]),
])  # fmt: skip
def test_the_main_file_gets_its_name_last(tmp_path, monkeypatch, name, kind, parts):
    """Whoever waits for a product and then opens it finds its parts there."""
    staging, staged = prepare(tmp_path, name, kind=kind)
    write(staged)
    for part in parts:
        with open(staged[name].rpartition(".")[0] + part, "wb") as file:
            file.write(b"part")
    given, real = [], os.replace

    def replace(source, target):
        real(source, target)
        if os.path.dirname(target) == str(tmp_path):
            given.append(os.path.basename(target))

    monkeypatch.setattr(journal.os, "replace", replace)
    staging.publish()
    assert sorted(given) == sorted([name, *(f"a{part}" for part in parts)]) and given[-1] == name


def test_an_old_mask_does_not_hide_a_new_dtm(tmp_path, run, raster):
    """Through a door: values under an external mask of an older raster were lost to every reader."""
    import rasterio

    dem = raster("i.tif", np.ones((40, 40), np.float32))
    with rasterio.open(
        tmp_path / "s.tif.msk", "w", driver="GTiff", width=40, height=40, count=1, dtype="uint8"
    ) as mask:
        mask.update_tags(INTERNAL_MASK_FLAGS_1="2")
    run("slope_roughness", input=dem, output=tmp_path / "s.tif")
    assert not (tmp_path / "s.tif.msk").exists()
    with rasterio.open(tmp_path / "s.tif") as dataset:
        assert dataset.read_masks(1)[10, 10] == 255


def test_links_are_written_through(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "r.tif").write_bytes(b"old")
    (tmp_path / "a.tif").symlink_to("real/r.tif")
    staging, staged = prepare(tmp_path, "a.tif")
    write(staged)
    staging.publish()
    assert contents(tmp_path) == {"a.tif": "real/r.tif", "real/r.tif": b"new"}


def test_a_target_that_was_not_written_publishes_nothing(tmp_path):
    (tmp_path / "a.tif").write_bytes(b"old")
    staging, staged = prepare(tmp_path, "a.tif", "b.tif")
    write({"a": staged["a.tif"]})
    with staging, pytest.raises(OutputError, match="b.tif was not written"):
        staging.publish()
    assert contents(tmp_path) == {"a.tif": b"old"}


@pytest.mark.parametrize("failing", range(9))
def test_a_publication_that_fails_is_taken_back(tmp_path, monkeypatch, failing):
    """A rename that fails at each step in turn, for example because a file is open on Windows."""
    for name in ("a.tif", "a.tif.msk", "b.tif.ovr", "d.tif"):
        (tmp_path / name).write_bytes(name.encode())
    before = contents(tmp_path)
    staging, staged = prepare(tmp_path, "a.tif", "b.tif", "c.tif", "d.tif")
    write(staged)
    rename, left = os.replace, [failing]

    def replace(source, target):
        left[0] -= 1
        if left[0] == -1:
            raise PermissionError(13, "Permission denied", str(target))
        rename(source, target)

    monkeypatch.setattr(journal.os, "replace", replace)
    with staging:
        try:
            staging.publish()
            failed = False
        except OutputError as error:
            failed = True
            assert "cannot be written: Permission denied; " in str(error) and ".mmoedtm" not in str(error)
    assert failed == (failing < 7)  # the journal, two sidecars and four products
    assert contents(tmp_path) == (before if failed else {n: b"new" for n in ("a.tif", "b.tif", "c.tif", "d.tif")})


OLD = st.dictionaries(
    st.sampled_from(["a.tif", "a.tif.msk", "a.tif.aux.xml", "b.tif", "sub/c.tif", "sub/c.tif.ovr", "mine.txt"]),
    st.binary(max_size=4),
)


@settings(max_examples=60, deadline=None)
@given(old=OLD, wanted=st.sets(st.sampled_from(["a.tif", "b.tif", "sub/c.tif"]), min_size=1), moment=st.integers(0, 12),
       error=st.sampled_from([RuntimeError, Cancelled, KeyboardInterrupt, MemoryError]))  # fmt: skip
def test_a_failure_at_any_moment_changes_nothing(tmp_path_factory, old, wanted, moment, error):
    """A run that writes and raises at a random point, of its writing or of its publication."""
    folder = tmp_path_factory.mktemp("f")
    (folder / "sub").mkdir()
    for name, content in old.items():
        (folder / name).write_bytes(content)
    before = contents(folder)
    left = [moment]

    def count(*arguments, real=None):
        left[0] -= 1
        if left[0] == -1:
            raise error()
        return real(*arguments) if real else None

    real_replace, real_link = os.replace, os.link
    failed = False
    with pytest.MonkeyPatch.context() as patch:
        try:
            targets = [raster_target(folder / name, name) for name in sorted(wanted)]
            with Staging.prepare(targets, []) as staging:
                for target in targets:
                    count()
                    with open(staging.place(target.path), "wb") as file:
                        file.write(b"new " + target.parameter.encode())
                    count()
                patch.setattr(os, "replace", lambda *a: count(*a, real=real_replace))
                patch.setattr(os, "link", lambda *a: count(*a, real=real_link))
                staging.publish()
        except error:
            failed = True
    if failed:
        assert contents(folder) == before
    else:
        expected = {n: c for n, c in before.items() if not any(n.startswith(w + ".") for w in wanted)}
        assert contents(folder) == {**expected, **{n: b"new " + n.encode() for n in wanted}}


def test_the_last_to_publish_wins_and_nothing_is_torn(tmp_path):
    names = [f"{c}.tif" for c in "abcdef"]
    stagings = [prepare(tmp_path, *names) for _ in range(4)]
    for number, (_, staged) in enumerate(stagings):
        write(staged, str(number).encode() * 1000)
    threads = [threading.Thread(target=staging.publish) for staging, _ in stagings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    now = contents(tmp_path)
    assert set(now) == set(names) and len(set(now.values())) == 1 and len(now["a.tif"]) == 1000


# ------------------------------------------------------------------------------- folders


def tiles(folder, names, content=b"new", publish=True):
    with Staging.prepare([Target("output_tiles", str(folder), "folder_target")], []) as staging:
        for name in names:
            with open(os.path.join(staging.place(str(folder)), name), "wb") as file:
                file.write(content)
        if publish:
            staging.publish()


def test_tiles_of_an_earlier_plan_go_and_files_of_others_stay(tmp_path):
    folder = tmp_path / "deep" / "tiles"
    tiles(folder, ["t1.tif", "t2.tif", "t3.tif"], b"old")
    assert {p.name for p in folder.iterdir()} == {"t1.tif", "t2.tif", "t3.tif", ".mmoedtm-files.json"}
    for name in ("mine.tif", "mine.tif.aux.xml", "t1.tif.aux.xml", "t2.tif.msk", "t3.tif.ovr"):
        (folder / name).write_bytes(b"mine")
    (folder / "t3.tif").write_bytes(b"edited by the user")
    tiles(folder, ["t1.tif", "t4.tif"])
    now = contents(folder)
    del now[".mmoedtm-files.json"]
    mine = {name: b"mine" for name in ("mine.tif", "mine.tif.aux.xml", "t3.tif.ovr")}
    assert now == {"t1.tif": b"new", "t4.tif": b"new", "t3.tif": b"edited by the user", **mine}


def test_another_product_in_the_same_folder_takes_nothing_away(tmp_path):
    """Two DTMs made ready for an archive, into one folder: the first is no older version of the second."""
    folder = tmp_path / "deposit"
    tiles(folder, ["a.tif", "a.xml"], b"one")
    tiles(folder, ["b.tif", "b.xml", "b.txt"], b"two")
    tiles(folder, ["b.tif", "b.xml"], b"again")
    now = contents(folder)
    del now[".mmoedtm-files.json"]
    assert now == {"a.tif": b"one", "a.xml": b"one", "b.tif": b"again", "b.xml": b"again"}
    tiles(folder, ["a.xml"], b"last")
    assert set(contents(folder)) == {"a.xml", "b.tif", "b.xml", ".mmoedtm-files.json"}


def test_a_folder_is_not_touched_by_a_run_that_fails(tmp_path):
    folder = tmp_path / "tiles"
    tiles(folder, ["t1.tif"], publish=False)
    assert list(tmp_path.iterdir()) == []
    tiles(folder, ["t1.tif"], b"old")
    before = contents(tmp_path)
    tiles(folder, ["t1.tif", "t2.tif"], publish=False)
    assert contents(tmp_path) == before


def test_a_hostile_list_of_files_removes_nothing_outside(tmp_path):
    folder = tmp_path / "tiles"
    folder.mkdir()
    (tmp_path / "mine").write_bytes(b"mine")
    (folder / ".mmoedtm-files.json").write_text('[{"t1.tif": 3, "../mine": 4, "/etc/hosts": 1, "t9.tif": 0}]')
    tiles(folder, ["t1.tif"])
    assert (tmp_path / "mine").read_bytes() == b"mine"


def test_a_working_folder_is_handed_through(tmp_path):
    path = str(tmp_path / "new" / "training")
    with Staging.prepare([Target("output", path, "working_folder")], []) as staging:
        assert staging.place(path) == path
        os.makedirs(path)
        staging.publish()
    assert os.path.isdir(path)
