"""The part of the settings page that adds the packages for training to the engine's environment, or takes them away."""

from __future__ import annotations

import os
import sys
from typing import Callable

from qgis.PyQt.QtWidgets import QFormLayout, QGroupBox, QHBoxLayout, QLabel, QPushButton

from . import environment, settings, training
from .tasks import size_in_words
from .translation import tr


class TrainingBox(QGroupBox):
    """Whether PyTorch is there, what it costs, and the buttons that change it.

    Parameters
    ----------
    guide : SetupGuide
        Makes the environment.
    apply : callable
        Stores what the page has been told, such as a folder of wheels.
    """

    def __init__(self, guide, apply: Callable[[], None]) -> None:
        super().__init__(tr("Training packages"))
        self._guide, self._apply = guide, apply
        self.state = QLabel()
        self.state.setWordWrap(True)
        self.install = QPushButton(tr("Install"))
        self.install.setObjectName("mmoedtm_install_training")
        self.install.clicked.connect(lambda: self._choose(True))
        self.remove = QPushButton(tr("Remove"))
        self.remove.clicked.connect(lambda: self._choose(False))
        buttons = QHBoxLayout()
        buttons.addWidget(self.install)
        buttons.addWidget(self.remove)
        buttons.addStretch()
        form = QFormLayout(self)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self.state)
        form.addRow(buttons)

    def _choose(self, wanted: bool) -> None:
        # Kept before it is done: a set-up that was stopped goes on with "Set up"; until then the engine runs as it is.
        settings.keep(settings.TRAINING_KEY, "true" if wanted else "")
        self._apply()
        self._guide.set_up()
        self.show_state()

    def show_state(self) -> None:
        """Say what there is."""
        there, wanted = settings.has_training(), settings.wants_training()
        named = settings.chosen_python() or os.environ.get(environment.VARIABLE)
        obstacle, idle = training.obstacle(), not (self._guide.running or named)
        self.install.setEnabled(idle and not there and not obstacle)
        self.remove.setEnabled(idle and (there or wanted))
        if there:
            text = tr(
                "Installed: the toolbox has Build data set, Train experts, Validate experts, Export experts and "
                "Ablation study."
            )
            if idle:
                text += " " + tr("To remove them is to set up anew: {size}").format(size=size_in_words(training=False))
        elif named:
            text = tr("{named} has no packages for training; install {packages} there.").format(
                named=named, packages=", ".join(training.PACKAGES.values())
            )
        else:
            text = obstacle or _offer()
        self.state.setText(text)


def _offer() -> str:
    text = tr("PyTorch and more, to train experts on DTMs of your own. The engine is set up anew with them: {size}")
    text = text.format(size=size_in_words(training=True))
    if sys.platform == "win32":
        text += " " + tr("They train on the processor; for a graphics card name a Python of your own above.")
    return text
