"""The panel of results: what it shows of runs, the swipe, the profile, and the way back into the dialog."""

import time
from pathlib import Path

import pytest

pytest.importorskip("qgis.core", reason="QGIS's Python packages are not here")

from qgis.core import QgsPointXY, QgsRasterLayer

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "resources" / "sample"


def made_run(name="reconstruct", **outputs):
    from qgis_mmoedtm.engine.operations import TOOLBOX

    from qgis_mmoedtm.runs import Run

    inputs = {"image": str(SAMPLE / "image.tif"), "coarse_dem": str(SAMPLE / "coarse_dem.tif"), "sun_azimuth": 292.0,
              "saturation": None}  # fmt: skip
    results = {"tiles": 6, "coverage": 99.5, "contrast_reliable": True, "provider_used": "CPUExecutionProvider"}
    return Run(TOOLBOX[name], "image", inputs, outputs, results)


@pytest.fixture
def dock(qgis_app, qgis_iface, monkeypatch):
    from qgis_mmoedtm.panel.dock import ResultDock

    for name in ("addDockWidget", "removeDockWidget"):  # the stub of a window has no docks
        monkeypatch.setattr(qgis_iface, name, lambda *arguments: None, raising=False)
    made = ResultDock(qgis_iface)
    yield made
    made.remove()


def test_a_run_of_the_engine_reaches_the_panel_with_its_figures(dock, qgis_app, tmp_path):
    from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingFeedback

    from qgis_mmoedtm import classFactory

    plugin = classFactory(None)
    plugin.initGui()
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("mmoedtm:evaluate")
    truth, page = str(SAMPLE / "truth.tif"), str(tmp_path / "r.html")
    given = {"DTM": truth, "REFERENCE": truth, "OUTPUT": page}
    _, fine = algorithm.run(given, QgsProcessingContext(), QgsProcessingFeedback())
    plugin.unload()
    assert fine and dock._choice.currentText() == "Evaluate DTM: truth" and dock.report.isEnabled()
    cells = [[dock.figures.item(row, column).text() for column in (0, 1)] for row in range(dock.figures.rowCount())]
    assert dict(cells)["RMSE against the reference (m)"] == "0"
    run = dock._runs[0]
    assert run.report == page and run.parameters["DTM"] == truth and "OUTPUT" not in run.parameters


def test_image_and_relief_lie_under_one_swipe(dock, qgis_app):
    dock.take(made_run(output=str(SAMPLE / "truth.tif")))
    assert dock.isVisibleTo(dock.parentWidget())
    canvas = dock.canvas
    canvas.resize(300, 300)
    assert [layer.renderer().type() for layer in canvas.layers()] == ["singlebandpseudocolor", "hillshade"]
    canvas.refresh()
    end = time.monotonic() + 60
    while (canvas.isDrawing() or canvas._curtain.picture is None) and time.monotonic() < end:
        qgis_app.processEvents()
    pictures = []
    for share in (0, 1000):
        dock.slider.setValue(share)
        pictures.append(canvas.grab().toImage())
    width, height = pictures[0].width(), pictures[0].height()
    relief, image = (picture.pixelColor(width // 2 - 30, height // 2) for picture in pictures)
    assert image.red() == image.green() == image.blue(), "the image is grey"
    assert relief.red() != relief.blue(), "heights have colours"


def test_the_profile_is_that_of_the_row_under_the_mouse(dock):
    dock.take(made_run(output=str(SAMPLE / "truth.tif")))
    place = QgsPointXY(100.0, -300.0)
    dock._point(place)
    profile, coarse = dock.profile.profiles
    assert (profile.name, coarse.name) == ("DTM", "Coarse DEM")
    extent = dock.canvas.extent()
    truth = QgsRasterLayer(str(SAMPLE / "truth.tif"))
    step = extent.width() / len(profile.values)
    compared = 0
    for index in range(0, len(profile.values), 37):
        x = extent.xMinimum() + (index + 0.5) * step
        value, known = truth.dataProvider().sample(QgsPointXY(x, place.y()), 1)
        if known and profile.values[index] is not None:
            assert profile.values[index] == pytest.approx(value, abs=3.0)
            compared += 1
    assert compared >= 4


def test_run_again_opens_the_dialog_filled_in(dock, qgis_processing, monkeypatch):
    import processing

    asked = []

    class Dialog:
        def show(self):
            asked.append("shown")

    monkeypatch.setattr(processing, "createAlgorithmDialog", lambda *given: asked.append(given) or Dialog())
    dock.take(made_run(output=str(SAMPLE / "truth.tif")))
    dock.again.click()
    name, parameters = asked[0]
    assert name == "mmoedtm:reconstruct" and asked[1] == "shown"
    assert parameters == {
        "IMAGE": str(SAMPLE / "image.tif"), "COARSE_DEM": str(SAMPLE / "coarse_dem.tif"), "SUN_AZIMUTH": 292.0
    }  # fmt: skip


def test_a_run_whose_files_are_gone_still_tells_its_figures(dock, tmp_path):
    dock.take(made_run(output=str(tmp_path / "gone.tif")))
    assert dock.figures.rowCount() == 4 and not dock.canvas.layers()
    dock.take(made_run(output=str(SAMPLE / "truth.tif")))
    dock._choice.setCurrentIndex(1)
    assert not dock.canvas.layers() and dock.profile.profiles == []
