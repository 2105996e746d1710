"""A rock, and which of two lists are the same."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Rock:
    """One rock.

    Attributes
    ----------
    row, column : float
        Centre in pixels, 0 the centre of the first.
    diameter_m, height_m : float
    confidence : float
        0 to 1: how far its evidence lies above the threshold.
    """

    row: float
    column: float
    diameter_m: float
    height_m: float
    confidence: float


def pairs(first: Sequence[Rock], second: Sequence[Rock], gsd: tuple[float, float]) -> list[tuple[int, int]]:
    """Rocks of two lists that are the same: nearest centres within the larger radius, each used once."""
    candidates = []
    for i, a in enumerate(first):
        for j, b in enumerate(second):
            distance = math.hypot((a.row - b.row) * gsd[1], (a.column - b.column) * gsd[0])
            if distance <= 0.5 * max(a.diameter_m, b.diameter_m) + max(gsd):
                candidates.append((distance, i, j))
    return each_once(candidates)


def each_once(candidates: Iterable[tuple[float, int, int]]) -> list[tuple[int, int]]:
    """Pairs out of candidates (how far they differ, number of the one, of the other): the nearest first, none twice."""
    used: tuple[set[int], set[int]] = (set(), set())
    matched = []
    for _, i, j in sorted(candidates):
        if i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
            matched.append((i, j))
    return matched
