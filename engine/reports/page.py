"""Self-contained HTML pages: the parts that all reports share."""

from __future__ import annotations

import base64
import html
import io
import math
from collections.abc import Sequence
from pathlib import Path

from matplotlib.figure import Figure

_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><style>
body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 50rem; margin: 0 auto; padding: 1rem; color: #222; }}
table {{ border-collapse: collapse; width: 100%; margin: 0.5rem 0 1.5rem; font-size: 0.95rem; }}
th, td {{ text-align: right; padding: 0.3rem 0.5rem; border-bottom: 1px solid #ddd; }}
th:first-child, td:first-child {{ text-align: left; }}
h1 {{ overflow-wrap: anywhere; }}
img {{ max-width: 100%; height: auto; }} .scroll {{ overflow-x: auto; }} small {{ color: #666; }}
</style></head><body><h1>{title}</h1>{body}</body></html>
"""


def write_page(path: Path, title: str, parts: Sequence[str]) -> None:
    """Write a page; ``title`` is plain text, ``parts`` are HTML."""
    path.write_text(_PAGE.format(title=html.escape(title), body="\n".join(parts)), encoding="utf-8")


def number(value: float | None, digits: int) -> str:
    """A number with thousands separated, or a dash when there is none."""
    return "–" if value is None or not math.isfinite(value) else f"{value:,.{digits}f}"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table that scrolls sideways on a narrow screen; cells are HTML."""
    top = "".join(f"<th>{cell}</th>" for cell in head)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f'<div class="scroll"><table><tr>{top}</tr>{body}</table></div>'


def note(text: str) -> str:
    """A paragraph in small print; ``text`` is HTML."""
    return f"<p><small>{text}</small></p>"


def picture(figure: Figure, text: str) -> str:
    """A figure as an image inside the page."""
    buffer = io.BytesIO()
    figure.savefig(buffer, dpi=110, format="png")
    content = base64.b64encode(buffer.getvalue()).decode()
    return f'<img alt="{html.escape(text)}" src="data:image/png;base64,{content}">'
