"""Errors of experts on a split of a data set that no training reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import torch

from ..arrays import FloatArray
from ..errors import ParameterError
from ..experts.normalise import sun_input
from ..experts.pack import find
from ..measures.evaluation.error_sums import ErrorSums
from ..moon import TERRAINS
from ..networks.base import Batch, Network
from ..terrain.photometry import central_gradient
from .dataset import SPLITS, PairSet
from .sample import Tile, normalised
from .weights import FINAL, load

ALL = "all"

Figures = Mapping[str, float]
"""RMSE (m), slope error (degrees) and RE under 2, 4 and 10 m (%), by the names of ``ErrorSums.figures``."""

SHOWN = {
    "rmse_m": "RMSE (m)",
    "slope_error_deg": "slope error (deg)",
    "re_under_2m_percent": "RE < 2 m (%)",
    "re_under_4m_percent": "RE < 4 m (%)",
    "re_under_10m_percent": "RE < 10 m (%)",
}


def experts_of(name_or_folder: str) -> dict[str, Network]:
    """The expert of each class, of a training, of one of its runs or of a pack.

    Raises
    ------
    ParameterError, PackError
        There is none, or it is damaged.
    """
    folder = Path(name_or_folder)
    if (folder / FINAL).exists():
        return dict.fromkeys(TERRAINS, load(folder / FINAL))
    if any((folder / terrain / FINAL).exists() for terrain in TERRAINS):
        return {terrain: load(folder / terrain / FINAL) for terrain in TERRAINS}
    pack = find(name_or_folder)
    return {terrain: load(pack / f"{terrain}.onnx") for terrain in TERRAINS}


def validate(
    pairs: PairSet, split: str, candidates: Mapping[str, Mapping[str, Network]], advance: Callable[[int, int], None]
) -> dict[str, dict[str, Figures]]:
    """Figures of the coarse DEM and of each candidate, by class and over all tiles of a split.

    Every tile is made by the expert of its class, turned and normalised as in Reconstruct, in full precision.

    Parameters
    ----------
    pairs : PairSet
    split : str
        Out of ``SPLITS``.
    candidates : mapping
        Experts by class, by the name of the candidate.
    advance : callable
        Told the tiles done and their number; may raise to cancel.

    Returns
    -------
    dict
        By class (and 'all'), then by candidate; 'tiles' holds how many there are. Classes without tiles are left out.

    Raises
    ------
    ParameterError
        The split has no tile, or its tiles do not fit a network.
    """
    chosen = {terrain: pairs.indices(SPLITS.index(split), index) for index, terrain in enumerate(TERRAINS)}
    total = sum(len(indices) for indices in chosen.values())
    if total == 0:
        raise ParameterError(f"{pairs.folder} has no tile in its {split} split; add pairs of other regions.")
    _require_fit(pairs, candidates)
    names = ["coarse DEM", *candidates]
    sums = {group: {name: ErrorSums() for name in names} for group in (*TERRAINS, ALL)}
    done = 0
    for terrain, indices in chosen.items():
        for index in indices:
            tile = pairs.tile(int(index))
            surfaces = {"coarse DEM": tile.coarse}
            surfaces.update({name: heights_of(experts[terrain], tile) for name, experts in candidates.items()})
            for name, surface in surfaces.items():
                for group in (terrain, ALL):
                    add_errors(sums[group][name], surface, tile)
            done += 1
            advance(done, total)
    counts = {**{terrain: len(indices) for terrain, indices in chosen.items()}, ALL: total}
    return {
        group: {"tiles": {"count": float(counts[group])}, **{name: sums[group][name].figures() for name in names}}
        for group in (*TERRAINS, ALL)
        if counts[group]
    }


def heights_of(network: Network, tile: Tile) -> FloatArray:
    """(H, W) heights in metres that an expert makes of a tile, north up."""
    turn = network.scheme.turn(tile.sun.azimuth_deg)
    image, coarse, truth = (turn.apply(layer) for layer in (tile.image, tile.coarse, tile.truth))
    sun = sun_input(turn.azimuth(tile.sun.azimuth_deg), tile.sun.incidence_deg)
    sample = normalised(image, coarse, truth, sun, tile, network.scheme)
    batch = Batch(*(torch.from_numpy(np.asarray(part)[None]) for part in sample))
    network.eval()
    with torch.no_grad():
        correction = batch.pixels(network.heights(batch) - batch.coarse)[0, 0].numpy()
    return np.asarray(tile.coarse + turn.undo(correction) * np.float32(tile.gsd_m), dtype=np.float32)


def table(figures: Mapping[str, Mapping[str, Figures]]) -> list[str]:
    """The figures as lines of text."""
    lines = [f"{'class':9}{'tiles':>6}  {'':12}" + "".join(f"{text:>19}" for text in SHOWN.values())]
    for group, by_name in figures.items():
        for row, (name, values) in enumerate(item for item in by_name.items() if item[0] != "tiles"):
            head = f"{group:9}{by_name['tiles']['count']:6.0f}" if row == 0 else " " * 15
            lines.append(f"{head}  {name:12}" + "".join(f"{values[key]:19.3f}" for key in SHOWN))
    return lines


def slope_of(heights: FloatArray, tile: Tile) -> FloatArray:
    """Slopes in degrees of (H, W) heights in metres over a tile."""
    return np.degrees(np.arctan(np.hypot(*central_gradient(heights, tile.gsd_m, tile.gsd_m))))


def add_errors(sums: ErrorSums, surface: FloatArray, tile: Tile) -> None:
    """Add the errors of (H, W) heights in metres against the truth of their tile."""
    slopes = [slope_of(heights, tile) for heights in (surface, tile.truth)]
    sums.add(surface - tile.truth, slopes[0] - slopes[1], slopes[1])


def _require_fit(pairs: PairSet, candidates: Mapping[str, Mapping[str, Network]]) -> None:
    height, width = pairs.tile_shape
    for experts in candidates.values():
        for network in experts.values():
            rows, columns = network.tile_step
            turned = network.scheme.orientation == "octant"
            if height % rows or width % columns or (turned and (height % columns or width % rows)):
                raise ParameterError(
                    f"{pairs.folder} has tiles of {height} x {width} pixels, but the network takes multiples of {rows} "
                    f"x {columns}{' that can be turned' if turned else ''}; cut tiles of another size."
                )
