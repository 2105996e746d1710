#!/usr/bin/env python3
"""Everything that is done with this project, each step with the set-up that it needs.

    python3 build.py demo             reconstruct the sample scene in QGIS and draw a picture of it
    python3 build.py test [ARGS]      run the tests (arguments go to pytest)
    python3 build.py test-qgis [VERSION]   the plugin's tests in QGIS 3.22, 3.40 or 3.44, each in a Debian of its own
                                      (Linux, root, 3 GB each); in this computer's QGIS without a version
    python3 build.py lint             ruff and mypy
    python3 build.py lock [--upgrade] pin the engine's packages with their digests again
    python3 build.py bench [NAME]     measure: names are those of tests/benchmarks; all without one
    python3 build.py paper [PIECE]    the paper's figures and tables by the commands of a user, on one page
    python3 build.py campaign [NAME]  long trials: kills, fuzz, starve, orientations, resume; all without a name
    python3 build.py docs             the pages of documentation, which the plugin brings along as its help
    python3 build.py pictures [KIND]  draw the pages' pictures again: operations [PAGE ...], windows, first_run
    python3 build.py translations     bring the files of translations up to date and say what is missing
    python3 build.py engine ARGS      the command line, for example: engine reconstruct --help
    python3 build.py stage            a loadable plugin folder
    python3 build.py package          the plugin's zip; with --release it must be fit for QGIS's plugin repository
    python3 build.py install [NAME]   the plugin into a QGIS profile (default: default)

Needs Python 3.9 or later and nothing else.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.dont_write_bytecode = True

# The path must be set first.
from building.base import RESOURCES, ROOT, WORK, BuildError, call, say  # noqa: E402
from building.environments import (  # noqa: E402
    engine_python,
    make_environment,
    qgis_test_python,
    qt6_python,
    test_python,
)
from building.locks import lock  # noqa: E402
from building.pages import docs  # noqa: E402
from building.pictures import pictures  # noqa: E402
from building.plugin import install, package, stage  # noqa: E402
from building.qgis import find_qgis_process, qgis_process, qgis_variables  # noqa: E402
from qgis_mmoedtm import environment, package_sources  # noqa: E402
from tests.versions import roots  # noqa: E402

# ------------------------------------------------------------------------------- commands


def demo() -> None:
    """The main job on the sample, through QGIS, with a picture."""
    begun = time.monotonic()
    python = engine_python()
    program = qgis_process()
    say("Staging the plugin")
    stage()
    folder = WORK / "demo"
    folder.mkdir(parents=True, exist_ok=True)
    variables = qgis_variables(WORK / "scratch", program, python)
    sample = RESOURCES / "sample"
    outputs = {
        "reconstruct:DTM": folder / "dtm.tif",
        "classify:CLASSES": folder / "classes.tif",
        "slope:SLOPE": folder / "slope.tif",
        "slope:SLOPE_VARIANCE": folder / "slope_variance.tif",
    }
    say("Running the chain mmoedtm:lunar_dtm in QGIS")
    call(
        [program, "run", "mmoedtm:lunar_dtm", "--", f"IMAGE={sample / 'image.tif'}",
         f"COARSE_DEM={sample / 'coarse_dem.tif'}", "SUN_AZIMUTH=292", "SUN_INCIDENCE=58",
         *(f"{name}={path}" for name, path in outputs.items())],
        env=variables,
    )  # fmt: skip
    say("Drawing the panel")
    call([python, "-m", "engine.reports.panel", "--sample", sample, "--results", folder], cwd=ROOT)
    say(f"Results in {folder}; the picture is {folder / 'panel.png'} ({time.monotonic() - begun:.0f} s in all).")


def test(arguments: list) -> None:
    """All tests: the engine's in its own environment, the plugin's in QGIS's Python."""
    python = test_python()
    program = qgis_process()
    beside, alone = qgis_test_python(), qt6_python()
    stage()
    variables = qgis_variables(WORK / "scratch", program, python)
    variables.update(MMOEDTM_QGIS_PROCESS=str(program), MMOEDTM_TEST_ENGINE=str(python))
    # A process a core; each with one thread for its arrays, so that they do not take turns.
    shared = [] if "-n" in arguments else ["-n", "auto", "--dist", "worksteal"]
    call([python, "-m", "pytest", "tests", "--ignore", "tests/qgis", "--ignore", "tests/qt6", *shared, *arguments],
         cwd=ROOT, env={**variables, "OMP_NUM_THREADS": "1"})  # fmt: skip
    test_in_stage(beside, "qgis", variables, arguments)
    test_in_stage(alone, "qt6", variables, arguments)


def test_in_stage(python: Path, name: str, variables: dict, arguments: list) -> None:
    """A folder of tests beside the staged plugin, which is whole: the checkout's package lacks its engine."""
    folder = ROOT / "tests" / name
    path = os.pathsep.join((str(WORK / "stage"), "/usr/share/qgis/python/plugins"))
    call([python, "-m", "pytest", "--rootdir", folder, "-c", folder / "pytest.ini", "--confcutdir", folder, folder,
          *shared_options(arguments)], cwd=WORK / "stage", env={**variables, "PYTHONPATH": path})  # fmt: skip


def test_qgis(arguments: list) -> None:
    """The plugin's tests in one version of QGIS."""
    version = arguments[0] if arguments and not arguments[0].startswith("-") else ""
    if version and version not in roots.RELEASES:
        raise BuildError(f"There is no recipe for QGIS {version}; there are: {', '.join(roots.RELEASES)}.")
    if not version or installed_version().startswith(version + "."):
        test_qgis_here(arguments[1:] if version else arguments)
        return
    reason = roots.obstacle()
    if reason:
        say(f"Skipped: {reason}.")
        return
    place, work = WORK / "roots" / version, WORK / "roots" / f"{version}-work"
    begun = time.monotonic()
    say(f"QGIS {version} in {place} (some minutes the first time)")
    sources = package_sources.configured(RESOURCES / "requirements")
    certificate = Path(sources.certificate or os.environ.get("SSL_CERT_FILE") or roots.CERTIFICATES)
    try:
        roots.make(version, place, certificate)
    except (roots.RootError, OSError) as error:
        raise BuildError(f"QGIS {version} cannot be had: {error}") from error
    say(f"It is there after {time.monotonic() - begun:.0f} s")
    pages = docs()
    shutil.copytree(pages, work / "pages" / pages.name, dirs_exist_ok=True)
    variables = {name: os.environ[name] for name in PROXIES if os.environ.get(name)}
    variables.update(
        PIP_INDEX_URL=" ".join(sources.indexes[:1]), PIP_EXTRA_INDEX_URL=" ".join(sources.indexes[1:]),
        PIP_TRUSTED_HOST=" ".join(sources.trusted), PIP_PROXY=sources.proxy, PIP_CERT=str(roots.CERTIFICATES),
        SSL_CERT_FILE=str(roots.CERTIFICATES), PYTHONDONTWRITEBYTECODE="1",
    )  # fmt: skip
    mounts = ((ROOT, ROOT), (work, WORK))
    code = roots.enter(place, ["/usr/bin/python3", "build.py", "test-qgis", *arguments[1:]], variables, mounts, ROOT)
    if code:
        raise BuildError(f"Tests failed in QGIS {version}; see above, and the pictures in {work / 'window'}.")


PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy")


def test_qgis_here(arguments: list) -> None:
    """The plugin's tests in this computer's QGIS: in its Python, through qgis_process, and in its window."""
    begun = time.monotonic()
    program, python, beside = qgis_process(), engine_python(), qgis_test_python()
    say(f"Environments are there after {time.monotonic() - begun:.0f} s")
    stage()
    variables = qgis_variables(WORK / "scratch", program, python)
    variables.update(MMOEDTM_QGIS_PROCESS=str(program), MMOEDTM_TEST_ENGINE=str(python))
    failed = []
    try:
        test_in_stage(beside, "qgis", variables, arguments)
    except BuildError as error:  # the window is gone through all the same
        failed.append(str(error))
    pictures = WORK / "window"
    shutil.rmtree(pictures, ignore_errors=True)
    say(f"From the zip to a DTM in QGIS's window; pictures in {pictures}")
    call([beside, "-m", "pytest", "-c", ROOT / "tests" / "qgis" / "pytest.ini", "--rootdir", ROOT / "tests" / "window",
          "--confcutdir", ROOT / "tests" / "window", ROOT / "tests" / "window", *shared_options(arguments)], cwd=ROOT,
         env={**variables, "PYTHONPATH": str(ROOT), "MMOEDTM_PICTURES": str(pictures)})  # fmt: skip
    if failed:
        raise BuildError(failed[0])


def installed_version() -> str:
    """Version of this computer's QGIS, as 3.22.16; empty where there is none."""
    program = find_qgis_process()
    if program is None:
        return ""
    said = subprocess.run([str(program), "--version"], env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout  # fmt: skip
    found = re.search(r"QGIS (\d+\.\d+\.\d+)", said)
    return found.group(1) if found else ""


def shared_options(arguments: list) -> list:
    """Options that make sense for both runs; names of tests belong to the first alone."""
    return [a for a in arguments if a in ("-x", "-v", "-vv", "-s") or a.startswith("--durations")]


def lint() -> None:
    """Style and types."""
    lists = [*environment.requirements(RESOURCES), RESOURCES / "requirements" / "test.txt",
             RESOURCES / "requirements" / "lint.txt"]  # fmt: skip
    python = make_environment("lint", lists)
    call([python, "-m", "ruff", "check", "."], cwd=ROOT)
    call([python, "-m", "mypy"], cwd=ROOT)


def bench(arguments: list) -> None:
    """Benchmarks, by their names or all; each prints a table. What begins with a dash is handed on to them."""
    first = next((i for i, argument in enumerate(arguments) if argument.startswith("-")), len(arguments))
    names, options = arguments[:first], arguments[first:]
    folder = ROOT / "tests" / "benchmarks"
    known = sorted(p.stem for p in folder.glob("*.py") if "\ndef main(" in p.read_text(encoding="utf-8"))
    for name in names or known:
        if name not in known:
            raise BuildError(f"There is no benchmark {name}; there are: {', '.join(known)}.")
        say(f"Benchmark {name}")
        # The tests' environment is the engine's and PyTorch.
        call([test_python(), "-m", f"tests.benchmarks.{name}", *options], cwd=ROOT)


def paper(arguments: list) -> None:
    """The figures and tables of the paper; see tests/paper."""
    call([test_python(), "-m", "tests.paper", *arguments], cwd=ROOT)


CAMPAIGNS = ("kills", "fuzz", "starve", "orientations", "resume")
"""Those that need nothing but a seed; others in tests/campaigns are run by their name alone."""


def campaign(arguments: list) -> None:
    """Long trials; each prints a table and fails on any loss, torn file, traceback, hang or silent acceptance."""
    folder = ROOT / "tests" / "campaigns"
    known = sorted(p.stem for p in folder.glob("*.py") if "\ndef main(" in p.read_text(encoding="utf-8"))
    first = arguments[0] if arguments and not arguments[0].startswith("-") else ""
    if first and first not in known:
        raise BuildError(f"There is no campaign {first}; there are: {', '.join(known)}.")
    python, failed = test_python(), []
    # One thread in each of several processes; libraries' own pools would only get in each other's way.
    variables = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    for name in [first] if first else CAMPAIGNS:
        say(f"Campaign {name}")
        command = [python, "-m", f"tests.campaigns.{name}", *(arguments[1:] if first else arguments)]
        if subprocess.run([str(part) for part in command], cwd=ROOT, env=variables).returncode:
            failed.append(name)
    if failed:
        raise BuildError(f"Campaigns found faults: {', '.join(failed)}; see what they printed above.")


def engine(arguments: list) -> int:
    """The command line in the engine's environment; its exit code is passed on."""
    variables = {**environment.clean_environment(), "PYTHONPATH": str(ROOT)}
    return subprocess.run([str(engine_python()), "-m", "engine", *arguments], env=variables).returncode


def main(arguments: list) -> int:
    """Run one command."""
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(__doc__)
        return 0 if arguments else 2
    command, rest = arguments[0], arguments[1:]
    commands = {
        "demo": lambda: demo(),
        "test": lambda: test(rest),
        "test-qgis": lambda: test_qgis(rest),
        "lint": lambda: lint(),
        "lock": lambda: lock(rest),
        "bench": lambda: bench(rest),
        "paper": lambda: paper(rest),
        "campaign": lambda: campaign(rest),
        "docs": lambda: say(f"The pages begin with {docs() / 'index.html'}"),
        "pictures": lambda: pictures(rest),
        "translations": lambda: call([test_python(), "-m", "tests.translations.texts"], cwd=ROOT),
        "stage": lambda: say(f"Staged in {stage()}"),
        "package": lambda: package("--release" in rest),
        "install": lambda: install(*rest[:1]),
    }
    try:
        if command == "engine":
            return engine(rest)
        if command not in commands:
            raise BuildError(f"There is no command {command}; run 'python3 build.py --help'.")
        commands[command]()
    except (BuildError, environment.SetupError) as error:
        print(f"Error: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
