"""Reports show what they are given as text, and need nothing from elsewhere."""

import html.parser
import re
import struct

import jinja2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.reports.page import TEMPLATES, Table, number, write_page
from engine.vector.layer import ring, write_layer
from tests.conftest import MOON_EQC, write_raster

HOSTILE = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7 * 7 }}{% raw %}", "a$b$ & 'c'"]
"""Names of files; a slash cannot be part of one."""

TAGS = {"html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "b", "small", "ul", "li", "div", "table",
        "tr", "th", "td", "img"}  # fmt: skip
VOID = {"meta", "img"}


class Reader(html.parser.HTMLParser):
    """Tags, attributes and text of a page; tags must nest."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.text, self._open = [], [], []
        self.feed(text)
        self.close()
        assert not self._open

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag):
        assert self._open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)


def checked(path, *names):
    """The text of a page that holds these names as text alone, and loads nothing."""
    page = Reader(path.read_text(encoding="utf-8"))
    for tag, attributes in page.tags:
        assert tag in TAGS, tag
        assert not [a for a in attributes if a.startswith("on")], attributes
        assert attributes.get("src", "data:image/png;base64,").startswith("data:image/png;base64,")
    text = "".join(page.text)
    for name in names:
        assert name in text
    return text


@pytest.fixture(params=HOSTILE)
def scene(request, tmp_path):
    """A surface of craters and rocks under names that a page must not believe."""
    name = request.param.replace("/", "∕")
    rng = np.random.default_rng(0)
    y, x = np.mgrid[:160, :160]
    radius = np.hypot(y - 80, x - 80)
    height = np.where(radius < 40, (radius / 40) ** 2 * 20 - 20, 0.0) + np.exp(-(((radius - 42) / 5) ** 2)) * 4
    height = height.astype(np.float32) + rng.normal(0, 0.02, height.shape).astype(np.float32)
    image = (0.5 + 0.3 * np.gradient(height, axis=1) + rng.normal(0, 0.01, height.shape)).clip(0.01).astype(np.float32)
    corners = np.array([[-80.0, -80.0], [80.0, -80.0], [80.0, 80.0], [-80.0, 80.0]])
    write_layer(str(tmp_path / "outline.gpkg"), MOON_EQC, "Polygon", [ring(*corners.T)], {"n": np.array([1], np.int32)})
    return name, tmp_path, {
        "dtm": write_raster(tmp_path / f"{name} d.tif", height),
        "image": write_raster(tmp_path / f"{name} i.tif", image),
        "coarse": write_raster(tmp_path / f"{name} c.tif", height[::8, ::8], gsd=16.0),
        "sar": write_raster(tmp_path / f"{name} s.tif", rng.normal(-12, 2, (40, 40)).astype(np.float32), gsd=8.0),
        "outline": str(tmp_path / "outline.gpkg"),
    }  # fmt: skip


SQUARE = ring(np.array([-90.0, 90.0, 90.0, -90.0]), np.array([-90.0, -90.0, 90.0, 90.0]))
SUN = {"sun_azimuth": 90.0, "sun_incidence": 70.0}


def test_file_names_stay_text_in_every_report(scene, run):
    name, folder, paths = scene
    run("evaluate", dtm=paths["dtm"], reference=paths["dtm"], coarse_dem=paths["coarse"], image=paths["image"], **SUN,
        output=folder / "e.html")  # fmt: skip
    checked(folder / "e.html", f"Evaluation of {name} d.tif", "RE < 2 m (%)")
    run("compare_shadows", image=paths["image"], dtm=paths["dtm"], **SUN, rocks=paths["outline"],
        output=folder / "s.html")  # fmt: skip
    checked(folder / "s.html", f"{name} d.tif", f"{name} i.tif")
    run("detect_rocks", image=paths["image"], dtm=paths["dtm"], **SUN, output=folder / "r.gpkg",
        output_report=folder / "r.html")  # fmt: skip
    checked(folder / "r.html", f"Rocks of {name} i.tif")
    run("measure_craters", dtm=paths["dtm"], other=paths["dtm"], craters=paths["outline"], output=folder / "c.gpkg",
        output_report=folder / "c.html")  # fmt: skip
    checked(folder / "c.html", f"Craters of {name} d.tif")
    run("incidence_study", dtm=paths["dtm"], coarse_dem=paths["coarse"], sun_incidences="50", output=folder / "i.html")
    checked(folder / "i.html", f"Incidence study of {name} d.tif")
    run("compare_sar", input=paths["dtm"], sar=paths["sar"], sar_unit="dB", output=folder / "b.html")
    checked(folder / "b.html", f"{name} d.tif", f"{name} s.tif")
    areas = str(folder / "areas.gpkg")
    write_layer(areas, MOON_EQC, "Polygon", [SQUARE], {"name": np.array([f"{name} area"], dtype=object)})
    shots = folder / f"{name} p.csv"
    shots.write_text("lon,lat,height\n" + "".join(f"{i * 1e-5},{i * 2e-5},1\n" for i in range(-60, 60)))
    run("compare_dtms", input=[paths["dtm"], paths["coarse"]], labels=f"{name} 1; {name} 2", reference=paths["dtm"],
        points=shots, areas=areas, output=folder / "t.html")  # fmt: skip
    checked(folder / "t.html", f"{name} 1", f"{name} 2", f"{name} area", f"{name} d.tif", f"{name} p.csv")


@pytest.mark.parametrize("name", ["a$b$", "$\\frac{$"])
def test_file_names_are_no_formulas_in_a_plot(tmp_path, run, name):
    dtm = write_raster(tmp_path / f"{name}.tif", np.random.default_rng(0).random((40, 40), np.float32))
    line = struct.pack("<BII4d", 1, 2, 2, -30.0, 0.0, 30.0, 5.0)
    write_layer(str(tmp_path / "l.gpkg"), MOON_EQC, "LineString", [line], {"n": np.array([1], np.int32)})
    run("profile", lines=tmp_path / "l.gpkg", input=[dtm], output=tmp_path / "p.csv", output_plot=tmp_path / "p.png")
    assert (tmp_path / "p.png").read_bytes().startswith(b"\x89PNG")


@given(st.text(min_size=1))
def test_any_text_comes_back_as_it_went_in(tmp_path_factory, text):
    path = tmp_path_factory.getbasetemp() / "any.html"
    write_page(path, "craters.html", source="s", pixel_m=(1.0, 1.0), craters=Table([text], [[text, text]]))
    found = Reader(path.read_text(encoding="utf-8"))
    # A page is UTF-8 with plain line ends, and has no place for a null.
    same = text.replace("\r\n", "\n").replace("\r", "\n")
    assert "".join(found.text).count(same) >= 3


def test_a_name_that_is_missing_is_an_error_and_leaves_nothing(tmp_path):
    with pytest.raises(jinja2.UndefinedError):
        write_page(tmp_path / "x.html", "craters.html", source="s", pixel_m=(1.0, 1.0))
    assert list(tmp_path.iterdir()) == []


def test_templates_switch_no_escaping_off():
    for path in TEMPLATES.glob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"autoescape|\|\s*safe|Markup", text), path


def test_numbers_that_are_not_there_are_dashes():
    assert [number(v, 1) for v in (None, float("nan"), float("inf"), 1234.56)] == ["–", "–", "–", "1,234.6"]
