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

import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT))
sys.dont_write_bytecode = True

from qgis_mmoedtm import environment, package_sources, setting_up, training, uv_program  # noqa: E402 (path set first)
from tests.versions import roots  # noqa: E402 (path set first)

WORK = ROOT / ".mmoedtm"
NAME = "qgis_mmoedtm"
RESOURCES = ROOT / "resources"
ZIP_LIMIT = 25_000_000
ZIP_DATE = (2026, 1, 1, 0, 0, 0)


class BuildError(Exception):
    """A step failed; one sentence that names the cure."""


def say(text: str) -> None:
    """Tell what is being done."""
    print(f"-- {text}", flush=True)


def call(arguments: list, **options) -> None:
    """Run a program; BuildError when it fails."""
    code = subprocess.run([str(a) for a in arguments], **options).returncode
    if code:
        raise BuildError(f"{Path(str(arguments[0])).name} ended with exit code {code}; see what it printed above.")


# ------------------------------------------------------------------------------- environments


def fetch(address: str) -> bytes:
    """The content at an address, without QGIS's network; proxies are those of the system's variables."""
    if address.startswith("file:"):
        return uv_program.from_disk(address)
    try:
        # An opener of its own: the common one keeps the proxies of its first use.
        with urllib.request.build_opener().open(address, timeout=60) as answer:
            return answer.read()
    except OSError as error:
        raise BuildError(f"A file could not be fetched ({error}); check the network and run again.") from error


def make_environment(name: str, lists: list, python: Path | None = None, system_packages: bool = False) -> Path:
    """A virtual environment under .mmoedtm; quick when it is up to date."""
    folder = WORK / name
    if not environment.is_complete(folder, lists):
        say(f"Setting up the environment {name} (some minutes the first time)")
        last = [0.0]

        def report(share: float, text: str) -> None:
            if time.monotonic() - last[0] > 2.0 or share >= 1.0:
                last[0] = time.monotonic()
                print(f"   {share:4.0%} {text}", flush=True)

        WORK.mkdir(exist_ok=True)
        listed = RESOURCES / "requirements"
        sources = package_sources.configured(listed)
        setting_up.make(setting_up.Setup(folder, tuple(lists), listed, sources, fetch, python, system_packages), report)
    return environment.python_in(folder)


def engine_python() -> Path:
    """The engine's environment."""
    return make_environment("engine", environment.requirements(RESOURCES))


def test_python() -> Path:
    """The engine's environment with PyTorch and the test tools."""
    return make_environment("test", [*environment.requirements(RESOURCES), RESOURCES / "requirements" / "test.txt"])


def qgis_test_python() -> Path:
    """QGIS's own Python with pytest and pytest-qgis."""
    system = Path("/usr/bin/python3")
    if not system.exists():
        raise BuildError("QGIS's Python was not found at /usr/bin/python3; run the QGIS tests on Debian or Ubuntu.")
    return make_environment(
        "qgis-test", [RESOURCES / "requirements" / "qgis-test.txt"], system, system_packages=True
    )


def qt6_python() -> Path:
    """A Python with PyQt6 and no QGIS."""
    return make_environment("qt6", [RESOURCES / "requirements" / "qt6.txt"])


# ------------------------------------------------------------------------------- QGIS


def qgis_process() -> Path:
    """The program qgis_process, installed first where that can be done."""
    found = find_qgis_process()
    if found is None and shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        say("Installing QGIS by apt")
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        call(["apt-get", "update", "-qq"], env=quiet)
        packages = ["qgis", "python3-qgis", "qgis-providers", "gdal-bin"]
        call(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages], env=quiet,
             stdout=subprocess.DEVNULL)  # fmt: skip
        found = find_qgis_process()
    if found is None:
        raise BuildError(
            "QGIS was not found; install QGIS 3.22 or later (on Debian and Ubuntu: apt-get install qgis python3-qgis) "
            "so that qgis_process is on the PATH, and run again."
        )
    return found


def find_qgis_process() -> Path | None:
    """qgis_process.bin first: Debian's wrapper passes it an argument that it does not know."""
    for name in ("qgis_process.bin", "qgis_process", "qgis_process-qgis.bat", "qgis_process-qgis-ltr.bat"):
        found = shutil.which(name)
        if found:
            return Path(found)
    for pattern in ("/Applications/QGIS*.app/Contents/MacOS/bin/qgis_process",):
        for path in sorted(Path("/").glob(pattern.lstrip("/"))):
            return path
    return None


def qgis_variables(scratch: Path, program: Path, python: Path) -> dict:
    """Variables for qgis_process with the staged plugin, a scratch profile and the engine's Python."""
    settings = scratch / "profile" / "profiles" / "default" / "QGIS" / "QGIS3.ini"
    for folder in (settings.parent, scratch / "runtime"):
        folder.mkdir(parents=True, exist_ok=True)
    settings.write_text(f"[PythonPlugins]\n{NAME}=true\n", encoding="ascii")
    (scratch / "runtime").chmod(0o700)
    return {
        **environment.clean_environment(),
        # QGIS takes the standard library of the first python3 on the PATH, which must be its own.
        "PATH": os.pathsep.join((str(program.parent), os.environ.get("PATH", ""))),
        "QT_QPA_PLATFORM": "offscreen",
        "QGIS_PLUGINPATH": str(WORK / "stage"),
        "QGIS_CUSTOM_CONFIG_PATH": str(scratch / "profile"),
        "XDG_RUNTIME_DIR": str(scratch / "runtime"),
        "MMOEDTM_PYTHON": str(python),
    }


# ------------------------------------------------------------------------------- documentation

SHOWN = ("docs", "engine", NAME, "resources/requirements/docs.txt")
"""What the pages are made of: they quote declarations and messages."""


def docs() -> Path:
    """The built pages; made anew when something that they show has changed."""
    files = [file for place in SHOWN for file in (ROOT / place, *(ROOT / place).rglob("*"))]
    digest = hashlib.sha256()
    for file in sorted(file for file in files if file.is_file() and "__pycache__" not in file.parts):
        digest.update(f"{file.relative_to(ROOT).as_posix()}\0{file.stat().st_size}\0".encode())
        digest.update(file.read_bytes())
    place = WORK / "pages" / digest.hexdigest()[:16]
    if place.is_dir():
        return place
    python = make_environment("docs", [RESOURCES / "requirements" / "docs.txt"])
    say("Building the pages")
    partial = place.with_name(f"partial-{os.getpid()}")
    command = [python, "-m", "mkdocs", "build", "--strict", "--config-file", ROOT / "docs" / "mkdocs.yml",
               "--site-dir", partial]  # fmt: skip
    done = subprocess.run([str(part) for part in command], env=environment.clean_environment(), text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)  # fmt: skip
    if done.returncode:
        shutil.rmtree(partial, ignore_errors=True)
        told = "\n".join(line for line in done.stdout.splitlines() if not line.startswith("INFO"))
        raise BuildError(f"The pages cannot be built:\n{told.strip()}")
    for name in ("sitemap.xml", "sitemap.xml.gz"):
        (partial / name).unlink(missing_ok=True)
    try:
        partial.rename(place)
    except OSError:  # another process was quicker, with the same bytes
        shutil.rmtree(partial)
    for older in place.parent.iterdir():
        if older != place and not older.name.startswith("partial-"):
            shutil.rmtree(older, ignore_errors=True)
    return place


def pictures(arguments: list) -> None:
    """Draw the pictures of the pages: from their own examples, and from QGIS's real windows."""
    drawn = ("operations", "windows", "first_run")
    kinds = arguments[:1] or drawn
    if kinds[0] not in drawn:
        raise BuildError(f"There are no pictures {kinds[0]}; there are: {', '.join(drawn)}.")
    variables = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT / "docs"), str(ROOT)))}
    python = test_python()
    program = qgis_process()
    stage()
    for kind in kinds:
        call([python, "-m", f"pictures.{kind}", program, python, *arguments[1:]], cwd=ROOT, env=variables)


# ------------------------------------------------------------------------------- plugin folder and zip


def default_index() -> Path:
    """A file with the address of pip's default index, for computers that have no pip to ask."""
    address = package_sources.pip_default()
    if not address:
        raise BuildError("This Python has no pip, which knows the default package index; take one that has it.")
    path = WORK / package_sources.DEFAULT_INDEX
    if not path.exists() or path.read_text(encoding="ascii").strip() != address:
        path.parent.mkdir(exist_ok=True)
        partial = path.with_suffix(f".{os.getpid()}")
        partial.write_text(address + "\n", encoding="ascii")
        os.replace(partial, path)
    return path


def plugin_files(pages: Path | None) -> list:
    """(path in the plugin, source) of every file of the plugin, sorted; the help where its pages are given."""
    files = []
    if pages is not None:
        files += [(Path("help") / source.relative_to(pages), source) for source in pages.rglob("*")]
    for source in (ROOT / NAME).rglob("*"):
        files.append((source.relative_to(ROOT / NAME), source))
    for source in (ROOT / "engine").rglob("*"):
        files.append((source.relative_to(ROOT), source))
    for source in RESOURCES.rglob("*"):
        relative = source.relative_to(ROOT)
        is_list = relative.parts[1] == "requirements"
        # The truth of the sample is what the tests compare with; a user needs the inputs.
        if relative.as_posix() != "resources/sample/truth.tif" and (not is_list or relative.name.startswith("locked-")):
            files.append((relative, source))
    files.append((Path("resources/requirements") / package_sources.DEFAULT_INDEX, default_index()))
    files += [(Path(name), ROOT / name) for name in ("metadata.txt", "LICENSE", "README.md", "CHANGELOG.md")]
    kept = [(r, s) for r, s in files if s.is_file() and "__pycache__" not in r.parts and s.suffix != ".pyc"]
    return sorted(kept, key=lambda pair: pair[0].as_posix())


def stage() -> Path:
    """Lay a loadable plugin folder; files that did not change are left alone."""
    target = WORK / "stage" / NAME
    wanted = set()
    try:
        pages = docs()
    except environment.SetupError as error:
        say(f"The plugin is staged without its help pages: {error}")
        pages = None
    for relative, source in plugin_files(pages):
        place = target / relative
        wanted.add(place)
        if not place.exists() or place.read_bytes() != source.read_bytes():
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, place)
    for place in list(target.rglob("*")):
        if place.is_file() and place not in wanted:
            place.unlink()
    return target


NEEDED_FOR_RELEASE = ("name", "description", "version", "about", "author", "email", "tracker", "repository", "homepage")
"""Entries of metadata.txt without which QGIS's plugin repository takes no zip."""


def release_gaps(metadata: str) -> list:
    """Entries of metadata.txt that have nothing true in them yet."""
    entries = dict(re.findall(r"(?m)^(\w+)=[ \t]*(.*?)[ \t]*$", metadata))
    return [name for name in NEEDED_FOR_RELEASE if not entries.get(name) or "example." in entries[name]]


def package(release: bool = False) -> Path:
    """Write the zip: sorted entries with one date, so that the same tree gives the same bytes."""
    metadata = (ROOT / "metadata.txt").read_text(encoding="utf-8")
    version = re.search(r"(?m)^version=(.+)$", metadata).group(1).strip()
    gaps = release_gaps(metadata)
    if gaps and release:
        raise BuildError(f"metadata.txt says nothing under {', '.join(gaps)}, which a release needs; write them.")
    target = ROOT / "dist" / f"{NAME}-{version}.zip"
    target.parent.mkdir(exist_ok=True)
    partial = target.with_suffix(f".{os.getpid()}.partial")
    with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for relative, source in plugin_files(docs()):
            entry = zipfile.ZipInfo(f"{NAME}/{relative.as_posix()}", ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, source.read_bytes())
    size = partial.stat().st_size
    if size > ZIP_LIMIT:
        partial.unlink()
        raise BuildError(
            f"The zip would be {size / 1e6:.1f} MB, over the plugin repository's 25 MB; make packs smaller."
        )
    os.replace(partial, target)
    say(f"{target} ({size / 1e6:.1f} MB)")
    if gaps:
        say(f"Not fit for QGIS's plugin repository yet: metadata.txt says nothing under {', '.join(gaps)}.")
    return target


def install(profile: str = "default") -> None:
    """Copy the staged plugin into a profile of this user's QGIS."""
    if sys.platform == "darwin":
        base = Path.home() / "Library/Application Support/QGIS/QGIS3"
    elif os.name == "nt":
        base = Path(os.environ["APPDATA"]) / "QGIS/QGIS3"
    else:
        base = Path.home() / ".local/share/QGIS/QGIS3"
    target = base / "profiles" / profile / "python" / "plugins" / NAME
    source = stage()
    partial = target.with_name(NAME + ".partial")
    shutil.rmtree(partial, ignore_errors=True)
    shutil.copytree(source, partial, ignore=shutil.ignore_patterns("__pycache__"))
    if target.exists():
        shutil.rmtree(target)
    partial.rename(target)
    say(f"Installed in {target}; enable MMoEDTM in QGIS under Plugins > Manage and Install Plugins.")


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


def lock(arguments: list) -> None:
    """Write the lists with digests anew: all packages for Python 3.9 and later on every system, wheels alone.

    What the lists pin already is kept where it still fits; ``--upgrade`` takes the newest.
    """
    folder = RESOURCES / "requirements"
    python = make_environment("lock", [folder / "lock.txt"])
    for runtime in ("cpu", "gpu"):
        engines = ["engine.txt", f"runtime-{runtime}.txt"]
        compile_list(python, folder / f"locked-{runtime}.txt", engines, "3.9", arguments)
        # With training: the same versions, but for libraries of NVIDIA, of which PyTorch has its own mind.
        same = WORK / f"same-{runtime}.txt"
        listed = (folder / f"locked-{runtime}.txt").read_text(encoding="utf-8")
        pinned = re.findall(r"(?m)^(?!nvidia-)[^#\s].*==.*(?= \\$)", listed)
        same.write_text("\n".join(pinned) + "\n", encoding="utf-8")
        least = ".".join(str(part) for part in training.LEAST_PYTHON)
        compile_list(python, folder / f"locked-train-{runtime}.txt", [*engines, "train.txt"], least,
                     ["--constraint", same, *arguments])  # fmt: skip
    lock_uv(folder)


def compile_list(python: Path, target: Path, sources: list, least_python: str, arguments: list) -> None:
    """Write one list with digests: all packages of some lists, for a Python and later ones on every system."""
    partial = WORK / target.name
    if target.exists():
        partial.write_text(target.read_text(encoding="utf-8").replace("===", "=="), encoding="utf-8")
    call([python, "-m", "uv", "pip", "compile", "--quiet", "--universal", "--python-version", least_python,
          "--only-binary", ":all:", "--generate-hashes", "--no-header", "--no-annotate", "--output-file", partial,
          *arguments, *sources], cwd=target.parent)  # fmt: skip
    head = f"# Made by 'python3 build.py lock' from {' and '.join(sources)}; do not edit.\n"
    # PyTorch is had in builds for one kind of card or none, 2.13.0+cpu say, which count as ==2.13.0 but have other
    # digests; a computer that has one at hand would take it and stop there.
    exact = re.sub(r"(?m)^torch==(?!=)", "torch===", partial.read_text(encoding="utf-8"))
    target.write_bytes((head + exact).encode("utf-8"))
    say(f"{target.relative_to(ROOT)}")


def lock_uv(folder: Path) -> None:
    """Write the table of uv's wheels of the version in lock.txt, as the package index has them."""
    version = re.search(r"(?m)^uv==(.+)$", (folder / "lock.txt").read_text(encoding="utf-8")).group(1).strip()
    page = package_sources.configured(folder).indexes[0].rstrip("/") + "/uv/"
    files = uv_program.listed(fetch(page).decode("utf-8"), page)
    wheels = {name: digest for name, (_, digest) in files.items() if name.startswith(f"uv-{version}-py3-")}
    lines = [f"{digest}  {name}\n" for name, digest in sorted(wheels.items()) if digest]
    if not lines:
        raise BuildError(f"The package index has no wheels of uv {version}, or no digests of them; name another index.")
    head = f"# Wheels of uv {version} with their SHA-256. Made by 'python3 build.py lock'; do not edit.\n"
    target = folder / uv_program.TABLE
    target.write_bytes((head + "".join(lines)).encode("ascii"))
    say(f"{target.relative_to(ROOT)}")


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
