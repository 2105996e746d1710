"""Shadows of an image against those that a DTM casts under the same sun."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from matplotlib.path import Path as Outline
from numpy.typing import NDArray

from .two_means import two_means

Mask = NDArray[np.bool_]
FloatArray = NDArray[np.float32]

TALLEST = 0.6
"""Largest height of a boulder over its diameter: lunar boulders stand 0.25 to 0.6 tall (Demidov &
Basilevsky 2014)."""


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


def match(image: Mask, dtm: Mask, gsd: tuple[float, float], has_shadow: bool = True) -> ShadowMatch:
    """Compare two shadow masks of one window; ``gsd`` metres per column and row."""
    offset = math.nan
    if image.any() and dtm.any():
        (r1, c1), (r2, c2) = ((np.mean(index) for index in np.nonzero(mask)) for mask in (image, dtm))
        offset = math.hypot((c1 - c2) * gsd[0], (r1 - r2) * gsd[1])
    return ShadowMatch(
        int(image.sum()), int(dtm.sum()), int((image & dtm).sum()), int((image | dtm).sum()), offset, has_shadow
    )


@dataclass(frozen=True)
class Neighbourhood:
    """A rock, the ground around it and where its shadow can fall, as a window of a raster.

    Attributes
    ----------
    top, left : int
        First row and column.
    inside : (h, w) bool array
        The pixels that count.
    """

    top: int
    left: int
    inside: Mask


def neighbourhood(vertices: NDArray[np.float64], azimuth_deg: float, incidence_deg: float,
                  gsd: tuple[float, float]) -> Neighbourhood:  # fmt: skip
    """The rock's outline swept away from the sun over its longest likely shadow, and a rim about it.

    Parameters
    ----------
    vertices : (n, 2) array
        Columns and rows of the outline, 0 the edge of the first pixel.
    azimuth_deg, incidence_deg : float
        Sun, azimuth clockwise from the upward direction of the grid.
    gsd : (float, float)
        Metres per column and row.
    """
    centre = vertices.mean(axis=0)
    span = np.ptp(vertices, axis=0) * gsd
    diameter = float(max(span.max(), 2.0 * max(gsd)))
    length = TALLEST * diameter * math.tan(math.radians(min(incidence_deg, 88.0)))
    azimuth = math.radians(azimuth_deg)
    away = np.array([-math.sin(azimuth) / gsd[0], math.cos(azimuth) / gsd[1]]) * length
    rim = 0.25 * diameter / np.asarray(gsd) + 1.0
    grown = centre + (vertices - centre) * (1.0 + rim / np.maximum(np.ptp(vertices, axis=0) / 2.0, 1.0))
    swept = np.concatenate((grown, grown + away))
    hull = _hull(swept)
    left, top = np.floor(hull.min(axis=0)).astype(int)
    right, bottom = np.ceil(hull.max(axis=0)).astype(int)
    columns, rows = np.meshgrid(np.arange(left, right) + 0.5, np.arange(top, bottom) + 0.5)
    inside = Outline(hull).contains_points(np.column_stack((columns.ravel(), rows.ravel())))
    return Neighbourhood(int(top), int(left), inside.reshape(columns.shape))


def _hull(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Convex hull (Andrew's monotone chain), counter-clockwise, closed."""
    order = points[np.lexsort((points[:, 1], points[:, 0]))]

    def half(sequence: NDArray[np.float64]) -> list[NDArray[np.float64]]:
        chain: list[NDArray[np.float64]] = []
        for point in sequence:
            while len(chain) > 1:
                (ax, ay), (bx, by) = chain[-1] - chain[-2], point - chain[-2]
                if ax * by - ay * bx > 0.0:
                    break
                chain.pop()
            chain.append(point)
        return chain

    outline = half(order)[:-1] + half(order[::-1])[:-1]
    return np.array([*outline, outline[0]])


def rock_shadow(
    image: FloatArray, relit: FloatArray, inside: Mask, gsd: tuple[float, float]
) -> tuple[ShadowMatch, tuple[Mask, Mask]]:
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


def carried(image: FloatArray, relit: FloatArray, lit: Mask, threshold: float) -> float:
    """Threshold of the image in units of the re-lit DTM."""
    if not lit.any() or not math.isfinite(threshold):
        return -math.inf
    return threshold * float(relit[lit].mean(dtype=np.float64)) / float(image[lit].mean(dtype=np.float64))
