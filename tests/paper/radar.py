"""A made radar image: speckle over backscatter that grows with roughness.

``python -m tests.paper.radar SLOPE_VARIANCE TARGET``. It stands for Mini-RF's S1 where none is to be had.
"""

from __future__ import annotations

import sys

import numpy as np
import rasterio
from rasterio.transform import Affine

PIXEL_M = 14.0
LOOKS = 8
LEVEL_DB, GAIN_DB, AT_DEG2 = 2.5, 4.0, 100.0
"""Backscatter at this slope variance, and what ten times the variance adds: so that the paper's thresholds belong
together."""


def main(variance: str, target: str) -> None:
    """Write S1 in dB on pixels of 14 m."""
    with rasterio.open(variance) as source:
        values = source.read(1, masked=True).filled(np.nan).astype(np.float64)
        factor = round(PIXEL_M / source.transform.a)
        rows, columns = (side // factor for side in values.shape)
        blocks = values[: rows * factor, : columns * factor].reshape(rows, factor, columns, factor)
        rough = np.maximum(np.nanmean(blocks, axis=(1, 3)), 0.1)
        backscatter = LEVEL_DB + GAIN_DB * np.log10(rough / AT_DEG2)
        speckle = np.random.default_rng(10).gamma(LOOKS, 1.0 / LOOKS, rough.shape)
        profile = {**source.profile, "height": rows, "width": columns, "dtype": "float32", "nodata": None,
                   "transform": source.transform * Affine.scale(factor)}  # fmt: skip
    for name in ("blockxsize", "blockysize", "tiled", "interleave", "compress", "predictor"):
        profile.pop(name, None)
    profile["driver"] = "GTiff"
    with rasterio.open(target, "w", **profile) as made:
        made.write((backscatter + 10.0 * np.log10(speckle)).astype(np.float32), 1)
        made.set_band_unit(1, "dB")


if __name__ == "__main__":
    main(*sys.argv[1:])
