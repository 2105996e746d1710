"""Shadows of an image against those that a DTM casts under the same sun."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ...contract.progress import Progress
from ...errors import ParameterError
from ...files import whole_file
from ...raster import provenance
from ...raster.align import AlignedHeights
from ...raster.heights import HeightReader
from ...raster.reader import RasterReader
from ...reports.figures_file import write_figures
from ...reports.shadows import RockPicture, RockRow, write_shadows
from ...scene.inputs import tell
from ...scene.sun import find_sun, require_sun
from .match import ShadowMatch
from .rocks import ComparedRock, compare_rocks, write_rocks_table
from .whole import RelitDtm, brightness_of, compare_whole

if TYPE_CHECKING:
    from ...operations.compare_shadows import CompareShadowsSettings

BY_CLASSES = "two classes"
"""The paper's definition, as users choose it."""


def compare_shadows(settings: CompareShadowsSettings, progress: Progress) -> dict[str, Any]:
    """Compare the shadows of an image with those of a DTM, as a whole and rock by rock.

    Raises
    ------
    ParameterError
        The sun is not known, the whole DTM lies in its shadow, or a table is wanted without rocks.
    OverlapError
        Image, DTM and rocks do not lie on one ground.
    """
    if settings.output_table and not settings.rocks:
        raise ParameterError("A table of rocks needs rocks; give their outlines, or leave the table out.")
    with ExitStack() as stack:
        image = stack.enter_context(RasterReader(settings.image, settings.saturation, settings.extent))
        tell(image, progress)
        reader = stack.enter_context(RasterReader(settings.dtm))
        sun = require_sun(find_sun(settings.sun, image, progress), "Comparing shadows")
        raster_sun = sun.on(image.grid)
        dtm = AlignedHeights(HeightReader(reader, settings.height_unit, progress.info, progress.warning), image.grid)
        tags = provenance.tags("compare_shadows", settings, {"image": settings.image, "dtm": settings.dtm})
        brightness = brightness_of(image, progress)
        classes, by_classes = brightness.classes, settings.shadows == BY_CLASSES
        if by_classes and not classes.has_shadow:
            progress.warning(
                "The image has no shadow by two classes: its darker half is not dark enough. Take shadows against the "
                "lit ground around them (shadows)."
            )
        relit = RelitDtm(dtm, raster_sun, progress)
        whole = compare_whole(image, relit, brightness, by_classes, _masks(settings), tags, progress)
        if not by_classes and not whole.local.has_shadow:
            progress.warning("The image has no shadow: no pixel is much darker than the lit ground around it.")
        rocks: list[ComparedRock] | None = None
        if settings.rocks:
            rocks = compare_rocks(settings.rocks, settings.least_area, image, dtm, raster_sun, progress)
        figures = {"local": _whole_figures(whole.local), "classes": _whole_figures(whole.classes)}
        overall, each = figures["classes" if by_classes else "local"], _rock_figures(rocks or [])
        content: dict[str, Any] = {
            "image": Path(settings.image).name,
            "dtm": Path(settings.dtm).name,
            "pixel_m": list(image.grid.gsd),
            "sun_azimuth_deg": sun.azimuth_deg,
            "sun_incidence_deg": sun.incidence_deg,
            "threshold": classes.threshold if classes.has_shadow else None,
            "shown": "classes" if by_classes else "local",
            "whole_image": figures["local"],
            "whole_image_by_two_classes": figures["classes"],
            "rocks": each,
        }
        with whole_file(settings.output) as path:
            write_shadows(path, content, _shown(rocks), whole.drawn)
        if settings.output_json:
            write_figures(settings.output_json, content)
        if settings.output_table and rocks:
            write_rocks_table(settings.output_table, image.grid, rocks)
    return {
        "image_shadow": overall["image_px"],
        "dtm_shadow": overall["dtm_px"],
        "difference": overall["difference_percent"],
        "iou": overall["iou"],
        "paper_image_shadow": figures["classes"]["image_px"],
        "paper_dtm_shadow": figures["classes"]["dtm_px"],
        "paper_difference": figures["classes"]["difference_percent"],
        "paper_iou": figures["classes"]["iou"],
        "rocks_compared": each["compared"],
        "rock_difference_median": each["difference_median_percent"],
        "rock_difference_90": each["difference_90_percent"],
        "rock_iou_median": each["iou_median"],
    }


def _masks(settings: CompareShadowsSettings) -> dict[str, str]:
    """Rasters that are wanted, by the names of ``whole.MASKS``."""
    targets = {
        "image_mask": settings.output_image_mask,
        "dtm_mask": settings.output_dtm_mask,
        "difference": settings.output_difference,
        "lit": settings.output_lit,
    }
    return {name: target for name, target in targets.items() if target}


def _whole_figures(match: ShadowMatch) -> dict[str, Any]:
    """Figures of the whole image; None for those that need its shadows where it has none."""
    seen = match.has_shadow
    return {
        "image_px": match.image_px if seen else None,
        "dtm_px": match.dtm_px,
        "difference_percent": match.difference_percent if seen else None,
        "iou": match.iou if seen else None,
    }


def _has_shadow(rock: ComparedRock) -> bool:
    return rock.match.has_shadow and rock.match.image_px > 0


def _rock_figures(rocks: Sequence[ComparedRock]) -> dict[str, Any]:
    compared = [rock.match for rock in rocks if _has_shadow(rock)]
    differences = np.array([m.difference_percent for m in compared])
    return {
        "given": len(rocks),
        "compared": len(compared),
        "without_shadow_in_image": len(rocks) - len(compared),
        "image_px": sum(m.image_px for m in compared),
        "dtm_px": sum(m.dtm_px for m in compared),
        "difference_median_percent": float(np.median(differences)) if compared else None,
        "difference_90_percent": float(np.quantile(differences, 0.9)) if compared else None,
        "iou_median": float(np.median([m.iou for m in compared])) if compared else None,
    }


def _shown(rocks: Sequence[ComparedRock] | None) -> list[RockRow] | None:
    """What the report says of the rocks that have a shadow."""
    if rocks is None:
        return None
    return [
        RockRow(r.number, r.area_m2, r.match.image_px, r.match.dtm_px, r.match.difference_percent, r.match.iou,
                r.match.offset_m, RockPicture(r.image, r.outline, r.shadows))
        for r in rocks if r.match.has_shadow
    ]  # fmt: skip
