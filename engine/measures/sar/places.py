"""Figures of Compare with SAR for all of the ground and for areas of a layer."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...arrays import DoubleArray, FloatArray
from ...contract.progress import Progress
from ...raster.grid import Grid
from ..comparison.regions import WHOLE, Region, regions_of
from .backscatter import SarFigures, compare
from .stokes import Senses


@dataclass(frozen=True)
class Layers:
    """What is compared, on the pixels of the SAR that both have, NaN elsewhere.

    Attributes
    ----------
    roughness : (H, W) array
        Degrees squared.
    backscatter : (H, W) array
        dB.
    senses : Senses or None
        Powers in both circular senses.
    """

    roughness: DoubleArray
    backscatter: FloatArray
    senses: Senses | None


@dataclass(frozen=True)
class AreaFigures:
    """Figures of an area; see ``compare``.

    Backscatter and the ratio are those of mean powers: means of single pixels would follow the speckle.

    Attributes
    ----------
    name : str
        Empty for all of the ground.
    compared : SarFigures
    roughness_deg2, backscatter_db, cpr : float
        Mean slope variance, backscatter and circular polarisation ratio; NaN where there is none.
    """

    name: str
    compared: SarFigures
    roughness_deg2: float
    backscatter_db: float
    cpr: float


def figures_of(
    layers: Layers, grid: Grid, areas: str | None, field: str, limits: tuple[float, float], progress: Progress
) -> list[AreaFigures]:
    """Figures of all of the ground, then of each area, in the layer's order.

    Parameters
    ----------
    layers : Layers
    grid : Grid
        Of the layers.
    areas : str, optional
        Layer of polygons; a SAR pixel belongs to an area if its centre does.
    field : str
        With their names.
    limits : (float, float)
        Roughness and backscatter from which ground is rough and bright.
    progress : Progress
        Warned of areas without a pixel.

    Raises
    ------
    LayerError, BodyError
        The layer cannot be used.
    """
    found = [_figures(layers, region, limits) for region in regions_of(grid, areas, field)]
    empty = [repr(one.name) for one in found if one.name != WHOLE and not one.compared.pixels]
    if empty:
        progress.warning(f"No pixel that both rasters have lies in the area(s) {', '.join(empty)} of {areas}.")
    return found


def _figures(layers: Layers, region: Region, limits: tuple[float, float]) -> AreaFigures:
    window = region.window
    place = slice(window.top, window.top + window.height), slice(window.left, window.left + window.width)
    if window.height == 0:
        inside = np.zeros((0, 0), dtype=bool)
    else:
        inside = region.mask(window) & np.isfinite(layers.backscatter[place])
    roughness, backscatter = layers.roughness[place][inside], layers.backscatter[place][inside].astype(np.float64)
    power, cpr = _mean(np.power(10.0, backscatter / 10.0)), math.nan
    if layers.senses is not None:
        same, opposite = (_mean(part[place][inside]) for part in (layers.senses.same, layers.senses.opposite))
        cpr = same / opposite if opposite > 0.0 else math.nan
    return AreaFigures(
        region.name,
        compare(roughness, backscatter, *limits),
        _mean(roughness),
        10.0 * math.log10(power) if power > 0.0 else math.nan,
        cpr,
    )


def _mean(values: DoubleArray | FloatArray) -> float:
    return float(values.mean(dtype=np.float64)) if values.size else math.nan


def listed(found: Iterable[AreaFigures]) -> list[dict[str, Any]]:
    """Figures of areas as JSON and report have them."""
    return [
        {
            "area": one.name,
            "pixels": one.compared.pixels,
            "roughness_deg2": one.roughness_deg2,
            "backscatter_db": one.backscatter_db,
            "cpr": one.cpr,
            "rough_percent": one.compared.rough_percent,
            "rough_that_is_bright_percent": one.compared.rough_bright_percent,
            "smooth_that_is_bright_percent": one.compared.smooth_bright_percent,
            "pearson_of_log_roughness": one.compared.pearson,
            "spearman": one.compared.spearman,
            "roc_area": one.compared.roc.area,
        }
        for one in found
    ]
