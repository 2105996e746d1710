"""The streaming core of Detect rocks."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..analysis import size_frequency
from ..analysis.rocks import Rock, pairs, rocks_in_dtm, rocks_in_image
from ..errors import ParameterError
from ..files import whole_file
from ..raster.align import AlignedHeights
from ..raster.grid import Grid
from ..raster.heights import HeightReader
from ..raster.reader import RasterReader
from ..reports.rocks import NAMES, RockCount, write_rocks
from ..vector.layer import ring, write_layer
from .cast_shadows import bands, require_sun
from .progress import Progress
from .sun_over_image import with_sun

BAND = 1024
SMALLEST_PX, LARGEST_PX = 4.0, 40.0
CORNERS = 24
"""Vertices of an outline."""

Finder = Callable[[int, int], tuple[list[Rock], int]]
"""Rocks of rows (first, count) with the known pixels among them."""


def detect_rocks(values: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """Run Detect rocks; see ``operations.detect_rocks`` for the parameters."""
    if not (values["image"] or values["dtm"]):
        raise ParameterError("Nothing to look for rocks in; give an image, a DTM or both.")
    if values["output_dtm"] and not (values["image"] and values["dtm"]):
        raise ParameterError(
            "Rocks of the DTM beside those of the image need both; give both, or leave the target out."
        )
    with ExitStack() as stack:
        readers = {n: stack.enter_context(RasterReader(values[n])) for n in ("image", "dtm") if values[n]}
        grid = next(iter(readers.values())).grid
        pixel = math.sqrt(grid.gsd[0] * grid.gsd[1])
        smallest = values["smallest"] or SMALLEST_PX * pixel
        largest = values["largest"] or LARGEST_PX * pixel
        if not smallest < largest:
            raise ParameterError(f"smallest is {smallest:g} m and largest {largest:g} m, but must be the smaller one.")
        found: dict[str, list[Rock]] = {}
        areas: dict[str, float] = {}
        margin = math.ceil(4.0 * largest / min(grid.gsd))
        if "image" in readers:
            image = readers["image"]
            values = with_sun(values, image, progress)
            sun = require_sun(values["sun_azimuth"], values["sun_incidence"], "Finding rocks by their shadows")
            margin_sun = margin + math.ceil(largest * math.tan(math.radians(min(sun[1], 85.0))) / min(grid.gsd))
            read = image.read

            def by_shadow(window: NDArray[np.float32]) -> list[Rock]:
                return rocks_in_image(window, *sun, grid.gsd, largest)

            found["image"], areas["image"] = _over(grid, read, by_shadow, margin_sun, smallest, progress)
        if "dtm" in readers:
            heights = AlignedHeights(HeightReader(readers["dtm"], values["height_unit"], progress.info), grid)

            def by_height(window: NDArray[np.float32]) -> list[Rock]:
                return rocks_in_dtm(window, grid.gsd, smallest, largest)

            found["dtm"], areas["dtm"] = _over(grid, heights.read, by_height, margin, smallest, progress)
    first = "image" if "image" in found else "dtm"
    matched = len(pairs(found["image"], found["dtm"], grid.gsd)) if len(found) == 2 else None
    laws = {
        name: size_frequency.fit(_diameters(rocks), areas[name], max(smallest, SMALLEST_PX * pixel))
        for name, rocks in found.items()
    }
    if values["output_report"]:
        with whole_file(values["output_report"]) as path:
            _report(path, values, grid, found, areas, laws, matched)
    _write(values["output"], grid, found[first])
    if values["output_dtm"]:
        _write(values["output_dtm"], grid, found["dtm"])
    law = laws[first]
    return {
        "output": values["output"],
        "output_dtm": values["output_dtm"],
        "output_report": values["output_report"],
        "image_rocks": len(found["image"]) if "image" in found else None,
        "dtm_rocks": len(found["dtm"]) if "dtm" in found else None,
        "matched": matched,
        "power": law.power,
        "covered": law.covered,
        "rocks_per_km2": len(found[first]) / areas[first] * 1e6,
    }


def _over(
    grid: Grid,
    read: Callable[[int, int, int, int], NDArray[np.float32]],
    find: Callable[[NDArray[np.float32]], list[Rock]],
    margin: int,
    smallest: float,
    progress: Progress,
) -> tuple[list[Rock], float]:
    """Rocks of a raster whose centres lie in each band, and the ground in square metres looked at."""
    rocks: list[Rock] = []
    known = 0
    steps = progress.steps(-(-grid.height // BAND), "bands")
    for row, height in bands(grid.height, BAND):
        progress.check()
        window = read(row - margin, 0, height + 2 * margin, grid.width)
        known += int(np.isfinite(window[margin : margin + height]).sum())
        for rock in find(window):
            if margin - 0.5 <= rock.row < margin + height - 0.5 and rock.diameter_m >= smallest:
                place = rock.row - margin + row
                rocks.append(Rock(place, rock.column, rock.diameter_m, rock.height_m, rock.confidence))
        steps.advance()
    return rocks, max(known, 1) * grid.gsd[0] * grid.gsd[1]


def _diameters(rocks: list[Rock]) -> NDArray[np.float64]:
    return np.array([rock.diameter_m for rock in rocks], dtype=np.float64)


def _write(target: str, grid: Grid, rocks: list[Rock]) -> None:
    angles = np.arange(CORNERS) * (2.0 * math.pi / CORNERS)
    shapes = []
    for rock in rocks:
        radius = rock.diameter_m / 2.0
        columns = rock.column + 0.5 + radius / grid.gsd[0] * np.cos(angles)
        rows = rock.row + 0.5 + radius / grid.gsd[1] * np.sin(angles)
        shapes.append(ring(*grid.to_crs(columns, rows)))
    columns_of: dict[str, NDArray[Any]] = {
        "rock": np.arange(1, len(rocks) + 1, dtype=np.int32),
        "diameter_m": _diameters(rocks).round(3),
        "height_m": np.array([rock.height_m for rock in rocks], dtype=np.float64).round(3),
        "confidence": np.array([rock.confidence for rock in rocks], dtype=np.float64).round(3),
    }
    write_layer(target, grid.wkt, "Polygon", shapes, columns_of)


def _report(
    path: Path,
    values: Mapping[str, Any],
    grid: Grid,
    found: Mapping[str, list[Rock]],
    areas: Mapping[str, float],
    laws: Mapping[str, size_frequency.SizeLaws],
    matched: int | None,
) -> None:
    counts = {
        n: RockCount(len(rocks), areas[n], laws[n].power, laws[n].power_error, laws[n].covered)
        for n, rocks in found.items()
    }
    sizes = size_frequency.plot(
        {NAMES[n]: _diameters(rocks) for n, rocks in found.items()},
        {NAMES[n]: law for n, law in laws.items()},
        next(iter(areas.values())),
    )
    smallest = next(iter(laws.values())).smallest_m
    write_rocks(path, Path(values["image"] or values["dtm"]).name, grid.gsd, counts, matched, smallest, sizes)
