"""GeoJSON is on the Moon: what is written says so, in degrees, and what does not say so is refused."""

import json
import struct

import numpy as np
import pytest

from engine.errors import BodyError, LayerError
from engine.vector.layer import ring, write_layer
from engine.vector.shapes import POLYGON, plane, read_shapes
from tests.conftest import MOON_EQC

SOUTH = (
    'PROJCS["Moon south",GEOGCS["GCS_Moon",DATUM["D_Moon",SPHEROID["Moon",1737400,0]],PRIMEM["Reference",0],'
    'UNIT["degree",0.0174532925199433]],PROJECTION["Polar_Stereographic"],PARAMETER["latitude_of_origin",-90],'
    'PARAMETER["central_meridian",0],UNIT["metre",1]]'
)
RADIUS_M = 1737400.0


def square(x, y, half=500.0):
    return ring(x + half * np.array([-1.0, 1.0, 1.0, -1.0]), y + half * np.array([-1.0, -1.0, 1.0, 1.0]))


@pytest.mark.parametrize(
    ("crs", "x", "y"),
    [(MOON_EQC, 1000.0, -2000.0), (MOON_EQC, np.pi * RADIUS_M, 9000.0), (SOUTH, 30000.0, 0.0), (SOUTH, 0.0, -90000.0)],
)
def test_a_layer_lies_where_it_did(tmp_path, crs, x, y):
    path = str(tmp_path / "a.geojson")
    many = struct.pack("<BII", 1, 6, 2) + square(x, y) + square(x + 3000.0, y)
    write_layer(path, crs, "MultiPolygon", [many], {"n": np.array([1])})
    shapes, wkt = read_shapes(path, (POLYGON,))
    assert len(shapes) == 2
    for shape, middle in zip(shapes, (x, x + 3000.0)):
        longitude, latitude = plane(wkt).longitude_latitude(*shape.vertices.T)
        assert np.ptp(longitude) < 5.0  # in one piece
        here = plane(crs).from_longitude_latitude(longitude, latitude)
        turn = 2.0 * np.pi * RADIUS_M if crs == MOON_EQC else np.inf
        east = np.asarray(here[0]) - middle
        east -= 0.0 if np.isinf(turn) else turn * np.round(east / turn)
        assert np.abs(np.abs(east) - 500.0).max() < 1e-3 and np.abs(np.abs(here[1] - y) - 500.0).max() < 1e-3


def test_what_goes_round_a_pole_is_refused(tmp_path):
    with pytest.raises(LayerError, match=r"a.geojson would hold a feature about a pole.*\.gpkg"):
        write_layer(str(tmp_path / "a.geojson"), SOUTH, "Polygon", [square(100.0, 0.0)], {"n": np.array([1])})


def test_craters_found_go_into_measure_craters(run, raster, tmp_path):
    from engine.synthetic import craters

    height = np.zeros((200, 200), np.float32)
    craters.stamp(height, 90.0, 120.0, 120.0, 0.0, 2.0)
    dtm = raster("dtm.tif", height, unit="m")
    run("detect_craters", dtm=dtm, output=tmp_path / "found.geojson")
    done = run("measure_craters", dtm=dtm, craters=tmp_path / "found.geojson", output=tmp_path / "rims.gpkg")
    assert done["craters_measured"] == 1


def test_what_names_no_lunar_crs_is_told_how(run, raster, tmp_path):
    dtm = raster("dtm.tif", np.zeros((64, 64), np.float32), unit="m")
    feature = {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [0.0, 0.0]}}
    path = tmp_path / "craters.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    with pytest.raises(BodyError, match="craters.geojson names no lunar CRS.*urn:ogc:def:crs:IAU_2015::30100"):
        run("measure_craters", dtm=dtm, craters=path, diameter=50.0, output=tmp_path / "rims.gpkg")
