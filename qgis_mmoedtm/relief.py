"""The relief of a DTM: the same raster as QGIS's own hillshade, with which the colours of heights are multiplied."""

from __future__ import annotations

import math

from qgis.core import QgsBilinearRasterResampler, QgsHillshadeRenderer, QgsRasterLayer, QgsRectangle, QgsUnitTypes
from qgis.PyQt.QtGui import QPainter

AZIMUTH_DEG, ALTITUDE_DEG = 315.0, 45.0
"""Light from the upper left, where eyes take bumps for bumps and craters for craters."""

SEEN_SLOPE = math.tan(math.radians(12.0))
"""Slope (root of the mean square) at which craters show well; flatter ground is exaggerated up to it,"""

STEEPEST_SHOWN = math.tan(math.radians(35.0))
"""but the steepest ground only to this, beyond which it would lie in the dark."""

MOST_EXAGGERATION = 6.0
PROBES, PROBED = 4, 32
"""Parts along each axis whose slopes are looked at, and pixels along each side of one."""

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
    """Factor of heights that brings the slopes of a DTM to where they show; 1 where they do."""
    slopes = sorted(slope for part in _parts(layer) for slope in _slopes(layer, part, unit_m))
    if not slopes:
        return 1.0
    typical = math.sqrt(2.0 * sum(slope * slope for slope in slopes) / len(slopes))
    steep = slopes[int(0.98 * (len(slopes) - 1))]
    wanted = min(SEEN_SLOPE / max(typical, 1e-9), STEEPEST_SHOWN / max(steep, 1e-9))
    return min(max(wanted, 1.0), MOST_EXAGGERATION)


def _parts(layer):
    """Small parts spread over a raster."""
    extent = layer.extent()
    size_x, size_y = (PROBED * unit for unit in (layer.rasterUnitsPerPixelX(), layer.rasterUnitsPerPixelY()))
    for column in range(PROBES):
        for row in range(PROBES):
            x = extent.xMinimum() + extent.width() * (column + 0.5) / PROBES
            y = extent.yMinimum() + extent.height() * (row + 0.5) / PROBES
            yield QgsRectangle(x - size_x / 2.0, y - size_y / 2.0, x + size_x / 2.0, y + size_y / 2.0)


def _slopes(layer, part, unit_m):
    """Slopes along the rows of a part, without their sign."""
    block = layer.dataProvider().block(1, part, PROBED, PROBED)
    step_m = layer.rasterUnitsPerPixelX() * unit_m
    for row in range(PROBED):
        for column in range(PROBED - 1):
            if not (block.isNoData(row, column) or block.isNoData(row, column + 1)):
                yield abs(block.value(row, column + 1) - block.value(row, column)) / step_m
