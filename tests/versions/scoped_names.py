"""Names of Qt and QGIS in the plugin's sources, and whether they are written as every version takes them.

Qt 6 has no names of enums on the class (``Qt.AlignCenter``), only on their scope (``Qt.AlignmentFlag.AlignCenter``),
and QGIS goes the same way. A scoped name is right in all versions. Standard library only: it is used in several
Pythons.
"""

from __future__ import annotations

import ast
import enum
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

GONE = {"exec_", "print_", "QRegExp", "QVariant", "QDesktopWidget", "qApp", "pyqtWrapperType"}
"""Not in PyQt6, or of another meaning there."""

IN_WIDGETS = {"QAction", "QActionGroup", "QShortcut"}
"""QGIS offers them from ``qgis.PyQt.QtWidgets`` in every version, from ``QtGui`` only in newer ones."""


@dataclass(frozen=True)
class Use:
    """A name of a library in a source.

    Attributes
    ----------
    place : str
        File and line.
    module : str
        Such as ``qgis.PyQt.QtCore``.
    chain : tuple of str
        The name that is imported, and attributes that follow.
    """

    place: str
    module: str
    chain: tuple


def uses(path: Path, package: str) -> Iterator[Use]:
    """Every name that a source imports from modules of a package, with its attributes as far as they go."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    origin = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and not node.level and (node.module or "").startswith(package):
            for alias in node.names:
                origin[alias.asname or alias.name] = (node.module, alias.name)
                yield Use(f"{path.name}:{node.lineno}", node.module, (alias.name,))
    inner = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and id(node) not in inner:
            chain = []
            while isinstance(node, ast.Attribute):
                chain.insert(0, node.attr)
                line, node = node.lineno, node.value
            if isinstance(node, ast.Name) and node.id in origin:
                module, name = origin[node.id]
                yield Use(f"{path.name}:{line}", module, (name, *chain))


def faults(path: Path, package: str, resolve: Callable) -> list:
    """What is wrong with the names of a package in a source, one sentence each.

    Parameters
    ----------
    path : Path
    package : str
    resolve : callable
        The object of a module's name; raises AttributeError or ImportError where there is none.
    """
    found = []
    for use in uses(path, package):
        said = f"{use.place}: {'.'.join(use.chain)}"
        if use.chain[0] in IN_WIDGETS and use.module.endswith("QtGui"):
            found.append(f"{said} is in qgis.PyQt.QtWidgets for all versions")
        try:
            thing = resolve(use.module, use.chain[0])
            for name in use.chain[1:]:
                scope, thing = thing, getattr(thing, name)
                if _is_value_of_another(scope, thing):
                    found.append(f"{said} is an enum's name without its scope")
        except (AttributeError, ImportError):
            found.append(f"{said} is not in {use.module}")
    return found


def old_ways(path: Path) -> list:
    """Names that PyQt6 has not, and names of enums that are asked of an object."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = {
        alias.asname or alias.name
        for node in ast.walk(tree) if isinstance(node, (ast.Import, ast.ImportFrom)) for alias in node.names
    }  # fmt: skip
    found = []
    for node in ast.walk(tree):
        name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
        if name in GONE:
            found.append(f"{path.name}:{node.lineno}: {name} is not in PyQt6")
        if isinstance(node, ast.Attribute) and name[:1].isupper() and not name.isupper():
            base = node.value
            while isinstance(base, ast.Attribute):
                base = base.value
            known = isinstance(base, ast.Name) and (base.id in imported or base.id.lstrip("_")[:1].isupper())
            if not known:
                found.append(f"{path.name}:{node.lineno}: {name} is asked of an object")
    return found


def _is_value_of_another(scope, thing) -> bool:
    """Whether a class that is no enum holds a value of one."""
    is_enum = isinstance(thing, enum.Enum) or (isinstance(thing, int) and type(thing) not in (int, bool))
    return isinstance(scope, type) and is_enum and not isinstance(thing, scope)
