"""Everything a user can ask for. Importing this needs the standard library alone."""

from __future__ import annotations

from . import align, classify, evaluate, mosaic, profile, reconstruct, slope_roughness, sun_geometry
from .declare import Operation

OPERATIONS: dict[str, Operation] = {
    module.OPERATION.name: module.OPERATION
    for module in (reconstruct, align, classify, mosaic, slope_roughness, evaluate, profile, sun_geometry)
}
"""Operations by name, in the order in which they are offered."""
