"""All texts that QGIS shows of the plugin, and their Qt Linguist files brought up to date.

``python -m tests.translations.texts`` (``python3 build.py translations``) adds new texts to every file of
``resources/i18n`` as unfinished, and takes out those that are gone, which the plugin would carry along for nothing: the
old translation of a text that was only changed is in the history. Standard library only.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from engine.operations import TOOLBOX, TRAINING

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "resources" / "i18n"
CONTEXT = "MMoEDTM"
MARKERS = ("tr", "later")


def declared() -> Iterator[str]:
    """Texts of the declarations."""
    for operation in (*TOOLBOX.values(), *TRAINING.values()):
        yield from (operation.label, operation.group, operation.help)
        for parameter in operation.parameters:
            if parameter.kind != "scratch_folder":
                yield from (parameter.label, parameter.help, parameter.unit)
        yield from (result.label for result in operation.results)


def marked() -> Iterator[str]:
    """Texts in the plugin's own sources: what ``tr`` and ``later`` are given."""
    for path in sorted((ROOT / "qgis_mmoedtm").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKERS:
                text = node.args[0]
                if isinstance(text, ast.Constant) and isinstance(text.value, str):
                    yield text.value
                elif isinstance(text, ast.JoinedStr):
                    place = f"{path.name}:{node.lineno}"
                    raise SystemExit(f"{place}: tr() cannot take an f-string; name its parts in braces.")


WORDS = re.compile(r"[A-Za-z]{2,},? [A-Za-z]{2,}")
"""Two words: what is for people, not for programs."""

NOT_SHOWN = re.compile(r"^import |^- |^no log$|^\(|Application Support/|^[a-z_]+/[a-z_]+ ")
"""Code, the diagnostics report, places of files."""


def unmarked() -> Iterator[str]:
    """Texts of the plugin that look as if they were for people, and go past ``tr``: 'FILE:LINE: TEXT'."""
    for path in sorted((ROOT / "qgis_mmoedtm").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        marked_parts, documentation = set(), set()
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKERS:
                marked_parts.update(id(inner) for inner in ast.walk(node))
            elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("log.write"):
                marked_parts.update(id(inner) for inner in ast.walk(node))  # a log is for whoever helps
            elif isinstance(node, ast.Expr):
                documentation.add(id(node.value))
            elif isinstance(node, ast.JoinedStr):
                documentation.update(id(part) for part in node.values)
        for node in ast.walk(tree):
            if id(node) in marked_parts | documentation:
                continue
            if isinstance(node, ast.JoinedStr):
                text = "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                text = node.value
            else:
                continue
            if WORDS.search(text) and not NOT_SHOWN.search(text):
                yield f"{path.relative_to(ROOT).as_posix()}:{node.lineno}: {text}"


def texts() -> list[str]:
    """All texts, each once, in the order in which they are met."""
    return [text for text in dict.fromkeys((*declared(), *marked())) if text]


def read(path: Path) -> dict[str, tuple[str, str]]:
    """(translation, type) by text."""
    entries = {}
    for message in ElementTree.parse(path).iter("message"):
        translation = message.find("translation")
        entries[message.findtext("source", "")] = (translation.text or "", translation.get("type", ""))
    return entries


def write(path: Path, language: str, entries: dict[str, tuple[str, str]]) -> None:
    """Write a Qt Linguist file."""
    root = ElementTree.Element("TS", version="2.1", language=language, sourcelanguage="en")
    context = ElementTree.SubElement(root, "context")
    ElementTree.SubElement(context, "name").text = CONTEXT
    for source, (translation, kind) in entries.items():
        message = ElementTree.SubElement(context, "message")
        ElementTree.SubElement(message, "source").text = source
        made = ElementTree.SubElement(message, "translation", {"type": kind} if kind else {})
        made.text = translation
    ElementTree.indent(root, "  ")
    content = ElementTree.tostring(root, encoding="unicode")
    path.write_bytes(f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{content}\n'.encode())


def updated(entries: dict[str, tuple[str, str]], wanted: list[str]) -> dict[str, tuple[str, str]]:
    """Entries for the wanted texts, and no others."""
    made = {}
    for text in wanted:
        translation, _ = entries.get(text, ("", ""))
        made[text] = (translation, "" if translation else "unfinished")
    return made


def main() -> int:
    """Bring all files up to date; the exit code is 1 where a translation is missing."""
    wanted, missing = texts(), 0
    for path in sorted(FOLDER.glob("*.ts")):
        entries = updated(read(path), wanted)
        write(path, path.stem, entries)
        lacking = [text for text, (_, kind) in entries.items() if kind == "unfinished"]
        print(f"{path.name}: {len(wanted) - len(lacking)} of {len(wanted)} texts are translated")
        for text in lacking:
            print(f"   missing: {text}")
        missing += len(lacking)
    for place in unmarked():
        print(f"goes past tr: {place}")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
