"""Vector files: written and read with clear errors."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyogrio import read_info, set_gdal_config_options
from pyogrio.errors import DataLayerError, DataSourceError, FieldError, GeometryError
from pyogrio.raw import read as read_raw
from pyogrio.raw import write as write_raw

from ..contract import address
from ..contract.assigned import assigned
from ..contract.shortage import output_error
from ..errors import LayerError
from .in_degrees import DEGREES, in_degrees

set_gdal_config_options({"OGR_CURRENT_DATE": "2000-01-01T00:00:00.000Z"})
"""What a GeoPackage holds as its last change: a fixed time, so that the same layer is the same bytes. When a file was
written its folder knows."""

DRIVERS = {".gpkg": "GPKG", ".geojson": "GeoJSON", ".json": "GeoJSON", ".shp": "ESRI Shapefile"}


def write_layer(
    target: str, wkt: str, kind: str, geometry: Sequence[bytes | None], columns: Mapping[str, NDArray[Any]]
) -> None:
    """Write features as a layer.

    Parameters
    ----------
    target : str
        Path of a file; ``PATH|layername=NAME`` for a layer of that name, else it has the file's. In a GeoPackage
        that exists the layer is added or replaced, and others stay.
    wkt : str
        CRS. GeoJSON names a CRS and cannot describe one, so that a layer in it is in longitudes and latitudes.
    kind : str
        'Polygon', 'MultiPolygon', 'LineString' or 'Point'.
    geometry : sequence of bytes or None
        Well-known binaries; None for a feature that has no place.
    columns : mapping
        One array for each field.

    Raises
    ------
    LayerError
        The suffix is unknown, or a feature has no outline in the degrees of GeoJSON.
    OutputError
        The target cannot be written.
    """
    name, asked = address.split(target)
    path = Path(name)
    layer = address.layer_name(path, asked) if path.suffix.lower() == ".gpkg" else path.stem
    driver = DRIVERS.get(path.suffix.lower())
    if driver is None:
        raise LayerError(f"{path} has no known vector suffix; use one of {', '.join(DRIVERS)}.")
    if driver == "GeoJSON":
        geometry = in_degrees(geometry, wkt, name)
    try:
        write_raw(
            str(path),
            geometry=np.array(list(geometry), dtype=object),
            field_data=list(columns.values()),
            fields=list(columns),
            layer=layer,
            driver=driver,
            geometry_type=kind,
            crs=DEGREES if driver == "GeoJSON" else wkt,
            # Version 1.3 is the newest that the GDAL of QGIS 3.22 knows.
            dataset_options={"VERSION": "1.3"} if driver == "GPKG" else None,
        )
        _require_whole(path, layer, len(geometry))
    except (OSError, DataSourceError, DataLayerError, FieldError, GeometryError) as error:
        raise output_error(path, error) from error


def _require_whole(path: Path, layer: str, count: int) -> None:
    """Count the features in the file: a full disk can swallow some without an error at close."""
    found = read_info(str(path), layer=layer, force_feature_count=True)["features"]
    if found != count:
        raise OSError(f"{found} of {count} features can be read back")


def read_layer(path: str, columns: Sequence[str] | None, geometry: bool) -> tuple[dict[str, Any], Any, dict[str, Any]]:
    """Meta data, geometries (well-known binaries) and fields of a layer; a CRS that the user has set is its CRS.

    Parameters
    ----------
    path : str
        Any vector file, ``PATH|layername=NAME`` for one of several layers.
    columns : sequence of str, optional
        Fields to read; None for all.
    geometry : bool
        Whether to read geometries.

    Raises
    ------
    LayerError
        The file cannot be read.
    """
    source, _, layer = path.partition("|layername=")
    try:
        meta, _, shapes, values = read_raw(
            source,
            layer=layer.partition("|")[0] or None,
            columns=columns,
            read_geometry=geometry,
            force_2d=True,
        )
    except (OSError, ValueError, DataSourceError, DataLayerError) as error:
        reason = " ".join(str(error).replace(source, Path(source).name).split())[:200]
        raise LayerError(f"{path} cannot be read as a vector layer ({reason.rstrip('.')}); check the path.") from error
    return {**meta, "crs": assigned(path) or meta["crs"]}, shapes, dict(zip(meta["fields"], values))


def ring(x: NDArray[np.float64], y: NDArray[np.float64]) -> bytes:
    """Well-known binary of a polygon from the vertices of its outer ring, closed here."""
    points = np.column_stack((np.append(x, x[0]), np.append(y, y[0]))).astype("<f8")
    return struct.pack("<BIII", 1, 3, 1, len(points)) + points.tobytes()


def polygons(rings: Sequence[NDArray[np.float64]]) -> bytes:
    """Well-known binary of a multi-polygon from outer rings, (n, 2) each, closed here."""
    return struct.pack("<BII", 1, 6, len(rings)) + b"".join(ring(*vertices.T) for vertices in rings)
