"""Levels of overlapping surfaces by least squares over all their links: an offset each, or an offset and a tilt."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ..arrays import DoubleArray
from .links import BENEATH, CLOSE_M, Link
from .network import Members, apart, connected, mean_plane, solve


@dataclass(frozen=True)
class Levels:
    """What is to be added to each surface.

    Attributes
    ----------
    corrections : (n, 3) array
        Metres at the middle of the surface, metres per kilometre east and north.
    groups : tuple of tuples of int
        Surfaces that hang together by their overlaps, each group in ascending order.
    tied : tuple of bool
        Groups that are tied to the coarse DEM; in the others the corrections sum up to zero.
    loose : tuple of tuples of int
        Surfaces whose tilt against the rest of their group could not be told, so that they got an offset alone.
    rms_before_m, rms_after_m : float or None
        Of the differences of overlapping surfaces; None where none overlap.
    """

    corrections: DoubleArray
    groups: tuple[Members, ...]
    tied: tuple[bool, ...]
    loose: tuple[Members, ...]
    rms_before_m: float | None
    rms_after_m: float | None


def level(middles: DoubleArray, links: Sequence[Link], tilt: bool) -> Levels:
    """Corrections that make the differences of all links least, in the sense of squares.

    A link to the coarse DEM weighs less than one between surfaces, by the variances that planes leave of either kind.
    Surfaces that firm links hold together are levelled by planes; such bodies, by offsets against one another.

    Parameters
    ----------
    middles : (n, 2) array
        Kilometres east and north of the middle of each surface.
    links : sequence of Link
    tilt : bool
        Offsets and tilts, or offsets alone.
    """
    pairs = [one for one in links if one.other != BENEATH]
    ties = [one for one in links if one.other == BENEATH]
    kinds = [(kind, 1.0 / _variance(kind)) for kind in (pairs, ties)]
    weighed = [one.weighing(weight) for kind, weight in kinds for one in kind]
    groups = connected(range(len(middles)), pairs)
    planes = np.zeros((len(middles), 3))
    tied, loose = [], []
    for group in groups:
        members = set(group)
        own = [one for one in weighed if one.one in members]
        tied.append(any(one.other == BENEATH for one in own))
        loose += _level_group(group, middles, own, tilt, planes)
        if not tied[-1]:
            planes[list(group)] -= mean_plane(planes[list(group)], middles[list(group)])
    before, after = (_rms(pairs, middles, added) for added in (np.zeros_like(planes), planes))
    return Levels(planes, tuple(groups), tuple(tied), tuple(loose), before, after)


def _variance(links: Sequence[Link]) -> float:
    """Of the differences about the plane of each link."""
    count = sum(one.count for one in links)
    return max(sum(one.roughness for one in links) / count if count else 0.0, CLOSE_M**2)


def _level_group(
    group: Members, middles: DoubleArray, links: Sequence[Link], tilt: bool, planes: DoubleArray
) -> list[Members]:
    """Set the planes of a group, and tell which of its bodies got an offset alone."""
    firm = [one for one in links if tilt and one.firm]
    bodies = connected(group, [one for one in firm if one.other != BENEATH])
    held = {one.one for one in firm if one.other == BENEATH}
    for body in bodies:
        members, fixed = set(body), not held.isdisjoint(body)
        own = [
            one for one in links if one.one in members and (one.other in members or (fixed and one.other == BENEATH))
        ]
        if tilt and own:
            planes[list(body)] = solve(body, middles, own, 3, fixed)
            if not fixed:
                planes[list(body)] -= mean_plane(planes[list(body)], middles[list(body)])
    free = [body for body in bodies if held.isdisjoint(body)]
    _offset_bodies(free, middles, links, planes)
    if not tilt:
        return []
    if held or any(one.other == BENEATH for one in links):
        return free
    return [body for body in bodies if body != max(bodies, key=len)]


def _offset_bodies(bodies: Sequence[Members], middles: DoubleArray, links: Sequence[Link], planes: DoubleArray) -> None:
    """Add an offset to each body, by what its planes leave of its links with the others; what is in none is fixed."""
    number = {member: index for index, body in enumerate(bodies) for member in body}
    between = []
    for one in links:
        first, second = number.get(one.one, BENEATH), number.get(one.other, BENEATH)
        left = one.moment - one.gram @ apart(one, middles, planes)
        if first == BENEATH:
            first, second, left = second, first, -left
        if first != second:
            between.append(replace(one, one=first, other=second, moment=left))
    if between:
        tied = any(one.other == BENEATH for one in between)
        offsets = solve(range(len(bodies)), np.zeros((len(bodies), 2)), between, 1, tied)
        for body, (offset, _, _) in zip(bodies, offsets):
            planes[list(body), 0] += offset


def _rms(links: Sequence[Link], middles: DoubleArray, planes: DoubleArray) -> float | None:
    """Of all differences of the links, with the surfaces raised by planes."""
    if not links:
        return None
    square = sum(one.left_by(apart(one, middles, planes)) for one in links)
    return math.sqrt(square / sum(one.count for one in links))
