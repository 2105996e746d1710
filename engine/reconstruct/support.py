"""What a height rests on, pixel by pixel: light that was seen, or why there is none."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..arrays import BoolArray, DoubleArray, FloatArray
from ..experts.manifest import Manifest
from ..experts.normalise import DARK_SHARE, DARK_SHARE_AFTER_OFFSET
from .plan import Light

Classes = NDArray[np.uint8]

NOTHING, LIT, RAKING, SHADOW, SATURATED, MISSING, OUTSIDE = range(7)
"""Classes: nothing known; lit and seen; steep or raking light; shadow; saturated; no image, so that the coarse DEM
alone is known; outside of what the experts know."""

MEANINGS = (
    "lit and seen",
    "steep or raking light",
    "cast shadow",
    "saturated",
    "image missing, coarse only",
    "outside of what the experts know",
)
"""Of the classes from one."""


class Limits(NamedTuple):
    """What experts were trained for, as their manifest says it."""

    gsd_m: tuple[float, float]
    posting_px: tuple[float, float]
    incidence_deg: tuple[float, float]

    @classmethod
    def of(cls, manifest: Manifest) -> Limits:
        """Of a pack."""
        return cls(manifest.gsd_range_m, manifest.posting_range_px, manifest.incidence_range_deg)

    def passed(self, gsd_m: DoubleArray, posting_px: DoubleArray, incidence_deg: float | None) -> BoolArray:
        """Rows whose pixels, postings or light are outside, (h,)."""
        outside = (gsd_m < self.gsd_m[0]) | (gsd_m > self.gsd_m[1])
        outside |= (posting_px < self.posting_px[0]) | (posting_px > self.posting_px[1])
        if incidence_deg is not None and not self.incidence_deg[0] <= incidence_deg <= self.incidence_deg[1]:
            outside |= True
        return np.asarray(outside)


def mean_brightness(light: Light) -> float:
    """Of the image, its offset taken off."""
    return light.least_brightness / (DARK_SHARE if light.offset == 0.0 else DARK_SHARE_AFTER_OFFSET)


def seen(
    image: FloatArray, coarse: FloatArray, saturated: BoolArray | None, dark: BoolArray, outside: BoolArray
) -> Classes:
    """What the inputs say of pixels.

    Parameters
    ----------
    image, coarse : (h, w) arrays
        Brightness, its offset taken off, and metres; NaN where unknown.
    saturated : (h, w) bool array, optional
        Pixels of the image that are unknown because they are too bright.
    dark : (h, w) bool array
        Pixels in shadow (``terrain.dark_ground``).
    outside : (h,) bool array
        See ``Limits``.
    """
    found = np.where(dark, np.uint8(SHADOW), np.where(outside, OUTSIDE, LIT)[:, None])
    found[np.isnan(image)] = MISSING
    if saturated is not None:
        found[saturated] = SATURATED
    found[np.isnan(coarse)] = NOTHING
    return found.astype(np.uint8)


def support(classes: Classes, raking: BoolArray, known: BoolArray) -> Classes:
    """Classes of a DTM.

    Parameters
    ----------
    classes : (h, w) uint8 array
        What ``seen`` says.
    raking : (h, w) bool array
        Where tiles say that the ground is steep or lit flatly.
    known : (h, w) bool array
        Where the DTM has a height.
    """
    found = np.where((classes == LIT) & raking, np.uint8(RAKING), classes)
    without = ~known & (found != MISSING) & (found != SATURATED)
    found[without] = NOTHING
    return np.asarray(found)
