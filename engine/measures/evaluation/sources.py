"""Where the inputs of an evaluation come from, as far as their files tell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from ...raster import provenance
from ...raster.reader import RasterReader
from ...reports.evaluation import Source

DIGITS = 16
"""Of a SHA-256 that are shown."""


def sources(given: Mapping[str, str | None]) -> list[Source]:
    """What the files of an evaluation tell of themselves.

    Parameters
    ----------
    given : mapping
        Path of each input by its role, in the order in which the page names them; None where there is none.
    """
    return [_source(role, path) for role, path in given.items() if path]


def _source(role: str, path: str) -> Source:
    with RasterReader(path) as reader:
        grid = reader.grid
        x, y = grid.gsd
        pixels = f"{grid.width:,} x {grid.height:,} pixels of {x:.2f} x {y:.2f} m"
        told = "; ".join(_told(reader))
    digest = provenance.digest(path)
    short = digest[:DIGITS] if len(digest) == 64 else digest
    return Source(role, Path(path).name, pixels, told, short)


def _told(reader: RasterReader) -> Iterator[str]:
    """What tags and label say of a raster's making."""
    operation, software = reader.tag("MMOEDTM_OPERATION"), reader.tag("SOFTWARE")
    if operation:
        yield f"made by {operation} of {software or 'MMoEDTM'}"
    pack, citation = reader.tag("MMOEDTM_PACK"), reader.tag(provenance.CITATION)
    if pack:
        yield f"experts {pack.split(' sha256')[0]}"
    if citation:
        yield citation
    azimuth, incidence = reader.tag("MMOEDTM_SUN_AZIMUTH"), reader.tag("MMOEDTM_SUN_INCIDENCE")
    if azimuth and incidence:
        light = "scattered light from" if reader.tag(provenance.LIGHT) == provenance.SCATTERED else "sun at"
        yield f"{light} azimuth {float(azimuth):.1f}°, incidence {float(incidence):.1f}°"
    move = provenance.moved(reader)
    if move.east_m or move.north_m:
        yield f"coarse DEM moved {move.east_m:+.1f} m east, {move.north_m:+.1f} m north"
    if reader.label_time:
        yield f"taken {reader.label_time}"
