"""Everything that decides the pixels of a DTM, frozen before the first tile is computed."""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..contract.requests import SceneRequest
from ..moon import TERRAINS
from ..raster.frame import Move, Sun
from ..tiling.plan import TilePlan

MOST_BLOCKS = 500
"""Blocks of a frame of 50,000 lines: enough to share out, few enough to keep."""


@dataclass(frozen=True)
class Light:
    """How the image was lit, and what is done to its brightness.

    Attributes
    ----------
    sun : Sun or None
        In the raster's frame.
    offset : float
        Taken off the image's brightness.
    least_brightness : float
        The least that a tile is divided by.
    """

    sun: Sun | None
    offset: float
    least_brightness: float


@dataclass(frozen=True, eq=False)
class ReconstructionPlan:
    """What is computed; nothing in it depends on the machine that computes.

    Attributes
    ----------
    scene : SceneRequest
        The inputs and how they are read.
    inputs : tuple of str
        SHA-256 of the image and of the coarse DEM.
    light : Light
    move : Move
        Of the coarse DEM, in the map's frame.
    tiles : TilePlan
    labels : (R, C) int array
        Index of each tile's class in TERRAINS, -1 where it has no coarse heights.
    pack : str
        Name, version and digest of the experts.
    """

    scene: SceneRequest
    inputs: tuple[str, str]
    light: Light
    move: Move
    tiles: TilePlan
    labels: NDArray[np.intp]
    pack: str

    def terrain(self, row: int, column: int) -> str | None:
        """Class of a tile, None where it has no heights."""
        label = int(self.labels[row, column])
        return TERRAINS[label] if label >= 0 else None

    @property
    def rows_per_block(self) -> int:
        """Rows of tiles in a block; the last block may have fewer."""
        return math.ceil(self.tiles.shape[0] / MOST_BLOCKS)

    @property
    def blocks(self) -> int:
        """Number of blocks."""
        return math.ceil(self.tiles.shape[0] / self.rows_per_block)

    def rows_of(self, block: int) -> range:
        """Rows of tiles of a block."""
        first = block * self.rows_per_block
        return range(first, min(first + self.rows_per_block, self.tiles.shape[0]))

    @property
    def content(self) -> dict[str, Any]:
        """The plan as JSON has it; files go by their names and digests, not by where they lie."""
        scene = asdict(self.scene)
        scene.update({name: Path(scene[name]).name for name in ("image", "coarse_dem")})
        return {
            "scene": scene,
            "inputs": list(self.inputs),
            "light": asdict(self.light),
            "move": asdict(self.move),
            "tiles": asdict(self.tiles),
            "labels": hashlib.sha256(self.labels.astype("<i1").tobytes()).hexdigest(),
            "pack": self.pack,
        }

    @property
    def digest(self) -> str:
        """SHA-256 of the content: two plans of one digest give the same DTM."""
        return hashlib.sha256(json.dumps(self.content, sort_keys=True).encode()).hexdigest()
