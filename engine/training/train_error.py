"""Train the network that tells errors, for the experts of a pack, and put it into the pack.

``python -m engine.training.train_error --pack resources/packs/lunar-1 --samples runs/error`` makes samples (kept in the
folder, and made once), trains, finds the factors on grounds that training has not seen, and writes ``error.onnx``, its
entry of the manifest and the digests. The experts stay as they are, bit by bit.
"""

from __future__ import annotations

import argparse
import io
import json
import logging
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from torch import Tensor

from ..arrays import FloatArray
from ..errors import ParameterError
from ..experts.correct import ERROR_INPUTS
from ..experts.pack import MANIFEST, load, write_sums
from ..experts.runtime import onnxruntime
from ..files import whole_file
from ..moon import TERRAINS
from ..networks.error_net import POOL, ErrorNet
from .error_samples import FIRST_CHECK, FIRST_TRAINING, store
from .export import OPSET, TILE, halve, random_tiles, rounded, shaped

FILE = "error.onnx"

CROP = (64, 80)
"""Samples of the network down and across: a tile of 256 x 320 pixels."""

BATCH = 12
PEAK_RATE, FINAL_RATE, WARM_UP = 2e-3, 2e-5, 50

MARGIN = 6
"""Samples along the border of a scene that are left out: there the truth ends."""

BANDS_DEG = (40.0, 60.0, 75.0, 90.0)

WITHIN = (0.6827, 0.9545)
"""Shares of a normal distribution within one and two standard deviations."""

ALLOWED = (0.05, 0.03)
"""How far shares may be off, by which the two are weighed against each other."""

STEADY = 4.0
"""Scenes for which the factor of all scenes counts in that of a class and a band."""

TOLERANCE = 1e-3
"""Largest relative deviation of ONNX Runtime from PyTorch."""


@dataclass(frozen=True)
class Stored:
    """Samples of a folder, side by side; arrays as ``error_samples.ErrorSample``."""

    told: np.ndarray
    sun: FloatArray
    posting: FloatArray
    terrain: np.ndarray
    incidence: FloatArray
    squares: FloatArray


def stored(folder: Path, first: int, count: int) -> Stored:
    """The samples of ``count`` grounds."""
    files = [np.load(folder / f"{seed}.npz") for seed in range(first, first + count)]

    def of(name: str) -> np.ndarray:
        return np.concatenate([file[name] for file in files])

    return Stored(of("told"), of("sun"), of("posting"), of("terrain"), of("incidence"), of("squares"))


def train(samples: Stored, steps: int, seed: int) -> ErrorNet:
    """Fit the network by the likelihood of normal errors; its weights are rounded as the file will have them."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    network = ErrorNet()
    optimiser = torch.optim.AdamW(network.parameters(), lr=PEAK_RATE, weight_decay=1e-3)
    kept = 0.0
    for step in range(steps):
        share = min(1.0, (step + 1) / WARM_UP)
        rate = FINAL_RATE + 0.5 * (PEAK_RATE - FINAL_RATE) * (1.0 + math.cos(math.pi * step / steps))
        for group in optimiser.param_groups:
            group["lr"] = rate * share
        told, sun, posting, terrain, squares = _batch(rng, samples)
        loss = _loss(network.logarithms(told, sun, posting, terrain), squares)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]  # torch has no types for it
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        kept = float(loss.detach()) if step == 0 else 0.98 * kept + 0.02 * float(loss.detach())
        if step % 100 == 99:
            print(f"step {step + 1} of {steps}: loss {kept:.4f}", flush=True)
    return rounded(network).eval()


def _loss(logarithms: Tensor, squares: Tensor) -> Tensor:
    return (logarithms + 0.5 * squares * torch.exp(-2.0 * logarithms)).mean()


def _batch(rng: np.random.Generator, samples: Stored) -> tuple[Tensor, ...]:
    """Crops of samples that are drawn at random."""
    chosen = rng.integers(len(samples.told), size=BATCH)
    windows = []
    for index in chosen:
        row, column = (
            int(rng.integers(MARGIN, size - MARGIN - side + 1))
            for size, side in zip(samples.told.shape[2:], CROP)
        )
        windows.append((index, slice(None), slice(row, row + CROP[0]), slice(column, column + CROP[1])))
    told = np.stack([samples.told[window] for window in windows]).astype(np.float32)
    squares = np.stack([samples.squares[window] for window in windows])
    classes = np.eye(len(TERRAINS), dtype=np.float32)[samples.terrain[chosen]]
    given = (told, samples.sun[chosen], samples.posting[chosen][:, None], classes, squares)
    return tuple(torch.from_numpy(np.ascontiguousarray(part, dtype=np.float32)) for part in given)


def ratios(network: ErrorNet, folder: Path, first: int, count: int) -> Iterator[tuple[str, int, np.ndarray]]:
    """Of every check sample its class, its band of incidence (the last for an unknown sun) and |error| over the stated
    standard deviation of a part of its pixels, (2, n): of heights and of slopes."""
    edge = slice(POOL * MARGIN, -POOL * MARGIN)
    for seed in range(first, first + count):
        with np.load(folder / f"{seed}.npz") as file:
            content = {name: file[name] for name in file.files}
        for index, terrain in enumerate(content["terrain"]):
            given = [content["told"][index], content["sun"][index], content["posting"][[index]],
                     np.eye(len(TERRAINS))[terrain]]  # fmt: skip
            with torch.no_grad():
                logarithms = network.logarithms(*(torch.from_numpy(part.astype(np.float32))[None] for part in given))
                stated = F.interpolate(torch.exp(logarithms), scale_factor=float(POOL), mode="bilinear")[0].numpy()
            over = np.abs(content["errors"][index].astype(np.float32)) / stated
            hidden = not content["sun"][index].any()
            band = len(BANDS_DEG) if hidden else int(np.searchsorted(BANDS_DEG, content["incidence"][index]))
            yield TERRAINS[terrain], band, over[:, edge, edge][:, ::3, ::3].reshape(2, -1)


def best_factor(over: FloatArray) -> float:
    """Factor on a standard deviation with which the shares within one and two of it are nearest to a normal's."""
    ordered = np.sort(over)

    def off(factor: float) -> float:
        shares = np.searchsorted(ordered, (factor, 2.0 * factor)) / len(ordered)
        return float(sum(((share - wanted) / most) ** 2 for share, wanted, most in zip(shares, WITHIN, ALLOWED)))

    return float(min(np.exp(np.linspace(-1.0, 1.0, 201)).tolist(), key=off))


def factors(found: Sequence[tuple[str, int, np.ndarray]]) -> dict[str, dict[str, list[float]]]:
    """Factors of each class and band, drawn to that of all where scenes are few."""
    table: dict[str, dict[str, list[float]]] = {}
    for index, name in enumerate(("height_factors", "slope_factors")):
        overall = best_factor(np.concatenate([over[index] for _, _, over in found]))
        table[name] = {}
        for terrain in TERRAINS:
            row = []
            for band in range(len(BANDS_DEG) + 1):
                own = [over[index] for one, other, over in found if (one, other) == (terrain, band)]
                logarithm = math.log(best_factor(np.concatenate(own))) if own else 0.0
                share = len(own) / (len(own) + STEADY)
                row.append(round(math.exp(share * logarithm + (1.0 - share) * math.log(overall)), 3))
            table[name][terrain] = row
    return table


def tiles(seed: int, height: int, width: int) -> list[Tensor]:
    """Inputs of the right kind."""
    image, coarse, sun, posting = random_tiles(seed, 2, height, width)
    generator = torch.Generator().manual_seed(seed)
    rough = F.interpolate(torch.randn(2, 1, height // 16, width // 16, generator=generator), size=(height, width),
                          mode="bicubic")  # fmt: skip
    return [image, coarse, rough, sun, posting, torch.eye(len(TERRAINS))[:2]]


def export(network: ErrorNet, path: Path) -> float:
    """Write the network as a self-contained ONNX file; how far ONNX Runtime is from PyTorch with it.

    Raises
    ------
    ParameterError
        It is too far.
    """
    sides = {2: "height", 3: "width"}
    images = ("image", "coarse", "correction", "errors")
    dynamic = {name: {0: "batch", **(sides if name in images else {})} for name in (*ERROR_INPUTS, "errors")}
    buffer = io.BytesIO()
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)
    torch.onnx.export(
        network,
        tuple(tiles(0, *TILE)),
        buffer,  # type: ignore[arg-type]
        input_names=list(ERROR_INPUTS),
        output_names=["errors"],
        dynamic_axes=dynamic,
        opset_version=OPSET,
        do_constant_folding=False,
        dynamo=False,
    )
    model = shaped(halve(onnx.load_from_string(buffer.getvalue())))
    onnx.checker.check_model(model, full_check=True)
    onnx.save_model(model, str(path))
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    worst = 0.0
    for seed, (height, width) in enumerate([TILE, (160, 128), (464, 592)]):
        given = tiles(seed + 1, height, width)
        with torch.no_grad():
            expected = network(*given).numpy()
        got = session.run(None, {name: part.numpy() for name, part in zip(ERROR_INPUTS, given)})[0]
        worst = max(worst, float((np.abs(got - expected) / expected).max()))
    if not worst <= TOLERANCE:
        raise ParameterError(
            f"The exported network differs from PyTorch by {worst:.1e}, over {TOLERANCE:.0e}; train it further."
        )
    return worst


def put(network: ErrorNet, table: Mapping[str, Any], pack: Path) -> None:
    """Put the network, its entry and new digests into the folder of a pack."""
    with whole_file(str(pack / FILE)) as beside:
        print(f"ONNX Runtime differs from PyTorch by {export(network, beside):.1e} at most.")
    manifest = json.loads((pack / MANIFEST).read_text(encoding="utf-8"))
    metrics = manifest.pop("metrics", {})
    manifest["error"] = {"file": FILE, "bands_deg": list(BANDS_DEG), **table}
    manifest["metrics"] = metrics
    with whole_file(str(pack / MANIFEST)) as beside:
        beside.write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    write_sums(pack)
    load(f"{pack.resolve()}")


def main(arguments: Sequence[str] | None = None) -> None:
    """Samples, training, factors, pack."""
    parser = argparse.ArgumentParser(prog="python -m engine.training.train_error", description=__doc__)
    parser.add_argument("--pack", required=True, help="folder of the pack, which gets the network")
    parser.add_argument("--samples", required=True, help="folder of the samples")
    parser.add_argument("--grounds", type=int, default=240, help="grounds to train on, two suns each")
    parser.add_argument("--checks", type=int, default=48, help="grounds that the factors are found on")
    parser.add_argument("--steps", type=int, default=1500)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    pack, folder = Path(given.pack), Path(given.samples)
    for name, first, count in (("training", FIRST_TRAINING, given.grounds), ("check", FIRST_CHECK, given.checks)):
        print(f"Samples of {count} grounds in {folder / name}", flush=True)
        store(f"{pack.resolve()}", folder / name, first, count, whole=name == "check")
    network = train(stored(folder / "training", FIRST_TRAINING, given.grounds), given.steps, given.seed)
    table = factors(list(ratios(network, folder / "check", FIRST_CHECK, given.checks)))
    print(json.dumps(table, indent=2))
    put(network, table, pack)


if __name__ == "__main__":
    main()
