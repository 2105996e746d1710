"""The sun by the angles that an image's label states."""

from __future__ import annotations

from datetime import datetime

from ..contract.progress import Progress
from ..products.light import light_of
from ..raster.frame import Sun
from ..raster.reader import RasterReader
from ..terrain.azimuths import apart
from ..terrain.sun_position import subsolar_point
from .sun_frames import at_centre, from_true_north

MOST_APART_DEG = (15.0, 3.0)
"""Azimuth and incidence by which the angles of a label may differ from what its own time says here. They hold for the
middle of the product, which may be a strip of 30 degrees of latitude."""


def label_sun(image: RasterReader, progress: Progress) -> tuple[Sun, str] | None:
    """The sun over the middle of an image in the map's frame, and what tells it; None where its label has no angles.

    The sub-solar point comes first, as it holds everywhere; azimuths are taken where their frame is known. Angles that
    the label's own time contradicts on this ground are left, with a warning.
    """
    if image.label is None:
        return None
    light = light_of(image.label.keywords)
    if light.unused:
        progress.info(light.unused)
    if light.subsolar is not None:
        return at_centre(image.grid, light.subsolar), "the sub-solar point in the label"
    if light.azimuth_deg is None or light.incidence_deg is None:
        if light.azimuth_deg is not None or light.incidence_deg is not None:
            have, lack = ("azimuth", "incidence") if light.incidence_deg is None else ("incidence", "azimuth")
            progress.info(f"The label states the sun's {have} without an {lack} in the map, so it is not taken.")
        return None
    stated = Sun(from_true_north(image.grid, light.azimuth_deg), light.incidence_deg)
    if image.label_time is not None:
        timed = at_centre(image.grid, subsolar_point(datetime.fromisoformat(image.label_time)))
        turn = apart(stated.azimuth_deg, timed.azimuth_deg)
        if turn > MOST_APART_DEG[0] or abs(stated.incidence_deg - timed.incidence_deg) > MOST_APART_DEG[1]:
            progress.warning(
                f"The label states the sun at azimuth {stated.azimuth_deg:.1f}, incidence {stated.incidence_deg:.1f} "
                f"degrees, but by its time it stood at {timed.azimuth_deg:.1f}, {timed.incidence_deg:.1f} over this "
                "ground; its angles are of another place, so the time is taken."
            )
            return None
    return stated, "the sun angles in the label"
