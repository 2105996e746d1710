"""The body: its radius, what heights its ground can have, and the terrain classes. Standard library only."""

from __future__ import annotations

RADIUS_M = 1_737_400.0
"""Radius of the sphere that heights are counted from (IAU 2015)."""

RADIUS_LIMITS_M = (1_730_000.0, 1_745_000.0)
"""Radii that published lunar frames use (polar 1,735.97 km, equatorial 1,738.14 km) lie within."""

HEIGHT_LIMITS_M = (-9_200.0, 10_800.0)
"""Lowest and highest ground over the sphere: the floor of Antoniadi and a rim at 5.4 N 158.6 W
(LOLA; Smith et al. 2017), rounded outwards to 100 m."""

TERRAINS = ("flat", "mountain", "crater")
"""Terrain classes in the order of growing relief."""

CODES = {name: index + 1 for index, name in enumerate(TERRAINS)}
"""Their codes in rasters; 0 is none."""
