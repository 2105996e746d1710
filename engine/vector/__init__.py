"""Vector layers: the only room that imports pyogrio."""

from __future__ import annotations

import os

from ..raster.sources import remote_allowed

POINTING = (
    "OGR_VRT", "GDALG", "HTTP", "WFS", "OAPIF", "OGCAPI", "CSW", "Carto", "AmigoCloud", "Elasticsearch", "EEDA",
    "PLSCENES", "NGW", "ADBC", "GPSBabel",
)  # fmt: skip
"""Formats of pyogrio's GDAL that take their features from other files, servers or programs. Data bases that it lacks
are not named, because GDAL warns of each; they are asked for by connections, which are no files."""

if not remote_allowed():
    # Layers are data: GDAL leaves these out when it starts, which is when pyogrio is first imported. Other programs
    # that are started from here have another GDAL, which would warn of what it does not have.
    _skipped = os.environ.get("OGR_SKIP")
    os.environ["OGR_SKIP"] = ",".join(filter(None, (_skipped, *POINTING)))
    import pyogrio  # noqa: F401

    if _skipped is None:
        del os.environ["OGR_SKIP"]
    else:
        os.environ["OGR_SKIP"] = _skipped
