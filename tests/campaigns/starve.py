"""Runs that lack something: ``python3 build.py campaign starve``.

Disks of 1 to 8 MB and smaller ones, a limit on the size of files, few file descriptors, little memory. A run ends in a
result or in one sentence; older targets stay, and the same run without the limit then leaves whole new ones.
"""

from __future__ import annotations

import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np

from engine.contract.execute import execute
from engine.contract.progress import Progress
from engine.errors import MmoedtmError
from engine.operations import OPERATIONS
from tests.campaigns import fuzz, options, scenes, whole
from tests.campaigns.forked import Tell, forked, scratch_in, spread, warm
from tests.conftest import write_raster

DISK, FILE, DESCRIPTORS, MEMORY = "disk", "file size", "descriptors", "memory"
LARGE = "slope_roughness"
"""Is tried on a DEM whose products are some 15 MB, too."""

LIMIT_S = 120.0


def mountable() -> bool:
    """Whether this process may mount a small disk."""
    with tempfile.TemporaryDirectory() as folder:
        if not _mount(Path(folder), 64):
            return False
        _unmount(Path(folder))
        return True


def _mount(folder: Path, kilobytes: int) -> bool:
    command = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(folder)]
    try:
        return subprocess.run(command, capture_output=True).returncode == 0
    except OSError:
        return False


def _unmount(folder: Path) -> None:
    subprocess.run(["umount", "-l", str(folder)], check=True)


def plan(rng: random.Random, count: int, kinds: list[str], needed: dict[str, int]) -> list[tuple[str, str, int]]:
    """(operation, what is short, how much of it)."""
    cases = []
    names = [name for name in needed if needed[name]]
    for number in range(count):
        kind, name = kinds[number % len(kinds)], rng.choice(names)
        if kind in (DISK, FILE):
            amount = rng.uniform(*((0.1, 2.2) if kind == DISK else (0.001, 0.5))) * needed[name]
            if name == "large":
                amount = rng.uniform(1e6, 8e6)
        else:
            amount = rng.choice([32, 32, rng.randrange(16, 64)]) if kind == DESCRIPTORS else rng.uniform(1, 160) * 1e6
        cases.append((name, kind, int(amount)))
    return cases


def _given(name: str, room: Path, folder: Path) -> tuple[str, dict[str, Any]]:
    if name == "large":
        return LARGE, {"input": str(room / "inputs" / "large.tif"), **scenes.targets(LARGE, folder)}
    return name, {**scenes.asked(name, room / "inputs"), **scenes.targets(name, folder)}


def _attempt(operation: str, given: dict[str, Any]) -> tuple[str, str]:
    try:
        execute(OPERATIONS[operation], given, Progress())
    except MmoedtmError as error:
        return "refused", str(error)
    return "result", ""


def _limit(kind: str, amount: int) -> None:
    if kind == FILE:
        resource.setrlimit(resource.RLIMIT_FSIZE, (amount, resource.RLIM_INFINITY))
    elif kind == DESCRIPTORS:
        resource.setrlimit(resource.RLIMIT_NOFILE, (amount, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    elif kind == MEMORY:
        pages = int(Path("/proc/self/statm").read_text().split()[0])
        limit = pages * resource.getpagesize() + amount
        resource.setrlimit(resource.RLIMIT_AS, (limit, resource.RLIM_INFINITY))


def _lift() -> None:
    for what in (resource.RLIMIT_FSIZE, resource.RLIMIT_NOFILE, resource.RLIMIT_AS):
        _, hard = resource.getrlimit(what)
        resource.setrlimit(what, (hard, hard))


def trial(number: int, case: tuple[str, str, int], room: Path) -> dict[str, Any]:
    """Starve a run, look, and run it again on the same files with everything it needs."""
    name, kind, amount = case
    folder = room / f"starved-{number}"
    folder.mkdir()
    mounted = kind == DISK and _mount(folder, max(amount // 1000, 4))
    try:
        row = _tried(name, kind, amount, room, folder)
    finally:
        if mounted:
            _unmount(folder)
    if not row["faults"]:
        shutil.rmtree(folder)
    return {"kind": kind, "name": name, "amount": amount, **row}


def _tried(name: str, kind: str, amount: int, room: Path, folder: Path) -> dict[str, Any]:
    try:
        operation = LARGE if name == "large" else name
        scenes.put_older(operation, folder, room / "older")
    except Exception:  # older targets alone are more than such a disk holds
        return {"outcome": "too small", "faults": []}
    before = whole.digests(folder)

    def starved(tell: Tell) -> None:
        operation, given = _given(name, room, folder)
        _limit(kind, amount)
        outcome, message = _attempt(operation, given)
        _lift()
        tell({"outcome": outcome, "message": message})

    ended = forked(starved, LIMIT_S)
    outcome, message = ended.get("outcome") or "none", ended.get("message") or ""
    faults = fuzz.sentence(outcome, message) if outcome != "none" else []
    if ended.hung:
        faults.append(f"hangs: not ended after {LIMIT_S:.0f} s\n{ended.log[-2500:]}")
    elif kind == MEMORY and ended.code == -signal.SIGABRT:
        outcome = "aborted"  # GDAL ends the process where a small allocation fails; what is there must be there still
    elif ended.code < 0:
        faults.append(f"crashes: signal {-ended.code}\n{ended.log[-1500:]}")
    elif outcome == "none":
        faults.append(f"traceback:\n{ended.log[-2500:]}")
    if outcome != "result":
        lost = sorted({f for f, _ in set(before.items()) ^ set(whole.digests(folder).items())})
        faults += [f"lost: {file}" for file in lost]
        if outcome == "refused":
            faults += [f"left: {file}" for file in whole.leftovers(folder)]
    if kind != DISK or outcome == "result":
        faults += _again(name, room, folder, run=outcome != "result")
    return {"outcome": outcome, "message": message, "faults": faults}


def _again(name: str, room: Path, folder: Path, run: bool) -> list[str]:
    """The same run with all it needs, or a look at what a starved one says is done."""

    def work(tell: Tell) -> None:
        operation, given = _given(name, room, folder)
        if run:
            execute(OPERATIONS[operation], given, Progress())
        files = [Path(path) for path in scenes.targets(operation, folder).values() if Path(path).suffix]
        faults = [f"torn: {said}" for path in files if (said := whole.flaw(path))]
        tell({"faults": faults + [f"left: {file}" for file in whole.leftovers(folder)]})

    ended = forked(work, LIMIT_S)
    if ended.code or ended.hung:
        return [f"fails afterwards without the limit:\n{ended.log[-1500:]}"]
    return ended.get("faults")


def _needed(name: str, room: Path) -> int:
    """Bytes that all products of an operation take beside the older ones."""
    folder = room / f"needed-{name}"
    folder.mkdir()

    def work(tell: Tell) -> None:
        operation, given = _given(name, room, folder)
        scenes.put_older(operation, folder, room / "older")
        execute(OPERATIONS[operation], given, Progress())
        tell({"bytes": sum(p.stat().st_size for p in folder.rglob("*") if p.is_file())})

    ended = forked(work, LIMIT_S)
    if ended.code or ended.hung:
        raise RuntimeError(ended.log)
    shutil.rmtree(folder)
    return ended.get("bytes") if name == "large" or OPERATIONS[name].targets else 0


def prepare(room: Path) -> None:
    """Inputs, and the large one."""

    def work(tell: Tell) -> None:
        scenes.make_inputs(room / "inputs")
        scenes.make_older(room / "older")
        steps = np.random.default_rng(0).normal(size=(1200, 1200))
        write_raster(room / "inputs" / "large.tif", np.cumsum(steps, 1).astype(np.float32))

    made = forked(work, LIMIT_S)
    if made.code or made.hung:
        raise RuntimeError(made.log)


def campaign(seed: int, count: int, jobs: int, only: list[str] | None = None) -> list[dict[str, Any]]:
    """Rows of all cases."""
    warm()
    kinds = [DISK, FILE, DESCRIPTORS, MEMORY]
    if not mountable():
        print("Small disks are left out: to mount a tmpfs needs root.")
        kinds.remove(DISK)
    with tempfile.TemporaryDirectory(dir=scratch_in(), prefix="mmoedtm-starve-") as scratch:
        room = Path(scratch)
        prepare(room)
        inputs = whole.digests(room / "inputs")
        needed = {name: _needed(name, room) for name in only or (*scenes.TRIED, "large")}
        cases = plan(random.Random(seed), count, kinds, needed)
        rows, bar = [], options.Bar("starve", len(cases))
        for row in spread(cases, lambda i, case: trial(i, case, room), jobs):
            rows.append(row)
            bar.step(row["faults"] and _shown(row))
        bar.end()
        if whole.digests(room / "inputs") != inputs:
            raise RuntimeError("inputs that all cases share were changed")
    return rows


def _shown(row: dict[str, Any]) -> str:
    return f"{row['name']} with {row['amount']:,} of {row['kind']}: " + "; ".join(row["faults"])


def main(arguments: list[str] | None = None) -> int:
    """Print the table; 1 for any fault."""
    asked = options.parse(__doc__, 160, arguments)
    rows = campaign(asked.seed, asked.count, asked.jobs, [name for name in asked.only.split(",") if name])
    table = []
    for kind in dict.fromkeys(row["kind"] for row in rows):
        own = [row for row in rows if row["kind"] == kind]
        ends = Counter(row["outcome"] for row in own)
        table.append([kind, len(own), ends["result"], ends["refused"], ends["aborted"],
                      ends["too small"], sum(bool(row["faults"]) for row in own)])  # fmt: skip
    options.print_table(["short of", "runs", "results", "one sentence", "aborted", "not tried", "faulty"], table)
    return options.verdict([_shown(row).splitlines()[0][:300] for row in rows if row["faults"]])


if __name__ == "__main__":
    sys.exit(main())
