"""What Compare DTMs is given, opened on the grid of the first DTM."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ...contract.progress import Progress
from ...errors import OverlapError, ParameterError
from ...raster.align import AlignedHeights, same_ground
from ...raster.baseline import bicubic
from ...raster.grid import Grid, same_grid
from ...raster.heights import HeightReader
from ...raster.reader import RasterReader

if TYPE_CHECKING:
    from ...operations.compare_dtms import CompareDtmsSettings

COARSE = "bicubic coarse DEM"


@dataclass(frozen=True)
class Method:
    """One DTM that is measured.

    Attributes
    ----------
    label : str
    path : str
    heights : HeightReader
        As its file has it.
    on_grid : HeightReader or AlignedHeights
        On the grid that all are measured on.
    baseline : bool
        Whether it is the coarse DEM, by cubic splines.
    """

    label: str
    path: str
    heights: HeightReader
    on_grid: HeightReader | AlignedHeights
    baseline: bool = False

    @property
    def resampled(self) -> bool:
        """Whether its heights were interpolated."""
        return self.on_grid is not self.heights


@dataclass(frozen=True)
class Inputs:
    """Everything that is held against each other.

    Attributes
    ----------
    grid : Grid
        Of the first DTM.
    methods : tuple of Method
        DTMs in their order, then the coarse DEM where there is one.
    reference : AlignedHeights, optional
    classes : RasterReader, optional
    """

    grid: Grid
    methods: tuple[Method, ...]
    reference: AlignedHeights | None
    classes: RasterReader | None

    @property
    def labels(self) -> list[str]:
        """Of all methods."""
        return [method.label for method in self.methods]


def open_inputs(settings: CompareDtmsSettings, stack: ExitStack, progress: Progress) -> Inputs:
    """Open everything that is given; ``stack`` closes it.

    Raises
    ------
    ParameterError
        The names do not fit the DTMs.
    OverlapError
        A DTM, the reference or the coarse DEM shares no ground with the first DTM, or the classes are not on its grid.
    """

    def opened(path: str, unit: str) -> HeightReader:
        reader = stack.enter_context(RasterReader(path))
        return HeightReader(reader, unit, progress.info, progress.warning)

    labels = labels_of(settings.labels, settings.input)
    first = opened(settings.input[0], settings.height_unit)
    grid = first.grid
    methods = [Method(labels[0], settings.input[0], first, first)]
    for label, path in zip(labels[1:], settings.input[1:]):
        heights = opened(path, settings.height_unit)
        if same_grid(heights.grid, grid):
            methods.append(Method(label, path, heights, heights))
        else:
            progress.info(f"{path} is on another grid than {settings.input[0]}; its heights are interpolated.")
            methods.append(Method(label, path, heights, _aligned(heights, grid, settings.input[0])))
    if settings.coarse_dem:
        coarse = opened(settings.coarse_dem, settings.height_unit)
        methods.append(Method(COARSE, settings.coarse_dem, coarse, bicubic(coarse, grid), True))
    reference = None
    if settings.reference:
        reference = _aligned(opened(settings.reference, settings.height_unit), grid, settings.input[0])
    classes = None
    if settings.classes:
        classes = stack.enter_context(RasterReader(settings.classes))
        if not same_grid(classes.grid, grid):
            raise OverlapError(
                f"{settings.classes} is not on the grid of {settings.input[0]}; classify the image that it was made "
                "from, or put the DTM that it fits first."
            )
    return Inputs(grid, tuple(methods), reference, classes)


def _aligned(heights: HeightReader, grid: Grid, first: str) -> AlignedHeights:
    with same_ground(OverlapError(f"{heights.path} shares no ground with {first}; give rasters of the same ground.")):
        return AlignedHeights(heights, grid)


def labels_of(given: str | None, paths: Sequence[str]) -> list[str]:
    """Names of DTMs: as given, separated by semicolons, else of their files, made distinct.

    Raises
    ------
    ParameterError
        There are more or fewer names than DTMs, an empty one, or one twice.
    """
    if given is None:
        stems = [Path(path).stem for path in paths]
        return [f"{stem} ({i + 1})" if stems.count(stem) > 1 else stem for i, stem in enumerate(stems)]
    labels = [label.strip() for label in given.split(";")]
    if len(labels) != len(paths) or not all(labels):
        raise ParameterError(
            f"labels has {len([label for label in labels if label])} names for {len(paths)} DTMs; give one for each, "
            "separated by semicolons."
        )
    twice = next((label for label in labels if labels.count(label) > 1 or label == COARSE), None)
    if twice is not None:
        raise ParameterError(f"labels has the name {twice} for more than one DTM; give each a name of its own.")
    return labels
