"""Plan: everything that Reconstruct decides, as a file."""

from __future__ import annotations

from dataclasses import dataclass

from ..contract.declare import Operation, Result
from ..contract.requests import DtmRequest, Runtime
from ..contract.settings import group, parameter
from .groups import GROUP_TERRAIN


@dataclass(frozen=True)
class PlanSettings:
    """What Plan DTM is asked for."""

    request: DtmRequest = group(DtmRequest)
    runtime: Runtime = group(Runtime)
    output: str = parameter(
        "file_target",
        "Plan",
        "JSON file: inputs with their checksums, sun, contrast, place of the coarse DEM, tiles with their classes, "
        "expert pack.",
        suffix="json",
    )


OPERATION = Operation(
    name="plan",
    label="Plan DTM",
    group=GROUP_TERRAIN,
    help="Decides everything that Reconstruct DTM decides before its first tile, and writes it as a plan: to look at, "
    "to keep, or to run on another machine. The same plan gives the same bytes on machines of the same processor type "
    "and versions, elsewhere heights within two millimetres.",
    settings=PlanSettings,
    results=(
        Result("plan_digest", "text", "Digest of the plan"),
        Result("work", "number", "Pixels computed for each pixel of the DTM"),
        Result("blocks", "number", "Blocks"),
        Result("tiles", "number", "Tiles"),
        Result("moved_east", "number", "Coarse DEM moved east (m)"),
        Result("moved_north", "number", "Coarse DEM moved north (m)"),
        Result("moved_error", "number", "Standard error of the move, both axes (m)"),
        Result("moved_error_east", "number", "Standard error of the move east (m)"),
        Result("moved_error_north", "number", "Standard error of the move north (m)"),
    ),
    run="reconstruct.run:write_plan",
)
