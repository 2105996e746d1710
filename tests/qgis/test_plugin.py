"""The plugin inside QGIS's own Python: load, unload, parameters, styles, cancel."""

import os
import sys
import time
from pathlib import Path

import pytest

pytest.importorskip("qgis.core", reason="QGIS's Python packages are not here")

from qgis.core import (
    QgsApplication,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterDefinition,
    QgsRasterLayer,
    QgsVectorLayer,
)

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "resources" / "sample"
HEAVY = {"rasterio", "onnxruntime", "torch", "scipy", "pyogrio"}


@pytest.fixture
def plugin(qgis_app):
    from qgis_mmoedtm import classFactory

    made = classFactory(None)
    made.initGui()
    yield made
    made.unload()


def algorithm(name):
    return QgsApplication.processingRegistry().createAlgorithmById(f"mmoedtm:{name}")


def test_loading_imports_nothing_heavy_and_unloading_leaves_nothing(qgis_app):
    from qgis_mmoedtm import classFactory

    before = set(sys.modules)
    made = classFactory(None)
    made.initGui()
    assert not HEAVY & (set(sys.modules) - before)
    assert QgsApplication.processingRegistry().providerById("mmoedtm") is not None
    made.unload()
    assert QgsApplication.processingRegistry().providerById("mmoedtm") is None


def test_algorithms_and_chains_are_there(plugin):
    from qgis_mmoedtm.engine.operations import TOOLBOX, TRAINING

    from qgis_mmoedtm.settings import has_training

    provider = QgsApplication.processingRegistry().providerById("mmoedtm")
    names = {a.name() for a in provider.algorithms()}
    more = set(TRAINING) if has_training() else set()
    assert names == set(TOOLBOX) | more | {"lunar_dtm", "dtm_with_report", "shadow_check", "roughness_vs_sar"}
    assert not provider.icon().isNull() and all(not a.icon().isNull() for a in provider.algorithms())


def test_parameters_are_the_declarations(qgis_app):
    from qgis_mmoedtm.engine.operations import TOOLBOX, TRAINING

    from qgis_mmoedtm.algorithm import EngineAlgorithm

    advanced = QgsProcessingParameterDefinition.Flag.FlagAdvanced
    for operation in (*TOOLBOX.values(), *TRAINING.values()):
        made = EngineAlgorithm(operation).create()
        for parameter in operation.parameters:
            definition = made.parameterDefinition(parameter.name.upper())
            if parameter.kind == "scratch_folder":  # the plugin's own affair
                assert definition is None
                continue
            assert definition is not None and definition.help() == parameter.help
            assert bool(definition.flags() & advanced) == parameter.advanced
        assert {r.name.upper() for r in operation.results} <= {o.name() for o in made.outputDefinitions()}
        assert operation.help in made.shortHelpString()


def test_a_dialog_gets_html_and_a_terminal_plain_text(plugin, monkeypatch):
    made, chain = algorithm("reconstruct"), algorithm("lunar_dtm")
    assert "<b>Image</b>" in made.shortHelpString() and "<b>Image</b>" in chain.shortHelpString()
    monkeypatch.setattr("qgis.utils.iface", None)
    assert "<" not in made.shortHelpString() + chain.shortHelpString()


def test_a_missing_environment_is_one_sentence(plugin, monkeypatch, tmp_path):
    monkeypatch.delenv("MMOEDTM_PYTHON", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    able, why = algorithm("reconstruct").canExecute()
    assert not able and "Set up the engine" in why and why.count(".") == 1
    with monkeypatch.context() as headless:
        headless.setattr("qgis.utils.iface", None)
        able, why = algorithm("reconstruct").canExecute()
        assert not able and "MMOEDTM_PYTHON" in why and "Raster >" not in why and why.count(".") == 1
    monkeypatch.setenv("MMOEDTM_PYTHON", sys.executable)
    assert algorithm("reconstruct").canExecute() == (True, "")


def run(name, parameters, feedback=None):
    context = QgsProcessingContext()
    feedback = feedback or QgsProcessingFeedback()
    return algorithm(name).run(parameters, context, feedback)


def test_an_algorithm_runs_and_reports_progress(plugin, tmp_path):
    seen = []
    feedback = QgsProcessingFeedback()
    feedback.progressChanged.connect(seen.append)
    results, fine = run(
        "slope_roughness", {"INPUT": str(SAMPLE / "truth.tif"), "OUTPUT": str(tmp_path / "s.tif")}, feedback
    )
    assert fine and results["BASELINE"] == pytest.approx(4.0, rel=1e-3)
    assert QgsRasterLayer(results["OUTPUT"]).isValid() and max(seen) == 100.0


def test_cancel_returns_within_two_seconds_and_leaves_nothing(plugin, tmp_path):
    tiles = tmp_path / "large.vrt"
    repeat = "".join(
        f'<SimpleSource><SourceFilename>{SAMPLE / "image.tif"}</SourceFilename><SourceBand>1</SourceBand>'
        f'<SrcRect xOff="0" yOff="0" xSize="832" ySize="832"/>'
        f'<DstRect xOff="{c * 832}" yOff="{r * 832}" xSize="832" ySize="832"/></SimpleSource>'
        for r in range(4) for c in range(4)
    )  # fmt: skip
    from osgeo import gdal

    wkt = gdal.Open(str(SAMPLE / "image.tif")).GetProjection().replace("&", "&amp;").replace('"', "&quot;")
    tiles.write_text(
        f'<VRTDataset rasterXSize="3328" rasterYSize="3328"><SRS>{wkt}</SRS>'
        f"<GeoTransform>-832, 0.5, 0, 832, 0, -0.5</GeoTransform>"
        f'<VRTRasterBand dataType="Float32" band="1">{repeat}</VRTRasterBand></VRTDataset>'
    )
    large = tmp_path / "large.tif"  # the engine reads no VRT
    gdal.Translate(str(large), str(tiles))
    target = tmp_path / "out" / "d.tif"
    target.parent.mkdir()
    feedback = QgsProcessingFeedback()
    asked = []

    def cancel(text):
        if "tiles" in text and "of" in text and not asked:
            asked.append(time.monotonic())
            feedback.cancel()

    class Listener(QgsProcessingFeedback):
        def setProgressText(self, text):  # noqa: N802
            cancel(text)

        def isCanceled(self):  # noqa: N802
            return bool(asked)

    results, fine = run(
        "reconstruct",
        {"IMAGE": str(large), "COARSE_DEM": str(SAMPLE / "coarse_dem.tif"), "OUTPUT": str(target)},
        Listener(),
    )
    assert asked and time.monotonic() - asked[0] < 2.0
    assert {path.name for path in target.parent.iterdir()} <= {".d.tif.blocks"}, "what the same run goes on from"


TRAINED_FOR_LONG = """
runs:
  one: {batch: 1, steps: 100000, warmup_steps: 1, checkpoint_steps: 5, log_steps: 1, pool_grounds: 3,
        stream: {scene: 112, crop: [64, 64], crops_per_light: 8, lights_per_ground: 1}}
"""


def test_a_training_says_its_rate_and_is_cancelled_at_once(plugin, tmp_path):
    """And what it started has ended with it; the folder holds what the next run goes on from."""
    from qgis_mmoedtm.worker_client import CANCEL_GRACE_S

    if not sys.platform.startswith("linux"):
        pytest.skip("processes are looked for in /proc")
    if algorithm("train") is None:
        pytest.skip("the interpreter of MMOEDTM_PYTHON has no packages for training")
    (tmp_path / "c.yaml").write_text(TRAINED_FOR_LONG)
    folder = tmp_path / "mine"
    asked, texts, told, started = [], [], [], []

    class Listener(QgsProcessingFeedback):
        def setProgressText(self, text):  # noqa: N802
            texts.append(text)

        def pushInfo(self, text):  # noqa: N802
            told.append(text)

        def isCanceled(self):  # noqa: N802
            if not asked and any("steps/s" in text for text in texts) and list(folder.glob("one/step-*.pt")):
                started.extend(_descendants(os.getpid()))
                asked.append(time.monotonic())
            return bool(asked)

    given = {"CONFIG": str(tmp_path / "c.yaml"), "OUTPUT": str(folder)}
    _, fine = run("train", given, Listener())
    # What the worker does not end by itself in its grace is killed; the rest is for a busy machine.
    assert fine and time.monotonic() - asked[0] < CANCEL_GRACE_S + 3.0
    assert any("of 100000 steps" in text and "left" in text for text in texts)
    assert any("one step" in text and "loss" in text for text in told)
    assert "run it again with the same folder" in told[-1]
    assert not (folder / "one" / "final.pt").exists() and not list(tmp_path.glob(".mmoedtm-*"))
    assert started
    end = time.monotonic() + 20.0
    while _running(started) and time.monotonic() < end:
        time.sleep(0.1)
    assert not _running(started)
    del asked[:], told[:], texts[:]
    run("train", given, Listener())
    assert any("one goes on at step" in text for text in told)


def _parents():
    """The parent of every process, those apart that have ended and are not asked for yet."""
    found = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent, *_ = entry.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has ended
        if state != "Z":
            found[int(entry.parent.name)] = int(parent)
    return found


def _descendants(pid):
    """Processes that a process has started, and those that they have."""
    parents, found = _parents(), [pid]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found[1:]


def _running(pids):
    return set(pids) & set(_parents())


def test_styles_fit_the_products(plugin, tmp_path):
    from qgis_mmoedtm.styles import apply_style

    slope = QgsRasterLayer(str(SAMPLE / "truth.tif"))
    apply_style(slope, "slope")
    shader = slope.renderer().shader().rasterShaderFunction()
    assert shader.maximumValue() == 40.0
    dtm = QgsRasterLayer(str(SAMPLE / "truth.tif"))
    apply_style(dtm, "dtm")
    assert dtm.renderer().shader().rasterShaderFunction().maximumValue() > 100.0
    for name in ("height_error", "slope_error"):
        error = QgsRasterLayer(str(SAMPLE / "truth.tif"))
        apply_style(error, name)
        assert error.renderer().shader().rasterShaderFunction().maximumValue() > 100.0
    classes, _ = run(
        "classify",
        {
            "IMAGE": str(SAMPLE / "image.tif"),
            "COARSE_DEM": str(SAMPLE / "coarse_dem.tif"),
            "OUTPUT": str(tmp_path / "c.tif"),
            "OUTPUT_TILES": str(tmp_path / "t.gpkg"),
        },
    )
    raster, tiles = QgsRasterLayer(classes["OUTPUT"]), QgsVectorLayer(classes["OUTPUT_TILES"])
    apply_style(raster, "classes")
    apply_style(tiles, "tiles")
    assert [c.label for c in raster.renderer().classes()] == ["flat", "mountain", "crater"]
    apply_style(raster, "support")
    meanings = ["lit and seen", "steep or raking light", "cast shadow", "saturated", "image missing, coarse only",
                "outside of what the experts know"]  # fmt: skip
    assert [(c.value, c.label) for c in raster.renderer().classes()] == list(enumerate(meanings, 1))
    assert {c.value() for c in tiles.renderer().categories()} == {"flat", "mountain", "crater"}
    assert tiles.featureCount() == 12


def test_the_childs_environment_is_scrubbed(monkeypatch):
    from qgis_mmoedtm import environment

    for name in ("PYTHONPATH", "PROJ_LIB", "GDAL_DATA", "LD_LIBRARY_PATH", "VIRTUAL_ENV"):
        monkeypatch.setenv(name, "/somewhere")
    monkeypatch.setenv("HTTPS_PROXY", "kept")
    clean = environment.clean_environment()
    assert not {"PYTHONPATH", "PROJ_LIB", "GDAL_DATA", "LD_LIBRARY_PATH", "VIRTUAL_ENV"} & set(clean)
    assert clean["HTTPS_PROXY"] == "kept" and os.environ["PROJ_LIB"] == "/somewhere"


def test_blocks_of_temporary_outputs_are_kept_by_what_was_asked_for(tmp_path):
    from qgis_mmoedtm import kept_blocks

    folder, temporary = tmp_path / "cache", tmp_path / "processing_x"
    one = kept_blocks.place(folder, "reconstruct", {"image": "a"}, [str(temporary / "1" / "OUTPUT.tif")], temporary)
    two = kept_blocks.place(folder, "reconstruct", {"image": "a"}, [str(temporary / "2" / "OUTPUT.tif")], temporary)
    other = kept_blocks.place(folder, "reconstruct", {"image": "b"}, [str(temporary / "1" / "OUTPUT.tif")], temporary)
    assert one == two != other and one.startswith(str(folder))
    assert kept_blocks.place(folder, "reconstruct", {}, [str(tmp_path / "mine.tif")], temporary) is None
    for number in range(3):
        (folder / str(number)).mkdir(parents=True)
        (folder / str(number) / "block").write_bytes(b"x" * 100)
        os.utime(folder / str(number) / "block", (number + 1, number + 1))
        os.utime(folder / str(number), (number + 1, number + 1))
    assert kept_blocks.size(folder) == 300
    kept_blocks.tidy(folder, most=200, longest_s=1e12)
    assert sorted(path.name for path in folder.iterdir()) == ["1", "2"]
    kept_blocks.tidy(folder, longest_s=1.0)
    assert list(folder.iterdir()) == []
