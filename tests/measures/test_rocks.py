"""Rocks, their sizes and their shadows: made scenes, drawn populations, closed forms."""

import math

import numpy as np
import pytest

from engine.errors import ParameterError
from engine.measures.relit import relight
from engine.measures.rocks.in_dtm import rocks_in_dtm
from engine.measures.rocks.in_image import rocks_in_image
from engine.measures.rocks.rock import Rock, pairs
from engine.measures.rocks.size_frequency import fit, golombek_rapp
from engine.measures.shadows.match import match, rock_shadow
from engine.measures.shadows.neighbourhood import neighbourhood
from engine.measures.shadows.two_means import two_means
from engine.raster.frame import Sun
from engine.synthetic import craters, relief, rocks
from engine.synthetic.scene import Ground, light

SIZE, GSD = 640, 1.0


def rocky_ground(seed, cratered=False):
    """Ground with rocks of 6 to 16 m that do not touch, and what they are."""
    rng = np.random.default_rng(seed)
    height = relief.self_affine(rng, SIZE, 0.85, 2.0, GSD, 17.0)
    if cratered:
        craters.add_population(rng, height, GSD, 3.0, 0.15 * SIZE * GSD)
    truth = []
    while len(truth) < 50:
        row, column = rng.uniform(25, SIZE - 25, 2)
        diameter = float(rng.uniform(6.5, 16.0))
        if any(math.hypot(row - t.row, column - t.column) < diameter + 2 * t.diameter_m for t in truth):
            continue
        tall = float(diameter * rng.uniform(0.3, 0.5))
        rocks.stamp(rng, height, row, column, diameter / GSD, tall)
        truth.append(Rock(row, column, diameter, tall, 1.0))
    return rng, height, truth


def shares(truth, found):
    matched = pairs(truth, found, (GSD, GSD))
    large = [j for j, rock in enumerate(found) if rock.diameter_m >= 6.0]
    return len(matched) / len(truth), sum(j in large for _, j in matched) / max(len(large), 1), matched


@pytest.mark.parametrize("azimuth, incidence", [(300.0, 60.0), (75.0, 70.0), (190.0, 50.0)])
def test_rocks_of_an_image_are_found(azimuth, incidence):
    rng, height, truth = rocky_ground(int(azimuth))
    image = light(rng, Ground("flat", GSD, height, np.ones_like(height)), azimuth, incidence)
    found = rocks_in_image(image, Sun(azimuth, incidence, "raster"), (GSD, GSD), 30.0)
    found = [rock for rock in found if rock.diameter_m >= 4.0]
    recall, precision, matched = shares(truth, found)
    assert recall >= 0.9 and precision >= 0.9
    ratios = np.array(
        [(found[j].diameter_m / truth[i].diameter_m, found[j].height_m / truth[i].height_m) for i, j in matched]
    )
    assert np.median(ratios[:, 0]) == pytest.approx(1.0, abs=0.12)
    assert np.median(ratios[:, 1]) == pytest.approx(1.0, abs=0.2)
    # The centre is that of the rock, not of its lit face: along the sun and across it.
    off = np.array([(found[j].column - truth[i].column, truth[i].row - found[j].row) for i, j in matched]) * GSD
    off /= np.array([truth[i].diameter_m for i, _ in matched])[:, None]
    towards = np.array([math.sin(math.radians(azimuth)), math.cos(math.radians(azimuth))])
    assert abs(np.median(off @ towards)) < 0.1 and abs(np.median(off @ [towards[1], -towards[0]])) < 0.05


@pytest.mark.parametrize("cratered", [False, True])
def test_rocks_of_a_dtm_are_found(cratered):
    _, height, truth = rocky_ground(8, cratered)
    recall, precision, matched = shares(truth, found := rocks_in_dtm(height, (GSD, GSD), 5.0, 24.0))
    assert recall >= 0.9 and precision >= 0.9
    ratios = [found[j].height_m / truth[i].height_m for i, j in matched]
    assert np.median(ratios) == pytest.approx(1.0, abs=0.12)


def test_craters_are_no_rocks():
    """A fresh bowl has a shadow too, but its lit wall lies behind it."""
    height = np.zeros((300, 300), np.float32)
    for row, column, diameter in ((80, 80, 60.0), (200, 90, 25.0), (150, 220, 40.0)):
        craters.stamp(height, row, column, diameter, 0.0, 1.0)
    image = light(np.random.default_rng(0), Ground("flat", 1.0, height, np.ones_like(height)), 300.0, 70.0)
    assert (image < 0.3 * np.median(image)).sum() > 100
    assert not [r for r in rocks_in_image(image, Sun(300.0, 70.0, "raster"), (1.0, 1.0), 40.0) if r.diameter_m > 6.0]
    assert rocks_in_dtm(height, (1.0, 1.0), 5.0, 40.0) == []


def test_ground_full_of_craters_has_next_to_no_rocks():
    """Walls that the edge cuts, crests, dim slopes, hillocks between craters."""
    in_image = in_dtm = 0
    for index in range(2):
        rng = np.random.default_rng((910_000, index))
        height = relief.self_affine(rng, SIZE, 0.85, 2.5, GSD, 17.0)
        craters.add_population(rng, height, GSD, 3.6, 0.2 * SIZE * GSD, 1.3)
        height = relief.relax(height, GSD)
        sun = Sun(float(rng.uniform(0.0, 360.0)), float(rng.uniform(60.0, 78.0)), "raster")
        image = light(rng, Ground("flat", GSD, height, np.ones_like(height)), sun.azimuth_deg, sun.incidence_deg)
        in_image += sum(rock.diameter_m >= 4.0 for rock in rocks_in_image(image, sun, (GSD, GSD), 40.0))
        in_dtm += len(rocks_in_dtm(height, (GSD, GSD), 4.0, 40.0))
    assert in_image <= 4 and in_dtm <= 3


def test_a_large_rock_of_a_dtm_is_one_whatever_lies_on_it():
    """Flat, lower on one side as in a reconstruction, and with a bump that is steeper than the rock."""
    y, x = np.mgrid[:120, :120] - 60.0
    rock = np.where(np.hypot(x, y) < 11.0, 5.0 + 0.06 * x, 0.0)
    rock += 1.2 * np.exp(-((x - 5.0) ** 2 + (y - 4.0) ** 2) / 5.0)
    from scipy import ndimage

    height = ndimage.gaussian_filter(rock, 1.5).astype(np.float32)
    (found,) = (one for one in rocks_in_dtm(height, (1.0, 1.0), 4.0, 40.0) if one.diameter_m >= 6.0)
    assert math.hypot(found.row - 60.0, found.column - 60.0) < 3.0
    assert found.diameter_m == pytest.approx(22.0, rel=0.25)


def test_rocks_are_counted_by_area(run, tmp_path, raster):
    from pyogrio.raw import read

    from engine.vector.layer import ring, write_layer
    from tests.conftest import MOON_EQC

    _, height, truth = rocky_ground(8)
    dtm, layer = raster("dtm.tif", height, gsd=GSD, unit="m"), tmp_path / "areas.gpkg"
    half = SIZE * GSD / 2.0
    sides, up = ((-half, -20.0), (-20.0, half)), np.array([-half, -half, half, half])
    boxes = [ring(np.array([a, b, b, a]), up) for a, b in sides]
    write_layer(str(layer), MOON_EQC, "Polygon", boxes, {"name": np.array(["west", "east"], dtype=object)})
    done = run("detect_rocks", dtm=dtm, areas=layer, output=tmp_path / "r.gpkg", output_areas=tmp_path / "a.gpkg",
               output_report=tmp_path / "r.html")  # fmt: skip
    meta, _, _, values = read(str(tmp_path / "a.gpkg"))
    fields = dict(zip(meta["fields"], values))
    assert done["areas_counted"] == 2 and fields["rocks"].sum() == done["dtm_rocks"]
    west = sum((rock.column + 0.5) * GSD - half < -20.0 for rock in truth)
    assert fields["rocks"][0] == pytest.approx(west, abs=4)
    np.testing.assert_allclose(fields["ground_km2"], [0.3 * 0.64, 0.34 * 0.64], rtol=1e-5)
    assert "By area" in (tmp_path / "r.html").read_text(encoding="utf-8")
    with pytest.raises(ParameterError, match="Counts by area need areas"):
        run("detect_rocks", dtm=dtm, output=tmp_path / "x.gpkg", output_areas=tmp_path / "b.gpkg")


def test_a_rotated_scene_has_the_same_rocks():
    rng, height, truth = rocky_ground(4)
    image = light(rng, Ground("flat", GSD, height, np.ones_like(height)), 30.0, 60.0)
    turned = np.ascontiguousarray(np.rot90(image))  # up goes left: the azimuth falls by 90
    one = rocks_in_image(image, Sun(30.0, 60.0, "raster"), (GSD, GSD), 30.0)
    two = rocks_in_image(turned, Sun(-60.0, 60.0, "raster"), (GSD, GSD), 30.0)
    back = [Rock(r.column, SIZE - 1 - r.row, r.diameter_m, r.height_m, r.confidence) for r in two]
    assert len(one) == len(two) and len(pairs(one, back, (GSD, GSD))) == len(one)


def test_the_laws_of_sizes_are_recovered():
    rng = np.random.default_rng(1)
    power = 2.0 * rng.uniform(0, 1, 4000) ** (-1 / 3.2)
    got = fit(power, 1e6, 2.0)
    assert got.power == pytest.approx(3.2, abs=3 * got.power_error) and got.count == 4000
    # Golombek-Rapp rocks: draw from n(D) ~ exp(-q D) / D^2 on a fine table, on the ground that k asks for.
    k = 0.05
    q = 1.79 + 0.152 / k
    table = np.linspace(0.5, 6.0, 20001)
    density = 4 * k * q * np.exp(-q * table) / (math.pi * table**2)
    expected = np.trapezoid(density, table)
    area = 20000 / expected
    cumulative = np.cumsum(density) / density.sum()
    drawn = np.interp(rng.uniform(0, 1, 20000), cumulative, table)
    assert fit(drawn, area, 0.6).covered == pytest.approx(k, rel=0.1)
    assert golombek_rapp(np.array([0.0]), k)[0] == k
    assert math.isnan(fit(drawn[:3], area, 0.6).power)


def test_two_means_is_the_optimum_of_k_means():
    from scipy.cluster.vq import kmeans2

    rng = np.random.default_rng(2)
    values = np.concatenate((rng.normal(0.05, 0.02, 900), rng.normal(1.0, 0.2, 4000))).astype(np.float32)
    got = two_means(values)
    centres, labels = kmeans2(values.astype(float), np.array([0.0, 1.0]), iter=50)
    assert got.has_shadow
    assert (values < got.threshold).sum() == pytest.approx((labels == 0).sum(), abs=2)
    assert (got.dark, got.lit) == pytest.approx(tuple(centres), abs=1e-3)
    assert not two_means(rng.normal(1.0, 0.1, 1000).astype(np.float32)).has_shadow


@pytest.mark.parametrize("azimuth", range(0, 360, 45))
def test_shadow_pixels_of_made_rocks_agree(azimuth):
    """Image and truth of a made scene: the same shadow pixels within 3 % over all rocks."""
    rng, height, truth = rocky_ground(20)
    image = light(rng, Ground("flat", GSD, height, np.ones_like(height)), float(azimuth), 60.0)
    sun = Sun(float(azimuth), 60.0, "raster")
    lit = relight(height, (GSD, GSD), sun)
    sums = np.zeros(3)
    for rock in truth:
        angles = np.arange(24) * math.tau / 24
        radius = rock.diameter_m / 2
        outline = np.column_stack(
            (rock.column + 0.5 + radius * np.cos(angles), rock.row + 0.5 + radius * np.sin(angles))
        )
        around = neighbourhood(outline, sun, (GSD, GSD))
        rows, columns = around.inside.shape
        window = (slice(around.top, around.top + rows), slice(around.left, around.left + columns))
        if min(around.top, around.left) < 0 or image[window].shape != around.inside.shape:
            continue
        got, _ = rock_shadow(image[window], lit[window], around.inside, (GSD, GSD))
        assert got.has_shadow and got.offset_m < 1.5
        sums += got.image_px, got.dtm_px, got.overlap_px
    assert sums[0] > 500
    assert sums[1] == pytest.approx(sums[0], rel=0.03)
    assert sums[2] > 0.85 * sums[0]


def test_matches_by_hand():
    one, two = np.zeros((6, 6), bool), np.zeros((6, 6), bool)
    one[1:3, 1:5] = True
    two[1:3, 2:5] = True
    got = match(one, two, (2.0, 3.0))
    assert (got.image_px, got.dtm_px, got.overlap_px, got.union_px) == (8, 6, 6, 8)
    assert got.difference_percent == 25.0 and got.iou == 0.75 and got.offset_m == pytest.approx(1.0)
    nothing = match(np.zeros((3, 3), bool), np.zeros((3, 3), bool), (1.0, 1.0))
    assert math.isnan(nothing.iou) and math.isnan(nothing.difference_percent) and math.isnan(nothing.offset_m)
