"""Mix-ups of inputs are told in one sentence before anything runs, at the command line."""

import numpy as np
import pytest
import rasterio

from tests.conftest import MOON_EQC, write_raster

POLAR_PA = MOON_EQC.replace("Moon eqc", "Moon eqc, principal axes of DE440")


@pytest.fixture
def pair(tmp_path):
    """An image of 2 m and heights every 60 m of the same ground, 600 m wide."""
    rng = np.random.default_rng(0)
    posts = (np.cumsum(rng.normal(0, 4, (12, 12)), axis=1) - 2500.0).astype(np.float32)
    return {
        "image": write_raster(tmp_path / "image.tif", (0.2 + 0.1 * rng.random((300, 300))).astype(np.float32)),
        "coarse": write_raster(tmp_path / "coarse.tif", posts, gsd=60.0),
        "posts": posts,
    }


def refused(engine, tmp_path, image, coarse, code, *words):
    target = tmp_path / "out" / "dtm.tif"
    target.parent.mkdir(exist_ok=True)
    done = engine("reconstruct", "--image", image, "--coarse-dem", coarse, "--output", target)
    errors = [line for line in done.stderr.splitlines() if line.startswith("Error: ")]
    assert done.returncode == code and len(errors) == 1 and "Traceback" not in done.stderr, done.stderr
    assert all(word in errors[0] for word in words), errors[0]
    assert not any(target.parent.iterdir())


def test_one_raster_twice(engine, tmp_path, pair):
    refused(engine, tmp_path, pair["image"], pair["image"], 2, "both as image and as coarse DEM")
    copy = tmp_path / "copy.tif"
    copy.write_bytes((tmp_path / "image.tif").read_bytes())
    refused(engine, tmp_path, pair["image"], copy, 2, "both as image and as coarse DEM", "copy.tif")


def test_image_and_dem_swapped(engine, tmp_path, pair):
    refused(engine, tmp_path, pair["coarse"], pair["image"], 2, "seem to be swapped", "coarse.tif", "image.tif", "60 m")


def test_a_reduced_image(engine, tmp_path, pair):
    small = write_raster(tmp_path / "small.tif", np.full((30, 30), 0.1, np.float32) + np.eye(30, dtype=np.float32),
                         gsd=60.0)  # fmt: skip
    refused(engine, tmp_path, small, pair["coarse"], 2, "small.tif has pixels of 60 m", "full resolution")


def test_a_dem_finer_than_the_image(engine, tmp_path, pair):
    fine = write_raster(tmp_path / "fine.tif", np.kron(pair["posts"], np.ones((60, 60), np.float32)), gsd=1.0)
    refused(engine, tmp_path, pair["image"], fine, 2, "a post every 1 m", "finer than the image's pixels of 2 m")


@pytest.mark.parametrize("alpha", [False, True])
def test_a_colour_picture(engine, tmp_path, pair, alpha):
    bands = np.random.default_rng(0).integers(0, 255, (4 if alpha else 3, 300, 300)).astype(np.uint8)
    picture = write_raster(tmp_path / "rgb.tif", bands, photometric="RGB")
    refused(engine, tmp_path, picture, pair["coarse"], 1, "rgb.tif is a colour picture")


def test_half_of_the_ground_is_said_with_its_share(run, tmp_path, pair, identity_pack):
    half = write_raster(tmp_path / "half.tif", pair["posts"][:, :7], gsd=60.0, origin=(-360.0, 360.0))
    log = []
    done = run("reconstruct", log, image=pair["image"], coarse_dem=half, pack=identity_pack, output=tmp_path / "d.tif")
    said = [text for level, text in log if level == "warning" and "covers" in text]
    share = int(said[0].partition("covers ")[2].partition(" %")[0])
    assert len(said) == 1 and done["coverage"] == pytest.approx(share, abs=5) and 55 < share < 70
    log = []
    run("reconstruct", log, image=pair["image"], coarse_dem=pair["coarse"], pack=identity_pack,
        output=tmp_path / "d.tif")  # fmt: skip
    assert not any("covers" in text for _, text in log)


def test_two_lunar_frames_are_said(run, tmp_path, pair, identity_pack):
    principal = write_raster(tmp_path / "pa.tif", pair["posts"], gsd=60.0, crs=POLAR_PA)
    named = tmp_path / "NAC_DTM_SITE_M150361817_2M.tif"  # an ortho of LROC's, so in mean Earth
    named.write_bytes((tmp_path / "image.tif").read_bytes())
    for coarse, frames in ((principal, 1), (pair["coarse"], 0)):
        log = []
        run("reconstruct", log, image=named, coarse_dem=coarse, pack=identity_pack, output=tmp_path / "d.tif")
        said = [text for level, text in log if level == "warning" and "frame" in text]
        assert len(said) == frames and all("mean Earth" in t and "principal axes" in t for t in said)
    with rasterio.open(principal) as dataset:
        assert "principal axes" in dataset.crs.to_wkt()


def test_a_posting_of_too_many_pixels_is_told_its_way(run, tmp_path, pair, identity_pack):
    """Half a metre under 60 m: 120 pixels, twice what the pack knows; two metres and eight are the way."""
    fine = write_raster(tmp_path / "fine.tif", np.full((400, 400), 0.2, np.float32) + np.eye(400, dtype=np.float32),
                        gsd=0.5)  # fmt: skip
    log = []
    run("reconstruct", log, image=fine, coarse_dem=pair["coarse"], pack=identity_pack, output=tmp_path / "d.tif")
    said = [text for level, text in log if level == "warning" and "in two steps" in text]
    assert len(said) == 1 and "pixels of 2 m" in said[0] and "a post every 8 m" in said[0]
