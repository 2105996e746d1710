"""Under which sun the image of each DTM was taken: as it is given, or as the DTM's tags say."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from ..errors import ParameterError
from ..raster.frame import Sun
from ..raster.provenance import LIGHT, SCATTERED
from ..raster.reader import RasterReader

MOST_INCIDENCE_DEG = 90.0


def lights(readers: Sequence[RasterReader], given: str | None) -> list[Sun]:
    """The sun of each DTM, in the map's frame.

    Parameters
    ----------
    readers : sequence of RasterReader
        Of the DTMs.
    given : str, optional
        As the parameter of Combine DTMs has them; an empty one between semicolons comes from the tags.

    Raises
    ------
    ParameterError
        One cannot be read, is missing, or they are not as many as the DTMs.
    """
    texts = [text.strip() for text in given.split(";")] if given else [""] * len(readers)
    if len(texts) != len(readers):
        raise ParameterError(
            f"suns has {len(texts)} suns for {len(readers)} DTMs; give azimuth and incidence for each, as in "
            "292 58; 20 61."
        )
    return [_given(text) if text else _told(reader) for text, reader in zip(texts, readers)]


def _given(text: str) -> Sun:
    parts = text.replace(",", " ").split()
    try:
        azimuth, incidence = (float(part) for part in parts)
    except ValueError as error:
        raise ParameterError(
            f"suns has {text[:60]!r}, but a sun is azimuth and incidence in degrees, as in 292 58; correct it."
        ) from error
    return _checked(azimuth, incidence, "suns")


def _told(reader: RasterReader) -> Sun:
    """By the tags of a DTM."""
    texts = [reader.tag(f"MMOEDTM_SUN_{name}") for name in ("AZIMUTH", "INCIDENCE")]
    try:
        azimuth, incidence = (float(text or "") for text in texts)
    except ValueError as error:
        raise ParameterError(
            f"{reader.path} does not tell under which sun its image was taken (a mosaic is of several); give the suns "
            "of all DTMs."
        ) from error
    sun = _checked(azimuth, incidence, reader.path)
    return replace(sun, scattered=reader.tag(LIGHT) == SCATTERED)


def _checked(azimuth: float, incidence: float, where: str) -> Sun:
    if not (math.isfinite(azimuth) and 0.0 <= incidence < MOST_INCIDENCE_DEG):
        raise ParameterError(
            f"{where} tells a sun at azimuth {azimuth:g} and incidence {incidence:g} degrees, but incidences are 0 to "
            "under 90; give the right one."
        )
    return Sun(azimuth % 360.0, incidence)
