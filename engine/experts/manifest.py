"""What an expert pack says of itself."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import PackError
from ..moon import TERRAINS
from ..router.classes import ClassModel
from ..tiling.plan import STEP
from .orientation import ORIENTATIONS
from .scheme import NORMALISATIONS, Scheme

INPUTS = ("image", "coarse", "sun", "posting")
OUTPUTS = ("heights",)
TILE_SIZES = ("any", "fixed")
LARGEST_TILE = 4096
OPSETS = (7, 30)
LONGEST_TEXT = 2000


@dataclass(frozen=True)
class Manifest:
    """Contract between a pack and the engine.

    Attributes
    ----------
    name, version, licence, description : str
    experts : dict
        File of each terrain class.
    tile_height, tile_width, overlap : int
        Of the router's cells, in pixels.
    cells_per_tile : (int, int)
        Neighbouring cells of one class down and across that an expert computes in one go, at most.
    scheme : Scheme
        What the experts are shown of a tile: 'normalisation' and 'orientation' in the file.
    inputs : tuple of str
        Names of the graph's inputs, out of image, coarse, sun, posting.
    output : str
        What it gives: 'heights', in the numbers of its coarse heights.
    fixed_tile : bool
        Whether it takes tiles of one cell alone ('tile_sizes' in the file); else of any sides that are multiples of 16.
    gsd_range_m : (float, float)
        Ground sample distances that the experts were trained for.
    posting_range_px : (float, float)
        Postings of the coarse DEM, in pixels of the image.
    incidence_range_deg : (float, float)
    router : ClassModel
        Statistics of the terrain classes with the ground size they belong to.
    opset : int
    metrics : dict
        Benchmark figures, with the command that reprints them.
    """

    name: str
    version: str
    licence: str
    description: str
    experts: Mapping[str, str]
    tile_height: int
    tile_width: int
    overlap: int
    cells_per_tile: tuple[int, int]
    scheme: Scheme
    inputs: tuple[str, ...]
    output: str
    fixed_tile: bool
    gsd_range_m: tuple[float, float]
    posting_range_px: tuple[float, float]
    incidence_range_deg: tuple[float, float]
    router: ClassModel
    opset: int
    metrics: Mapping[str, Any]


class _Misfit(Exception):
    """A field that is missing, of another type or out of range."""


def parse(content: Any, source: str) -> Manifest:
    """Check the content of a manifest and give it types.

    Parameters
    ----------
    content : any
        What the JSON of the manifest says, whatever that is.
    source : str
        Name of the file, for messages.

    Raises
    ------
    PackError
        Something is missing, of the wrong type, out of range or makes no sense; the message says what.
    """
    try:
        return _manifest(_Fields(content, ""))
    except _Misfit as misfit:
        raise PackError(f"{source} is not a valid pack manifest: {misfit}; get the pack again.") from misfit


def _manifest(fields: _Fields) -> Manifest:
    height, width = fields.integers("tile", 2, STEP, LARGEST_TILE)
    if height % STEP or width % STEP:
        raise _Misfit(f"tile is {height} x {width}, but each side must be a multiple of {STEP}")
    scheme = Scheme(fields.choice("normalisation", NORMALISATIONS), fields.choice("orientation", ORIENTATIONS))
    cells, fixed = _cells_per_tile(fields, height, width), fields.choice("tile_sizes", TILE_SIZES) == "fixed"
    if fixed and cells != (1, 1):
        raise _Misfit(f"tiles of a fixed size hold one cell, not {cells[0]} x {cells[1]}")
    if fixed and height != width and scheme.orientation == "octant":
        raise _Misfit(f"tiles of {height} x {width} alone cannot be turned to one eighth of the compass")
    return Manifest(
        name=fields.text("name"),
        version=fields.text("version"),
        licence=fields.text("licence"),
        description=fields.text("description"),
        experts=_experts(fields.fields("experts")),
        tile_height=height,
        tile_width=width,
        overlap=fields.integer("overlap", 0, min(height, width) // 2),
        cells_per_tile=cells,
        scheme=scheme,
        inputs=_inputs(fields.texts("inputs")),
        output=fields.choice("output", OUTPUTS),
        fixed_tile=fixed,
        gsd_range_m=fields.range("gsd_range_m", 1e-3, 1e4),
        posting_range_px=fields.range("posting_range_px", 1.0, 1e4),
        incidence_range_deg=fields.range("incidence_range_deg", 0.0, 90.0),
        router=_router(fields.fields("router")),
        opset=fields.integer("opset", *OPSETS),
        metrics=fields.fields("metrics").content if "metrics" in fields.content else {},
    )


def _cells_per_tile(fields: _Fields, height: int, width: int) -> tuple[int, int]:
    down, across = fields.integers("cells_per_tile", 2, 1, LARGEST_TILE // STEP)
    if down * height > LARGEST_TILE or across * width > LARGEST_TILE:
        raise _Misfit(f"{down} x {across} cells of {height} x {width} pixels are over {LARGEST_TILE} on a side")
    return down, across


def _experts(fields: _Fields) -> dict[str, str]:
    if set(fields.content) != set(TERRAINS):
        raise _Misfit(f"experts are needed for {', '.join(TERRAINS)}")
    files = {terrain: fields.text(terrain) for terrain in TERRAINS}
    for name in files.values():
        if Path(name).name != name or "\\" in name or ":" in name:
            raise _Misfit(f"it names a model outside of its folder, {name!r}")
    return files


def _inputs(names: tuple[str, ...]) -> tuple[str, ...]:
    if not set(names) <= set(INPUTS) or not {"image", "coarse"} <= set(names) or len(set(names)) < len(names):
        raise _Misfit(f"inputs {', '.join(names)} are not image, coarse and perhaps others of {', '.join(INPUTS)}")
    return names


def _router(fields: _Fields) -> ClassModel:
    flat, mountain, crater = fields.numbers("means_m", 3, 0.0, 2e4)
    if not flat < mountain < crater:
        raise _Misfit(f"the class means do not grow, {flat:g}, {mountain:g}, {crater:g} m")
    deviations = fields.numbers("deviations_m", 3, 1e-3, 2e4)
    return ClassModel(
        (flat, mountain, crater),
        (deviations[0], deviations[1], deviations[2]),
        fields.numbers("ground_m", None, 1.0, 1e6)[0],
    )


class _Fields:
    """A JSON object whose fields are taken out with their type and range."""

    def __init__(self, content: Any, name: str) -> None:
        if not isinstance(content, dict):
            raise _Misfit(f"{name or 'it'} is no JSON object")
        self.content: dict[str, Any] = content
        self._prefix = f"{name}." if name else ""

    def _get(self, name: str) -> Any:
        if name not in self.content:
            raise _Misfit(f"{self._prefix}{name} is missing")
        return self.content[name]

    def fields(self, name: str) -> _Fields:
        """An object inside."""
        return _Fields(self._get(name), self._prefix + name)

    def text(self, name: str) -> str:
        """A text that can be shown on one line."""
        value = self._get(name)
        if not isinstance(value, str) or not value.strip() or len(value) > LONGEST_TEXT or not value.isprintable():
            raise _Misfit(f"{self._prefix}{name} is not a line of text")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts."""
        value = self._get(name)
        if not isinstance(value, list) or not all(isinstance(item, str) and item.isprintable() for item in value):
            raise _Misfit(f"{self._prefix}{name} is not a list of texts")
        return tuple(value)

    def choice(self, name: str, choices: tuple[str, ...]) -> str:
        """One of several texts."""
        value = self.text(name)
        if value not in choices:
            raise _Misfit(f"{self._prefix}{name} {value!r} is unknown, it must be one of {', '.join(choices)}")
        return value

    def numbers(self, name: str, count: int | None, low: float, high: float) -> list[float]:
        """A list of ``count`` numbers from ``low`` to ``high``; without a count, a single number."""
        value = self._get(name)
        items = [value] if count is None else value
        if not isinstance(items, list) or len(items) != (count or 1):
            raise _Misfit(f"{self._prefix}{name} is not a list of {count} numbers")
        for item in items:
            if isinstance(item, bool) or not isinstance(item, (int, float)):
                raise _Misfit(f"{self._prefix}{name} holds what is no number")
            if not (math.isfinite(item) if isinstance(item, float) else True) or not low <= item <= high:
                shown = f"{item:g}" if isinstance(item, float) or abs(item) < 10**12 else "a huge number"
                raise _Misfit(f"{self._prefix}{name} has {shown}, but must be from {low:g} to {high:g}")
        return [float(item) for item in items]

    def integers(self, name: str, count: int | None, low: int, high: int) -> list[int]:
        """As ``numbers``, whole ones."""
        numbers = self.numbers(name, count, low, high)
        if not all(number.is_integer() for number in numbers):
            raise _Misfit(f"{self._prefix}{name} must be whole")
        return [int(number) for number in numbers]

    def integer(self, name: str, low: int, high: int) -> int:
        """A single whole number."""
        return self.integers(name, None, low, high)[0]

    def range(self, name: str, low: float, high: float) -> tuple[float, float]:
        """A lower and an upper end that lie between ``low`` and ``high``."""
        first, last = self.numbers(name, 2, low, high)
        if first > last:
            raise _Misfit(f"{self._prefix}{name} runs from {first:g} to {last:g}, downwards")
        return first, last
