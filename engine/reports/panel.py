"""One picture of a reconstruction beside its truth, and the errors of both.

``python -m engine.reports.panel --sample FOLDER --results FOLDER``
"""

from __future__ import annotations

import argparse
from pathlib import Path

import matplotlib
import numpy as np
from matplotlib import pyplot
from matplotlib.colors import ListedColormap

from ..raster.baseline import bicubic
from ..raster.grid import Grid
from ..raster.heights import HeightReader
from ..raster.reader import RasterReader
from ..terrain.height_errors import height_errors
from ..terrain.photometry import FloatArray, central_gradient
from ..terrain.slope import hillshade

CLASS_COLOURS = ("#6a9fb5", "#d9a441", "#a8483f")


def read(path: Path) -> tuple[FloatArray, Grid]:
    """A whole raster; for pictures of small scenes."""
    with RasterReader(str(path)) as reader:
        return reader.read(0, 0, reader.grid.height, reader.grid.width), reader.grid


def main() -> None:
    """Print the errors and write panel.png into the folder of the results."""
    parser = argparse.ArgumentParser(prog="python -m engine.reports.panel", description=__doc__)
    parser.add_argument("--sample", type=Path, required=True)
    parser.add_argument("--results", type=Path, required=True)
    arguments = parser.parse_args()
    matplotlib.use("Agg")
    image, grid = read(arguments.sample / "image.tif")
    truth, _ = read(arguments.sample / "truth.tif")
    result, _ = read(arguments.results / "dtm.tif")
    slope, _ = read(arguments.results / "slope.tif")
    classes, _ = read(arguments.results / "classes.tif")
    with RasterReader(str(arguments.sample / "coarse_dem.tif")) as reader:
        baseline = bicubic(HeightReader(reader, "auto", print), grid)
        coarse = baseline.read(0, 0, grid.height, grid.width)
    gsd = grid.gsd
    print(f"{'':24}RMSE (m)   MAE (m)   slope error (degrees, baseline {2 * gsd[0]:.1f} m)")
    for name, heights in (("bicubic coarse DEM", coarse), ("reconstructed DTM", result)):
        errors = height_errors(heights, truth, gsd[0])
        print(f"{name:24}{errors.rmse:8.3f}  {errors.mae:8.3f}   {errors.slope_error_deg:8.3f}")

    def shade(heights: FloatArray) -> FloatArray:
        return hillshade(*central_gradient(heights, *gsd), 315.0, 45.0)

    figure, axes = pyplot.subplots(2, 3, figsize=(15, 10.6), constrained_layout=True)
    pictures = (
        ("Image", image, {"cmap": "gray", "vmax": float(np.nanpercentile(image, 99.7))}),
        ("Coarse DEM, hillshade", shade(coarse), {"cmap": "gray", "vmin": 60, "vmax": 255}),
        ("Reconstructed DTM, hillshade", shade(result), {"cmap": "gray", "vmin": 60, "vmax": 255}),
        ("Truth, hillshade", shade(truth), {"cmap": "gray", "vmin": 60, "vmax": 255}),
        ("Terrain class of the tiles", classes, {"cmap": ListedColormap(CLASS_COLOURS), "vmin": 1, "vmax": 3}),
        ("Slope (degrees)", slope, {"cmap": "inferno", "vmin": 0, "vmax": 40}),
    )
    extent = (0.0, grid.width * gsd[0], 0.0, grid.height * gsd[1])
    for axis, (title, values, style) in zip(axes.flat, pictures):
        drawn = axis.imshow(values, extent=extent, interpolation="nearest", **style)
        axis.set_title(title)
        axis.set_xlabel("metres")
        if title.startswith("Slope"):
            figure.colorbar(drawn, ax=axis, shrink=0.8)
        if title.startswith("Terrain"):
            bar = figure.colorbar(drawn, ax=axis, shrink=0.8, ticks=[1.33, 2.0, 2.67])
            bar.ax.set_yticklabels(["flat", "mountain", "crater"])
    figure.savefig(arguments.results / "panel.png", dpi=90)


if __name__ == "__main__":
    main()
