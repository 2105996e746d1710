"""Horizontal shift left between a coarse DEM and the detail that an image shows of the same ground."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from .photometry import FloatArray, central_gradient
from .shift import band_pass

FINE, COARSE = 0.5, 1.0
"""Standard deviations of the band's two Gaussians in postings: the finest scales that both surfaces hold."""

BLOCKS = 4
"""The jackknife leaves out one of BLOCKS x BLOCKS parts of the scene at a time."""

ROUNDS = 10
"""Of weighting."""

REACH = 4.0
"""Postings over which the errors of neighbouring parts go together: the band's wider Gaussian, both sides."""

LEAST_BLOCKS = 6
LEAST_SHARE = 0.2
"""A part of the scene counts when so much of it is known on both surfaces."""


@dataclass(frozen=True)
class ResidualShift:
    """A shift and how well it is known.

    Attributes
    ----------
    east_m, north_m : float
        Metres by which the coarse DEM has to be moved to fit the detail.
    covariance_m2 : (2, 2) array
        Of (east, north), by the jackknife, larger where the parts it leaves out are small beside REACH.
    change : float
        Root mean square of the slope, in the band and towards the sun, by which the surfaces differ.
    """

    east_m: float
    north_m: float
    covariance_m2: NDArray[np.float64]
    change: float

    @property
    def error_m(self) -> float:
        """Standard error of both axes together."""
        return math.sqrt(float(np.trace(self.covariance_m2)))

    def shrunk(self) -> tuple[float, float]:
        """The shift (east, north) as far as it is known: P (P + C)^-1 s, Wiener's estimate.

        P is what the squared length of s has beyond its own variance, shared by both axes. A shift well over
        its error stays, one under it becomes zero, and of two axes the worse known shrinks more.
        """
        found = np.array((self.east_m, self.north_m))
        power = 0.5 * (float(found @ found) - float(np.trace(self.covariance_m2)))
        if power <= 0.0:
            return 0.0, 0.0
        east, north = power * np.linalg.solve(power * np.eye(2) + self.covariance_m2, found)
        return float(east), float(north)


def residual_shift(
    coarse: FloatArray, detailed: FloatArray, gsd: tuple[float, float], posting_m: float, azimuth_deg: float
) -> ResidualShift | None:
    """Fit the difference of two surfaces by the gradient of the coarse one.

    A coarse DEM z that has to be moved by s differs from the ground by s . grad z. Shading tells of heights
    along the direction to the sun alone, so both sides are derived along it, which leaves out what an expert
    adds across it without having seen it. Height and curvature of z stand for errors of scale and for blur;
    weights of 1 / |residual| keep boulders and crater rims from deciding.

    Parameters
    ----------
    coarse, detailed : (H, W) arrays
        Heights in metres on one grid, NaN where unknown; ``detailed`` is made of ``coarse`` and an image.
    gsd : (float, float)
        Metres per column and row.
    posting_m : float
        Posting of the coarse DEM.
    azimuth_deg : float
        Direction to the sun, clockwise from the upward direction of the grid.

    Returns
    -------
    ResidualShift or None
        None where too little ground, or ground without relief, is known.
    """
    unit = posting_m / math.sqrt(gsd[0] * gsd[1])
    known = np.isfinite(coarse) & np.isfinite(detailed)
    level = float(coarse[known].mean()) if known.any() else 0.0
    # Centred, so that a gap is filled with a value of the ground's own size.
    base = np.where(known, coarse - np.float32(level), np.float32(0.0))
    change = np.where(known, detailed - coarse, np.float32(0.0))
    inner = ndimage.binary_erosion(known, iterations=max(1, round(2.0 * unit)))
    parts = _parts(inner)
    if np.count_nonzero(inner) < 100 or len(parts) < LEAST_BLOCKS:
        return None
    angle = math.radians(azimuth_deg)

    def seen(values: FloatArray) -> FloatArray:
        """The part of a surface in the band, derived towards the sun, where it is known."""
        east, north = central_gradient(band_pass(values, known, FINE * unit, COARSE * unit), *gsd)
        return (math.sin(angle) * east + math.cos(angle) * north)[inner]

    east, north = central_gradient(base, *gsd)
    columns = np.stack((seen(-east), seen(-north), seen(base), seen(ndimage.laplace(base))), axis=1)
    wanted = seen(change)
    scale = np.maximum(np.abs(columns).mean(axis=0), 1e-12)
    normal, right = _normal_equations(columns / scale, wanted, parts)
    total, aim = normal.sum(axis=0), right.sum(axis=0)
    if np.linalg.cond(total) > 1e8:
        return None
    found = np.linalg.solve(total, aim) / scale
    without = np.linalg.solve(total - normal, (aim - right)[:, :, None])[:, :2, 0] / scale[:2]
    count = len(parts)
    spread = without - without.mean(axis=0)
    covariance = (count - 1) / count * spread.T @ spread
    side = math.sqrt(coarse.shape[0] * coarse.shape[1]) / BLOCKS / unit
    covariance *= (1.0 + REACH / side) ** 2
    return ResidualShift(float(found[0]), float(found[1]), covariance, float(np.sqrt(np.mean(wanted**2))))


def _parts(inner: np.ndarray) -> list[np.ndarray]:
    """Indices into the known pixels of each part of the scene that holds enough of them."""
    rows, columns = np.nonzero(inner)
    height, width = inner.shape
    label = rows * BLOCKS // height * BLOCKS + columns * BLOCKS // width
    least = LEAST_SHARE * height * width / BLOCKS**2
    parts = [np.flatnonzero(label == index) for index in range(BLOCKS * BLOCKS)]
    return [part for part in parts if len(part) >= least]


def _normal_equations(
    columns: np.ndarray, wanted: np.ndarray, parts: list[np.ndarray]
) -> tuple[np.ndarray, np.ndarray]:
    """Matrices (n, 4, 4) and right sides (n, 4) of the parts, with the weights of the whole scene's fit."""
    used = np.concatenate(parts)
    weight = np.ones(len(wanted))
    for _ in range(ROUNDS):
        weighted = columns[used] * weight[used, None]
        solution = np.linalg.lstsq(weighted.T @ columns[used], weighted.T @ wanted[used], rcond=None)[0]
        residual = np.abs(wanted - columns @ solution)
        weight = 1.0 / np.maximum(residual, max(1.5 * float(np.median(residual[used])), 1e-12))
        weight /= weight.mean()
    matrices = [(columns[part] * weight[part, None]).T @ columns[part] for part in parts]
    sides = [(columns[part] * weight[part, None]).T @ wanted[part] for part in parts]
    return np.array(matrices), np.array(sides)
