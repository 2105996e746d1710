"""What shading says of the place of the coarse DEM: an estimate, its verdict, and what is done with it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from ..contract.progress import Progress
from ..contract.requests import HandMove
from ..errors import ParameterError
from ..raster.align import AlignedHeights
from ..raster.frame import Move, Sun
from ..raster.grid import Grid
from ..raster.reader import RasterReader
from ..terrain.shift import Shift, estimate_shift
from .common_scale import CommonScale, common_scale
from .sun_check import doubted

MOST_SHIFT_M = 300.0
"""Twice the largest corner error seen with uncorrected NAC pointing."""


@dataclass(frozen=True)
class Registration:
    """What shading says of the place of a coarse DEM, and whether the image contradicts the sun that it was lit by."""

    shift: Shift
    doubted: bool = False


def registered(
    image: RasterReader,
    coarse: AlignedHeights,
    sun: Sun | None,
    progress: Progress,
    scale: CommonScale | None = None,
) -> Registration:
    """The shift of the coarse DEM that fits its shading to the image; none under a doubtful sun.

    Parameters
    ----------
    image : RasterReader
    coarse : AlignedHeights
    sun : Sun, optional
        In the raster's frame.
    progress : Progress
    scale : CommonScale, optional
        Of the two, where it is there already.
    """
    contradicted = False
    if sun is None:
        shift = Shift(0.0, 0.0, 0.0, 0.0, False, "the sun is not given")
    else:
        progress.at(0.0, "Estimating the shift between DEM and image", force=True)
        scale = scale or common_scale(image, coarse)
        shift = _estimate(image, coarse, sun, scale)
        contradicted = doubted(sun, _places(image, coarse, shift, scale), image.grid, progress)
        if contradicted:
            shift = Shift(0.0, 0.0, 0.0, 0.0, False, "the image contradicts the sun that is used")
    return Registration(shift, contradicted)


def _places(image: RasterReader, coarse: AlignedHeights, shift: Shift, scale: CommonScale) -> list[CommonScale]:
    """Image and coarse DEM where it lies, and where shading wants it if that is elsewhere."""
    if not shift.reliable or math.hypot(shift.east_m, shift.north_m) < 0.5 * coarse.posting_m:
        return [scale]
    already = coarse.move.in_map(image.grid)
    moved = coarse.moved(Move(already.east_m + shift.east_m, already.north_m + shift.north_m))
    return [scale, replace(scale, coarse=moved.block_centres(scale.factor, scale.brightness.shape))]


def tell(shift: Shift, progress: Progress) -> None:
    """Say a shift in the log, where it is the one that counts: Reconstruct looks closer and says what it found."""
    verdict = "reliable" if shift.reliable else "not reliable"
    progress.info(
        f"Shift of the coarse DEM to fit the image: {shift.east_m:+.1f} m east, {shift.north_m:+.1f} m north "
        f"({verdict}: {shift.reason})."
    )


def by_hand(request: HandMove, progress: Progress, asked_for: bool = False) -> Move | None:
    """The move that is given by hand, said in the log; None where none is.

    Parameters
    ----------
    request : HandMove
    progress : Progress
    asked_for : bool
        Whether the user asks for the estimated move as well.

    Raises
    ------
    ParameterError
        Both are asked for.
    """
    if not request.given:
        return None
    move = Move(request.shift_east or 0.0, request.shift_north or 0.0)
    if asked_for:
        raise ParameterError(
            f"The coarse DEM is to be moved by hand ({move.east_m:+g} m east, {move.north_m:+g} m north) and by the "
            "estimate (apply_shift); leave one of the two out."
        )
    progress.info(f"The coarse DEM is moved by hand, by {move.east_m:+g} m east and {move.north_m:+g} m north.")
    return move


def move_of(shift: Shift, progress: Progress) -> Move:
    """The move that a shift asks for: none where it is not reliable."""
    if not shift.reliable:
        progress.warning(f"The shift is not applied, because the estimate is not reliable: {shift.reason}.")
        return Move()
    progress.info("The shift is applied.")
    return Move(shift.east_m, shift.north_m)


def _estimate(image: RasterReader, coarse: AlignedHeights, sun: Sun, scale: CommonScale) -> Shift:
    if min(scale.brightness.shape) < 2:
        return Shift(0.0, 0.0, 0.0, 0.0, False, "the image is smaller than two postings")
    most = max(MOST_SHIFT_M, 3.0 * coarse.posting_m)
    found = estimate_shift(
        scale.brightness, scale.coarse, scale.gsd_m, scale.posting_m, sun.azimuth_deg, sun.incidence_deg, most
    )
    return in_map(found, image.grid)


def in_map(found: Shift, grid: Grid) -> Shift:
    """A shift that was found along the axes of a raster, along those of the map."""
    move = Move(found.east_m, found.north_m, frame="raster").in_map(grid)
    return replace(found, east_m=move.east_m, north_m=move.north_m)
