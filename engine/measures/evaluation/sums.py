"""What Evaluate gathers over the bands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ...arrays import FloatArray
from ...raster.grid import Grid
from ...raster.known_means import KnownMeans
from ..relit import CorrelationSums
from .error_sums import ErrorSums
from .resolution import ResolutionSums
from .seams import SeamSums
from .squares import CellMeasures
from .stated import StatedSums
from .stripes import StripeSums


@dataclass
class Sums:
    """Everything that is gathered over the bands, by candidate ('dtm', 'coarse') where it is of candidates.

    Attributes
    ----------
    seams : SeamSums
        Of the DTM.
    errors, resolution, light : dict
    stripes : dict
        Also of the reference.
    deviation : list of arrays
        Block means of the DTM's deviation from the coarse DEM, band by band.
    error_blocks : list of arrays
        Block means of its error, likewise.
    stated : dict
        Of 'heights' and 'slopes', as far as their errors are stated and can be held against a reference.
    cells : dict
        Measures of squares by their row and column.
    seen : dict
        Means of blocks of the image, and of the DTM lit under its sun ('image', 'lit'), as they are drawn.
    pixels, compared : int
        Pixels that the DTM knows, and the reference where there is one; those of them that the baseline knows too.
    """

    seams: SeamSums
    errors: dict[str, ErrorSums]
    resolution: dict[str, ResolutionSums]
    light: dict[str, CorrelationSums]
    stripes: dict[str, StripeSums]
    deviation: list[FloatArray] = field(default_factory=list)
    error_blocks: list[FloatArray] = field(default_factory=list)
    stated: dict[str, StatedSums] = field(default_factory=dict)
    cells: dict[tuple[int, int], CellMeasures] = field(default_factory=dict)
    seen: dict[str, KnownMeans] = field(default_factory=dict)
    pixels: int = 0
    compared: int = 0

    @classmethod
    def empty(cls, grid: Grid, candidates: Sequence[str], surfaces: Sequence[str]) -> Sums:
        """Nothing gathered yet, for these candidates, and stripes for these surfaces."""
        return cls(
            SeamSums(grid.height, grid.width),
            {name: ErrorSums() for name in candidates},
            {name: ResolutionSums() for name in candidates},
            {name: CorrelationSums() for name in candidates},
            {name: StripeSums(grid.width) for name in surfaces},
        )
