"""The figures of a study, read off its trials."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from .trial import Trial

MEASURED = ("rmse_m", "mae_m", "bias_m", "nmad_m", "re_under_2m_percent", "re_under_4m_percent", "re_under_10m_percent",
            "slope_error_deg", "effective_resolution_m")  # fmt: skip
COLUMNS = ("incidence_deg", "azimuth_deg", "shadow_percent", "signal_to_noise", *MEASURED, "count")
"""Of the table."""

PREFERRED_DEG = (40.0, 60.0)
"""The paper's preferred incidences."""

AS_GOOD = 1.1
"""Slope error over the least one up to which an incidence is as good."""


def summary(trials: Sequence[Trial]) -> dict[str, Any]:
    """Figures of every sun, their means over azimuths, the best incidences, and whether the paper's are.

    Returns
    -------
    dict
        ``suns``: a row for each trial; ``incidences``: a row for each incidence, ascending; ``coarse``: the bicubic
        coarse DEM; ``best``, ``best_heights``: the rows with the least slope error and RMSE; ``good_deg``: least and
        largest incidence that is as good as the best; ``preferred``: whether one of the paper's incidences is as good,
        None where none was tried.
    """
    rows: list[dict[str, Any]] = [
        {
            "incidence_deg": one.sun.incidence_deg,
            "azimuth_deg": one.sun.azimuth_deg,
            "shadow_percent": one.seen.shadow_percent,
            "signal_to_noise": one.seen.signal_to_noise,
            **{name: one.figures["dtm"][name] for name in MEASURED},
            "count": one.figures["dtm"]["count"],
        }
        for one in trials
    ]
    means = [_mean(angle, rows) for angle in sorted({one.sun.incidence_deg for one in trials})]
    best = min(means, key=lambda row: row["slope_error_deg"])
    limit = AS_GOOD * best["slope_error_deg"]
    good = [row["incidence_deg"] for row in means if row["slope_error_deg"] <= limit]
    low, high = PREFERRED_DEG
    tried = [row for row in means if low <= row["incidence_deg"] <= high]
    coarse = trials[0].figures["coarse"]
    return {
        "suns": rows,
        "incidences": means,
        "coarse": {**{name: coarse[name] for name in MEASURED}, "count": coarse["count"]},
        "best": best,
        "best_heights": min(means, key=lambda row: row["rmse_m"]),
        "good_deg": [good[0], good[-1]],
        "preferred_deg": list(PREFERRED_DEG),
        "preferred": any(row["slope_error_deg"] <= limit for row in tried) if tried else None,
    }


def _mean(angle: float, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Means of the figures over the azimuths of an incidence."""
    own = [row for row in rows if row["incidence_deg"] == angle]
    names = ("shadow_percent", *MEASURED)
    return {"incidence_deg": angle, **{name: math.fsum(row[name] for row in own) / len(own) for name in names}}
