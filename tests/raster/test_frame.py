"""Directions, shifts and sizes in map and raster, against closed forms on the sphere."""

import math

import numpy as np
import pytest
from affine import Affine
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.raster.frame import GroundSize, Move, Sun
from engine.raster.grid import Grid
from tests.conftest import MOON_EQC
from tests.raster.test_grid import GEOGRAPHIC, POLAR, R

SIZE = 64

STORED = {
    "north-up": Affine.identity(),
    "south-up": Affine.scale(1, -1),
    "mirrored": Affine.scale(-1, 1),
    "half turn": Affine.scale(-1, -1),
    "quarter turn": Affine.rotation(90),
    "three quarters": Affine.rotation(-90),
    "transposed": Affine(0, 1, 0, 1, 0, 0),
    "transposed back": Affine(0, -1, 0, -1, 0, 0),
    "turned by 30": Affine.rotation(30),
    "turned by 30, mirrored": Affine.rotation(30) @ Affine.scale(-1, 1),
    "turned by -17": Affine.rotation(-17),
}
"""What is done to the pixels of a north-up raster about its centre."""


def grid_about(wkt, x, y, step, how=None):
    """A grid of SIZE pixels about a place, stored in one of these ways; ``how`` may be an affine."""
    change = how if isinstance(how, Affine) else STORED[how or "north-up"]
    north_up = Affine.scale(step, -step) @ change @ Affine.translation(-SIZE / 2, -SIZE / 2)
    return Grid(wkt, tuple(Affine.translation(x, y) @ north_up)[:6], SIZE, SIZE)


def places():
    """Name, grid and longitude of a place in each kind of map: true north stands at that azimuth in polar maps."""
    yield "geographic at 60 N", GEOGRAPHIC, (20.0, 60.0), 1e-4, 0.0
    yield "equirectangular at 45 S", MOON_EQC, (1e5, -math.radians(45.0) * R), 2.0, 0.0
    for longitude in (0.0, 35.0, -150.0):
        rho = 2.0 * R * math.tan(math.radians(4.0) / 2.0)
        at = rho * math.sin(math.radians(longitude)), rho * math.cos(math.radians(longitude))
        yield f"polar at {longitude:g} E", POLAR, at, 2.0, longitude


PLACES = [pytest.param(*place[1:], id=place[0]) for place in places()]


def ground_steps(grid, columns, rows):
    """Metres towards true east and north from the centre of a grid to pixel positions, on the sphere."""
    middle = np.array([SIZE / 2.0])
    lon, lat = (np.radians(v) for v in grid.longitude_latitude(middle, middle))
    to_lon, to_lat = (np.radians(v) for v in grid.longitude_latitude(np.array([columns]), np.array([rows])))
    return (to_lon - lon).item() * R * math.cos(lat.item()), (to_lat - lat).item() * R


@pytest.mark.parametrize("how", STORED)
@pytest.mark.parametrize("wkt, at, step, turn", PLACES)
def test_a_move_leads_where_it_says(wkt, at, step, turn, how):
    grid = grid_about(wkt, *at, step, how)
    columns, rows = Move(30.0, 12.0).on(grid)
    east, north = ground_steps(grid, SIZE / 2.0 + columns, SIZE / 2.0 + rows)
    # In a polar map true north stands at the azimuth of the longitude.
    angle = math.radians(turn)
    expected = 30.0 * math.cos(angle) - 12.0 * math.sin(angle), 30.0 * math.sin(angle) + 12.0 * math.cos(angle)
    assert (east, north) == pytest.approx(expected, abs=0.02)


@pytest.mark.parametrize("how", STORED)
@pytest.mark.parametrize("wkt, at, step, turn", PLACES)
def test_an_azimuth_is_the_direction_of_a_step(wkt, at, step, turn, how):
    """A step in the raster, looked at on the sphere, has the azimuth that the grid gives it."""
    grid = grid_about(wkt, *at, step, how)
    for raster_azimuth in (0.0, 40.0, 133.0, 290.0):
        angle = math.radians(raster_azimuth)
        right, top = 20.0 * math.sin(angle), 20.0 * math.cos(angle)
        east, north = ground_steps(grid, SIZE / 2 + right / grid.gsd[0], SIZE / 2 - top / grid.gsd[1])
        true = math.degrees(math.atan2(east, north)) + turn
        found = grid.map_azimuth(raster_azimuth)
        assert (found - true + 180.0) % 360.0 - 180.0 == pytest.approx(0.0, abs=0.05)
        assert (grid.raster_azimuth(found) - raster_azimuth + 180.0) % 360.0 - 180.0 == pytest.approx(0.0, abs=1e-9)


@settings(deadline=None)
@given(
    azimuth=st.floats(-360.0, 360.0), turn=st.floats(-180.0, 180.0), mirrored=st.booleans(),
    stretch=st.floats(0.3, 3.0),
)  # fmt: skip
def test_map_and_raster_are_inverse(azimuth, turn, mirrored, stretch):
    change = Affine.rotation(turn) @ Affine.scale(-stretch if mirrored else stretch, 1.0)
    grid = grid_about(MOON_EQC, 0.0, math.radians(50.0) * R, 3.0, change)
    sun = Sun(azimuth, 40.0)
    back = sun.on(grid).in_map(grid)
    assert (back.azimuth_deg - azimuth + 180.0) % 360.0 - 180.0 == pytest.approx(0.0, abs=1e-6)
    assert back.incidence_deg == 40.0 and sun.on(grid).frame == "raster" and sun.on(grid).on(grid) == sun.on(grid)
    move = Move(7.0, -3.0)
    columns, rows = move.on(grid)
    right, top = columns * grid.gsd[0], -rows * grid.gsd[1]
    again = Move(right, top, frame="raster").in_map(grid)
    assert (again.east_m, again.north_m) == pytest.approx((7.0, -3.0), abs=1e-6)
    assert Move(right, top, frame="raster").on(grid) == pytest.approx((columns, rows), abs=1e-9)


def test_north_up_rasters_keep_azimuths_as_they_are():
    grid = grid_about(GEOGRAPHIC, 10.0, 70.0, 1e-3)
    assert grid.raster_azimuth(-5.43) == -5.43 and grid.turn_deg == 0.0
    assert Move(3.0, 4.0).on(grid) == (3.0 / grid.gsd[0], -4.0 / grid.gsd[1])


def test_rounding_in_an_affine_is_no_turn():
    grid = Grid(MOON_EQC, (2.0, 1e-13, 0.0, -1e-13, -2.0, 0.0), 10, 10)
    assert grid.raster_azimuth(123.0) == 123.0


def test_the_covariance_of_a_move_turns_with_it():
    """Against the covariance of moved samples."""
    grid = grid_about(MOON_EQC, 0.0, 0.0, 2.0, "turned by 30, mirrored")
    rng = np.random.default_rng(3)
    samples = rng.multivariate_normal((4.0, 1.0), ((4.0, 1.5), (1.5, 9.0)), 2000)
    moved = [Move(e, n, frame="raster").in_map(grid) for e, n in samples]
    spread = np.cov(samples.T)
    whole = Move(*samples.mean(axis=0), tuple(map(tuple, spread)), "raster").in_map(grid)
    found = np.array([(m.east_m, m.north_m) for m in moved])
    assert np.allclose(found.mean(axis=0), (whole.east_m, whole.north_m), atol=1e-9)
    assert np.allclose(np.cov(found.T), whole.covariance, atol=1e-9)
    assert whole.error_m == pytest.approx(math.sqrt(np.trace(spread))) and Move().error_m is None


def test_the_covariance_of_a_move_along_the_steps_of_a_raster():
    """The way back from the map; rows go down where the raster's north goes up."""
    for storage in ("turned by 30, mirrored", "north up"):
        grid = grid_about(MOON_EQC, 0.0, 0.0, 2.0, *([storage] if storage != "north up" else []))
        own = Move(1.0, 2.0, ((4.0, 1.5), (1.5, 9.0)), "raster")
        for move in (own, own.in_map(grid)):
            assert np.allclose(move.covariance_on(grid), ((4.0, -1.5), (-1.5, 9.0)), atol=1e-9)
    assert Move().covariance_on(grid) is None


def test_the_mean_size_has_the_same_area():
    assert GroundSize(2.0, 8.0).mean_m == 4.0
