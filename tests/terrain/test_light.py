"""Photometry and cast shadows against closed forms; the shift estimate against a known shift."""

import math

import numpy as np
import pytest

from engine.terrain.contrast import estimate_contrast
from engine.terrain.photometry import central_gradient, hapke, limb_weight, lunar_lambert, sun_vector
from engine.terrain.shadows import lit_fraction, shadow_height
from engine.terrain.shift import estimate_shift


def test_limb_weight_at_published_phases():
    for phase, value in ((0, 1.0), (30, 0.608), (60, 0.416), (90, 0.186)):
        assert limb_weight(phase) == pytest.approx(value, abs=2e-3)


def test_reflectance_of_a_slope_by_hand():
    """Level ground under an incidence of 60 degrees, and a slope that faces the sun."""
    zero = np.zeros((1, 1), np.float32)
    weight = limb_weight(60.0)
    level = 2 * weight * 0.5 / 1.5 + (1 - weight) * 0.5
    assert lunar_lambert(zero, zero, 30.0, 60.0)[0, 0] == pytest.approx(level, rel=1e-5)
    # Sun in the east, ground rising to the west by 30 degrees: incidence 30 on the slope.
    rise = np.full((1, 1), -math.tan(math.radians(30.0)), np.float32)
    mu0 = mu = math.cos(math.radians(30.0))
    facing = 2 * weight * mu0 / (mu0 + mu) + (1 - weight) * mu0
    assert lunar_lambert(rise, zero, 90.0, 60.0)[0, 0] == pytest.approx(facing, rel=1e-5)


def test_the_sun_vector_points_where_it_says():
    assert np.allclose(sun_vector(90.0, 90.0), (1, 0, 0), atol=1e-12)
    assert np.allclose(sun_vector(0.0, 45.0), (0, math.sqrt(0.5), math.sqrt(0.5)))


@pytest.mark.parametrize("azimuth", [0, 30, 45, 90, 135, 200, 270, 315])
@pytest.mark.parametrize("incidence", [60.0, 80.0])
def test_the_shadow_of_a_tower_has_the_right_length(azimuth, incidence):
    """A 10 m tower: its shadow points away from the sun and is 10 tan(incidence) metres long."""
    height = np.zeros((301, 301), np.float32)
    height[149:152, 149:152] = 10.0
    shadow = shadow_height(height, azimuth, 90.0 - incidence, 1.0, 1.0) > height + 1e-3
    length = 10.0 * math.tan(math.radians(incidence))
    away = np.array([math.cos(math.radians(azimuth)), -math.sin(math.radians(azimuth))])  # row, column
    inside = np.round(150 + away * (0.5 * length)).astype(int)
    beyond = np.round(150 + away * (length + 6)).astype(int)
    towards = np.round(150 - away * 8).astype(int)
    assert shadow[tuple(inside)]
    assert not shadow[tuple(beyond)] and not shadow[tuple(towards)]


@pytest.mark.parametrize("azimuth", range(0, 360, 45))
@pytest.mark.parametrize("incidence", [45.0, 60.0, 70.0, 80.0])
@pytest.mark.parametrize("turn", [0.0, 30.0])
def test_the_shadow_of_a_wall_ends_within_a_pixel(azimuth, incidence, turn):
    """A wall h tall casts h tan(i) |cos(A - its normal)| of shadow along its normal, on one side."""
    size, tall = 301, 12.0
    rows, columns = np.indices((size, size)) - size // 2
    angle = math.radians(turn)
    # Distance from a wall that runs east to west, turned clockwise; north of it is positive.
    ahead = columns * math.sin(angle) - rows * math.cos(angle)
    height = np.where(np.abs(ahead) <= 0.75, np.float32(tall), np.float32(0.0))
    shadow = shadow_height(height, azimuth, 90.0 - incidence, 1.0, 1.0) > height + 1e-4
    facing = math.cos(math.radians(azimuth - turn))
    length = tall * math.tan(math.radians(incidence)) * abs(facing)
    behind = -np.sign(facing) * ahead
    middle = np.hypot(rows, columns) < 110  # far from the ends of the wall, which lie outside
    if length < 0.5:
        assert not shadow[middle & (np.abs(ahead) > 2.0)].any()
        return
    assert shadow[middle & (behind > 1.5) & (behind < length - 1.0)].all()
    assert not shadow[middle & (behind > length + 1.75)].any()
    assert not shadow[middle & (behind < -1.5)].any()


@pytest.mark.parametrize("azimuth", [0, 45, 90, 135, 180, 225, 270, 315])
@pytest.mark.parametrize("incidence", [50.0, 65.0, 75.0, 82.0])
def test_the_shadow_of_a_hemisphere_is_that_of_geometry(azimuth, incidence):
    """A half ball of radius a on a plane: its shadow is the half ellipse with semi-axes a and a / cos i."""
    size, radius = 401, 18.0
    rows, columns = np.indices((size, size)) - size // 2
    height = np.sqrt(np.maximum(radius**2 - rows**2 - columns**2, 0.0)).astype(np.float32)
    shadow = shadow_height(height, azimuth, 90.0 - incidence, 1.0, 1.0) > height + 1e-3
    angle = math.radians(azimuth)
    along = -(columns * math.sin(angle) - rows * math.cos(angle))  # away from the sun
    across = columns * math.cos(angle) + rows * math.sin(angle)
    plain = rows**2 + columns**2 > (radius + 1.5) ** 2
    tangent = 1.0 / math.cos(math.radians(incidence))

    def inside(grown):
        reach = np.sqrt(np.maximum((radius + grown) ** 2 - across**2, 0.0)) * tangent
        return (along > 0) & (np.abs(across) < radius + grown) & (along < reach + grown)

    # Everything a pixel within the outline is dark, nothing a pixel beyond it is.
    assert shadow[plain & inside(-1.0)].all()
    assert not shadow[plain & ~inside(1.0)].any()


def test_the_penumbra_lies_between_light_and_umbra():
    height = np.zeros((400, 5), np.float32)
    height[10] = 30.0
    lit = lit_fraction(height, 0.0, 80.0, 1.0, 1.0)[:, 2]
    edge = 10 + 30.0 * math.tan(math.radians(80.0))
    assert (lit[12 : int(edge) - 8] == 0).all() and (lit[int(edge) + 10 :] == 1).all()
    partial = lit[int(edge) - 8 : int(edge) + 10]
    assert ((partial > 0) & (partial < 1)).sum() >= 3 and (np.diff(partial) >= -1e-6).all()


@pytest.mark.parametrize(("incidence", "azimuth"), [(82.0, 0.0), (77.0, 180.0), (80.0, 90.0), (85.0, 270.0)])
def test_the_share_of_the_disc_is_that_above_the_horizon(incidence, azimuth):
    """A plain with rocks: the elevation of the horizon towards the sun, pixel by pixel, and what of the disc is over
    it."""
    rng = np.random.default_rng(4)
    height = rng.normal(0, 0.02, (120, 120)).astype(np.float32)
    for row, column in rng.integers(5, 110, (40, 2)):
        height[row : row + 5, column : column + 5] += rng.uniform(1.0, 8.0)
    turns = {0.0: 0, 90.0: 1, 180.0: 2, 270.0: 3}[azimuth]
    field = np.rot90(height, turns)  # the sun beyond the first row
    horizon = np.full(field.shape, -90.0)
    for row in range(1, len(field)):
        rise = (field[:row] - field[row]) / (2.0 * np.arange(row, 0, -1)[:, None])
        horizon[row] = np.degrees(np.arctan(rise.max(axis=0)))
    expected = np.rot90(np.clip((90.0 - incidence + 0.2666 - horizon) / (2 * 0.2666), 0.0, 1.0), -turns)
    found = lit_fraction(height, azimuth, incidence, 2.0, 2.0)
    partial = (expected > 0.0) & (expected < 1.0)
    assert partial.sum() > 20 and np.array_equal(found == 0.0, expected == 0.0)
    # Where two edges stand in the disc the lower one may be taken; they are few.
    assert np.median(np.abs(found - expected)[partial]) < 2e-3 and np.abs(found - expected)[partial].mean() < 0.04


def test_gradients_point_east_and_north():
    rows, columns = np.indices((20, 20)).astype(np.float32)
    east, north = central_gradient(3 * columns - 2 * rows, 1.0, 1.0)
    assert np.allclose(east, 3) and np.allclose(north, 2)


@pytest.mark.parametrize("shift", [(0, 0), (3, -2), (-4, 5)])
def test_a_known_shift_is_found(shift):
    from engine.synthetic.scene import make_ground

    ground = make_ground(np.random.default_rng(8), "mountain", 320, 30.0)
    east, north = central_gradient(ground.height, 30.0, 30.0)
    image = lunar_lambert(east, north, 120.0, 55.0)
    image = image * np.random.default_rng(0).normal(1, 0.02, image.shape).astype(np.float32)
    columns, rows = shift
    moved = np.roll(ground.height, (rows, columns), (0, 1))[20:-20, 20:-20]
    found = estimate_shift(image[20:-20, 20:-20], moved, (30.0, 30.0), 60.0, 120.0, 55.0, 400.0)
    assert found.reliable, found.reason
    # The DEM was moved right by `columns` and down by `rows`; it has to go back.
    assert found.east_m == pytest.approx(-30.0 * columns, abs=10.0)
    assert found.north_m == pytest.approx(30.0 * rows, abs=10.0)


def test_noise_gives_no_reliable_shift():
    rng = np.random.default_rng(3)
    image = rng.random((200, 200)).astype(np.float32)
    coarse = rng.normal(0, 20, (200, 200)).astype(np.float32)
    assert not estimate_shift(image, coarse, (30.0, 30.0), 60.0, 10.0, 50.0, 300.0).reliable


def relit(rng, size=160, gsd=30.0):
    """A made surface with its noisy coarse DEM, and its image in units of reflectance."""
    from scipy import ndimage

    truth = 300.0 * ndimage.gaussian_filter(rng.standard_normal((size, size)), 3.0).astype(np.float32)
    image = lunar_lambert(*central_gradient(truth, gsd, gsd), 300.0, 60.0)
    return image, truth + ndimage.gaussian_filter(rng.normal(0, 1.0, truth.shape), 1.0).astype(np.float32)


@pytest.mark.parametrize("gain", [0.5, 1.0, 200.0])
@pytest.mark.parametrize("share", [-0.4, 0.0, 0.5])
def test_an_offset_is_found_whatever_the_gain(gain, share):
    image, coarse = relit(np.random.default_rng(5))
    offset = share * gain * float(image.mean())
    found = estimate_contrast(gain * image + np.float32(offset), coarse, (30.0, 30.0), 60.0, 300.0, 60.0)
    assert found.reliable
    assert found.factor == pytest.approx(1.0 / (1.0 + share), rel=0.15)
    assert found.offset == pytest.approx(offset, abs=0.12 * gain * float(image.mean()))


def test_a_logarithm_gets_the_contrast_of_its_image():
    image, coarse = relit(np.random.default_rng(6))
    logarithm = np.log10(0.05 * image + 1e-4)
    found = estimate_contrast(logarithm, coarse, (30.0, 30.0), 60.0, 300.0, 60.0)
    restored = logarithm - found.offset
    relative = restored / restored.mean() - 1.0
    assert found.reliable and restored.mean() > 0

    def spread(values):
        return np.subtract(*np.quantile(values, (0.75, 0.25)))

    assert spread(relative) == pytest.approx(spread(image / image.mean() - 1.0), rel=0.35)


def test_an_image_of_something_else_has_no_contrast_to_take():
    _, coarse = relit(np.random.default_rng(7))
    other = np.random.default_rng(8).random(coarse.shape, np.float32)
    found = estimate_contrast(other, coarse, (30.0, 30.0), 60.0, 300.0, 60.0)
    assert not found.reliable and found.factor == 1.0 and found.offset == 0.0
    assert not estimate_contrast(other[:8, :8], coarse[:8, :8], (30.0, 30.0), 60.0, 300.0, 60.0).reliable


def test_hapke_agrees_with_its_formula_and_darkens_with_phase():
    zero = np.zeros((1, 1), np.float32)
    assert hapke(zero, zero, 0.0, 1e-6)[0, 0] == pytest.approx(1.0, rel=1e-4)
    values = [hapke(zero, zero, 0.0, angle)[0, 0] for angle in (0.0, 20.0, 40.0, 60.0, 80.0)]
    assert all(a > b for a, b in zip(values, values[1:]))
    # By hand at 60 degrees with w 0.33, b 0.24, c 0.4, B0 1.8, h 0.07.
    assert values[3] == pytest.approx(0.2096, abs=1e-4)
