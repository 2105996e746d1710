"""Inside QGIS's real window: go through steps, click as a person does, count the clicks, take pictures.

A trial is a generator that yields conditions; it goes on when the one it yielded last is true. It runs from a timer, so
that it goes on inside modal windows too. Nothing of the plugin is imported here: what is done is done to widgets.
"""

import json
import time
import traceback
from pathlib import Path

from qgis.core import QgsApplication, QgsProject
from qgis.PyQt.QtCore import QPoint, Qt, QTimer
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication

LONGEST_STEP_S = 120.0


class Walk:
    """One trial under way.

    Parameters
    ----------
    steps : callable
        Takes this walk and returns the generator.
    folder : Path
        For pictures and what is found.
    """

    def __init__(self, steps, folder):
        self.folder = Path(folder)
        self.clicks, self.facts, self.pictures = [], {}, []
        self._begun = time.monotonic()
        self._steps = steps(self)
        self._wanted, self._since = (lambda: True), time.monotonic()
        self.facts["warnings"] = []
        QgsApplication.messageLog().messageReceived.connect(self._hear)
        self._timer = QTimer()
        self._timer.timeout.connect(self._look)
        self._timer.start(150)
        self._busy = False

    def click(self, widget, name, position=None):
        """A mouse click in the middle of a widget, after this step."""
        self.clicks.append(name)
        place = position or widget.rect().center()
        QTimer.singleShot(0, lambda: QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=QPoint(place)))

    def command(self, action, *names):
        """A command of a menu: a click for the menu and for each entry on the way to it."""
        self.clicks.extend(names)
        QTimer.singleShot(0, action.trigger)

    def picture(self, name, widget=None):
        """The whole screen, or one widget, as a PNG."""
        path = self.folder / f"{len(self.pictures) + 1:02d}_{name}.png"
        if widget is not None:
            widget.grab().save(str(path))
        else:
            QApplication.primaryScreen().grabWindow(0).save(str(path))
        self.pictures.append(path.name)

    @property
    def seconds(self):
        """Since the beginning."""
        return time.monotonic() - self._begun

    def _hear(self, *message):
        """Warnings and errors of Python that come of the plugin."""
        text = message[0].partition("traceback:")[0] if len(message) == 3 and message[1] == "Python warning" else ""
        if "qgis_mmoedtm" in text or (len(message) == 3 and message[1] == "Python error"):
            self.facts["warnings"].append(message[0])

    def _look(self):
        if self._busy:
            return
        self._busy = True
        try:
            if self._wanted():
                self._wanted, self._since = next(self._steps), time.monotonic()
            elif time.monotonic() - self._since > LONGEST_STEP_S:
                raise TimeoutError(f"nothing came of step {len(self.pictures)} after {self.clicks[-1:]}")
        except StopIteration:
            self._end("")
        except Exception:
            self.picture("failed")
            self._end(traceback.format_exc())
        finally:
            self._busy = False

    def _end(self, problem):
        self._timer.stop()
        found = {"clicks": self.clicks, "seconds": self.seconds, "facts": self.facts, "pictures": self.pictures,
                 "problem": problem}  # fmt: skip
        (self.folder / "found.json").write_text(json.dumps(found, indent=1))
        QgsProject.instance().setDirty(False)
        for window in QApplication.topLevelWidgets():
            if window.isModal():
                window.close()
        QTimer.singleShot(300, QApplication.quit)


def named(kind, name=None, text=None, within=None):
    """The first visible widget of a kind (a class or its name) with an object name or a text."""
    everything = within.findChildren(object) if within is not None else QApplication.allWidgets()
    for widget in everything:
        fits = type(widget).__name__ == kind if isinstance(kind, str) else isinstance(widget, kind)
        if not fits or not hasattr(widget, "isVisible") or not widget.isVisible():
            continue
        if name is not None and widget.objectName() != name:
            continue
        if text is not None and widget.text().replace("&", "") != text:
            continue
        return widget
    return None
