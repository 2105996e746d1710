"""The page of all pieces."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import jinja2

from .piece import AGREES, DIFFERS, OPEN, Content, Piece

WORDS = {AGREES: "agrees", DIFFERS: "does not agree", OPEN: "cannot be told here"}


def write_page(
    path: Path, pieces: Mapping[str, Piece], contents: Mapping[str, Content], facts: Mapping[str, str]
) -> None:
    """Write the page; its pictures lie beside it.

    Parameters
    ----------
    path : Path
    pieces : mapping
        All of the paper.
    contents : mapping
        Those that are drawn, by name.
    facts : mapping
        What the page says of the run: ``version``, ``data``.
    """
    templates = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent, encoding="utf-8"), autoescape=True,
        undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    page = templates.get_template("page.html")
    text = page.render(
        pieces=pieces.values(), contents=contents, facts=facts, words=WORDS,
        seconds=sum(one.seconds for one in contents.values()),
        cpu_seconds=sum(one.cpu_seconds for one in contents.values()),
    )  # fmt: skip
    partial = path.with_suffix(".partial")
    partial.write_text(text, encoding="utf-8")
    partial.replace(path)
