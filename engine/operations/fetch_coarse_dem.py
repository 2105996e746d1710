"""Fetch coarse DEM: the window of an archive's elevation model that an image needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from ..contract import requests
from ..contract.declare import Operation, Result
from ..contract.settings import parameter
from .groups import GROUP_TERRAIN


@dataclass(frozen=True)
class FetchCoarseDemSettings:
    """What Fetch coarse DEM is asked for."""

    image: Optional[str] = requests.image(optional=True)
    extent: Optional[str] = parameter(
        "text",
        "Extent",
        "Instead of an image: west,south,east,north in degrees, east positive, like 3.1,26.0,3.9,26.6. East may be "
        "less than west, over the antimeridian.",
        optional=True,
    )
    archive: str = requests.archive()
    archives: Optional[str] = requests.archives()
    margin: float = parameter(
        "number",
        "Margin",
        "Ground around the image that is fetched too, so that the coarse DEM can be moved under it.",
        default=1000.0,
        advanced=True,
        low=0.0,
        high=100_000.0,
        unit="metres",
    )
    limit: int = parameter(
        "integer",
        "Limit",
        "The most that is read from the archive; what takes more is refused, with its size.",
        default=500,
        advanced=True,
        low=1,
        high=100_000,
        unit="MB",
    )
    output: str = parameter(
        "raster_target",
        "Coarse DEM",
        "GeoTIFF of heights in metres above the 1737.4 km sphere, on the posts of the archive, with source, citation "
        "and digests in its tags.",
        style="dtm",
    )


OPERATION = Operation(
    name="fetch_coarse_dem",
    label="Fetch coarse DEM",
    group=GROUP_TERRAIN,
    help="Fetches the coarse DEM of an image, or of an extent, from the archives that hold it: the source that is best "
    "for the ground is chosen and named, and only the window is read, a few megabytes, over https. Tiles, the "
    "antimeridian and the seam between equatorial and polar models are put together. Parts that were read are kept in "
    "the user's cache folder, so that a run that was stopped goes on, and the same ground is not read twice. Proxies "
    "are those of the environment variables HTTPS_PROXY and NO_PROXY.",
    settings=FetchCoarseDemSettings,
    results=(
        Result("source", "text", "Source"),
        Result("citation", "text", "To be cited"),
        Result("posting", "number", "Distance of the posts (m)"),
        Result("accuracy", "number", "Accuracy of the heights (m)"),
        Result("coverage", "number", "Posts with a height (%)"),
        Result("bytes_read", "number", "Bytes read from the archive"),
        Result("requests", "number", "Requests"),
        Result("seconds", "number", "Seconds in all"),
    ),
    run="archives.run:fetch_coarse_dem",
)
