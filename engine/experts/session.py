"""ONNX Runtime sessions, and the truth about where they run."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

import numpy as np

from ..errors import PackError, ProviderError
from .runtime import onnxruntime

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

_SETTLED = False


def _prepare() -> None:
    """Load CUDA's libraries from their wheels, once, where the runtime can."""
    global _SETTLED
    if not _SETTLED:
        if "CUDAExecutionProvider" in onnxruntime.get_available_providers() and hasattr(onnxruntime, "preload_dlls"):
            onnxruntime.preload_dlls()
        _SETTLED = True


class Session:
    """One model on one provider.

    Parameters
    ----------
    name : str
        For messages.
    model : bytes
        A self-contained ONNX file.
    provider : str
        'auto' or a key of PROVIDERS.
    threads : int
        Threads inside one run.

    Raises
    ------
    ProviderError
        The provider asked for is not there or did not take the session.
    PackError
        The model cannot be loaded or does not have the inputs that are declared.
    """

    def __init__(self, name: str, model: bytes, provider: str, threads: int, inputs: Sequence[str]) -> None:
        _prepare()
        self.seconds = 0.0
        self._name = name
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
            self._session = self._open(model, candidate, threads)
            self.provider = self._session.get_providers()[0]
            if self.provider == PROVIDERS[candidate]:
                break
            if provider != "auto":
                raise ProviderError(
                    f"The provider {provider} could not be started (its driver or libraries are missing), "
                    "so nothing was run; install them, or choose the provider auto or cpu."
                )
        found = tuple(i.name for i in self._session.get_inputs())
        if set(found) != set(inputs):
            raise PackError(
                f"The model {name} has the inputs {', '.join(found)}, but its manifest says {', '.join(inputs)}."
            )

    def _open(self, model: bytes, provider: str, threads: int) -> onnxruntime.InferenceSession:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.use_deterministic_compute = True
        options.log_severity_level = 4
        names = [PROVIDERS[provider]]
        if provider != "cpu":
            names.append("CPUExecutionProvider")  # for the few operators that a GPU leaves
        try:
            return onnxruntime.InferenceSession(model, options, providers=names)
        except Exception as error:  # ONNX Runtime's errors have no common root that it documents
            raise PackError(
                f"The model {self._name} cannot be loaded by ONNX Runtime {onnxruntime.__version__} "
                f"({str(error).splitlines()[0]})."
            ) from error

    def run(self, inputs: Mapping[str, np.ndarray]) -> np.ndarray:
        """Heights of a batch; MemoryError when the device has too little memory for it."""
        start = time.perf_counter()
        try:
            heights = self._session.run(None, dict(inputs))[0]
        except Exception as error:  # as above; memory is known by the message alone
            text = str(error)
            if any(word in text.lower() for word in ("out of memory", "alloc", "memory")):
                raise MemoryError(text) from error
            raise ProviderError(
                f"ONNX Runtime failed on {self.provider} ({text.splitlines()[0]}); choose the provider cpu."
            ) from error
        self.seconds += time.perf_counter() - start
        return np.asarray(heights)


def _names(available: Sequence[str]) -> str:
    return ", ".join(name for name, full in PROVIDERS.items() if full in available)
