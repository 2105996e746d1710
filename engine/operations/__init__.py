"""Everything a user can ask for. Importing this needs the standard library alone."""

from __future__ import annotations

from ..contract.declare import Operation
from . import (
    align,
    build_dataset,
    class_statistics,
    classify,
    compare_dtms,
    compare_sar,
    compare_shadows,
    detect_rocks,
    evaluate,
    export,
    measure_craters,
    mosaic,
    plan,
    profile,
    reconstruct,
    reconstruct_region,
    slope_roughness,
    sun_geometry,
    synthesize,
    train,
    validate,
)

OFFERED = (
    reconstruct,
    plan,
    reconstruct_region,
    align,
    classify,
    class_statistics,
    mosaic,
    slope_roughness,
    evaluate,
    compare_dtms,
    compare_shadows,
    detect_rocks,
    measure_craters,
    compare_sar,
    profile,
    sun_geometry,
    synthesize,
    build_dataset,
    train,
    validate,
    export,
)

OPERATIONS: dict[str, Operation] = {module.OPERATION.name: module.OPERATION for module in OFFERED}
"""Operations by name, in the order in which they are offered."""

TOOLBOX: dict[str, Operation] = {name: operation for name, operation in OPERATIONS.items() if not operation.extra}
"""Those that run with the engine's own packages, which a toolbox offers."""
