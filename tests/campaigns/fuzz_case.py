"""What a case of the fuzz campaign is."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engine.operations import OPERATIONS
from tests.campaigns import scenes

REFUSE, FINISH = "refuse", "finish"


@dataclass
class Case:
    """One attack.

    Attributes
    ----------
    operation : str
    given : dict
        What the door is handed.
    what : str
        What is odd about it.
    must : {'', 'refuse', 'finish'}
        What is known of the only right answer; empty where several are right.
    lines : bytes, optional
        For the worker: what comes on its standard input.
    closed : bool
        Whether standard input ends after it.
    targets : dict
        Targets whose state is looked at afterwards.
    """

    operation: str
    given: dict[str, Any]
    what: str
    must: str = ""
    lines: bytes | None = None
    closed: bool = False
    targets: dict[str, str] = field(default_factory=dict)


Maker = Callable[[random.Random, Path, Path], Case]
"""Takes the generator, the room with the inputs and the case's own folder."""


def plain(name: str, room: Path, folder: Path) -> Case:
    """An operation as it is asked for rightly, with all its targets."""
    targets = scenes.targets(name, folder / "out")
    return Case(name, {**scenes.asked(name, room / "inputs"), **targets}, "", targets=targets)


def inputs_of(name: str, kinds: tuple[str, ...], given: dict[str, Any]) -> list[str]:
    """Names of the inputs of some kinds that are given."""
    return [p.name for p in OPERATIONS[name].parameters if p.kind in kinds and given.get(p.name)]


def replace_input(case: Case, name: str, path: str) -> None:
    """Give another file for an input; the first of several."""
    old = case.given[name]
    case.given[name] = [path, *old[1:]] if isinstance(old, list) else path


def path_of(case: Case, name: str) -> str:
    """The file that is given for an input; the first of several."""
    value = case.given[name]
    return str(value[0] if isinstance(value, list) else value)


def damage(rng: random.Random, content: bytes, head: int = 600) -> tuple[bytes, str]:
    """Bytes flipped, cut, zeroed, doubled or moved."""
    how = rng.choice(["flip head", "flip head", "flip body", "cut", "zero", "double", "insert", "noise head",
                      "one bit"])
    data = bytearray(content)
    size = len(data)
    end = min(head, size) if "head" in how else size
    if how.startswith("flip"):
        for _ in range(rng.choice([1, 1, 2, 5, 20])):
            data[rng.randrange(end)] = rng.randrange(256)
    elif how == "one bit":
        data[rng.randrange(size)] ^= 1 << rng.randrange(8)
    elif how == "cut":
        del data[rng.choice([rng.randrange(size), rng.randrange(min(size, 300)), size - 1]) :]
    elif how == "zero":
        first = rng.randrange(size)
        last = min(size, first + rng.choice([4, 64, 4096]))
        data[first:last] = bytes(last - first)
    elif how == "double":
        data += data[rng.randrange(size) :]
    elif how == "insert":
        place = rng.randrange(size)
        data[place:place] = rng.randbytes(rng.choice([1, 3, 100]))
    else:
        first = rng.randrange(end)
        data[first : first + 16] = rng.randbytes(16)
    return bytes(data), how


FOREIGN = {
    "empty file": b"",
    "one byte": b"I",
    "text": "Was ist das f\u00fcr ein Name?\n".encode(),
    "null bytes": bytes(5000),
    "VRT": b'<VRTDataset rasterXSize="5" rasterYSize="5"><VRTRasterBand dataType="Float32" band="1"><SimpleSource>'
           b'<SourceFilename>/etc/passwd</SourceFilename></SimpleSource></VRTRasterBand></VRTDataset>',
    "OGR VRT": b'<OGRVRTDataSource><OGRVRTLayer name="a"><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer>'
               b"</OGRVRTDataSource>",
    "WMS": b"<GDAL_WMS><Service name=\"TMS\"><ServerUrl>http://localhost:9/${z}</ServerUrl></Service></GDAL_WMS>",
    "JSON": b'{"type": "FeatureCollection", "features": []}',
    "PDS label": b"PDS_VERSION_ID = PDS3\r\nRECORD_BYTES = 100\r\n^IMAGE = 5\r\nOBJECT = IMAGE\r\nLINES = 9\r\nEND\r\n",
    "ISIS cube": b"Object = IsisCube\n Object = Core\n StartByte = 65537\n End_Object\nEnd_Object\nEnd\n",
    "half TIFF": b"II*\0\x08\0\0\0\x05\0",
    "endless TIFF": b"II*\0\x08\0\0\0\0\0\x08\0\0\0",
    "SQLite head": b"SQLite format 3\0" + bytes(84),
    "gzip": b"\x1f\x8b\x08\0" + bytes(50),
    "zip": b"PK\x03\x04" + bytes(60),
}  # fmt: skip


def foreign(rng: random.Random, path: Path) -> str:
    """Something else under a name that promises a raster or a layer."""
    how = rng.choice([*FOREIGN, "folder", "link to nothing", "link to itself", "absent", "unreadable name"])
    if how == "folder":
        path.mkdir()
    elif how == "link to nothing":
        path.symlink_to(path.with_name("nothing"))
    elif how == "link to itself":
        path.symlink_to(path)
    elif how in FOREIGN:
        path.write_bytes(FOREIGN[how])
    return how
