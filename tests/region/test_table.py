"""Tables of images: what their columns mean, and the sentence for each that cannot be used."""

from pathlib import Path

import numpy as np
import pyogrio
import pytest

from engine.errors import LayerError, ParameterError
from engine.region.table import LAST, Defaults, read_frames

DEFAULTS = Defaults("dem.tif", "auto", None, "auto")


def read(path, text=None, pattern="*.tif", told=None):
    if text is not None:
        path.write_text(text, encoding="utf-8")
    return read_frames(str(path), pattern, DEFAULTS, (lambda text: None) if told is None else told.append, Path("out"))


def test_columns_of_a_csv_file(tmp_path):
    frames = read(
        tmp_path / "t.csv",
        "path,sun_azimuth,sun_incidence,sun_time,contrast,priority,classes,coarse_dem\n"
        'a.tif,120,50,,as it is,3,k.gpkg,other.tif\n"/far/b, c.tif",,,2010-09-24T03:57:51,,,,\n',
    )
    first, second = frames
    assert first.scene.image == str(tmp_path / "a.tif") and second.scene.image == "/far/b, c.tif"
    assert (first.sun.sun_azimuth, first.sun.sun_incidence, second.sun.sun_azimuth) == (120.0, 50.0, None)
    assert (first.contrast, second.contrast) == ("as it is", "auto")
    assert (first.priority, second.priority) == (3.0, LAST)
    assert (first.classes, second.classes) == (str(tmp_path / "k.gpkg"), None)
    assert (first.scene.coarse_dem, second.scene.coarse_dem) == (str(tmp_path / "other.tif"), "dem.tif")
    assert (first.name, second.name) == ("a", "b_c") and second.sun.sun_time == "2010-09-24T03:57:51"


def test_moves_by_hand_are_columns_too(tmp_path):
    first, second, third = read(tmp_path / "t.csv", "path,shift_east,shift_north\na.tif,12.5,-3\nb.tif,,0\nc.tif,,\n")
    assert (first.hand.shift_east, first.hand.shift_north) == (12.5, -3.0)
    assert second.hand.given and not third.hand.given
    with pytest.raises(ParameterError, match="Row 1 of .* has shift_east 'far'; it must be a number"):
        read(tmp_path / "t.csv", "path,shift_east\na.tif,far\n")


def test_names_are_told_apart_and_are_plain(tmp_path):
    frames = read(tmp_path / "t.csv", "path\nx/M1.tif\ny/m1.tif\nz/M1.IMG\n../..tif\n")
    assert [frame.name for frame in frames] == ["M1", "m1-2", "M1-3", "frame"]


def test_a_layer_of_a_geopackage_and_a_folder(tmp_path):
    columns = {"path": np.array(["a.tif", "b.tif"], object), "sun_azimuth": np.array([np.nan, 10.0]),
               "sun_incidence": np.array([np.nan, 50.0])}  # fmt: skip
    target = tmp_path / "t.gpkg"
    pyogrio.raw.write(str(target), None, list(columns.values()), list(columns), layer="images", driver="GPKG",
                      geometry_type=None)  # fmt: skip
    frames = read_frames(f"{target}|layername=images", "*", DEFAULTS, print, Path("out"))
    assert [frame.sun.sun_azimuth for frame in frames] == [None, 10.0]
    (tmp_path / "in").mkdir()
    for name in ("b.tif", "a.tif", "c.txt"):
        (tmp_path / "in" / name).touch()
    assert [frame.name for frame in read(tmp_path / "in")] == ["a", "b"]


def test_columns_that_mean_nothing_are_told(tmp_path):
    told = []
    read(tmp_path / "t.csv", "path,sun_azimut\na.tif,3\n", told=told)
    assert len(told) == 1 and "sun_azimut " in told[0]


@pytest.mark.parametrize("text, words", [
    ("", "no rows"),
    ("path\n", "no rows"),
    ("file\na.tif\n", "no column path"),
    ("path,sun_azimuth\n,3\n", "Row 1 of .* names no image"),
    ("path,sun_azimuth\na.tif,west\n", "sun_azimuth 'west'.*-360 to 360"),
    ("path,sun_incidence\na.tif,95\n", "sun_incidence '95'"),
    ("path,contrast\na.tif,high\n", "contrast 'high'.*one of: auto"),
    ("path\na.tif,b.tif\n", "more values than columns"),
    ('path\n"a.tif\n', "cannot be read as a table"),
])  # fmt: skip
def test_what_cannot_be_used_is_one_sentence(tmp_path, text, words):
    with pytest.raises(ParameterError, match=words):
        read(tmp_path / "t.csv", text)


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_tables_of_spreadsheets_are_read(tmp_path, mark):
    lines = ["path,sun_azimuth,sun_incidence", "a.tif,300,60", "", ",,", "b.tif,,"]
    frames = read(tmp_path / "t.csv", "\n".join(lines).replace(",", mark))
    assert [(frame.name, frame.sun.sun_azimuth) for frame in frames] == [("a", 300.0), ("b", None)]


def test_files_that_are_no_tables(tmp_path):
    (tmp_path / "t.csv").write_bytes(b"path\n\xff\xfe.tif\n")
    with pytest.raises(ParameterError, match="UTF-8"):
        read(tmp_path / "t.csv")
    with pytest.raises(ParameterError, match="absent.csv cannot be read"):
        read(tmp_path / "absent.csv")
    (tmp_path / "t.gpkg").write_bytes(b"none")
    with pytest.raises(LayerError):
        read(tmp_path / "t.gpkg")
