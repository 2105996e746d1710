"""What lights an image: the sun, or what stands for scattered light."""

from __future__ import annotations

from dataclasses import dataclass

from ..contract.progress import Progress
from ..contract.requests import SunRequest
from ..errors import ParameterError
from ..raster.align import AlignedHeights
from ..raster.frame import Sun
from ..raster.reader import RasterReader
from .common_scale import CommonScale, common_scale
from .scattered import INCIDENCE_DEG, shown_light
from .sun import find_sun, is_scattered
from .turning_light import TurningLight


@dataclass(frozen=True)
class Lamp:
    """What lights an image, in the raster's frame: one sun, or light that turns; neither where it is not known."""

    sun: Sun | None
    turning: TurningLight | None = None

    @property
    def typical(self) -> Sun | None:
        """A sun of its kind."""
        return self.sun if self.turning is None else self.turning.at(0.0, 0.0)


def light_over(
    request: SunRequest,
    image: RasterReader,
    coarse: AlignedHeights,
    progress: Progress,
    scale: CommonScale | None = None,
) -> Lamp:
    """What lights an image: the sun, or what stands for scattered light.

    Parameters
    ----------
    request : SunRequest
    image : RasterReader
    coarse : AlignedHeights
        On the grid of the image.
    progress : Progress
    scale : CommonScale, optional
        Of the two, where it is there already.

    Raises
    ------
    ParameterError
        The request contradicts itself.
    """
    if not is_scattered(request, image):
        sun = find_sun(request, image, progress)
        return Lamp(None if sun is None else sun.on(image.grid))
    if request.sun_time:
        raise ParameterError(
            "The time of the image is given and yet its light is said to be scattered, which no time tells; leave one "
            "of the two out."
        )
    angle = INCIDENCE_DEG if request.sun_incidence is None else request.sun_incidence
    if request.sun_azimuth is not None:
        progress.info(f"Light is scattered, from azimuth {request.sun_azimuth:g} degrees as given.")
        return Lamp(Sun(request.sun_azimuth, angle, scattered=True).on(image.grid))
    found = shown_light(image, scale or common_scale(image, coarse), angle, progress)
    return Lamp(None, found) if isinstance(found, TurningLight) else Lamp(found)
