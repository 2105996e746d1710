"""Heights along the row of a map that is under the mouse."""

from __future__ import annotations

import math
from dataclasses import dataclass

from qgis.core import QgsRectangle, QgsUnitTypes
from qgis.PyQt.QtCore import QPointF, Qt
from qgis.PyQt.QtGui import QColor, QPainter, QPen, QPolygonF
from qgis.PyQt.QtWidgets import QWidget

from ..relief import METRES_PER_DEGREE

SAMPLES = 400
COLOURS = (QColor(200, 80, 30), QColor(90, 90, 90))


@dataclass(frozen=True)
class Heights:
    """Heights of a raster along a row; None where it has none."""

    name: str
    values: tuple


def heights_along(layer, name: str, extent, y: float, samples: int = SAMPLES) -> Heights:
    """Heights of a layer in its own CRS along a row of a map, from the left of an extent to its right."""
    half = layer.rasterUnitsPerPixelY() / 2.0
    row = QgsRectangle(extent.xMinimum(), y - half, extent.xMaximum(), y + half)
    block = layer.dataProvider().block(1, row, samples, 1)
    values = (None if block.isNoData(0, i) else block.value(0, i) for i in range(samples))
    return Heights(name, tuple(values))


def length_m(extent, y: float, crs) -> float:
    """Length of a row of a map, in metres on the ground for degrees, else in the map's own."""
    if crs.mapUnits() != QgsUnitTypes.DistanceUnit.DistanceDegrees:
        return extent.width()
    return extent.width() * METRES_PER_DEGREE * math.cos(math.radians(y))


class ProfileView(QWidget):
    """Draws profiles of the same row, with their heights and length."""

    def __init__(self, parent=None):
        super().__init__(parent)
        self.setMinimumHeight(110)
        self.profiles, self._length_m, self._share = [], 0.0, None

    def show_profiles(self, profiles, length: float, share: float) -> None:
        """Show profiles, the first as the main one; ``share`` of the width is where the mouse is."""
        self.profiles, self._length_m, self._share = list(profiles), length, share
        self.update()

    def paintEvent(self, event):  # noqa: N802
        """Draw."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().base())
        known = [value for profile in self.profiles for value in profile.values if value is not None]
        if not known:
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, "Point at the map for its profile")
            return
        low, high = min(known), max(known)
        left, top = 8.0, 18.0
        width, height = self.width() - 16.0, self.height() - 36.0
        scale = height / max(high - low, 1e-6)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for profile, colour in zip(self.profiles, COLOURS):
            painter.setPen(QPen(colour, 1.5))
            for part in _parts(profile.values):
                points = [
                    QPointF(left + width * i / (len(profile.values) - 1), top + (high - value) * scale)
                    for i, value in part
                ]
                painter.drawPolyline(QPolygonF(points))
        painter.setPen(self.palette().text().color())
        if self._share is not None:
            at = left + width * self._share
            painter.drawLine(QPointF(at, top), QPointF(at, top + height))
        painter.drawText(QPointF(left, 13.0), f"{high:.1f} m")
        painter.drawText(QPointF(left, self.height() - 5.0), f"{low:.1f} m")
        length = f"{self._length_m:,.0f} m across"
        painter.drawText(QPointF(self.width() / 2.0 - 40.0, self.height() - 5.0), length)
        x = self.width() - 8.0
        for profile, colour in reversed(list(zip(self.profiles, COLOURS))):
            x -= painter.fontMetrics().horizontalAdvance(profile.name) + 10.0
            painter.setPen(colour)
            painter.drawText(QPointF(x, 13.0), profile.name)


def _parts(values):
    """Runs of heights that are known, with their places."""
    part = []
    for index, value in enumerate(values):
        if value is not None:
            part.append((index, value))
        elif part:
            yield part
            part = []
    if part:
        yield part
