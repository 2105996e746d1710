"""Everything that decides the pixels of a DTM, frozen before the first tile is computed."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Optional

from ..contract.requests import SceneRequest
from ..raster.frame import Move, Sun
from ..scene.part import Part
from ..scene.routing import Routing
from ..scene.turning_light import TurningLight
from ..tiling.plan import Tile, TilePlan

MOST_BLOCKS = 500
"""Blocks of a frame of 100,000 lines: enough to share out, few enough to keep."""


@dataclass(frozen=True)
class Light:
    """How the image was lit, and what is done to its brightness.

    Attributes
    ----------
    sun : Sun or None
        In the raster's frame.
    sun_in_map : Sun or None
        The same, as users read it.
    offset : float
        Taken off the image's brightness.
    least_brightness : float
        The least that a tile is divided by.
    contrast : float or None
        Of the image over that of the shaded coarse DEM, where the estimate is reliable.
    doubt : float
        Of the contrast that is left (``scene.contrast.Calibration``).
    turning : TurningLight or None
        Where light is scattered and comes from another direction in each part of the image; then there is no sun.
    """

    sun: Optional[Sun]
    sun_in_map: Optional[Sun]
    offset: float
    least_brightness: float
    contrast: Optional[float]
    doubt: float = 0.0
    turning: Optional[TurningLight] = None

    def over(self, row: float, column: float) -> Optional[Sun]:
        """The sun over a place in pixels of the whole image, in the raster's frame; None where it is not known."""
        return self.sun if self.turning is None else self.turning.at(row, column)


@dataclass(frozen=True)
class Wanted:
    """What is computed beside heights."""

    spread: bool = False
    tiles: bool = False
    error: bool = False


@dataclass(frozen=True)
class Source:
    """An input: what it is to the run, where it lies, the SHA-256 of its content, and how it wants to be cited."""

    role: str
    path: str
    sha256: str
    citation: str = ""

    @property
    def name(self) -> str:
        """Of its file."""
        return Path(self.path).name


@dataclass(frozen=True, eq=False)
class ReconstructionPlan:
    """What is computed; nothing in it depends on the machine that computes.

    Attributes
    ----------
    asked : mapping
        Parameters that were asked for and decide what comes out, by name; the tags of the products quote them.
    scene : SceneRequest
        The inputs and how they are read.
    part : Part
        Of the image.
    sources : tuple of Source
        Image, coarse DEM, and the layer of edited classes where there is one.
    light : Light
    move : Move
        Of the coarse DEM, in the map's frame.
    routing : Routing
        Cells with their classes.
    pack : str
        Name, version and digest of the experts.
    kept : float or None
        Standard deviation, in postings, of the low-pass under which the coarse DEM is kept (``terrain.trust``).
    coarse_dem_error_m : float or None
        Standard deviation of the coarse DEM, where it is stated.
    wanted : Wanted
    """

    asked: Mapping[str, Any]
    scene: SceneRequest
    part: Part
    sources: tuple[Source, ...]
    light: Light
    move: Move
    routing: Routing
    pack: str
    kept: Optional[float]
    coarse_dem_error_m: Optional[float]
    wanted: Wanted = Wanted()

    @property
    def cells(self) -> TilePlan:
        """The cells, and how they may merge."""
        return self.routing.plan

    @cached_property
    def rows_per_block(self) -> int:
        """Rows of cells in a block, whole tiles high; the last block may have fewer."""
        down = self.cells.most[0]
        return math.ceil(self.cells.shape[0] / down / MOST_BLOCKS) * down

    @property
    def blocks(self) -> int:
        """Number of blocks."""
        return math.ceil(self.cells.shape[0] / self.rows_per_block)

    def rows_of(self, block: int) -> range:
        """Rows of cells of a block."""
        first = block * self.rows_per_block
        return range(first, min(first + self.rows_per_block, self.cells.shape[0]))

    def extent_of(self, block: int) -> tuple[int, int]:
        """First row of the image that the tiles of a block reach, and the first below them."""
        return self.cells.extent_of(self.rows_of(block))

    def tiles_of(self, block: int) -> list[Tile]:
        """Tiles of a block."""
        return self.cells.tiles(self.routing.labels, self.rows_of(block))

    @property
    def work(self) -> float:
        """Pixels that experts compute for a pixel of the DTM."""
        computed = sum(tile.height * tile.width for number in range(self.blocks) for tile in self.tiles_of(number))
        return computed / (self.part.kept[2] * self.part.kept[3])

    @property
    def content(self) -> dict[str, Any]:
        """What decides the pixels, as JSON has it; files go by their names and digests, not by where they lie."""
        scene = asdict(self.scene)
        scene.update({name: Path(scene[name]).name for name in ("image", "coarse_dem")})
        del scene["extent"]  # the part has what became of it
        light = asdict(self.light)
        return {
            "scene": scene,
            "part": asdict(self.part),
            "sources": [[one.role, one.name, one.sha256] for one in self.sources if one.role != "classes"],
            "light": {name: light[name] for name in ("sun", "turning", "offset", "least_brightness", "doubt")},
            "move": asdict(self.move),
            "cells": asdict(self.cells),
            "labels": hashlib.sha256(self.routing.labels.astype("<i1").tobytes()).hexdigest(),
            "pack": self.pack,
            "kept": self.kept,
            "coarse_dem_error_m": self.coarse_dem_error_m,
        }

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the content: two plans of one digest give the same DTM."""
        return hashlib.sha256(json.dumps(self.content, sort_keys=True).encode()).hexdigest()
