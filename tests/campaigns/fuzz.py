"""Odd inputs to every operation: ``python3 build.py campaign fuzz``.

Every case ends, within its time, in a result or in one sentence; never in another exception, a crash or a hang. Inputs
and older targets stay, nothing is left behind, and what is known to be wrong is not accepted in silence.
"""

from __future__ import annotations

import json
import os
import random
import resource
import shutil
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

from engine.contract.execute import execute
from engine.contract.progress import Progress
from engine.errors import Cancelled, MmoedtmError
from engine.moon import HEIGHT_LIMITS_M
from engine.operations import OPERATIONS
from tests.campaigns import (
    fuzz_labels,
    fuzz_layers,
    fuzz_packs,
    fuzz_points,
    fuzz_rasters,
    fuzz_requests,
    fuzz_values,
    options,
    scenes,
    whole,
)
from tests.campaigns.forked import Ended, Tell, forked, has_torch, scratch_in, spread, warm
from tests.campaigns.fuzz_case import FINISH, REFUSE, Case, Maker

CANCEL_S = 12.0
"""After which a case that is only long is cancelled, as a user would."""

CPU_LIMIT_S, LIMIT_S = 20.0, 90.0
"""Of the processor, and on the clock of a machine that does other things besides."""

MEMORY_BYTES = 12 << 30
MARGIN_M = 1_700.0
"""Over the limits of the Moon's ground, for heights in a product."""

HEIGHTS = {"reconstruct": "output", "align": "output", "mosaic": "output"}


def families() -> dict[str, tuple[Maker, int]]:
    """Makers of cases, and their shares; training only where PyTorch is."""
    found: dict[str, tuple[Maker, int]] = {
        "rasters": (fuzz_rasters.case, 34),
        "labels": (fuzz_labels.case, 12),
        "layers": (fuzz_layers.case, 14),
        "packs": (fuzz_packs.case, 14),
        "points": (fuzz_points.case, 8),
        "values": (fuzz_values.case, 14),
        "requests": (fuzz_requests.case, 6),
    }
    if has_torch():
        from tests.campaigns import fuzz_training

        found["training"] = (fuzz_training.case, 6)
    return found


def trial(number: int, case: tuple[str, int], room: Path) -> dict[str, Any]:
    """Make a case and try it in a fork; a verdict in words for everything that is wrong."""
    family, seed = case
    folder = room / f"case-{number}"
    out = folder / "out"
    out.mkdir(parents=True)

    def work(tell: Tell) -> None:
        rng = random.Random(seed)
        made = families()[family][0](rng, room, folder)
        tell({"operation": made.operation, "what": made.what, "must": made.must})
        _limits()
        _tried(made, room, folder, tell)

    ended = forked(work, LIMIT_S)
    faults = _faults(ended)
    if not faults:
        _remove(folder)
    return {"family": family, "seed": seed, "operation": ended.get("operation") or "?", "what": ended.get("what") or "",
            "outcome": ended.get("outcome") or "none", "message": ended.get("message") or "",
            "faults": faults}  # fmt: skip


def _limits() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


def _faults(ended: Ended) -> list[str]:
    faults = list(ended.get("faults") or [])
    if ended.hung:
        faults.append(f"hangs: not ended after {LIMIT_S:.0f} s\n{ended.log[-2500:]}")
    elif ended.code < 0:
        faults.append(f"crashes: signal {-ended.code}\n{ended.log[-800:]}")
    elif ended.code or not ended.get("outcome"):
        faults.append(f"traceback:\n{ended.log[-2500:]}")
    return faults


def _tried(case: Case, room: Path, folder: Path, tell: Tell) -> None:
    """Run the case and look at what is there afterwards."""
    os.chdir(folder)  # relative names of targets go here
    out = folder / "out"
    (out / "mine.txt").write_bytes(b"a file of the user's")
    older = room / "older"
    for parameter in OPERATIONS[case.operation].targets:
        place = case.targets.get(parameter.name)
        plain = place and parameter.kind in ("raster_target", "file_target")
        if plain and random.Random(case.what + parameter.name).random() < 0.5:
            shutil.copyfile(older / parameter.kind, place)
    before, inputs = whole.digests(out), {**_shared(room), **_own(folder)}
    begun = time.process_time()
    outcome, message = (_through_worker if case.lines is not None else _through_door)(case)
    spent = time.process_time() - begun
    tell({"outcome": outcome, "message": message})
    faults = sentence(outcome, message)
    if spent > CPU_LIMIT_S:
        faults.append(f"hangs: {spent:.0f} s of the processor")
    if outcome == "result" and case.must == REFUSE:
        faults.append("silent acceptance: a result where a refusal is the only right answer")
    if outcome != "result" and case.must == FINISH:
        faults.append(f"no result where there is nothing wrong: {outcome} {message}")
    there = {**_shared(room), **_own(folder)}
    faults += [f"inputs were changed: {name}" for name, state in inputs.items() if there.get(name) != state]
    faults += [f"left: {name}" for name in whole.leftovers(folder) if OPERATIONS[case.operation].extra == ""]
    now = whole.digests(out)
    if outcome == "result":
        faults += _products(case)
        faults += ["lost: mine.txt"] if now.get("mine.txt") != before["mine.txt"] else []
    elif OPERATIONS[case.operation].extra == "" and now != before:
        faults.append(f"targets changed though nothing was made: {sorted(set(now.items()) ^ set(before.items()))[:3]}")
    tell({"faults": faults})


def _shared(room: Path) -> dict[str, Any]:
    """State of the inputs that all cases share, by size and time."""
    found = [path for path in (room / "inputs").rglob("*") if path.is_file()]
    return {str(path): (path.stat().st_size, path.stat().st_mtime_ns) for path in found}


def _own(folder: Path) -> dict[str, Any]:
    """The case's own inputs by content: everything but its folder of targets."""
    found = whole.digests(folder)
    return {str(folder / name): digest for name, digest in found.items() if not name.startswith("out/")}


def _through_door(case: Case) -> tuple[str, str]:
    deadline = time.monotonic() + CANCEL_S
    progress = Progress(cancelled=lambda: time.monotonic() > deadline)
    try:
        execute(OPERATIONS[case.operation], case.given, progress)
    except Cancelled:
        return "cancelled", ""
    except MmoedtmError as error:
        return "refused", str(error)
    return "result", ""


def _through_worker(case: Case) -> tuple[str, str]:
    """The worker's main loop on pipes of its own."""
    from engine import worker

    assert case.lines is not None
    reading, writing = os.pipe()
    log, output = os.dup(1), os.memfd_create("answers")
    os.dup2(reading, 0)
    os.dup2(output, 1)
    content = case.lines

    def feed() -> None:
        sent = 0
        while sent < len(content):
            sent += os.write(writing, content[sent:])
        if case.closed:
            os.close(writing)

    threading.Thread(target=feed, daemon=True).start()
    worker.main()
    os.dup2(log, 1)
    os.lseek(output, 0, os.SEEK_SET)
    with os.fdopen(output, "rb") as file:
        lines = [json.loads(line) for line in file]
    if not lines:
        return "refused", "No request came."
    last = lines[-1]
    if last["type"] == "result":
        return "result", ""
    if last.get("kind") == "cancelled":
        return "cancelled", ""
    if last.get("kind") not in ("user", "request"):
        return f"answer of kind {last.get('kind')}", str(last.get("message"))
    return "refused", str(last["message"])


def sentence(outcome: str, message: str) -> list[str]:
    """What is wrong with a message as the one sentence that a user gets."""
    if outcome not in ("refused", "result", "cancelled"):
        return [f"{outcome}: {message}"]
    if outcome != "refused":
        return []
    faults = []
    if "\n" in message or "\r" in message:
        faults.append(f"no sentence: it has several lines: {message[:300]!r}")
    if not message.endswith(".") or len(message) < 15:
        faults.append(f"no sentence: it does not end as one: {message[-200:]!r}")
    if any(word in message for word in ("Traceback", "Error:", "Errno", ".mmoedtm-", "object at 0x")):
        faults.append(f"no sentence for a user: {message[:300]!r}")
    if len(message) > 1500 + 3 * max(map(len, message.split())):
        faults.append(f"no sentence: {len(message)} letters: {message[:200]!r}")
    return faults


def _products(case: Case) -> list[str]:
    faults = []
    for name, place in case.targets.items():
        path = Path(place)
        if path.suffix:
            said = whole.flaw(path)
            faults += [f"torn: {said}"] if said else []
            if not said and HEIGHTS.get(case.operation) == name:
                low, high = HEIGHT_LIMITS_M
                said = whole.wild(path, low - MARGIN_M, high + MARGIN_M)
                faults += [f"silent acceptance: {said}"] if said else []
    return faults


def prepare(room: Path) -> None:
    """Inputs of all families."""
    def work(tell: Tell) -> None:
        scenes.make_inputs(room / "inputs")
        scenes.make_older(room / "older")
        if has_torch():
            from tests.campaigns import fuzz_training

            fuzz_training.prepare(room)

    made = forked(work, 300.0)
    if made.code or made.hung:
        raise RuntimeError(made.log)


def plan(seed: int, count: int, only: str = "") -> list[tuple[str, int]]:
    """Family and seed of each case; the first cases are the same whatever the count."""
    rng, found = random.Random(seed), families()
    names = [name for name in found if name in only.split(",")] if only else list(found)
    return [(name, rng.randrange(2**31)) for name in rng.choices(names, [found[n][1] for n in names], k=count)]


def campaign(
    seed: int, count: int, jobs: int, only: str = "", cases: list[tuple[str, int]] | None = None
) -> list[dict[str, Any]]:
    """Rows of all cases."""
    warm(training=not only or "training" in only)
    with tempfile.TemporaryDirectory(dir=scratch_in(), prefix="mmoedtm-fuzz-") as scratch:
        room = Path(scratch)
        prepare(room)
        inputs = whole.digests(room / "inputs")
        cases = cases if cases is not None else plan(seed, count, only)
        rows, bar = [], options.Bar("fuzz", len(cases))
        for row in spread(cases, lambda i, case: trial(i, case, room), jobs):
            rows.append(row)
            bar.step(row["faults"] and _shown(row))
        bar.end()
        if whole.digests(room / "inputs") != inputs:
            raise RuntimeError("inputs that all cases share were changed")
    return rows


def _shown(row: dict[str, Any]) -> str:
    return f"{row['family']}:{row['seed']} {row['operation']}, {row['what']}: " + "; ".join(row["faults"])


def main(arguments: list[str] | None = None) -> int:
    """Print the table; 1 for any fault. ``--only FAMILY:SEED`` tries one case again."""
    asked = options.parse(__doc__, 1000, arguments)
    again = [(f, int(s)) for f, _, s in (part.partition(":") for part in asked.only.split(",")) if s]
    rows = campaign(asked.seed, asked.count, asked.jobs, asked.only, again or None)
    if again:
        for row in rows:
            print(f"{row['operation']}, {row['what']}: {row['outcome']} {row['message']}")
    table = []
    for family in sorted({row["family"] for row in rows}):
        own = [row for row in rows if row["family"] == family]
        ends = Counter(row["outcome"] for row in own)
        kinds = Counter(fault.partition(":")[0] for row in own for fault in row["faults"])
        table.append([family, len(own), ends["result"], ends["refused"], ends["cancelled"], kinds["traceback"],
                      kinds["crashes"], kinds["hangs"], kinds["silent acceptance"],
                      sum(bool(row["faults"]) for row in own)])  # fmt: skip
    table.append(["all", *(sum(row[i] for row in table) for i in range(1, 10))])
    options.print_table(["family", "cases", "results", "refused", "cancelled", "tracebacks", "crashes", "hangs",
                         "silent",
                         "faulty"], table)  # fmt: skip
    return options.verdict([_shown(row).splitlines()[0][:300] for row in rows if row["faults"]])


if __name__ == "__main__":
    sys.exit(main())
