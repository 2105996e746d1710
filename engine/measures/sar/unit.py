"""What radar backscatter is stored in."""

from __future__ import annotations

import numpy as np

from ...contract.progress import Progress
from ...errors import ParameterError, RasterError
from ...raster.reader import RasterReader
from ...tiling.bands import bands

BAND = 512
DECIBEL_UNITS = ("db", "decibel", "decibels")


def unit_of(sar: RasterReader, wanted: str, progress: Progress) -> str:
    """'dB' or 'linear power', as it is asked for, else as the file or negative values anywhere in it say.

    Raises
    ------
    RasterError
        It has no valid pixel.
    ParameterError
        Nothing tells.
    """
    if wanted != "auto":
        return wanted
    low, high = np.inf, -np.inf
    if sar.unit not in DECIBEL_UNITS:
        for row, height in bands(sar.grid.height, BAND):
            progress.check()
            values = sar.read(row, 0, height, sar.grid.width)
            values = values[np.isfinite(values)]
            if values.size:
                low, high = min(low, float(values.min())), max(high, float(values.max()))
            if low < 0.0:
                break
        if low > high:
            raise RasterError(f"{sar.path} has no valid pixel; give another SAR image.")
        if low >= 0.0:
            raise ParameterError(
                f"{sar.path} does not say whether it holds decibels or linear power, and its values (from {low:.3g} "
                f"to {high:.3g}) could be either; choose the unit of the SAR."
            )
    progress.info("The SAR is taken to be in decibels.")
    return "dB"
