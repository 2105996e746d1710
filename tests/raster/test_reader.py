"""Reading: lunar guards, units and refusals."""

import struct

import numpy as np
import pytest

from engine.errors import BodyError, RasterError
from engine.raster.heights import HeightReader
from engine.raster.reader import RasterReader
from tests.conftest import EARTH, MOON_EQC

ISIS_SPECIAL = [
    struct.unpack(">f", bytes.fromhex(h))[0] for h in ("FF7FFFFB", "FF7FFFFC", "FF7FFFFD", "FF7FFFFE", "FF7FFFFF")
]


def heights(path, unit="auto"):
    said = []
    reader = HeightReader(RasterReader(path), unit, said.append)
    return reader.read(0, 0, reader.grid.height, reader.grid.width), said


def test_all_five_isis_special_values_become_nan(raster):
    values = np.full((4, 5), 7.0, np.float32)
    values[1] = ISIS_SPECIAL
    path = raster("special.tif", values)
    with RasterReader(path) as reader:
        read = reader.read(0, 0, 4, 5)
    assert np.isnan(read[1]).all()
    assert (read[[0, 2, 3]] == 7.0).all()


def test_declared_nodata_nan_and_infinity_become_nan(raster):
    values = np.array([[1, -9999, np.nan, np.inf, 2]], np.float32)
    with RasterReader(raster("nodata.tif", values, nodata=-9999)) as reader:
        read = reader.read(0, 0, 1, 5)
    assert np.array_equal(np.isnan(read), [[False, True, True, True, False]])


def test_scale_and_offset_are_applied_after_masking(raster):
    values = np.array([[10, -32768, 20]], np.int16)
    with RasterReader(raster("scaled.tif", values, nodata=-32768, scale=(0.5, 3.0))) as reader:
        read = reader.read(0, 0, 1, 3)
    assert read[0, 0] == 8.0 and np.isnan(read[0, 1]) and read[0, 2] == 13.0


def test_windows_beyond_the_raster_are_nan(raster):
    values = np.arange(12, dtype=np.float32).reshape(3, 4)
    with RasterReader(raster("small.tif", values)) as reader:
        read = reader.read(-1, -1, 5, 6)
    assert np.array_equal(read[1:4, 1:5], values)
    assert np.isnan(read[0]).all() and np.isnan(read[:, 0]).all() and np.isnan(read[4]).all()


def test_declared_kilometres_become_metres(raster):
    path = raster("km.tif", np.full((8, 8), 1.5, np.float32), unit="km", gsd=60.0)
    read, said = heights(path)
    assert (read == 1500.0).all() and "kilometres" in said[0]


def test_kilometres_are_recognised_by_their_range(raster):
    rng = np.random.default_rng(1)
    metres = np.cumsum(rng.normal(0, 3.0, (64, 64)), axis=1).astype(np.float32) - 2000.0
    read, said = heights(raster("km.tif", metres / 1000.0, gsd=60.0))
    assert np.allclose(read, metres, atol=1e-2) and "says kilometres" in said[0]


def test_low_relief_in_metres_is_not_taken_for_kilometres(raster):
    rng = np.random.default_rng(1)
    metres = np.clip(np.cumsum(rng.normal(0, 0.5, (64, 64)), axis=1), -15, 15).astype(np.float32)
    read, said = heights(raster("m.tif", metres, gsd=60.0))
    assert np.array_equal(read, metres) and not said


def test_the_user_overrules_the_unit(raster):
    path = raster("counts.tif", np.full((8, 8), -4000, np.int16), gsd=60.0)
    assert (heights(path, "half-metres")[0] == -2000.0).all()
    assert (heights(raster("flat.tif", np.full((8, 8), 1.5, np.float32), unit="km"), "metres")[0] == 1.5).all()


def test_radii_are_taken_to_heights(raster):
    values = np.full((8, 8), 1_738_400.25, np.float64)
    read, said = heights(raster("radius.tif", values, gsd=60.0))
    assert np.allclose(read, 1000.25) and "radii" in said[-1]


def test_earth_is_refused(raster):
    with pytest.raises(BodyError, match="earth.tif.*6378.1 km.*1737.4"):
        RasterReader(raster("earth.tif", np.ones((4, 4), np.float32), crs=EARTH))


def test_a_raster_without_crs_is_refused(raster):
    with pytest.raises(RasterError, match="nocrs.tif.*not map-projected"):
        RasterReader(raster("nocrs.tif", np.ones((4, 4), np.float32), crs=None))


def test_several_bands_are_refused(raster):
    with pytest.raises(RasterError, match="rgb.tif has 3 bands"):
        RasterReader(raster("rgb.tif", np.ones((3, 4, 4), np.float32)))


def test_missing_and_foreign_files_are_refused(tmp_path):
    with pytest.raises(RasterError, match="does not exist"):
        RasterReader(str(tmp_path / "absent.tif"))
    (tmp_path / "text.tif").write_text("no raster")
    with pytest.raises(RasterError, match="cannot be opened"):
        RasterReader(str(tmp_path / "text.tif"))


def test_a_truncated_file_is_an_error_that_names_it(raster, tmp_path):
    path = raster("cut.tif", np.random.default_rng(0).random((512, 512), np.float32))
    with open(path, "r+b") as file:
        file.truncate(300_000)
    with RasterReader(path) as reader, pytest.raises(RasterError, match="cut.tif cannot be read.*truncated"):
        reader.read(0, 0, 512, 512)


def test_block_means_leave_nodata_out(raster):
    values = np.arange(64, dtype=np.float32).reshape(8, 8)
    values[0, 0] = -1
    with RasterReader(raster("mean.tif", values, nodata=-1)) as reader:
        means = reader.block_means(4)
    assert means.shape == (2, 2)
    assert means[0, 0] == pytest.approx(values[:4, :4].ravel()[1:].mean())
    assert means[1, 1] == pytest.approx(values[4:, 4:].mean())


@pytest.mark.parametrize(
    "name, low, high",
    [
        ("formats/ldem_4_reduced.cub", -9200, 10800),
        ("formats/WAC_GLD100_reduced.cub", -9200, 10800),
        ("coarse/ldem_75s_240m.tif", -5500, 7100),
    ],
)
def test_real_elevation_products_come_out_in_metres(real, name, low, high):
    read, _ = heights(str(real / name))
    assert low < np.nanmin(read) < 0 < np.nanmax(read) < high


def test_an_unprojected_cube_is_refused(real):
    with pytest.raises(RasterError, match="not map-projected"):
        RasterReader(str(real / "formats" / "M143947267L.cal.echo.crop.cub"))


def test_moon_crs_without_a_name_is_accepted(raster):
    anonymous = MOON_EQC.replace("Moon eqc", "unnamed").replace("GCS_Moon", "unknown").replace("D_Moon", "unknown")
    with RasterReader(raster("anonymous.tif", np.ones((4, 4), np.float32), crs=anonymous)) as reader:
        assert reader.grid.radius == 1737400.0
