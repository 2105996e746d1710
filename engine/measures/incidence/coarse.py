"""A coarse DEM made from a DTM, as altimetry would have it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ...contract.progress import Progress
from ...errors import ParameterError
from ...raster.align import fill_nearest
from ...raster.grid import Grid
from ...raster.heights import HeightReader
from ...raster.known_means import known_means
from ...raster.writer import RasterWriter
from ...synthetic.coarse import degrade
from ...synthetic.laws import Laws
from ...tiling.bands import bands

BLUR_POSTS = 0.7
"""Standard deviation of the Gaussian that stands for the resolution, in postings; the middle of made scenes'."""

MEANS_A_POST = 6
"""Means of pixels along a posting from which posts are taken: finer ones would change nothing."""

LEAST_POSTS = 4
"""Posts across a DTM: of fewer the coarse DEM would say nothing."""

NOTHING_M = 1e-6
"""The least noise: its logarithm is drawn."""

BAND = 512


def write_coarse(
    heights: HeightReader,
    posting_m: float,
    noise_m: float,
    seed: int,
    target: str,
    tags: Mapping[str, str],
    progress: Progress,
) -> None:
    """Write a coarse DEM of a DTM: blurred, with correlated noise, in its place; gaps are filled.

    Parameters
    ----------
    heights : HeightReader
    posting_m, noise_m : float
        Distance of posts, and standard deviation of their error.
    seed : int
        Of the error.
    target : str
    tags : mapping
        Provenance.
    progress : Progress

    Raises
    ------
    ParameterError
        Posts would lie closer than two pixels, or too few on the DTM.
    """
    grid = heights.grid
    pixel = grid.ground_size.mean_m
    most = min(grid.width, grid.height) * pixel / LEAST_POSTS
    if not 2.0 * pixel <= posting_m <= most:
        raise ParameterError(
            f"posting is {posting_m:g} m, but must be from {2.0 * pixel:.4g} m (two pixels of the DTM) to {most:.4g} m "
            "(a quarter of its shorter side)."
        )
    factor = max(1, int(posting_m / pixel / MEANS_A_POST))
    means = _means(heights, factor, progress)
    at_60_m = max(noise_m, NOTHING_M) * 60.0 / posting_m
    laws = Laws(blur=(BLUR_POSTS, BLUR_POSTS), noise_m=(at_60_m, at_60_m), shift=0.0, stripes=0.0)
    made = degrade(np.random.default_rng((seed, 13)), means, pixel * factor, posting_m, laws)
    corner = made.first + 0.5 - made.posting / 2.0
    a, b, c, d, e, f = grid.coarser(factor).transform
    step = made.posting
    transform = (a * step, b * step, c + (a + b) * corner, d * step, e * step, f + (d + e) * corner)
    lattice = Grid(grid.wkt, transform, made.posts.shape[1], made.posts.shape[0])
    with RasterWriter(target, lattice, "m", "coarse DEM made of a DTM", tags, progress=progress) as writer:
        writer.write(made.posts, 0)


def _means(heights: HeightReader, factor: int, progress: Progress) -> np.ndarray:
    """Means of (factor, factor) pixels, gaps filled by the nearest."""
    grid = heights.grid
    rows, columns = grid.height // factor, grid.width // factor
    parts = []
    for row, height in bands(rows, max(1, BAND // factor)):
        progress.check()
        part = heights.read(row * factor, 0, height * factor, columns * factor)
        parts.append(known_means(part, factor))
    return fill_nearest(np.concatenate(parts))
