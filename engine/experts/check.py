"""Where experts run on this computer, tried on one tile, and why not on a graphics card."""

from __future__ import annotations

import ctypes
import sys
import time
from typing import TYPE_CHECKING, Any

import numpy as np

from ..contract.progress import Progress
from ..errors import MmoedtmError
from ..raster.frame import Sun
from .correct import TileData, View
from .onnx_session import AUTOMATIC, PROVIDERS, OnnxSession
from .pack import load
from .runner import Runner
from .runtime import onnxruntime

if TYPE_CHECKING:
    from ..operations.check_engine import CheckEngineSettings

GSD_M, POSTING_PX = 2.0, 30.0
"""Of the made tile: those of an image of 2 m a pixel over a coarse DEM of 60 m."""


def check_engine(settings: CheckEngineSettings, progress: Progress) -> dict[str, Any]:
    """Run one tile as Reconstruct would, and say where.

    Parameters
    ----------
    settings : CheckEngineSettings
    progress : Progress

    Returns
    -------
    dict
        The declared results; ``reason`` is empty where a card did it or another provider was asked for.

    Raises
    ------
    ProviderError
        The provider that was asked for is not there.
    PackError
    """
    progress.at(0.0, "Reading the pack")
    pack = load(settings.pack)
    progress.at(0.3, "Opening the experts")
    runner = Runner(pack, settings.runtime.provider, settings.runtime.threads, progress.info)
    try:
        rows, columns = pack.manifest.tile_height, pack.manifest.tile_width
        down, across = np.mgrid[:rows, :columns].astype(np.float32)
        coarse = np.float32(40.0) * np.sin(down / 60.0) * np.cos(across / 45.0)
        image = np.float32(0.05) + np.gradient(coarse, axis=1) * np.float32(0.01)
        tile = TileData("mountain", image.astype(np.float32), coarse.astype(np.float32))
        view = View(GSD_M, POSTING_PX, Sun(270.0, 60.0, "raster"), float(np.abs(image).max()) * 0.01)
        for first in (True, False):  # the first run makes room, and on a card finds its kernels
            progress.check()
            progress.at(0.6 if first else 0.8, "Running a tile")
            begun = time.perf_counter()
            runner.submit([tile], view)[0].result()
            seconds = time.perf_counter() - begun
        wanted = settings.runtime.provider == "auto" and runner.on_cpu
        return {
            "provider": runner.provider,
            "reason": why_no_card(pack.models["flat"], pack.manifest.inputs) if wanted else "",
            "runtime": runner.version,
            "seconds": seconds,
            "threads": runner.threads,
            "pack_digest": str(pack),
        }
    finally:
        runner.close()


def why_no_card(model: bytes, inputs: tuple[str, ...]) -> str:
    """Why none of the providers for graphics cards was taken, in one sentence.

    Parameters
    ----------
    model : bytes
        A model to try them with.
    inputs : tuple of str
        Its inputs.
    """
    cards = [name for name in AUTOMATIC if name != "cpu"]
    available = onnxruntime.get_available_providers()
    built_in = [name for name in cards if PROVIDERS[name] in available]
    cards_seen = nvidia_cards()
    if not built_in:
        if cards_seen > 0:
            return ("The engine was set up for the processor, but there is an NVIDIA card now; choose Repair to set it "
                    "up for the card.")  # fmt: skip
        return f"No NVIDIA driver was found, and this ONNX Runtime ({', '.join(available)}) knows no other card."
    if "cuda" in built_in and cards_seen == 0:
        return "No NVIDIA card answers: its driver is missing or sees none; install the driver of NVIDIA."
    try:
        OnnxSession("the tried model", model, built_in[0], inputs)
    except MmoedtmError as error:
        return str(error)
    return f"The provider {built_in[0]} can be started, but was not taken."


def nvidia_cards() -> int:
    """Cards that the NVIDIA driver sees; 0 without a driver."""
    try:
        driver = ctypes.CDLL("nvcuda.dll" if sys.platform == "win32" else "libcuda.so.1")
        count = ctypes.c_int(0)
        if driver.cuInit(0) or driver.cuDeviceGetCount(ctypes.byref(count)):
            return 0
        return count.value
    except OSError:
        return 0
