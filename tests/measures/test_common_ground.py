"""Evaluate compares result and baseline on the same pixels, and takes tile lines from the DTM's own tags."""

import json

import numpy as np
import pytest
from scipy import ndimage

from engine.errors import OverlapError, ParameterError, RasterError
from tests.conftest import read_heights, write_raster

SIZE, GSD, POSTING = 320, 2.0, 40.0
SUN = {"sun_azimuth": 300.0, "sun_incidence": 55.0}
TAGS = {"MMOEDTM_TILE_HEIGHT": "96", "MMOEDTM_TILE_WIDTH": "128", "MMOEDTM_OVERLAP": "32"}


@pytest.fixture(scope="module")
def ground(tmp_path_factory):
    """Ground that is smooth to the west and rough to the east, its coarse DEM, a DTM and an image."""
    from engine.synthetic.scene import Ground, light

    folder = tmp_path_factory.mktemp("ground")
    rng = np.random.default_rng(4)
    rough = ndimage.gaussian_filter(rng.normal(0, 1, (SIZE, SIZE)), 6.0)
    truth = (rough / rough.std() * np.where(np.arange(SIZE) < SIZE // 2, 0.5, 8.0)).astype(np.float32)
    error = ndimage.gaussian_filter(rng.normal(0, 1, (SIZE, SIZE)), 2.0)
    dtm = truth + (1.5 * error / error.std()).astype(np.float32)
    step = int(POSTING / GSD)
    posts = np.pad(truth, 2 * step, mode="edge").reshape(SIZE // step + 4, step, -1, step).mean(axis=(1, 3))
    edge = SIZE * GSD / 2 + 2 * POSTING
    place = {"gsd": POSTING, "origin": (-edge, edge), "unit": "m"}
    codes = np.where(np.arange(SIZE)[:, None] < SIZE // 3, 1, 3).repeat(SIZE, 1).astype(np.uint8)
    image = light(rng, Ground("flat", GSD, truth, np.ones_like(truth)), SUN["sun_azimuth"], SUN["sun_incidence"])
    return {
        "folder": folder,
        "values": {"dtm": dtm, "reference": truth, "image": image},
        "posts": posts.astype(np.float32),
        "place": place,
        "coarse_dem": write_raster(folder / "c.tif", posts.astype(np.float32), **place),
        "classes": write_raster(folder / "k.tif", codes, nodata=0),
    }  # fmt: skip


def with_hole(ground, folder, name, hole):
    """A raster of the scene with nodata in a hole."""
    values = ground["values"][name].copy()
    values[hole] = np.nan
    return write_raster(folder / f"{name}.tif", values, unit=None if name == "image" else "m")


def evaluate(run, folder, **given):
    run("evaluate", **given, output=folder / "r.html", output_json=folder / "r.json")
    return json.loads((folder / "r.json").read_text())


def holes():
    """Blobs over the rough half, where the coarse DEM is worst."""
    noise = ndimage.gaussian_filter(np.random.default_rng(9).normal(0, 1, (SIZE, SIZE)), 9.0)
    hole = noise > 0.5 * noise.std()
    hole[:, : SIZE // 2] = False
    return hole


@pytest.mark.parametrize("kinds", [("reference",), ("reference", "classes")])
def test_it_does_not_matter_which_raster_a_hole_is_in(run, ground, tmp_path, kinds):
    """Heights, slopes, resolution, stripes, by slope and by class, of result and baseline alike."""
    found = []
    for name in ("reference", "dtm"):
        folder = tmp_path / name
        folder.mkdir()
        rasters = {n: with_hole(ground, folder, n, holes() if n == name else np.zeros((SIZE, SIZE), bool))
                   for n in ("dtm", "reference")}  # fmt: skip
        more = {"classes": ground["classes"]} if "classes" in kinds else {}
        found.append(evaluate(run, folder, **rasters, coarse_dem=ground["coarse_dem"], **more))
    one, two = found
    names = ["against_reference", "by_slope_of_reference", "effective_resolution_m", "stripes"]
    for name in names + (["by_terrain"] if "classes" in kinds else []):
        assert one[name] == two[name], name


def test_the_baseline_gains_nothing_by_a_hole_over_rough_ground(run, ground, tmp_path):
    """A coarse DEM without its rough half is measured where it is, and so is the DTM beside it."""
    posts = ground["posts"].copy()
    posts[:, posts.shape[1] // 2 :] = np.nan
    half = write_raster(tmp_path / "half.tif", posts, **ground["place"])
    whole = {name: with_hole(ground, tmp_path, name, np.zeros((SIZE, SIZE), bool)) for name in ("dtm", "reference")}
    log = []
    run("evaluate", log, **whole, coarse_dem=half, output=tmp_path / "r.html", output_json=tmp_path / "r.json",
        output_error=tmp_path / "e.tif")  # fmt: skip
    figures = json.loads((tmp_path / "r.json").read_text())
    against = figures["against_reference"]
    assert against["dtm"]["count"] == against["coarse"]["count"] < 0.55 * SIZE**2
    known = np.zeros((SIZE, SIZE), bool)
    known[1:-1, 1 : 1 + against["dtm"]["count"] // (SIZE - 2)] = True
    error = (ground["values"]["dtm"] - ground["values"]["reference"])[known].astype(np.float64)
    assert against["dtm"]["rmse_m"] == pytest.approx(np.sqrt(np.mean(error**2)), rel=1e-3)
    assert figures["compared_percent"] == pytest.approx(50.0, abs=3.0)
    assert "the same pixels" in (tmp_path / "r.html").read_text(encoding="utf-8")
    assert any("same pixels" in text for _, text in log)
    # The map of errors shows all that is known of the DTM.
    assert np.isfinite(read_heights(tmp_path / "e.tif")).all()


def test_light_is_compared_on_the_same_pixels(run, ground, tmp_path):
    """A hole in the DTM, which takes the gradient of its neighbours with it, is one in the image for the baseline."""
    hole = holes()
    cross = ndimage.generate_binary_structure(2, 1)
    none = np.zeros((SIZE, SIZE), bool)
    found = []
    for name, where in (("dtm", hole), ("image", ndimage.binary_dilation(hole, cross))):
        folder = tmp_path / name
        folder.mkdir()
        rasters = {n: with_hole(ground, folder, n, where if n == name else none) for n in ("dtm", "image")}
        found.append(evaluate(run, folder, **rasters, **SUN, coarse_dem=ground["coarse_dem"])["relit_correlation"])
    assert found[0]["coarse"]["whole"] == pytest.approx(found[1]["coarse"]["whole"], abs=1e-6)
    assert found[0]["coarse"]["detail"] == pytest.approx(found[1]["coarse"]["detail"], abs=1e-6)


def test_nothing_in_common_is_said(run, ground, tmp_path):
    posts = ground["posts"].copy()
    posts[:, posts.shape[1] // 2 :] = np.nan
    half = write_raster(tmp_path / "half.tif", posts, **ground["place"])
    west = np.zeros((SIZE, SIZE), bool)
    west[:, : SIZE // 2 + 30] = True
    given = {"dtm": with_hole(ground, tmp_path, "dtm", np.zeros_like(west)),
             "reference": with_hole(ground, tmp_path, "reference", west)}  # fmt: skip
    with pytest.raises(OverlapError, match="no valid pixel in common"):
        run("evaluate", **given, coarse_dem=half, output=tmp_path / "r.html")
    assert run("evaluate", **given, output=tmp_path / "r.html")["rmse"] > 0.0


def stepped(ground, tmp_path, tags):
    """The truth with a step along the first column line of tiles of 128 with an overlap of 32."""
    values = ground["values"]["reference"].copy()
    values[:, 96:] += 3.0
    return write_raster(tmp_path / "stepped.tif", values, unit="m", tags=tags)


def test_seams_are_looked_for_where_the_tags_of_the_dtm_say(run, ground, tmp_path):
    dtm = stepped(ground, tmp_path, TAGS)
    given = {"reference": with_hole(ground, tmp_path, "reference", np.zeros((SIZE, SIZE), bool)),
             "output": tmp_path / "r.html"}  # fmt: skip
    found = run("evaluate", dtm=dtm, **given)["seams"]
    assert found > 1.5
    # Parameters overrule: with lines elsewhere the step is no seam.
    assert run("evaluate", dtm=dtm, **given, tile_width=192, tile_height=192, overlap=16)["seams"] < 1.0
    assert run("evaluate", dtm=dtm, **given, tile_width=176)["seams"] < 1.0


def test_seams_without_a_plan_are_not_measured(run, ground, tmp_path):
    dtm = stepped(ground, tmp_path, {})
    given = {"reference": with_hole(ground, tmp_path, "reference", np.zeros((SIZE, SIZE), bool)),
             "output": tmp_path / "r.html"}  # fmt: skip
    assert run("evaluate", dtm=dtm, **given)["seams"] is None
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "Not measured" in page and "tile height, width and overlap" in page and "<h2>Seams</h2>" not in page
    assert run("evaluate", dtm=dtm, **given, tile_height=96, tile_width=128, overlap=32)["seams"] > 1.5


@pytest.mark.parametrize("change, error, words", [
    ({"MMOEDTM_TILE_WIDTH": "wide"}, RasterError, "MMOEDTM_TILE_WIDTH"),
    ({"MMOEDTM_TILE_HEIGHT": "-96"}, RasterError, "MMOEDTM_TILE_HEIGHT"),
    ({"MMOEDTM_OVERLAP": "90"}, ParameterError, "overlap of 90"),
])  # fmt: skip
def test_tags_that_make_no_plan_are_refused(run, ground, tmp_path, change, error, words):
    dtm = stepped(ground, tmp_path, {**TAGS, **change})
    with pytest.raises(error, match=words):
        run("evaluate", dtm=dtm, coarse_dem=ground["coarse_dem"], output=tmp_path / "r.html")


def test_seams_of_a_reconstruction_are_found_by_its_own_tags(run, sample, tmp_path, identity_pack):
    """Reconstruct writes the plan that Evaluate reads: nothing need be said twice."""
    run("reconstruct", image=sample / "image.tif", coarse_dem=sample / "coarse_dem.tif", pack=identity_pack,
        tile_height=256, tile_width=256, overlap=64, output=tmp_path / "d.tif")  # fmt: skip
    given = {"dtm": tmp_path / "d.tif", "coarse_dem": sample / "coarse_dem.tif", "output": tmp_path / "r.html"}
    own = run("evaluate", **given)["seams"]
    assert own == run("evaluate", **given, tile_height=256, tile_width=256, overlap=64)["seams"]
    assert own != run("evaluate", **given, tile_height=320, tile_width=320, overlap=64)["seams"]
