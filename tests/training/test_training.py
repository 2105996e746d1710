"""Training: samples that keep sun and scene together, runs that survive a kill, checkpoints that are whole."""

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
import time

import numpy as np
import pytest
import yaml

torch = pytest.importorskip("torch", reason="PyTorch is not installed (the extra 'train')")

from engine.errors import PackError, ParameterError  # noqa: E402 (need torch)
from engine.networks.registry import build  # noqa: E402
from engine.networks.table_two import TABLE_TWO, TableTwo  # noqa: E402
from engine.networks.terrain_net import gradient, relative_shade  # noqa: E402
from engine.training import checkpoints, config, make_pack, stream, trainer, weights  # noqa: E402
from engine.training.export import weights_of  # noqa: E402
from engine.training.pools import MadeScenes, Pools  # noqa: E402
from tests.conftest import ROOT  # noqa: E402

SMALL = {"scene": 112, "crop": [64, 64], "crops_per_light": 2, "lights_per_ground": 1}
SETTINGS = stream.StreamSettings(scene=200, crop=(96, 96), crops_per_light=3, lights_per_ground=2)


def test_samples_have_their_shapes_and_the_truth_fits_the_coarse():
    for image, coarse, truth, sun, posting, terrain, unit in stream.crops(np.random.default_rng(1), SETTINGS):
        assert image.shape == coarse.shape == truth.shape == (1, 96, 96)
        assert sun.shape == (4,) and posting.shape == (1,) and terrain in (0, 1, 2) and unit == 1.0
        assert abs(float((truth - coarse).mean())) < 12 and np.isfinite(image).all()


def test_the_sun_of_a_sample_is_canonical_and_lights_its_truth():
    settings = stream.StreamSettings(scene=256, crop=(192, 192), crops_per_light=2, lights_per_ground=3, hidden_sun=0.0,
                                     rare_lights=(0.0, 0.0))  # fmt: skip
    correlations = []
    samples = [s for seed in range(4) for s in stream.crops(np.random.default_rng(seed), settings)]
    for image, _, truth, sun, *_ in samples:
        azimuth = np.degrees(np.arctan2(sun[0], sun[1]))
        assert -1e-3 <= azimuth <= 45.001
        height = torch.from_numpy(truth)[None]
        shade = relative_shade(*gradient(height), torch.from_numpy(sun)[None])[0].numpy()
        correlations.append(np.corrcoef(image.ravel(), shade.ravel())[0, 1])
    assert np.median(correlations) > 0.6


def test_some_suns_are_hidden():
    settings = stream.StreamSettings(scene=200, crop=(96, 96), crops_per_light=20, lights_per_ground=2, hidden_sun=0.5)
    suns = np.array([s[3] for s in stream.crops(np.random.default_rng(3), settings)])
    hidden = (suns == 0).all(axis=1)
    assert 0.2 < hidden.mean() < 0.8


def test_batches_do_not_depend_on_the_number_of_workers():
    found = []
    for workers in (1, 2):
        pools = Pools(MadeScenes(SETTINGS), 7, 4, grounds=2, workers=workers)
        try:
            found.append([pools.batch(i) for i in (0, 2, 4)])  # the third lies in the second pool
        finally:
            pools.close()
    for one, two in zip(*found):
        assert all(np.array_equal(a, b) for a, b in zip(one, two))


def test_the_rate_warms_up_and_decays():
    run = config.RunConfig(steps=1000, warmup_steps=10, peak_rate=1e-3, final_rate=1e-5)
    rates = [trainer.learning_rate(run, step) for step in (0, 9, 500, 1000)]
    assert rates[0] == pytest.approx(1e-4) and rates[1] == pytest.approx(1e-3)
    assert rates[3] == pytest.approx(1e-5) and rates[1] > rates[2] > rates[3]


@pytest.mark.parametrize("name", [p.stem for p in config.CONFIGS.glob("*.yaml")])
def test_the_shipped_configurations_are_read(name):
    runs = config.read(name)
    assert runs and all(run.steps > 0 for run in runs.values())
    if name == "table-two":
        assert set(TABLE_TWO) <= set(runs) and all(runs[n].network == n for n in TABLE_TWO)
        assert all((runs[n].loss.slope == 5.0) == v.slope_loss for n, v in TABLE_TWO.items())
        paper = runs["dense"]
        assert (paper.steps, paper.batch, paper.peak_rate, paper.warmup_steps) == (50_000, 4, 1e-4, 1_000)


@pytest.mark.parametrize("content, words", [
    ("runs: {a: {stepz: 3}}", "stepz"), ("runs: {a: {start: b}}", "not a run"), ("a: [", "not YAML"), ("a: 1", "runs"),
    ("runs: {a: {network: huge}}", "'huge'"), ("runs: {a: {checkpoint_steps: 7}}", "multiple"),
])  # fmt: skip
def test_a_wrong_configuration_is_refused(tmp_path, content, words):
    path = tmp_path / "c.yaml"
    path.write_text(content)
    with pytest.raises(ParameterError, match=words):
        config.read(str(path))
    with pytest.raises(ParameterError, match="does not exist"):
        config.read("nothing")


def written(tmp_path, **changes):
    run = {
        "steps": 12,
        "batch": 2,
        "warmup_steps": 2,
        "checkpoint_steps": 2,
        "log_steps": 1,
        "pool_grounds": 4,
        "stream": SMALL,
        **changes,
    }
    path = tmp_path / "c.yaml"
    path.write_text(yaml.safe_dump({"runs": {"one": run}}))
    return path


def losses(folder):
    with (folder / "one" / "log.csv").open() as file:
        return [(row["step"], row["loss"], row["rmse_ratio"]) for row in csv.DictReader(file)]


def command(path, folder):
    return [sys.executable, "-m", "engine", "train", "--config", str(path), "--output", str(folder)]


def test_a_killed_run_goes_on_to_the_same_losses(tmp_path):
    path = written(tmp_path, checkpoint_steps=3)
    variables = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}
    options = {"cwd": ROOT, "env": variables, "capture_output": True, "text": True, "timeout": 280}
    whole = subprocess.run(command(path, tmp_path / "a"), **options)
    assert whole.returncode == 0, whole.stderr
    assert (tmp_path / "a" / "one" / "final.pt").exists() and all(
        (tmp_path / "a" / "one" / name).exists() for name in ("curves.png", "tiles.png")
    )
    running = subprocess.Popen(command(path, tmp_path / "b"), cwd=ROOT, env=variables, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL, start_new_session=True)  # fmt: skip
    log = tmp_path / "b" / "one" / "log.csv"
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and not (log.exists() and len(log.read_text().splitlines()) > 7):
        time.sleep(0.05)
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()
    assert not (tmp_path / "b" / "one" / "final.pt").exists() and len(losses(tmp_path / "b")) >= 6
    # Tear the newest checkpoint, as a full disk would: the one before it is used.
    newest = sorted((tmp_path / "b" / "one").glob("step-*.pt"))[-1]
    newest.write_bytes(newest.read_bytes()[:-100])
    resumed = subprocess.run(command(path, tmp_path / "b"), **options)
    assert resumed.returncode == 0, resumed.stderr
    assert "torn" in resumed.stderr + resumed.stdout
    assert losses(tmp_path / "b") == losses(tmp_path / "a")


def test_torn_checkpoints_are_passed_over(tmp_path):
    assert checkpoints.latest(tmp_path) == (None, [])
    for step in (1, 2, 3):
        checkpoints.save(tmp_path, step, {"step": step, "weights": torch.arange(100)})
    names = sorted(p.name for p in tmp_path.iterdir())
    assert len(names) == 2 and checkpoints.latest(tmp_path)[0]["step"] == 3
    (tmp_path / names[-1]).write_bytes(b"torn")
    state, torn = checkpoints.latest(tmp_path)
    assert state["step"] == 2 and torn == [names[-1]]
    (tmp_path / names[0]).write_bytes(b"")
    assert checkpoints.latest(tmp_path)[0] is None


@pytest.mark.parametrize("name", TABLE_TWO)
def test_every_row_of_table_two_trains(tmp_path, name):
    path = written(tmp_path, network=name, steps=2, pool_grounds=2, stream={**SMALL, "scene": 176, "crop": [128, 160]})
    run = config.read(str(path))["one"]
    final = trainer.train(run, tmp_path / "one", None, lambda share, text: None)
    assert isinstance(weights.load(final, name), TableTwo)
    with pytest.raises(ParameterError, match="another network"):
        weights.load(final, "terrain")
    assert trainer.train(run, tmp_path / "one", None, lambda share, text: None) == final  # done already


def test_experts_are_exported_and_trained_on(tmp_path, run, raster):
    """Checkpoint to pack, pack through the engine, and a run that starts from the pack."""
    path = written(tmp_path, steps=2)
    trainer.train(config.read(str(path))["one"], tmp_path / "w" / "flat", None, lambda share, text: None)
    for terrain in ("mountain", "crater"):  # the same seed would give the same weights
        shutil.copytree(tmp_path / "w" / "flat", tmp_path / "w" / terrain)
    got = run("export", weights=tmp_path / "w", output=tmp_path / "pack")
    assert got["deviation"] <= 1e-4 and got["bytes"] < 18_000_000
    rng = np.random.default_rng(0)
    given = {"image": raster("i.tif", rng.random((300, 400), np.float32) + 0.2),
             "coarse_dem": raster("c.tif", rng.normal(0, 9, (18, 20)).astype(np.float32), gsd=60.0)}  # fmt: skip
    made = run("reconstruct", **given, pack=tmp_path / "pack", sun_azimuth=292.0, sun_incidence=58.0,
               apply_shift=False, output=tmp_path / "d.tif")  # fmt: skip
    assert made["coverage"] == 100.0 and made["tiles"] == 1
    fine = {
        "runs": {
            "flat": {
                "start": "flat",
                "steps": 1,
                "batch": 2,
                "checkpoint_steps": 1,
                "log_steps": 1,
                "pool_grounds": 2,
                "stream": SMALL,
            }  # fmt: skip
        }
    }
    (tmp_path / "f.yaml").write_text(yaml.safe_dump(fine))
    tuned = run("train", config=tmp_path / "f.yaml", weights=tmp_path / "pack", output=tmp_path / "tuned")
    assert tuned["runs_trained"] == 1 and (tmp_path / "tuned" / "flat" / "final.pt").exists()
    with pytest.raises(ParameterError, match="does not exist"):
        run("train", config=tmp_path / "f.yaml", weights=tmp_path / "nowhere", output=tmp_path / "t2")
    (tmp_path / "pack" / "flat.onnx").write_bytes(_other_model())
    with pytest.raises(PackError, match="no compact expert"):
        run("train", config=tmp_path / "f.yaml", weights=tmp_path / "pack", output=tmp_path / "t3")


def _other_model():
    from tests.conftest import identity_model

    return identity_model()


def test_two_processes_train_as_one_does_with_twice_the_batch(tmp_path):
    """Two runs one after the other under torchrun, the second from the first, against one process."""
    variables = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}
    options = {"cwd": ROOT, "env": variables, "capture_output": True, "text": True, "timeout": 280}
    for name, batch, launcher in (("a", 4, []), ("b", 2, ["-m", "torch.distributed.run", "--nproc-per-node", "2"])):
        content = {
            "defaults": {"batch": batch, "steps": 4, "peak_rate": 1e-3, "warmup_steps": 1, "checkpoint_steps": 4,
                         "log_steps": 2, "pool_grounds": 4, "stream": SMALL},
            "runs": {"one": {"network": "terrain", "seed": 3},
                     "two": {"network": "terrain", "seed": 4, "start": "one"}},
        }  # fmt: skip
        path = tmp_path / f"{name}.yaml"
        path.write_text(yaml.safe_dump(content))
        end = command(path, tmp_path / name)[1:]
        done = subprocess.run([sys.executable, *launcher, *end], **options)
        assert done.returncode == 0, done.stderr

    def moved(folder):
        torch.manual_seed(3)
        start = build("terrain").state_dict()
        final = weights.read(tmp_path / folder / "two" / "final.pt").weights
        return torch.cat([(final[k] - start[k]).float().ravel() for k in start])

    one, two = moved("a"), moved("b")
    assert float(one.norm()) > 0.1
    assert float(torch.dot(one, two) / (one.norm() * two.norm())) > 0.93


def test_a_pack_is_exported_anew_from_its_own_weights(tmp_path, run, monkeypatch):
    """What an expert's file holds is held to PyTorch elsewhere; here whose weights it is made of."""
    made = {}

    def written(network, path, index, tile):
        made[path.stem] = network.state_dict()
        path.write_bytes(b"graph")

    monkeypatch.setattr(make_pack, "export_onnx", written)
    monkeypatch.setattr(make_pack, "deviation", lambda network, path, terrain, tile: 0.0)
    shipped = ROOT / "resources" / "packs" / "lunar-1"
    run("export", weights=shipped, output=tmp_path / "again")
    before, after = (json.loads((folder / "manifest.json").read_text()) for folder in (shipped, tmp_path / "again"))
    assert after == {**before, "name": "again"}
    for terrain in ("flat", "mountain", "crater"):
        held = weights_of(shipped / f"{terrain}.onnx")
        assert all(torch.equal(value, held[name]) for name, value in made[terrain].items())
    (tmp_path / "again" / "flat.onnx").write_bytes(b"changed")
    with pytest.raises(PackError, match="does not match its digest"):
        run("export", weights=tmp_path / "again", output=tmp_path / "third")


SENT = """
import time
import numpy as np
from engine.training.pools import Pools

class Large:
    samples, notes = 4, []

    def __call__(self, seed, ground):
        return [tuple(np.zeros((6, 1, 512, 512), np.float32) for _ in range(2)) for _ in range(4)]

if __name__ == "__main__":
    for index in range(8):
        pools = Pools(Large(), 1, 2, grounds=4)
        pools.batch(0)
        time.sleep(0.03 * index)
        pools.close()
"""


def test_samples_that_are_being_sent_do_not_keep_the_interpreter_from_its_end(tmp_path):
    """A process that is ended while it sends leaves half a message, for whose rest a thread would wait for ever."""
    (tmp_path / "sent.py").write_text(SENT)
    variables = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, tmp_path / "sent.py"], env=variables, capture_output=True, timeout=240)
    assert done.returncode == 0, done.stderr
