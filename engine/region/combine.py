"""Combine: DTMs of one ground under several suns into one."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from .. import __version__
from ..contract.progress import Progress
from ..contract.scratch import Scratch
from ..contract.settings import deciding
from ..raster import provenance
from ..raster.frame import STILL, Move
from ..raster.reader import RasterReader
from ..terrain.several_suns import LEAST_ANGLE_DEG, best_pair, between, expected_gain
from .combine_report import write_report
from .likeness import standings
from .lit_layers import LitLayer, open_layers
from .lit_stream import Taken, is_window, write_together
from .part import within
from .registering import register, said

if TYPE_CHECKING:
    from ..operations.combine import CombineSettings

REGISTERED, COMPARED = 0.15, 0.2
"""Shares of the time by which the DTMs are laid on one another, and compared."""


def combine(settings: CombineSettings, progress: Progress) -> dict[str, Any]:
    """Put DTMs under several suns together, on the grid of the first or of another raster.

    Raises
    ------
    MmoedtmError
        The DTMs, their suns or their errors cannot be used together.
    """
    begun = time.perf_counter()
    paths, errors = settings.input, settings.errors or ()
    scratch = Scratch(settings.blocks)
    with ExitStack() as stack:
        grid = (stack.enter_context(RasterReader(settings.grid)).grid, settings.grid) if settings.grid else None
        layers = open_layers(paths, errors, settings.suns, settings.height_unit, grid, stack, progress)
        _say_suns(layers, progress)
        inputs = _inputs(settings)
        key = _key(settings, inputs)
        stack.enter_context(scratch.gone_on(key, settings.resume, "windows", is_window, progress))
        taken, in_map = laid_together(layers, settings.register, settings.posting, progress)
        tags = provenance.tags("combine", settings, inputs, **facts_of(taken, in_map))
        targets = settings.output, settings.output_error
        done = write_together(taken, settings.posting, targets, tags, scratch, within(progress, COMPARED, 1.0))
        suns = [layer.sun for layer in layers]
        pair = best_pair(suns)
        results = {
            "coverage": 100.0 * done.known / (layers[0].grid.width * layers[0].grid.height),
            "complement": between(suns[pair[0]], suns[pair[1]]),
            "expected_gain": expected_gain(suns),
            "difference_rms": math.sqrt(done.square / done.pairs) if done.pairs else None,
            "mean_error": done.error / done.known,
        }
        if settings.output_report:
            write_report(settings.output_report, settings.output, settings.posting, taken, in_map, results)
    return {
        "dtms": len(layers),
        "moves": "; ".join(f"{layer.name}: {said(move)}" for layer, move in zip(layers, in_map)),
        "seconds": time.perf_counter() - begun,
        **results,
    }


def laid_together(
    layers: Sequence[LitLayer], registered: bool, posting_m: float, progress: Progress
) -> tuple[list[Taken], list[Move]]:
    """DTMs laid on the first, if they are to be registered, with how each is taken, and their moves in the map's frame.

    That takes COMPARED of the progress.
    """
    moves = register(layers, within(progress, 0.0, REGISTERED)) if registered else [layer.move for layer in layers]
    layers = [layer.moved(move) for layer, move in zip(layers, moves)]
    in_map = [move.in_map(layers[0].grid) for move in moves]
    for layer, move in zip(layers[1:], in_map[1:]):
        if move != STILL:
            progress.info(f"{layer.name} is moved by {said(move)} to lie on {layers[0].name}.")
    return [*zip(layers, standings(layers, posting_m, within(progress, REGISTERED, COMPARED)))], in_map


def _key(settings: CombineSettings, inputs: Mapping[str, str]) -> dict[str, str]:
    """What makes two runs the same, byte by byte."""
    return {
        **{name: json.dumps(value) for name, value in deciding(settings).items()},
        **{f"{role}, its content": provenance.digest(path) for role, path in inputs.items()},
        "version of MMoEDTM": __version__,
    }


def _inputs(settings: CombineSettings) -> dict[str, str]:
    """Paths of the files that decide what comes out, by their names."""
    found = {f"dtm_{number}": path for number, path in enumerate(settings.input)}
    found.update({f"error_{number}": path for number, path in enumerate(settings.errors or ())})
    return {**found, "grid": settings.grid} if settings.grid else found


def _say_suns(layers: Sequence[LitLayer], progress: Progress) -> None:
    """Which DTMs complement each other, and which hardly do."""
    suns = [layer.sun for layer in layers]
    one, other = best_pair(suns)
    angle = between(suns[one], suns[other])
    text = (
        f"{layers[one].name} and {layers[other].name} complement each other best: the lines of their light lie "
        f"{angle:.0f} degrees apart"
    )
    if angle < LEAST_ANGLE_DEG:
        progress.warning(
            f"{text}, under {LEAST_ANGLE_DEG:.0f}, so that all DTMs know nearly the same slopes; add one whose sun "
            "stands about 90 degrees from these."
        )
        return
    progress.info(f"{text}; slope errors of {expected_gain(suns):.2f} times those of the best DTM alone are expected.")
    for i, first in enumerate(layers):
        for second in layers[i + 1 :]:
            if (near := between(first.sun, second.sun)) < LEAST_ANGLE_DEG:
                progress.info(f"{first.name} and {second.name} know nearly the same slopes ({near:.0f} degrees apart).")


def facts_of(layers: Sequence[Taken], moves: Sequence[Move]) -> dict[str, str]:
    """Suns of the DTMs, and what was found of each, as tags."""
    facts = {}
    for number, ((layer, standing), move) in enumerate(zip(layers, moves)):
        sun = layer.sun.in_map(layer.grid)
        facts[f"sun_{number}"] = f"azimuth {sun.azimuth_deg:.4f} incidence {sun.incidence_deg:.4f}"
        facts[f"move_{number}_m"] = f"east {move.east_m:.2f} north {move.north_m:.2f}"
        facts[f"detail_{number}"] = f"strength {standing.strength:.3f} weight {standing.weight:.3f}"
    return facts
