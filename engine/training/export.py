"""From checkpoints to an expert pack: export, check against PyTorch, manifest, digests."""

from __future__ import annotations

import io
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np
import onnx
import torch
from onnx import helper, numpy_helper

from ..errors import PackError
from ..experts.manifest import INPUTS
from ..experts.normalise import BRIGHTEST, RANGE
from ..experts.runtime import onnxruntime, with_shapes
from ..experts.scheme import OURS, Scheme
from ..networks.base import Network
from ..networks.terrain_net import TerrainNet

OPSET = 17
"""Read by ONNX Runtime 1.17 and later (IR 8 to 9)."""

TOLERANCE = 1e-4
"""Largest deviation of ONNX Runtime from PyTorch, over the range of a tile's heights."""

SMALLEST_HALF = 256
"""Weights of fewer numbers stay in single precision: they cost nothing."""


OUTPUT = "heights"

Module = TypeVar("Module", bound=torch.nn.Module)


def random_tiles(
    seed: int, count: int, height: int, width: int, inputs: Sequence[str] = INPUTS, scheme: Scheme = OURS
) -> list[torch.Tensor]:
    """Inputs of the right kind: a rough surface, an image, suns known and unknown."""
    generator = torch.Generator().manual_seed(seed)

    def normal(*shape: int) -> torch.Tensor:
        return torch.randn(*shape, generator=generator)

    coarse = torch.nn.functional.interpolate(
        6.0 * normal(count, 1, height // 32, width // 32), size=(height, width), mode="bicubic"
    )
    image = (0.3 * normal(count, 1, height, width)).clamp(-1.0, 4.0)
    incidence = torch.deg2rad(20.0 + 60.0 * torch.rand(count, generator=generator))
    azimuth = torch.deg2rad(45.0 * torch.rand(count, generator=generator))
    sun = torch.stack(
        (
            incidence.sin() * azimuth.sin(),
            incidence.sin() * azimuth.cos(),
            incidence.cos(),
            0.5 * torch.ones(count),
        ),
        dim=1,
    )
    sun[::4] = 0.0
    posting = 8.0 + 40.0 * torch.rand(count, 1, generator=generator)
    if scheme.normalisation == "minmax":
        image, coarse = stretched(image, BRIGHTEST), stretched(coarse, RANGE)
    made = {"image": image, "coarse": coarse, "sun": sun, "posting": posting}
    return [made[name] for name in inputs]


def stretched(values: torch.Tensor, most: float) -> torch.Tensor:
    """(B, 1, H, W) tiles, each from 0 to ``most``."""
    low, high = values.amin(dim=(2, 3), keepdim=True), values.amax(dim=(2, 3), keepdim=True)
    return most * (values - low) / (high - low)


TILE = (256, 320)
"""Of the pack, where the network takes any."""


def export_onnx(network: Network, path: Path, terrain: int = 0, tile: tuple[int, int] = TILE) -> None:
    """Write the expert of a class as one self-contained ONNX file.

    The number of tiles is free, and their height and width where the network takes any; else they are ``tile``.
    """
    network = network.eval().cpu().to(memory_format=torch.contiguous_format)  # type: ignore[call-overload]
    sides = {2: "height", 3: "width"} if network.any_tile else {}
    dynamic = {
        name: {0: "batch", **(sides if name in ("image", "coarse", "heights") else {})}
        for name in (*network.inputs, OUTPUT)
    }
    buffer = io.BytesIO()
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)
    # The tracing exporter: it keeps sizes symbolic through interpolation and pooling, and writes
    # opset 17 directly, where the newer one converts down from 18.
    torch.onnx.export(
        network.graph(terrain),
        tuple(random_tiles(0, 2, *tile, network.inputs, network.scheme)),
        buffer,  # type: ignore[arg-type]
        input_names=list(network.inputs),
        output_names=[OUTPUT, *network.named],
        dynamic_axes=dynamic,
        opset_version=OPSET,
        # Weights keep their names and values; runtimes fold what is made of them when they load the graph.
        do_constant_folding=False,
        dynamo=False,
    )
    model = halve(onnx.load_from_string(buffer.getvalue()))
    del model.graph.output[1:]  # they have their names now
    if network.any_tile:
        model = shaped(model)
    onnx.checker.check_model(model, full_check=True)
    onnx.save_model(model, str(path))


def shaped(model: onnx.ModelProto) -> onnx.ModelProto:
    """The model with the shapes of images in it as formulas of the tile's.

    Where ONNX Runtime sees that two images are of one size, whatever the tile's is, it fuses their sum into a
    convolution.
    """
    found = with_shapes(model).graph
    images = [value for value in found.value_info if len(value.type.tensor_type.shape.dim) == 4]
    del model.graph.value_info[:]
    model.graph.value_info.extend(images)
    return model


def halve(model: onnx.ModelProto) -> onnx.ModelProto:
    """Store large weights in half precision; the graph casts them back, which ONNX Runtime does once at load.

    Arithmetic stays in single precision, so only the rounding of the weights is felt: ``rounded`` gives
    PyTorch the same weights.
    """
    graph = model.graph
    casts, kept = [], []
    for tensor in graph.initializer:
        values = numpy_helper.to_array(tensor)
        if values.dtype != np.float32 or values.size < SMALLEST_HALF:
            kept.append(tensor)
            continue
        name = f"{tensor.name}.half"
        kept.append(numpy_helper.from_array(values.astype(np.float16), name))
        casts.append(helper.make_node("Cast", [name], [tensor.name], to=onnx.TensorProto.FLOAT))
    nodes = list(graph.node)
    del graph.initializer[:], graph.node[:]
    graph.initializer.extend(kept)
    graph.node.extend([*casts, *nodes])
    return model


def rounded(network: Module) -> Module:
    """The network with the weights that ``halve`` leaves it."""
    with torch.no_grad():
        for weight in network.parameters():
            if weight.numel() >= SMALLEST_HALF:
                weight.copy_(weight.half().float())
    return network


def weights_of(path: Path) -> dict[str, torch.Tensor]:
    """Weights of an exported expert by their names in PyTorch; what fine-tuning starts from.

    Raises
    ------
    PackError
        The model is not an exported compact expert.
    """
    try:
        # Without external data: a model is one file.
        model = onnx.load_model(str(path), load_external_data=False)
        found = {
            tensor.name.removesuffix(".half"): torch.from_numpy(numpy_helper.to_array(tensor).astype(np.float32))
            for tensor in model.graph.initializer
        }
    except Exception as error:  # protobuf and onnx share no class of errors
        raise PackError(f"{path} is no ONNX model, or damaged; get the pack again.") from error
    wanted = TerrainNet().state_dict()
    missing = [name for name, value in wanted.items() if name not in found or found[name].shape != value.shape]
    if missing:
        raise PackError(f"{path} lacks weights ({missing[0]} and {len(missing) - 1} more); it is no compact expert.")
    return {name: found[name] for name in wanted}


def deviation(
    network: Network, path: Path, count: int = 4, terrain: int = 0, tile: tuple[int, int] = TILE
) -> float:
    """Largest difference between ONNX Runtime and PyTorch, over the range of each tile's heights."""
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    expert = network.eval().expert(terrain)
    worst = 0.0
    for seed, (height, width) in enumerate([tile, (160, 128), (128, 160)] if network.any_tile else [tile]):
        inputs = random_tiles(seed + 1, count, height, width, network.inputs, network.scheme)
        with torch.no_grad():
            expected = expert(*inputs).numpy()
        got = session.run(None, {n: t.numpy() for n, t in zip(network.inputs, inputs)})[0]
        span = np.ptp(expected, axis=(1, 2, 3), keepdims=True)
        worst = max(worst, float((np.abs(got - expected) / span).max()))
    return worst
