"""What Reconstruct would make of a file, alone or with its other half."""

from __future__ import annotations

from dataclasses import dataclass

from ...contract.progress import Progress
from ...contract.requests import SceneRequest, SunRequest, TilingRequest
from ...errors import MmoedtmError
from ...experts.manifest import Manifest
from ...products.families import ELEVATION, IMAGE
from ...raster.frame import STILL
from ...raster.heights import HeightReader
from ...raster.reader import RasterReader
from ...scene.inputs import opened
from ...scene.pairing import LARGEST_PIXEL_M, holds
from ...scene.scene import Choices, lighting
from .card import Card


@dataclass(frozen=True)
class Verdict:
    """What comes of a file.

    Attributes
    ----------
    usable : bool
        Whether Reconstruct takes it.
    text : str
    warnings : tuple of str
        What was found on the way, a sentence each.
    holds : str
        'image' or 'elevation' as its values tell it; an empty string where nothing does.
    """

    usable: bool
    text: str
    warnings: tuple[str, ...] = ()
    holds: str = ""


def alone(card: Card, manifest: Manifest, height_unit: str) -> Verdict:
    """Of a file by itself."""
    if card.refused:
        return Verdict(False, f"Reconstruct cannot take it: {card.refused}", (), card.product.family.holds)
    with RasterReader(card.sight.path) as reader:
        kind = holds(reader)
    if kind == ELEVATION:
        return _elevation(card, manifest, height_unit)
    pixel = card.pixel_m or 0.0
    if pixel > LARGEST_PIXEL_M:
        text = f"Reconstruct refuses it as image: its pixels of {pixel:.3g} m are too large to read terrain from."
        return Verdict(False, text, (), kind)
    low, high = manifest.gsd_range_m
    first, last = manifest.posting_range_px
    known = "" if low <= pixel <= high else f"; the experts were trained for {low:g} to {high:g} m"
    sun = "with its sun" if card.sun else "without a sun until its angles or its time are given"
    what = "the image" if kind == IMAGE else "the image, if it is one"
    return Verdict(
        True,
        f"Reconstruct takes it as {what}, {sun}: pixels of {pixel:.3g} m{known}. It needs a coarse DEM of the same "
        f"ground with a post every {first * pixel:.3g} to {last * pixel:.3g} m.",
        (),
        kind,
    )


def _elevation(card: Card, manifest: Manifest, height_unit: str) -> Verdict:
    said: list[str] = []
    warned: list[str] = []
    try:
        with RasterReader(card.sight.path) as reader:
            HeightReader(reader, height_unit, said.append, warned.append)
    except MmoedtmError as error:
        return Verdict(False, f"Reconstruct cannot take it: {error}", (), ELEVATION)
    posting = card.pixel_m or 0.0
    (low, high), (first, last) = manifest.gsd_range_m, manifest.posting_range_px
    finest, coarsest = max(low, posting / last), min(high, posting / first)
    what = f"Reconstruct takes it as coarse DEM: a post every {posting:.3g} m"
    if finest <= coarsest:
        text = f"{what}, for images of {finest:.2g} to {coarsest:.2g} m per pixel."
    else:
        text = f"{what}, which suits no image of the {low:g} to {high:g} m that the experts were trained for."
    return Verdict(True, text, (*said, *(note for note in warned if note not in card.traps)), ELEVATION)


def paired(card: Card, coarse_dem: str, height_unit: str, manifest: Manifest, progress: Progress) -> Verdict:
    """Of an image over a coarse DEM, as far as Reconstruct decides before any expert runs."""
    said: list[tuple[str, str]] = []
    listening = Progress(log=lambda level, text: said.append((level, text)), cancelled=lambda: _cancelled(progress))
    try:
        request = SceneRequest(card.sight.path, coarse_dem, height_unit, None)
        with opened(request, listening) as inputs:
            choices = Choices(SunRequest(), "auto", STILL, None, TilingRequest())
            lit = lighting(inputs, choices, manifest, listening)
            posting = inputs.coarse.posting_px
    except MmoedtmError as error:
        progress.check()
        return Verdict(False, f"Reconstruct refuses the pair: {error}", (), card.product.family.holds)
    warnings = [text for level, text in said if level == "warning"]
    light = lit.lamp.typical
    sun = "without a sun" if light is None else "by scattered light" if light.scattered else "with its sun"
    if lit.doubted:
        sun = "under a sun that the image contradicts"
    text = f"Reconstruct takes the pair, {sun}: {posting:.1f} pixels to a posting"
    text += f", with {len(warnings)} warning{'s' if len(warnings) > 1 else ''}." if warnings else "."
    return Verdict(True, text, tuple(warnings), IMAGE)


def _cancelled(progress: Progress) -> bool:
    progress.check()
    return False
