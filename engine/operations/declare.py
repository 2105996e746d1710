"""How an operation says what it needs and gives: the one source of every front door.

Only the standard library is imported here and in the declarations, because QGIS reads them in its
own Python.
"""

from __future__ import annotations

import math
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable, Optional, Union

from ..errors import ParameterError


@dataclass(frozen=True)
class Parameter:
    """One input or target of an operation.

    Attributes
    ----------
    name : str
        Lower case with underscores; upper case in QGIS, with dashes on the command line.
    kind : str
        'raster', 'rasters', 'vector', 'number', 'integer', 'boolean', 'choice', 'text', 'folder';
        targets are 'raster_target', 'vector_target', 'file_target', 'folder_target'.
    label, help : str
    default : value
        None for none.
    optional : bool
        May be left out.
    advanced : bool
        Hidden until asked for in QGIS.
    low, high : float, optional
        Range of numbers.
    unit : str
    choices : tuple of str
    style : str
        Name of the style in resources/styles for a target.
    suffix : str
        Of a file target, without the point.
    """

    name: str
    kind: str
    label: str
    help: str
    default: Any = None
    optional: bool = False
    advanced: bool = False
    low: Optional[float] = None
    high: Optional[float] = None
    unit: str = ""
    choices: tuple[str, ...] = ()
    style: str = ""
    suffix: str = ""

    @property
    def is_target(self) -> bool:
        """Whether it names something to be written."""
        return self.kind.endswith("_target")

    @property
    def is_file_target(self) -> bool:
        """Whether it names a single file to be written."""
        return self.is_target and self.kind != "folder_target"


@dataclass(frozen=True)
class Result:
    """A number or text that an operation reports beside its files."""

    name: str
    kind: str
    label: str


@dataclass(frozen=True)
class Operation:
    """A thing a user can ask for."""

    name: str
    label: str
    group: str
    help: str
    parameters: tuple[Parameter, ...]
    results: tuple[Result, ...]
    run: Callable[[Mapping[str, Any], Any], dict]
    extra: str = ""
    """Set of packages beyond the engine's own that it needs; such operations have no place in a toolbox."""

    def check(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Fill defaults and refuse what does not fit.

        Raises
        ------
        ParameterError
            A parameter is unknown, missing, of the wrong kind or out of range.
        """
        known = {p.name: p for p in self.parameters}
        for name in given:
            if name not in known:
                raise ParameterError(f"{self.name} has no parameter {name!r}; it has: {', '.join(known)}.")
        return {name: _checked(p, given.get(name)) for name, p in known.items()}


def _checked(parameter: Parameter, value: Any) -> Any:
    if value is None or value == "" or value == []:
        value = parameter.default
    if value is None:
        if parameter.optional:
            return None
        raise ParameterError(f"The parameter {parameter.name} ({parameter.label}) is needed; give a value.")
    kind = parameter.kind
    if kind in ("number", "integer"):
        return _number(parameter, value)
    if kind == "boolean":
        return _boolean(parameter, value)
    if kind == "choice" and value not in parameter.choices:
        choices = ", ".join(parameter.choices)
        raise ParameterError(f"{parameter.name} is {str(value)[:100]!r}, but must be one of: {choices}.")
    if kind == "rasters":
        return [_text(parameter, v) for v in (value if isinstance(value, (list, tuple)) else [value])]
    return _text(parameter, value)


def _text(parameter: Parameter, value: Any) -> str:
    """A text, or a name that a file can have."""
    if not isinstance(value, (str, os.PathLike)):
        raise ParameterError(f"{parameter.name} is {str(value)[:100]!r}, but must be text.")
    text = os.fspath(value)
    try:
        if not isinstance(text, str) or b"\0" in text.encode("utf-8"):
            raise ValueError("no name, or one with a null byte")
    except ValueError as error:
        raise ParameterError(
            f"{parameter.name} is {str(value)[:100]!r}, which is no text in UTF-8, as names of files must be; "
            "rename it."
        ) from error
    return text


def _number(parameter: Parameter, value: Any) -> Union[int, float]:
    try:
        number = math.nan if isinstance(value, bool) else float(value)
    except (TypeError, ValueError, OverflowError):
        number = math.nan
    if not math.isfinite(number):
        raise ParameterError(f"{parameter.name} is {str(value)[:100]!r}, but must be a number.")
    if parameter.kind == "integer" and number != int(number):
        raise ParameterError(f"{parameter.name} is {value!r}, but must be a whole number.")
    too_low = parameter.low is not None and number < parameter.low
    too_high = parameter.high is not None and number > parameter.high
    if too_low or too_high:
        raise ParameterError(
            f"{parameter.name} is {number:g}, but must be from {parameter.low:g} to {parameter.high:g} "
            f"{parameter.unit}".rstrip()
            + "."
        )
    return int(number) if parameter.kind == "integer" else number


def _boolean(parameter: Parameter, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    text = str(value).strip().lower()
    if text in ("true", "yes", "1", "on"):
        return True
    if text in ("false", "no", "0", "off"):
        return False
    raise ParameterError(f"{parameter.name} is {str(value)[:100]!r}, but must be true or false.")


def distinct_targets(operation: Operation, values: Mapping[str, Any]) -> None:
    """Refuse a target that is also an input or another target: writing would destroy it."""
    seen: dict[Path, str] = {}
    for parameter in operation.parameters:
        value = values[parameter.name]
        is_input = parameter.kind in ("raster", "rasters", "vector")
        if value is None or not (is_input or parameter.is_file_target):
            continue
        for item in value if isinstance(value, list) else [value]:
            place = Path(item).absolute()
            if parameter.is_target and place in seen:
                raise ParameterError(
                    f"{parameter.name} and {seen[place]} are the same file, {item}; choose another target."
                )
            seen[place] = parameter.name
