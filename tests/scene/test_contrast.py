"""What is done about the contrast of an image, and what is said: made ground under a sun that is known."""

import numpy as np
import pytest
from scipy import ndimage

from engine.contract.progress import Progress
from engine.errors import RasterError
from engine.raster.align import AlignedHeights
from engine.raster.frame import Sun
from engine.raster.heights import HeightReader
from engine.raster.reader import RasterReader
from engine.scene.contrast import calibrate
from engine.scene.lamp import Lamp
from engine.terrain.photometry import central_gradient, lunar_lambert
from tests.conftest import write_raster

GSD, POSTING, SIZE = 30.0, 60.0, 240
SUN = Sun(300.0, 60.0, "raster")


@pytest.fixture(scope="module")
def ground():
    """Hills of some hundred metres; their image, with albedo; a coarse DEM that knows them to some metres."""
    rng = np.random.default_rng(7)
    height = 250.0 * ndimage.gaussian_filter(rng.standard_normal((SIZE, SIZE)), 3.0)
    albedo = 1.0 + 0.01 * ndimage.gaussian_filter(rng.standard_normal(height.shape), 1.5) / 0.19
    image = 0.1 * albedo * lunar_lambert(*central_gradient(height.astype(np.float32), GSD, GSD), 300.0, 60.0)
    return image.astype(np.float32), height.astype(np.float32)


def decided(ground, folder, image, wanted="auto", sun=SUN, relief=1.0):
    """Calibration and what was logged, of an image over the coarse DEM of the ground."""
    _, height = ground
    posts = relief * ndimage.gaussian_filter(height, 1.2)[::2, ::2]
    corner = GSD / 2.0 - POSTING / 2.0
    log = []
    with RasterReader(write_raster(folder / "i.tif", image, gsd=GSD, origin=(0.0, 0.0))) as reader, RasterReader(
        write_raster(folder / "c.tif", posts.astype(np.float32), gsd=POSTING, origin=(corner, -corner), unit="m")
    ) as coarse:
        aligned = AlignedHeights(HeightReader(coarse, "metres", lambda text: None), reader.grid)
        progress = Progress(log=lambda level, text: log.append((level, text)))
        found = calibrate(reader, aligned, Lamp(sun), wanted, progress)
    return found, log


def warnings(log):
    return [text for level, text in log if level == "warning"]


def test_a_calibrated_image_is_left_without_a_word_of_doubt(ground, tmp_path):
    found, log = decided(ground, tmp_path, ground[0])
    assert found.contrast.reliable and found.offset == 0.0 and found.doubt < 0.1 and not warnings(log)


def test_a_stretch_that_is_settled_is_undone(ground, tmp_path):
    image = np.minimum(ground[0], np.quantile(ground[0], 0.99)) + np.float32(0.03)
    found, log = decided(ground, tmp_path, image)
    assert found.contrast.reliable and found.offset == pytest.approx(0.03, abs=0.015) and not warnings(log)


def test_detail_in_doubt_is_damped_and_the_run_says_so(ground, tmp_path):
    """A clipped image over a coarse DEM that does not go with it."""
    other = np.roll(ground[0], (90, 110), (0, 1))
    clipped = np.minimum(other, np.quantile(other, 0.99))
    found, log = decided(ground, tmp_path, clipped)
    assert not found.contrast.known and found.offset < 0.0 and found.doubt > 0.4
    (text,) = warnings(log)
    assert "looks like one that was stretched for display" in text and "detail is damped to 0.7" in text
    seen = clipped - found.offset
    assert np.std(seen) / np.mean(seen) < 0.8 * np.std(clipped) / np.mean(clipped)
    found, log = decided(ground, tmp_path, other)
    assert found.offset == 0.0 and not warnings(log), "what looks calibrated is left, as it cannot be told"
    found, log = decided(ground, tmp_path, clipped, "as it is")
    assert found.offset == 0.0 and found.doubt == 0.0 and not warnings(log)


def test_bytes_look_like_a_display(ground, tmp_path):
    other = np.roll(ground[0], (90, 110), (0, 1))
    shown = np.clip(np.rint(200.0 * other / other.max()), 1, 255).astype(np.uint8)
    found, log = decided(ground, tmp_path, shown)
    assert found.offset < 0.0 and "looks like one that was stretched" in warnings(log)[0]


def test_contrast_and_incidence_that_contradict_each_other_are_both_named(ground, tmp_path):
    """Light as from 60 degrees under a sun that is said to stand at 40: slopes explain it only if they are steeper."""
    low = Sun(300.0, 40.0, "raster")
    for wanted, done in (("auto", "brought to that"), ("as it is", "left")):
        found, log = decided(ground, tmp_path, ground[0], wanted, low)
        (text,) = warnings(log)
        assert found.contrast.reliable and found.contrast.factor > 1.6 and f"it is {done}. Either" in text
        assert "not at an incidence of 40 degrees (an incidence of 5" in text or "(an incidence of 6" in text


def test_a_logarithm_needs_an_estimate_that_is_certain(ground, tmp_path):
    logarithm = np.log10(ground[0] + np.float32(1e-3))
    found, _ = decided(ground, tmp_path, logarithm)
    assert found.brightness > 0.0 and found.offset < logarithm.mean()
    with pytest.raises(RasterError, match="is not above zero on average, as logarithms of brightness are"):
        decided(ground, tmp_path, np.roll(logarithm, (90, 110), (0, 1)))
