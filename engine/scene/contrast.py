"""Bring the contrast of an image to what its light makes of the ground, as far as that is certain."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ..arrays import FloatArray
from ..contract.progress import Progress
from ..errors import RasterError
from ..experts.normalise import least_brightness
from ..raster.align import AlignedHeights
from ..raster.frame import Sun
from ..raster.mean import Brightness, brightness
from ..raster.reader import RasterReader
from ..terrain.contrast import Contrast, estimate_contrast
from ..terrain.contrast_belief import CALIBRATED, DISPLAYED, LAMP, Belief, believed
from ..terrain.photometry import incidence_of_contrast
from .common_scale import CommonScale, common_scale
from .lamp import Lamp

CLIPPED = 5e-4
"""Share of the pixels that have exactly the largest value from which an image was clipped, as displays clip it: those
of made cameras have under a hundredth of it."""

WIDEST_OF_LOGARITHMS = 0.25
"""Uncertainty up to which an image that is not above zero on average is brought to the contrast of the DEM."""


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
    doubt : float
        Standard deviation of the logarithm of the contrast that is left.
    """

    contrast: Contrast
    offset: float
    brightness: float
    doubt: float = 0.0

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
        The image is negative on average, as logarithms are, and the estimate is not certain enough.
    """
    scale = scale or common_scale(image, coarse)
    sun, found, seen = lamp.typical, _estimate(scale, lamp), brightness(image)
    asked = wanted == "from the DEM"
    shown = asked or _shown(image, seen)
    prior = LAMP if sun is not None and sun.scattered and not asked else DISPLAYED if shown else CALIBRATED
    belief = Belief(False, 1.0, 1.0, 0.0) if sun is None or wanted == "as it is" else believed(found, prior)
    offset = _offset(found, belief, seen)
    progress.info(_said(found, belief, offset))
    if sun is not None and prior is CALIBRATED and found.reliable:
        _tell_light(found, sun, belief, progress)
    if asked and not found.reliable:
        progress.warning(f"The contrast is not settled by the coarse DEM, because {_why(found)}; {_done(belief)}.")
    elif belief.stretched and prior is not LAMP and not found.reliable and not math.isinf(found.factor):
        look = "looks like one that was stretched for display" if shown else "does not look calibrated"
        progress.warning(
            f"The image {look}, and its contrast is not settled ({_why(found)}); {_done(belief)}. The direction of "
            "slopes is right, their size is in doubt, and so say the errors. Give calibrated I/F if there is any."
        )
    mean = seen.mean - offset
    if mean < 0.0:
        raise RasterError(
            f"{image.path} is not above zero on average, as logarithms of brightness are, and its contrast cannot be "
            f"taken from the coarse DEM ({found.reason}); give the image in linear units."
        )
    return Calibration(found, offset, mean, belief.doubt)


def _shown(image: RasterReader, seen: Brightness) -> bool:
    """Whether an image looks like one that was stretched for display: bytes, or clipped at its bright end."""
    return image.dtype in ("uint8", "int8") or seen.at_top >= CLIPPED


def _offset(found: Contrast, belief: Belief, seen: Brightness) -> float:
    """What to take off, so that the contrast becomes what is wanted of it."""
    if not belief.stretched:
        return 0.0
    if math.isinf(belief.factor):
        certain = found.uncertainty <= WIDEST_OF_LOGARITHMS
        return seen.mean - (seen.mean - found.offset) / belief.wanted if certain else 0.0
    return seen.mean * (1.0 - belief.factor / belief.wanted)


def _said(found: Contrast, belief: Belief, offset: float) -> str:
    action = f"an offset of {offset:.4g} is taken off" if belief.stretched else "it is left as it is"
    if not found.known:
        return f"The contrast of the image is not measured, because {found.reason}; {action}."
    if math.isinf(found.factor):
        return f"The image is not above zero on average, and follows the shaded coarse DEM ({found.reason}); {action}."
    return (
        f"The contrast of the image is {found.factor:.2f} of that of the shaded coarse DEM, give or take "
        f"{100.0 * found.uncertainty:.0f} % ({found.reason}); {action}."
    )


def _why(found: Contrast) -> str:
    if not found.known:
        return found.reason
    return f"it is known to {100.0 * found.uncertainty:.0f} % alone ({found.reason})"


def _done(belief: Belief) -> str:
    if belief.wanted < 0.99:
        return f"detail is damped to {belief.wanted:.2f} of what it may be"
    return "the image is taken as it is"


def _tell_light(found: Contrast, sun: Sun, belief: Belief, progress: Progress) -> None:
    """Warn of a contrast that is plainly off although the image does not look stretched: its sun may be the fault."""
    if not 3.0 * found.uncertainty < abs(math.log(found.factor)) < math.inf:
        return
    other = incidence_of_contrast(sun.incidence_deg, found.factor)
    light = "no incidence explains it" if other is None else f"an incidence of {other:.0f} degrees would explain it"
    done = "brought to that" if belief.stretched else "left"
    progress.warning(
        f"The contrast of the image is {found.factor:.2f} of what its light makes of the coarse DEM; it is "
        f"{done}. Either the image is stretched or its sun is not at an incidence of {sun.incidence_deg:.0f} degrees "
        f"({light}): the image does not settle which; check both."
    )


def _estimate(scale: CommonScale, lamp: Lamp) -> Contrast:
    sun = lamp.typical
    if sun is None:
        return Contrast.unknown("the sun is not given")
    if min(scale.brightness.shape) < 2:
        return Contrast.unknown("the image is smaller than two postings")
    azimuth: float | FloatArray = sun.azimuth_deg
    if lamp.turning is not None:
        azimuth = lamp.turning.over(scale.brightness.shape, scale.factor)
    return estimate_contrast(
        scale.brightness, scale.coarse, scale.gsd_m, scale.posting_m, azimuth, sun.incidence_deg
    )
