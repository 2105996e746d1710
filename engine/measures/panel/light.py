"""The light of hillshades where nobody says."""

from __future__ import annotations

from ...raster.frame import Sun
from ...raster.reader import RasterReader

NORTH_WEST = Sun(315.0, 45.0)


def usual_light(dtm: RasterReader) -> Sun:
    """The sun of the image that a DTM was made from, where its tags tell it; else from the north-west, 45 degrees."""
    azimuth, incidence = (dtm.tag(f"MMOEDTM_SUN_{name}") for name in ("AZIMUTH", "INCIDENCE"))
    return Sun(float(azimuth), float(incidence)) if azimuth and incidence else NORTH_WEST
