"""What a folder of single files holds is known only at the end: it goes over no input and no other target."""

import json
import os

import pytest

from engine.contract import alive, leftovers
from engine.contract.staging import Staging
from engine.contract.targets import Target
from engine.errors import OutputError
from tests.contract.test_targets import contents


def staged(folder, names, inputs=()):
    """A run with a folder of single tiles and, where it is named, a file in it."""
    targets = [Target("output_tiles", str(folder), "folder_target")]
    targets += [Target("output", str(folder / name), "raster_target") for name in names]
    staging = Staging.prepare(targets, [str(path) for path in inputs])
    for name in ("tile_0000_0000.tif", "tile_0000_0001.tif"):
        with open(os.path.join(staging.place(str(folder)), name), "wb") as file:
            file.write(b"tile")
    for name in names:
        with open(staging.place(str(folder / name)), "wb") as file:
            file.write(b"dtm")
    return staging


def test_a_tile_does_not_replace_the_dtm_of_its_own_run(tmp_path):
    (tmp_path / "f").mkdir()
    with staged(tmp_path / "f", ["tile_0000_0000.tif"]) as staging:
        with pytest.raises(OutputError, match="written by two targets"):
            staging.publish()
    assert contents(tmp_path / "f") == {}
    with staged(tmp_path / "f", ["dtm.tif"]) as staging:
        staging.publish()
    assert {"dtm.tif", "tile_0000_0000.tif", "tile_0000_0001.tif"} <= set(os.listdir(tmp_path / "f"))


def test_a_tile_does_not_replace_an_input(tmp_path):
    (tmp_path / "f").mkdir()
    image = tmp_path / "f" / "tile_0000_0001.tif"
    image.write_bytes(b"input")
    with staged(tmp_path / "f", [], [image]) as staging:
        with pytest.raises(OutputError, match="it is the input .*tile_0000_0001.tif"):
            staging.publish()
    assert image.read_bytes() == b"input" and os.listdir(tmp_path / "f") == ["tile_0000_0001.tif"]


def test_a_publication_waits_for_the_disk_of_its_journal(tmp_path, monkeypatch):
    """The journal's folder is removed last; without it nothing of the run is thrown away elsewhere."""
    monkeypatch.setattr(alive, "has_ended", lambda folder: True)
    name = alive.new_name()
    away, here = tmp_path / "away" / name, tmp_path / "here" / name
    here.mkdir(parents=True)
    (here / leftovers.RUN).write_text(json.dumps([str(away), str(here)]))
    (here / "old").mkdir()
    (here / "old" / "users").write_bytes(b"moved away")
    leftovers.sweep([tmp_path / "here"])
    assert (here / "old" / "users").read_bytes() == b"moved away"


def test_a_run_that_ends_while_another_looks_is_no_error(tmp_path, monkeypatch):
    (tmp_path / alive.new_name()).mkdir()

    def gone(folder):
        folder.rmdir()
        raise FileNotFoundError(folder)

    monkeypatch.setattr(alive, "has_ended", gone)
    assert leftovers.sweep([tmp_path]) is False
