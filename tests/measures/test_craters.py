"""Craters of known shape, on level and on sloping ground."""

import json

import numpy as np
import pytest

from engine.errors import OverlapError
from engine.measures.craters.shape import measure
from engine.synthetic import craters, relief


@pytest.mark.parametrize("ratio", [1.0, 0.9, 0.8])
@pytest.mark.parametrize("turn", [0.0, 0.7, 2.1])
def test_the_ratio_of_axes_is_found_within_two_hundredths(ratio, turn):
    height = np.zeros((300, 320), np.float32)
    craters.stamp(height, 148.3, 161.7, 240.0, 0.0, 2.0, ratio, turn)
    height += (0.05 * np.arange(320) * 2.0)[None, :].astype(np.float32)
    got = measure(height, (165.0, 146.0), 125.0, (2.0, 2.0))
    assert got.axis_ratio == pytest.approx(1.0 / ratio, abs=0.02)
    assert got.major_m == pytest.approx(240.0, rel=0.02) and got.minor_m == pytest.approx(240.0 * ratio, rel=0.02)
    # Rows of the array run south, the turn is counted from east to north.
    if ratio < 1.0:
        difference = (got.turn_deg + np.degrees(turn) + 90.0) % 180.0 - 90.0
        assert abs(difference) < 5.0
    assert (got.x, got.y) == pytest.approx((2.0 * (161.7 + 0.5 - 165.0), -2.0 * (148.3 + 0.5 - 146.0)), abs=1.5)


def test_depth_and_its_ratio_follow_the_law_of_fresh_craters():
    height = np.zeros((300, 300), np.float32)
    craters.stamp(height, 150.0, 150.0, 240.0, 0.0, 2.0)
    got = measure(height, (150.5, 150.5), 118.0, (2.0, 2.0))
    assert got.depth_m == pytest.approx(craters.fresh_depth(240.0), rel=0.06)
    assert got.depth_diameter == pytest.approx(got.depth_m / got.diameter_m)


def test_rough_ground_moves_the_ratio_by_little():
    rng = np.random.default_rng(0)
    height = relief.self_affine(rng, 320, 0.9, 1.5, 2.0, 17.0)
    craters.stamp(height, 160.0, 160.0, 260.0, 0.05, 2.0, 0.85, 0.4)
    assert measure(height, (160.0, 160.0), 130.0, (2.0, 2.0)).axis_ratio == pytest.approx(1 / 0.85, abs=0.06)


def test_ground_without_a_rim_has_no_crater():
    assert measure(np.full((100, 100), np.nan, np.float32), (50.0, 50.0), 30.0, (1.0, 1.0)) is None
    bowl = np.hypot(*np.meshgrid(np.arange(-50, 50), np.arange(-50, 50))).astype(np.float32) ** 2 * 0.01
    assert measure(bowl, (50.0, 50.0), 20.0, (1.0, 1.0)) is None


def test_a_crater_smaller_than_a_pixel_has_no_rim(run, raster, tmp_path):
    """A slip of the mouse is an outline of centimetres."""
    dtm = raster("dtm.tif", relief.self_affine(np.random.default_rng(0), 64, 0.9, 1.5, 2.0, 17.0), unit="m")
    outline = [[0.0, 0.0], [1e-5, 0.0], [1e-5, 1e-5], [0.0, 0.0]]
    layer = {
        "type": "FeatureCollection",
        "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:IAU_2015::30100"}},
        "features": [
            {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [outline]}}
        ],
    }
    (tmp_path / "craters.geojson").write_text(json.dumps(layer), encoding="utf-8")
    with pytest.raises(OverlapError, match="no crater whose rim can be followed in .*dtm.tif"):
        run("measure_craters", dtm=dtm, craters=tmp_path / "craters.geojson", output=tmp_path / "rims.gpkg")
