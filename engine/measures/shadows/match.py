"""Shadows of an image against those that a DTM casts under the same sun."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ...arrays import BoolArray, FloatArray
from .two_means import two_means


@dataclass(frozen=True)
class ShadowMatch:
    """Shadow pixels of image and DTM in one neighbourhood.

    Attributes
    ----------
    image_px, dtm_px : int
    overlap_px, union_px : int
    offset_m : float
        Distance between the centroids; NaN where one has no shadow.
    has_shadow : bool
        Whether the image has a dark class that is shadow.
    """

    image_px: int
    dtm_px: int
    overlap_px: int
    union_px: int
    offset_m: float
    has_shadow: bool

    @property
    def difference_percent(self) -> float:
        """|DTM - image| / image in per cent, the paper's measure; NaN without shadow in the image."""
        return 100.0 * abs(self.dtm_px - self.image_px) / self.image_px if self.image_px else math.nan

    @property
    def iou(self) -> float:
        """Intersection over union; NaN where neither has a shadow."""
        return self.overlap_px / self.union_px if self.union_px else math.nan


def match(image: BoolArray, dtm: BoolArray, gsd: tuple[float, float], has_shadow: bool = True) -> ShadowMatch:
    """Compare two shadow masks of one window; ``gsd`` metres per column and row."""
    offset = math.nan
    if image.any() and dtm.any():
        (r1, c1), (r2, c2) = ((np.mean(index) for index in np.nonzero(mask)) for mask in (image, dtm))
        offset = math.hypot((c1 - c2) * gsd[0], (r1 - r2) * gsd[1])
    return ShadowMatch(
        int(image.sum()), int(dtm.sum()), int((image & dtm).sum()), int((image | dtm).sum()), offset, has_shadow
    )


def rock_shadow(
    image: FloatArray, relit: FloatArray, inside: BoolArray, gsd: tuple[float, float]
) -> tuple[ShadowMatch, tuple[BoolArray, BoolArray]]:
    """Shadow pixels about one rock in image and DTM.

    In the image they are the dark one of two K-means classes. In the DTM they are what is as dark when it
    is lit under the same sun: the threshold is carried over by the ratio of the two brightnesses on the
    ground that is lit in the image, so that both count shadow and ground turned from the sun alike.

    Parameters
    ----------
    image, relit : (h, w) arrays
        Brightness of the image, and of the DTM lit with its cast shadows; NaN where unknown.
    inside : (h, w) bool array
    gsd : (float, float)

    Returns
    -------
    ShadowMatch, (mask, mask)
        The figures, and the shadows of image and DTM.
    """
    known = inside & np.isfinite(image) & np.isfinite(relit)
    classes = two_means(np.where(known, image, np.float32(np.nan)))
    dark = known & (image < classes.threshold)
    cast = known & (relit < carried(image, relit, known & ~dark, classes.threshold))
    return match(dark, cast, gsd, classes.has_shadow), (dark, cast)


def carried(image: FloatArray, relit: FloatArray, lit: BoolArray, threshold: float) -> float:
    """Threshold of the image in units of the re-lit DTM."""
    if not lit.any() or not math.isfinite(threshold):
        return -math.inf
    return threshold * float(relit[lit].mean(dtype=np.float64)) / float(image[lit].mean(dtype=np.float64))
