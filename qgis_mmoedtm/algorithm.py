"""One Processing algorithm for each operation, made from its declaration."""

from __future__ import annotations

import time
from pathlib import Path

from qgis.core import QgsProcessingAlgorithm, QgsProcessingException, QgsProcessingUtils
from qgis.PyQt.QtGui import QIcon

from . import kept_blocks
from .environment import SetupError, blocks_folder, find_interpreter
from .parameters import definition, result_definition, shown, worker_value
from .settings import chosen_python, help_page, plugin_folder, resources
from .styles import StylePostProcessor
from .translation import first_sentence, tr
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
        return self._operation.group.lower().replace(" ", "_")

    def shortHelpString(self):  # noqa: N802
        """Help in the dialog: the operation, then every parameter."""
        rows = "".join(f"<p><b>{tr(p.label)}</b><br/>{tr(p.help)}</p>" for p in shown(self._operation))
        return f"<p>{tr(self._operation.help)}</p>{rows}"

    def shortDescription(self):  # noqa: N802
        """First sentence of the help."""
        return first_sentence(tr(self._operation.help))

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

    def canExecute(self):  # noqa: N802
        """Whether the engine's environment is there."""
        try:
            find_interpreter(chosen_python(), resources())
        except SetupError as error:
            return False, str(error)
        return True, ""

    def checkParameterValues(self, parameters, context):  # noqa: N802
        """Leave unreadable rasters to the engine, whose message says what is wrong with them."""
        for parameter in shown(self._operation):
            if parameter.unless and not any(parameters.get(n.upper()) for n in (parameter.name, parameter.unless)):
                return False, f"{parameter.label} is not given; it can only be left out where a plan is given."
        fits, message = super().checkParameterValues(parameters, context)
        if not fits:
            rasters = [p for p in self._operation.parameters if p.kind == "raster"]
            for parameter in rasters:
                value = parameters.get(parameter.name.upper())
                if isinstance(value, str) and value and parameter.label in message:
                    return True, ""
        return fits, message

    def processAlgorithm(self, parameters, context, feedback):  # noqa: N802
        """Run the worker."""
        try:
            interpreter = find_interpreter(chosen_python(), resources())
        except SetupError as error:
            raise QgsProcessingException(str(error)) from error
        values = {p.name: worker_value(self, p, parameters, context, feedback) for p in shown(self._operation)}
        targets = [values[p.name] for p in self._operation.parameters if p.is_target and values[p.name]]
        for parameter in self._operation.parameters:
            if parameter.kind == "scratch_folder":
                values[parameter.name] = self._kept(values, targets)
        try:
            results = run_operation(
                interpreter,
                plugin_folder(),
                self._operation.name,
                {name: value for name, value in values.items() if value is not None},
                targets,
                _Reporter(feedback),
                lambda level, text: _log(feedback, level, text),
                feedback.isCanceled,
            )
        except WorkerCancelled as error:
            feedback.pushInfo(str(error))
            return {}
        except WorkerError as error:
            raise QgsProcessingException(str(error)) from error
        self._style(values, context)
        return {name.upper(): value for name, value in results.items() if value is not None}

    def _kept(self, values, targets):
        """Where finished blocks are kept; None for beside the target."""
        asked = {p.name: values[p.name] for p in shown(self._operation) if not (p.is_target or p.runtime)}
        temporary = Path(QgsProcessingUtils.tempFolder())
        return kept_blocks.place(blocks_folder(), self._operation.name, asked, targets, temporary)

    def _style(self, values, context):
        for parameter in shown(self._operation):
            target = values[parameter.name]
            if parameter.style and target and context.willLoadLayerOnCompletion(target):
                details = context.layerToLoadOnCompletionDetails(target)
                details.setPostProcessor(StylePostProcessor.make(parameter.style))


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
