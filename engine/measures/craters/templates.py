"""What a crater looks like in a DTM, and in an image under its sun, at every size."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from ...arrays import DoubleArray
from ...raster.frame import Sun
from ...synthetic.craters import profile
from ...terrain.photometry import central_gradient, lunar_lambert
from ...terrain.shadows import lit_fraction
from .score import DTM_WEIGHTS, IMAGE_WEIGHTS

DEGRADATIONS = (0.05, 0.5, 0.8)
"""Of the craters that are looked for: a fresh one with a crest, a worn one, and a soft hollow."""

REACH, INNER = 1.6, 1.25
"""Radii up to which the ground about a crater counts, and up to which it counts in full."""

MODEL_PX = 64
"""Pixels across the crater that is lit once for all sizes."""

MODEL_M = 100.0
"""Its diameter; profiles hardly depend on it."""

BLUR_PX = 0.55
"""Standard deviation of what a pixel and a camera blur."""


@dataclass(frozen=True)
class Template:
    """A crater as kernels over the fields that are searched.

    Attributes
    ----------
    kernels : tuple of (2n + 1, 2n + 1) arrays
        Weighted, one for each field.
    norm : float
        Weighted sum of squares of the crater's own fields.
    worth : float
        What a match of amplitude one is worth: depth over diameter in a DTM, contrast in an image.
    """

    kernels: tuple[DoubleArray, ...]
    norm: float
    worth: float


@dataclass(frozen=True)
class Stencil:
    """All that is matched at one diameter.

    Attributes
    ----------
    diameter_m : float
    weight : (2n + 1, 2n + 1) array
        How much each pixel counts.
    trends : tuple of (int, array, float)
        What may lie under a crater and is taken off: field, weighted kernel and its norm.
    templates : tuple of Template
    """

    diameter_m: float
    weight: DoubleArray
    trends: tuple[tuple[int, DoubleArray, float], ...]
    templates: tuple[Template, ...]


class DtmTemplates:
    """Craters in the two slopes of a DTM.

    Slopes are searched, not heights, because the relief of the Moon is red: in heights a crater is a small thing on
    long waves, in slopes it stands out of them. The trend that is taken off is the slope of the ground.
    """

    weights = DTM_WEIGHTS

    def fields(self, values: DoubleArray, gsd: tuple[float, float]) -> tuple[DoubleArray, ...]:
        """Slopes to the right and downwards, (H, W) each, of heights in metres."""
        down, right = np.gradient(values, gsd[1], gsd[0])
        return np.asarray(right), np.asarray(down)

    def stencil(self, diameter_m: float, gsd: tuple[float, float]) -> Stencil:
        """What is matched at a diameter on pixels of a size."""
        x, y = _metres(diameter_m, gsd)
        radius = diameter_m / 2.0
        weight = _weight(np.hypot(x, y) / radius)
        templates = []
        for degradation in DEGRADATIONS:
            across, down = (np.zeros_like(x) for _ in range(2))
            for shift_x, shift_y in _SUBPIXELS:
                right, below = x + shift_x * gsd[0], y + shift_y * gsd[1]
                far = np.maximum(np.hypot(right, below), 1e-9)
                slope = _radial_slope(far / radius, degradation)
                across += slope * right / far / len(_SUBPIXELS)
                down += slope * below / far / len(_SUBPIXELS)
            norm = float((weight * (across**2 + down**2)).sum())
            templates.append(Template((weight * across, weight * down), norm, _depth(degradation)))
        total = float(weight.sum())
        return Stencil(diameter_m, weight, ((0, weight, total), (1, weight, total)), tuple(templates))


class ImageTemplates:
    """Craters as an image shows them: the model crater lit under the image's sun, with its shadow.

    The trend that is taken off is a plane of brightness.

    Parameters
    ----------
    sun : Sun
        In the raster's frame.
    """

    weights = IMAGE_WEIGHTS

    def __init__(self, sun: Sun) -> None:
        self._models = [_lit(degradation, sun) for degradation in DEGRADATIONS]

    def fields(self, values: DoubleArray, gsd: tuple[float, float]) -> tuple[DoubleArray, ...]:
        """The brightness itself."""
        return (values,)

    def stencil(self, diameter_m: float, gsd: tuple[float, float]) -> Stencil:
        """What is matched at a diameter on pixels of a size."""
        x, y = _metres(diameter_m, gsd)
        weight = _weight(np.hypot(x, y) / (diameter_m / 2.0))
        shapes = (np.ones_like(x), x, y)
        trends = tuple((0, weight * shape, float((weight * shape**2).sum())) for shape in shapes)
        finer = MODEL_PX / diameter_m
        middle = (len(self._models[0]) - 1) / 2.0
        templates = []
        for model in self._models:
            blur = [BLUR_PX * side * finer for side in (gsd[1], gsd[0])]
            smooth = ndimage.gaussian_filter(model, blur, mode="nearest")
            lit = ndimage.map_coordinates(smooth, (middle + y * finer, middle + x * finer), order=1, mode="nearest")
            for shape, (_, kernel, norm) in zip(shapes, trends):
                lit = lit - shape * (float((kernel * lit).sum()) / norm)
            norm = float((weight * lit**2).sum())
            templates.append(Template((weight * lit,), norm, math.sqrt(norm / float(weight.sum()))))
        return Stencil(diameter_m, weight, trends, tuple(templates))


_SUBPIXELS = tuple(((i - 2) / 5.0, (j - 2) / 5.0) for i in range(5) for j in range(5))
"""Places in a pixel over which a template is averaged."""


def _metres(diameter_m: float, gsd: tuple[float, float]) -> tuple[DoubleArray, DoubleArray]:
    """Metres to the right of and below the middle of a kernel."""
    half = [math.ceil(REACH * diameter_m / 2.0 / side) for side in gsd]
    rows, columns = np.mgrid[-half[1] : half[1] + 1, -half[0] : half[0] + 1].astype(np.float64)
    return columns * gsd[0], rows * gsd[1]


def _weight(ratio: DoubleArray) -> DoubleArray:
    """One inside of INNER radii, falling smoothly to zero at REACH."""
    fall = np.clip((REACH - ratio) / (REACH - INNER), 0.0, 1.0)
    return np.asarray(fall * fall * (3.0 - 2.0 * fall))


def _profile(ratio: NDArray[np.float64], degradation: float) -> DoubleArray:
    """Height over diameter against distance in radii."""
    return profile(ratio.astype(np.float32), MODEL_M, degradation).astype(np.float64) / MODEL_M


_RATIOS = np.arange(0.0, 2.5, 0.01)


def _radial_slope(ratio: DoubleArray, degradation: float) -> DoubleArray:
    """Slope outwards at a distance in radii."""
    slope = np.gradient(_profile(_RATIOS, degradation), 0.01) * 2.0
    slope[0] = 0.0
    return np.asarray(np.interp(ratio, _RATIOS, slope))


def _depth(degradation: float) -> float:
    """Depth of the model below its rim over its diameter."""
    heights = _profile(_RATIOS, degradation)
    return float(heights.max() - heights.min())


def _lit(degradation: float, sun: Sun) -> DoubleArray:
    """The model's brightness over that of level ground, minus one; its middle is the middle pixel."""
    half = math.ceil((REACH + 0.5) * MODEL_PX / 2.0)
    rows, columns = np.mgrid[-half : half + 1, -half : half + 1]
    ratio = np.hypot(rows, columns) / (MODEL_PX / 2.0)
    side = MODEL_M / MODEL_PX
    height = (_profile(ratio, degradation) * MODEL_M).astype(np.float32)
    east, north = central_gradient(height, side, side)
    angles = sun.azimuth_deg, sun.incidence_deg
    bright = lunar_lambert(east, north, *angles) * lit_fraction(height, *angles, side, side)
    level = np.zeros((1, 1), dtype=np.float32)
    return np.asarray(bright / float(lunar_lambert(level, level, *angles)[0, 0]) - 1.0, dtype=np.float64)
