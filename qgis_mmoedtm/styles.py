"""How results look: a style for each product, spread over its own range, and fields in words."""

from __future__ import annotations

import re

from qgis.core import (
    QgsContrastEnhancement,
    QgsRasterLayer,
    QgsRasterMinMaxOrigin,
    QgsRectangle,
    QgsSingleBandGrayRenderer,
    QgsSingleBandPseudoColorRenderer,
    QgsVectorLayer,
)

from .settings import resources
from .translation import later

STRETCHED = ("dtm", "spread", "height_error", "slope_error")
"""Styles whose colours are spread over the range of the layer's own values."""

LEGENDS = {
    "dtm": later("Height above 1737.4 km (m)"),
    "spread": later("Spread of overlapping tiles (m)"),
    "height_error": later("Standard deviation of height (m)"),
    "slope_error": later("Standard deviation of slope (degrees)"),
    "support": later("What the height rests on"),
    "slope": later("Slope (degrees)"),
    "slope_variance": later("Variance of slope (degrees squared)"),
    "slope_deviation": later("Standard deviation of slope (degrees)"),
    "cpr": later("Circular polarisation ratio"),
    "error": later("DTM minus reference (m)"),
    "hillshade": later("Brightness"),
    "lit": later("Share of the Sun's disc that is seen"),
    "classes": later("Terrain class"),
    "shadows": later("Light"),
    "shadow_difference": later("Shadows of image and DTM"),
}
"""What a raster of a style shows, in its legend."""

UNITS = {"m": "m", "m2": "m²", "deg": "degrees", "deg2": "degrees²", "km2": "km²", "percent": "%", "px": "pixels"}
"""Endings of field names, and what they stand for."""


def apply_style(layer, style: str) -> None:
    """Load resources/styles/STYLE.qml into a layer, and fit it to the layer's values and fields."""
    layer.loadNamedStyle(str(resources() / "styles" / f"{style}.qml"))
    if isinstance(layer, QgsRasterLayer) and style in STRETCHED:
        _stretch(layer)
    if isinstance(layer, QgsVectorLayer):
        _name_fields(layer)
    layer.emitStyleChanged()
    layer.triggerRepaint()


def value_range(layer: QgsRasterLayer) -> tuple:
    """Least and largest value of a raster: what the file says, else all of its pixels."""
    # By a stretch of a copy: what a provider says of its statistics is asked for in another way in each version.
    copy, everywhere, every_pixel = layer.clone(), QgsRectangle(), 0
    copy.setRenderer(QgsSingleBandGrayRenderer(copy.dataProvider(), 1))
    stretch = QgsContrastEnhancement.ContrastEnhancementAlgorithm.StretchToMinimumMaximum
    copy.setContrastEnhancement(stretch, QgsRasterMinMaxOrigin.Limits.MinMax, everywhere, every_pixel, False)
    found = copy.renderer().contrastEnhancement()
    return found.minimumValue(), found.maximumValue()


def alias(name: str) -> str:
    """A field's name in words: ``relief_m`` is 'Relief (m)'."""
    words = re.split(r"_", name)
    unit = UNITS.get(words[-1]) if len(words) > 1 else None
    text = " ".join(words[:-1] if unit else words)
    text = text[:1].upper() + text[1:]
    return f"{text} ({unit})" if unit else text


def _stretch(layer: QgsRasterLayer) -> None:
    least, most = value_range(layer)
    if not isinstance(layer.renderer(), QgsSingleBandPseudoColorRenderer) or most <= least:
        return
    # A renderer of its own: a legend takes no notice of changes in the one that it has.
    renderer = layer.renderer().clone()
    renderer.setClassificationMin(least)
    renderer.setClassificationMax(most)
    shader = renderer.shader().rasterShaderFunction()
    shader.setMinimumValue(least)
    shader.setMaximumValue(most)
    shader.classifyColorRamp(32, 1, layer.extent(), layer.dataProvider())
    layer.setRenderer(renderer)


def _name_fields(layer: QgsVectorLayer) -> None:
    """Aliases for all fields, and a table of them as map tip."""
    rows = []
    for index, field in enumerate(layer.fields()):
        if field.name() in ("fid", "ogc_fid"):
            continue
        if not layer.attributeAlias(index):
            layer.setFieldAlias(index, alias(field.name()))
        rows.append(f'<tr><td>{layer.attributeAlias(index)}</td><td>[% "{field.name()}" %]</td></tr>')
    layer.setMapTipTemplate(f"<table>{''.join(rows)}</table>")
