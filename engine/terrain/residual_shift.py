"""Horizontal shift left between a coarse DEM and the detail that an image shows of the same ground.

It is looked for in several views of the difference, in other bands and other derivatives. Each is disturbed in
another way by what an expert adds across the light and by the blur of either surface, so that how far the views
differ tells what no part of the scene by itself tells. What is the same in all of them, as errors of the coarse DEM
are, is told by the jackknife.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from .photometry import FloatArray, central_gradient
from .shift import Band

Array = NDArray[np.float64]

ROUNDS = 10
"""Of weighting."""

SAMPLE = 6.0
"""Samples to a posting that the bands are made on, or up to twice as many."""

COMPARED = 3.0
"""Of them that are compared, or more: the bands hold no waves shorter than a posting."""

HALVING = (0.125, 0.375)
"""Weights of the two outer and the two inner pixels along each axis of which one of half as many is made. What would
fold into the bands is let through to less than a hundredth."""

LEAST_SAMPLES = 60
LEAST_SHARE = 0.08
"""What has to be known on both surfaces, and the share of a window."""

MOST_CONDITION = 1e8

BLOCKS = 4
"""The jackknife leaves out one of BLOCKS x BLOCKS parts of the window at a time."""

REACH = 4.0
"""Postings over which the errors of neighbouring parts go together: the band's wider Gaussian, both sides."""

LEAST_BLOCKS = 6
"""That have to be known in part."""


@dataclass(frozen=True)
class View:
    """One way to compare two surfaces.

    Attributes
    ----------
    fine, broad : float
        Standard deviations of the band's two Gaussians in postings: the finest scales that both surfaces hold.
    of : {"sun", "slopes", "heights"}
        What is compared: slopes towards the sun, of which alone shading tells; slopes along both axes; heights.
    """

    fine: float
    broad: float
    of: str


@dataclass(frozen=True)
class Seen:
    """A shift as it is seen.

    Attributes
    ----------
    views_m : (V, 2) array
        Metres east and north by which the coarse DEM seems to have to be moved to fit the detail, in each of VIEWS.
    sampling_m2 : (2, 2) array
        Covariance of the first of them by the jackknife, larger where the parts it leaves out are small beside REACH.
    """

    views_m: Array
    sampling_m2: Array


VIEWS = (View(0.5, 1.0, "sun"), View(0.5, 1.0, "slopes"), View(0.5, 1.0, "heights"), View(0.35, 0.7, "sun"))


class Evidence:
    """What the difference of two surfaces tells of a shift between them, over the whole scene or a part of it.

    A coarse DEM z that has to be moved by s differs from the ground by s . grad z. Both sides are seen in a band.
    Height and curvature of z stand for errors of scale and for blur; weights of 1 / |residual| keep boulders and
    crater rims from deciding.

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

    Attributes
    ----------
    change : float
        Root mean square of the slope, in the band and towards the sun, by which the surfaces differ.
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
        east, north = central_gradient(base, *gsd)
        surfaces = [-east, -north, base, ndimage.laplace(base), change]
        # The bands are of waves of several samples: on samples they cost a quarter of what they would on pixels.
        factor = 1
        while unit / factor >= 2.0 * SAMPLE and min(known.shape) >= 2 * factor:
            surfaces, known, factor = [_halved(surface) for surface in surfaces], _halved(known) > 0.999, 2 * factor
        spacing = gsd[0] * factor, gsd[1] * factor
        inner = ndimage.binary_erosion(known, iterations=max(1, round(2.0 * unit / factor)))
        step = max(1, math.floor(unit / factor / COMPARED))
        rows, columns = (places * step for places in np.nonzero(inner[::step, ::step]))
        self._samples = rows, columns
        self._rows, self._columns = rows * factor, columns * factor
        self._least = LEAST_SHARE / (step * factor) ** 2
        angle = math.radians(azimuth_deg)
        banded: dict[tuple[float, float], list[FloatArray]] = {}
        for view in VIEWS:
            if (view.fine, view.broad) not in banded:
                band = Band(known, view.fine * unit / factor, view.broad * unit / factor)
                with ThreadPoolExecutor(2) as pool:  # more would hold more of them in memory
                    banded[view.fine, view.broad] = list(pool.map(band, surfaces))
        self._views = [
            np.stack([_seen(part, view, spacing, angle, self._taken) for part in banded[view.fine, view.broad]])
            for view in VIEWS
        ]
        self.change = float(np.sqrt(np.mean(self._views[0][-1] ** 2))) if self._rows.size else 0.0
        self._unit = unit
        self.shape = coarse.shape
        self.postings = coarse.shape[0] / unit, coarse.shape[1] / unit

    def _taken(self, values: FloatArray) -> FloatArray:
        return values[self._samples]

    def shift(self, window: tuple[slice, slice] | None = None) -> Seen | None:
        """The shift that the pixels of a window show, by default of the whole scene.

        Returns
        -------
        Seen or None
            None where too little ground, or ground without relief, is known.
        """
        top, bottom, _ = (window[0] if window else slice(None)).indices(self.shape[0])
        left, right, _ = (window[1] if window else slice(None)).indices(self.shape[1])
        mine = (self._rows >= top) & (self._rows < bottom) & (self._columns >= left) & (self._columns < right)
        height, width = bottom - top, right - left
        if mine.sum() < max(LEAST_SAMPLES, self._least * height * width):
            return None
        found = []
        for view in self._views:
            solution = robust_solution(*_equations(view[..., mine]))
            if solution is None:
                return None
            found.append(solution)
        block = (self._rows[mine] - top) * BLOCKS // height * BLOCKS + (self._columns[mine] - left) * BLOCKS // width
        sampling = jackknife(*_equations(self._views[0][..., mine]), found[0], block)
        if sampling is None:
            return None
        side = math.sqrt(height * width) / BLOCKS / self._unit
        return Seen(np.array(found)[:, :2], sampling * (1.0 + REACH / side) ** 2)


def _halved(values: NDArray[np.generic]) -> FloatArray:
    """Smoothed and with every second sample of each axis, as float32: (H, W) to (H // 2, W // 2)."""
    found = values.astype(np.float32)
    for axis in (0, 1):
        rows = np.moveaxis(found, axis, 0)
        length = len(rows) // 2 * 2
        rows = np.concatenate((rows[:1], rows[:length], rows[length - 1 : length]))
        a, b, c, d = (rows[start : start + length : 2] for start in range(4))
        outer, inner = (np.float32(weight) for weight in HALVING)
        found = np.moveaxis(outer * (a + d) + inner * (b + c), 0, axis)
    return found


def _seen(
    banded: FloatArray, view: View, gsd: tuple[float, float], angle: float, taken: Callable[[FloatArray], FloatArray]
) -> FloatArray:
    """What a view compares of a surface in its band, at the samples: (M, N) with M = 2 for slopes, else 1."""
    if view.of == "heights":
        return taken(banded)[None]
    east, north = (taken(part) for part in central_gradient(banded, *gsd))
    if view.of == "slopes":
        return np.stack((east, north))
    return (math.sin(angle) * east + math.cos(angle) * north)[None]


def _equations(view: FloatArray) -> tuple[Array, Array]:
    """Columns (N, K) and what is wanted of them (N,)."""
    flat = view.reshape(len(view), -1).astype(np.float64)
    return flat[:-1].T, flat[-1]


def _weight(columns: Array, wanted: Array, solution: Array) -> Array:
    residual = np.abs(wanted - columns @ solution)
    return np.asarray(1.0 / np.maximum(residual, max(1.5 * float(np.median(residual)), 1e-12)))


def robust_solution(columns: Array, wanted: Array) -> Array | None:
    """Solution (K,) with about the least sum of absolute residuals."""
    scale = np.maximum(np.abs(columns).mean(axis=0), 1e-12)
    columns = columns / scale
    weight: Array = np.ones(len(wanted))
    solution: Array = np.zeros(len(scale))
    for _ in range(ROUNDS):
        weighted = columns * weight[:, None]
        normal = weighted.T @ columns
        if not np.linalg.cond(normal) < MOST_CONDITION:
            return None
        solution = np.asarray(np.linalg.solve(normal, weighted.T @ wanted), np.float64)
        weight = _weight(columns, wanted, solution)
    return np.asarray(solution / scale)


def jackknife(columns: Array, wanted: Array, solution: Array, block: NDArray[np.intp]) -> Array | None:
    """Covariance (2, 2) of the first two of a solution, by leaving out blocks; None where too few are known."""
    scale = np.maximum(np.abs(columns).mean(axis=0), 1e-12)
    weight = _weight(columns, wanted, solution)
    scaled = columns / scale
    normal, aim = [], []
    for index in range(BLOCKS * BLOCKS):
        part = block == index
        if part.any():
            weighted = scaled[part] * weight[part, None]
            normal.append(weighted.T @ scaled[part])
            aim.append(weighted.T @ wanted[part])
    count = len(normal)
    if count < LEAST_BLOCKS:
        return None
    matrices, sides = np.sum(normal, axis=0) - np.array(normal), np.sum(aim, axis=0) - np.array(aim)
    without = np.linalg.solve(matrices, sides[:, :, None])[:, :2, 0] / scale[:2]
    spread = without - without.mean(axis=0)
    return np.asarray((count - 1) / count * spread.T @ spread)
