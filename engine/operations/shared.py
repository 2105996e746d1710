"""Parameters that several operations share. Standard library only."""

from __future__ import annotations

from .declare import Parameter, Result

GROUP_TERRAIN = "Terrain from one image"
GROUP_MEASURES = "Terrain measures"
GROUP_TRAINING = "Made scenes and training"

IMAGE = Parameter(
    "image", "raster", "Image",
    "Map-projected lunar image with one band (LROC NAC, ShadowCam; I/F, radiance or 8 bit), in any "
    "format that GDAL reads.",
)  # fmt: skip
COARSE_DEM = Parameter(
    "coarse_dem", "raster", "Coarse DEM",
    "Elevation of the same ground (SLDEM2015, LOLA, ...), in any CRS on the Moon. Heights above the "
    "1737.4 km sphere.",
)  # fmt: skip
SUN_AZIMUTH = Parameter(
    "sun_azimuth", "number", "Sun azimuth",
    "Direction to the sun, degrees clockwise from map north (up in the image's CRS). Left empty, it "
    "comes from the time in the image's label, if there is one.",
    optional=True, low=-360.0, high=360.0, unit="degrees",
)  # fmt: skip
SUN_INCIDENCE = Parameter(
    "sun_incidence", "number", "Sun incidence",
    "Angle between the sun and the local vertical, degrees (0 overhead, 90 on the horizon). Left empty, "
    "it comes from the time in the image's label, if there is one.",
    optional=True, low=0.0, high=89.9, unit="degrees",
)  # fmt: skip
HEIGHT_UNIT = Parameter(
    "height_unit", "choice", "Unit of heights",
    "Unit of the stored heights. Automatic takes the unit, scale and offset of the label or of the file, else "
    "recognises kilometres by their range and LOLA's integer products, which hold half-metres, by their name. What "
    "is assumed is said.",
    default="auto", advanced=True,
    choices=(
        "auto", "metres", "kilometres", "half-metres", "decimetres", "centimetres", "millimetres", "feet",
        "US survey feet",
    ),
)  # fmt: skip
APPLY_SHIFT = Parameter(
    "apply_shift", "boolean", "Correct the shift between DEM and image",
    "Move the coarse DEM by the estimated shift, if the estimate is reliable. The estimate needs the sun "
    "and is reported in any case.",
    default=False,
)  # fmt: skip
CONTRAST = Parameter(
    "contrast", "choice", "Contrast of the image",
    "Experts read slopes from contrast, so it has to be right. 'as it is' trusts the image, which is right for "
    "calibrated I/F and radiance. 'from the DEM' makes the contrast what the slopes of the coarse DEM ask for, "
    "if the estimate is reliable; display stretches and logarithms need it. 'auto' does so only where the image "
    "is plainly off, by more than a quarter.",
    default="auto", advanced=True, choices=("auto", "as it is", "from the DEM"),
)  # fmt: skip
SATURATION = Parameter(
    "saturation", "number", "Saturated from",
    "Brightness from which the image is saturated; such pixels are taken for nodata. ShadowCam images, exposed "
    "for permanent shadow, saturate where the sun shines.",
    optional=True, advanced=True,
)  # fmt: skip
PACK = Parameter(
    "pack", "text", "Expert pack",
    "Name of a shipped pack or the folder of another one.",
    default="lunar-1", advanced=True,
)  # fmt: skip
TILE_HEIGHT = Parameter(
    "tile_height", "integer", "Tile height",
    "Rows of a tile, a multiple of 16. Left empty, the pack's.",
    optional=True, advanced=True, low=64, high=4096, unit="pixels",
)  # fmt: skip
TILE_WIDTH = Parameter(
    "tile_width", "integer", "Tile width",
    "Columns of a tile, a multiple of 16. Left empty, the pack's.",
    optional=True, advanced=True, low=64, high=4096, unit="pixels",
)  # fmt: skip
OVERLAP = Parameter(
    "overlap", "integer", "Tile overlap",
    "Pixels that neighbouring tiles share. Left empty, the pack's.",
    optional=True, advanced=True, low=0, high=2048, unit="pixels",
)  # fmt: skip

SCENE = (IMAGE, COARSE_DEM, SUN_AZIMUTH, SUN_INCIDENCE, APPLY_SHIFT, HEIGHT_UNIT)
"""What brings a coarse DEM onto an image."""

TILING = (PACK, TILE_HEIGHT, TILE_WIDTH, OVERLAP)
"""What cuts the image into tiles and routes them."""

SHIFT_RESULTS = (
    Result("shift_east", "number", "Estimated shift east (m)"),
    Result("shift_north", "number", "Estimated shift north (m)"),
    Result("shift_reliable", "boolean", "Shift is reliable"),
)
