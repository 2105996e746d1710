"""Rocks of an image, of a DTM or of both, band by band."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ...arrays import FloatArray
from ...contract.area_request import AreaRequest
from ...contract.progress import Progress
from ...errors import ParameterError, RasterError
from ...files import whole_file
from ...raster.align import AlignedHeights
from ...raster.frame import Sun
from ...raster.grid import Grid
from ...raster.heights import HeightReader
from ...raster.reader import RasterReader
from ...reports.areas import AreaRow
from ...reports.rocks import RockCount, SizeLaws, write_rocks
from ...scene.inputs import tell
from ...scene.sun import find_sun, require_sun
from ...tiling.bands import bands
from ..counts import Count, CountedGround, require_areas, write_counts
from . import size_frequency
from .in_dtm import rocks_in_dtm
from .in_image import rocks_in_image
from .outlines import diameters, write_rocks_layer
from .rock import Rock, pairs

if TYPE_CHECKING:
    from ...operations.detect_rocks import DetectRocksSettings

BAND = 1024
SMALLEST_PX, LARGEST_PX = 4.0, 40.0
DRAWN = 60
"""Points of a drawn law."""


@dataclass(frozen=True)
class Found:
    """Rocks of one raster, how many lie in all of its ground and in each area, and the laws of their sizes."""

    rocks: list[Rock]
    counts: list[Count]
    laws: size_frequency.SizeLaws

    @property
    def area_m2(self) -> float:
        """Ground looked at."""
        return self.counts[0].ground_m2


def detect_rocks(settings: DetectRocksSettings, progress: Progress) -> dict[str, Any]:
    """Find rocks in an image, a DTM or both, and fit the laws of their sizes.

    Raises
    ------
    ParameterError
        There is nothing to look in, the sun is not known, or a target has nothing to hold.
    RasterError
        A raster has no valid pixel.
    """
    if not (settings.image or settings.dtm):
        raise ParameterError("Nothing to look for rocks in; give an image, a DTM or both.")
    if settings.output_dtm and not (settings.image and settings.dtm):
        raise ParameterError(
            "Rocks of the DTM beside those of the image need both; give both, or leave the target out."
        )
    require_areas(settings.areas, settings.output_areas)
    with ExitStack() as stack:
        # The DTM of an image is laid on the image's grid, so the area is cut from the image then.
        image = stack.enter_context(RasterReader(settings.image, extent=settings.extent)) if settings.image else None
        area = None if settings.image else settings.extent
        dtm = stack.enter_context(RasterReader(settings.dtm, extent=area)) if settings.dtm else None
        grid = next(reader.grid for reader in (image, dtm) if reader is not None)
        sizes = _sizes(grid, settings.smallest, settings.largest)
        found: dict[str, Found] = {}
        if image is not None:
            tell(image, progress)
            sun = require_sun(find_sun(settings.sun, image, progress), "Finding rocks by their shadows").on(grid)
            found["image"] = _in_image(image, sun, sizes, settings.areas, progress)
        if dtm is not None:
            heights = HeightReader(dtm, settings.height_unit, progress.info, progress.warning)
            found["dtm"] = _in_dtm(AlignedHeights(heights, grid), sizes, settings.areas, progress)
    for given, name, kind in ((settings.image, "image", "image"), (settings.dtm, "dtm", "DTM")):
        if name in found and not found[name].area_m2:
            raise RasterError(f"{given} has no valid pixel (all are nodata or special values); give another {kind}.")
    first = found["image" if "image" in found else "dtm"]
    matched = len(pairs(found["image"].rocks, found["dtm"].rocks, grid.gsd)) if len(found) == 2 else None
    if settings.output_report:
        with whole_file(settings.output_report) as path:
            source = Path(settings.image or settings.dtm or "").name
            areas = [AreaRow(one.name, one.ground_m2 / 1e6, one.sizes_m) for one in first.counts]
            write_rocks(path, source, grid.gsd, _counts(found), matched, first.laws.smallest_m, areas)
    write_rocks_layer(settings.output, grid, first.rocks)
    if settings.output_dtm:
        write_rocks_layer(settings.output_dtm, grid, found["dtm"].rocks)
    if settings.output_areas:
        write_counts(settings.output_areas, settings.areas, "rocks", first.counts[1:])
    return {
        "image_rocks": len(found["image"].rocks) if "image" in found else None,
        "dtm_rocks": len(found["dtm"].rocks) if "dtm" in found else None,
        "matched": matched,
        "power": first.laws.power,
        "covered": first.laws.covered,
        "rocks_per_km2": first.counts[0].per_km2,
        "areas_counted": len(first.counts) - 1,
    }


@dataclass(frozen=True)
class Sizes:
    """Diameters looked for, and the smallest one that the laws are fitted to, in metres."""

    smallest_m: float
    largest_m: float
    fitted_m: float


def _sizes(grid: Grid, smallest: float | None, largest: float | None) -> Sizes:
    pixel = grid.ground_size.mean_m
    sizes = Sizes(smallest or SMALLEST_PX * pixel, largest or LARGEST_PX * pixel, SMALLEST_PX * pixel)
    if not sizes.smallest_m < sizes.largest_m:
        raise ParameterError(
            f"smallest is {sizes.smallest_m:g} m and largest {sizes.largest_m:g} m, but must be the smaller one."
        )
    return sizes


def _in_image(image: RasterReader, sun: Sun, sizes: Sizes, areas: AreaRequest, progress: Progress) -> Found:
    grid = image.grid
    shadow = sizes.largest_m * math.tan(math.radians(min(sun.incidence_deg, 85.0)))
    margin = _margin(grid, sizes) + math.ceil(shadow / min(grid.gsd))

    def find(window: FloatArray) -> list[Rock]:
        return rocks_in_image(window, sun, grid.gsd, sizes.largest_m)

    return _over(grid, image.read, find, margin, sizes, CountedGround(grid, areas), progress)


def _in_dtm(heights: AlignedHeights, sizes: Sizes, areas: AreaRequest, progress: Progress) -> Found:
    grid = heights.grid

    def find(window: FloatArray) -> list[Rock]:
        return rocks_in_dtm(window, grid.gsd, sizes.smallest_m, sizes.largest_m)

    return _over(grid, heights.read, find, _margin(grid, sizes), sizes, CountedGround(grid, areas), progress)


def _margin(grid: Grid, sizes: Sizes) -> int:
    """Rows about a band that a rock in it can be told by."""
    return math.ceil(4.0 * sizes.largest_m / min(grid.gsd))


def _over(
    grid: Grid,
    read: Callable[[int, int, int, int], FloatArray],
    find: Callable[[FloatArray], list[Rock]],
    margin: int,
    sizes: Sizes,
    ground: CountedGround,
    progress: Progress,
) -> Found:
    """Rocks of a raster whose centres lie in each band."""
    rocks: list[Rock] = []
    steps = progress.steps(-(-grid.height // BAND), "parts")
    for row, height in bands(grid.height, BAND):
        progress.check()
        window = read(row - margin, 0, height + 2 * margin, grid.width)
        ground.add(row, np.isfinite(window[margin : margin + height]))
        for rock in find(window):
            if margin - 0.5 <= rock.row < margin + height - 0.5 and rock.diameter_m >= sizes.smallest_m:
                place = rock.row - margin + row
                rocks.append(Rock(place, rock.column, rock.diameter_m, rock.height_m, rock.confidence))
        steps.advance()
    places = np.array([(rock.column + 0.5, rock.row + 0.5) for rock in rocks]).reshape(-1, 2)
    counts = ground.counts(places[:, 0], places[:, 1], diameters(rocks))
    laws = size_frequency.fit(diameters(rocks), counts[0].ground_m2, max(sizes.smallest_m, sizes.fitted_m))
    return Found(rocks, counts, laws)


def _counts(found: Mapping[str, Found]) -> dict[str, RockCount]:
    """What the report shows."""
    counts = {}
    for name, one in found.items():
        sizes, laws = diameters(one.rocks), one.laws
        at = np.geomspace(laws.smallest_m, max(laws.smallest_m, sizes.max(initial=0.0)), DRAWN)
        per_km2 = laws.count / one.area_m2 * 1e6 * (at / laws.smallest_m) ** -laws.power
        shares = size_frequency.golombek_rapp(at, laws.covered)
        drawn = SizeLaws(laws.power, laws.power_error, laws.covered, at, per_km2, shares)
        counts[name] = RockCount(sizes, one.area_m2, drawn)
    return counts
