"""The dialog of an algorithm: QGIS's own, with layers chosen that can be meant.

QGIS preselects the active layer for every raster that is needed, so that image and coarse DEM begin as the same one.
"""

from __future__ import annotations

from qgis.core import QgsProcessingContext, QgsProject, QgsRasterLayer
from qgis.PyQt.QtWidgets import QComboBox

IMAGE, COARSE = "IMAGE", "COARSE_DEM"


def dialog_of(algorithm, needed, parent):
    """A dialog for an algorithm; ``needed`` are the names of the rasters that cannot be left out in the usual case."""
    from processing.gui.AlgorithmDialog import AlgorithmDialog

    dialog = AlgorithmDialog(algorithm.create(), parent=parent)
    wrappers = {name: wrapper for name, wrapper in dialog.mainWidget().wrappers.items() if name in needed}
    if len(wrappers) > 1:
        for name, layer in suited(list(wrappers)).items():
            _choose(wrappers[name], layer)
    for name, wrapper in wrappers.items():
        label = wrapper.wrappedLabel()
        if label is not None:
            label.setText(algorithm.parameterDefinition(name).description())
    return dialog


def suited(names) -> dict:
    """A raster of the project for each name, or None: the finest for the image, the coarsest for the coarse DEM.

    No layer is taken twice, and where there is a choice of what it may be, the user makes it.
    """
    rasters = [layer for layer in QgsProject.instance().mapLayers().values() if _fits(layer)]
    rasters.sort(key=lambda layer: (layer.rasterUnitsPerPixelX(), layer.name()))
    found = dict.fromkeys(names)
    if IMAGE in found and rasters:
        found[IMAGE] = rasters.pop(0)
    finest = found.get(IMAGE)
    if COARSE in found and rasters:
        coarsest = rasters[-1]
        if finest is None or coarsest.rasterUnitsPerPixelX() > 2.0 * finest.rasterUnitsPerPixelX():
            found[COARSE] = coarsest
    return found


def _fits(layer):
    return isinstance(layer, QgsRasterLayer) and layer.isValid() and layer.bandCount() == 1


def _choose(wrapper, layer):
    """Choose a layer, or none: an empty line, which QGIS asks the user to fill when the algorithm is run."""
    if layer is None:
        wrapper.wrappedWidget().findChild(QComboBox).setCurrentIndex(-1)
    else:
        context = QgsProcessingContext()
        context.setProject(QgsProject.instance())
        wrapper.setParameterValue(layer.id(), context)
