"""The menu Raster > MMoEDTM: set up the engine, settings, about the environment."""

from __future__ import annotations

import sys
from pathlib import Path

from qgis.core import Qgis, QgsApplication, QgsTask
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QAction, QApplication, QFileDialog, QMessageBox

from . import environment, kept_blocks
from .settings import choose_python, chosen_python, resources

TITLE = "MMoEDTM"


class SetupTask(QgsTask):
    """Makes the environment in the background, with progress and cancel."""

    def __init__(self, folder: Path):
        super().__init__("MMoEDTM: setting up the engine", QgsTask.Flag.CanCancel)
        self.folder = folder
        self.problem = ""

    def run(self):
        """Work of the task's thread."""
        try:
            environment.make(
                self.folder,
                environment.requirements(resources()),
                lambda share, text: self.setProgress(100.0 * share),
                self.isCanceled,
            )
        except (environment.SetupError, OSError) as error:
            self.problem = str(error)
            return False
        return True


class Menu:
    """Actions in QGIS's raster menu."""

    def __init__(self, iface):
        self._iface = iface
        self._task = None
        icon = QIcon(str(resources() / "icons" / "mmoedtm.svg"))
        self._actions = []
        for text, slot in (
            ("Set up the engine", self.set_up),
            ("Settings: choose the engine's Python...", self.choose),
            ("Remove finished blocks of stopped runs", self.clear),
            ("Copy a diagnostics report", self.report),
        ):
            action = QAction(icon, text, iface.mainWindow())
            action.triggered.connect(slot)
            iface.addPluginToRasterMenu(TITLE, action)
            self._actions.append(action)

    def remove(self):
        """Take the actions away and stop a set-up under way."""
        if self._task is not None:
            self._task.cancel()
        for action in self._actions:
            self._iface.removePluginRasterMenu(TITLE, action)
        self._actions = []

    def set_up(self):
        """Start the set-up, unless it is done or running."""
        folder = environment.managed_folder()
        if self._task is not None:
            self._say("The set-up is under way; see the progress at the bottom of the window.")
            return
        if environment.is_complete(folder, environment.requirements(resources())):
            self._say(f"The engine is set up in {folder}.")
            return
        task = SetupTask(folder)
        task.taskCompleted.connect(lambda: self._ended(task))
        task.taskTerminated.connect(lambda: self._ended(task))
        self._task = task
        QgsApplication.taskManager().addTask(task)
        self._say("The engine is being set up (about 150 MB, more with an NVIDIA card).")

    def choose(self):
        """Let the user name an interpreter, or go back to the managed environment by cancelling."""
        path, _ = QFileDialog.getOpenFileName(
            self._iface.mainWindow(), "Python with the engine's packages (cancel: the plugin's own)", chosen_python()
        )
        choose_python(path)
        self._say(f"The engine runs on {path}." if path else "The engine runs in the plugin's own environment.")

    def clear(self):
        """Show how much stopped runs have kept in the user's cache, and remove it if the user says so."""
        folder = environment.blocks_folder()
        megabytes = kept_blocks.size(folder) / 1e6
        answer = QMessageBox.question(
            self._iface.mainWindow(),
            TITLE,
            f"Runs that were stopped keep {megabytes:.0f} MB in {folder}, so that the same runs go on from there. "
            "Remove that?",
        )
        if answer == QMessageBox.StandardButton.Yes:
            kept_blocks.clear(folder)
            self._say("The finished blocks of stopped runs are removed.")

    def report(self):
        """Put what a helper needs to know on the clipboard."""
        QApplication.clipboard().setText(diagnostics())
        self._say("The report is on the clipboard.")

    def _ended(self, task):
        self._task = None
        if task.problem:
            QMessageBox.warning(self._iface.mainWindow(), TITLE, task.problem)
        else:
            self._say("The engine is ready.")

    def _say(self, text):
        self._iface.messageBar().pushMessage(TITLE, text, Qgis.MessageLevel.Info, 8)


def diagnostics() -> str:
    """Versions and the state of the environment, in Markdown."""
    from .engine import __version__

    folder = environment.managed_folder()
    lists = environment.requirements(resources())
    try:
        interpreter = str(environment.find_interpreter(chosen_python(), resources()))
    except environment.SetupError as error:
        interpreter = f"none ({error})"
    log = folder / environment.LOG
    tail = log.read_text(encoding="utf-8", errors="replace")[-3000:] if log.exists() else "no log"
    return "\n".join(
        [
            f"- MMoEDTM {__version__}, QGIS {Qgis.QGIS_VERSION}, Python {sys.version.split()[0]}, {sys.platform}",
            f"- interpreter of the engine: {interpreter}",
            f"- managed environment: {folder}, complete: {environment.is_complete(folder, lists)}",
            f"- NVIDIA driver: {environment.has_nvidia_driver()}",
            "",
            "```",
            tail,
            "```",
        ]
    )
