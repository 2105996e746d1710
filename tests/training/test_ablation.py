"""Ablation study: every row of a study trained for two steps, with figures from an independent source."""

import csv
import json

import numpy as np
import pytest
from scipy import ndimage

torch = pytest.importorskip("torch", reason="PyTorch is not installed (the extra 'train')")

from engine.errors import ParameterError  # noqa: E402 (need torch)
from engine.networks.table_two import TABLE_TWO  # noqa: E402
from engine.raster.frame import Sun  # noqa: E402
from engine.synthetic.scene import make_scene  # noqa: E402
from engine.training import held_out as held_out_module  # noqa: E402
from engine.training.ablation_rows import MIXES, TRUTHS  # noqa: E402
from engine.training.dataset import SPLITS, Appender, split_of  # noqa: E402
from engine.training.held_out import held_out, measured  # noqa: E402
from engine.training.sample import StreamSettings, Tile  # noqa: E402
from engine.training.stripes import power, with_stripes  # noqa: E402
from engine.training.validation import heights_of  # noqa: E402
from engine.training.weights import load  # noqa: E402

GSD = 2.0
SUN = Sun(250.0, 60.0, "raster")


def named(split):
    return next(name for name in (f"site {i}" for i in range(400)) if split_of(name) == SPLITS.index(split))


@pytest.fixture(scope="module")
def pairs(tmp_path_factory):
    """A data set with two tiles of 128 x 160 pixels of each class in every split."""
    folder = tmp_path_factory.mktemp("pairs") / "set"
    for split in SPLITS:
        with Appender(folder, named(split)) as store:
            for terrain, name in enumerate(("flat", "mountain", "crater")):
                made = make_scene(SPLITS.index(split), name, 192, GSD, 30.0, 250.0, 60.0)
                layers = (made.image, made.coarse.on_image(made.image.shape), made.ground.height)
                for top, left in ((0, 0), (64, 32)):
                    cut = (layer[top : top + 128, left : left + 160] for layer in layers)
                    store.add(Tile(*cut, GSD, 30.0, SUN, 0.0, terrain), "")
            store.finish({})
    return folder


def of_table(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


def test_table_two_on_pairs(tmp_path, run, pairs):
    """Every row is trained, counted, measured on the split; figures of one row against plain arithmetic."""
    given = {"pairs": pairs, "steps": 2, "folder": tmp_path / "runs", "output": tmp_path / "a.html",
             "output_table": tmp_path / "a.csv", "output_json": tmp_path / "a.json",
             "output_panel": tmp_path / "a.png"}  # fmt: skip
    got = run("ablation", **given)
    assert got["trainings"] == 9 and got["tiles"] == 6 and got["minutes"] > 0
    table, figures = of_table(tmp_path / "a.csv"), json.loads((tmp_path / "a.json").read_text())
    assert [row["row"] for row in table] == ["coarse DEM", *TABLE_TWO, "terrain"]
    weights = {row["row"]: int(row["parameters"]) for row in table[1:]}
    assert weights["mmoe"] == 3 * weights["dense"] and weights["dense"] < weights["moe"]
    assert weights["mmoe-adapter"] - weights["mmoe"] == 3 * (8 * 9 + 8 + 8 * 8 * 9 + 8 + 8 * 9)
    assert figures["rows"][0]["paper"]["rmse_m"] == 4.53 and figures["rows"][-1]["paper"] is None
    network = load(tmp_path / "runs" / "mmoe-slope-adapter-1" / "final.pt")
    tiles = held_out(str(pairs), "validation", StreamSettings(crop=(128, 160)), False)
    error = np.concatenate([(heights_of(network, tile) - tile.truth).ravel().astype(float) for tile in tiles])
    row = next(row for row in table if row["row"] == "mmoe-slope-adapter")
    assert float(row["rmse_m"]) == pytest.approx(np.sqrt((error**2).mean()), rel=1e-4)
    assert float(row["mae_m"]) == pytest.approx(np.abs(error).mean(), rel=1e-4)
    assert float(row["re_under_4m_percent"]) == pytest.approx(100 * (np.abs(error) < 4).mean(), rel=1e-4)
    coarse = np.concatenate([(tile.coarse - tile.truth).ravel().astype(float) for tile in tiles])
    assert got["coarse_rmse"] == pytest.approx(np.sqrt((coarse**2).mean()), rel=1e-4)
    assert "Table II" in (tmp_path / "a.html").read_text() and (tmp_path / "a.png").stat().st_size > 10_000
    # Gone on with: nothing is trained again, and a row becomes a pack.
    finals = {path: path.stat().st_mtime_ns for path in (tmp_path / "runs").glob("*/final.pt")}
    assert len(finals) == 9 and run("ablation", **given)["best_rmse"] == got["best_rmse"]
    assert {path: path.stat().st_mtime_ns for path in finals} == finals
    run("export", weights=tmp_path / "runs" / "dense-slope-adapter-1", output=tmp_path / "pack")
    with pytest.raises(ParameterError, match="holds a training of another configuration.*steps was 2 and is 3"):
        run("ablation", **{**given, "steps": 3})


def test_the_slope_expert_on_pairs(tmp_path, run, pairs):
    got = run("ablation", study="slope expert", pairs=pairs, steps=1, split="test", folder=tmp_path / "runs",
              output=tmp_path / "a.html", output_json=tmp_path / "a.json")  # fmt: skip
    assert got["trainings"] == 9 and got["tiles"] == 4  # steep ones alone
    figures = json.loads((tmp_path / "a.json").read_text())
    assert {(row["mix"], row["truth"]) for row in figures["rows"]} == {(m, t) for m in MIXES for t in TRUTHS}
    truth, striped = figures["truth_stripes_m"], figures["striped_truth_stripes_m"]
    assert truth < 0.2 < 0.35 < striped < 0.6  # of 0.5 m, less what is longer than the low-pass
    assert "clean truth" in (tmp_path / "a.html").read_text()


def test_made_scenes_and_several_seeds(tmp_path, run, monkeypatch):
    monkeypatch.setattr(held_out_module, "MADE_GROUNDS", 2)
    got = run("ablation", networks="terrain", steps=1, seeds=2, folder=tmp_path / "runs", output=tmp_path / "a.html",
              output_json=tmp_path / "a.json")  # fmt: skip
    row = json.loads((tmp_path / "a.json").read_text())["rows"][0]
    assert got["trainings"] == 2 and got["tiles"] == 4
    one, two = (seed["rmse_m"] for seed in row["by_seed"])
    assert row["rmse_m"] == pytest.approx((one + two) / 2)
    assert row["spread"]["rmse_m"] == pytest.approx(abs(one - two) / 2)


def test_what_cannot_be_studied_is_said(tmp_path, run, pairs):
    given = {"pairs": pairs, "steps": 1, "folder": tmp_path / "runs", "output": tmp_path / "a.html"}
    with pytest.raises(ParameterError, match="no network 'huge'; choose among terrain, dense"):
        run("ablation", **{**given, "networks": "dense, huge"})
    with pytest.raises(ParameterError, match="do not hold 256 x 320; choose a smaller size of tiles"):
        run("ablation", **given, tile="256 x 320")
    with pytest.raises(ParameterError, match="does not exist; make the data set with build_dataset"):
        run("ablation", **{**given, "pairs": tmp_path / "nothing"})
    alone = tmp_path / "alone"
    with Appender(alone, named("training")) as store:
        store.add(Tile(*np.ones((3, 128, 160), np.float32), GSD, 30.0, SUN, 0.0, 0), "")
        store.finish({})
    with pytest.raises(ParameterError, match="no tile in its validation split"):
        run("ablation", **{**given, "pairs": alone})
    assert not (tmp_path / "a.html").exists()


@pytest.mark.parametrize("metres", [0.0, 0.3, 1.0])
def test_the_power_is_the_mean_square_of_short_stripes(metres):
    """White columns keep what a Gaussian high-pass leaves of them: scipy's own, on the stripes alone."""
    rng = np.random.default_rng(3)
    found, expected = [], []
    for _ in range(30):
        ground = 8.0 * ndimage.gaussian_filter(rng.standard_normal((128, 160)), 2.0)
        columns = metres * rng.standard_normal(160)
        found.append(power((ground + columns).astype(np.float32))[0])
        expected.append(np.mean((columns - ndimage.gaussian_filter1d(columns, 5.0)) ** 2))
    assert np.mean(found) == pytest.approx(np.mean(expected), rel=0.1, abs=4e-3)


def test_made_stripes_lie_in_the_truth_of_steep_tiles_and_in_all_images():
    rng = np.random.default_rng(1)
    layers = [rng.random((64, 80)).astype(np.float32) + 1.0 for _ in range(3)]
    for terrain in range(3):
        tile = Tile(*layers, GSD, 30.0, SUN, 0.0, terrain)
        assert with_stripes(tile, (0.0, 0.0)) is tile
        one, again = with_stripes(tile, (0.5, 0.1)), with_stripes(tile, (0.5, 0.1))
        assert np.array_equal(one.truth, again.truth) and np.array_equal(one.coarse, tile.coarse)
        added = one.truth - tile.truth
        assert np.ptp(added, axis=0).max() < 1e-6  # a column has one error
        assert added.std() == pytest.approx(0.0 if terrain == 0 else 0.5, rel=1e-3, abs=1e-9)
        pattern = one.image / tile.image - 1.0
        assert pattern.std() == pytest.approx(0.1, rel=1e-3)
        if terrain:
            assert np.allclose(added / 0.5, pattern / 0.1, atol=1e-4)


def test_measured_surfaces_that_are_the_truth_have_no_error():
    tile = Tile(*np.random.default_rng(0).random((3, 128, 160)).astype(np.float32), GSD, 30.0, SUN, 0.0, 1)
    found = measured([tile.truth], [tile])
    assert found.errors["rmse_m"] == 0.0 and found.errors["slope_error_deg"] == 0.0
