"""The plugin's modules and widgets in PyQt6."""

import importlib
import pkgutil
from types import SimpleNamespace
from unittest import mock

import pytest
from PyQt6.QtCore import QRectF, Qt
from PyQt6.QtGui import QAction, QColor, QImage, QPainter
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QGraphicsItem, QPushButton

import qgis_mmoedtm

NAMES = [name for _, name, _ in pkgutil.walk_packages(qgis_mmoedtm.__path__, "qgis_mmoedtm.")
         if not name.startswith("qgis_mmoedtm.engine")]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_every_module_can_be_imported_and_its_classes_are_classes(name):
    module = importlib.import_module(name)
    for thing in vars(module).values():
        if isinstance(thing, type) and thing.__module__ == name:
            assert not issubclass(thing, mock.NonCallableMock), f"{thing}: its base has no stand-in in conftest.py"


def colours(picture):
    return {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height())}


def test_a_profile_is_drawn(application):
    from qgis_mmoedtm.panel.profile import COLOURS, Heights, ProfileView

    view = ProfileView()
    view.resize(300, 140)
    empty = view.grab().toImage()
    rising = tuple(float(i) for i in range(100))
    view.show_profiles([Heights("DTM", rising), Heights("Coarse DEM", (None, *rising[1:]))], 500.0, 0.5)
    drawn = view.grab().toImage()
    assert COLOURS[0].name() in colours(drawn) and COLOURS[0].name() not in colours(empty)


def test_the_picture_on_the_left_ends_at_the_line(application):
    from qgis_mmoedtm.panel.swipe import SwipeCanvas

    canvas = SwipeCanvas()
    canvas.resize(200, 200)
    canvas.swipe(0.25)
    curtain = next(item for item in canvas.scene().items() if isinstance(item, QGraphicsItem))
    curtain.picture = QImage(200, 200, QImage.Format.Format_RGB32)
    curtain.picture.fill(QColor("red"))
    target = QImage(200, 200, QImage.Format.Format_RGB32)
    target.fill(QColor("blue"))
    painter = QPainter(target)
    curtain.paint(painter)
    painter.end()
    assert curtain.boundingRect() == QRectF(0.0, 0.0, 200.0, 200.0)
    assert target.pixelColor(20, 50).name() == "#ff0000" and target.pixelColor(150, 50).name() == "#0000ff"


def test_the_panel_shows_the_figures_of_a_run(iface):
    from qgis_mmoedtm.engine.operations import OPERATIONS

    from qgis_mmoedtm.panel.dock import ResultDock
    from qgis_mmoedtm.runs import Run, runs

    dock = ResultDock(iface)
    operation = OPERATIONS["dtm_accuracy"] if "dtm_accuracy" in OPERATIONS else next(iter(OPERATIONS.values()))
    figure = operation.results[0]
    run = Run(operation, "image", {}, {}, {figure.name: 1.25})
    runs.ended.emit(run)
    texts = [dock.figures.item(0, column).text() for column in (0, 1)]
    assert texts == [figure.label, "1.25"] and dock.again.isEnabled() and not dock.report.isEnabled()
    dock.slider.setValue(250)
    dock.remove()


def test_the_page_of_settings_keeps_what_is_typed(application, tmp_path, monkeypatch):
    from PyQt6.QtCore import QSettings

    from qgis_mmoedtm import settings
    from qgis_mmoedtm.options_page import OptionsPage

    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    guide = mock.MagicMock(running=False)
    page = OptionsPage(guide)
    page.index.setText("https://packages.example/simple")
    page.threads.setValue(3)
    page.apply()
    assert settings.text(settings.INDEX_KEY) == "https://packages.example/simple" and settings.threads() == 3
    QTest.mouseClick(page.set_up, Qt.MouseButton.LeftButton)
    guide.set_up.assert_called_once_with(repair=False)
    assert "lunar-1" in page.packs.text() and not page.grab().isNull()


def test_the_menu_is_made_and_taken_away(iface, monkeypatch, tmp_path):
    from qgis_mmoedtm.menu import Menu

    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.delenv("MMOEDTM_PYTHON", raising=False)
    menu = Menu(iface)
    added = [call.args[1] for call in iface.addPluginToRasterMenu.call_args_list]
    assert all(isinstance(action, QAction) for action in added) and "Help" in [action.text() for action in added]
    menu.guide.offer()
    message = iface.messageBar().pushWidget.call_args.args[0]
    assert [button.text() for button in message.findChildren(QPushButton)] == ["Set up", "Set up and try a sample"]
    menu.remove()
    assert iface.removePluginRasterMenu.call_count == len(added)


def test_texts_are_read_from_the_files_of_translations(application):
    from qgis_mmoedtm import translation

    texts = translation._translations("zh_CN")
    assert len(texts) > 100 and texts["Help"] != "Help"


def test_kinds_of_proxies(application, monkeypatch):
    from PyQt6.QtNetwork import QNetworkProxy

    from qgis_mmoedtm import network

    proxy = QNetworkProxy(QNetworkProxy.ProxyType.HttpProxy, "proxy.example", 8080, "me", "a b")
    manager = SimpleNamespace(fallbackProxy=lambda: proxy, excludeList=lambda: [], noProxyList=lambda: [])
    monkeypatch.setattr(network, "QgsNetworkAccessManager", SimpleNamespace(instance=lambda: manager))
    assert network.proxy_for("https://packages.example/") == "http://me:a%20b@proxy.example:8080"
