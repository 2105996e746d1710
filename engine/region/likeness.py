"""Whether DTMs show the same detail, and as strongly: what both lights show, both DTMs should have alike."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from scipy import ndimage

from ..arrays import DoubleArray
from ..contract.progress import Progress
from ..terrain.shared_light import shown_by_both
from ..terrain.shift import Band
from .lit_layers import LitLayer
from .registering import windows

FINE_PX, BROAD_PX = 1.2, 4.0
"""Standard deviations of the band's Gaussians in which DTMs are compared."""

BORDER_PX = 12
"""Left out where a DTM ends, because the band looks beyond."""

LEAST_SAMPLES = 400

ALIKE = 0.9
"""Correlation from which DTMs are as alike as experts make them: 0.91 to 0.98 on made scenes."""

STRANGE = 0.7
"""Correlation under which a DTM hardly shows what the others do: its contrast says nothing either, and it is said."""

SAME = 1.07
"""Factor on the strength of detail within which DTMs are taken for the same."""

LEVEL_POSTINGS = 0.05
"""Height, in postings, from which one DTM lies above another: two of one coarse DEM differ by tenths of that."""

FAR = 1.4
"""Factor between two DTMs from which it cannot be told which of them is right."""


@dataclass(frozen=True)
class Standing:
    """How a DTM is taken.

    Attributes
    ----------
    strength : float
        Of its detail, by which it is divided.
    weight : float
        Factor on all of its weights.
    """

    strength: float = 1.0
    weight: float = 1.0


@dataclass(frozen=True)
class Compared:
    """What DTMs have alike and not, in all windows.

    Attributes
    ----------
    sums : (K, K, 3) array, optional
        Of squares of the first's detail, of products, and of squares of the second's; None without common ground.
    above_m : dict
        Median height of the second of two DTMs over the first, by their numbers; of the windows, the median.
    """

    sums: DoubleArray | None
    above_m: Mapping[tuple[int, int], float]


def standings(layers: Sequence[LitLayer], posting_m: float, progress: Progress) -> list[Standing]:
    """How the detail of each DTM stands against that of the others, once they are registered.

    Experts damp what they are not sure of, so that of DTMs whose images were taken as they are the strongest is
    followed. A DTM whose image had an offset taken off, because its contrast was estimated so, follows the others.

    Parameters
    ----------
    layers : sequence of LitLayer
        Registered.
    posting_m : float
        Of their coarse DEM.
    progress : Progress
        Told what is changed, and where one lies above another.
    """
    compared = _compared(layers, progress)
    _say_level(layers, compared.above_m, posting_m, progress)
    sums = compared.sums
    if sums is None:
        return [Standing()] * len(layers)
    alike = _correlations(sums)
    trusted = np.array([layer.as_it_is for layer in layers])
    if not trusted.any():
        trusted[:] = True
    doubted = np.ones(len(layers), dtype=bool) if len(layers) > 2 else ~trusted
    found = []
    strengths = _strengths(sums, trusted)
    for number, layer in enumerate(layers):
        others = np.delete(alike[number], number)
        if np.isnan(others).all():
            found.append(Standing())  # nothing was told of it
            continue
        best = float(np.nanmax(others, initial=-1.0))
        strange = best < STRANGE
        strength = 1.0 if strange or 1.0 / SAME < strengths[number] < SAME else float(strengths[number])
        weight = min(1.0, _noise(ALIKE) / _noise(max(best, 0.05))) if doubted[number] else 1.0
        found.append(Standing(strength, weight))
        _say(layer, best, found[-1], progress)
    return found


def _noise(correlation: float) -> float:
    """Variance of what is not shared, over that of what is."""
    return correlation**-2.0 - 1.0


def _compared(layers: Sequence[LitLayer], progress: Progress) -> Compared:
    """What DTMs have alike, pair by pair; a pair with too little common ground tells of its detail nothing."""
    count = len(layers)
    sums = np.zeros((count, count, 3))
    above: dict[tuple[int, int], float] = {}
    for i, j in combinations(range(count), 2):
        own, samples, apart = _pair(layers[i], layers[j], progress)
        if samples >= LEAST_SAMPLES:
            sums[i, j], sums[j, i] = own, own[::-1]
        if apart:
            above[i, j] = float(np.median(apart))
    return Compared(sums if sums[..., 1].any() else None, above)


def _pair(one: LitLayer, other: LitLayer, progress: Progress) -> tuple[DoubleArray, int, list[float]]:
    """Sums of two DTMs, the number of pixels, and the median height of the second over the first in each window."""
    sums, samples, azimuths = np.zeros(3), 0, (one.sun.azimuth_deg, other.sun.azimuth_deg)
    above: list[float] = []
    for window in windows(one, other):
        progress.check()
        surfaces = [layer.read(*window) for layer in (one, other)]
        apart = surfaces[1] - surfaces[0]
        known = np.isfinite(apart)
        if known.any():
            above.append(float(np.median(apart[known])))
        inner = ndimage.binary_erosion(known, iterations=BORDER_PX)
        if not inner.any():
            continue
        band = Band(known, FINE_PX, BROAD_PX)
        shown = (shown_by_both(surface, azimuths, one.grid.gsd) for surface in surfaces)
        a, b = (band(np.nan_to_num(part))[inner].astype(np.float64) for part in shown)
        sums += [float(np.sum(part)) for part in (a * a, a * b, b * b)]
        samples += int(inner.sum())
    return sums, samples, above


def _say_level(
    layers: Sequence[LitLayer], above_m: Mapping[tuple[int, int], float], posting_m: float, progress: Progress
) -> None:
    """Warn of the two DTMs that differ most in height, if that is more than the images can have made."""
    if not above_m:
        return
    (one, other), most = max(above_m.items(), key=lambda item: abs(item[1]))
    if abs(most) > LEVEL_POSTINGS * posting_m:
        progress.warning(
            f"{layers[other].name} lies {abs(most):.1f} m {'above' if most > 0.0 else 'below'} {layers[one].name}; the "
            "result is their mean, with ramps where one of them ends, and its standard deviation does not hold that: "
            "give DTMs of one coarse DEM, or bring them to one level first."
        )


def _correlations(sums: DoubleArray) -> DoubleArray:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(sums[..., 1] / np.sqrt(sums[..., 0] * sums[..., 2]))


def _strengths(sums: DoubleArray, trusted: np.ndarray) -> DoubleArray:
    """Strength of each over what is followed: by least squares from the logarithms of the ratios of all pairs."""
    with np.errstate(invalid="ignore", divide="ignore"):
        ratios = 0.5 * np.log(sums[..., 2] / sums[..., 0])
    known = np.isfinite(ratios)
    normal = np.diag(known.sum(axis=0)) - known.astype(np.float64)
    logs = np.linalg.lstsq(normal, np.where(known, ratios, 0.0).sum(axis=0), rcond=None)[0]
    followed = logs[trusted]
    top = float(followed.max())
    if float(np.ptp(followed)) > math.log(FAR):
        top = float(np.median(followed))
    return np.asarray(np.exp(logs - top))


def _say(layer: LitLayer, alike: float, standing: Standing, progress: Progress) -> None:
    if alike < STRANGE:
        progress.warning(
            f"{layer.name} hardly shows the detail that the other DTMs show (correlation {alike:.2f}); look at it, and "
            "leave it out if its image, its sun or its contrast are wrong."
        )
    elif standing.strength != 1.0:
        progress.info(
            f"The detail of {layer.name} is {standing.strength:.2f} times as strong as that of the others under both "
            "lights, and is divided by that."
        )
