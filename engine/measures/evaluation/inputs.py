"""What Evaluate measures a DTM against, opened on its grid."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...contract.progress import Progress
from ...errors import OverlapError, ParameterError
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
class Stated:
    """What was written beside the DTM about how sure it is, as far as it is given.

    Attributes
    ----------
    heights, slopes : RasterReader, optional
        Standard deviations in metres and in degrees.
    support : RasterReader, optional
        Codes of ``reconstruct.support``.
    """

    heights: RasterReader | None = None
    slopes: RasterReader | None = None
    support: RasterReader | None = None

    @property
    def with_long_waves(self) -> bool:
        """Whether the errors of heights hold those of the coarse DEM's long waves."""
        return self.heights is not None and self.heights.tag(COARSE_ERROR) is not None


COARSE_ERROR = "MMOEDTM_ERROR_OF_COARSE_DEM_M"
"""Tag of errors of heights that hold what was stated of the coarse DEM."""

PLAN = "MMOEDTM_PLAN"
"""Tag of all that one run of Reconstruct wrote."""


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
    stated : Stated
    """

    reader: RasterReader
    dtm: HeightReader
    surfaces: Surfaces
    light: Light | None
    classes: RasterReader | None
    stated: Stated = Stated()

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
        Image, classes or stated errors do not lie on the grid of the DTM.
    ParameterError
        Stated errors are of another run than the DTM.
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
    return Inputs(reader, dtm, surfaces, light, classes, _stated(settings, reader, stack))


def _stated(settings: EvaluateSettings, dtm: RasterReader, stack: ExitStack) -> Stated:
    def opened(path: str | None) -> RasterReader | None:
        if not path:
            return None
        reader = stack.enter_context(RasterReader(path, extent=settings.extent))
        _require_grid(reader, dtm.grid, "give what was written beside it")
        plans = dtm.tag(PLAN), reader.tag(PLAN)
        if None not in plans and plans[0] != plans[1]:
            raise ParameterError(f"{path} is of another run of Reconstruct than the DTM; give what this one wrote.")
        return reader

    return Stated(*(opened(path) for path in (settings.stated_height_error, settings.stated_slope_error,
                                              settings.support)))  # fmt: skip


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
