"""Rocks of a DTM: blobs that stand out of the ground."""

from __future__ import annotations

import math

import numpy as np
from scipy import ndimage

from ...arrays import FloatArray
from .rock import Rock

LEAST_STEEPNESS = 0.15
"""Height over diameter from which a blob in a DTM is a rock; the lowest lunar boulders stand 0.25 tall, and a
reconstructed DTM has four fifths of their height. Hillocks between craters reach 0.13."""

PEAK_SHARE = 0.44
"""Detrended height at a flat-topped rock's centre over the rock's height, at the size where it peaks."""

LEAST_ROUNDNESS = 0.45
"""Smallest over largest fall along the axes through a blob."""

SCALE_STEP = 2.0**0.25


def rocks_in_dtm(height: FloatArray, gsd: tuple[float, float], smallest_m: float, largest_m: float) -> list[Rock]:
    """Rocks as blobs: maxima over place and size of the height over the ground about them.

    The detrended height at a size D is G(D / 6.5) - G(D / 2.9) of the DTM, Gaussians of these widths; over D
    it is largest where D is the blob's diameter. Places are maxima of it over the root of D. A blob falls off along
    every axis; the rim of a crater does not along itself.

    Parameters
    ----------
    height : (H, W) array
        Metres, NaN where unknown.
    gsd : (float, float)
        Ground metres per column and row.
    smallest_m, largest_m : float
        Diameters looked for.
    """
    known = np.isfinite(height)
    if not known.any():
        return []
    filled = np.where(known, height - height[known].mean(dtype=np.float64), 0.0).astype(np.float32)
    count = max(1, math.ceil(math.log(max(largest_m / smallest_m, 1.0)) / math.log(SCALE_STEP)))
    sizes = [smallest_m * SCALE_STEP**i for i in range(-1, count + 2)]
    stack = np.empty((len(sizes), *height.shape), dtype=np.float32)
    for layer, size in zip(stack, sizes):
        inner = [size / 6.5 / g for g in (gsd[1], gsd[0])]
        outer = [size / 2.9 / g for g in (gsd[1], gsd[0])]
        np.subtract(ndimage.gaussian_filter(filled, inner), ndimage.gaussian_filter(filled, outer), out=layer)
        layer /= size
    # In steepness the edge of a large rock hides its middle: bumps of every smaller size go up to it.
    likely = stack * np.sqrt(np.array(sizes, dtype=np.float32))[:, None, None]
    peak = likely == ndimage.maximum_filter(likely, size=(3, 5, 5))
    peak &= stack > LEAST_STEEPNESS * PEAK_SHARE
    peak[0] = peak[-1] = False
    solid = ndimage.binary_erosion(known, iterations=max(1, round(smallest_m / min(gsd))), border_value=1)
    rocks = []
    for _, row, column in zip(*np.nonzero(peak & solid)):
        scale = int(stack[:, row, column].argmax())
        if scale in (0, len(sizes) - 1):
            continue
        if _roundness(stack[scale], row, column, sizes[scale], gsd) < LEAST_ROUNDNESS:
            continue
        steepness = float(stack[scale, row, column]) / PEAK_SHARE
        rocks.append(
            Rock(float(row), float(column), sizes[scale], steepness * sizes[scale],
                 min(1.0, steepness / (3.0 * LEAST_STEEPNESS)))
        )  # fmt: skip
    return _distinct(rocks, gsd)


def _roundness(layer: FloatArray, row: int, column: int, size: float, gsd: tuple[float, float]) -> float:
    """Smallest over largest fall of a layer half a diameter from a peak, over eight axes."""
    angles = np.arange(16) * (math.pi / 8.0)
    rows = row + 0.5 * size / gsd[1] * np.sin(angles)
    columns = column + 0.5 * size / gsd[0] * np.cos(angles)
    around = ndimage.map_coordinates(layer, (rows, columns), order=1, mode="nearest")
    fall = layer[row, column] - 0.5 * (around[:8] + around[8:])
    return float(fall.min() / max(float(fall.max()), 1e-9))


def _distinct(rocks: list[Rock], gsd: tuple[float, float]) -> list[Rock]:
    """Of rocks whose centres lie within half a diameter of each other the strongest: steep, but no bump upon it."""
    kept: list[Rock] = []
    for rock in sorted(rocks, key=lambda r: -r.height_m / math.sqrt(r.diameter_m)):
        if all(
            math.hypot((rock.row - other.row) * gsd[1], (rock.column - other.column) * gsd[0])
            > 0.5 * max(rock.diameter_m, other.diameter_m)
            for other in kept
        ):
            kept.append(rock)
    return kept
