"""Faults found by attacking the first house, through its doors."""

import shutil

import numpy as np
import pytest

from engine.contract.execute import execute
from engine.contract.progress import Progress
from engine.errors import Cancelled
from engine.operations import OPERATIONS
from tests.conftest import write_raster
from tests.contract.test_targets import contents


@pytest.fixture(scope="module")
def scene(tmp_path_factory):
    folder = tmp_path_factory.mktemp("scene")
    rng = np.random.default_rng(0)
    posts = np.cumsum(rng.normal(0, 4, (16, 16)), axis=1).astype(np.float32)
    return {
        "image": write_raster(folder / "image.tif", rng.random((300, 340), np.float32) + 0.2),
        "coarse_dem": write_raster(folder / "coarse.tif", posts, gsd=60.0),
    }


TARGETS = {"output": "d.tif", "output_tiles": "k.gpkg", "output_spread": "s.tif", "output_tile_dtms": "tiles"}


@pytest.mark.parametrize("moment", [0.0, 0.3, 0.6, 0.99, 1.0])
def test_a_cancelled_run_changes_nothing(tmp_path, scene, identity_pack, moment):
    """Older outputs were deleted in 4 of 11 cancels, one of them after 100 % of the tiles."""
    (tmp_path / "tiles").mkdir()
    for name in ("d.tif", "d.tif.aux.xml", "s.tif", "tiles/tile_0000_0000.tif"):
        (tmp_path / name).write_bytes(b"old")
    before = contents(tmp_path)
    seen = [0.0]
    progress = Progress(
        report=lambda share, text: seen.append(share if "tiles" in text else 0.0),
        cancelled=lambda: max(seen) > moment or (moment == 1.0 and max(seen) >= 1.0),
    )
    given = {**scene, "pack": identity_pack, **{k: str(tmp_path / v) for k, v in TARGETS.items()}}
    with pytest.raises(Cancelled):
        execute(OPERATIONS["reconstruct"], given, progress)
    shutil.rmtree(tmp_path / ".d.tif.blocks")  # what the same run goes on from
    assert contents(tmp_path) == before
    assert {p.name for p in tmp_path.iterdir()} == {"d.tif", "d.tif.aux.xml", "s.tif", "tiles"}


def test_tiles_of_an_earlier_plan_go(tmp_path, run, scene, identity_pack):
    given = {**scene, "pack": identity_pack, "output": tmp_path / "d.tif", "output_tile_dtms": tmp_path / "tiles"}
    run("reconstruct", **given, tiling="paper")
    first = {p.name for p in (tmp_path / "tiles").glob("*.tif")}
    (tmp_path / "tiles" / "tile_9999_0000.tif").write_bytes(b"of the user")
    got = run("reconstruct", **given, tile_height=400, tile_width=400)
    second = {p.name for p in (tmp_path / "tiles").glob("*.tif")} - {"tile_9999_0000.tif"}
    assert len(second) == got["tiles"] < len(first)
    assert got["output"] == str(tmp_path / "d.tif") and got["output_tile_dtms"] == str(tmp_path / "tiles")
    assert got["output_tiles"] is None


def test_results_and_messages_name_the_users_own_files(tmp_path, run, scene, raster):
    link = tmp_path / "link.tif"
    link.symlink_to(tmp_path / "real.tif")
    dem = raster("i.tif", np.ones((40, 40), np.float32))
    got = run("slope_roughness", input=dem, output=link)
    assert got["output"] == str(link) and link.is_symlink() and (tmp_path / "real.tif").is_file()
