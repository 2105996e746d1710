"""How far DTMs of one ground lie apart, from what all lights show of it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..arrays import DoubleArray
from ..contract.progress import Progress
from ..raster.frame import STILL, Move
from ..raster.grid import Window
from ..terrain.agreement import agree
from ..terrain.placing import Estimate
from ..terrain.shared_light import shown_by_both
from ..terrain.ties import tie
from .lit_layers import LitLayer

SIDE, ALONG = 640, 3
"""Pixels of the windows in which DTMs are compared, and how many of them along each axis at most."""

LEAST_SIDE = 48
"""Of common ground on which anything can be told."""


@dataclass(frozen=True)
class Pair:
    """How two DTMs lie: by which the second has to be moved to lie on the first, raster frame."""

    one: int
    other: int
    found: Estimate


def register(layers: Sequence[LitLayer], progress: Progress) -> list[Move]:
    """Moves that lay all DTMs on the first, in the frame of the grid; of DTMs that cannot be told, none.

    Pairs are compared in windows spread over the grid, and all pairs are adjusted together by least squares.

    Parameters
    ----------
    layers : sequence of LitLayer
        Where their files have them.
    progress : Progress
        Told which cannot be laid on the others, and where parts of a DTM lie apart differently.
    """
    found: dict[tuple[int, int], list[Estimate]] = {}
    pairs = [(i, j) for i in range(len(layers)) for j in range(i + 1, len(layers))]
    chosen = [(i, j, window) for i, j in pairs for window in windows(layers[i], layers[j])]
    steps = progress.steps(len(chosen), "comparisons")
    for i, j, window in chosen:
        progress.check()
        azimuths, gsd = (layers[i].sun.azimuth_deg, layers[j].sun.azimuth_deg), layers[0].grid.gsd
        one, other = (shown_by_both(layers[k].read(*window), azimuths, gsd) for k in (i, j))
        seen = tie(one, other, gsd)
        if seen is not None:
            found.setdefault((i, j), []).append(Estimate(seen.shift_m, seen.covariance_m2))
        steps.advance()
    told = [Pair(i, j, _together(layers[i], layers[j], parts, progress)) for (i, j), parts in found.items()]
    return _moves(layers, told, progress)


def windows(one: LitLayer, other: LitLayer) -> list[Window]:
    """Windows of the grid spread over the ground that two DTMs have in common: all of a small one."""
    common = one.shares((0, 0, one.grid.height, one.grid.width))
    common = None if common is None else other.shares(common)
    if common is None or min(common[2:]) < LEAST_SIDE:
        return []
    first, start, height, width = common
    tops, lefts = (_spread(size) for size in (height, width))
    return [(first + top, start + left, min(SIDE, height), min(SIDE, width)) for top in tops for left in lefts]


def _spread(size: int) -> list[int]:
    count = min(ALONG, max(1, round(size / SIDE)))
    return sorted({round(first) for first in np.linspace(0, max(size - SIDE, 0), count)})


def _together(one: LitLayer, other: LitLayer, parts: Sequence[Estimate], progress: Progress) -> Estimate:
    """The mean of the windows, weighted by their errors; where these do not explain what they differ by, the median."""
    inverse = [np.linalg.inv(part.covariance_m2) for part in parts]
    covariance = np.linalg.inv(np.sum(inverse, axis=0))
    if agree(parts):
        mean = covariance @ np.sum([i @ part.place_m for i, part in zip(inverse, parts)], axis=0)
        return Estimate(np.asarray(mean), covariance)
    places = np.array([part.place_m for part in parts])
    middle = np.median(places, axis=0)
    apart = places - middle
    far = float(np.hypot(*apart.T).max())
    progress.warning(
        f"Parts of {other.name} lie by up to {far:.1f} m differently against {one.name}, which one move does not mend; "
        "detail is blurred by as much there."
    )
    return Estimate(middle, covariance + apart.T @ apart / len(parts))


def _moves(layers: Sequence[LitLayer], pairs: Sequence[Pair], progress: Progress) -> list[Move]:
    """Least squares over all pairs; the first that hangs together with others stays."""
    count = len(layers)
    moves, done = [STILL] * count, {0}
    normal, side = np.zeros((2 * count, 2 * count)), np.zeros(2 * count)
    for pair in pairs:
        inverse = np.linalg.inv(pair.found.covariance_m2)
        at = {pair.one: -1.0, pair.other: 1.0}
        for a, sign in at.items():
            side[2 * a : 2 * a + 2] += sign * inverse @ pair.found.place_m
            for b, other in at.items():
                normal[2 * a : 2 * a + 2, 2 * b : 2 * b + 2] += sign * other * inverse
    while grown := {n for p in pairs for n in (p.one, p.other) if {p.one, p.other} & done} - done:
        done |= grown
    free = sorted(done - {0})
    if free:
        index = np.array([2 * k + axis for k in free for axis in (0, 1)])
        covariance = np.linalg.inv(normal[np.ix_(index, index)])
        solution = (covariance @ side[index]).reshape(-1, 2)
        for place, k in enumerate(free):
            own = covariance[2 * place : 2 * place + 2, 2 * place : 2 * place + 2]
            moves[k] = _made(solution[place], own)
    for number, layer in enumerate(layers):
        if number not in done:
            progress.warning(
                f"How far {layer.name} lies from the other DTMs cannot be told (too little common detail), so it is "
                "taken where it lies; a shift of a pixel or more blurs the detail."
            )
    return moves


def _made(move_m: DoubleArray, covariance: DoubleArray) -> Move:
    """A move to a centimetre, so that rounding that differs between machines does not reach the heights."""
    (a, b), (c, d) = covariance.tolist()
    return Move(round(float(move_m[0]), 2), round(float(move_m[1]), 2), ((a, b), (c, d)), "raster")


def said(move: Move) -> str:
    """A move in words, metres."""
    error = "" if move.error_m is None else f" (standard error {move.error_m:.2f} m)"
    return f"{move.east_m:+.2f} m east, {move.north_m:+.2f} m north{error}"


def pixels(move: Move, size_m: float) -> float:
    """Length of a move in pixels."""
    return math.hypot(move.east_m, move.north_m) / size_m
