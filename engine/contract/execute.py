"""Run an operation so that its targets are complete or as they were. Standard library only."""

from __future__ import annotations

import importlib
import json
import math
from collections.abc import Mapping
from typing import Any, Callable

from ..errors import MmoedtmError, ParameterError
from .declare import Operation
from .progress import Progress
from .scratch import Scratch, beside
from .settings import Parameter, flat, with_values
from .shortage import shortage
from .staging import Staging
from .targets import Target


def execute(operation: Operation, given: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """Check the settings and the targets, run beside the targets, and publish all of them together.

    Scratch folders outlive a run that does not end well, and only such a run.

    Parameters
    ----------
    operation : Operation
    given : mapping
        Values of parameters by name, as a door has them.
    progress : Progress

    Returns
    -------
    dict
        Every declared result, and the path of every target that was asked for. JSON has no NaN: a figure
        that could not be had is None in every door.

    Raises
    ------
    MmoedtmError
        With one sentence for the user; then what was there before is there still.
    """
    settings = operation.check(given)
    values = flat(settings)
    named = [p for p in operation.targets if values[p.name]]
    targets = [Target(p.name, values[p.name], p.kind, p.suffix) for p in named]
    scratch = {p.name: values[p.name] or beside(values[p.beside], "blocks") for p in _scratch(operation)}
    with Staging.prepare(targets, _inputs(operation, values)) as staging:
        places = {target.parameter: staging.place(target.path) for target in targets}
        staged = with_values(settings, {**places, **scratch})
        try:
            results = _function(operation)(staged, progress)
            _check_results(operation, results)
            progress.check()
            staging.publish()
            for folder in scratch.values():
                Scratch(folder).clear()
        except MmoedtmError as error:
            raise staging.translated(error) from error.__cause__
        except Exception as error:
            short = shortage(error, operation.label)
            if short is None:
                raise
            raise short from error
    found = {n: None if isinstance(v, float) and not math.isfinite(v) else v for n, v in results.items()}
    return {**{p.name: values[p.name] for p in operation.targets}, **found}


def _scratch(operation: Operation) -> list[Parameter]:
    return [parameter for parameter in operation.parameters if parameter.kind == "scratch_folder"]


def _inputs(operation: Operation, values: Mapping[str, Any]) -> list[str]:
    """Every text that may name a file to read."""
    paths: list[str] = []
    for parameter in operation.parameters:
        value = values[parameter.name]
        if (parameter.is_input or parameter.kind == "text") and value:
            paths += [value] if isinstance(value, str) else list(value)
        if parameter.kind == "plan" and value:
            paths += _of_plan(value)
    return paths


def _of_plan(path: str) -> list[str]:
    """Files that a plan names; none where it is no plan, which its reader says."""
    try:
        with open(path, encoding="utf-8") as file:
            content = json.load(file)
        paths = [*(source["path"] for source in content["sources"]), *content["scene"].values()]
        return [path for path in paths if isinstance(path, str)]
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return []


def _function(operation: Operation) -> Callable[[Any, Progress], dict[str, Any]]:
    module, _, name = operation.run.partition(":")
    root = __name__.rsplit(".", 2)[0]
    try:
        return getattr(importlib.import_module(f"{root}.{module}"), name)
    except ModuleNotFoundError as error:
        if not operation.extra or (error.name or "").startswith(root):
            raise
        raise ParameterError(
            f"{operation.label} needs more packages than the engine's own ({error.name} is missing); install the "
            "packages for training under Settings > Options > MMoEDTM in QGIS, or in a checkout of the project "
            f"resources/requirements/{operation.extra}.txt."
        ) from error


def _check_results(operation: Operation, results: Mapping[str, Any]) -> None:
    """A result that is not declared, or a declared one that is not there, is a fault of the program."""
    declared = {r.name for r in operation.results}
    if set(results) != declared:
        odd = sorted(set(results) ^ declared)
        raise AssertionError(f"{operation.name} does not return what it declares: {', '.join(odd)}")
