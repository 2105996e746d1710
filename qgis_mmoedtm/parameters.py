"""From an operation's declaration to QGIS parameters, and from QGIS values to the worker's."""

from __future__ import annotations

from dataclasses import replace

from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputBoolean,
    QgsProcessingOutputNumber,
    QgsProcessingOutputRasterLayer,
    QgsProcessingOutputString,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterExtent,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterString,
    QgsProcessingParameterVectorDestination,
    QgsProcessingParameterVectorLayer,
)

from .translation import tr

_RASTER = QgsProcessing.SourceType.TypeRaster
_VECTOR = QgsProcessing.SourceType.TypeVectorAnyGeometry
_POLYGON = QgsProcessing.SourceType.TypeVectorPolygon
_NUMBER = QgsProcessingParameterNumber.Type
_FILE, _FOLDER = QgsProcessingParameterFile.Behavior.File, QgsProcessingParameterFile.Behavior.Folder

_MAKERS = {
    "raster": lambda p, n, t: QgsProcessingParameterRasterLayer(n, t, p.default, needless(p)),
    "rasters": lambda p, n, t: QgsProcessingParameterMultipleLayers(n, t, _RASTER, p.default, p.optional),
    "vector": lambda p, n, t: QgsProcessingParameterVectorLayer(n, t, [_VECTOR], p.default, p.optional),
    "file": lambda p, n, t: QgsProcessingParameterFile(n, t, _FILE, "", p.default, p.optional),
    "folder": lambda p, n, t: QgsProcessingParameterFile(n, t, _FOLDER, "", p.default, p.optional),
    "plan": lambda p, n, t: QgsProcessingParameterFile(
        n, t, QgsProcessingParameterFile.Behavior.File, "json", p.default, p.optional
    ),
    "number": lambda p, n, t: QgsProcessingParameterNumber(n, t, _NUMBER.Double, p.default, p.optional),
    "integer": lambda p, n, t: QgsProcessingParameterNumber(n, t, _NUMBER.Integer, p.default, p.optional),
    "boolean": lambda p, n, t: QgsProcessingParameterBoolean(n, t, p.default, p.optional),
    "choice": lambda p, n, t: QgsProcessingParameterEnum(n, t, list(p.choices), False, p.default, p.optional, True),
    "extent": lambda p, n, t: QgsProcessingParameterExtent(n, t, p.default, p.optional),
    "numbers": lambda p, n, t: QgsProcessingParameterString(n, t, p.default, False, p.optional),
    "text": lambda p, n, t: QgsProcessingParameterString(n, t, p.default, False, p.optional),
    "raster_target": lambda p, n, t: QgsProcessingParameterRasterDestination(
        n, t, p.default, p.optional, not p.optional
    ),
    "vector_target": lambda p, n, t: QgsProcessingParameterVectorDestination(
        n, t, _POLYGON, p.default, p.optional, not p.optional
    ),
    "file_target": lambda p, n, t: QgsProcessingParameterFileDestination(
        n, t, f"{p.suffix.upper()} (*.{p.suffix})", p.default, p.optional, not p.optional
    ),
    "folder_target": lambda p, n, t: QgsProcessingParameterFolderDestination(
        n, t, p.default, p.optional, not p.optional
    ),
    "working_folder": lambda p, n, t: QgsProcessingParameterFolderDestination(
        n, t, p.default, p.optional, not p.optional
    ),
}
"""QGIS parameter of a declared one (p) with a name (n) and a label (t). Optional targets are not made
unless asked for."""


def needless(parameter):
    """Whether a parameter may be left out, perhaps only where another one is given, which is checked later."""
    return parameter.optional or bool(parameter.unless)


def shown(operation):
    """Parameters of an operation that a user sees; where finished blocks are kept is the plugin's own affair.

    Where the operation has nothing that makes a parameter needless, it is needed.
    """
    names = {parameter.name for parameter in operation.parameters}
    return [
        replace(parameter, unless=tuple(name for name in parameter.unless if name in names))
        for parameter in operation.parameters
        if parameter.kind != "scratch_folder"
    ]


def rasters_needed(parameters):
    """Names in QGIS of the rasters that an algorithm needs, or needs where no plan is given."""
    return [p.name.upper() for p in parameters if p.kind == "raster" and not p.optional]


def definition(parameter):
    """QGIS parameter for a declared one."""
    label = tr(parameter.label)
    if parameter.unit:
        label = f"{label} ({tr(parameter.unit)})"
    made = _MAKERS[parameter.kind](parameter, parameter.name.upper(), label)
    if parameter.kind in ("number", "integer"):
        if parameter.low is not None:
            made.setMinimum(parameter.low)
        if parameter.high is not None:
            made.setMaximum(parameter.high)
    made.setHelp(tr(parameter.help))
    if parameter.advanced:
        made.setFlags(made.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
    return made


def result_definition(result):
    """QGIS output for a declared result."""
    kinds = {
        "number": QgsProcessingOutputNumber,
        "boolean": QgsProcessingOutputBoolean,
        "text": QgsProcessingOutputString,
        "raster": QgsProcessingOutputRasterLayer,
    }
    return kinds[result.kind](result.name.upper(), tr(result.label))
