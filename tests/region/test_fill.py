"""Gaps filled from a coarse DEM that is bent to meet what is about them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as budget
from hypothesis import strategies as st

from engine.errors import BodyError, OverlapError
from engine.region.fill import fill_beneath
from tests.conftest import EARTH, read_heights, write_raster
from tests.region.made import rough, write_pieces


def brute(heights, coarse, reach):
    """Pixel by pixel: differences in squares of doubling size, each a sixteenth of the weight of the one before."""
    out = np.where(np.isnan(heights), coarse, heights).astype(np.float64)
    apart = np.rint((heights.astype(np.float64) - coarse) * 1024.0) / 1024.0
    both = np.isfinite(apart)
    radii = [r for r in (1, 2, 4, 8, 16) if r < reach] + [reach]
    for r, c in zip(*np.nonzero(np.isnan(heights) & np.isfinite(coarse))):
        away = min((max(abs(y - r), abs(x - c)) for y, x in zip(*np.nonzero(both))), default=reach + 1)
        if away > reach:
            continue
        total = weight = 0.0
        for radius in radii:
            part = (slice(max(r - radius, 0), r + radius + 1), slice(max(c - radius, 0), c + radius + 1))
            total += apart[part][both[part]].sum() / radius**4
            weight += both[part].sum() / radius**4
        out[r, c] += (1.0 - away / (reach + 1)) * total / weight
    return out


@given(st.integers(0, 10**6), st.integers(1, 9))
@budget(max_examples=20, deadline=None)
def test_against_brute_force(seed, reach):
    rng = np.random.default_rng(seed)
    coarse = rng.normal(-1000.0, 30.0, (22, 25)).astype(np.float32)
    heights = (coarse + rng.normal(5.0, 3.0, coarse.shape)).astype(np.float32)
    heights[4:15, 6:20] = np.nan
    heights[rng.random(heights.shape) < 0.1] = np.nan
    coarse[rng.random(heights.shape) < 0.05] = np.nan
    got = fill_beneath(heights, coarse, reach)
    assert np.allclose(got, brute(heights, coarse, reach), atol=2e-3, equal_nan=True)
    known = np.isfinite(heights)
    assert np.array_equal(got[known], heights[known])
    assert np.array_equal(np.isfinite(got), known | np.isfinite(coarse))


def test_a_step_fades_linearly_over_the_transition(tmp_path, run):
    """DTMs ten metres above the coarse DEM, and a gap between them that is wider than two transitions."""
    paths = write_pieces(tmp_path, np.full((60, 300), 10.0), [(0, 0, 60, 100), (0, 200, 60, 100)], gsd=2.0)
    coarse = write_raster(tmp_path / "c.tif", np.zeros((12, 70), np.float32), gsd=20.0, origin=(-100.0, 40.0))
    got = run("mosaic", input=paths, overlap=20, coarse_dem=coarse, output=tmp_path / "m.tif")
    line = read_heights(tmp_path / "m.tif")[30]
    away = np.minimum(np.arange(1, 101), np.arange(100, 0, -1))
    assert (line[:100] == 10.0).all() and (line[200:] == 10.0).all()
    assert np.allclose(line[100:200], 10.0 * np.maximum(1.0 - away / 21.0, 0.0), atol=1e-3)
    assert got["coverage"] == 100.0 and got["filled"] == pytest.approx(100.0 / 3.0)


def test_without_a_transition_the_coarse_dem_is_taken_as_it_is(tmp_path, run):
    paths = write_pieces(tmp_path, np.full((60, 300), 10.0), [(0, 0, 60, 100), (0, 200, 60, 100)], gsd=2.0)
    coarse = write_raster(tmp_path / "c.tif", np.zeros((12, 70), np.float32), gsd=20.0, origin=(-100.0, 40.0))
    run("mosaic", input=paths, overlap=0, coarse_dem=coarse, output=tmp_path / "m.tif")
    assert (read_heights(tmp_path / "m.tif")[:, 100:200] == 0.0).all()


def test_gaps_come_closer_to_the_truth_and_borders_do_not_step(tmp_path, run):
    """A coarse DEM that is 8 m too low: gaps filled from it are not, and have no step about them."""
    truth = rough((300, 300), relief=20.0)
    holed = truth.copy()
    holed[100:130, 120:150] = np.nan
    holed[200:203, 50:250] = np.nan
    paths = write_pieces(tmp_path, holed, [(0, 0, 300, 180), (0, 120, 300, 180)], gsd=2.0)
    posts = truth.reshape(30, 10, 30, 10).mean(axis=(1, 3)).astype(np.float32) - 8.0
    coarse = write_raster(tmp_path / "c.tif", posts, gsd=20.0, origin=(0, 0))
    run("mosaic", input=paths, overlap=60, coarse_dem=coarse, output=tmp_path / "m.tif")
    gap, made = np.isnan(holed), read_heights(tmp_path / "m.tif")
    assert np.abs(made - truth)[~gap].max() < 1e-3
    assert np.sqrt(((made - truth)[gap] ** 2).mean()) < 2.5
    steps = [np.abs(np.diff(made, axis=axis)) for axis in (0, 1)]
    edges = [np.diff(gap.astype(int), axis=axis) != 0 for axis in (0, 1)]
    for step, edge, axis in zip(steps, edges, (0, 1)):
        true = np.abs(np.diff(truth, axis=axis))[edge]
        assert step[edge].mean() < 1.5 * true.mean()


def test_filling_is_an_option(tmp_path, run):
    paths = write_pieces(tmp_path, np.zeros((60, 300)), [(0, 0, 60, 100), (0, 200, 60, 100)], gsd=2.0)
    coarse = write_raster(tmp_path / "c.tif", np.ones((12, 70), np.float32), gsd=20.0, origin=(-100.0, 40.0))
    for given_ in ({"coarse_dem": coarse, "fill": False}, {}):
        got = run("mosaic", input=paths, output=tmp_path / "m.tif", **given_)
        assert got["filled"] is None and got["coverage"] == pytest.approx(200.0 / 3.0)


def test_a_coarse_dem_of_other_ground_or_of_the_earth_is_refused(tmp_path, run):
    paths = write_pieces(tmp_path, np.zeros((60, 200)), [(0, 0, 60, 100), (0, 90, 60, 100)], gsd=2.0)
    far = write_raster(tmp_path / "far.tif", np.ones((9, 9), np.float32), gsd=60.0, origin=(9e5, 9e5))
    with pytest.raises(OverlapError, match="far.tif does not cover any part of the mosaic"):
        run("mosaic", input=paths, coarse_dem=far, output=tmp_path / "m.tif")
    earth = write_raster(tmp_path / "e.tif", np.ones((9, 9), np.float32), crs=EARTH)
    with pytest.raises(BodyError):
        run("mosaic", input=paths, coarse_dem=earth, output=tmp_path / "m.tif")
    assert not (tmp_path / "m.tif").exists()
