"""One image over one coarse DEM with everything decided: sun, contrast, place of the coarse DEM, classes."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..contract.progress import Progress
from ..contract.requests import SunRequest, TilingRequest
from ..experts.manifest import Manifest
from ..experts.runner import Runner
from ..raster.align import AlignedHeights
from ..raster.frame import Move
from ..raster.grid import Window
from ..raster.reader import RasterReader
from ..terrain.shift import Shift
from .common_scale import CommonScale, common_scale
from .contrast import Calibration, calibrate
from .inputs import Inputs
from .lamp import Lamp, light_over
from .limits import warn_of_limits
from .looker import Looker
from .pairing import require_scales, warn_of_coverage
from .placing import fitted
from .registration import registered
from .routing import Routing, route, with_edited
from .sun import is_scattered
from .sun_check import offered

WRONG_LIGHT = 1.5
"""Doubt where the image contradicts its sun: errors become as large as the detail itself."""


@dataclass(frozen=True)
class Choices:
    """What the user leaves to the scene, or decides for it.

    Attributes
    ----------
    sun : SunRequest
    contrast : str
        'auto', 'as it is' or 'from the DEM'.
    move : Move, optional
        By which the coarse DEM is moved; None to move it to where the experts want it.
    classes : str, optional
        Layer of edited classes.
    tiling : TilingRequest
    """

    sun: SunRequest
    contrast: str
    move: Move | None
    classes: str | None
    tiling: TilingRequest


@dataclass(frozen=True)
class Lighting:
    """How an image is lit, and what its light says of the place of the coarse DEM.

    Attributes
    ----------
    lamp : Lamp
    shading : Shift
        Of the coarse DEM, by shading alone.
    calibration : Calibration
    doubted : bool
        Whether the image contradicts the sun.
    """

    lamp: Lamp
    shading: Shift
    calibration: Calibration
    doubted: bool


@dataclass(frozen=True)
class Scene:
    """What the tiles of an image are computed from.

    Attributes
    ----------
    image : RasterReader
    coarse : AlignedHeights
        In its place.
    lamp : Lamp
    calibration : Calibration
    move : Move
        By which the coarse DEM was moved, in the map's frame.
    routing : Routing
    """

    image: RasterReader
    coarse: AlignedHeights
    lamp: Lamp
    calibration: Calibration
    move: Move
    routing: Routing


def lighting(inputs: Inputs, choices: Choices, manifest: Manifest, progress: Progress) -> Lighting:
    """Decide how the image is lit, from the coarse DEM where its file has it or where it is to be moved.

    Raises
    ------
    MmoedtmError
        The inputs do not allow it; the sentence says why.
    """
    image, coarse = inputs.image, inputs.coarse
    if choices.move is not None:
        # Beside its ground a DEM explains neither contrast nor sun.
        coarse = coarse.moved(choices.move)
    require_scales(image, coarse)
    scale = common_scale(image, coarse)
    lamp = light_over(choices.sun, image, coarse, progress, scale)
    warn_of_coverage(scale, image.path, coarse.path, progress)
    registration = registered(image, coarse, lamp.sun, progress, scale)
    calibration = calibrate(image, coarse, lamp, choices.contrast, progress, scale)
    if registration.doubted:
        calibration = replace(calibration, doubt=max(calibration.doubt, WRONG_LIGHT))
    offer = _offer(choices.sun, image, scale) if lamp.typical is None else ""
    warn_of_limits(image.grid, coarse, lamp.typical, manifest, progress, offer)
    return Lighting(lamp, registration.shift, calibration, registration.doubted)


def _offer(request: SunRequest, image: RasterReader, scale: CommonScale) -> str:
    """A sentence about the light that might be given, with a blank before it."""
    if request.sun == "none":
        return ""
    if is_scattered(request, image):
        return " The image does not show from where its scattered light comes; give its azimuth if it is known."
    return offered(scale, image.grid)


def decide(
    inputs: Inputs, choices: Choices, experts: Runner, progress: Progress, window: Window | None = None
) -> Scene:
    """Decide everything, in seconds to a minute, and say it.

    Parameters
    ----------
    inputs : Inputs
        Sun, contrast and place are decided from the part of the image that they present.
    choices : Choices
    experts : Runner
        They tell where they want the coarse DEM.
    progress : Progress
    window : (row, column, height, width), optional
        The part that is cut into cells, in pixels of the whole image; what the inputs present if not given.

    Raises
    ------
    MmoedtmError
        The inputs do not allow it; the sentence says why.
    """
    image, coarse = inputs.image, inputs.coarse
    manifest = experts.pack.manifest
    lit = lighting(inputs, choices, manifest, progress)
    move = choices.move or Move()
    if choices.move is None and lit.lamp.turning is not None:
        progress.info("The coarse DEM stays where it is: the image shows its place or light that turns, not both.")
    elif choices.move is None and lit.lamp.sun is None:
        progress.info("The coarse DEM stays where it is: without the sun the image does not show its shift.")
    elif choices.move is None and lit.doubted:
        progress.info("The coarse DEM stays where it is: the image contradicts the sun that is used.")
    elif choices.move is None and lit.lamp.sun is not None:
        looker = Looker(image, lit.calibration, coarse, experts, manifest, lit.lamp.sun, choices.tiling)
        move = fitted(looker, lit.shading, progress)
    coarse = coarse.moved(move) if window is None else inputs.cut_to(window, move)
    routing = route(coarse, manifest, choices.tiling, progress)
    progress.info(str(routing))
    if choices.classes:
        routing = with_edited(routing, choices.classes)
        counts = ", ".join(f"{n} {name}" for name, n in routing.counts().items())
        progress.info(f"Classes of the edited layer are used: {counts}.")
    return Scene(image, coarse, lit.lamp, lit.calibration, move, routing)
