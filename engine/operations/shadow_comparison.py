"""The streaming core of Compare shadows."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..analysis.relit import lit_share, relight, shaded
from ..analysis.shadow_match import Neighbourhood, ShadowMatch, carried, neighbourhood, rock_shadow
from ..analysis.shadow_report import RockRow, write_shadow_report
from ..analysis.two_means import Histogram, TwoMeans
from ..errors import OverlapError, ParameterError, RasterError
from ..files import whole_file
from ..raster.align import AlignedHeights
from ..raster.heights import HeightReader
from ..raster.reader import RasterReader
from ..raster.writer import RasterWriter, products
from ..vector.layer import ring, write_layer
from ..vector.polygons import read_places
from . import provenance
from .cast_shadows import ShadowReach, bands, relief_of, require_sun
from .figures_file import write_figures
from .progress import Progress
from .sun_over_image import with_sun

FloatArray = NDArray[np.float32]
BAND = 512
LOCAL_REACH = 256
"""Pixels towards the sun from which terrain casts shadow onto a rock's neighbourhood."""

DRAWN_PX = 800
"""Pixels of the longer side of the picture in the report."""

SAMPLES, SAMPLE_ROWS = 16, 64
"""Bands, and their rows, from which the brightness of lit ground is taken."""

ALL_SHADOW = 0.99
"""Share of the DTM in shadow from which nothing is left to compare: its sunward border always sees the sun."""

MASKS = {
    "output_image_mask": "shadow of the image: 1 lit, 2 shadow",
    "output_dtm_mask": "shadow cast by the DTM: 1 lit, 2 shadow",
    "output_difference": "shadow: 1 lit, 2 both, 3 image alone, 4 DTM alone",
    "output_lit": "share of the Sun's disc seen",
}


def compare_shadows(values: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """Run Compare shadows; see ``operations.compare_shadows`` for the parameters."""
    if values["output_table"] and not values["rocks"]:
        raise ParameterError("A table of rocks needs rocks; give their outlines, or leave the table out.")
    with ExitStack() as stack:
        image = stack.enter_context(RasterReader(values["image"], values["saturation"]))
        reader = stack.enter_context(RasterReader(values["dtm"]))
        values = with_sun(values, image, progress)
        sun = require_sun(values["sun_azimuth"], values["sun_incidence"], "Comparing shadows")
        dtm = AlignedHeights(HeightReader(reader, values["height_unit"], progress.info), image.grid)
        inputs = {"image": values["image"], "dtm": values["dtm"]}
        tags = provenance.tags("compare_shadows", values, inputs)
        classes = _classes(image, progress)
        if not classes.has_shadow:
            progress.warning(
                "The image has no shadow as a whole: its darker half is not dark enough. Only rocks are compared."
                if values["rocks"]
                else "The image has no shadow as a whole: its darker half is not dark enough."
            )
        whole, drawn = _whole(values, image, dtm, sun, classes, tags, progress)
        rows = _rocks(values, image, dtm, sun, progress) if values["rocks"] else []
        content = _content(values, image, sun, classes, whole, rows)
        with whole_file(values["output"]) as path:
            write_shadow_report(path, content, rows, drawn)
        if values["output_json"]:
            write_figures(values["output_json"], content)
        if values["output_table"]:
            _write_table(values["output_table"], image, rows)
    overall, rocks = content["whole_image"], content["rocks"]
    return {
        **{p: values[p] for p in ("output", "output_table", "output_json", *MASKS)},
        "image_shadow": overall["image_px"],
        "dtm_shadow": overall["dtm_px"],
        "difference": overall["difference_percent"],
        "iou": overall["iou"],
        "rocks_compared": rocks["compared"],
        "rock_difference_median": rocks["difference_median_percent"],
        "rock_difference_90": rocks["difference_90_percent"],
        "rock_iou_median": rocks["iou_median"],
    }


def _classes(image: RasterReader, progress: Progress) -> TwoMeans:
    """Two classes of brightness over the whole image."""
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


def _whole(
    values: Mapping[str, Any],
    image: RasterReader,
    dtm: AlignedHeights,
    sun: tuple[float, float],
    classes: TwoMeans,
    tags: Mapping[str, str],
    progress: Progress,
) -> tuple[ShadowMatch, NDArray[np.uint8]]:
    """Masks of the whole image, written and counted, and their difference thinned out for a picture."""
    grid = image.grid
    reach = ShadowReach(relief_of(dtm, progress), *sun, grid.gsd[1], progress)
    writers: dict[str, RasterWriter] = {}

    def opened() -> Iterator[RasterWriter]:
        for name, text in MASKS.items():
            if values[name]:
                kind = "float32" if name == "output_lit" else "uint8"
                writers[name] = RasterWriter(values[name], grid, "", text, tags, kind)
                yield writers[name]

    def relit(row: int, height: int) -> tuple[FloatArray, FloatArray]:
        heights = dtm.read(row - reach.above, 0, reach.above + height + reach.below, grid.width)
        share = lit_share(heights, grid.gsd, *sun)
        inner = slice(reach.above, reach.above + height)
        return share[inner], shaded(heights, share, grid.gsd, *sun)[inner]

    limit = _limit(image, relit, classes, progress)
    counts = np.zeros(6, dtype=np.int64)  # image, DTM, both, either, known, without sun
    thin = max(1, math.ceil(max(grid.width, grid.height) / DRAWN_PX))
    drawn: list[NDArray[np.uint8]] = []
    steps = progress.steps(-(-grid.height // BAND), "bands")
    with products(opened()):
        for row, height in bands(grid.height, BAND):
            progress.check()
            share, bright = relit(row, height)
            seen = image.read(row, 0, height, grid.width)
            known = np.isfinite(seen) & np.isfinite(bright)
            dark, cast = known & (seen < classes.threshold), known & (bright < limit)
            counts[:5] += [dark.sum(), cast.sum(), (dark & cast).sum(), (dark | cast).sum(), known.sum()]
            counts[5] += (known & (share < 0.5)).sum()
            maps = {
                "output_image_mask": np.where(np.isfinite(seen), 1 + (seen < classes.threshold), 0),
                "output_dtm_mask": np.where(np.isfinite(bright), 1 + (bright < limit), 0),
                "output_difference": np.where(known, 1 + dark * 2 + cast * 3 - (dark & cast) * 4, 0),
                "output_lit": share,
            }
            drawn.append(maps["output_difference"][-row % thin :: thin, ::thin].astype(np.uint8))
            for name, writer in writers.items():
                writer.write(maps[name] if name == "output_lit" else maps[name].astype(np.uint8), row)
            steps.advance()
        if counts[4] == 0:
            raise OverlapError(
                f"{image.path} and the DTM have no valid pixel in common; give a DTM of the image's ground."
            )
        if counts[5] > ALL_SHADOW * counts[4]:
            raise ParameterError(
                "Under this sun the whole DTM lies in shadow, so there is no lit ground to compare; check azimuth and "
                "incidence. An image of permanent shadow is lit by scattered light and casts none."
            )
    one, two, both, either = (int(c) for c in counts[:4])
    return ShadowMatch(one, two, both, either, math.nan, classes.has_shadow), np.concatenate(drawn)


def _limit(
    image: RasterReader,
    relit: Callable[[int, int], tuple[FloatArray, FloatArray]],
    classes: TwoMeans,
    progress: Progress,
) -> float:
    """Brightness of the re-lit DTM below which it is shadow: half of the disc seen where the image has none."""
    bottom = image.grid.height
    rows = sorted({round(r) for r in np.linspace(0, max(bottom - SAMPLE_ROWS, 0), SAMPLES)})
    seen, shade = [], []
    for row in rows:
        progress.check()
        height = min(SAMPLE_ROWS, bottom - row)
        part, (share, bright) = image.read(row, 0, height, image.grid.width), relit(row, height)
        known = np.isfinite(part) & np.isfinite(bright) & (share > 0.5) & (part >= classes.threshold)
        seen.append(part[known])
        shade.append(bright[known])
    one, two = np.concatenate(seen), np.concatenate(shade)
    if not classes.has_shadow:
        return 0.5 * float(two.mean(dtype=np.float64)) if two.size else -math.inf
    return carried(one, two, np.ones(one.shape, dtype=bool), classes.threshold)


def _rocks(
    values: Mapping[str, Any], image: RasterReader, dtm: AlignedHeights, sun: tuple[float, float], progress: Progress
) -> list[RockRow]:
    places = read_places(values["rocks"])
    grid = image.grid
    area = grid.gsd[0] * grid.gsd[1]
    rows: list[RockRow] = []
    outside = small = 0
    steps = progress.steps(len(places.items), "rocks")
    for place in places.items:
        progress.check()
        steps.advance()
        vertices = place.on(places.plane, grid)
        if len(vertices) < 3:
            raise ParameterError(f"{values['rocks']} holds points, but outlines of rocks are needed; give polygons.")
        size = area * _area(vertices)
        if size < values["least_area"]:
            small += 1
            continue
        around = neighbourhood(vertices, *sun, grid.gsd)
        seen, bright = _window(image, dtm, around, sun)
        if not (np.isfinite(seen) & np.isfinite(bright) & around.inside).any():
            outside += 1
            continue
        shadow, dark = rock_shadow(seen, bright, around.inside, grid.gsd)
        rows.append(RockRow(place.number, size, vertices, around, seen, dark, shadow))
    if small:
        progress.info(f"{small} rocks of under {values['least_area']:g} m2 are left out.")
    if outside:
        progress.warning(f"{outside} rocks lie outside of the image or the DTM and are left out.")
    if not rows:
        raise OverlapError(
            f"{values['rocks']} has no rock of at least {values['least_area']:g} m2 on the ground of image and DTM; "
            "give outlines of rocks in this image."
        )
    return rows


def _window(
    image: RasterReader, dtm: AlignedHeights, around: Neighbourhood, sun: tuple[float, float]
) -> tuple[FloatArray, FloatArray]:
    """Brightness of image and re-lit DTM over a neighbourhood, with the terrain that can shade it."""
    height, width = around.inside.shape
    azimuth = math.radians(sun[0])
    up, right = (math.ceil(LOCAL_REACH * c) for c in (math.cos(azimuth), math.sin(azimuth)))
    above, below, before, after = max(up, 2), max(-up, 2), max(-right, 2), max(right, 2)
    heights = dtm.read(around.top - above, around.left - before, above + height + below, before + width + after)
    bright = relight(heights, image.grid.gsd, *sun)
    bright = bright[above : above + height, before : before + width]
    return image.read(around.top, around.left, height, width), bright


def _area(vertices: NDArray[np.float64]) -> float:
    x, y = vertices.T
    return 0.5 * abs(float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))))


def _content(
    values: Mapping[str, Any],
    image: RasterReader,
    sun: tuple[float, float],
    classes: TwoMeans,
    whole: ShadowMatch,
    rows: list[RockRow],
) -> dict[str, Any]:
    """All figures, as the report and the JSON give them."""
    compared = [row for row in rows if row.shadow.has_shadow and row.shadow.image_px]
    differences = np.array([row.shadow.difference_percent for row in compared])
    overlaps = np.array([row.shadow.iou for row in compared])
    return {
        "image": Path(values["image"]).name,
        "dtm": Path(values["dtm"]).name,
        "pixel_m": list(image.grid.gsd),
        "sun_azimuth_deg": image.grid.map_azimuth(sun[0]),
        "sun_incidence_deg": sun[1],
        "threshold": classes.threshold if classes.has_shadow else None,
        "whole_image": {
            "image_px": whole.image_px if classes.has_shadow else None,
            "dtm_px": whole.dtm_px,
            "difference_percent": whole.difference_percent if classes.has_shadow else None,
            "iou": whole.iou if classes.has_shadow else None,
        },
        "rocks": {
            "given": len(rows),
            "compared": len(compared),
            "without_shadow_in_image": len(rows) - len(compared),
            "image_px": sum(row.shadow.image_px for row in compared),
            "dtm_px": sum(row.shadow.dtm_px for row in compared),
            "difference_median_percent": float(np.median(differences)) if compared else None,
            "difference_90_percent": float(np.quantile(differences, 0.9)) if compared else None,
            "iou_median": float(np.median(overlaps)) if compared else None,
        },
    }


def _write_table(target: str, image: RasterReader, rows: list[RockRow]) -> None:
    shapes = [ring(*image.grid.to_crs(row.vertices[:, 0], row.vertices[:, 1])) for row in rows]
    shadows = [row.shadow for row in rows]
    columns: dict[str, NDArray[Any]] = {
        "rock": np.array([row.number for row in rows], dtype=np.int32),
        "area_m2": np.array([row.area_m2 for row in rows]),
        "image_px": np.array([s.image_px if s.has_shadow else 0 for s in shadows], dtype=np.int32),
        "dtm_px": np.array([s.dtm_px for s in shadows], dtype=np.int32),
        "difference_percent": np.array([s.difference_percent for s in shadows]),
        "iou": np.array([s.iou for s in shadows]),
        "offset_m": np.array([s.offset_m for s in shadows]),
        "has_shadow": np.array([int(s.has_shadow) for s in shadows], dtype=np.int32),
    }
    write_layer(target, image.grid.wkt, "Polygon", shapes, columns)
