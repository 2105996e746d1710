"""What a label says of the light and of the view: the sub-solar point, sun angles, the emission angle."""

from __future__ import annotations

from dataclasses import dataclass

from .keywords import Keywords

SUBSOLAR_LIMIT_DEG = 1.7
"""The sun stays within this latitude on the Moon; a label that says more means something else."""


@dataclass(frozen=True)
class LabelLight:
    """Sun and view as a label states them.

    Attributes
    ----------
    subsolar : (latitude, longitude), optional
        Degrees, east positive.
    azimuth_deg : float, optional
        Clockwise from true north at the middle of the product.
    incidence_deg : float, optional
        At the middle of the product.
    emission_deg : float, optional
        Between the camera and the local vertical, at the middle of the product.
    unused : str
        A sentence about angles that are there and no use, or an empty string.
    """

    subsolar: tuple[float, float] | None = None
    azimuth_deg: float | None = None
    incidence_deg: float | None = None
    emission_deg: float | None = None
    unused: str = ""


def light_of(keywords: Keywords) -> LabelLight:
    """Read a label.

    Azimuths are taken where their frame is known alone. Chandrayaan-2's ``isda:sun_azimuth`` counts from true north
    (labels of three scenes agree with the sub-solar point at their times). ``SUB_SOLAR_AZIMUTH`` counts in the
    lines and samples of the raw image, clockwise from three o'clock, and says nothing once that is projected;
    ``SOLAR_AZIMUTH_ANGLE`` of Kaguya states no frame.
    """
    latitude = keywords.number("SUB_SOLAR_LATITUDE", "SubSolarLatitude")
    longitude = keywords.number("SUB_SOLAR_LONGITUDE", "SubSolarLongitude")
    subsolar = None
    if latitude is not None and longitude is not None and abs(latitude) <= SUBSOLAR_LIMIT_DEG:
        subsolar = (latitude, longitude)
    azimuth = _within(keywords.number("sun_azimuth"), -360.0, 360.0)
    elevation = _within(keywords.number("sun_elevation"), -90.0, 90.0)
    incidence = _within(keywords.number("solar_incidence", "INCIDENCE_ANGLE", "SOLAR_INCIDENCE_ANGLE"), 0.0, 180.0)
    if incidence is None and elevation is not None:
        incidence = 90.0 - elevation
    emission = _within(keywords.number("EMISSION_ANGLE", "EmissionAngle"), 0.0, 90.0)
    unused = ""
    if azimuth is None:
        for name, why in (
            ("SUB_SOLAR_AZIMUTH", "counts in the lines and samples of the raw image, so it is no azimuth in a map"),
            ("SOLAR_AZIMUTH_ANGLE", "does not say what it counts from, so it is not taken for an azimuth in a map"),
        ):
            value = keywords.number(name)
            if value is not None:
                unused = f"{name} of the label ({value:g} degrees) {why}."
                break
    return LabelLight(subsolar, azimuth, incidence, emission, unused)


def _within(value: float | None, low: float, high: float) -> float | None:
    return value if value is not None and low <= value <= high else None
