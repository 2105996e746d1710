"""Figure panels: maps against brute force over whole rasters, what is drawn where, and what is refused."""

import math
import struct
import subprocess

import numpy as np
import pytest
import rasterio
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.contract.progress import Progress
from engine.errors import LayerError, OverlapError, ParameterError
from engine.measures.panel import reduced
from engine.measures.panel.rows import Row, rows_of
from engine.measures.slope.maps import Shade
from engine.raster.heights import HeightReader
from engine.raster.reader import RasterReader
from engine.reports.figure_marks import round_length
from tests.conftest import MOON_EQC, write_raster
from tests.measures.test_profile import write_lines

SHADE = Shade(315.0, 45.0)


def write_areas(path, boxes, crs=MOON_EQC):
    """A layer of boxes (left, bottom, right, top) by name."""
    from pyogrio.raw import write

    def wkb(left, bottom, right, top):
        ring = [(left, bottom), (right, bottom), (right, top), (left, top), (left, bottom)]
        return struct.pack("<BIII", 1, 3, 1, 5) + b"".join(struct.pack("<dd", *point) for point in ring)

    shapes = np.array([wkb(*box) for box in boxes.values()], dtype=object)
    names = [np.array(list(boxes), dtype=object)]
    write(str(path), shapes, names, ["name"], driver="GPKG", geometry_type="Polygon", crs=crs)
    return str(path)


@pytest.fixture
def rough(tmp_path):
    """A rough DTM of 300 x 400 pixels of 2 m with a hole."""
    rng = np.random.default_rng(2)
    heights = 100.0 + np.cumsum(rng.normal(0.0, 0.2, (300, 400)), axis=1).astype(np.float32)
    heights[100:140, 200:260] = np.nan
    return write_raster(tmp_path / "rough.tif", heights)


def blocks(values, factor):
    height, width = (side // factor for side in values.shape)
    return values[: height * factor, : width * factor].reshape(height, factor, width, factor)


def test_maps_are_means_of_what_gdaldem_gives(tmp_path, rough):
    subprocess.run(["gdaldem", "slope", "-q", rough, str(tmp_path / "s.tif")], check=True)
    with rasterio.open(tmp_path / "s.tif") as dataset:
        slope = dataset.read(1, masked=True).filled(np.nan)
    with RasterReader(rough) as reader:
        frame = reduced.framed(reader.grid, (0, 0, 300, 400), 100)
        found = reduced.maps(HeightReader(reader, "metres", print), frame, ("slope", "heights"), SHADE, Progress())
        heights = reader.read(0, 0, 300, 400)
    assert frame.factor == 4 and found["slope"].shape == (75, 100)
    inner = np.s_[1:-1, 1:-1]
    with np.errstate(invalid="ignore"):
        expected = blocks(slope, 4).mean(axis=(1, 3))
    whole = np.isfinite(expected)
    whole[~np.isfinite(found["slope"])] = False
    whole[[0, -1], :] = whole[:, [0, -1]] = False  # gdaldem leaves the border out
    assert whole.sum() > 6000
    assert np.abs(found["slope"] - expected)[whole].max() < 0.01
    assert np.allclose(found["heights"][inner][0], blocks(heights, 4).mean(axis=(1, 3))[inner][0], atol=1e-4)
    assert np.isnan(found["slope"][26:34, 51:64]).all()


@pytest.mark.parametrize("kind", ["hillshade", "slope", "roughness", "heights"])
def test_what_is_drawn_does_not_depend_on_the_bands(rough, monkeypatch, kind):
    with RasterReader(rough) as reader:
        frame, heights = reduced.framed(reader.grid, (12, 8, 250, 300), 100), HeightReader(reader, "metres", print)
        one = reduced.maps(heights, frame, (kind,), SHADE, Progress())[kind]
        monkeypatch.setattr(reduced, "BAND", 7)
        other = reduced.maps(heights, frame, (kind,), SHADE, Progress())[kind]
    assert np.isfinite(one).any() and np.array_equal(one, other, equal_nan=True)


@settings(deadline=None)
@given(st.integers(1, 60_000), st.integers(1, 60_000), st.integers(100, 3000))
def test_a_part_is_drawn_within_the_size(height, width, size):
    frame = reduced.framed(None, (0, 0, height, width), size)
    assert frame.height % frame.factor == frame.width % frame.factor == 0
    assert height - frame.factor < frame.height <= height and width - frame.factor < frame.width <= width
    least = min(height, width)
    assert max(frame.height, frame.width) <= size * frame.factor or frame.factor == least


@given(st.floats(1e-2, 1e6))
def test_the_scale_bar_has_a_round_length(metres):
    length = round_length(metres)
    assert metres / 2.5 <= length * (1.0 + 1e-9) and length <= metres * (1.0 + 1e-6)
    assert round(length / 10.0 ** math.floor(math.log10(length) + 1e-9), 6) in (1.0, 2.0, 5.0)


def test_rows_as_people_write_them():
    assert rows_of(None, False) == [Row("hillshade"), Row("slope")]
    assert rows_of(" ", True)[-1] == Row("difference")
    assert rows_of("slope 0..40; heights -12.5 .. 3;hillshade", False) == [
        Row("slope", (0.0, 40.0)), Row("heights", (-12.5, 3.0)), Row("hillshade")
    ]  # fmt: skip
    bad = (("slopes", "'slopes'"), ("slope 40..0", "no width"), ("slope;", "''"), ("difference", "needs"))
    for text, words in bad:
        with pytest.raises(ParameterError, match=words):
            rows_of(text, False)


def test_a_whole_figure(tmp_path, run, sample):
    with rasterio.open(sample / "image.tif") as dataset:
        left, bottom, right, top = dataset.bounds
        crs = dataset.crs.to_wkt()
    areas = write_areas(tmp_path / "a.gpkg", {"rim $x$": (left + 300, bottom + 300, left + 700, bottom + 500),
                                              "off": (right + 100, top, right + 200, top + 100)}, crs)  # fmt: skip
    lines = write_lines(tmp_path / "l.gpkg", [[(left, bottom), (right, top)]], crs)
    given = {"input": [sample / "truth.tif"], "labels": "a$b$", "image": sample / "image.tif", "lines": lines,
             "areas": areas, "coarse_dem": sample / "coarse_dem.tif", "reference": sample / "truth.tif",
             "rows": "hillshade; difference -1..1", "size": 200}  # fmt: skip
    files = []
    for name in ("1", "2"):
        log = []
        got = run("draw_panel", log, **given, output=tmp_path / f"{name}.png", output_pdf=tmp_path / f"{name}.pdf")
        files.append([(tmp_path / f"{name}{suffix}").read_bytes() for suffix in (".png", ".pdf")])
    assert any("1 of 2 areas do not lie on the first DTM" in text for _, text in log)
    # Image, three hillshades, two differences, and of the one area on this ground again the image and three.
    assert got["pictures"] == 10 and got["pixel"] == pytest.approx(10.0, rel=0.01)
    assert files[0] == files[1] and files[0][1].startswith(b"%PDF")
    with rasterio.open(tmp_path / "1.png") as picture:
        assert picture.read(1).std() > 20.0


def test_a_dtm_of_another_grid_is_drawn_on_the_first(tmp_path, run, rough):
    other = write_raster(tmp_path / "o.tif", np.zeros((60, 60), np.float32), gsd=5.0)
    got = run("draw_panel", input=[rough, other], output=tmp_path / "p.png")
    assert got["pictures"] == 4


@pytest.mark.parametrize(("given", "error", "words"), [
    ({"labels": "a; b"}, ParameterError, "2 titles for 1 DTMs"),
    ({"rows": "shade"}, ParameterError, "'shade'"),
    ({"image": "far"}, OverlapError, "not on the grid"),
    ({"reference": "far"}, OverlapError, "lies on other ground than"),
    ({"areas": "absent.gpkg"}, LayerError, "absent.gpkg"),
    ({"areas": {"x": (9000, 9000, 9100, 9100)}}, OverlapError, "No area"),
    ({"areas": {str(i): (i, i, i + 40, i + 40) for i in range(7)}}, ParameterError, "7 areas"),
    ({"lines": [[(9000, 9000), (9100, 9100)]]}, OverlapError, "does not cross"),
])  # fmt: skip
def test_what_cannot_be_drawn_is_one_sentence(tmp_path, run, rough, given, error, words):
    far = write_raster(tmp_path / "far.tif", np.ones((50, 50), np.float32), origin=(9000.0, 9000.0))
    given = {name: far if value == "far" else value for name, value in given.items()}
    if isinstance(given.get("areas"), dict):
        given["areas"] = write_areas(tmp_path / "a.gpkg", given["areas"])
    if isinstance(given.get("lines"), list):
        given["lines"] = write_lines(tmp_path / "l.gpkg", given["lines"])
    (tmp_path / "p.png").write_bytes(b"an older one")
    with pytest.raises(error, match=words):
        run("draw_panel", input=[rough], **given, output=tmp_path / "p.png")
    assert (tmp_path / "p.png").read_bytes() == b"an older one"
