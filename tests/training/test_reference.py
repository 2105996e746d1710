"""A reference that lies right stays, one that lies wrong comes back, at any azimuth and any pixel size."""

import json
import math

import numpy as np
import pytest
import rasterio

pytest.importorskip("torch", reason="PyTorch is not installed (the extra 'train')")
pytest.importorskip("zarr", reason="zarr is not installed (the extra 'train')")

from engine.raster.align import AlignedHeights
from engine.raster.frame import Sun
from engine.raster.heights import HeightReader
from engine.raster.reader import RasterReader
from engine.synthetic.product import write_scene
from engine.synthetic.scene import make_scene
from engine.training import reference

GSD = 2.0


def scene_files(folder, azimuth, size=500, seed=5, off=(0.0, 0.0)):
    """A made scene whose truth is written so many metres west and south of its place."""
    paths = write_scene(make_scene(seed, "mountain", size, GSD, 60.0, azimuth, 60.0), folder)
    with rasterio.open(paths["truth"], "r+", IGNORE_COG_LAYOUT_BREAK="YES") as dataset:
        t = dataset.transform
        dataset.transform = rasterio.Affine(t.a, t.b, t.c - off[0], t.d, t.e, t.f - off[1])
    return paths


def placed(paths, azimuth):
    with RasterReader(paths["image"]) as image, RasterReader(paths["truth"]) as truth:
        aligned = AlignedHeights(HeightReader(truth, "metres", lambda text: None), image.grid)
        return reference.place(image, aligned, Sun(azimuth, 60.0, "raster"))


@pytest.mark.parametrize("azimuth", [0.0, 70.0, 200.0, 315.0])
def test_a_perfect_reference_is_not_moved(tmp_path, azimuth):
    found = placed(scene_files(tmp_path, azimuth), azimuth)
    assert found.reliable and (found.move.east_m, found.move.north_m) == (0.0, 0.0)


@pytest.mark.parametrize("blocks_px", [500**2, 250**2, 125**2])
def test_the_estimate_itself_is_within_a_tenth_of_a_pixel(tmp_path, monkeypatch, blocks_px):
    """Also where the first look takes blocks of two and four pixels, whose centres lie between pixels."""
    monkeypatch.setattr(reference, "LOOKED_AT_PX", blocks_px)
    monkeypatch.setattr(reference, "BLUR_PX", 0.0)
    found = placed(scene_files(tmp_path, 120.0), 120.0)
    assert found.reliable and math.hypot(found.move.east_m, found.move.north_m) < 0.1 * GSD


def test_the_first_look_alone_has_no_half_pixel(tmp_path):
    """At blocks of 2 and 4 pixels; a step of half a block used to stand here."""
    paths = scene_files(tmp_path, 30.0)
    for factor in (2, 3, 4):
        with RasterReader(paths["image"]) as image, RasterReader(paths["truth"]) as truth:
            aligned = AlignedHeights(HeightReader(truth, "metres", lambda text: None), image.grid)
            shape = image.block_means(factor).shape
            means = truth.read(0, 0, shape[0] * factor, shape[1] * factor)
            means = means.reshape(shape[0], factor, shape[1], factor).mean(axis=(1, 3))
            apart = aligned.block_centres(factor, shape) - means
            rows, columns = np.gradient(means)
            # A shift of the samples would show as a share of the gradient.
            for gradient in (rows, columns):
                assert abs(float((apart * gradient).sum() / (gradient**2).sum())) < 0.02


@pytest.mark.parametrize("off", [(3.0, -2.2), (-31.0, 17.5)])
def test_a_reference_that_lies_wrong_comes_back(tmp_path, off):
    found = placed(scene_files(tmp_path, 250.0, off=off), 250.0)
    assert found.reliable
    assert math.hypot(found.move.east_m - off[0], found.move.north_m - off[1]) < 0.15 * GSD


def test_flat_light_is_not_believed(tmp_path, raster):
    """An image that shows nothing of the reference."""
    paths = scene_files(tmp_path, 0.0)
    noise = np.random.default_rng(1).normal(1.0, 0.05, (500, 500)).astype(np.float32)
    assert not placed({**paths, "image": raster("noise.tif", noise)}, 0.0).reliable


def test_build_dataset_keeps_a_perfect_reference_to_the_bit(tmp_path, run):
    import zarr

    paths = scene_files(tmp_path / "scene", 135.0, 520)
    run("build_dataset", image=paths["image"], coarse_dem=paths["coarse_dem"], reference=paths["truth"],
        sun_azimuth=135.0, sun_incidence=60.0, region="a", overlap=0, output=tmp_path / "set")  # fmt: skip
    triplet = json.loads((tmp_path / "set" / "manifest.json").read_text())["triplets"][0]
    assert triplet["reference_shift_m"] == [0.0, 0.0]
    with rasterio.open(paths["truth"]) as dataset:
        truth = dataset.read(1)
    stored = np.asarray(zarr.open_group(str(tmp_path / "set"), mode="r")["truth"])
    assert any(np.array_equal(tile, truth[:256, :320]) for tile in stored)
