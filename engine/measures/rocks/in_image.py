"""Rocks of an image: shadows with a lit face before them, along the sun."""

from __future__ import annotations

import math

import numpy as np
from scipy import ndimage

from ...arrays import BoolArray, DoubleArray, FloatArray
from ...raster.frame import Sun
from .rock import Rock

DARK = 0.5
"""Brightness of a shadow's edge over that of the lit ground about it: half way down."""

LEAST_LEAD = 0.08
"""Brightness in front of a shadow minus that behind it, over the lit ground: a rock's lit face leads, in a
crater the lit wall follows."""

LEAST_FILL = 0.33
"""Area of a shadow over that of the rectangle about it: what is ragged is shade of rough ground."""

MOST_DARKEST = 0.35
"""Brightness of a shadow's darkest pixel over the lit ground: scattered light fills it to a few per cent, and
the blur of the camera a shadow of two pixels to a third."""

MOST_MEAN = 0.4
"""Mean brightness of a shadow over the lit ground: ground that only turns away from the sun is dim all over."""

LEAST_FRONT = 0.95
"""Brightness in front of a shadow over the lit ground: a rock's face towards the sun is brighter than level ground."""

LEAST_TALL = 0.2
"""Length of a shadow over tan(incidence), in diameters: the lowest lunar boulders stand 0.25 tall. Crests and edges of
dim hollows are wide and throw little shadow."""

MOST_BOW = 0.04
"""How far the middle of a shadow's sunward edge may lie before its sides, in diameters: behind a rock it lies
further back, along a crater's rim it bows towards the sun."""

MOST_FAR = 1.35
"""Brightness, over the lit ground, that behind a shadow means the far wall of a crater."""

TERMINATOR = (0.86, -0.01)
"""Where the shadow of a rock begins, in radii from its centre away from the sun: a number, and what is added for
each degree of incidence. The lower the sun, the nearer to the top of rounded shoulders brightness has fallen to half;
found on made rocks of 6 to 28 pixels at incidence 45 to 70 degrees, to 0.05 diameters."""

SELF_SHADE = 0.16
"""Part of a shadow that lies on the rock's own back, in diameters (flat-topped made rocks, incidence 45 to
70 degrees); what is left is cast by its height."""


def lit_level(image: FloatArray, width: float) -> FloatArray:
    """Brightness of the lit ground about every pixel: a Gaussian mean without shadows and highlights."""
    known = np.isfinite(image)

    def mean(inside: BoolArray) -> FloatArray:
        weight = ndimage.gaussian_filter(inside.astype(np.float32), width)
        total = ndimage.gaussian_filter(np.where(inside, image, np.float32(0.0)), width)
        return np.asarray(total / np.maximum(weight, 1e-6), dtype=np.float32)

    level = mean(known)
    for _ in range(2):
        with np.errstate(invalid="ignore"):
            usual = known & (image > 0.6 * level) & (image < 1.5 * level)
        level = mean(usual)
    return level


def rocks_in_image(
    image: FloatArray, sun: Sun, gsd: tuple[float, float], largest_m: float
) -> list[Rock]:
    """Rocks by their shadows.

    A shadow is a connected patch darker than half of the lit ground about it. It is a rock's when what
    lies in front of it, towards the sun, is brighter than what lies behind. The width of the shadow
    across the sun is the diameter, its length over tan(incidence) the height.

    Parameters
    ----------
    image : (H, W) array
        Brightness, NaN where unknown.
    sun : Sun
        In the raster's frame.
    gsd : (float, float)
        Ground metres per column and row.
    largest_m : float
        Largest diameter looked for.
    """
    gsd_x, gsd_y = gsd
    pixel = math.sqrt(gsd_x * gsd_y)
    level = lit_level(image, max(6.0, largest_m / pixel))
    with np.errstate(invalid="ignore", divide="ignore"):
        relative = np.where(np.isfinite(image), image / level, np.float32(np.nan))
        dark = relative < DARK
    labels, _ = ndimage.label(dark, structure=np.ones((3, 3)))
    away = _away(sun)
    filled = np.where(np.isfinite(relative), relative, np.float32(1.0))
    rocks = []
    for index, window in enumerate(ndimage.find_objects(labels), start=1):
        rows, columns = np.nonzero(labels[window] == index)
        place = np.column_stack(((rows + window[0].start) * gsd_y, (columns + window[1].start) * gsd_x))
        along = place @ away
        across = place @ np.array([away[1], -away[0]])
        if len(place) < 3 or np.ptp(across) > 1.5 * largest_m:
            continue
        shade = relative[window][rows, columns]
        if float(shade.min()) > MOST_DARKEST or float(shade.mean()) > MOST_MEAN:
            continue
        rock = _measured(filled, along, across, sun, gsd)
        if rock is not None and rock.diameter_m <= largest_m:
            rocks.append(rock)
    return rocks


def _away(sun: Sun) -> DoubleArray:
    """Unit vector away from the sun, down and to the right of the raster."""
    azimuth = math.radians(sun.azimuth_deg)
    return np.array([math.cos(azimuth), -math.sin(azimuth)])


def _measured(
    relative: FloatArray,
    along: DoubleArray,
    across: DoubleArray,
    sun: Sun,
    gsd: tuple[float, float],
) -> Rock | None:
    """Size and place of the rock in front of one shadow, or None when it is none."""
    away, pixel = _away(sun), math.sqrt(gsd[0] * gsd[1])
    length = float(np.ptp(along))
    diameter = float(np.ptp(across)) + pixel
    slope = math.tan(math.radians(sun.incidence_deg))
    ragged = len(along) * gsd[0] * gsd[1] < LEAST_FILL * diameter * (length + pixel)
    if ragged or length < LEAST_TALL * diameter * slope:
        return None
    middle = 0.5 * (float(across.min()) + float(across.max()))
    core = np.abs(across - middle) <= 0.25 * diameter + 0.5 * pixel
    if not core.any():
        return None
    front, back = float(along[core].min()) - 0.5 * pixel, float(along[core].max()) + 0.5 * pixel
    side = np.array([away[1], -away[0]])

    def brightness(start: float, stop: float) -> float:
        steps = np.linspace(start, stop, 6)
        spread = middle + np.linspace(-0.25, 0.25, 5) * diameter
        where = steps[:, None, None] * away + spread[None, :, None] * side
        grid = where[..., 0] / gsd[1], where[..., 1] / gsd[0]
        return float(np.mean(ndimage.map_coordinates(relative, grid, order=1, mode="nearest")))

    # The lit face is at the far side of a flat top.
    ahead = [front - share * diameter for share in (0.0, 0.4, 0.8, 1.2)]
    lit = max(brightness(far, near) for near, far in zip(ahead, ahead[1:]))
    lead = lit - brightness(back + 0.5 * pixel, back + 0.5 * pixel + max(0.5 * diameter, 2.0 * pixel))
    flank = np.abs(across - middle) > 0.3 * diameter
    bow = front - (float(along[flank].min()) - 0.5 * pixel) if flank.any() else 0.0
    far = max(brightness(start, start + 0.4 * diameter) for start in back + diameter * np.linspace(0.1, 2.0, 6))
    if lead < LEAST_LEAD or lit < LEAST_FRONT or bow < -MOST_BOW * diameter or far > MOST_FAR:
        return None
    terminator = max(TERMINATOR[0] + TERMINATOR[1] * sun.incidence_deg, 0.0)
    centre = (front - terminator * diameter / 2.0) * away + middle * side
    confidence = min(1.0, lead / (3.0 * LEAST_LEAD))
    height = max(length - SELF_SHADE * diameter, 0.5 * pixel) / slope
    return Rock(centre[0] / gsd[1], centre[1] / gsd[0], diameter, height, confidence)
