"""Maps in which x is longitude, so that going round the Moon leads back to where one was."""

from __future__ import annotations

import math
from dataclasses import dataclass

from rasterio.crs import CRS


@dataclass(frozen=True)
class Cylinder:
    """A map whose x is longitude.

    Attributes
    ----------
    turn : float
        Length of a full turn of longitude in units of the CRS.
    pole : float or None
        y of the north pole; None where the map has none, or no row of even pixels ends there.
    """

    turn: float
    pole: float | None


def cylinder(crs: CRS, radius: float) -> Cylinder | None:
    """The cylinder of a CRS on a sphere of a radius in metres; None where x is not longitude."""
    if crs.is_geographic:
        return Cylinder(360.0, 90.0)
    parameters = crs.to_dict()
    kind = parameters.get("proj")
    if kind not in ("eqc", "merc", "cea"):
        return None
    unit = radius / float(crs.linear_units_factor[1])
    scale = float(parameters.get("k_0", parameters.get("k", 1.0)))
    if "lat_ts" in parameters:
        scale = math.cos(math.radians(float(parameters["lat_ts"])))
    return Cylinder(2.0 * math.pi * unit * scale, math.pi / 2.0 * unit if kind == "eqc" else None)
