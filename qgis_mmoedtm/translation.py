"""Texts in the language of QGIS, from the Qt Linguist files in ``resources/i18n``; English where there is none.

The files are read as they are: no compiled copy that could be left behind, and no translator that Qt would ask for
every text of the whole program. Outside of QGIS all is English.
"""

from __future__ import annotations

import functools
import re
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "resources" / "i18n"

SIMPLIFIED = "zh_Hans"
"""How newer versions of QGIS call what others call zh_CN."""


def tr(text: str) -> str:
    """A text in the user's language; parts that change are named in braces and filled in afterwards."""
    return _translations(language()).get(text, text)


def later(text: str) -> str:
    """Marks a text that is translated where it is shown, so that it gets into the files."""
    return text


def first_sentence(text: str) -> str:
    """Up to the first full stop, of a European or a Chinese text."""
    return re.split(r"(?<=\.) |(?<=。)", text)[0]


@functools.cache
def language() -> str:
    """Locale that QGIS was started in, like de_AT; it changes with a restart alone."""
    try:
        from qgis.core import QgsSettings
        from qgis.PyQt.QtCore import QLocale
    except ImportError:
        return "en"
    settings = QgsSettings()
    chosen = settings.value("locale/overrideFlag", False, type=bool) and settings.value("locale/userLocale", "")
    return str(chosen or QLocale.system().name()).replace("-", "_")


def file_for(locale: str) -> Path | None:
    """File of a locale, else of its language."""
    names = [locale, "zh_CN" if locale.startswith(SIMPLIFIED) else locale.split("_")[0]]
    return next((path for path in (FOLDER / f"{name}.ts" for name in names) if path.exists()), None)


@functools.cache
def _translations(locale: str) -> dict:
    path = file_for(locale)
    if path is None:
        return {}
    from qgis.PyQt.QtCore import QXmlStreamReader

    reader = QXmlStreamReader(path.read_bytes())
    found, source = {}, ""
    while not reader.atEnd():
        reader.readNext()
        if not reader.isStartElement():
            continue
        if reader.name() == "source":
            source = reader.readElementText()
        elif reader.name() == "translation" and not reader.attributes().hasAttribute("type"):
            found[source] = reader.readElementText()
    return found
