"""Bring the contrast of an image to what its light makes of the ground."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ..arrays import FloatArray
from ..contract.progress import Progress
from ..errors import RasterError
from ..experts.normalise import least_brightness
from ..raster.align import AlignedHeights
from ..raster.mean import mean
from ..raster.reader import RasterReader
from ..terrain.contrast import UNCERTAINTY, Contrast, estimate_contrast
from .common_scale import CommonScale, common_scale
from .scattered import Lamp

LAMP_CONTRAST = 0.6, 1.6
"""Of an image in scattered light, over that of the coarse DEM under the sun that stands for it: a second lit stretch of
the rim takes off up to a third, and light from all around a sixth. What is estimated beyond is not the light's."""

PLAINLY_OFF = 2.0 * UNCERTAINTY
"""Logarithm of the factor from which 'auto' acts: an image within it may well be calibrated."""


@dataclass(frozen=True)
class Calibration:
    """What is done to the brightness of an image.

    Attributes
    ----------
    contrast : Contrast
        The estimate.
    offset : float
        Taken off the image: zero where it is left as it is.
    brightness : float
        Mean of all valid pixels after that.
    """

    contrast: Contrast
    offset: float
    brightness: float

    @property
    def least_brightness(self) -> float:
        """The least that a tile is divided by."""
        return least_brightness(self.brightness, self.offset != 0.0)


def calibrate(
    image: RasterReader,
    coarse: AlignedHeights,
    lamp: Lamp,
    wanted: str,
    progress: Progress,
    scale: CommonScale | None = None,
) -> Calibration:
    """Estimate the contrast, say what it is, and decide what to take off the image.

    Parameters
    ----------
    image : RasterReader
    coarse : AlignedHeights
    lamp : Lamp
    wanted : str
        'auto', 'as it is' or 'from the DEM'.
    progress : Progress
    scale : CommonScale, optional
        Of the two, where it is there already.

    Raises
    ------
    RasterError
        The image is negative on average, as logarithms are, and the estimate is not reliable.
    """
    scale = scale or common_scale(image, coarse)
    found = _estimate(image, scale, lamp)
    offset = _offset(found, wanted, lamp.typical is not None and lamp.typical.scattered)
    if found.reliable:
        action = f"an offset of {offset:.4g} is taken off" if offset else "it is left as it is"
        what = f"The contrast of the image is {found.factor:.2f} of that of the shaded coarse DEM"
        if math.isinf(found.factor):
            what = "The image is not above zero on average, and follows the shaded coarse DEM"
        progress.info(f"{what} ({found.reason}); {action}.")
    else:
        progress.info(f"The contrast of the image is taken as it is, because {found.reason}.")
        if wanted == "from the DEM":
            progress.warning(f"The contrast could not be taken from the coarse DEM, because {found.reason}.")
    brightness = mean(image) - offset
    if brightness < 0.0:
        raise RasterError(
            f"{image.path} is not above zero on average, as logarithms of brightness are, and its contrast cannot be "
            f"taken from the coarse DEM ({found.reason}); give the image in linear units."
        )
    return Calibration(found, offset, brightness)


def _estimate(image: RasterReader, scale: CommonScale, lamp: Lamp) -> Contrast:
    sun = lamp.typical
    if sun is None:
        return Contrast(1.0, 0.0, 0.0, False, "the sun is not given")
    if min(scale.brightness.shape) < 2:
        return Contrast(1.0, 0.0, 0.0, False, "the image is smaller than two postings")
    azimuth: float | FloatArray = sun.azimuth_deg
    if lamp.turning is not None:
        azimuth = lamp.turning.over(scale.brightness.shape, round(scale.gsd_m[0] / image.grid.gsd[0]))
    return estimate_contrast(
        scale.brightness, scale.coarse, scale.gsd_m, scale.posting_m, azimuth, sun.incidence_deg
    )


def _offset(found: Contrast, wanted: str, scattered: bool) -> float:
    """What is taken off. How strongly a wide lamp shades nobody knows beforehand: there 'auto' acts within limits."""
    if not found.reliable or wanted == "as it is":
        return 0.0
    if wanted == "auto" and scattered:
        within = min(max(found.factor, LAMP_CONTRAST[0]), LAMP_CONTRAST[1])
        return found.offset if within == found.factor else found.offset * (1.0 - within) / (1.0 - found.factor)
    if wanted == "auto" and abs(math.log(max(found.factor, 1e-9))) <= PLAINLY_OFF:
        return 0.0
    return found.offset
