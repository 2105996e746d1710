"""Writing: what a product carries, and that a failed one is gone."""

import numpy as np
import pytest
import rasterio

from engine.errors import OutputError
from engine.raster.grid import Grid
from engine.raster.writer import NODATA, RasterWriter
from tests.conftest import MOON_EQC

GRID = Grid(MOON_EQC, (2.0, 0, 0, 0, -2.0, 0), 700, 600)


def values():
    field = np.random.default_rng(4).normal(-2000, 50, (600, 700)).astype(np.float32)
    field[:10] = np.nan
    return field


def test_a_product_carries_what_it_is(tmp_path):
    path = tmp_path / "out.tif"
    field = values()
    with RasterWriter(str(path), GRID, "m", "height", {"SOFTWARE": "x"}) as writer:
        for row in range(0, 600, 170):
            writer.write(field[row : row + 170], row)
    with rasterio.open(path) as dataset:
        read = dataset.read(1)
        assert dataset.nodata == NODATA and dataset.units == ("m",) and dataset.descriptions == ("height",)
        assert dataset.crs.to_wkt().count("1737400") and dataset.tags()["SOFTWARE"] == "x"
        assert dataset.profile["tiled"] and dataset.profile["compress"].lower() == "zstd"
        assert dataset.overviews(1) == [4]
        tags = dataset.tags(1)
    assert np.array_equal(np.where(read == NODATA, np.nan, read), field, equal_nan=True)
    assert float(tags["STATISTICS_MEAN"]) == pytest.approx(np.nanmean(field.astype(np.float64)), abs=1e-3)
    assert float(tags["STATISTICS_STDDEV"]) == pytest.approx(np.nanstd(field.astype(np.float64)), rel=1e-4)
    assert [p.name for p in tmp_path.iterdir()] == ["out.tif"]


def test_an_error_leaves_nothing(tmp_path):
    """What was there before is staging's to keep: a writer is given a place where nothing is."""
    path = tmp_path / "out.tif"
    with pytest.raises(RuntimeError), RasterWriter(str(path), GRID, "m", "height", {}) as writer:
        writer.write(values(), 0)
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_an_error(tmp_path):
    """Staging refuses such targets before work; the writer still says so by itself."""
    for path in (tmp_path / "absent" / "out.tif", tmp_path):
        with pytest.raises(OutputError, match="cannot be written"):
            RasterWriter(str(path), GRID, "m", "height", {})
