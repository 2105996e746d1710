"""Results on the map: styled, named for people, and in a group for the image that they come from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from qgis.core import (
    QgsMapLayerLegendUtils,
    QgsProcessingContext,
    QgsProcessingLayerPostProcessorInterface,
    QgsProject,
    QgsRasterLayer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QTimer

from .relief import drape, hillshade
from .styles import LEGENDS, apply_style
from .translation import tr

SUBJECT, PRODUCT, LATER = "mmoedtm/subject", "mmoedtm/product", "mmoedtm/later"
"""Custom properties of layers and groups: the image or DTM that they come from, the style of what they are, and
whether they were made when heights of their subject were on the map already."""

HEIGHTS, RELIEF = "dtm", "relief"
"""Products: heights, and their relief."""

SUBJECTS = ("image", "images", "dtm", "input", "sar", "lines")
"""Inputs that a result may be of, the first that is given."""

_subjects: dict = {}
"""What the targets of this session are of, so that a slope of a DTM of an image is of the image."""


@dataclass(frozen=True)
class Product:
    """A result: what it is, of what, and its style."""

    label: str
    subject: str
    style: str
    later: bool

    @property
    def name(self):
        """For the list of layers."""
        return tr("{product} of {subject}").format(product=tr(self.label), subject=self.subject)


def subject_of(values) -> str:
    """The image that results are of, however many steps before; else the DTM or layer."""
    given = next((values[name] for name in SUBJECTS if values.get(name)), "")
    path = given[0] if isinstance(given, (list, tuple)) else given
    if path in _subjects:
        return _subjects[path]
    for layer in QgsProject.instance().mapLayers().values():
        if layer.source() == path and layer.customProperty(SUBJECT):
            return layer.customProperty(SUBJECT)
    return Path(path.partition("|")[0]).stem or tr("the Moon")


def announce(context, targets, made, subject: str) -> None:
    """Tell QGIS how to load the targets of a run, (parameter, path) of each, and what it made in a working folder,
    (result, path), which is always loaded: nobody is asked for it.

    Called in the thread of the run; the layers are styled and put in order in the main thread.
    """
    for result, path in made:
        details = QgsProcessingContext.LayerDetails(tr(result.label), context.project(), result.name.upper())
        context.addLayerToLoadOnCompletion(path, details)
    later = any(_is(layer, subject, HEIGHTS) for layer in QgsProject.instance().mapLayers().values())
    for parameter, path in (*targets, *made):
        _subjects[path] = subject
        if parameter.style and context.willLoadLayerOnCompletion(path):
            product = Product(parameter.label, subject, parameter.style, later)
            details = context.layerToLoadOnCompletionDetails(path)
            details.name = product.name
            details.setPostProcessor(_PostProcessor.make(product))


class _PostProcessor(QgsProcessingLayerPostProcessorInterface):
    """Styles a layer, and has it put in its place once all layers of the run are there.

    QGIS holds no reference to a post-processor made in Python; the list does.
    """

    _kept: list = []

    @classmethod
    def make(cls, product):
        processor = cls()
        processor.product = product
        cls._kept.append(processor)
        del cls._kept[:-64]
        return processor

    def postProcessLayer(self, layer, context, feedback):  # noqa: N802
        """Style the layer (QGIS calls this in the main thread)."""
        apply_style(layer, self.product.style)
        layer.setCustomProperty(SUBJECT, self.product.subject)
        layer.setCustomProperty(PRODUCT, self.product.style)
        layer.setCustomProperty(LATER, self.product.later)
        _arranger.add(layer)


class Arranger:
    """Puts layers into the group of their subject, once QGIS has put them into the tree."""

    def __init__(self):
        self._waiting = []

    def add(self, layer) -> None:
        """Take note of a layer; versions of QGIS differ in when they put it into the tree, and in whether layers of
        one run come at once."""
        if not self._waiting:
            QTimer.singleShot(0, self.arrange)
        self._waiting.append(layer.id())

    def arrange(self) -> None:
        """Put all that wait into their groups, those of heights with their relief beneath."""
        project = QgsProject.instance()
        layers = [layer for layer in map(project.mapLayer, self._waiting) if layer is not None]
        self._waiting = []
        for subject in dict.fromkeys(layer.customProperty(SUBJECT) for layer in layers):
            _fill(project, subject, [layer for layer in layers if layer.customProperty(SUBJECT) == subject])


_arranger = Arranger()


def _fill(project, subject, layers) -> None:
    """Outlines on top, then what is made later, then heights over their relief, then what was made with them."""
    group = _group(project.layerTreeRoot(), subject)
    outlines = [layer for layer in layers if isinstance(layer, QgsVectorLayer)]
    heights = [layer for layer in layers if _is(layer, subject, HEIGHTS)]
    others = [layer for layer in layers if layer not in outlines and layer not in heights]
    for index, layer in enumerate(outlines):
        _place(project, group, layer, index)
    first = sum(isinstance(node.layer(), QgsVectorLayer) for node in group.findLayers())
    for dtm in heights:
        drape(dtm)
        _place(project, group, dtm, first)
        relief = hillshade(dtm, tr("Relief of {name}").format(name=dtm.name()))
        relief.setCustomProperty(SUBJECT, subject)
        relief.setCustomProperty(PRODUCT, RELIEF)
        group.insertLayer(first + 1, project.addMapLayer(relief, False)).setExpanded(False)
    for layer in others:
        nodes = group.findLayers()
        beneath = max((i + 1 for i, node in enumerate(nodes) if _is(node.layer(), subject, RELIEF)), default=first)
        _place(project, group, layer, first if layer.customProperty(LATER) else beneath)


def _is(layer, subject, product):
    """Whether a layer is a product of a subject."""
    return layer.customProperty(SUBJECT) == subject and layer.customProperty(PRODUCT) == product


def _group(root, subject):
    for group in root.findGroups():
        if group.customProperty(SUBJECT) == subject:
            return group
    made = root.insertGroup(0, subject)
    made.setCustomProperty(SUBJECT, subject)
    return made


def _place(project, group, layer, index) -> None:
    """Move a layer's node to its place in a group, and say in the legend what its colours are."""
    before = project.layerTreeRoot().findLayer(layer.id())
    group.insertLayer(index, layer)
    if before is not None:
        before.parent().removeChildNode(before)
    node = group.findLayer(layer.id())
    legend = tr(LEGENDS.get(layer.customProperty(PRODUCT), ""))
    if legend and isinstance(layer, QgsRasterLayer):
        QgsMapLayerLegendUtils.setLegendNodeUserLabel(node, 0, legend)
        layer.legendChanged.emit()  # the list of layers has drawn it already
