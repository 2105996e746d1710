"""The sun by what labels state: sub-solar points, Chandrayaan-2's angles, and angles that are no use."""

import numpy as np
import pytest

from engine.contract.progress import Progress
from engine.contract.requests import SunRequest
from engine.raster.reader import RasterReader
from engine.scene.sun import sunlight
from tests.conftest import write_raster
from tests.raster.test_grid import POLAR

CH2 = """<?xml version="1.0"?><Product_Observational xmlns="http://pds.nasa.gov/pds4/pds/v1"
 xmlns:isda="https://isda.issdc.gov.in/pds4/isda/v1"><Observation_Area><Time_Coordinates>{time}</Time_Coordinates>
 <Mission_Area><isda:Product_Parameters>{angles}</isda:Product_Parameters></Mission_Area></Observation_Area>
 <File_Area_Observational><File><file_name>{stem}.img</file_name></File></File_Area_Observational>
</Product_Observational>"""
STEM = "ch2_ohr_ncp_20230823T0858341949_d_img_n18"
ANGLES = "<isda:sun_azimuth>{}</isda:sun_azimuth><isda:sun_elevation>{}</isda:sun_elevation>"


def found(path, **request):
    log = []
    with RasterReader(str(path)) as image:
        told = sunlight(SunRequest(**request), image, Progress(log=lambda level, text: log.append((level, text))))
    return told, log


def chandrayaan(tmp_path, angles, start="", stop="", **options):
    time = f"<start_date_time>{start}</start_date_time><stop_date_time>{stop}</stop_date_time>" if start else ""
    (tmp_path / f"{STEM}.xml").write_text(CH2.format(time=time, angles=angles, stem=STEM))
    return write_raster(tmp_path / f"{STEM}.tif", np.full((50, 50), 0.1, np.float32), **options)


def pds3(tmp_path, *lines):
    (tmp_path / "i.LBL").write_text("\n".join(["PDS_VERSION_ID = PDS3", '^IMAGE = "i.IMG"', *lines, "END", ""]))
    return write_raster(tmp_path / "i.tif", np.full((50, 50), 0.1, np.float32))


def test_chandrayaans_angles_count_from_true_north(tmp_path):
    told, _ = found(chandrayaan(tmp_path, ANGLES.format(61.44, 8.99)))
    assert told.source == "the sun angles in the label"
    assert told.sun.azimuth_deg == pytest.approx(61.44, abs=1e-3) and told.sun.incidence_deg == pytest.approx(81.01)


@pytest.mark.parametrize(("x", "y", "longitude"), [(0.0, 6e4, 0.0), (6e4, 0.0, 90.0), (-4e4, 4e4, -45.0)])
def test_near_the_pole_they_are_turned_into_the_map(tmp_path, x, y, longitude):
    """South polar stereographic with longitude 0 up: true north at longitude L points outwards, L clockwise from up."""
    told, _ = found(chandrayaan(tmp_path, ANGLES.format(30.0, 5.0), crs=POLAR, origin=(x - 50.0, y + 50.0)))
    assert (told.sun.azimuth_deg - longitude - 30.0 + 180.0) % 360.0 - 180.0 == pytest.approx(0.0, abs=0.1)


def test_given_angles_and_a_given_time_come_first(tmp_path):
    image = chandrayaan(tmp_path, ANGLES.format(61.44, 8.99))
    assert found(image, sun_azimuth=10.0, sun_incidence=50.0)[0].source == "the angles given"
    assert found(image, sun_time="2011-01-22T18:55:50")[0].source == "the given time"
    assert found(image, sun="none")[0] is None


def test_angles_of_another_place_give_way_to_the_time(tmp_path):
    """The sun over 0 N 0 E at that time: incidence 39.1 degrees in the west (test_sun_geometry)."""
    when = {"start": "2011-01-22T18:55:50Z", "stop": "2011-01-22T18:56:10Z"}
    told, log = found(chandrayaan(tmp_path, ANGLES.format(60.0, 8.0), **when))
    assert told.sun.incidence_deg == pytest.approx(39.1, abs=0.1) and "time" in told.source
    assert any(level == "warning" and "another place" in text for level, text in log)
    told, log = found(chandrayaan(tmp_path, ANGLES.format(272.0, 50.0), **when))
    assert told.source == "the sun angles in the label" and told.sun.incidence_deg == 40.0


@pytest.mark.parametrize(("stop", "used"), [("2011-01-22T19:10:00Z", True), ("2011-01-22T19:11:00Z", False)])
def test_a_span_of_over_a_quarter_of_an_hour_is_nobodys_sun(tmp_path, stop, used):
    told, log = found(chandrayaan(tmp_path, "", start="2011-01-22T18:55:50Z", stop=stop))
    assert (told is not None) == used
    assert used or any(level == "warning" and "has no single sun" in text for level, text in log)


def test_the_subsolar_point_is_the_best_witness(tmp_path, run):
    told, _ = found(pds3(tmp_path, "SUB_SOLAR_LATITUDE = 1.0 <deg>", "SUB_SOLAR_LONGITUDE = 60.0 <deg>",
                         "SUB_SOLAR_AZIMUTH = 12.0 <deg>"))  # fmt: skip
    assert told.source == "the sub-solar point in the label" and told.sun.incidence_deg == pytest.approx(60.0, abs=0.05)
    assert told.sun.azimuth_deg == pytest.approx(90.0, abs=1.2)
    assert run("sun_geometry", image=tmp_path / "i.tif")["sun_incidence"] == pytest.approx(60.0, abs=0.05)


@pytest.mark.parametrize(
    ("lines", "words"),
    [(["SUB_SOLAR_AZIMUTH = 12.0 <deg>", "INCIDENCE_ANGLE = 60.0"], "lines and samples of the raw image"),
     (["SOLAR_AZIMUTH_ANGLE = 12.0 <deg>", "INCIDENCE_ANGLE = 60.0"], "does not say what it counts from"),
     (["INCIDENCE_ANGLE = 60.0"], "the sun's incidence without an azimuth in the map"),
     (["SUB_SOLAR_LATITUDE = 40.0", "SUB_SOLAR_LONGITUDE = 60.0"], None)],
)  # fmt: skip
def test_angles_whose_frame_is_not_the_maps_are_not_taken(tmp_path, lines, words):
    told, log = found(pds3(tmp_path, *lines))
    assert told is None and (words is None or any(words in text for _, text in log))


def test_the_label_of_another_product_tells_nothing(tmp_path):
    image = pds3(tmp_path, "SUB_SOLAR_LATITUDE = 1.0", "SUB_SOLAR_LONGITUDE = 60.0")
    label = tmp_path / "i.LBL"
    label.write_text(label.read_text().replace("i.IMG", "other.IMG"))
    assert found(image)[0] is None
