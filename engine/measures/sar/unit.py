"""What radar backscatter is stored in."""

from __future__ import annotations

import numpy as np

from ...contract.progress import Progress
from ...errors import ParameterError, RasterError
from ...tiling.bands import bands
from .stokes import Channel, Stokes

BAND = 512
POWER = "linear power"
DECIBEL_UNITS = ("db", "decibel", "decibels")


def unit_of(sar: Stokes, wanted: str, progress: Progress) -> str:
    """'dB' or 'linear power', as it is asked for, else as the file or negative values anywhere in it say.

    A negative S1 is in decibels. The circular part S4 has a sign, which decibels have not: where S1 is nowhere negative
    and S4 is, both are linear power.

    Raises
    ------
    RasterError
        It has no valid pixel.
    ParameterError
        Nothing tells.
    """
    if sar.is_power and wanted != "dB":
        return POWER
    if sar.is_power:
        raise ParameterError(
            f"The bands of {sar.path} are those of level 1, which are linear power; leave the unit dB out, or say what "
            "the bands are."
        )
    if wanted != "auto":
        return wanted
    if sar.s1.unit not in DECIBEL_UNITS:
        low, high = _range(sar.s1, progress)
        if low > high:
            raise RasterError(f"{sar.path} has no valid pixel; give another SAR image.")
        if low >= 0.0:
            if sar.s4 is not None and _range(sar.s4, progress)[0] < 0.0:
                progress.info("The SAR is taken to be linear power: S1 is nowhere negative, and S4 is.")
                return POWER
            raise ParameterError(
                f"{sar.path} does not say whether it holds decibels or linear power, and its values (from {low:.3g} "
                f"to {high:.3g}) could be either; choose the unit of the SAR."
            )
    progress.info("The SAR is taken to be in decibels.")
    return "dB"


def _range(channel: Channel, progress: Progress) -> tuple[float, float]:
    """Lowest and highest value, as far as it has to be read until one is negative; (inf, -inf) without any."""
    low, high = np.inf, -np.inf
    for row, height in bands(channel.grid.height, BAND):
        progress.check()
        values = channel.read(row, 0, height, channel.grid.width)
        values = values[np.isfinite(values)]
        if values.size:
            low, high = min(low, float(values.min())), max(high, float(values.max()))
        if low < 0.0:
            break
    return low, high
