"""Layouts of panels: what goes where, rasters of other grids as they are, and what is refused."""

import numpy as np
import pytest
import rasterio
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import OverlapError, ParameterError, RasterError
from engine.measures.panel.layout import OF_HEIGHTS, OF_VALUES
from engine.measures.panel.layout_file import read_layout
from engine.raster.grid import same_grid
from engine.raster.known_means import KnownMeans, known_means
from engine.raster.nearest import nearest
from engine.raster.reader import RasterReader
from engine.reports.figure_scales import SCALES
from tests.conftest import write_raster
from tests.measures.test_panel import write_areas


@pytest.fixture
def folder(tmp_path):
    """A DTM, a coarser one, codes and a layout's folder."""
    rng = np.random.default_rng(3)
    heights = np.cumsum(rng.normal(0.0, 0.2, (120, 160)), axis=1).astype(np.float32)
    write_raster(tmp_path / "dtm.tif", heights)
    write_raster(tmp_path / "coarse.tif", heights[::8, ::8].copy(), gsd=16.0)
    write_raster(tmp_path / "codes.tif", rng.integers(1, 4, (15, 20)).astype(np.uint8), gsd=16.0, nodata=0)
    write_raster(tmp_path / "far.tif", heights, origin=(9000.0, 9000.0))
    return tmp_path


def layout(folder, text):
    path = folder / "layout.toml"
    path.write_text(text, encoding="utf-8")
    return path


WHOLE = """
[[row]]
title = "above $x$"
cells = [
  { show = "hillshade", raster = "dtm.tif", title = "a$b$" },
  {},
  { show = "slope", raster = "coarse.tif", smooth = true, range = [0, 30] },
]
[[row]]
cells = [
  { show = "difference", raster = "coarse.tif", minus = "dtm.tif" },
  { show = "classes", raster = "codes.tif" },
  { show = "values", raster = "coarse.tif", label = "posts (m)" },
  { show = "shadows", raster = "codes.tif" },
]
[[row]]
area = "1"
cells = [{ show = "heights", raster = "dtm.tif" }, { show = "roughness", raster = "dtm.tif" },
         { show = "image", raster = "dtm.tif" }]
"""


def test_every_kind_is_drawn_where_the_layout_says(folder, run):
    areas = write_areas(folder / "a.gpkg", {"1": (-60.0, -40.0, 60.0, 40.0)})
    got = run("draw_panel", layout=layout(folder, WHOLE), areas=areas, output=folder / "p.png",
              output_pdf=folder / "p.pdf", size=100)  # fmt: skip
    assert got["pictures"] == 9 and got["pixel"] == pytest.approx(4.0, rel=1e-3)
    with rasterio.open(folder / "p.png") as picture:
        assert picture.read(1).std() > 20.0
        # Three rows of a wide raster and at most four columns.
        assert picture.width > picture.height
    assert (folder / "p.pdf").read_bytes().startswith(b"%PDF")


def test_a_layout_is_read_as_it_is_written(folder):
    found = read_layout(str(layout(folder, WHOLE)))
    assert found.grid == str(folder / "dtm.tif")
    assert [len(line.places) for line in found.lines] == [3, 4, 3]
    assert found.lines[0].places[1] is None and found.lines[2].area == "1"
    slope = found.lines[0].places[2]
    assert (slope.show, slope.smooth, slope.range, slope.minus) == ("slope", True, (0.0, 30.0), "")
    # Heights along lines: each raster of heights once, under its first title.
    assert found.profiles == [("a$b$", str(folder / "dtm.tif")), ("coarse", str(folder / "coarse.tif"))]
    other = read_layout(str(layout(folder, 'grid = "coarse.tif"\n' + WHOLE)))
    assert other.grid == str(folder / "coarse.tif")
    assert set(SCALES) == {*OF_HEIGHTS, *OF_VALUES}


ROW = "[[row]]\ncells = ["


@pytest.mark.parametrize(("text", "words"), [
    ("", "has no rows"),
    ("row = 3", "has no rows"),
    ("columns = 3\n" + ROW + "{}]", "has 'columns'"),
    ("not toml", "cannot be read as a layout"),
    (ROW + "{}]", "has no picture"),
    ("[[row]]\ntitle = 'x'", "Row 1 of .* has no cells"),
    ("[[row]]\ncells = [3]", "has no cells"),
    ("[[row]]\nheight = 3\ncells = [{}]", "has 'height'"),
    ("[[row]]\ntitle = 3\ncells = [{}]", "no text"),
    (ROW + "{ show = 'shade', raster = 'dtm.tif' }]", "cell 1 shows 'shade'"),
    (ROW + "{ show = 'slope' }]", "has no raster"),
    (ROW + "{ show = 'slope', raster = 3 }]", "a raster that is no text"),
    (ROW + "{ show = 'slope', raster = 'dtm.tif', colour = 'red' }]", "has 'colour'"),
    (ROW + "{ show = 'difference', raster = 'dtm.tif' }]", "without minus"),
    (ROW + "{ show = 'slope', raster = 'dtm.tif', minus = 'dtm.tif' }]", "is no difference"),
    (ROW + "{ show = 'slope', raster = 'dtm.tif', range = [4, 1] }]", "the lower one first"),
    (ROW + "{ show = 'slope', raster = 'dtm.tif', range = [0, inf] }]", "the lower one first"),
    (ROW + "{ show = 'slope', raster = 'dtm.tif', smooth = 1 }]", "true or false"),
    (ROW + ",".join(["{}"] * 11) + "]", "11 cells"),
    ((ROW + "{}]\n") * 13, "13 rows"),
    ("grid = 3\n" + ROW + "{ show = 'slope', raster = 'dtm.tif' }]", "no name of a raster"),
    ("[[row]]\narea = 'x'\ncells = [{ show = 'slope', raster = 'dtm.tif' }]", "area 'x', which is not on this"),
])  # fmt: skip
def test_a_layout_that_is_none_is_refused_in_one_sentence(folder, run, text, words):
    (folder / "p.png").write_bytes(b"an older one")
    with pytest.raises(ParameterError, match=words):
        run("draw_panel", layout=layout(folder, text), output=folder / "p.png")
    assert (folder / "p.png").read_bytes() == b"an older one"


@pytest.mark.parametrize(("name", "error"), [("absent.tif", RasterError), ("far.tif", OverlapError)])
def test_rasters_of_a_layout_that_cannot_be_drawn(folder, run, name, error):
    text = ROW + f"{{ show = 'image', raster = 'dtm.tif' }}, {{ show = 'classes', raster = '{name}' }}]"
    with pytest.raises(error, match=name):
        run("draw_panel", layout=layout(folder, text), output=folder / "p.png")


@pytest.mark.parametrize("show", ["slope", "classes"])
def test_other_ground_is_said_with_the_grid_that_all_are_drawn_on(folder, run, show):
    text = ROW + f"{{ show = 'image', raster = 'dtm.tif' }}, {{ show = '{show}', raster = 'far.tif' }}]"
    with pytest.raises(OverlapError, match="far.tif lies on other ground than .*dtm.tif, on whose grid"):
        run("draw_panel", layout=layout(folder, text), output=folder / "p.png")


@pytest.mark.parametrize("show", ["classes", "shadows"])
def test_heights_are_no_codes(folder, run, show):
    text = ROW + f"{{ show = '{show}', raster = 'dtm.tif' }}]"
    with pytest.raises(RasterError, match=rf"dtm.tif holds .*, but {show} are 0 to [34]; .*show this one as values"):
        run("draw_panel", layout=layout(folder, text), output=folder / "p.png")


def test_a_layout_and_what_it_says_itself_are_one_too_many(folder, run):
    path = layout(folder, ROW + "{ show = 'slope', raster = 'dtm.tif' }]")
    with pytest.raises(ParameterError, match="and so does rows"):
        run("draw_panel", layout=path, rows="slope", output=folder / "p.png")
    with pytest.raises(ParameterError, match="and so does input"):
        run("draw_panel", layout=path, input=[folder / "dtm.tif"], output=folder / "p.png")
    with pytest.raises(ParameterError, match=r"cannot be read .*No such file"):
        run("draw_panel", layout=folder / "absent.toml", output=folder / "p.png")
    with pytest.raises(ParameterError, match="input"):
        run("draw_panel", output=folder / "p.png")


def test_codes_of_another_grid_stay_what_they_are(folder):
    with RasterReader(str(folder / "codes.tif")) as codes, RasterReader(str(folder / "dtm.tif")) as dtm:
        assert not same_grid(codes.grid, dtm.grid)
        found = nearest(codes, dtm.grid, (0, 0, 120, 160), 2)
        values = codes.read(0, 0, 15, 20)
        part = nearest(codes, dtm.grid, (16, 24, 64, 80), 1)
    # Both rasters have one corner, and a code is eight pixels wide.
    assert np.array_equal(found, np.kron(values, np.ones((4, 4), np.float32)))
    assert np.array_equal(part, np.kron(values, np.ones((8, 8), np.float32))[16:80, 24:104])


def test_a_raster_that_ends_within_the_ground_is_unknown_beyond(folder):
    write_raster(folder / "half.tif", np.ones((15, 10), np.float32), gsd=16.0, origin=(-160.0, 120.0))
    with RasterReader(str(folder / "half.tif")) as half, RasterReader(str(folder / "dtm.tif")) as dtm:
        found = nearest(half, dtm.grid, (0, 0, 120, 160), 4)
    assert (found[:, :20] == 1.0).all() and np.isnan(found[:, 20:]).all()


@given(st.data(), st.integers(1, 9), st.integers(9, 60), st.integers(9, 40))
def test_means_of_bands_are_means_of_the_whole(data, factor, height, width):
    rng = np.random.default_rng(height * width)
    values = rng.normal(0.0, 1.0, (height, width)).astype(np.float32)
    values[rng.random(values.shape) < 0.4] = np.nan
    sums = KnownMeans(height, width, factor)
    row = 0
    while row < height:
        step = data.draw(st.integers(1, height - row))
        sums.add(values[row : row + step], row)
        row += step
    rows, columns = height // factor * factor, width // factor * factor
    expected = known_means(values[:rows, :columns], factor)
    assert np.allclose(sums.means(), expected, atol=1e-6, equal_nan=True)
