"""What Describe says of every file of the real data, against what their labels and notes say."""

import math
import re

import numpy as np
import pytest

from engine.errors import ParameterError, RasterError
from tests.conftest import write_raster

ME, NOBODY = "mean Earth", "unknown"
LOLA_SPAN = ("2009-07-13T17:33:17", "2017-02-02T22:18:35")
SLDEM_SPAN = ("2009-07-13T17:33:17", "2013-07-18T14:12:13")
MIDDLE = 30.0 - 48.0 / 512.0
"""Latitude of the middle of the 96 rows of 512 a degree that begin at 30 N."""

RADIUS_M = 1737400.0


def shrunk(pixel, north_m):
    """Side of a square of the ground of a pixel of a cylindrical map, so far north of the equator."""
    return pixel * math.sqrt(math.cos(north_m / RADIUS_M))


# family, camera, identifier, frame, unit, scale, offset, time span, metres a pixel, words of the verdict
TABLE = {
    "labels/LDEM_80S_80M_FLOAT.LBL":
        ("LOLA LDEM", "LOLA", "LDEM_80S_80M_FLOAT", ME, "KILOMETER", 1.0, 1737.4, LOLA_SPAN, 80.0, "as coarse DEM"),
    "labels/LDEM_80S_80M_FLOAT.IMG":
        ("LOLA LDEM", "LOLA", "LDEM_80S_80M_FLOAT", ME, "KILOMETER", 1.0, 1737.4, LOLA_SPAN, None, "open the label"),
    "labels/LDEM_875S_5M.LBL":
        ("LOLA LDEM", "LOLA", "LDEM_875S_5M", ME, "METER", 0.5, 1737400.0, LOLA_SPAN, 5.0, "as coarse DEM"),
    "labels/LDEM_875S_5M.IMG":
        ("LOLA LDEM", "LOLA", "LDEM_875S_5M", ME, "METER", 0.5, 1737400.0, LOLA_SPAN, None, "open the label"),
    "labels/LDEM_half.tif":
        ("LOLA LDEM", "LOLA", "LDEM_half", ME, None, 1.0, 0.0, None, shrunk(59.225, 900000.0 - 48 * 59.225),
         "as coarse DEM"),
    "labels/NAC_DTM_APOLLO17_MOSAIC_5M.IMG":
        ("LROC NAC DTM", "LROC NAC", "NAC_DTM_APOLLO17_MOSAIC_5M", ME, None, 1.0, 0.0,
         ("2010-07-28T19:35:36", "2016-03-17T19:55:14"),
         shrunk(5.0, math.radians(21.30330227) * RADIUS_M - 50 * 5.0) / math.sqrt(math.cos(math.radians(20.0))),
         "as coarse DEM"),
    "labels/NAC_POLE_TEST.xml":
        ("unknown", None, "test", NOBODY, None, 1.0, 0.0, ("2009-07-28T19:35:36", "2016-03-17T19:55:14"), None,
         "open the .LBL"),
    "labels/SLDEM2015_512_00N_30N_000_045_FLOAT.LBL":
        ("SLDEM2015", "LOLA and Kaguya TC", "SLDEM2015_512_00N_30N_000_045_FLOAT", ME, "KILOMETER", 1.0, 1737.4,
         SLDEM_SPAN, shrunk(59.2252938, math.radians(MIDDLE) * RADIUS_M), "as coarse DEM"),
    "labels/SLDEM2015_512_00N_30N_000_045_FLOAT.IMG":
        ("SLDEM2015", "LOLA and Kaguya TC", "SLDEM2015_512_00N_30N_000_045_FLOAT", ME, "KILOMETER", 1.0, 1737.4,
         SLDEM_SPAN, None, "open the label"),
    "labels/SLDEM2015_512_half_DEM.jp2":
        ("SLDEM2015", "LOLA and Kaguya TC", "SLDEM2015_512_half_DEM", ME, "METER", 0.5, 1737400.0,
         (SLDEM_SPAN[0], None), None, "as coarse DEM"),
    "labels/SLDEM2015_512_half_DEM_JP2.LBL":
        ("SLDEM2015", "LOLA and Kaguya TC", "SLDEM2015_512_half_DEM", ME, "METER", 0.5, 1737400.0,
         (SLDEM_SPAN[0], None), None, "as coarse DEM"),
    "labels/TCO_MAP_02_N00E000S03E003SC.lbl":
        ("Kaguya TC ortho map", "Kaguya TC", "TCO_MAP_02_N00E000S03E003SC", ME, "W/m**2/micron/sr", 0.013, 0.0, None,
         7.4031617, "as the image"),
    "labels/TCO_MAP_02_N00E000S03E003SC.img":
        ("Kaguya TC ortho map", "Kaguya TC", "TCO_MAP_02_N00E000S03E003SC", ME, "W/m**2/micron/sr", 0.013, 0.0, None,
         None, "open the label"),
    "formats/M1333276014R.default.crop.cub":
        ("LROC NAC calibrated cube", "LROC NAC", "M1333276014RE", NOBODY, "I/F", 1.0, 0.0,
         ("2020-01-10T06:12:27.261", "2020-01-10T06:12:27.609"), None, "not map-projected"),
    "formats/M143947267L.cal.echo.crop.cub":
        ("LROC NAC calibrated cube", "LROC NAC", "M143947267LE", ME, "I/F", 1.0, 0.0,
         ("2010-11-09T13:06:40.356", "2010-11-09T13:06:59.409"), None, "not map-projected"),
    "formats/nacl.img":
        ("LROC NAC EDR", "LROC NAC", "M114145549LE", NOBODY, "RAW_INSTRUMENT_COUNT", 1.0, 0.0,
         ("2009-11-29T14:51:21.968", "2009-11-29T14:51:39.599"), None, "not map-projected"),
    "formats/TC1S2B0_01_05186N225E0040_mini.img":
        ("Kaguya TC scene", "Kaguya TC", "TC1S2B0_01_05186N225E0040_mini", NOBODY, None, None, None, None, None,
         "no raster format"),
    "formats/WAC_GLD100_10km_cropped.cub":
        ("LROC WAC GLD100", "LROC WAC", "WAC_GLD100_10km_cropped", ME, None, 1.0, 0.0, None,
         shrunk(10000.0, 2729200.0 - 5 * 10000.0), "no image"),
    "formats/WAC_GLD100_reduced.cub":
        ("LROC WAC GLD100", "LROC WAC", "WAC_GLD100_reduced", ME, None, 0.5, 1737400.0, None, 12800.0, "no image"),
    "formats/ldem_4_reduced.cub":
        ("LOLA LDEM", "LOLA", "LDEM_4", ME, None, 0.5, 1737400.0, None, 22742.52, "no image"),
    "polar_nac/M139939938LE_intensity.tif":
        ("LROC NAC map-projected image", "LROC NAC", "M139939938LE", NOBODY, None, 1.0, 0.0, None, 1.0765, "the image"),
    "polar_nac/coarse_dem_30m.tif": ("unknown", None, None, NOBODY, None, 1.0, 0.0, None, 29.96, "as coarse DEM"),
    "polar_nac/sfs_dem.tif": ("unknown", None, None, NOBODY, None, 1.0, 0.0, None, 1.0765, "as coarse DEM"),
    "polar_nac/stereo_dem.tif": ("unknown", None, None, NOBODY, None, 1.0, 0.0, None, 1.0765, "as coarse DEM"),
    "nac_strip_on_lola/M1225822680LE_map.tif":
        ("LROC NAC map-projected image", "LROC NAC", "M1225822680LE", NOBODY, None, 1.0, 0.0, None, 1.9945,
         "with its sun"),
    "nac_strip_on_lola/lola_1m_interpolated.tif":
        ("LOLA DEM", "LOLA", None, ME, None, 1.0, 0.0, None, 0.99725, "as coarse DEM"),
    **{f"shadowcam/{name}S.60m.COG.tif":
       ("ShadowCam", "ShadowCam", f"{name}S", ME, None, 1.0, 0.0, None, None, "too large")
       for name in ("M013124771", "M013167621", "M013271277", "M013274670", "M013367436", "M013374571")},
}  # fmt: skip

SUNS = {"polar_nac/M139939938LE_intensity.tif": (83.45, 360.0 - 5.43 - 5.77),
        "nac_strip_on_lola/M1225822680LE_map.tif": (83.78, None)}  # fmt: skip
"""Incidence, and azimuth from map north, as their sources give them (README of the data). The strip's is that of the
middle of its frame, of which the file is a corner."""


def close(value, wanted, relative=2e-3):
    return value is None if wanted is None else value == pytest.approx(wanted, rel=relative, abs=1e-6)


@pytest.mark.parametrize("name", TABLE)
def test_every_file_is_known(real, run, name):
    family, camera, product, frame, unit, scale, offset, span, pixel, words = TABLE[name]
    card = run("describe", input=real / name)
    assert (card["family"], card["camera"], card["lunar_frame"]) == (family, camera, frame)
    assert card["product_id"] == product and card["unit"] == unit
    assert close(card["scale"], scale, 1e-9) and close(card["offset"], offset, 1e-9)
    for said, wanted in zip((card["start"], card["stop"]), span or (None, None)):
        assert (said or "").rstrip("0").rstrip(".") == (wanted or "") or (said or "").startswith(wanted or "-")
    if pixel is not None or "shadowcam" not in name and "half" not in name:
        assert close(card["pixel_size"], pixel)
    assert words in card["verdict"]
    if name in SUNS:
        incidence, azimuth = SUNS[name]
        assert card["sun_incidence"] == pytest.approx(incidence, abs=0.05 if azimuth else 0.3)
        assert azimuth is None or card["sun_azimuth"] == pytest.approx(azimuth, abs=0.1)


def test_the_table_is_whole(real):
    there = {f"{folder}/{path.name}" for folder in ("labels", "formats", "polar_nac", "nac_strip_on_lola", "shadowcam")
             for path in (real / folder).iterdir() if not path.name.endswith(".aux.xml")}  # fmt: skip
    no_rasters = {"labels/README.md", "labels/ldem_80s_truth_m.npy", "labels/NAC_POLE_TEST.IMG"}
    assert there == set(TABLE) | no_rasters


@pytest.mark.parametrize("name", ["labels/README.md", "labels/ldem_80s_truth_m.npy"])
def test_what_is_no_product_is_refused(real, run, name):
    with pytest.raises(RasterError, match="cannot be opened as a raster"):
        run("describe", input=real / name)


def test_a_time_of_years_is_nobodys_sun(real, run):
    card = run("describe", input=real / "labels" / "NAC_DTM_APOLLO17_MOSAIC_5M.IMG")
    assert "spans 6 years" in card["traps"] and card["sun_incidence"] is None


def test_special_values_are_those_of_the_label(real, run):
    label = (real / "labels" / "NAC_DTM_APOLLO17_MOSAIC_5M.IMG").read_bytes().decode("latin-1")
    stated = {float(v) for v in re.findall(r"CORE_(?:NULL|\w+_SATURATION)\s*=\s*(-\d+)", label)}
    card = run("describe", input=real / "labels" / "NAC_DTM_APOLLO17_MOSAIC_5M.IMG")
    assert stated and stated <= {float(v) for v in card["special_values"].split(", ")}


@pytest.mark.parametrize(
    ("name", "family"),
    [("M150361817RC.tif", "LROC NAC map-projected image"),
     ("NAC_DTM_APOLLO11_M150361817_50CM.TIF", "LROC NAC DTM orthoimage"),
     ("NAC_ROI_ALPHNSUSLOA_E129S3581.tif", "LROC NAC ROI mosaic"), ("M116215423CE.tif", "LROC WAC image"),
     ("WAC_GLOBAL_E300N0450_100M.tif", "LROC WAC mosaic"), ("M013271277SE_map_raw.tif", "ShadowCam"),
     ("ch2_ohr_ncp_20230823T0858341949_d_img_n18.tif", "Chandrayaan-2 OHRC map-projected image"),
     ("ch2_tmc_ncn_20230130T1900132182_d_img_d32.tif", "Chandrayaan-2 TMC-2 map-projected image"),
     ("NAC_DTM_APOLLO11.TIF", "LROC NAC DTM"),
     ("Lunar_LRO_LOLAKaguya_DEMmerge_60N60S_512ppd.tif", "LOLA-Kaguya merged DEM"),
     ("DTM_MAPs02_N00E000S03E003SC.tif", "Kaguya TC DTM map"), ("image.tif", "unknown")],
)  # fmt: skip
def test_names_of_the_archives_are_known(tmp_path, run, name, family):
    card = run("describe", input=write_raster(tmp_path / name, np.full((20, 20), 0.1, np.float32)))
    assert card["family"] == family


@pytest.mark.parametrize(
    ("said", "frame"),
    [("MEAN EARTH/POLAR AXIS OF DE421", "mean Earth"), ("PRINCIPAL AXES OF DE421", "principal axes"),
     ("MOON_PA", "principal axes"), ("", "mean Earth")],
)  # fmt: skip
def test_frames_are_those_of_the_label(real, tmp_path, run, said, frame):
    """An LDEM by its label; where that is silent, by its family."""
    label = (real / "labels" / "LDEM_80S_80M_FLOAT.LBL").read_text()
    line = f'COORDINATE_SYSTEM_NAME = "{said}"' if said else ""
    label = re.sub(r'COORDINATE_SYSTEM_NAME +=.*', line, label)
    (tmp_path / "LDEM_80S_80M_FLOAT.LBL").write_text(label)
    (tmp_path / "LDEM_80S_80M_FLOAT.IMG").write_bytes((real / "labels" / "LDEM_80S_80M_FLOAT.IMG").read_bytes())
    assert run("describe", input=tmp_path / "LDEM_80S_80M_FLOAT.LBL")["lunar_frame"] == frame


@pytest.mark.parametrize("emission", [10.0, 40.0])
def test_a_view_from_the_side_is_said_with_its_angle(tmp_path, run, emission):
    """Four metres of height error are 2 m of ground, one pixel here, at atan(2/4) = 26.6 degrees."""
    image = write_raster(tmp_path / "i.tif", np.full((20, 20), 0.1, np.float32))
    label = f'PDS_VERSION_ID = PDS3\n^IMAGE = "i.IMG"\nEMISSION_ANGLE = {emission} <deg>\nEND\n'
    (tmp_path / "i.LBL").write_text(label)
    card = run("describe", input=image)
    assert card["emission_angle"] == emission and card["parallax_from"] == pytest.approx(26.565, abs=0.01)
    assert ("from the side" in (card["traps"] or "")) == (emission > 26.6)


def test_a_dem_has_no_view_from_the_side(sample, run):
    assert run("describe", input=sample / "coarse_dem.tif")["parallax_from"] is None


def test_a_file_that_cannot_be_what_it_is_meant_for_is_an_error(sample, tmp_path, run):
    assert run("describe", input=sample / "image.tif", use_as="image")["usable"]
    with pytest.raises(ParameterError, match="is to be used as coarse DEM, but holds an image"):
        run("describe", input=sample / "image.tif", use_as="coarse DEM")
    with pytest.raises(ParameterError, match="is to be used as image, but holds heights"):
        run("describe", input=sample / "truth.tif", use_as="image")
    power = write_raster(tmp_path / "s.tif", np.random.default_rng(0).gamma(2.0, 0.1, (90, 90)).astype(np.float32))
    with pytest.raises(ParameterError, match="does not say whether it holds decibels or linear power"):
        run("describe", input=power, use_as="SAR")
    assert "linear power" in run("describe", input=power, use_as="SAR", sar_unit="linear power")["verdict"]


def test_a_pair_is_looked_at_as_a_pair(sample, run, tmp_path):
    page = tmp_path / "card.html"
    card = run("describe", input=sample / "image.tif", coarse_dem=sample / "coarse_dem.tif", output=page)
    assert card["usable"] and "30.0 pixels to a posting" in card["verdict"]
    assert "shows the sun at azimuth 29" in card["traps"]  # 292 degrees, by its image alone
    assert card["verdict"].split(":")[0] in page.read_text(encoding="utf-8")
    card = run("describe", input=sample / "coarse_dem.tif", coarse_dem=sample / "image.tif")
    assert not card["usable"] and "swapped" in card["verdict"]


def test_hostile_names_and_labels_are_escaped(tmp_path, run):
    name = "a&<b>.tif"
    write_raster(tmp_path / name, np.full((20, 20), 0.1, np.float32))
    label = 'PDS_VERSION_ID = PDS3\n^IMAGE = "a&<b>.IMG"\nPRODUCT_ID = "<script>x</script>"\nEND\n'
    (tmp_path / "a&<b>.LBL").write_text(label)
    run("describe", input=tmp_path / name, output=tmp_path / "c.html")
    page = (tmp_path / "c.html").read_text(encoding="utf-8")
    assert "<script>" not in page and "&lt;script&gt;" in page and "<b>.tif" not in page
