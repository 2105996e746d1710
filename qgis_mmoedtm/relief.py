"""The relief of a DTM: the same raster as QGIS's own hillshade, with which the colours of heights are multiplied."""

from __future__ import annotations

import math

from qgis.core import QgsBilinearRasterResampler, QgsHillshadeRenderer, QgsRasterLayer, QgsRectangle, QgsUnitTypes
from qgis.PyQt.QtGui import QPainter

AZIMUTH_DEG, ALTITUDE_DEG = 315.0, 45.0
"""Light from the upper left, where eyes take bumps for bumps and craters for craters."""

SEEN_SLOPE = math.tan(math.radians(12.0))
"""Slope (root of the mean square) at which craters show well; flatter ground is exaggerated up to it."""

MOST_EXAGGERATION = 6.0
PROBED = 96
"""Pixels along each side of the part whose slopes are looked at."""

METRES_PER_DEGREE = 1737400.0 * math.pi / 180.0


def hillshade(dtm: QgsRasterLayer, name: str) -> QgsRasterLayer:
    """A layer of the same raster that shows its relief."""
    layer = QgsRasterLayer(dtm.source(), name, dtm.providerType())
    layer.setCrs(dtm.crs())
    renderer = QgsHillshadeRenderer(layer.dataProvider(), 1, AZIMUTH_DEG, ALTITUDE_DEG)
    degrees = layer.crs().mapUnits() == QgsUnitTypes.DistanceUnit.DistanceDegrees
    unit_m = METRES_PER_DEGREE if degrees else 1.0
    renderer.setZFactor(exaggeration(layer, unit_m) / unit_m)
    layer.setRenderer(renderer)
    smooth(layer)
    return layer


def drape(dtm: QgsRasterLayer) -> None:
    """Let what lies beneath a DTM show through its colours."""
    dtm.setBlendMode(QPainter.CompositionMode.CompositionMode_Multiply)
    smooth(dtm)


def smooth(layer: QgsRasterLayer) -> None:
    """Interpolate where a pixel of the screen is more or less than one of the raster."""
    layer.resampleFilter().setZoomedInResampler(QgsBilinearRasterResampler())
    layer.resampleFilter().setZoomedOutResampler(QgsBilinearRasterResampler())
    layer.resampleFilter().setMaxOversampling(4.0)


def exaggeration(layer: QgsRasterLayer, unit_m: float = 1.0) -> float:
    """Factor of heights that brings the slopes in the middle of a DTM to where they show; 1 where they do."""
    x, y = layer.rasterUnitsPerPixelX(), layer.rasterUnitsPerPixelY()
    columns, rows = min(PROBED, layer.width()), min(PROBED, layer.height())
    middle = layer.extent().center()
    part = QgsRectangle.fromCenterAndSize(middle, columns * x, rows * y)
    block = layer.dataProvider().block(1, part, columns, rows)
    squares = [
        ((block.value(row, column + 1) - block.value(row, column)) / (x * unit_m)) ** 2
        for row in range(rows)
        for column in range(columns - 1)
        if not (block.isNoData(row, column) or block.isNoData(row, column + 1))
    ]
    slope = math.sqrt(2.0 * sum(squares) / len(squares)) if squares else SEEN_SLOPE
    return min(max(SEEN_SLOPE / max(slope, 1e-9), 1.0), MOST_EXAGGERATION)
