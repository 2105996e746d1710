"""Which tiles of a real pair are kept: steep smooth ground is no flaw, stripes of decimetres are one."""

import math

import numpy as np
import pytest
from scipy import ndimage

pytest.importorskip("torch", reason="PyTorch is not installed (the extra 'train')")

from engine.synthetic.scene import TERRAINS, make_ground
from engine.training.flaws import flaw

GSD = 2.0
ROWS, COLUMNS = np.indices((256, 320), dtype=np.float64)


def ramp(slope_deg, azimuth_deg):
    angle = math.radians(azimuth_deg)
    return math.tan(math.radians(slope_deg)) * GSD * (COLUMNS * math.sin(angle) - ROWS * math.cos(angle))


def rough(rng, metres, length_px):
    noise = ndimage.gaussian_filter(rng.standard_normal(ROWS.shape), length_px)
    return metres * noise / noise.std()


def verdict(heights):
    heights = heights.astype(np.float32)
    return flaw(np.ones_like(heights), heights, heights, GSD)


@pytest.mark.parametrize("slope_deg", [0.0, 5.0, 15.0, 25.0, 35.0])
@pytest.mark.parametrize("metres", [0.0, 0.1, 0.3, 1.0])
def test_ramps_are_kept_whatever_way_they_face(slope_deg, metres):
    rng = np.random.default_rng(round(slope_deg))
    for azimuth_deg in (0.0, 37.0, 90.0, 200.0, 315.0):
        for length_px in (0.5, 1.5, 4.0):
            assert verdict(ramp(slope_deg, azimuth_deg) + rough(rng, metres, length_px)) == "", azimuth_deg


@pytest.mark.parametrize("slope_deg", [0.0, 15.0, 35.0])
@pytest.mark.parametrize("metres", [0.1, 0.3, 1.0])
def test_stripes_of_three_decimetres_are_rejected(slope_deg, metres):
    rng = np.random.default_rng(round(slope_deg) + 1)
    for azimuth_deg in (0.0, 90.0, 215.0):
        for length_px in (0.5, 1.5, 4.0):
            ground = ramp(slope_deg, azimuth_deg) + rough(rng, metres, length_px)
            assert verdict(ground + 0.3 * rng.standard_normal(320)[None, :]) == "stripes"
            assert verdict(ground + 0.3 * rng.standard_normal(256)[:, None]) == "stripes"


def test_a_bowl_is_kept():
    """A smooth wall that is bent as well as steep: 400 m across, up to 32 degrees."""
    bowl = 1e-3 * GSD**2 * ((COLUMNS - 160.0) ** 2 + (ROWS - 128.0) ** 2)
    assert np.degrees(np.arctan(np.abs(np.gradient(bowl, GSD)[1]).max())) > 30.0
    assert verdict(bowl) == ""


@pytest.mark.parametrize("metres", [0.0, 0.1])
@pytest.mark.parametrize("valley", [40.0 * np.cos(np.pi * COLUMNS / 160.0), 26.0 * np.cos(np.pi * ROWS / 128.0)],
                         ids=["across", "along"])  # fmt: skip
def test_a_valley_as_wide_as_the_tile_is_kept(valley, metres):
    """Walls of up to 21 degrees that end on level ground at the borders: no short wave, but no polynomial either."""
    assert verdict(valley + rough(np.random.default_rng(5), metres, 1.5)) == ""


@pytest.mark.parametrize("terrain", TERRAINS)
def test_made_ground_has_no_stripes(terrain):
    for seed in range(3):
        # Blocks may well be steeper than the steps that are taken for spikes.
        assert verdict(make_ground(np.random.default_rng(seed), terrain, 320, GSD).height[:256]) in ("", "spikes")


def test_the_walls_of_lola_site_01_are_kept(real):
    """54 tiles that overlap; a few hold real altimeter tracks, as the flat parts of this DEM show."""
    import rasterio

    with rasterio.open(real / "relief" / "lola_site01_10m.tif") as dataset:
        heights = dataset.read(1, masked=True).astype(np.float32).filled(np.nan)
    tiles = [heights[r : r + 256, c : c + 320] for r in range(0, heights.shape[0] - 255, 156)
             for c in range(0, heights.shape[1] - 319, 220)]  # fmt: skip
    whole = [tile for tile in tiles if np.isfinite(tile).all()]
    striped = sum(flaw(np.ones_like(tile), tile, tile, 10.0) == "stripes" for tile in whole)
    assert len(whole) > 40 and striped < 0.1 * len(whole)
