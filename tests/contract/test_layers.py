"""A layer is added to a GeoPackage or replaced in it; its other layers, and edits of others, stay."""

import sqlite3
import struct

import numpy as np
import pytest
from pyogrio import list_layers
from pyogrio.raw import read, write

from engine.contract.staging import Staging
from engine.contract.targets import Target
from engine.errors import OutputError
from engine.vector.layer import write_layer
from tests.conftest import MOON_EQC
from tests.contract.test_targets import contents


def line(points):
    """Well-known binary of a line."""
    return struct.pack("<BII", 1, 2, len(points)) + b"".join(struct.pack("<dd", *p) for p in points)


def points(path, layer, count):
    shapes = np.array([struct.pack("<BIdd", 1, 1, float(i), 0.0) for i in range(count)], dtype=object)
    write(str(path), shapes, [np.arange(count)], ["id"], layer=layer, driver="GPKG", geometry_type="Point",
          crs=MOON_EQC)  # fmt: skip


def counts(path):
    return {str(name): len(read(str(path), layer=name)[2]) for name, _ in list_layers(str(path))}


def add(text, count, meanwhile=lambda: None):
    """Write a layer of points by staging."""
    with Staging.prepare([Target("output", str(text), "vector_target")], []) as staging:
        shapes = [struct.pack("<BIdd", 1, 1, float(i), 0.0) for i in range(count)]
        write_layer(staging.place(str(text)), MOON_EQC, "Point", shapes, {"id": np.arange(count)})
        meanwhile()
        staging.publish()


def test_other_layers_stay(tmp_path):
    path = tmp_path / "a.gpkg"
    points(path, "mine", 3)
    add(path, 4)
    assert counts(path) == {"mine": 3, "a": 4}
    add(path, 5)
    assert counts(path) == {"mine": 3, "a": 5}
    add(f"{path}|layername=mine", 6)
    assert counts(path) == {"mine": 6, "a": 5}
    add(f"ogr:dbname='{path}' table=\"new\" (geom)", 7)
    assert counts(path) == {"mine": 6, "a": 5, "new": 7}
    assert [p.name for p in tmp_path.iterdir()] == ["a.gpkg"]


def test_tiles_written_into_a_geopackage_of_the_user(tmp_path, run, raster):
    """Replaced the other layers on the old house."""
    dem = raster("d.tif", np.ones((40, 40), np.float32))
    points(tmp_path / "a.gpkg", "mine", 3)
    run("evaluate", dtm=dem, reference=dem, output=tmp_path / "r.html", output_measures=tmp_path / "a.gpkg")
    assert counts(tmp_path / "a.gpkg") == {"mine": 3, "a": 1}


def test_two_targets_may_be_layers_of_one_file(tmp_path):
    targets = [Target(n, f"{tmp_path}/a.gpkg|layername={n}", "vector_target") for n in ("one", "two")]
    with Staging.prepare(targets, []) as staging:
        for count, target in enumerate(targets, 1):
            shapes = [struct.pack("<BIdd", 1, 1, 0.0, 0.0)] * count
            write_layer(staging.place(target.path), MOON_EQC, "Point", shapes, {"id": np.arange(count)})
        staging.publish()
    assert counts(tmp_path / "a.gpkg") == {"one": 1, "two": 2}


def test_edits_of_another_program_meanwhile_are_kept(tmp_path):
    path = tmp_path / "a.gpkg"
    points(path, "mine", 3)

    def edit():
        with sqlite3.connect(path) as file:
            file.execute("CREATE TABLE notes (text)")
        file.close()

    with pytest.raises(OutputError, match="a.gpkg was changed by another program"):
        add(path, 4, edit)
    assert sqlite3.connect(path).execute("SELECT count(*) FROM notes").fetchone() == (0,)
    assert len(list(tmp_path.iterdir())) == 1


def test_a_look_of_another_program_is_no_edit(tmp_path):
    """QGIS sets the journal to WAL and back, which changes counters in the header and the file's time."""
    path = tmp_path / "a.gpkg"
    points(path, "mine", 3)

    def look():
        file = sqlite3.connect(path)
        for mode in ("wal", "delete"):
            file.execute(f"PRAGMA journal_mode={mode}").fetchall()
        file.close()

    before = path.read_bytes()
    add(path, 4, lambda: (look(), before != path.read_bytes() or pytest.fail("the look changed nothing")))
    assert counts(path) == {"mine": 3, "a": 4}


def test_edits_that_are_not_stored_when_the_run_ends(tmp_path):
    path = tmp_path / "a.gpkg"
    points(path, "mine", 3)
    open_one = sqlite3.connect(path)

    def begin():
        open_one.execute("PRAGMA journal_mode=wal").fetchall()
        open_one.execute("CREATE TABLE notes (text)")
        open_one.commit()

    with pytest.raises(OutputError, match="changed by another program"):
        add(path, 4, begin)
    open_one.close()
    assert sqlite3.connect(path).execute("SELECT count(*) FROM notes").fetchone() == (0,)


def test_a_new_file_of_another_run_with_other_layers_is_kept(tmp_path):
    path = tmp_path / "a.gpkg"
    with pytest.raises(OutputError, match="changed by another program"):
        add(f"{path}|layername=one", 4, lambda: points(path, "two", 2))
    assert counts(path) == {"two": 2}
    path.unlink()
    add(f"{path}|layername=one", 4, lambda: points(path, "one", 2))  # the same layer: the last wins
    assert counts(path) == {"one": 4}


def test_parts_of_an_older_shapefile_do_not_survive(tmp_path):
    old = {f"s{end}": b"old" for end in (".shp", ".dbf", ".shx", ".prj", ".qix", ".cpg")}
    for name, content in {**old, "s.txt": b"mine"}.items():
        (tmp_path / name).write_bytes(content)
    add(tmp_path / "s.shp", 3)
    now = contents(tmp_path)
    assert not (tmp_path / "s.qix").exists() and now["s.txt"] == b"mine"
    assert all(now[name] != b"old" for name in old if name in now)
    assert len(read(str(tmp_path / "s.shp"))[2]) == 3
