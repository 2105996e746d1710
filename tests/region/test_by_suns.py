"""Frames of a region that overlap under different suns: put together as Combine DTMs does, or blended."""

import os
import signal
import subprocess
import sys
import time

import numpy as np
import pytest
import rasterio

from engine.errors import ParameterError
from engine.raster.grid import Grid
from engine.region.by_light import shared_width
from engine.synthetic.coarse import degrade
from engine.synthetic.laws import TRAINING
from engine.synthetic.product import MOON_WKT
from engine.synthetic.scene import light, make_ground
from engine.terrain.height_errors import height_errors
from tests.conftest import ROOT, read_heights
from tests.region.made_region import PLACED, _write
from tests.region.test_combine_suns import off, pair, unseen

SIZE, GSD, POSTING_M = 256, 2.0, 40.0
TILES = {"tile_height": 256, "tile_width": 256}


def site(folder, suns, columns=None, seed=5):
    """Images of one made ground under suns (azimuth, incidence), each of some of its columns, and its truth."""
    rng = np.random.default_rng((seed, 7))
    ground = make_ground(rng, "crater", SIZE, GSD)
    coarse = degrade(rng, ground.height, GSD, POSTING_M, PLACED)
    half, step = SIZE * GSD / 2.0, coarse.posting * GSD
    corner = (coarse.first + 0.5) * GSD - step / 2.0
    rows, across = coarse.posts.shape
    _write(folder / "coarse.tif", coarse.posts,
           Grid(MOON_WKT, (step, 0.0, -half + corner, 0.0, -step, half - corner), across, rows), "m")  # fmt: skip
    whole = Grid(MOON_WKT, (GSD, 0.0, -half, 0.0, -GSD, half), SIZE, SIZE)
    lines = ["path,sun_azimuth,sun_incidence"]
    for number, (azimuth, incidence) in enumerate(suns):
        first, last = (columns or {}).get(number, (0, SIZE))
        image = light(rng, ground, azimuth, incidence, TRAINING)[:, first:last]
        _write(folder / f"s{number}.tif", np.ascontiguousarray(image), whole.window(0, first, SIZE, last - first), "")
        lines.append(f"s{number}.tif,{azimuth},{incidence}")
    (folder / "frames.csv").write_text("\n".join(lines), encoding="utf-8")
    given = {"images": folder / "frames.csv", "coarse_dem": folder / "coarse.tif", "fit": "none", **TILES}
    return given, ground.height


def errors(heights, truth):
    found = height_errors(heights[8:-8, 8:-8], truth[8:-8, 8:-8], GSD)
    return np.array((found.rmse, found.slope_error_deg))


@pytest.mark.parametrize("suns", [((20.0, 60.0), (105.0, 55.0)), ((20.0, 60.0), (85.0, 55.0), (150.0, 62.0))])
def test_the_mosaic_is_what_combine_makes_of_the_frames(tmp_path, run, suns):
    given, truth = site(tmp_path, suns)
    log = []
    got = run("reconstruct_region", log, **given, combine="suns", output=tmp_path / "out")
    dtms = [tmp_path / "out" / "frames" / f"s{number}.tif" for number in range(len(suns))]
    told = run("combine", input=dtms, posting=POSTING_M, output=tmp_path / "c.tif")
    mosaic, combined = (read_heights(path) for path in (tmp_path / "out" / "mosaic.tif", tmp_path / "c.tif"))
    assert np.abs(mosaic - combined).max() < 2e-3
    assert errors(mosaic, truth) == pytest.approx(errors(combined, truth), rel=1e-3)
    alone = np.min([errors(read_heights(path), truth) for path in dtms], axis=0)
    blended = run("reconstruct_region", **given, output=tmp_path / "out")
    assert (blended["made"], got["made"]) == (0, len(suns))
    plain = errors(read_heights(tmp_path / "out" / "mosaic.tif"), truth)
    assert (errors(mosaic, truth) < alone).all() and errors(mosaic, truth)[1] < plain[1]
    said = [text for _, text in log]
    assert any("s0 and s1 overlap and complement each other" in text for text in said)
    assert any("s1.tif is moved by" in text for text in said) and told["dtms"] == len(suns)


def test_frames_that_overlap_in_part_join_without_a_step(tmp_path, run):
    given, truth = site(tmp_path, ((20.0, 60.0), (105.0, 55.0)), {0: (0, 170), 1: (90, SIZE)})
    run("reconstruct_region", **given, combine="suns", output=tmp_path / "out")
    mosaic = read_heights(tmp_path / "out" / "mosaic.tif")
    first, second = (read_heights(tmp_path / "out" / "frames" / f"s{number}.tif") for number in (0, 1))
    assert mosaic.shape == (SIZE, SIZE) and np.isfinite(mosaic).all()
    # Far from the overlap each frame is as it was, but for its long waves; over borders there is no step.
    assert np.abs(np.diff((mosaic[:, :60] - first[:, :60]), axis=1)).max() < 0.02
    error = mosaic - truth
    steps = np.abs(np.diff(error, axis=1)).mean(axis=0)
    assert steps[[89, 90, 169, 170]].max() < 1.5 * np.median(steps)
    both = slice(98, 162)
    own = [errors(part, truth[:, both])[1] for part in (first[:, both], second[:, 8:72])]
    assert errors(mosaic[:, both], truth[:, both])[1] < min(own)


def test_what_lies_under_suns_alike_is_blended_and_said(tmp_path, run):
    given, _ = site(tmp_path, ((20.0, 60.0), (38.0, 55.0)))
    log = []
    run("reconstruct_region", log, **given, combine="suns", output=tmp_path / "out")
    suns = read_heights(tmp_path / "out" / "mosaic.tif")
    assert any(level == "warning" and "No frames overlap under suns that stand 30 degrees" in text for level, text in log)
    assert any("1 pairs of frames that overlap know nearly the same slopes" in text for _, text in log)
    assert not (tmp_path / "out" / "combined").exists()
    run("reconstruct_region", **given, output=tmp_path / "out")
    assert np.array_equal(suns, read_heights(tmp_path / "out" / "mosaic.tif"))
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "Suns where frames overlap" in page and "s0  –  s1" in page
    run("reconstruct_region", **given, combine="suns", least_angle=15, output=tmp_path / "out")
    assert not np.array_equal(suns, read_heights(tmp_path / "out" / "mosaic.tif"))
    with pytest.raises(ParameterError, match="least_angle"):
        run("reconstruct_region", **given, combine="suns", least_angle=91, output=tmp_path / "out")
