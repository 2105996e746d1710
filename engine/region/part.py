"""A part of a run: its share of the progress, and its name before what it says."""

from __future__ import annotations

from ..contract.progress import Progress


def within(progress: Progress, first: float, last: float, name: str = "") -> Progress:
    """Progress of a part of a run.

    Parameters
    ----------
    progress : Progress
        Of the whole.
    first, last : float
        Shares of the whole between which the part lies; the same for one that does not count itself.
    name : str
        Of the part, for what it says.
    """

    def said(text: str) -> str:
        return f"{name}: {text}" if name else text

    def cancelled() -> bool:
        progress.check()
        return False

    def log(level: str, text: str) -> None:
        (progress.warning if level == "warning" else progress.info)(said(text))

    return Progress(lambda share, text: progress.at(first + (last - first) * share, said(text)), log, cancelled)
