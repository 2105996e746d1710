"""Everything a user can ask for. Importing this needs the standard library alone."""

from __future__ import annotations

from ..contract.declare import Operation
from . import (
    ablation,
    align,
    archive_dtm,
    build_dataset,
    check_engine,
    class_statistics,
    classify,
    combine,
    compare_dtms,
    compare_sar,
    compare_shadows,
    describe,
    detect_craters,
    detect_rocks,
    draw_panel,
    evaluate,
    export,
    fetch_coarse_dem,
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
    describe,
    reconstruct,
    plan,
    reconstruct_region,
    fetch_coarse_dem,
    align,
    classify,
    class_statistics,
    mosaic,
    combine,
    archive_dtm,
    slope_roughness,
    evaluate,
    compare_dtms,
    compare_shadows,
    detect_rocks,
    detect_craters,
    measure_craters,
    compare_sar,
    profile,
    draw_panel,
    incidence_study,
    sun_geometry,
    synthesize,
    light_dtm,
    check_engine,
    build_dataset,
    train,
    validate,
    export,
    ablation,
)

OPERATIONS: dict[str, Operation] = {module.OPERATION.name: module.OPERATION for module in OFFERED}
"""Operations by name, in the order in which they are offered."""

TOOLBOX: dict[str, Operation] = {
    name: operation for name, operation in OPERATIONS.items() if operation.in_toolbox and not operation.extra
}
"""Those that run with the engine's own packages, which a toolbox offers."""

TRAINING: dict[str, Operation] = {
    name: operation for name, operation in OPERATIONS.items() if operation.in_toolbox and operation.extra == "train"
}
"""Those that a toolbox offers where the packages for training are there as well."""
