"""What comes out where pieces overlap: the first on top, or blended by the distance to borders."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as budget
from hypothesis import strategies as st

from engine.region.composition import Composition, border_distance
from tests.conftest import read_heights, write_raster
from tests.operations.test_round_the_moon import GEOGRAPHIC, surface
from tests.region.made import lattice, write_pieces


def distances(valid, limit):
    """Chessboard distances to what is invalid or beyond the array, pixel by pixel."""
    out = np.zeros(valid.shape)
    height, width = valid.shape
    for r, c in zip(*np.nonzero(valid)):
        reach = 0
        while reach < limit:
            if min(r, c, height - 1 - r, width - 1 - c) < reach:
                break
            if not valid[r - reach : r + reach + 1, c - reach : c + reach + 1].all():
                break
            reach += 1
        out[r, c] = reach
    return out


def by_priority(layers, limit):
    """Layers over one another, pixel by pixel: each covers the rest by its distance over the limit."""
    out = np.full(layers.shape[1:], np.nan)
    covers = [distances(np.isfinite(layer), limit) / limit if limit else np.isfinite(layer) for layer in layers]
    for place in np.ndindex(out.shape):
        total = weight = 0.0
        free = 1.0
        for layer, cover in zip(layers, covers):
            if np.isfinite(layer[place]):
                total += free * cover[place] * layer[place]
                weight += free * cover[place]
                free *= 1.0 - cover[place]
        if weight:
            out[place] = total / weight
    return out


def placed(fields, windows, shape):
    """Each field on the whole grid."""
    whole = np.full((len(fields), *shape), np.nan)
    for layer, field, (row, column, height, width) in zip(whole, fields, windows):
        layer[row : row + height, column : column + width] = field
    return whole


WINDOWS = [(0, 0, 60, 60), (20, 25, 60, 60), (10, 40, 60, 60)]


def holed(seed):
    rng = np.random.default_rng(seed)
    fields = [rng.normal(-900.0, 40.0, (60, 60)).astype(np.float32) for _ in WINDOWS]
    for field in fields:
        field[10:14, 30:33] = np.nan
        field[rng.random(field.shape) < 0.003] = np.nan
    return fields


@pytest.mark.parametrize("overlap", [0, 1, 9])
@pytest.mark.parametrize("blocks", [(256, 4096), (17, 31)])
def test_priority_against_brute_force(tmp_path, run, monkeypatch, overlap, blocks):
    monkeypatch.setattr("engine.region.mosaic.BAND", blocks[0])
    monkeypatch.setattr("engine.region.mosaic.SPAN", blocks[1])
    fields = holed(1)
    paths = [
        write_raster(tmp_path / f"{name}.tif", field, gsd=2.0, origin=(2.0 * column, -2.0 * row))
        for name, field, (row, column, _, _) in zip("cba", fields, WINDOWS)  # the order of names is another one
    ]
    run("mosaic", input=paths, combine="priority", overlap=overlap, output=tmp_path / "m.tif")
    expected = by_priority(placed(fields, WINDOWS, (80, 100)), overlap)
    assert np.allclose(read_heights(tmp_path / "m.tif"), expected, atol=1e-4, equal_nan=True)


@pytest.mark.parametrize("combine", ["blend", "priority"])
def test_windows_leave_no_trace(tmp_path, run, monkeypatch, combine):
    paths = [
        write_raster(tmp_path / f"{i}.tif", field, gsd=2.0, origin=(2.0 * column, -2.0 * row))
        for i, (field, (row, column, _, _)) in enumerate(zip(holed(2), WINDOWS))
    ]
    coarse = write_raster(tmp_path / "k.tif", np.full((10, 13), -900, np.float32), gsd=16.0, origin=(0, 0))
    made = []
    for band, span in ((256, 4096), (17, 31)):
        monkeypatch.setattr("engine.region.mosaic.BAND", band)
        monkeypatch.setattr("engine.region.mosaic.SPAN", span)
        got = run("mosaic", input=paths, combine=combine, overlap=9, coarse_dem=coarse, output=tmp_path / "m.tif")
        made.append((read_heights(tmp_path / "m.tif"), got))
    assert np.array_equal(made[0][0], made[1][0], equal_nan=True)
    assert made[0][1] == pytest.approx(made[1][1])


fields_of = st.lists(st.integers(0, 2**31), min_size=2, max_size=4)


def random_layers(seeds, shape=(24, 26)):
    """Layers with gaps, in quanta, with the margin that a composition asks for."""
    layers = []
    for seed in seeds:
        rng = np.random.default_rng(seed)
        layer = (rng.integers(-(2**20), 2**20, shape) / 1024.0).astype(np.float32)
        top, left = rng.integers(0, 12, 2)
        layer[:top], layer[:, :left] = np.nan, np.nan
        layer[rng.random(shape) < 0.02] = np.nan
        layers.append(layer)
    return layers


def composed(layers, overlap, priority):
    made = Composition(layers[0].shape, overlap, priority)
    for layer in layers:
        made.add(np.pad(layer, made.margin, constant_values=np.nan), (slice(None), slice(None)))
    return made.heights()


@given(fields_of, st.integers(1, 8), st.randoms())
@budget(max_examples=30, deadline=None)
def test_blended_the_order_does_not_matter(seeds, overlap, random):
    layers = random_layers(seeds)
    shuffled = layers[:]
    random.shuffle(shuffled)
    assert np.array_equal(composed(layers, overlap, False), composed(shuffled, overlap, False), equal_nan=True)


@given(fields_of, st.integers(0, 8))
@budget(max_examples=30, deadline=None)
def test_by_priority_the_first_is_untouched_inside_of_its_border(seeds, overlap):
    layers = random_layers(seeds)
    made = composed(layers, overlap, True)
    inside = distances(np.isfinite(layers[0]), max(overlap, 1)) >= max(overlap, 1)
    assert np.array_equal(made[inside], layers[0][inside])
    assert np.array_equal(np.isfinite(made), np.isfinite(layers).any(axis=0))
    stack = np.array(layers)
    known = np.isfinite(made)
    low = np.where(np.isfinite(stack), stack, np.inf).min(axis=0)
    high = np.where(np.isfinite(stack), stack, -np.inf).max(axis=0)
    assert ((made >= low - 1e-3) & (made <= high + 1e-3))[known].all()


def test_priority_follows_the_order_of_inputs(tmp_path, run):
    paths = write_pieces(tmp_path, np.zeros((100, 100)), [(0, 0, 100, 100)] * 2, errors=[(1.0, 0, 0), (2.0, 0, 0)])
    for order, expected in ((paths, 1.0), (paths[::-1], 2.0)):
        run("mosaic", input=order, combine="priority", overlap=5, output=tmp_path / "m.tif")
        assert (read_heights(tmp_path / "m.tif")[4:-4, 4:-4] == expected).all()


def test_levelled_pieces_are_blended_as_they_are_levelled(tmp_path, run):
    truth = np.zeros((100, 180))
    paths = write_pieces(tmp_path, truth, [(0, 0, 100, 100), (0, 80, 100, 100)], errors=[(3.0, 0, 0), (-3.0, 0, 0)])
    got = run("mosaic", input=paths, level="offset", overlap=9, output=tmp_path / "m.tif")
    assert np.abs(read_heights(tmp_path / "m.tif")).max() < 1e-3 and got["overlap_rms"] < 1e-3


def test_a_window_without_a_border_is_far_from_one():
    assert (border_distance(np.ones((5, 7), bool), 4) == 4.0).all()


def test_a_dem_of_the_whole_moon_weighs_as_what_has_no_border(tmp_path, run, monkeypatch):
    """Rows of a DEM that goes round the Moon have no gap anywhere."""
    monkeypatch.setattr("engine.region.mosaic.BAND", 64)
    step = 0.5
    longitude, latitude = -180.0 + step * (np.arange(720) + 0.5), 90.0 - step * (np.arange(360) + 0.5)
    posts = surface(longitude[None, :], latitude[:, None]).astype(np.float32)
    globe = write_raster(tmp_path / "g.tif", posts, gsd=step, crs=GEOGRAPHIC, origin=(-180.0, 90.0))
    fine = np.full((40, 40), 2000.0, np.float32)
    part = write_raster(tmp_path / "f.tif", fine, gsd=0.4, crs=GEOGRAPHIC, origin=(10.0, 10.0))
    run("mosaic", input=[part, globe], height_unit="metres", overlap=10, output=tmp_path / "m.tif")
    made = read_heights(tmp_path / "m.tif")
    assert np.isfinite(made).all() and made.max() <= 2000.0 and made.min() >= -1200.0


@pytest.mark.parametrize("most", [1, 3])
def test_few_files_are_open_however_many_pieces_there_are(tmp_path, run, monkeypatch, most):
    from engine.region import pieces

    made = []
    opened = pieces.OpenFiles.__init__
    monkeypatch.setattr(pieces.OpenFiles, "__init__", lambda self: (made.append(self), opened(self, most))[1])
    windows = lattice(4, 4, 40, 30)
    truth = np.random.default_rng(0).normal(0.0, 5.0, (130, 130))
    paths = write_pieces(tmp_path, truth, windows)
    got = run("mosaic", input=paths, overlap=5, level="offset", output=tmp_path / "m.tif")
    assert got["inputs"] == 16 and got["overlap_rms"] < 2e-3
    assert np.abs(read_heights(tmp_path / "m.tif") - truth).max() < 2e-3
    assert made[0].peak == most


def test_open_files_are_truly_closed(tmp_path, run, monkeypatch):
    """Counted by the system: descriptors of the process while a mosaic of 60 pieces is read."""
    import os
    from pathlib import Path

    from engine.region import pieces

    windows = lattice(6, 10, 20, 15)
    paths = write_pieces(tmp_path, np.zeros((95, 155)), windows)
    counts = []
    read = pieces.Piece.read

    def counted(self, *window):
        values = read(self, *window)
        links = [Path(f"/proc/self/fd/{name}") for name in os.listdir("/proc/self/fd")]
        counts.append(sum(os.path.realpath(link).startswith(str(tmp_path / "p")) for link in links))
        return values

    if not Path("/proc/self/fd").is_dir():
        pytest.skip("no list of open files on this system")
    monkeypatch.setattr(pieces.Piece, "read", counted)
    run("mosaic", input=paths, overlap=3, output=tmp_path / "m.tif")
    assert 1 < max(counts) <= pieces.MOST_OPEN


def test_a_file_that_was_replaced_meanwhile_is_refused(tmp_path):
    from engine.errors import RasterError
    from engine.raster.reader import RasterReader

    path = write_raster(tmp_path / "a.tif", np.zeros((30, 30), np.float32))
    with RasterReader(path) as reader:
        reader.rest()
        assert (reader.read(0, 0, 5, 5) == 0.0).all()
        reader.rest()
        write_raster(tmp_path / "a.tif", np.zeros((20, 30), np.float32))
        with pytest.raises(RasterError, match="replaced while it was read"):
            reader.read(0, 0, 5, 5)
