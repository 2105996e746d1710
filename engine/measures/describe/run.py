"""The work of Describe: the card of a file, and the verdict on it."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...contract.progress import Progress
from ...errors import BodyError, ParameterError, RasterError
from ...experts.pack import load
from ...files import whole_file
from ...products.families import ELEVATION, IMAGE, UNKNOWN
from ...raster.sight import see
from ...reports.description import write_description
from ..sar.stokes import open_stokes
from ..sar.unit import unit_of
from .card import Card, card_of, map_text, rows_of, scaling, specials, unit
from .parallax import largest_emission_deg
from .verdict import Verdict, alone, paired

if TYPE_CHECKING:
    from ...operations.describe import DescribeSettings

USES = {"image": IMAGE, "coarse DEM": ELEVATION}


def describe(settings: DescribeSettings, progress: Progress) -> dict[str, Any]:
    """Say what a file is, and what would come of it.

    Raises
    ------
    RasterError
        It is no raster, and neither a label beside it nor its name tells what it is; or it cannot be used as it is
        asked for.
    """
    sight = see(settings.input)
    card = card_of(sight)
    if sight.stored is None and (card.product.family is UNKNOWN or sight.label is None and not card.product.family.raw):
        raise RasterError(sight.problem)
    manifest = load(settings.pack).manifest
    progress.at(0.3, "Looking at what would come of it", force=True)
    verdict = alone(card, manifest, settings.height_unit)
    if settings.coarse_dem and not card.refused:
        verdict = paired(card, settings.coarse_dem, settings.height_unit, manifest, progress)
    if settings.use_as == "SAR":
        verdict = _as_sar(card, settings, progress)
    _require_use(settings.use_as, card, verdict)
    rows = rows_of(card)
    for head, text in rows:
        progress.info(f"{head}: {text}")
    traps = list(dict.fromkeys((*card.traps, *verdict.warnings)))
    for trap in traps:
        progress.warning(trap)
    progress.info(verdict.text)
    if settings.output:
        with whole_file(settings.output) as path:
            write_description(path, Path(settings.input).name, rows, traps, verdict.text)
    progress.at(1.0, "Described", force=True)
    return _results(card, verdict, traps)


def _as_sar(card: Card, settings: DescribeSettings, progress: Progress) -> Verdict:
    """Whether Compare with SAR takes it, which may have several bands."""
    try:
        with ExitStack() as stack:
            stored = unit_of(open_stokes(card.sight.path, settings.bands, stack), settings.sar_unit, progress)
    except (RasterError, BodyError) as error:
        return Verdict(False, str(error))
    return Verdict(True, f"Compare with SAR takes it as backscatter in {stored}.")


def _require_use(use: str, card: Card, verdict: Verdict) -> None:
    """Refuse a file that cannot be what it is asked to be used as."""
    wanted = USES.get(use)
    if card.refused and use not in ("auto", "SAR"):
        raise RasterError(card.refused)
    if wanted is not None and verdict.holds and verdict.holds != wanted:
        held = "heights" if verdict.holds == ELEVATION else "an image"
        raise ParameterError(f"{card.sight.path} is to be used as {use}, but holds {held}; give another file.")
    if use != "auto" and not verdict.usable:
        raise RasterError(verdict.text)


def _results(card: Card, verdict: Verdict, traps: list[str]) -> dict[str, Any]:
    sun, span, scale = card.sun, card.sight.span, scaling(card)
    holds = verdict.holds or card.product.family.holds or None
    return {
        "family": card.product.family.name,
        "camera": card.product.family.camera or None,
        "product_id": card.product.identifier or None,
        "holds": holds,
        "lunar_frame": card.frame.name,
        "emission_angle": card.light.emission_deg,
        "parallax_from": None if card.pixel_m is None or holds == ELEVATION else largest_emission_deg(card.pixel_m),
        "unit": unit(card) or None,
        "scale": None if scale is None else scale[0],
        "offset": None if scale is None else scale[1],
        "special_values": ", ".join(f"{value:g}" for value in specials(card)) or None,
        "pixel_size": card.pixel_m,
        "start": None if span is None else span.start,
        "stop": None if span is None else span.stop,
        "sun_azimuth": None if sun is None else sun.sun.azimuth_deg % 360.0,
        "sun_incidence": None if sun is None else sun.sun.incidence_deg,
        "sun_source": None if sun is None else sun.source,
        "map": map_text(card) or None,
        "traps": "\n".join(traps) or None,
        "usable": verdict.usable,
        "verdict": verdict.text,
    }
