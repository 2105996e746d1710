"""ONNX Runtime, silenced: the only place that imports it.

Official builds (from 1.31 on) keep a database with an identifier of the device in the user's cache folder and
send events of every session to their maker. The library reads the variable that forbids it once, when it is
loaded, so that it is set here, before, whatever door the process came through and whatever was set outside.
"""

from __future__ import annotations

import os
from typing import Any

VARIABLE = "ORT_DISABLE_TELEMETRY"

os.environ[VARIABLE] = "1"

import onnxruntime  # noqa: E402 (only after the variable is set)

onnxruntime.set_default_logger_severity(4)
# Builds for Windows that report through the system's own tracing do not read the variable.
onnxruntime.disable_telemetry_events()

__all__ = ["onnxruntime", "with_shapes"]


def with_shapes(model: Any) -> Any:
    """An ``onnx.ModelProto`` with the shapes of its values as formulas of its inputs'; needs the extra 'train'."""
    from onnxruntime.tools.symbolic_shape_infer import SymbolicShapeInference

    return SymbolicShapeInference.infer_shapes(model, int_max=2**31 - 1, auto_merge=True)
