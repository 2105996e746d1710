"""The provider openvino: near the heights of the processor's float32, alike whatever ran before, and silent."""

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from engine.errors import PackError, ProviderError
from engine.experts import openvino_session
from engine.experts.correct import Experts, TileData, View, correct
from engine.experts.openvino_runtime import TELEMETRY
from engine.experts.pack import load
from engine.experts.runner import Runner
from engine.experts.session import opened
from engine.raster.frame import Sun
from tests.conftest import ROOT

VIEW = View(2.0, 30.0, Sun(30.0, 55.0, "raster"), 0.2)
INPUTS = ("image", "coarse", "sun", "posting")
SHAPES = ((64, 96), (128, 80), (96, 64), (64, 96))

BFLOAT16 = "avx512_bf16" in Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else False

needs_it = pytest.mark.skipif(
    importlib.util.find_spec("openvino") is None or not BFLOAT16,
    reason="openvino is not installed, or this processor does not compute in bfloat16",
)


@pytest.fixture(autouse=True)
def _modules(monkeypatch):
    """What is said of modules is forgotten after a test."""
    for name in (TELEMETRY, "openvino"):
        if name in sys.modules:
            monkeypatch.setitem(sys.modules, name, sys.modules[name])


def tiles():
    """Rough ground of three classes and three sizes."""
    rng = np.random.default_rng(7)
    terrains = ("flat", "mountain", "crater")
    return [
        TileData(terrains[i % 3], rng.random(shape, np.float32) + 0.2,
                 np.cumsum(rng.normal(0.0, 0.5, shape), axis=1).astype(np.float32))
        for i, shape in enumerate(SHAPES)
    ]  # fmt: skip


@needs_it
def test_heights_are_near_those_of_single_precision_on_steep_ground_too():
    experts, exact = Experts(load("lunar-1"), "openvino"), Experts(load("lunar-1"), "cpu")
    assert experts.on_cpu and experts.provider == "OpenVINO bfloat16"
    for tile in tiles():
        # Heights of kilometres in the tile: were the ground in bfloat16, metres would be lost.
        steep = TileData(tile.terrain, tile.image, tile.coarse + np.arange(len(tile.coarse), dtype=np.float32)[:, None])
        apart = correct(experts, VIEW, [steep])[0] - correct(exact, VIEW, [steep])[0]
        assert 0.0 < np.abs(apart).max() < 0.3 and apart.std() < 0.04


@needs_it
def test_a_tile_is_corrected_alike_whatever_ran_before_and_beside_it():
    pack, given = load("lunar-1"), tiles()
    alone = [correct(Experts(pack, "openvino"), VIEW, [tile])[0] for tile in given]
    runner = Runner(pack, "openvino", 3, lambda text: None)
    for order in (given, given[::-1]):
        futures = [future for tile in order for future in runner.submit([tile], VIEW)]
        got = [correction for future in futures for correction in future.result()]
        for a, b in zip(got if order is given else got[::-1], alone):
            assert np.array_equal(a, b)
    runner.close()


@needs_it
def test_models_that_do_not_fit_are_one_sentence(identity_pack):
    with pytest.raises(ProviderError, match="does not say what of it may be computed in bfloat16.*auto or cpu"):
        Experts(load(identity_pack), "openvino")
    with pytest.raises(PackError, match="its manifest says image, coarse;"):
        opened("odd", load("lunar-1").models["flat"], "openvino", 1, ("image", "coarse"))
    with pytest.raises(PackError, match="cannot be loaded by OpenVINO"):
        opened("odd", b"nothing of the kind", "openvino", 1, INPUTS)


@needs_it
def test_the_command_line_says_what_ran(run, sample, tmp_path):
    got = run("reconstruct", image=sample / "image.tif", coarse_dem=sample / "coarse_dem.tif", sun_azimuth=292.0,
              sun_incidence=58.0, apply_shift=False, provider="openvino", output=tmp_path / "d.tif")  # fmt: skip
    assert got["provider_used"] == "OpenVINO bfloat16"


def test_a_missing_package_is_one_sentence(monkeypatch):
    monkeypatch.setitem(sys.modules, "openvino", None)
    with pytest.raises(ProviderError, match="needs the package openvino .*install it, or choose the provider auto or"):
        opened("any", b"model", "openvino", 1, INPUTS)


def test_a_processor_without_bfloat16_is_one_sentence(monkeypatch):
    """By a stand-in for the library."""
    core = SimpleNamespace(get_property=lambda device, name: ["FP32", "INT8"])
    monkeypatch.setattr(openvino_session, "openvino", lambda: SimpleNamespace(Core=lambda: core, __version__="1"))
    with pytest.raises(ProviderError, match="bfloat16, which this one does not; choose the provider auto or cpu"):
        opened("other", b"model", "openvino", 1, INPUTS)


def test_the_package_is_loaded_without_its_telemetry(tmp_path):
    """By stand-ins for both: the package takes its telemetry where that can be imported, as the real one does."""
    for name, text in {
        "openvino": "try:\n    import openvino_telemetry as found\nexcept ImportError:\n    found = None\n",
        "openvino_telemetry": "open(__file__ + '.called', 'w').close()\n",
    }.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text(text)
    code = "from engine.experts.openvino_runtime import openvino; import json; print(json.dumps(openvino().found))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True,
                          env={**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"})  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) is None and not list(tmp_path.rglob("*.called"))


def test_it_is_never_chosen_by_itself():
    """Its heights differ by centimetres, so that the same request would not give the same bytes."""
    assert Experts(load("lunar-1"), "auto").provider != "OpenVINO bfloat16"
