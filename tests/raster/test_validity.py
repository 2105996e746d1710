"""Rasters whose place or values cannot be believed are refused or read with care, in one sentence."""

import math
import shutil

import numpy as np
import pytest
import rasterio
from rasterio.crs import CRS
from rasterio.transform import Affine

from engine.errors import MmoedtmError, RasterError
from engine.raster.reader import RasterReader
from tests.conftest import MOON_EQC, write_raster

MOON_LONLAT = (
    'GEOGCS["Moon",DATUM["D_Moon",SPHEROID["Moon",1737400,0]],PRIMEM["Reference",0],UNIT["degree",0.0174532925199433]]'
)


def placed(path, transform, crs=MOON_EQC, values=None, **options):
    """A raster with any geotransform."""
    values = np.ones((20, 30), np.float32) if values is None else values
    height, width = values.shape
    with rasterio.open(
        path, "w", driver="GTiff", width=width, height=height, count=1, dtype=values.dtype, crs=CRS.from_wkt(crs),
        transform=Affine(*transform), **options,
    ) as dataset:  # fmt: skip
        dataset.write(values, 1)
    return str(path)


def geotransform_in_sidecar(path, transform):
    """A PNG whose .aux.xml places it; GeoTIFF keys cannot hold every nonsense."""
    with rasterio.open(path, "w", driver="PNG", width=30, height=20, count=1, dtype="uint8") as dataset:
        dataset.write(np.ones((20, 30), np.uint8), 1)
    text = ", ".join(str(value) for value in (transform[2], transform[0], transform[1], transform[5], *transform[3:5]))
    sidecar = path.with_name(path.name + ".aux.xml")
    sidecar.write_text(
        f"<PAMDataset><SRS>{MOON_EQC.replace(chr(34), '&quot;')}</SRS><GeoTransform>{text}</GeoTransform></PAMDataset>"
    )
    return str(path)


@pytest.mark.filterwarnings("ignore")
def test_a_crs_without_a_geotransform_is_refused(tmp_path):
    with pytest.raises(RasterError, match="has a CRS but no geotransform"):
        RasterReader(placed(tmp_path / "identity.tif", (1, 0, 0, 0, 1, 0)))


@pytest.mark.parametrize(
    "transform, match",
    [
        ((0, 0, 5, 0, 0, 9), "pixels of size 0 by 0"),
        ((2, 0, 5, 0, 0, 9), "pixels of size 2 by 0"),
        ((math.nan, 0, 5, 0, -2, 9), "no numbers"),
        ((2, 0, math.inf, 0, -2, 9), "no numbers"),
        ((2, 2, 5, -2, -2, 9), "run the same way"),
        ((1e308, 0, 5, 0, -1e308, 9), "pixels of size|Moon"),
    ],
)
def test_transforms_that_place_no_pixels_are_refused(tmp_path, transform, match):
    with pytest.raises(RasterError, match=match):
        RasterReader(geotransform_in_sidecar(tmp_path / "odd.png", transform))


@pytest.mark.parametrize(
    "transform", [(1e-3, 0, 0, 0, -1e-3, 500), (1e6, 0, 1e7, 0, -1e6, 2e9), (1, 0, 0, 0, -1, math.inf)]
)
@pytest.mark.parametrize("crs", [MOON_LONLAT, "polar"])
def test_places_off_the_sphere_are_refused(tmp_path, transform, crs):
    polar = CRS.from_proj4("+proj=ortho +lat_0=-90 +R=1737400 +units=m +no_defs").to_wkt()
    if crs == "polar" and transform[0] == 1e-3:
        transform = (1.0, 0, 3e6, 0, -1.0, 0)  # beyond the limb
    with pytest.raises(RasterError, match="off.tif.*check its CRS|no numbers"):
        RasterReader(placed(tmp_path / "off.tif", transform, polar if crs == "polar" else crs))


def test_complex_rasters_are_refused(tmp_path):
    for dtype in (np.complex64, np.complex128):
        with pytest.raises(RasterError, match="holds complex values"):
            RasterReader(placed(tmp_path / "c.tif", (2, 0, 0, 0, -2, 0), values=np.ones((4, 4), dtype)))


@pytest.mark.parametrize("scale, offset", [(0.0, 1.0), (math.nan, 0.0), (1.0, math.inf)])
def test_scales_that_make_no_values_are_refused(raster, scale, offset):
    with pytest.raises(RasterError, match="declares scale"):
        RasterReader(raster("s.tif", np.ones((4, 4), np.int16), scale=(scale, offset)))


def test_a_nodata_value_that_the_type_cannot_hold_masks_nothing(tmp_path):
    path = tmp_path / "n.png"
    geotransform_in_sidecar(path, (2, 0, 0, 0, -2, 0))
    sidecar = path.with_name(path.name + ".aux.xml")
    # 257 wrapped to eight bits is 1, the value of every pixel.
    sidecar.write_text(
        sidecar.read_text().replace(
            "</PAMDataset>", '<PAMRasterBand band="1"><NoDataValue>257</NoDataValue></PAMRasterBand></PAMDataset>'
        )
    )
    with RasterReader(str(path)) as reader:
        assert np.isfinite(reader.read(0, 0, 20, 30)).all()


def test_corrupt_geokeys_give_one_sentence(tmp_path, raster):
    path = tmp_path / "k.tif"
    raster("k.tif", np.ones((16, 16), np.float32))
    content = path.read_bytes()
    rng = np.random.default_rng(7)
    for _ in range(60):
        broken = bytearray(content)
        for place in rng.integers(8, len(content), 12):
            broken[place] = rng.integers(0, 256)
        path.write_bytes(bytes(broken))
        try:
            with RasterReader(str(path)) as reader:
                reader.read(0, 0, min(reader.grid.height, 64), min(reader.grid.width, 64))
        except MmoedtmError as error:
            assert "\n" not in str(error)


def test_a_pds4_label_that_contradicts_itself_is_refused(real, tmp_path):
    wrong = pds4(tmp_path, "wrong.xml", 40627.5)
    with pytest.raises(RasterError, match="wrong sign of upperleft_corner_x.*open the .LBL or .TIF"):
        RasterReader(wrong)
    with RasterReader(pds4(tmp_path, "right.xml", -40627.5)) as reader:
        assert reader.grid.transform[2] == -40627.5
    with pytest.raises(RasterError, match="open the .LBL or .TIF"):
        RasterReader(str(real / "labels" / "NAC_POLE_TEST.xml"))


def pds4(folder, name, left):
    """A PDS4 product as GDAL writes it, with another upper left x than its bounding coordinates say."""
    crs = CRS.from_proj4("+proj=stere +lat_0=-90 +lon_0=0 +R=1737400 +units=m +no_defs")
    with rasterio.open(
        folder / name, "w", driver="PDS4", width=64, height=48, count=1, dtype="int16", crs=crs,
        transform=Affine(1.0, 0.0, -40627.5, 0.0, -1.0, 638258.5),
        VAR_LOGICAL_IDENTIFIER="urn:nasa:pds:test", VAR_TARGET="Moon", VAR_TARGET_TYPE="Satellite",
    ) as dataset:  # fmt: skip
        dataset.write(np.full((48, 64), 100, np.int16), 1)
    text = (folder / name).read_text()
    assert "-40627.5" in text
    (folder / name).write_text(text.replace(">-40627.5<", f">{left}<"))
    return str(folder / name)


# --- Special values ------------------------------------------------------------------------------


def askew(values, corner=45):
    """Zeros outside a turned square, as map projection leaves them."""
    rows, columns = np.mgrid[: values.shape[0], : values.shape[1]]
    middle = values.shape[0] / 2
    out = values.copy()
    out[np.abs(rows - middle) + np.abs(columns - middle) > middle - 2] = 0
    return out


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_an_undeclared_zero_border_is_no_data(raster, dtype):
    values = askew(np.random.default_rng(1).integers(1, 250, (120, 120)).astype(dtype))
    with RasterReader(raster("askew.tif", values)) as reader:
        assert np.array_equal(np.isnan(reader.read(0, 0, 120, 120)), values == 0)
        assert "its border is zero" in reader.notes[0]


@pytest.mark.parametrize("turn", range(4))
def test_data_in_one_corner_are_framed_by_zeros_all_the_same(raster, turn):
    """A crop of a frame that lies askew: one corner is data; with two it could be ground with shadows beside."""
    values = np.random.default_rng(2).integers(1, 250, (120, 120)).astype(np.uint8)
    rows, columns = np.mgrid[:120, :120]
    for corners in (1, 2):
        framed = np.where(np.abs(rows - columns) < 50, values, 0).astype(np.uint8)
        if corners == 1:
            framed[90:, 90:] = 0
        with RasterReader(raster("corner.tif", np.ascontiguousarray(np.rot90(framed, turn)))) as reader:
            known = np.rot90(np.isfinite(reader.read(0, 0, 120, 120)), -turn)
            assert np.array_equal(known, (framed > 0) | (corners == 2)) and bool(reader.notes) == (corners == 1)


def test_dark_pixels_of_a_full_image_are_data(raster):
    values = np.random.default_rng(1).integers(1, 250, (120, 120)).astype(np.uint8)
    values[:60, :20] = 0  # a shadow at one corner
    with RasterReader(raster("full.tif", values)) as reader:
        assert np.isfinite(reader.read(0, 0, 120, 120)).all() and not reader.notes
    with RasterReader(raster("none.tif", np.zeros((120, 120), np.uint8))) as reader:
        assert np.isfinite(reader.read(0, 0, 120, 120)).all()


def test_a_declared_nodata_value_settles_the_border(raster):
    values = askew(np.full((120, 120), 9, np.uint8))
    with RasterReader(raster("declared.tif", values, nodata=255)) as reader:
        assert np.isfinite(reader.read(0, 0, 120, 120)).all() and not reader.notes


def test_heights_of_zero_round_a_site_are_heights(raster):
    values = askew(np.full((120, 120), 9, np.float32))
    with RasterReader(raster("site.tif", values)) as reader:
        assert np.isfinite(reader.read(0, 0, 120, 120)).all()


@pytest.mark.parametrize("nodata", [None, -32768])
def test_saturation_codes_of_16_bit_products_are_no_data(raster, nodata):
    values = np.array([[-32768, -32767, -32766, -32765, -32764, -32763, 5]], np.int16)
    with RasterReader(raster("codes.tif", values, nodata=nodata)) as reader:
        assert np.isnan(reader.read(0, 0, 1, 7)).tolist() == [[True] * 5 + [False] * 2]


def test_codes_of_a_label_are_no_data(real, tmp_path):
    for suffix in ("lbl", "img"):
        shutil.copy(real / "labels" / f"TCO_MAP_02_N00E000S03E003SC.{suffix}", tmp_path)
    label = tmp_path / "TCO_MAP_02_N00E000S03E003SC.lbl"
    with RasterReader(str(label)) as reader:
        before = reader.read(0, 0, 64, 64)
    code = int(np.round(before[3, 4] / 0.013))
    label.write_text(label.read_text().replace("  OFFSET ", f"  INVALID_VALUE = ({code})\n  OFFSET ", 1))
    with RasterReader(str(label)) as reader:
        after = reader.read(0, 0, 64, 64)
    assert np.isnan(after[3, 4]) and np.array_equal(np.isnan(after), np.abs(before - before[3, 4]) < 1e-4)


# --- Times ---------------------------------------------------------------------------------------


def test_a_span_of_years_is_nobodys_sun(real):
    with RasterReader(str(real / "labels" / "NAC_DTM_APOLLO17_MOSAIC_5M.IMG")) as reader:
        assert reader.label_time is None and reader.span.start == "2010-07-28T19:35:36"
        assert "spans 6 years" in reader.label_time_problem


def test_tags_with_start_and_stop_are_a_span(tmp_path):
    values = np.ones((4, 4), np.float32)
    frame = write_raster(
        tmp_path / "f.tif", values, tags={"START_TIME": "2009-11-29T14:51:21.968", "STOP_TIME": "2009-11-29T14:51:39"}
    )
    with RasterReader(frame) as reader:
        assert reader.label_time == "2009-11-29T14:51:21.968000" and reader.label_time_problem is None
    mosaic = write_raster(
        tmp_path / "m.tif", values, tags={"START_TIME": "2009-11-29T14:51:21", "STOP_TIME": "2009-11-30T14:51:39"}
    )
    with RasterReader(mosaic) as reader:
        assert reader.label_time is None and "24.0 hours" in reader.label_time_problem


@pytest.mark.parametrize("dtype", [np.float32, np.int16, np.uint16])
def test_what_a_mask_hides_and_what_nodata_says_are_both_no_data(tmp_path, dtype):
    """A mask of the whole raster beside special values: a pixel is data only where neither speaks against it."""
    values = np.arange(600).reshape(20, 30).astype(dtype)
    special = {"f": np.nan, "i": -32766, "u": 7}[np.dtype(dtype).kind]
    values[3, 4] = special
    mask = np.full(values.shape, 255, np.uint8)
    mask[10:12, 20:25] = 0
    path = placed(tmp_path / "m.tif", (2, 0, 0, 0, -2, 0), values=values, nodata=7 if dtype == np.uint16 else None)
    with rasterio.Env(GDAL_TIFF_INTERNAL_MASK="YES"), rasterio.open(path, "r+") as dataset:
        dataset.write_mask(mask)
    wanted = values.astype(np.float32)
    wanted[(mask == 0) | (values == special if special == special else np.isnan(values))] = np.nan
    with RasterReader(path) as reader:
        assert np.array_equal(reader.read(0, 0, 20, 30), wanted, equal_nan=True)


def test_pixels_from_the_saturated_value_on_are_no_data(raster):
    values = np.tile(np.arange(8, dtype=np.float32), (4, 1))
    with RasterReader(raster("s.tif", values), saturation=5.0) as reader:
        read = reader.read(0, 0, 4, 8)
    assert np.array_equal(read, np.where(values < 5.0, values, np.nan), equal_nan=True)
