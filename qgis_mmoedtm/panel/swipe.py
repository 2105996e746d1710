"""Two pictures of the same ground, one drawn over the other up to a line that is moved."""

from __future__ import annotations

from qgis.core import QgsMapRendererParallelJob, QgsMapSettings
from qgis.gui import QgsMapCanvas, QgsMapCanvasItem, QgsMapToolPan
from qgis.PyQt.QtCore import QPointF, QRectF, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QPen


class _Curtain(QgsMapCanvasItem):
    """What is drawn over the left part of a canvas."""

    def __init__(self, canvas):
        super().__init__(canvas)
        self._canvas = canvas
        self.picture = None
        self.share = 0.5
        self.row = None

    def updatePosition(self):  # noqa: N802
        """It covers the canvas whatever its extent is."""
        self.setPos(0.0, 0.0)

    def boundingRect(self):  # noqa: N802
        """All of the canvas."""
        return QRectF(0.0, 0.0, self._canvas.width(), self._canvas.height())

    def paint(self, painter, *_):
        """The picture up to the line, the line, and the line of the profile."""
        whole = self.boundingRect()
        edge = whole.width() * self.share
        if self.picture is not None:
            painter.save()
            painter.setClipRect(QRectF(0.0, 0.0, edge, whole.height()))
            painter.drawImage(whole, self.picture)
            painter.restore()
        painter.setPen(QPen(QColor("white"), 2.0))
        painter.drawLine(QPointF(edge, 0.0), QPointF(edge, whole.height()))
        if self.row is not None:
            painter.setPen(QPen(QColor(255, 210, 0), 1.0, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(0.0, self.row), QPointF(whole.width(), self.row))


class SwipeCanvas(QgsMapCanvas):
    """A map of the layers on the right, with those on the left over it as far as the swipe goes.

    ``pointed`` tells the place under the mouse.
    """

    pointed = pyqtSignal(object)

    def __init__(self, parent=None):
        super().__init__(parent)
        self.setMinimumHeight(180)
        self.setCanvasColor(QColor(0, 0, 0))
        self._left, self._right, self._job = [], [], None
        self._curtain = _Curtain(self)
        self._pan = QgsMapToolPan(self)
        self.setMapTool(self._pan)
        self.mapCanvasRefreshed.connect(self._draw_left)
        self.xyCoordinates.connect(self._point)

    def show_layers(self, left, right) -> None:
        """Show layers, top first; the extent and CRS are those of the first on the right."""
        self._left, self._right = list(left), list(right)  # a canvas keeps no layer alive
        self.setDestinationCrs(right[0].crs())
        self.setLayers(self._right)
        self.setExtent(right[0].extent())
        self.refresh()

    def swipe(self, share: float) -> None:
        """Move the line to a share of the width."""
        self._curtain.share = share
        self._curtain.update()

    def clear(self) -> None:
        """Show nothing."""
        self.stopRendering()
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self.setLayers([])
        self._left, self._right = [], []
        self._curtain.picture = self._curtain.row = None

    def _draw_left(self):
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self._curtain.picture = None
        if self._left:
            settings = QgsMapSettings(self.mapSettings())
            settings.setLayers(self._left)
            settings.setBackgroundColor(QColor(0, 0, 0))
            job = QgsMapRendererParallelJob(settings)
            job.finished.connect(self._drawn)
            self._job = job
            job.start()

    def _drawn(self):
        if self._job is not None:
            self._curtain.picture = self._job.renderedImage()
            self._job = None
            self._curtain.update()

    def _point(self, place):
        self._curtain.row = self.getCoordinateTransform().transform(place).y()
        self._curtain.update()
        self.pointed.emit(place)
