"""Areas in which things are counted, as operations that count ask for them. Standard library only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Optional

from .settings import parameter


def name_field() -> Any:
    """The field of the names of areas."""
    return parameter(
        "text",
        "Field with the names of the areas",
        "Field of the layer of areas. Where the layer has no field of this name, areas are numbered.",
        default="name",
        advanced=True,
    )


@dataclass(frozen=True)
class AreaRequest:
    """A layer of areas, and the field with their names."""

    areas: Optional[str] = parameter(
        "vector",
        "Areas",
        "Layer of polygons in which is counted, in any CRS on the Moon. Polygons of one name are one area; they may "
        "overlap; holes count as inside.",
        optional=True,
    )
    name_field: str = name_field()


def counts(what: str) -> Any:
    """The target of the areas with what was counted in them, in the plural."""
    return parameter(
        "vector_target",
        "Areas with their counts",
        f"The areas with the number of {what}, the ground looked at and the density. Needs areas.",
        optional=True,
        style="areas",
    )
