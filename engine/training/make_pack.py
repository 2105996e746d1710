"""Make an expert pack of the final weights of a training, or of those that an older pack holds."""

from __future__ import annotations

import json
import math
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..contract import alive
from ..contract.progress import Progress
from ..contract.shortage import output_error
from ..errors import ParameterError
from ..experts.pack import MANIFEST, write_sums
from ..experts.pack import load as load_pack
from ..moon import TERRAINS
from ..networks.base import Network
from ..networks.registry import build
from ..router.classes import ClassModel
from .export import OPSET, OUTPUT, TILE, TOLERANCE, deviation, export_onnx, rounded
from .weights import FINAL, crop_of, filled, read

if TYPE_CHECKING:
    from ..operations.export import ExportSettings

FILES = {terrain: f"{terrain}.onnx" for terrain in TERRAINS}
OVERLAP, CELLS_PER_TILE = 48, (2, 3)
"""The least work with errors within a hundredth of the best, no seams (``build.py bench tiling``), and a frame within
1 GiB (``bench frame``)."""

GSD_M = 2.0
"""Ground sample distance that the statistics are given for."""


PAPER_MEANS_M = (85.65, 203.54, 396.32)
PAPER_GSD_M = 3.5
"""Class means of the paper; it trains on 2 to 5 m pixels without saying which its means belong to, so
the middle is taken. At 2 m they come to 52, 123 and 240 m; made scenes of the trainer's mountain and
crater classes have 123 and 236 m there."""

DEVIATION_SHARES = (0.3, 0.25, 0.25)
"""Deviations over means: neighbouring classes then overlap by under 10 % of their area, as in the
paper's Fig. 3."""


def class_statistics() -> dict[str, object]:
    """What the router starts from."""
    model = ClassModel(PAPER_MEANS_M, (1.0, 1.0, 1.0), PAPER_GSD_M * math.sqrt(TILE[0] * TILE[1]))
    ground = GSD_M * math.sqrt(TILE[0] * TILE[1])
    means = model.at(ground).means
    return {
        "means_m": [round(m, 1) for m in means],
        "deviations_m": [round(m * share, 1) for m, share in zip(means, DEVIATION_SHARES)],
        "ground_m": round(ground, 1),
    }


def make_pack(settings: ExportSettings, progress: Progress) -> dict[str, Any]:
    """Export the experts, check them, write manifest and digests; see ``operations.export``.

    Weights are those of runs flat, mountain and crater, or of one run whose network serves all classes. Given a pack,
    its experts are exported anew from the weights that it holds; its manifest and the network that tells its errors are
    kept.

    The pack is made in a folder beside and put into place when it is whole.

    Raises
    ------
    ParameterError
        Weights are missing, an export differs from PyTorch, or the target is no pack.
    PackError
        A pack that is given is damaged, or its experts are no compact ones.
    """
    source, target = Path(settings.weights), Path(settings.output)
    if target.exists() and not (target / MANIFEST).is_file() and (not target.is_dir() or any(target.iterdir())):
        raise ParameterError(f"{target} is not empty and no expert pack; choose another folder.")
    metrics = _metrics(settings.metrics)
    kept: dict[str, bytes] = {}
    if (source / MANIFEST).is_file():
        pack = load_pack(f"{source.resolve()}")
        made_of = {terrain: _Expert.of(pack.folder / name) for terrain, name in pack.manifest.experts.items()}
        manifest = json.loads((source / MANIFEST).read_text(encoding="utf-8"))
        manifest.update({"name": target.name, "experts": FILES, "opset": OPSET})
        manifest.update({"metrics": metrics} if metrics else {})
        if pack.manifest.error is not None and pack.error is not None:
            kept[pack.manifest.error.file] = pack.error
    else:
        alone = source / FINAL
        made_of = {terrain: _Expert.of(alone if alone.is_file() else source / terrain / FINAL) for terrain in TERRAINS}
        first, *others = (_contract(expert) for expert in made_of.values())
        if any(other != first for other in others):
            raise ParameterError(
                f"{source} holds networks of different kinds, or of crops of different sizes; train "
                f"{', '.join(TERRAINS)} alike."
            )
        manifest = {"name": target.name, **_said(settings), **first, "metrics": metrics}
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with _beside(target) as made:
            worst = max(_exported(terrain, made_of[terrain], made, progress) for terrain in TERRAINS)
            for name, content in kept.items():
                (made / name).write_bytes(content)
            (made / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
            write_sums(made)
            size = sum((made / f"{terrain}.onnx").stat().st_size for terrain in TERRAINS)
            target.mkdir(exist_ok=True)
            for path in made.iterdir():
                os.replace(path, target / path.name)
    except OSError as error:
        raise output_error(target, error) from error
    return {"deviation": worst, "bytes": size}


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A hidden folder beside the pack; that of a run that is killed is known as one, and swept."""
    made = target.parent / alive.new_name()
    made.mkdir()
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


@dataclass(frozen=True)
class _Expert:
    """A network with the tile that its graph is made for."""

    network: Network
    tile: tuple[int, int]

    @classmethod
    def of(cls, path: Path) -> _Expert:
        """That of a file of final weights or of an exported expert."""
        final = read(path)
        network = filled(build(final.network), final.weights, path)
        return cls(network, TILE if network.any_tile else crop_of(final, path))


def _contract(expert: _Expert) -> dict[str, Any]:
    """What the engine has to give an expert, and what it gives."""
    network = expert.network
    return {
        "tile": list(expert.tile),
        "tile_sizes": "any" if network.any_tile else "fixed",
        "cells_per_tile": list(CELLS_PER_TILE if network.any_tile else (1, 1)),
        "normalisation": network.scheme.normalisation,
        "orientation": network.scheme.orientation,
        "inputs": list(network.inputs),
        "output": OUTPUT,
    }


def _said(settings: ExportSettings) -> dict[str, Any]:
    """What the manifest of a training's experts says, but for its name, its contract and their figures."""
    return {
        "version": settings.version,
        "licence": "GPL-3.0-or-later",
        "description": settings.description,
        "experts": FILES,
        "overlap": OVERLAP,
        "gsd_range_m": [0.5, 6.0],
        "posting_range_px": [8, 60],
        "incidence_range_deg": [20, 87],
        "router": class_statistics(),
        "opset": OPSET,
    }


def _exported(terrain: str, expert: _Expert, folder: Path, progress: Progress) -> float:
    """Export the expert of a class, and how far it is from PyTorch."""
    index, path = TERRAINS.index(terrain), folder / f"{terrain}.onnx"
    progress.at(index / len(TERRAINS), f"Exporting {terrain}", force=True)
    rounded(expert.network)
    export_onnx(expert.network, path, index, expert.tile)
    apart = deviation(expert.network, path, terrain=index, tile=expert.tile)
    progress.info(f"{terrain}: ONNX Runtime differs from PyTorch by at most {apart:.1e} of the range of heights.")
    if not apart <= TOLERANCE:
        raise ParameterError(
            f"The exported {terrain} expert differs from PyTorch by {apart:.1e} of the range of heights, over "
            f"{TOLERANCE:.0e}; train it further or lower its rate."
        )
    return apart


def _metrics(path: str | None) -> dict[str, Any]:
    """Figures of the accuracy benchmark."""
    if not path:
        return {}
    try:
        content = json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise ParameterError(f"{path} cannot be read as JSON ({error}); give the file of the benchmark.") from error
    if not isinstance(content, dict):
        raise ParameterError(f"{path} holds no figures by name; give the file of the benchmark.")
    return content
