"""What a runtime does with one model: run it, and look at what comes out. Opened once in a process."""

from __future__ import annotations

import functools
import textwrap
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import ClassVar

import numpy as np

from ..errors import PackError, ProviderError

MOST_SESSIONS = 16
"""Kept open in a process: the experts of four packs."""


class Session(ABC):
    """One model on one provider; it may be run from several threads at a time.

    Attributes
    ----------
    runtime : str
        Name of the library, for messages.
    version : str
        The library with its version: another one may choose other kernels.
    provider : str
        Where it runs, as provenance has it.
    on_cpu : bool
        Whether it runs on the processor, a tile at a time.
    """

    runtime: ClassVar[str]
    version: str
    provider: str
    on_cpu: bool

    def __init__(self, name: str) -> None:
        self._name = name

    @abstractmethod
    def _heights(self, inputs: Mapping[str, np.ndarray]) -> np.ndarray:
        """What the model gives, as it is."""

    def run(self, inputs: Mapping[str, np.ndarray], channels: int = 1) -> np.ndarray:
        """Heights of a batch, or what else the model gives for every pixel.

        Parameters
        ----------
        inputs : mapping
            Arrays by name; 'coarse' is (batch, 1, H, W).
        channels : int
            Of the result, (batch, channels, H, W).

        Raises
        ------
        MemoryError
            The device has too little memory for the batch.
        ProviderError
            The runtime failed.
        PackError
            The model gave something else than a finite height for every pixel.
        """
        try:
            heights = self._heights(inputs)
        except Exception as error:  # runtimes' errors have no common root; memory is known by the message alone
            text = str(error)
            if any(word in text.lower() for word in ("out of memory", "alloc", "memory")):
                raise MemoryError(text) from error
            cure = "get the pack again" if self.on_cpu else "choose the provider cpu"
            raise ProviderError(
                f"{self.runtime} failed with the model {self._name} on {self.provider} ({said(error)}); {cure}."
            ) from error
        count, _, height, width = inputs["coarse"].shape
        wanted = count, channels, height, width
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


def said(error: Exception) -> str:
    """The beginning of what a runtime says, without its codes."""
    text = " ".join(str(error).split()).rpartition("[ONNXRuntimeError] : ")[2]
    return textwrap.shorten(text, 200, placeholder=" ...") or type(error).__name__


def require_ends(name: str, found: set[str], declared: tuple[str, ...], plain: bool) -> None:
    """Refuse a model that does not have the declared inputs, or other numbers than ``plain`` ones at its ends.

    Raises
    ------
    PackError
    """
    if found != set(declared):
        raise PackError(
            f"The model {name} has the inputs {', '.join(sorted(found))}, but its manifest says "
            f"{', '.join(declared)}; get the pack again."
        )
    if not plain:
        raise PackError(
            f"The model {name} does not take and give single-precision numbers, one array of heights; get the "
            "pack again."
        )


def opened(name: str, model: bytes, provider: str, at_once: int, inputs: tuple[str, ...]) -> Session:
    """The session of a model, opened once in a process.

    Parameters
    ----------
    name : str
        For messages.
    model : bytes
        A self-contained ONNX file.
    provider : str
        'auto' or another of ``contract.requests.PROVIDERS``.
    at_once : int
        Tiles that are run at the same time on a processor.
    inputs : tuple of str
        That the pack declares.

    Raises
    ------
    ProviderError
        The provider asked for is not there or did not take the model.
    PackError
        The model cannot be loaded, or does not have the inputs that are declared and heights as its one output.
    """
    if provider == "openvino":
        return _with_openvino(name, model, at_once, inputs)
    return _with_onnxruntime(name, model, provider, inputs)


@functools.lru_cache(maxsize=MOST_SESSIONS)
def _with_onnxruntime(name: str, model: bytes, provider: str, inputs: tuple[str, ...]) -> Session:
    from .onnx_session import OnnxSession

    return OnnxSession(name, model, provider, inputs)


@functools.lru_cache(maxsize=MOST_SESSIONS)
def _with_openvino(name: str, model: bytes, at_once: int, inputs: tuple[str, ...]) -> Session:
    from .openvino_session import OpenVinoSession

    return OpenVinoSession(name, model, at_once, inputs)
