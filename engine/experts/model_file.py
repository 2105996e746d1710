"""What a model's file may hold: one ONNX model in itself, that names no other file.

A tensor of an ONNX model may lie in another file, named inside by a path: a pack could have any file of the
user's read into a result. The onnx package is no part of the engine, so that the file is walked here as what it
is, a tree of protocol buffer messages, along the fields that lead to tensors and nodes (onnx.proto, IR 3 to 13).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..errors import PackError

LARGEST_MODEL = 2**31 - 1
"""Bytes: a protocol buffer can have no more."""

DEEPEST = 64
"""Messages within messages; bodies of loops and branches nest a few."""

_CHILDREN: Mapping[str, Mapping[int, str]] = {
    "model": {7: "graph", 8: "opset", 20: "training", 25: "function"},
    "training": {1: "graph", 2: "graph"},
    "graph": {1: "node", 5: "tensor", 15: "sparse"},
    "function": {7: "node", 11: "attribute"},
    "node": {5: "attribute"},
    "attribute": {5: "tensor", 6: "graph", 10: "tensor", 11: "graph", 22: "sparse", 23: "sparse"},
    "sparse": {1: "tensor", 2: "tensor"},
    "tensor": {},
    "opset": {},
}
"""Kind of the message in each field that leads to a tensor or a node."""

_EXTERNAL_DATA, _DATA_LOCATION = 13, 14
"""Of a tensor."""

_OPERATOR = 4
"""Of a node: its name. The operator EPContext loads a compiled model from a file that it names."""

_DOMAIN, _VERSION = 1, 2
"""Of an operator set."""

_VARINT, _EIGHT, _BYTES, _FOUR = 0, 1, 2, 5


class _Malformed(Exception):
    """The bytes are no protocol buffer."""


@dataclass(frozen=True)
class _Field:
    """A field of a message: its number and its value, an integer or bytes (None for fixed sizes)."""

    number: int
    value: int | memoryview | None


def check(name: str, model: bytes) -> int | None:
    """Refuse a model that is none, or that is not all there.

    Parameters
    ----------
    name : str
        For messages.
    model : bytes

    Returns
    -------
    int or None
        The operator set that it names, if any.

    Raises
    ------
    PackError
        The bytes are no ONNX model, or a tensor or node of it lies in another file.
    """
    try:
        graphs, outside, opset = _walk(memoryview(model))
    except _Malformed as error:
        raise PackError(f"The model {name} is not an ONNX file ({error}); get the pack again.") from error
    if outside:
        raise PackError(
            f"The model {name} keeps a part of itself in another file, which packs may not; get a pack whose models "
            "are self-contained."
        )
    if not graphs:
        raise PackError(f"The model {name} is not an ONNX file (it has no graph); get the pack again.")
    return opset


def _walk(model: memoryview) -> tuple[int, bool, int | None]:
    """Graphs in a model, whether anything lies outside of it, and its operator set."""
    graphs = 0
    opset = None
    waiting: list[tuple[str, memoryview, int]] = [("model", model, 0)]
    while waiting:
        kind, message, depth = waiting.pop()
        if depth > DEEPEST:
            raise _Malformed("its parts are nested too deeply")
        graphs += kind == "graph"
        children = _CHILDREN[kind]
        domain, version = b"", None
        for field in _fields(message):
            if isinstance(field.value, memoryview):
                if field.number in children:
                    waiting.append((children[field.number], field.value, depth + 1))
                if kind == "opset" and field.number == _DOMAIN:
                    domain = bytes(field.value)
            elif kind == "opset" and field.number == _VERSION:
                version = field.value
            if _lies_outside(kind, field):
                return graphs, True, opset
        if kind == "opset" and domain in (b"", b"ai.onnx"):
            opset = version
    return graphs, False, opset


def _lies_outside(kind: str, field: _Field) -> bool:
    if kind == "tensor":
        return field.number == _EXTERNAL_DATA or (field.number == _DATA_LOCATION and field.value != 0)
    if kind == "node" and field.number == _OPERATOR and isinstance(field.value, memoryview):
        return bytes(field.value) == b"EPContext"
    return False


def _fields(message: memoryview) -> Iterator[_Field]:
    at = 0
    while at < len(message):
        tag, at = _varint(message, at)
        number, wire = tag >> 3, tag & 7
        if number == 0:
            raise _Malformed("a field has no number")
        if wire == _VARINT:
            value, at = _varint(message, at)
            yield _Field(number, value)
        elif wire == _BYTES:
            length, at = _varint(message, at)
            if length > len(message) - at:
                raise _Malformed("it is cut off")
            yield _Field(number, message[at : at + length])
            at += length
        elif wire in (_EIGHT, _FOUR):
            at += 8 if wire == _EIGHT else 4
            if at > len(message):
                raise _Malformed("it is cut off")
            yield _Field(number, None)
        else:
            raise _Malformed("a field has an unknown type")


def _varint(message: memoryview, at: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 70, 7):
        if at >= len(message):
            raise _Malformed("it is cut off")
        byte = message[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value & 0xFFFFFFFFFFFFFFFF, at
    raise _Malformed("a number has no end")
