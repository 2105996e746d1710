"""Everything a user can ask for. Importing this needs the standard library alone."""

from __future__ import annotations

from ..contract.declare import Operation
from . import (
    align,
    build_dataset,
    classify,
    compare_sar,
    compare_shadows,
    detect_rocks,
    evaluate,
    export,
    incidence_study,
    light_dtm,
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
    mosaic,
    slope_roughness,
    evaluate,
    compare_shadows,
    detect_rocks,
    measure_craters,
    compare_sar,
    profile,
    incidence_study,
    sun_geometry,
    synthesize,
    light_dtm,
    build_dataset,
    train,
    validate,
    export,
)

OPERATIONS: dict[str, Operation] = {module.OPERATION.name: module.OPERATION for module in OFFERED}
"""Operations by name, in the order in which they are offered."""

TOOLBOX: dict[str, Operation] = {name: operation for name, operation in OPERATIONS.items() if not operation.extra}
"""Those that run with the engine's own packages, which a toolbox offers."""
