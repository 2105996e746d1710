"""Layers that nobody would draw: each is used rightly or refused in one sentence."""

import json
import math
import struct

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyogrio.raw import write

from engine.errors import LayerError, MmoedtmError
from engine.vector.class_layer import read_classes
from engine.vector.lines import read_lines
from engine.vector.polygons import read_places
from tests.conftest import EARTH, MOON_EQC, write_raster

CODES = {"Point": 1, "LineString": 2, "Polygon": 3}
SQUARE = [(-60.0, -60.0), (60.0, -60.0), (60.0, 60.0), (-60.0, 60.0)]


def binary(kind, points):
    """Well-known binary of a point, a line, or a polygon of one ring that is closed here."""
    points = [*points, points[0]] if kind == "Polygon" and points else points
    flat = b"".join(struct.pack("<dd", *p) for p in points)
    head = struct.pack("<BI", 1, CODES[kind])
    if kind == "Point":
        return head + flat
    count = struct.pack("<I", len(points))
    return head + (struct.pack("<I", 1) if kind == "Polygon" else b"") + count + flat


def layer(path, geometries, kind="Unknown", crs=MOON_EQC, **fields):
    """A GeoPackage of these geometries."""
    fields = fields or {"n": np.arange(len(geometries))}
    shapes = np.array([*geometries, None], dtype=object)[:-1]
    write(str(path), shapes, list(fields.values()), list(fields), driver="GPKG", geometry_type=kind, crs=crs)
    return str(path)


@pytest.fixture
def dtm(tmp_path):
    field = np.random.default_rng(0).normal(0, 1, (150, 150)).astype(np.float32)
    return write_raster(tmp_path / "dtm.tif", field)


def refused(call, *words):
    with pytest.raises(MmoedtmError) as caught:
        call()
    text = str(caught.value)
    assert "\n" not in text and text.endswith(".") and len(text) < 600, text
    for word in words:
        assert word in text, text


READERS = {"lines": (read_lines, "LineString"), "places": (read_places, "Polygon")}


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf, 1e300, 1e12])
def test_a_vertex_that_is_nowhere_on_the_moon(tmp_path, name, bad):
    read, kind = READERS[name]
    good, other = binary(kind, SQUARE), binary(kind, [*SQUARE[:2], (bad, 5.0), SQUARE[3]])
    path = layer(tmp_path / "l.gpkg", [good, other])
    refused(lambda: read(path), "Feature 2 of", "l.gpkg", "nowhere on the Moon")


def test_a_latitude_over_ninety(tmp_path):
    degrees = 'GEOGCS["Moon",DATUM["D",SPHEROID["Moon",1737400,0]],PRIMEM["R",0],UNIT["degree",0.0174532925199433]]'
    path = layer(tmp_path / "l.gpkg", [binary("LineString", [(0.0, 80.0), (10.0, 95.0)])], crs=degrees)
    refused(lambda: read_lines(path), "Feature 1", "nowhere on the Moon")


@pytest.mark.parametrize("name", READERS)
def test_nothing_to_read(tmp_path, name):
    read, kind = READERS[name]
    refused(lambda: read(layer(tmp_path / "empty.gpkg", [], kind)), "empty.gpkg holds no")
    refused(lambda: read(layer(tmp_path / "null.gpkg", [None, None], kind)), "null.gpkg holds no")
    hollow = struct.pack("<BII", 1, CODES[kind], 0)
    refused(lambda: read(layer(tmp_path / "hollow.gpkg", [hollow], kind)), "hollow.gpkg holds no")


def test_other_kinds_are_refused_alone_and_among_good_ones(tmp_path):
    point, line, polygon = (binary(kind, SQUARE[: 1 if kind == "Point" else 4]) for kind in CODES)
    refused(lambda: read_lines(layer(tmp_path / "p.gpkg", [point, polygon])), "p.gpkg holds no lines")
    refused(lambda: read_places(layer(tmp_path / "l.gpkg", [line])), "l.gpkg holds no polygons or points")
    refused(lambda: read_lines(layer(tmp_path / "m.gpkg", [line, point])), "Feature 2 of", "none of the lines")
    refused(lambda: read_places(layer(tmp_path / "n.gpkg", [polygon, line])), "Feature 2 of", "none of the polygons")


def test_parts_of_collections_are_read_one_by_one(tmp_path):
    polygon, point = binary("Polygon", SQUARE), binary("Point", SQUARE[:1])
    several = struct.pack("<BII", 1, 6, 2) + polygon + polygon
    collection = struct.pack("<BII", 1, 7, 2) + several + point
    places = read_places(layer(tmp_path / "c.gpkg", [collection, polygon]))
    assert [len(p.vertices) for p in places.items] == [4, 4, 1, 4]
    assert np.array_equal(places.items[3].vertices, SQUARE)


def test_curves_and_shapes_of_too_few_corners(tmp_path):
    patch = struct.pack("<BII", 1, 15, 1) + binary("Polygon", SQUARE)
    refused(lambda: read_places(layer(tmp_path / "surface.gpkg", [patch])), "Feature 1 of", "surfaces")
    two = binary("Polygon", SQUARE[:2])
    refused(lambda: read_places(layer(tmp_path / "two.gpkg", [two])), "Feature 1 of", "fewer than 3 corners")
    one = binary("LineString", SQUARE[:1])
    refused(lambda: read_lines(layer(tmp_path / "one.gpkg", [one])), "Feature 1 of", "single vertex")


def test_where_a_layer_lies(tmp_path):
    line = binary("LineString", SQUARE)
    refused(lambda: read_lines(layer(tmp_path / "none.gpkg", [line], crs=None)), "none.gpkg has no CRS")
    refused(lambda: read_lines(layer(tmp_path / "earth.gpkg", [line], crs=f"EPSG:{EARTH}")), "6378.1 km")


@pytest.mark.parametrize("content", [b"", b"no layer", b"SQLite format 3\0" + b"\0" * 200, b"{}", b'{"type": "Feat'])
@pytest.mark.parametrize("suffix", ["gpkg", "geojson", "shp"])
def test_files_that_are_no_layers(tmp_path, content, suffix):
    (tmp_path / f"x.{suffix}").write_bytes(content)
    refused(lambda: read_lines(str(tmp_path / f"x.{suffix}")), f"x.{suffix}")


@pytest.mark.parametrize("name", ["/" + "a" * 300 + ".gpkg", "/absent.gpkg", "/tmp", "x|layername=", "a" * 300])
def test_names_of_no_file(name):
    refused(lambda: read_lines(name))


def test_a_layer_that_is_not_in_the_file(tmp_path):
    path = layer(tmp_path / "l.gpkg", [binary("LineString", SQUARE)])
    refused(lambda: read_lines(f"{path}|layername=absent"), "absent")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.floats(), st.floats()), max_size=6), st.sampled_from(list(CODES)))
def test_any_coordinates_are_read_or_refused(tmp_path_factory, points, kind):
    if kind == "Point" and len(points) != 1:
        points = [(0.0, 0.0)]
    path = tmp_path_factory.mktemp("any") / "l.gpkg"
    layer(path, [binary(kind, points)])
    read = read_lines if kind == "LineString" else read_places
    try:
        found = read(str(path))
    except LayerError as error:
        assert str(error).endswith(".")
    else:
        shapes = found[0] if kind == "LineString" else found.items
        assert all(np.isfinite(s.vertices).all() for s in shapes) and shapes


# ------------------------------------------------------------------------------- through the doors


def far_away(tmp_path):
    """An outline on the far side, in degrees."""
    degrees = 'GEOGCS["Moon",DATUM["D",SPHEROID["Moon",1737400,0]],PRIMEM["R",0],UNIT["degree",0.0174532925199433]]'
    return layer(tmp_path / "far.gpkg", [binary("Polygon", [(179.0, -1), (179.5, -1), (179.5, 1)])], crs=degrees)


ORTHOGRAPHIC = (
    'PROJCS["o",GEOGCS["Moon",DATUM["D",SPHEROID["Moon",1737400,0]],PRIMEM["R",0],UNIT["degree",0.0174532925199433]],'
    'PROJECTION["Orthographic"],PARAMETER["latitude_of_origin",0],PARAMETER["central_meridian",0],UNIT["metre",1]]'
)


@pytest.mark.parametrize("crs", [MOON_EQC, ORTHOGRAPHIC])
def test_outlines_beyond_the_raster_or_its_projection(tmp_path, run, crs):
    dtm = write_raster(tmp_path / "d.tif", np.random.default_rng(0).normal(0, 1, (90, 90)).astype(np.float32), crs=crs)
    image = write_raster(tmp_path / "i.tif", np.random.default_rng(1).random((90, 90), np.float32) + 0.1, crs=crs)
    far = far_away(tmp_path)
    refused(lambda: run("measure_craters", dtm=dtm, craters=far, output=tmp_path / "c.gpkg"), "no crater whose rim")
    sun = {"sun_azimuth": 90.0, "sun_incidence": 60.0}
    given = {"image": image, "dtm": dtm, "rocks": far, **sun}
    refused(lambda: run("compare_shadows", **given, output=tmp_path / "s.html"), "far.gpkg")
    assert not (tmp_path / "c.gpkg").exists() and not (tmp_path / "s.html").exists()


def test_an_outline_that_is_no_rock(tmp_path, run, dtm):
    huge = layer(tmp_path / "h.gpkg", [binary("Polygon", [(x * 1e3, y * 1e3) for x, y in SQUARE])])
    image = write_raster(tmp_path / "i.tif", np.random.default_rng(1).random((150, 150), np.float32) + 0.1)
    refused(lambda: run("compare_shadows", image=image, dtm=dtm, rocks=huge, sun_azimuth=90.0, sun_incidence=60.0,
                        output=tmp_path / "s.html"), "Outline 1 of", "60,000 pixels across")  # fmt: skip


def test_an_outline_without_area(tmp_path, run, dtm):
    flat = layer(tmp_path / "f.gpkg", [binary("Polygon", [(-50.0, 0.0), (0.0, 0.0), (50.0, 0.0)])])
    refused(lambda: run("measure_craters", dtm=dtm, craters=flat, output=tmp_path / "c.gpkg"), "without area")


# ------------------------------------------------------------------------------- class layers


def classes(path, **fields):
    count = len(next(iter(fields.values())))
    return layer(path, [binary("Polygon", SQUARE)] * count, "Polygon", **fields)


GOOD = {"row": np.array([0, 1]), "column": np.array([0, 0]), "class": np.array(["flat", "crater"], dtype=object)}
KNOWN = ("flat", "mountain", "crater")


@pytest.mark.parametrize(
    "change, words",
    [
        ({"row": np.array([0.0, math.nan])}, "Feature 2 of"),
        ({"row": np.array([0.0, 0.5])}, "no whole numbers"),
        ({"column": np.array([math.inf, 0.0])}, "Feature 1 of"),
        ({"column": np.array(["a", "0"], dtype=object)}, "no whole numbers"),
        ({"column": np.array([None, "0"], dtype=object)}, "no whole numbers"),
        ({"class": np.array(["flat", None], dtype=object)}, "has no class at row 1, column 0"),
        ({"class": np.array(["flat", ""], dtype=object)}, "has the class '' at row 1"),
        ({"class": np.array([1, 2])}, "has the class"),
        ({"class": np.array([1.0, math.nan])}, "has the class"),
        ({"row": np.array([0, -1])}, "tile at row -1"),
        ({"row": np.array([0, 2**40])}, "tile at row 1099511627776"),
        ({"row": np.array([0, 0])}, "two classes at row 0, column 0, flat and crater"),
    ],
)
def test_class_layers_with_nulls_and_worse(tmp_path, change, words):
    path = classes(tmp_path / "k.gpkg", **{**GOOD, **change})
    refused(lambda: read_classes(path, (4, 4), "4 x 4", KNOWN), words, "k.gpkg")


def test_class_layers_without_tiles_or_fields(tmp_path):
    path = classes(tmp_path / "e.gpkg", **{name: values[:0] for name, values in GOOD.items()})
    refused(lambda: read_classes(path, (4, 4), "4 x 4", KNOWN), "holds no tiles")
    path = classes(tmp_path / "f.gpkg", row=GOOD["row"])
    refused(lambda: read_classes(path, (4, 4), "4 x 4", KNOWN), "lacks the field(s) column, class")


def test_class_layers_that_are_right(tmp_path):
    expected = {(0, 0): "flat", (1, 0): "crater"}
    for name, change in (("plain", {}), ("real", {"row": np.array([0.0, 1.0])}),
                         ("text", {"column": np.array(["0", "0"], dtype=object)})):  # fmt: skip
        path = classes(tmp_path / f"{name}.gpkg", **{**GOOD, **change})
        assert read_classes(path, (4, 4), "4 x 4", KNOWN) == expected


def test_nulls_of_another_program(tmp_path):
    """GeoJSON tells nulls from numbers."""
    features = [
        {"type": "Feature", "geometry": None, "properties": {"row": None, "column": 0, "class": "flat"}},
        {"type": "Feature", "geometry": None, "properties": {"row": 1, "column": 0, "class": "flat"}},
    ]
    path = tmp_path / "n.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    refused(lambda: read_classes(str(path), (4, 4), "4 x 4", KNOWN), "Feature 1 of", "no whole numbers")
