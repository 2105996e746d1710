"""Attacks on expert packs: values of the manifest, digests, bytes and graphs of models."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from engine.experts.pack import MANIFEST, SUMS, shipped, write_sums
from tests.campaigns import fuzz_case as of

VALUES: Sequence[Any] = (
    None, True, 0, -1, 1, 3, 15, 16, 1.5, 1e308, -1e308, float("nan"), float("inf"), 2**63, 10**400, "", " ", "flat",
    "../../etc/passwd", "a\nb", "\u202e", "x" * 5000, [], [0], [0, 0], [16, 16], [64, 64], [48, 4096], [1.5, 2], [5, 4],
    [1, 2, 3], [3, 2, 1], [float("nan")] * 3, ["a"], [None, None], {}, {"flat": "flat.onnx"}, {"a": {"b": {}}},
)  # fmt: skip


LEFT_OUT = ("output_spread", "output_tile_dtms", "output_tiles", "output_error", "output_slope_error", "output_support")


def case(rng: random.Random, room: Path, folder: Path) -> of.Case:
    """Reconstruct, Classify or Evaluate with one odd pack."""
    made = of.plain(rng.choice(["reconstruct", "reconstruct", "reconstruct", "classify", "evaluate"]), room, folder)
    for name in LEFT_OUT:
        if made.given.pop(name, None):
            made.targets.pop(name)
    source = rng.choice([shipped() / "lunar-1", room / "inputs" / "pack"])
    pack = folder / "pack"
    pack.mkdir()
    for path in source.iterdir():
        (pack / path.name).write_bytes(path.read_bytes())
    kind = rng.choice([_manifest, _manifest, _manifest, _json, _sums, _bytes, _graph, _graph, _files])
    made.what, made.must = kind(rng, pack)
    made.given["pack"] = str(pack)
    if made.operation != "reconstruct":
        made.must = ""  # it has no need of models
    return made


def _places(content: Any, before: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if not isinstance(content, dict):
        return [before]
    return [place for key, value in content.items() if key != "metrics" for place in _places(value, (*before, key))]


def _manifest(rng: random.Random, pack: Path) -> tuple[str, str]:
    content = json.loads((pack / MANIFEST).read_text(encoding="utf-8"))
    said = []
    for _ in range(rng.choice([1, 1, 1, 2, 4])):
        places = _places(content)
        place = rng.choice(places)
        place = place[: rng.choice([len(place)] * 3 + [1])]
        holder = content
        for key in place[:-1]:
            holder = holder[key]
        how = rng.choice(["value", "value", "value", "item", "gone", "more"])
        value = rng.choice(VALUES)
        if how == "gone":
            holder.pop(place[-1], None)
        elif how == "more":
            holder[str(value)[:20]] = value
        elif how == "item" and isinstance(holder.get(place[-1]), list) and holder[place[-1]]:
            holder[place[-1]][0] = value
        else:
            holder[place[-1]] = value
        said.append(f"{'.'.join(map(str, place))} {how} {str(value)[:30]}")
    (pack / MANIFEST).write_text(json.dumps(content), encoding="utf-8")
    write_sums(pack)
    return f"manifest: {'; '.join(said)}", ""


def _json(rng: random.Random, pack: Path) -> tuple[str, str]:
    text = rng.choice([b"", b"[]", b"null", b"{", b"\xff\xfe", b"[" * 100_000, b'{"name": "a", "name": "b"}', b"NaN",
                       (pack / MANIFEST).read_bytes()[:-40]])  # fmt: skip
    (pack / MANIFEST).write_bytes(text)
    write_sums(pack)
    return f"manifest is {text[:20]!r}", of.REFUSE


def _sums(rng: random.Random, pack: Path) -> tuple[str, str]:
    text = (pack / SUMS).read_bytes()
    new = rng.choice([b"", text[:50], text.replace(b"  ", b" "), text.upper(), b"\xff" * 200, text.replace(b"a", b"b"),
                      b"\n".join(text.splitlines()[:1])])  # fmt: skip
    if new == text:
        new = b"-"
    (pack / SUMS).write_bytes(new)
    return f"digests are {new[:20]!r}", of.REFUSE


def _models(pack: Path) -> list[Path]:
    return sorted(pack.glob("*.onnx"))


def _bytes(rng: random.Random, pack: Path) -> tuple[str, str]:
    said = ""
    for model in _models(pack):
        content, said = of.damage(rng, model.read_bytes(), 3000)
        model.write_bytes(content)
    if rng.random() < 0.8:
        write_sums(pack)
        return f"models: {said}", ""
    return f"models, with the digests of sound ones: {said}", of.REFUSE


def _files(rng: random.Random, pack: Path) -> tuple[str, str]:
    target = rng.choice([*_models(pack), pack / MANIFEST, pack / SUMS])
    content = target.read_bytes()
    target.unlink()
    how = rng.choice(["absent", "folder", "itself", "device", "empty"])
    if how == "folder":
        target.mkdir()
    elif how == "itself":
        target.symlink_to(target)
    elif how == "device":
        target.symlink_to("/dev/zero")
    elif how == "empty":
        target.write_bytes(b"")
    assert content
    return f"{target.name} is {how}", of.REFUSE


def _graph(rng: random.Random, pack: Path) -> tuple[str, str]:
    """Models that are sound and give what no expert gives."""
    from onnx import TensorProto, helper, numpy_helper

    tile = ["batch", 1, "height", "width"]
    inputs = [helper.make_tensor_value_info(n, TensorProto.FLOAT, s)
              for n, s in (("image", tile), ("coarse", tile), ("sun", ["batch", 4]), ("posting", ["batch",
                                                                                                  1]))]  # fmt: skip
    output = helper.make_tensor_value_info("heights", TensorProto.FLOAT, None)
    outputs, extra = [output], []
    how = rng.choice(["NaN", "infinite", "far up", "far down", "one number", "cut", "whole numbers", "two outputs",
                      "text",
                      "unknown operator", "no output", "double", "external", "half", "noise", "empty"])  # fmt: skip

    def constant(name: str, value: Any) -> Any:
        extra.append(numpy_helper.from_array(np.array(value), name))
        return name

    node = helper.make_node
    nodes = {
        "NaN": lambda: [node("Mul", ["coarse", constant("c", np.float32("nan"))], ["heights"])],
        "infinite": lambda: [node("Div", ["coarse", constant("c", np.float32(0))], ["heights"])],
        "far up": lambda: [node("Add", ["coarse", constant("c", np.float32(1e5))], ["heights"])],
        "far down": lambda: [node("Mul", ["image", constant("c", np.float32(-1e30))], ["heights"])],
        "one number": lambda: [node("ReduceMean", ["coarse"], ["heights"], keepdims=0)],
        "cut": lambda: [node("MaxPool", ["coarse"], ["heights"], kernel_shape=[2, 2], strides=[2, 2])],
        "whole numbers": lambda: [node("Cast", ["coarse"], ["heights"], to=TensorProto.INT32)],
        "double": lambda: [node("Cast", ["coarse"], ["heights"], to=TensorProto.DOUBLE)],
        "half": lambda: [node("Cast", ["coarse"], ["heights"], to=TensorProto.FLOAT16)],
        "text": lambda: [node("Cast", ["coarse"], ["heights"], to=TensorProto.STRING)],
        "two outputs": lambda: [node("Identity", ["coarse"], ["heights"]), node("Identity", ["image"], ["more"])],
        "unknown operator": lambda: [node("Evil", ["coarse"], ["heights"], domain="there.is.none")],
        "no output": lambda: [],
        "external": lambda: [node("Add", ["coarse", constant("c", np.float32(0))], ["heights"])],
        "noise": lambda: [node("RandomNormalLike", ["coarse"], ["heights"], scale=500.0)],
        "empty": lambda: [node("Slice", ["coarse", constant("a", np.array([0])), constant("b", np.array([0]))],
        ["heights"])],
    }[how]()  # fmt: skip
    if how == "two outputs":
        outputs.append(helper.make_tensor_value_info("more", TensorProto.FLOAT, None))
    types = {"whole numbers": TensorProto.INT32, "double": TensorProto.DOUBLE, "half": TensorProto.FLOAT16,
             "text": TensorProto.STRING}  # fmt: skip
    if how in types:
        outputs = [helper.make_tensor_value_info("heights", types[how], None)]
    if how == "external":
        extra[0].ClearField("raw_data")
        extra[0].data_location = TensorProto.EXTERNAL
        entry = extra[0].external_data.add()
        entry.key, entry.value = "location", "/etc/passwd"
    graph = helper.make_graph(nodes, "odd", inputs, outputs, extra)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid("there.is.none",
                                                                                                     1)])
    model.ir_version = 8
    for path in _models(pack):
        path.write_bytes(model.SerializeToString())
    write_sums(pack)
    return f"graph: {how}", "" if how in ("noise", "infinite", "far up", "far down") else of.REFUSE
