"""Data sets from triplets: what is kept, what is left out, and that the sun turns with the tile."""

import json

import numpy as np
import pytest
from scipy import ndimage

pytest.importorskip("torch", reason="PyTorch is not installed (the extra 'train')")
zarr = pytest.importorskip("zarr", reason="zarr is not installed (the extra 'train')")

from engine.errors import OverlapError, ParameterError  # noqa: E402 (need torch)
from engine.networks.terrain_net import gradient, relative_shade  # noqa: E402
from engine.synthetic.product import write_scene  # noqa: E402
from engine.synthetic.scene import make_scene  # noqa: E402
from engine.training.dataset import split_of  # noqa: E402
from engine.training.flaws import flaw  # noqa: E402
from engine.training.pairs import RealPairs  # noqa: E402
from engine.training.sample import StreamSettings  # noqa: E402

SUN = {"sun_azimuth": 200.0, "sun_incidence": 60.0}


@pytest.fixture(scope="module")
def triplet(tmp_path_factory):
    scene = make_scene(3, "mountain", 700, 2.0, 60.0, 200.0, 60.0)
    paths = write_scene(scene, tmp_path_factory.mktemp("triplet"))
    return {"image": paths["image"], "coarse_dem": paths["coarse_dem"], "reference": paths["truth"]}


def named(split):
    return next(name for name in (f"site {i}" for i in range(99)) if split_of(name) == split)


def test_a_triplet_becomes_tiles(tmp_path, run, triplet):
    got = run("build_dataset", **triplet, **SUN, region=named(0), output=tmp_path / "set")
    assert got["tiles"] + got["left_out"] == 12 and got["tiles"] >= 8 and got["split"] == "training"
    store = zarr.open_group(str(tmp_path / "set"), mode="r")
    assert store["image"].shape == (got["tiles"], 256, 320) == store["truth"].shape
    assert np.abs(np.asarray(store["truth"]) - np.asarray(store["coarse"])).mean() < 20
    more = run("build_dataset", **triplet, **SUN, region=named(1), output=tmp_path / "set")
    assert more["split"] == "validation"
    store = zarr.open_group(str(tmp_path / "set"), mode="r")
    assert store["image"].shape[0] == 2 * got["tiles"] and np.asarray(store["split"]).sum() == got["tiles"]
    manifest = json.loads((tmp_path / "set" / "manifest.json").read_text())
    assert [t["tiles"] for t in manifest["triplets"]] == [got["tiles"]] * 2
    assert sum(manifest["triplets"][0]["by_class"].values()) == got["tiles"]
    assert "sha256" in manifest["triplets"][0]["inputs"]["image"]


def test_tiles_of_a_killed_run_are_cut_off(tmp_path, run, triplet):
    got = run("build_dataset", **triplet, **SUN, region=named(0), output=tmp_path / "set")
    (tmp_path / "set" / "manifest.json").unlink()  # as if killed before the manifest
    run("build_dataset", **triplet, **SUN, region=named(0), output=tmp_path / "set")
    store = zarr.open_group(str(tmp_path / "set"), mode="r")
    assert {store[n].shape[0] for n in ("image", "coarse", "truth", "geometry", "terrain", "split")} == {got["tiles"]}


def test_the_sun_turns_with_the_tile(tmp_path, run, triplet):
    run("build_dataset", **triplet, **SUN, region=named(0), output=tmp_path / "set")
    settings = StreamSettings(crop=(192, 192), hidden_sun=0.0, shares=(0.15, 0.7, 0.15))
    samples = RealPairs(str(tmp_path / "set"), settings)(1, 0)
    import torch

    for image, coarse, truth, sun, posting, *_ in samples:
        azimuth = np.degrees(np.arctan2(sun[0], sun[1]))
        assert 0.0 <= azimuth <= 45.0 and posting[0] == pytest.approx(30.0, rel=1e-3)
        shade = relative_shade(*gradient(torch.from_numpy(truth)[None]), torch.from_numpy(sun)[None])[0].numpy()
        assert np.corrcoef(image.ravel(), shade.ravel())[0, 1] > 0.7
        assert abs(float((truth - coarse).mean())) < 10
    again = RealPairs(str(tmp_path / "set"), settings)(1, 0)
    assert all(np.array_equal(a, b) for one, two in zip(samples, again) for a, b in zip(one, two))


def test_flaws_of_tiles():
    rng = np.random.default_rng(0)
    image = rng.normal(1, 0.1, (64, 80)).astype(np.float32)
    ground = 3.0 * ndimage.gaussian_filter(rng.normal(0, 1, (64, 80)), 2.0).astype(np.float32)
    assert flaw(image, ground, ground, 2.0) == ""
    assert flaw(np.where(image > 1.3, np.nan, image), ground, np.where(ground > 0.5, np.nan, ground), 2.0) == "nodata"
    shaded = image.copy()
    shaded[:30] = 0.0
    assert flaw(shaded, ground, ground, 2.0) == "shadow"
    spiked = ground.copy()
    spiked[30:34, 30:34] += 400.0
    assert flaw(image, ground, spiked, 2.0) == "spikes"
    striped = ground + 0.7 * rng.normal(0, 1, 80).astype(np.float32)[None, :]
    assert flaw(image, ground, striped, 2.0) == "stripes"
    assert "disagree" in flaw(image, ground + np.linspace(0, 400, 80, dtype=np.float32), ground, 2.0)


def test_what_build_dataset_refuses(tmp_path, run, triplet):
    with pytest.raises(ParameterError, match="sun's azimuth"):
        run("build_dataset", **triplet, region="x", output=tmp_path / "set")
    with pytest.raises(OverlapError, match="no whole tile"):
        run("build_dataset", **triplet, **SUN, region="x", tile_height=1024, tile_width=1024, output=tmp_path / "set")
    with pytest.raises(ParameterError, match="does not exist"):
        RealPairs(str(tmp_path / "none"), StreamSettings())
    assert not (tmp_path / "set").exists()
