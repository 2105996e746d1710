"""Levels of overlapping surfaces by least squares over all their links: an offset each, or an offset and a tilt."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph
from scipy.sparse.linalg import spsolve

from ..arrays import DoubleArray
from .links import BENEATH, CLOSE_M, Link

Members = tuple[int, ...]


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
    flat : tuple of bool
        Groups in which offsets alone could be told, although tilts were asked for.
    rms_before_m, rms_after_m : float or None
        Of the differences of overlapping surfaces; None where none overlap.
    """

    corrections: DoubleArray
    groups: tuple[Members, ...]
    tied: tuple[bool, ...]
    flat: tuple[bool, ...]
    rms_before_m: float | None
    rms_after_m: float | None


def level(middles: DoubleArray, links: Sequence[Link], tilt: bool) -> Levels:
    """Corrections that make the differences of all links least, in the sense of squares.

    A link to the coarse DEM weighs less than one between surfaces, by the variances that planes leave of either kind.

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
    scales = {True: _variance(ties), False: _variance(pairs)}
    groups = _connected(len(middles), pairs)
    corrections = np.zeros((len(middles), 3))
    tied, flat = [], []
    for group in groups:
        members = set(group)
        own = [one for one in links if one.one in members]
        tied.append(any(one.other == BENEATH for one in own))
        flat.append(tilt and len(own) > 0 and not _tilts_are_told(group, own, tied[-1]))
        terms = 3 if tilt and not flat[-1] else 1
        weights = [1.0 / scales[one.other == BENEATH] for one in own]
        found = _solve(group, middles, own, weights, terms, tied[-1])
        if not tied[-1]:
            found -= _mean_plane(found, middles[list(group)])
        corrections[list(group)] = found
    return Levels(
        corrections,
        tuple(groups),
        tuple(tied),
        tuple(flat),
        _rms(pairs, middles, np.zeros_like(corrections)),
        _rms(pairs, middles, corrections),
    )


def _variance(links: Sequence[Link]) -> float:
    """Of the differences about the plane of each link."""
    count = sum(one.count for one in links)
    return max(sum(one.roughness for one in links) / count if count else 0.0, CLOSE_M**2)


def _connected(count: int, pairs: Sequence[Link]) -> list[Members]:
    """Numbers below ``count`` that hang together, in the order of their first ones."""
    ends = [one.one for one in pairs], [one.other for one in pairs]
    matrix = sparse.coo_matrix((np.ones(len(pairs)), ends), shape=(count, count))
    labels = csgraph.connected_components(matrix, directed=False)[1]
    groups: dict[int, list[int]] = {}
    for number, label in enumerate(labels.tolist()):
        groups.setdefault(label, []).append(number)
    return [tuple(group) for group in groups.values()]


def _tilts_are_told(group: Members, links: Sequence[Link], tied: bool) -> bool:
    """Whether firm links alone hold each surface of a group to all others, or to the coarse DEM where it is tied."""
    firm = [one for one in links if one.firm]
    place = {number: index for index, number in enumerate(group)}
    pairs = [replace(one, one=place[one.one], other=place[one.other]) for one in firm if one.other != BENEATH]
    parts = _connected(len(group), pairs)
    if not tied:
        return len(parts) == 1
    held = {place[one.one] for one in firm if one.other == BENEATH}
    return all(held & set(part) for part in parts)


def _solve(
    group: Members, middles: DoubleArray, links: Sequence[Link], weights: Sequence[float], terms: int, tied: bool
) -> DoubleArray:
    """(n, 3) corrections of a group; the first one's are zero where it is not tied."""
    place = {number: index for index, number in enumerate(group)}
    size = terms * len(group)
    rows: list[DoubleArray] = []
    columns: list[DoubleArray] = []
    values: list[DoubleArray] = []
    right = np.zeros(size)
    for one, weight in zip(links, weights):
        ends = [(one.one, 1.0)] if one.other == BENEATH else [(one.one, 1.0), (one.other, -1.0)]
        turned = [(place[n] * terms, s * one.about(*middles[n])) for n, s in ends]
        for first, left in turned:
            right[first : first + terms] += weight * (left @ one.moment)[:terms]
            for second, other in turned:
                block = weight * (left @ one.gram @ other.T)[:terms, :terms]
                at = np.indices((terms, terms))
                rows.append((first + at[0]).ravel())
                columns.append((second + at[1]).ravel())
                values.append(block.ravel())
    found = np.zeros((len(group), 3))
    start = 0 if tied else terms
    if start < size:
        entries = np.concatenate(values), (np.concatenate(rows), np.concatenate(columns))
        matrix = sparse.csc_matrix(entries, shape=(size, size))[start:, start:]
        found[start // terms :, :terms] = np.reshape(spsolve(matrix, right[start:]), (-1, terms))
    return found


def _mean_plane(planes: DoubleArray, middles: DoubleArray) -> DoubleArray:
    """The mean of planes, each about its own middle, written about each of these middles."""
    tilts = planes[:, 1:].mean(axis=0)
    at_zero = (planes[:, 0] - (planes[:, 1:] * middles).sum(axis=1)).mean()
    return np.column_stack([at_zero + middles @ tilts, np.tile(tilts, (len(planes), 1))])


def _rms(links: Sequence[Link], middles: DoubleArray, planes: DoubleArray) -> float | None:
    """Of all differences of the links, with the surfaces raised by planes."""
    if not links:
        return None
    square = 0.0
    for one in links:
        raised = (one.about(*middles[n]).T @ planes[n] for n in (one.one, one.other))
        square += one.left_by(next(raised) - next(raised))
    return math.sqrt(square / sum(one.count for one in links))
