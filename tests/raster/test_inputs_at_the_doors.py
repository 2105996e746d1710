"""What enters through the doors: storages and units of one ground give one product, or a sentence."""

import numpy as np
import pytest
import rasterio
from rasterio.transform import Affine

from engine.errors import MmoedtmError
from engine.raster.orientation import ALL
from tests.conftest import read_heights, write_raster
from tests.raster.test_orientation import store

LAYERS = ("output", "output_error", "output_slope_error", "output_support")


@pytest.fixture(scope="module")
def scene(tmp_path_factory):
    """An image of 150 x 130 pixels at 2 m over ground with a bowl, and a coarse DEM of 60 m."""
    folder = tmp_path_factory.mktemp("scene")
    rows, columns = np.mgrid[:150, :130]
    bowl = 40.0 * np.exp(-((rows - 60.0) ** 2 + (columns - 80.0) ** 2) / 900.0) + 0.2 * columns
    image = (0.2 + 0.05 * np.gradient(bowl, axis=1)).astype(np.float32)
    image[:9, 40:60] = np.nan
    coarse = (np.add.outer(np.arange(12) * 3.0, np.arange(12) * -5.0) - 1800.0).astype(np.float32)
    write_raster(folder / "coarse.tif", coarse, gsd=60.0, unit="m")
    return folder, image, np.full(image.shape, 255, np.uint8), Affine(2.0, 0.0, -130.0, 0.0, -2.0, 150.0)


@pytest.mark.parametrize("orientation", ALL[1:])
def test_the_dtm_is_the_same_whatever_way_its_image_is_stored(run, scene, telling_pack, tmp_path, orientation):
    folder, image, mask, place = scene
    results = []
    for name, turn in (("plain", ALL[0]), ("turned", orientation)):
        path = store(tmp_path / f"{name}.tif", image, mask, place, turn)
        targets = {layer: tmp_path / f"{name}_{layer}.tif" for layer in LAYERS}
        run(
            "reconstruct", image=path, coarse_dem=folder / "coarse.tif", **targets, pack=telling_pack,
            sun_azimuth=100.0, sun_incidence=60.0, apply_shift=False,
        )  # fmt: skip
        results.append([read_heights(target) for target in targets.values()])
        with rasterio.open(targets["output"]) as dataset:
            assert dataset.transform.almost_equals(place)
    for one, two in zip(*results):
        assert np.array_equal(one, two, equal_nan=True) and np.isfinite(one).any()


@pytest.mark.parametrize("orientation", ALL[1:])
def test_the_hillshade_is_the_same_whatever_way_its_dtm_is_stored(run, scene, tmp_path, orientation):
    _, image, mask, place = scene
    shades = []
    for name, turn in (("plain", ALL[0]), ("turned", orientation)):
        path = store(tmp_path / f"{name}.tif", image * 100.0, mask, place, turn)
        run("slope_roughness", input=path, output_hillshade=tmp_path / f"{name}_shade.tif", output=tmp_path / "s.tif")
        shades.append(read_heights(tmp_path / f"{name}_shade.tif"))
    assert np.array_equal(*shades, equal_nan=True)


def test_kilometres_and_metres_give_one_slope(run, tmp_path):
    metres = np.cumsum(np.random.default_rng(0).normal(0.0, 4.0, (40, 40)), axis=0).astype(np.float32)
    write_raster(tmp_path / "m.tif", metres, gsd=60.0, unit="m")
    write_raster(tmp_path / "km.tif", metres / np.float32(1000.0), gsd=60.0, unit="km")
    write_raster(tmp_path / "ft.tif", metres / np.float32(0.3048), gsd=60.0, unit="ft")
    slopes = []
    for name in ("m", "km", "ft"):
        run("slope_roughness", input=tmp_path / f"{name}.tif", output=tmp_path / f"{name}_s.tif")
        slopes.append(read_heights(tmp_path / f"{name}_s.tif"))
    assert np.allclose(slopes[0], slopes[1], atol=1e-3, equal_nan=True)
    assert np.allclose(slopes[0], slopes[2], atol=1e-3, equal_nan=True)


def test_a_mislabelled_dem_is_one_sentence(run, tmp_path):
    values = np.full((40, 40), -1900.0, np.float32) + np.arange(40, dtype=np.float32)
    path = write_raster(tmp_path / "wrong.tif", values, gsd=60.0, unit="km")
    with pytest.raises(MmoedtmError, match="wrong.tif has 100 % of its heights beyond the Moon's.*as metres"):
        run("slope_roughness", input=path, output=tmp_path / "s.tif")
    assert not (tmp_path / "s.tif").exists()


def test_the_time_of_a_mosaic_gives_no_sun(run, real):
    with pytest.raises(MmoedtmError, match="spans 6 years .* no single sun; give the time"):
        run("sun_geometry", image=real / "labels" / "NAC_DTM_APOLLO17_MOSAIC_5M.IMG")


@pytest.mark.parametrize("shape", [(1, 1), (1, 300), (2, 2), (5, 9), (16, 16)])
def test_tiny_images_are_no_traceback(run, scene, tmp_path, identity_pack, shape):
    folder = scene[0]
    image = write_raster(tmp_path / "tiny.tif", np.random.default_rng(0).random(shape, np.float32), gsd=2.0)
    for operation, more in (
        ("align", {"output": tmp_path / "a.tif", "sun_azimuth": 30.0, "sun_incidence": 60.0}),
        ("sun_geometry", {"time": "2012-01-01T00:00:00"}),
        ("reconstruct", {"output": tmp_path / "d.tif", "pack": identity_pack, "apply_shift": False}),
    ):
        try:
            run(operation, image=image, coarse_dem=folder / "coarse.tif", **more)
        except MmoedtmError as error:
            assert "\n" not in str(error)


def test_what_is_assumed_of_an_image_is_told(run, scene, identity_pack, tmp_path):
    rows, columns = np.mgrid[:150, :150]
    image = np.random.default_rng(1).integers(90, 110, (150, 150)).astype(np.uint8)
    image[np.abs(rows - 75) + np.abs(columns - 75) > 72] = 0
    path = write_raster(tmp_path / "askew.tif", image, gsd=2.0)
    log = []
    run(
        "reconstruct", log=log, image=path, coarse_dem=scene[0] / "coarse.tif", output=tmp_path / "d.tif",
        pack=identity_pack, apply_shift=False,
    )  # fmt: skip
    assert any(level == "warning" and "its border is zero" in text for level, text in log)
    assert np.array_equal(np.isnan(read_heights(tmp_path / "d.tif")), image == 0)
