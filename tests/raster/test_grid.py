"""Ground metres per pixel against closed forms."""

import math

import numpy as np
import pytest

from engine.raster.grid import Grid
from tests.conftest import MOON_EQC

R = 1737400.0
GEOGRAPHIC = (
    'GEOGCS["Moon",DATUM["D_Moon",SPHEROID["Moon",1737400,0]],PRIMEM["Reference",0],UNIT["degree",0.0174532925199433]]'
)
POLAR = (
    'PROJCS["polar",GEOGCS["Moon",DATUM["D_Moon",SPHEROID["Moon",1737400,0]],PRIMEM["Reference",0],'
    'UNIT["degree",0.0174532925199433]],PROJECTION["Polar_Stereographic"],PARAMETER["latitude_of_origin",-90],'
    'PARAMETER["central_meridian",0],PARAMETER["scale_factor",1],UNIT["metre",1]]'
)


@pytest.mark.parametrize("latitude", [0.0, 45.0, -70.0])
def test_geographic_pixels_shrink_with_the_cosine(latitude):
    step = 1 / 512
    grid = Grid(GEOGRAPHIC, (step, 0, 30.0, 0, -step, latitude + 50 * step), 100, 100)
    gsd_x, gsd_y = grid.gsd
    assert gsd_y == pytest.approx(math.radians(step) * R, rel=1e-5)
    assert gsd_x == pytest.approx(math.radians(step) * R * math.cos(math.radians(latitude)), rel=1e-4)


def test_equirectangular_is_true_at_its_parallel_only():
    y = math.radians(60.0) * R
    gsd_x, gsd_y = Grid(MOON_EQC, (2.0, 0, -100, 0, -2.0, y + 100), 100, 100).gsd
    assert gsd_y == pytest.approx(2.0, rel=1e-5)
    assert gsd_x == pytest.approx(1.0, rel=1e-3)


def test_polar_stereographic_scale():
    """k = (1 + sin 90) / (1 + sin |latitude|) for a true pole: metres on the ground are map metres / k."""
    rho = 2 * R * math.tan(math.radians(5.0) / 2)  # 85 S
    gsd_x, gsd_y = Grid(POLAR, (2.0, 0, -100, 0, -2.0, rho + 100), 100, 100).gsd
    k = 2 / (1 + math.sin(math.radians(85.0)))
    assert gsd_x == pytest.approx(2.0 / k, rel=1e-4)
    assert gsd_y == pytest.approx(2.0 / k, rel=1e-4)


def test_ground_metres_follow_the_row():
    step = 0.01
    grid = Grid(GEOGRAPHIC, (step, 0, 0.0, 0, -step, 60.0), 10, 6000)
    rows = np.array([500.0, 3000.0, 5500.0])
    gsd_x, _ = grid.ground_metres(rows)
    expected = math.radians(step) * R * np.cos(np.radians(60.0 - rows * step))
    assert np.allclose(gsd_x, expected, rtol=1e-3)


def test_a_window_keeps_its_ground():
    grid = Grid(MOON_EQC, (2.0, 0, -100, 0, -2.0, 100), 100, 100)
    part = grid.window(10, 20, 30, 40)
    assert part.to_crs(np.array(0.0), np.array(0.0)) == grid.to_crs(np.array(20.0), np.array(10.0))
