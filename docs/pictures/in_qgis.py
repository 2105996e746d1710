"""Runs inside QGIS: does what the tutorial tells, and grabs the windows on the way.

``windows.py`` starts it. Each step is a function; the next one begins when the window has settled.
"""

import os
import traceback
from pathlib import Path

import processing
from qgis.core import QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import QTimer, QUrl
from qgis.PyQt.QtWidgets import QApplication, QDockWidget, QTreeView
from qgis.utils import iface

MADE = Path(os.environ["MMOEDTM_PICTURES"])
DATA = Path(os.environ["MMOEDTM_DATA"])
SETTLE_MS = 1500

kept = {}
"""Windows that must outlive the step that opened them."""


def grab(widget, name):
    """Keep a picture of a widget."""
    iface.messageBar().clearWidgets()
    widget.grab().save(str(MADE / f"{name}.png"))


def load():
    """Image and coarse DEM in the map."""
    window = iface.mainWindow()
    window.showNormal()
    window.setGeometry(0, 0, 1280, 860)
    for dock in window.findChildren(QDockWidget):
        dock.setVisible(dock.objectName() in ("Layers", "ProcessingToolbox"))
    for name in ("SLDEM2015", "M104318871LE_map"):
        layer = QgsRasterLayer(str(DATA / f"{name}.tif"), name)
        QgsProject.instance().setCrs(layer.crs())
        QgsProject.instance().addMapLayer(layer)
        kept[name] = layer.id()
    show_image()


def show_image():
    """Move the map to the image."""
    layer = QgsProject.instance().mapLayer(kept["M104318871LE_map"])
    iface.mapCanvas().setExtent(layer.extent())
    iface.mapCanvas().refresh()


def toolbox():
    """The algorithms in the toolbox."""
    dock = iface.mainWindow().findChild(QDockWidget, "ProcessingToolbox")
    view = dock.findChild(QTreeView)
    model = view.model()
    for row in range(model.rowCount()):
        index = model.index(row, 0)
        if model.data(index) == "MMoEDTM":
            view.expand(index)
            view.scrollTo(index, QTreeView.ScrollHint.PositionAtTop)
            for inner in range(model.rowCount(index)):
                view.expand(model.index(inner, 0, index))
    QTimer.singleShot(SETTLE_MS, lambda: grab(iface.mainWindow(), "window_layers"))


def dialog():
    """Reconstruct DTM, filled in."""
    asked = {"IMAGE": kept["M104318871LE_map"], "COARSE_DEM": kept["SLDEM2015"], "SUN_AZIMUTH": 292.0,
             "SUN_INCIDENCE": 58.0}  # fmt: skip
    made = processing.createAlgorithmDialog("mmoedtm:reconstruct", asked)
    made.setParent(iface.mainWindow(), made.windowFlags())
    made.resize(1000, 760)
    made.show()
    kept["dialog"] = made
    QTimer.singleShot(SETTLE_MS, lambda: grab(made, "window_reconstruct"))


def run():
    """Run it; the next step waits for its end."""
    made = kept["dialog"]
    kept["ended"] = False
    made.algorithmFinished.connect(lambda fine, results: kept.update(ended=True, dtm=results.get("OUTPUT")))
    made.runButton().click()


def log():
    """What it said."""
    grab(kept["dialog"], "window_log")
    kept["dialog"].close()


def result():
    """The DTM in the map."""
    show_image()
    QTimer.singleShot(3 * SETTLE_MS, lambda: grab(iface.mainWindow(), "window_dtm"))


def report():
    """The report of Evaluate DTM, as a browser shows it."""
    from qgis.PyQt.QtWebKitWidgets import QWebView

    page = DATA / "report.html"
    processing.run(
        "mmoedtm:evaluate",
        {"DTM": kept["dtm"], "REFERENCE": str(DATA / "truth.tif"), "COARSE_DEM": str(DATA / "SLDEM2015.tif"),
         "IMAGE": str(DATA / "M104318871LE_map.tif"), "SUN_AZIMUTH": 292.0, "SUN_INCIDENCE": 58.0,
         "OUTPUT": str(page)},
    )  # fmt: skip
    view = QWebView()
    view.resize(900, 1000)
    view.load(QUrl.fromLocalFile(str(page)))
    view.show()
    kept["view"] = view
    QTimer.singleShot(2 * SETTLE_MS, lambda: grab(view, "report"))


def end():
    """Leave QGIS, without layers, over whose end QGIS 3.22 falls."""
    (MADE / "ended.txt").write_text("", encoding="ascii")
    QgsProject.instance().clear()
    QgsProject.instance().setDirty(False)
    QApplication.quit()


STEPS = [(load, 3 * SETTLE_MS), (toolbox, 2 * SETTLE_MS), (dialog, 2 * SETTLE_MS), (run, SETTLE_MS), (log, SETTLE_MS),
         (result, 5 * SETTLE_MS), (report, 4 * SETTLE_MS), (end, 0)]  # fmt: skip


def next_step(number=0):
    """One step after the other; what goes wrong is written down, and ends QGIS."""
    if not kept.get("ended", True):
        QTimer.singleShot(300, lambda: next_step(number))
        return
    step, wait_ms = STEPS[number]
    try:
        step()
    except Exception:  # whatever it is, QGIS must end and the caller must know
        (MADE / "failed.txt").write_text(f"{step.__name__}: {traceback.format_exc()}", encoding="utf-8")
        end()
        return
    if step is not end:
        QTimer.singleShot(wait_ms, lambda: next_step(number + 1))


QTimer.singleShot(3000, next_step)
