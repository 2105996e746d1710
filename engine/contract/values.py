"""One value of a parameter: checked, and in its type. Standard library only."""

from __future__ import annotations

import math
import os
from typing import TYPE_CHECKING, Any, Union

from ..errors import ParameterError
from .extents import Extent

if TYPE_CHECKING:
    from .settings import Parameter


TRUE, FALSE = ("true", "yes", "1", "on"), ("false", "no", "0", "off")
"""Spellings of booleans."""


def checked(parameter: Parameter, value: Any) -> Any:
    """The value in its type, or the default.

    Raises
    ------
    ParameterError
        It is missing, of the wrong kind or out of range.
    """
    if value is None or value == "" or value == [] or value == ():
        value = parameter.default
    if value is None:
        if parameter.optional:
            return None
        raise ParameterError(f"The parameter {parameter.name} ({parameter.label}) is needed; give a value.")
    kind = parameter.kind
    if kind in ("number", "integer"):
        return _number(parameter, value)
    if kind == "numbers":
        return _numbers(parameter, value)
    if kind == "boolean":
        return _boolean(parameter, value)
    if kind == "rasters":
        items = value if isinstance(value, (list, tuple)) else [value]
        return tuple(_text(parameter, item) for item in items)
    text = _text(parameter, value)
    if kind == "extent":
        return str(Extent.of(text))
    if kind == "choice" and text not in parameter.choices:
        raise ParameterError(f"{parameter.name} is {_short(text)}, but must be one of: {', '.join(parameter.choices)}.")
    return text


def _text(parameter: Parameter, value: Any) -> str:
    """A text, or a name that a file can have."""
    if not isinstance(value, (str, os.PathLike)):
        raise ParameterError(f"{parameter.name} is {_short(value)}, but must be text.")
    text = os.fspath(value)
    try:
        if not isinstance(text, str) or b"\0" in text.encode("utf-8"):
            raise ValueError("no name, or one with a null byte")
    except ValueError as error:
        raise ParameterError(
            f"{parameter.name} is {_short(value)}, which is no text in UTF-8, as names of files must be; rename it."
        ) from error
    return text


def _short(value: Any) -> str:
    return repr(str(value)[:100])


def _number(parameter: Parameter, value: Any) -> Union[int, float]:
    try:
        number = math.nan if isinstance(value, bool) else float(value)
    except (TypeError, ValueError, OverflowError):
        number = math.nan
    if not math.isfinite(number):
        raise ParameterError(f"{parameter.name} is {_short(value)}, but must be a number.")
    if parameter.kind == "integer" and number != int(number):
        raise ParameterError(f"{parameter.name} is {_short(value)}, but must be a whole number.")
    low, high = parameter.low, parameter.high
    if (low is not None and number < low) or (high is not None and number > high):
        ends = [f"at least {low:g}" if high is None else f"from {low:g}"] if low is not None else []
        ends += [f"to {high:g}" if low is not None else f"at most {high:g}"] if high is not None else []
        bounds = f"{' '.join(ends)} {parameter.unit}".rstrip()
        raise ParameterError(f"{parameter.name} is {number:g}, but must be {bounds}.")
    return int(number) if parameter.kind == "integer" else number


def _numbers(parameter: Parameter, value: Any) -> tuple[float, ...]:
    """Numbers from a list, or from a text with commas or spaces between them; each once."""
    if isinstance(value, str):
        items: list[Any] = value.replace(",", " ").replace(";", " ").split()
    else:
        items = list(value) if isinstance(value, (list, tuple)) else [value]
    found = tuple(float(_number(parameter, item)) for item in items)
    if not found:
        raise ParameterError(f"{parameter.name} is {_short(value)}, but must be numbers, like 30, 45.")
    if len(set(found)) < len(found):
        raise ParameterError(f"{parameter.name} is {_short(value)}, which has a number twice; give each once.")
    return found


def _boolean(parameter: Parameter, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    text = str(value).strip().lower()
    if text in TRUE:
        return True
    if text in FALSE:
        return False
    raise ParameterError(f"{parameter.name} is {_short(value)}, but must be true or false.")
