"""Reconstruct region: DTMs of many images of one region, fitted together, and one mosaic of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from ..contract import requests
from ..contract.declare import Operation, Result
from ..contract.requests import FetchRequest, Runtime, TilingRequest
from ..contract.settings import group, parameter
from .groups import GROUP_TERRAIN


@dataclass(frozen=True)
class MosaicRequest:
    """How the DTMs of a region are put together."""

    combine: str = parameter(
        "choice",
        "Where frames overlap",
        "'blend' weighs each frame by the distance to its border. 'priority' puts the frame with the least number in "
        "the column priority on top, and of equals the first of the table. 'suns' puts frames together that overlap "
        "under different suns, as Combine DTMs does: each counts along its own light, and one fills the shadows of "
        "another. What else overlaps is blended.",
        default="blend",
        choices=("blend", "priority", "suns"),
    )
    least_angle: float = parameter(
        "number",
        "Least angle between suns",
        "With 'suns': frames are put together from this angle between the lines of their light on. 90 degrees is "
        "ideal, and opposite suns have none.",
        default=30.0,
        advanced=True,
        low=0.0,
        high=90.0,
        unit="degrees",
    )
    transition: int = parameter(
        "integer",
        "Width of the transition",
        "Pixels over which a weight rises from the border of a frame.",
        default=100,
        advanced=True,
        low=0,
        high=4096,
        unit="pixels",
    )
    level: str = parameter(
        "choice",
        "Level the frames",
        "Bring overlapping frames to one level in the mosaic, tied to the coarse DEM, by an offset each, or by an "
        "offset and a tilt. The DTMs of the frames stay as they are.",
        default="none",
        advanced=True,
        choices=("none", "offset", "offset and tilt"),
    )
    fill: bool = parameter(
        "boolean",
        "Fill gaps from the coarse DEM",
        "Where no frame has a height, the mosaic takes that of the coarse DEM, moved near the frames by what it "
        "differs from them there.",
        default=False,
    )


@dataclass(frozen=True)
class ReconstructRegionSettings:
    """What Reconstruct region is asked for."""

    images: str = parameter(
        "file",
        "Images",
        "A table with a row for each image: a CSV file, or a layer of a GeoPackage (PATH|layername=NAME), with the "
        "column path and, where they are known, sun_azimuth, sun_incidence, sun_time, contrast, priority (1 lies on "
        "top), classes (an edited tile layer), coarse_dem (instead of the one below), coarse_dem_error, shift_east and "
        "shift_north (metres by which its coarse DEM is moved by hand, whatever the fit says). Relative paths begin at "
        "the folder of the table. Or a folder of images.",
    )
    pattern: str = parameter(
        "text",
        "Pattern of names",
        "Which files of a folder are images, and with **/ those of its subfolders.",
        default="*.tif",
        advanced=True,
    )
    coarse_dem: str = parameter(
        "raster",
        "Coarse DEM",
        "Elevation of the region (SLDEM2015, LOLA, ...), in any CRS on the Moon. Heights above the 1737.4 km sphere.",
        unless=("fetch_coarse_dem",),
    )
    fetch: FetchRequest = group(FetchRequest)
    height_unit: str = requests.height_unit()
    saturation: Optional[float] = requests.saturation()
    fit: str = parameter(
        "choice",
        "Fit the coarse DEM",
        "'together' fits the places of the coarse DEM under all images at once: each image tells where it wants it, "
        "overlapping images tell how far they lie apart, and neighbours get moves that agree. 'each' fits every "
        "image by itself, as Reconstruct DTM does. 'none' leaves the coarse DEM where it lies.",
        default="together",
        choices=("together", "each", "none"),
    )
    coarse_dem_error: Optional[float] = requests.coarse_dem_error()
    contrast: str = requests.contrast()
    mosaic: MosaicRequest = group(MosaicRequest)
    errors: bool = parameter(
        "boolean",
        "Errors and support",
        "Beside every DTM and the mosaic, rasters that tell how sure their heights are: the standard deviations of "
        "heights and of slopes, and what each height rests on, as Reconstruct DTM writes them.",
        default=False,
    )
    runtime: Runtime = group(Runtime)
    scheduler: Optional[str] = requests.scheduler()
    tiling: TilingRequest = group(TilingRequest)
    output: str = parameter(
        "working_folder",
        "Folder",
        "Holds mosaic.tif, frames.gpkg, report.html, and in frames/ a DTM for each image; with errors also "
        "mosaic_height_error.tif, mosaic_slope_error.tif and mosaic_support.tif, and folders of these names in "
        "frames/; in combined/ what was put together by its suns. A run that was stopped goes on here; a frame whose "
        "image or settings changed is made anew.",
    )


OPERATION = Operation(
    name="reconstruct_region",
    label="Reconstruct region",
    group=GROUP_TERRAIN,
    help="Makes DTMs of many map-projected images of one region over one coarse DEM, one mosaic of them, a layer of "
    "the frames and a report with a map. The places of the coarse DEM under all images are fitted together, so that "
    "neighbours agree. A frame that fails is reported and does not stop the others. Started again with the same "
    "folder, it does what is missing.",
    settings=ReconstructRegionSettings,
    results=(
        Result("frames", "number", "Frames in the table"),
        Result("made", "number", "DTMs made in this run"),
        Result("kept", "number", "DTMs kept from earlier runs"),
        Result("failed", "number", "Frames that failed"),
        Result("coverage", "number", "Pixels of the mosaic with a height (%)"),
        Result("overlap_rms", "number", "RMS difference of overlapping DTMs (m)"),
        Result("preview_rms_each", "number", "RMS difference of overlapping previews, each fitted by itself (m)"),
        Result("preview_rms_fitted", "number", "RMS difference of overlapping previews, as fitted (m)"),
        Result("height_error", "number", "Error of the mosaic's heights, RMS of what is stated (m)"),
        Result("slope_error", "number", "Error of the mosaic's slopes, RMS of what is stated (degrees)"),
        Result("lit", "number", "Heights of the mosaic that rest on light that was seen (%)"),
        Result("mosaic", "raster", "Mosaic", style="dtm"),
        Result("mosaic_height_error", "raster", "Error of heights", style="height_error"),
        Result("mosaic_slope_error", "raster", "Error of slopes", style="slope_error"),
        Result("mosaic_support", "raster", "Support of heights", style="support"),
        Result("frame_layer", "text", "Layer of frames"),
        Result("report", "text", "Report"),
    ),
    run="region.reconstruct_region:reconstruct_region",
)
