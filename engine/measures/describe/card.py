"""The card of a file: what its label, name and header say."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from ...contract.progress import Progress
from ...contract.requests import SunRequest
from ...errors import MmoedtmError
from ...products.families import ELEVATION, Product, identify
from ...products.keywords import Keywords
from ...products.light import LabelLight, light_of
from ...products.lunar_frame import LunarFrame, lunar_frame
from ...raster.crs import semi_major_axis
from ...raster.frame import Sun
from ...raster.grid import Grid
from ...raster.reader import RasterReader
from ...raster.sight import Sight
from ...scene.sun import Sunlight, sunlight
from ...scene.sun_frames import from_true_north
from .parallax import largest_emission_deg, said


@dataclass(frozen=True)
class Card:
    """What a file is.

    Attributes
    ----------
    sight : Sight
    product : Product
    frame : LunarFrame
    light : LabelLight
    grid : Grid or None
        None where it cannot be placed on the Moon.
    sun : Sunlight or None
        Over its middle, in the map's frame; of a file without a place, as the label states it, from true north.
    traps : list of str
        What to look out for, a sentence each.
    refused : str
        One sentence why no raster can be had of it; empty where one can.
    """

    sight: Sight
    product: Product
    frame: LunarFrame
    light: LabelLight
    grid: Grid | None
    sun: Sunlight | None
    traps: list[str] = field(default_factory=list)
    refused: str = ""

    @property
    def pixel_m(self) -> float | None:
        """Side of a square of the ground of a pixel; None where that is not known."""
        return None if self.grid is None else self.grid.ground_size.mean_m


def card_of(sight: Sight) -> Card:
    """Put together what a file says of itself."""
    keywords = sight.label.keywords if sight.label else Keywords()
    product = identify(Path(sight.path).name, keywords, bool(sight.wkt))
    light = light_of(keywords)
    frame = lunar_frame(keywords, sight.wkt, product.family.frame)
    traps: list[str] = []
    grid, sun, refused = None, None, sight.problem
    if not refused:
        try:
            with RasterReader(sight.path) as reader:
                traps += reader.notes
                grid = reader.grid
                sun = _sun(product, reader, _collecting(traps.append))
        except MmoedtmError as error:
            refused = str(error)
    if grid is None and light.azimuth_deg is not None and light.incidence_deg is not None:
        stated = Sun(light.azimuth_deg, light.incidence_deg)
        sun = Sunlight(stated, "the label, at the product's middle, from true north")
    traps += _traps(sight, light, grid)
    traps += product.family.traps
    return Card(sight, product, frame, light, grid, sun, list(dict.fromkeys(traps)), refused)


def _collecting(keep: Callable[[str], None]) -> Progress:
    """Progress that keeps warnings alone."""
    return Progress(log=lambda level, text: keep(text) if level == "warning" else None)


def _sun(product: Product, reader: RasterReader, progress: Progress) -> Sunlight | None:
    return None if product.family.holds == ELEVATION else sunlight(SunRequest(), reader, progress)


def _traps(sight: Sight, light: LabelLight, grid: Grid | None) -> list[str]:
    traps = [light.unused] if light.unused else []
    span = sight.span
    if span is not None and span.problem is not None:
        traps.append(f"Its time {span.problem}.")
    if light.emission_deg is not None and grid is not None:
        pixel = grid.ground_size.mean_m
        if light.emission_deg > largest_emission_deg(pixel):
            traps.append(f"It is taken from the side: {said(light.emission_deg, pixel)}.")
    return traps


def rows_of(card: Card) -> list[tuple[str, str]]:
    """The card as lines of a heading and a text; what is not known is left out."""
    sight, stored = card.sight, card.sight.stored
    family, span = card.product.family, card.sight.span
    rows = [
        ("Product", f"{family.name}{f', {card.product.identifier}' if card.product.identifier else ''}"),
        ("Camera", family.camera),
        ("Holds", family.holds),
        ("Lunar frame", str(card.frame)),
        ("Map", map_text(card)),
        ("Pixels", _pixels(card)),
        ("Values", stored_text(card)),
        ("Special values", ", ".join(f"{value:g}" for value in specials(card))),
        ("Time", "" if span is None else f"{span.start}{f' to {span.stop}' if span.stop else ''} UTC"),
        ("Sun", _sun_text(card)),
        ("Emission angle", "" if card.light.emission_deg is None else said(card.light.emission_deg, card.pixel_m)),
    ]
    if stored is None and sight.label is not None:
        rows.append(("Label", f"{sight.label.kind}, beside the file"))
    return [(head, text) for head, text in rows if text]


def unit(card: Card) -> str:
    """Unit of the scaled values as label or band state it, 'I/F' by the radiometric type of a cube."""
    label, stored = card.sight.label, card.sight.stored
    if label is not None:
        if label.unit:
            return label.unit
        if label.keywords.text("RadiometricType").upper() == "IOF":
            return "I/F"
    return stored.unit if stored else ""


def scaling(card: Card) -> tuple[float, float] | None:
    """Scale and offset of the stored values: those of the label, else those that the file declares."""
    label, stored = card.sight.label, card.sight.stored
    if label is not None and (label.scale is not None or label.offset is not None):
        return label.scale if label.scale is not None else 1.0, label.offset or 0.0
    return (stored.scale, stored.offset) if stored else None


def specials(card: Card) -> list[float]:
    """Stored values that are no measurements: those of the label, and the nodata value."""
    found = list(card.sight.label.specials) if card.sight.label else []
    stored = card.sight.stored
    if stored is not None and stored.nodata is not None and stored.nodata not in found:
        found.append(stored.nodata)
    return found


def stored_text(card: Card) -> str:
    """How values are stored, in words."""
    stored, scale = card.sight.stored, scaling(card)
    parts = [stored.dtype] if stored else []
    if scale is not None and scale != (1.0, 0.0):
        parts.append(f"x {scale[0]:g}" + (f" + {scale[1]:g}" if scale[1] else ""))
    if unit(card):
        parts.append(unit(card))
    if stored and stored.bands > 1:
        parts.append(f"in {stored.bands} layers")
    return " ".join(parts)


def map_text(card: Card) -> str:
    """The map that it lies in, and where true north lies in it."""
    wkt = card.sight.wkt
    name = re.match(r'\w+\["([^"]*)"', wkt)
    if not name:
        return ""
    radius = semi_major_axis(wkt)
    text = f"{name.group(1)}, radius {radius / 1000.0:.2f} km" if radius else name.group(1)
    if card.grid is not None:
        turned = (from_true_north(card.grid, 0.0) + 180.0) % 360.0 - 180.0
        text += f"; at its middle true north lies {turned:+.1f} degrees from up"
    return text


def _pixels(card: Card) -> str:
    stored = card.sight.stored
    size = f"{stored.width} x {stored.height}" if stored else ""
    if card.grid is None:
        return size
    x, y = card.grid.gsd
    return f"{size}, {x:.4g} x {y:.4g} m on the ground"


def _sun_text(card: Card) -> str:
    if card.sun is None:
        return ""
    sun = card.sun.sun
    return f"azimuth {sun.azimuth_deg % 360.0:.1f}, incidence {sun.incidence_deg:.1f} degrees, from {card.sun.source}"


