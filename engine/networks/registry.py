"""Every network that a configuration can name."""

from __future__ import annotations

from typing import Any, NamedTuple

from .base import Network
from .table_two import TABLE_TWO, TableTwo
from .terrain_net import TerrainNet


class Entry(NamedTuple):
    """A class of networks and what it is made with."""

    kind: type[Network]
    arguments: tuple[Any, ...] = ()


NETWORKS: dict[str, Entry] = {
    "terrain": Entry(TerrainNet),
    **{name: Entry(TableTwo, (variant,)) for name, variant in TABLE_TWO.items()},
}
"""The compact expert, then the rows of Table II."""


def build(name: str) -> Network:
    """A network with fresh weights, drawn under PyTorch's own seed."""
    entry = NETWORKS[name]
    return entry.kind(*entry.arguments)
