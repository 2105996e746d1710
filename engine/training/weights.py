"""Final weights of a run: one file that says what it was made of, whole or not used."""

from __future__ import annotations

import ast
import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from ..errors import ParameterError
from ..networks.base import Network
from ..networks.registry import NETWORKS, build
from . import checkpoints
from .export import weights_of
from .facts import Facts

FINAL = "final.pt"
EXPORTED_NETWORK = "terrain"
"""The network whose exported models can be read back; others lose the names of their weights on export."""

Weights = Mapping[str, Tensor]


@dataclass(frozen=True)
class Final:
    """What a file of final weights holds."""

    network: str
    weights: Weights
    facts: Facts


def digest(weights: Weights) -> str:
    """SHA-256 over names and values."""
    sha = hashlib.sha256()
    for name in sorted(weights):
        value = weights[name].detach().cpu().contiguous()
        sha.update(f"{name} {value.dtype} {tuple(value.shape)}".encode())
        sha.update(value.numpy().tobytes())
    return sha.hexdigest()


def save(path: Path, network: str, weights: Weights, facts: Facts) -> None:
    """Write final weights.

    Raises
    ------
    ParameterError
        A weight is no number, as after a rate that is too high.
    OutputError
        The file cannot be written.
    """
    if not all(bool(torch.isfinite(value).all()) for value in weights.values()):
        raise ParameterError(
            f"{path.parent.name}: some weights are no numbers; lower the rate, and start in a new folder."
        )
    plain = {name: value.detach().cpu() for name, value in weights.items()}
    buffer = io.BytesIO()
    torch.save({"network": network, "weights": plain, "digest": digest(plain), "facts": dict(facts)}, buffer)
    checkpoints.write(path, buffer.getvalue())


def read(path: Path) -> Final:
    """Final weights of a run, or of an exported expert.

    Raises
    ------
    ParameterError
        There is no such file, or it is torn, or was not written by the trainer.
    PackError
        An ONNX file is no exported compact expert.
    """
    if not path.is_file():
        raise ParameterError(f"{path} does not exist; train that run first.")
    if path.suffix == ".onnx":
        return Final(EXPORTED_NETWORK, weights_of(path), {})
    try:
        content = checkpoints.unpacked(path.read_bytes())
        final = Final(str(content["network"]), dict(content["weights"]), dict(content["facts"]))
        sound = content["digest"] == digest(final.weights) and final.network in NETWORKS
    except (OSError, checkpoints.Torn, KeyError, TypeError, ValueError, AttributeError) as error:
        raise _torn(path) from error
    if not sound:
        raise _torn(path)
    return final


def load(path: Path, network: str = "") -> Network:
    """The network of a file of final weights, on the processor.

    Parameters
    ----------
    path : Path
    network : str
        Name of the network that it has to be; empty for any.

    Raises
    ------
    ParameterError
        As ``read``, or it belongs to another network.
    """
    final = read(path)
    if network and final.network != network:
        raise ParameterError(f"{path} holds another network than {network!r} ({final.network!r}); train the run again.")
    return filled(build(final.network), final.weights, path)


def crop_of(final: Final, path: Path) -> tuple[int, int]:
    """Rows and columns of the samples that a run was trained on.

    Raises
    ------
    ParameterError
        The file does not say it.
    """
    try:
        height, width = (int(side) for side in ast.literal_eval(str(final.facts["stream.crop"])))
    except (KeyError, ValueError, TypeError, SyntaxError, RecursionError, MemoryError) as error:
        raise _torn(path) from error
    return height, width


def filled(network: Network, weights: Mapping[str, Any], path: Path) -> Network:
    """The network with the given weights, which must be its own."""
    try:
        network.load_state_dict(dict(weights))
    except (RuntimeError, AttributeError, TypeError) as error:
        raise ParameterError(f"{path} holds weights of another shape; train the run again in a new folder.") from error
    return network


def _torn(path: Path) -> ParameterError:
    return ParameterError(
        f"{path} is not whole, or no file of this trainer; remove it and start again: the run goes on from its last "
        "checkpoint."
    )
