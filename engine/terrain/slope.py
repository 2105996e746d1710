"""Slope, its variance in a window, and hillshade."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from .photometry import FloatArray

VARIANCE_WINDOW = 5


def horn_gradient(
    height: FloatArray, gsd_x: NDArray[np.float64], gsd_y: NDArray[np.float64]
) -> tuple[FloatArray, FloatArray]:
    """Gradient by Horn's 3 x 3 weights (Horn 1981), one pixel less on every side.

    Parameters
    ----------
    height : (H + 2, W + 2) float32 array
        Metres; NaN spreads to the pixels whose window holds it.
    gsd_x, gsd_y : (H,) arrays
        Ground metres per column and row of each inner row.

    Returns
    -------
    east, north : (H, W) float32 arrays
    """
    # Heights about a local level: float32 then keeps millimetres.
    column = height[:-2] + 2.0 * height[1:-1] + height[2:]
    east = column[:, 2:] - column[:, :-2]
    east *= (1.0 / (8.0 * gsd_x)).astype(np.float32)[:, None]
    line = height[:, :-2] + 2.0 * height[:, 1:-1] + height[:, 2:]
    north = line[:-2] - line[2:]
    north *= (1.0 / (8.0 * gsd_y)).astype(np.float32)[:, None]
    return east, north


def slope_degrees(east: FloatArray, north: FloatArray) -> FloatArray:
    """Slope angle in degrees of a gradient."""
    squared = east * east
    squared += north * north
    np.sqrt(squared, out=squared)
    np.arctan(squared, out=squared)
    squared *= np.float32(180.0 / math.pi)
    return squared


def box_sum(values: FloatArray, size: int) -> FloatArray:
    """Sums over (size, size) windows, size - 1 less on each axis: (H, W) to (H-size+1, W-size+1)."""
    return _line_sum(_line_sum(values, size, 0), size, 1)


def _line_sum(values: FloatArray, size: int, axis: int) -> FloatArray:
    """Sums of ``size`` neighbours along an axis, by doubling: 3 additions for 5 instead of 4."""

    def part(array: FloatArray, start: int, count: int) -> FloatArray:
        return array[start : start + count] if axis == 0 else array[:, start : start + count]

    length = values.shape[axis]
    power, total, reach, step = values, values, 0, 1
    while step <= size:
        if size & step:
            if reach:
                count = length - reach - step + 1
                total = part(total, 0, count) + part(power, reach, count)
            else:
                total = power
            reach += step
        count = length - 2 * step + 1
        if 2 * step <= size:
            power = part(power, 0, count) + part(power, step, count)
        step *= 2
    return total


def slope_variance(slope: FloatArray, size: int = VARIANCE_WINDOW) -> FloatArray:
    """Population variance of slope in a (size, size) window, degrees squared.

    The paper's roughness. Slopes are taken about 20 degrees before squaring, which keeps float32
    exact to about 1e-4 of the variance's own scale. NaN anywhere in the window gives NaN.

    Parameters
    ----------
    slope : (H + size - 1, W + size - 1) float32 array
        Degrees.
    size : int
        Odd window size in pixels.

    Returns
    -------
    (H, W) float32 array
    """
    about = slope - np.float32(20.0)
    number = np.float32(1.0 / (size * size))
    mean = box_sum(about, size)
    mean *= number
    about *= about
    variance = box_sum(about, size)
    variance *= number
    mean *= mean
    variance -= mean
    np.maximum(variance, np.float32(0.0), out=variance)
    return variance


def hillshade(east: FloatArray, north: FloatArray, azimuth_deg: float, altitude_deg: float) -> FloatArray:
    """Lambertian hillshade from 1 to 255, as gdaldem scales it."""
    azimuth, altitude = math.radians(azimuth_deg), math.radians(altitude_deg)
    sx = np.float32(math.cos(altitude) * math.sin(azimuth))
    sy = np.float32(math.cos(altitude) * math.cos(azimuth))
    sz = np.float32(math.sin(altitude))
    norm = east * east
    norm += north * north
    norm += np.float32(1.0)
    np.sqrt(norm, out=norm)
    shade = sz - sx * east
    shade -= sy * north
    shade /= norm
    return np.maximum(shade, np.float32(0.0)) * np.float32(254.0) + np.float32(1.0)
