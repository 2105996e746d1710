"""Whether stated standard deviations are those of the errors that are made: sums, window by window."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...arrays import FloatArray

MULTIPLES = (0.5, 1.0, 1.5, 2.0, 3.0)
"""Of the stated standard deviation, within which errors are counted."""

NORMAL = tuple(100.0 * math.erf(multiple / math.sqrt(2.0)) for multiple in MULTIPLES)
"""Shares of a normal distribution within them, per cent."""

EDGES = np.geomspace(0.02, 50.0, 21)
"""Of the bins of stated standard deviations, in metres or in degrees; the outer ones have all beyond."""

FEW = 200
"""Pixels under which a bin says nothing."""

CLASSES = 8
"""Room for the codes of support, from 0."""


class StatedSums:
    """Errors by their stated standard deviation and by the class of their support."""

    def __init__(self) -> None:
        self._bins = np.zeros((3, len(EDGES) - 1))
        self._within = np.zeros((CLASSES, len(MULTIPLES)))
        self._classes = np.zeros((CLASSES, 3))

    def add(self, error: FloatArray, stated: FloatArray, support: NDArray[np.uint8] | None = None) -> None:
        """Add a window.

        Parameters
        ----------
        error : array
            Result minus truth; NaN where unknown.
        stated : array of that shape
            Its standard deviation, in the unit of the error; NaN where unknown.
        support : array of that shape, optional
            Codes.
        """
        known = np.isfinite(error) & np.isfinite(stated)
        size, deviation = np.abs(error[known]).astype(np.float64), stated[known].astype(np.float64)
        codes = np.zeros(size.size, dtype=np.intp)
        if support is not None:
            codes = np.minimum(support[known].astype(np.intp), CLASSES - 1)
        place = np.clip(np.searchsorted(EDGES, deviation, side="right") - 1, 0, len(EDGES) - 2)
        for index, values in enumerate((np.ones_like(size), deviation**2, size**2)):
            self._bins[index] += np.bincount(place, values, minlength=len(EDGES) - 1)
            self._classes[:, index] += np.bincount(codes, values, minlength=CLASSES)
        for index, multiple in enumerate(MULTIPLES):
            self._within[:, index] += np.bincount(codes, size <= multiple * deviation, minlength=CLASSES)

    def merge(self, other: StatedSums) -> None:
        """Add what another one holds."""
        self._bins += other._bins
        self._within += other._within
        self._classes += other._classes

    def figures(self) -> dict[str, Any]:
        """Of all pixels (NaN where there is none): see ``_shares``, and the curve of stated and true RMS by bins."""
        count, stated, true = self._bins
        told = count >= FEW
        curve = [{"stated": math.sqrt(s / n), "true": math.sqrt(t / n), "count": int(n)}
                 for n, s, t in zip(count[told], stated[told], true[told])]  # fmt: skip
        return {**_shares(self._classes.sum(axis=0), self._within.sum(axis=0)), "curve": curve}

    def by_support(self) -> dict[int, dict[str, Any]]:
        """The shares of each code that has pixels."""
        return {
            code: _shares(self._classes[code], self._within[code]) for code in range(CLASSES) if self._classes[code, 0]
        }


def _shares(sums: NDArray[np.float64], within: NDArray[np.float64]) -> dict[str, Any]:
    """Count, RMS of what is stated and of what is true, and the shares (%) within ``MULTIPLES``."""
    count, stated, true = sums
    if not count:
        return {"count": 0, "stated_rms": math.nan, "true_rms": math.nan, "within_percent": [math.nan] * len(MULTIPLES)}
    return {
        "count": int(count),
        "stated_rms": math.sqrt(stated / count),
        "true_rms": math.sqrt(true / count),
        "within_percent": (100.0 * within / count).tolist(),
    }
