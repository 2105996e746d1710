"""SIGKILL at random moments of Reconstruct, which is then started again: ``python3 build.py campaign resume``.

After every kill the same command goes on; the bytes are those of a run that nobody stopped, and no more than two
blocks are computed twice. ``--only qgis`` does it through qgis_process alone, ``--only engine`` without it.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import build
from engine.reconstruct.plan_file import decoded
from tests.campaigns import options
from tests.conftest import ROOT
from tests.reconstruct.scenes import scene_of_blocks

MOST_BLOCKS_TWICE = 2
DOORS = ("engine", "qgis")


@dataclass(frozen=True)
class Door:
    """A command of Reconstruct up to its target, and its environment."""

    arguments: tuple[str, ...]
    target: str
    variables: dict[str, str]

    def start(self, folder: Path, log: Path) -> subprocess.Popen[bytes]:
        """The command on a folder, in a process group of its own."""
        with log.open("wb") as out:
            return subprocess.Popen(
                [*self.arguments, f"{self.target}{folder / 'd.tif'}"], cwd=ROOT, env=self.variables, stdout=out,
                stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip


def command_line(given: dict[str, Any]) -> Door:
    """``python -m engine``."""
    arguments = [part for name, value in given.items() for part in (f"--{name.replace('_', '-')}", str(value))]
    command = (sys.executable, "-m", "engine", "reconstruct", *arguments, "--json")
    return Door(command, "--output=", {**os.environ, "OMP_NUM_THREADS": "1"})


def headless(given: dict[str, Any], room: Path) -> Door:
    """``qgis_process``."""
    program = build.find_qgis_process()
    if program is None:
        sys.exit("QGIS is not installed (no qgis_process on the PATH).")
    build.stage()
    pairs = [
        f"{name.upper()}={str(value).lower() if isinstance(value, bool) else value}" for name, value in given.items()
    ]
    command = (str(program), "--json", "run", "mmoedtm:reconstruct", "--", *pairs)
    return Door(command, "OUTPUT=", build.qgis_variables(room, program, Path(sys.executable)))


def blocks_twice(folder: Path, log: Path) -> float:
    """Blocks that a killed run had begun and not kept, from the tiles that it told of; NaN where it tells of none."""
    tiles = 0
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            told = json.loads(line)
        except ValueError:
            continue
        if isinstance(told, dict) and told.get("type") == "progress" and " tiles" in told["message"]:
            tiles = int(told["message"].split()[0])
    stored = folder / ".d.tif.blocks" / "plan.mmoedtm-part"
    if not stored.is_file():
        return 0.0
    plan = decoded(stored.read_bytes()[4:], "the plan")
    counts = [len(plan.tiles_of(number)) for number in range(plan.blocks)]
    for number in range(plan.blocks):
        if (folder / ".d.tif.blocks" / f"block-{number:06d}.mmoedtm-part").is_file():
            tiles -= counts[number]
    return max(0, tiles) / max(counts)


def trials(door: Door, room: Path, count: int, rng: random.Random) -> list[str]:
    """Kill and go on; what went wrong."""
    whole = room / "whole"
    whole.mkdir(parents=True)
    begun = time.monotonic()
    if door.start(whole, room / "whole.log").wait():
        sys.exit((room / "whole.log").read_text(encoding="utf-8"))
    seconds = time.monotonic() - begun
    wanted = (whole / "d.tif").read_bytes()
    faults, live, twice = [], 0, 0.0
    for number in range(count):
        folder = room / f"trial{number}"
        folder.mkdir()
        process = door.start(folder, room / "killed.log")
        time.sleep(rng.uniform(0.1, 0.98) * seconds)
        live += process.poll() is None
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        kept = len(list((folder / ".d.tif.blocks").glob("block-*.mmoedtm-part")))
        again = blocks_twice(folder, room / "killed.log")
        twice = max(twice, again)
        status = door.start(folder, room / "again.log").wait()
        left = os.listdir(folder)
        if status or left != ["d.tif"] or (folder / "d.tif").read_bytes() != wanted or again > MOST_BLOCKS_TWICE:
            faults.append(
                f"trial {number}: status {status}, {kept} blocks were kept, {again:.1f} computed twice, {left}"
            )
    print(f"{count} kills, {live} of them while the run was on, at most {twice:.1f} blocks computed twice; a run that "
          f"nobody stops takes {seconds:.1f} s", flush=True)  # fmt: skip
    return faults


def main() -> int:
    """Run the trials and print what came of them."""
    given = options.parse(__doc__, 20)
    faults: list[str] = []
    with tempfile.TemporaryDirectory() as name:
        room = Path(name)
        scene = scene_of_blocks(room, height=2600, width=900)
        for door in given.only.split(",") if given.only else DOORS:
            print(f"{door}: ", end="", flush=True)
            made = command_line(scene) if door == "engine" else headless(scene, room / "profile")
            faults += trials(made, room / door, given.count, random.Random(given.seed))
    return options.verdict(faults)


if __name__ == "__main__":
    sys.exit(main())
