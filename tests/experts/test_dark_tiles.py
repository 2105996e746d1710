"""Brightness of tiles that are much darker than their scene: scheme ``pixel-floor``."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.experts.normalise import BRIGHTNESS_LIMITS, least_brightness, pixel_floor_image, pixel_image
from engine.experts.pack import load
from engine.raster.reader import RasterReader
from engine.tiling.plan import TilePlan


def tile(mean, deviation, seed=0, shape=(32, 40)):
    """A tile of a given mean and standard deviation, both to rounding."""
    values = np.random.default_rng(seed).uniform(-1.0, 1.0, shape)
    values = (values - values.mean()) / values.std()
    return (mean + deviation * values).astype(np.float32), np.ones(shape, bool)


def test_the_shipped_pack_uses_it():
    assert load("lunar-1").manifest.scheme.normalisation == "pixel-floor"


def test_an_offset_near_to_a_dark_tile_does_not_blow_it_up():
    """A tile of 0.020 +- 0.005 under an offset of 0.019, in a scene of 0.15: it had a deviation of 5, not 0.25."""
    image, valid = tile(0.020 - 0.019, 0.005)
    scene = 0.15 - 0.019
    assert pixel_image(image, valid).std() > 1.0
    found = pixel_floor_image(image, valid, least_brightness(scene, offset_removed=True))
    assert found.std() == pytest.approx(0.005 / (0.3 * scene), rel=1e-4)


def test_a_tile_below_zero_after_the_offset_keeps_its_relief():
    image, valid = tile(-0.002, 0.003)
    assert pixel_floor_image(image, valid, 0.03).std() == pytest.approx(0.1, rel=1e-3)


@given(
    mean=st.floats(1e-3, 10.0),
    share=st.floats(0.0, 0.9),
    least=st.floats(0.0, 30.0),
    gaps=st.booleans(),
)
def test_tiles_that_are_not_dark_are_what_they_were_and_dark_ones_are_weaker(mean, share, least, gaps):
    image, valid = tile(mean, share * mean / 2.0)
    if gaps:
        valid[:7] = False
        image = np.where(valid, image, np.float32(np.nan))
    before, after = pixel_image(image, valid), pixel_floor_image(image, valid, least)
    if image[valid].mean(dtype=np.float64) >= least:
        assert after.tobytes() == before.tobytes()
    else:
        ratio = image[valid].mean(dtype=np.float64) / least
        assert np.allclose(after, ratio * before, atol=1e-5)
    assert abs(after[valid].mean(dtype=np.float64)) < 1e-5
    assert (after[~valid] == 0).all()


def test_the_step_from_dark_to_ordinary_is_small():
    image, valid = tile(0.3, 0.05)
    above, below = (pixel_floor_image(image, valid, least) for least in (0.2997, 0.3003))
    assert np.abs(above - below).max() < 1e-3


def test_extremes_are_clipped():
    image, valid = tile(0.1, 0.01)
    image[3, 3], image[4, 4] = 50.0, -50.0
    found = pixel_floor_image(image, valid, 1.0)
    assert (found.max(), found.min()) == (BRIGHTNESS_LIMITS[1], BRIGHTNESS_LIMITS[0])


@pytest.mark.parametrize("brightness", [0.0, -1.0])
def test_a_scene_without_light_says_nothing(brightness):
    image, valid = tile(0.0, 0.0)
    assert (pixel_floor_image(image, valid, least_brightness(brightness, True)) == 0).all()


def test_an_image_as_it_is_keeps_its_darker_tiles():
    """Only where an offset was taken off is a tile of a tenth to three tenths of the scene called dark."""
    assert least_brightness(2.0, offset_removed=False) == pytest.approx(0.2)
    assert least_brightness(2.0, offset_removed=True) == pytest.approx(0.6)


def tiles_of(path):
    """The tiles of an image as Reconstruct cuts them, with their valid pixels, and the mean of the image."""
    with RasterReader(str(path)) as reader:
        image = reader.read(0, 0, max(reader.grid.height, 256), max(reader.grid.width, 320))
        plan = TilePlan(reader.grid.height, reader.grid.width, 256, 320, 100)
    for row in range(plan.shape[0]):
        for tile in plan.row_of_cells(row):
            part = image[tile.top : tile.top + 256, tile.left : tile.left + 320]
            yield part, np.isfinite(part), float(np.nanmean(image, dtype=np.float64))


@pytest.mark.parametrize("offset", [False, True])
def test_no_tile_of_the_sample_is_dark(sample, offset):
    parts = list(tiles_of(sample / "image.tif"))
    assert len(parts) > 4
    for part, valid, scene in parts:
        found = pixel_floor_image(part, valid, least_brightness(scene, offset))
        assert found.tobytes() == pixel_image(part, valid).tobytes()


def test_no_tile_of_the_polar_image_is_dark(real):
    for part, valid, scene in tiles_of(real / "polar_nac" / "M139939938LE_intensity.tif"):
        found = pixel_floor_image(part, valid, least_brightness(scene, False))
        assert found.tobytes() == pixel_image(part, valid).tobytes()
