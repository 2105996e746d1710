"""ONNX Runtime sessions, and the truth about where they run."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence

import numpy as np

from ..errors import PackError, ProviderError
from .runtime import onnxruntime
from .session import Session, require_ends, said

PROVIDERS = {
    "cpu": "CPUExecutionProvider",
    "cuda": "CUDAExecutionProvider",
    "tensorrt": "TensorrtExecutionProvider",
    "directml": "DmlExecutionProvider",
    "coreml": "CoreMLExecutionProvider",
}
"""Names that users give, and ONNX Runtime's."""

AUTOMATIC = ("cuda", "directml", "cpu")
"""Order in which providers are tried when none is asked for. TensorRT builds an engine for minutes
before its first tile, and CoreML rounds to half precision, so these are taken only by name."""


@functools.lru_cache(maxsize=1)
def _prepare() -> None:
    """Once: memory that all sessions share, and CUDA's libraries from their wheels where the runtime can."""
    kind, use = onnxruntime.OrtAllocatorType.ORT_ARENA_ALLOCATOR, onnxruntime.OrtMemType.DEFAULT
    onnxruntime.create_and_register_allocator(
        onnxruntime.OrtMemoryInfo("Cpu", kind, 0, use), onnxruntime.OrtArenaCfg(0, -1, -1, -1)
    )
    if "CUDAExecutionProvider" in onnxruntime.get_available_providers() and hasattr(onnxruntime, "preload_dlls"):
        onnxruntime.preload_dlls()


class OnnxSession(Session):
    """One model on one of ONNX Runtime's providers, with one thread in a run on a processor.

    Parameters, errors: as ``session.opened``.
    """

    runtime = "ONNX Runtime"

    def __init__(self, name: str, model: bytes, provider: str, inputs: tuple[str, ...]) -> None:
        super().__init__(name)
        _prepare()
        self.version = f"{self.runtime} {onnxruntime.__version__}"
        available = onnxruntime.get_available_providers()
        if provider == "auto":
            candidates = [p for p in AUTOMATIC if PROVIDERS[p] in available]
        else:
            if PROVIDERS[provider] not in available:
                raise ProviderError(
                    f"The provider {provider} is not in this ONNX Runtime (it has {_names(available)}); "
                    "install the runtime for it, or choose the provider auto or cpu."
                )
            candidates = [provider]
        for candidate in candidates:
            self._session = self._open(model, candidate)
            self.provider = self._session.get_providers()[0]
            if self.provider == PROVIDERS[candidate]:
                break
            if provider != "auto":
                raise ProviderError(
                    f"The provider {provider} could not be started (its driver or libraries are missing), "
                    "so nothing was run; install them, or choose the provider auto or cpu."
                )
        self.on_cpu = self.provider == PROVIDERS["cpu"]
        found = self._session.get_inputs()
        ends = [*found, *self._session.get_outputs()]
        plain = len(ends) == len(found) + 1 and all(end.type == "tensor(float)" for end in ends)
        require_ends(name, {end.name for end in found}, inputs, plain)

    def _open(self, model: bytes, provider: str) -> onnxruntime.InferenceSession:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.use_deterministic_compute = True
        options.log_severity_level = 4
        # One block for each size of tile, and an arena for each expert, hold twice the memory and save no time.
        options.enable_mem_pattern = False
        options.add_session_config_entry("session.use_env_allocators", "1")
        names = [PROVIDERS[provider]]
        if provider != "cpu":
            names.append("CPUExecutionProvider")  # for the few operators that a GPU leaves
        try:
            return onnxruntime.InferenceSession(model, options, providers=names)
        except Exception as error:  # ONNX Runtime's errors have no common root that it documents
            raise PackError(
                f"The model {self._name} cannot be loaded by ONNX Runtime {onnxruntime.__version__} "
                f"({said(error)})."
            ) from error

    def _heights(self, inputs: Mapping[str, np.ndarray]) -> np.ndarray:
        return np.asarray(self._session.run(None, dict(inputs))[0])


def _names(available: Sequence[str]) -> str:
    return ", ".join(name for name, full in PROVIDERS.items() if full in available)
