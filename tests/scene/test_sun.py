"""The sun as it is asked for: given, found, or none on purpose."""

import numpy as np
import pytest

from engine.errors import ParameterError
from tests.conftest import write_raster

LABEL = {"START_TIME": "2011-01-22T18:55:50"}  # the Moon's 20 W at the equator in mid-afternoon


@pytest.fixture
def scene(tmp_path, identity_pack):
    """Arguments of Reconstruct for an image with a time in its label."""
    image = np.random.default_rng(0).random((64, 64), np.float32)
    coarse = write_raster(tmp_path / "c.tif", np.zeros((9, 9), np.float32), gsd=60.0)
    labelled = write_raster(tmp_path / "i.tif", image, tags=LABEL)
    return {"image": labelled, "coarse_dem": coarse, "pack": identity_pack, "output": tmp_path / "d.tif"}


def used(target):
    """Sun in the tags of a DTM."""
    import rasterio

    with rasterio.open(target) as dataset:
        tags = dataset.tags()
    return tags.get("MMOEDTM_SUN_AZIMUTH"), tags.get("MMOEDTM_SUN_INCIDENCE")


def test_a_sun_left_out_on_purpose_is_not_taken_from_the_label(run, scene):
    run("reconstruct", **scene)
    assert used(scene["output"])[1] is not None
    run("reconstruct", **scene, sun="none")
    assert used(scene["output"]) == (None, None)


def test_angles_come_before_a_time_and_a_time_before_the_label(run, scene):
    run("reconstruct", **scene, sun_azimuth=100.0, sun_incidence=50.0, sun_time="2011-01-25T18:55:50")
    assert used(scene["output"]) == ("100.0000", "50.0000")
    run("reconstruct", **scene)
    label = float(used(scene["output"])[1])
    run("reconstruct", **scene, sun_time="2011-01-23T18:55:50")
    assert float(used(scene["output"])[1]) == pytest.approx(label + 12.2, abs=0.5)  # the afternoon: 12.2 degrees a day


def test_the_name_of_a_product_is_a_clock_where_no_label_is(run, scene, tmp_path):
    image = np.random.default_rng(0).random((64, 64), np.float32)
    # 2011-01-22T18:55:50 is 150,361,817 s after LROC's origin.
    named = write_raster(tmp_path / "M150361817LE_map.tif", image)
    run("reconstruct", **scene)
    label = used(scene["output"])
    log = []
    run("reconstruct", log, **{**scene, "image": named})
    assert used(scene["output"]) == label
    assert any("name" in text for _, text in log)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"sun": "none", "sun_azimuth": 10.0, "sun_incidence": 50.0}, "said to be none"),
        ({"sun": "none", "sun_time": "2011-01-22T18:55:50"}, "said to be none"),
        ({"sun_azimuth": 10.0}, "without its incidence"),
        ({"sun_incidence": 10.0}, "without its azimuth"),
        ({"sun_time": "yesterday"}, "must be a UTC time"),
        ({"sun": "sometimes"}, "must be one of: auto, scattered, none"),
    ],
)
def test_contradictions_are_refused(run, scene, given, message):
    with pytest.raises(ParameterError, match=message):
        run("reconstruct", **scene, **given)


def test_light_that_the_experts_do_not_know_is_said(run, scene):
    """The identity pack has the shipped one's range, 20 to 87 degrees."""
    for incidence, words in ((89.0, "trained for"), (80.0, "long shadows"), (25.0, "little relief"), (50.0, None)):
        log = []
        run("reconstruct", log, **scene, sun_azimuth=10.0, sun_incidence=incidence)
        said = [text for level, text in log if level == "warning" and text.startswith("Incidence is")]
        assert len(said) == (words is not None) and all(words in text for text in said)
