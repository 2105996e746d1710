"""Profiles along lines."""

from __future__ import annotations

import csv
import math
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ...contract.progress import Progress
from ...errors import OverlapError
from ...files import whole_file
from ...raster.heights import HeightReader
from ...raster.reader import RasterReader
from ...reports.profiles import DrawnLine, draw_profiles
from ...vector.lines import read_lines
from .lines import LineProfile, differences
from .sampling import sampled

if TYPE_CHECKING:
    from ...operations.profile import ProfileSettings

def profile(settings: ProfileSettings, progress: Progress) -> dict[str, Any]:
    """Sample DTMs along the lines of a layer, and write the samples as a table and a picture.

    Raises
    ------
    OverlapError
        No line crosses a valid pixel.
    ParameterError
        The spacing would give too many samples.
    """
    lines, wkt = read_lines(settings.lines)
    with ExitStack() as stack:
        readers = [stack.enter_context(RasterReader(path)) for path in settings.input]
        heights = [HeightReader(reader, settings.height_unit, progress.info, progress.warning) for reader in readers]
        spacing = settings.spacing or min(math.sqrt(h.grid.gsd[0] * h.grid.gsd[1]) for h in heights)
        names = _names(settings.input)
        steps = progress.steps(len(lines), "lines")
        profiles = []
        for line in lines:
            profiles.append(sampled(line, wkt, heights, spacing, progress))
            steps.advance()
    if not any(np.isfinite(p.heights).any() for p in profiles):
        raise OverlapError(f"{settings.lines} does not cross any valid pixel of the DTMs; give lines on their ground.")
    with whole_file(settings.output) as path:
        _write(path, profiles, names)
    if settings.output_plot:
        with whole_file(settings.output_plot) as path:
            drawn = [DrawnLine(p.number, p.distance, p.heights, p.slopes) for p in profiles]
            draw_profiles(path, drawn, names, 2.0 * spacing)
    mean, largest = differences(profiles)
    return {
        "lines_sampled": len(profiles),
        "samples": int(sum(p.distance.size for p in profiles)),
        "length": float(sum(p.distance[-1] for p in profiles)),
        "baseline": 2.0 * spacing,
        "mean_difference": mean,
        "largest_difference": largest,
    }


def _names(paths: Sequence[str]) -> list[str]:
    """Names of the DTMs, made distinct."""
    stems = [Path(path).stem for path in paths]
    return [f"{stem}_{i + 1}" if stems.count(stem) > 1 else stem for i, stem in enumerate(stems)]


def _write(path: Path, profiles: Sequence[LineProfile], names: Sequence[str]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        head = [f"{kind}_{name}_{unit}" for name in names for kind, unit in (("height", "m"), ("slope", "deg"))]
        table.writerow(["line", "distance_m", "longitude_deg", "latitude_deg", *head])
        for line in profiles:
            for i in range(line.distance.size):
                row = [line.number, f"{line.distance[i]:.3f}", f"{line.longitude[i]:.8f}", f"{line.latitude[i]:.8f}"]
                for heights, slopes in zip(line.heights, line.slopes):
                    row += [_cell(heights, i, 4), _cell(slopes, i, 4)]
                table.writerow(row)


def _cell(values: NDArray[np.float32], index: int, digits: int) -> str:
    value = float(values[index])
    return f"{value:.{digits}f}" if math.isfinite(value) else ""
