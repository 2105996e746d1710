"""An image and the coarse DEM of its ground, opened once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from ..contract.progress import Progress
from ..contract.requests import SceneRequest
from ..raster.align import AlignedHeights
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
        The coarse DEM on the image's grid, where its file has it.
    """

    image: RasterReader
    coarse: AlignedHeights


def tell(image: RasterReader, progress: Progress) -> None:
    """What was assumed of an image when it was opened; ``HeightReader`` tells it of a DEM."""
    for note in image.notes:
        progress.warning(note)


@contextmanager
def opened(request: SceneRequest, progress: Progress) -> Iterator[Inputs]:
    """The inputs while the block lasts.

    Raises
    ------
    RasterError, BodyError
        One of the two cannot be used.
    OverlapError
        They share no ground.
    ParameterError
        They cannot be a pair; see ``require_pair``.
    """
    with RasterReader(request.image, request.saturation) as image, RasterReader(request.coarse_dem) as coarse:
        tell(image, progress)
        require_pair(image, coarse)
        warn_of_frames(image, coarse, progress)
        heights = HeightReader(coarse, request.height_unit, progress.info, progress.warning)
        yield Inputs(image, AlignedHeights(heights, image.grid))
