"""Product names as clocks, against the start times in the labels of the same products."""

from datetime import datetime

import pytest

from engine.products.clocks import time_in_name

# Start times as their labels give them; the last two are of ShadowCam (PDS labels of the archive).
LABELS = {
    "M1333276014R.default.crop.cub": "2020-01-10T06:12:27.261",
    "M143947267L.cal.echo.crop.cub": "2010-11-09T13:06:40.356",
}


@pytest.mark.parametrize(("name", "start"), LABELS.items())
def test_the_name_tells_what_the_label_says(name, start):
    told = time_in_name(name)
    assert abs((told - datetime.fromisoformat(start)).total_seconds()) < 0.5


def test_labels_of_the_real_files_are_those(real):
    for name, start in LABELS.items():
        assert start.encode() in (real / "formats" / name).read_bytes()


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
