"""Reports and figures, as operations that measure write them. Standard library only."""

from __future__ import annotations

from typing import Any

from .settings import parameter


def report(**options: Any) -> Any:
    """The field of a page."""
    return parameter("file_target", "Report", "A page for the browser (HTML), in one file.", suffix="html", **options)


def figures() -> Any:
    """The field of all figures of an operation."""
    return parameter("file_target", "Figures", "All figures as JSON.", optional=True, suffix="json")
