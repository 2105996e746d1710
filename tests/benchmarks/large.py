"""Large rasters for benchmarks: one made scene, mirrored over and over, so that it stays continuous."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import rasterio
from rasterio.crs import CRS
from rasterio.transform import Affine

from engine.synthetic.product import MOON_WKT
from engine.synthetic.scene import Scene, make_scene

GSD_M = 2.0


def mirror(block: np.ndarray, first: int, rows: int, width: int) -> np.ndarray:
    """Rows ``first`` to ``first + rows`` of the mirrored plane."""
    period = 2 * block.shape[0]

    def index(start: int, count: int) -> np.ndarray:
        place = np.arange(start, start + count) % period
        return np.where(place < block.shape[0], place, period - 1 - place)

    return block[np.ix_(index(first, rows), index(0, width))]


def _write(path: Path, block: np.ndarray, width: int, height: int, gsd: float, band: int = 512) -> None:
    with rasterio.open(
        path, "w", driver="GTiff", width=width, height=height, count=1, dtype="float32",
        crs=CRS.from_wkt(MOON_WKT), transform=Affine(gsd, 0, -width * gsd / 2, 0, -gsd, height * gsd / 2),
        nodata=-32768.0,
    ) as dataset:  # fmt: skip
        for row in range(0, height, band):
            rows = min(band, height - row)
            values = mirror(block, row, rows, width)
            dataset.write(values.astype(np.float32), 1, window=((row, row + rows), (0, width)))


def scene() -> Scene:
    """The block."""
    return make_scene(31, "mountain", 1020, GSD_M, 60.0, 300.0, 60.0)


def write_frame(folder: Path, width: int, height: int) -> tuple[str, str]:
    """An image and a coarse DEM of 60 m under it; returns their paths."""
    made = scene()
    image, coarse = folder / "image.tif", folder / "coarse.tif"
    _write(image, made.image, width, height, GSD_M)
    size = made.ground.height.shape[0]
    posts = made.ground.height.reshape(size // 30, 30, size // 30, 30).mean(axis=(1, 3))
    _write(coarse, posts, -(-width // 30), -(-height // 30), 30 * GSD_M)
    return str(image), str(coarse)


def write_dem(folder: Path, width: int, height: int) -> str:
    """A DEM."""
    path = folder / "dem.tif"
    _write(path, scene().ground.height, width, height, GSD_M)
    return str(path)
