"""Made scenes: reproducible, and true to the laws that they are made by."""

import math

import numpy as np
import pytest

from engine.synthetic import craters, rocks
from engine.synthetic.camera import expose
from engine.synthetic.coarse import degrade
from engine.synthetic.laws import OUTSIDE, Laws
from engine.synthetic.relief import REPOSE_DEG, relax, self_affine
from engine.synthetic.scene import TERRAINS, make_scene


@pytest.mark.parametrize("terrain", TERRAINS)
def test_the_same_seed_gives_the_same_bytes(terrain):
    first, second, other = (make_scene(seed, terrain, 160) for seed in (1, 1, 2))
    assert first.image.tobytes() == second.image.tobytes()
    assert first.coarse.posts.tobytes() == second.coarse.posts.tobytes()
    assert first.image.tobytes() != other.image.tobytes()


@pytest.mark.parametrize("hurst", [0.7, 0.95])
def test_relief_has_its_hurst_exponent_and_slope(hurst):
    rng = np.random.default_rng(3)
    exponents, slopes = [], []
    for _ in range(6):
        surface = self_affine(rng, 512, hurst, 5.0, 2.0, 16.0)
        lags = np.array([2, 4, 8, 16])
        deviations = [np.sqrt(np.mean((surface[:, k:] - surface[:, :-k]) ** 2)) for k in lags]
        exponents.append(np.polyfit(np.log(lags), np.log(deviations), 1)[0])
        slopes.append(np.sqrt(2) * deviations[2] / 16.0)
    # Short lags of a sampled surface steepen the curve a little.
    assert np.mean(exponents) == pytest.approx(hurst, abs=0.1)
    assert math.degrees(math.atan(np.mean(slopes))) == pytest.approx(5.0, abs=0.1)


def test_crater_density_follows_production_and_equilibrium():
    assert craters.cumulative_density(1000.0, 1.0) * 1e6 == pytest.approx(10**-3.0876, rel=0.01)
    assert craters.cumulative_density(10.0, 3.5) == pytest.approx(0.084 / 100.0)
    assert craters.cumulative_density(5.0, 3.5) == pytest.approx(0.084 / 25.0)
    area = 4e6
    drawn = craters.draw_diameters(np.random.default_rng(0), area, 8.0, 300.0, 3.5)
    for diameter in (10.0, 20.0, 40.0):
        expected = area * (craters.cumulative_density(diameter, 3.5) - craters.cumulative_density(300.0, 3.5))
        counted = sum(d >= diameter for d in drawn)
        assert abs(counted - expected) < 4 * math.sqrt(expected) + 0.1 * expected


def test_a_fresh_crater_has_its_depth_rim_and_slope():
    diameter = 400.0
    ratio = np.linspace(0, 3, 3001, dtype=np.float32)
    profile = craters.profile(ratio, diameter, 0.0)
    assert profile.max() - profile.min() == pytest.approx(0.2 * diameter, rel=0.02)
    assert profile.max() == pytest.approx(36 * 0.4**1.014, rel=0.02)
    slope = np.degrees(np.arctan(np.abs(np.diff(profile)) / (0.001 * diameter / 2)))
    assert slope[:990].max() < 36.0 and abs(profile[-1]) < 0.01 * diameter
    assert np.ptp(craters.profile(ratio, diameter, 0.9)) < 0.2 * np.ptp(profile)


def test_slopes_over_repose_slump():
    cone = -np.hypot(*np.meshgrid(np.arange(-50, 51), np.arange(-50, 51))).astype(np.float32)

    def share(field):
        return (np.hypot(*np.gradient(field)) > math.tan(math.radians(REPOSE_DEG + 3))).mean()

    rough = cone * 0.6 + np.random.default_rng(0).normal(0, 0.5, cone.shape).astype(np.float32)
    assert share(relax(rough, 1.0)) < 0.5 * share(rough)


def test_the_coarse_dem_knows_long_waves_and_misses_short_ones():
    index = np.arange(600, dtype=np.float32)
    long_waves = np.tile(100 * np.sin(2 * np.pi * index / 600), (600, 1)).astype(np.float32)
    short = np.tile(5 * np.sin(2 * np.pi * index / 12), (600, 1)).astype(np.float32)
    laws = Laws(noise_m=(1e-6, 1e-6), shift=0.0, stripes=0.0)
    coarse = degrade(np.random.default_rng(1), long_waves + short, 2.0, 60.0, laws).on_image((600, 600))
    assert np.abs(coarse - long_waves)[100:-100, 100:-100].max() < 5.0


@pytest.mark.parametrize("blur", [0.4, 1.6])
def test_a_slope_that_crosses_the_border_is_not_bent_there(blur):
    """Bilinear and bicubic interpolation of the coarse DEM of a tilted plane give the plane up to the last pixel."""
    rows, columns = np.indices((300, 300), dtype=np.float32)
    plane = 0.5 * rows - 0.3 * columns
    laws = Laws(noise_m=(1e-6, 1e-6), shift=0.0, stripes=0.0, blur=(blur, blur))
    coarse = degrade(np.random.default_rng(1), plane, 2.0, 60.0, laws)
    for order, tolerance in ((1, 0.02), (3, 0.2)):
        assert np.abs(coarse.on_image((300, 300), order) - plane).max() < tolerance
    moved = degrade(np.random.default_rng(1), plane, 2.0, 60.0, Laws(noise_m=(1e-6, 1e-6), stripes=0.0))
    difference = moved.on_image((300, 300)) - plane
    assert np.ptp(difference) < 0.01 and abs(difference.mean()) > 0.01


def test_the_error_of_the_coarse_dem_is_the_one_asked_for():
    laws = Laws(noise_m=(2.0, 2.0), stripes=0.0)
    flat = np.zeros((1200, 1200), np.float32)
    posts = degrade(np.random.default_rng(3), flat, 2.0, 30.0, laws).posts
    assert posts.std() == pytest.approx(1.0, rel=0.05)  # in proportion to the posting
    striped = degrade(np.random.default_rng(3), flat, 2.0, 30.0, Laws(noise_m=(2.0, 2.0), stripes=1.0)).posts
    assert np.abs(striped.mean(axis=0)).max() > 2 * np.abs(posts.mean(axis=0)).max()


def test_the_camera_keeps_the_mean_and_adds_noise():
    scene = np.full((200, 200), 0.1, np.float32)
    for eight_bit in (False, True):
        image = expose(np.random.default_rng(2), scene, eight_bit)
        assert image.mean() == pytest.approx(0.1, rel=0.01)
        assert 0.001 < image.std() / 0.1 < 0.02


def test_a_scene_is_brighter_where_it_faces_the_sun():
    from engine.terrain.photometry import central_gradient

    scene = make_scene(5, "mountain", 256, azimuth_deg=90.0, incidence_deg=60.0)
    east, _ = central_gradient(scene.ground.height, 2.0, 2.0)
    assert np.corrcoef(scene.image.ravel(), -east.ravel())[0, 1] > 0.7


@pytest.mark.parametrize("power", [2.5, 4.0])
def test_blocks_follow_their_power_law(power):
    drawn = rocks.draw_power_law(np.random.default_rng(0), 20_000, 4.0, 40.0, power)
    for diameter in (4.0, 6.0, 8.0, 12.0):
        share = (diameter**-power - 40.0**-power) / (4.0**-power - 40.0**-power)
        assert (drawn >= diameter).mean() == pytest.approx(share, abs=4 * math.sqrt(share / 20_000))


@pytest.mark.parametrize("abundance", [0.03, 0.2])
def test_boulders_follow_golombek_and_rapp(abundance):
    """The area that the density covers is k exp(-q D), and drawn boulders are as many as it says."""
    q = 1.79 + 0.152 / abundance
    edges = np.linspace(0.05, 0.05 + 30.0 / q, 2_001)
    middles, above = (edges[1:] + edges[:-1]) / 2.0, rocks.golombek_density(edges, abundance)
    covered = float(np.sum((above[:-1] - above[1:]) * math.pi * middles**2 / 4.0))
    assert covered == pytest.approx(abundance * math.exp(-q * 0.05), rel=1e-3)
    area, smallest = 1e6, 1.0
    drawn = rocks.draw_golombek(np.random.default_rng(1), area, smallest, 10.0, abundance)
    for diameter in (1.0, 1.3, 1.6):
        expected = area * float(rocks.golombek_density(diameter, abundance))
        assert abs((drawn >= diameter).sum() - expected) < 4 * math.sqrt(expected) + 0.02 * expected


def test_boulders_lie_where_they_can():
    """As many as asked for, of their height, about fresh craters and at slope feet, and not on steep walls."""
    rng = np.random.default_rng(1)
    height = np.zeros((400, 400), np.float32)
    stamped = rocks.add_rocks(rng, height, 2.0, [], 1e-3, 0.01, 4.0)
    assert 100 < len(stamped) < 230 and all(0.25 <= tall / diameter <= 0.5 for _, _, diameter, tall in stamped)
    row, column, _, tall = max((r for r in stamped if 20 < r[0] < 380 and 20 < r[1] < 380), key=lambda r: r[2])
    assert height[round(row), round(column)] >= 0.9 * tall

    rim = rocks.add_rocks(rng, np.zeros((400, 400), np.float32), 2.0, [(200.0, 200.0, 240.0)], 1e-9, 0.01, 3.0)
    distances = np.hypot([r[0] - 200.0 for r in rim], [r[1] - 200.0 for r in rim]) / 60.0
    assert rim and distances.min() >= 0.89 and distances.max() <= 1.41
    assert max(r[2] for r in rim) <= 0.25 * 240.0**0.7

    wall = np.clip(2.0 * (np.arange(400) - 200), 0, 120)[:, None].repeat(400, 1).astype(np.float32)  # 45 degrees
    rows = np.array([r[0] for r in rocks.add_rocks(rng, wall, 2.0, [], 1e-2, 0.01, 4.0)])
    assert not ((rows > 202) & (rows < 258)).any()
    foot, plain, top = (((rows > a) & (rows < b)).mean() / (b - a) for a, b in ((190, 199), (5, 150), (265, 395)))
    assert foot > 1.5 * plain and top < 1.3 * plain


def test_secondaries_come_in_a_cluster_of_shallow_craters():
    height = np.zeros((400, 400), np.float32)
    stamped = craters.add_secondaries(np.random.default_rng(4), height, 2.0)
    found = np.array([(crater.row, crater.column, crater.diameter_m) for crater in stamped])
    assert 8 <= len(found) < 60 and found[:, 2].min() >= 8.0
    spread = np.sort(np.linalg.eigvalsh(np.cov(found[:, :2].T)))
    assert spread[1] > 2.0 * spread[0]  # along the ray of their primary
    largest = found[found[:, 2].argmax()]
    assert height.min() < 0.0 and -height.min() < craters.fresh_depth(largest[2])


def test_scenes_have_the_slopes_of_their_terrain():
    """Median slopes over 17 m: maria about 2 degrees, highlands 7.5, no ground far over the angle of repose."""
    medians = {}
    for terrain in TERRAINS:
        slopes = []
        for seed in range(6):
            height = make_scene(seed, terrain, 384).ground.height
            east, north = (height[8:, 8:] - height[8:, :-8]) / 16.0, (height[8:, 8:] - height[:-8, 8:]) / 16.0
            slopes.append(np.degrees(np.arctan(np.hypot(east, north))))
        medians[terrain] = float(np.median(np.concatenate([s.ravel() for s in slopes])))
        assert np.mean([(s > REPOSE_DEG + 6).mean() for s in slopes]) < 0.01
    assert 1.0 < medians["flat"] < 5.0 < medians["mountain"] < 20.0
    assert medians["flat"] < medians["crater"]


def test_laws_outside_of_training_change_the_scene():
    plain = make_scene(4, "flat", 160)
    for laws in OUTSIDE.values():
        other = make_scene(4, "flat", 160, laws=laws)
        assert (
            other.image.tobytes() != plain.image.tobytes()
            or other.coarse.posts.tobytes() != plain.coarse.posts.tobytes()
        )


def test_permanent_shadow_is_lit_from_the_horizon_without_cast_shadows():
    direct = make_scene(2, "mountain", 192, azimuth_deg=90.0, incidence_deg=80.0)
    dim = make_scene(2, "mountain", 192, azimuth_deg=90.0, incidence_deg=80.0, laws=Laws(permanent_shadow=True))
    assert (direct.image < 0.1 * np.median(direct.image)).mean() > (dim.image < 0.1 * np.median(dim.image)).mean()
    east = np.gradient(dim.ground.height, 2.0, axis=1)
    assert np.corrcoef(dim.image.ravel(), -east.ravel())[0, 1] > 0.6
