"""A block as bytes, for the disk and for the way between machines: arrays, their bytes sorted by weight, compressed.

Heights of neighbouring pixels have the same upper bytes; laid beside one another these nearly vanish. The lower bytes
are noise, on which zlib would spend most of its time to save a tenth; they stay as they are.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from typing import Any

import numpy as np

from ..tiling.blend import Sums
from ..tiling.plan import Tile
from .block import Block, Edge, Surfaces, TileHeights

SURFACES = tuple(Surfaces.__dataclass_fields__)
"""Their names, in the order in which they are packed."""

LEVEL = 1
SAMPLE = 2**15
"""Bytes from the middle of a plane by which it is judged."""

LEAST_GAIN = 0.2
"""Share of the bytes that compressing has to save."""


def pack(block: Block) -> bytes:
    """All of a block."""
    head = {
        "tops": [block.above.top, block.below.top],
        "computed": block.computed,
        "sums": len(block.above.sums.parts),
        "surfaces": [name for name in SURFACES if getattr(block.inner, name) is not None],
        "seen": block.above.seen is not None,
        "tiles": [[getattr(one.tile, name) for name in Tile.__dataclass_fields__] for one in block.tiles],
    }
    arrays = list(_arrays(block))
    head["arrays"] = [[array.dtype.str, *array.shape] for array in arrays]
    text = json.dumps(head).encode("ascii")
    packed = [_packed(array) for array in arrays]
    sizes = np.array([len(text), *(len(part) for part in packed)], dtype="<u8").tobytes()
    return b"".join([len(sizes).to_bytes(8, "little"), sizes, text, *packed])


def unpack(content: bytes) -> Block:
    """The block again, bit by bit the same."""
    end = 8 + int.from_bytes(content[:8], "little")
    sizes = np.frombuffer(content[8:end], dtype="<u8").tolist()
    ends = np.cumsum([end, *sizes]).tolist()
    text, *packed = (content[first:last] for first, last in zip(ends[:-1], ends[1:]))
    head: dict[str, Any] = json.loads(text)
    arrays = iter([_unpacked(part, kind, shape) for part, (kind, *shape) in zip(packed, head["arrays"])])
    edges = []
    for top in head["tops"]:
        sums = Sums(tuple(next(arrays) for _ in range(head["sums"])))
        edges.append(Edge(top, sums, next(arrays), next(arrays) if head["seen"] else None))
    inner = Surfaces(**{name: next(arrays) for name in head["surfaces"]})
    tiles = tuple(TileHeights(Tile(*fields), next(arrays)) for fields in head["tiles"])
    return Block(edges[0], inner, edges[1], head["computed"], tiles)


def _arrays(block: Block) -> Iterator[np.ndarray]:
    for edge in (block.above, block.below):
        yield from edge.sums.parts
        yield edge.coarse
        if edge.seen is not None:
            yield edge.seen
    for name in SURFACES:
        surface = getattr(block.inner, name)
        if surface is not None:
            yield surface
    for single in block.tiles:
        yield single.heights


def _packed(array: np.ndarray) -> bytes:
    """Its bytes by weight, each plane with its length and a mark of whether it is compressed."""
    parts = []
    for plane in np.ascontiguousarray(array).view(np.uint8).reshape(-1, array.dtype.itemsize).T:
        content = plane.tobytes()
        middle = max(0, (len(content) - SAMPLE) // 2)
        some = content[middle : middle + SAMPLE]
        worth = len(zlib.compress(some, LEVEL)) < (1.0 - LEAST_GAIN) * len(some)
        content = zlib.compress(content, LEVEL) if worth else content
        parts += [bytes([worth]), len(content).to_bytes(8, "little"), content]
    return b"".join(parts)


def _unpacked(part: bytes, kind: str, shape: list[int]) -> np.ndarray:
    dtype = np.dtype(kind)
    planes, at = [], 0
    for _ in range(dtype.itemsize):
        start, length = at + 9, int.from_bytes(part[at + 1 : at + 9], "little")
        content = part[start : start + length]
        planes.append(np.frombuffer(zlib.decompress(content) if part[at] else content, dtype=np.uint8))
        at = start + length
    return np.stack(planes, axis=1).view(dtype).reshape(shape)
