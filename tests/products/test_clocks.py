"""Product names as clocks, against the start times in the labels of the same products."""

import re
from datetime import datetime

import pytest

from engine.products.clocks import time_in_name
from engine.terrain.sun_position import incidence, subsolar_point

# Start times as their labels give them.
LABELS = {
    "M114145549LE.IMG": "2009-11-29T14:51:21.968",
    "M1333276014R.default.crop.cub": "2020-01-10T06:12:27.261",
    "M143947267L.cal.echo.crop.cub": "2010-11-09T13:06:40.356",
}


@pytest.mark.parametrize(("name", "start"), LABELS.items())
def test_the_name_tells_what_the_label_says(name, start):
    told = time_in_name(name)
    assert abs((told - datetime.fromisoformat(start)).total_seconds()) < 1.0


def test_every_label_of_the_real_files_agrees_to_a_second(real):
    """All that name a NAC image and a time in one label, wherever they lie."""
    seen = set()
    for path in real.rglob("*"):
        text = path.read_bytes()[:65536].decode("latin-1") if path.is_file() else ""
        product = re.search(r'\bProduct_?Id\s*=\s*"?(M1?\d{9}[LR]E)', text, re.I)
        start = re.search(r"\bStart_?Time\s*=\s*(\S+)", text, re.I)
        if product and start:
            told = time_in_name(f"{product.group(1)}_map.tif")
            assert abs((told - datetime.fromisoformat(start.group(1))).total_seconds()) < 1.0, path
            seen.add(product.group(1))
    assert seen == {"M114145549LE", "M143947267LE", "M1333276014RE"}


@pytest.mark.parametrize(
    ("product", "angle"),
    [("M1190561570LC", 45.0), ("M150361817RC", 62.61), ("M1157600009RC", 73.64)],
)
def test_the_papers_products_have_its_incidences(product, angle):
    """Fig. 12: images of 0.55 N 23.47 E. A tenth of a degree is a fifth of an hour of the Moon's day.

    The fourth, M188085530RC, stands there with 18.85 degrees and has 15.85 by its clock. No clock that goes right for
    identifiers before and after it is six hours off between them: a slip of one digit.
    """
    sun = subsolar_point(time_in_name(f"{product}.tif"))
    assert incidence(0.55, 23.47, sun) == pytest.approx(angle, abs=0.1)


@pytest.mark.parametrize(
    "name",
    ["M139939938LE_map.tif", "m139939938lc.cub", "NAC_DTM_APOLLO11_M150361817_50CM.TIF", "M013271277S.60m.COG.tif"],
)
def test_names_of_the_archives_are_clocks(name):
    assert 2009 <= time_in_name(name).year <= 2026


@pytest.mark.parametrize(
    "name",
    ["image.tif", "NAC_DTM_APOLLO11.TIF", "M13993993LE.tif", "XM139939938LE.tif", "M139939938LE2.tif",
     "NAC_ROI_ALPHNSUSLOA_E129S3581_cropped.tif", "dem_M2.tif", "M2139939938LE.tif"],
)  # fmt: skip
def test_other_names_are_none(name):
    assert time_in_name(name) is None
