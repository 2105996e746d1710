"""Run an operation so that its targets are published together or stay as they were. Standard library only."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from ..contract.shortage import shortage
from ..contract.staging import Staging
from ..contract.targets import Target
from ..errors import MmoedtmError, ParameterError
from .declare import Operation
from .progress import Progress

READS = ("raster", "rasters", "vector", "text")
"""Kinds of parameters that may name a file to read."""


def execute(operation: Operation, given: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """Check the parameters and targets, run with staged targets, and publish them when all is done.

    Raises
    ------
    MmoedtmError
        With one sentence for the user.
    """
    values = operation.check(given)
    named = [p for p in operation.parameters if p.is_target and values[p.name]]
    targets = [Target(p.name, values[p.name], p.kind, p.suffix) for p in named]
    with Staging.prepare(targets, _inputs(operation, values)) as staging:
        staged = {target.parameter: staging.place(target.path) for target in targets}
        try:
            results = operation.run({**values, **staged}, progress)
            progress.check()
            staging.publish()
        except ModuleNotFoundError as error:
            if not operation.extra:
                raise
            raise ParameterError(
                f"{operation.label} needs more packages than the engine's own ({error.name} is missing); in a "
                "checkout of the "
                f"project install resources/requirements/{operation.extra}.txt."
            ) from error
        except MmoedtmError as error:
            raise staging.translated(error) from error.__cause__
        except Exception as error:
            short = shortage(error, operation.label)
            if short is None:
                raise
            raise short from error
    results.update({p.name: values[p.name] for p in operation.parameters if p.is_target})
    # JSON has no NaN: a figure that could not be had is None in every front door.
    return {n: None if isinstance(v, float) and not math.isfinite(v) else v for n, v in results.items()}


def _inputs(operation: Operation, values: Mapping[str, Any]) -> list[str]:
    """Every text that may name a file to read."""
    found = []
    for parameter in operation.parameters:
        value = values[parameter.name]
        if parameter.kind in READS and value is not None:
            found += value if isinstance(value, list) else [value]
    return found
