"""Results on the map: groups, order, relief, legends, names and fields."""

from pathlib import Path

import pytest

pytest.importorskip("qgis.core", reason="QGIS's Python packages are not here")

from osgeo import gdal
from qgis.core import QgsHillshadeRenderer, QgsLayerTreeModel, QgsProject, QgsRasterLayer
from qgis.PyQt.QtGui import QPainter

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "resources" / "sample"
MULTIPLY = QPainter.CompositionMode.CompositionMode_Multiply


@pytest.fixture(scope="module")
def loaded(qgis_app, qgis_processing, request):
    """The main chain, then slopes of its DTM and rocks, each loaded as a dialog does."""
    import processing
    from processing.gui import Postprocessing

    from qgis_mmoedtm import classFactory

    # That of the tests is a mock, which newer versions would hand on to C++.
    Postprocessing.iface = None
    made = classFactory(None)
    made.initGui()
    request.addfinalizer(made.unload)
    QgsProject.instance().clear()
    light = {"IMAGE": str(SAMPLE / "image.tif"), "SUN_AZIMUTH": 292, "SUN_INCIDENCE": 58}
    temporary = "TEMPORARY_OUTPUT"
    first = processing.runAndLoadResults(
        "mmoedtm:lunar_dtm",
        {**light, "COARSE_DEM": str(SAMPLE / "coarse_dem.tif"), "classify:CLASSES": temporary,
         "reconstruct:DTM": temporary, "slope:SLOPE": temporary},
    )  # fmt: skip
    qgis_app.processEvents()
    after_first = names()
    processing.runAndLoadResults(
        "mmoedtm:slope_roughness",
        {"INPUT": first["reconstruct:DTM"], "OUTPUT": temporary, "OUTPUT_VARIANCE": temporary},
    )
    processing.runAndLoadResults(
        "mmoedtm:detect_rocks",
        {**light, "DTM": str(SAMPLE / "truth.tif"), "OUTPUT": temporary, "OUTPUT_DTM": temporary},
    )
    processing.runAndLoadResults(
        "mmoedtm:classify",
        {"IMAGE": light["IMAGE"], "COARSE_DEM": str(SAMPLE / "coarse_dem.tif"), "OUTPUT": temporary,
         "OUTPUT_TILES": temporary},
    )  # fmt: skip
    qgis_app.processEvents()
    yield after_first
    QgsProject.instance().clear()


def groups():
    return QgsProject.instance().layerTreeRoot().children()


def names():
    return {group.name(): [node.name() for node in group.children()] for group in groups()}


def layer(name):
    return QgsProject.instance().mapLayersByName(name)[0]


def test_the_dtm_lies_over_its_relief_in_a_group_of_the_image(loaded):
    assert list(loaded) == ["image"] and loaded["image"][:2] == ["DTM of image", "Relief of DTM of image"]
    assert sorted(loaded["image"][2:]) == ["Slope of image", "Terrain classes of image"]
    dtm, relief = layer("DTM of image"), layer("Relief of DTM of image")
    assert dtm.blendMode() == MULTIPLY and isinstance(relief.renderer(), QgsHillshadeRenderer)
    assert relief.source() == dtm.source() and 1.0 <= relief.renderer().zFactor() < 2.5


def test_what_is_made_later_joins_the_group_of_the_image(loaded):
    found = names()
    assert list(found) == ["image"] and found["image"][0] == "Tiles of image"
    assert found["image"].index("Slope variance of image") < found["image"].index("DTM of image")
    assert {"Rocks of image", "Rocks of the DTM of image"} <= set(found["image"])


def test_the_legend_is_that_of_the_layer(loaded):
    dtm = layer("DTM of image")
    shader = dtm.renderer().shader().rasterShaderFunction()
    stated = gdal.Open(dtm.source())
    least, most, _, _ = stated.GetRasterBand(1).GetStatistics(False, True)
    assert -400 < least < -200 and 100 < most < 200
    assert shader.minimumValue() == pytest.approx(least) and shader.maximumValue() == pytest.approx(most)
    items = shader.colorRampItemList()
    assert items[0].value == pytest.approx(least) and items[-1].value == pytest.approx(most)
    node = QgsProject.instance().layerTreeRoot().findLayer(dtm.id())
    model = QgsLayerTreeModel(QgsProject.instance().layerTreeRoot())
    labels = [legend.data(0) for legend in model.layerLegendNodes(node)]
    assert "Height above 1737.4 km (m)" in labels
    assert shader.legendSettings().suffix() == " m"


def test_tiles_are_outlines_and_fields_are_words(loaded):
    tiles = layer("Tiles of image")
    for category in tiles.renderer().categories():
        properties = category.symbol().symbolLayer(0).properties()
        assert properties["style"] == "no" and properties["outline_style"] == "solid"
    index = tiles.fields().indexOf("relief_m")
    assert tiles.attributeAlias(index) == "Relief (m)" and '[% "relief_m" %]' in tiles.mapTipTemplate()


def test_rocks_of_image_and_dtm_have_colours_of_their_own(loaded):
    colours = {
        layer(name).renderer().symbol().symbolLayer(0).strokeColor().name()
        for name in ("Rocks of image", "Rocks of the DTM of image")
    }
    assert len(colours) == 2


def test_flat_ground_is_exaggerated_until_it_shows(qgis_app, tmp_path):
    from qgis_mmoedtm.relief import MOST_EXAGGERATION, exaggeration

    assert exaggeration(QgsRasterLayer(str(SAMPLE / "truth.tif"))) < 2.5
    flat = tmp_path / "flat.tif"
    gdal.Translate(str(flat), str(SAMPLE / "truth.tif"), scaleParams=[[-400, 400, -10, 10]])
    assert exaggeration(QgsRasterLayer(str(flat))) == MOST_EXAGGERATION


def test_what_a_region_leaves_in_its_folder_is_on_the_map(loaded, qgis_app, tmp_path):
    import processing

    corner = tmp_path / "corner.tif"
    gdal.Translate(str(corner), str(SAMPLE / "image.tif"), srcWin=[0, 0, 200, 200])
    (tmp_path / "site.csv").write_text(f"path,sun_azimuth,sun_incidence\n{corner},292,58\n", encoding="utf-8")
    given = {"IMAGES": str(tmp_path / "site.csv"), "COARSE_DEM": str(SAMPLE / "coarse_dem.tif"), "FIT": "none"}
    found = processing.runAndLoadResults(
        "mmoedtm:reconstruct_region", {**given, "ERRORS": True, "OUTPUT": str(tmp_path / "out")}
    )
    qgis_app.processEvents()
    assert found["MOSAIC"] == str(tmp_path / "out" / "mosaic.tif")
    assert names()["site"][:2] == ["Mosaic of site", "Relief of Mosaic of site"]
    told = {f"{what} of site" for what in ("Error of heights", "Error of slopes", "Support of heights")}
    assert set(names()["site"][2:]) == told
    assert [entry.label for entry in layer("Support of heights of site").renderer().classes()][0] == "lit and seen"
