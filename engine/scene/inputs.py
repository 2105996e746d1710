"""An image and the coarse DEM of its ground, opened once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from ..contract.progress import Progress
from ..contract.requests import SceneRequest
from ..errors import RasterError
from ..raster.align import AlignedHeights
from ..raster.frame import STILL, Move
from ..raster.grid import Grid, Window
from ..raster.heights import HeightReader
from ..raster.reader import RasterReader
from .pairing import require_pair, warn_of_frames


@dataclass(frozen=True)
class Inputs:
    """Open inputs of a scene.

    Attributes
    ----------
    image : RasterReader
    coarse : AlignedHeights
        The coarse DEM on the image's grid, where its file has it or where it was said to lie.
    """

    image: RasterReader
    coarse: AlignedHeights

    def cut_to(self, window: Window, move: Move) -> AlignedHeights:
        """Cut the image to a window of the whole, and give the coarse DEM on it, moved."""
        self.image.cut_to(window)
        return self.coarse.moved(move, self.image.grid)


def grid_of(path: str) -> Grid:
    """The grid of a raster."""
    with RasterReader(path) as reader:
        return reader.grid


def tell(image: RasterReader, progress: Progress) -> None:
    """What was assumed of an image when it was opened; ``HeightReader`` tells it of a DEM."""
    for note in image.notes:
        progress.warning(note)


def without_pixels(image: RasterReader) -> RasterError:
    """Why an image that has no valid pixel has none, as far as it is known."""
    if image.saturation is not None:
        return RasterError(
            f"{image.path} has no valid pixel under {image.saturation:g}, from where it is taken for saturated; give a "
            "higher saturation, or none."
        )
    return RasterError(f"{image.path} has no valid pixel (all are nodata or special values); give another image.")


@contextmanager
def opened(
    request: SceneRequest, progress: Progress, window: Window | None = None, move: Move = STILL
) -> Iterator[Inputs]:
    """The inputs while the block lasts.

    Parameters
    ----------
    request : SceneRequest
    progress : Progress
    window : (row, column, height, width), optional
        The part of the image that is meant, in pixels of the whole; if not given, the extent that is asked for.
    move : Move
        From where its file has the coarse DEM: what lies beside the image may have been moved onto it.

    Raises
    ------
    RasterError, BodyError
        One of the two cannot be used.
    OverlapError
        They share no ground.
    ParameterError
        They cannot be a pair; see ``require_pair``.
    """
    extent = request.extent if window is None else None
    with RasterReader(request.image, request.saturation, extent) as image, RasterReader(request.coarse_dem) as coarse:
        if window is not None:
            image.cut_to(window)
        tell(image, progress)
        require_pair(image, coarse)
        warn_of_frames(image, coarse, progress)
        heights = HeightReader(coarse, request.height_unit, progress.info, progress.warning)
        yield Inputs(image, AlignedHeights(heights, image.grid, move))
