"""Where the Sun stands over the Moon, and how it lights a place.

The sub-solar point follows Meeus, Astronomical Algorithms (2nd ed.), chapters 25, 47 and 53, with
the leading terms of the Moon's motion: these enter divided by 389, the ratio of the distances of Sun
and Moon, so that the point is good to about 0.05 degrees. Physical librations (0.04 degrees) are left
away.
"""

from __future__ import annotations

import math
from datetime import datetime, timezone

INCLINATION_DEG = 1.54242
"""Inclination of the mean lunar equator to the ecliptic (IAU)."""

KM_PER_AU = 149_597_870.7


def julian_centuries(moment: datetime) -> float:
    """Julian centuries of dynamical time since J2000; a moment without zone is taken as UTC."""
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=timezone.utc)
    epoch = datetime(2000, 1, 1, 12, tzinfo=timezone.utc)
    # Dynamical time runs about 68 s ahead of UTC in these decades: a hundred-thousandth of a degree.
    return ((moment - epoch).total_seconds() + 68.0) / (36525.0 * 86400.0)


def subsolar_point(moment: datetime) -> tuple[float, float]:
    """Latitude and longitude (east, -180 to 180) in degrees where the Sun stands in the zenith."""
    t = julian_centuries(moment)
    d = math.radians(297.8501921 + 445267.1114034 * t)
    m = math.radians(357.5291092 + 35999.0502909 * t)
    m_moon = math.radians(134.9633964 + 477198.8675055 * t)
    f_deg = 93.2720950 + 483202.0175233 * t - 0.0036539 * t * t
    f = math.radians(f_deg)
    node_deg = 125.0445479 - 1934.1362891 * t + 0.0020754 * t * t
    node = math.radians(node_deg)

    moon_longitude = 218.3164477 + 481267.88123421 * t
    moon_longitude += 6.288774 * math.sin(m_moon) + 1.274027 * math.sin(2 * d - m_moon)
    moon_longitude += 0.658314 * math.sin(2 * d) + 0.213618 * math.sin(2 * m_moon)
    moon_longitude += -0.185116 * math.sin(m) - 0.114332 * math.sin(2 * f)
    moon_latitude = 5.128122 * math.sin(f) + 0.280602 * math.sin(m_moon + f)
    moon_latitude += 0.277693 * math.sin(m_moon - f) + 0.173237 * math.sin(2 * d - f)
    moon_km = 385000.56 - 20905.355 * math.cos(m_moon)
    moon_km += -3699.111 * math.cos(2 * d - m_moon) - 2955.968 * math.cos(2 * d)

    centre = (1.914602 - 0.004817 * t) * math.sin(m) + 0.019993 * math.sin(2 * m) + 0.000289 * math.sin(3 * m)
    sun_longitude = 280.46646 + 36000.76983 * t + 0.0003032 * t * t + centre
    eccentricity = 0.016708634 - 0.000042037 * t
    sun_km = KM_PER_AU * (1 - eccentricity**2) / (1 + eccentricity * math.cos(m + math.radians(centre)))
    nutation = -0.00478 * math.sin(node)
    sun_longitude += -0.00569 + nutation

    ratio = moon_km / sun_km
    difference = math.radians(sun_longitude - moon_longitude)
    latitude = math.radians(moon_latitude)
    seen_from_moon = sun_longitude + 180.0 + math.degrees(ratio * math.cos(latitude) * math.sin(difference))
    beta = ratio * latitude
    w = math.radians(seen_from_moon - nutation - node_deg)
    i = math.radians(INCLINATION_DEG)
    a = math.atan2(
        math.sin(w) * math.cos(beta) * math.cos(i) - math.sin(beta) * math.sin(i), math.cos(w) * math.cos(beta)
    )
    longitude = (math.degrees(a) - f_deg + 180.0) % 360.0 - 180.0
    north = math.asin(-math.sin(w) * math.cos(beta) * math.sin(i) - math.sin(beta) * math.cos(i))
    return math.degrees(north), longitude


def incidence(latitude: float, longitude: float, sun: tuple[float, float]) -> float:
    """Incidence in degrees at a place under a sub-solar point (latitude, longitude), all in degrees."""
    phi, phi_s = math.radians(latitude), math.radians(sun[0])
    hour = math.radians(sun[1] - longitude)
    cosine = math.sin(phi) * math.sin(phi_s) + math.cos(phi) * math.cos(phi_s) * math.cos(hour)
    return math.degrees(math.acos(max(-1.0, min(1.0, cosine))))


def bearing(latitude: float, longitude: float, sun: tuple[float, float]) -> float:
    """Direction to the Sun at a place, degrees clockwise from true north, in [0, 360)."""
    phi, phi_s = math.radians(latitude), math.radians(sun[0])
    hour = math.radians(sun[1] - longitude)
    east = math.cos(phi_s) * math.sin(hour)
    north = math.cos(phi) * math.sin(phi_s) - math.sin(phi) * math.cos(phi_s) * math.cos(hour)
    return math.degrees(math.atan2(east, north)) % 360.0


def towards(latitude: float, longitude: float, sun: tuple[float, float], angle_deg: float) -> tuple[float, float]:
    """Latitude and longitude after going an angle along the great circle towards the sub-solar point.

    In vectors, so that it holds at the poles, where bearings lose their meaning.
    """
    here, there = _vector(latitude, longitude), _vector(*sun)
    along = sum(a * b for a, b in zip(here, there))
    tangent = [b - along * a for a, b in zip(here, there)]
    length = math.sqrt(sum(c * c for c in tangent)) or 1.0
    angle = math.radians(angle_deg)
    x, y, z = (math.cos(angle) * a + math.sin(angle) * c / length for a, c in zip(here, tangent))
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))


def onward(latitude: float, longitude: float, bearing_deg: float, angle_deg: float) -> tuple[float, float]:
    """Latitude and longitude after going an angle along a great circle that leaves in a direction from true north."""
    phi, lam, turn, angle = (math.radians(v) for v in (latitude, longitude, bearing_deg, angle_deg))
    north = -math.sin(phi) * math.cos(lam), -math.sin(phi) * math.sin(lam), math.cos(phi)
    east = -math.sin(lam), math.cos(lam), 0.0
    x, y, z = (
        math.cos(angle) * a + math.sin(angle) * (math.cos(turn) * n + math.sin(turn) * e)
        for a, n, e in zip(_vector(latitude, longitude), north, east)
    )
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))


def _vector(latitude: float, longitude: float) -> tuple[float, float, float]:
    phi, lam = math.radians(latitude), math.radians(longitude)
    return math.cos(phi) * math.cos(lam), math.cos(phi) * math.sin(lam), math.sin(phi)
