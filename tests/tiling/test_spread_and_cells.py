"""The blend against a plain weighted mean, its spread against closed forms, and where cells end."""

import numpy as np
import pytest

from engine.tiling.blend import Blend
from engine.tiling.plan import TilePlan

ALL = np.ones((64, 80), bool)


def pair(height_m, overlap=20):
    """Two tiles side by side of 0 and ``height_m``: correction and spread of one row."""
    plan = TilePlan(64, 160 - overlap, 64, 80, overlap)
    blend = Blend(plan, spread=True)
    for tile in plan.row_of_cells(0):
        blend.add(tile, np.full((64, 80), height_m * tile.column, np.float32), ALL)
    sums = blend.take(64)
    return sums.corrections()[30], sums.spread()[30]


@pytest.mark.parametrize("height_m", [1.0, -40.0, 900.0])
def test_spread_of_two_tiles_is_that_of_two_weighted_values(height_m):
    """Shares s and 1 - s of two values h apart: a standard deviation of h sqrt(s (1 - s))."""
    correction, spread = pair(height_m)
    share = correction / height_m
    assert np.allclose(spread, abs(height_m) * np.sqrt(share * (1.0 - share)), atol=0.002 * abs(height_m) + 0.01)
    assert spread[69:71] == pytest.approx(0.5 * abs(height_m), rel=0.01), "half of the step in the middle"
    assert (spread[:60] == 0).all() and (spread[80:] == 0).all(), "one tile alone has none"


def test_four_tiles_of_a_corner():
    plan = TilePlan(108, 140, 64, 80, 20)
    blend = Blend(plan, spread=True)
    values = {(0, 0): 0.0, (0, 1): 8.0, (1, 0): 16.0, (1, 1): 24.0}
    for row in range(2):
        for tile in plan.row_of_cells(row):
            blend.add(tile, np.full((64, 80), values[tile.row, tile.column], np.float32), ALL)
    sums = blend.take(108)
    correction, spread = sums.corrections(), sums.spread()
    middle = np.s_[53:55, 69:71]
    assert correction[middle].mean() == pytest.approx(12.0, abs=0.01)
    assert spread[middle].mean() == pytest.approx(np.std([0.0, 8.0, 16.0, 24.0]), abs=0.02)


def test_blend_is_the_mean_weighted_by_the_distance_from_the_edges():
    """Summed pixel by pixel, with ragged validity and a last tile that is moved back to the edge."""
    plan = TilePlan(150, 171, 64, 80, 30)
    rng = np.random.default_rng(4)
    blend = Blend(plan)
    total, weights = np.zeros((150, 171)), np.zeros((150, 171))
    rows, columns = plan.shape
    for row in range(rows):
        for tile in plan.row_of_cells(row):
            values, valid = rng.normal(0.0, 50.0, (64, 80)).astype(np.float32), rng.random((64, 80)) > 0.1
            blend.add(tile, values, valid)
            for r in range(64):
                for c in range(80):
                    inward = [
                        31.0 if tile.row == 0 else r + 1.0, 31.0 if tile.row == rows - 1 else 64.0 - r,
                        31.0 if tile.column == 0 else c + 1.0, 31.0 if tile.column == columns - 1 else 80.0 - c,
                    ]  # fmt: skip
                    down, across = (min(1.0, (min(sides) - 0.5) / 30.0) for sides in (inward[:2], inward[2:]))
                    if valid[r, c]:
                        total[tile.top + r, tile.left + c] += down * across * values[r, c]
                        weights[tile.top + r, tile.left + c] += down * across
    correction = blend.take(150).corrections()
    known = weights > 0
    assert np.array_equal(np.isfinite(correction), known)
    # Weights are rounded to 1/64 there.
    off = np.abs(correction - total / np.where(known, weights, 1.0))[known]
    assert np.median(off) < 0.1 and off.max() < 8.0


@pytest.mark.parametrize(
    "length, edges",
    [(64, [0, 64]), (40, [0, 40]), (108, [0, 54, 108]), (100, [0, 50, 100]), (152, [0, 54, 98, 152])],
)
def test_cells_meet_in_the_middle_of_the_overlap(length, edges):
    rows, columns = TilePlan(length, 80, 64, 80, 20).cell_edges()
    assert rows == edges and columns == [0, 80]


def test_tiles_of_a_plan_by_hand():
    plan = TilePlan(130, 200, 64, 80, 20)
    assert plan.tops == [0, 36, 66] and plan.lefts == [0, 60, 120]
    tiles = list(plan.row_of_cells(2))
    assert [(t.row, t.column, t.top, t.left) for t in tiles] == [(2, 0, 66, 0), (2, 1, 66, 60), (2, 2, 66, 120)]
