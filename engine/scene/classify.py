"""The work of Classify: the terrain class of every tile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..contract.progress import Progress
from ..experts.pack import load
from ..raster.frame import STILL, Move
from ..raster.provenance import tags
from .class_products import cells_with_data, write_class_layer, write_class_raster
from .inputs import Inputs, grid_of, opened
from .lamp import light_over
from .part import decided_from, part_of
from .registration import by_hand, move_of, registered, tell
from .routing import frame_of, route

if TYPE_CHECKING:
    from ..operations.classify import ClassifySettings


def classify(settings: ClassifySettings, progress: Progress) -> dict[str, Any]:
    """Write the class raster and the layer of tiles."""
    hand = by_hand(settings.hand, progress, settings.apply_shift)
    pack = load(settings.tiling.pack)
    grid = grid_of(settings.scene.image)
    # Framed as Reconstruct frames an area, so that the layer of tiles fits its tiles.
    part = part_of(settings.scene, grid, frame_of(pack.manifest, settings.tiling))
    with opened(settings.scene, progress, decided_from(part, grid), hand or STILL) as inputs:
        image = inputs.image
        move = hand or (_estimated(settings, inputs, progress) if settings.apply_shift else STILL)
        coarse = inputs.cut_to(part.computed, move)
        routing = route(coarse, pack.manifest, settings.tiling, progress)
        progress.info(str(routing))
        progress.at(0.4, "Looking for image data", force=True)
        seen = cells_with_data(image, routing.plan, progress)
        facts = tags(
            "classify",
            settings,
            {"image": settings.scene.image, "coarse_dem": settings.scene.coarse_dem},
            pack=str(pack),
            shift_east_m=f"{move.east_m:.2f}",
            shift_north_m=f"{move.north_m:.2f}",
        )
        progress.at(0.7, "Writing classes", force=True)
        write_class_raster(settings.output, image.grid, routing, seen, facts, progress, part.inside)
        if settings.output_tiles:
            write_class_layer(settings.output_tiles, image.grid, routing, seen)
    progress.at(1.0, "Classified", force=True)
    return {f"tiles_{name}": count for name, count in routing.counts().items()}


def _estimated(settings: ClassifySettings, inputs: Inputs, progress: Progress) -> Move:
    lamp = light_over(settings.sun, inputs.image, inputs.coarse, progress)
    shift = registered(inputs.image, inputs.coarse, lamp.sun, progress).shift
    tell(shift, progress)
    return move_of(shift, progress)
