"""A STAC item of a DTM: STAC 1.0.0 with extensions for maps, rasters, the solar system, light, software, citations."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ..raster.grid import Grid
from .facts import Facts
from .outline import Outline

EXTENSIONS = tuple(
    f"https://stac-extensions.github.io/{name}/schema.json"
    for name in ("projection/v2.0.0", "raster/v1.1.0", "ssys/v1.1.0", "view/v1.0.0", "processing/v1.2.0",
                 "scientific/v1.0.0")
)  # fmt: skip


def item(
    grid: Grid,
    ground: Outline,
    facts: Facts,
    cited: str,
    nodata: float,
    statistics: Mapping[str, float],
    files: Mapping[str, tuple[str, str, str]],
) -> str:
    """The item as JSON.

    Parameters
    ----------
    grid : Grid
    ground : Outline
    facts : Facts
    cited : str
        How to cite the DTM.
    nodata : float
    statistics : mapping
        minimum, maximum, mean, stddev.
    files : mapping
        Name, media type and title of the files beside the item by key; 'data' is the DTM.
    """
    a, b, c, d, e, f = grid.transform
    x = [c, c + a * grid.width + b * grid.height]
    y = [f, f + d * grid.width + e * grid.height]
    properties: dict[str, Any] = {
        "datetime": f"{facts.time:%Y-%m-%dT%H:%M:%S}Z",
        "title": facts.name,
        "gsd": round(grid.ground_size.mean_m, 4),
        "ssys:targets": ["Moon"],
        "ssys:target_class": "satellite",
        "proj:code": _code(grid),
        "proj:wkt2": grid.crs.to_wkt(version="WKT2_2019"),
        "proj:shape": [grid.height, grid.width],
        "proj:transform": [a, b, c, d, e, f, 0.0, 0.0, 1.0],
        "proj:bbox": [min(x), min(y), max(x), max(y)],
        "processing:level": "L4",
        "processing:software": {facts.software.partition(" ")[0]: facts.software.partition(" ")[2]},
        "sci:citation": cited,
        "sci:publications": [{"citation": text} for text in facts.citations],
    }
    if facts.incidence_deg is not None:
        properties["view:sun_elevation"] = round(90.0 - facts.incidence_deg, 4)
    band = {
        "data_type": "float32",
        "nodata": nodata,
        "unit": "m",
        "spatial_resolution": round(grid.ground_size.mean_m, 4),
        "statistics": dict(statistics),
    }
    assets = {
        key: {
            "href": f"./{name}",
            "type": media,
            "title": title,
            "roles": ["data"] if key == "data" else ["metadata"],
            **({"raster:bands": [band]} if key == "data" else {}),
        }
        for key, (name, media, title) in files.items()
    }
    west, south, east, north = ground.box
    content = {
        "type": "Feature",
        "stac_version": "1.0.0",
        "stac_extensions": list(EXTENSIONS),
        "id": facts.name,
        "geometry": ground.geometry,
        "bbox": [round(v, 7) for v in (west, south, east, north)],
        "properties": properties,
        "links": [],
        "assets": assets,
    }
    return json.dumps(content, indent=2, allow_nan=False) + "\n"


def _code(grid: Grid) -> str | None:
    authority = grid.crs.to_authority()
    return None if authority is None else ":".join(authority)
