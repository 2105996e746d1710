"""When a run is struck: the engine's own calls, wrapped from outside to be counted, timed, or to end the process.

The engine has no hooks for this: functions of it and of the system are replaced in the fork alone.
"""

from __future__ import annotations

import itertools
import os
import signal
import threading
import time
from collections.abc import Callable
from contextlib import contextmanager
from typing import Any, Iterator

from engine.contract.journal import Journal
from engine.experts.session import Session
from engine.raster.writer import RasterWriter
from tests.campaigns.forked import Tell

INFERENCE, FINISHING, RENAMES, ANY = "inference", "finishing", "renames", "any"
PLACES = {INFERENCE: (Session, "run"), FINISHING: (RasterWriter, "finish")}


class Counts:
    """How often a run came to each place, and how long it stayed there the last time."""

    def __init__(self) -> None:
        self.calls = {INFERENCE: 0, FINISHING: 0, RENAMES: 0}
        self.seconds = {INFERENCE: [], FINISHING: []}

    def install(self) -> None:
        """Count from now on."""
        for phase, (owner, name) in PLACES.items():
            setattr(owner, name, self._timed(phase, getattr(owner, name)))
        _wrap_renames(lambda: self._count(RENAMES))

    def _count(self, phase: str) -> None:
        self.calls[phase] += 1

    def _timed(self, phase: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any, **options: Any) -> Any:
            begun = time.monotonic()
            try:
                return real(*arguments, **options)
            finally:
                self.calls[phase] += 1
                self.seconds[phase].append(time.monotonic() - begun)

        return run


def strike_within(phase: str, call: int, delay_s: float, tell: Tell) -> None:
    """SIGKILL so long after the process has entered a call of a place; at its end at the latest.

    Parameters
    ----------
    phase : {'inference', 'finishing'}
    call : int
        Which one, from 0.
    delay_s : float
    tell : callable
        Told ``in`` at the start, and ``left`` when the call was over before.
    """
    owner, name = PLACES[phase]
    real, numbers = getattr(owner, name), itertools.count()

    def run(*arguments: Any, **options: Any) -> Any:
        if next(numbers) != call:
            return real(*arguments, **options)
        tell({"in": phase})
        threading.Timer(delay_s, _end).start()
        try:
            return real(*arguments, **options)
        finally:
            tell({"left": phase})
            _end()

    setattr(owner, name, run)


def strike_between_renames(call: int, tell: Tell) -> None:
    """SIGKILL before a change of a publication in the user's folder.

    Parameters
    ----------
    call : int
        Number of changes that are done already.
    tell : callable
        Told ``in``.
    """
    numbers = itertools.count()

    def step() -> None:
        if next(numbers) == call:
            tell({"in": RENAMES})
            _end()

    _wrap_renames(step)


def _wrap_renames(step: Callable[[], None]) -> None:
    """Have a step before every rename and link of a publication."""
    forward = Journal.forward

    @contextmanager
    def watched() -> Iterator[None]:
        real = {name: getattr(os, name) for name in ("replace", "link")}

        def before(call: Callable[..., Any]) -> Callable[..., Any]:
            def run(*arguments: Any, **options: Any) -> Any:
                step()
                return call(*arguments, **options)

            return run

        for name, call in real.items():
            setattr(os, name, before(call))
        try:
            yield
        finally:
            for name, call in real.items():
                setattr(os, name, call)

    def run(journal: Journal) -> None:
        with watched():
            forward(journal)

    Journal.forward = run  # type: ignore[method-assign]  # in this fork alone


def _end() -> None:
    os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(60)
