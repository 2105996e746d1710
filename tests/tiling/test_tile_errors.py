"""How sure tiles are, blended: as the heights are, whatever the order and the cuts."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.tiling.blend import ERROR_QUANTUM, MOST_QUANTA, Blend, TileError
from engine.tiling.plan import TilePlan

ALL = np.ones((64, 80), bool)


def flat(height_m, slope_deg, raking):
    def full(value):
        return np.full((64, 80), value, np.float32)

    return TileError(full(height_m), full(slope_deg), full(raking) > 0.0)


def test_two_tiles_go_over_into_one_another():
    """Shares as those of the heights, which say them: 0 and 1 m."""
    plan = TilePlan(64, 140, 64, 80, 20)
    blend = Blend(plan, error=True)
    for tile in plan.row_of_cells(0):
        metres = np.full((64, 80), float(tile.column), np.float32)
        blend.add(tile, metres, ALL, flat(1.0 + tile.column, 4.0, tile.column))
    sums = blend.take(64)
    share = sums.corrections()
    height, slope = sums.errors()
    assert np.allclose(height, 1.0 + share, atol=ERROR_QUANTUM) and (slope == 4.0).all()
    assert np.array_equal(sums.raking(), share >= 0.5)


def test_nothing_where_no_tile_is_and_never_over_the_limit():
    plan = TilePlan(64, 80, 64, 80, 10)
    (tile,) = plan.row_of_cells(0)
    blend = Blend(plan, spread=True, error=True)
    valid = ALL.copy()
    valid[10:20] = False
    blend.add(tile, np.ones((64, 80), np.float32), valid, flat(1e9, 1.0, 1.0))
    sums = blend.take(64)
    height, slope = sums.errors()
    assert np.isnan(height[10:20]).all() and np.isnan(slope[10:20]).all() and not sums.raking()[10:20].any()
    assert (height[valid] == MOST_QUANTA * ERROR_QUANTUM).all() and sums.raking()[valid].all()
    assert sums.spread()[valid].max() == 0.0


def test_sixteen_tiles_of_the_largest_error_do_not_overflow():
    plan = TilePlan(64, 80, 64, 80, 10)
    (tile,) = plan.row_of_cells(0)
    blend = Blend(plan, error=True)
    for _ in range(16):
        blend.add(tile, np.ones((64, 80), np.float32), ALL, flat(1e9, 1e9, 1.0))
    assert all((part == MOST_QUANTA * ERROR_QUANTUM).all() for part in blend.take(64).errors())


@settings(deadline=None, max_examples=20)
@given(st.integers(60, 200), st.integers(60, 200), st.integers(0, 30), st.randoms(use_true_random=False))
def test_order_and_bands_do_not_change_a_byte(height, width, overlap, random):
    plan = TilePlan(height, width, 64, 80, overlap)
    rng = np.random.default_rng(height * width)
    tiles = [
        (tile, rng.normal(0, 100, (64, 80)).astype(np.float32), rng.random((64, 80)) > 0.05,
         TileError(*rng.gamma(1.0, 3.0, (2, 64, 80)).astype(np.float32), rng.random((64, 80)) > 0.5))
        for row in range(plan.shape[0]) for tile in plan.row_of_cells(row)
    ]  # fmt: skip

    def blended(order, cuts):
        blend = Blend(plan, error=True)
        for index in order:
            blend.add(*tiles[index])
        parts = [blend.take(bottom) for bottom in cuts]
        layers = zip(*((*part.errors(), part.raking()) for part in parts))
        return [np.concatenate(layer).tobytes() for layer in layers]

    order = list(range(len(tiles)))
    first = blended(order, [height])
    random.shuffle(order)
    assert first == blended(order, sorted({height, *(random.randint(1, height) for _ in range(3))}))


@pytest.mark.parametrize("rows_per_block", [1, 2])
def test_blocks_merge_to_what_one_blend_gives(rows_per_block):
    plan = TilePlan(190, 150, 64, 80, 24)
    rng = np.random.default_rng(7)
    whole, merged = Blend(plan, error=True), Blend(plan, error=True)
    for first in range(0, plan.shape[0], rows_per_block):
        rows = range(first, min(first + rows_per_block, plan.shape[0]))
        block = Blend(plan, False, plan.tops[first], True)
        for tile in (tile for row in rows for tile in plan.row_of_cells(row)):
            error = TileError(*rng.gamma(1.0, 3.0, (2, 64, 80)).astype(np.float32), rng.random((64, 80)) > 0.5)
            for blend in (whole, block):
                blend.add(tile, np.zeros((64, 80), np.float32), ALL, error)
        merged.merge(plan.tops[first], block.take(min(plan.tops[rows[-1]] + 64, 190)))
    for one, two in zip(whole.take(190).parts, merged.take(190).parts):
        assert one.dtype == two.dtype and one.tobytes() == two.tobytes()
