"""Attacks by values: every parameter of every operation, the names of targets among them."""

from __future__ import annotations

import os
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from engine.contract.settings import Parameter
from engine.operations import OPERATIONS
from tests.campaigns import fuzz_case as of
from tests.campaigns import scenes

ODD: Sequence[Any] = (
    None, "", " ", "nan", "inf", "-inf", "1e999", "0x10", "1_000", "\u0663", "1,5", "true", "null", True, False, 0,
    -1, 1,
    0.5, -0.0, 1e-300, 1e300, float("nan"), float("inf"), 10**30, -(10**30), 10**400, [], [1], ["a", "b"], {}, {"a": 1},
    [[]], "a\nb", "a\0b", "x" * 100_000, "\udce4", "\u202e", "/", ".", "..", "/dev/null", "/proc/self/mem", "-h", "~",
    "http://localhost:9/a.tif", "/vsicurl/http://localhost:9/a.tif", "/vsizip/a.zip/b", "/vsimem/x", "NETCDF:a:b",
    "'\"",
    b"bytes", 3 + 4j,
)  # fmt: skip
TEXTS: Sequence[str] = (
    "2015-06-01", "2015-06-01T12:00:00Z", "9999-12-31T23:59:59", "0001-01-01", "2015-06-31", "2015-6-1",
    "2015-152T10:00",
    "now", "12:00", "2015-06-01T12:00:00+99:00", "2015-06-01T24:00:00", "2015-06-01T12:00:61", "-4712-01-01", "1e5",
)  # fmt: skip


def case(rng: random.Random, room: Path, folder: Path) -> of.Case:
    """One operation with one to three odd values."""
    made = of.plain(rng.choice(scenes.TRIED), room, folder)
    parameters = OPERATIONS[made.operation].parameters
    said = []
    for parameter in rng.sample(parameters, min(len(parameters), rng.choice([1, 1, 1, 2, 3]))):
        if parameter.is_target and rng.random() < 0.8:
            how = _target(rng, made, parameter, room, folder)
        else:
            value = rng.choice([*ODD, *_near(parameter), *_near(parameter)])
            made.given[parameter.name] = value
            made.targets.pop(parameter.name, None)
            how = ascii(value)[:40]
        said.append(f"{parameter.name} {how}")
    if rng.random() < 0.05:
        made.given[rng.choice(["", "nothing", "__class__", "output "])] = 1
        made.must = of.REFUSE
    if rng.random() < 0.05:
        gone = rng.choice(list(made.given))
        del made.given[gone]
        said.append(f"{gone} left out")
        made.targets.pop(gone, None)
    made.what = "; ".join(said)
    return made


AREAS = (
    "-100,100,-100,100", "0,1e-9,0,1", "-1e9,1e9,-1e9,1e9", "1,0,0,1", "0,1,0,1 [EPSG:4326]", "nan,1,0,1", "[",
    "0,0.001,0,0.001 [IAU_2015:30100]", "0,1,0,1 [x]", "5e8,6e8,0,1", " 0, 50 ,0,50",
)  # fmt: skip


def _near(parameter: Parameter) -> list[Any]:
    """Values at and beyond the ends of its range, and what it might take."""
    found: list[Any] = [*parameter.choices]
    if parameter.kind in ("number", "integer"):
        ends = [end for end in (parameter.low, parameter.high) if end is not None]
        step = 1 if parameter.kind == "integer" else 1e-9
        found += [*ends, *(end + step for end in ends), *(end - step for end in ends), 0.1, 90, 45, 7, 64, 100, 1000]
        if parameter.name == "size":  # hours of work are no fault
            found = [value for value in found if value <= 1000]
    if parameter.kind == "numbers":
        found += ["30, 30", "20 40", "1,,2", [50, 60], (3, "4"), "1e400", " ; "]
    if parameter.kind == "extent":
        found += AREAS
    if parameter.kind == "text":
        found += TEXTS
    return found or [1]


def _target(rng: random.Random, case: of.Case, parameter: Parameter, room: Path, folder: Path) -> str:
    out = folder / "out"
    suffix = Path(case.given[parameter.name]).suffix
    inputs = sorted(str(p) for p in (room / "inputs").iterdir())
    other = next((v for k, v in case.targets.items() if k != parameter.name), str(out / f"o{suffix}"))
    link, ring = folder / f"link{suffix}", folder / f"ring{suffix}"
    for path, to in ((link, inputs[0]), (ring, ring)):
        if not os.path.lexists(path):
            path.symlink_to(to)
    (folder / f"folder{suffix}").mkdir(exist_ok=True)
    names = {
        "absent folder": f"{out}/absent/o{suffix}", "no suffix": f"{out}/o", "other suffix": f"{out}/o.png",
        "a folder": str(folder / f"folder{suffix}"), "another target": other, "an input": rng.choice(inputs),
        "an input by a detour": f"{room}/inputs/../inputs/{Path(rng.choice(inputs)).name}",
        "a link to an input": str(link),
        "a link to itself": str(ring), "a device": "/dev/null", "system": f"/proc/o{suffix}",
        "long": f"{out}/{'x' * 300}{suffix}",
        "long in bytes": f"{out}/{chr(252) * 120}{suffix}", "brackets": f"{out}/o[1]*?{suffix}",
        "newline": f"{out}/o\n1{suffix}",
        "blank": f"{out}/ o {suffix}", "hidden": f"{out}/.o{suffix}", "capitals": f"{out}/O{suffix.upper()}",
        "layer": f"{out}/o{suffix}|layername=a b", "odd layer": f"{out}/o{suffix}|layername=-",
        "quotes": f"{out}/'\"<b>&{suffix}",
        "bidirectional": f"{out}/\u202eo{suffix}", "shape": f"{out}/o.shp", "upper shape": f"{out}/o.SHP",
        "null byte": f"{out}/o\0{suffix}", "deep": f"{out}/{'d/' * 1500}o{suffix}", "exclamation": f"{out}/o!{suffix}",
        "virtual": f"/vsimem/o{suffix}", "empty path": "", "json": f"{out}/o.geojson", "relative": f"o{suffix}",
    }  # fmt: skip
    how = rng.choice(list(names))
    case.given[parameter.name] = names[how]
    case.targets.pop(parameter.name, None)
    return how
