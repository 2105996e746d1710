"""Packs come from elsewhere: every misfit is one sentence, and no model reaches out of its file."""

import json
import math
import os
import re
import shutil

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import MmoedtmError, PackError
from engine.experts.manifest import parse
from engine.experts.model_file import check
from engine.experts.pack import load, shipped, write_sums
from engine.experts.runner import Runner
from tests.conftest import ROOT, identity_model, write_pack, write_raster

SHIPPED = json.loads((shipped() / "lunar-1" / "manifest.json").read_text(encoding="utf-8"))
ROUTER = SHIPPED["router"]


def one_sentence(error):
    text = str(error)
    assert "\n" not in text and text.endswith(".") and len(text) < 500, text


@pytest.mark.parametrize(
    "change, words",
    [
        ({"router": {**ROUTER, "deviations_m": [0, 30.8, 59.9]}}, "router.deviations_m has 0, but must be from 0.001"),
        ({"router": {**ROUTER, "deviations_m": [math.nan, 1, 1]}}, "router.deviations_m has nan"),
        ({"router": {**ROUTER, "means_m": [50, 50, 60]}}, "class means do not grow"),
        ({"router": {**ROUTER, "means_m": [50, 60]}}, "router.means_m is not a list of 3"),
        ({"router": {**ROUTER, "ground_m": 0}}, "router.ground_m has 0"),
        ({"router": {**ROUTER, "ground_m": "572"}}, "router.ground_m holds what is no number"),
        ({"router": [1, 2]}, "router is no JSON object"),
        ({"overlap": -5}, "overlap has -5, but must be from 0 to 128"),
        ({"overlap": 129}, "overlap has 129"),
        ({"overlap": 10.5}, "overlap must be whole"),
        ({"overlap": True}, "overlap holds what is no number"),
        ({"tile": [1_600_000, 1_600_000]}, "tile has 1.6e+06, but must be from 16 to 4096"),
        ({"tile": 256}, "tile is not a list of 2"),
        ({"tile": [-256, 320]}, "tile has -256"),
        ({"tile": [10**400, 320]}, "tile has a huge number"),
        ({"gsd_range_m": [0, 6]}, "gsd_range_m has 0"),
        ({"gsd_range_m": [6, 1]}, "gsd_range_m runs from 6 to 1"),
        ({"posting_range_px": [8, math.inf]}, "posting_range_px has inf"),
        ({"incidence_range_deg": [20, 120]}, "incidence_range_deg has 120"),
        ({"opset": 0}, "opset has 0"),
        ({"opset": "seventeen"}, "opset holds what is no number"),
        ({"name": 7}, "name is not a line of text"),
        ({"name": "a\x1b[31mb"}, "name is not a line of text"),
        ({"description": "two\nlines"}, "description is not a line of text"),
        ({"inputs": "image"}, "inputs is not a list of texts"),
        ({"inputs": ["image", "coarse", "coarse"]}, "inputs image, coarse, coarse"),
        ({"inputs": [["image"], "coarse"]}, "inputs is not a list of texts"),
        ({"experts": {"flat": "flat.onnx"}}, "experts are needed for flat, mountain, crater"),
        ({"experts": {t: "../flat.onnx" for t in ("flat", "mountain", "crater")}}, "outside of its folder"),
        ({"experts": {t: "..\\\\flat.onnx" for t in ("flat", "mountain", "crater")}}, "outside of its folder"),
        ({"metrics": 3}, "metrics is no JSON object"),
        ({"normalisation": None}, "normalisation is not a line of text"),
        ({"orientation": "north"}, "orientation 'north' is unknown, it must be one of octant, quadrant, none"),
        ({"output": "slopes"}, "output 'slopes' is unknown, it must be one of heights"),
        ({"tile_sizes": 3}, "tile_sizes is not a line of text"),
        ({"tile_sizes": "fixed", "cells_per_tile": [2, 2]}, "tiles of a fixed size hold one cell, not 2 x 2"),
        ({"tile_sizes": "fixed", "cells_per_tile": [1, 1]}, "tiles of 256 x 320 alone cannot be turned to one eighth"),
    ],
)
def test_a_manifest_out_of_range_is_one_sentence(change, words):
    with pytest.raises(PackError, match=re.escape(words)) as caught:
        parse({**SHIPPED, **change}, "manifest.json")
    one_sentence(caught.value)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)


@given(json_values)
def test_any_json_is_a_manifest_or_one_sentence(content):
    with pytest.raises(PackError) as caught:
        parse(content, "manifest.json")
    one_sentence(caught.value)


@given(st.sampled_from(sorted(SHIPPED)), json_values)
def test_any_value_of_a_field_is_accepted_or_one_sentence(name, value):
    try:
        manifest = parse({**SHIPPED, name: value}, "manifest.json")
    except PackError as error:
        one_sentence(error)
    else:
        assert 0 <= 2 * manifest.overlap <= min(manifest.tile_height, manifest.tile_width) <= 4096
        assert all(d > 0 for d in manifest.router.deviations)


@pytest.mark.parametrize("content", [b"[" * 100_000, b"\xff\xfe", b"", b"null", b"[1]"])
def test_a_manifest_that_is_no_manifest(tmp_path, content):
    folder = tmp_path / "pack"
    write_pack(folder, b"model")
    (folder / "manifest.json").write_bytes(content)
    write_sums(folder)
    with pytest.raises(PackError, match="manifest"):
        load(str(folder))


def test_a_folder_of_the_same_name_does_not_shadow_a_shipped_pack(tmp_path, monkeypatch, identity_pack):
    shutil.copytree(identity_pack, tmp_path / "lunar-1")
    monkeypatch.chdir(tmp_path)
    assert load("lunar-1").folder == ROOT / "resources" / "packs" / "lunar-1"
    assert load("./lunar-1").manifest.name == "identity"
    shutil.copytree(identity_pack, tmp_path / "mine")
    with pytest.raises(PackError, match=r"no expert pack 'mine'; give the folder of a pack, as \./pack"):
        load("mine")


@pytest.mark.parametrize("name", ["..", ".", "", "a" * 300, "/" + "a" * 300, "/a\0b", "/dev/null", "/proc"])
def test_a_name_that_no_pack_can_have(name):
    with pytest.raises(PackError, match="There is no expert pack"):
        load(name)


def test_special_files_in_a_pack_are_not_read(tmp_path):
    folder = tmp_path / "pack"
    write_pack(folder, identity_model())
    (folder / "flat.onnx").unlink()
    os.mkfifo(folder / "flat.onnx")
    with pytest.raises(PackError, match="flat.onnx is not a plain file"):
        load(str(folder))
    (folder / "flat.onnx").unlink()
    (folder / "flat.onnx").symlink_to("/dev/zero")
    with pytest.raises(PackError, match="flat.onnx is not a plain file"):
        load(str(folder))


def test_a_model_of_any_size_is_not_read(tmp_path):
    folder = tmp_path / "pack"
    write_pack(folder, identity_model())
    os.truncate(folder / "flat.onnx", 2**31)
    with pytest.raises(PackError, match="flat.onnx has 2,147,483,648 bytes, over"):
        load(str(folder))


# ------------------------------------------------------------------------------- what is in a model


def graph_model(nodes, initializers=(), outputs=("heights",), shape=("batch", 1, "height", "width"), kind=None):
    """A model of image and coarse with these nodes."""
    from onnx import TensorProto, helper

    kind = kind or TensorProto.FLOAT
    tile = ["batch", 1, "height", "width"]
    inputs = [helper.make_tensor_value_info(n, kind, tile) for n in ("image", "coarse")]
    ends = [helper.make_tensor_value_info(n, kind, list(shape)) for n in outputs]
    graph = helper.make_graph(nodes, "g", inputs, ends, initializer=list(initializers))
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 8
    return model


def external(name="w", location="/etc/hostname"):
    """A tensor that lies in another file."""
    from onnx import TensorProto

    tensor = TensorProto(name=name, data_type=TensorProto.FLOAT, dims=[1], data_location=TensorProto.EXTERNAL)
    tensor.external_data.add(key="location", value=location)
    return tensor


def hidden_places():
    """Models with an external tensor in every place that ONNX has for tensors."""
    from onnx import TensorProto, helper

    add = helper.make_node("Add", ["coarse", "w"], ["heights"])
    yield "initializer", graph_model([add], [external()])
    only_location = external()
    del only_location.external_data[:]
    yield "location alone", graph_model([add], [only_location])
    only_data = external()
    only_data.data_location = TensorProto.DEFAULT
    yield "data alone", graph_model([add], [only_data])
    constant = helper.make_node("Constant", [], ["w"], value=external())
    yield "attribute", graph_model([constant, add])
    several = helper.make_node("Several", [], ["w"])
    several.attribute.add(name="many", type=9).tensors.append(external())
    yield "list of an attribute", graph_model([several, add])
    body = helper.make_graph([add], "body", [], [helper.make_tensor_value_info("heights", 1, None)], [external()])
    branch = helper.make_node("If", ["image"], ["heights"], then_branch=body, else_branch=body)
    yield "branch", graph_model([branch])
    sparse = graph_model([add])
    sparse.graph.sparse_initializer.add().values.CopyFrom(external())
    yield "sparse", sparse
    function = graph_model([add])
    function.functions.add(name="f", domain="d").node.append(constant)
    yield "function", function
    training = graph_model([add])
    training.training_info.add().algorithm.initializer.append(external())
    yield "training", training
    yield "compiled part", graph_model([helper.make_node("EPContext", ["coarse"], ["heights"], domain="com.microsoft",
                                                         embed_mode=0, ep_cache_context="/etc/hostname")])  # fmt: skip


def test_no_part_of_a_model_lies_in_another_file():
    for place, model in hidden_places():
        with pytest.raises(PackError, match="another file") as caught:
            check(place, model.SerializeToString())
        one_sentence(caught.value)


def test_external_data_are_refused_by_the_operation(tmp_path, run):
    from onnx import helper

    model = graph_model([helper.make_node("Add", ["coarse", "w"], ["heights"])], [external(location="secret.bin")])
    pack = write_pack(tmp_path / "pack", model.SerializeToString(), inputs=["image", "coarse"])
    (tmp_path / "pack" / "secret.bin").write_bytes(np.float32(7).tobytes())
    write_sums(tmp_path / "pack")
    image = write_raster(tmp_path / "i.tif", np.random.default_rng(0).random((64, 64), np.float32))
    coarse = write_raster(tmp_path / "c.tif", np.zeros((8, 8), np.float32), gsd=32.0)
    with pytest.raises(PackError, match="another file"):
        run("reconstruct", image=image, coarse_dem=coarse, pack=pack, output=tmp_path / "d.tif")
    assert not (tmp_path / "d.tif").exists()


def test_the_walk_knows_every_place_of_tensors_and_nodes():
    """Against the descriptors of the onnx package: each field that leads to a tensor or a node is followed."""
    from onnx import onnx_ml_pb2

    from engine.experts.model_file import _CHILDREN

    kinds = {"ModelProto": "model", "TrainingInfoProto": "training", "GraphProto": "graph", "FunctionProto": "function",
             "NodeProto": "node", "AttributeProto": "attribute", "SparseTensorProto": "sparse", "TensorProto": "tensor",
             "OperatorSetIdProto": "opset"}  # fmt: skip
    for name, kind in kinds.items():
        fields = getattr(onnx_ml_pb2, name).DESCRIPTOR.fields
        named = {f.number: f.message_type.name for f in fields if f.message_type}
        wanted = {number: kinds[child] for number, child in named.items() if child in kinds}
        if kind == "function":
            wanted = {number: child for number, child in wanted.items() if child != "opset"}
        assert _CHILDREN[kind] == wanted, name


def test_shipped_models_are_whole_and_of_their_operator_set():
    assert {check("m", model) for model in load("lunar-1").models.values()} == {17}


def test_a_model_of_another_operator_set_than_said(tmp_path):
    with pytest.raises(PackError, match="is of operator set 17, but its manifest says 18"):
        load(write_pack(tmp_path / "p", identity_model(), opset=18))


@given(st.data())
@settings(max_examples=60)
def test_bytes_that_were_changed_are_read_or_refused(data):
    model = bytearray(identity_model())
    for _ in range(data.draw(st.integers(1, 4))):
        model[data.draw(st.integers(0, len(model) - 1))] = data.draw(st.integers(0, 255))
    cut = bytes(model[: data.draw(st.integers(0, len(model)))])
    try:
        check("m", cut)
    except PackError as error:
        one_sentence(error)


@given(st.binary(max_size=64))
def test_any_bytes_are_refused(content):
    with pytest.raises(PackError):
        check("m", b"\x0b" + content)


def test_deeply_nested_models_end():
    content = b""
    for _ in range(500):
        content = bytes([0x32]) + length(content) + content  # a graph in an attribute
        content = bytes([0x2A]) + length(content) + content  # an attribute of a node
        content = bytes([0x0A]) + length(content) + content  # a node of a graph
    with pytest.raises(PackError, match="nested too deeply"):
        check("m", bytes([0x3A]) + length(content) + content)


def length(content):
    count, out = len(content), bytearray()
    while count > 127:
        out.append(count & 127 | 128)
        count >>= 7
    return bytes([*out, count])


# ------------------------------------------------------------------------------- what a model gives


def wrong_models():
    """(name, model, words) of models that run, and do not give heights."""
    from onnx import TensorProto, helper, numpy_helper

    def constant(value, name="k"):
        return numpy_helper.from_array(np.array(value, np.float32), name)

    scale = helper.make_node("Mul", ["coarse", "k"], ["heights"])
    yield "nan", graph_model([scale], [constant(math.nan)]), "no finite numbers"
    add = helper.make_node("Add", ["coarse", "k"], ["heights"])
    yield "infinite", graph_model([add], [constant(math.inf)]), "no finite"
    flat = helper.make_node("ReduceMean", ["coarse"], ["heights"], axes=[3])
    yield "shape", graph_model([flat], shape=("batch", 1, "height", 1)), "gave heights of shape"
    two = [helper.make_node("Identity", ["coarse"], [n]) for n in ("heights", "more")]
    yield "two outputs", graph_model(two, outputs=("heights", "more")), "one array of heights"
    same = helper.make_node("Identity", ["coarse"], ["heights"])
    yield "double", graph_model([same], kind=TensorProto.DOUBLE), "single-precision"
    fails = helper.make_node("Reshape", ["coarse", "s"], ["heights"])
    odd = numpy_helper.from_array(np.array([7, 7], np.int64), "s")
    yield "fails", graph_model([fails], [odd]), "ONNX Runtime failed with the model"


def test_models_that_give_no_heights_are_one_sentence(tmp_path, run):
    image = write_raster(tmp_path / "i.tif", np.random.default_rng(0).random((64, 64), np.float32))
    coarse = write_raster(tmp_path / "c.tif", np.arange(64, dtype=np.float32).reshape(8, 8), gsd=32.0)
    for name, model, words in wrong_models():
        pack = write_pack(tmp_path / name, model.SerializeToString(), inputs=["image", "coarse"])
        with pytest.raises(MmoedtmError, match=words) as caught:
            run("reconstruct", image=image, coarse_dem=coarse, pack=pack, output=tmp_path / "d.tif", provider="cpu")
        one_sentence(caught.value)
        assert not (tmp_path / "d.tif").exists()


def test_a_model_that_is_no_model_is_refused(tmp_path):
    with pytest.raises(PackError, match="is not an ONNX file"):
        load(write_pack(tmp_path / "odd", b"no model"))
    from onnx import helper

    unknown = graph_model([helper.make_node("Unheard", ["coarse"], ["heights"])])
    folder = write_pack(tmp_path / "unknown", unknown.SerializeToString(), inputs=["image", "coarse"])
    with pytest.raises(PackError, match="cannot be loaded by ONNX Runtime") as caught:
        Runner(load(folder), "cpu", 1, lambda text: None)
    one_sentence(caught.value)
