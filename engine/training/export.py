"""From checkpoints to an expert pack: export, check against PyTorch, manifest, digests."""

from __future__ import annotations

import io
import logging
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch

from ..networks.terrain_net import INPUTS, TerrainNet

OPSET = 17
"""Read by ONNX Runtime 1.17 and later (IR 8 to 9)."""

TOLERANCE = 1e-3
"""Largest deviation of ONNX Runtime from PyTorch, in pixels of height."""


def random_tiles(seed: int, count: int, height: int, width: int) -> list[torch.Tensor]:
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
    return [image, coarse, sun, posting]


def export_onnx(network: TerrainNet, path: Path) -> None:
    """Write a network as one self-contained ONNX file with free batch, height and width."""
    network = network.eval().cpu().to(memory_format=torch.contiguous_format)  # type: ignore[call-overload]
    dynamic = {
        "image": {0: "batch", 2: "height", 3: "width"},
        "coarse": {0: "batch", 2: "height", 3: "width"},
        "sun": {0: "batch"},
        "posting": {0: "batch"},
        "heights": {0: "batch", 2: "height", 3: "width"},
    }
    buffer = io.BytesIO()
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)
    # The tracing exporter: it keeps sizes symbolic through interpolation and pooling, and writes
    # opset 17 directly, where the newer one converts down from 18.
    torch.onnx.export(
        network,
        tuple(random_tiles(0, 2, 256, 320)),
        buffer,  # type: ignore[arg-type]
        input_names=list(INPUTS),
        output_names=["heights"],
        dynamic_axes=dynamic,
        opset_version=OPSET,
        do_constant_folding=True,
        dynamo=False,
    )
    model = onnx.load_from_string(buffer.getvalue())
    onnx.checker.check_model(model, full_check=True)
    onnx.save_model(model, str(path))


def deviation(network: TerrainNet, path: Path, count: int = 4) -> float:
    """Largest difference between ONNX Runtime and PyTorch over tiles of both orientations."""
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    network = network.eval()
    worst = 0.0
    for seed, (height, width) in enumerate([(256, 320), (320, 256), (128, 160)]):
        inputs = random_tiles(seed + 1, count, height, width)
        with torch.no_grad():
            expected = network(*inputs).numpy()
        got = session.run(None, {n: t.numpy() for n, t in zip(INPUTS, inputs)})[0]
        worst = max(worst, float(np.abs(got - expected).max()))
    return worst
