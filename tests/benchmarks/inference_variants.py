"""Other forms of a compact expert's graph, and other ways to open it, to be timed against each other."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import torch

from engine.experts.runtime import onnxruntime
from engine.networks.terrain_net import TerrainNet
from engine.training.export import export_onnx

Tile = Mapping[str, np.ndarray]
Run = Callable[[Tile], np.ndarray]
BLOCK = 16
"""Numbers in a vector of AVX-512."""

IMAGE_CHANNELS, COARSE_CHANNELS = (24, 48, 88, 112), (24, 32, 48)


class AsTrained(TerrainNet):
    """Exported in the form that is trained."""

    named = ()

    def graph(self, terrain: int) -> torch.nn.Module:
        """Itself."""
        return self


def bytes_of(network: TerrainNet) -> bytes:
    """The ONNX file of a network."""
    with tempfile.TemporaryDirectory() as name:
        export_onnx(network, Path(name) / "expert.onnx")
        return (Path(name) / "expert.onnx").read_bytes()


def as_trained(weights: Mapping[str, torch.Tensor]) -> bytes:
    """The file before its graph was made faster."""
    network = AsTrained()
    network.load_state_dict(dict(weights))
    return bytes_of(network)


def padded(weights: Mapping[str, torch.Tensor]) -> bytes:
    """The file with all channels filled up with zeros to whole vectors: the same heights."""
    image = tuple(-(-c // BLOCK) * BLOCK for c in IMAGE_CHANNELS)
    coarse = tuple(-(-c // BLOCK) * BLOCK for c in COARSE_CHANNELS)
    network = TerrainNet(image, coarse)  # type: ignore[arg-type]
    filled = {}
    for name, zeros in network.state_dict().items():
        filled[name] = torch.zeros_like(zeros)
        parts = [(slice(None), slice(None))]
        if ".film." in name:  # scales, then shifts
            half, wide = weights[name].shape[0] // 2, zeros.shape[0] // 2
            parts = [(slice(0, half), slice(0, half)), (slice(half, 2 * half), slice(wide, wide + half))]
        elif ".gate.weight" in name:  # the image's channels, then the coarse DEM's
            here, wide = weights[name].shape[0], zeros.shape[0]
            rest = weights[name].shape[1] - here
            filled[name][:here, :here] = weights[name][:, :here]
            filled[name][:here, wide : wide + rest] = weights[name][:, here:]
            continue
        for source, target in parts:
            part = weights[name][source]
            place = filled[name][target]
            place[tuple(slice(0, n) for n in part.shape)] = part
    network.load_state_dict(filled)
    return bytes_of(network)


def onnx(
    model: bytes, shape: tuple[int, int] | None = None, level: str = "ORT_ENABLE_ALL", arena: bool = True,
    entries: Mapping[str, str] | None = None, profile: str = "", saved: str = "",
) -> onnxruntime.InferenceSession:  # fmt: skip
    """A session of ONNX Runtime with one thread, as the engine's but for what is given."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.use_deterministic_compute, options.log_severity_level = True, 4
    options.graph_optimization_level = getattr(onnxruntime.GraphOptimizationLevel, level)
    options.enable_cpu_mem_arena, options.enable_mem_pattern = arena, False
    for key, value in (entries or {}).items():
        options.add_session_config_entry(key, value)
    if shape:
        for name, size in zip(("batch", "height", "width"), (1, *shape)):
            options.add_free_dimension_override_by_name(name, size)
    if profile:
        options.enable_profiling, options.profile_file_prefix = True, profile
    if saved:
        options.optimized_model_filepath = saved
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def run_of(session: onnxruntime.InferenceSession) -> Run:
    """A run of a session as a function."""
    return lambda tile: np.asarray(session.run(None, dict(tile))[0])


def offline(model: bytes) -> Run:
    """The graph as it is optimised on this processor, saved, and loaded without being optimised again."""
    with tempfile.TemporaryDirectory() as name:
        path = f"{name}/optimised.onnx"
        onnx(model, saved=path)
        return run_of(onnx(Path(path).read_bytes(), level="ORT_DISABLE_ALL"))


def whole_in_openvino(model: bytes, precision: str, shape: tuple[int, int] | None) -> Run:
    """The whole model in OpenVINO in one precision, for tiles of one shape or of any."""
    from engine.experts.openvino_runtime import openvino

    core = openvino().Core()
    read = core.read_model(model=model, weights=b"")
    sizes = shape or (-1, -1)
    read.reshape({"image": [1, 1, *sizes], "coarse": [1, 1, *sizes], "sun": [1, 4], "posting": [1, 1]})
    options = {"NUM_STREAMS": 1, "INFERENCE_NUM_THREADS": 1, "ENABLE_CPU_PINNING": False}
    compiled = core.compile_model(read, "CPU", {**options, "INFERENCE_PRECISION_HINT": precision})
    request = compiled.create_infer_request()
    return lambda tile: np.array(request.infer(dict(tile))[0])
