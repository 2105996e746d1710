"""Make the engine's environment: a few steps that start from whatever an earlier try has left.

The environment is built beside its place and takes it by a rename, so that its place holds nothing, the one before,
or a whole new one. What is half made is thrown away; what was fetched is kept until a set-up has come to its end.
Standard library only.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import sys
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Optional

from . import uv_program
from .environment import NEEDED, base_python, is_complete, log_of, python_in
from .inventory import seal, torn
from .package_sources import Sources
from .programs import Log, SetupCancelled, SetupError, run
from .training import PACKAGES
from .translation import later, tr

Report = Callable[[float, str], None]

MANAGED_PYTHON = "3.12"
"""Standalone Python that uv fetches where QGIS's own cannot make an environment."""

LONGEST_INSIDE = 150
"""Characters of the longest path in an environment, and of what its place is longer by while it is made."""

AGAIN = later("choose Set up again")

_CHECK = "import encodings, sys; sys.exit(0 if sys.version_info >= {least} else f'Python {{sys.version}} is too old')"


@dataclass(frozen=True)
class Setup:
    """What an environment is made from.

    Attributes
    ----------
    folder : Path
        Place of the environment.
    lists : tuple of Path
        Packages; lists with digests take nothing that is not in them.
    requirements : Path
        Folder with the table of uv's wheels.
    sources : Sources
    fetch : callable
        Gets the content at an address.
    python : Path, optional
        The interpreter to make it with, and no other.
    system_packages : bool
        Whether that interpreter's packages are seen in it.
    least_python : tuple of int
        Version that the packages need.
    """

    folder: Path
    lists: tuple[Path, ...]
    requirements: Path
    sources: Sources
    fetch: uv_program.Fetch
    python: Optional[Path] = None
    system_packages: bool = False
    least_python: tuple[int, int] = (3, 9)

    def beside(self, name: str) -> Path:
        """A path beside the environment's place that belongs to it."""
        return self.folder.with_name(f"{self.folder.name}.{name}")


def make(setup: Setup, report: Report, cancelled: Callable[[], bool] = lambda: False, repair: bool = False) -> Path:
    """Make an environment, whatever an earlier try has left, and return its interpreter.

    Parameters
    ----------
    setup : Setup
    report : callable
        Gets the share that is done and the step under way.
    cancelled : callable
    repair : bool
        Make it anew with everything fetched anew, even where it seems whole.

    Raises
    ------
    SetupError
        A step failed; the place of the environment is as it was before.
    """
    fetched = setup.beside("fetched")
    if not repair and is_complete(setup.folder, setup.lists) and not (fetched.exists() or _left(setup)):
        return python_in(setup.folder)
    _require_short(setup.folder)
    try:
        setup.folder.parent.mkdir(parents=True, exist_ok=True)
        with _alone(setup.beside("lock")), Log(log_of(setup.folder)) as log:
            whole = not repair and (is_complete(setup.folder, setup.lists) or _taken_over(setup))
            _sweep(setup)
            if whole or repair:
                shutil.rmtree(fetched, ignore_errors=True)
            if not whole:
                _build(setup, log, report, cancelled)
    except OSError as error:
        where = error.filename or setup.folder.parent
        raise SetupError(
            tr(
                "{where} cannot be written ({reason}); make room or give the rights, or choose another folder "
                "under Settings > Options > MMoEDTM, and {again}."
            ).format(where=where, reason=error.strerror or error, again=tr(AGAIN))
        ) from error
    report(1.0, tr("The engine is ready"))
    return python_in(setup.folder)


def _build(setup: Setup, log: Log, report: Report, cancelled: Callable[[], bool]) -> None:
    """Make the environment beside its place, check it, and put it there."""
    fetched, new = setup.beside("fetched"), setup.beside("new-" + uuid.uuid4().hex[:6])
    kept_before = fetched.is_dir()
    fetched.mkdir(exist_ok=True)
    report(0.01, tr("Step 1 of 4: fetching the installer uv (20 MB)"))
    try:
        wheel = uv_program.provide(fetched, setup.requirements, setup.sources, setup.fetch)
    except SetupError as error:
        log.write(str(error))
        raise
    if cancelled():
        raise SetupCancelled
    maker = _Maker(setup, log, cancelled, uv_program.unpack(wheel, fetched), fetched / "cache")
    try:
        maker.make(new, report)
        problem = maker.problem(new, report)
        if problem and kept_before:
            # What an earlier try has fetched may be torn, after a power cut for example.
            log.write(f"{problem}; fetching everything anew")
            shutil.rmtree(new, ignore_errors=True)
            shutil.rmtree(fetched / "cache", ignore_errors=True)
            maker.make(new, report)
            problem = maker.problem(new, report)
        if problem:
            raise SetupError(
                tr("The environment was made, but {problem}; {again}, or look at the log {log}.").format(
                    problem=problem, again=tr(AGAIN), log=log.path
                )
            )
        seal(new, setup.lists)
        _swap(setup, new)
    finally:
        shutil.rmtree(new, ignore_errors=True)
    shutil.rmtree(fetched, ignore_errors=True)
    _sweep(setup)  # again, for an installer that outlived a QGIS that was killed


class _Maker:
    """Steps of one try, with what they share."""

    def __init__(self, setup: Setup, log: Log, cancelled: Callable[[], bool], uv: Path, cache: Path) -> None:
        self._setup, self._log, self._cancelled, self._uv = setup, log, cancelled, uv
        self._variables = {
            **setup.sources.variables(),
            "UV_CACHE_DIR": str(cache),
            # Outside of what is renamed: an environment names its Python by the whole path.
            "UV_PYTHON_INSTALL_DIR": str(setup.folder.parent / "python"),
            "UV_PYTHON_INSTALL_BIN": "0",
        }

    def make(self, new: Path, report: Report) -> None:
        """An environment with all packages."""
        report(0.1, tr("Step 2 of 4: making a Python environment"))
        self._environment(new, report)
        report(0.15, tr("Step 3 of 4: fetching and installing packages"))
        fetched = 0

        def line_in(line: str) -> None:
            nonlocal fetched
            if re.match(r"\s*(Downloading|Downloaded|Prepared|Installed)", line):
                fetched += 1
                report(0.15 + 0.7 * fetched / (fetched + 12.0), f"Step 3 of 4: {line.strip()[:100]}")

        for arguments in installations(self._setup.lists):
            code, said = self._run(
                ["pip", "install", "--python", str(python_in(new)), *arguments, *self._setup.sources.arguments()],
                line_in,
            )
            if code:
                raise SetupError(
                    tr(
                        "Packages could not be installed ({said}); check the network, the proxy or the folder "
                        "of wheels, and {again}: what was fetched is kept; the log is {log}."
                    ).format(said=_short(said), again=tr(AGAIN), log=self._log.path)
                )

    def problem(self, new: Path, report: Report) -> str:
        """What is wrong with what was made; empty where every needed package can be imported and has its files."""
        report(0.88, tr("Step 4 of 4: checking that every package can be imported"))
        lists = [path.read_text(encoding="utf-8") for path in self._setup.lists]
        needed = {**{name: name for name in NEEDED}, **PACKAGES}
        names = [
            name for name, package in needed.items() if any(re.search(rf"(?m)^{package}\b", text) for text in lists)
        ]
        code, said = self._python(python_in(new), f"import {', '.join(names or ['sys'])}")
        if code:
            return tr("a package cannot be imported ({said})").format(said=_short(said))
        cut = torn(new)
        return tr("files of packages are cut ({files})").format(files=", ".join(cut[:3])) if cut else ""

    def _environment(self, new: Path, report: Report) -> None:
        """The empty environment, from the first Python that can make one that starts."""
        options = ["--relocatable", "--no-project", *(["--system-site-packages"] * self._setup.system_packages)]
        reasons = []
        check = _CHECK.format(least=self._setup.least_python)
        for python in self._candidates():
            code, said = self._python(python, check)
            if code == 0:
                code, said = self._run(["venv", "--no-python-downloads", *options, "--python", str(python), str(new)])
            if code == 0:
                code, said = self._python(python_in(new), check)
            if code == 0:
                return
            reasons.append(f"{python}: {_short(said)}")
            shutil.rmtree(new, ignore_errors=True)
        if self._setup.python is None:
            report(
                0.12, tr("Step 2 of 4: fetching a Python of its own ({version}, 35 MB)").format(version=MANAGED_PYTHON)
            )
            code, said = self._run(["venv", "--managed-python", *options, "--python", MANAGED_PYTHON, str(new)])
            if code == 0:
                code, said = self._python(python_in(new), check)
            if code == 0:
                return
            reasons.append(tr("a Python of its own: {said}").format(said=_short(said)))
            shutil.rmtree(new, ignore_errors=True)
        raise SetupError(
            tr(
                "No Python could make the environment ({reasons}); check the network or name a mirror of Pythons "
                "under Settings > Options > MMoEDTM, and {again}; the log is {log}."
            ).format(reasons="; ".join(reasons), again=tr(AGAIN), log=self._log.path)
        )

    def _candidates(self) -> list[Path]:
        if self._setup.python is not None:
            return [self._setup.python]
        try:
            return [base_python()]
        except SetupError as error:
            self._log.write(str(error))
            return []

    def _run(self, arguments: list[str], on_line: Callable[[str], None] = lambda line: None) -> tuple[int, str]:
        return run([str(self._uv), *arguments], self._log, self._cancelled, self._variables, on_line)

    def _python(self, python: Path, code: str) -> tuple[int, str]:
        return run([str(python), "-I", "-c", code], self._log, self._cancelled)


def installations(lists) -> list[list[str]]:
    """Arguments of uv, one call for the lists with digests and one for those without.

    With digests uv takes nothing that is not in the lists, so that the two cannot share a call.
    """
    locked = [path for path in lists if "--hash=" in path.read_text(encoding="utf-8")]
    others = [path for path in lists if path not in locked]
    calls = []
    for paths, more in ((locked, ["--require-hashes"]), (others, [])):
        if paths:
            named = [part for path in paths for part in ("-r", str(path))]
            calls.append(["--no-build", *more, *named])
    return calls


def _taken_over(setup: Setup) -> bool:
    """Whether a try that was killed between its two renames had a whole environment, which then takes the place."""
    for new in _left(setup):
        if new != setup.beside("old") and is_complete(new, setup.lists):
            _swap(setup, new)
            return True
    return False


def _swap(setup: Setup, new: Path) -> None:
    """Put what was made in its place; what was there comes back where that fails."""
    old = setup.beside("old")
    shutil.rmtree(old, ignore_errors=True)
    try:
        if setup.folder.exists():
            os.rename(setup.folder, old)
        try:
            os.rename(new, setup.folder)
        except OSError:
            if old.exists():
                os.rename(old, setup.folder)
            raise
    except OSError as error:
        raise SetupError(
            tr(
                "{folder} is in use ({strerror}); wait for runs of MMoEDTM to end or close other QGIS windows, "
                "and {again}."
            ).format(folder=setup.folder, strerror=error.strerror, again=tr(AGAIN))
        ) from error
    shutil.rmtree(old, ignore_errors=True)


def _sweep(setup: Setup) -> None:
    """Remove what tries that were killed have left, but for what they fetched."""
    if not setup.folder.exists() and setup.beside("old").exists():
        os.rename(setup.beside("old"), setup.folder)
    for left in _left(setup):
        shutil.rmtree(left, ignore_errors=True)


def _left(setup: Setup) -> list[Path]:
    """What tries that were killed had made or put aside."""
    patterns = (f"{setup.folder.name}.{kind}" for kind in ("new-*", "old"))
    return [path for pattern in patterns for path in sorted(setup.folder.parent.glob(pattern))]


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Hold a lock that ends with this process, however it ends."""
    with path.open("a") as held:
        try:
            if os.name == "nt":
                import msvcrt

                msvcrt.locking(held.fileno(), msvcrt.LK_NBLCK, 1)
            else:
                import fcntl

                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise SetupError(tr("The set-up is under way in another QGIS window; wait for it to end.")) from error
        yield


def _require_short(folder: Path) -> None:
    """Refuse a place whose files could not be opened on Windows, before anything is fetched."""
    if sys.platform == "win32" and len(str(folder)) + LONGEST_INSIDE > 259:
        raise SetupError(
            tr(
                "The folder {folder} is too deep for Windows, which takes paths of up to 259 characters; "
                "choose a shorter one under Settings > Options > MMoEDTM."
            ).format(folder=folder)
        )


def _short(said: str) -> str:
    return said if len(said) <= 300 else said[:140] + " ... " + said[-155:]
