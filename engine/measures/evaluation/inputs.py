"""What Evaluate measures a DTM against, opened on its grid."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...contract.progress import Progress
from ...errors import OverlapError
from ...raster.align import AlignedHeights
from ...raster.baseline import bicubic
from ...raster.frame import Sun
from ...raster.grid import Grid, same_grid
from ...raster.heights import HeightReader
from ...raster.provenance import moved
from ...raster.reader import RasterReader
from ...scene.inputs import tell
from ...scene.sun import find_sun

if TYPE_CHECKING:
    from ...operations.evaluate import EvaluateSettings


@dataclass(frozen=True)
class Surfaces:
    """Other heights on the grid of the DTM, as far as they are given.

    Attributes
    ----------
    reference : AlignedHeights, optional
        Taken as true.
    coarse : AlignedHeights, optional
        The coarse DEM by cubic splines, where its file has it: the baseline.
    tied : AlignedHeights, optional
        The coarse DEM bilinearly, moved as the DTM's tags say: the surface that Reconstruct ties long waves to.
    """

    reference: AlignedHeights | None = None
    coarse: AlignedHeights | None = None
    tied: AlignedHeights | None = None


@dataclass(frozen=True)
class Light:
    """The image that the DTM was made from, and the sun over it in the raster's frame."""

    image: RasterReader
    sun: Sun


@dataclass(frozen=True)
class Inputs:
    """The DTM, and what it is measured against.

    Attributes
    ----------
    reader : RasterReader
        Of the DTM's file.
    dtm : HeightReader
    surfaces : Surfaces
    light : Light, optional
    classes : RasterReader, optional
        Terrain classes.
    """

    reader: RasterReader
    dtm: HeightReader
    surfaces: Surfaces
    light: Light | None
    classes: RasterReader | None

    @property
    def grid(self) -> Grid:
        """Grid of the DTM, on which everything is measured."""
        return self.dtm.grid

    @property
    def candidates(self) -> Mapping[str, AlignedHeights | HeightReader]:
        """What is measured: the DTM, and beside it the coarse DEM."""
        found: dict[str, AlignedHeights | HeightReader] = {"dtm": self.dtm}
        if self.surfaces.coarse is not None:
            found["coarse"] = self.surfaces.coarse
        return found


def open_inputs(settings: EvaluateSettings, stack: ExitStack, progress: Progress) -> Inputs:
    """Open everything that is given; ``stack`` closes it.

    Raises
    ------
    OverlapError
        Image or classes do not lie on the grid of the DTM.
    """
    reader = stack.enter_context(RasterReader(settings.dtm, extent=settings.extent))
    dtm = HeightReader(reader, "auto", progress.info, progress.warning)
    surfaces = _surfaces(settings, reader, stack, progress)
    light = None
    if settings.image:
        image = stack.enter_context(RasterReader(settings.image, settings.saturation, settings.extent))
        tell(image, progress)
        _require_grid(image, reader.grid, "give the image it was made from")
        sun = find_sun(settings.sun, image, progress)
        if sun is None:
            progress.warning("The sun is not given, so the image is left out.")
        else:
            light = Light(image, sun.on(reader.grid))
    classes = None
    if settings.classes:
        classes = stack.enter_context(RasterReader(settings.classes, extent=settings.extent))
        _require_grid(classes, reader.grid, "classify the image it was made from")
    return Inputs(reader, dtm, surfaces, light, classes)


def _surfaces(settings: EvaluateSettings, dtm: RasterReader, stack: ExitStack, progress: Progress) -> Surfaces:
    def opened(path: str) -> HeightReader:
        reader = stack.enter_context(RasterReader(path))
        return HeightReader(reader, settings.height_unit, progress.info, progress.warning)

    reference = AlignedHeights(opened(settings.reference), dtm.grid) if settings.reference else None
    if not settings.coarse_dem:
        return Surfaces(reference)
    heights, move = opened(settings.coarse_dem), moved(dtm)
    if move.east_m or move.north_m:
        progress.info(
            f"The DTM was made of the coarse DEM moved by {move.east_m:+.1f} m east and {move.north_m:+.1f} m north; "
            "its long waves are held against it there."
        )
    return Surfaces(reference, bicubic(heights, dtm.grid), AlignedHeights(heights, dtm.grid, move))


def _require_grid(reader: RasterReader, grid: Grid, cure: str) -> None:
    if not same_grid(reader.grid, grid):
        raise OverlapError(f"{reader.path} is not on the grid of the DTM; {cure}.")
