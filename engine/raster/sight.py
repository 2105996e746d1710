"""A file as far as it can be known without being placed on the Moon: raw frames and bare data files as well."""

from __future__ import annotations

import os
from dataclasses import dataclass

from ..contract.assigned import assigned
from ..errors import RasterError
from ..products.labels import Label
from ..products.times import TimeSpan
from .crs import from_wkt
from .labels import label_beside, label_of, span_in, span_of
from .sources import open_dataset


@dataclass(frozen=True)
class Stored:
    """How the values of a raster are stored.

    Attributes
    ----------
    width, height, bands : int
    dtype : str
    scale, offset : float
        Physical value = stored value x scale + offset.
    nodata : float, optional
    unit : str
        As the first band declares it.
    """

    width: int
    height: int
    bands: int
    dtype: str
    scale: float
    offset: float
    nodata: float | None
    unit: str


@dataclass(frozen=True)
class Sight:
    """What a file says of itself.

    Attributes
    ----------
    path : str
    label : Label or None
    span : TimeSpan or None
    wkt : str
        Its CRS, or the one that the user has set for it; an empty string where it has none.
    stored : Stored or None
        None where it cannot be opened as a raster.
    tags : dict
        Those of the file itself.
    problem : str
        One sentence why it cannot be opened as a raster, or an empty string.
    """

    path: str
    label: Label | None
    span: TimeSpan | None
    wkt: str
    stored: Stored | None
    tags: dict[str, str]
    problem: str


def see(path: str) -> Sight:
    """Look at a file.

    Raises
    ------
    RasterError
        It is absent or no plain file.
    """
    try:
        dataset = open_dataset(path)
    except RasterError as error:
        if not os.path.isfile(path):
            raise
        label = label_beside(path)
        return Sight(path, label, span_in(label) if label else None, "", None, {}, str(error))
    with dataset:
        label = label_of(dataset, path)
        stored = Stored(
            dataset.width, dataset.height, dataset.count, str(dataset.dtypes[0]), float(dataset.scales[0]),
            float(dataset.offsets[0]), dataset.nodatavals[0], (dataset.units[0] or "").strip(),
        )  # fmt: skip
        given = assigned(path)
        crs = dataset.crs if given is None else from_wkt(given, path)
        wkt = crs.to_wkt() if crs else ""
        return Sight(path, label, span_of(dataset, label), wkt, stored, dict(dataset.tags()), "")
