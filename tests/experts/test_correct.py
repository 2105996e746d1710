"""Corrections are synchronous and have no history; sessions are opened once."""

import numpy as np
import pytest

from engine.errors import ProviderError
from engine.experts import onnx_session
from engine.experts.correct import GPU_BATCH, Experts, TileData, View, correct
from engine.experts.pack import load
from engine.experts.runner import Runner
from engine.raster.frame import Sun

VIEW = View(2.0, 30.0, Sun(30.0, 55.0, "raster"), 0.2)


def tiles(count, seed=0):
    rng = np.random.default_rng(seed)
    terrains = ("flat", "crater", "mountain")
    return [
        TileData(terrains[i % 3], rng.random((64, 64), np.float32), rng.normal(0, 9, (64, 64)).astype(np.float32))
        for i in range(count)
    ]


def test_a_tile_is_corrected_alike_alone_among_others_and_later():
    experts = Experts(load("lunar-1"), "cpu")
    given = tiles(7)
    together = correct(experts, VIEW, given)
    assert np.ptp(together[0]) > 0
    for tile, expected in zip(reversed(given), reversed(together)):
        assert np.array_equal(correct(experts, VIEW, [tile])[0], expected)
    assert experts.seconds > 0
    assert correct(experts, VIEW, []) == []


def test_threads_give_what_the_synchronous_call_gives():
    pack = load("lunar-1")
    runner = Runner(pack, "cpu", 3, lambda text: None)
    given = tiles(5)
    got = [c for future in runner.submit(given, VIEW) for c in future.result()]
    runner.close()
    for a, b in zip(got, correct(Experts(pack, "cpu"), VIEW, given)):
        assert np.array_equal(a, b)


def test_sessions_are_opened_once_a_process(monkeypatch):
    pack = load("lunar-1")
    Experts(pack, "cpu")

    def never(*given):
        raise AssertionError("a session was opened again")

    monkeypatch.setattr(onnx_session, "OnnxSession", never)
    Experts(load("lunar-1"), "cpu")


class Card:
    """A graphics card that holds so many tiles and remembers the sizes of its runs."""

    def __init__(self, most):
        self.most, self.sizes = most, []
        self.provider, self.on_cpu, self.version = "CUDAExecutionProvider", False, "ONNX Runtime 1"

    def run(self, inputs, channels=1):
        count = len(inputs["coarse"])
        if count > self.most:
            raise MemoryError("out of memory")
        self.sizes.append(count)
        # As a library whose algorithm depends on the size of the batch.
        return inputs["coarse"] + np.float32(count)


@pytest.mark.parametrize("most, batch", [(64, GPU_BATCH), (5, 4), (1, 1)])
def test_on_a_card_runs_have_one_size_that_is_found_before_the_first_tile(identity_pack, monkeypatch, most, batch):
    card, said = Card(most), []
    monkeypatch.setattr("engine.experts.correct.opened", lambda *given: card)
    experts = Experts(load(identity_pack), "cuda", said.append)
    same = [TileData("flat", t.image, t.coarse) for t in tiles(batch + 3)]
    first = correct(experts, VIEW, same)
    assert len(said) == (batch < GPU_BATCH)
    assert set(card.sizes) == {batch} or most >= GPU_BATCH and set(card.sizes) == {GPU_BATCH}
    for one, expected in zip(same, first):
        assert np.allclose(correct(experts, VIEW, [one])[0], expected)
    assert np.allclose(first[0], batch * VIEW.gsd_m, atol=1e-3)


def test_a_card_that_holds_no_tile_is_one_sentence(identity_pack, monkeypatch):
    monkeypatch.setattr("engine.experts.correct.opened", lambda *given: Card(0))
    with pytest.raises(ProviderError, match="too little memory for a tile"):
        correct(Experts(load(identity_pack), "cuda"), VIEW, tiles(1))
