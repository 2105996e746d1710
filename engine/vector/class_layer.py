"""The layer of terrain classes: one rectangle for each tile, written and read back."""

from __future__ import annotations

import os
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from pyogrio.errors import DataLayerError, DataSourceError, FieldError, GeometryError
from pyogrio.raw import read as read_raw
from pyogrio.raw import write as write_raw

from ..errors import LayerError
from ..files import beside, output_error
from ..raster.grid import Grid

FIELDS = ("row", "column", "class", "relief_m", "posterior")
DRIVERS = {".gpkg": "GPKG", ".geojson": "GeoJSON", ".json": "GeoJSON", ".shp": "ESRI Shapefile"}


@dataclass(frozen=True)
class Cell:
    """A tile's rectangle (first and last pixel edges) and what the router says of it."""

    row: int
    column: int
    terrain: str
    relief_m: float
    posterior: float
    edges: tuple[int, int, int, int]


def write_cells(target: str, grid: Grid, cells: Sequence[Cell]) -> None:
    """Write cells beside the target and rename.

    Raises
    ------
    OutputError
        The target cannot be written.
    """
    path = Path(target)
    driver = DRIVERS.get(path.suffix.lower())
    if driver is None:
        raise LayerError(f"{path} has no known vector suffix; use one of {', '.join(DRIVERS)}.")
    partial = beside(path)
    geometry = np.array([_rectangle(grid, cell.edges) for cell in cells], dtype=object)
    columns = [
        np.array([c.row for c in cells], dtype=np.int32),
        np.array([c.column for c in cells], dtype=np.int32),
        np.array([c.terrain for c in cells], dtype=object),
        np.array([round(c.relief_m, 3) for c in cells], dtype=np.float64),
        np.array([round(c.posterior, 4) for c in cells], dtype=np.float64),
    ]
    try:
        write_raw(
            str(partial),
            geometry=geometry,
            field_data=columns,
            fields=list(FIELDS),
            layer=path.stem,
            driver=driver,
            geometry_type="Polygon",
            crs=grid.wkt,
            # Version 1.3 is the newest that the GDAL of QGIS 3.22 knows.
            dataset_options={"VERSION": "1.3"} if driver == "GPKG" else None,
        )
        if driver == "ESRI Shapefile":
            for part in partial.parent.glob(f"{partial.stem}.*"):
                os.replace(part, path.with_suffix(part.suffix))
        else:
            os.replace(partial, path)
    except (OSError, DataSourceError, DataLayerError, FieldError, GeometryError) as error:
        for part in partial.parent.glob(f"{partial.stem}.*"):
            part.unlink(missing_ok=True)
        raise output_error(path, error) from error


def read_classes(path: str, shape: tuple[int, int], known: Sequence[str]) -> dict[tuple[int, int], str]:
    """Class of each tile of an edited layer.

    Parameters
    ----------
    path : str
        Any vector file, ``PATH|layername=NAME`` for one of several layers.
    shape : (int, int)
        Rows and columns of the tile plan.
    known : sequence of str
        Valid classes.

    Raises
    ------
    LayerError
        The file cannot be read, lacks the fields row, column, class, or does not fit the plan.
    """
    source, _, layer = path.partition("|layername=")
    layer = layer.partition("|")[0]
    try:
        meta, _, _, values = read_raw(source, layer=layer or None, read_geometry=False)
    except (OSError, DataSourceError, DataLayerError) as error:
        raise LayerError(f"{path} cannot be read as a vector layer ({error}); check the path.") from error
    fields = {name: data for name, data in zip(meta["fields"], values)}
    missing = [name for name in FIELDS[:3] if name not in fields]
    if missing:
        raise LayerError(
            f"{path} lacks the field(s) {', '.join(missing)}; give a layer written by Classify, edited or not."
        )
    classes: dict[tuple[int, int], str] = {}
    for row, column, terrain in zip(fields["row"], fields["column"], fields["class"]):
        if terrain not in known:
            raise LayerError(f"{path} has the class {terrain!r} at row {row}, column {column}; use {', '.join(known)}.")
        place = (int(row), int(column))
        if not (0 <= place[0] < shape[0] and 0 <= place[1] < shape[1]):
            raise LayerError(
                f"{path} has a tile at row {row}, column {column}, but this image has {shape[0]} x {shape[1]} "
                "tiles; classify this image with the same tile size and overlap."
            )
        classes[place] = str(terrain)
    return classes


def _rectangle(grid: Grid, edges: tuple[int, int, int, int]) -> bytes:
    """Well-known binary of a closed ring around (top, bottom, left, right) pixel edges."""
    top, bottom, left, right = edges
    columns = np.array([left, right, right, left, left], dtype=np.float64)
    rows = np.array([top, top, bottom, bottom, top], dtype=np.float64)
    x, y = grid.to_crs(columns, rows)
    ring = np.column_stack((x, y)).astype("<f8").tobytes()
    return struct.pack("<BIII", 1, 3, 1, 5) + ring
