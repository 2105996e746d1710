"""The eight storages of one raster are read as one."""

import numpy as np
import pytest
import rasterio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rasterio.crs import CRS
from rasterio.transform import Affine

from engine.raster.orientation import ALL, Orientation, north_up
from engine.raster.reader import RasterReader
from tests.conftest import MOON_EQC

HEIGHT, WIDTH = 23, 37
NORTH_UP = Affine(2.0, 0.0, 100.0, 0.0, -2.0, 900.0)


def at(affine, columns, rows):
    """CRS coordinates of pixel positions."""
    a, b, c, d, e, f = tuple(affine)[:6]
    return a * columns + b * rows + c, d * columns + e * rows + f


def store(path, values, mask, affine, orientation):
    """A raster as it looks when its storage is turned, from numpy's own transposes and flips."""
    turned, turned_mask = orientation.undo(values), orientation.undo(mask)
    # The stored pixel (row, column) is the presented one whose indices numpy turned alike.
    rows, columns = np.meshgrid(np.arange(values.shape[0]), np.arange(values.shape[1]), indexing="ij")
    rows, columns = orientation.undo(rows), orientation.undo(columns)
    x, y = at(affine, columns + 0.5, rows + 0.5)
    a, d = x[0, 1] - x[0, 0], y[0, 1] - y[0, 0]
    b, e = x[1, 0] - x[0, 0], y[1, 0] - y[0, 0]
    place = Affine(a, b, x[0, 0] - (a + b) / 2, d, e, y[0, 0] - (d + e) / 2)
    height, width = turned.shape
    with rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True), rasterio.open(
        path, "w", driver="GTiff", width=width, height=height, count=1, dtype="float32",
        crs=CRS.from_wkt(MOON_EQC), transform=place,
    ) as dataset:  # fmt: skip
        dataset.write(np.ascontiguousarray(turned), 1)
        dataset.write_mask(np.ascontiguousarray(turned_mask))
    return str(path)


@pytest.fixture(scope="module")
def truth():
    rng = np.random.default_rng(5)
    values = rng.uniform(0.0, 1.0, (HEIGHT, WIDTH)).astype(np.float32)
    values[rng.uniform(size=values.shape) < 0.05] = np.nan
    mask = np.where(rng.uniform(size=values.shape) < 0.1, 0, 255).astype(np.uint8)
    return values, mask


@pytest.mark.parametrize("turn", [0.0, 30.0, -44.0, 45.0])
@pytest.mark.parametrize("orientation", ALL)
def test_every_storage_is_presented_as_one_grid(tmp_path, truth, orientation, turn):
    cos, sin = np.cos(np.radians(turn)), np.sin(np.radians(turn))
    affine = Affine(2.0 * cos, -2.0 * sin, 100.0, -2.0 * sin, -2.0 * cos, 900.0)
    with RasterReader(store(tmp_path / "a.tif", *truth, affine, Orientation())) as plain:
        expected, grid = plain.read(0, 0, plain.grid.height, plain.grid.width), plain.grid
        means = plain.block_means(3)
    with RasterReader(store(tmp_path / "b.tif", *truth, affine, orientation)) as reader:
        assert (reader.grid.width, reader.grid.height) == (grid.width, grid.height)
        assert np.allclose(reader.grid.transform, grid.transform, atol=1e-9)
        assert np.array_equal(reader.read(0, 0, grid.height, grid.width), expected, equal_nan=True)
        assert np.array_equal(reader.block_means(3), means, equal_nan=True)
    a, b, _, d, e, _ = grid.transform
    assert a > 0 and abs(d) <= a * (1 + 1e-9) and e < 0 and abs(b) <= -e * (1 + 1e-9)


@given(
    st.sampled_from(ALL), st.integers(-9, HEIGHT), st.integers(-9, WIDTH), st.integers(1, 40), st.integers(1, 50),
    st.sampled_from([None, 0.4]),
)  # fmt: skip
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_windows_are_the_same_through_every_storage(tmp_path, truth, orientation, row, column, height, width, bright):
    values, mask = truth
    path = store(tmp_path / "c.tif", values, mask, NORTH_UP, orientation)
    with np.errstate(invalid="ignore"):
        known = np.where((mask == 0) | (values >= (bright or np.inf)), np.nan, values)
    padded = np.pad(known, 60, constant_values=np.nan)
    expected = padded[60 + row : 60 + row + height, 60 + column : 60 + column + width]
    with RasterReader(path, bright) as reader:
        assert np.array_equal(reader.read(row, column, height, width), expected, equal_nan=True)


@given(st.sampled_from(ALL), st.integers(1, 9), st.integers(1, 9))
def test_window_and_transform_follow_the_array(orientation, height, width):
    values = np.arange(height * width).reshape(height, width)
    turned = orientation.apply(values)
    assert turned.shape == orientation.size(height, width)
    assert np.array_equal(orientation.undo(turned), values)
    row, column = turned.shape[0] // 2, turned.shape[1] // 3
    top, left, rows, columns = orientation.window(row, column, 1, 1, turned.shape)
    assert values[top, left] == turned[row, column] and (rows, columns) == (1, 1)
    before = Affine(*(3.0, 0.5, 7.0, -0.2, -2.0, 11.0))
    after = Affine(*orientation.transform(tuple(before)[:6], turned.shape))
    assert at(after, column + 0.5, row + 0.5) == pytest.approx(at(before, left + 0.5, top + 0.5))


def test_north_up_rasters_are_left_alone():
    assert north_up(tuple(NORTH_UP)[:6]) == Orientation()
