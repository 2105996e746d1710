"""Tile plan and blend: coverage, continuity, and independence of order."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import ParameterError
from engine.tiling.blend import Blend, ramp
from engine.tiling.plan import TilePlan, fitted

sizes = st.integers(1, 400)


@given(sizes, sizes, st.integers(0, 32))
def test_every_pixel_is_covered_and_neighbours_share_the_overlap(height, width, overlap):
    plan = TilePlan(height, width, 64, 80, overlap)
    covered = np.zeros((height, width), bool)
    for row in range(plan.shape[0]):
        for tile in plan.row_of_cells(row):
            covered[tile.top : tile.top + 64, tile.left : tile.left + 80] = True
            assert tile.top + 64 <= max(height, 64) and tile.left + 80 <= max(width, 80)
    assert covered.all()
    assert all(a + 64 - b >= overlap for a, b in zip(plan.tops[:-1], plan.tops[1:]))


@given(sizes, sizes)
def test_cells_share_the_raster_out(height, width):
    rows, columns = TilePlan(height, width, 64, 80, 20).cell_edges()
    assert rows[0] == columns[0] == 0 and rows[-1] == height and columns[-1] == width
    assert rows == sorted(set(rows)) and columns == sorted(set(columns))


def test_an_overlap_over_half_a_tile_is_refused():
    with pytest.raises(ParameterError, match="choose 0 to 32"):
        TilePlan(100, 100, 64, 80, 33)


def test_weights_are_whole_and_never_zero():
    for overlap in (0, 1, 7, 100):
        weights = ramp(256, overlap, False, False)
        assert (weights == np.rint(weights)).all() and weights.min() >= 1 and weights.max() <= 64


def blended(plan, tiles, order, cuts, spread=True):
    blend = Blend(plan, spread)
    for index in order:
        blend.add(*tiles[index])
    parts = [blend.take(bottom) for bottom in cuts]
    return [np.concatenate([getattr(p, name)() for p in parts]) for name in ("corrections", "spread")]


def random_tiles(plan, seed):
    rng = np.random.default_rng(seed)
    tiles = []
    for row in range(plan.shape[0]):
        for tile in plan.row_of_cells(row):
            shape = (plan.tile_height, plan.tile_width)
            valid = rng.random(shape) > 0.05
            tiles.append((tile, rng.normal(0, 100, shape).astype(np.float32), valid))
    return tiles


@settings(deadline=None, max_examples=25)
@given(st.integers(60, 200), st.integers(60, 200), st.integers(0, 30), st.randoms(use_true_random=False))
def test_order_and_bands_do_not_change_a_byte(height, width, overlap, random):
    plan = TilePlan(height, width, 64, 80, overlap)
    tiles = random_tiles(plan, height * width)
    order = list(range(len(tiles)))
    first = blended(plan, tiles, order, [height])
    random.shuffle(order)
    cuts = sorted({height, *(random.randint(1, height) for _ in range(3))})
    second = blended(plan, tiles, order, cuts)
    assert first[0].tobytes() == second[0].tobytes()
    assert first[1].tobytes() == second[1].tobytes()


@settings(deadline=None, max_examples=25)
@given(st.integers(60, 300), st.integers(60, 200), st.integers(0, 30), st.integers(1, 3))
def test_sums_of_blocks_merge_to_the_sums_of_all_tiles(height, width, overlap, rows_per_block):
    plan = TilePlan(height, width, 64, 80, overlap)
    tiles = random_tiles(plan, height + width)
    whole = blended(plan, tiles, range(len(tiles)), [height])
    merged = Blend(plan, True)
    for first in reversed(range(0, plan.shape[0], rows_per_block)):
        rows = range(first, min(first + rows_per_block, plan.shape[0]))
        block = Blend(plan, True, plan.tops[first])
        for part in tiles:
            if part[0].row in rows:
                block.add(*part)
        bottom = min(plan.tops[rows[-1]] + plan.tile_height, height)
        merged.merge(plan.tops[first], block.take(bottom))
    sums = merged.take(height)
    assert sums.corrections().tobytes() == whole[0].tobytes()
    assert sums.spread().tobytes() == whole[1].tobytes()


@settings(deadline=None, max_examples=25)
@given(st.integers(60, 300), st.integers(60, 200), st.integers(0, 30), st.integers(1, 3))
def test_rows_are_taken_while_blocks_still_come(height, width, overlap, rows_per_block):
    """As products are written: what no later block reaches is taken before that block is merged."""
    plan = TilePlan(height, width, 64, 80, overlap)
    tiles = random_tiles(plan, height + width)
    whole = blended(plan, tiles, range(len(tiles)), [height])
    merged, taken = Blend(plan, True), []
    for first in range(0, plan.shape[0], rows_per_block):
        rows = range(first, min(first + rows_per_block, plan.shape[0]))
        block = Blend(plan, True, plan.tops[first])
        for part in tiles:
            if part[0].row in rows:
                block.add(*part)
        merged.merge(plan.tops[first], block.take(min(plan.tops[rows[-1]] + plan.tile_height, height)))
        following = rows[-1] + 1
        taken.append(merged.take(plan.tops[following] if following < plan.shape[0] else height))
    assert np.concatenate([sums.corrections() for sums in taken]).tobytes() == whole[0].tobytes()
    assert np.concatenate([sums.spread() for sums in taken]).tobytes() == whole[1].tobytes()


def test_sums_are_whole_multiples_so_that_adding_never_rounds():
    plan = TilePlan(150, 170, 64, 80, 30)
    blend = Blend(plan, True)
    for part in random_tiles(plan, 1):
        blend.add(*part)
    weight, total, rounded, square = blend._sums
    for values, quantum in ((weight, 1.0), (total, 2**-10), (rounded, 2**-6), (square, 2**-12)):
        whole = values / quantum
        assert (whole == np.rint(whole)).all() and np.abs(whole).max() < 2**53


def test_equal_tiles_blend_to_themselves_without_seams():
    plan = TilePlan(300, 300, 64, 80, 20)
    truth = np.random.default_rng(0).normal(0, 30, (320, 320)).astype(np.float32)
    blend = Blend(plan, True)
    for row in range(plan.shape[0]):
        for tile in plan.row_of_cells(row):
            part = truth[tile.top : tile.top + 64, tile.left : tile.left + 80]
            blend.add(tile, part, np.ones(part.shape, bool))
    sums = blend.take(300)
    result, spread = sums.corrections(), sums.spread()
    assert np.abs(result - truth[:300, :300]).max() <= 2**-10
    assert spread.max() < 0.05


def test_pixels_that_no_tile_gives_stay_empty():
    plan = TilePlan(64, 80, 64, 80, 10)
    blend = Blend(plan)
    valid = np.ones((64, 80), bool)
    valid[10:20] = False
    (tile,) = plan.row_of_cells(0)
    blend.add(tile, np.ones((64, 80), np.float32), valid)
    result = blend.take(64).corrections()
    assert np.isnan(result[10:20]).all() and (result[valid] == 1.0).all()


def test_the_transition_is_linear():
    """Two tiles of 0 and 1 m: along the overlap the result climbs in equal steps."""
    plan = TilePlan(64, 140, 64, 80, 20)
    blend = Blend(plan)
    for tile in plan.row_of_cells(0):
        blend.add(tile, np.full((64, 80), float(tile.column), np.float32), np.ones((64, 80), bool))
    line = blend.take(64).corrections()[30]
    steps = np.diff(line[60:80])
    assert np.allclose(steps, 1 / 20, atol=0.02) and (line[:60] == 0).all() and (line[80:] == 1).all()


labelled = st.integers(0, 2**32 - 1).map(lambda seed: np.random.default_rng(seed))


@given(
    st.integers(1, 900),
    st.integers(1, 900),
    st.sampled_from([0, 16, 48]),
    labelled,
    st.integers(1, 3),
    st.integers(1, 3),
)
@settings(deadline=None)
def test_merged_tiles_cover_their_cells_alone(height, width, overlap, rng, down, across):
    """Each cell lies in one tile of its class, that tile covers it, and its sides fit the networks."""
    plan = TilePlan(height, width, 96, 112, overlap, (down, across))
    labels = rng.integers(-1, 2, plan.shape)
    tiles = plan.tiles(labels, range(plan.shape[0]))
    owner = np.full(plan.shape, -1)
    for number, tile in enumerate(tiles):
        cells = np.s_[tile.row : tile.row + tile.rows, tile.column : tile.column + tile.columns]
        assert (owner[cells] == -1).all() and len(set(labels[cells].ravel())) == 1
        owner[cells] = number
        assert tile.rows <= down and tile.columns <= across
        assert tile.height % 16 == 0 and tile.width % 16 == 0
        last_top, last_left = plan.tops[tile.row + tile.rows - 1], plan.lefts[tile.column + tile.columns - 1]
        assert tile.top <= plan.tops[tile.row] and tile.bottom >= min(last_top + 96, height)
        assert tile.left <= plan.lefts[tile.column] and tile.right >= min(last_left + 112, width)
        assert tile.bottom <= plan.extent[0] and tile.right <= plan.extent[1] and min(tile.top, tile.left) >= 0
    assert ((owner >= 0) == (labels >= 0)).all()


@given(st.integers(1, 3000), st.sampled_from([0, 16, 48]))
def test_fitted_cells_are_as_many_and_hardly_overlap_by_more(length, overlap):
    side = fitted(length, 256, overlap)
    assert side % 16 == 0 and side <= 256
    whole, own = TilePlan(length, 64, 256, 256, overlap), TilePlan(length, 64, side, 256, overlap)
    if length > 256:
        assert own.shape[0] == whole.shape[0]
        assert own.shape[0] * (side - overlap) - (length - overlap) < 16 * own.shape[0]
    else:
        assert own.shape[0] == 1 and side - max(length, 2 * overlap) < 16


def test_a_raster_of_one_class_has_tiles_of_the_most_cells():
    plan = TilePlan(2 * 208 * 3 + 48, 2 * 272 * 2 + 48, 256, 320, 48, (2, 2))
    tiles = plan.tiles(np.zeros(plan.shape, int), range(plan.shape[0]))
    assert {(tile.height, tile.width) for tile in tiles} == {(464, 592)} and len(tiles) == 6
    computed = sum(tile.height * tile.width for tile in tiles)
    assert computed / (plan.height * plan.width) < 1.25
