"""Labels of PDS3, PDS4 and ISIS products: what their stored values mean and where they lie."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree  # nosec B405

from .keywords import Keywords
from .special import is_special_key


@dataclass(frozen=True)
class Label:
    """What a label says of its image.

    Attributes
    ----------
    kind : str
        'PDS3', 'PDS4' or 'ISIS3'.
    unit : str
        Unit of the scaled values as written, or an empty string.
    scale, offset : float, optional
        Physical value = stored value x scale + offset; None where the label is silent.
    specials : tuple of float
        Stored values that are no measurements.
    box : (west, east, south, north), optional
        Bounding coordinates in degrees (PDS4).
    files : tuple of str
        Names of data files as written.
    keywords : Keywords
        Everything that it says, to look up.
    """

    kind: str
    unit: str = ""
    scale: float | None = None
    offset: float | None = None
    specials: tuple[float, ...] = ()
    box: tuple[float, float, float, float] | None = None
    files: tuple[str, ...] = ()
    keywords: Keywords = field(default_factory=Keywords)

    @property
    def product(self) -> str:
        """Identifier of the product, or an empty string."""
        return self.keywords.text("PRODUCT_ID", "logical_identifier")

    def words_alone(self) -> Label:
        """What holds for another copy of the product as well, whose values may be stored otherwise."""
        return Label(self.kind, keywords=self.keywords)


def from_pds3(label: Mapping[str, Any]) -> Label:
    """Of a PDS3 label as nested mappings (GDAL's ``json:PDS``, or ``parse_pvl``).

    The image object stands at the top, or inside UNCOMPRESSED_FILE (LOLA, JPEG 2000).
    """
    image = next((found for name, found in _objects(label) if name == "IMAGE"), {})
    names = [value for name, value in _leaves(label) if name in ("FILE_NAME", "^IMAGE", "^QUBE")]
    names = [_plain(value[0] if isinstance(value, list) and value else value) for value in names]
    return Label(
        "PDS3",
        unit=_text(image.get("UNIT", "")),
        scale=_number(image.get("SCALING_FACTOR")),
        offset=_number(image.get("OFFSET")),
        specials=tuple(_codes(image)),
        files=tuple(name for name in names if isinstance(name, str)),
        keywords=Keywords(_leaves(label)),
    )


def from_isis3(label: Mapping[str, Any]) -> Label:
    """Of an ISIS3 label as nested mappings (GDAL's ``json:ISIS3``)."""
    cube = label.get("IsisCube", {})
    core = cube.get("Core", {})
    pixels = core.get("Pixels", {})
    core_file = core.get("^Core", core.get("Core"))
    return Label(
        "ISIS3",
        scale=_number(pixels.get("Multiplier")),
        offset=_number(pixels.get("Base")),
        files=(core_file,) if isinstance(core_file, str) else (),
        keywords=Keywords(_leaves(label)),
    )


def from_pds4(xml: str) -> Label:
    """Of a PDS4 label.

    Raises
    ------
    ValueError
        It is not well-formed.
    """
    if "<!DOCTYPE" in xml or "<!ENTITY" in xml:
        raise ValueError("it declares entities, as no label of an archive does")
    try:
        # Entities are refused above, and expat fetches nothing: what is left is plain text in brackets.
        root = ElementTree.fromstring(xml.encode("utf-8"))  # nosec B314
    except ElementTree.ParseError as error:
        raise ValueError(str(error)) from error
    texts: dict[str, str] = {}
    for element in root.iter():
        texts.setdefault(_tag(element), (element.text or "").strip())
    specials = (
        _number((item.text or "").strip())
        for constants in root.iter() if _tag(constants) == "Special_Constants"
        for item in constants if is_special_key(_tag(item))
    )  # fmt: skip
    box = [_number(texts.get(f"{side}_bounding_coordinate")) for side in ("west", "east", "south", "north")]
    array = next((item for item in root.iter() if _tag(item) == "Element_Array"), None)
    inside = {_tag(item): (item.text or "").strip() for item in array} if array is not None else {}
    names = tuple((item.text or "").strip() for item in root.iter() if _tag(item) == "file_name")
    west, east, south, north = box
    return Label(
        "PDS4",
        unit=inside.get("unit", ""),
        scale=_number(inside.get("scaling_factor")),
        offset=_number(inside.get("value_offset")),
        specials=tuple(code for code in specials if code is not None),
        box=None if west is None or east is None or south is None or north is None else (west, east, south, north),
        files=names,
        keywords=Keywords(texts.items()),
    )


def from_json(kind: str, text: str) -> Label | None:
    """Of GDAL's JSON of a PDS3 or ISIS3 label; None where it cannot be read."""
    try:
        label = json.loads(text)
    except ValueError:
        return None
    if not isinstance(label, dict):
        return None
    return from_isis3(label) if kind == "ISIS3" else from_pds3(label)


_LINE = re.compile(r"^\s*(\^?[A-Za-z][\w:]*)\s*=\s*(.*?)\s*$")


def parse_pvl(text: str) -> dict[str, Any]:
    """A PDS3 label as nested mappings, in the shape of GDAL's JSON; values over several lines are cut.

    Enough for what ``from_pds3`` reads; comments are left out and ``<unit>`` is dropped.
    """
    top: dict[str, Any] = {}
    stack = [top]
    for line in re.sub(r"/\*.*?\*/", "", text, flags=re.S).splitlines():
        if line.strip() == "END":
            break
        match = _LINE.match(line)
        if not match:
            continue
        key, value = match.group(1).upper(), match.group(2)
        if key in ("OBJECT", "GROUP"):
            inner: dict[str, Any] = {}
            stack[-1].setdefault(value.strip("\"'").upper(), inner)
            stack.append(inner)
        elif key in ("END_OBJECT", "END_GROUP"):
            if len(stack) > 1:
                stack.pop()
        else:
            stack[-1][key] = _value(value)
    return top


def _value(text: str) -> Any:
    """A number, a string, or a list of them."""
    text = re.sub(r"<[^<>]*>\s*$", "", text).strip()
    if text[:1] in "({" and text[-1:] in ")}" and len(text) > 1:
        return [_value(part) for part in text[1:-1].split(",")]
    number = None if text[:1] in "\"'" else _number(text)
    return text.strip("\"'") if number is None else number


def _objects(label: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """All objects and groups, outer ones first."""
    inner = [(name.upper(), value) for name, value in label.items() if isinstance(value, Mapping)]
    yield from inner
    for _, value in inner:
        yield from _objects(value)


def _leaves(label: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in label.items():
        if isinstance(value, Mapping) and "value" not in value:
            yield from _leaves(value)
        else:
            yield name.upper(), value


def _codes(image: Mapping[str, Any]) -> Iterator[float]:
    for name, value in image.items():
        if is_special_key(name):
            for item in value if isinstance(value, list) else [value]:
                number = _number(item)
                if number is not None:
                    yield number


def _plain(value: Any) -> Any:
    """The value of ``{"value": ..., "unit": ...}``."""
    return value.get("value") if isinstance(value, Mapping) else value


def _text(value: Any) -> str:
    value = _plain(value)
    return value.strip() if isinstance(value, str) else ""


def _number(value: Any) -> float | None:
    value = _plain(value)
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        number = float(value)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _tag(element: ElementTree.Element) -> str:
    return str(element.tag).rpartition("}")[2]
