"""From QGIS values to the worker's: paths, numbers and words, and the CRSs that layers have in QGIS alone."""

from __future__ import annotations

from qgis.core import QgsMapLayer, QgsProcessingUtils

from .parameters import needless
from .translation import tr

FILES = ("raster", "rasters", "vector")
"""Kinds whose values may be layers. What QGIS cannot open of them is left to the engine, which says why."""

_VECTOR_FORMATS = ["gpkg", "geojson", "shp"]


def inputs(algorithm, declared, parameters, context, feedback):
    """Inputs of a run in the worker's terms.

    Returns
    -------
    values : dict
        By the parameter's name; None for what is left out.
    crs : dict
        WKT by path, of layers whose CRS was set in QGIS and is not their file's.
    """
    reader = _Reader(algorithm, context, feedback)
    values = {p.name: reader.value(p, parameters) for p in declared if not p.is_target}
    return values, reader.crs


class _Reader:
    """Reads one value after the other, and notes the CRSs of layers."""

    def __init__(self, algorithm, context, feedback):
        self.crs = {}
        self._algorithm, self._context, self._feedback = algorithm, context, feedback

    def value(self, parameter, parameters):
        """Value of one parameter."""
        name, kind = parameter.name.upper(), parameter.kind
        given = parameters.get(name)
        if (given is None or given == "") and needless(parameter):
            return None
        if kind == "rasters":
            return [self._raster(item, self._layer(item)) for item in _items(given)]
        if kind == "raster":
            return self._raster(given, self._algorithm.parameterAsRasterLayer(parameters, name, self._context))
        if kind == "vector":
            return self._vector(name, given, parameters)
        if kind == "extent":
            return self._extent(name, parameters)
        read = {
            "number": self._algorithm.parameterAsDouble,
            "integer": self._algorithm.parameterAsInt,
            "boolean": self._algorithm.parameterAsBoolean,
            "choice": self._algorithm.parameterAsEnumString,
        }.get(kind, self._algorithm.parameterAsString)
        return read(parameters, name, self._context)

    def _extent(self, name, parameters):
        """xmin,xmax,ymin,ymax [CRS]; without a CRS where QGIS knows none for it, which is then the raster's."""
        area = self._algorithm.parameterAsExtent(parameters, name, self._context)
        crs = self._algorithm.parameterAsExtentCrs(parameters, name, self._context)
        numbers = (area.xMinimum(), area.xMaximum(), area.yMinimum(), area.yMaximum())
        text = ",".join(f"{number:.15g}" for number in numbers)
        return f"{text} [{_words(crs)}]" if crs.isValid() else text

    def _layer(self, item):
        return item if isinstance(item, QgsMapLayer) else QgsProcessingUtils.mapLayerFromString(item, self._context)

    def _raster(self, given, layer):
        if layer is None:
            return str(given)
        self._note_crs(layer.source(), layer)
        return layer.source()

    def _vector(self, name, given, parameters):
        layer = self._algorithm.parameterAsVectorLayer(parameters, name, self._context)
        if layer is None:
            return str(given)
        path, inside = self._algorithm.parameterAsCompatibleSourceLayerPathAndLayerName(
            parameters, name, self._context, _VECTOR_FORMATS, "gpkg", self._feedback
        )
        place = f"{path}|layername={inside}" if inside else path
        self._note_crs(place, layer)
        return place

    def _note_crs(self, path, layer):
        own, shown = layer.dataProvider().crs(), layer.crs()
        if shown.isValid() and shown.toProj() != own.toProj():
            self.crs[path] = shown.toWkt()


def _words(crs):
    """A CRS as every PROJ reads it: the code of an authority, or its parameters where QGIS made the code up."""
    return crs.toProj() if not crs.authid() or crs.authid().startswith("USER:") else crs.authid()


def targets(algorithm, declared, parameters, context):
    """Targets of a run in the worker's terms, by the parameter's name; None for what is not asked for."""
    values = {}
    for parameter in (p for p in declared if p.is_target):
        name, kind = parameter.name.upper(), parameter.kind
        if parameters.get(name) in (None, ""):
            values[parameter.name] = None
        elif kind in ("folder_target", "working_folder"):
            values[parameter.name] = algorithm.parameterAsString(parameters, name, context)
        elif kind == "file_target":
            values[parameter.name] = algorithm.parameterAsFileOutput(parameters, name, context)
        else:
            values[parameter.name] = algorithm.parameterAsOutputLayer(parameters, name, context)
    return values


def misfit(algorithm, declared, parameters, context):
    """What is wrong with the values, in one sentence; empty where nothing is that QGIS can tell."""
    for parameter in declared:
        name = parameter.name.upper()
        value = parameters.get(name)
        if parameter.unless and value in (None, "", []):
            instead = [p for p in declared if p.name in parameter.unless]
            if not any(_asked_for(algorithm, p, parameters, context) for p in instead):
                return tr("{label} is not given; it can only be left out with {names}.").format(
                    label=tr(parameter.label), names=" or ".join(repr(tr(p.label)) for p in instead)
                )
            continue
        if parameter.kind in FILES and _is_text(value):
            continue  # a file that QGIS cannot open gets the engine's sentence on what is wrong with it
        made = algorithm.parameterDefinition(name)
        if made.checkValueIsAcceptable(value, context):
            continue
        if value in (None, ""):
            return tr("{label} ({name}) is not given; choose one.").format(label=tr(parameter.label), name=name)
        if parameter.choices:
            return tr("{name} is {value!r}, but must be one of: {choices}.").format(
                name=name, value=value, choices=", ".join(parameter.choices)
            )
        if parameter.low is not None and parameter.high is not None:
            return tr("{name} is {value!r}, but must be a number from {low:g} to {high:g}.").format(
                name=name, value=value, low=parameter.low, high=parameter.high
            )
        return tr("{name} is {value!r}, which does not fit: {help}").format(
            name=name, value=value, help=tr(parameter.help)
        )
    return ""


def _asked_for(algorithm, parameter, parameters, context):
    """Whether a parameter is given; a boolean that is false asks for nothing."""
    if parameter.kind == "boolean":
        return algorithm.parameterAsBoolean(parameters, parameter.name.upper(), context)
    return parameters.get(parameter.name.upper()) not in (None, "")


def _items(value):
    """The members of a list of layers, which may be given as one text."""
    if isinstance(value, (list, tuple)):
        return list(value)
    return [item for item in value.split(";") if item] if isinstance(value, str) else [value]


def _is_text(value):
    return bool(value) and all(isinstance(item, str) for item in _items(value))
