"""The work of Classify: the terrain class of every tile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..contract.progress import Progress
from ..experts.pack import load
from ..raster.provenance import tags
from .class_products import cells_with_data, write_class_layer, write_class_raster
from .inputs import opened
from .registration import move_of, registered, tell
from .routing import route
from .sun import find_sun

if TYPE_CHECKING:
    from ..operations.classify import ClassifySettings


def classify(settings: ClassifySettings, progress: Progress) -> dict[str, Any]:
    """Write the class raster and the layer of tiles."""
    pack = load(settings.tiling.pack)
    with opened(settings.scene, progress) as inputs:
        image, coarse = inputs.image, inputs.coarse
        if settings.apply_shift:
            sun = find_sun(settings.sun, image, progress)
            shift = registered(image, coarse, None if sun is None else sun.on(image.grid), progress).shift
            tell(shift, progress)
            coarse = coarse.moved(move_of(shift, progress))
        routing = route(coarse, pack.manifest, settings.tiling, progress)
        progress.info(str(routing))
        progress.at(0.4, "Looking for image data", force=True)
        seen = cells_with_data(image, routing.plan, progress)
        facts = tags(
            "classify",
            settings,
            {"image": settings.scene.image, "coarse_dem": settings.scene.coarse_dem},
            pack=str(pack),
        )
        progress.at(0.7, "Writing classes", force=True)
        write_class_raster(settings.output, image.grid, routing, seen, facts, progress)
        if settings.output_tiles:
            write_class_layer(settings.output_tiles, image.grid, routing, seen)
    progress.at(1.0, "Classified", force=True)
    return {f"tiles_{name}": count for name, count in routing.counts().items()}
