"""Made scenes as GeoTIFFs on a lunar CRS."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..raster.grid import Grid
from ..raster.writer import RasterWriter
from .relief import FloatArray
from .scene import Scene

MOON_WKT = (
    'PROJCS["Moon equirectangular (made scene)",GEOGCS["GCS_Moon_2000",DATUM["D_Moon_2000",'
    'SPHEROID["Moon_2000_IAU_IAG",1737400,0]],PRIMEM["Reference_Meridian",0],'
    'UNIT["degree",0.0174532925199433]],PROJECTION["Equirectangular"],PARAMETER["standard_parallel_1",0],'
    'PARAMETER["central_meridian",0],PARAMETER["false_easting",0],PARAMETER["false_northing",0],'
    'UNIT["metre",1]]'
)
"""Equirectangular on the 1737.4 km sphere; scenes lie about its origin, where its scale is one."""


@dataclass(frozen=True)
class Layer:
    """One raster of a scene: values (H, W), grid, unit and what it is."""

    values: FloatArray
    grid: Grid
    unit: str
    text: str


def layers(scene: Scene, decimals_m: float = 1.0 / 256.0) -> dict[str, Layer]:
    """Image, coarse DEM and truth of a scene on a lunar CRS.

    Parameters
    ----------
    scene : Scene
    decimals_m : float
        Heights of the truth are rounded to whole multiples, which lets them compress.
    """
    gsd, size = scene.ground.gsd, scene.ground.height.shape[0]
    half = size * gsd / 2.0
    grid = Grid(MOON_WKT, (gsd, 0.0, -half, 0.0, -gsd, half), size, size)
    coarse = scene.coarse
    posting = coarse.posting * gsd
    corner = (coarse.first + 0.5) * gsd - posting / 2.0
    rows, columns = coarse.posts.shape
    posts = Grid(MOON_WKT, (posting, 0.0, -half + corner, 0.0, -posting, half - corner), columns, rows)
    image = np.round(scene.image * 4096.0) / np.float32(4096.0)
    truth = np.round(scene.ground.height / decimals_m) * np.float32(decimals_m)
    return {
        "image": Layer(image.astype(np.float32), grid, "", "reflectance"),
        "coarse_dem": Layer(coarse.posts.astype(np.float32), posts, "m", "coarse DEM"),
        "truth": Layer(truth.astype(np.float32), grid, "m", "true heights"),
    }


def write_scene(scene: Scene, folder: Path, decimals_m: float = 1.0 / 256.0) -> dict[str, str]:
    """Write image.tif, coarse_dem.tif and truth.tif and return their paths.

    Parameters
    ----------
    scene : Scene
    folder : Path
        Made when missing.
    decimals_m : float
        As for ``layers``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    tags = {
        "SOFTWARE": "MMoEDTM made scene",
        "SUN_AZIMUTH": f"{scene.azimuth_deg}",
        "SUN_INCIDENCE": f"{scene.incidence_deg}",
        "TERRAIN": scene.ground.terrain,
    }
    paths = {}
    for name, layer in layers(scene, decimals_m).items():
        path = folder / f"{name}.tif"
        with RasterWriter(str(path), layer.grid, layer.unit, layer.text, tags) as writer:
            writer.write(layer.values, 0)
        paths[name] = str(path)
    return paths
