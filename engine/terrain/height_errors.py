"""Error measures of a DTM against a truth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .photometry import FloatArray, central_gradient


@dataclass(frozen=True)
class HeightErrors:
    """Errors of heights (metres) and slopes (degrees)."""

    rmse: float
    mae: float
    slope_error_deg: float


def height_errors(result: FloatArray, truth: FloatArray, gsd: float) -> HeightErrors:
    """RMSE, MAE and mean absolute error of the slope angle at a baseline of two pixels.

    Parameters
    ----------
    result, truth : (H, W) arrays
        Metres; NaN is left out.
    gsd : float
        Ground metres per pixel.
    """
    difference = (result - truth).astype(np.float64)
    difference = difference[np.isfinite(difference)]

    def slope(height: FloatArray) -> np.ndarray:
        return np.degrees(np.arctan(np.hypot(*central_gradient(height, gsd, gsd))))

    slopes = np.abs(slope(result) - slope(truth))
    return HeightErrors(
        float(np.sqrt(np.mean(difference**2))),
        float(np.mean(np.abs(difference))),
        float(np.nanmean(slopes)),
    )
