"""Run the experts of a pack over tiles."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..errors import ProviderError
from ..raster.align import fill_nearest
from . import normalise
from .orientation import canonical
from .pack import Pack
from .session import Session

FloatArray = NDArray[np.float32]
GPU_BATCH = 16


@dataclass(frozen=True)
class TileData:
    """What an expert is given.

    Attributes
    ----------
    terrain : str
        Class of the tile.
    image, coarse : (H, W) float32 arrays
        Brightness and metres; NaN where unknown.
    """

    terrain: str
    image: FloatArray
    coarse: FloatArray


@dataclass(frozen=True)
class View:
    """Geometry and light that all tiles of a row share.

    Attributes
    ----------
    gsd_m : float
        Ground metres per pixel (geometric mean of x and y).
    posting_px : float
        Posting of the coarse DEM in pixels.
    azimuth_deg, incidence_deg : float or None
        Sun, None when unknown.
    """

    gsd_m: float
    posting_px: float
    azimuth_deg: float | None
    incidence_deg: float | None


class Runner:
    """Experts ready to run.

    On a CPU every tile is one call with one thread, several at a time: results then do not depend on
    the number of threads. On a GPU tiles of one class go in batches, halved when memory runs out.

    Parameters
    ----------
    pack : Pack
    provider : str
        'auto' or a name of ``session.PROVIDERS``.
    threads : int
        Tiles at a time on a CPU; 0 for one per core.
    log : callable
        Told in one sentence where the sessions run.
    """

    def __init__(self, pack: Pack, provider: str, threads: int, log: Callable[[str], None]) -> None:
        self.pack = pack
        self._log = log
        self._sessions = {
            terrain: Session(f"{pack.manifest.name}/{terrain}", model, provider, 1, pack.manifest.inputs)
            for terrain, model in pack.models.items()
        }
        self.provider = next(iter(self._sessions.values())).provider
        self.on_cpu = self.provider == "CPUExecutionProvider"
        self.threads = (threads or len_cores()) if self.on_cpu else 1
        self._batch = 1 if self.on_cpu else GPU_BATCH
        self._pool = ThreadPoolExecutor(self.threads, "expert")
        log(f"ONNX Runtime runs on {self.provider}, {self.threads} tile(s) at a time, batch {self._batch}.")

    @property
    def seconds(self) -> float:
        """Time spent inside ONNX Runtime, over the tiles that ran at a time."""
        return sum(s.seconds for s in self._sessions.values()) / self.threads

    def submit(self, tiles: Sequence[TileData], view: View) -> list[Future[list[FloatArray]]]:
        """Start tiles; each future holds the corrections (metres) of the next tiles in order."""
        groups: list[list[TileData]] = []
        for tile in tiles:
            fits = groups and len(groups[-1]) < self._batch and groups[-1][0].terrain == tile.terrain
            if fits:
                groups[-1].append(tile)
            else:
                groups.append([tile])
        return [self._pool.submit(self._predict, group, view) for group in groups]

    def close(self) -> None:
        """Drop what has not started and wait for what has."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _predict(self, tiles: list[TileData], view: View) -> list[FloatArray]:
        turn = canonical(view.azimuth_deg)
        azimuth = None if view.azimuth_deg is None else turn.azimuth(view.azimuth_deg)
        sun = normalise.sun_input(azimuth, view.incidence_deg)
        images, bases, scales = [], [], []
        for tile in tiles:
            image, base, scale = self._normalised(tile, view.gsd_m)
            images.append(turn.apply(image))
            bases.append(turn.apply(base))
            scales.append(scale)
        coarse = np.ascontiguousarray(np.stack(bases)[:, None])
        everything = {
            "image": np.ascontiguousarray(np.stack(images)[:, None]),
            "coarse": coarse,
            "sun": np.repeat(sun[None], len(tiles), axis=0),
            "posting": np.full((len(tiles), 1), view.posting_px, dtype=np.float32),
        }
        inputs = {name: everything[name] for name in self.pack.manifest.inputs}
        heights = self._run(tiles[0].terrain, inputs)
        # The correction, not the height, is handed on: what the expert leaves alone stays exact.
        corrections = heights[:, 0] - coarse[:, 0]
        return [turn.undo(c) * np.float32(s) for c, s in zip(corrections, scales)]

    def _normalised(self, tile: TileData, gsd_m: float) -> tuple[FloatArray, FloatArray, float]:
        seen = np.isfinite(tile.image)
        coarse = fill_nearest(tile.coarse)
        if self.pack.manifest.normalisation == "minmax":
            heights, affine = normalise.minmax_heights(coarse)
            return normalise.minmax_image(tile.image, seen), heights, affine.scale
        heights, affine = normalise.pixel_heights(coarse, gsd_m)
        return normalise.pixel_image(tile.image, seen), heights, affine.scale

    def _run(self, terrain: str, inputs: dict[str, np.ndarray]) -> np.ndarray:
        session = self._sessions[terrain]
        count = len(inputs["image"])
        size = min(self._batch, count)
        while True:
            try:
                parts = [session.run({n: a[i : i + size] for n, a in inputs.items()}) for i in range(0, count, size)]
                return np.concatenate(parts)
            except MemoryError as error:
                if size == 1:
                    raise ProviderError(
                        f"{self.provider} has too little memory for a single tile; close other programs, "
                        "choose smaller tiles, or choose the provider cpu."
                    ) from error
                size = math.ceil(size / 2)
                self._batch = size
                self._log(f"{self.provider} is out of memory; the batch is now {size}.")


def len_cores() -> int:
    """Cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
