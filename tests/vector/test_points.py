"""Points with heights from tables, layers and RDR tables."""

import struct

import numpy as np
import pytest

from engine.errors import BodyError, LayerError
from engine.vector.layer import write_layer
from engine.vector.points import read_points
from tests.conftest import MOON_EQC

RADIUS = 1737400.0
PLACES = np.array([[-3.25, 0.5, -1234.5], [-3.2501, 0.5002, 10.25], [179.9, -89.5, 2000.0]])
"""Longitude, latitude, height."""

RDR_HEAD = ("Coordinated_Universal_Time, Pt_Longitude, Pt_Latitude, Pt_Radius, Pt_Range, Pt_PulseW, Pt_Energy, "
            "Pt_noi, Pt_Thr, Pt_Gn, Flg, S, Frm, Mission_ET")  # fmt: skip


def all_of(path):
    parts = list(read_points(str(path)))
    values = [np.concatenate([getattr(p, n) for p in parts]) for n in ("longitude", "latitude", "height")]
    return np.column_stack(values), sum(p.left_out for p in parts)


def table(path, head, rows, mark=","):
    path.write_text("\n".join([head, *(mark.join(map(str, row)) for row in rows)]) + "\n", encoding="utf-8")
    return path


def record(spots):
    """A record of LOLARDR.FMT: bytes 41 on hold five spots of 40 bytes each, little-endian."""
    content = bytearray(b"\x5a" * 256)
    for index, (longitude, latitude, radius, flag) in enumerate(spots):
        at = 40 + 40 * index
        struct.pack_into("<iii", content, at, longitude, latitude, radius)
        struct.pack_into("<I", content, at + 36, flag)
    return bytes(content)


@pytest.mark.parametrize("head, factor, shift", [
    ("longitude,latitude,height", 1.0, 0.0),
    ("Lon,Lat,Topography", 1.0, 0.0),
    ("lon_deg,lat_deg,elevation_km", 1e-3, 0.0),
    ("longitude,latitude,radius", 1.0, RADIUS),
    ("longitude,latitude,radius", 1e-3, RADIUS),
    ("longitude,latitude,radius_m", 1.0, RADIUS),
    ("longitude,latitude,Pt_Radius", 1e3, RADIUS),
])  # fmt: skip
@pytest.mark.parametrize("mark", [",", ";", "\t", "  "])
def test_tables_of_many_names_and_units(tmp_path, head, factor, shift, mark):
    rows = [(a, b, repr(float((h + shift) * factor))) for a, b, h in PLACES]
    found, _ = all_of(table(tmp_path / "t.csv", head.replace(",", mark), rows, mark))
    assert found == pytest.approx(PLACES, abs=1e-6)


def test_a_table_of_the_archive(tmp_path):
    """Flagged shots are left out; radii are in kilometres."""
    rows = [("2010-01-01T00:00:00.0", a, b, f"{(h + RADIUS) / 1000:.7f}", 50.1, 9, 0.1, 3, 0.4, 1.0, flag, 1, 2, 3.5)
            for (a, b, h), flag in zip(np.concatenate((PLACES, PLACES[:1])), (0, 256, 0, 65))]  # fmt: skip
    found, left_out = all_of(table(tmp_path / "RDR_1E2E_1N2NPointPerRow_csv_table.csv", RDR_HEAD, rows, ", "))
    assert found == pytest.approx(PLACES, abs=1e-4) and left_out == 1


def test_a_binary_table_and_its_label(tmp_path):
    missing = (-(2**31), -(2**31), -1, 0)

    def spot(place, flag=0):
        return round(place[0] * 1e7), round(place[1] * 1e7), round((place[2] + RADIUS) * 1e3), flag

    records = [[spot(PLACES[0]), missing, spot(PLACES[1], 0x300), spot(PLACES[1], 0x41), missing],
               [missing, missing, missing, missing, spot(PLACES[2])]]  # fmt: skip
    (tmp_path / "LOLARDR_1.DAT").write_bytes(b"".join(map(record, records)))
    (tmp_path / "LOLARDR_1.LBL").write_text("PDS_VERSION_ID = PDS3\r\nEND\r\n")
    for name in ("LOLARDR_1.DAT", "LOLARDR_1.LBL"):
        found, left_out = all_of(tmp_path / name)
        assert found == pytest.approx(PLACES, abs=1e-3) and left_out == 7


@pytest.mark.parametrize("suffix", [".gpkg", ".shp"])
def test_a_layer_of_points(tmp_path, suffix):
    points = [struct.pack("<BI2d", 1, 1, a, b) for a, b, _ in PLACES[:2]]
    degrees = ('GEOGCS["Moon",DATUM["D_Moon",SPHEROID["Moon",1737400,0]],PRIMEM["Reference",0],'
               'UNIT["degree",0.0174532925199433]]')  # fmt: skip
    path = tmp_path / f"p{suffix}"
    write_layer(str(path), degrees, "Point", [*points, points[0]], {"Height": np.array([*PLACES[:2, 2], np.nan])})
    found, left_out = all_of(path)
    assert found == pytest.approx(PLACES[:2], abs=1e-6) and left_out == 1


def test_a_layer_in_metres(tmp_path):
    point = struct.pack("<BI2d", 1, 1, np.radians(0.5) * RADIUS, np.radians(-0.25) * RADIUS)
    write_layer(str(tmp_path / "m.gpkg"), MOON_EQC, "Point", [point], {"radius": np.array([1737.5])})
    found, _ = all_of(tmp_path / "m.gpkg")
    assert found == pytest.approx(np.array([[0.5, -0.25, 100.0]]), abs=1e-6)


def test_rows_without_a_value_are_left_out(tmp_path):
    rows = [(1, 2, 3), ("", 2, 3), (1, "NaN", 3), (1, 2, ""), (), (4, 5, 6)]
    found, left_out = all_of(table(tmp_path / "t.csv", "# lon,lat,height", rows))
    assert found.tolist() == [[1, 2, 3], [4, 5, 6]] and left_out == 3


def test_parts_of_a_long_table(tmp_path, monkeypatch):
    from engine.vector import points

    monkeypatch.setattr(points, "CHUNK", 7)
    rows = [(i / 100, -i / 200, i) for i in range(50)]
    path = table(tmp_path / "t.csv", "lon,lat,height", rows)
    assert len(list(read_points(str(path)))) == 8
    assert all_of(path)[0] == pytest.approx(np.array(rows))


@pytest.mark.parametrize("text, words", [
    ("", "no column of heights"),
    ("1,2,3\n4,5,6\n", "no column of heights"),
    ("lon,lat,time\n1,2,3\n", r"no column of heights \(it has lon, lat, time\); name it height"),
    ("x,y,height\n1,2,3\n", "no columns longitude and latitude"),
    ("lon,lat,height\n1,2,high\n", "Row 2 of .* has height 'high', which is no number; correct it"),
    ("lon,lat,height\n1,2,inf\n", "has height 'inf'"),
    ("lon,lat,height\n1,97,3\n", "latitude 97, which is none in degrees"),
    ("lon,lat,radius\n1,2,6371\n", "radii about 6371, which are none of the Moon's"),
])  # fmt: skip
def test_tables_that_are_none_are_refused(tmp_path, text, words):
    (tmp_path / "t.csv").write_text(text)
    with pytest.raises(LayerError, match=words):
        all_of(tmp_path / "t.csv")


def test_files_that_are_no_points_are_refused(tmp_path):
    with pytest.raises(LayerError, match=r"absent.csv cannot be read as a table of points \(No such file"):
        all_of(tmp_path / "absent.csv")
    (tmp_path / "latin.csv").write_bytes("lon,lat,height\n1,2,3\n\xfc".encode("latin-1"))
    with pytest.raises(LayerError, match="cannot be read as a table of points"):
        all_of(tmp_path / "latin.csv")
    (tmp_path / "a.dat").write_bytes(bytes(300))
    with pytest.raises(LayerError, match="300 bytes, which are no whole records of 256"):
        all_of(tmp_path / "a.dat")
    with pytest.raises(LayerError, match="absent.dat cannot be read"):
        all_of(tmp_path / "absent.dat")
    with pytest.raises(LayerError, match="has no table absent.dat beside it"):
        all_of(tmp_path / "absent.LBL")
    point = struct.pack("<BI2d", 1, 1, 10.0, 45.0)
    write_layer(str(tmp_path / "bare.gpkg"), MOON_EQC, "Point", [point], {"number": np.array([1])})
    with pytest.raises(LayerError, match=r"no field of heights \(it has number\)"):
        all_of(tmp_path / "bare.gpkg")
    write_layer(str(tmp_path / "text.gpkg"), MOON_EQC, "Point", [point], {"height": np.array(["high"], dtype=object)})
    with pytest.raises(LayerError, match="field height, which holds no numbers"):
        all_of(tmp_path / "text.gpkg")
    write_layer(str(tmp_path / "earth.gpkg"), "EPSG:4326", "Point", [point], {"height": np.array([1.0])})
    with pytest.raises(BodyError):
        all_of(tmp_path / "earth.gpkg")
