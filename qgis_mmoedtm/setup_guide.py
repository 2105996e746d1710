"""The way to a working engine in QGIS's window: a message with a button, the step under way, and "ready"."""

from __future__ import annotations

import functools
import os

from qgis.core import Qgis, QgsApplication
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import QPushButton

from . import environment, first_run, settings
from .tasks import SetupTask, size_in_words
from .translation import later, tr

TITLE = "MMoEDTM"

READY_AFTER_MS = 1500


class SetupGuide(QObject):
    """Offers, runs and ends the set-up; one message at a time, which stays until it is closed."""

    changed = pyqtSignal(str)
    """The step under way, then an empty text."""

    engine_changed = pyqtSignal()
    """Another interpreter may run the engine now, or the same one with other packages."""

    def __init__(self, iface) -> None:
        super().__init__(iface.mainWindow())
        self._iface = iface
        self._task = None
        self._message = None
        self._try_after = False
        iface.messageBar().widgetRemoved.connect(self._removed)

    @property
    def running(self) -> bool:
        """Whether a set-up is under way."""
        return self._task is not None

    def offer(self) -> None:
        """Say that the engine is to be set up, where it is, and how much that is."""
        try:
            settings.interpreter()
        except environment.SetupError as error:
            if settings.chosen_python() or os.environ.get(environment.VARIABLE):
                self._show(str(error), Qgis.MessageLevel.Warning)
                return
            problem = environment.fault_of(settings.engine_folder(), settings.resources())
            text = tr("The engine {problem}: {size}").format(problem=problem, size=size_in_words())
            buttons = {later("Set up"): self.set_up, later("Set up and try a sample"): self.set_up_and_try}
            self._show(text, Qgis.MessageLevel.Info, buttons)

    def set_up(self, *_, repair: bool = False) -> None:
        """Start the set-up, unless it is under way; says so where there is nothing to do."""
        if self._task is not None:
            return
        if not repair and environment.is_complete(settings.engine_folder(), settings.lists()):
            self._show(
                tr("The engine is ready, in {folder}.").format(folder=settings.engine_folder()),
                Qgis.MessageLevel.Success,
            )
            return
        task = SetupTask(repair)
        task.stepped.connect(self._step)
        task.taskCompleted.connect(lambda: self._ended(task))
        task.taskTerminated.connect(lambda: self._ended(task))
        self._task = task
        text = tr("Setting up the engine: {size}")
        if settings.wants_training():
            text = tr("Setting up the engine with the packages for training: {size}")
        self._show(
            text.format(size=size_in_words()),
            Qgis.MessageLevel.Info,
            {later("Cancel"): task.cancel},
        )
        QgsApplication.taskManager().addTask(task)

    def set_up_and_try(self, *_) -> None:
        """Set up, and open the sample when that is done."""
        self._try_after = True
        self.set_up()

    def repair(self, *_) -> None:
        """Make the engine's environment anew."""
        self.set_up(repair=True)

    def stop(self) -> None:
        """Cancel a set-up under way, and take the message away."""
        if self._task is not None:
            self._task.cancel()
        self._clear()

    def _step(self, text: str) -> None:
        if self._task is not None and self._message is not None:
            self._message.setText(text)
            self.changed.emit(text)

    def _ended(self, task) -> None:
        self._task = None
        if task.isCanceled():
            self._show(str(environment.SetupCancelled()), Qgis.MessageLevel.Info, {later("Set up"): self.set_up})
        elif task.problem:
            self._show(task.problem, Qgis.MessageLevel.Warning, {later("Set up again"): self.set_up})
        else:
            self.engine_changed.emit()
            if self._try_after:
                self._try()
            # Over what QGIS itself says of the first layer that is not on the Earth.
            QTimer.singleShot(READY_AFTER_MS if self._try_after else 0, self._ready)
            self._try_after = False
        self.changed.emit("")

    def _ready(self) -> None:
        if self._task is None:
            text = tr("The engine is ready.")
            if settings.wants_training():
                text += " " + tr(
                    "The toolbox has Build data set, Train experts, Validate experts, Export experts and Ablation "
                    "study."
                )
            self._show(text, Qgis.MessageLevel.Success, {later("Try it on a sample"): self._try})

    def _try(self, *_) -> None:
        first_run.try_sample(self._iface)

    def _show(self, text, level, buttons=None) -> None:
        """Replace the message; 0 seconds keep it until it is closed."""
        self._clear()
        bar = self._iface.messageBar()
        message = bar.createMessage(TITLE, text)
        for name, slot in (buttons or {}).items():
            made = QPushButton(tr(name), message)
            made.setObjectName("mmoedtm_" + name.lower().replace(" ", "_"))
            # Later, because the slot replaces the message that holds the button.
            made.clicked.connect(functools.partial(_later, slot))
            message.layout().addWidget(made)
        self._message = message
        bar.pushWidget(message, level, 0)

    def _clear(self) -> None:
        if self._message is not None:
            message, self._message = self._message, None
            self._iface.messageBar().popWidget(message)

    def _removed(self, message) -> None:
        if self._message is message:
            self._message = None


def _later(slot, *_) -> None:
    QTimer.singleShot(0, slot)
