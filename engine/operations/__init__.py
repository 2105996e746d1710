"""Everything a user can ask for. Importing this needs the standard library alone."""

from __future__ import annotations

from . import (
    align,
    classify,
    compare_sar,
    compare_shadows,
    detect_rocks,
    evaluate,
    measure_craters,
    mosaic,
    profile,
    reconstruct,
    slope_roughness,
    sun_geometry,
)
from .declare import Operation

OFFERED = (
    reconstruct,
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
    sun_geometry,
)

OPERATIONS: dict[str, Operation] = {module.OPERATION.name: module.OPERATION for module in OFFERED}
"""Operations by name, in the order in which they are offered."""
