"""The plan of a run: decided from its settings, or taken from a file and held against what lies here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..contract.requests import SceneRequest
from ..errors import PlanError, RasterError
from ..raster.provenance import CITATION, digest
from ..raster.reader import RasterReader
from ..scene.part import Part
from ..scene.scene import Scene
from ..terrain.trust import kept_width
from .plan import Light, ReconstructionPlan, Source, Wanted


def plan_of(
    scene: Scene, request: SceneRequest, part: Part, sources: tuple[Source, ...], pack: str, asked: Mapping[str, Any],
    coarse_dem_error: float | None,
) -> ReconstructionPlan:  # fmt: skip
    """The plan of a scene in which everything is decided; a coarse DEM from an archive says how to cite it."""
    with RasterReader(request.coarse_dem) as coarse:
        citation = coarse.tag(CITATION) or ""
    sources = tuple(replace(one, citation=citation) if one.role == "coarse_dem" else one for one in sources)
    sun, contrast = scene.lamp.sun, scene.calibration.contrast
    light = Light(
        sun,
        None if sun is None else sun.in_map(scene.image.grid),
        scene.calibration.offset,
        scene.calibration.least_brightness,
        contrast.factor if contrast.reliable else None,
        scene.calibration.doubt,
        scene.lamp.turning,
    )
    kept = None if coarse_dem_error is None else kept_width(coarse_dem_error, scene.coarse.posting_m)
    return ReconstructionPlan(
        asked, request, part, sources, light, scene.move, scene.routing, pack, kept, coarse_dem_error, Wanted()
    )


def sources_of(request: SceneRequest, classes: str | None) -> tuple[Source, ...]:
    """Inputs with their digests."""
    paths = {"image": request.image, "coarse_dem": request.coarse_dem, **({"classes": classes} if classes else {})}
    return tuple(Source(role, path, digest(path)) for role, path in paths.items())


def require_unchanged(sources: Iterable[Source]) -> None:
    """That inputs still are what they were.

    Raises
    ------
    RasterError
        One was written to in the meantime.
    """
    for source in sources:
        if source.role != "classes" and digest(source.path) != source.sha256:  # classes were read at the beginning
            raise RasterError(f"{source.path} was changed while it was being read, so nothing is written; run again.")


def found_here(
    plan: ReconstructionPlan, image: str | None, coarse_dem: str | None, pack: str, file: str
) -> ReconstructionPlan:
    """A plan whose inputs are found on this machine.

    Parameters
    ----------
    plan : ReconstructionPlan
    image, coarse_dem : str or None
        Where they lie here; None for where the plan has them.
    pack : str
        Name, version and digest of the experts that are here.
    file : str
        Of the plan, for messages.

    Raises
    ------
    PlanError
        One is not there, or not what it was.
    """
    if pack != plan.pack:
        raise PlanError(
            f"{file} was made with the experts {plan.pack}, but here are {pack}; give the pack it was made with."
        )
    scene = replace(plan.scene, image=image or plan.scene.image, coarse_dem=coarse_dem or plan.scene.coarse_dem)
    sources = []
    for source in plan.sources:
        if source.role == "classes":
            sources.append(source)  # its classes are in the plan
            continue
        path = getattr(scene, source.role)
        if not Path(path).exists():
            raise PlanError(f"{path} is not there, which {file} was made of; say where it lies with {source.role}.")
        if digest(path) != source.sha256:
            raise PlanError(f"{path} has changed since {file} was made of it; make the plan again.")
        sources.append(replace(source, path=path))
    return replace(plan, scene=scene, sources=tuple(sources))
