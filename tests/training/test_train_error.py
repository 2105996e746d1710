"""The network that tells errors: its samples, its factors, its file, and the pack that it goes into."""

import json
import shutil

import numpy as np
import pytest
import torch

from engine.experts.correct import ERROR_INPUTS, Experts, TileData, View, correct, judge
from engine.experts.pack import load
from engine.networks.error_net import FEATURES, POOL, ErrorNet, features
from engine.raster.frame import Sun
from engine.training import train_error
from engine.training.error_samples import errors_of, slopes
from engine.training.export import rounded
from engine.training.train_error import best_factor, factors, tiles
from tests.conftest import ROOT

SHIPPED = ROOT / "resources" / "packs" / "lunar-1"


def test_the_network_gives_two_figures_for_every_pixel_and_a_gradient_for_every_weight():
    torch.manual_seed(0)
    network = ErrorNet()
    given = tiles(3, 64, 96)
    found = network(*given)
    assert found.shape == (2, 2, 64, 96) and bool((found > 0.0).all())
    found.log().sum().backward()
    assert all(weight.grad is not None and bool(torch.isfinite(weight.grad).all()) for weight in network.parameters())
    assert features(*given[:4]).shape == (2, FEATURES, 64 // POOL, 96 // POOL)


def test_without_a_sun_the_image_is_not_held_against_a_shade():
    image, coarse, correction, sun, _, _ = tiles(1, 64, 64)
    told = features(image, coarse, correction, 0.0 * sun)
    assert bool((told[:, 5:7] == 0.0).all())


def test_errors_are_without_what_the_coarse_dem_is_to_blame_for():
    rng = np.random.default_rng(0)
    rows, columns = np.mgrid[:256, :256].astype(np.float32)
    truth = rng.normal(0.0, 0.3, (256, 256)).astype(np.float32)
    assert np.abs(errors_of(truth + 7.0, truth, 12.0)).max() < 1e-4
    far = 3.0 * np.cos(2.0 * np.pi * columns / 256.0).astype(np.float32)  # 21 postings
    height, _ = errors_of(truth + far, truth, 12.0)
    assert np.abs(height)[40:-40, 40:-40].max() < 0.2
    near = 0.5 * np.cos(2.0 * np.pi * columns / 24.0).astype(np.float32)
    height, slope = errors_of(near, 0.0 * near, 12.0)
    assert np.abs(height - near)[40:-40, 40:-40].max() < 0.05
    assert slope[100, 100] == slopes(near)[100, 100] and slope.min() >= 0.0


@pytest.mark.parametrize("times", [0.6, 1.0, 1.7])
def test_normal_errors_have_the_factor_that_they_were_made_with(times):
    over = times * np.abs(np.random.default_rng(1).standard_normal(50_000)).astype(np.float32)
    assert best_factor(over) == pytest.approx(times, rel=0.03)


def test_a_class_with_few_scenes_is_drawn_to_all():
    rng = np.random.default_rng(2)
    many = [("flat", 1, np.abs(rng.standard_normal((2, 4000)))) for _ in range(40)]
    few = [("crater", 2, 3.0 * np.abs(rng.standard_normal((2, 4000))))]
    table = factors(many + few)
    assert table["height_factors"]["flat"][1] == pytest.approx(1.0, abs=0.05)
    assert 1.1 < table["slope_factors"]["crater"][2] < 1.6, "a fifth of the way in its logarithm"
    assert table["slope_factors"]["mountain"] == [table["slope_factors"]["mountain"][0]] * 5


def test_a_pack_gets_the_network_and_keeps_its_experts(tmp_path):
    folder = shutil.copytree(SHIPPED, tmp_path / "pack")
    torch.manual_seed(1)
    network = rounded(ErrorNet()).eval()
    ones = {terrain: [1.0] * 5 for terrain in ("flat", "mountain", "crater")}
    train_error.put(network, {"height_factors": ones, "slope_factors": ones}, folder)
    for name in ("flat.onnx", "mountain.onnx", "crater.onnx"):
        assert (folder / name).read_bytes() == (SHIPPED / name).read_bytes()
    before, after = (json.loads((place / "manifest.json").read_text()) for place in (SHIPPED, folder))
    assert {**before, "error": after["error"]} == after
    rng = np.random.default_rng(3)
    tile = TileData("crater", rng.uniform(0.8, 1.2, (64, 96)).astype(np.float32), np.zeros((64, 96), np.float32))
    view = View(2.0, 20.0, Sun(200.0, 60.0, "raster"), 0.1)
    experts = Experts(load(str(folder)), "cpu")
    (got,) = judge(experts, view, [tile])
    assert np.array_equal(got.metres, correct(experts, view, [tile])[0])
    assert got.error.height_m.shape == (64, 96) and got.error.height_m.min() > 0.0 and ERROR_INPUTS == ErrorNet.inputs


def test_the_way_from_grounds_to_a_pack(tmp_path, monkeypatch, capsys):
    """One ground of each kind and two steps; samples are made once."""
    folder = shutil.copytree(SHIPPED, tmp_path / "pack")
    monkeypatch.setattr(train_error, "BATCH", 2)
    given = ["--pack", str(folder), "--samples", str(tmp_path / "s"), "--grounds", "1", "--checks", "1", "--steps", "2"]
    train_error.main(given)
    first = (folder / "error.onnx").read_bytes()
    made = {path: path.stat().st_mtime_ns for path in (tmp_path / "s").rglob("*.npz")}
    train_error.main(given)
    assert len(made) == 2 and made == {path: path.stat().st_mtime_ns for path in (tmp_path / "s").rglob("*.npz")}
    assert (folder / "error.onnx").read_bytes() == first, "the same samples and seed give the same network"
    assert "ONNX Runtime differs from PyTorch" in capsys.readouterr().out
