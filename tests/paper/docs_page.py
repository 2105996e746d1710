"""The documentation's page of the paper's figures, from what is drawn of made data."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from engine import __version__
from tests.conftest import ROOT

from .page import WORDS
from .piece import Claim, Content, Piece, Table
from .scenes import SCENES

PAGE = ROOT / "docs" / "pages" / "paper.md"
COLOURS = 64
"""Of a picture: there are many of them."""

WIDEST_PX = 600

HEAD = """# The paper's figures and tables

Every figure and table of the paper, by the commands of this program: what agrees, and what does not. Made by MMoEDTM
{version} (`python3 build.py paper` draws them all again, {minutes:.0f} minutes of one processor, with real rasters
too where these are at hand; `python3 build.py paper --docs` then writes this page).

The images and DTMs of the paper's sites do not come with the project. Made scenes stand for them: the same kind of
ground, pixel and light, and a truth without artefacts. So orders of size can agree, and digits cannot. The pictures
here are of made data alone; figures of real data are told where they were measured.

{count}

## The made scenes

Commands of this page are given in a folder that has these folders:

```sh not run: build.py paper runs all of this page
mkdir -p {folders}
{scenes}
```
"""


def write(pieces: Mapping[str, Piece], contents: Mapping[str, Content], folder: Path) -> Path:
    """Write the page and its pictures.

    Parameters
    ----------
    pieces : mapping
        All of the paper, by name.
    contents : mapping
        Those that are drawn; the page says of the others that they are not.
    folder : Path
        Of all pieces.
    """
    sys.path.insert(0, str(ROOT / "docs"))
    from pictures.small import PICTURES, keep  # type: ignore[import-not-found]

    for old in PICTURES.glob("paper_*.png"):
        old.unlink()
    scenes = dict.fromkeys(c.text for one in contents.values() for c in one.commands if "scenes/" in _target(c.text))
    claims = [claim for one in contents.values() for claim in one.claims]
    counts = {words: sum(claim.verdict == verdict for claim in claims) for verdict, words in WORDS.items()}
    said = ", ".join(f"{number} {_verb(words, number)}" for words, number in counts.items())
    count = f"Of {len(claims)} claims {said}"
    minutes = sum(content.cpu_seconds for content in contents.values()) / 60.0
    folders = " ".join([*(scene.folder for scene in SCENES.values()), *pieces])
    told = {"minutes": minutes, "count": f"{count}.", "folders": folders, "scenes": "\n".join(scenes)}
    parts = [HEAD.format(version=__version__, **told)]
    for name, piece in pieces.items():
        parts.append(f"## {piece.title}\n\n*In the paper:* {piece.paper}\n")
        if name not in contents:
            parts.append(f"Not drawn for this page yet; `python3 build.py paper {name} --docs` does it.\n")
            continue
        content = contents[name].of_made_data()
        for number, picture in enumerate(content.pictures, 1):
            stem = f"paper_{name}" + (f"_{number}" if len(content.pictures) > 1 else "")
            keep(folder / picture.file, stem, COLOURS, WIDEST_PX)
            parts.append(f"![{picture.words}](pictures/{stem}.png)\n")
        parts += [_claim(claim) for claim in content.claims]
        parts += [_table(table) for table in content.tables]
        parts += [f"\n{note}\n" for note in content.notes]
        parts += list(_commands(content, scenes))
    PAGE.write_text("\n".join(parts).rstrip() + "\n", encoding="utf-8")
    return PAGE


def _verb(words: str, number: int) -> str:
    plain = {"agrees": "agree", "does not agree": "do not agree", "cannot be told here": "cannot be told here"}
    return words if number == 1 else plain[words]


def _target(command: str) -> str:
    """The word after the last --output."""
    words = command.replace("\\\n", " ").split()
    return words[len(words) - words[::-1].index("--output")] if "--output" in words else ""


def _claim(claim: Claim) -> str:
    return (f"* *{_plain(claim.what)}.* Paper: {_plain(claim.paper)}. Here: {_plain(claim.ours)}. "
            f"**{WORDS[claim.verdict].capitalize()}.** {_plain(claim.why)}")  # fmt: skip


def _table(table: Table) -> str:
    lines = [f"\n{table.title}:\n", _line(table.head), _line(["---"] * len(table.head))]
    return "\n".join([*lines, *(_line(row) for row in table.rows)]) + "\n"


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(_plain(cell).replace("|", "\\|") for cell in cells) + " |"


def _plain(text: str) -> str:
    """Text that Markdown takes as it is."""
    return text.replace("*", "\\*").replace("_", "\\_").replace("<", "&lt;")


def _commands(content: Content, scenes: Mapping[str, None]) -> Iterator[str]:
    for written in content.written:
        if written.file.endswith(".toml"):
            yield f"\n`{written.file}`:\n\n```toml\n{written.text.rstrip()}\n```\n"
    own = [command.text for command in content.commands if command.text not in scenes]
    if own:
        yield "\n```sh not run: build.py paper runs all of this page\n" + "\n".join(own) + "\n```\n"
