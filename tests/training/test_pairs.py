"""Real pairs: regions held out 70/15/15, a mix for each expert, hidden suns as inference leaves them."""

import json
import shutil
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("torch", reason="PyTorch is not installed (the extra 'train')")
zarr = pytest.importorskip("zarr", reason="zarr is not installed (the extra 'train')")

from engine.errors import PackError, ParameterError  # noqa: E402 (need torch)
from engine.experts.normalise import pixel_image  # noqa: E402
from engine.raster.frame import Sun  # noqa: E402
from engine.synthetic.scene import make_scene  # noqa: E402
from engine.training.dataset import SPLITS, Appender, open_pairs, split_of  # noqa: E402
from engine.training.pairs import RealPairs  # noqa: E402
from engine.training.sample import StreamSettings, Tile, cut, off_calibration  # noqa: E402

AZIMUTH, INCIDENCE, GSD = 250.0, 60.0, 2.0
SUN = Sun(AZIMUTH, INCIDENCE, "raster")
CROP = StreamSettings(crop=(96, 96), hidden_sun=0.0)


def named(split, skip=0):
    return [name for name in (f"site {i}" for i in range(400)) if split_of(name) == SPLITS.index(split)][skip]


@pytest.fixture(scope="module")
def scene():
    return make_scene(2, "mountain", 192, GSD, 30.0, AZIMUTH, INCIDENCE)


def tiles_of(scene, terrain):
    """Four tiles of 96 x 128 pixels of a scene; the first value of each says its class."""
    coarse = scene.coarse.on_image(scene.image.shape)
    for row in (0, 96):
        for column in (0, 64):
            window = (slice(row, row + 96), slice(column, column + 128))
            layers = (scene.image[window], coarse[window], scene.ground.height[window])
            yield Tile(*layers, GSD, 30.0, SUN, 0.0, terrain)


@pytest.fixture(scope="module")
def pairs(tmp_path_factory, scene):
    """A data set with 40 flat, 4 mountain and 4 crater tiles for training, and 4 of each for validation."""
    folder = tmp_path_factory.mktemp("pairs") / "set"
    for split, counts in (("training", (10, 1, 1)), ("validation", (1, 1, 1))):
        with Appender(folder, named(split)) as store:
            for terrain, count in enumerate(counts):
                for _ in range(count):
                    for tile in tiles_of(scene, terrain):
                        store.add(tile, "")
            store.finish({})
    return folder


def test_regions_are_held_out_70_15_15():
    counts = Counter(SPLITS[split_of(f"region {i}")] for i in range(4000))
    for split, share in (("training", 0.7), ("validation", 0.15), ("test", 0.15)):
        assert counts[split] / 4000 == pytest.approx(share, abs=0.025)


def test_one_region_is_one_region_however_it_is_written():
    for name in ("Apollo 17", "Mösting", "site"):
        assert len({split_of(text) for text in (name, name.upper(), f" {name}\n", name.lower())}) == 1


@pytest.mark.parametrize("shares", [(0.7, 0.15, 0.15), (0.15, 0.7, 0.15), (0.15, 0.15, 0.7), (7, 1.5, 1.5)])
def test_each_expert_gets_its_own_mix(pairs, shares):
    source = RealPairs(str(pairs), replace(CROP, shares=shares))
    drawn = Counter(int(sample.terrain) for ground in range(25) for sample in source(1, ground))
    total = sum(drawn.values())
    for terrain, share in enumerate(np.array(shares) / sum(shares)):
        assert drawn[terrain] / total == pytest.approx(share, abs=4 * np.sqrt(share * (1 - share) / total))


def test_a_class_that_is_not_there_is_said_or_refused(tmp_path, scene):
    with Appender(tmp_path / "set", named("training")) as store:
        for tile in tiles_of(scene, 0):
            store.add(tile, "")
        store.finish({})
    source = RealPairs(str(tmp_path / "set"), replace(CROP, shares=(0.7, 0.15, 0.15)))
    assert len(source.notes) == 2 and {int(s.terrain) for s in source(1, 0)} == {0}
    with pytest.raises(ParameterError, match="no mountain or crater tile"):
        RealPairs(str(tmp_path / "set"), replace(CROP, shares=(0.15, 0.15, 0.7)))


def test_training_reads_no_tile_of_another_split(tmp_path, scene):
    """Tiles of validation are set to another class, which never comes."""
    for split, terrain in (("training", 0), ("validation", 1), ("test", 2)):
        with Appender(tmp_path / "set", named(split)) as store:
            for tile in tiles_of(scene, terrain):
                store.add(tile, "")
            store.finish({})
    source = RealPairs(str(tmp_path / "set"), replace(CROP, shares=(1.0, 0.0, 0.0)))
    assert {int(s.terrain) for ground in range(10) for s in source(3, ground)} == {0}


def test_a_tile_with_a_hidden_sun_stands_any_way_round(scene):
    """As inference leaves it, which cannot turn what it does not know: seen, canonical tiles always stand alike."""
    ramp = np.add.outer(np.arange(96, dtype=np.float32), 3.0 * np.arange(96, dtype=np.float32))
    tile = Tile(ramp + 1.0, ramp, ramp, GSD, 30.0, SUN, 0.0, 0)

    def ways(hidden):
        found = set()
        for seed in range(60):
            sample = cut(np.random.default_rng(seed), tile, StreamSettings(crop=(64, 64), hidden_sun=hidden))
            down, across = (float(np.diff(sample.truth[0], axis=axis).mean()) * GSD for axis in (0, 1))
            found.add((round(down), round(across)))
            assert bool(np.any(sample.sun)) == (hidden == 0.0)
        return found

    assert len(ways(0.0)) == 1 and len(ways(1.0)) == 8


def test_the_contrast_of_a_pair_is_varied_and_its_gain_is_not(scene):
    image = scene.image
    spreads = [float(pixel_image(off_calibration(np.random.default_rng(seed), image), np.ones(image.shape, bool)).std())
               for seed in range(40)]  # fmt: skip
    assert np.std(np.log(spreads)) > 0.08
    assert abs(np.median(np.log(spreads / pixel_image(image, np.ones(image.shape, bool)).std()))) < 0.1


def test_the_same_seed_draws_the_same_samples(pairs):
    one, two = (RealPairs(str(pairs), CROP)(5, 3) for _ in range(2))
    assert all(np.array_equal(a, b) for first, second in zip(one, two) for a, b in zip(first, second))


def test_crops_that_cannot_be_turned_are_refused(pairs):
    with pytest.raises(ParameterError, match="at most 96 x 96"):
        RealPairs(str(pairs), replace(CROP, crop=(96, 128)))


def test_a_run_that_does_not_end_leaves_the_data_set_as_it_was(pairs, tmp_path, scene):
    folder = tmp_path / "set"
    shutil.copytree(pairs, folder)
    before = open_pairs(folder)
    with pytest.raises(RuntimeError), Appender(folder, named("training")) as store:
        for _ in range(12):  # more than are written at a time
            for tile in tiles_of(scene, 0):
                store.add(tile, "")
        raise RuntimeError("cancelled")
    after = open_pairs(folder)
    assert after.digest == before.digest and after.layers["image"].shape == before.layers["image"].shape
    with pytest.raises(RuntimeError), Appender(tmp_path / "new", named("training")) as store:
        for _ in range(12):
            for tile in tiles_of(scene, 0):
                store.add(tile, "")
        raise RuntimeError("cancelled")
    assert not (tmp_path / "new").exists()


def test_the_store_holds_few_tiles_in_memory(tmp_path, scene):
    with Appender(tmp_path / "set", named("training")) as store:
        for _ in range(20):
            for tile in tiles_of(scene, 0):
                store.add(tile, "")
                assert len(store._waiting) < 32
        store.finish({})
    assert open_pairs(tmp_path / "set").layers["image"].shape[0] == 80


def test_tiles_of_another_size_are_refused(pairs, tmp_path, scene):
    folder = tmp_path / "set"
    shutil.copytree(pairs, folder)
    tile = next(tiles_of(scene, 0))
    small = replace(tile, image=tile.image[:64], coarse=tile.coarse[:64], truth=tile.truth[:64])
    with pytest.raises(ParameterError, match="96 x 128"), Appender(folder, "x") as store:
        store.add(small, "")
        store.finish({})
    assert open_pairs(folder).digest == open_pairs(pairs).digest


DAMAGE = {
    "no manifest": lambda f: (f / "manifest.json").unlink(),
    "a torn manifest": lambda f: (f / "manifest.json").write_text('{"triplets": [{'),
    "a manifest of something else": lambda f: (f / "manifest.json").write_text('{"experts": {}}'),
    "a manifest that is a list": lambda f: (f / "manifest.json").write_text("[1, 2]"),
    "a manifest that counts too many": lambda f: (f / "manifest.json").write_text('{"triplets": [{"tiles": 900}]}'),
    "a manifest that counts none": lambda f: (f / "manifest.json").write_text('{"triplets": []}'),
    "a manifest that counts backwards": lambda f: (f / "manifest.json").write_text('{"triplets": [{"tiles": -3}]}'),
    "no group": lambda f: (f / "zarr.json").unlink(),
    "a torn group": lambda f: (f / "zarr.json").write_text("{"),
    "no image": lambda f: shutil.rmtree(f / "image"),
    "a torn array": lambda f: (f / "truth" / "zarr.json").write_text("[]"),
    "a table of nonsense": lambda f: _fill(f, "terrain", 7),
    "pixels of no size": lambda f: _fill(f, "geometry", 0.0),
}


def _fill(folder, name, value):
    zarr.open_group(str(folder), mode="a")[name][:] = value


@pytest.mark.parametrize("what", DAMAGE)
def test_a_damaged_data_set_is_one_sentence(pairs, tmp_path, what, run):
    folder = tmp_path / "set"
    shutil.copytree(pairs, folder)
    DAMAGE[what](folder)
    with pytest.raises(ParameterError) as caught:
        run("train", config="fine-tune", pairs=folder, weights="resources/packs/lunar-1", output=tmp_path / "out")
    assert str(folder) in str(caught.value) and "\n" not in str(caught.value)
    assert not (tmp_path / "out").exists()


def test_a_torn_tile_is_one_sentence(pairs, tmp_path):
    folder = tmp_path / "set"
    shutil.copytree(pairs, folder)
    for chunk in (p for p in (folder / "image" / "c").rglob("*") if p.is_file()):
        chunk.write_bytes(b"torn")
    with pytest.raises(ParameterError, match="no whole data set"):
        open_pairs(folder).tile(0)


def test_a_folder_with_other_things_is_no_data_set(tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("the user's")
    with pytest.raises(ParameterError, match="choose another folder"):
        Appender(tmp_path / "mine", "x")
    assert [p.name for p in (tmp_path / "mine").iterdir()] == ["notes.txt"]


def test_validate_prints_errors_before_and_after_by_class(pairs, tmp_path, run, sample):
    """Experts that hand the coarse DEM back have its errors; the figures are those of a plain sum over tiles."""
    import torch

    from engine.networks.registry import build
    from engine.training import weights

    network = build("terrain")
    with torch.no_grad():
        for weight in network.parameters():
            weight.zero_()
    for terrain in ("flat", "mountain", "crater"):
        (tmp_path / "zero" / terrain).mkdir(parents=True)
        weights.save(tmp_path / "zero" / terrain / "final.pt", "terrain", network.state_dict(), {})
    log = []
    got = run("validate", log, pairs=pairs, before=tmp_path / "zero", after="lunar-1", output=tmp_path / "f.json")
    figures = json.loads((tmp_path / "f.json").read_text())
    assert set(figures) == {"flat", "mountain", "crater", "all"} and got["tiles"] == 12
    store = open_pairs(pairs)
    held = [store.tile(int(i)) for i in np.flatnonzero(store.split == 1)]
    errors = np.concatenate([(tile.coarse - tile.truth).ravel() for tile in held]).astype(np.float64)
    for name in ("coarse DEM", "before"):
        assert figures["all"][name]["rmse_m"] == pytest.approx(np.sqrt((errors**2).mean()), rel=1e-4)
        for limit in (2, 4, 10):
            share = 100.0 * (np.abs(errors) < limit).mean()
            assert figures["all"][name][f"re_under_{limit}m_percent"] == pytest.approx(share, abs=0.05)
    assert got["rmse_after"] < 0.95 * got["rmse_before"] and got["slope_error_after"] < got["slope_error_before"]
    text = "\n".join(line for _, line in log)
    assert "RMSE" in text and "RE < 10 m" in text and text.count("before") >= 4 and text.count("after") >= 4
    with pytest.raises(ParameterError, match="no tile in its test split"):
        run("validate", pairs=pairs, split="test")


def test_fine_tuning_from_pack_to_figures(pairs, tmp_path, run, scene):
    """Train the three experts a step on pairs, compare them, and see that a grown data set is another run."""
    import yaml

    folder = tmp_path / "set"
    shutil.copytree(pairs, folder)
    shares = {"flat": [0.7, 0.15, 0.15], "mountain": [0.15, 0.7, 0.15], "crater": [0.15, 0.15, 0.7]}
    defaults = {"batch": 2, "steps": 1, "peak_rate": 1e-5, "warmup_steps": 0, "checkpoint_steps": 1, "log_steps": 1,
                "pool_grounds": 1}  # fmt: skip
    runs = {name: {"start": name, "stream": {"crop": [96, 96], "shares": mix}} for name, mix in shares.items()}
    (tmp_path / "c.yaml").write_text(yaml.safe_dump({"defaults": defaults, "runs": runs}))
    asked = {"config": tmp_path / "c.yaml", "pairs": folder, "weights": "lunar-1"}
    assert run("train", **asked, output=tmp_path / "tuned")["runs_trained"] == 3
    with pytest.raises(PackError, match="no expert pack 'lunar-9'.*lunar-1"):
        run("train", **{**asked, "weights": "lunar-9"}, output=tmp_path / "other")
    got = run("validate", pairs=folder, after=tmp_path / "tuned")
    assert got["rmse_after"] == pytest.approx(got["rmse_before"], rel=0.05) and got["rmse_after"] != got["rmse_before"]
    with Appender(folder, named("training", 1)) as store:
        for tile in tiles_of(scene, 0):
            store.add(tile, "")
        store.finish({})
    with pytest.raises(ParameterError, match=r"stream\.pairs was .* and is"):
        run("train", **asked, output=tmp_path / "tuned")
