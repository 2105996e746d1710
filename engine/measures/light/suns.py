"""Suns from lists of their angles."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from ...errors import ParameterError
from ...raster.frame import Sun

MOST_SUNS = 100


def suns(incidences_deg: Sequence[float], azimuths_deg: Sequence[float]) -> tuple[Sun, ...]:
    """Every incidence under every azimuth, in the map's frame.

    Raises
    ------
    ParameterError
        There are too many.
    """
    count = len(incidences_deg) * len(azimuths_deg)
    if count > MOST_SUNS:
        raise ParameterError(
            f"{len(incidences_deg)} incidences and {len(azimuths_deg)} azimuths are {count} suns, over {MOST_SUNS}; "
            "give fewer."
        )
    return tuple(Sun(azimuth, angle) for azimuth, angle in product(azimuths_deg, incidences_deg))
