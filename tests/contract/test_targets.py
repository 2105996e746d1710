"""Targets are checked before any work: each refusal is one sentence, and nothing is touched."""

import os
import socket
import sqlite3
import subprocess
import sys
import tempfile

import numpy as np
import pytest

from engine.contract.staging import Staging
from engine.contract.targets import SUFFIXES, Target
from engine.errors import OutputError, ParameterError
from engine.vector.layer import DRIVERS
from tests.conftest import MOON_EQC, ROOT


def contents(folder):
    """Every file below a folder with its bytes; links by where they point."""
    return {
        str(p.relative_to(folder)): os.readlink(p) if p.is_symlink() else p.read_bytes()
        for p in sorted(folder.rglob("*"))
        if p.is_symlink() or p.is_file()
    }


def raster_target(path, name="output"):
    return Target(name, str(path), "raster_target")


@pytest.fixture
def refused(tmp_path):
    """Function that prepares targets, expects one sentence with some words, and sees that nothing changed."""

    def call(targets, words, inputs=(), kind=OutputError):
        before = contents(tmp_path)
        with pytest.raises(kind, match=words) as caught:
            Staging.prepare(targets, [str(i) for i in inputs])
        assert "\n" not in str(caught.value) and str(caught.value).endswith(".")
        assert contents(tmp_path) == before

    return call


def test_suffixes_are_those_that_the_layers_are_written_with():
    assert set(SUFFIXES["vector_target"]) == set(DRIVERS)


def test_a_folder_that_is_not_there_or_not_a_folder(tmp_path, refused):
    refused([raster_target(tmp_path / "absent" / "d.tif")], "folder does not exist")
    (tmp_path / "d.tif").mkdir()
    refused([raster_target(tmp_path / "d.tif")], "is a folder")
    (tmp_path / "file").write_bytes(b"x")
    refused([raster_target(tmp_path / "file" / "d.tif")], "folder does not exist")
    refused([Target("output", str(tmp_path / "file" / "tiles"), "folder_target")], "is a file")
    for kind in ("folder_target", "working_folder"):
        refused([Target("output", str(tmp_path / "file"), kind)], "is a file")


@pytest.mark.parametrize(
    "name, kind, suffix",
    [
        ("d.csv", "raster_target", ""), ("d.gpkg", "raster_target", ""), ("d", "raster_target", ""),
        ("d.tif", "vector_target", ""), ("d.csv", "vector_target", ""), ("d.gpkg", "file_target", "csv"),
        ("d.geojson|layername=a", "vector_target", ""), ("d.SHP", "vector_target", ""),
    ],
)  # fmt: skip
def test_a_name_that_does_not_fit_its_kind(tmp_path, refused, name, kind, suffix):
    refused([Target("output", str(tmp_path / name), kind, suffix)], "output is .*d", kind=ParameterError)


def test_a_link_to_a_name_that_does_not_fit(tmp_path, refused):
    (tmp_path / "table.csv").write_bytes(b"x")
    (tmp_path / "d.tif").symlink_to(tmp_path / "table.csv")
    refused([raster_target(tmp_path / "d.tif")], "suffix .csv", kind=ParameterError)


def test_special_files(tmp_path, refused):
    os.mkfifo(tmp_path / "pipe.tif")
    with pytest.raises(OutputError, match="a device, a pipe or a socket"):
        Staging.prepare([raster_target(tmp_path / "pipe.tif")], [])
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(tmp_path / "s.tif"))
        with pytest.raises(OutputError, match="a device, a pipe or a socket"):
            Staging.prepare([raster_target(tmp_path / "s.tif")], [])
    with pytest.raises(OutputError, match="a device, a pipe or a socket"):
        Staging.prepare([Target("output", "/dev/null", "file_target")], [])
    (tmp_path / "round.tif").symlink_to(tmp_path / "round.tif")
    with pytest.raises(OutputError, match="path cannot be used"):
        Staging.prepare([raster_target(tmp_path / "round.tif")], [])


def test_a_target_must_be_no_input(tmp_path, refused):
    source = tmp_path / "i.tif"
    source.write_bytes(b"input")
    (tmp_path / "s").mkdir()
    (tmp_path / "link.tif").symlink_to(source)
    os.link(source, tmp_path / "hard.tif")
    for path in ("i.tif", "s/../i.tif", "link.tif", "hard.tif"):
        refused([raster_target(f"{tmp_path}/{path}")], "same file", [source], ParameterError)
    refused([raster_target(source)], "same file", [tmp_path / "link.tif"], ParameterError)
    refused([raster_target(tmp_path / "new.tif")], "same file", [tmp_path / "new.tif"], ParameterError)
    layer = tmp_path / "a.gpkg"
    layer.write_bytes(b"input")
    for text in ("{}", "{}|layername=l", "{}|layerid=0", "ogr:dbname='{}' table=\"l\" (geom)", "/vsizip/{}/x.tif",
                 'NETCDF:"{}":height', "GTIFF_DIR:1:{}"):  # fmt: skip
        for target in ("a.gpkg", "a.gpkg|layername=other"):
            refused([Target("output", f"{tmp_path}/{target}", "vector_target")], "same file",
                    [text.format(layer)], ParameterError)  # fmt: skip


def test_targets_must_be_distinct(tmp_path, refused):
    (tmp_path / "link.tif").symlink_to(tmp_path / "a.tif")
    for one, two in (("a.tif", "./a.tif"), ("a.tif", "link.tif"), ("a.tif", "A.tif")):
        refused([raster_target(f"{tmp_path}/{one}"), raster_target(f"{tmp_path}/{two}", "output_b")],
                "output_b and output are the same file", kind=ParameterError)  # fmt: skip


def test_a_database_with_edits_that_are_not_stored(tmp_path, refused):
    path = tmp_path / "a.gpkg"
    path.write_bytes(b"older")
    for part in ("-wal", "-journal"):
        beside = tmp_path / f"a.gpkg{part}"
        beside.write_bytes(b"edits")
        refused([Target("output", str(path), "vector_target")], f"a.gpkg{part} beside it holds changes")
        beside.unlink()


@pytest.mark.parametrize("name", ["x" * 252 + ".tif", "ü" * 126 + ".tif", "a\0.tif", "\udcff.tif"])
def test_names_that_no_file_can_have(tmp_path, name):
    with pytest.raises(OutputError, match="name|contains"):
        Staging.prepare([raster_target(tmp_path / name)], [])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["a!b.gpkg", "a\nb.gpkg", "ü" * 122 + ".gpkg"])
def test_names_that_the_vector_library_takes_apart(tmp_path, refused, name):
    refused([Target("output", str(tmp_path / name), "vector_target")], "cannot be written")


@pytest.mark.parametrize("name", ["a[1]", "ü" * 120, "a b", " a", "a'b\"", "%20", "a?b#c", "a:b", "-a"])
def test_odd_names_work(tmp_path, run, raster, name):
    dem = raster("i.tif", np.ones((40, 40), np.float32))
    folder = tmp_path / "out[1] ü"
    folder.mkdir()
    run("slope_roughness", input=dem, output=folder / f"{name}.tif")
    run("evaluate", dtm=dem, reference=dem, output=folder / f"{name}.html", output_measures=folder / f"{name}.gpkg")
    assert sorted(p.name for p in folder.iterdir()) == sorted(f"{name}.{end}" for end in ("tif", "html", "gpkg"))


def test_a_raster_name_with_a_line_break_works(tmp_path, run, raster):
    run("slope_roughness", input=raster("i.tif", np.ones((40, 40), np.float32)), output=tmp_path / "a\nb.tif")
    assert (tmp_path / "a\nb.tif").stat().st_size > 0


@pytest.mark.skipif(os.geteuid() != 0, reason="needs to become another user")
def test_a_folder_that_may_not_be_written():
    """As another user, because root may write anywhere."""
    code = (
        "import os, sys\n"
        "from engine.contract.staging import Staging\n"
        "from engine.contract.targets import Target\n"
        "os.setgid(65534); os.setuid(65534)\n"
        "Staging.prepare([Target('output', sys.argv[1] + sys.argv[2], sys.argv[3])], [])\n"
    )
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        for name, kind, words in (
            ("/new.tif", "raster_target", "its folder is read-only"),
            ("/tiles", "folder_target", "is read-only"),
        ):
            done = subprocess.run(
                [sys.executable, "-c", code, folder, name, kind], cwd=ROOT, capture_output=True, text=True
            )
            assert words in done.stderr
        os.chmod(folder, 0o777)
        with open(f"{folder}/old.tif", "w"):
            pass
        os.chmod(f"{folder}/old.tif", 0o444)
        done = subprocess.run(
            [sys.executable, "-c", code, folder, "/old.tif", "raster_target"], cwd=ROOT, capture_output=True, text=True
        )
        assert "it is write-protected" in done.stderr


# --------------------------------------------------------------------- through the doors


def test_a_dem_is_not_destroyed_by_a_detour(tmp_path, run, raster):
    """Destroyed its input on the old house."""
    dem = raster("i.tif", np.ones((20, 20), np.float32))
    (tmp_path / "s").mkdir()
    before = contents(tmp_path)
    with pytest.raises(ParameterError, match="same file"):
        run("slope_roughness", input=dem, output=f"{tmp_path}/s/../i.tif")
    assert contents(tmp_path) == before


def lines(path, layer):
    from pyogrio.raw import write

    from tests.contract.test_layers import line

    shape = np.array([line([(-10.0, 0.0), (10.0, 0.0)])], dtype=object)
    write(str(path), shape, [], [], layer=layer, driver="GPKG", geometry_type="LineString", crs=MOON_EQC)


def test_a_layer_of_lines_is_not_turned_into_a_table(tmp_path, run, raster):
    """Turned the GeoPackage into a CSV on the old house."""
    dem = raster("d.tif", np.ones((20, 20), np.float32))
    lines(tmp_path / "a.gpkg", "l")
    before = contents(tmp_path)
    with pytest.raises(ParameterError, match="a.gpkg"):
        run("profile", lines=f"{tmp_path}/a.gpkg|layername=l", input=[dem], output=tmp_path / "a.gpkg")
    assert contents(tmp_path) == before
    run("profile", lines=f"{tmp_path}/a.gpkg|layername=l", input=[dem], output=tmp_path / "a.csv")
    assert sqlite3.connect(tmp_path / "a.gpkg").execute("SELECT count(*) FROM l").fetchone() == (1,)
