"""Craters that are found: made scenes whose craters are known, closed forms, and other ways to the same number."""

import csv
import math
import struct

import numpy as np
import pytest
from pyogrio.raw import read as read_raw

from engine.contract.area_request import AreaRequest
from engine.contract.progress import Progress
from engine.errors import LayerError, ParameterError
from engine.measures.counts import CountedGround
from engine.measures.craters.candidates import overlap
from engine.measures.craters.detect import Search, search_all
from engine.measures.craters.found import FoundCrater, write_found
from engine.measures.craters.octaves import Octave, Part, octaves, read_means
from engine.measures.craters.templates import DtmTemplates, ImageTemplates
from engine.raster.fill import inside
from engine.raster.frame import Sun
from engine.raster.grid import Grid, great_circle
from engine.synthetic import crater_laws, craters
from engine.synthetic.product import MOON_WKT
from engine.synthetic.relief import self_affine
from engine.synthetic.scene import Ground, light, make_scene
from engine.vector.layer import ring, write_layer
from tests.benchmarks import craters as benchmark
from tests.conftest import MOON_EQC

SIZE, GSD = 320, 2.0
GEOGRAPHIC = (
    'GEOGCS["Moon",DATUM["D_Moon",SPHEROID["Moon",1737400,0]],PRIMEM["Reference",0],UNIT["degree",0.0174532925199433]]'
)


def grid_of(values, gsd=GSD):
    height, width = values.shape
    return Grid(MOON_WKT, (gsd, 0.0, -width * gsd / 2, 0.0, -gsd, height * gsd / 2), width, height)


def search(values, templates, window=1024, smallest=16.0, least=0.5):
    surface = benchmark.Array(values, grid_of(values))
    return search_all(Search(surface, templates, least, smallest, 0.5 * min(values.shape) * GSD), Progress(), window)


@pytest.fixture(scope="module")
def cratered():
    """A made plain with its craters, and its image."""
    return make_scene(930_001, "flat", SIZE, GSD, 60.0, 300.0, 62.0)


def test_a_crater_between_two_octaves_is_found():
    """Fresh ones of all sizes through three octaves, each alone on level ground."""
    sun = Sun(300.0, 65.0, "raster")
    for diameter in np.geomspace(36.0, 130.0, 9):
        height = np.zeros((150, 150), np.float32)
        craters.stamp(height, 74.6, 75.3, float(diameter), 0.1, GSD)
        image = light(np.random.default_rng(1), Ground("flat", GSD, height, np.ones_like(height)), 300.0, 65.0)
        for values, templates in ((height, DtmTemplates()), (image, ImageTemplates(sun))):
            surface = benchmark.Array(values, grid_of(values))
            found = search_all(Search(surface, templates, 0.5, 20.0, 250.0), Progress())
            (best,) = (one for one in found if abs(one.row - 75.1) < 4 and abs(one.column - 75.8) < 4
                       and abs(one.diameter_m / diameter - 1.0) < 0.15)  # fmt: skip
            assert best.score > 0.9


@pytest.fixture(scope="module")
def few(tmp_path_factory):
    """Level rough ground with five craters, as DTM and image on disk, and (x, y, diameter) of each in metres."""
    from tests.conftest import write_raster

    folder = tmp_path_factory.mktemp("few")
    rng = np.random.default_rng(3)
    height = self_affine(rng, SIZE, 0.9, 0.6, GSD, 17.0)
    placed = [(60, 70, 60.0), (70, 230, 100.0), (180, 90, 44.0), (235, 230, 140.0), (270, 60, 30.0)]
    for row, column, diameter in placed:
        craters.stamp(height, row, column, diameter, 0.1, GSD)
    image = light(rng, Ground("flat", GSD, height, np.ones_like(height)), 300.0, 65.0)
    half = SIZE * GSD / 2
    places = [((c + 0.5) * GSD - half, half - (r + 0.5) * GSD, d) for r, c, d in placed]
    dtm = write_raster(folder / "dtm.tif", height.astype(np.float32), unit="m")
    return dtm, write_raster(folder / "image.tif", image.astype(np.float32)), places


def outlines(path):
    """Fields of a layer, and the vertices of each outline."""
    meta, _, geometry, values = read_raw(str(path))
    rings = [np.frombuffer(shape, "<f8", offset=13).reshape(-1, 2) for shape in geometry]
    return dict(zip(meta["fields"], values)), rings


@pytest.mark.parametrize("in_image", [False, True])
def test_craters_of_a_made_plain_are_found(cratered, in_image):
    found = benchmark.trial(cratered, in_image)
    share, count = benchmark.recall([found])
    right, chance = benchmark.precision([found])
    assert count >= 10 and share >= 0.85
    assert right >= 0.85 and chance < 0.1


@pytest.mark.parametrize("in_image", [False, True])
def test_each_crater_is_found_once_whatever_the_windows(cratered, in_image):
    values = cratered.image if in_image else cratered.ground.height
    templates = ImageTemplates(Sun(300.0, 62.0, "raster")) if in_image else DtmTemplates()
    one = search(values, templates)
    assert len(one) > 20
    other = search(values, templates, 130)
    assert len(other) == len(one)
    places = [[(c.row, c.column, c.diameter_m, c.score) for c in some] for some in (one, other)]
    np.testing.assert_allclose(places[1], places[0], atol=2e-3)
    rows = np.array([(c.row, c.column, c.diameter_m / GSD) for c in one])
    twice = [
        (i, j) for i in range(len(rows)) for j in range(i)
        if overlap(rows[i, 2], rows[j, 2], math.dist(rows[i, :2], rows[j, :2])) > 0.5
    ]  # fmt: skip
    assert not twice


def test_a_turned_scene_has_the_same_craters(cratered):
    one = search(cratered.image, ImageTemplates(Sun(300.0, 62.0, "raster")))
    turned = np.ascontiguousarray(np.rot90(cratered.image))  # up goes left: the azimuth falls by 90
    two = search(turned, ImageTemplates(Sun(210.0, 62.0, "raster")))
    back = sorted((c.column, SIZE - c.row, c.diameter_m) for c in two)
    there = sorted((c.row, c.column, c.diameter_m) for c in one)
    assert len(back) == len(there)
    np.testing.assert_allclose(back, there, atol=0.5)


def test_heights_may_lie_anywhere_and_gaps_are_no_craters(cratered):
    height = cratered.ground.height
    one = search(height, DtmTemplates())
    assert [c.row for c in search(height + np.float32(4000.0), DtmTemplates())] == pytest.approx(
        [c.row for c in one], abs=0.02
    )
    gap = height.copy()
    gap[100:160, 100:160] = np.nan
    inside_gap = [c for c in search(gap, DtmTemplates()) if 105 < c.row < 155 and 105 < c.column < 155]
    assert not inside_gap
    assert search(np.full((200, 200), np.nan, np.float32), DtmTemplates()) == []
    assert search(np.zeros((200, 200), np.float32), DtmTemplates()) == []


def test_octaves_take_every_diameter_once_and_means_are_means():
    planned = octaves(16.0, 1000.0, 2.0)
    looked_for = [d for octave in planned for d in octave.diameters_m[2:-2]]
    assert looked_for[0] == 16.0 and looked_for[-1] >= 1000.0
    assert np.diff(np.log2(looked_for)) == pytest.approx(0.25)
    for octave in planned[1:]:
        assert all(11.99 <= d / 2.0 / octave.factor < 24.0 for d in octave.diameters_m[2:-2])
    values = np.arange(14.0 * 10.0, dtype=np.float32).reshape(14, 10)
    got = read_means(benchmark.Array(values, grid_of(values)), Octave(2, ()), Part(1, 1, 3, 2), (1, 1))
    np.testing.assert_allclose(got, values[:10, :8].reshape(5, 2, 4, 2).mean(axis=(1, 3)))


def test_overlap_of_circles():
    assert overlap(10.0, 10.0, 0.0) == 1.0 and overlap(10.0, 5.0, 1.0) == 0.25 and overlap(10.0, 6.0, 8.0) == 0.0
    rng = np.random.default_rng(0)
    for first, second, away in ((10.0, 7.0, 4.0), (10.0, 3.0, 5.0), (6.0, 6.0, 2.0)):
        x, y = rng.uniform(-12, 12, (2, 400_000))
        one, two = np.hypot(x, y) <= first / 2, np.hypot(x - away, y) <= second / 2
        assert overlap(first, second, away) == pytest.approx((one & two).sum() / (one | two).sum(), abs=0.01)


def test_the_published_lines():
    """At one kilometre the polynomials are their first coefficients; slopes by differences."""
    assert crater_laws.production(1000.0, 1.0) == pytest.approx(10**-3.0876 * 1e-6)
    assert crater_laws.chronology(1.0) == pytest.approx(8.38e-4, rel=0.002)
    assert crater_laws.production(1000.0, 3.5) / crater_laws.production(1000.0, 1.0) == pytest.approx(
        crater_laws.chronology(3.5) / crater_laws.chronology(1.0)
    )
    assert crater_laws.trask(1000.0) == pytest.approx(10**-1.1 * 1e-6)
    assert crater_laws.hartmann(1000.0) == pytest.approx(10**-1.14 * 1e-6)
    assert crater_laws.equilibrium(100.0) == pytest.approx(0.055 * 1.54 * 100.0**-2, rel=0.01)
    steep = math.log(crater_laws.production(20.0, 1.0) / crater_laws.production(40.0, 1.0)) / math.log(2.0)
    assert 2.8 < steep < 3.3  # Moore, Boyce & Hahn (1980): about 2.8 from 1 to 100 m


@pytest.mark.parametrize("latitude", [0.0, 60.0])
def test_outlines_are_circles_on_the_ground(tmp_path, latitude):
    from engine.measures.craters.candidates import Candidate
    from engine.measures.craters.score import Evidence

    step = math.degrees(2.0 / 1737400.0)
    grid = Grid(GEOGRAPHIC, (step, 0.0, 10.0, 0.0, -step, latitude + 800 * step), 1600, 1600)
    place = Candidate(300.0, 700.0, 120.0, Evidence(0.9, 0.1, 20.0, 0), 0.9)
    write_found(str(tmp_path / "c.gpkg"), grid, [FoundCrater(place, 12.0)], True)
    fields, rings = outlines(tmp_path / "c.gpkg")
    assert fields["diameter_m"][0] == 120.0 and fields["depth_diameter"][0] == pytest.approx(0.1)
    centre = tuple(np.array([v]) for v in grid.to_crs(700.0, 300.0))
    away = great_circle(centre, tuple(rings[0].T), 1737400.0)
    np.testing.assert_allclose(away, 60.0, rtol=1e-3)


@pytest.mark.parametrize("with_image", [False, True])
def test_detect_craters_and_measure_craters_as_a_chain(run, tmp_path, few, with_image):
    dtm, image, places = few
    given = {"image": image, "sun_azimuth": 300.0, "sun_incidence": 65.0} if with_image else {}
    done = run("detect_craters", dtm=dtm, **given, output=tmp_path / "c.gpkg", output_report=tmp_path / "c.html",
               output_table=tmp_path / "c.csv")  # fmt: skip
    fields, rings = outlines(tmp_path / "c.gpkg")
    assert done["craters"] == len(rings) and done["with_depth"] >= 5
    for x, y, diameter in places:
        middles = np.array([one[:-1].mean(axis=0) for one in rings])
        nearest = int(np.hypot(middles[:, 0] - x, middles[:, 1] - y).argmin())
        assert np.hypot(*(middles[nearest] - (x, y))) < 0.1 * diameter
        assert fields["diameter_m"][nearest] == pytest.approx(diameter, rel=0.15)
        fresh = craters.fresh_depth(diameter) * 0.9**1.2
        assert fields["depth_m"][nearest] == pytest.approx(fresh, rel=0.25)
        assert 0.5 <= fields["score"][nearest] <= 1.0
    page = (tmp_path / "c.html").read_text(encoding="utf-8")
    assert page.count("data:image/png") == 2 and "Trask" in page
    with open(tmp_path / "c.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert int(rows[0]["craters"]) == done["craters"] and {row["area"] for row in rows} == {"all"}
    assert float(rows[0]["ground_km2"]) == pytest.approx((SIZE * GSD / 1000.0) ** 2, rel=1e-5)
    measured = run("measure_craters", dtm=dtm, craters=tmp_path / "c.gpkg", output=tmp_path / "m.gpkg")
    assert measured["craters_measured"] >= 5


def test_craters_are_counted_by_area(run, tmp_path, few):
    dtm, _, places = few
    boxes = {"west": (-320.0, 0.0), "east": (0.0, 320.0), "far": (5000.0, 6000.0)}
    shapes = [ring(np.array([a, b, b, a]), np.array([-320.0, -320.0, 320.0, 320.0])) for a, b in boxes.values()]
    layer = tmp_path / "areas.gpkg"
    write_layer(str(layer), MOON_EQC, "Polygon", shapes, {"name": np.array(list(boxes), dtype=object)})
    done = run("detect_craters", dtm=dtm, areas=layer, smallest=28.0, output=tmp_path / "c.gpkg",
               output_areas=tmp_path / "a.gpkg", output_table=tmp_path / "a.csv",
               output_report=tmp_path / "a.html")  # fmt: skip
    meta, _, _, values = read_raw(str(tmp_path / "a.gpkg"))
    fields = dict(zip(meta["fields"], values))
    assert list(fields["name"]) == list(boxes) and done["areas_counted"] == 3
    assert fields["craters"].sum() == done["craters"] and fields["craters"][2] == 0
    assert fields["craters"][0] >= sum(x < 0.0 for x, _, _ in places)
    np.testing.assert_allclose(fields["ground_km2"], [0.32 * 0.64, 0.32 * 0.64, 0.0], atol=1e-6)
    assert math.isnan(fields["per_km2"][2])
    assert "By area" in (tmp_path / "a.html").read_text(encoding="utf-8")


def test_points_in_areas_are_those_whose_pixels_are(tmp_path):
    """The counts against GDAL's own rasterization, on a ragged polygon and on ground of which a part is known."""
    rng = np.random.default_rng(5)
    angles = np.sort(rng.uniform(0, 2 * math.pi, 14))
    radii = rng.uniform(20.0, 90.0, 14)
    x, y = radii * np.cos(angles), radii * np.sin(angles)
    layer = tmp_path / "ragged.gpkg"
    write_layer(str(layer), MOON_EQC, "Polygon", [ring(x, y)], {"n": np.array([1], np.int32)})
    grid = Grid(MOON_EQC, (1.0, 0.0, -100.0, 0.0, -1.0, 100.0), 200, 200)
    known = np.ones((200, 200), dtype=bool)
    known[:, :70] = False
    ground = CountedGround(grid, AreaRequest(str(layer)))
    for row in range(0, 200, 64):
        ground.add(row, known[row : row + 64])
    mask = inside([np.column_stack((x + 100.0, 100.0 - y))], 0, 0, 200, 200)
    rows, columns = (part.ravel() + 0.5 for part in np.indices((200, 200)))
    whole, area = ground.counts(columns, rows, np.ones(40_000))
    assert whole.ground_m2 == pytest.approx(130 * 200, rel=1e-6) and whole.sizes_m.size == 40_000
    assert area.sizes_m.size == pytest.approx(mask.sum(), abs=2)
    assert area.ground_m2 == pytest.approx((mask & known).sum(), abs=2)


def test_what_cannot_be_asked_for_is_refused_in_one_sentence(run, tmp_path, few):
    dtm, image, _ = few
    out = {"output": tmp_path / "x.gpkg"}
    sun = {"sun_azimuth": 300.0, "sun_incidence": 65.0}
    for given, words in (
        ({}, "give an image with its sun, or a DTM"),
        ({"image": image}, "Finding craters in an image"),
        ({"dtm": dtm, "smallest": 50.0, "largest": 40.0}, "must be the smaller one"),
        ({"dtm": dtm, "smallest": 4.0}, "at least 4"),
        ({"dtm": dtm, "output_areas": tmp_path / "a.gpkg"}, "Counts by area need areas"),
        ({"image": image, **sun, "least_score": 2.0}, "least_score"),
    ):
        with pytest.raises(ParameterError, match=words):
            run("detect_craters", **given, **out)
    points = tmp_path / "points.gpkg"
    write_layer(str(points), MOON_EQC, "Point", [struct.pack("<BI2d", 1, 1, 1.0, 2.0)], {"n": np.array([1])})
    with pytest.raises(LayerError, match="polygons"):
        run("detect_craters", dtm=dtm, areas=points, **out)
    assert not (tmp_path / "x.gpkg").exists()


def test_level_ground_has_an_empty_layer_and_a_report(run, tmp_path, raster):
    dtm = raster("level.tif", np.zeros((80, 90), np.float32), unit="m")
    done = run("detect_craters", dtm=dtm, output=tmp_path / "c.gpkg", output_report=tmp_path / "c.html",
               output_table=tmp_path / "c.csv")  # fmt: skip
    assert done["craters"] == 0 and done["median_diameter"] is None and done["depth_diameter"] is None
    fields, rings = outlines(tmp_path / "c.gpkg")
    assert rings == [] and len(fields["diameter_m"]) == 0
    assert "0 craters" in (tmp_path / "c.html").read_text(encoding="utf-8")
