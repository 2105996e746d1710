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


def test_boulders_follow_their_power_law():
    """Drawn boulders against N(>= D) ~ D^-4 between their limits, and those of a scene against what is stamped."""
    drawn = rocks.draw_diameters(np.random.default_rng(0), 20_000, 4.0, 40.0)
    for diameter in (4.0, 6.0, 8.0, 12.0):
        share = (diameter**-4.0 - 40.0**-4.0) / (4.0**-4.0 - 40.0**-4.0)
        assert (drawn >= diameter).mean() == pytest.approx(share, abs=4 * math.sqrt(share / 20_000))
    height = np.zeros((400, 400), np.float32)
    stamped = rocks.add_rocks(np.random.default_rng(1), height, 2.0, [], 1e-3)
    assert 100 < len(stamped) < 230 and all(0.25 <= tall / diameter <= 0.5 for _, _, diameter, tall in stamped)
    row, column, _, tall = max((r for r in stamped if 20 < r[0] < 380 and 20 < r[1] < 380), key=lambda r: r[2])
    assert height[round(row), round(column)] >= 0.9 * tall


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
