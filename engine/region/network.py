"""Least squares over a network of linked surfaces: planes or offsets that make the differences least."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph
from scipy.sparse.linalg import spsolve

from ..arrays import DoubleArray
from .links import BENEATH, Link

Members = tuple[int, ...]


class Ends(Protocol):
    """What ties two members together, by their numbers."""

    @property
    def one(self) -> int:
        """The first."""

    @property
    def other(self) -> int:
        """The second."""


def connected(members: Sequence[int], pairs: Iterable[Ends]) -> list[Members]:
    """Members that hang together by links between two of them, in the order of their first ones."""
    place = {number: index for index, number in enumerate(members)}
    ends = np.array([(place[one.one], place[one.other]) for one in pairs], dtype=np.intp).reshape(-1, 2)
    matrix = sparse.coo_matrix((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=(len(members), len(members)))
    groups: dict[int, list[int]] = {}
    for number, label in zip(members, csgraph.connected_components(matrix, directed=False)[1].tolist()):
        groups.setdefault(label, []).append(number)
    return [tuple(group) for group in groups.values()]


def solve(members: Sequence[int], middles: DoubleArray, links: Sequence[Link], terms: int, tied: bool) -> DoubleArray:
    """Corrections of members that hang together.

    Parameters
    ----------
    members : sequence of int
        Numbers of surfaces.
    middles : (n, 2) array
        Kilometres east and north of the middle of each surface, by its number.
    links : sequence of Link
        Of the members with one another, or with the coarse DEM.
    terms : int
        3 for planes, 1 for offsets.
    tied : bool
        Whether links to the coarse DEM hold them; the first one's correction is zero where not.

    Returns
    -------
    (members, 3) array
        Metres at the middle, metres per kilometre east and north.
    """
    place = {number: index for index, number in enumerate(members)}
    size = terms * len(members)
    entries: list[tuple[DoubleArray, DoubleArray, DoubleArray]] = []
    right = np.zeros(size)
    at = np.indices((terms, terms))
    for one in links:
        ends = [(one.one, 1.0)] if one.other == BENEATH else [(one.one, 1.0), (one.other, -1.0)]
        turned = [(place[n] * terms, sign * one.about(*middles[n])) for n, sign in ends]
        for first, left in turned:
            right[first : first + terms] += (left @ one.moment)[:terms]
            for second, other in turned:
                block = (left @ one.gram @ other.T)[:terms, :terms]
                entries.append((block.ravel(), (first + at[0]).ravel(), (second + at[1]).ravel()))
    found = np.zeros((len(members), 3))
    start = 0 if tied else 1
    if start < len(members):
        values, rows, columns = (np.concatenate(parts) for parts in zip(*entries))
        matrix = sparse.csc_matrix((values, (rows, columns)), shape=(size, size))[start * terms :, start * terms :]
        found[start:, :terms] = np.reshape(spsolve(matrix, right[start * terms :]), (-1, terms))
    return found


def apart(one: Link, middles: DoubleArray, planes: DoubleArray) -> DoubleArray:
    """By which plane, about the link's own middle, corrections raise its first surface against the second."""
    raised = one.about(*middles[one.one]).T @ planes[one.one]
    if one.other != BENEATH:
        raised = raised - one.about(*middles[one.other]).T @ planes[one.other]
    return np.asarray(raised)


def mean_plane(planes: DoubleArray, middles: DoubleArray) -> DoubleArray:
    """The mean of planes, each about its own middle, written about each of these middles."""
    tilts = planes[:, 1:].mean(axis=0)
    at_zero = (planes[:, 0] - (planes[:, 1:] * middles).sum(axis=1)).mean()
    return np.column_stack([at_zero + middles @ tilts, np.tile(tilts, (len(planes), 1))])
