"""Draw the paper's figures and tables into one page: ``python3 build.py paper [PIECE ...]``.

Without a name, those that are not drawn yet, or were drawn by other sources; with names, these anew.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from engine import __version__
from tests.conftest import REAL, ROOT

from . import docs_page, kept
from .page import write_page
from .pieces import PIECES
from .sheet import PieceError, Sheet

FOLDER = ROOT / ".mmoedtm" / "paper"


def main() -> int:
    """Draw, and say what failed."""
    parser = argparse.ArgumentParser(prog="python3 build.py paper", description=__doc__)
    parser.add_argument("pieces", nargs="*", metavar="PIECE", help=f"Of: {', '.join(PIECES)}.")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="Where the page and all files go.")
    parser.add_argument("--data", type=Path, default=REAL, help="Folder of real rasters, drawn where it is there.")
    parser.add_argument("--docs", action="store_true", help="Write the documentation's page from what is drawn.")
    arguments = parser.parse_args()
    for name in arguments.pieces:
        if name not in PIECES:
            parser.error(f"there is no piece {name}; there are: {', '.join(PIECES)}")
    folder, made_by = arguments.folder.resolve(), kept.digest(arguments.data)
    failed = []
    for name, piece in PIECES.items():
        if name not in arguments.pieces and (arguments.pieces or kept.load(folder, name, made_by)):
            continue
        begun = time.monotonic()
        sheet = Sheet(folder, name, arguments.data.resolve())
        try:
            piece.draw(sheet)
        except PieceError as error:
            failed.append(name)
            print(f"-- {piece.title} failed: {error}", flush=True)
            continue
        kept.save(folder, name, made_by, sheet.content)
        said = ", ".join(claim.verdict for claim in sheet.content.claims)
        print(f"-- {piece.title}: {said} ({time.monotonic() - begun:.0f} s)", flush=True)
    has_data = arguments.data.is_dir()
    data = "real rasters are drawn where they are at hand." if has_data else "no real rasters are at hand."
    page = folder / "paper.html"
    drawn = {name: content for name in PIECES if (content := kept.load(folder, name, None)) is not None}
    write_page(page, PIECES, drawn, {"version": __version__, "data": data})
    if arguments.docs:
        print(f"-- {docs_page.write(PIECES, drawn, folder)}")
    print(f"-- The page is {page}; {len(drawn)} of {len(PIECES)} pieces are on it.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
