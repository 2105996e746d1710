"""Progress, messages and cancel, as operations see them. Standard library only."""

from __future__ import annotations

import time
from typing import Callable, Optional

from ..errors import Cancelled


class Progress:
    """What an operation reports to and asks of its front door.

    Parameters
    ----------
    report : callable
        Takes the share done (0 to 1) and a line of text.
    log : callable
        Takes (level, text), level 'info' or 'warning'.
    cancelled : callable
        Tells whether the user has cancelled.
    """

    def __init__(
        self,
        report: Callable[[float, str], None] = lambda share, text: None,
        log: Callable[[str, str], None] = lambda level, text: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> None:
        self._report = report
        self._log = log
        self._cancelled = cancelled
        self._last = 0.0

    def info(self, text: str) -> None:
        """A fact worth keeping."""
        self._log("info", text)

    def warning(self, text: str) -> None:
        """Something the user should look at."""
        self._log("warning", text)

    def check(self) -> None:
        """Raise Cancelled when the user has cancelled."""
        if self._cancelled():
            raise Cancelled()

    def steps(self, total: int, what: str) -> Steps:
        """Count ``total`` steps of the main work."""
        return Steps(self, total, what)

    def at(self, share: float, text: str, force: bool = False) -> None:
        """Report a share done; at most about five times a second unless forced."""
        self.check()
        now = time.monotonic()
        if force or now - self._last >= 0.2:
            self._last = now
            self._report(min(max(share, 0.0), 1.0), text)


class Steps:
    """Steps with their rate and the time left."""

    def __init__(self, progress: Progress, total: int, what: str) -> None:
        self._progress = progress
        self._total = max(total, 1)
        self._what = what
        self._done = 0
        self._start: Optional[float] = None

    def advance(self, count: int = 1) -> None:
        """Count steps done."""
        now = time.monotonic()
        if self._start is None:
            self._start = now
        self._done += count
        elapsed = now - self._start
        rate = (self._done - count) / elapsed if elapsed > 0 and self._done > count else 0.0
        text = f"{self._done} of {self._total} {self._what}"
        if rate > 0:
            text += f", {rate:.1f} {self._what}/s, {clock((self._total - self._done) / rate)} left"
        self._progress.at(self._done / self._total, text, force=self._done >= self._total)


def clock(seconds: float) -> str:
    """A time as hours, minutes and seconds."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
