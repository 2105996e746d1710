"""Frames of a region that overlap under different suns, put together into one DTM as Combine DTMs does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from math import sqrt

from .. import __version__
from ..contract.progress import Progress
from ..contract.scratch import Scratch
from ..files import whole_file
from ..raster import provenance
from ..raster.grid import Grid
from ..raster.union import place_on, union
from .combine import COMPARED, facts_of, laid_together
from .folder import Folder, Record, digest_of, unchanged
from .frame_record import grid_of
from .lit_layers import open_layers
from .lit_stream import write_together
from .part import within
from .registering import said

HEIGHTS, ERROR = "", "height_error"


@dataclass(frozen=True)
class Surface:
    """A DTM that goes into the mosaic, of one frame or of several, and layers of it by name."""

    dtm: str
    layers: Mapping[str, str]


def combined(
    folder: Folder, members: Sequence[Record], base: Grid, errors: bool, progress: Progress
) -> tuple[Surface, Record]:
    """The DTM of frames under several suns, laid on the first, and what is told of it; kept where nothing changed.

    Parameters
    ----------
    folder : Folder
    members : sequence of dict
        What is known of the frames.
    base : Grid
        With whose pixels the result goes on.
    errors : bool
        Whether the errors of the frames are there: they weigh, and the result has one.
    progress : Progress

    Raises
    ------
    MmoedtmError
        The DTMs cannot be used together.
    """
    names = [member["name"] for member in members]
    first, places = names[0], [HEIGHTS, *([ERROR] if errors else [])]
    targets = {place: folder.combined(first, place) for place in places}
    surface = Surface(str(targets[HEIGHTS]), {ERROR: str(targets[ERROR])} if errors else {})
    posting_m = max(member["posting_m"] for member in members)
    beyond_m = stated_for_all(members) or 0.0
    files = [[member["dtm_sha256"], member["layers"][ERROR] if errors else ""] for member in members]
    digest = digest_of([__version__, files, posting_m, beyond_m, [base.wkt, list(base.transform)]])
    kept = folder.remembered(f"combined {first}", digest)
    if kept is not None and unchanged({target: kept[place] for place, target in targets.items()}):
        progress.info(f"{', '.join(names)}: what they became together is kept.")
        return surface, kept["told"]
    dtms = [str(folder.dtm(name)) for name in names]
    told_errors = [str(folder.layer(name, ERROR)) for name in names] if errors else []
    grids = [grid_of(member) for member in members]
    grid = union(base, grids, [place_on(base, grid, name) for grid, name in zip(grids, names)])
    scratch = Scratch(str(folder.windows(first)))
    with ExitStack() as stack:
        layers = open_layers(dtms, told_errors, None, "metres", (grid, first), stack, progress)
        stack.enter_context(scratch.opened({"digest": digest}))
        taken, moves = laid_together(layers, True, posting_m, progress)
        for target in targets.values():
            target.parent.mkdir(parents=True, exist_ok=True)
        partial = [str(stack.enter_context(whole_file(str(target)))) for target in targets.values()]
        inputs = {str(n): f"{name}.tif sha256 {files[n][0]}" for n, name in enumerate(names)}
        decided = {"posting": posting_m, "coarse_dem_error": beyond_m, "errors": errors}
        tags = provenance.stamped("reconstruct_region", decided, inputs, **facts_of(taken, moves))
        part = within(progress, COMPARED, 1.0)
        paths = partial[0], partial[1] if errors else None
        sums = write_together(taken, posting_m, paths, tags, scratch, part, beyond_m)
    told = {
        "names": names,
        "moves": [said(move) for move in moves],
        "difference_rms": sqrt(sums.square / sums.pairs) if sums.pairs else None,
    }
    written = {place: provenance.digest(str(target)) for place, target in targets.items()}
    folder.remember(f"combined {first}", digest, {**written, "told": told})
    scratch.clear()
    return surface, told


def stated_for_all(frames: Sequence[Record]) -> float | None:
    """The largest error of the coarse DEM, metres, where it is stated for every frame."""
    stated = [frame["coarse_dem_error"] for frame in frames]
    return None if None in stated else max(stated)
