"""Every message of an error, read from the sources: what it says and what to do about it.

A message is one sentence, the fact, a semicolon and the cure. Words that are known at run time alone
are shown as an ellipsis. Standard library only.
"""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

GAP = "…"
"""Stands for what is known at run time alone."""

PLACES = ("engine", "qgis_mmoedtm")
ROOTS = ("MmoedtmError", "SetupError", "WorkerError", "WorkerCancelled")
"""Classes whose message reaches a user; those that are made from them do as well."""

FIELD = re.compile(r"\{[^{}]*\}")
"""What ``str.format`` fills in."""

SHORTEST_CURE = 8
"""Letters; less is no advice ('it has: ...')."""

MOST_FORMS = 24
"""Of one message whose parts are chosen at run time."""


@dataclass(frozen=True)
class Message:
    """One sentence that a user can meet.

    Attributes
    ----------
    kind : str
        Class of the error.
    text : str
        The sentence, with gaps.
    place : str
        File of the source, from the root of the project.
    """

    kind: str
    text: str
    place: str

    @property
    def fact(self) -> str:
        """What is wrong; the whole sentence where it names no cure."""
        return self._halves()[0]

    @property
    def cure(self) -> str:
        """What to do; empty where the sentence does not say."""
        return self._halves()[1]

    def _halves(self) -> tuple[str, str]:
        fact, mark, cure = _parted(self.text)
        plain = cure.replace(GAP, "").strip(" .();,")
        return (fact, cure) if mark and len(plain) > SHORTEST_CURE else (self.text, "")


def _parted(text: str) -> tuple[str, str, str]:
    """Before and after the first semicolon that stands in no brackets."""
    depth = 0
    for place, sign in enumerate(text):
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if depth == 0 and text.startswith("; ", place):
            return text[:place], "; ", text[place + 2 :]
    return text, "", ""


def messages(root: Path) -> list[Message]:
    """All messages of the engine and the plugin, each once, in the order of the files."""
    sources = [path for place in PLACES for path in sorted((root / place).rglob("*.py"))]
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sources}
    kinds = error_classes(trees.values())
    found: dict[tuple[str, str], Message] = {}
    for path, tree in trees.items():
        place = path.relative_to(root).as_posix()
        for kind, text in _Reader(tree, kinds).read():
            found.setdefault((kind, text), Message(kind, text, place))
    return list(found.values())


def error_classes(trees) -> set[str]:
    """Names of the classes whose message reaches a user."""
    bases: dict[str, set[str]] = {}
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                bases[node.name] = {base.id for base in node.bases if isinstance(base, ast.Name)}
    known, before = set(ROOTS), 0
    while len(known) != before:
        before = len(known)
        known |= {name for name, those in bases.items() if those & known}
    return known


class _Reader:
    """Messages of one file."""

    def __init__(self, tree: ast.Module, kinds: set[str]):
        self._tree, self._kinds = tree, kinds
        self._functions = [n for n in ast.walk(tree) if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef))]

    def read(self) -> Iterator[tuple[str, str]]:
        """(class, sentence) of every message."""
        inside = {id(node) for function in self._functions for node in ast.walk(function)}
        for function in self._functions:
            names = _assigned(function)
            arguments = [a.arg for a in function.args.args if a.arg not in ("self", "cls")]
            for call in self._errors(function):
                used = {n.id for n in ast.walk(call) if isinstance(n, ast.Name)} & set(arguments)
                calls = self._calls(function.name) if used and function.name.startswith("_") else []
                for given in [dict(zip(arguments, one.args)) for one in calls] or [{}]:
                    known = {**names, **{name: [value] for name, value in given.items()}}
                    yield from self._sentences(call, known)
        for call in self._errors(self._tree):
            if id(call) not in inside:
                yield from self._sentences(call, {})

    def _errors(self, scope: ast.AST) -> Iterator[ast.Call]:
        for node in ast.walk(scope):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in self._kinds:
                yield node
            elif isinstance(node, ast.ClassDef) and node.name in self._kinds:
                for inner in ast.walk(node):  # a class that brings its own sentence
                    if isinstance(inner, ast.Call) and isinstance(inner.func, ast.Attribute) and inner.args:
                        if inner.func.attr == "__init__":
                            named = ast.Call(ast.Name(node.name), inner.args, [])
                            yield ast.fix_missing_locations(ast.copy_location(named, inner))

    def _calls(self, name: str) -> list[ast.Call]:
        return [
            node
            for node in ast.walk(self._tree)
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == name
        ]

    def _sentences(self, call: ast.Call, names: Mapping[str, list[ast.expr]]) -> Iterator[tuple[str, str]]:
        if not call.args:
            return
        for text in itertools.islice(_forms(call.args[0], names, 3), MOST_FORMS):
            if text.replace(GAP, "").strip(" .:();,"):
                yield call.func.id, text  # type: ignore[attr-defined]  # a Name, as _errors looks for


def _assigned(function: ast.AST) -> dict[str, list[ast.expr]]:
    """Values that local names are given."""
    found: dict[str, list[ast.expr]] = {}
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            found.setdefault(node.targets[0].id, []).append(node.value)
    return found


def _forms(node: ast.expr, names: Mapping[str, list[ast.expr]], depth: int) -> Iterator[str]:
    """Sentences that an expression can be."""
    if isinstance(node, ast.Constant) and isinstance(node.value, (str, int, float)):
        yield str(node.value)
    elif isinstance(node, ast.JoinedStr):
        parts = [list(itertools.islice(_forms(_inner(part), names, depth), 6)) for part in node.values]
        yield from ("".join(chosen).replace(GAP + GAP, GAP) for chosen in itertools.product(*parts))
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        rights = list(_forms(node.right, names, depth))
        yield from (left + right for left in _forms(node.left, names, depth) for right in rights)
    elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "format":
        yield from (FIELD.sub(GAP, text) for text in _forms(node.func.value, names, depth))  # type: ignore[attr-defined]
    elif isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("tr", "later"):
        yield from _forms(node.args[0], names, depth)
    elif isinstance(node, ast.IfExp):
        yield from _forms(node.body, names, depth)
        yield from _forms(node.orelse, names, depth)
    elif isinstance(node, ast.Name) and depth and any(_says(value) for value in names.get(node.id, [])):
        for value in names[node.id]:
            yield from _forms(value, {k: v for k, v in names.items() if k != node.id}, depth - 1)
    else:
        yield GAP


def _inner(part: ast.expr) -> ast.expr:
    return part.value if isinstance(part, ast.FormattedValue) else part


def _says(node: ast.expr) -> bool:
    """Whether an expression holds words of its own."""
    return isinstance(node, (ast.JoinedStr, ast.IfExp, ast.Call)) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
