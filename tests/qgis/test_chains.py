"""Chains: valid, in order, with the defaults of their steps, and the same from the dialog as headless."""

from pathlib import Path

import pytest

pytest.importorskip("qgis.core", reason="QGIS's Python packages are not here")

from qgis.core import (
    QgsApplication,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterDefinition,
    QgsRasterLayer,
)

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "resources" / "sample"
CHAINS = ("lunar_dtm", "dtm_with_report", "shadow_check", "roughness_vs_sar")
ADVANCED = QgsProcessingParameterDefinition.Flag.FlagAdvanced
OPTIONAL = QgsProcessingParameterDefinition.Flag.FlagOptional


@pytest.fixture
def plugin(qgis_app):
    from qgis_mmoedtm import classFactory

    made = classFactory(None)
    made.initGui()
    yield made
    made.unload()


def algorithm(name):
    return QgsApplication.processingRegistry().createAlgorithmById(f"mmoedtm:{name}")


@pytest.mark.parametrize("name", CHAINS)
def test_qgis_takes_a_chain_for_valid(plugin, name):
    made = algorithm(name)
    assert made.validate() == (True, [])
    assert made.canExecute()[0] and made.displayName() != name and " " in made.displayName()
    ids = {a.group(): a.groupId() for a in made.provider().algorithms()}
    assert len(ids) == 3 and all(a.groupId() == ids[a.group()] for a in made.provider().algorithms())


@pytest.mark.parametrize("name", CHAINS)
def test_outputs_are_named_by_step_in_every_version(plugin, name):
    from qgis_mmoedtm.chains import CHAINS as PLANS

    plan = next(plan for plan in PLANS if plan.name == name)
    named = {f"{step.name}:{given}" for step in plan.steps for given in step.gives.values()}
    chain = algorithm(name)
    assert {p.name() for p in chain.parameterDefinitions() if p.isDestination()} == named
    assert {output.name() for output in chain.outputDefinitions()} == named


@pytest.mark.parametrize("name", CHAINS)
def test_inputs_are_in_order_and_as_their_operations_declare_them(plugin, name):
    from qgis_mmoedtm.engine.operations import TOOLBOX

    chain = algorithm(name)
    inputs = [p for p in chain.parameterDefinitions() if not p.isDestination()]
    names = [p.name() for p in inputs]
    assert names[0] == "IMAGE" and names[1] == ("DTM" if name == "shadow_check" else "COARSE_DEM")
    assert names.index("SUN_AZIMUTH") > 1 and ("SAR" not in names or names[2] == "SAR")
    assert not any(p.flags() & OPTIONAL for p in inputs[:2])
    declared = {}
    for operation in TOOLBOX.values():
        for parameter in operation.parameters:
            declared.setdefault(parameter.name.upper(), []).append(parameter)
    for made in inputs:
        same = [p for p in declared[made.name()] if p.help == made.help()]
        assert same, made.name()
        assert bool(made.flags() & ADVANCED) == same[0].advanced and made.defaultValue() == same[0].default


def test_the_main_chain_fits_the_coarse_dem_unless_told_not_to(plugin):
    for name in ("lunar_dtm", "dtm_with_report", "roughness_vs_sar"):
        chain = algorithm(name)
        assert chain.parameterDefinition("APPLY_SHIFT").defaultValue() is True


def given(name, folder):
    """What a user has to give, and the targets; small scenes."""
    image, truth = folder / "image.tif", folder / "truth.tif"
    values = {"IMAGE": image, "COARSE_DEM": SAMPLE / "coarse_dem.tif", "SUN_AZIMUTH": 292, "SUN_INCIDENCE": 58}
    if name == "shadow_check":
        del values["COARSE_DEM"]
        values["DTM"] = truth
    if name == "roughness_vs_sar":
        values |= {"SAR": image, "SAR_UNIT": "linear power"}
    return {key: str(value) if isinstance(value, Path) else value for key, value in values.items()}


def corner(folder):
    """The part of the sample that four tiles cover."""
    from osgeo import gdal

    for name in ("image.tif", "truth.tif"):
        source = gdal.Open(str(SAMPLE / name))
        made = gdal.Translate(str(folder / name), source, srcWin=[0, 0, 540, 412])
        made.GetRasterBand(1).SetUnitType(source.GetRasterBand(1).GetUnitType())
        made = None


@pytest.mark.parametrize("name", CHAINS)
def test_the_defaults_of_the_dialog_and_what_is_left_out_give_the_same(plugin, name, tmp_path):
    corner(tmp_path)
    rasters = {}
    for way in ("dialog", "left out"):
        made, folder = algorithm(name), tmp_path / way.replace(" ", "_")
        folder.mkdir()
        values = given(name, tmp_path)
        for definition in made.parameterDefinitions():
            if definition.isDestination():
                suffix = {"rasterDestination": "tif", "vectorDestination": "gpkg"}.get(definition.type(), "html")
                values[definition.name()] = str(folder / f"{definition.name().replace(':', '_')}.{suffix}")
            elif way == "dialog":  # a dialog hands over every value that it shows
                values.setdefault(definition.name(), definition.defaultValue())
        feedback = QgsProcessingFeedback()
        results, fine = made.run(values, QgsProcessingContext(), feedback)
        assert fine, feedback.textLog()
        if name == "lunar_dtm":
            assert feedback.textLog().count("m east") == 1, "the shift is said once"
        rasters[way] = {path.name: pixels(path) for path in sorted(folder.glob("*.tif"))}
    assert rasters["dialog"] and rasters["dialog"] == rasters["left out"]


def pixels(path):
    layer = QgsRasterLayer(str(path))
    block = layer.dataProvider().block(1, layer.extent(), layer.width(), layer.height())
    return bytes(block.data())
