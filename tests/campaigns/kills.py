"""SIGKILL at random moments over all operations, with older targets in place: ``python3 build.py campaign kills``.

After every kill each target is whole, old or new, and never missing; then the same operation runs to its end, and
leaves whole new targets and nothing else.
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.contract import leftovers
from engine.operations import OPERATIONS
from tests.campaigns import moments, options, scenes, whole
from tests.campaigns.forked import Ended, Tell, forked, scratch_in, spread, warm
from tests.campaigns.moments import ANY, FINISHING, INFERENCE, RENAMES

LIMIT_S = 120.0
SHARES = {INFERENCE: 0.17, FINISHING: 0.2, RENAMES: 0.18, ANY: 0.45}
LEAST_LIVE, LEAST_IN_A_PHASE = 0.8, 0.1
"""Shares of all kills that must strike a run while it is on, and in each of the three phases."""

ENOUGH = 50
"""Kills from which on these shares say something."""


@dataclass(frozen=True)
class Course:
    """What an undisturbed run of an operation is like: its length, its calls and what is there after it."""

    seconds: float
    calls: dict[str, int]
    typical_s: dict[str, float]
    written: dict[str, str]
    replaced: tuple[str, ...]


@dataclass(frozen=True)
class Kill:
    """One trial: which operation is struck in which phase, at which call of it and when."""

    operation: str
    phase: str
    call: int
    delay_s: float


def course(name: str, room: Path) -> Course:
    """Run an operation twice, undisturbed: what differs is promised to nobody byte by byte."""
    written = []
    for number in range(2):
        folder = room / f"course-{name}-{number}"
        _lay(name, folder, room)
        before = whole.digests(folder)
        counts = moments.Counts()

        def work(tell: Tell, folder: Path = folder, counts: moments.Counts = counts) -> None:
            counts.install()
            _run(name, folder, room, tell)
            typical = {phase: max(times, default=0.0) for phase, times in counts.seconds.items()}
            tell({"calls": counts.calls, "typical": typical})

        ended = forked(work, LIMIT_S)
        if ended.code or ended.hung:
            raise RuntimeError(f"{name} fails undisturbed:\n{ended.log}")
        written.append(whole.digests(folder))
        shutil.rmtree(folder)
    # A GeoPackage is what was there and a layer more, so that its bytes depend on how often it was written.
    same = {f: d for f, d in written[1].items() if written[0].get(f) == d and not f.endswith(".gpkg")}
    return Course(ended.get("ended_s"), ended.get("calls"), ended.get("typical"),
                  {file: same.get(file, "") for file in written[1]},
                  tuple(file for file in written[1] if before.get(file) != written[1][file]))  # fmt: skip


def _lay(name: str, folder: Path, room: Path) -> None:
    folder.mkdir()
    scenes.put_older(name, folder, room / "older")


def _run(name: str, folder: Path, room: Path, tell: Tell) -> None:
    import time

    given = {**scenes.asked(name, room / "inputs"), **scenes.targets(name, folder)}
    begun = time.monotonic()
    tell({"begun": True})
    scenes.call(name, given)
    tell({"ended_s": time.monotonic() - begun})


def plan(rng: random.Random, count: int, courses: dict[str, Course]) -> list[Kill]:
    """Moments over all operations; those of a phase over the operations that come to it."""
    kills: list[Kill] = []
    for phase, share in SHARES.items():
        able = [n for n, c in courses.items() if phase == ANY or c.calls[phase] > (1 if phase == RENAMES else 0)]
        for number in range(round(share * count) if able else 0):
            name = able[number % len(able)]
            kills.append(_moment(rng, name, phase, courses[name]))
    rng.shuffle(kills)
    return kills


def _moment(rng: random.Random, name: str, phase: str, found: Course) -> Kill:
    if phase == ANY:
        return Kill(name, phase, 0, rng.uniform(0.0, 0.9) * found.seconds)
    if phase == RENAMES:
        return Kill(name, phase, rng.randrange(1, found.calls[phase]), 0.0)
    return Kill(name, phase, rng.randrange(found.calls[phase]), rng.uniform(0.0, 0.6) * found.typical_s[phase])


def trial(number: int, kill: Kill, room: Path, found: Course) -> dict[str, Any]:
    """Kill a run, look, run again, look."""
    folder = room / f"kill-{number}"
    _lay(kill.operation, folder, room)
    before = whole.digests(folder)

    def struck(tell: Tell) -> None:
        if kill.phase in (INFERENCE, FINISHING):
            moments.strike_within(kill.phase, kill.call, kill.delay_s, tell)
        elif kill.phase == RENAMES:
            moments.strike_between_renames(kill.call, tell)
        _run(kill.operation, folder, room, tell)

    ended = forked(struck, LIMIT_S, kill.delay_s if kill.phase == ANY else None)
    live = ended.code == -9 and not ended.hung and ended.get("begun") is not None and ended.get("ended_s") is None
    faults = [f"the run hung:\n{ended.log}"] if ended.hung else []
    if ended.code not in (0, -9):
        faults.append(f"the run failed before it was struck:\n{ended.log}")

    def looked(tell: Tell) -> None:
        tell({"faults": after_kill(kill.operation, folder, before, found)})
        if number % 2:
            tell({"settled": after_settling(folder, before, found)})
        _run(kill.operation, folder, room, tell)
        tell({"again": after_run(kill.operation, folder, before, found)})

    again = forked(looked, LIMIT_S)
    faults += [*(again.get("faults") or []), *(again.get("settled") or [])]
    faults += again.get("again") or []
    if again.hung or again.code:
        faults.append(f"the run after it {'hung' if again.hung else 'failed'}:\n{again.log}")
    if not faults:
        shutil.rmtree(folder)
    return {"operation": kill.operation, "asked": kill.phase, "live": live, "in": _phase(ended), "faults": faults,
            "moment": f"{kill.phase} {kill.call} {kill.delay_s:.4f}"}  # fmt: skip


def _phase(ended: Ended) -> str:
    return ended.get("in") if ended.get("in") and not ended.get("left") else ANY


def _main_files(name: str, folder: Path) -> list[Path]:
    kinds = {p.name: p.kind for p in OPERATIONS[name].targets}
    return [Path(path) for n, path in scenes.targets(name, folder).items() if kinds[n].split("_")[0] != "folder"]


def after_kill(name: str, folder: Path, before: dict[str, str], found: Course) -> list[str]:
    """What is lost or torn: every file must be as it was, or whole and new."""
    now = whole.digests(folder)
    mains = {path.name: path for path in _main_files(name, folder)}
    faults = [f"lost: {file}" for file in before if file not in now and not _may_go(file, mains)]
    for file, digest in now.items():
        if before.get(file) == digest:
            continue
        if file not in found.written:
            faults.append(f"left: {file}")
        elif found.written.get(file) and found.written[file] != digest:
            faults.append(f"torn: {file} is neither the older nor the new one")
        else:
            torn = whole.flaw(folder / file)
            faults += [f"torn: {torn}"] if torn else []
            faults += [f"stale: {file}{s}" for s in scenes.SIDECARS if before.get(file + s) == now.get(file + s, "-")]
    return faults


def after_settling(folder: Path, before: dict[str, str], found: Course) -> list[str]:
    """What another run with these targets would leave: everything as it was, or all that is new and nothing else."""
    # A run that writes a folder alone has its hidden one in there.
    leftovers.sweep([folder, *(path for path in folder.iterdir() if path.is_dir())])
    now = whole.digests(folder)
    new = set(now) == set(found.written) and all(now[file] != before.get(file) for file in found.replaced)
    faults = [] if now == before or new else ["torn: some targets are older and some are new after another run"]
    return faults + [f"left: {file}" for file in whole.leftovers(folder)]


def _may_go(file: str, mains: dict[str, Path]) -> bool:
    """Sidecars of an older raster and tiles that an earlier run wrote are moved away in a publication."""
    return any(file == f"{main}{suffix}" for main in mains for suffix in scenes.SIDECARS) or file.endswith("/older.tif")


def after_run(name: str, folder: Path, before: dict[str, str], found: Course) -> list[str]:
    """What the run to the end left, did not write or wrote wrong."""
    now = whole.digests(folder)
    faults = [f"left: {file}" for file in (*whole.leftovers(folder), *whole.kept(folder))]
    faults += [f"not as an undisturbed run leaves it: {f}" for f in sorted(set(now) ^ set(found.written))]
    faults += [f"other pixels: {f}" for f, digest in found.written.items() if digest and now.get(f) not in ("", digest)]
    faults += [f"torn: {said}" for path in _main_files(name, folder) if (said := whole.flaw(path))]
    faults += [f"not replaced: {p.name}" for p in _main_files(name, folder) if before.get(p.name) == now.get(p.name)]
    faults += [f"stale: {p.name}{s}" for p in _main_files(name, folder) for s in scenes.SIDECARS
               if before.get(p.name + s, "-") == now.get(p.name + s)]  # fmt: skip
    faults += [f"lost: the other layer of {p.name}" for p in _main_files(name, folder)
               if p.suffix == ".gpkg" and "another" not in whole.layers(p)]  # fmt: skip
    return faults


def campaign(
    seed: int, count: int, jobs: int, names: list[str] | None = None
) -> tuple[list[dict[str, Any]], list[str]]:
    """Rows of all trials, and what is wrong with them."""
    warm()
    with tempfile.TemporaryDirectory(dir=scratch_in(), prefix="mmoedtm-kills-") as scratch:
        room = Path(scratch)
        made = forked(lambda tell: scenes.make_inputs(room / "inputs"), LIMIT_S)
        made_older = forked(lambda tell: scenes.make_older(room / "older"), LIMIT_S)
        if made.code or made_older.code:
            raise RuntimeError(made.log + made_older.log)
        inputs = whole.digests(room / "inputs")
        courses = {name: course(name, room) for name in names or scenes.TRIED}
        kills = plan(random.Random(seed), count, courses)
        rows = []
        bar = options.Bar("kills", len(kills))
        for row in spread(kills, lambda i, kill: trial(i, kill, room, courses[kill.operation]), jobs):
            rows.append(row)
            bar.step(row["faults"] and f"{row['operation']} ({row['moment']}): " + "; ".join(row["faults"]))
        bar.end()
        changed = [] if whole.digests(room / "inputs") == inputs else ["inputs were changed"]
        kept = [row for row in rows if row["faults"]]
        if kept:
            options.keep(room, "kills")
    return rows, changed + [f"{row['operation']}: {fault}" for row in kept for fault in row["faults"]]


def main(arguments: list[str] | None = None) -> int:
    """Print the table; 1 for any loss, torn file, traceback or hang, and for too few kills that strike."""
    asked = options.parse(__doc__, 200, arguments)
    rows, faults = campaign(asked.seed, asked.count, asked.jobs, [name for name in asked.only.split(",") if name])
    table = []
    for name in dict.fromkeys(row["operation"] for row in rows):
        own = [row for row in rows if row["operation"] == name]
        places = Counter(row["in"] for row in own if row["live"])
        table.append([name, len(own), sum(row["live"] for row in own), places[INFERENCE], places[FINISHING],
                      places[RENAMES], sum(bool(row["faults"]) for row in own)])  # fmt: skip
    table.sort()
    table.append(["all", *(sum(row[i] for row in table) for i in range(1, 7))])
    options.print_table(["operation", "kills", "live", "inference", "finishing", "renames", "faults"], table)
    return options.verdict(faults + (_too_few(table[-1]) if asked.count >= ENOUGH else []))


def _too_few(total: list[Any]) -> list[str]:
    """A campaign that strikes no live runs, or none in a phase, shows nothing."""
    faults = []
    if total[2] < LEAST_LIVE * total[1]:
        faults.append(f"only {total[2]} of {total[1]} kills struck a live run")
    for place, struck in zip((INFERENCE, FINISHING, RENAMES), total[3:6]):
        if struck < LEAST_IN_A_PHASE * total[1]:
            faults.append(f"only {struck} kills struck during {place}")
    return faults


if __name__ == "__main__":
    sys.exit(main())
