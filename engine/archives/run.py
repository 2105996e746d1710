"""The work of Fetch coarse DEM, and of other operations that fetch one for their images."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..contract.progress import Progress
from ..contract.requests import DtmRequest, FetchRequest
from ..errors import MmoedtmError, ParameterError
from ..raster import provenance
from ..raster.reader import RasterReader
from .choice import LEAST_POSTING_PX
from .fetch import Ask, fetch, kept
from .footprint import Footprint, of_extent, of_images

if TYPE_CHECKING:
    from ..operations.fetch_coarse_dem import FetchCoarseDemSettings


def fetch_coarse_dem(settings: FetchCoarseDemSettings, progress: Progress) -> dict[str, Any]:
    """Write the heights of an archive about an image, or of an extent.

    Raises
    ------
    ParameterError, OverlapError, ArchiveError
        As ``fetch.fetch``.
    """
    begun = time.perf_counter()
    if bool(settings.image) == bool(settings.extent):
        raise ParameterError("Give either an image or an extent, for which the coarse DEM is fetched.")
    inputs: dict[str, str] = {}
    if settings.image:
        footprint, inputs["image"] = footprint_of([settings.image]), settings.image
        least_m = LEAST_POSTING_PX * footprint.gsd_m
    else:
        footprint, least_m = of_extent(settings.extent or ""), 0.0
    ask = Ask(settings.archive, settings.archives, settings.margin, settings.limit)

    def tags(facts: Mapping[str, str]) -> dict[str, str]:
        return {**provenance.tags("fetch_coarse_dem", settings, inputs), **facts}

    done = fetch(footprint, ask, least_m, settings.output, tags, progress)
    return {
        "source": ", ".join(one.name for one in done.sources),
        "citation": " ".join(dict.fromkeys(one.citation for one in done.sources)),
        "posting": done.posting_m,
        "accuracy": max(one.accuracy_m for one in done.sources),
        "coverage": 100.0 * done.covered,
        "bytes_read": done.count.bytes,
        "requests": done.count.requests,
        "seconds": time.perf_counter() - begun,
    }


def footprint_of(images: Sequence[str]) -> Footprint:
    """The ground of images.

    Raises
    ------
    RasterError, BodyError
        One cannot be opened.
    """
    grids = []
    for path in images:
        with RasterReader(path) as reader:
            grids.append(reader.grid)
    return of_images(grids, images)


def with_coarse_dem(request: DtmRequest, progress: Progress) -> DtmRequest:
    """A request with the coarse DEM of an archive, where one is to be fetched for its image.

    Raises
    ------
    ParameterError
        There is a coarse DEM already.
    MmoedtmError
        As ``for_images``.
    """
    if not request.fetch.fetch_coarse_dem:
        return request
    require_none(request.scene.coarse_dem)
    fetched = for_images([request.scene.image], request.fetch, progress)
    return replace(request, scene=replace(request.scene, coarse_dem=fetched))


def require_none(coarse_dem: str | None) -> None:
    """Refuse a coarse DEM beside one that is to be fetched."""
    if coarse_dem:
        raise ParameterError(
            f"The coarse DEM {coarse_dem} is given, and fetch_coarse_dem asks for another one from an archive; leave "
            "one of the two out."
        )


def for_images(images: Sequence[str], request: FetchRequest, progress: Progress) -> str:
    """Path of a coarse DEM of images, in the user's cache.

    Parameters
    ----------
    images : sequence of str
        One that cannot be opened is left out, as long as there is another: its own run says why.
    request : FetchRequest
    progress : Progress

    Raises
    ------
    MmoedtmError
        No image can be opened, or there is no coarse DEM to be had.
    """
    readable, failure = [], None
    for path in images:
        try:
            footprint_of([path])
            readable.append(path)
        except MmoedtmError as error:
            failure = failure or error
    if failure is not None and not readable:
        raise failure
    footprint = footprint_of(readable)
    ask = Ask(request.archive, request.archives)
    return kept(footprint, ask, LEAST_POSTING_PX * footprint.gsd_m, progress)
