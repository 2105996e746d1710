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
from ...synthetic.camera import blur
from ...terrain.shadows import lit_share
from ...tiling.bands import bands
from ..reach import shadow_reach
from ..relit import shaded
from . import local
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
class Brightness:
    """Of a whole image: its two classes, and the level of its lit ground."""

    classes: TwoMeans
    lit_level: float


@dataclass(frozen=True)
class WholeImage:
    """Shadows of a whole image.

    Attributes
    ----------
    local, classes : ShadowMatch
        Against the lit ground around them, and by two classes of brightness as in the paper.
    drawn : (h, w) uint8 array
        The difference (``MASKS``), thinned out for a picture.
    """

    local: ShadowMatch
    classes: ShadowMatch
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


def brightness_of(image: RasterReader, progress: Progress) -> Brightness:
    """Two classes of brightness over a whole image, and its lit level.

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
    return Brightness(histogram.two_means(), local.overall_level(*histogram.bins()))


def compare_whole(
    image: RasterReader,
    relit: RelitDtm,
    brightness: Brightness,
    by_classes: bool,
    targets: Mapping[str, str],
    tags: Mapping[str, str],
    progress: Progress,
) -> WholeImage:
    """Count the shadows of image and DTM, and write their masks.

    Parameters
    ----------
    image : RasterReader
    relit : RelitDtm
    brightness : Brightness
        Of the image.
    by_classes : bool
        Whether masks and picture show the shadows by two classes rather than those against the lit ground around.
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
    grid, classes = image.grid, brightness.classes
    limit, relit_level = _limit(image, relit, classes, progress)
    sums = {"local": np.zeros(4, dtype=np.int64), "classes": np.zeros(4, dtype=np.int64)}
    lit = np.zeros(2, dtype=np.int64)  # known, without sun
    thin = max(1, math.ceil(max(grid.width, grid.height) / DRAWN_PX))
    drawn: list[NDArray[np.uint8]] = []
    steps = progress.steps(-(-grid.height // BAND), "parts")
    writers: dict[str, RasterWriter] = {}
    with products(_opened(image, targets, tags, writers, progress)):
        for row, height in bands(grid.height, BAND):
            progress.check()
            above, below = min(row, local.REACH_PX), min(grid.height - row - height, local.REACH_PX)
            inner = slice(above, above + height)
            rows = row - above, above + height + below
            about, (share, lit_about) = image.read(rows[0], 0, rows[1], grid.width), relit.rows(*rows)
            seen, bright, share = about[inner], lit_about[inner], share[inner]
            known = np.isfinite(seen) & np.isfinite(bright)
            found = {
                "local": (local.in_shadow(about, brightness.lit_level)[inner],
                          local.in_shadow(blur(lit_about), relit_level)[inner]),
                "classes": (seen < classes.threshold, bright < limit),
            }  # fmt: skip
            for name, (in_image, in_dtm) in found.items():
                dark, cast = known & in_image, known & in_dtm
                sums[name] += [dark.sum(), cast.sum(), (dark & cast).sum(), (dark | cast).sum()]
            lit += [known.sum(), (known & (share < 0.5)).sum()]
            in_image, in_dtm = found["classes" if by_classes else "local"]
            maps = {
                "image_mask": np.where(np.isfinite(seen), 1 + in_image, 0),
                "dtm_mask": np.where(np.isfinite(bright), 1 + in_dtm, 0),
                "difference": np.where(known, 1 + in_image * 2 + in_dtm * 3 - (in_image & in_dtm) * 4, 0),
                "lit": share,
            }
            drawn.append(maps["difference"][-row % thin :: thin, ::thin].astype(np.uint8))
            for name, writer in writers.items():
                writer.write(maps[name] if name == "lit" else maps[name].astype(np.uint8), row)
            steps.advance()
        _require_light(image, int(lit[0]), int(lit[1]))
    return WholeImage(
        _match(sums["local"], bool(sums["local"][0])),
        _match(sums["classes"], classes.has_shadow),
        np.concatenate(drawn),
    )


def _match(counts: NDArray[np.int64], has_shadow: bool) -> ShadowMatch:
    one, two, both, either = (int(c) for c in counts)
    return ShadowMatch(one, two, both, either, math.nan, has_shadow)


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


def _limit(
    image: RasterReader, relit: RelitDtm, classes: TwoMeans, progress: Progress
) -> tuple[float, float]:
    """Brightness of the re-lit DTM below which it is shadow by two classes, and its lit level, from a sample.

    The first is half of the disc seen where the image has no shadow.
    """
    bottom = image.grid.height
    rows = sorted({round(r) for r in np.linspace(0, max(bottom - SAMPLE_ROWS, 0), SAMPLES)})
    seen, shade, every = [], [], []
    for row in rows:
        progress.check()
        height = min(SAMPLE_ROWS, bottom - row)
        part, (share, bright) = image.read(row, 0, height, image.grid.width), relit.rows(row, height)
        every.append(bright[np.isfinite(bright)])
        known = np.isfinite(part) & np.isfinite(bright) & (share > 0.5) & (part >= classes.threshold)
        seen.append(part[known])
        shade.append(bright[known])
    one, two, level = np.concatenate(seen), np.concatenate(shade), local.overall_level(np.concatenate(every))
    if not classes.has_shadow:
        return 0.5 * float(two.mean(dtype=np.float64)) if two.size else -math.inf, level
    return carried(one, two, np.ones(one.shape, dtype=bool), classes.threshold), level
