"""Attacks on vector layers: geometry, fields, CRS, bytes, names of layers."""

from __future__ import annotations

import random
import shutil
import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from pyogrio.raw import write

from tests.campaigns import fuzz_case as of
from tests.conftest import MOON_EQC

INPUTS = {"reconstruct": "classes", "compare_shadows": "rocks", "measure_craters": "craters", "profile": "lines",
          "compare_dtms": "areas", "compare_sar": "areas",
          "detect_craters": "areas", "detect_rocks": "areas"}  # fmt: skip
MARS = 'GEOGCS["Mars",DATUM["Mars",SPHEROID["Mars",3396190,0]],PRIMEM["R",0],UNIT["degree",0.0174532925199433]]'
ODD = (float("nan"), float("inf"), 0.0, 1e308, -1e308, 1e-308, 1e6, -3e7)


def case(rng: random.Random, room: Path, folder: Path) -> of.Case:
    """One operation with one odd layer."""
    name, parameter = rng.choice(list(INPUTS.items()))
    made = of.plain(name, room, folder)
    source = room / "inputs" / f"{parameter}.gpkg"
    path = folder / f"odd{rng.choice(['.gpkg', '.gpkg', '.geojson', '.shp'])}"
    kind = rng.choice([_bytes, _foreign, _name, _geometry, _geometry, _geometry,
                       _fields if parameter == "classes" else _geometry])
    text, made.what, made.must = kind(rng, source, path)
    made.what = f"{parameter}: {made.what}"
    made.given[parameter] = text
    return made


def _bytes(rng: random.Random, source: Path, path: Path) -> tuple[str, str, str]:
    content, how = of.damage(rng, source.read_bytes(), 200)
    path.with_suffix(".gpkg").write_bytes(content)
    return str(path.with_suffix(".gpkg")), f"bytes, {how}", ""


def _foreign(rng: random.Random, source: Path, path: Path) -> tuple[str, str, str]:
    return str(path), of.foreign(rng, path), of.REFUSE


def _name(rng: random.Random, source: Path, path: Path) -> tuple[str, str, str]:
    shutil.copyfile(source, path.with_suffix(".gpkg"))
    odd = rng.choice(["|layername=absent", "|layername=", "|layerid=7", "|subset=1=1", "|", "|layername=a|b", "\n", "/",
                      "|layername=\u00fc'\"; drop table x", "?mode=rw", "|layername=" + "x" * 300])  # fmt: skip
    return f"{path.with_suffix('.gpkg')}{odd}", f"name {odd[:30]!r}", ""


def _point(x: float, y: float) -> bytes:
    return struct.pack("<BI2d", 1, 1, x, y)


def _line(points: Sequence[tuple[float, float]]) -> bytes:
    return struct.pack("<BII", 1, 2, len(points)) + b"".join(struct.pack("<2d", *p) for p in points)


def _polygon(rings: Sequence[Sequence[tuple[float, float]]]) -> bytes:
    return struct.pack("<BII", 1, 3, len(rings)) + b"".join(
        struct.pack("<I", len(ring)) + b"".join(struct.pack("<2d", *p) for p in ring) for ring in rings
    )


def _shapes(rng: random.Random) -> dict[str, tuple[str, list[bytes]]]:
    def place() -> tuple[float, float]:
        return rng.uniform(-250, 250), rng.uniform(-250, 250)

    def odd() -> tuple[float, float]:
        return rng.choice([(rng.choice(ODD), 0.0), (0.0, rng.choice(ODD)), (rng.choice(ODD), rng.choice(ODD))])

    x, y = place()
    return {
        "points": ("Point", [_point(*place()) for _ in range(3)]),
        "odd point": ("Point", [_point(*odd())]),
        "odd points among others": ("Point", [_point(*place()), _point(*odd())]),
        "empty points": ("Point", [_point(float("nan"), float("nan"))] * 2),
        "line": ("LineString", [_line([place(), place()])]),
        "line of one vertex": ("LineString", [_line([place()])]),
        "line of no vertex": ("LineString", [_line([])]),
        "line that stays": ("LineString", [_line([(x, y), (x, y)])]),
        "odd line": ("LineString", [_line([place(), odd(), place()])]),
        "far line": ("LineString", [_line([(1e6, 1e6), (1e6 + 50, 1e6)])]),
        "long line": ("LineString", [_line([(-5e6, 0), (5e6, 0)])]),
        "many lines": ("LineString", [_line([place(), place()]) for _ in range(300)]),
        "polygon": ("Polygon", [_polygon([[(x, y), (x + 9, y), (x + 9, y + 9), (x, y)]])]),
        "polygon that crosses itself": ("Polygon", [_polygon([[(0, 0), (20, 20), (20, 0), (0, 20), (0, 0)]])]),
        "flat polygon": ("Polygon", [_polygon([[(0, 0), (20, 20), (40, 40), (0, 0)]])]),
        "polygon of a point": ("Polygon", [_polygon([[(x, y)] * 4])]),
        "polygon of two vertices": ("Polygon", [_polygon([[(x, y), (x + 5, y)]])]),
        "polygon that is open": ("Polygon", [_polygon([[(x, y), (x + 9, y), (x + 9, y + 9)]])]),
        "polygon without rings": ("Polygon", [_polygon([])]),
        "polygon with an empty hole": ("Polygon", [_polygon([[(0, 0), (90, 0), (90, 90), (0, 0)], []])]),
        "odd polygon": ("Polygon", [_polygon([[(x, y), odd(), (x + 9, y + 9), (x, y)]])]),
        "polygon over all": ("Polygon", [_polygon([[(-1e6, -1e6), (1e6, -1e6), (0, 1e6), (-1e6, -1e6)]])]),
        "no features": (rng.choice(["Point", "LineString", "Polygon"]), []),
        "unknown kind": ("Unknown", [_point(*place()), _line([place(), place()])]),
        "empty collection": ("GeometryCollection", [struct.pack("<BII", 1, 7, 0)]),
        "height that is no number": ("Point Z", [struct.pack("<BI3d", 1, 1001, x, y, float("nan"))]),
        "null geometry": ("Unknown", [None, _polygon([[(0, 0), (9, 0), (9, 9), (0, 0)]])]),  # type: ignore[list-item]
    }


def _geometry(rng: random.Random, source: Path, path: Path) -> tuple[str, str, str]:
    how = rng.choice(list(shapes := _shapes(rng)))
    kind, geometry = shapes[how]
    system, crs = rng.choice([("", MOON_EQC)] * 5 + [(", no CRS", None), (", Earth", "EPSG:32633"), (", Mars", MARS)])
    _write(path, kind, geometry, {"number": np.arange(len(geometry), dtype=np.int32)}, crs)
    # A shapefile or GeoJSON may turn the system into another one.
    must = of.REFUSE if system and path.suffix == ".gpkg" and "classes" not in source.name else ""
    return str(path), f"{how}{system}, {path.suffix}", must


def _fields(rng: random.Random, source: Path, path: Path) -> tuple[str, str, str]:
    """A layer of classes whose fields are not what they should be."""
    square = _polygon([[(0, 0), (9, 0), (9, 9), (0, 0)]])
    number = rng.choice([0, 1, 2, 5])
    values: list[Any] = [
        np.full(number, 0, np.int32), np.full(number, 9999999, np.int32), np.full(number, -1, np.int64),
        np.full(number, np.nan), np.full(number, 0.5), np.full(number, "flat", object), np.full(number, None, object),
        np.full(number, "", object), np.full(number, "Crater ", object), np.full(number, True), np.full(number, 1e300),
        np.full(number, "2020-01-01", "datetime64[ms]"),
    ]  # fmt: skip
    fields = {name: rng.choice(values) for name in ("row", "column", "class", "posterior") if rng.random() < 0.9}
    _write(path, "Polygon", [square] * number, fields, MOON_EQC)
    return str(path), f"fields {', '.join(f'{n} {str(v[:1])}' for n, v in fields.items())}", ""


def _write(path: Path, kind: str, geometry: list[Any], fields: dict[str, Any], crs: Any) -> None:
    """Write what can be written; where a driver refuses, a GeoPackage without kinds takes it."""
    for target, name in ((path, kind), (path.with_suffix(".gpkg"), "Unknown")):
        try:
            write(str(target), np.array([*geometry, None], object)[:-1], list(fields.values()), list(fields),
                  geometry_type=name, crs=crs, layer="odd" if target.suffix == ".gpkg" else None,
                  driver={".gpkg": "GPKG", ".geojson": "GeoJSON", ".shp": "ESRI Shapefile"}[target.suffix])  # fmt: skip
            return
        except Exception:  # whatever a driver does not take is not tried
            target.unlink(missing_ok=True)
