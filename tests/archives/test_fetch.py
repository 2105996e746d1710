"""Windows out of an archive of true size: bytes that are read, and heights that are GDAL's."""

from __future__ import annotations

import subprocess

import numpy as np
import pytest
import rasterio

from tests.archives.made import PPD, RADIUS_M, polar_grid, sldem_tile
from tests.conftest import read_heights
from tests.raster.cog import flaws

DEGREE_M = np.radians(1.0) * RADIUS_M
THIRTY_KM = 30_000.0 / DEGREE_M


def warped(inputs, like, target, *options):
    """gdalwarp of labels onto the grid of a raster, in stored units."""
    with rasterio.open(like) as dataset:
        bounds, crs = dataset.bounds, dataset.crs.to_wkt()
        size = [str(dataset.width), str(dataset.height)]
    extent = [repr(v) for v in (bounds.left, bounds.bottom, bounds.right, bounds.top)]
    subprocess.run(["gdalwarp", "-q", "-overwrite", "-t_srs", crs, "-te", *extent, "-ts", *size, "-et", "0",
                    "-ot", "Float64", "-dstnodata", "-1e9", *options, *map(str, inputs), str(target)],
                   check=True, env={"PATH": "/usr/bin:/bin", "PROJ_IGNORE_CELESTIAL_BODY": "YES"})  # fmt: skip
    values = read_heights(target)
    return values


def test_thirty_kilometres_over_four_tiles(archive, table, run, tmp_path):
    half = THIRTY_KM / 2.0
    window = (45 - 1.0, -1.0, 45 + 1.0, 1.0)
    labels = [sldem_tile(archive.folder, s, w, window) for s in (-30, 0) for w in (0, 45)]
    log = []
    done = run("fetch_coarse_dem", log, extent=f"{45 - half},{-half},{45 + half},{half}", archives=table,
               output=tmp_path / "c.tif")  # fmt: skip
    assert archive.sent <= 4_000_000 and done["bytes_read"] == archive.sent
    assert done["source"] == "sldem2015" and done["coverage"] == 100.0 and "Barker" in done["citation"]
    assert not flaws(tmp_path / "c.tif")
    ours = read_heights(tmp_path / "c.tif")
    assert min(ours.shape) >= 30_000 / 59.3
    theirs = 1000.0 * warped(labels, tmp_path / "c.tif", tmp_path / "w.tif", "-r", "near")
    assert np.abs(ours - theirs).max() < 0.01
    said = " ".join(text for _, text in log)
    assert "sldem2015" in said and "MB from 127.0.0.1" in said
    with rasterio.open(tmp_path / "c.tif") as dataset:
        tags = dataset.tags()
        assert dataset.units == ("m",) and tags["MMOEDTM_FRAME"].startswith("mean Earth")
        assert len([t for t in tags if t.startswith("MMOEDTM_FILE_")]) == 4 and "sha256" in tags["MMOEDTM_FILE_4"]


@pytest.mark.parametrize("about", [0.0, 180.0])
def test_over_the_antimeridian(archive, table, run, tmp_path, about):
    """Whichever meridian the labels count from."""
    labels = [
        sldem_tile(archive.folder, 0, 135, (179.4, 9.5, 180, 10.5), about),
        sldem_tile(archive.folder, 0, 180, (180, 9.5, 180.6, 10.5), about),
    ]
    run("fetch_coarse_dem", extent="179.8,9.9,-179.8,10.1", archives=table, output=tmp_path / "c.tif")
    ours = read_heights(tmp_path / "c.tif")
    assert np.isfinite(ours).all() and ours.shape[1] > 0.4 * PPD
    theirs = 1000.0 * warped(labels, tmp_path / "c.tif", tmp_path / "w.tif", "-r", "near")
    assert np.abs(ours - theirs).max() < 0.01


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize("shift", [-0.06, 0.06])
def test_over_the_seam_of_equatorial_and_polar_models(archive, table, run, tmp_path, sign, shift):
    """The posts are those of the model that has most of the ground; from the other they are bilinear, as GDAL's."""
    south = 30 if sign > 0 else -60
    window = (19.0, sign * 60 - 1.0, 21.0, sign * 60 + 1.0)
    tile = sldem_tile(archive.folder, south, 0, window)
    r = 2.0 * RADIUS_M * np.tan(np.radians(30.0) / 2.0)
    x, y = r * np.sin(np.radians(20.0)), -sign * r * np.cos(np.radians(20.0))
    pole = polar_grid(archive.folder, f"ldem_60{'n' if sign > 0 else 's'}_60m", sign * 60, 60.0,
                      (x - 40e3, y - 40e3, x + 40e3, y + 40e3), corners=0.0)  # fmt: skip
    low, high = sorted((sign * (60.0 - 0.15 + shift), sign * (60.0 + 0.15 + shift)))
    log = []
    done = run("fetch_coarse_dem", log, extent=f"19.8,{low},20.2,{high}", archives=table, output=tmp_path / "c.tif")
    first, second = ("sldem2015", "lola_60") if shift < 0 else ("lola_60", "sldem2015")
    assert done["source"].startswith(first) and second in done["source"] and done["coverage"] == 100.0
    ours = read_heights(tmp_path / "c.tif")
    scale = ["-wo", "XSCALE=1", "-wo", "YSCALE=1", "-r", "bilinear"]
    flat = 1000.0 * warped([tile], tmp_path / "c.tif", tmp_path / "w1.tif", *scale)
    round_ = 0.5 * warped([pole], tmp_path / "c.tif", tmp_path / "w2.tif", *scale)
    if first == "sldem2015":
        theirs = np.where(np.isfinite(flat), flat, round_)
        assert np.abs(ours - theirs).max() < 0.01
    else:
        # Beyond the pole's own two posts SLDEM2015 begins; GDAL has the corners of the square, which are no heights.
        off = np.abs(ours - round_), np.abs(ours - flat)
        assert np.fmin(*off).max() < 0.01
        assert 0.3 < (off[0] < 0.01).mean() < 0.95
