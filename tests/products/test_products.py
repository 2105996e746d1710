"""Units, labels and time spans as archives write them."""

import pytest

from engine.operations import OPERATIONS
from engine.products.labels import from_pds3, from_pds4, parse_pvl
from engine.products.special import is_special_key
from engine.products.times import TimeSpan, find_span
from engine.products.units import HEIGHT_UNITS, height_unit


@pytest.mark.parametrize(
    "text, unit",
    [
        ("KILOMETER", "kilometres"), ("METER", "metres"), ("<m>", "metres"), ("US survey foot", "US survey feet"),
        ("us_survey_foot", "US survey feet"), ("Foot", "feet"), ("cm", "centimetres"), ("", ""), ("N/A", ""),
        ("fathoms", None), ("W/m**2/micron/sr", None), ("Scaled I/F", None),
    ],
)  # fmt: skip
def test_units_as_files_spell_them(text, unit):
    assert height_unit(text) == unit


def test_the_units_offered_are_the_units_known():
    (unit,) = (p for p in OPERATIONS["align"].parameters if p.name == "height_unit")
    assert unit.choices == ("auto", *HEIGHT_UNITS)
    assert HEIGHT_UNITS["US survey feet"] / HEIGHT_UNITS["feet"] == pytest.approx(1.000002, abs=1e-8)


@pytest.mark.parametrize(
    "name, unit, scale, offset",
    [
        ("SLDEM2015_512_00N_30N_000_045_FLOAT.LBL", "KILOMETER", 1.0, 1737.4),
        ("LDEM_80S_80M_FLOAT.LBL", "KILOMETER", 1.0, 1737.4),
        ("LDEM_875S_5M.LBL", "METER", 0.5, 1737400.0),
        ("SLDEM2015_512_half_DEM_JP2.LBL", "METER", 0.5, 1737400.0),
        ("TCO_MAP_02_N00E000S03E003SC.lbl", "W/m**2/micron/sr", 0.013, 0.0),
    ],
)
def test_pds3_labels(real, name, unit, scale, offset):
    label = from_pds3(parse_pvl((real / "labels" / name).read_text()))
    assert (label.unit, label.scale, label.offset) == (unit, scale, offset)
    assert any(file.split(".")[0] in name for file in label.files)


def test_a_list_of_invalid_values_is_read():
    label = from_pds3(
        parse_pvl("OBJECT = IMAGE\n INVALID_VALUE = (-20000, -21000)\n UNIT = <m>\nEND_OBJECT = IMAGE\nEND")
    )
    assert label.specials == (-20000.0, -21000.0)


def test_pds4_labels_give_constants_and_bounds(real):
    label = from_pds4((real / "labels" / "NAC_POLE_TEST.xml").read_text())
    assert label.specials == (-32768.0, -32766.0) and label.box == (32.0, 33.0, -70.0, -69.0)
    assert label.files == ("NAC_POLE_TEST.IMG",)
    with pytest.raises(ValueError):
        from_pds4("<a><b></a>")


@pytest.mark.parametrize(
    "key", ["CORE_NULL", "LOW_REPR_SATURATION", "MISSING_CONSTANT", "INVALID_VALUE", "missing_constant"]
)
def test_keys_of_special_values(key):
    assert is_special_key(key) and not is_special_key("VALID_MINIMUM") and not is_special_key("OFFSET")


def test_a_frame_is_a_moment_and_a_mosaic_is_none():
    frame = find_span(["A=1", 'START_TIME=2009-11-29T14:51:21.968000\nSTOP_TIME="2009-11-29T14:51:39.599000"'])
    assert frame.start == "2009-11-29T14:51:21.968000" and frame.problem is None
    assert frame.seconds == pytest.approx(17.631)
    mosaic = find_span(["START_TIME=2010-07-28T19:35:36", "STOP_TIME=2016-03-17T19:55:14"])
    assert "6 years" in mosaic.problem and "no single sun" in mosaic.problem


@pytest.mark.parametrize(
    "text, start",
    [
        ('"StartTime":"2012-03-01T01:02:03.1234567"', "2012-03-01T01:02:03.123456"),
        ("<start_date_time>2009-07-28T19:35:36Z</start_date_time>", "2009-07-28T19:35:36"),
        ("START_TIME = 2010-032T00:00:00.5", "2010-02-01T00:00:00.500000"),
        ("START_TIME=2010-13-45T00:00:00", None),
        ("RESTART_TIME=x", None),
    ],
)
def test_notations_of_time(text, start):
    span = find_span([text])
    assert (span.start if span else None) == start


def test_a_quarter_of_an_hour_is_the_longest_exposure():
    assert TimeSpan("2010-01-01T00:00:00", "2010-01-01T00:15:00").problem is None
    assert TimeSpan("2010-01-01T00:00:00", "2010-01-01T00:15:01").problem
    assert TimeSpan("2010-01-02T00:00:00", "2010-01-01T00:00:00").problem
