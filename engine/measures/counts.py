"""How many things lie in each area of a layer, and on how much ground."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..arrays import BoolArray, DoubleArray
from ..contract.area_request import AreaRequest
from ..errors import ParameterError
from ..raster.grid import Grid
from ..vector.areas import read_areas
from ..vector.layer import polygons, write_layer
from .comparison.regions import Region, Window, regions_of


@dataclass(frozen=True)
class Count:
    """What lies in a region.

    Attributes
    ----------
    name : str
        Empty for all of the ground.
    ground_m2 : float
        Known ground of the raster in it.
    sizes_m : (n,) array
        Diameters of the things whose middle lies in it.
    """

    name: str
    ground_m2: float
    sizes_m: DoubleArray

    @property
    def per_km2(self) -> float:
        """Density; NaN where there is no ground."""
        return self.sizes_m.size / self.ground_m2 * 1e6 if self.ground_m2 > 0.0 else float("nan")


def require_areas(request: AreaRequest, target: str | None) -> None:
    """Raise ParameterError where counts by area are to be written and there are no areas."""
    if target and not request.areas:
        raise ParameterError("Counts by area need areas; give a layer of polygons, or leave the target out.")


class CountedGround:
    """Known ground of a raster, in all and in each area, gathered band by band.

    Parameters
    ----------
    grid : Grid
    request : AreaRequest

    Raises
    ------
    LayerError, BodyError
        The layer of areas cannot be used.
    """

    def __init__(self, grid: Grid, request: AreaRequest) -> None:
        self._grid = grid
        self._regions = regions_of(grid, request.areas, request.name_field)
        self._ground_m2 = np.zeros(len(self._regions))

    def add(self, row: int, known: BoolArray) -> None:
        """Known pixels of whole rows from ``row`` on, (h, width)."""
        band = Window(row, 0, *known.shape)
        across, down = self._grid.ground_metres(np.arange(row, row + len(known), dtype=np.float64) + 0.5)
        for index, region in enumerate(self._regions):
            common = region.window.common(band)
            if common is None:
                continue
            rows = slice(common.top - row, common.top - row + common.height)
            part = known[rows, common.left : common.left + common.width]
            counted = (part & region.mask(common)).sum(axis=1)
            self._ground_m2[index] += float(counted @ (across * down)[rows])

    def counts(self, columns: DoubleArray, rows: DoubleArray, sizes_m: DoubleArray) -> list[Count]:
        """All of the ground, then every area.

        Parameters
        ----------
        columns, rows, sizes_m : (n,) arrays
            Middles in pixels, 0 the edge of the first, and diameters.
        """
        return [
            Count(region.name, float(ground), sizes_m[_inside(region, columns, rows)])
            for region, ground in zip(self._regions, self._ground_m2)
        ]


def _inside(region: Region, columns: DoubleArray, rows: DoubleArray) -> BoolArray:
    """Which points lie in a region."""
    if region.rings is None:
        return np.ones(columns.size, dtype=bool)
    found = np.zeros(columns.size, dtype=bool)
    for ring in region.rings:
        odd = np.zeros(columns.size, dtype=bool)
        for (x, y), (next_x, next_y) in zip(ring, np.roll(ring, -1, axis=0)):
            if y != next_y:
                crossed = (rows < y) != (rows < next_y)
                odd ^= crossed & (columns < x + (rows - y) / (next_y - y) * (next_x - x))
        found |= odd
    return found


def write_counts(target: str, request: AreaRequest, what: str, counts: Sequence[Count]) -> None:
    """Write the areas as they were given, with what was counted in them.

    Parameters
    ----------
    target : str
    request : AreaRequest
        Whose areas there are.
    what : str
        Name of the field with the numbers.
    counts : sequence of Count
        Those of the areas, in their order.
    """
    assert request.areas
    named, layer = read_areas(request.areas, request.name_field)
    medians, largest = (
        [float(of(one.sizes_m)) if one.sizes_m.size else np.nan for one in counts] for of in (np.median, np.max)
    )
    columns: Mapping[str, NDArray[Any]] = {
        "name": np.array([one.name for one in counts], dtype=object),
        what: np.array([one.sizes_m.size for one in counts], dtype=np.int32),
        "ground_km2": np.array([one.ground_m2 / 1e6 for one in counts]).round(9),
        "per_km2": np.array([one.per_km2 for one in counts]).round(4),
        "median_diameter_m": np.array(medians).round(3),
        "largest_diameter_m": np.array(largest).round(3),
    }
    write_layer(target, layer.wkt, "MultiPolygon", [polygons(area.rings) for area in named], columns)
