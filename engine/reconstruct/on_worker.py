"""What a worker of a cluster does: it opens a plan once, and computes blocks of it.

Everything here runs in the worker's process, which has a thread for each task that it works at. Sessions are shared
by its threads; files are opened by each for itself.
"""

from __future__ import annotations

import platform
import threading
from collections import OrderedDict
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from .. import __version__
from ..contract.progress import Progress
from ..errors import MmoedtmError, WorkerError
from ..experts.pack import load
from ..experts.runner import Runner
from ..raster.provenance import fingerprint
from . import parcel
from .block import Workshop
from .executors import opened_workshop
from .plan import Wanted
from .plan_file import decoded

MOST_OPEN = 2
"""Plans that a thread keeps open: blocks of neighbouring frames may come in turns."""


@dataclass(frozen=True)
class Site:
    """A plan on its way to workers.

    Attributes
    ----------
    run : str
        By which the run is told to stop.
    plan : str
        As JSON.
    wanted : Wanted
    prints : tuple of (str, str)
        Paths of the inputs, and their fingerprints where the run was started.
    pack, provider : str
        As the run was given them.
    """

    run: str
    plan: str
    wanted: Wanted
    prints: tuple[tuple[str, str], ...]
    pack: str
    provider: str


@dataclass(frozen=True)
class Answer:
    """What a worker has, or why it cannot do its part."""

    name: str
    identity: str = ""
    provider: str = ""
    version: str = ""
    problem: str = ""


@dataclass(frozen=True)
class Parcel:
    """A packed block, and the seconds that it took inside ONNX Runtime."""

    content: bytes
    seconds: float


_lock = threading.Lock()
_runners: dict[tuple[str, str], Runner] = {}
_stopped: set[str] = set()
_of_thread = threading.local()


def ask_experts(pack: str, provider: str, name: str) -> Answer:
    """Which experts this worker has, and where they run."""
    try:
        runner = _runner(pack, provider)
    except MmoedtmError as error:
        return Answer(name, problem=str(error))
    return Answer(name, identity(runner), runner.provider, runner.version)


def identity(runner: Runner) -> str:
    """Experts and version of MMoEDTM: what all who compute blocks of one run have in common."""
    return f"the experts {runner.pack} and MMoEDTM {__version__}"


def ask_inputs(site: Site, name: str) -> Answer:
    """Whether this worker sees the inputs as they are."""
    try:
        _require_inputs(site)
    except MmoedtmError as error:
        return Answer(name, problem=str(error))
    return Answer(name)


def compute_block(site: Site, number: int) -> Parcel:
    """One block of a plan.

    Raises
    ------
    MmoedtmError
        It cannot be computed, or the run was told to stop.
    """
    workshop = _workshop(site)
    runner = _runner(site.pack, site.provider)
    before = runner.seconds
    progress = Progress(cancelled=lambda: site.run in _stopped)
    block = workshop.finish(workshop.start(number), progress, lambda tiles: None)
    return Parcel(parcel.pack(block), runner.seconds - before)


def ask_to_stop(run: str) -> None:
    """Tasks of a run that this worker is at end at their next tile."""
    _stopped.add(run)


def _runner(pack: str, provider: str) -> Runner:
    with _lock:
        key = pack, provider
        if key not in _runners:
            _runners[key] = Runner(load(pack), provider, 1, lambda text: None)
        return _runners[key]


def _workshop(site: Site) -> Workshop:
    """The workshop of a plan in this thread; the one that was used longest ago makes room."""
    if not hasattr(_of_thread, "open"):
        _of_thread.open = OrderedDict()
    opened: OrderedDict[tuple[str, str], tuple[Workshop, ExitStack]] = _of_thread.open
    key = site.run, site.plan
    if key not in opened:
        _require_inputs(site)
        while len(opened) >= MOST_OPEN:
            opened.popitem(last=False)[1][1].close()
        stack = ExitStack()
        plan = replace(decoded(site.plan, "the plan"), wanted=site.wanted)
        opened[key] = opened_workshop(plan, _runner(site.pack, site.provider), stack), stack
    opened.move_to_end(key)
    return opened[key][0]


def _require_inputs(site: Site) -> None:
    where = f"The worker on {platform.node()}"
    cure = "lay it where all workers see it under the same path"
    for path, there in site.prints:
        if not Path(path).exists():
            raise WorkerError(f"{where} does not see {path}; {cure}.")
        try:
            here = fingerprint(path)
        except OSError as error:
            raise WorkerError(f"{where} cannot read {path} ({error.strerror}); {cure}.") from error
        if here != there:
            raise WorkerError(f"{where} sees another file at {path} than the run does; {cure}.")
