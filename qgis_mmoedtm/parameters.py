"""From an operation's declaration to QGIS parameters, and from QGIS values to the worker's."""

from __future__ import annotations

from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputBoolean,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterString,
    QgsProcessingParameterVectorDestination,
    QgsProcessingParameterVectorLayer,
)


def definition(parameter):
    """QGIS parameter for a declared one."""
    name, label, kind = parameter.name.upper(), parameter.label, parameter.kind
    optional, default = parameter.optional, parameter.default
    if parameter.unit and kind in ("number", "integer"):
        label = f"{label} ({parameter.unit})"
    if kind == "raster":
        made = QgsProcessingParameterRasterLayer(name, label, default, optional)
    elif kind == "rasters":
        made = QgsProcessingParameterMultipleLayers(
            name, label, QgsProcessing.SourceType.TypeRaster, default, optional
        )
    elif kind == "vector":
        types = [QgsProcessing.SourceType.TypeVectorAnyGeometry]
        made = QgsProcessingParameterVectorLayer(name, label, types, default, optional)
    elif kind in ("number", "integer"):
        numbers = QgsProcessingParameterNumber.Type
        made = QgsProcessingParameterNumber(
            name, label, numbers.Integer if kind == "integer" else numbers.Double, default, optional
        )
        if parameter.low is not None:
            made.setMinimum(parameter.low)
        if parameter.high is not None:
            made.setMaximum(parameter.high)
    elif kind == "boolean":
        made = QgsProcessingParameterBoolean(name, label, default, optional)
    elif kind == "choice":
        made = QgsProcessingParameterEnum(
            name, label, list(parameter.choices), False, default, optional, True
        )
    elif kind == "text":
        made = QgsProcessingParameterString(name, label, default, False, optional)
    elif kind == "raster_target":
        made = QgsProcessingParameterRasterDestination(name, label, default, optional, not optional)
    elif kind == "vector_target":
        polygons = QgsProcessing.SourceType.TypeVectorPolygon
        made = QgsProcessingParameterVectorDestination(name, label, polygons, default, optional, not optional)
    elif kind == "folder_target":
        made = QgsProcessingParameterFolderDestination(name, label, default, optional, not optional)
    else:
        raise ValueError(f"parameter {name} has the unknown kind {kind}")
    made.setHelp(parameter.help)
    if parameter.advanced:
        made.setFlags(made.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
    return made


def result_definition(result):
    """QGIS output for a declared result."""
    kinds = {
        "number": QgsProcessingOutputNumber,
        "boolean": QgsProcessingOutputBoolean,
        "text": QgsProcessingOutputString,
    }
    return kinds[result.kind](result.name.upper(), result.label)


def worker_value(algorithm, parameter, parameters, context, feedback):
    """Value of one parameter in the worker's terms; None when it is left out."""
    name, kind = parameter.name.upper(), parameter.kind
    given = parameters.get(name)
    if given is None or given == "":
        if parameter.is_target or parameter.optional:
            return None
    if kind == "raster":
        layer = algorithm.parameterAsRasterLayer(parameters, name, context)
        # A file that QGIS itself cannot open still gets the engine's sentence on what is wrong.
        return layer.source() if layer is not None else str(given)
    if kind == "rasters":
        layers = algorithm.parameterAsLayerList(parameters, name, context)
        return [layer.source() for layer in layers]
    if kind == "vector":
        path, layer = algorithm.parameterAsCompatibleSourceLayerPathAndLayerName(
            parameters, name, context, ["gpkg", "geojson", "shp"], "gpkg", feedback
        )
        return f"{path}|layername={layer}" if layer else path
    if kind == "number":
        return algorithm.parameterAsDouble(parameters, name, context)
    if kind == "integer":
        return algorithm.parameterAsInt(parameters, name, context)
    if kind == "boolean":
        return algorithm.parameterAsBoolean(parameters, name, context)
    if kind == "choice":
        return algorithm.parameterAsEnumString(parameters, name, context)
    if kind == "folder_target":
        return algorithm.parameterAsString(parameters, name, context)
    if parameter.is_target:
        return algorithm.parameterAsOutputLayer(parameters, name, context)
    return algorithm.parameterAsString(parameters, name, context)
