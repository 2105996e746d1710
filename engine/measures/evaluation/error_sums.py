"""Error figures of a DTM, gathered window by window."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from ...moon import TERRAINS

THRESHOLDS_M = (2.0, 4.0, 10.0)
"""The paper's RE < 2, 4, 10 m."""

SLOPE_EDGES_DEG = (0.0, 5.0, 10.0, 20.0, 30.0, 90.0)
BIN_M = 0.01
REACH_M = 200.0
"""Medians are read from a histogram of bins of a centimetre to 200 m on both sides."""

BIN_MIDDLES_M: NDArray[np.float64] = np.arange(int(2 * REACH_M / BIN_M) + 1, dtype=np.float64) * BIN_M - REACH_M


class ErrorSums:
    """Sums of height and slope errors; ``figures`` reads them off."""

    def __init__(self) -> None:
        bins = len(SLOPE_EDGES_DEG) - 1
        self._sums = np.zeros((bins, 4 + len(THRESHOLDS_M)))
        self._terrain = np.zeros((len(TERRAINS) + 1, 4 + len(THRESHOLDS_M)))
        self._slope = np.zeros(2)
        self.histogram = np.zeros(BIN_MIDDLES_M.size, dtype=np.int64)

    def add(
        self,
        error: NDArray[np.float32],
        slope_error_deg: NDArray[np.float32],
        reference_slope_deg: NDArray[np.float32],
        terrain: NDArray[np.float32] | None = None,
    ) -> None:
        """Add a window.

        Parameters
        ----------
        error : array
            Result minus reference in metres, NaN where unknown.
        slope_error_deg, reference_slope_deg : arrays of that shape
            Degrees, NaN where unknown.
        terrain : array of that shape, optional
            Codes of the terrain classes, from 1 in the order of ``moon.TERRAINS``.
        """
        known = np.isfinite(error) & np.isfinite(reference_slope_deg)
        values = error[known].astype(np.float64)
        size = np.abs(values)
        place = np.clip(np.digitize(reference_slope_deg[known], SLOPE_EDGES_DEG) - 1, 0, len(SLOPE_EDGES_DEG) - 2)
        columns = [np.ones_like(values), values, size, values**2]
        columns += [(size < limit).astype(np.float64) for limit in THRESHOLDS_M]
        for index, column in enumerate(columns):
            self._sums[:, index] += np.bincount(place, column, minlength=self._sums.shape[0])
            if terrain is not None:
                codes = np.nan_to_num(terrain[known]).astype(np.int64)
                codes[(codes < 0) | (codes > len(TERRAINS))] = 0
                self._terrain[:, index] += np.bincount(codes, column, minlength=len(self._terrain))
        slopes = slope_error_deg[np.isfinite(slope_error_deg)]
        self._slope += float(np.abs(slopes).sum(dtype=np.float64)), slopes.size
        bins = np.clip(np.rint((values + REACH_M) / BIN_M), 0, self.histogram.size - 1).astype(np.int64)
        self.histogram += np.bincount(bins, minlength=self.histogram.size)

    @classmethod
    def together(cls, parts: Iterable[ErrorSums]) -> ErrorSums:
        """The sums of several that share no pixel."""
        whole = cls()
        for part in parts:
            whole._sums += part._sums
            whole._terrain += part._terrain
            whole._slope += part._slope
            whole.histogram += part.histogram
        return whole

    def figures(self) -> dict[str, float]:
        """Count, bias, MAE, RMSE, NMAD, RE and mean slope error; NaN where nothing was added."""
        return {**_figures(self._sums.sum(axis=0)), "nmad_m": self._nmad(), "slope_error_deg": self._mean_slope()}

    def by_slope(self) -> list[dict[str, float]]:
        """The figures of heights for each bin of the reference's slope."""
        edges = zip(SLOPE_EDGES_DEG[:-1], SLOPE_EDGES_DEG[1:])
        return [{"from_deg": low, "to_deg": high, **_figures(row)} for (low, high), row in zip(edges, self._sums)]

    def by_terrain(self) -> dict[str, dict[str, float]]:
        """The figures of heights for each terrain class."""
        return {name: _figures(row) for name, row in zip(TERRAINS, self._terrain[1:])}

    def _mean_slope(self) -> float:
        return float(self._slope[0] / self._slope[1]) if self._slope[1] else math.nan

    def _nmad(self) -> float:
        """1.4826 times the median distance from the median (Hoehle & Hoehle 2009)."""
        total = self.histogram.sum()
        if total == 0:
            return math.nan
        middle = int(np.searchsorted(np.cumsum(self.histogram), total / 2.0))
        size = self.histogram.size
        folded = np.zeros(size, dtype=np.int64)
        np.add.at(folded, np.abs(np.arange(size) - middle), self.histogram)
        return 1.4826 * BIN_M * float(np.searchsorted(np.cumsum(folded), total / 2.0))


def _figures(row: NDArray[np.float64]) -> dict[str, float]:
    count = row[0]
    if count == 0:
        nothing = {"bias_m": math.nan, "mae_m": math.nan, "rmse_m": math.nan}
        return {"count": 0, **nothing, **{f"re_under_{t:g}m_percent": math.nan for t in THRESHOLDS_M}}
    figures = {
        "count": int(count),
        "bias_m": row[1] / count,
        "mae_m": row[2] / count,
        "rmse_m": math.sqrt(row[3] / count),
    }
    for index, limit in enumerate(THRESHOLDS_M):
        figures[f"re_under_{limit:g}m_percent"] = 100.0 * row[4 + index] / count
    return {name: float(value) if name != "count" else value for name, value in figures.items()}
