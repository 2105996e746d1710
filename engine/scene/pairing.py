"""Whether two rasters can be an image and the coarse DEM of its ground; mix-ups are told before anything is made."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np

from ..contract.progress import Progress
from ..errors import ParameterError
from ..products.families import ELEVATION, IMAGE, identify
from ..products.keywords import Keywords
from ..products.lunar_frame import APART_M, LunarFrame, lunar_frame, mixed
from ..products.units import height_unit
from ..raster.align import AlignedHeights
from ..raster.grid import same_grid
from ..raster.reader import RasterReader
from .common_scale import CommonScale

LARGEST_PIXEL_M = 20.0
"""More than three times the largest pixels that the experts know: crater rims and rocks are no longer there to read."""

WHOLE_COVERAGE = 0.98
"""Share of an image with heights under it that is not worth a word."""

LOOKED_AT = 256
"""Rows and columns in the middle of a raster that tell what it holds."""


def require_pair(image: RasterReader, coarse: RasterReader) -> None:
    """Refuse two rasters that were mixed up.

    Raises
    ------
    ParameterError
        They are one raster, or each is in the other's place.
    """
    if _same(image, coarse):
        raise ParameterError(
            f"{image.path} is given both as image and as coarse DEM{_named(image, coarse)}; give the elevation of the "
            "same ground (SLDEM2015, LOLA) as the coarse DEM."
        )
    gsd, posting = image.grid.ground_size.mean_m, coarse.grid.ground_size.mean_m
    if gsd > posting and holds(image) == ELEVATION and holds(coarse) != ELEVATION:
        raise ParameterError(
            f"Image and coarse DEM seem to be swapped: {image.path} (pixels of {gsd:.3g} m) holds heights, and "
            f"{coarse.path} ({posting:.3g} m) holds an image; give them the other way round."
        )


def require_scales(image: RasterReader, coarse: AlignedHeights) -> None:
    """Refuse scales at which there is nothing to reconstruct.

    Raises
    ------
    ParameterError
        The image is too coarse, or the DEM finer than the image.
    """
    gsd, posting = image.grid.ground_size.mean_m, coarse.posting_m
    if gsd > LARGEST_PIXEL_M:
        raise ParameterError(
            f"{image.path} has pixels of {gsd:.3g} m, but the experts read terrain from images of 0.5 to 6 m; give the "
            "image at its full resolution (a reduced copy or a browse product does not do)."
        )
    if posting < gsd:
        raise ParameterError(
            f"{coarse.path} has a post every {posting:.3g} m, finer than the image's pixels of {gsd:.3g} m, so there "
            "is nothing to add to it; give a coarse DEM, or average this one to its true resolution (gdalwarp -r "
            "average -tr)."
        )


def warn_of_frames(image: RasterReader, coarse: RasterReader, progress: Progress) -> None:
    """Warn where the two are known to lie in different lunar frames."""
    frames = [frame_of(reader) for reader in (image, coarse)]
    if mixed(*frames):
        progress.warning(
            f"{image.path} lies in the frame {frames[0]}, {coarse.path} in {frames[1]}: the same longitude and "
            f"latitude are up to {APART_M:.0f} m apart in the two, more than a fit finds; bring both into one frame."
        )


def warn_of_coverage(scale: CommonScale, image: str, coarse: str, progress: Progress) -> None:
    """Say what share of the image has heights under it, where that is not all of it."""
    seen = np.isfinite(scale.brightness)
    if not seen.any():
        return
    share = float(np.isfinite(scale.coarse[seen]).mean())
    if share < WHOLE_COVERAGE:
        progress.warning(
            f"{coarse} covers {100.0 * share:.0f} % of {image}; the DTM has heights there alone. Give a coarse DEM of "
            "the whole ground if there should be more."
        )


def frame_of(reader: RasterReader) -> LunarFrame:
    """The lunar frame of a raster."""
    keywords = _keywords(reader)
    family = identify(Path(reader.path).name, keywords, True).family
    return lunar_frame(keywords, reader.grid.wkt, family.frame)


def camera_of(reader: RasterReader) -> str:
    """The camera by label and name; an empty string where they do not tell."""
    return identify(Path(reader.path).name, _keywords(reader), True).family.camera


def holds(reader: RasterReader) -> str:
    """'elevation' or 'image' by label, name, unit and values; an empty string where they do not tell."""
    told = identify(Path(reader.path).name, _keywords(reader), True).family.holds
    if told:
        return told
    label_unit = reader.label.unit if reader.label else ""
    if height_unit(reader.unit) or height_unit(label_unit):
        return ELEVATION
    if reader.dtype == "uint8" or reader.dtype == "uint16":
        return IMAGE
    values = _middle(reader)
    values = values[np.isfinite(values)]
    if values.size == 0:
        return ""
    low, high = np.percentile(values, (1.0, 99.0))
    # Reflectance and radiance are not negative and small; heights of a scene are rarely both.
    if low < -1.0:
        return ELEVATION
    return IMAGE if low >= 0.0 and high <= 2.0 else ""


def _keywords(reader: RasterReader) -> Keywords:
    return reader.label.keywords if reader.label else Keywords()


def _same(image: RasterReader, coarse: RasterReader) -> bool:
    """Whether two readers have one file, or a copy of it."""
    if os.path.exists(image.path) and os.path.exists(coarse.path) and os.path.samefile(image.path, coarse.path):
        return True
    if not same_grid(image.grid, coarse.grid):
        return False
    return bool(np.array_equal(_middle(image), _middle(coarse), equal_nan=True))


def _named(image: RasterReader, coarse: RasterReader) -> str:
    return "" if image.path == coarse.path else f" ({coarse.path} is the same)"


def _middle(reader: RasterReader) -> np.ndarray:
    height, width = (min(LOOKED_AT, size) for size in (reader.grid.height, reader.grid.width))
    return reader.read((reader.grid.height - height) // 2, (reader.grid.width - width) // 2, height, width)
