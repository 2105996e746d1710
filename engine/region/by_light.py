"""Which frames overlap under different suns, and the groups of them that are put together by their light."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..arrays import DoubleArray
from ..contract.progress import Progress
from ..raster.align import positions_on
from ..raster.frame import Sun
from ..terrain.several_suns import LEAST_ANGLE_DEG, between, expected_gain
from .folder import Record
from .frame_record import grid_of
from .lit_layers import turned
from .network import connected

LEAST_OVERLAP = 1.0
"""Postings that two frames share at the narrowest, from which their overlap is worth more than a transition."""

MOST_SAID = 12
"""Pairs that the log names; the report has all."""


@dataclass(frozen=True)
class LightPair:
    """Two frames that overlap.

    Attributes
    ----------
    one, other : int
        Numbers of the frames.
    angle_deg : float
        Between the lines of their light, 0 to 90 degrees.
    gain : float
        Expected slope error of both together over that of the better one.
    """

    one: int
    other: int
    angle_deg: float
    gain: float


def light_pairs(frames: Sequence[Record]) -> list[LightPair]:
    """Pairs of frames with a light that share ground: postings of it, by the convex outlines of what they know.

    Parameters
    ----------
    frames : sequence of dict
        What is known of frames that are done.
    """
    base = grid_of(frames[0])
    placed: dict[int, tuple[Sun, DoubleArray, float]] = {}
    for number, frame in enumerate(frames):
        if frame["light"] is None or not frame["outline"]:
            continue
        own = grid_of(frame)
        sun = turned(Sun(**frame["light"]), own, base, frame["image"])
        columns, rows = (np.array(values, dtype=np.float64) for values in zip(*frame["outline"]))
        placed[number] = sun, np.column_stack(positions_on(own, base, columns, rows)) * base.gsd, frame["posting_m"]
    pairs = []
    for one, (sun, corners, posting) in placed.items():
        for other, (its_sun, its_corners, its_posting) in placed.items():
            if one < other and shared_width(corners, its_corners) >= LEAST_OVERLAP * max(posting, its_posting):
                pairs.append(LightPair(one, other, between(sun, its_sun), expected_gain([sun, its_sun])))
    return pairs


def shared_width(one: DoubleArray, other: DoubleArray) -> float:
    """Least width of what two convex polygons, (n, 2) corners in order each, share; not above zero where they do not.

    Two convex polygons are apart if they are along the normal of an edge of one of them (separating axes).
    """
    edges = np.concatenate([np.roll(corners, -1, axis=0) - corners for corners in (one, other)])
    normals = np.column_stack((-edges[:, 1], edges[:, 0])) / np.maximum(np.hypot(*edges.T), 1e-12)[:, None]
    reach = [corners @ normals.T for corners in (one, other)]
    (low, high), (its_low, its_high) = ((along.min(axis=0), along.max(axis=0)) for along in reach)
    return float((np.minimum(high, its_high) - np.maximum(low, its_low)).min())


def grouped(count: int, pairs: Sequence[LightPair], least_deg: float) -> list[tuple[int, ...]]:
    """All frames, those together that overlap under suns which stand so far apart."""
    return connected(range(count), [pair for pair in pairs if pair.angle_deg >= least_deg])


def say_suns(frames: Sequence[Record], pairs: Sequence[LightPair], least_deg: float | None, progress: Progress) -> None:
    """Which frames complement each other and which do not; ``least_deg`` is None where none are put together by it."""
    limit = LEAST_ANGLE_DEG if least_deg is None else least_deg
    far = sorted((pair for pair in pairs if pair.angle_deg >= limit), key=lambda pair: pair.gain)
    for pair in far[:MOST_SAID]:
        one, other = (frames[number]["name"] for number in (pair.one, pair.other))
        progress.info(
            f"{one} and {other} overlap and complement each other: the lines of their light lie {pair.angle_deg:.0f} "
            f"degrees apart; together, slope errors of {pair.gain:.2f} times those of the better one are expected."
        )
    if len(far) > MOST_SAID:
        progress.info(f"{len(far) - MOST_SAID} more pairs of frames complement each other; the report has them.")
    if len(pairs) > len(far):
        progress.info(
            f"Of {len(pairs)} overlaps of frames, {len(pairs) - len(far)} show nearly the same slopes twice: the lines "
            f"of their light lie less than {limit:.0f} degrees apart."
        )
    if far and least_deg is None:
        progress.info("Where frames complement each other, 'suns' would put them together by their light.")
    if not far and least_deg is not None:
        progress.warning(
            f"No frames overlap under suns that stand {limit:.0f} degrees apart, so that all are blended; give images "
            "of one ground under several suns, or a smaller least angle between suns."
        )
