"""Which source is the best for some ground, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..errors import ParameterError
from .footprint import Footprint, nothing_there
from .sources import DemSource

AUTO = "auto"

LEAST_POSTING_PX = 8.0
"""Pixels of the image between two posts from which experts have something to add (the shipped pack's range)."""

Degrees = NDArray[np.float64]


@dataclass(frozen=True)
class Choice:
    """Sources for some ground.

    Attributes
    ----------
    sources : tuple of DemSource
        The first has the grid; the others are used where those before have nothing.
    reason : str
        One sentence.
    """

    sources: tuple[DemSource, ...]
    reason: str


def choose(sources: Mapping[str, DemSource], asked: str, footprint: Footprint, least_posting_m: float) -> Choice:
    """The best source, and those that fill what it lacks.

    Of the sources that have all of the ground the one with the densest posts is taken, but none denser than asked for
    as long as there is another; of equals the more accurate one. Where none has all, the one that has most comes
    first. Fallbacks are taken only for what no other has.

    Parameters
    ----------
    sources : mapping
        By name.
    asked : str
        'auto' or a name.
    footprint : Footprint
    least_posting_m : float
        Denser posts have nothing more to give.

    Raises
    ------
    ParameterError
        There is no source of that name.
    OverlapError
        None has any of the ground.
    """
    longitude, latitude = footprint.places()
    if asked != AUTO:
        if asked not in sources:
            raise ParameterError(f"There is no source {asked!r}; choose one of: {AUTO}, {', '.join(sources)}.")
        source = sources[asked]
        share = float(has(source, longitude, latitude).mean())
        if share == 0.0:
            raise nothing_there(footprint, source.title)
        return Choice((source,), f"{_named(source)} is taken, as asked for{_of(share, footprint)}.")
    ranked = sorted((s for s in sources.values() if not s.fallback), key=lambda s: _rank(s, least_posting_m))
    shares = {source.name: float(has(source, longitude, latitude).mean()) for source in sources.values()}
    whole = [source for source in ranked if shares[source.name] == 1.0]
    if whole:
        best = whole[0]
        return Choice((best,), f"{_named(best)} is taken: it has all of {footprint.name}.")
    some = sorted((s for s in ranked if shares[s.name] > 0.0), key=lambda s: -shares[s.name])
    taken = filled(some[:1], [*ranked, *(s for s in sources.values() if s.fallback)], longitude, latitude)
    if not taken:
        raise nothing_there(footprint, "No source of the table")
    first = taken[0]
    beyond = "".join(f", beyond it {_named(source)}" for source in taken[1:])
    return Choice(tuple(taken), f"{_named(first)} is taken{_of(shares[first.name], footprint)}{beyond}.")


def filled(
    taken: list[DemSource], ranked: list[DemSource], longitude: Degrees, latitude: Degrees
) -> list[DemSource]:
    """Sources, and after them those that have some of what is still missing, best first."""
    taken = list(taken)
    missing = np.ones(longitude.shape, dtype=bool)
    for source in taken:
        missing &= ~has(source, longitude, latitude)
    for source in ranked:
        if source not in taken and (missing & has(source, longitude, latitude)).any():
            taken.append(source)
            missing &= ~has(source, longitude, latitude)
    return taken


def has(source: DemSource, longitude: Degrees, latitude: Degrees) -> NDArray[np.bool_]:
    """Where a source has ground, by the extent in its table."""
    west, south, east, north = source.extent
    # A hair of slack, so that places on the border itself belong to it.
    across = (longitude - west + 1e-9) % 360.0 <= east - west + 2e-9
    inside: NDArray[np.bool_] = across & (latitude >= south - 1e-9) & (latitude <= north + 1e-9)
    return inside


def _rank(source: DemSource, least_posting_m: float) -> tuple[bool, float, float]:
    dense = source.posting_m < least_posting_m
    return dense, -source.posting_m if dense else source.posting_m, source.accuracy_m


def _named(source: DemSource) -> str:
    posts = f"posts {source.posting_m:g} m apart, heights good to {source.accuracy_m:g} m"
    return f"{source.name} ({source.title}; {posts})"


def _of(share: float, footprint: Footprint) -> str:
    return f": it has {100.0 * share:.0f} % of {footprint.name}"
