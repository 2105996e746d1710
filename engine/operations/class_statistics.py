"""Class statistics: the terrain classes of a DEM alone, and how well their reliefs are told apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from ..contract import requests
from ..contract.declare import Operation, Result
from ..contract.report_targets import figures
from ..contract.requests import TilingRequest
from ..contract.settings import group, parameter
from .groups import GROUP_TERRAIN


@dataclass(frozen=True)
class ClassStatisticsSettings:
    """What Class statistics is asked for."""

    coarse_dem: str = parameter(
        "raster",
        "DEM",
        "Elevation (SLDEM2015, LOLA, ...), in any CRS on the Moon. Heights above the 1737.4 km sphere.",
    )
    height_unit: str = requests.height_unit()
    extent: Optional[str] = requests.extent()
    grid: Optional[str] = parameter(
        "raster",
        "Grid",
        "A raster, such as an image or a DTM, whose pixels are cut into tiles. Left empty, the whole DEM is cut, at "
        "the pixel size below.",
        optional=True,
    )
    pixel_size: float = parameter(
        "number",
        "Pixel size",
        "Ground metres per pixel of an image that might be reconstructed here. Used only without a grid.",
        default=2.0,
        low=0.1,
        high=1000.0,
        unit="metres",
    )
    tiling: TilingRequest = group(TilingRequest)
    output: str = parameter(
        "raster_target",
        "Terrain classes",
        "Class raster: 1 flat, 2 mountain, 3 crater, 0 none.",
        style="classes",
    )
    output_tiles: Optional[str] = parameter(
        "vector_target",
        "Tiles",
        "Polygon layer of tiles with row, column, class, relief_m and posterior.",
        optional=True,
        style="tiles",
    )
    output_relief: Optional[str] = parameter(
        "raster_target",
        "Relief of the tiles",
        "Highest minus lowest height in each tile, metres.",
        optional=True,
        style="spread",
    )
    output_plot: Optional[str] = parameter(
        "file_target",
        "Plot of the densities",
        "Picture of how the reliefs of each class are distributed, with means, standard deviations and overlaps.",
        optional=True,
        suffix="png",
    )
    output_json: Optional[str] = figures()


OPERATION = Operation(
    name="class_statistics",
    label="Class statistics",
    group=GROUP_TERRAIN,
    help="Classifies the tiles of a DEM as Classify terrain does, without an image, and tells how well the classes are "
    "told apart: the relief (highest minus lowest height) of the tiles of each class, its mean and standard "
    "deviation, and the area that the normal densities of two classes share, as in Fig. 2 and 3 of the MMoEDTM paper. "
    "A warning names two classes that share more than a tenth.",
    settings=ClassStatisticsSettings,
    results=(
        Result("tiles_flat", "number", "Flat tiles"),
        Result("tiles_mountain", "number", "Mountain tiles"),
        Result("tiles_crater", "number", "Crater tiles"),
        Result("mean_flat", "number", "Mean relief of flat tiles (m)"),
        Result("mean_mountain", "number", "Mean relief of mountain tiles (m)"),
        Result("mean_crater", "number", "Mean relief of crater tiles (m)"),
        Result("deviation_flat", "number", "Standard deviation of the relief of flat tiles (m)"),
        Result("deviation_mountain", "number", "Standard deviation of the relief of mountain tiles (m)"),
        Result("deviation_crater", "number", "Standard deviation of the relief of crater tiles (m)"),
        Result("overlap_flat_mountain", "number", "Overlap of flat and mountain (%)"),
        Result("overlap_mountain_crater", "number", "Overlap of mountain and crater (%)"),
        Result("overlap_flat_crater", "number", "Overlap of flat and crater (%)"),
    ),
    run="scene.class_statistics:class_statistics",
)
