"""What all reports share: templates that escape what they are given, numbers, pictures."""

from __future__ import annotations

import base64
import functools
import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2
from matplotlib.figure import Figure

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Table:
    """Cells of a table, plain text."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]


def write_page(path: Path, template: str, **content: Any) -> None:
    """Write a page.

    Parameters
    ----------
    path : Path
    template : str
        Name of a file in ``templates``.
    **content
        What the template names; all of it is plain text, numbers, tables and pictures, never HTML. A name that
        is missing is an error of the program (``jinja2.UndefinedError``).
    """
    path.write_text(_templates().get_template(template).render(**content), encoding="utf-8")


@functools.lru_cache(maxsize=1)
def _templates() -> jinja2.Environment:
    templates = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES, encoding="utf-8"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters["number"] = number
    return templates


def number(value: float | None, digits: int) -> str:
    """A number with thousands separated, or a dash when there is none."""
    return "–" if value is None or not math.isfinite(value) else f"{value:,.{digits}f}"


def picture(figure: Figure) -> str:
    """A figure as PNG in base 64, for the macro ``picture``."""
    buffer = io.BytesIO()
    figure.savefig(buffer, dpi=110, format="png")
    return base64.b64encode(buffer.getvalue()).decode("ascii")
