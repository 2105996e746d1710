"""Which trainings an ablation study compares, each as a run of the trainer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import ParameterError
from ..networks.losses import LossWeights
from ..networks.registry import NETWORKS
from ..networks.table_two import TABLE_TWO
from .config import RunConfig
from .dataset import open_pairs
from .sample import StreamSettings, holds

if TYPE_CHECKING:
    from ..operations.ablation import AblationSettings

STREAM = StreamSettings(scene=384, crops_per_light=6, lights_per_ground=2, hidden_sun=0.0)
FIRST_SEED = 100
CHECKPOINT_STEPS, LOG_STEPS = 100, 50

OURS = "terrain"
"""The compact expert, which knows heights from its own losses too."""

PAPER: Mapping[str, tuple[float, ...]] = {
    "dense": (38.47, 64.47, 95.35, 3.62, 4.53),
    "moe": (38.42, 64.21, 95.00, 3.66, 4.59),
    "mmoe": (39.41, 66.96, 98.18, 3.27, 4.18),
    "mmoe-slope": (37.98, 66.24, 97.51, 3.37, 4.32),
    "mmoe-adapter": (43.86, 70.45, 97.27, 3.13, 3.95),
    "dense-slope-adapter": (42.74, 68.58, 95.53, 3.36, 4.57),
    "moe-slope-adapter": (41.75, 67.36, 96.56, 3.35, 4.45),
    "mmoe-slope-adapter": (44.46, 74.85, 98.83, 2.84, 3.67),
}
"""The paper's Table II: RE < 2, 4 and 10 m (%), MAE and RMSE (m) at Shackleton."""

MIXES: Mapping[str, tuple[float, float, float]] = {
    "100/0": (0.0, 0.5, 0.5),
    "70/30": (0.3, 0.35, 0.35),
    "0/100": (1.0, 0.0, 0.0),
}
"""Steep over flat samples in per cent, as shares of flat, mountain and crater."""

IMAGE_STRIPES = 0.03
"""Of the brightness: columns of a camera that are a few per cent brighter or darker than their neighbours."""

TRUTHS = ("clean", "striped", "striped, as the image")


@dataclass(frozen=True)
class Row:
    """One training of a study, but for its seed.

    Attributes
    ----------
    name : str
        Of its folders.
    label : str
    run : RunConfig
    mix, truth : str
        Of the slope expert: out of ``MIXES`` and ``TRUTHS``; empty else.
    """

    name: str
    label: str
    run: RunConfig
    mix: str = ""
    truth: str = ""


def rows_of(settings: AblationSettings) -> list[Row]:
    """The trainings that are asked for.

    Raises
    ------
    ParameterError
        A network is not in the registry, or the data set is absent or damaged.
    """
    steep = settings.study == "slope expert"
    asked = [name.strip() for name in (settings.networks or "").split(",") if name.strip()]
    names = list(dict.fromkeys(asked)) or ([OURS] if steep else [*TABLE_TWO, OURS])
    for name in names:
        if name not in NETWORKS:
            raise ParameterError(f"There is no network {name!r}; choose among {', '.join(NETWORKS)}.")
    shape = open_pairs(Path(settings.pairs)).tile_shape if settings.pairs else None
    runs = {name: _run(name, settings, shape) for name in names}
    if not steep:
        return [Row(name, name, run) for name, run in runs.items()]
    return [
        _slope_row(name, run, mix, truth, settings.stripes)
        for name, run in runs.items() for truth in TRUTHS for mix in MIXES
    ]  # fmt: skip


def seeded(rows: Sequence[Row], seeds: int) -> list[tuple[Row, RunConfig, str]]:
    """Every row with its run and folder for each seed; a row's seeds follow each other."""
    return [
        (row, replace(row.run, seed=FIRST_SEED + seed), f"{row.name}-{seed + 1}")
        for row in rows for seed in range(seeds)
    ]  # fmt: skip


def crop_of(settings: AblationSettings) -> tuple[int, int]:
    """Rows and columns of the tiles that are trained and measured on."""
    height, width = settings.tile.split(" x ")
    return int(height), int(width)


def _run(name: str, settings: AblationSettings, shape: tuple[int, int] | None) -> RunConfig:
    """A run of the budget that is asked for; losses are those of the row, or of the compact expert.

    Tiles of a data set (``shape``) that do not hold the crop turned by a quarter give squares to a network that is
    shown tiles turned.
    """
    own = name == OURS
    crop = crop_of(settings)
    if shape and NETWORKS[name].kind.scheme.orientation == "octant" and not holds(shape, (crop[1], crop[0])):
        crop = (min(crop), min(crop))
    with_slope = own or TABLE_TWO[name].slope_loss
    loss = LossWeights(slope=5.0 if with_slope else 0.0, height=0.1 if own else 0.0, broad=1.0 if own else 0.0)
    return RunConfig(
        network=name,
        steps=settings.steps,
        peak_rate=settings.rate,
        final_rate=0.01 * settings.rate,
        warmup_steps=settings.steps // 10,
        checkpoint_steps=CHECKPOINT_STEPS,
        log_steps=LOG_STEPS,
        pairs=settings.pairs or "",
        loss=loss,
        stream=replace(STREAM, crop=crop),
    )


def _slope_row(name: str, run: RunConfig, mix: str, truth: str, stripes: float) -> Row:
    in_truth, in_image = (0.0 if truth == TRUTHS[0] else stripes), (IMAGE_STRIPES if truth == TRUTHS[2] else 0.0)
    stream = replace(run.stream, shares=MIXES[mix], stripes=(in_truth, in_image))
    folder = f"{name}-{mix.replace('/', '-')}-{truth.replace(', ', '-').replace(' ', '-')}"
    return Row(folder, f"{name}, {mix}, {truth}", replace(run, stream=stream), mix, truth)
