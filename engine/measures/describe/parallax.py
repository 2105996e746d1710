"""From which emission angle on an image that is not taken from above shows its ground out of place."""

from __future__ import annotations

import math

HEIGHT_ERROR_M = 4.0
"""RMS by which SLDEM2015 differs from LOLA (3 to 4 m; Barker et al. 2016, Icarus 273, 346): of the DEM that an image
is usually projected on."""


def displacement_m(emission_deg: float, height_error_m: float = HEIGHT_ERROR_M) -> float:
    """Ground distance by which a height error of the DEM moves what an off-nadir camera sees: h tan(e)."""
    return height_error_m * math.tan(math.radians(emission_deg))


def largest_emission_deg(pixel_m: float, height_error_m: float = HEIGHT_ERROR_M) -> float:
    """Emission angle at which that distance is one pixel."""
    return math.degrees(math.atan2(pixel_m, height_error_m))


def said(emission_deg: float, pixel_m: float | None) -> str:
    """What an emission angle means for an image, in two sentences; the pixel is None where its size is not known."""
    if pixel_m is None:
        return f"{emission_deg:.1f} degrees off the vertical"
    moved, most = displacement_m(emission_deg), largest_emission_deg(pixel_m)
    return (
        f"{emission_deg:.1f} degrees off the vertical. Where the DEM that it was projected on is off by "
        f"{HEIGHT_ERROR_M:g} m (SLDEM2015, RMS), its ground lies {moved:.1f} m ({moved / pixel_m:.1f} pixels) out of "
        f"place; that is over a pixel from {most:.0f} degrees on. On a sphere instead of a DEM the whole relief counts"
    )
