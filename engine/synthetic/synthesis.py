"""The work of Synthesize."""

from __future__ import annotations

import time
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from ..contract.progress import Progress
from ..errors import ParameterError
from ..raster.provenance import SCATTERED, tags
from ..raster.writer import RasterWriter, products
from .laws import REALISTIC, TRAINING, Laws
from .product import layers
from .scene import make_scene

if TYPE_CHECKING:
    from ..operations.synthesize import SynthesizeSettings

LEAST_POSTS = 2
"""Posts across a scene: of fewer the coarse DEM would say nothing."""


def synthesize(settings: SynthesizeSettings, progress: Progress) -> dict[str, Any]:
    """Make a scene and write its image, its coarse DEM and its truth.

    Raises
    ------
    ParameterError
        The coarse DEM would have posts finer than the pixels, or too few.
    """
    begun = time.perf_counter()
    most = settings.size * settings.gsd / LEAST_POSTS
    if not settings.gsd <= settings.posting <= most:
        raise ParameterError(
            f"posting is {settings.posting:g} m, but must be from the pixel size ({settings.gsd:g} m) to "
            f"{most:g} m, half of the scene."
        )
    progress.at(0.0, "Making the ground and its light", force=True)
    laws = _laws(settings)
    scene = make_scene(
        settings.seed,
        settings.terrain,
        settings.size,
        settings.gsd,
        settings.posting,
        settings.sun_azimuth,
        settings.sun_incidence,
        laws,
    )
    progress.check()
    targets = {"image": settings.output, "coarse_dem": settings.output_coarse, "truth": settings.output_truth}
    facts = {"sun_azimuth": f"{scene.azimuth_deg}", "sun_incidence": f"{scene.incidence_deg}"}
    if laws.permanent_shadow:
        facts["light"] = SCATTERED  # the tag LIGHT
    written = tags("synthesize", settings, {}, **facts)
    with ExitStack() as stack:
        made = layers(scene)
        writers = {
            name: RasterWriter(targets[name], layer.grid, layer.unit, layer.text, written, progress=progress)
            for name, layer in made.items()
        }
        stack.enter_context(products(writers.values()))
        for index, (name, writer) in enumerate(writers.items()):
            progress.at((index + 1) / 4.0, f"Writing the {name.replace('_', ' ')}", force=True)
            progress.check()
            writer.write(made[name].values, 0)
    height = scene.ground.height
    return {
        "boulders": len(scene.ground.boulders),
        "relief": float(np.ptp(height)),
        "shift_east": scene.coarse.east_m,
        "shift_north": scene.coarse.north_m,
        "seconds": time.perf_counter() - begun,
    }


def _laws(settings: SynthesizeSettings) -> Laws:
    """The set of laws that was asked for, with the one law of light that was."""
    base = REALISTIC if settings.realism == "realistic" else TRAINING
    return replace(
        base,
        hapke=settings.light == "Hapke",
        permanent_shadow=settings.light == "permanent shadow",
        view=replace(base.view, hapke=0.0),
    )
