"""Training runs as YAML files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import yaml

from ..errors import ParameterError
from ..networks.losses import LossWeights
from ..networks.table_two import TABLE_TWO
from .stream import StreamSettings

CONFIGS = Path(__file__).parent / "configs"


@dataclass(frozen=True)
class RunConfig:
    """One run of the trainer.

    Attributes
    ----------
    network : str
        'terrain' for the compact expert, or a row of Table II.
    steps, batch : int
        Steps, and samples in each.
    peak_rate, final_rate : float
        Learning rate after the warm-up and at the end (cosine between them).
    warmup_steps : int
    weight_decay : float
    clip : float
        Largest norm of the gradient.
    balance : float
        Weight of the load-balancing loss of mixtures.
    seed : int
    checkpoint_steps, log_steps : int
        Steps between checkpoints, and between lines of the log; the first a multiple of the second, so that
        a resumed run logs what an unbroken one does.
    pool_grounds : int
        Grounds that are drawn together; batches mix the samples of one pool.
    start : str
        Run of the same file whose final weights this one starts from; empty for none.
    pairs : str
        Folder of a data set of real pairs (Build data set); empty for made scenes.
    loss : LossWeights
    stream : StreamSettings
    """

    network: str = "terrain"
    steps: int = 50_000
    batch: int = 4
    peak_rate: float = 1e-4
    final_rate: float = 1e-6
    warmup_steps: int = 1_000
    weight_decay: float = 0.01
    clip: float = 1.0
    balance: float = 0.01
    seed: int = 1
    checkpoint_steps: int = 500
    log_steps: int = 50
    pool_grounds: int = 24
    start: str = ""
    pairs: str = ""
    loss: LossWeights = field(default_factory=LossWeights)
    stream: StreamSettings = field(default_factory=StreamSettings)


def read(name_or_path: str) -> dict[str, RunConfig]:
    """Runs of a file in the order in which they stand, each over the file's defaults.

    Parameters
    ----------
    name_or_path : str
        Name of a shipped configuration, or path of a YAML file with a mapping ``runs`` of names to
        settings and, if wanted, ``defaults`` for all of them.

    Raises
    ------
    ParameterError
        The file is missing, is no YAML, or has a setting that does not exist.
    """
    path = Path(name_or_path)
    if path.suffix not in (".yaml", ".yml"):
        path = CONFIGS / f"{name_or_path}.yaml"
    if not path.exists():
        known = ", ".join(sorted(p.stem for p in CONFIGS.glob("*.yaml")))
        raise ParameterError(f"{path} does not exist; give a YAML file, or one of: {known}.")
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise ParameterError(f"{path} is not YAML ({str(error).splitlines()[0]}); correct it.") from error
    if not isinstance(content, Mapping) or not isinstance(content.get("runs"), Mapping):
        raise ParameterError(f"{path} has no mapping 'runs'; name at least one run.")
    defaults = content.get("defaults") or {}
    runs = {str(name): _run(path, {**defaults, **(own or {})}) for name, own in content["runs"].items()}
    for name, run in runs.items():
        if run.start and run.start not in runs:
            raise ParameterError(f"{path}: run {name} starts from {run.start!r}, which is not a run of the file.")
    return runs


def _run(path: Path, given: Mapping[str, Any]) -> RunConfig:
    values = dict(given)
    values["loss"] = _part(path, LossWeights, values.get("loss") or {})
    values["stream"] = _part(path, StreamSettings, values.get("stream") or {})
    run: RunConfig = _part(path, RunConfig, values)
    if run.network != "terrain" and run.network not in TABLE_TWO:
        raise ParameterError(f"{path}: network {run.network!r} is not 'terrain' or one of {', '.join(TABLE_TWO)}.")
    if run.checkpoint_steps % run.log_steps:
        raise ParameterError(f"{path}: checkpoint_steps must be a multiple of log_steps ({run.log_steps}).")
    return run


def _part(path: Path, kind: Any, values: Mapping[str, Any]) -> Any:
    known = {f.name: f for f in fields(kind)}
    for name in values:
        if name not in known:
            raise ParameterError(
                f"{path} has the setting {name!r}, which does not exist; there are: {', '.join(known)}."
            )
    # YAML writes 1e-4 as a string, and tuples as lists.
    plain = {n: tuple(v) if isinstance(v, list) else v for n, v in values.items()}
    plain = {n: float(v) if isinstance(v, str) and known[n].type == "float" else v for n, v in plain.items()}
    return kind(**plain)
