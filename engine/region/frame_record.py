"""What is kept and told of a frame: plain values by name, as JSON, the layer and the report have them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from ..contract.progress import Progress
from ..raster.frame import Move
from ..raster.grid import Grid
from ..raster.reader import RasterReader
from ..scene.sun import find_sun, image_time
from .folder import Record
from .frame_figures import whole
from .table import Frame

SAME = 0.2
"""Of the standard error of a move, within which another one is the same."""


def told(frame: Frame, number: int, record: Record, fitted: Record) -> Record:
    """A record with what is known of the frame beside it."""
    facts = fitted["facts"][number]
    moves = {
        "moved": record.get("move"),
        "alone": fitted["each"][number],
        "image_off": fitted["own"][number],
    }
    known: Record = {}
    for name, listed in moves.items():
        if listed is not None:
            move = move_of(listed)
            known.update({f"{name}_east": move.east_m, f"{name}_north": move.north_m})
            if name == "moved" and move.covariance is not None:
                known["error_east"], known["error_north"] = (move.covariance[i][i] ** 0.5 for i in (0, 1))
    outline = record.get("outline") or facts.get("outline")
    return {
        **facts,
        **known,
        **{key: value for key, value in record.items() if key not in ("request", "move")},
        "name": frame.name,
        "image": _base(frame.scene.image),
        "coarse_dem": _base(frame.scene.coarse_dem),
        "dtm": f"frames/{frame.name}.tif" if record["status"] == "done" else "",
        "priority": frame.priority,
        "coarse_dem_error": frame.coarse_dem_error,
        "outline": outline,
    }


def near(before: Move, now: Move) -> bool:
    """Whether a DTM made with one move is as good as one with another: within a part of its standard error.

    The fit of all moves changes a little with every frame that is added; the DTMs of the others need not.
    """
    if before.covariance is None or now.covariance is None:
        return (before.east_m, before.north_m) == (now.east_m, now.north_m)
    away = math.hypot(before.east_m - now.east_m, before.north_m - now.north_m)
    return away <= SAME * min(before.error_m or 0.0, now.error_m or 0.0)


def left_out(reason: str) -> Record:
    """Of a frame that cannot be made."""
    return {"status": "failed", "reason": reason}


def facts_of(frame: Frame, image: RasterReader) -> Record:
    """What an image says of itself."""
    quiet, grid = Progress(), image.grid
    time = image_time(frame.sun.sun_time, image, quiet)
    sun = find_sun(frame.sun, image, quiet)
    return {
        "grid": [grid.wkt, list(grid.transform), grid.width, grid.height],
        "outline": whole(grid),
        "time": "" if time is None else f"{time.moment:%Y-%m-%dT%H:%M:%S}",
        "sun_azimuth": None if sun is None else sun.azimuth_deg,
        "sun_incidence": None if sun is None else sun.incidence_deg,
    }


def grid_of(frame: Record) -> Grid:
    """The grid of an image that could be opened, from what is known of its frame."""
    wkt, transform, width, height = frame["grid"]
    a, b, c, d, e, f = transform
    return Grid(wkt, (a, b, c, d, e, f), width, height)


def listed_of(move: Move | None) -> list[Any] | None:
    """A move as JSON has it."""
    return None if move is None else [move.east_m, move.north_m, move.covariance]


def move_of(listed: Sequence[Any]) -> Move:
    """A move from JSON."""
    east, north, covariance = listed
    return Move(east, north, None if covariance is None else (tuple(covariance[0]), tuple(covariance[1])))


def _base(path: str) -> str:
    return path.replace("\\", "/").rstrip("/").rpartition("/")[2]
