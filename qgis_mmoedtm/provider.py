"""The Processing provider ``mmoedtm``: the operations and the shipped chains."""

from __future__ import annotations

from qgis.core import QgsApplication, QgsMessageLog, QgsProcessingModelAlgorithm, QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from .algorithm import EngineAlgorithm
from .engine.operations import TOOLBOX
from .settings import resources


class MmoedtmProvider(QgsProcessingProvider):
    """Offers every operation as an algorithm and every .model3 of resources/chains as a chain."""

    def id(self):
        """Prefix of the algorithms' identifiers."""
        return "mmoedtm"

    def name(self):
        """Name in the toolbox."""
        return "MMoEDTM"

    def longName(self):  # noqa: N802
        """Name with what it does."""
        return "MMoEDTM - lunar terrain from one image"

    def icon(self):
        """Icon in the toolbox."""
        return QIcon(str(resources() / "icons" / "mmoedtm.svg"))

    def loadAlgorithms(self):  # noqa: N802
        """Add algorithms, and chains once their parts can be found in the registry."""
        for operation in TOOLBOX.values():
            self.addAlgorithm(EngineAlgorithm(operation))
        if QgsApplication.processingRegistry().providerById(self.id()) is None:
            return
        for path in sorted((resources() / "chains").glob("*.model3")):
            chain = QgsProcessingModelAlgorithm()
            if chain.fromFile(str(path)):
                self.addAlgorithm(chain)
            else:
                QgsMessageLog.logMessage(f"The chain {path} cannot be read.", "MMoEDTM")
