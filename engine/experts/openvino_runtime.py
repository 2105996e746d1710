"""OpenVINO, silenced: the only place that imports it, and only where it is asked for.

The package sends an event to its maker when it is imported, and more later, through a package of its own,
``openvino_telemetry``; where that cannot be imported it does without.
"""

from __future__ import annotations

import importlib
import sys
from typing import Any

from ..errors import ProviderError

TELEMETRY = "openvino_telemetry"


def openvino() -> Any:
    """The package.

    Raises
    ------
    ProviderError
        It is not installed, or does not load here.
    """
    sys.modules[TELEMETRY] = None  # type: ignore[assignment]  # the import system's own way to say: not to be had
    try:
        return importlib.import_module("openvino")
    except (ImportError, OSError) as error:
        raise ProviderError(
            f"The provider openvino needs the package openvino in the engine's environment, and it does not load "
            f"({error}); install it, or choose the provider auto or cpu."
        ) from error
