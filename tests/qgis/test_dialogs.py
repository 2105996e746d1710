"""What a dialog begins with: never one layer for two things."""

from pathlib import Path

import pytest

pytest.importorskip("qgis.core", reason="QGIS's Python packages are not here")

from qgis.core import QgsApplication, QgsProject, QgsRasterLayer
from qgis.PyQt.QtWidgets import QComboBox

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "resources" / "sample"
TWO = ("lunar_dtm", "align", "reconstruct", "classify", "shadow_check", "compare_shadows", "roughness_vs_sar")


@pytest.fixture
def plugin(qgis_app, qgis_processing, monkeypatch):
    from processing.gui import ParametersPanel

    from qgis_mmoedtm import classFactory

    monkeypatch.setattr(ParametersPanel, "iface", None)  # the stub of a window has no browser

    made = classFactory(None)
    made.initGui()
    QgsProject.instance().clear()
    yield made
    made.unload()
    QgsProject.instance().clear()


def load(*names):
    made = {name: QgsRasterLayer(str(SAMPLE / f"{name}.tif"), name) for name in names}
    QgsProject.instance().addMapLayers(list(made.values()))
    return {layer.id(): name for name, layer in made.items()}


def chosen(name, layers):
    """Layers that the dialog of an algorithm begins with, by parameter."""
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"mmoedtm:{name}")
    dialog = algorithm.createCustomParametersWidget(None)
    wrappers = dialog.mainWidget().wrappers
    labels = {key: wrapper.wrappedLabel().text() for key, wrapper in wrappers.items() if wrapper.wrappedLabel()}
    assert labels["IMAGE"] == "Image", "what is needed is not called optional"
    found = {key: wrappers[key].parameterValue() for key in ("IMAGE", "COARSE_DEM", "DTM", "SAR") if key in wrappers}
    for key in (key for key, value in found.items() if value in layers):
        text = wrappers[key].wrappedWidget().findChild(QComboBox).currentText()
        assert text.split(" ")[0] in layers.values(), "layers go by their names"
    dialog.close()
    return {key: layers.get(value) for key, value in found.items()}


@pytest.mark.parametrize("name", TWO)
@pytest.mark.parametrize("there", [("image",), ("image", "coarse_dem"), ("coarse_dem", "image"), ("image", "truth")])
def test_no_layer_is_preselected_twice(plugin, name, there):
    layers = load(*there)
    found = [layer for layer in chosen(name, layers).values() if layer is not None]
    assert len(found) == len(set(found))


def test_image_and_coarse_dem_are_told_apart_by_their_pixels(plugin):
    layers = load("coarse_dem", "image")
    for name in ("lunar_dtm", "reconstruct"):
        found = chosen(name, layers)
        assert (found["IMAGE"], found["COARSE_DEM"]) == ("image", "coarse_dem")


def test_two_rasters_of_one_pixel_size_leave_the_choice(plugin):
    layers = load("image", "truth")
    assert chosen("lunar_dtm", layers)["COARSE_DEM"] is None
