"""The plugin's modules over PyQt6: ``qgis.PyQt`` is PyQt6 itself, of QGIS there are stand-ins.

No package has a QGIS with Qt 6 yet. What QGIS gives is made up here: bases of the plugin's classes as the Qt classes
that they are of, all else as mocks. So Qt's part of the plugin runs, and QGIS's does not.
"""

import os
import sys
import types
from unittest import mock

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
pytest.importorskip("PyQt6.QtWidgets", reason="PyQt6 is not installed (resources/requirements/qt6.txt)")

from PyQt6 import QtCore, QtGui, QtNetwork, QtWidgets


class Unlike(type):
    """A class of QGIS: names on it that are not known are mocks."""

    def __getattr__(cls, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return mock.MagicMock(name=f"{cls.__name__}.{name}")


def stand_in(name, *bases):
    """A class that takes what it is given."""

    def start(self, *given, **named):
        widgets = [x for x in given if isinstance(x, bases)] if bases else []
        super(made, self).__init__(*(widgets[:1] if bases and issubclass(bases[0], QtWidgets.QWidget) else ()))

    kind = types.new_class(f"{name}Kind", (Unlike, *(type(base) for base in bases if type(base) is not type)))
    made = types.new_class(name, bases, {"metaclass": kind}, lambda space: space.update(__init__=start))
    return made


class FileWidget(QtWidgets.QWidget):
    """A line for a path."""

    StorageMode = mock.MagicMock()

    def __init__(self):
        super().__init__()
        self._line = QtWidgets.QLineEdit(self)
        self.filePath, self.setFilePath = self._line.text, self._line.setText
        self.setStorageMode = mock.MagicMock()

    def lineEdit(self):  # noqa: N802
        return self._line


class Canvas(QtWidgets.QGraphicsView):
    """A view with signals of a map."""

    mapCanvasRefreshed = QtCore.pyqtSignal()  # noqa: N815
    xyCoordinates = QtCore.pyqtSignal(object)  # noqa: N815

    def __init__(self, parent=None):
        super().__init__(QtWidgets.QGraphicsScene(), parent)
        for name in ("setCanvasColor", "setMapTool", "setDestinationCrs", "setLayers", "setExtent", "refresh",
                     "stopRendering", "mapSettings"):  # fmt: skip
            setattr(self, name, mock.MagicMock())


class CanvasItem(QtWidgets.QGraphicsItem):
    """Something drawn over a map."""

    def __init__(self, canvas):
        super().__init__()
        canvas.scene().addItem(self)


BASES = {
    "QgsProcessingException": stand_in("QgsProcessingException", Exception),
    "QgsProcessingAlgorithm": stand_in("QgsProcessingAlgorithm"),
    "QgsProcessingModelAlgorithm": stand_in("QgsProcessingModelAlgorithm"),
    "QgsProcessingLayerPostProcessorInterface": stand_in("QgsProcessingLayerPostProcessorInterface"),
    "QgsProcessingProvider": stand_in("QgsProcessingProvider", QtCore.QObject),
    "QgsOptionsWidgetFactory": stand_in("QgsOptionsWidgetFactory", QtCore.QObject),
    "QgsTask": stand_in("QgsTask", QtCore.QObject),
    "QgsRasterLayer": stand_in("QgsRasterLayer"),
    "QgsVectorLayer": stand_in("QgsVectorLayer"),
    "QgsSettings": QtCore.QSettings,
    "QgsOptionsPageWidget": QtWidgets.QWidget,
    "QgsDockWidget": QtWidgets.QDockWidget,
    "QgsFileWidget": FileWidget,
    "QgsMapCanvas": Canvas,
    "QgsMapCanvasItem": CanvasItem,
}
"""Classes of QGIS that the plugin inherits from, asks for by isinstance, or shows."""


class Library(types.ModuleType):
    """A module of QGIS."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        value = BASES.get(name) or mock.MagicMock(name=name)
        setattr(self, name, value)
        return value


def _shim(module, **more):
    """A module of ``qgis.PyQt``: PyQt6's, and what QGIS's own moves back to where it was."""
    made = types.ModuleType(module.__name__.replace("PyQt6", "qgis.PyQt"))
    made.__dict__.update({name: value for name, value in vars(module).items() if not name.startswith("__")}, **more)
    return made


MOVED = {name: getattr(QtGui, name) for name in ("QAction", "QActionGroup", "QShortcut")}
PYQT = {"QtCore": _shim(QtCore), "QtGui": _shim(QtGui), "QtNetwork": _shim(QtNetwork),
        "QtWidgets": _shim(QtWidgets, **MOVED)}  # fmt: skip
for _name in ("qgis", "qgis.PyQt", "qgis.core", "qgis.gui", "qgis.utils", "processing", "processing.gui"):
    sys.modules[_name] = Library(_name)
    sys.modules[_name].__path__ = []
sys.modules.update({f"qgis.PyQt.{name}": module for name, module in PYQT.items()})
sys.modules["processing.gui.AlgorithmDialog"] = types.ModuleType("processing.gui.AlgorithmDialog")
sys.modules["processing.gui.AlgorithmDialog"].AlgorithmDialog = QtWidgets.QDialog


@pytest.fixture(autouse=True)
def nothing_is_raised_where_qt_calls(monkeypatch):
    """With a hook PyQt goes on after an exception in a slot or a paint event, instead of ending the process."""
    raised = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, trace: raised.append(error))
    yield
    assert raised == []


@pytest.fixture(scope="session")
def application():
    """Qt's application, which widgets need."""
    yield QtWidgets.QApplication.instance() or QtWidgets.QApplication(["test"])


@pytest.fixture
def iface(application):
    """QGIS's window, as far as the plugin needs it."""
    made = mock.MagicMock()
    window, bar = QtWidgets.QMainWindow(), mock.MagicMock()
    made.mainWindow.return_value = window
    made.messageBar.return_value = bar
    made.addDockWidget.side_effect = window.addDockWidget
    made.removeDockWidget.side_effect = window.removeDockWidget

    def message(title, text):
        widget = QtWidgets.QWidget()
        QtWidgets.QHBoxLayout(widget).addWidget(QtWidgets.QLabel(text))
        widget.setText = widget.findChild(QtWidgets.QLabel).setText
        return widget

    bar.createMessage.side_effect = message
    yield made
    window.deleteLater()
