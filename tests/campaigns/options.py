"""What all campaigns share on the command line: seed, count, progress, table, verdict."""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.campaigns.forked import jobs

KEPT = Path(__file__).resolve().parents[2] / ".mmoedtm" / "campaigns"
"""Where the files of failed trials stay."""


def parse(text: str | None, count: int, arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Seed, count of cases and processes."""
    parser = argparse.ArgumentParser(description=text, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1, help="another one gives other cases (default 1)")
    parser.add_argument("--count", type=int, default=count, help=f"cases (default {count})")
    parser.add_argument("--jobs", type=int, default=jobs(), help="processes at a time")
    parser.add_argument("--only", default="", help="families or operations, with commas; all when left out")
    return parser.parse_args(arguments)


class Bar:
    """A line of progress with its rate; faults are printed as they come."""

    def __init__(self, name: str, total: int) -> None:
        self._name, self._total, self._done, self._faults = name, total, 0, 0
        self._begun = self._shown = time.monotonic()

    def step(self, fault: Any = None) -> None:
        """One case is done; ``fault`` says what was wrong with it."""
        self._done += 1
        if fault:
            self._faults += 1
            print(f"FAULT {self._faults}: {fault}", flush=True)
        now = time.monotonic()
        if now - self._shown > 10.0 or (sys.stderr.isatty() and now - self._shown > 0.5):
            self._shown = now
            self._show("\r" if sys.stderr.isatty() else "", "" if sys.stderr.isatty() else "\n")

    def end(self) -> None:
        """All are done."""
        self._show("\r" if sys.stderr.isatty() else "", "\n")

    def _show(self, start: str, end: str) -> None:
        passed = max(time.monotonic() - self._begun, 1e-3)
        rate = self._done / passed
        left = (self._total - self._done) / rate if rate else 0.0
        print(f"{start}{self._name}: {self._done} of {self._total}, {self._faults} faults, {rate:.1f}/s, "
              f"{passed:.0f} s passed, {left:.0f} s to go", end=end, file=sys.stderr, flush=True)  # fmt: skip


def print_table(head: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """A table on standard output."""
    cells = [[str(cell) for cell in row] for row in (head, *rows)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(head))]
    for number, row in enumerate(cells):
        first, *others = (cell.ljust(w) if i == 0 else cell.rjust(w) for i, (cell, w) in enumerate(zip(row, widths)))
        print("  ".join([first, *others]))
        if number == 0:
            print("  ".join("-" * w for w in widths))
    sys.stdout.flush()


def verdict(faults: Sequence[str]) -> int:
    """Print what is wrong; the exit code."""
    for fault in faults:
        print(f"- {fault}")
    print(f"{len(faults)} faults." if faults else "No faults.")
    return 1 if faults else 0


def keep(room: Path, name: str) -> None:
    """Keep the files of failed trials, for a look."""
    target = KEPT / name
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(room, target, symlinks=True, ignore_dangling_symlinks=True)
    print(f"Files of the failed trials are in {target}.")
