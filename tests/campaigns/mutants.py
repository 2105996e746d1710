"""Slips that a developer could make, one line each, and whether the tests notice them.

``python -m tests.campaigns.mutants [--only N[,N...]] [--all-tests]``, or ``build.py campaign mutants``. The checkout
is copied once; each mutant of ``mutant_list`` is put into the copy and the tests named for it are run, which belong
to the default run. Prints a table; 1 when more than one in twenty survives.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .mutant_list import MUTANTS, Mutant

ROOT = Path(__file__).resolve().parents[2]
COPIED = ("engine", "qgis_mmoedtm", "resources", "tests", "build.py", "pyproject.toml", "metadata.txt", "LICENSE",
          "README.md", "CHANGELOG.md", "docs")  # fmt: skip
WITHOUT = shutil.ignore_patterns("__pycache__", "*.pyc", ".hypothesis", ".pytest_cache")
LEAST_NOTICED = 0.95
LONGEST_S = 600.0
"""Of the tests of one mutant: one that hangs is noticed."""

PASSED, FAILED = 0, 1
"""Exit codes of pytest; any other means that tests were not run."""


class CampaignError(Exception):
    """The campaign itself cannot be run."""


@dataclass(frozen=True)
class Outcome:
    """What became of a mutant: the test that noticed it, or nothing."""

    mutant: Mutant
    noticed_by: str
    seconds: float


def copy_of(checkout: Path, scratch: Path) -> Path:
    """A copy of the checkout in a scratch folder, the real rasters beside it; work in the checkout may go on."""
    target = scratch / "checkout"
    target.mkdir()
    for name in COPIED:
        if (checkout / name).is_dir():
            shutil.copytree(checkout / name, target / name, ignore=WITHOUT)
        else:
            shutil.copyfile(checkout / name, target / name)
    if (checkout.parent / "shared").is_dir():
        (scratch / "shared").symlink_to((checkout.parent / "shared").resolve())
    return target


def mutated(text: str, mutant: Mutant) -> str:
    """The text of a file with the slip in it.

    Raises
    ------
    CampaignError
        The line is not there, or more than once.
    """
    found = text.count(mutant.old)
    if found != 1:
        raise CampaignError(f"{mutant.file} has {mutant.old!r} {found} times; mend the list of mutants.")
    return text.replace(mutant.old, mutant.new)


def first_failure(checkout: Path, tests: Sequence[str]) -> str:
    """The first test that fails, empty when all pass.

    Raises
    ------
    CampaignError
        The tests could not be run.
    """
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-W", "ignore", *tests]
    variables = {**os.environ, "PYTHONPATH": str(checkout), "PYTHONDONTWRITEBYTECODE": "1", "OMP_NUM_THREADS": "1"}
    try:
        run = subprocess.run(command, cwd=checkout, env=variables, capture_output=True, text=True, timeout=LONGEST_S)
    except subprocess.TimeoutExpired:
        return "a test that hangs"
    if run.returncode not in (PASSED, FAILED):
        raise CampaignError(f"pytest ended with {run.returncode} on {' '.join(tests)}:\n{run.stdout[-2000:]}")
    failed = [line.split(" ", 1)[1] for line in run.stdout.splitlines() if line.startswith(("FAILED ", "ERROR "))]
    return "" if run.returncode == PASSED else (failed[0].split(" - ")[0] if failed else "a test")


def tried(checkout: Path, mutant: Mutant, all_tests: bool) -> Outcome:
    """Put a slip into the copy, run its tests, and take it out again."""
    path = checkout / mutant.file
    right = path.read_text(encoding="utf-8")
    begun = time.monotonic()
    path.write_text(mutated(right, mutant), encoding="utf-8")
    try:
        noticed = first_failure(checkout, mutant.tests)
        if not noticed and all_tests:
            noticed = first_failure(checkout, ["tests", "--ignore", "tests/qgis"])
    finally:
        path.write_text(right, encoding="utf-8")
    return Outcome(mutant, noticed, time.monotonic() - begun)


def main(arguments: Sequence[str] | None = None) -> int:
    """Try the mutants; 1 when too many survive."""
    parser = argparse.ArgumentParser(prog="tests.campaigns.mutants", description=__doc__.splitlines()[0])
    parser.add_argument("--only", default="", help="numbers of mutants, with commas")
    parser.add_argument("--all-tests", action="store_true", help="all tests for what its own tests do not notice")
    given = parser.parse_args(arguments)
    numbers = [int(n) for n in given.only.split(",")] if given.only else range(1, len(MUTANTS) + 1)
    chosen = [(number, MUTANTS[number - 1]) for number in numbers]
    for _, mutant in chosen:
        mutated((ROOT / mutant.file).read_text(encoding="utf-8"), mutant)
    with tempfile.TemporaryDirectory() as scratch:
        checkout = copy_of(ROOT, Path(scratch))
        broken = first_failure(checkout, sorted({test for _, mutant in chosen for test in mutant.tests}))
        if broken:
            raise CampaignError(f"{broken} fails without any mutant; mend that first.")
        outcomes = []
        for number, mutant in chosen:
            outcome = tried(checkout, mutant, given.all_tests)
            outcomes.append(outcome)
            what = f"noticed by {outcome.noticed_by}" if outcome.noticed_by else "SURVIVED"
            print(f"{number:2}  {mutant.breaks:<52} {what} ({outcome.seconds:.0f} s)", flush=True)
    noticed = sum(bool(outcome.noticed_by) for outcome in outcomes)
    print(f"{noticed} of {len(outcomes)} mutants are noticed.")
    return 0 if noticed >= LEAST_NOTICED * len(outcomes) else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except CampaignError as problem:
        sys.exit(f"Error: {problem}")
