"""Attacks on points with heights: bytes, names of columns, units, values, kinds of files."""

from __future__ import annotations

import random
import struct
from collections.abc import Callable
from pathlib import Path

from tests.campaigns import fuzz_case as of

ODD = ("", "nan", "inf", "-inf", "1e400", "high", "0x10", "1_000", "1,5", "\u0661", "-9999", "1e30", "99999", "\0", '"')
HEADS = ("lon,lat,height", "longitude;latitude;radius", "# lon lat topo", "lat,lon,height_km", "lon,lat", "a,b,c",
         "lon,lat,height,height", "lon,lat,height,flg", "Pt_Longitude, Pt_Latitude, Pt_Radius", "", "lon,lat,radius_km",
         '"lon","lat","height"', "lon,lat,height" * 400)  # fmt: skip


def case(rng: random.Random, room: Path, folder: Path) -> of.Case:
    """Compare DTMs with odd points."""
    made = of.plain("compare_dtms", room, folder)
    source = room / "inputs" / "shots.csv"
    kind: Callable[[random.Random, Path, Path], tuple[Path, str, str]]
    kind = rng.choice([_bytes, _foreign, _head, _cell, _rdr])
    path, made.what, made.must = kind(rng, source, folder / "odd.csv")
    made.what = f"points: {made.what}"
    made.given["points"] = str(path)
    return made


def _bytes(rng: random.Random, source: Path, path: Path) -> tuple[Path, str, str]:
    content, how = of.damage(rng, source.read_bytes(), 40)
    path.write_bytes(content)
    return path, f"bytes, {how}", ""


def _foreign(rng: random.Random, source: Path, path: Path) -> tuple[Path, str, str]:
    path = path.with_suffix(rng.choice([".csv", ".dat", ".gpkg", ".lbl", ".txt"]))
    return path, of.foreign(rng, path), of.REFUSE


def _head(rng: random.Random, source: Path, path: Path) -> tuple[Path, str, str]:
    head = rng.choice(HEADS)
    _, *rows = source.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([head, *rows]), encoding=rng.choice(["utf-8", "utf-8-sig", "utf-16"]))
    return path, f"names {head[:30]!r}", ""


def _cell(rng: random.Random, source: Path, path: Path) -> tuple[Path, str, str]:
    rows = [line.split(",") for line in source.read_text(encoding="utf-8").splitlines()]
    odd = rng.choice(ODD)
    for _ in range(rng.choice([1, 5, 300])):
        rows[rng.randrange(1, len(rows))][rng.randrange(3)] = odd
    path.write_text("\n".join(",".join(row) for row in rows), encoding="utf-8")
    return path, f"value {odd!r}", ""


def _rdr(rng: random.Random, source: Path, path: Path) -> tuple[Path, str, str]:
    """A binary table, whole or not, of noise or of spots."""
    path = path.with_suffix(".DAT")
    spot = struct.pack("<iii", rng.randrange(-2000, 2000), rng.randrange(-2000, 2000), 1_737_400_000) + bytes(28)
    content = rng.choice([rng.randbytes(256 * 50), bytes(40) + spot * 5 + bytes(16), bytes(256), rng.randbytes(1000)])
    path.write_bytes(content)
    return path, f"an RDR table of {len(content)} bytes", ""
