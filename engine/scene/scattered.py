"""Light in permanent shadow: scattered by sunlit ground on the horizon, from where the image itself says.

A lit stretch of a crater's rim is a wide lamp low over the horizon. Experts are shown a sun in its middle: on made
scenes slopes come out much better with it than without any direction (``python3 build.py bench shadow``).
"""

from __future__ import annotations

from ..contract.progress import Progress
from ..contract.requests import SunRequest
from ..errors import ParameterError
from ..raster.align import AlignedHeights
from ..raster.frame import Sun
from ..raster.reader import RasterReader
from .common_scale import CommonScale, common_scale
from .sun import find_sun, is_scattered
from .sun_check import estimated

INCIDENCE_DEG = 70.0
"""Of a lit rim, where none is given. It is 10 to 20 degrees high over the floor of a crater a fifth as deep as wide,
but so wide a lamp shades slopes less than a sun in its middle; 68 did better than 75 on made scenes (six of each
terrain), and as the contrast is fitted to the coarse DEM, such differences are small."""

LEAST_CORRELATION, MOST_UNCERTAINTY_DEG = 0.4, 25.0
"""Of an estimate that is used: a direction that is 25 degrees off is much better than none. Within a posting of the
coarse DEM's place directions are right to some degrees; where it lies two postings off, the image no longer follows its
slopes, which this refuses but for scenes of a few postings."""


def light_over(
    request: SunRequest,
    image: RasterReader,
    coarse: AlignedHeights,
    progress: Progress,
    scale: CommonScale | None = None,
) -> Sun | None:
    """What lights an image, in the raster's frame: the sun, or what stands for scattered light; None where not known.

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
        return None if sun is None else sun.on(image.grid)
    if request.sun_time:
        raise ParameterError(
            "The time of the image is given and yet its light is said to be scattered, which no time tells; leave one "
            "of the two out."
        )
    angle = INCIDENCE_DEG if request.sun_incidence is None else request.sun_incidence
    if request.sun_azimuth is not None:
        progress.info(f"Light is scattered, from azimuth {request.sun_azimuth:g} degrees as given.")
        return Sun(request.sun_azimuth, angle, scattered=True).on(image.grid)
    found = estimated(scale or common_scale(image, coarse))
    if found.correlation < LEAST_CORRELATION or found.uncertainty_deg > MOST_UNCERTAINTY_DEG:
        return None
    progress.info(
        f"Light is scattered; by the image over the slopes of the coarse DEM it comes from azimuth "
        f"{image.grid.map_azimuth(found.azimuth_deg) % 360.0:.0f} (give or take {found.uncertainty_deg:.0f} degrees)."
    )
    return Sun(found.azimuth_deg, angle, "raster", scattered=True)
