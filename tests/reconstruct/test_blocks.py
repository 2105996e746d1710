"""The DTM does not depend on how it is cut into blocks, and a block is the same bits after a journey."""

import json

import numpy as np
import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from engine.reconstruct import plan as plans
from engine.reconstruct.block import Block, Edge, Surfaces, TileHeights
from engine.reconstruct.parcel import pack, unpack
from engine.tiling.blend import Sums
from engine.tiling.plan import Tile
from tests.conftest import read_heights
from tests.reconstruct.scenes import scene_of_blocks

RASTERS = ("output", "output_spread", "output_error", "output_slope_error", "output_support")


@pytest.fixture(scope="module")
def given(tmp_path_factory, telling_lunar):
    return {**scene_of_blocks(tmp_path_factory.mktemp("scene"), height=1000), "pack": telling_lunar}


@pytest.mark.parametrize("cut", [{}, {"tile_height": 256, "tile_width": 320, "overlap": 100}, {"tiling": "paper"}])
def test_heights_do_not_depend_on_the_blocks(tmp_path, run, given, cut, monkeypatch):
    """One block, two, and as many as there are rows; the last rows of the paper's tiles share more than others."""
    found = {}
    for most in (1, 2, 500):
        monkeypatch.setattr(plans, "MOST_BLOCKS", most)
        run("reconstruct", **given, **cut, **{name: tmp_path / f"{name}.tif" for name in RASTERS})
        found[most] = {name: read_heights(tmp_path / f"{name}.tif").tobytes() for name in RASTERS}
    assert found[1] == found[2] == found[500]


def test_a_plan_says_how_many_blocks(tmp_path, run, given):
    done = run("plan", **given, output=tmp_path / "p.json")
    labels = json.loads((tmp_path / "p.json").read_text())["labels"]
    assert done["blocks"] == -(-len(labels) // 2) and 1.0 < done["work"] < 1.6


sizes = st.tuples(st.integers(0, 5), st.integers(1, 7))


@drawn(sizes, st.integers(0, 4), st.booleans(), st.booleans(), st.integers(0, 2**32 - 1))
@settings(deadline=None)
def test_a_block_is_the_same_after_it_was_packed(shape, shared, spread, error, seed):
    rng = np.random.default_rng(seed)
    height, width = shape

    def edge(top):
        parts = [rng.normal(0, 1e9, (shared, width)) for _ in range(4 if spread else 2)]
        parts += [rng.integers(0, 2**32, (shared, width), dtype=np.uint32) for _ in range(3 if error else 0)]
        seen = rng.integers(0, 7, (shared, width), dtype=np.uint8) if error else None
        return Edge(top, Sums(tuple(parts)), rng.normal(0, 1e3, (shared, width)).astype(np.float32), seen)

    heights = rng.normal(0, 1e3, shape).astype(np.float32)
    heights[rng.random(shape) < 0.3] = np.nan
    tiles = (TileHeights(Tile(1, 2, 1, 2, 3, 4, 5, 6), heights),) if spread else ()
    classes = rng.integers(0, 7, shape, dtype=np.uint8)
    more = {"height_error": heights * 3, "slope_error": heights * 4, "support": classes} if error else {}
    block = Block(edge(7), Surfaces(heights, heights * 2 if spread else None, **more), edge(90), 12, tiles)
    again = unpack(pack(block))
    assert pack(again) == pack(block)
    assert again.inner.heights.tobytes() == heights.tobytes() and again.computed == 12 and again.below.top == 90
    assert not error or again.inner.support.tobytes() == classes.tobytes()
    assert [one.dtype for one in again.above.sums.parts] == [one.dtype for one in block.above.sums.parts]
    assert all(one.tobytes() == two.tobytes() for one, two in zip(again.above.sums.parts, block.above.sums.parts))
    assert [one.tile for one in again.tiles] == [one.tile for one in tiles]
