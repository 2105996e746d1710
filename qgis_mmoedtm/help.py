"""Help as the dialog shows it, and as ``qgis_process`` prints it."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from qgis.PyQt.QtCore import QCoreApplication


def has_desktop() -> bool:
    """Whether this is a program with windows; ``qgis_process`` has none, and no menu to send its users to."""
    try:
        from qgis.PyQt.QtWidgets import QApplication
        from qgis.utils import iface
    except ImportError:
        return False
    return iface is not None and isinstance(QCoreApplication.instance(), QApplication)


def help_text(text: str, parameters: Iterable) -> str:
    """Help of an algorithm.

    A dialog shows HTML, and nothing else of the parameters' help than what it is given here. A terminal shows text as
    it is, and lists the parameters with their help by itself.
    """
    if not has_desktop():
        return text
    rows = "".join(f"<p><b>{p.label}</b><br/>{escape(p.help, quote=False)}</p>" for p in parameters)
    return f"<p>{escape(text, quote=False)}</p>{rows}"


def one_sentence(text: str) -> str:
    """The first sentence; nothing in a terminal, which prints it above the text that begins with it."""
    return text.split(". ")[0].rstrip(".") + "." if has_desktop() else ""
