"""Pictures of the operations, from what the examples of their own pages write.

``python -m pictures.operations QGIS_PROCESS PYTHON [PAGE ...]``, as ``build.py pictures operations`` calls it.
"""

from __future__ import annotations

import struct
import sys
import tempfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import matplotlib
import numpy as np
from matplotlib import pyplot
from matplotlib.colors import BoundaryNorm, ListedColormap
from pyogrio.raw import read as read_layer
from reference.examples import run_page

import build
from engine.raster.baseline import bicubic
from engine.raster.grid import Grid
from engine.raster.heights import HeightReader
from engine.raster.reader import RasterReader
from engine.terrain.photometry import central_gradient
from engine.terrain.slope import hillshade

from .small import keep

SIDE_PX = 360
"""Of one panel."""

CLASSES = ListedColormap(["#6a9fb5", "#d9a441", "#a8483f"])
SHADOWS = ListedColormap(["#e8e4da", "#2c3640", "#c0504d", "#4f81bd"])


@dataclass(frozen=True)
class Panel:
    """One part of a picture.

    Attributes
    ----------
    file : str
        As the example writes it.
    title : str
    kind : str
        'image', 'shaded', 'coarse' (a coarse DEM on the image's grid, shaded), 'classes', 'shadows', 'error', 'deg' or
        'deg2'.
    outlines : str
        A layer of polygons to draw on top.
    window_m : tuple of float
        Left, right, bottom, top in the map; all without one.
    """

    file: str
    title: str
    kind: str
    outlines: str = ""
    window_m: tuple = ()


IMAGE = Panel("image.tif", "Image", "image")
COARSE = Panel("coarse_dem.tif", "Coarse DEM, shaded", "coarse")

PICTURES = {
    "reconstruct": (IMAGE, COARSE, Panel("dtm.tif", "DTM, shaded", "shaded")),
    "reconstruct_region": (
        Panel("region/frames/west.tif", "West, shaded", "shaded"),
        Panel("region/frames/east.tif", "East, shaded", "shaded"),
        Panel("region/mosaic.tif", "Mosaic, shaded", "shaded"),
    ),
    "align": (IMAGE, Panel("aligned.tif", "Aligned coarse DEM, shaded", "shaded")),
    "classify": (IMAGE, Panel("classes.tif", "Flat (blue), mountain (yellow), crater (red)", "classes", "cells.gpkg")),
    "mosaic": (Panel("mosaic.tif", "Mosaic of single tiles, shaded", "shaded"),),
    "combine": tuple(
        Panel(f"{name}.tif", f"{title}, shaded", "shaded", window_m=(-320.0, -20.0, 530.0, 830.0))
        for name, title in {
            "dtm_20": "Sun at 20°", "dtm_115": "Sun at 115°", "combined": "Combined", "site": "Truth"
        }.items()  # fmt: skip
    ),
    "slope_roughness": (
        Panel("slope.tif", "Slope", "deg"),
        Panel("variance.tif", "Slope variance", "deg2"),
        Panel("hillshade.tif", "Hillshade", "image"),
    ),
    "evaluate": (Panel("dtm.tif", "DTM, shaded", "shaded"), Panel("error.tif", "Height error", "error")),
    "compare_shadows": (
        IMAGE,
        Panel("difference.tif", "Shadow: in both, image alone (red), DTM alone (blue)", "shadows"),
    ),
    "detect_rocks": (
        Panel("image.tif", "Image", "image", "rocks.gpkg"),
        Panel("image.tif", "Some of the rocks", "image", "rocks.gpkg", (-620.0, -360.0, -460.0, -200.0)),
    ),
    "detect_craters": (
        Panel("image.tif", "Image and the craters found in it", "image", "craters.gpkg"),
        Panel("truth.tif", "DTM, shaded, and some of them", "shaded", "craters.gpkg", (-700.0, -280.0, -300.0, 120.0)),
    ),
    "measure_craters": (
        Panel("truth.tif", "DTM, shaded, and fitted rim", "shaded", "rims.gpkg", (-700.0, -280.0, -500.0, -80.0)),
    ),
    "compare_sar": (Panel("roughness.tif", "Roughness on the second raster's grid", "deg2"),),
    "synthesize": (
        Panel("made_image.tif", "Image", "image"),
        Panel("made_coarse.tif", "Coarse DEM, shaded", "shaded"),
        Panel("made_truth.tif", "Truth, shaded", "shaded"),
    ),
    "light_dtm": (Panel("truth.tif", "DTM, shaded", "shaded"), Panel("lit.tif", "Image under another sun", "image")),
    "lunar_dtm": (
        Panel("classes.tif", "Terrain classes", "classes"),
        Panel("dtm.tif", "DTM, shaded", "shaded"),
        Panel("slope.tif", "Slope", "deg"),
        Panel("variance.tif", "Slope variance", "deg2"),
    ),
}
"""What is drawn for each page; the others have nothing to draw."""

COPIED = {"profile": "profile.png", "draw_panel": "panel.png"}
"""Pictures that an example writes itself."""


def main(program: str, python: str, *names: str) -> None:
    """Run the examples and draw, those of all pages where none is named."""
    matplotlib.use("Agg")
    with tempfile.TemporaryDirectory() as scratch:
        variables = build.qgis_variables(Path(scratch), Path(program), Path(python))
        variables.pop("PATH")
        for name in names or (*PICTURES, *COPIED):
            folder = Path(scratch) / "pages" / name
            folder.mkdir(parents=True)
            places = (build.ROOT / "docs" / room / f"{name}.md" for room in ("operations", "chains"))
            page = next(place for place in places if place.exists()).read_text(encoding="utf-8")
            run_page(page, folder, build.ROOT, {"python3": python, "qgis_process": program}, variables)
            source = folder / COPIED[name] if name in COPIED else drawn(PICTURES[name], folder)
            target = keep(source, name)
            build.say(f"{target.name}, {target.stat().st_size / 1000:.0f} kB")
            if name == "reconstruct":
                panel = drawn((IMAGE, COARSE, Panel("dtm.tif", "Reconstructed DTM, shaded", "shaded"),
                               Panel("truth.tif", "Truth, shaded", "shaded")), folder)  # fmt: skip
                keep(panel, "panel")


def drawn(panels: tuple, folder: Path) -> BytesIO:
    """One row of panels."""
    wide = SIDE_PX if len(panels) > 1 else SIDE_PX * 1.5
    figure, axes = pyplot.subplots(1, len(panels), figsize=(wide * len(panels) / 100, (wide + 30) / 100), dpi=100,
                                   squeeze=False, constrained_layout=True)  # fmt: skip
    for axis, panel in zip(axes.flat, panels):
        values, grid = read(folder / panel.file)
        a, _, left, _, e, top = grid.transform
        extent = (left, left + grid.width * a, top + grid.height * e, top)
        shown = axis.imshow(shaded(values, grid, panel, folder), extent=extent, interpolation="nearest",
                            **style(panel.kind, values))  # fmt: skip
        if panel.kind in ("deg", "deg2", "error"):
            unit = {"deg": "degrees", "deg2": "degrees squared", "error": "m"}[panel.kind]
            figure.colorbar(shown, ax=axis, shrink=0.8).set_label(unit, fontsize=8)
        if panel.outlines:
            for x, y in rings(folder / panel.outlines):
                axis.plot(x, y, color="#ffd54a", linewidth=1.0)
        window = panel.window_m or extent
        axis.set_xlim(window[0], window[1])
        axis.set_ylim(window[2], window[3])
        axis.set_title(panel.title, fontsize=8)
        axis.tick_params(labelsize=7)
    made = BytesIO()
    figure.savefig(made, format="png")
    pyplot.close(figure)
    made.seek(0)
    return made


def read(path: Path) -> tuple[np.ndarray, Grid]:
    """A whole raster."""
    with RasterReader(str(path)) as reader:
        return reader.read(0, 0, reader.grid.height, reader.grid.width), reader.grid


def shaded(values: np.ndarray, grid: Grid, panel: Panel, folder: Path) -> np.ndarray:
    """What is shown of a raster."""
    if panel.kind == "coarse":
        _, grid = read(folder / "image.tif")
        with RasterReader(str(folder / panel.file)) as reader:
            values = bicubic(HeightReader(reader, "auto", print), grid).read(0, 0, grid.height, grid.width)
    if panel.kind in ("coarse", "shaded"):
        return hillshade(*central_gradient(values, *grid.gsd), 292.0, 45.0)
    return values


def style(kind: str, values: np.ndarray) -> dict:
    """Options of matplotlib for a kind of raster."""
    if kind == "image":
        low, high = np.nanpercentile(values, (0.3, 99.7))
        return {"cmap": "gray", "vmin": low, "vmax": high}
    if kind in ("coarse", "shaded"):
        return {"cmap": "gray", "vmin": 60, "vmax": 255}
    if kind == "classes":
        return {"cmap": CLASSES, "vmin": 1, "vmax": 3}
    if kind == "shadows":
        return {"cmap": SHADOWS, "norm": BoundaryNorm([0.5, 1.5, 2.5, 3.5, 4.5], 4)}
    if kind == "error":
        most = float(np.nanpercentile(np.abs(values), 99))
        return {"cmap": "RdBu_r", "vmin": -most, "vmax": most}
    return {"cmap": "inferno", "vmin": 0, "vmax": float(np.nanpercentile(values, 99))}


def rings(layer: Path) -> list:
    """Outer rings of the polygons of a layer, as x and y."""
    _, _, geometry, _ = read_layer(str(layer))
    found = []
    for wkb in geometry:
        order = "<" if wkb[0] else ">"
        kind, count, points = struct.unpack_from(f"{order}III", wkb, 1)
        if kind % 1000 == 3 and count:
            flat = np.frombuffer(wkb, f"{order}f8", 2 * points, 13).reshape(-1, 2)
            found.append((flat[:, 0], flat[:, 1]))
    return found


if __name__ == "__main__":
    main(*sys.argv[1:])
