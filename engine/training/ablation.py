"""The work of Ablation study: train every row for the same budget, and measure all on the same unseen ground."""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ..arrays import FloatArray
from ..contract.progress import Progress
from ..files import whole_file
from ..networks.base import Network
from ..reports.ablation import draw_panel, write_ablation
from ..reports.figures_file import write_figures
from ..reports.incidence import Picture
from . import log
from .ablation_rows import MIXES, PAPER, STREAM, TRUTHS, Row, crop_of, rows_of, seeded
from .config import RunConfig
from .held_out import Measured, held_out, measured
from .sample import StreamSettings, Tile
from .schedule import Told
from .stripes import FLAT, with_stripes
from .trainer import leave, source_of, train
from .validation import heights_of, slope_of
from .weights import load

if TYPE_CHECKING:
    from ..operations.ablation import AblationSettings

FIGURES = ("re_under_2m_percent", "re_under_4m_percent", "re_under_10m_percent", "mae_m", "rmse_m", "slope_error_deg",
           "stripes_m")  # fmt: skip
PAPER_FIGURES = FIGURES[:5]
COLUMNS = ("row", "parameters", "steps", "minutes", *FIGURES)
"""Of the table."""

NO_DEM, NO_TRUTH = "coarse DEM", "truth"


@dataclass(frozen=True)
class Trained:
    """What one training came to."""

    row: Row
    parameters: int
    minutes: float
    figures: Measured
    drawn: FloatArray


def ablation(settings: AblationSettings, progress: Progress) -> dict[str, Any]:
    """Train the rows of a study, measure them, and write report, table and figures.

    Raises
    ------
    ParameterError
        A network is unknown, the data set does not hold what is asked for, or the folder holds other trainings.
    """
    rows = rows_of(settings)
    runs = seeded(rows, settings.seeds)
    steep = settings.study == "slope expert"
    tiles = held_out(settings.pairs or "", settings.split, replace(STREAM, crop=crop_of(settings)), steep)
    for _, run, _ in runs:
        source_of(run)  # looked at now, not after hours of other runs
    shown = next((index for index, tile in enumerate(tiles) if tile.terrain != FLAT), 0)
    trained = []
    try:
        for number, (row, run, name) in enumerate(runs):
            told = Told(progress, name, run.steps, (number, len(runs)))
            folder = Path(settings.folder) / name
            trained.append(_trained(row, run, folder, tiles, shown, settings.workers, told))
    finally:
        leave()
    figures = _figures(settings, rows, trained, tiles)
    drawn = _pictures(rows, trained, tiles[shown], settings.stripes if steep else 0.0)
    with whole_file(settings.output) as path:
        write_ablation(path, figures, drawn)
    if settings.output_table:
        _write_table(settings.output_table, figures)
    if settings.output_json:
        write_figures(settings.output_json, figures)
    if settings.output_panel:
        with whole_file(settings.output_panel) as path:
            draw_panel(drawn).savefig(path, dpi=110, format="png")
    for line in table(figures):
        progress.info(line)
    best = min(figures["rows"], key=lambda one: one["rmse_m"])
    return {
        "trainings": len(runs),
        "tiles": len(tiles),
        "best": best["row"],
        "best_rmse": best["rmse_m"],
        "coarse_rmse": figures["coarse"]["rmse_m"],
        "best_slope_error": min(one["slope_error_deg"] for one in figures["rows"]),
        "coarse_slope_error": figures["coarse"]["slope_error_deg"],
        "most_stripes": max(one["stripes_m"] for one in figures["rows"]),
        "minutes": math.fsum(one.minutes for one in trained),
    }


def _trained(
    row: Row, run: RunConfig, folder: Path, tiles: Sequence[Tile], shown: int, workers: int, told: Told
) -> Trained:
    """Train a row with one seed, unless it is trained already, and measure it."""
    network = load(train(run, folder, None, told, workers), run.network)
    last = log.rows_of(folder)[-1:]
    minutes = run.steps / last[0]["steps_per_s"] / 60.0 if last else math.nan
    surfaces = [_heights(network, tile, run.stream, told) for tile in tiles]
    count = sum(weight.numel() for weight in network.parameters())
    return Trained(row, count, minutes, measured(surfaces, tiles), surfaces[shown])


def _heights(network: Network, tile: Tile, stream: StreamSettings, told: Told) -> FloatArray:
    """What a network makes of a tile under the camera that it was trained with: the truth stays what it is."""
    told.alive()
    return heights_of(network, with_stripes(tile, (0.0, stream.stripes[1])))


def _figures(
    settings: AblationSettings, rows: Sequence[Row], trained: Sequence[Trained], tiles: Sequence[Tile]
) -> dict[str, Any]:
    """Everything that the report says, as plain values."""
    coarse = measured([tile.coarse for tile in tiles], tiles)
    truth = measured([tile.truth for tile in tiles], tiles)
    striped = measured([with_stripes(tile, (settings.stripes, 0.0)).truth for tile in tiles], tiles)
    steep = settings.study == "slope expert"
    return {
        "study": settings.study,
        "data": Path(settings.pairs).name if settings.pairs else None,
        "split": settings.split if settings.pairs else None,
        "tiles": len(tiles),
        "tile": settings.tile,
        "steps": settings.steps,
        "batch": RunConfig.batch,
        "seeds": settings.seeds,
        "rate": settings.rate,
        "mixes": list(MIXES) if steep else [],
        "truths": list(TRUTHS) if steep else [],
        "stripes_asked_m": settings.stripes if steep else None,
        "truth_stripes_m": truth.stripes_m,
        "striped_truth_stripes_m": striped.stripes_m if steep else None,
        "coarse": _plain(coarse),
        "rows": [_row(row, [one for one in trained if one.row is row], settings.steps) for row in rows],
    }


def _row(row: Row, found: Sequence[Trained], steps: int) -> dict[str, Any]:
    """Means over the seeds of a row, and half of their ranges."""
    seeds = [_plain(one.figures) for one in found]
    values = {name: np.array([seed[name] for seed in seeds]) for name in FIGURES}
    return {
        "row": row.label,
        "network": row.run.network,
        "crop": list(row.run.stream.crop),
        "mix": row.mix or None,
        "truth": row.truth or None,
        "parameters": found[0].parameters,
        "steps": steps,
        "minutes": math.fsum(one.minutes for one in found) / len(found),
        **{name: float(value.mean()) for name, value in values.items()},
        "spread": {name: float(np.ptp(value)) / 2.0 for name, value in values.items()},
        "by_seed": seeds,
        "paper": None if row.mix or row.name not in PAPER else dict(zip(PAPER_FIGURES, PAPER[row.name])),
    }


def _plain(found: Measured) -> dict[str, float]:
    return {**{name: found.errors[name] for name in FIGURES if name in found.errors}, "stripes_m": found.stripes_m}


def _pictures(rows: Sequence[Row], trained: Sequence[Trained], tile: Tile, stripes: float) -> list[Picture]:
    """Slopes of one tile: the coarse DEM's, those of each row's first training, and the truth's."""
    firsts = [next(one for one in trained if one.row is row) for row in rows]
    drawn = [Picture(NO_DEM, tile.image, slope_of(tile.coarse, tile))]
    drawn += [Picture(one.row.label, None, slope_of(one.drawn, tile)) for one in firsts]
    if stripes:
        drawn.append(Picture("striped truth", None, slope_of(with_stripes(tile, (stripes, 0.0)).truth, tile)))
    return [*drawn, Picture(NO_TRUTH, None, slope_of(tile.truth, tile))]


def _write_table(target: str, figures: Mapping[str, Any]) -> None:
    """A row for the coarse DEM, which nobody trains, and one for each training."""
    with whole_file(target) as path, open(path, "w", encoding="utf-8", newline="") as file:
        written = csv.writer(file, lineterminator="\n")
        written.writerow(COLUMNS)
        for row in ({"row": NO_DEM, **figures["coarse"]}, *figures["rows"]):
            written.writerow([_cell(row.get(column)) for column in COLUMNS])


def _cell(value: str | float | None) -> str:
    if isinstance(value, float):
        return f"{value:.6g}"
    return "" if value is None else str(value)


def table(figures: Mapping[str, Any]) -> list[str]:
    """The figures as lines of text, with half of the range over seeds where there are several."""
    lines = [f"{'':34}{'weights':>10}{'min':>7}" + "".join(f"{name:>22}" for name in FIGURES)]
    for row in ({"row": NO_DEM, **figures["coarse"]}, *figures["rows"]):
        trained = f"{row['parameters']:10,}{row['minutes']:7.1f}" if "parameters" in row else " " * 17
        head = f"{row['row']:34}{trained}"
        several = figures["seeds"] > 1 and "spread" in row
        cells = (f"{row[name]:.3f}" + (f" ±{row['spread'][name]:.3f}" if several else "") for name in FIGURES)
        lines.append(head + "".join(f"{cell:>22}" for cell in cells))
    return lines
