"""Packs, providers, normalisation and orientation."""

import shutil

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import PackError, ProviderError
from engine.experts import normalise
from engine.experts.orientation import canonical
from engine.experts.pack import load
from engine.experts.runner import Runner
from engine.raster.align import fill_nearest
from engine.raster.orientation import Orientation
from engine.terrain.photometry import central_gradient, lunar_lambert
from tests.conftest import ROOT, identity_model, write_pack

SHIPPED = ROOT / "resources" / "packs" / "lunar-1"


@pytest.fixture
def copy(tmp_path):
    return shutil.copytree(SHIPPED, tmp_path / "pack")


def test_the_shipped_pack_loads():
    pack = load("lunar-1")
    assert set(pack.models) == {"flat", "mountain", "crater"} and pack.manifest.opset == 17
    assert sum(map(len, pack.models.values())) < 18e6


def test_a_flipped_bit_is_refused(copy):
    path = copy / "crater.onnx"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(PackError, match="crater.onnx does not match its digest"):
        load(str(copy))


def test_a_changed_manifest_is_refused(copy):
    text = (copy / "manifest.json").read_text()
    (copy / "manifest.json").write_text(text.replace('"overlap": 48', '"overlap": 10'))
    with pytest.raises(PackError, match="manifest.json does not match"):
        load(str(copy))


@pytest.mark.parametrize("name", ["manifest.json", "crater.onnx"])
def test_a_file_that_the_digests_do_not_name_is_refused(copy, name):
    lines = (copy / "SHA256SUMS").read_text().splitlines(keepends=True)
    kept = [line for line in lines if not line.rstrip().endswith(name)]
    assert len(kept) == len(lines) - 1
    (copy / "SHA256SUMS").write_text("".join(kept))
    with pytest.raises(PackError, match=f"{name} does not match its digest"):
        load(str(copy))


def test_missing_parts_are_named(copy):
    (copy / "flat.onnx").unlink()
    with pytest.raises(PackError, match="flat.onnx cannot be read"):
        load(str(copy))
    with pytest.raises(PackError, match="no expert pack 'nowhere'.*lunar-1"):
        load("nowhere")


@pytest.mark.parametrize(
    "change, message",
    [
        ({"normalisation": "magic"}, "normalisation 'magic' is unknown"),
        ({"inputs": ["image"]}, "inputs image are not"),
        ({"tile": [250, 320]}, "multiple of 16"),
        ({"router": {"means_m": [3, 2, 1], "deviations_m": [1, 1, 1], "ground_m": 500}}, "means do not grow"),
        ({"router": {}}, "not a valid pack manifest: router.means_m is missing"),
    ],
)
def test_a_manifest_that_makes_no_sense_is_refused(tmp_path, change, message):
    with pytest.raises(PackError, match=message):
        load(write_pack(tmp_path / "odd", b"model", **change))


def test_a_model_without_the_declared_inputs_is_refused(tmp_path):
    folder = write_pack(tmp_path / "odd", identity_model(), inputs=["image", "coarse"])
    with pytest.raises(PackError, match="its manifest says image, coarse"):
        Runner(load(folder), "cpu", 1, lambda text: None)


def test_an_absent_provider_is_an_error(identity_pack):
    with pytest.raises(ProviderError, match="provider (tensorrt|coreml)"):
        Runner(load(identity_pack), "coreml", 1, lambda text: None)


def test_heights_come_back_through_both_schemes():
    heights = np.random.default_rng(0).normal(-2500, 40, (64, 80)).astype(np.float32)
    for values, affine in (normalise.pixel_heights(heights, 2.0), normalise.minmax_heights(heights)):
        assert np.abs(affine.metres(values) - heights).max() < 1e-3
    scaled, _ = normalise.minmax_heights(heights)
    assert scaled.min() == 0 and scaled.max() == pytest.approx(50, rel=1e-6)


def test_level_ground_does_not_divide_by_zero():
    scaled, affine = normalise.minmax_heights(np.full((8, 8), 7.0, np.float32))
    assert np.isfinite(scaled).all() and np.allclose(affine.metres(scaled), 7.0)
    assert (normalise.pixel_image(np.zeros((8, 8), np.float32), np.ones((8, 8), bool)) == 0).all()


def test_brightness_does_not_know_the_gain():
    image = np.random.default_rng(1).random((32, 32)).astype(np.float32)
    valid = np.ones(image.shape, bool)
    assert np.allclose(normalise.pixel_image(image, valid), normalise.pixel_image(8 * image, valid), atol=1e-6)


@given(st.floats(-720, 720))
def test_the_canonical_sun_stands_between_north_and_north_east(azimuth):
    turned = canonical(azimuth).azimuth(azimuth)
    assert -1e-9 <= turned <= 45.0 + 1e-9


@given(st.booleans(), st.booleans(), st.booleans())
def test_turning_back_undoes_turning(transpose, rows, columns):
    turn = Orientation(transpose, rows, columns)
    field = np.arange(24).reshape(4, 6)
    assert np.array_equal(turn.undo(turn.apply(field)), field)


@pytest.mark.parametrize("transpose", [False, True])
@pytest.mark.parametrize("rows", [False, True])
@pytest.mark.parametrize("columns", [False, True])
def test_the_sun_turns_with_the_scene(transpose, rows, columns):
    """Lighting the turned terrain under the turned sun gives the turned image."""
    turn = Orientation(transpose, rows, columns)
    height = np.random.default_rng(2).normal(0, 1, (20, 24)).astype(np.float32)

    def image(field, azimuth):
        return lunar_lambert(*central_gradient(field, 1.0, 1.0), azimuth, 55.0)

    for azimuth in (10.0, 77.0, 200.0, 311.0):
        expected = turn.apply(image(height, azimuth))
        assert np.allclose(image(turn.apply(height), turn.azimuth(azimuth)), expected, atol=1e-5)


def test_gaps_take_the_nearest_value():
    field = np.array([[1.0, np.nan, np.nan, 4.0]], np.float32)
    assert np.array_equal(fill_nearest(field), [[1, 1, 4, 4]])
    assert (fill_nearest(np.full((2, 2), np.nan, np.float32)) == 0).all()
