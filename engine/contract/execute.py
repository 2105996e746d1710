"""Run an operation so that its targets are complete or absent. Standard library only."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Optional

from ..errors import ParameterError
from .declare import Operation, distinct_targets
from .progress import Progress


def execute(operation: Operation, given: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """Check the parameters, run, and take back what was written if the run fails.

    Each file is renamed into place when it is whole, but a run may fail between two of them. Then
    those already there are removed: half a set of products looks like a finished run.

    Raises
    ------
    MmoedtmError
        With one sentence for the user.
    """
    values = operation.check(given)
    distinct_targets(operation, values)
    targets = [Path(values[p.name]) for p in operation.parameters if p.is_file_target and values[p.name]]
    before = {path: _state(path) for path in targets}
    try:
        results = operation.run(values, progress)
    except ModuleNotFoundError as error:
        if not operation.extra:
            raise
        raise ParameterError(
            f"{operation.label} needs more packages than the engine's own ({error.name} is missing); in a "
            "checkout of the "
            f"project install resources/requirements/{operation.extra}.txt."
        ) from error
    except BaseException:
        for path, state in before.items():
            if _state(path) != state:
                path.unlink(missing_ok=True)
        raise
    # JSON has no NaN: a figure that could not be had is None in every front door.
    return {n: None if isinstance(v, float) and not math.isfinite(v) else v for n, v in results.items()}


def _state(path: Path) -> Optional[tuple[int, int]]:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_ino, status.st_mtime_ns
