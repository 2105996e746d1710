"""Scenes that look like images of the Moon: their laws against closed forms, and all of them off by default."""

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy import ndimage

from engine.errors import ParameterError
from engine.raster.jpeg import through_jpeg
from engine.synthetic import craters, pushbroom, rocks, slopes
from engine.synthetic.laws import NONE, REALISTIC, TRAINING, Laws, Recording, View, Weathering
from engine.synthetic.oblique import parallax
from engine.synthetic.scene import TERRAINS, make_scene
from engine.terrain.photometry import hapke, lunar_lambert, seen_from
from tests.conftest import read_heights

SIZE, MIDDLE = 401, 200.0
ROWS, COLUMNS = np.indices((SIZE, SIZE), dtype=np.float64)


def crater(maturity, diameter=60.0, size=SIZE, seed=3):
    """One crater of so many metres, pixels of a metre, in the middle."""
    height = np.zeros((size, size), np.float32)
    middle = (size - 1) / 2.0
    craters.stamp_diffused(np.random.default_rng(seed), height, middle, middle, diameter, maturity, 1.0)
    return height.astype(np.float64)


@pytest.mark.parametrize("maturity", [0.01, 0.1, 0.5])
def test_a_crater_diffuses_as_the_equation_says(maturity):
    """Diffusion keeps the volume, and each of its second moments grows by 2 kappa t times that."""
    fresh, aged = crater(1e-9), crater(maturity)
    volume = fresh.sum()
    assert aged.sum() == pytest.approx(volume, rel=0.01)
    for axis in (ROWS, COLUMNS):
        grown = ((aged - fresh) * (axis - MIDDLE) ** 2).sum()
        assert grown == pytest.approx(2.0 * maturity * 30.0**2 * volume, rel=0.03)


@pytest.mark.parametrize(("diameter", "diffused_m2", "left"), [(1000.0, 16_500.0, 0.52), (300.0, 16_500.0, 0.07)])
def test_craters_keep_the_depth_that_was_measured(diameter, diffused_m2, left):
    """1 km and 300 m after 3 Ga at 5.5 m2/Myr (Fassett & Thomson 2014)."""
    maturity = diffused_m2 / (diameter / 2.0) ** 2
    scaled = 60.0  # the depth of small craters differs, but not what is left of it
    depth = np.ptp(crater(maturity, scaled)) / np.ptp(crater(1e-9, scaled))
    assert depth == pytest.approx(left, abs=0.06)
    assert 1.0 - craters.lost_depth(maturity) == pytest.approx(left, abs=0.025)


def test_a_crater_at_the_border_is_the_one_that_a_larger_scene_has():
    for maturity in (0.005, 0.4):
        whole = crater(maturity)
        part = np.zeros((150, 150), np.float32)
        craters.stamp_diffused(np.random.default_rng(3), part, 10.0, 140.0, 60.0, maturity, 1.0)
        assert np.abs(part - whole[190:340, 60:210]).max() < 0.01 * np.ptp(whole)
    away = np.zeros((50, 50), np.float32)
    craters.stamp_diffused(np.random.default_rng(3), away, 900.0, 10.0, 60.0, 0.1, 1.0)
    assert not away.any()


def test_rims_of_old_craters_are_rounded_and_not_only_lower():
    """At equal depth the rim's curvature is what tells a diffused crater from a flattened one."""
    aged = crater(0.07)[200]
    flattened = crater(1e-9)[200] * np.ptp(aged) / np.ptp(crater(1e-9)[200])
    assert np.abs(np.diff(aged, 2)).max() < 0.4 * np.abs(np.diff(flattened, 2)).max()


def plane(slope_deg, size=400, gsd=1.0):
    """Rising towards the east."""
    return np.tile(np.arange(size, dtype=np.float32) * np.float32(gsd * math.tan(math.radians(slope_deg))), (size, 1))


@pytest.mark.parametrize("slope", [10.0, 20.0, 30.0])
def test_elephant_hide_lies_across_slopes_and_grows_with_them(slope):
    hide = slopes.elephant_hide(np.random.default_rng(2), plane(slope), 1.0, (3.0, 3.0), (16.0, 16.0))
    down, right = (np.sqrt(np.mean(part[20:-20, 20:-20] ** 2)) for part in np.gradient(hide))
    expected = math.tan(math.radians(3.0)) * min(1.0, math.tan(math.radians(slope)) / math.tan(math.radians(20.0)))
    assert math.hypot(down, right) == pytest.approx(expected, rel=0.4)
    assert right > 1.2 * down


def test_elephant_hide_is_left_out_where_it_is_not():
    rng = np.random.default_rng(2)
    assert not slopes.elephant_hide(rng, np.zeros((200, 200), np.float32), 1.0, (3.0, 3.0), (16.0, 16.0)).any()
    assert not slopes.elephant_hide(rng, plane(20.0, 200, 5.0), 5.0, (3.0, 3.0), (16.0, 16.0)).any()  # 3 pixels


def test_terraces_and_streaks_are_on_steep_slopes_alone():
    for slope, there in ((10.0, False), (32.0, True)):
        ground = plane(slope)
        added, edges = slopes.terraces(np.random.default_rng(5), ground, 1.0, 0.3)
        bright = slopes.streaks(np.random.default_rng(5), ground, 1.0, 0.1)
        assert [bool(a.any()) for a in (added, edges, bright)] == [there] * 3
    # Terraces step along the slope; streaks run down it.
    assert np.diff(added, axis=1).std() > 1.5 * np.diff(added, axis=0).std()
    inner = bright[50:-50, 50:-50]
    assert np.diff(inner, axis=0).std() > 2.0 * np.diff(inner, axis=1).std()
    changed = np.diff(added, axis=1)[:, 5:-5] / math.tan(math.radians(32.0))
    assert 0.2 < np.abs(changed).max() < 0.6


def test_blocks_lie_in_clusters_that_thin_out_from_the_rim():
    rng = np.random.default_rng(4)
    drawn = [rocks.ejected(rng, 1.0, 80, 20.0, 2.0, 3.0) for _ in range(300)]
    places, sizes = (np.concatenate(parts) for parts in zip(*drawn))
    distance = np.hypot(*places.T)
    near, far = ((distance > 1.0) & (distance < 1.5)).sum() / 1.25, ((distance > 2.5) & (distance < 3.0)).sum() / 2.75
    # Density over equal areas falls with a power between 3 and 5 (and the scatter of clusters).
    assert 2.3 < math.log(near / far) / math.log(2.75 / 1.25) < 5.0
    assert sizes.min() >= 2.0 and sizes.max() <= 20.0
    assert np.quantile(sizes[distance < 1.3], 0.99) > np.quantile(sizes[distance > 2.5], 0.99)
    # On few rays and not all round: the mean of 80 directions drawn evenly would be 0.1 long.
    lengths = [abs(np.exp(1j * np.arctan2(*one.T)).mean()) for one, _ in drawn]
    assert np.median(lengths) > 0.25


def test_craters_in_deep_regolith_throw_no_blocks():
    def thrown(regolith):
        flat = np.zeros((400, 400), np.float32)
        return rocks.add_rocks(np.random.default_rng(1), flat, 1.0, [(200.0, 200.0, 80.0)], 1e-9, 0.005, 3.0, regolith)

    assert thrown(5.0) and not thrown(12.0)


def test_a_view_from_the_zenith_is_the_one_of_the_two_laws():
    rng = np.random.default_rng(0)
    east, north = rng.normal(0.0, 0.2, (2, 50, 50))
    for incidence in (10.0, 60.0):
        seen = seen_from(east, north, (40.0, incidence), (0.0, 0.0), 0.0)
        assert np.allclose(seen, lunar_lambert(east, north, 40.0, incidence), atol=1e-6)
        seen = seen_from(east, north, (40.0, incidence), (0.0, 0.0), None)
        assert np.allclose(seen, hapke(east, north, 40.0, incidence), atol=1e-6)


@pytest.mark.parametrize("offset", [0.0, 0.1, None])
def test_light_goes_back_as_it_came(offset):
    """Reciprocity: reflectance over the cosine of the incidence is the same with sun and camera exchanged."""
    east, north = np.random.default_rng(1).normal(0.0, 0.1, (2, 30, 30))
    norm = 1.0 / np.sqrt(1.0 + east**2 + north**2)

    def over_cosine(sun, view):
        a, z = map(math.radians, sun)
        mu0 = (math.cos(z) - math.sin(z) * (math.sin(a) * east + math.cos(a) * north)) * norm
        return seen_from(east, north, sun, view, offset) / mu0

    one, other = (70.0, 50.0), (200.0, 20.0)
    assert np.allclose(over_cosine(one, other), over_cosine(other, one), rtol=1e-5)


@pytest.mark.parametrize(("slope", "emission"), [(20.0, 20.0), (-25.0, 10.0)])
def test_the_parallax_of_a_slope_stretches_the_image(slope, emission):
    """A plane h = s x, seen from the east at e, is drawn at x (1 - s tan e)."""
    s, t = math.tan(math.radians(slope)), math.tan(math.radians(emission))
    above = ((COLUMNS - MIDDLE) * 2.0 * s).astype(np.float32)

    def wave(x):
        return np.sin(2.0 * math.pi * x / 40.0)

    image = wave(COLUMNS - MIDDLE).astype(np.float32)
    seen = parallax(image, above, 2.0, emission, 90.0)
    expected = wave((COLUMNS - MIDDLE) / (1.0 - s * t))
    assert np.abs(seen - expected)[:, 60:-60].max() < 0.01


@pytest.mark.parametrize(("azimuth", "moved"), [(0.0, (1, 0)), (90.0, (0, -1)), (180.0, (-1, 0)), (270.0, (0, 1))])
def test_a_table_mountain_leans_away_from_the_camera(azimuth, moved):
    above = np.full((SIZE, SIZE), 20.0, np.float32)
    spot = np.exp(-0.5 * ((ROWS - MIDDLE) ** 2 + (COLUMNS - MIDDLE) ** 2) / 9.0).astype(np.float32)
    seen = parallax(spot, above, 1.0, 15.0, azimuth)
    place = [float((seen * axis).sum() / seen.sum()) - MIDDLE for axis in (ROWS, COLUMNS)]
    assert place == pytest.approx([20.0 * math.tan(math.radians(15.0)) * m for m in moved], abs=0.01)


def test_companding_is_undone_to_half_a_code():
    dn = np.arange(4096, dtype=np.float32)
    code = pushbroom.compand(dn)
    assert code[0] == 0 and code[-1] == 255 and (np.diff(code) >= 0).all() and len(np.unique(code)) == 256
    # As the labels of products have it: each part begins where the one before it ends, to a code.
    ends = pushbroom.TABLE_DN[1:] * pushbroom.TABLE_GAIN[:-1] + pushbroom.TABLE_OFFSET[:-1]
    assert np.abs(ends - (pushbroom.TABLE_DN * pushbroom.TABLE_GAIN + pushbroom.TABLE_OFFSET)[1:]).max() <= 1.0
    error = np.abs(pushbroom.expand(code) - dn)
    width = np.repeat(1.0 / pushbroom.TABLE_GAIN, np.diff([*pushbroom.TABLE_DN, 4096.0]).astype(int))
    assert (error <= 0.5 * width + 0.5 * (dn >= 4080) * width + 1e-3).all()
    # Steps follow the shot noise, the square root of the signal, within a factor of two.
    expected = np.sqrt(dn[100:] / 4095.0) * 255.0
    assert np.abs(code[100:] - expected).max() < 16.0


LUMINANCE = np.array([
    16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56,
    14, 17, 22, 29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92,
    49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
])  # fmt: skip
"""Steps of quality 50 in the standard of JPEG (table K.1)."""


@pytest.mark.parametrize("quality", [75, 85, 95])
def test_jpeg_errs_by_no_more_than_half_its_steps(quality):
    """The cosine transform keeps the sum of squares, and a coefficient is rounded by half a step at most."""
    steps = np.maximum(1.0, np.floor((LUMINANCE * (200 - 2 * quality) + 50) / 100))
    bound = math.sqrt(np.mean((steps / 2.0) ** 2)) + 1.0  # and a grey level is rounded at both ends
    rng = np.random.default_rng(6)
    noise = rng.integers(0, 256, (128, 96)).astype(np.uint8)
    smooth = np.clip(ndimage.gaussian_filter(noise.astype(float), 4.0) * 3.0 - 256.0, 0.0, 255.0).astype(np.uint8)
    errors = []
    for picture in (noise, smooth):
        left = through_jpeg(picture, quality)
        assert left.dtype == np.uint8 and left.shape == picture.shape
        errors.append(float(np.sqrt(np.mean((left.astype(float) - picture) ** 2))))
    assert 0.0 < errors[1] < errors[0] < bound
    even = np.full((40, 40), 93, np.uint8)
    assert np.abs(through_jpeg(even, quality).astype(int) - 93).max() <= 1


def test_jitter_has_its_size_on_both_axes():
    shifts = pushbroom.jitter(np.random.default_rng(1), 200_000, 0.3)
    assert np.sqrt(np.mean(shifts**2, axis=1)) == pytest.approx([0.3, 0.3], rel=0.05)
    steps = np.abs(np.diff(shifts, axis=1)).max()
    assert 0.0 < steps < 0.15  # lines next to each other are moved together


def test_a_scan_by_ideal_laws_adds_noise_alone():
    waves = (1.0 + 0.2 * np.sin(ROWS / 9.0) * np.cos(COLUMNS / 7.0)).astype(np.float32)
    plain = pushbroom.record(np.random.default_rng(1), waves, Recording())
    turned = pushbroom.record(np.random.default_rng(1), waves, Recording(turn_deg=(11.0, 11.0)))
    for image in (plain, turned):
        assert image.shape == waves.shape
        assert np.abs(ndimage.gaussian_filter(image - waves, 3.0))[9:-9, 9:-9].max() < 0.015
        assert (image - waves)[9:-9, 9:-9].std() < 0.01


def test_stripes_run_along_the_columns_of_the_scanner():
    even = np.ones((300, 300), np.float32)
    image = pushbroom.record(np.random.default_rng(1), even, Recording(gains=(0.02, 0.02)))
    assert image.mean(axis=0).std() == pytest.approx(0.02, rel=0.2)
    assert image.mean(axis=1).std() < 0.002


def test_jitter_bends_what_is_straight():
    bars = (1.0 + 0.4 * np.sin(2.0 * math.pi * COLUMNS / 20.0)).astype(np.float32)
    straight, bent = (
        pushbroom.record(np.random.default_rng(1), bars, Recording(jitter_px=limits)) for limits in (NONE, (1.0, 1.0))
    )

    def waver(image):
        phase = np.unwrap(np.angle((image * np.exp(-2j * np.pi * COLUMNS / 20.0))[:, 40:360].sum(axis=1)))
        return float(phase.std()) * 20.0 / (2.0 * math.pi)

    assert waver(straight) < 0.02 and 0.2 < waver(bent) < 2.0


@pytest.mark.parametrize("terrain", TERRAINS)
def test_realistic_scenes_are_reproducible_and_sound(terrain):
    first, second = (make_scene(5, terrain, 160, laws=REALISTIC) for _ in range(2))
    assert first.image.tobytes() == second.image.tobytes()
    assert first.ground.height.tobytes() == second.ground.height.tobytes()
    for part in (first.image, first.ground.height, first.ground.albedo, first.coarse.posts):
        assert np.isfinite(part).all() and part.dtype == np.float32
    assert first.image.min() >= 0.0 and first.image.std() > 0.0


def test_each_law_changes_its_own_part_alone():
    """What is off draws nothing: light and recording leave the ground as it is, byte for byte."""
    plain = make_scene(5, "crater", 160)
    for laws in (
        Laws(view=View(emission_deg=(15.0, 15.0))),
        Laws(view=View(hapke=1.0)),
        Laws(recording=Recording(jpeg=1.0)),
        Laws(recording=Recording(turn_deg=(5.0, 5.0), companded=1.0)),
    ):
        other = make_scene(5, "crater", 160, laws=laws)
        assert other.ground.height.tobytes() == plain.ground.height.tobytes()
        assert other.coarse.posts.tobytes() == plain.coarse.posts.tobytes()
        assert other.image.tobytes() != plain.image.tobytes()
    assert TRAINING == Laws() and TRAINING.weathering == Weathering()
    dark = make_scene(5, "crater", 160, laws=replace(REALISTIC, permanent_shadow=True))
    assert np.isfinite(dark.image).all()


TARGETS = ("output", "output_coarse", "output_truth")


def test_synthesize_makes_them(tmp_path, run):
    made = {}
    for realism in ("plain", "realistic"):
        paths = {name: tmp_path / f"{realism}_{name}.tif" for name in TARGETS}
        run("synthesize", seed=4, size=160, terrain="mountain", realism=realism, **paths)
        made[realism] = [read_heights(path) for path in paths.values()]
    assert all(not np.array_equal(a, b) for a, b in zip(made["plain"], made["realistic"]))
    with pytest.raises(ParameterError, match="realism"):
        run("synthesize", seed=4, size=160, realism="pretty", **{n: tmp_path / f"x{n}.tif" for n in TARGETS})
