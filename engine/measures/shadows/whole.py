"""Shadows of a whole image and of a DTM under its sun, band by band."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...arrays import FloatArray
from ...contract.progress import Progress
from ...errors import OverlapError, ParameterError, RasterError
from ...raster.align import AlignedHeights
from ...raster.frame import Sun
from ...raster.reader import RasterReader
from ...raster.writer import RasterWriter, products
from ...tiling.bands import bands
from ..reach import shadow_reach
from ..relit import lit_share, shaded
from .match import ShadowMatch, carried
from .two_means import Histogram, TwoMeans

BAND = 512
DRAWN_PX = 800
"""Pixels of the longer side of the picture in the report."""

SAMPLES, SAMPLE_ROWS = 16, 64
"""Bands, and their rows, from which the brightness of lit ground is taken."""

ALL_SHADOW = 0.99
"""Share of the DTM in shadow from which nothing is left to compare: its sunward border always sees the sun."""

MASKS = {
    "image_mask": "shadow of the image: 1 lit, 2 shadow",
    "dtm_mask": "shadow cast by the DTM: 1 lit, 2 shadow",
    "difference": "shadow: 1 lit, 2 both, 3 image alone, 4 DTM alone",
    "lit": "share of the Sun's disc seen",
}
"""What can be written, with the descriptions of the bands."""


@dataclass(frozen=True)
class WholeImage:
    """Shadows of a whole image.

    Attributes
    ----------
    match : ShadowMatch
    drawn : (h, w) uint8 array
        The difference (``MASKS``), thinned out for a picture.
    """

    match: ShadowMatch
    drawn: NDArray[np.uint8]


class RelitDtm:
    """A DTM lit under the sun of an image, with the terrain beyond a band that casts shadow into it."""

    def __init__(self, dtm: AlignedHeights, sun: Sun, progress: Progress) -> None:
        self._dtm, self._sun = dtm, sun
        self._reach = shadow_reach(dtm, sun, progress)

    def rows(self, row: int, height: int) -> tuple[FloatArray, FloatArray]:
        """Share of the Sun's disc seen, and brightness, of rows of the grid."""
        above, grid = self._reach.above, self._dtm.grid
        heights = self._dtm.read(row - above, 0, above + height + self._reach.below, grid.width)
        share = lit_share(heights, grid.gsd, self._sun)
        inner = slice(above, above + height)
        return share[inner], shaded(heights, share, grid.gsd, self._sun)[inner]


def classes_of(image: RasterReader, progress: Progress) -> TwoMeans:
    """Two classes of brightness over a whole image.

    Raises
    ------
    RasterError
        It has no valid pixel.
    """
    low, high = math.inf, -math.inf
    for row, height in bands(image.grid.height, BAND):
        progress.check()
        part = image.read(row, 0, height, image.grid.width)
        known = part[np.isfinite(part)]
        if known.size:
            low, high = min(low, float(known.min())), max(high, float(known.max()))
    if not math.isfinite(low):
        raise RasterError(f"{image.path} has no valid pixel (all are nodata or special values); give another image.")
    histogram = Histogram(low, high)
    for row, height in bands(image.grid.height, BAND):
        progress.check()
        histogram.add(image.read(row, 0, height, image.grid.width))
    return histogram.two_means()


def compare_whole(
    image: RasterReader,
    relit: RelitDtm,
    classes: TwoMeans,
    targets: Mapping[str, str],
    tags: Mapping[str, str],
    progress: Progress,
) -> WholeImage:
    """Count the shadows of image and DTM, and write their masks.

    Parameters
    ----------
    image : RasterReader
    relit : RelitDtm
    classes : TwoMeans
        Of the image.
    targets : mapping
        Files to write by the names of ``MASKS``.
    tags : mapping
        Provenance.
    progress : Progress

    Raises
    ------
    OverlapError
        Image and DTM share no valid pixel.
    ParameterError
        The whole DTM lies in shadow.
    """
    grid = image.grid
    limit = _limit(image, relit, classes, progress)
    counts = np.zeros(6, dtype=np.int64)  # image, DTM, both, either, known, without sun
    thin = max(1, math.ceil(max(grid.width, grid.height) / DRAWN_PX))
    drawn: list[NDArray[np.uint8]] = []
    steps = progress.steps(-(-grid.height // BAND), "parts")
    writers: dict[str, RasterWriter] = {}
    with products(_opened(image, targets, tags, writers, progress)):
        for row, height in bands(grid.height, BAND):
            progress.check()
            share, bright = relit.rows(row, height)
            seen = image.read(row, 0, height, grid.width)
            known = np.isfinite(seen) & np.isfinite(bright)
            dark, cast = known & (seen < classes.threshold), known & (bright < limit)
            counts[:5] += [dark.sum(), cast.sum(), (dark & cast).sum(), (dark | cast).sum(), known.sum()]
            counts[5] += (known & (share < 0.5)).sum()
            maps = {
                "image_mask": np.where(np.isfinite(seen), 1 + (seen < classes.threshold), 0),
                "dtm_mask": np.where(np.isfinite(bright), 1 + (bright < limit), 0),
                "difference": np.where(known, 1 + dark * 2 + cast * 3 - (dark & cast) * 4, 0),
                "lit": share,
            }
            drawn.append(maps["difference"][-row % thin :: thin, ::thin].astype(np.uint8))
            for name, writer in writers.items():
                writer.write(maps[name] if name == "lit" else maps[name].astype(np.uint8), row)
            steps.advance()
        _require_light(image, int(counts[4]), int(counts[5]))
    one, two, both, either = (int(c) for c in counts[:4])
    return WholeImage(ShadowMatch(one, two, both, either, math.nan, classes.has_shadow), np.concatenate(drawn))


def _opened(
    image: RasterReader,
    targets: Mapping[str, str],
    tags: Mapping[str, str],
    writers: dict[str, RasterWriter],
    progress: Progress,
) -> Iterator[RasterWriter]:
    """Writers of the masks that are wanted, put into ``writers`` as they are opened."""
    for name, target in targets.items():
        kind = "float32" if name == "lit" else "uint8"
        writers[name] = RasterWriter(target, image.grid, "", MASKS[name], tags, kind, progress)
        yield writers[name]


def _require_light(image: RasterReader, known: int, without_sun: int) -> None:
    if known == 0:
        raise OverlapError(f"{image.path} and the DTM have no valid pixel in common; give a DTM of the image's ground.")
    if without_sun > ALL_SHADOW * known:
        raise ParameterError(
            "Under this sun the whole DTM lies in shadow, so there is no lit ground to compare; check azimuth and "
            "incidence. An image of permanent shadow is lit by scattered light and casts none."
        )


def _limit(image: RasterReader, relit: RelitDtm, classes: TwoMeans, progress: Progress) -> float:
    """Brightness of the re-lit DTM below which it is shadow: half of the disc seen where the image has none."""
    bottom = image.grid.height
    rows = sorted({round(r) for r in np.linspace(0, max(bottom - SAMPLE_ROWS, 0), SAMPLES)})
    seen, shade = [], []
    for row in rows:
        progress.check()
        height = min(SAMPLE_ROWS, bottom - row)
        part, (share, bright) = image.read(row, 0, height, image.grid.width), relit.rows(row, height)
        known = np.isfinite(part) & np.isfinite(bright) & (share > 0.5) & (part >= classes.threshold)
        seen.append(part[known])
        shade.append(bright[known])
    one, two = np.concatenate(seen), np.concatenate(shade)
    if not classes.has_shadow:
        return 0.5 * float(two.mean(dtype=np.float64)) if two.size else -math.inf
    return carried(one, two, np.ones(one.shape, dtype=bool), classes.threshold)
