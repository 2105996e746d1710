"""Give loaded outputs their style."""

from __future__ import annotations

from qgis.core import (
    QgsProcessingLayerPostProcessorInterface,
    QgsRasterBandStats,
    QgsRasterLayer,
    QgsSingleBandPseudoColorRenderer,
)

from .settings import resources

STRETCHED = ("dtm", "spread")
"""Styles whose colours are spread over the range of the layer's own values."""


class StylePostProcessor(QgsProcessingLayerPostProcessorInterface):
    """Loads a .qml once the layer is there.

    QGIS holds no reference to a post-processor made in Python; the list does.
    """

    _kept: list = []

    @classmethod
    def make(cls, style: str) -> StylePostProcessor:
        """A processor that outlives its maker."""
        processor = cls()
        processor.style = style
        cls._kept.append(processor)
        del cls._kept[:-64]
        return processor

    def postProcessLayer(self, layer, context, feedback):  # noqa: N802
        """Style the layer (QGIS calls this in the main thread)."""
        apply_style(layer, self.style)


def apply_style(layer, style: str) -> None:
    """Load resources/styles/STYLE.qml into a layer."""
    layer.loadNamedStyle(str(resources() / "styles" / f"{style}.qml"))
    if style in STRETCHED and isinstance(layer, QgsRasterLayer):
        _stretch(layer)
    layer.triggerRepaint()


def _stretch(layer: QgsRasterLayer) -> None:
    renderer = layer.renderer()
    if not isinstance(renderer, QgsSingleBandPseudoColorRenderer):
        return
    wanted = QgsRasterBandStats.Stats
    stats = layer.dataProvider().bandStatistics(1, wanted.Min | wanted.Max, layer.extent(), 250000)
    if stats.maximumValue <= stats.minimumValue:
        return
    renderer.setClassificationMin(stats.minimumValue)
    renderer.setClassificationMax(stats.maximumValue)
    shader = renderer.shader().rasterShaderFunction()
    shader.setMinimumValue(stats.minimumValue)
    shader.setMaximumValue(stats.maximumValue)
    shader.classifyColorRamp(32, 1, layer.extent(), layer.dataProvider())
