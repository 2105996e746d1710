"""The plugin: provider and menu."""

from __future__ import annotations

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QTimer

from .provider import MmoedtmProvider


class MmoedtmPlugin:
    """Registers the provider, and in the desktop program the menu.

    ``iface`` is None in ``qgis_process``, which calls ``initProcessing`` alone.
    """

    def __init__(self, iface):
        self._iface = iface
        self._provider = None
        self._menu = self._dock = None

    def initProcessing(self):  # noqa: N802
        """Add the provider."""
        self._provider = MmoedtmProvider()
        QgsApplication.processingRegistry().addProvider(self._provider)
        # A chain asks the registry for the algorithms in it, so chains come in a second pass.
        self._provider.refreshAlgorithms()

    def initGui(self):  # noqa: N802
        """Add provider and menu."""
        self.initProcessing()
        if self._iface is not None:
            from .menu import Menu
            from .panel.dock import ResultDock

            self._menu, self._dock = Menu(self._iface), ResultDock(self._iface)
            self._menu.guide.engine_changed.connect(self._provider.offer_anew)
            # After QGIS has shown its window: whether the engine is whole is asked of several thousand files.
            QTimer.singleShot(0, self._menu.guide.offer)

    def unload(self):
        """Take both away again."""
        if self._menu is not None:
            self._menu.remove()
            self._dock.remove()
            self._menu = self._dock = None
        if self._provider is not None:
            QgsApplication.processingRegistry().removeProvider(self._provider)
            self._provider = None
