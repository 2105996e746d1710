"""Compare DTMs: several DTMs of one ground against one reference."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...contract.progress import Progress
from ...errors import OverlapError, ParameterError
from ...files import whole_file
from ...reports.comparison import Compared, write_comparison
from ...reports.distribution import Distributions
from ...reports.figures_file import write_figures
from ..evaluation.error_sums import BIN_MIDDLES_M
from ..evaluation.resolution import FWHM, WIDTHS_PX
from .at_shots import AtShots, measure
from .methods import COARSE, Inputs, open_inputs
from .regions import regions_of
from .shots import read_shots
from .stream import gather
from .sums import RegionSums
from .table import AT_PIXELS, AT_SHOTS, WITHOUT_OFFSET, Row, best_of, of_pixels, of_shots, write_table

if TYPE_CHECKING:
    from ...operations.compare_dtms import CompareDtmsSettings


def compare_dtms(settings: CompareDtmsSettings, progress: Progress) -> dict[str, Any]:
    """Measure DTMs against a reference raster, points, or both.

    Raises
    ------
    ParameterError
        There is no reference, or names do not fit the DTMs.
    OverlapError
        The rasters, or points, have no ground in common.
    LayerError
        Areas or points cannot be read.
    """
    if not (settings.reference or settings.points.points):
        raise ParameterError("There is nothing to compare with; give a reference as a raster or as points.")
    with ExitStack() as stack:
        inputs = open_inputs(settings, stack, progress)
        regions = regions_of(inputs.grid, settings.areas, settings.name_field)
        rows: list[Row] = []
        sums: list[RegionSums] = []
        if inputs.reference is not None:
            sums = gather(inputs, regions, progress)
            rows += of_pixels(inputs, sums)
            _require_common(settings, rows)
        found = None
        if settings.points.points:
            shots = read_shots(settings.points.points, inputs.grid, progress)
            found = measure(inputs, shots, regions, settings.points.reach, settings.points.outliers, progress)
            rows += of_shots(inputs, [region.name for region in regions], found)
        _tell_empty(rows, progress)
        content = _content(settings, inputs, rows, found)
        with whole_file(settings.output) as path:
            write_comparison(path, _page(content, inputs, rows, sums, found))
        if settings.output_csv:
            write_table(settings.output_csv, rows)
        if settings.output_json:
            write_figures(settings.output_json, content)
    return _results(inputs, rows, found)


def _require_common(settings: CompareDtmsSettings, rows: Sequence[Row]) -> None:
    if rows[0].figures["count"] == 0:
        raise OverlapError(
            f"The {len(settings.input)} DTMs, the reference and what else is given have no valid pixel in common; "
            "compare those that share ground."
        )


def _tell_empty(rows: Sequence[Row], progress: Progress) -> None:
    counts: dict[tuple[str, str], float] = {}
    for row in rows:
        if row.terrain == "all" and row.area and row.measured_at != WITHOUT_OFFSET:
            counts.setdefault((row.area, row.measured_at), row.figures["count"])
    for (area, measured_at), count in counts.items():
        if count == 0:
            progress.warning(f"The area {area} has no {measured_at} that all DTMs and the reference have in common.")


def _content(
    settings: CompareDtmsSettings, inputs: Inputs, rows: Sequence[Row], found: AtShots | None
) -> dict[str, Any]:
    """What the JSON holds."""
    gsd = inputs.grid.gsd
    content: dict[str, Any] = {
        "pixel_m": list(gsd),
        "slope_baseline_m": gsd[0] + gsd[1],
        "inputs": [
            {
                "label": method.label,
                "file": Path(method.path).name,
                "pixel_m": list(method.heights.grid.gsd),
                "interpolated": method.resampled,
            }
            for method in inputs.methods
        ],
        "reference": Path(settings.reference).name if settings.reference else None,
        "points": Path(settings.points.points).name if settings.points.points else None,
        "rows": [{"area": r.area, "class": r.terrain, "method": r.method, "measured_at": r.measured_at, **r.figures}
                 for r in rows],
    }  # fmt: skip
    if found is not None:
        content["at_points"] = {
            "points": found.read,
            "outliers": found.outliers,
            "outliers_from_nmad": settings.points.outliers,
            "offsets": {label: _offset(found, index) for index, label in enumerate(inputs.labels)},
        }
    return content


def _offset(found: AtShots, index: int) -> dict[str, Any]:
    """The offset of a method in numbers; NaN where it is not told."""
    offset = found.offsets[index]
    if offset is None:
        names = ("east_m", "north_m", "error_east_m", "error_north_m", "level_m")
        return {**dict.fromkeys(names, math.nan), "at_border": False}
    errors = [math.nan if offset.move.covariance is None else math.sqrt(offset.move.covariance[i][i]) for i in (0, 1)]
    return {
        "east_m": offset.move.east_m,
        "north_m": offset.move.north_m,
        "error_east_m": errors[0],
        "error_north_m": errors[1],
        "level_m": offset.level_m,
        "at_border": offset.at_border,
    }


def _page(
    content: Mapping[str, Any], inputs: Inputs, rows: Sequence[Row], sums: Sequence[RegionSums], found: AtShots | None
) -> Compared:
    """What the page shows."""
    counts: dict[tuple[str, str], dict[str, Any]] = {}
    for one in sums:
        counts[one.region.name, AT_PIXELS] = {
            label: one.all_classes(index).histogram for index, label in enumerate(inputs.labels)
        }
    if found is not None:
        names = dict.fromkeys(row.area for row in rows if row.measured_at == AT_SHOTS)
        for region, name in enumerate(names):
            counts[name, AT_SHOTS] = {
                label: found.sums(found.errors[index], region, None).histogram
                for index, label in enumerate(inputs.labels)
            }
    widest_m = WIDTHS_PX[-1] * FWHM * math.sqrt(math.prod(inputs.grid.gsd))
    drawn = {
        place: Distributions(BIN_MIDDLES_M, {label: bins for label, bins in one.items() if bins.any()})
        for place, one in counts.items()
    }
    return Compared(content, [asdict(row) for row in rows], drawn, widest_m, COARSE)


def _results(inputs: Inputs, rows: Sequence[Row], found: AtShots | None) -> dict[str, Any]:
    best, at_shots = (best_of(rows, kind, COARSE) for kind in (AT_PIXELS, AT_SHOTS))
    whole = {(row.method, row.measured_at): row.figures for row in rows if not row.area and row.terrain == "all"}
    results: dict[str, Any] = {
        "dtms": sum(not method.baseline for method in inputs.methods),
        "pixels": None if best is None else int(best.figures["count"]),
        "best": None if best is None else best.method,
        "rmse": None if best is None else best.figures["rmse_m"],
        "coarse_rmse": whole.get((COARSE, AT_PIXELS), {}).get("rmse_m"),
        "shots": None if found is None else found.read - found.outliers,
        "shot_outliers": None if found is None else found.outliers,
    }
    offset: dict[str, Any] = {}
    if found is not None and at_shots is not None:
        offset = _offset(found, inputs.labels.index(at_shots.method))
    results["best_at_shots"] = None if at_shots is None else at_shots.method
    results["rmse_at_shots"] = None if at_shots is None else at_shots.figures["rmse_m"]
    results["rmse_without_offset"] = (
        None if at_shots is None else whole[at_shots.method, WITHOUT_OFFSET]["rmse_m"]
    )  # fmt: skip
    for axis in ("east", "north"):
        results[f"offset_{axis}"] = offset.get(f"{axis}_m")
        results[f"offset_error_{axis}"] = offset.get(f"error_{axis}_m")
    return results
