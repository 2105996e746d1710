"""ONNX Runtime sessions, and the truth about where they run."""

from __future__ import annotations

import functools
import textwrap
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

MOST_SESSIONS = 12
"""Kept open in a process: the experts of four packs."""


@functools.lru_cache(maxsize=1)
def _prepare() -> None:
    """Load CUDA's libraries from their wheels, once, where the runtime can."""
    if "CUDAExecutionProvider" in onnxruntime.get_available_providers() and hasattr(onnxruntime, "preload_dlls"):
        onnxruntime.preload_dlls()


@functools.lru_cache(maxsize=MOST_SESSIONS)
def opened(name: str, model: bytes, provider: str, threads: int, inputs: tuple[str, ...]) -> Session:
    """The session of a model, opened once in a process; the parameters are those of ``Session``."""
    return Session(name, model, provider, threads, inputs)


class Session:
    """One model on one provider; it may be run from several threads at a time.

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
        The model cannot be loaded, or does not have the inputs that are declared and heights as its one output.
    """

    def __init__(self, name: str, model: bytes, provider: str, threads: int, inputs: Sequence[str]) -> None:
        _prepare()
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
        found = self._session.get_inputs()
        if {i.name for i in found} != set(inputs):
            raise PackError(
                f"The model {name} has the inputs {', '.join(i.name for i in found)}, but its manifest says "
                f"{', '.join(inputs)}; get the pack again."
            )
        ends = [*found, *self._session.get_outputs()]
        if len(ends) != len(found) + 1 or any(end.type != "tensor(float)" for end in ends):
            raise PackError(
                f"The model {name} does not take and give single-precision numbers, one array of heights; get the "
                "pack again."
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
                f"({_said(error)})."
            ) from error

    def run(self, inputs: Mapping[str, np.ndarray]) -> np.ndarray:
        """Heights of a batch.

        Parameters
        ----------
        inputs : mapping
            Arrays by name; 'coarse' has the shape of the result, (batch, 1, H, W).

        Raises
        ------
        MemoryError
            The device has too little memory for the batch.
        ProviderError
            ONNX Runtime failed.
        PackError
            The model gave something else than a finite height for every pixel.
        """
        try:
            heights = np.asarray(self._session.run(None, dict(inputs))[0])
        except Exception as error:  # as above; memory is known by the message alone
            text = str(error)
            if any(word in text.lower() for word in ("out of memory", "alloc", "memory")):
                raise MemoryError(text) from error
            cure = "get the pack again" if self.on_cpu else "choose the provider cpu"
            raise ProviderError(
                f"ONNX Runtime failed with the model {self._name} on {self.provider} ({_said(error)}); {cure}."
            ) from error
        wanted = inputs["coarse"].shape
        if heights.shape != wanted:
            raise PackError(
                f"The model {self._name} gave heights of shape {heights.shape} for tiles of shape {wanted}; get the "
                "pack again."
            )
        if not np.isfinite(heights).all():
            raise PackError(
                f"The model {self._name} gave heights that are no finite numbers on {self.provider}; get the pack "
                "again or choose another provider."
            )
        return heights

    @property
    def on_cpu(self) -> bool:
        """Whether it runs on the processor."""
        return self.provider == PROVIDERS["cpu"]


def _said(error: Exception) -> str:
    """The beginning of what ONNX Runtime says, without its codes."""
    text = " ".join(str(error).split()).rpartition("[ONNXRuntimeError] : ")[2]
    return textwrap.shorten(text, 200, placeholder=" ...") or type(error).__name__


def _names(available: Sequence[str]) -> str:
    return ", ".join(name for name, full in PROVIDERS.items() if full in available)
