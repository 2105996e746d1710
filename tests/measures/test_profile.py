"""Profiles against closed forms, over CRSs, and what is refused."""

import csv
import math
import struct

import numpy as np
import pytest

from engine.errors import BodyError, LayerError, OverlapError
from tests.conftest import MOON_EQC, write_raster
from tests.raster.test_grid import GEOGRAPHIC, R


def write_lines(path, lines, crs=MOON_EQC, kind="LineString"):
    """A layer of lines, each a list of (x, y)."""
    from pyogrio.raw import write

    code = {"LineString": 2, "Point": 1}[kind]

    def wkb(points):
        flat = b"".join(struct.pack("<dd", *p) for p in points)
        return struct.pack("<BI", 1, code) + (flat if code == 1 else struct.pack("<I", len(points)) + flat)

    geometry = np.array([wkb(line) for line in lines], dtype=object)
    names = [np.arange(len(lines))]
    write(str(path), geometry, names, ["id"], driver="GPKG", geometry_type=kind, crs=crs)
    return str(path)


@pytest.fixture
def plane(tmp_path):
    """A DTM that climbs 0.1 m a metre to the east and 0.05 to the north."""
    x = np.arange(300) * 2.0 - 299.0
    y = 199.0 - np.arange(200) * 2.0
    field = (0.1 * x[None, :] + 0.05 * y[:, None]).astype(np.float32)
    return write_raster(tmp_path / "plane.tif", field)


def table(path):
    with open(path, encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_heights_slopes_and_distances_on_a_plane(tmp_path, run, plane):
    lines = write_lines(tmp_path / "l.gpkg", [[(-200, 0), (0, 0), (200, 0)], [(0, -100), (0, 100)]])
    got = run("profile", lines=lines, input=[plane], spacing=4.0, output=tmp_path / "p.csv",
              output_plot=tmp_path / "p.png")  # fmt: skip
    rows = table(tmp_path / "p.csv")
    assert got["lines_sampled"] == 2 and got["length"] == pytest.approx(600.0, abs=0.1)
    assert got["samples"] == len(rows) == 101 + 51 and got["baseline"] == 8.0
    first = [r for r in rows if r["line"] == "1"]
    for row in first[::10]:
        distance = float(row["distance_m"])
        assert float(row["height_plane_m"]) == pytest.approx(0.1 * (distance - 200.0), abs=2e-3)
        assert float(row["slope_plane_deg"]) == pytest.approx(math.degrees(math.atan(0.1)), abs=0.01)
    second = [r for r in rows if r["line"] == "2"]
    assert got["mean_difference"] is None and got["largest_difference"] is None
    assert float(second[25]["slope_plane_deg"]) == pytest.approx(math.degrees(math.atan(0.05)), abs=0.01)
    assert (tmp_path / "p.png").read_bytes()[:4] == b"\x89PNG"


def test_differences_of_two_dtms(tmp_path, run, plane):
    from tests.conftest import read_heights

    other = write_raster(tmp_path / "other.tif", (read_heights(plane) + 1.5).astype(np.float32))
    lines = write_lines(tmp_path / "l.gpkg", [[(-200, 0), (200, 0)]])
    got = run("profile", lines=lines, input=[plane, other], output=tmp_path / "p.csv")
    assert got["mean_difference"] == pytest.approx(1.5, abs=1e-4)
    assert got["largest_difference"] == pytest.approx(1.5, abs=1e-3)
    assert {"height_plane_m", "height_other_m"} <= set(table(tmp_path / "p.csv")[0])


def test_lines_in_another_crs_are_brought_to_the_dtm(tmp_path, run, plane):
    def degrees(metres):
        return math.degrees(metres / R)

    lines = write_lines(tmp_path / "l.gpkg", [[(degrees(-200), 0.0), (degrees(200), 0.0)]], crs=GEOGRAPHIC)
    got = run("profile", lines=lines, input=[plane], spacing=10.0, output=tmp_path / "p.csv")
    rows = table(tmp_path / "p.csv")
    assert got["length"] == pytest.approx(400.0, abs=0.1)
    assert float(rows[10]["height_plane_m"]) == pytest.approx(-10.0, abs=0.01)


def test_ground_without_data_is_an_empty_cell(tmp_path, run):
    field = np.zeros((100, 100), np.float32)
    field[:, 40:60] = np.nan
    dem = write_raster(tmp_path / "d.tif", field)
    lines = write_lines(tmp_path / "l.gpkg", [[(-150, 0), (150, 0)]])
    run("profile", lines=lines, input=[dem], output=tmp_path / "p.csv")
    cells = [row["height_d_m"] for row in table(tmp_path / "p.csv")]
    assert cells[0] == "" and cells[len(cells) // 2] == "" and "0.0000" in cells


def test_what_cannot_be_sampled_is_refused(tmp_path, run, plane):
    given = {"input": [plane], "output": tmp_path / "p.csv"}
    far = write_lines(tmp_path / "far.gpkg", [[(9e4, 9e4), (9.1e4, 9e4)]])
    with pytest.raises(OverlapError, match="far.gpkg does not cross"):
        run("profile", lines=far, **given)
    points = write_lines(tmp_path / "points.gpkg", [[(0, 0)]], kind="Point")
    with pytest.raises(LayerError, match="points.gpkg holds no lines"):
        run("profile", lines=points, **given)
    earth = write_lines(tmp_path / "earth.gpkg", [[(5e5, 5e6), (5.1e5, 5e6)]], crs="EPSG:32633")
    with pytest.raises(BodyError, match="earth.gpkg"):
        run("profile", lines=earth, **given)
    with pytest.raises(LayerError, match="cannot be read"):
        run("profile", lines=tmp_path / "absent.gpkg", **given)
    assert not (tmp_path / "p.csv").exists()


def test_longitudes_are_wrapped_to_the_turn_of_the_dtm(tmp_path, run):
    """A DTM stored from 349.9 degrees east on, under a line at 10 degrees west."""
    degrees = 2.0 * 180.0 / (math.pi * R)
    field = np.tile(np.arange(200, dtype=np.float32), (200, 1))
    dtm = write_raster(tmp_path / "d.tif", field, gsd=degrees, crs=GEOGRAPHIC, origin=(350.0, 0.0))
    ends = [(-10.0 + 20.5 * degrees, -100 * degrees), (-10.0 + 120.5 * degrees, -100 * degrees)]
    lines = write_lines(tmp_path / "l.gpkg", [ends], GEOGRAPHIC)
    run("profile", lines=lines, input=[dtm], spacing=2.0, output=tmp_path / "p.csv")
    heights = [float(row["height_d_m"]) for row in table(tmp_path / "p.csv")]
    assert heights[0] == pytest.approx(20.0, abs=0.05) and heights[-1] == pytest.approx(120.0, abs=1.05)
