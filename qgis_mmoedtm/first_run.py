"""From a layer, or from the sample that comes with the plugin, to Reconstruct filled in."""

from __future__ import annotations

from typing import Optional

from qgis.core import QgsProject, QgsRasterLayer

from .settings import resources
from .translation import tr

RECONSTRUCT = "mmoedtm:reconstruct"

SAMPLE_SUN = {"SUN_AZIMUTH": 292.0, "SUN_INCIDENCE": 58.0}
"""Of the sample's image, in degrees."""

LEAST_COARSER = 3.0
"""Times that a layer's pixels are larger than an image's, for it to be offered as the coarse DEM."""

DIALOGS: list = []
"""Open dialogs, which Python would else collect."""


def open_dialog(identifier: str, parameters: Optional[dict] = None):
    """Open an algorithm's dialog, filled in; QGIS's own, beside the map."""
    import processing

    dialog = processing.createAlgorithmDialog(identifier, parameters or {})
    if dialog is None:
        return None
    DIALOGS.append(dialog)
    dialog.rejected.connect(lambda: DIALOGS.remove(dialog) if dialog in DIALOGS else None)
    dialog.show()
    return dialog


def try_sample(iface):
    """Load the sample's image and coarse DEM, go there, and open Reconstruct for them."""
    project = QgsProject.instance()
    folder = resources() / "sample"
    layers = []
    for file, name in (("image.tif", tr("Sample image")), ("coarse_dem.tif", tr("Sample coarse DEM"))):
        there = [layer for layer in project.mapLayersByName(name) if layer.source() == str(folder / file)]
        layers.append(there[0] if there else QgsRasterLayer(str(folder / file), name))
    image, coarse = layers
    canvas = iface.mapCanvas()
    # First the project's frame: an Earth one has no way to the Moon, of which QGIS would complain for each layer.
    project.setCrs(image.crs())
    canvas.setDestinationCrs(image.crs())
    if image.id() not in project.mapLayers():
        group = project.layerTreeRoot().insertGroup(0, tr("MMoEDTM sample"))
        for layer in (coarse, image):  # the image on top
            project.addMapLayer(layer, False)
            group.insertLayer(0, layer)
    canvas.setExtent(image.extent())
    canvas.refresh()
    return open_dialog(RECONSTRUCT, {"IMAGE": image.id(), "COARSE_DEM": coarse.id(), **SAMPLE_SUN})


def reconstruct_from(layer):
    """Open Reconstruct for an image layer, with a coarse DEM where the project has just one that may be it."""
    given = {"IMAGE": layer.id()}
    others = [other for other in QgsProject.instance().mapLayers().values() if may_be_coarse(other, layer)]
    if len(others) == 1:
        given["COARSE_DEM"] = others[0].id()
    return open_dialog(RECONSTRUCT, given)


def may_be_coarse(other, image) -> bool:
    """Whether a layer may be the coarse DEM of an image: one band, over the same ground, of larger pixels."""
    if not isinstance(other, QgsRasterLayer) or other.id() == image.id() or other.bandCount() != 1:
        return False
    if other.crs() != image.crs():
        return False
    larger = other.rasterUnitsPerPixelX() >= LEAST_COARSER * image.rasterUnitsPerPixelX() > 0
    return larger and other.extent().intersects(image.extent())
