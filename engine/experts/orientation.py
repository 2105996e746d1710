"""Turn tiles so that the sun stands between north and north-east, and results back.

Light and terrain know no map north: a scene and its quarter turns and mirror images are equally
likely. Turning every tile into one eighth of the compass leaves the network an eighth of the cases
to learn, and makes the result of a turned or mirrored scene the turned or mirrored result, exactly.
"""

from __future__ import annotations

from ..raster.orientation import ALL, Orientation


def canonical(azimuth_deg: float | None) -> Orientation:
    """The orientation that brings the sun to azimuth 0 to 45 degrees; as it is when unknown."""
    if azimuth_deg is None:
        return Orientation()
    # Where two fit (the sun exactly on an axis or a diagonal) the first is taken.
    return min(ALL, key=lambda o: max(o.azimuth(azimuth_deg) - 45.0, 0.0))
