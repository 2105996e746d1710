"""What a training run is made of."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..networks.losses import LossWeights
from .stream import StreamSettings


@dataclass(frozen=True)
class TrainSettings:
    """One run of the trainer.

    Attributes
    ----------
    minutes : float
        Wall-clock length of the run; the schedule of the learning rate follows the clock, so that
        a run of given length ends annealed whatever the machine.
    batch : int
        Samples a step.
    peak_rate, final_rate : float
        Learning rate after the warm-up and at the end (cosine between them).
    warmup_steps : int
    seed : int
    checkpoint_minutes : float
        Time between checkpoints.
    stream : StreamSettings
    weights : LossWeights
    """

    minutes: float
    batch: int = 5
    peak_rate: float = 1e-3
    final_rate: float = 2e-5
    warmup_steps: int = 150
    seed: int = 1
    checkpoint_minutes: float = 3.0
    stream: StreamSettings = field(default_factory=StreamSettings)
    weights: LossWeights = field(default_factory=LossWeights)
