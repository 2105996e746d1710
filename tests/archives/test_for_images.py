"""A coarse DEM that Reconstruct, Plan and the region run fetch for their images."""

from __future__ import annotations

import json

import numpy as np
import pytest
import rasterio

from engine.errors import MmoedtmError, ParameterError
from tests.archives.made import RADIUS_M, heights_m, sldem_tile
from tests.conftest import read_heights, write_raster

DEGREE_M = np.radians(1.0) * RADIUS_M


def image(path, longitude=44.99, latitude=0.01, size=400, gsd=4.0):
    """An image of nothing but noise."""
    values = np.random.default_rng(3).uniform(0.05, 0.1, (size, size)).astype(np.float32)
    return write_raster(path, values, gsd=gsd, origin=(longitude * DEGREE_M, latitude * DEGREE_M))


@pytest.fixture
def ground(archive):
    for west in (0, 45):
        for south in (-30, 0):
            sldem_tile(archive.folder, south, west, (44.8, -0.2, 45.2, 0.2))
    return archive


def test_reconstruct_fetches_names_and_cites_it(ground, table, run, identity_pack, tmp_path, cache):
    given = {"image": image(tmp_path / "i.tif"), "fetch_coarse_dem": True, "archives": table, "pack": identity_pack}
    log = []
    run("reconstruct", log, **given, output=tmp_path / "d.tif")
    heights = read_heights(tmp_path / "d.tif")
    with rasterio.open(tmp_path / "d.tif") as dataset:
        tags = dataset.tags()
        x, y = dataset.xy(*np.mgrid[0:400:50, 0:400:50].reshape(2, -1))
    truth = heights_m(np.array(x) / DEGREE_M, np.array(y) / DEGREE_M)
    assert np.abs(heights[::50, ::50].ravel() - truth).max() < 15.0  # bilinear between posts of waves of 2 km
    (kept,) = (cache / "fetched").iterdir()
    assert tags["MMOEDTM_INPUT_COARSE_DEM"].startswith(kept.name) and "Barker" in tags["MMOEDTM_CITATION_COARSE_DEM"]
    assert any("sldem2015" in text and "is taken" in text for _, text in log)
    sent = ground.sent
    ground.close()
    run("plan", **given, output=tmp_path / "p.json")
    plan = json.loads((tmp_path / "p.json").read_text())
    assert plan["scene"]["coarse_dem"] == str(kept) and ground.sent == sent
    run("reconstruct", plan=tmp_path / "p.json", pack=identity_pack, output=tmp_path / "again.tif")
    assert np.array_equal(read_heights(tmp_path / "again.tif"), heights)


def test_what_does_not_go_together_is_refused(ground, table, run, tmp_path):
    one = image(tmp_path / "i.tif")
    dem = write_raster(tmp_path / "c.tif", np.zeros((40, 40), np.float32), gsd=60.0)
    with pytest.raises(ParameterError, match="leave one of the two out"):
        run("reconstruct", image=one, coarse_dem=dem, fetch_coarse_dem=True, archives=table, output=tmp_path / "d.tif")
    for value in (False, "false", ""):
        with pytest.raises(ParameterError, match=r"coarse_dem \(Coarse DEM\) is needed"):
            run("reconstruct", image=one, fetch_coarse_dem=value, output=tmp_path / "d.tif")
    run("plan", image=one, fetch_coarse_dem="yes", archives=table, output=tmp_path / "p.json")
    with pytest.raises(ParameterError, match="has decided fetch_coarse_dem already"):
        run("reconstruct", plan=tmp_path / "p.json", fetch_coarse_dem=True, output=tmp_path / "d.tif")
    assert not (tmp_path / "d.tif").exists()


def test_nothing_is_asked_unless_the_user_asks(ground, run, identity_pack, tmp_path):
    dem = write_raster(tmp_path / "c.tif", np.zeros((80, 80), np.float32), gsd=60.0,
                       origin=(44.98 * DEGREE_M, 0.02 * DEGREE_M))  # fmt: skip
    run("reconstruct", image=image(tmp_path / "i.tif"), coarse_dem=dem, pack=identity_pack, output=tmp_path / "d.tif")
    assert ground.asked == []


def test_a_failed_fetch_leaves_what_was_there(archive, table, run, tmp_path, cache):
    target = tmp_path / "out" / "d.tif"
    target.parent.mkdir()
    target.write_bytes(b"older")
    with pytest.raises(MmoedtmError, match="is not there"):
        run("reconstruct", image=image(tmp_path / "i.tif"), fetch_coarse_dem=True, archives=table, output=target)
    assert [p.name for p in target.parent.iterdir()] == ["d.tif"] and target.read_bytes() == b"older"
    assert not (cache / "fetched").exists() or list((cache / "fetched").iterdir()) == []


def test_a_region_fetches_one_dem_for_all_of_its_images(ground, table, run, identity_pack, tmp_path, cache):
    folder = tmp_path / "images"
    folder.mkdir()
    for number, longitude in enumerate((44.97, 45.01)):
        image(folder / f"{number}.tif", longitude)
    done = run("reconstruct_region", images=folder, fetch_coarse_dem=True, archives=table, pack=identity_pack,
               fit="none", fill=True, output=tmp_path / "region")  # fmt: skip
    assert done["made"] == 2 and done["failed"] == 0
    (kept,) = (cache / "fetched").iterdir()
    with rasterio.open(tmp_path / "region" / "frames" / "0.tif") as dataset:
        assert dataset.tags()["MMOEDTM_INPUT_COARSE_DEM"].startswith(kept.name)
    asked = len(ground.asked)
    again = run("reconstruct_region", images=folder, fetch_coarse_dem=True, archives=table, pack=identity_pack,
                fit="none", fill=True, output=tmp_path / "region")  # fmt: skip
    assert again["kept"] == 2 and len(ground.asked) == asked
