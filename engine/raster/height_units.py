"""What one stored value of an elevation raster is in metres: who says so, and what is assumed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..arrays import DoubleArray
from ..errors import RasterError
from ..moon import HEIGHT_LIMITS_M, RADIUS_M
from ..products.units import HEIGHT_UNITS, height_unit
from .reader import RasterReader

MARGIN_M = 700.0
"""Room beyond the Moon's own limits for other reference surfaces; less than it takes to let -9999 in."""

LOWEST_M, HIGHEST_M = HEIGHT_LIMITS_M[0] - MARGIN_M, HEIGHT_LIMITS_M[1] + MARGIN_M

NEAR_RADIUS = (1.72e6, 1.76e6)
"""Metres: values about the radius are distances from the centre, not heights."""

KILOMETRE_RANGE = 20.0
"""Heights in kilometres stay within this."""

FLATTEST_SLOPE = 1e-3
"""No part of the Moon is smoother at the postings of DEMs (90th percentile of slopes): then the unit is not metres."""

STEEPEST_SLOPE = 2.75
"""Tangent of 70 degrees: no ground has half of its slopes above."""

_LOLA_COUNTS = re.compile(r"(?i)(?:^|[^a-z])s?(?:ldem|lola)(?:[^a-z]|$)")
"""Names of LOLA products; integer ones store half-metres. Not the merged LOLA-Kaguya DEM, which has metres."""


@dataclass(frozen=True)
class Conversion:
    """Metres = (value x scale + offset) x factor + shift_m, of values as the reader hands them out.

    Attributes
    ----------
    factor : float
        Metres per unit.
    source : str
        Who says the unit, to be followed by a verb: 'the label'.
    scale, offset : float
        Of a label that the format itself does not hand on (JPEG 2000).
    shift_m : float
        Minus the radius where values are radii.
    said, warned : tuple of str
        Sentences for the user.
    """

    factor: float
    source: str
    scale: float = 1.0
    offset: float = 0.0
    shift_m: float = 0.0
    said: tuple[str, ...] = ()
    warned: tuple[str, ...] = ()

    def metres(self, values: np.ndarray) -> DoubleArray:
        """Heights in metres of float64 values."""
        return (values * self.scale + self.offset) * self.factor + self.shift_m

    @property
    def plain(self) -> bool:
        """Whether a factor alone makes metres, so that float32 is exact enough."""
        return self.offset == 0.0 and self.shift_m == 0.0


def plausible(heights_m: np.ndarray) -> np.ndarray:
    """Where heights are such as the ground of the Moon has; NaN is none."""
    with np.errstate(invalid="ignore"):
        return (heights_m > LOWEST_M) & (heights_m < HIGHEST_M)


def slope_at(windows: Sequence[DoubleArray], gsd_m: float, percentile: float) -> float:
    """A percentile of the steps along rows of windows, as rise over run; NaN where there are none."""
    steps = np.concatenate([np.abs(np.diff(window, axis=1)).ravel() for window in windows])
    steps = steps[np.isfinite(steps)]
    return float(np.percentile(steps, percentile)) / gsd_m if steps.size else float("nan")


def conversion(reader: RasterReader, asked: str, windows: Sequence[DoubleArray]) -> Conversion:
    """How a raster's values become metres: the user's choice, the label, the band's unit, the range.

    Parameters
    ----------
    reader : RasterReader
    asked : str
        'auto' or a name in ``HEIGHT_UNITS``.
    windows : sequence of (H, W) float64 arrays
        Samples of the raster's values.

    Raises
    ------
    RasterError
        The unit is not known.
    """
    path = reader.path
    scale, offset = _label_scale(reader)
    values = np.concatenate([window[np.isfinite(window)] for window in windows]) * scale + offset
    scaled = [window * scale + offset for window in windows]
    unit, source, said, warned = _unit(reader, asked, values, scaled, (scale, offset))
    if unit == "half-metres" and asked != "auto":
        # The user speaks of the stored counts; a scale that the file declares is not applied on top of it.
        declared = scale * reader.scale[0]
        factor = HEIGHT_UNITS[unit] / declared
        if declared != 1.0:
            said += (f"{path}: the file scales its counts by {declared:g} itself; half-metres are not applied twice.",)
            if factor == 1.0:
                source = "the file's own scale"
    else:
        factor = HEIGHT_UNITS[unit]
    shift = 0.0
    if NEAR_RADIUS[0] < float(np.median(values)) * factor < NEAR_RADIUS[1]:
        shift = -RADIUS_M
        said += (f"{path}: values are radii; 1,737,400 m are taken off.",)
    if scale != 1.0:
        said += (f"{path}: the label beside the file gives a scale of {scale:g}, which is applied.",)
    return Conversion(factor, source, scale, offset, shift, said, warned)


def _label_scale(reader: RasterReader) -> tuple[float, float]:
    """Scale and offset of a label that GDAL has not applied already."""
    label = reader.label
    if label is None or reader.scaled:
        return 1.0, 0.0
    return label.scale or 1.0, label.offset or 0.0


def _unit(
    reader: RasterReader,
    asked: str,
    values: DoubleArray,
    scaled: Sequence[DoubleArray],
    declared: tuple[float, float],
) -> tuple[str, str, tuple[str, ...], tuple[str, ...]]:
    """Name of the unit, who says it, and what the user should know."""
    path = reader.path
    smooth = _smoother_than_metres(values, scaled, reader)
    if asked != "auto":
        if asked not in HEIGHT_UNITS:
            raise RasterError(f"{asked} is no unit of heights; choose one of {', '.join(HEIGHT_UNITS)}.")
        said = () if asked == "metres" else (f"{path}: heights are taken as {asked}, as asked for.",)
        return asked, "your choice", said, _doubt(path, asked, smooth)
    label = reader.label
    for source, text in (("the label", label.unit if label else ""), ("the file", reader.unit)):
        unit = height_unit(text)
        if unit is None:
            raise RasterError(
                f"{path} states its values in {text!r}, which is no unit of heights known here; give an elevation "
                f"raster, or set the unit of heights to one of {', '.join(HEIGHT_UNITS)}."
            )
        if unit:
            said = () if unit == "metres" else (f"{path}: {source} declares {unit}; heights are converted to metres.",)
            return unit, source, said, _doubt(path, unit, smooth)
    offset = declared[1] or reader.scale[1]
    if smooth or NEAR_RADIUS[0] < offset * 1000.0 < NEAR_RADIUS[1]:
        return (
            "kilometres",
            "the range of heights",
            (
                f"{path}: the range of heights says kilometres; they are converted to metres "
                "(set the height unit to metres if this is wrong).",
            ),
            (),
        )
    return _counts(reader, values, declared)


def _smoother_than_metres(values: DoubleArray, scaled: Sequence[DoubleArray], reader: RasterReader) -> bool:
    """Whether values fit heights or radii in kilometres, and would be too smooth in metres."""
    if not reader.dtype.startswith("float") or values.size == 0:
        return False
    middle = float(np.median(values))
    heights = float(np.percentile(np.abs(values), 98.0)) < KILOMETRE_RANGE  # wild posts do not decide
    if not heights and not NEAR_RADIUS[0] < middle * 1000.0 < NEAR_RADIUS[1]:
        return False
    return 0.0 < slope_at(scaled, reader.grid.gsd[0], 90.0) < FLATTEST_SLOPE


def _doubt(path: str, unit: str, smooth: bool) -> tuple[str, ...]:
    if unit != "metres" or not smooth:
        return ()
    return (f"{path}: heights are taken as metres, but their range looks like kilometres; check the unit of heights.",)


def _counts(
    reader: RasterReader, values: DoubleArray, declared: tuple[float, float]
) -> tuple[str, str, tuple[str, ...], tuple[str, ...]]:
    """Metres, or the half-metres of LOLA's integer products, where nothing states a unit."""
    path = reader.path
    counts = reader.dtype == "int16" and not reader.scaled and declared == (1.0, 0.0)
    if not counts:
        return "metres", "the range of heights", (), ()
    product = reader.label.product if reader.label else ""
    if any(_LOLA_COUNTS.search(name) for name in (Path(path).stem, product)):
        return "half-metres", "the name of the file", (), (
            f"{path}: LOLA integers without a scale are taken for half-metres, as LOLA's archive stores them; set the "
            "unit of heights to metres if this copy was converted.",
        )  # fmt: skip
    low, high = np.percentile(values, (0.5, 99.5)) if values.size else (0.0, 0.0)
    half = HEIGHT_UNITS["half-metres"]
    if not plausible(np.array([low, high])).all() and plausible(np.array([low, high]) * half).all():
        return "half-metres", "the range of heights", (), (
            f"{path}: integers from {low:.0f} to {high:.0f} cannot be metres on the Moon and count as half-metres; "
            "set the unit of heights if this is wrong.",
        )  # fmt: skip
    return "metres", "nothing in the file", (), (
        f"{path}: integers without a unit are taken for metres; LOLA products count half-metres, so set the unit of "
        "heights if this is one.",
    )  # fmt: skip
