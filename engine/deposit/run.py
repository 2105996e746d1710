"""The work of Make a DTM ready for an archive."""

from __future__ import annotations

import re
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ..contract.progress import Progress
from ..errors import ParameterError
from ..raster.pds4 import write_pds4
from ..raster.reader import RasterReader
from ..raster.writer import NODATA
from .citation import citation, own
from .facts import facts_of
from .label import About, complete, require_lid
from .outline import outline
from .stac import item
from .transform import as_text, for_isis, matrix

if TYPE_CHECKING:
    from ..operations.archive_dtm import ArchiveDtmSettings

ROWS = 512


def archive_dtm(settings: ArchiveDtmSettings, progress: Progress) -> dict[str, Any]:
    """Write a folder with a DTM, its PDS4 label, STAC item, citations and the move of its coarse DEM.

    Raises
    ------
    ParameterError
        The raster is no DTM of this program, or something that archives ask for is missing.
    RasterError
        PDS4 cannot describe its map.
    OutputError
        The folder cannot be written.
    """
    folder = Path(settings.output)
    with RasterReader(settings.input) as reader:
        grid = reader.grid
        facts = facts_of(reader, reader.tags(), settings.time)
        statistics = _statistics(reader, progress)
    stem = re.sub(r"[^a-z0-9-._]+", "_", facts.name.lower()).strip("._-") or "dtm"
    authors = settings.authors.strip()
    if not authors:
        raise ParameterError("authors is empty; give the names as they are to be cited.")
    title = settings.title or f"Digital terrain model from {facts.image or facts.name}"
    year = settings.year or datetime.now(timezone.utc).year
    about = About(title, authors, year, settings.lid or f"urn:nasa:pds:mmoedtm:data_derived:{stem}")
    require_lid(about.lid)
    ground = outline(grid)
    progress.at(0.5, "Writing the PDS4 product", force=True)
    data, label = folder / f"{stem}.tif", folder / f"{stem}.xml"
    write_pds4(settings.input, label)
    progress.check()
    complete(label, data, about, facts, ground)
    files = {
        "data": (data.name, "image/tiff; application=geotiff", "Heights above 1737.4 km"),
        "label": (label.name, "application/xml", "PDS4 label"),
        "citation": (f"{stem}_citation.txt", "text/plain", "How to cite the DTM and its inputs"),
    }
    (folder / files["citation"][0]).write_text(citation(title, authors, year, facts), encoding="utf-8")
    if facts.move is not None:
        forth = matrix(facts.move, grid)  # a rotation, so that its transpose leads back
        texts = {
            "move": (as_text(forth), "Move of the coarse DEM, for pc_align --initial-transform"),
            "move_back": (as_text(forth.T), "The same back, from the DTM to the coarse DEM"),
            "move_isis": (for_isis(facts.move, grid, data.name), "The same as a PVL group"),
        }
        for key, (text, what) in texts.items():
            name = f"{stem}_{key}.{'pvl' if key == 'move_isis' else 'txt'}"
            (folder / name).write_text(text, encoding="ascii")
            files[key] = (name, "text/plain", what)
    else:
        progress.info("The tags say nothing of a move of the coarse DEM, so that none is written.")
    cited = own(title, authors, year, facts)
    (folder / f"{stem}.json").write_text(
        item(grid, ground, facts, cited, NODATA, statistics, files), encoding="utf-8"
    )
    return {
        "lid": about.lid,
        "time": f"{facts.time:%Y-%m-%dT%H:%M:%S}",
        "citation": cited,
        "moved_east": None if facts.move is None else facts.move.east_m,
        "moved_north": None if facts.move is None else facts.move.north_m,
    }


def _statistics(reader: RasterReader, progress: Progress) -> dict[str, float]:
    """Of all heights; exact sums about the first band's mean."""
    count, total, squares, low, high, pivot = 0, 0.0, 0.0, np.inf, -np.inf, None
    for row in range(0, reader.grid.height, ROWS):
        progress.at(0.5 * row / reader.grid.height, "Reading the DTM")
        values = reader.read(row, 0, min(ROWS, reader.grid.height - row), reader.grid.width).astype(np.float64)
        values = values[np.isfinite(values)]
        if not values.size:
            continue
        pivot = float(values.mean()) if pivot is None else pivot
        count += values.size
        total += float((values - pivot).sum())
        squares += float(np.square(values - pivot).sum())
        low, high = min(low, float(values.min())), max(high, float(values.max()))
    if pivot is None:
        raise ParameterError(f"{reader.path} has no height in it; give a DTM that has.")
    mean = total / count
    deviation = max(squares / count - mean * mean, 0.0) ** 0.5
    return {"minimum": low, "maximum": high, "mean": round(mean + pivot, 4), "stddev": round(deviation, 4)}
