"""Stored values become metres of lunar ground, or are refused."""

import shutil

import numpy as np
import pytest

from engine.errors import RasterError
from engine.raster.heights import HeightReader
from engine.raster.reader import RasterReader
from tests.conftest import MOON_EQC, write_raster


def read(path, unit="auto"):
    """Heights, and what was said and warned."""
    said, warned = [], []
    with RasterReader(path) as raster:
        reader = HeightReader(raster, unit, said.append, warned.append)
        return reader.read(0, 0, reader.grid.height, reader.grid.width), said, warned


@pytest.fixture(scope="module")
def ground():
    """(64, 64) heights in metres at 60 m postings, sloping as mare and highlands do."""
    rng = np.random.default_rng(3)
    smooth = np.cumsum(np.cumsum(rng.normal(0.0, 1.0, (64, 64)), axis=0), axis=1)
    return (-1900.0 + 300.0 * smooth / np.abs(smooth).max() + rng.normal(0.0, 2.0, (64, 64))).astype(np.float64)


# --- What labels say -----------------------------------------------------------------------------


def test_polar_lola_in_kilometres_is_the_truth(real):
    heights, said, _ = read(str(real / "labels" / "LDEM_80S_80M_FLOAT.LBL"))
    assert np.abs(heights - np.load(real / "labels" / "ldem_80s_truth_m.npy")).max() < 0.02
    assert "the label declares kilometres" in said[0] and "radii" in said[1]


def test_sldem_has_its_relief_in_metres(real):
    heights, _, _ = read(str(real / "labels" / "SLDEM2015_512_00N_30N_000_045_FLOAT.LBL"))
    stored = np.fromfile(real / "labels" / "SLDEM2015_512_00N_30N_000_045_FLOAT.IMG", "<f4").reshape(96, 128)
    assert np.allclose(heights, stored * 1000.0, atol=1e-3)
    assert 140.0 < heights.max() - heights.min() < 175.0


def test_integer_lola_is_scaled_once(real):
    heights, _, _ = read(str(real / "labels" / "LDEM_875S_5M.LBL"))
    stored = np.fromfile(real / "labels" / "LDEM_875S_5M.IMG", "<i2").reshape(64, 64)
    assert np.array_equal(heights, stored * np.float32(0.5))
    again, said, _ = read(str(real / "labels" / "LDEM_875S_5M.LBL"), "half-metres")
    assert np.array_equal(again, heights) and any("not applied twice" in text for text in said)


@pytest.mark.parametrize("name", ["SLDEM2015_512_half_DEM.jp2", "SLDEM2015_512_half_DEM_JP2.LBL"])
def test_jpeg_2000_takes_its_scale_from_the_label_beside(real, name):
    heights, said, _ = read(str(real / "labels" / name))
    assert heights.min() == -2176.0 and heights.max() == -1867.0
    assert any("scale of 0.5" in text for text in said)


def test_jpeg_2000_without_its_label_is_known_by_its_name(real, tmp_path):
    shutil.copy(real / "labels" / "SLDEM2015_512_half_DEM.jp2", tmp_path)
    heights, _, warned = read(str(tmp_path / "SLDEM2015_512_half_DEM.jp2"))
    assert heights.min() == -2176.0 and "half-metres" in warned[0]


@pytest.mark.parametrize(
    "name, low, high",
    [
        ("labels/LDEM_half.tif", -2176.0, -1867.0),
        ("coarse/kepler_lola_48m_int16.tif", -3072.5, 139.0),
        ("coarse/south_pole_lola_296m_int16.tif", -4377.0, 2354.0),
    ],
)
def test_lola_counts_without_a_scale_are_half_metres(real, name, low, high):
    heights, _, warned = read(str(real / name))
    assert (np.nanmin(heights), np.nanmax(heights)) == (low, high)
    assert "half-metres" in warned[0] and "set the unit of heights to metres" in warned[0]


def test_an_image_is_no_elevation_raster(real):
    with pytest.raises(RasterError, match="'W/m\\*\\*2/micron/sr', which is no unit of heights"):
        read(str(real / "labels" / "TCO_MAP_02_N00E000S03E003SC.lbl"))


def test_saturation_codes_of_pds3_are_no_heights(real):
    heights, _, _ = read(str(real / "labels" / "NAC_DTM_APOLLO17_MOSAIC_5M.IMG"))
    assert np.isnan(heights).any() and np.nanmin(heights) > -100.0


# --- What bands say ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "unit, factor",
    [("km", 1000.0), ("cm", 0.01), ("Foot", 0.3048), ("US survey foot", 1200.0 / 3937.0), ("dm", 0.1), ("mm", 0.001)],
)
def test_declared_units_become_metres(raster, ground, unit, factor):
    heights, said, _ = read(raster("d.tif", (ground / factor).astype(np.float32), gsd=60.0, unit=unit))
    assert np.allclose(heights, ground, rtol=1e-6, atol=1e-3) and "heights are converted to metres" in said[0]


@pytest.mark.parametrize("unit", ["fathoms", "deg^2", "I/F"])
def test_unknown_units_are_refused(raster, ground, unit):
    with pytest.raises(RasterError, match="d.tif states its values in .* set the unit of heights"):
        read(raster("d.tif", ground.astype(np.float32), gsd=60.0, unit=unit))


def test_an_unknown_choice_is_refused(raster, ground):
    with pytest.raises(RasterError, match="cubits is no unit of heights"):
        read(raster("d.tif", ground.astype(np.float32), gsd=60.0), "cubits")


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_radii_in_kilometres_are_recognised(raster, ground, dtype):
    heights, said, _ = read(raster("r.tif", ((1_737_400.0 + ground) / 1000.0).astype(dtype), gsd=60.0))
    # float32 radii in kilometres are exact to 6 cm.
    assert np.abs(heights - ground).max() < (0.07 if dtype is np.float32 else 1e-3)
    assert "says kilometres" in said[0] and "radii" in said[1]


def test_radii_about_another_sphere_keep_their_height(raster, ground):
    stored = ((ground - 600.0) / 1000.0).astype(np.float32)  # above 1738 km
    heights, _, _ = read(raster("r.tif", stored, gsd=60.0, scale=(1.0, 1738.0)))
    assert np.abs(heights - ground).max() < 1e-2


def test_metres_labelled_kilometres_are_refused_with_the_unit_that_fits(raster, ground):
    with pytest.raises(
        RasterError, match="100 % of its heights beyond the Moon's .* by the unit from the file.*as metres"
    ):
        read(raster("m.tif", ground.astype(np.float32), gsd=60.0, unit="km"))


def test_low_relief_in_metres_labelled_kilometres_is_too_steep(raster, ground):
    relief = ((ground - ground.mean()) / 100.0).astype(np.float32)
    assert np.abs(relief).max() < 9.0
    with pytest.raises(RasterError, match="steeper than 70 degrees.*as metres"):
        read(raster("m.tif", relief, gsd=2.0, unit="km"))


def test_centimetres_without_a_unit_are_refused(raster, ground):
    with pytest.raises(RasterError, match="beyond the Moon's.*centimetres"):
        read(raster("c.tif", (ground * 100.0).astype(np.float32), gsd=60.0))


def test_large_counts_are_recognised_by_their_range(raster):
    values = np.linspace(-18_000, 21_000, 4096).reshape(64, 64).astype(np.int16)
    heights, _, warned = read(raster("moon.tif", values, gsd=8000.0))
    assert np.array_equal(heights, values * np.float32(0.5)) and "cannot be metres" in warned[0]


def test_integers_that_say_nothing_are_metres_with_a_warning(raster, ground):
    heights, _, warned = read(raster("site.tif", ground.astype(np.int16), gsd=60.0))
    assert np.array_equal(heights, ground.astype(np.int16)) and "taken for metres" in warned[0]


def test_the_merged_lola_kaguya_dem_has_metres(raster, ground):
    heights, _, _ = read(raster("Lunar_LRO_LOLAKaguya_DEMmerge_60N60S_512ppd.tif", ground.astype(np.int16), gsd=60.0))
    assert np.array_equal(heights, ground.astype(np.int16))


# --- What no ground can be -----------------------------------------------------------------------


@pytest.mark.parametrize("wild", [1e6, -1e6, 1e28, -9999.0, 12_000.0, 65_535.0])
@pytest.mark.parametrize("unit, factor", [("m", 1.0), ("km", 1000.0), (None, 1000.0)])
def test_single_wild_posts_are_masked_and_told(raster, ground, wild, unit, factor):
    stored = (ground / factor).astype(np.float32)
    stored[5, 7] = wild
    stored[40, 3] = wild
    heights, _, warned = read(raster("w.tif", stored, gsd=60.0, unit=unit))
    lost = np.isnan(heights)
    assert lost[5, 7] and lost[40, 3] and lost.sum() == 2
    assert np.allclose(heights[~lost], ground[~lost], atol=1e-2)
    assert any("2 posts beyond the Moon's heights" in text for text in warned)


@pytest.mark.parametrize("extreme", [-9_100.0, 10_700.0])
def test_the_deepest_and_the_highest_ground_of_the_moon_are_ground(raster, ground, extreme):
    """LOLA knows ground from -9.1 km, on the floor of Antoniadi, to +10.7 km at 5.4 N 158.6 W."""
    stored = (ground - ground.min() + extreme if extreme < 0 else ground - ground.max() + extreme).astype(np.float32)
    heights, _, _ = read(raster("extreme.tif", stored, gsd=60.0, unit="m"))
    assert np.array_equal(heights, stored)


def test_bit_flips_in_the_exponent_are_masked(raster, ground):
    stored = ground.astype(np.float32)
    flipped = stored.view(np.uint32)
    for index in range(12):
        flipped[index, index] ^= np.uint32(1 << 30)
    heights, _, _ = read(raster("b.tif", stored, gsd=60.0))
    known = np.isfinite(heights)
    # Such a flip makes a height vanish or soar; what is left is ground or nearly zero.
    assert np.all((heights[known] > -9900) & (heights[known] < 11500))


@pytest.mark.parametrize("fill", [-9999.0, -32768.0, -1e6, 65535.0, 7e7])
@pytest.mark.parametrize("factor", [1.0, 1000.0])
def test_an_undeclared_fill_is_recognised_whatever_its_share(raster, ground, fill, factor):
    stored = (ground / factor).astype(np.float32)
    stored[:, :30] = fill
    heights, _, warned = read(raster("f.tif", stored, gsd=60.0))
    assert np.isnan(heights[:, :30]).all() and np.allclose(heights[:, 30:], ground[:, 30:], atol=1e-2)
    assert any("taken for no data" in text for text in warned)


def test_half_metre_ground_passes_through_minus_9999(raster):
    values = (-9990 - np.arange(4096) % 64).reshape(64, 64).astype(np.int16)
    heights, _, _ = read(raster("lola_basin.tif", values, gsd=60.0))
    assert np.isfinite(heights).all()


def test_wild_posts_that_were_not_seen_on_opening_are_masked_when_read(raster):
    values = np.full((1200, 1200), -2000.0, np.float32)
    values[:, :] += np.arange(1200, dtype=np.float32)
    values[250, 250] = 1e6
    with RasterReader(raster("large.tif", values, gsd=60.0)) as reader:
        warned = []
        heights = HeightReader(reader, "metres", lambda text: None, warned.append)
        assert not warned
        assert np.isnan(heights.read(240, 240, 20, 20)).sum() == 1
        heights.read(240, 240, 20, 20)
    assert len(warned) == 1 and "1e+06" in warned[0]


def test_a_raster_of_noise_beyond_the_moon_is_refused(raster):
    noise = np.random.default_rng(0).normal(0.0, 1e5, (64, 64)).astype(np.float32)
    with pytest.raises(RasterError, match="beyond the Moon's.*give heights above the 1737.4 km sphere|set the unit"):
        read(raster("n.tif", noise, gsd=60.0))


@pytest.mark.parametrize("shape", [(1, 1), (1, 40), (40, 1)])
def test_single_posts_are_no_surface(raster, shape):
    with pytest.raises(RasterError, match="at least two each way"):
        read(raster("one.tif", np.zeros(shape, np.float32), gsd=60.0))


def test_a_raster_without_valid_heights_is_refused(raster):
    with pytest.raises(RasterError, match="no valid heights"):
        read(raster("empty.tif", np.full((8, 8), -9999.0, np.float32), gsd=60.0))
    large = write_raster(raster("x.tif", np.zeros((2, 2), np.float32)), np.full((1100, 1100), np.nan, np.float32))
    with pytest.raises(RasterError, match="no valid heights"):
        read(large)


def test_the_only_data_of_a_large_raster_are_found(raster):
    values = np.full((1300, 1300), -1.0, np.float32)
    values[300:330, 250:280] = np.arange(30) * 5.0
    with RasterReader(raster("corner.tif", values, nodata=-1.0, crs=MOON_EQC)) as reader:
        heights = HeightReader(reader, "metres", lambda text: None)
        assert np.nanmax(heights.read(300, 250, 30, 30)) == 145.0
