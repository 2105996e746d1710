"""The Processing provider ``mmoedtm``: the operations and the shipped chains."""

from __future__ import annotations

from qgis.core import QgsApplication, QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from .algorithm import EngineAlgorithm
from .chains import CHAINS, Chain
from .engine.operations import TOOLBOX
from .settings import resources


class MmoedtmProvider(QgsProcessingProvider):
    """Offers every operation as an algorithm, and the chains."""

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
        for plan in CHAINS:
            self.addAlgorithm(Chain(plan))

    def supportedOutputRasterLayerExtensions(self):  # noqa: N802
        """Formats that the engine writes rasters in, the usual one first."""
        return ["tif", "tiff"]

    def supportedOutputVectorLayerExtensions(self):  # noqa: N802
        """Formats that the engine writes layers in, the usual one first."""
        return ["gpkg", "geojson", "json", "shp"]

    def defaultRasterFileExtension(self, *_):  # noqa: N802
        """That of a temporary raster, whatever the user's usual one is."""
        return "tif"

    def defaultVectorFileExtension(self, *_):  # noqa: N802
        """That of a temporary layer, whatever the user's usual one is."""
        return "gpkg"

    def supportsNonFileBasedOutput(self):  # noqa: N802
        """Results are files."""
        return False
