"""A plan as JSON: written on one machine, run on another."""

from __future__ import annotations

import dataclasses
import json
import math
import types
import typing
from pathlib import Path
from typing import Any, Optional

import numpy as np

from ..contract.requests import SceneRequest
from ..errors import ParameterError, PlanError
from ..moon import TERRAINS
from ..raster.frame import Move
from ..router.classes import ClassModel
from ..scene.part import Part
from ..scene.routing import Routing
from ..tiling.plan import TilePlan
from .plan import Light, ReconstructionPlan, Source, Wanted

SIGNS = {".": -1, **{name[0]: index for index, name in enumerate(TERRAINS)}}
"""Letters of the classes in a plan; a point is a cell without heights."""

PLAIN = ("scene", "part", "sources", "light", "move", "pack", "kept", "coarse_dem_error_m", "wanted")
"""Parts of a plan that JSON has as they are."""

LONGEST = 2**31
"""Pixels on a side of an image."""

LARGEST = 2**28
"""Bytes of a plan that is read: over ten million cells."""


class _Misfit(Exception):
    """What is no plan, in words."""


def encoded(plan: ReconstructionPlan) -> str:
    """The plan as JSON, one line for each row of cells."""
    routing = plan.routing
    letters = {index: sign for sign, index in SIGNS.items()}
    content = {
        "plan": 1,
        "digest": plan.digest,
        "asked": dict(plan.asked),
        **{name: _plain(getattr(plan, name)) for name in PLAIN},
        "cells": _plain(routing.plan),
        "classes": _plain(routing.model),
        "labels": ["".join(letters[int(label)] for label in row) for row in routing.labels],
        "relief_m": [_numbers(row) for row in routing.relief],
        "probability": [_numbers(row) for row in routing.probability],
    }
    lines = ",\n".join(f'"{name}": {_text(value)}' for name, value in content.items())
    return f"{{\n{lines}\n}}\n"


def decoded(text: str | bytes, source: str) -> ReconstructionPlan:
    """The plan again.

    Parameters
    ----------
    text : str or bytes
    source : str
        Name of the file, for messages.

    Raises
    ------
    PlanError
        It is no plan, or one that was changed; the message says what is wrong.
    """
    try:
        content = json.loads(text)
        if not isinstance(content, dict) or content.get("plan") != 1:
            raise _Misfit("it is no JSON object with the entry plan 1")
        plan = _plan(content)
        if content.get("digest") != plan.digest:
            raise _Misfit("its digest does not fit its content, so it was changed or cut off")
    except (_Misfit, ParameterError, ValueError, RecursionError) as error:
        raise PlanError(f"{source} is not a plan of Reconstruct ({error}); make it again.") from error
    return plan


def read(path: str) -> ReconstructionPlan:
    """The plan in a file.

    Raises
    ------
    PlanError
        There is none.
    """
    try:
        if Path(path).stat().st_size > LARGEST:
            raise PlanError(f"{path} is too large for a plan of Reconstruct; give a file that 'plan' wrote.")
        text = Path(path).read_bytes()
    except OSError as error:
        raise PlanError(f"{path} cannot be read ({error.strerror}); give a file that 'plan' wrote.") from error
    return decoded(text, path)


def _plan(content: dict[str, Any]) -> ReconstructionPlan:
    asked = _entry(content, "asked")
    if not isinstance(asked, dict):
        raise _Misfit("asked is no object")
    cells = _made(TilePlan, _entry(content, "cells"), "cells")
    if min(cells.height, cells.width, cells.tile_height, cells.tile_width, *cells.most) < 1:
        raise _Misfit("cells have no size")
    labels = _entry(content, "labels")
    if max(cells.height, cells.width) > LONGEST:
        raise _Misfit(f"cells cover more than {LONGEST:,} pixels on a side")
    if not isinstance(labels, list) or not all(isinstance(row, str) and set(row) <= set(SIGNS) for row in labels):
        raise _Misfit(f"labels are no rows of the letters {' '.join(SIGNS)}")
    routing = Routing(
        cells,
        _array([[SIGNS[sign] for sign in row] for row in labels], cells.shape, "labels").astype(np.intp),
        _array(_entry(content, "relief_m"), cells.shape, "relief_m"),
        _array(_entry(content, "probability"), cells.shape, "probability"),
        _made(ClassModel, _entry(content, "classes"), "classes"),
    )
    scene = _made(SceneRequest, _entry(content, "scene"), "scene")
    part = _made(Part, _entry(content, "part"), "part")
    if not _fits(part, cells):
        raise _Misfit("its part is not what its cells cover")
    sources = _made(tuple[Source, ...], _entry(content, "sources"), "sources")
    if any(getattr(scene, one.role, one.path) != one.path for one in sources):
        raise _Misfit("its scene and its sources lie in different places")
    return ReconstructionPlan(
        asked,
        scene,
        part,
        sources,
        _made(Light, _entry(content, "light"), "light"),
        _made(Move, _entry(content, "move"), "move"),
        routing,
        _made(str, _entry(content, "pack"), "pack"),
        _made(Optional[float], _entry(content, "kept"), "kept"),
        _made(Optional[float], _entry(content, "coarse_dem_error_m"), "coarse_dem_error_m"),
        _made(Wanted, _entry(content, "wanted"), "wanted"),
    )


def _fits(part: Part, cells: TilePlan) -> bool:
    """Whether a part has the size of the cells' raster, and what is kept lies in what is computed."""
    row, column, height, width = part.inside
    whole = part.computed[2:]
    return (
        min(part.computed[:2]) >= 0
        and whole == (cells.height, cells.width)
        and min(row, column) >= 0 < min(height, width)
        and row + height <= whole[0]
        and column + width <= whole[1]
    )


def _entry(content: dict[str, Any], name: str) -> Any:
    if name not in content:
        raise _Misfit(f"{name} is missing")
    return content[name]


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


def _numbers(row: np.ndarray) -> list[float | None]:
    return [None if math.isnan(value) else value for value in row.tolist()]


def _text(value: Any) -> str:
    if isinstance(value, list) and len(value) > 1:
        return "[\n" + ",\n".join(json.dumps(item, allow_nan=False) for item in value) + "\n]"
    return json.dumps(value, allow_nan=False)


def _array(rows: Any, shape: tuple[int, int], name: str) -> np.ndarray:
    if (
        not isinstance(rows, list)
        or [len(row) if isinstance(row, list) else -1 for row in rows] != [shape[1]] * shape[0]
    ):
        raise _Misfit(f"{name} does not have {shape[0]} rows of {shape[1]} cells")
    if not all(value is None or _is_number(value) for row in rows for value in row):
        raise _Misfit(f"{name} holds what is no number")
    return np.array([[math.nan if value is None else value for value in row] for row in rows], dtype=np.float64)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def _made(kind: Any, value: Any, name: str) -> Any:
    """A value of a type, out of what JSON has of it."""
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        return None if value is None and type(None) in inner else _made(inner[0], value, name)
    if origin is typing.Literal:
        if value not in inner:
            raise _Misfit(f"{name} is none of {', '.join(inner)}")
        return value
    if origin is tuple:
        if not isinstance(value, list) or (inner[-1] is not Ellipsis and len(value) != len(inner)):
            raise _Misfit(f"{name} is no list of its length")
        kinds = [inner[0]] * len(value) if inner[-1] is Ellipsis else inner
        return tuple(_made(one, item, f"{name}[{i}]") for i, (one, item) in enumerate(zip(kinds, value)))
    if dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        if not isinstance(value, dict) or set(value) != set(hints):
            raise _Misfit(f"{name} does not have the entries {', '.join(hints)}")
        return kind(**{field: _made(hint, value[field], f"{name}.{field}") for field, hint in hints.items()})  # type: ignore[operator]
    if kind is float and _is_number(value):
        return float(value)
    if isinstance(value, bool) != (kind is bool) or not isinstance(value, kind):
        raise _Misfit(f"{name} is no {kind.__name__}")
    return value
