"""The label of an open raster: what GDAL hands on of it, or the one that lies beside the file."""

from __future__ import annotations

from pathlib import Path

from rasterio.io import DatasetReader

from ..products.labels import Label, from_json, from_pds3, from_pds4, parse_pvl
from ..products.times import TimeSpan, find_span

LONGEST_LABEL = 1 << 20
"""Bytes of a detached label that are read; real ones have a few thousand."""


def label_of(dataset: DatasetReader, path: str) -> Label | None:
    """The label, None where there is none that can be read.

    A GeoTIFF or JPEG 2000 has none inside; the detached one counts if it names this very file.
    """
    for namespace, kind in (("json:PDS", "PDS3"), ("json:ISIS3", "ISIS3")):
        # rasterio cuts such texts in two at their first separator.
        for key, value in dataset.tags(ns=namespace).items():
            for separator in (":", "="):
                label = from_json(kind, f"{key}{separator}{value}")
                if label is not None:
                    return label
    for text in dataset.tags(ns="xml:PDS4").values():
        try:
            return from_pds4(text)
        except ValueError:
            return None
    return None if dataset.driver in ("PDS", "PDS4", "ISIS3", "ISIS2") else _beside(path)


def span_of(dataset: DatasetReader) -> TimeSpan | None:
    """Start and stop in any of the tags that GDAL exposes."""
    texts = []
    for namespace in [None, *dataset.tag_namespaces()]:
        tags = dataset.tags(ns=namespace)
        # One text for each domain, so that start and stop are of one product.
        texts.append("\n".join(f"{name}={value}" for name, value in tags.items()))
    return find_span(texts)


def _beside(path: str) -> Label | None:
    """A detached PDS3 label that names the file: ``NAME.LBL`` or, for one of several copies, ``NAME_JP2.LBL``."""
    given = Path(path)
    suffix = given.suffix.lstrip(".")
    if not suffix or not given.is_file():
        return None
    for stem in (f"{given.stem}_{suffix.upper()}", f"{given.stem}_{suffix.lower()}", given.stem):
        for ending in (".LBL", ".lbl"):
            file = given.with_name(stem + ending)
            if not file.is_file():
                continue
            with file.open("rb") as stream:
                label = from_pds3(parse_pvl(stream.read(LONGEST_LABEL).decode("latin-1")))
            if given.name.lower() in {name.lower() for name in label.files}:
                return label
    return None
