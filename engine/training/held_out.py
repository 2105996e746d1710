"""Ground that no training of an ablation study draws, and what experts make of it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from ..arrays import FloatArray
from ..errors import ParameterError
from ..measures.evaluation.error_sums import ErrorSums
from .dataset import SPLITS, open_pairs
from .pairs import TRAINING
from .sample import StreamSettings, Tile, holds
from .stream import scenes
from .stripes import FLAT, power
from .validation import add_errors

MADE_SEED, MADE_GROUNDS = 900_000, 48
"""Grounds that no training draws, whose seeds are small."""

MOST_TILES = 96
"""Of more, some from all of the split are taken."""


@dataclass(frozen=True)
class Measured:
    """What is measured of surfaces over the tiles that are held out.

    Attributes
    ----------
    errors : dict
        Of ``ErrorSums.figures``.
    stripes_m : float
        Root of the mean square of what columns and rows have of their own; zero where it is less than nothing.
    """

    errors: dict[str, float]
    stripes_m: float


def held_out(pairs: str, split: str, stream: StreamSettings, steep: bool) -> list[Tile]:
    """Tiles of the size of the stream's crops.

    Parameters
    ----------
    pairs : str
        Folder of a data set; empty for made scenes.
    split : str
        Out of ``dataset.SPLITS``.
    stream : StreamSettings
    steep : bool
        Mountains and craters alone.

    Raises
    ------
    ParameterError
        The data set has no such tile, none for training, or its tiles are too small.
    """
    return _real(Path(pairs), split, stream, steep) if pairs else _made(stream, steep)


def _made(stream: StreamSettings, steep: bool) -> list[Tile]:
    shares = (0.0, 0.5, 0.5) if steep else StreamSettings.shares
    settings = replace(stream, shares=shares, stripes=(0.0, 0.0))
    grounds = (np.random.default_rng((MADE_SEED, index)) for index in range(MADE_GROUNDS))
    return [next(_parts(scene, stream.crop)) for rng in grounds for scene in scenes(rng, settings)]


def _real(folder: Path, split: str, stream: StreamSettings, steep: bool) -> list[Tile]:
    pairs = open_pairs(folder)
    if not (pairs.split == TRAINING).any():
        raise ParameterError(f"{folder} has no tile in its training split; add pairs of other regions.")
    if not holds(pairs.tile_shape, stream.crop):
        raise ParameterError(
            f"{folder} has tiles of {pairs.tile_shape[0]} x {pairs.tile_shape[1]} pixels, which do not hold "
            f"{stream.crop[0]} x {stream.crop[1]}; choose a smaller size of tiles, or cut larger ones."
        )
    wanted = (pairs.split == SPLITS.index(split)) & ((pairs.terrain != FLAT) if steep else True)
    if not wanted.any():
        raise ParameterError(
            f"{folder} has no {'steep ' if steep else ''}tile in its {split} split; add pairs of other regions, or "
            "choose another split."
        )
    # Chosen before they are read: a data set may hold more than the memory does.
    places = np.flatnonzero(wanted)
    each = (pairs.tile_shape[0] // stream.crop[0]) * (pairs.tile_shape[1] // stream.crop[1])
    count = each * len(places)
    chosen = np.unique(np.linspace(0, count - 1, min(MOST_TILES, count)).round().astype(int))
    return [list(_parts(pairs.tile(int(places[number // each])), stream.crop))[number % each] for number in chosen]


def _parts(tile: Tile, crop: tuple[int, int]) -> Iterator[Tile]:
    """Parts of a tile that do not overlap, as many as it holds, about its middle."""
    height, width = tile.image.shape
    down, across = height // crop[0], width // crop[1]
    first, left = (height - down * crop[0]) // 2, (width - across * crop[1]) // 2
    for row in range(down):
        for column in range(across):
            top, start = first + row * crop[0], left + column * crop[1]
            window = slice(top, top + crop[0]), slice(start, start + crop[1])
            yield replace(tile, image=tile.image[window], coarse=tile.coarse[window], truth=tile.truth[window])


def measured(surfaces: Sequence[FloatArray], tiles: Sequence[Tile]) -> Measured:
    """Errors and stripes of (H, W) heights in metres, one of each tile."""
    sums, powers = ErrorSums(), []
    for surface, tile in zip(surfaces, tiles):
        add_errors(sums, surface, tile)
        powers.append(power(surface)[0] + power(np.ascontiguousarray(surface.T))[0])
    return Measured(sums.figures(), math.sqrt(max(0.0, float(np.mean(powers)))))
