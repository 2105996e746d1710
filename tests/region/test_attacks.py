"""What a stranger broke: a region never writes over what is not its own."""

import json
import shutil
import subprocess
import sys

import numpy as np
import pytest

from engine.errors import MmoedtmError
from tests.conftest import ROOT, write_raster
from tests.reconstruct.scenes import scene_of_blocks


@pytest.fixture
def ground(tmp_path):
    """Two images of one ground in a folder, and the coarse DEM beside it."""
    scene = scene_of_blocks(tmp_path, height=300, width=300)
    images = tmp_path / "images"
    images.mkdir()
    shutil.move(scene["image"], images / "a.tif")
    shutil.copy(images / "a.tif", images / "b.tif")
    return {"images": images, "coarse_dem": tmp_path / "coarse.tif"}


def files(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def region(run, ground, output, **changes):
    return run("reconstruct_region", **{**ground, **changes}, fit="none", output=output)


def refused(run, ground, folder, words, output, **changes):
    before = files(folder)
    with pytest.raises(MmoedtmError, match=words):
        region(run, ground, output, **changes)
    assert files(folder) == before


def test_images_coarse_dem_and_table_in_the_folder_of_products_are_refused(tmp_path, run, ground):
    out = tmp_path / "out"
    shutil.copytree(ground["images"], out / "frames")
    table = tmp_path / "t.csv"
    table.write_text(f"path\n{out / 'frames' / 'a.tif'}\n")
    (out / ".kept").mkdir()  # as if an earlier run had been here
    refused(run, ground, tmp_path, "a.tif lies in the folder .*out, where products are written", out, images=table)
    shutil.copy(ground["coarse_dem"], out / "mosaic.tif")
    refused(run, ground, tmp_path, "mosaic.tif lies in the folder", out, coarse_dem=out / "mosaic.tif")
    own = out / "t.csv"
    own.write_text(f"path\n{ground['images'] / 'a.tif'}\n")
    refused(run, ground, tmp_path, "t.csv lies in the folder", out, images=own)
    refused(run, ground, tmp_path, "both the folder of the images and that of the products", ground["images"])


def test_files_of_others_in_the_folder_stay(tmp_path, run, ground):
    out = tmp_path / "out"
    out.mkdir()
    for name in ("notes.txt", ".draft.partial.doc"):
        (out / name).write_bytes(b"mine")
    region(run, ground, out, images=one(ground, tmp_path))
    assert (out / "notes.txt").read_bytes() == (out / ".draft.partial.doc").read_bytes() == b"mine"
    for name in ("mosaic.tif", "report.html", "frames.gpkg"):
        other = tmp_path / name.replace(".", "_")
        other.mkdir()
        (other / name).write_bytes(b"mine")
        refused(run, ground, tmp_path, f"{name}, and not of an earlier run", other, images=one(ground, tmp_path))


def one(ground, tmp_path):
    """A table of one image."""
    table = tmp_path / "one.csv"
    table.write_text(f"path\n{ground['images'] / 'a.tif'}\n")
    return table


def test_products_are_no_images_of_the_next_run(tmp_path, run, ground):
    (ground["images"] / "b.tif").unlink()
    out = ground["images"] / "out"
    first = region(run, ground, out, pattern="**/*.tif")
    second = region(run, ground, out, pattern="**/*.tif")
    assert first["frames"] == second["frames"] == 1 and second["made"] == 0


def test_an_image_that_is_there_twice_is_refused(tmp_path, run, ground):
    table = tmp_path / "t.csv"
    table.write_text("path\nimages/a.tif\nimages/b.tif\nimages/../images/a.tif\n")
    refused(run, ground, tmp_path, "Rows 1 and 3 .* name the same image", tmp_path / "out", images=table)


def test_a_tiny_frame_a_strange_record_and_a_killed_run_stop_nothing(tmp_path, run, ground):
    tiny = write_raster(tmp_path / "tiny.tif", np.ones((1, 1), np.float32))
    table = tmp_path / "t.csv"
    table.write_text(f"path\nimages/a.tif\n{tiny}\n")
    out = tmp_path / "out"
    code = "from engine.contract import alive; print(alive.new_name())"
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    (out / ended.stdout.strip() / "new").mkdir(parents=True)
    got = region(run, ground, out, images=table)
    assert got["failed"] <= 1 and got["made"] >= 1 and (out / "mosaic.tif").is_file()
    (out / "frames" / "a.json").write_text(json.dumps({"colour": "red"}))
    assert region(run, ground, out, images=table)["made"] == 1
