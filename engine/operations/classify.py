"""Classify: the terrain class of every tile."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from . import shared
from .declare import Operation, Parameter, Result
from .progress import Progress


def run(values: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """Write the class raster and the layer of tiles."""
    from ..experts.pack import load
    from ..raster.reader import RasterReader
    from .provenance import tags
    from .registration import register
    from .routing import route, tiles_with_data, write_class_layer, write_class_raster
    from .sun_over_image import with_sun

    pack = load(values["pack"])
    with RasterReader(values["image"]) as image, RasterReader(values["coarse_dem"]) as coarse:
        values = with_sun(values, image, progress)
        aligned, _ = register(image, coarse, values, progress, values["apply_shift"])
        routing = route(aligned, pack.manifest, values, progress)
        progress.info(str(routing))
        progress.at(0.4, "Looking for image data", force=True)
        seen = tiles_with_data(image, routing.plan, progress)
        facts = tags(
            "classify", values, {"image": values["image"], "coarse_dem": values["coarse_dem"]},
            pack=f"{pack.manifest.name} {pack.manifest.version} {pack.digest}",
        )  # fmt: skip
        progress.at(0.7, "Writing classes", force=True)
        write_class_raster(values["output"], image.grid, routing, seen, facts)
        if values["output_tiles"]:
            write_class_layer(values["output_tiles"], image.grid, routing, seen)
    progress.at(1.0, "Classified", force=True)
    result: dict[str, Any] = {"output": values["output"], "output_tiles": values["output_tiles"]}
    for name, count in routing.counts().items():
        result[f"tiles_{name}"] = count
    return result


OPERATION = Operation(
    name="classify",
    label="Classify terrain",
    group=shared.GROUP_TERRAIN,
    help="Cuts the image into overlapping tiles, takes the relief (max - min of the coarse DEM) of each, and "
    "labels tiles as flat, mountain or crater by a Gaussian Markov random field on the eight neighbours. "
    "The class means are the pack's, scaled to the ground size of the tiles. Edit the "
    "field 'class' of the tile layer and give it to Reconstruct DTM to overrule the router.",
    parameters=(
        *shared.SCENE,
        *shared.TILING,
        Parameter(
            "output", "raster_target", "Terrain classes",
            "Class raster on the image's grid: 1 flat, 2 mountain, 3 crater, 0 none.", style="classes",
        ),
        Parameter(
            "output_tiles", "vector_target", "Tiles",
            "Polygon layer of tiles with row, column, class, relief_m and posterior.", style="tiles",
            optional=True,
        ),
    ),
    results=(
        Result("tiles_flat", "number", "Flat tiles"),
        Result("tiles_mountain", "number", "Mountain tiles"),
        Result("tiles_crater", "number", "Crater tiles"),
    ),
    run=run,
)  # fmt: skip
