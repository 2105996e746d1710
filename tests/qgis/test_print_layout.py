"""The template of a print layout: it loads, its maps follow their themes and the first map, and it prints."""

from pathlib import Path

import pytest

pytest.importorskip("qgis.core", reason="QGIS's Python packages are not here")

from qgis.core import (
    QgsLayoutExporter,
    QgsMapThemeCollection,
    QgsPrintLayout,
    QgsProject,
    QgsRasterLayer,
    QgsReadWriteContext,
    QgsRectangle,
)
from qgis.PyQt.QtGui import QImage
from qgis.PyQt.QtXml import QDomDocument

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "resources" / "sample"
TEMPLATE = ROOT / "resources" / "layouts" / "panel.qpt"
THEMES = ("image", "coarse DEM", "DTM", "reference", "difference", "slope of coarse DEM", "slope of DTM",
          "slope of reference")  # fmt: skip


@pytest.fixture
def layout(qgis_app):
    """The template, loaded into a project that has the sample and two of the themes."""
    project = QgsProject.instance()
    project.clear()
    for name, file in (("image", "image.tif"), ("reference", "truth.tif")):
        layer = QgsRasterLayer(str(SAMPLE / file), name)
        assert layer.isValid()
        project.addMapLayer(layer)
        record = QgsMapThemeCollection.MapThemeRecord()
        record.addLayerRecord(QgsMapThemeCollection.MapThemeLayerRecord(layer))
        project.mapThemeCollection().insert(f"MMoEDTM: {name}", record)
    project.setCrs(layer.crs())
    made = QgsPrintLayout(project)
    document = QDomDocument()
    assert document.setContent(TEMPLATE.read_text(encoding="utf-8"))[0]
    items, loaded = made.loadFromTemplate(document, QgsReadWriteContext(), True)
    assert loaded and len(items) > 20
    yield made
    project.clear()


def test_a_map_for_each_theme_and_letters_in_order(layout):
    for letter, theme in zip("abcdefgh", THEMES):
        shown = layout.itemById(f"map_{letter}")
        assert shown.followVisibilityPreset() and shown.followVisibilityPresetName() == f"MMoEDTM: {theme}"
        assert layout.itemById(f"title_{letter}").text() == theme
        assert layout.itemById(f"letter_{letter}").text() == f"({letter})"
    assert layout.itemById("scale_bar").linkedMap() is not None
    assert layout.itemById("north").linkedMap() is not None
    assert [layout.itemById(f"legend_{name}") is not None for name in ("slope", "difference")] == [True, True]


def test_all_maps_go_with_the_first(layout):
    layout.itemById("map_a").zoomToExtent(QgsRectangle(-300.0, -300.0, 100.0, 100.0))
    layout.refresh()
    first = layout.itemById("map_a").extent()
    for letter in "bcdefgh":
        extent = layout.itemById(f"map_{letter}").extent()
        assert extent.xMinimum() == pytest.approx(first.xMinimum(), abs=0.5)
        assert extent.yMaximum() == pytest.approx(first.yMaximum(), abs=0.5)


def test_it_prints_what_the_themes_hold(layout, tmp_path):
    layout.itemById("map_a").zoomToExtent(QgsRectangle(-700.0, -700.0, 700.0, 700.0))
    layout.refresh()
    settings = QgsLayoutExporter.ImageExportSettings()
    settings.dpi = 60
    target = tmp_path / "panel.png"
    assert QgsLayoutExporter(layout).exportToImage(str(target), settings) == QgsLayoutExporter.ExportResult.Success
    picture = QImage(str(target))
    page = layout.pageCollection().page(0).rect()

    def shades(letter):
        item = layout.itemById(f"map_{letter}")
        place, scale = item.pos(), picture.width() / page.width()
        side = item.rect().width()
        at = [(place.x() + side * k / 20.0, place.y() + side * 0.5) for k in range(3, 18)]
        return {picture.pixel(int(x * scale), int(y * scale)) for x, y in at}

    assert len(shades("a")) > 5 and len(shades("d")) > 5
