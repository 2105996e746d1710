"""Results on the map: styled, named for people, and in a group for the image that they come from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from qgis.core import (
    QgsMapLayerLegendUtils,
    QgsProcessingLayerPostProcessorInterface,
    QgsProject,
    QgsRasterLayer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QTimer

from .relief import drape, hillshade
from .styles import LEGENDS, apply_style

SUBJECT, PRODUCT = "mmoedtm/subject", "mmoedtm/product"
"""Custom properties of layers and groups: the image or DTM that they come from, and the style of what they are."""

SUBJECTS = ("image", "dtm", "input", "sar", "lines")
"""Inputs that a result may be of, the first that is given."""

_subjects: dict = {}
"""What the targets of this session are of, so that a slope of a DTM of an image is of the image."""


@dataclass(frozen=True)
class Product:
    """A result: what it is, of what, and its style."""

    label: str
    subject: str
    style: str

    @property
    def name(self):
        """For the list of layers."""
        return f"{self.label} of {self.subject}"


def subject_of(values) -> str:
    """The image that results are of, however many steps before; else the DTM or layer."""
    given = next((values[name] for name in SUBJECTS if values.get(name)), "")
    path = given[0] if isinstance(given, (list, tuple)) else given
    if path in _subjects:
        return _subjects[path]
    for layer in QgsProject.instance().mapLayers().values():
        if layer.source() == path and layer.customProperty(SUBJECT):
            return layer.customProperty(SUBJECT)
    return Path(path.partition("|")[0]).stem or "the Moon"


def announce(context, targets, subject: str) -> None:
    """Tell QGIS how to load the targets of a run: (parameter, path) of each.

    Called in the thread of the run; the layers are styled and put in order in the main thread.
    """
    for parameter, path in targets:
        _subjects[path] = subject
        if parameter.style and context.willLoadLayerOnCompletion(path):
            product = Product(parameter.label, subject, parameter.style)
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
        _arranger.add(layer)


class Arranger:
    """Puts layers that were loaded together into the group of their subject, when QGIS has loaded all of them."""

    def __init__(self):
        self._waiting = []

    def add(self, layer) -> None:
        """Take note of a layer; versions of QGIS differ in when they put it into the tree."""
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
    """Outlines on top, then heights over their relief, then the rest; what was there before beneath them."""
    group = _group(project.layerTreeRoot(), subject)
    outlines = [layer for layer in layers if isinstance(layer, QgsVectorLayer)]
    heights = [layer for layer in layers if layer.customProperty(PRODUCT) == "dtm"]
    others = [layer for layer in layers if layer not in outlines and layer not in heights]
    for index, layer in enumerate(outlines):
        _place(project, group, layer, index)
    first = sum(isinstance(node.layer(), QgsVectorLayer) for node in group.findLayers())
    for dtm in heights:
        drape(dtm)
        _place(project, group, dtm, first)
        relief = project.addMapLayer(hillshade(dtm, f"Relief of {dtm.name()}"), False)
        node = group.insertLayer(first + 1, relief)
        node.setExpanded(False)
        first += 2
    for index, layer in enumerate(others):
        _place(project, group, layer, first + index)


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
    legend = LEGENDS.get(layer.customProperty(PRODUCT))
    if legend and isinstance(layer, QgsRasterLayer):
        QgsMapLayerLegendUtils.setLegendNodeUserLabel(node, 0, legend)
        layer.legendChanged.emit()  # the list of layers has drawn it already
