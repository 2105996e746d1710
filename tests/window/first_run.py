"""From the zip to a DTM, in the real window: run inside QGIS by ``qgis --code``."""

import os
import sys
from pathlib import Path

sys.path.insert(0, os.environ["MMOEDTM_TRIAL_CODE"])

import numpy as np
from osgeo import gdal
from qgis.core import Qgis, QgsApplication, QgsProject, QgsRasterLayer
from qgis.gui import QgsFileWidget
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QDialog, QLabel, QListWidget, QMessageBox, QPushButton
from qgis.utils import iface
from walk import Walk, named

FOLDER = Path(os.environ["MMOEDTM_TRIAL_FOLDER"])
TRUTH = Path(os.environ["MMOEDTM_TRIAL_CODE"]).parents[1] / "resources" / "sample" / "truth.tif"


def steps(walk):
    """Install, set up, try the sample, run."""
    walk.facts["qgis"] = Qgis.QGIS_VERSION
    yield lambda: iface.mainWindow().isVisible() and walk.seconds > 1.0
    iface.mainWindow().setGeometry(0, 0, 1280, 900)
    walk.command(iface.actionManagePlugins(), "menu Plugins", "Manage and Install Plugins...")
    yield lambda: manager() is not None
    pages = next(w for w in manager().findChildren(QListWidget) if w.count() > 3)
    entry = next(pages.item(i) for i in range(pages.count()) if "ZIP" in pages.item(i).text())
    walk.click(pages.viewport(), "Install from ZIP", pages.visualItemRect(entry).center())
    yield lambda: named(QPushButton, "buttonInstallFromZip") is not None
    # The path is typed or pasted; the button beside it would take two clicks more.
    named(QgsFileWidget, "mZipFileWidget").setFilePath(os.environ["MMOEDTM_TRIAL_ZIP"])
    walk.picture("install_from_zip")
    walk.click(named(QPushButton, "buttonInstallFromZip"), "Install plugin")
    yield lambda: named(QMessageBox) is not None or "qgis_mmoedtm" in loaded()
    box = named(QMessageBox)
    if box is not None:
        yield lambda at=walk.seconds: walk.seconds > at + 0.5
        walk.picture("really")
        walk.click(box.button(QMessageBox.StandardButton.Yes), "Yes")
    yield lambda: "qgis_mmoedtm" in loaded() and named(QMessageBox) is None
    walk.picture("installed")
    close = next(b for b in manager().findChildren(QPushButton) if b.isVisible() and "Close" in b.text())
    walk.click(close, "Close")
    yield lambda: manager() is None and button("set_up_and_try_a_sample") is not None
    yield lambda at=walk.seconds: walk.seconds > at + 1.0
    walk.picture("offered")
    before = walk.seconds
    walk.click(button("set_up_and_try_a_sample"), "Set up and try a sample")
    seen = set()
    yield lambda: any("Step 3" in text for text in heard(seen))
    walk.picture("setting_up")
    yield lambda: heard(seen) and dialog() is not None
    walk.facts["steps"] = sorted(text for text in seen if "Step" in text)
    walk.facts["set_up_seconds"] = walk.seconds - before
    yield lambda at=walk.seconds: walk.seconds > at + 2.0
    walk.picture("sample_with_reconstruct")
    walk.facts["ready"] = [text for text in heard(set()) if "ready" in text]
    walk.click(dialog().runButton(), "Run")
    yield lambda: results() and not dialog().isRunning() if hasattr(dialog(), "isRunning") else results()
    walk.facts["seconds_to_dtm"] = walk.seconds
    dialog().close()
    yield lambda at=walk.seconds: walk.seconds > at + 3.0
    walk.picture("dtm")
    walk.facts["layers"] = [layer.name() for layer in results()]
    walk.facts["rmse"] = rmse(results())
    yield from options(walk)


def options(walk):
    """The page of settings, with a tile run on it."""
    action = next(a for a in iface.mainWindow().findChildren(object) if a.objectName() == "mmoedtm_settings")
    QTimer.singleShot(0, action.trigger)
    yield lambda: named("OptionsPage") is not None
    page = named("OptionsPage")
    QTimer.singleShot(0, page.check.click)
    yield lambda: page.provider.text().startswith("Runs on")
    walk.facts["checked"], walk.facts["state"] = page.provider.text(), page.state.text()
    walk.picture("options")
    walk.picture("options_page", page)
    window = page.window()
    QTimer.singleShot(0, window.reject if isinstance(window, QDialog) else window.close)
    yield lambda: named("OptionsPage") is None


def manager():
    """QGIS's window of plugins."""
    return named("QgsPluginManager") or named(QDialog, "QgsPluginManagerBase")


def loaded():
    """Plugins that run."""
    from qgis import utils

    return utils.plugins


def button(name):
    """A button of the plugin's message."""
    return named(QPushButton, "mmoedtm_" + name)


def heard(seen):
    """Texts of the message bar, gathered."""
    seen.update(label.text() for label in iface.messageBar().findChildren(QLabel))
    for browser in iface.messageBar().findChildren(object):
        if hasattr(browser, "toPlainText"):
            seen.add(browser.toPlainText())
    return seen


def dialog():
    """Reconstruct's window."""
    return named("AlgorithmDialog")


def results():
    """Layers of heights that were not there before."""
    sample = {"Sample image", "Sample coarse DEM"}
    rasters = [x for x in QgsProject.instance().mapLayers().values() if isinstance(x, QgsRasterLayer)]
    busy = QgsApplication.taskManager().countActiveTasks()
    return [layer for layer in rasters if layer.name() not in sample] if not busy else []


def rmse(layers):
    """Of the layer of heights against the sample's truth, in metres."""
    truth = gdal.Open(str(TRUTH)).ReadAsArray()
    for layer in layers:
        made = gdal.Open(layer.source().partition("|")[0])
        if made.RasterCount == 1 and (made.RasterYSize, made.RasterXSize) == truth.shape:
            return float(np.sqrt(np.nanmean((made.ReadAsArray() - truth) ** 2)))
    raise AssertionError([layer.name() for layer in layers])


QTimer.singleShot(0, lambda: globals().update(WALK=Walk(steps, FOLDER)))
