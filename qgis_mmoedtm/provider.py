"""The Processing provider ``mmoedtm``: the operations and the shipped chains."""

from __future__ import annotations

from qgis.core import QgsApplication, QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from .algorithm import EngineAlgorithm
from .chains import CHAINS, Chain
from .engine.operations import TOOLBOX, TRAINING
from .settings import has_training, resources
from .translation import tr


class MmoedtmProvider(QgsProcessingProvider):
    """Offers every operation as an algorithm, those for training where their packages are, and the chains."""

    _with_training = False

    def id(self):
        """Prefix of the algorithms' identifiers."""
        return "mmoedtm"

    def name(self):
        """Name in the toolbox."""
        return "MMoEDTM"

    def longName(self):  # noqa: N802
        """Name with what it does."""
        return tr("MMoEDTM - lunar terrain from one image")

    def icon(self):
        """Icon in the toolbox."""
        return QIcon(str(resources() / "icons" / "mmoedtm.svg"))

    def loadAlgorithms(self):  # noqa: N802
        """Add algorithms, and chains once their parts can be found in the registry."""
        self._with_training = has_training()
        for operation in (*TOOLBOX.values(), *(TRAINING.values() if self._with_training else ())):
            self.addAlgorithm(EngineAlgorithm(operation))
        if QgsApplication.processingRegistry().providerById(self.id()) is None:
            return
        for plan in CHAINS:
            self.addAlgorithm(Chain(plan))

    def offer_anew(self):
        """Add the operations that need the packages for training, or take them away, where that has changed."""
        if self._with_training != has_training():
            self.refreshAlgorithms()

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
