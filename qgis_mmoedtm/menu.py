"""The menu Raster > MMoEDTM, and the entry in the context menu of raster layers."""

from __future__ import annotations

import functools
import sys

from qgis.core import Qgis, QgsApplication, QgsMapLayer
from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtGui import QDesktopServices, QIcon
from qgis.PyQt.QtWidgets import QAction, QApplication, QMenu

from . import environment, first_run
from .options_page import PAGE, OptionsFactory
from .settings import engine_folder, has_training, interpreter, plugin_folder, resources, wants_training
from .setup_guide import TITLE, SetupGuide
from .translation import later, tr


class Menu:
    """Everything that the plugin adds to QGIS's window."""

    def __init__(self, iface):
        self._iface = iface
        self.guide = SetupGuide(iface)
        self._icon = QIcon(str(resources() / "icons" / "mmoedtm.svg"))
        self._tools = QMenu(tr("All tools"), iface.mainWindow())
        self._tools.aboutToShow.connect(self._fill_tools)
        self._actions = []
        self._add(later("Try it on a sample"), lambda: first_run.try_sample(iface))
        self._add("Reconstruct a DTM...", lambda: first_run.open_dialog(first_run.RECONSTRUCT))
        self._add(later("All tools")).setMenu(self._tools)
        self._add("").setSeparator(True)
        self._add(later("Set up the engine"), self.guide.set_up)
        self._add(later("Repair the engine"), self.guide.repair)
        self._add(later("Settings..."), self.settings)
        self._add(later("Help"), self.help)
        self._add(later("Copy a diagnostics report"), self.report)
        self._on_layer = QAction(self._icon, tr("Reconstruct from this layer..."), iface.mainWindow())
        self._on_layer.triggered.connect(self._reconstruct)
        iface.addCustomActionForLayerType(self._on_layer, "", QgsMapLayer.LayerType.RasterLayer, True)
        self._options = OptionsFactory(self.guide)
        iface.registerOptionsWidgetFactory(self._options)

    def _add(self, text, slot=None):
        action = QAction(self._icon, tr(text), self._iface.mainWindow())
        action.setObjectName("mmoedtm_" + text.lower().strip(".").replace(" ", "_"))
        if slot is not None:
            action.triggered.connect(lambda *_: slot())
        self._iface.addPluginToRasterMenu(TITLE, action)
        self._actions.append(action)
        return action

    def remove(self):
        """Take everything away and stop a set-up under way."""
        self.guide.stop()
        self._iface.unregisterOptionsWidgetFactory(self._options)
        self._iface.removeCustomActionForLayerType(self._on_layer)
        for action in self._actions:
            self._iface.removePluginRasterMenu(TITLE, action)
        self._actions = []
        self._tools.deleteLater()

    def settings(self):
        """Open the page of settings."""
        self._iface.showOptionsDialog(self._iface.mainWindow(), PAGE)

    def help(self):
        """Open the pages that come with the plugin."""
        page = plugin_folder() / "help" / "index.html"
        if page.is_file():
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(page)))
        else:
            self._say(
                tr("This copy of the plugin has no help pages ({page}); install the plugin from its zip.").format(
                    page=page
                )
            )

    def report(self):
        """Put what a helper needs to know on the clipboard."""
        QApplication.clipboard().setText(diagnostics())
        self._say(tr("The report is on the clipboard; paste it where you ask for help."))

    def _reconstruct(self):
        layer = self._iface.activeLayer()
        if layer is not None:
            first_run.reconstruct_from(layer)

    def _fill_tools(self):
        """The algorithms as they are now, by group."""
        self._tools.clear()
        provider = QgsApplication.processingRegistry().providerById("mmoedtm")
        groups = {}
        for algorithm in provider.algorithms() if provider is not None else ():
            if algorithm.group() not in groups:
                groups[algorithm.group()] = self._tools.addMenu(algorithm.group() or tr("Chains"))
            action = groups[algorithm.group()].addAction(algorithm.icon(), algorithm.displayName() + "...")
            action.triggered.connect(functools.partial(_open, algorithm.id()))

    def _say(self, text):
        self._iface.messageBar().pushMessage(TITLE, text, Qgis.MessageLevel.Info, 10)


def _open(identifier, *_):
    first_run.open_dialog(identifier)


def diagnostics() -> str:
    """Versions and the state of the environment, in Markdown."""
    from .engine import __version__

    folder = engine_folder()
    problem = environment.fault_of(folder, resources())
    try:
        python = str(interpreter())
    except environment.SetupError as error:
        python = f"none ({error})"
    log = environment.log_of(folder)
    tail = log.read_text(encoding="utf-8", errors="replace")[-3000:] if log.exists() else "no log"
    return "\n".join(
        [
            f"- MMoEDTM {__version__}, QGIS {Qgis.QGIS_VERSION}, Python {sys.version.split()[0]}, {sys.platform}",
            f"- interpreter of the engine: {python}",
            f"- managed environment: {folder}, {problem or 'whole'}",
            f"- packages for training: wanted {wants_training()}, there {has_training()}",
            f"- NVIDIA driver: {environment.has_nvidia_driver()}",
            "",
            "```",
            tail,
            "```",
        ]
    )
