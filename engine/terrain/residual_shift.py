"""Horizontal shift left between a coarse DEM and the detail that an image shows of the same ground."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from .photometry import FloatArray, central_gradient
from .shift import Band

FINE, COARSE = 0.5, 1.0
"""Standard deviations of the band's two Gaussians in postings: the finest scales that both surfaces hold."""

BLOCKS = 4
"""The jackknife leaves out one of BLOCKS x BLOCKS parts of the scene at a time."""

ROUNDS = 10
"""Of weighting."""

REACH = 4.0
"""Postings over which the errors of neighbouring parts go together: the band's wider Gaussian, both sides."""

LEAST_PIXELS = 100
LEAST_BLOCKS = 6
LEAST_SHARE = 0.2
"""A part of the scene counts when so much of it is known on both surfaces."""


@dataclass(frozen=True)
class ResidualShift:
    """A shift and how well it is known.

    Attributes
    ----------
    east_m, north_m : float
        Metres by which the coarse DEM seems to have to be moved to fit the detail.
    covariance_m2 : (2, 2) array
        Of (east, north), by the jackknife, larger where the parts it leaves out are small beside REACH.
    change : float
        Root mean square of the slope, in the band and towards the sun, by which the surfaces differ.
    """

    east_m: float
    north_m: float
    covariance_m2: NDArray[np.float64]
    change: float


class Evidence:
    """What the difference of two surfaces tells of a shift between them, over the whole scene or a part of it.

    A coarse DEM z that has to be moved by s differs from the ground by s . grad z. Shading tells of heights
    along the direction to the sun alone, so both sides are derived along it, which leaves out what an expert
    adds across it without having seen it. Height and curvature of z stand for errors of scale and for blur;
    weights of 1 / |residual| keep boulders and crater rims from deciding.

    Parameters
    ----------
    coarse, detailed : (H, W) arrays
        Heights in metres on one grid, NaN where unknown; ``detailed`` is made of ``coarse`` and an image.
    gsd : (float, float)
        Metres per column and row.
    posting_m : float
        Posting of the coarse DEM.
    azimuth_deg : float
        Direction to the sun, clockwise from the upward direction of the grid.
    """

    def __init__(
        self, coarse: FloatArray, detailed: FloatArray, gsd: tuple[float, float], posting_m: float, azimuth_deg: float
    ) -> None:
        unit = posting_m / math.sqrt(gsd[0] * gsd[1])
        known = np.isfinite(coarse) & np.isfinite(detailed)
        level = float(coarse[known].mean()) if known.any() else 0.0
        # Centred, so that a gap is filled with a value of the ground's own size.
        base = np.where(known, coarse - np.float32(level), np.float32(0.0))
        change = np.where(known, detailed - coarse, np.float32(0.0))
        inner = ndimage.binary_erosion(known, iterations=max(1, round(2.0 * unit)))
        angle = math.radians(azimuth_deg)
        band = Band(known, FINE * unit, COARSE * unit)

        def seen(values: FloatArray) -> FloatArray:
            """The part of a surface in the band, derived towards the sun, where it is known."""
            east, north = central_gradient(band(values), *gsd)
            return (math.sin(angle) * east + math.cos(angle) * north)[inner]

        east, north = central_gradient(base, *gsd)
        self._columns = np.stack((seen(-east), seen(-north), seen(base), seen(ndimage.laplace(base))), axis=1)
        self._wanted = seen(change)
        self._rows_columns = np.nonzero(inner)
        self._unit = unit
        self.shape = coarse.shape
        self.postings = coarse.shape[0] / unit, coarse.shape[1] / unit

    def shift(self, window: tuple[slice, slice] | None = None) -> ResidualShift | None:
        """The shift that the pixels of a window show, by default of the whole scene.

        Returns
        -------
        ResidualShift or None
            None where too little ground, or ground without relief, is known.
        """
        rows, columns = self._rows_columns
        top, bottom, _ = (window[0] if window else slice(None)).indices(self.shape[0])
        left, right, _ = (window[1] if window else slice(None)).indices(self.shape[1])
        mine = np.flatnonzero((rows >= top) & (rows < bottom) & (columns >= left) & (columns < right))
        height, width = bottom - top, right - left
        parts = _parts(rows[mine] - top, columns[mine] - left, height, width)
        if len(mine) < LEAST_PIXELS or len(parts) < LEAST_BLOCKS:
            return None
        sides, wanted = self._columns[mine], self._wanted[mine]
        scale = np.maximum(np.abs(sides).mean(axis=0), 1e-12)
        normal, right_sides = _normal_equations(sides / scale, wanted, parts)
        total, aim = normal.sum(axis=0), right_sides.sum(axis=0)
        if np.linalg.cond(total) > 1e8:
            return None
        found = np.linalg.solve(total, aim) / scale
        without = np.linalg.solve(total - normal, (aim - right_sides)[:, :, None])[:, :2, 0] / scale[:2]
        count = len(parts)
        spread = without - without.mean(axis=0)
        covariance = (count - 1) / count * spread.T @ spread
        side = math.sqrt(height * width) / BLOCKS / self._unit
        covariance *= (1.0 + REACH / side) ** 2
        return ResidualShift(float(found[0]), float(found[1]), covariance, float(np.sqrt(np.mean(wanted**2))))


def _parts(rows: np.ndarray, columns: np.ndarray, height: int, width: int) -> list[np.ndarray]:
    """Indices into the known pixels of each block of a window that holds enough of them."""
    label = rows * BLOCKS // height * BLOCKS + columns * BLOCKS // width
    least = LEAST_SHARE * height * width / BLOCKS**2
    parts = [np.flatnonzero(label == index) for index in range(BLOCKS * BLOCKS)]
    return [part for part in parts if len(part) >= least]


def _normal_equations(
    columns: np.ndarray, wanted: np.ndarray, parts: list[np.ndarray]
) -> tuple[np.ndarray, np.ndarray]:
    """Matrices (n, 4, 4) and right sides (n, 4) of the parts, with the weights of the whole scene's fit."""
    used = np.concatenate(parts)
    weight = np.ones(len(wanted))
    for _ in range(ROUNDS):
        weighted = columns[used] * weight[used, None]
        solution = np.linalg.lstsq(weighted.T @ columns[used], weighted.T @ wanted[used], rcond=None)[0]
        residual = np.abs(wanted - columns @ solution)
        weight = 1.0 / np.maximum(residual, max(1.5 * float(np.median(residual[used])), 1e-12))
        weight /= weight.mean()
    matrices = [(columns[part] * weight[part, None]).T @ columns[part] for part in parts]
    sides = [(columns[part] * weight[part, None]).T @ wanted[part] for part in parts]
    return np.array(matrices), np.array(sides)
