"""Fetch a coarse DEM: choose its source, read what is missing of it, write it with where it comes from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..contract.progress import Progress
from ..errors import ParameterError
from ..files import whole_file
from ..raster.provenance import CITATION
from ..raster.writer import RasterWriter
from .choice import AUTO, Choice, choose, filled
from .footprint import Footprint, nothing_there
from .patchwork import bands
from .patience import USUAL, Patience
from .reading import Count, Reading, host, said
from .sheet import Sheet, sheet
from .sources import DemSource, read_sources, shipped
from .store import Store

DESCRIPTION = "height above 1737.4 km"


@dataclass(frozen=True)
class Ask:
    """What is asked of the archives.

    Attributes
    ----------
    source : str
        'auto' or a name.
    archives : str, optional
        A table of the user's own.
    margin_m : float
        About the ground.
    limit_mb : int
        The most that is read.
    """

    source: str = AUTO
    archives: str | None = None
    margin_m: float = 1000.0
    limit_mb: int = 500


@dataclass(frozen=True)
class Fetched:
    """A coarse DEM that was written.

    Attributes
    ----------
    sources : tuple of DemSource
    posting_m : float
        On the ground, in the middle.
    covered : float
        Share of its posts that have a height.
    count : Count
        What was read from archives for it.
    """

    sources: tuple[DemSource, ...]
    posting_m: float
    covered: float
    count: Count


def fetch(
    footprint: Footprint,
    ask: Ask,
    least_posting_m: float,
    target: str,
    tags: Callable[[Mapping[str, str]], Mapping[str, str]],
    progress: Progress,
    patience: Patience = USUAL,
) -> Fetched:
    """Write a coarse DEM of some ground.

    Parameters
    ----------
    footprint : Footprint
    ask : Ask
    least_posting_m : float
        Denser posts have nothing more to give.
    target : str
    tags : callable
        Makes the tags of the file from facts by name.
    progress : Progress
    patience : Patience

    Raises
    ------
    ParameterError, OverlapError
        No source has this ground, or it takes more than the limit.
    ArchiveError
        The archive cannot be read; what was read is kept, and the next run goes on from it.
    """
    sources = read_sources(ask.archives)
    choice = choose(sources, ask.source, footprint, least_posting_m)
    progress.info(choice.reason)
    store = Store()
    store.tidy()
    with Reading(store, patience, progress) as reading:
        sheets = _fetched(choice, sources, footprint, ask, reading, progress)
        facts = _facts(sheets, reading)
        count = known = 0
        with RasterWriter(target, sheets[0].grid, "m", DESCRIPTION, tags(facts), progress=progress) as writer:
            for row, heights in bands(sheets):
                progress.at(0.9 + 0.1 * row / sheets[0].grid.height, "Writing the coarse DEM")
                writer.write(heights, row)
                count += heights.size
                known += int(np.isfinite(heights).sum())
            if known == 0:
                raise nothing_there(footprint, choice.sources[0].title)
        if known < count:
            share = 100.0 * (1.0 - known / count)
            progress.warning(f"{share:.1f} % of the coarse DEM, its margin included, has no height.")
        return Fetched(
            tuple(one.source for one in sheets), sheets[0].grid.ground_size.mean_m, known / count, reading.count
        )


def kept(
    footprint: Footprint, ask: Ask, least_posting_m: float, progress: Progress, patience: Patience = USUAL
) -> str:
    """Path of a coarse DEM of some ground in the user's cache; fetched unless the same was fetched before.

    Raises
    ------
    ParameterError, OverlapError, ArchiveError
        As ``fetch``.
    """
    tables = [path.read_bytes() for path in (shipped(), *([Path(ask.archives)] if ask.archives else []))
              if path.is_file()]  # fmt: skip
    asked = [
        [[grid.wkt, grid.transform, grid.width, grid.height] for grid in footprint.grids],
        [ask.source, ask.margin_m, least_posting_m],
        [hashlib.sha256(table).hexdigest() for table in tables],
    ]
    store = Store()
    path = store.fetched(hashlib.sha256(json.dumps(asked).encode()).hexdigest())
    if path.is_file():
        store.used(path)
        progress.info(f"The coarse DEM was fetched before and is kept: {path}.")
        return str(path)
    store.make_room(path)

    def tags(facts: Mapping[str, str]) -> dict[str, str]:
        return {"MMOEDTM_OPERATION": "fetch_coarse_dem", **facts}

    with whole_file(str(path)) as partial:
        fetch(footprint, ask, least_posting_m, str(partial), tags, progress, patience)
    progress.info(f"The coarse DEM is kept as {path}.")
    return str(path)


def _fetched(
    choice: Choice,
    sources: Mapping[str, DemSource],
    footprint: Footprint,
    ask: Ask,
    reading: Reading,
    progress: Progress,
) -> list[Sheet]:
    """Sheets whose bytes are all kept."""
    progress.at(0.0, "Asking the archive", force=True)
    while True:
        sheets = _sheets(choice, sources, footprint, ask, reading)
        jobs, changed = reading.missing([part for one in sheets for part in one.windows()])
        if not changed:
            break
    size = sum(job.bytes for job in jobs)
    if size > ask.limit_mb * 1e6:
        raise ParameterError(
            f"The coarse DEM of {footprint.name} takes {said(size)} from the archive, over the limit of {ask.limit_mb} "
            "MB; choose a source with posts further apart, or run Fetch coarse DEM with a higher limit."
        )
    if jobs:
        hosts = ", ".join(dict.fromkeys(host(job.url) for job in jobs))
        ranges = sum(len(job.ranges) for job in jobs)
        progress.info(
            f"To be read: {said(size)} from {hosts}, in {ranges} ranges, which takes {reading.seconds_for(jobs):.0f} s "
            "or more."
        )
        reading.fetch(jobs, f"Reading {choice.sources[0].name}")
    else:
        progress.info("All of it is kept from earlier runs; nothing is read from the archive.")
    return sheets


def _sheets(
    choice: Choice, sources: Mapping[str, DemSource], footprint: Footprint, ask: Ask, reading: Reading
) -> list[Sheet]:
    base = sheet(choice.sources[0], footprint, ask.margin_m, reading)
    outer = Footprint((base.grid,), footprint.name)
    others = list(choice.sources[1:])
    if ask.source == AUTO:
        # The margin may lie where the sources of the ground have nothing.
        usual = [source for source in sources.values() if not source.fallback]
        usual.sort(key=lambda s: abs(s.posting_m - base.source.posting_m))
        others = filled(list(choice.sources), usual, *outer.places())[1:]
    return [base, *(sheet(one, outer, 3.0 * one.posting_m, reading) for one in others)]


def _facts(sheets: Sequence[Sheet], reading: Reading) -> dict[str, str]:
    """Where the heights come from, by name of the tag."""
    used = [one.source for one in sheets]
    files = [
        f"{part.url} ({reading.version(part)}), rows {row} to {row + height - 1}, columns {column} to "
        f"{column + width - 1}, pieces sha256 {reading.digest(part, (row, column, height, width))}"
        for one in sheets
        for part, (row, column, height, width) in one.windows()
    ]
    return {
        "MMOEDTM_SOURCE": "; ".join(f"{one.name}: {one.title}" for one in used),
        CITATION: " ".join(dict.fromkeys(one.citation for one in used)),
        "MMOEDTM_LICENCE": "; ".join(dict.fromkeys(one.licence for one in used)),
        "MMOEDTM_FRAME": "; ".join(dict.fromkeys(one.frame for one in used)),
        "MMOEDTM_ACCURACY_M": f"{max(one.accuracy_m for one in used):g}",
        "MMOEDTM_POSTING_M": f"{sheets[0].grid.ground_size.mean_m:.4g}",
        **{f"MMOEDTM_FILE_{number}": text for number, text in enumerate(files, start=1)},
    }
