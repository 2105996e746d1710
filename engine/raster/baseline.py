"""The baseline that a DTM has to beat: its coarse DEM by cubic splines, where its file has it.

One definition for Evaluate, the benchmarks and the figures in the README.
"""

from __future__ import annotations

from .align import AlignedHeights
from .grid import Grid
from .heights import HeightReader


def bicubic(coarse: HeightReader, grid: Grid) -> AlignedHeights:
    """The coarse DEM on another grid by cubic splines, not moved.

    Parameters
    ----------
    coarse : HeightReader
    grid : Grid
        Of the DTM or the image.

    Raises
    ------
    OverlapError
        The two share no ground.
    """
    return AlignedHeights(coarse, grid, cubic=True)
