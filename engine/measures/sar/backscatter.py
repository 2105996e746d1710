"""Radar backscatter against roughness: decibels, speckle, correlation, ROC."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage, stats

FloatArray = NDArray[np.float64]
LEE_WINDOW = 5


def decibels(power: NDArray[np.float32]) -> NDArray[np.float32]:
    """10 log10 of linear power; NaN where it is not positive."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(power > 0.0, 10.0 * np.log10(power), np.float32(np.nan)).astype(np.float32)


def lee(power: NDArray[np.float32], size: int = LEE_WINDOW) -> NDArray[np.float32]:
    """Lee's speckle filter (Lee 1980): local mean plus what of the deviation is not speckle.

    The speckle's relative variance is taken as the lower tenth of the local ones, where ground is even.

    Parameters
    ----------
    power : (H, W) array
        Linear power, NaN where unknown.
    size : int
        Window in pixels.
    """
    known = np.isfinite(power)
    weight = ndimage.uniform_filter(known.astype(np.float64), size)

    def mean(values: FloatArray) -> FloatArray:
        total = ndimage.uniform_filter(np.where(known, values, 0.0), size)
        return np.asarray(total / np.maximum(weight, 1e-9))

    values = np.where(known, power, 0.0).astype(np.float64)
    middle = mean(values)
    variance = np.maximum(mean(values**2) - middle**2, 0.0)
    ratio = variance / np.maximum(middle**2, 1e-30)
    speckle = float(np.quantile(ratio[known], 0.1)) if known.any() else 0.0
    signal = np.maximum(variance - speckle * middle**2, 0.0) / (1.0 + speckle)
    gain = signal / np.maximum(variance, 1e-30)
    return np.where(known, middle + gain * (values - middle), np.nan).astype(np.float32)


@dataclass(frozen=True)
class Roc:
    """How well a score tells two classes apart.

    Attributes
    ----------
    false_share, true_share : (n,) arrays
        The curve, from (0, 0) to (1, 1).
    area : float
        Area under it; NaN with a single class.
    threshold : float
        Score with the largest true minus false share (Youden's index).
    """

    false_share: FloatArray
    true_share: FloatArray
    area: float
    threshold: float


def roc(score: FloatArray, positive: NDArray[np.bool_]) -> Roc:
    """ROC of a score: a pixel is called positive where its score is at least a threshold.

    Parameters
    ----------
    score : (n,) array
    positive : (n,) bool array
    """
    count = int(positive.sum())
    if count in (0, positive.size):
        return Roc(np.array([0.0, 1.0]), np.array([0.0, 1.0]), math.nan, math.nan)
    order = np.argsort(-score, kind="stable")
    ranked, hits = score[order], positive[order]
    last = np.append(np.flatnonzero(np.diff(ranked)), ranked.size - 1)  # equal scores are called together
    true = np.cumsum(hits)[last] / count
    false = np.cumsum(~hits)[last] / (positive.size - count)
    true, false = np.concatenate(([0.0], true)), np.concatenate(([0.0], false))
    best = int(np.argmax(true - false))
    area = float(np.sum(np.diff(false) * 0.5 * (true[1:] + true[:-1])))
    return Roc(false, true, area, float(ranked[last[best - 1]]) if best else math.inf)


@dataclass(frozen=True)
class SarFigures:
    """Figures of a comparison; see ``compare``."""

    pixels: int
    pearson: float
    spearman: float
    rough_percent: float
    rough_bright_percent: float
    smooth_bright_percent: float
    roc: Roc


def compare(roughness: FloatArray, backscatter: FloatArray, rough: float, bright: float) -> SarFigures:
    """Compare roughness (degrees squared) with backscatter (dB) of the same pixels, both (n,).

    Correlations are those of the logarithm of roughness with decibels (Pearson) and of ranks (Spearman).
    """
    is_rough, is_bright = roughness > rough, backscatter > bright
    varies = roughness.size > 2 and np.ptp(roughness) > 0 and np.ptp(backscatter) > 0
    logarithm = np.log10(np.maximum(roughness, 1e-6))

    def share(inside: NDArray[np.bool_]) -> float:
        return 100.0 * float(is_bright[inside].mean()) if inside.any() else math.nan

    return SarFigures(
        int(roughness.size),
        float(np.corrcoef(logarithm, backscatter)[0, 1]) if varies else math.nan,
        float(stats.spearmanr(roughness, backscatter).statistic) if varies else math.nan,
        100.0 * float(is_rough.mean()) if is_rough.size else math.nan,
        share(is_rough),
        share(~is_rough),
        roc(backscatter, is_rough),
    )
