"""The way round in which tiles are shown to an expert.

Terrain has no preferred direction and all light in a tile comes from the sun, so turns and mirror images are equally
likely. Turning every tile into one eighth of the compass leaves the network an eighth of the cases to learn, and makes
the result of a turned or mirrored scene the turned or mirrored result, exactly. A network whose tile is not square and
of one size alone cannot be given a tile turned by a quarter: mirror images bring its sun into one quarter of the
compass.
"""

from __future__ import annotations

from ..raster.orientation import ALL, Orientation

ORIENTATIONS = ("octant", "quadrant", "none")
"""Sun turned to azimuths of 0 to 45 degrees, mirrored to 0 to 90 degrees, or left where it is."""

_MIRRORED = tuple(orientation for orientation in ALL if not orientation.transpose)


def canonical(azimuth_deg: float | None, orientation: str = "octant") -> Orientation:
    """How a tile is turned for an expert; as it is when the sun is unknown.

    Parameters
    ----------
    azimuth_deg : float or None
        Of the sun, in the frame of the raster.
    orientation : str
        Out of ``ORIENTATIONS``.
    """
    if azimuth_deg is None or orientation == "none":
        return Orientation()
    among, most = (ALL, 45.0) if orientation == "octant" else (_MIRRORED, 90.0)
    # Where two fit (the sun exactly on an axis or a diagonal) the first is taken.
    return min(among, key=lambda o: max(o.azimuth(azimuth_deg) - most, 0.0))


def alike(azimuth_deg: float, orientation: str) -> tuple[Orientation, ...]:
    """Every way round in which an expert may meet a tile under a sun; what training draws from.

    A quarter of the compass is two eighths; an expert whose tiles are left as they are meets all.
    """
    if orientation == "none":
        return ALL
    first = canonical(azimuth_deg, orientation)
    if orientation == "octant":
        return (first,)
    # Over the diagonal: the mirror image that exchanges north and east.
    return first, next(o for o in ALL if o.transpose and o.azimuth(azimuth_deg) <= 90.0)
