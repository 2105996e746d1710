"""Published laws of crater populations: production, chronology, equilibrium."""

from __future__ import annotations

import math

_PRODUCTION = (
    -3.0876, -3.557528, 0.781027, 1.021521, -0.156012, -0.444058,
    0.019977, 0.086850, -0.005874, -0.006809, 8.25e-4, 5.54e-5,
)  # fmt: skip
"""Production function of Neukum, Ivanov & Hartmann (2001), log10 N(>= D) per km^2 at 1 Ga in powers of log10 D_km, for
10 m to 100 km. The first coefficient only scales, and ``production`` scales anew."""

LEAST_M = 10.0
"""Diameter below which the production function is continued as a power law with its slope there."""

EQUILIBRIUM = 0.084
"""n(>= D) = 0.084 D^-2: equilibrium at 5.5 % of geometric saturation, 1.54 D^-2 (Gault 1970), the middle of what Xiao &
Werner (2015) count on the Moon."""


def chronology(age_ga: float) -> float:
    """Craters of 1 km and more per km^2 after ``age_ga`` (Neukum, Ivanov & Hartmann 2001)."""
    return 5.44e-14 * (math.exp(6.93 * age_ga) - 1.0) + 8.38e-4 * age_ga


def production(diameter_m: float, age_ga: float) -> float:
    """Craters of at least a diameter per square metre that have formed on ground of an age."""

    def at(metres: float) -> float:
        x = math.log10(metres / 1000.0)
        return float(10.0 ** sum(a * x**i for i, a in enumerate(_PRODUCTION)))

    if diameter_m >= LEAST_M:
        density = at(diameter_m)
    else:
        index = math.log(at(LEAST_M) / at(1.1 * LEAST_M)) / math.log(1.1)
        density = at(LEAST_M) * (diameter_m / LEAST_M) ** -index
    return density * (chronology(age_ga) / chronology(1.0) * 1e-6)


def equilibrium(diameter_m: float) -> float:
    """Craters of at least a diameter per square metre where as many vanish as form."""
    return EQUILIBRIUM * diameter_m**-2


def trask(diameter_m: float) -> float:
    """The standard lunar equilibrium, log10 N(>= D) = -1.1 - 2 log10 D_km per km^2 (Trask 1966), per square metre."""
    return 10.0**-1.1 * diameter_m**-2


def hartmann(diameter_m: float) -> float:
    """The highest densities seen, log10 N(>= D) = -1.14 - 1.83 log10 D_km per km^2, per square metre.

    Hartmann (1984), "saturation equilibrium", in its cumulative form.
    """
    return 10.0**-1.14 * (diameter_m / 1000.0) ** -1.83 * 1e-6
