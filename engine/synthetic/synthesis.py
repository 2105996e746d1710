"""The work of Synthesize."""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import ExitStack
from typing import Any

import numpy as np

from ..errors import ParameterError
from ..operations.progress import Progress
from ..operations.provenance import tags
from ..raster.writer import RasterWriter, products
from .laws import Laws
from .product import layers
from .scene import make_scene

LEAST_POSTS = 2
"""Posts across a scene: of fewer the coarse DEM would say nothing."""


def synthesize(values: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """Run Synthesize; see ``operations.synthesize`` for the parameters."""
    begun = time.perf_counter()
    most = values["size"] * values["gsd"] / LEAST_POSTS
    if not values["gsd"] <= values["posting"] <= most:
        raise ParameterError(
            f"posting is {values['posting']:g} m, but must be from the pixel size ({values['gsd']:g} m) to "
            f"{most:g} m, half of the scene."
        )
    progress.at(0.0, "Making the ground and its light", force=True)
    laws = Laws(hapke=values["light"] == "Hapke", permanent_shadow=values["light"] == "permanent shadow")
    scene = make_scene(
        values["seed"],
        values["terrain"],
        values["size"],
        values["gsd"],
        values["posting"],
        values["sun_azimuth"],
        values["sun_incidence"],
        laws,
    )
    progress.check()
    targets = {"image": "output", "coarse_dem": "output_coarse", "truth": "output_truth"}
    facts = {"sun_azimuth": f"{scene.azimuth_deg}", "sun_incidence": f"{scene.incidence_deg}"}
    written = tags("synthesize", values, {}, **facts)
    with ExitStack() as stack:
        made = layers(scene)
        writers = {
            name: RasterWriter(values[targets[name]], layer.grid, layer.unit, layer.text, written)
            for name, layer in made.items()
        }
        stack.enter_context(products(writers.values()))
        for index, (name, writer) in enumerate(writers.items()):
            progress.at((index + 1) / 4.0, f"Writing the {name.replace('_', ' ')}", force=True)
            progress.check()
            writer.write(made[name].values, 0)
    height = scene.ground.height
    return {
        **{target: values[target] for target in targets.values()},
        "boulders": len(scene.ground.boulders),
        "relief": float(np.ptp(height)),
        "shift_east": scene.coarse.east_m,
        "shift_north": scene.coarse.north_m,
        "seconds": time.perf_counter() - begun,
    }
