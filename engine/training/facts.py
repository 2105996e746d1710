"""What decides the weights of a run, as plain values: kept with them, and compared before they are used again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Union

from .config import RunConfig
from .pools import Source

Plain = Union[int, float, str]
Facts = Mapping[str, Plain]

WITHOUT = ("checkpoint_steps", "log_steps", "start", "pairs", "stream", "loss")
"""Settings that decide nothing, and those that stand in another form: the weights and the data, not their names."""

NAMED = 3
"""Differences that are named; of more the rest is counted."""


def facts_of(run: RunConfig, source: Source, start: str, processes: int) -> Facts:
    """Everything that decides the weights of a run.

    Parameters
    ----------
    run : RunConfig
    source : Source
        Tells what decides its samples.
    start : str
        Digest of the weights that the run starts from; empty for fresh ones.
    processes : int
        That share the run; each has its own batches.
    """
    settings = {name: value for name, value in asdict(run).items() if name not in WITHOUT}
    parts: dict[str, object] = {**settings, **_under("loss", asdict(run.loss)), **_under("stream", source.facts())}
    parts.update(start=start or "fresh weights", processes=processes)
    return {name: value if isinstance(value, (int, float, str)) else str(value) for name, value in parts.items()}


def difference(before: Facts, now: Facts) -> str:
    """What differs, in words; empty when nothing does."""
    names = [name for name in {**before, **now} if before.get(name) != now.get(name)]
    told = [f"{name} was {_short(before.get(name))} and is {_short(now.get(name))}" for name in names[:NAMED]]
    if len(names) > NAMED:
        told.append(f"{len(names) - NAMED} more differ")
    return ", ".join(told)


def _under(name: str, values: Mapping[str, object]) -> dict[str, object]:
    return {f"{name}.{key}": value for key, value in values.items()}


def _short(value: object) -> str:
    text = "absent" if value is None else str(value)
    return text if len(text) <= 24 else text[:16] + "..."
