"""The panel of results: image and relief under one swipe, profile, figures, report, run again."""

from __future__ import annotations

from qgis.core import QgsRasterLayer
from qgis.gui import QgsDockWidget
from qgis.PyQt.QtCore import Qt, QUrl
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QSlider,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ..relief import drape, hillshade
from ..runs import runs
from ..styles import apply_style
from .profile import ProfileView, heights_along, length_m
from .swipe import SwipeCanvas

KEPT = 20
"""Runs that can be looked at again."""

STEPS = 1000


class ResultDock(QgsDockWidget):
    """Shows the last run, or an earlier one of this session."""

    def __init__(self, iface):
        super().__init__("MMoEDTM results", iface.mainWindow())
        self.setObjectName("MmoedtmResults")
        self._iface = iface
        self._runs, self._dtm, self._coarse, self._shown = [], None, None, False
        self._choice = QComboBox()
        self._choice.currentIndexChanged.connect(self._show)
        self.canvas, self.profile = SwipeCanvas(), ProfileView()
        self.canvas.pointed.connect(self._point)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, STEPS)
        self.slider.setToolTip("Image to the left, heights to the right")
        self.slider.valueChanged.connect(lambda value: self.canvas.swipe(value / STEPS))
        self.slider.setValue(STEPS // 2)
        self.figures = QTableWidget(0, 2)
        self.figures.horizontalHeader().hide()
        self.figures.verticalHeader().hide()
        self.figures.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.figures.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.report, self.again = QPushButton("Open the report"), QPushButton("Run again with...")
        self.report.clicked.connect(self._open_report)
        self.again.clicked.connect(self.run_again)
        self._lay_out()
        iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self)
        self.hide()
        runs.ended.connect(self.take)

    def remove(self) -> None:
        """Take the panel out of the window."""
        runs.ended.disconnect(self.take)
        self._clear_map()
        self._iface.removeDockWidget(self)
        self.deleteLater()

    def take(self, run) -> None:
        """Show a run that has ended; the panel opens itself once, for the first heights."""
        self._runs = [run, *self._runs][:KEPT]
        self._choice.blockSignals(True)
        self._choice.clear()
        self._choice.addItems([run.title for run in self._runs])
        self._choice.blockSignals(False)
        self._show(0)
        if run.dtm and not self._shown:
            self._shown = True
            self.show()

    def run_again(self):
        """Open the dialog of the run with what it was given."""
        import processing

        run = self._runs[self._choice.currentIndex()]
        dialog = processing.createAlgorithmDialog(f"mmoedtm:{run.operation.name}", run.parameters)
        dialog.show()
        return dialog

    def _lay_out(self):
        buttons = QHBoxLayout()
        for button in (self.report, self.again):
            button.setEnabled(False)
            buttons.addWidget(button)
        inside = QWidget()
        layout = QVBoxLayout(inside)
        for widget, stretch in (
            (self._choice, 0), (self.canvas, 5), (self.slider, 0), (self.profile, 2), (self.figures, 3),
        ):  # fmt: skip
            layout.addWidget(widget, stretch)
        layout.addLayout(buttons)
        self.setWidget(inside)

    def _show(self, index):
        if not 0 <= index < len(self._runs):
            return
        run = self._runs[index]
        self.report.setEnabled(bool(run.report))
        self.again.setEnabled(True)
        rows = [(r.label, run.results.get(r.name)) for r in run.operation.results]
        rows = [(label, said(value)) for label, value in rows if value is not None]
        self.figures.setRowCount(len(rows))
        for row, texts in enumerate(rows):
            for column, text in enumerate(texts):
                self.figures.setItem(row, column, QTableWidgetItem(text))
        self._show_map(run)

    def _show_map(self, run):
        self._clear_map()
        dtm = _raster(run.dtm)
        for widget in (self.canvas, self.slider, self.profile):
            widget.setVisible(dtm is not None)
        if dtm is None:
            return
        apply_style(dtm, "dtm")
        relief = hillshade(dtm, "relief")
        drape(dtm)
        image, coarse = (_raster(run.inputs.get(name) or "") for name in ("image", "coarse_dem"))
        self._dtm = dtm
        if coarse is not None and coarse.crs().toProj() == dtm.crs().toProj():
            self._coarse = coarse
        self.canvas.show_layers([image] if image is not None else [], [dtm, relief])

    def _clear_map(self):
        self.canvas.clear()
        self._dtm = self._coarse = None
        self.profile.show_profiles([], 0.0, None)

    def _point(self, place):
        if self._dtm is None:
            return
        extent = self.canvas.extent()
        layers = [("DTM", self._dtm)] + ([("Coarse DEM", self._coarse)] if self._coarse is not None else [])
        profiles = [heights_along(layer, name, extent, place.y()) for name, layer in layers]
        length = length_m(extent, place.y(), self._dtm.crs())
        self.profile.show_profiles(profiles, length, (place.x() - extent.xMinimum()) / extent.width())

    def _open_report(self):
        QDesktopServices.openUrl(QUrl.fromLocalFile(self._runs[self._choice.currentIndex()].report))


def said(value) -> str:
    """A figure for people."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)):
        return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.4g}"
    return str(value)


def _raster(path):
    """A layer of a file; None where it is gone or none was given."""
    layer = QgsRasterLayer(path, "", "gdal") if path else None
    return layer if layer is not None and layer.isValid() else None
