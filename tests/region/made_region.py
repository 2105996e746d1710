"""Frames of one made ground: three columns of three, each under a sun of its own, over one misplaced coarse DEM."""

import csv
import math
from dataclasses import dataclass

import numpy as np
import rasterio.shutil

from engine.raster.grid import Grid
from engine.raster.writer import RasterWriter
from engine.synthetic.coarse import degrade
from engine.synthetic.laws import TRAINING, Laws
from engine.synthetic.product import MOON_WKT
from engine.synthetic.scene import Ground, light, make_ground

GSD_M = 2.0
SIDE = 3
SHARED = 0.15
"""Of a frame's side that it shares with each neighbour."""

MARGIN = 64
"""Pixels about a frame whose relief casts shadows into it."""

PLACED = Laws(shift=0.0, stripes=0.0)
OFF_M = 12.0


@dataclass(frozen=True)
class Region:
    """What was written.

    Attributes
    ----------
    table : Path
        CSV of the frames.
    coarse_dem, truth : Path
    off_m : (float, float)
        East and north by which the coarse DEM has to be moved.
    corners : dict
        Row and column of the first pixel of each frame in the truth, by name.
    size : int
        Pixels along each side of a frame.
    truncated : str
        Name of the frame whose file is cut off.
    """

    table: object
    coarse_dem: object
    truth: object
    off_m: tuple
    corners: dict
    size: int
    truncated: str


def write_region(folder, size, posting=60.0, seed=1, terrain="mountain", truncated="r1c2", misplaced_m=None):
    """Write the frames, the table, the coarse DEM and the truth.

    Parameters
    ----------
    folder : Path
    size : int
        Pixels along each side of a frame.
    posting : float
        Metres between posts.
    seed : int
    terrain : str
    truncated : str
        Frame that is cut off; empty for none.
    misplaced_m : dict, optional
        Metres east and north by which the images of named frames are out of place.
    """
    rng = np.random.default_rng((seed, 11))
    step = round(size * (1.0 - SHARED))
    whole = 2 * step + size + 2 * MARGIN
    ground = make_ground(rng, terrain, whole, GSD_M)
    coarse = degrade(rng, ground.height, GSD_M, posting, PLACED)
    turn = rng.uniform(0.0, 2.0 * math.pi)
    off = OFF_M * math.sin(turn), OFF_M * math.cos(turn)
    half = whole * GSD_M / 2.0
    distance = coarse.posting * GSD_M
    corner = (coarse.first + 0.5) * GSD_M - distance / 2.0
    rows, columns = coarse.posts.shape
    # It lies where the ground is, less what it has to be moved by.
    place = (distance, 0.0, -half + corner - off[0], 0.0, -distance, half - corner - off[1])
    write_on(folder / "coarse.tif", coarse.posts, Grid(MOON_WKT, place, columns, rows), "m")
    grid = Grid(MOON_WKT, (GSD_M, 0.0, -half, 0.0, -GSD_M, half), whole, whole)
    inner = grid.window(MARGIN, MARGIN, whole - 2 * MARGIN, whole - 2 * MARGIN)
    write_on(folder / "truth.tif", ground.height[MARGIN:-MARGIN, MARGIN:-MARGIN], inner, "m")
    corners, lines = {}, []
    for number in range(SIDE * SIDE):
        row, column = divmod(number, SIDE)
        name = f"r{row}c{column}"
        azimuth = 300.0 + float(rng.uniform(-20.0, 20.0)) - (150.0 if column == 1 else 0.0)
        incidence = float(rng.uniform(45.0, 62.0))
        top, left = row * step, column * step
        part = slice(top, top + size + 2 * MARGIN), slice(left, left + size + 2 * MARGIN)
        own = Ground(terrain, GSD_M, ground.height[part], ground.albedo[part])
        image = light(rng, own, azimuth, incidence, TRAINING)[MARGIN:-MARGIN, MARGIN:-MARGIN]
        corners[name] = (top, left)
        east, north = (misplaced_m or {}).get(name, (0.0, 0.0))
        there = inner.window(top, left, size, size)
        a, b, c, d, e, f = there.transform
        moved = Grid(there.wkt, (a, b, c + east, d, e, f + north), size, size)
        write_on(folder / f"{name}.tif", np.ascontiguousarray(image), moved, "")
        lines.append({"path": f"{name}.tif", "sun_azimuth": azimuth, "sun_incidence": incidence})
    if truncated:
        cut = folder / f"{truncated}.tif"
        # Cloud-optimised, so that what is missing of a file that was cut off is pixels, not its header.
        rasterio.shutil.copy(cut, folder / "cloud.tif", driver="COG", compress="deflate", blocksize=128)
        whole = (folder / "cloud.tif").read_bytes()
        cut.write_bytes(whole[: len(whole) // 2])
        (folder / "cloud.tif").unlink()
    with open(folder / "frames.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(lines[0]))
        writer.writeheader()
        writer.writerows(lines)
    return Region(folder / "frames.csv", folder / "coarse.tif", folder / "truth.tif", off, corners, size, truncated)


def write_on(path, values, grid, unit):
    with RasterWriter(str(path), grid, unit, "made", {}) as writer:
        writer.write(values.astype(np.float32), 0)


def overlap_rms(corners, size, heights):
    """RMS of the differences of frames where they overlap, and that of each pair.

    Parameters
    ----------
    corners : dict
        Row and column of frames by name.
    size : int
    heights : dict
        (size, size) arrays by name.
    """
    pairs = {}
    names = sorted(heights)
    for index, one in enumerate(names):
        for other in names[index + 1 :]:
            (r, c), (s, d) = corners[one], corners[other]
            top, left, bottom, right = max(r, s), max(c, d), min(r, s) + size, min(c, d) + size
            if top < bottom and left < right:
                a = heights[one][top - r : bottom - r, left - c : right - c]
                b = heights[other][top - s : bottom - s, left - d : right - d]
                pairs[one, other] = (a - b)[np.isfinite(a - b)].astype(np.float64)
    whole = np.concatenate(list(pairs.values()))
    return float(np.sqrt(np.mean(whole**2))), {k: float(np.sqrt(np.mean(v**2))) for k, v in pairs.items()}
