"""One Processing algorithm for each operation, made from its declaration."""

from __future__ import annotations

import os
import time
from pathlib import Path

from qgis.core import QgsProcessingAlgorithm, QgsProcessingException, QgsProcessingUtils
from qgis.PyQt.QtGui import QIcon

from . import kept_blocks
from .chains import group_id
from .dialogs import dialog_of
from .environment import SetupError, blocks_folder
from .help import has_desktop, help_text, one_sentence
from .loading import announce, subject_of
from .parameters import definition, rasters_needed, result_definition, shown
from .runs import Run, runs
from .settings import chosen_python, help_page, interpreter, plugin_folder, resources, threads
from .translation import tr
from .values import inputs, misfit, targets
from .worker_client import WorkerCancelled, WorkerError, run_operation


class EngineAlgorithm(QgsProcessingAlgorithm):
    """Runs an operation of the engine in its worker process."""

    def __init__(self, operation):
        super().__init__()
        self._operation = operation

    def createInstance(self):  # noqa: N802
        """A fresh copy, as QGIS asks for each run."""
        return EngineAlgorithm(self._operation)

    def name(self):
        """Identifier within the provider."""
        return self._operation.name

    def displayName(self):  # noqa: N802
        """Name in the toolbox."""
        return tr(self._operation.label)

    def group(self):
        """Group in the toolbox."""
        return tr(self._operation.group)

    def groupId(self):  # noqa: N802
        """Identifier of the group."""
        return group_id(self._operation.group)

    def shortHelpString(self):  # noqa: N802
        """The operation; in a dialog then every parameter."""
        return help_text(self._operation.help, shown(self._operation))

    def shortDescription(self):  # noqa: N802
        """First sentence of the help."""
        return one_sentence(self._operation.help)

    def helpUrl(self):  # noqa: N802
        """Page of the operation, opened by the dialog's Help button."""
        return help_page(self._operation.name)

    def tags(self):
        """Words that the toolbox finds it by."""
        return ["moon", "lunar", "dtm", "dem", "terrain", "nac", "shadowcam", "mmoedtm"]

    def icon(self):
        """Icon of the operation."""
        path = resources() / "icons" / f"{self._operation.name}.svg"
        return QIcon(str(path))

    def initAlgorithm(self, configuration=None):  # noqa: N802
        """Declare parameters and outputs."""
        for parameter in shown(self._operation):
            self.addParameter(definition(parameter))
        for result in self._operation.results:
            self.addOutput(result_definition(result))

    def createCustomParametersWidget(self, parent=None):  # noqa: N802
        """QGIS's dialog, with the layers chosen that can be meant."""
        return dialog_of(self, rasters_needed(shown(self._operation)), parent)

    def canExecute(self):  # noqa: N802
        """Whether the engine's environment is there."""
        try:
            interpreter()
        except SetupError as error:
            return False, _cured(error)
        return True, ""

    def checkParameterValues(self, parameters, context):  # noqa: N802
        """Whether QGIS can tell already that values do not fit."""
        message = misfit(self, shown(self._operation), parameters, context)
        return not message, message

    def prepareAlgorithm(self, parameters, context, feedback):  # noqa: N802
        """Read the inputs in the thread that owns the layers."""
        self._values, self._crs = inputs(self, shown(self._operation), parameters, context, feedback)
        return True

    def processAlgorithm(self, parameters, context, feedback):  # noqa: N802
        """Run the worker."""
        try:
            python = interpreter()
        except SetupError as error:
            raise QgsProcessingException(_cured(error)) from error
        written = targets(self, shown(self._operation), parameters, context)
        values = {**self._values, **written}
        if values.get("threads") == 0:
            values["threads"] = threads()
        places = [place for place in written.values() if place]
        for parameter in self._operation.parameters:
            if parameter.kind == "scratch_folder":
                values[parameter.name] = self._kept(places)
        try:
            results = run_operation(
                python,
                plugin_folder(),
                self._operation.name,
                {name: value for name, value in values.items() if value is not None},
                self._crs,
                places,
                _Reporter(feedback),
                lambda level, text: _log(feedback, level, text),
                feedback.isCanceled,
            )
        except WorkerCancelled as error:
            feedback.pushInfo(self._cancelled(error))
            return {}
        except WorkerError as error:
            raise QgsProcessingException(str(error)) from error
        subject = subject_of(values)
        made = [(result, results.get(result.name)) for result in self._operation.results if result.style]
        made = [(result, path) for result, path in made if path]
        announce(context, self._targets(written), made, subject)
        named = {name: path for name, path in written.items() if path}
        named.update({result.name: path for result, path in made})
        figures = {name: value for name, value in results.items() if value is not None and name not in named}
        runs.ended.emit(Run(self._operation, subject, self._values, named, figures))
        return {name.upper(): value for name, value in results.items() if value is not None}

    def _cancelled(self, error):
        if any(parameter.kind == "working_folder" for parameter in self._operation.targets):
            return tr("The run was cancelled; run it again with the same folder to go on.")
        return str(error)

    def _targets(self, written):
        return [(p, written[p.name]) for p in shown(self._operation) if p.is_target and written[p.name]]

    def _kept(self, targets):
        """Where finished blocks are kept; None for beside the target."""
        runtime = {p.name for p in self._operation.parameters if p.runtime}
        asked = {name: value for name, value in self._values.items() if name not in runtime}
        asked["crs"] = self._crs
        temporary = Path(QgsProcessingUtils.tempFolder())
        return kept_blocks.place(blocks_folder(), self._operation.name, asked, targets, temporary)


def _cured(error):
    """What is wrong with the engine's environment, with a cure that is at hand: a terminal has no menus."""
    named = chosen_python() or os.environ.get("MMOEDTM_PYTHON")
    if has_desktop() or named:
        return str(error)
    return tr(
        "The engine's environment is not set up; name a Python that has its packages in the variable "
        "MMOEDTM_PYTHON, or set the engine up once in the window of QGIS, then run again."
    )


class _Reporter:
    """Progress bar at every report, a line of text about once a second."""

    def __init__(self, feedback):
        self._feedback = feedback
        self._last = 0.0

    def __call__(self, share, text):
        self._feedback.setProgress(100.0 * share)
        now = time.monotonic()
        if now - self._last > 1.0 or share >= 1.0:
            self._last = now
            self._feedback.setProgressText(text)


def _log(feedback, level, text):
    if level == "warning":
        feedback.pushWarning(text)
    else:
        feedback.pushInfo(text)
