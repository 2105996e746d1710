"""SIGKILL to the set-up of the engine at random moments, with the true packages: ``python3 build.py campaign set_up``.

After every kill one set-up must lead to an environment in which every package is imported. Every other time what the
set-up had started is killed as well; else that goes on beside the set-up that follows. Needs the package index.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import build
from building import environments
from qgis_mmoedtm import environment, package_sources, setting_up
from tests.campaigns import options
from tests.conftest import ROOT

CODE = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from tests.campaigns import set_up
set_up.make(Path(sys.argv[2]))
"""


def make(folder: Path) -> None:
    """The set-up of the engine as QGIS does it, into a folder."""
    listed = build.RESOURCES / "requirements"
    lists = tuple(environment.requirements(build.RESOURCES))
    sources = package_sources.configured(listed)
    setting_up.make(setting_up.Setup(folder, lists, listed, sources, environments.fetch), lambda share, text: None)


def trial(rng: random.Random, folder: Path, whole_s: float, everything: bool) -> str:
    """Kill a set-up, make one, and say what is wrong then."""
    process = subprocess.Popen([sys.executable, "-c", CODE, str(ROOT), str(folder)], start_new_session=True)
    time.sleep(rng.uniform(0.02, 1.0) * whole_s)
    try:
        os.killpg(process.pid, signal.SIGKILL) if everything else process.kill()
    except ProcessLookupError:
        pass  # it was done
    process.wait()
    try:
        make(folder)
    except environment.SetupError as error:
        return str(error)
    if not environment.is_complete(folder, environment.requirements(build.RESOURCES)):
        return "it is not complete"
    command = [str(environment.python_in(folder)), "-I", "-c", f"import {', '.join(environment.NEEDED)}"]
    done = subprocess.run(command, capture_output=True, text=True)
    return done.stderr[-300:] if done.returncode else ""


def main() -> int:
    """Try as often as is asked."""
    asked = options.parse(__doc__, count=10)
    count, rng = asked.count, random.Random(asked.seed)
    faults = 0
    with tempfile.TemporaryDirectory(prefix="mmoedtm-set-up-") as scratch:
        begun = time.monotonic()
        make(Path(scratch) / "first" / "engine")
        whole_s = time.monotonic() - begun
        print(f"a set-up that nobody stops: {whole_s:.1f} s", flush=True)
        for number in range(count):
            folder = Path(scratch) / f"{number}" / "engine"
            begun = time.monotonic()
            problem = trial(rng, folder, whole_s, bool(number % 2))
            faults += bool(problem)
            print(f"{number:3d} {time.monotonic() - begun:5.1f} s  {problem or 'works'}", flush=True)
    print(f"{count - faults} of {count} work")
    return 1 if faults or not count else 0


if __name__ == "__main__":
    sys.exit(main())
