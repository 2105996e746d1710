"""Settings of an operation: frozen dataclasses whose fields carry their parameters.

A door hands over values by name; ``build`` makes of them one typed object, and from there on nothing
looks anything up by name. Fields that belong together are a group: a small dataclass of their own,
nested in the settings, flat in the doors. Standard library only.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Optional, TypeVar

from ..errors import ParameterError
from .values import FALSE, checked

Settings = TypeVar("Settings")


@dataclass(frozen=True)
class Parameter:
    """One input or target of an operation.

    Attributes
    ----------
    name : str
        Lower case with underscores; upper case in QGIS, with dashes on the command line.
    kind : str
        'raster', 'rasters', 'vector', 'plan', 'number', 'numbers' (with commas between them), 'integer', 'boolean',
        'choice', 'text', 'extent' (``Extent`` as text), 'folder', 'file' (a file of any kind, or a folder);
        targets are 'raster_target', 'vector_target', 'file_target', 'folder_target' (written anew) and
        'working_folder' (gone on with where an earlier run stopped). A 'scratch_folder' is neither: finished parts
        of the work lie there until all is done.
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
    runtime : bool
        Says how the work is done (threads, provider), not what comes out.
    unless : tuple of str
        Names of parameters that make this one needless, each by itself, when they are given (a boolean: when it is
        true).
    beside : str
        Of a scratch folder: the target beside which it lies where none is given.
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
    runtime: bool = False
    unless: tuple[str, ...] = ()
    beside: str = ""

    @property
    def is_target(self) -> bool:
        """Whether it names something to be written."""
        return self.kind.endswith("_target") or self.kind == "working_folder"

    @property
    def is_input(self) -> bool:
        """Whether it names files to be read."""
        return self.kind in ("raster", "rasters", "vector", "folder", "file", "plan")


def parameter(kind: str, label: str, help: str, **options: Any) -> Any:
    """A field of settings that is one parameter; ``options`` are those of ``Parameter``.

    The type of the field is what ``build`` puts there: str, float, int, bool, a tuple of str for
    'rasters' and of float for 'numbers', and Optional of it where the parameter is optional.
    """
    declared = Parameter("", kind, label, help, **options)
    return dataclasses.field(default=declared.default, metadata={"parameter": declared})


def group(kind: type[Settings]) -> Settings:
    """A field of settings that is a group of parameters: a frozen dataclass of such fields."""
    made: Settings = dataclasses.field(default_factory=kind, metadata={"group": kind})  # type: ignore[assignment]
    return made  # a Field, which dataclass() turns into the attribute; typed as what that holds


def parameters_of(settings: type) -> tuple[Parameter, ...]:
    """Parameters of a settings class, those of nested groups in their place."""
    return tuple(_flat(settings))


def _flat(settings: type) -> Iterator[Parameter]:
    for field in dataclasses.fields(settings):
        if "group" in field.metadata:
            yield from _flat(field.metadata["group"])
        else:
            yield dataclasses.replace(field.metadata["parameter"], name=field.name)


def build(settings: type[Settings], given: Mapping[str, Any], operation: str) -> Settings:
    """Settings from values by name.

    Raises
    ------
    ParameterError
        A parameter is unknown, missing, of the wrong kind or out of range.
    """
    known = [p.name for p in parameters_of(settings)]
    for name in given:
        if name not in known:
            raise ParameterError(f"{operation} has no parameter {name!r}; it has: {', '.join(known)}.")
    return _built(settings, given)


def _built(settings: type[Settings], given: Mapping[str, Any]) -> Settings:
    values: dict[str, Any] = {}
    for field in dataclasses.fields(settings):  # type: ignore[arg-type]  # a type is no instance
        if "group" in field.metadata:
            values[field.name] = _built(field.metadata["group"], given)
        else:
            declared = dataclasses.replace(field.metadata["parameter"], name=field.name)
            if any(_is_asked_for(given.get(name)) for name in declared.unless):
                declared = dataclasses.replace(declared, optional=True)
            values[field.name] = checked(declared, given.get(field.name))
    return settings(**values)


def _is_asked_for(value: Any) -> bool:
    """Whether a value, as a door has it, is given; a boolean that is false asks for nothing."""
    return value not in (None, "", False) and str(value).strip().lower() not in FALSE


def flat(settings: Any) -> dict[str, Any]:
    """Values of settings by parameter name, as doors and provenance have them."""
    values: dict[str, Any] = {}
    for field in dataclasses.fields(settings):
        value = getattr(settings, field.name)
        if "group" in field.metadata:
            values.update(flat(value))
        else:
            values[field.name] = value
    return values


def deciding(settings: Any) -> dict[str, Any]:
    """Values of the parameters that decide what comes out: no targets, no threads, nothing left out."""
    values = flat(settings)
    kept = (p.name for p in parameters_of(type(settings)) if not (p.is_target or p.runtime))
    return {name: values[name] for name in kept if values[name] is not None}


def with_values(settings: Settings, changes: Mapping[str, Any]) -> Settings:
    """The same settings with some parameters replaced, by name; they are not checked again."""
    changed: dict[str, Any] = {}
    for field in dataclasses.fields(settings):  # type: ignore[arg-type]  # Settings is a dataclass
        if "group" in field.metadata:
            changed[field.name] = with_values(getattr(settings, field.name), changes)
        elif field.name in changes:
            changed[field.name] = changes[field.name]
    return dataclasses.replace(settings, **changed)  # type: ignore[type-var]
