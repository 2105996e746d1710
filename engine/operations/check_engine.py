"""Check the engine: where experts really run on this computer."""

from __future__ import annotations

from dataclasses import dataclass

from ..contract import requests
from ..contract.declare import Operation, Result
from ..contract.requests import Runtime
from ..contract.settings import group
from .groups import GROUP_TERRAIN


@dataclass(frozen=True)
class CheckEngineSettings:
    """What Check the engine is asked for."""

    pack: str = requests.pack()
    runtime: Runtime = group(Runtime)


OPERATION = Operation(
    name="check_engine",
    label="Check the engine",
    group=GROUP_TERRAIN,
    help="Runs one made tile through the experts of a pack and says where it ran. Where that is the processor although "
    "a graphics card might have done it, the reason is given.",
    settings=CheckEngineSettings,
    results=(
        Result("provider", "text", "Where the experts run"),
        Result("reason", "text", "Why not on a graphics card"),
        Result("runtime", "text", "Runtime"),
        Result("seconds", "number", "Time of one tile (s)"),
        Result("threads", "number", "Tiles at a time"),
        Result("pack_digest", "text", "Digest of the expert pack"),
    ),
    run="experts.check:check_engine",
    in_toolbox=False,
)
