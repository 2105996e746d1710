"""The card of Describe."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from .page import write_page


def write_description(
    path: Path, name: str, rows: Sequence[tuple[str, str]], traps: Sequence[str], verdict: str
) -> None:
    """Write the page.

    Parameters
    ----------
    path : Path
    name : str
        Of the file that is described.
    rows : sequence of (str, str)
        Headings and texts.
    traps : sequence of str
    verdict : str
    """
    write_page(path, "description.html", name=name, rows=rows, traps=traps, verdict=verdict)
