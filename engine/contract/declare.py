"""How an operation says what it needs and gives: the one source of every front door.

Only the standard library is imported here and in the declarations, because QGIS reads them in its
own Python.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar

from .settings import Parameter, build, parameters_of

Settings = TypeVar("Settings")


@dataclass(frozen=True)
class Result:
    """A number or text that an operation reports beside its files.

    Attributes
    ----------
    name : str
    kind : str
        'number', 'boolean', 'text', or 'raster': the path of one that lies in a working folder.
    label : str
    style : str
        Of a raster, the name of its style in resources/styles.
    """

    name: str
    kind: str
    label: str
    style: str = ""


@dataclass(frozen=True)
class Operation(Generic[Settings]):
    """A thing a user can ask for.

    Attributes
    ----------
    name, label, group, help : str
    settings : type
        Frozen dataclass whose fields carry their parameters.
    results : tuple of Result
        What ``run`` returns; the targets are reported beside them.
    run : str
        Where the work is done, ``package.module:function`` below the engine. The function takes the
        settings and a ``Progress`` and returns the results by name. It is imported when it is called,
        so that declarations need the standard library alone.
    extra : str
        Set of packages beyond the engine's own that it needs, a list of resources/requirements; a toolbox offers
        it where they are there.
    in_toolbox : bool
        Whether a toolbox offers it; else the command line and the windows that need it do.
    """

    name: str
    label: str
    group: str
    help: str
    settings: type[Settings]
    results: tuple[Result, ...]
    run: str
    extra: str = ""
    in_toolbox: bool = True

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """The fields of the settings, those of nested groups in their place."""
        return parameters_of(self.settings)

    @cached_property
    def targets(self) -> tuple[Parameter, ...]:
        """Parameters that name something to be written."""
        return tuple(p for p in self.parameters if p.is_target)

    def check(self, given: Mapping[str, Any]) -> Settings:
        """Settings from values by name: defaults are filled in, and what does not fit is refused.

        Raises
        ------
        ParameterError
            A parameter is unknown, missing, of the wrong kind or out of range.
        """
        return build(self.settings, given, self.name)
