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
MOST_BANDS = 20


@dataclass(frozen=True)
class ErrorModel:
    """The network that tells how far off an expert's heights and slopes are, and what its figures are multiplied by.

    Attributes
    ----------
    file : str
    bands_deg : tuple of float
        Upper ends of bands of incidence, growing; light beyond the last is of the last.
    height_factors, slope_factors : dict
        Factors of each terrain class: one for each band, and a last one for a sun that is not known.
    """

    file: str
    bands_deg: tuple[float, ...]
    height_factors: Mapping[str, tuple[float, ...]]
    slope_factors: Mapping[str, tuple[float, ...]]

    def factors(self, terrain: str, incidence_deg: float | None) -> tuple[float, float]:
        """Of heights and of slopes of a class under a sun; None where it is not known."""
        band = len(self.bands_deg)
        if incidence_deg is not None:
            band = min(sum(incidence_deg > end for end in self.bands_deg), band - 1)
        return self.height_factors[terrain][band], self.slope_factors[terrain][band]


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
    error : ErrorModel or None
        Where the pack has one.
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
    error: ErrorModel | None = None


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
    if "error" in fields.content and (scheme.normalisation == "minmax" or scheme.orientation != "octant"):
        raise _Misfit("error goes with heights in pixels and the orientation octant alone")
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
        error=_error(fields.fields("error")) if "error" in fields.content else None,
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
        _require_inside(name)
    return files


def _require_inside(name: str) -> None:
    if Path(name).name != name or "\\" in name or ":" in name:
        raise _Misfit(f"it names a model outside of its folder, {name!r}")


def _error(fields: _Fields) -> ErrorModel:
    file = fields.text("file")
    _require_inside(file)
    ends = fields.content.get("bands_deg")
    count = len(ends) if isinstance(ends, list) else 0
    if not 1 <= count <= MOST_BANDS:
        raise _Misfit(f"error.bands_deg is not a list of 1 to {MOST_BANDS} numbers")
    bands = fields.numbers("bands_deg", count, 0.0, 90.0)
    if any(first >= second for first, second in zip(bands[:-1], bands[1:])):
        raise _Misfit("error.bands_deg does not grow")
    heights, slopes = (
        {terrain: tuple(fields.fields(name).numbers(terrain, count + 1, 0.01, 100.0)) for terrain in TERRAINS}
        for name in ("height_factors", "slope_factors")
    )
    return ErrorModel(file, tuple(bands), heights, slopes)


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
