"""The trainer: samples keep sun and scene together, a short run ends in a checkpoint."""

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="PyTorch is not installed (the extra 'train')")

from engine.networks.terrain_net import relative_shade  # noqa: E402 (needs torch)
from engine.training import stream, trainer  # noqa: E402
from engine.training.settings import TrainSettings  # noqa: E402

SMALL = stream.StreamSettings(scene=200, crop=96, crops_per_light=3, lights_per_ground=2)


def test_samples_have_their_shapes_and_the_truth_fits_the_coarse():
    for image, coarse, truth, sun, posting in stream.crops(np.random.default_rng(1), SMALL):
        assert image.shape == coarse.shape == truth.shape == (1, 96, 96)
        assert sun.shape == (4,) and posting.shape == (1,)
        assert abs(float((truth - coarse).mean())) < 12 and np.isfinite(image).all()


def test_the_sun_of_a_sample_is_canonical_and_lights_its_truth():
    settings = stream.StreamSettings(scene=256, crop=192, crops_per_light=2, lights_per_ground=3, hidden_sun=0.0,
                                     steep_light=0.0)  # fmt: skip
    correlations = []
    for image, _, truth, sun, _ in stream.crops(np.random.default_rng(2), settings):
        azimuth = np.degrees(np.arctan2(sun[0], sun[1]))
        assert -1e-3 <= azimuth <= 45.001
        height = torch.from_numpy(truth)[None]
        from engine.networks.terrain_net import gradient

        shade = relative_shade(*gradient(height), torch.from_numpy(sun)[None])[0].numpy()
        correlations.append(np.corrcoef(image.ravel(), shade.ravel())[0, 1])
    assert np.median(correlations) > 0.6


def test_some_suns_are_hidden():
    settings = stream.StreamSettings(scene=200, crop=96, crops_per_light=20, lights_per_ground=2, hidden_sun=0.5)
    suns = np.array([s[3] for s in stream.crops(np.random.default_rng(3), settings)])
    hidden = (suns == 0).all(axis=1)
    assert 0.2 < hidden.mean() < 0.8


def test_the_rate_warms_up_and_decays():
    settings = TrainSettings(minutes=1.0, warmup_steps=10)
    rates = [trainer.learning_rate(settings, 0, 0.0), trainer.learning_rate(settings, 9, 0.0),
             trainer.learning_rate(settings, 500, 0.5), trainer.learning_rate(settings, 900, 1.0)]  # fmt: skip
    assert rates[0] == pytest.approx(settings.peak_rate / 10) and rates[1] == pytest.approx(settings.peak_rate)
    assert rates[3] == pytest.approx(settings.final_rate) and rates[1] > rates[2] > rates[3]


def test_a_short_run_leaves_a_checkpoint_that_loads(tmp_path, monkeypatch):
    monkeypatch.setattr(trainer.Stream, "batch", _quick_batch)
    target = tmp_path / "net.pt"
    trainer.train(TrainSettings(minutes=0.05, batch=2, stream=SMALL), target)
    network = trainer.load(target)
    assert any(p.abs().max() > 0 for p in network.parameters())
    assert not list(tmp_path.glob("*.partial"))
    assert (tmp_path / "net.csv").read_text().startswith("step,minutes,loss")


def _quick_batch(self, size, warm=600):
    """The reservoir's batch with a small warm-up, so that the test is short."""
    while len(self._samples) < 6:
        self._take(self._queue.get(timeout=60))
    return [np.stack(parts) for parts in zip(*self._samples[:size])]
