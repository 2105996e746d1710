"""Every network as a pack: trained for two steps, exported, held to PyTorch, and run by Reconstruct."""

import json

import numpy as np
import pytest
import rasterio
import yaml

torch = pytest.importorskip("torch", reason="PyTorch is not installed (the extra 'train')")

from engine.errors import ParameterError  # noqa: E402 (need torch)
from engine.experts.orientation import alike, canonical  # noqa: E402
from engine.experts.scheme import Scheme  # noqa: E402
from engine.networks.registry import NETWORKS  # noqa: E402
from engine.raster.frame import Sun  # noqa: E402
from engine.raster.orientation import ALL  # noqa: E402
from engine.synthetic.scene import make_scene  # noqa: E402
from engine.training import config, trainer, weights  # noqa: E402
from engine.training.export import rounded  # noqa: E402
from engine.training.sample import StreamSettings, Tile, cut  # noqa: E402
from engine.training.validation import heights_of  # noqa: E402

GSD, AZIMUTH, INCIDENCE = 2.0, 205.0, 58.0


def trained(folder, network, seed=1, crop=(128, 160)):
    """A run of two steps; its weights are moved, so that nothing is zero as it is at the start."""
    stream = {"scene": 176, "crop": list(crop), "crops_per_light": 2, "lights_per_ground": 1}
    run = {"network": network, "steps": 2, "batch": 2, "warmup_steps": 1, "checkpoint_steps": 2, "log_steps": 1,
           "pool_grounds": 2, "seed": seed, "peak_rate": 1e-3, "stream": stream}  # fmt: skip
    path = folder.parent / f"{folder.name}.yaml"
    path.write_text(yaml.safe_dump({"runs": {"one": run}}))
    final = trainer.train(config.read(str(path))["one"], folder, None, lambda share, text: None)
    found = weights.read(final)
    generator = torch.Generator().manual_seed(seed)
    moved = {key: value + 0.01 * torch.randn(value.shape, generator=generator) for key, value in found.weights.items()}
    weights.save(final, found.network, moved, found.facts)
    return final


@pytest.fixture(scope="module")
def scene():
    """A made scene of 128 x 160 pixels: one tile of the networks that take no other."""
    made = make_scene(4, "mountain", 176, GSD, 40.0, AZIMUTH, INCIDENCE)
    return made.image[:128, :160].copy(), made.coarse.on_image(made.image.shape)[:128, :160].copy()


@pytest.mark.parametrize("name", NETWORKS)
def test_every_network_becomes_a_pack_that_reconstruct_runs(tmp_path, run, raster, scene, name):
    """The DTM of one tile is what PyTorch makes of the same tile, shown to it as in training."""
    final = trained(tmp_path / "run", name)
    got = run("export", weights=tmp_path / "run", output=tmp_path / "pack")
    assert got["deviation"] <= 1e-4
    manifest = json.loads((tmp_path / "pack" / "manifest.json").read_text())
    kind = NETWORKS[name].kind
    assert manifest["inputs"] == list(kind.inputs) and manifest["output"] == "heights"
    assert Scheme(manifest["normalisation"], manifest["orientation"]) == kind.scheme
    assert manifest["tile_sizes"] == ("any" if kind.any_tile else "fixed")
    assert manifest["tile"] == ([256, 320] if kind.any_tile else [128, 160])  # that of its training
    image, coarse = scene
    given = {"image": raster("i.tif", image), "coarse_dem": raster("c.tif", coarse)}
    sun = {"sun_azimuth": AZIMUTH, "sun_incidence": INCIDENCE}
    made = run("reconstruct", **given, **sun, apply_shift=False, contrast="as it is", pack=tmp_path / "pack",
               output=tmp_path / "d.tif")  # fmt: skip
    assert made["tiles"] == 1 and made["coverage"] == 100.0
    with rasterio.open(tmp_path / "d.tif") as dataset:
        dtm = dataset.read(1)
    network = rounded(weights.load(final, name))
    # A DEM as fine as the image takes no interpolation: its posting is a pixel.
    tiles = [Tile(image, coarse, coarse, GSD, GSD, Sun(AZIMUTH, INCIDENCE, "raster"), 0.0, t) for t in range(3)]
    expected = [heights_of(network, tile) for tile in tiles]
    assert np.abs(expected[0] - coarse).max() > 0.05
    if name.startswith("mmoe"):  # an expert for each class; which one a single tile gets is the router's
        assert np.abs(expected[0] - expected[1]).max() > 0.05 and np.abs(expected[0] - expected[2]).max() > 0.05
    assert min(np.abs(dtm - heights).max() for heights in expected) < 2e-3


def test_a_pack_of_one_tile_size_cuts_a_scene_of_any_size(tmp_path, run, raster):
    """Tiles are neither fitted nor merged; other sizes are refused in one sentence."""
    trained(tmp_path / "run", "mmoe-slope-adapter")
    run("export", weights=tmp_path / "run", output=tmp_path / "pack")
    made = make_scene(5, "crater", 300, GSD, 60.0, 20.0, INCIDENCE)
    given = {"image": raster("i.tif", made.image[:200]), "sun_azimuth": 20.0, "sun_incidence": INCIDENCE,
             "coarse_dem": raster("c.tif", made.coarse.posts, gsd=60.0), "apply_shift": False,
             "pack": tmp_path / "pack"}  # fmt: skip
    got = run("reconstruct", **given, output=tmp_path / "d.tif")
    assert got["tiles"] == 2 * 3 and got["coverage"] == 100.0  # of 128 x 160 that share 48 at least
    with rasterio.open(tmp_path / "d.tif") as dataset:
        assert np.isfinite(dataset.read(1)).all()
    for other in ({"tile_height": 256, "tile_width": 320}, {"tile_width": 176}, {"tiling": "paper"}):
        with pytest.raises(ParameterError, match="takes tiles of 128 x 160 pixels alone.*leave the tile size empty"):
            run("reconstruct", **given, **other, output=tmp_path / "e.tif")


def test_runs_that_do_not_go_together_make_no_pack(tmp_path, run):
    (tmp_path / "runs").mkdir()
    trained(tmp_path / "runs" / "flat", "dense")
    trained(tmp_path / "runs" / "mountain", "moe")
    trained(tmp_path / "runs" / "crater", "terrain")
    with pytest.raises(ParameterError, match="networks of different kinds"):
        run("export", weights=tmp_path / "runs", output=tmp_path / "pack")
    with pytest.raises(ParameterError, match="does not exist; train that run first"):
        run("export", weights=tmp_path / "nothing", output=tmp_path / "pack")
    assert not (tmp_path / "pack").exists()


@pytest.mark.parametrize("azimuth", [0.0, 30.0, 45.0, 90.0, 133.0, 180.0, 224.0, 270.0, 359.0])
def test_every_way_round_brings_the_sun_where_the_scheme_has_it(azimuth):
    for orientation, most, count in (("octant", 45.0, 1), ("quadrant", 90.0, 2)):
        assert 0.0 <= canonical(azimuth, orientation).azimuth(azimuth) <= most
        ways = alike(azimuth, orientation)
        assert len(set(ways)) == count and canonical(azimuth, orientation) in ways
        assert all(0.0 <= way.azimuth(azimuth) <= 90.0 for way in ways)
    assert not canonical(azimuth, "quadrant").transpose
    assert canonical(azimuth, "none") == ALL[0] and alike(azimuth, "none") == ALL


@pytest.mark.parametrize("orientation, ways", [("octant", 1), ("quadrant", 2), ("none", 8)])
def test_samples_stand_as_the_scheme_has_it(orientation, ways):
    ramp = np.add.outer(np.arange(96, dtype=np.float32), 3.0 * np.arange(96, dtype=np.float32))
    tile = Tile(ramp + 1.0, ramp, ramp, GSD, 30.0, Sun(250.0, 60.0, "raster"), 0.0, 0)
    found = set()
    for seed in range(80):
        sample = cut(np.random.default_rng(seed), tile, StreamSettings(crop=(64, 64), hidden_sun=0.0),
                     Scheme("pixel", orientation))  # fmt: skip
        found.add(tuple(round(float(np.diff(sample.truth[0], axis=axis).mean()) * GSD) for axis in (0, 1)))
    assert len(found) == ways


def test_a_crop_that_a_turned_tile_does_not_hold_is_cut_from_mirrored_ones():
    tile = Tile(*np.ones((3, 64, 80), np.float32), GSD, 30.0, Sun(250.0, 60.0, "raster"), 0.0, 0)
    settings = StreamSettings(crop=(64, 80), hidden_sun=0.0)
    for seed in range(20):
        assert cut(np.random.default_rng(seed), tile, settings, Scheme("minmax", "quadrant")).image.shape == (1, 64, 80)


def test_samples_of_the_paper_are_stretched_by_the_coarse_tile():
    """Eq. 1 with the extremes of the coarse tile for the truth too; times the unit its heights are in pixels."""
    rng = np.random.default_rng(2)
    coarse, truth = (rng.normal(-900.0, 30.0, (64, 80)).astype(np.float32) for _ in range(2))
    tile = Tile(rng.random((64, 80), np.float32), coarse, truth, GSD, 30.0, Sun(20.0, 60.0, "raster"), 0.0, 0)
    sample = cut(rng, tile, StreamSettings(crop=(64, 80), hidden_sun=0.0), Scheme("minmax", "none"))
    assert sample.coarse.min() == 0.0 and sample.coarse.max() == pytest.approx(50.0, rel=1e-6)
    assert sample.image.min() == 0.0 and sample.image.max() == pytest.approx(255.0, rel=1e-6)
    span = float(np.ptp(coarse))
    assert float(sample.unit[0]) == pytest.approx(span / 50.0 / GSD, rel=1e-5)
    assert np.ptp(sample.truth) * float(sample.unit[0]) * GSD == pytest.approx(float(np.ptp(truth)), rel=1e-4)
