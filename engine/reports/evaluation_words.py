"""A sentence under each table of Evaluate: what is good, and what is not.

Thresholds are what was measured on made scenes and on the real pair near the south pole (docs/pages/accuracy.md).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

SLOPE_GOOD, SLOPE_WEAK = 0.6, 0.9
"""Mean slope error over that of the bicubic coarse DEM: usual is 0.3 to 0.5."""

SEAMS_FAINT, SEAMS_PLAIN = 1.05, 1.15
STRIPES_CHANCE, STRIPES_MORE = 3.0, 2.0
"""A pattern is more than chance by this, and more than the coarse DEM's and the reference's by that."""

DETAIL_GOOD, DETAIL_WEAK = 0.85, 0.5
ONE_SIGMA, SIGMA_GOOD = 68.3, 8.0
"""Per cent of normal errors within one standard deviation, and how far off what is stated still counts as right."""

LONG_WAVES_GOOD_M, LONG_WAVES_BAD_M = 2.5, 6.0


def of_errors(against: Mapping[str, Mapping[str, float]]) -> str:
    """Heights and slopes against the reference."""
    dtm, coarse = against["dtm"], against.get("coarse")
    if not dtm["count"]:
        return "There is nothing to compare."
    said = []
    if coarse is not None and coarse["count"]:
        ratio = dtm["rmse_m"] / coarse["rmse_m"] if coarse["rmse_m"] else math.inf
        slopes = dtm["slope_error_deg"] / coarse["slope_error_deg"] if coarse["slope_error_deg"] else math.inf
        if ratio < 1.0:
            said.append(f"Heights are better than the bicubic coarse DEM's: {_percent(ratio)} of its RMSE is left.")
        else:
            said.append(f"Heights are not better than the bicubic coarse DEM's (its RMSE times {ratio:.2f}): its "
                        f"place, its "
                        "unit or the reference's should be looked at.")  # fmt: skip
        if slopes < SLOPE_GOOD:
            said.append(f"Slopes are much better: {_percent(slopes)} of its error is left.")
        elif slopes < SLOPE_WEAK:
            said.append(f"Slopes are somewhat better: {_percent(slopes)} of its error is left; 30 to 50 % are usual.")
        else:
            said.append(f"Slopes are hardly better ({_percent(slopes)} of its error is left): the image did not tell "
                        f"much.")
    bias = abs(dtm["bias_m"])
    if bias > 0.5 * dtm["rmse_m"] and bias > 0.5:
        said.append(f"A good part of the error is one level: the DTM lies {dtm['bias_m']:+.2f} m off as a whole.")
    return " ".join(said)


def of_slopes(bins: list[Mapping[str, float]]) -> str:
    """Where errors are, by the reference's slope."""
    known = [one for one in bins if one["count"]]
    if len(known) < 2:
        return ""
    low, high = (min(known, key=lambda one: one["rmse_m"]), max(known, key=lambda one: one["rmse_m"]))
    return (f"Best are slopes of {low['from_deg']:g} to {low['to_deg']:g} degrees (RMSE {low['rmse_m']:.2f} m), worst "
            f"those of {high['from_deg']:g} to {high['to_deg']:g} ({high['rmse_m']:.2f} m).")  # fmt: skip


def of_terrain(classes: Mapping[str, Mapping[str, float]]) -> str:
    """Where errors are, by class."""
    known = {name: one for name, one in classes.items() if one["count"]}
    if not known:
        return "No pixel of the DTM has a class."
    worst = max(known, key=lambda name: known[name]["rmse_m"])
    if len(known) == 1:
        return f"All of it is {worst}."
    best = min(known, key=lambda name: known[name]["rmse_m"])
    return (f"Best is {best} ground (RMSE {known[best]['rmse_m']:.2f} m), worst {worst} "
            f"({known[worst]['rmse_m']:.2f} m).")  # fmt: skip


def of_stated(stated: Mapping[str, Mapping[str, Any]], without_long_waves: bool) -> str:
    """Whether stated errors are those that are made."""
    said = []
    for kind, one in stated.items():
        if not one["count"]:
            continue
        within = one["within_percent"][one["multiples"].index(1.0)]
        off = f"{within:.0f} % of the {kind} lie within one stated standard deviation, of normal errors 68 %"
        if abs(within - ONE_SIGMA) <= SIGMA_GOOD:
            said.append(f"{off}: what is stated holds.")
        elif within < ONE_SIGMA:
            said.append(f"{off}: errors are larger than stated, or the reference has a part in them.")
        else:
            said.append(f"{off}: errors are smaller than stated.")
    if without_long_waves and "heights" in stated:
        said.append("Errors of heights are without the long waves, which are the coarse DEM's: they were taken off the "
                    "true ones too.")  # fmt: skip
    return " ".join(said)


def of_resolution(widths: Mapping[str, float], pixel_m: float) -> str:
    """What size is right."""
    dtm, coarse = widths["dtm"], widths.get("coarse", math.nan)
    if math.isnan(dtm):
        return "It cannot be told here."
    if dtm == 0.0:
        return "The DTM is as fine as the reference."
    if math.isinf(dtm):
        return "The DTM has no detail that the reference has."
    said = f"Forms from about {dtm:.1f} m on ({dtm / pixel_m:.1f} times the size of a pixel) are right."
    if math.isfinite(coarse) and coarse > 0.0:
        better = coarse / dtm
        said += (f" That is {better:.1f} times finer than the bicubic coarse DEM." if better > 1.0
                 else " That is no finer than the bicubic coarse DEM.")  # fmt: skip
    elif math.isinf(coarse):
        said += " The bicubic coarse DEM is too coarse to be measured."
    return said


def of_seams(ratio: float) -> str:
    """Whether tiles can be seen."""
    if ratio <= SEAMS_FAINT:
        return "There are no seams."
    if ratio <= SEAMS_PLAIN:
        return "Seams are faint; a slope map shows them if anything does."
    return "Seams are there: a larger overlap of the tiles makes them fainter."


def of_long_waves(rms_m: float) -> str:
    """Whether DTM and coarse DEM are of the same ground."""
    if rms_m <= LONG_WAVES_GOOD_M:
        return "The DTM keeps the coarse DEM's large forms."
    if rms_m <= LONG_WAVES_BAD_M:
        return "The DTM strays from the coarse DEM's large forms more than usual; both should be looked at."
    return "The two do not fit: the place, the unit or the ground of one is wrong."


def of_stripes(stripes: Mapping[str, Mapping[str, float]]) -> str:
    """Whether the DTM has a pattern of its own."""
    dtm, others = stripes["dtm"], [one for name, one in stripes.items() if name != "dtm"]
    found = []
    for axis in ("columns", "rows"):
        most = max((one[f"{axis}_m"] for one in others), default=0.0)
        if dtm[f"{axis}_ratio"] > STRIPES_CHANCE and dtm[f"{axis}_m"] > STRIPES_MORE * most:
            found.append(axis)
    if found:
        return f"The DTM has a pattern along its {' and '.join(found)}, as a camera or another DTM makes them."
    return "The DTM has no stripes of its own."


def of_light(light: Mapping[str, Mapping[str, float]]) -> str:
    """How far the relief explains the image."""
    detail = light["dtm"]["detail"]
    if not math.isfinite(detail):
        return "Nothing of the image can be compared."
    share = f"The DTM explains {100.0 * max(detail, 0.0) ** 2:.0f} % of the image's detail"
    if detail >= DETAIL_GOOD:
        return f"{share}: its slopes along the sun are those that the image shows."
    if detail >= DETAIL_WEAK:
        return f"{share}; the rest is albedo, noise or relief that is lacking."
    return f"{share}: the relief is not what the image shows. The sun's direction is the first thing to check."


def _percent(share: float) -> str:
    return f"{100.0 * share:.0f} %"
