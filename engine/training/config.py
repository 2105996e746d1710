"""Training runs as YAML files."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import yaml

from ..errors import ParameterError
from ..networks.losses import LossWeights
from ..networks.registry import NETWORKS
from .sample import StreamSettings

CONFIGS = Path(__file__).parent / "configs"

PLAIN_NAME = re.compile(r"[^\W_](?:[\w.-]{0,62}\w)?")
"""Of a run: its folder is named so, inside the output."""

LIMITS: Mapping[str, tuple[float, float]] = {
    "steps": (1, 10**9),
    "batch": (1, 4096),
    "peak_rate": (1e-12, 1.0),
    "final_rate": (0.0, 1.0),
    "warmup_steps": (0, 10**9),
    "weight_decay": (0.0, 1.0),
    "clip": (1e-6, 1e6),
    "balance": (0.0, 1e3),
    "seed": (0, 2**63 - 1),
    "checkpoint_steps": (1, 10**9),
    "log_steps": (1, 10**9),
    "pool_grounds": (1, 10_000),
    "scene": (64, 8192),
    "crop": (16, 8192),
    "crops_per_light": (1, 1000),
    "lights_per_ground": (1, 1000),
    "shares": (0.0, 1e6),
    "hidden_sun": (0.0, 1.0),
    "rare_lights": (0.0, 1.0),
    "stripes": (0.0, 100.0),
    **{f.name: (0.0, 1e6) for f in fields(LossWeights)},
}
"""Ranges of all numbers, and of each number of a list."""


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
        Weight of the network's extra loss: the load-balancing of mixtures.
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

    Raises
    ------
    ParameterError
        A value is of the wrong kind or out of its range.
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

    def __post_init__(self) -> None:
        """Check every value, and that they fit each other."""
        for part in (self, self.loss, self.stream):
            for f in fields(part):
                _check(f.name, getattr(part, f.name), str(f.type))
        if self.network not in NETWORKS:
            raise ParameterError(f"network {self.network!r} is not one of {', '.join(NETWORKS)}")
        if self.checkpoint_steps % self.log_steps:
            raise ParameterError(f"checkpoint_steps must be a multiple of log_steps ({self.log_steps})")
        for name, values in (("loss", list(vars(self.loss).values())), ("shares", self.stream.shares)):
            if sum(values) <= 0:
                raise ParameterError(f"{name} has no weight over zero")
        crop, step = self.stream.crop, NETWORKS[self.network].kind.tile_step
        if crop[0] % step[0] or crop[1] % step[1]:
            raise ParameterError(
                f"crop is {crop[0]} x {crop[1]}, but {self.network} takes multiples of {step[0]} x {step[1]}"
            )
        if not self.pairs and max(crop) > self.stream.scene:
            raise ParameterError(f"crop is {crop[0]} x {crop[1]}, which no scene of {self.stream.scene} pixels holds")


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
        The file is missing, is no YAML, has a setting that does not exist or cannot be, or a run's name is not plain.
    """
    path = Path(name_or_path)
    if path.suffix not in (".yaml", ".yml"):
        path = CONFIGS / f"{name_or_path}.yaml"
    content = _content(path)
    if not isinstance(content, Mapping) or not isinstance(content.get("runs"), Mapping) or not content["runs"]:
        raise ParameterError(f"{path} has no mapping 'runs'; name at least one run.")
    defaults = _mapping(path, "defaults", content.get("defaults"))
    runs: dict[str, RunConfig] = {}
    for name, own in content["runs"].items():
        if not isinstance(name, str) or not PLAIN_NAME.fullmatch(name):
            raise ParameterError(
                f"{path} names a run {name!r}; give it a plain name of up to 64 letters, digits, dots, dashes and "
                "underscores, for it names a folder."
            )
        runs[name] = _run(path, name, {**defaults, **_mapping(path, f"run {name}", own)})
    for name, run in runs.items():
        if run.start and run.start not in runs:
            raise ParameterError(f"{path}: run {name} starts from {run.start!r}, which is not a run of the file.")
    return runs


class _Loader(yaml.SafeLoader):  # type: ignore[misc]  # yaml has no types
    """Refuses a name that stands twice, of which YAML would drop the first without a word."""

    def compose_mapping_node(self, anchor: Any) -> yaml.MappingNode:
        """As the base, with the check."""
        node: yaml.MappingNode = super().compose_mapping_node(anchor)
        names = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
        twice = next((name for index, name in enumerate(names) if name in names[:index]), None)
        if twice is not None:
            raise yaml.composer.ComposerError(None, None, f"{twice!r} stands twice", node.start_mark)
        return node


def _loaded(text: str) -> Any:
    loader = _Loader(text)
    try:
        return loader.get_single_data()
    finally:
        loader.dispose()


def _content(path: Path) -> Any:
    try:
        return _loaded(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        known = ", ".join(sorted(p.stem for p in CONFIGS.glob("*.yaml")))
        raise ParameterError(f"{path} does not exist; give a YAML file, or one of: {known}.") from error
    except OSError as error:
        raise ParameterError(f"{path} cannot be read ({error.strerror}); give a YAML file.") from error
    except yaml.MarkedYAMLError as error:
        line = f" in line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise ParameterError(f"{path} is not YAML ({error.problem}{line}); correct it.") from error
    except (yaml.YAMLError, ValueError, TypeError, RecursionError) as error:
        first = (str(error) or type(error).__name__).splitlines()[0]
        raise ParameterError(f"{path} is not YAML ({first}); correct it.") from error


def _mapping(path: Path, what: str, value: Any) -> dict[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise ParameterError(f"{path}: {what} is {_shown(value)}, but must be a mapping of settings to values.")
    return dict(value)


def _run(path: Path, name: str, content: Mapping[str, Any]) -> RunConfig:
    values = dict(content)
    for part, kind in (("loss", LossWeights), ("stream", StreamSettings)):
        values[part] = _part(path, kind, _mapping(path, part, values.get(part)))
    try:
        run: RunConfig = _part(path, RunConfig, values)
    except ParameterError as error:
        raise error if str(error).startswith(str(path)) else ParameterError(f"{path}, run {name}: {error}.") from error
    return run


def _part(path: Path, kind: Any, content: Mapping[str, Any]) -> Any:
    known = {f.name: f for f in fields(kind)}
    for name in content:
        if name not in known:
            raise ParameterError(
                f"{path} has the setting {name!r}, which does not exist; there are: {', '.join(known)}."
            )
    return kind(**{name: _typed(value, str(known[name].type)) for name, value in content.items()})


def _typed(value: Any, kind: str) -> Any:
    """A value as YAML means it: lists are tuples, and 1e-4 is a string to it."""
    if isinstance(value, list):
        return tuple(value)
    if kind == "float" and isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            return value
    return value


def _check(name: str, value: Any, kind: str) -> None:
    if kind == "str":
        if not isinstance(value, str):
            raise ParameterError(f"{name} is {_shown(value)}, but must be text")
        return
    if not kind.startswith("tuple"):
        if kind in ("int", "float"):
            _check_number(name, value, kind)
        return
    parts = kind.removeprefix("tuple[").removesuffix("]").split(", ")
    if not isinstance(value, tuple) or len(value) != len(parts):
        raise ParameterError(f"{name} is {_shown(value)}, but must be a list of {len(parts)} numbers")
    for item, part in zip(value, parts):
        _check_number(name, item, part)


def _check_number(name: str, value: Any, kind: str) -> None:
    right = int if kind == "int" else (int, float)
    if isinstance(value, bool) or not isinstance(value, right):
        raise ParameterError(f"{name} is {_shown(value)}, but must be a {'whole ' if kind == 'int' else ''}number")
    low, high = LIMITS[name]
    if not low <= value <= high or not math.isfinite(value):
        raise ParameterError(f"{name} is {_shown(value)}, but must be from {low:g} to {high:g}")


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 40 else text[:40] + "..."
