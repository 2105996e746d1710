"""What QGIS refuses itself and what it leaves to the engine, formats that are offered, and CRSs set in QGIS."""

import math
from pathlib import Path

import pytest

pytest.importorskip("qgis.core", reason="QGIS's Python packages are not here")

from osgeo import gdal
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
    QgsReferencedRectangle,
    QgsVectorLayer,
)

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "resources" / "sample"


@pytest.fixture
def plugin(qgis_app):
    from qgis_mmoedtm import classFactory

    made = classFactory(None)
    made.initGui()
    yield made
    made.unload()
    QgsProject.instance().clear()


def algorithm(name):
    return QgsApplication.processingRegistry().createAlgorithmById(f"mmoedtm:{name}")


def run(name, **parameters):
    """(results, whether it went well, everything that was said)."""
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback()
    context.setProject(QgsProject.instance())
    made = algorithm(name)
    able, why = made.checkParameterValues(parameters, context)
    if not able:
        return {}, False, why
    results, fine = made.run(parameters, context, feedback)
    return results, fine, feedback.textLog()


def test_offered_formats_are_those_that_are_written(plugin):
    provider = QgsApplication.processingRegistry().providerById("mmoedtm")
    assert provider.supportedOutputRasterLayerExtensions() == ["tif", "tiff"]
    assert provider.supportedOutputVectorLayerExtensions() == ["gpkg", "geojson", "json", "shp"]
    made, context = algorithm("reconstruct"), QgsProcessingContext()
    target = made.parameterDefinition("OUTPUT")
    assert not provider.isSupportedOutputValue("/tmp/dtm.asc", target, context)[0]
    assert provider.isSupportedOutputValue("/tmp/dtm.tif", target, context)[0]


def test_a_word_that_is_no_choice_is_refused_with_those_that_are(plugin, tmp_path):
    scene = {"INPUT": str(SAMPLE / "truth.tif"), "SAR": str(SAMPLE / "image.tif"), "OUTPUT": str(tmp_path / "r.html")}
    _, fine, told = run("compare_sar", **scene, SAR_UNIT="nonsense")
    assert not fine and "SAR_UNIT" in told and "nonsense" in told and "linear power" in told
    _, fine, told = run("compare_sar", **scene, WINDOW=-5)
    assert not fine and "WINDOW" in told


def test_files_that_qgis_cannot_open_get_the_engines_sentence(plugin, tmp_path):
    text = tmp_path / "text.tif"
    text.write_text("hello")
    absent = tmp_path / "absent.tif"
    out = {"OUTPUT": str(tmp_path / "o.tif")}
    for name, given in (
        ("slope_roughness", lambda path: {"INPUT": str(path)}),
        ("mosaic", lambda path: {"INPUT": [str(path), str(SAMPLE / "truth.tif")]}),
    ):
        _, fine, told = run(name, **given(text), **out)
        assert not fine and "text.tif cannot be opened as a raster" in told and "not found" not in told
        _, fine, told = run(name, **given(absent), **out)
        assert not fine and "absent.tif does not exist" in told
    lines = {"INPUT": [str(SAMPLE / "truth.tif")], "OUTPUT": str(tmp_path / "p.csv")}
    _, fine, told = run("profile", LINES=str(text), **lines)
    assert not fine and "text.tif" in told and "vector layer" in told
    assert sorted(path.name for path in tmp_path.iterdir()) == ["text.tif"]


def test_what_is_needed_is_asked_for_by_its_name(plugin, tmp_path):
    _, fine, told = run("classify", IMAGE=str(SAMPLE / "image.tif"), OUTPUT=str(tmp_path / "c.tif"))
    assert not fine and "Coarse DEM" in told and "plan" not in told
    _, fine, told = run("reconstruct", IMAGE=str(SAMPLE / "image.tif"), OUTPUT=str(tmp_path / "c.tif"))
    assert not fine and "Coarse DEM is not given; it can only be left out with " in told


@pytest.mark.parametrize("nothing", [None, []])
def test_dtms_of_a_panel_are_needed_unless_a_layout_names_them(plugin, tmp_path, nothing):
    out = {"OUTPUT": str(tmp_path / "p.png")}
    _, fine, told = run("draw_panel", INPUT=nothing, **out)
    assert not fine and "DTMs is not given; it can only be left out with 'Layout'." in told
    layout = tmp_path / "layout.toml"
    layout.write_text(f'[[row]]\ncells = [{{ show = "image", raster = "{(SAMPLE / "image.tif").as_posix()}" }}]\n')
    results, fine, told = run("draw_panel", INPUT=nothing, LAYOUT=str(layout), **out)
    assert fine, told
    assert results["PICTURES"] == 1 and (tmp_path / "p.png").read_bytes().startswith(b"\x89PNG")


def place_of(path):
    """Extent, CRS, columns and rows of a raster.

    A layer must not be alive in a test whose algorithm then fails: QGIS keeps what an algorithm raises, with the
    stack that it came from, and the layer would go with Python itself, after GDAL.
    """
    layer = QgsRasterLayer(str(path))
    return layer.extent(), layer.crs(), layer.width(), layer.height()


def test_an_extent_is_handed_on_with_its_crs(plugin, tmp_path):
    whole, crs, _, _ = place_of(SAMPLE / "truth.tif")
    metre = math.degrees(1.0 / 1737400.0)
    degrees = QgsCoordinateReferenceSystem.fromProj("+proj=longlat +R=1737400 +no_defs")
    for number, area in enumerate((
        "-400,101,-300,350",
        QgsRectangle(-400, -300, 101, 350),
        QgsReferencedRectangle(QgsRectangle(-400, -300, 101, 350), crs),
        QgsReferencedRectangle(QgsRectangle(-400 * metre, -300 * metre, 101 * metre, 350 * metre), degrees),
    )):  # fmt: skip
        out = str(tmp_path / f"s{number}.tif")
        results, fine, told = run("slope_roughness", INPUT=str(SAMPLE / "truth.tif"), EXTENT=area, OUTPUT=out)
        assert fine, told
        extent, _, columns, rows = place_of(out)
        assert abs(columns - 250) <= 1 and rows == 325
        assert whole.contains(extent)
    for odd, words in (("5000,6000,0,10", "holds no pixel of"), ("0,1,0,1 [EPSG:4326]", "6378.1 km")):
        none = str(tmp_path / "none.tif")
        _, fine, told = run("slope_roughness", INPUT=str(SAMPLE / "truth.tif"), EXTENT=odd, OUTPUT=none)
        assert not fine and words in told


def without_crs(name, folder):
    """A copy of a raster of the sample that does not say where it lies."""
    path = folder / name
    gdal.Translate(str(path), str(SAMPLE / name), noData=None)
    opened = gdal.Open(str(path), gdal.GA_Update)
    opened.SetProjection("")
    opened = None
    return path


def test_the_crs_of_a_layer_in_qgis_is_the_one_that_counts(plugin, tmp_path):
    bare = without_crs("truth.tif", tmp_path)
    _, fine, told = run("slope_roughness", INPUT=str(bare), OUTPUT=str(tmp_path / "s.tif"))
    assert not fine and "no CRS" in told
    layer = QgsRasterLayer(str(bare), "bare")
    lunar = QgsRasterLayer(str(SAMPLE / "truth.tif")).crs()
    layer.setCrs(lunar)
    QgsProject.instance().addMapLayer(layer)
    results, fine, told = run("slope_roughness", INPUT=layer.id(), OUTPUT=str(tmp_path / "s.tif"))
    assert fine and "in the CRS that is set for it" in told
    plain, _, _ = run("slope_roughness", INPUT=str(SAMPLE / "truth.tif"), OUTPUT=str(tmp_path / "t.tif"))
    assert results["BASELINE"] == plain["BASELINE"]
    assert QgsRasterLayer(results["OUTPUT"]).crs().toProj() == lunar.toProj()
    earth = QgsRasterLayer(str(SAMPLE / "truth.tif"), "earth")
    earth.setCrs(QgsCoordinateReferenceSystem("EPSG:32633"))
    QgsProject.instance().addMapLayer(earth)
    _, fine, told = run("slope_roughness", INPUT=earth.id(), OUTPUT=str(tmp_path / "e.tif"))
    assert not fine and "6378.1 km" in told


def test_the_crs_of_a_vector_layer_in_qgis_counts_too(plugin, tmp_path):
    lines = tmp_path / "lines.geojson"  # says that it lies on the Earth, as all GeoJSON does
    lines.write_text(
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}, "geometry": '
        '{"type": "LineString", "coordinates": [[-300, 0], [300, 0]]}}]}'
    )
    given = {"INPUT": [str(SAMPLE / "truth.tif")], "OUTPUT": str(tmp_path / "p.csv")}
    _, fine, told = run("profile", LINES=str(lines), **given)
    assert not fine and "GeoJSON without one lies on the Earth" in told
    layer = QgsVectorLayer(str(lines), "lines")
    layer.setCrs(QgsRasterLayer(str(SAMPLE / "truth.tif")).crs())
    QgsProject.instance().addMapLayer(layer)
    results, fine, told = run("profile", LINES=layer.id(), **given)
    assert fine and results["LENGTH"] == pytest.approx(600.0, rel=1e-3), told
