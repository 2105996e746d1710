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

    A GeoTIFF or JPEG 2000 has none inside. The detached one counts if it names this very file; one of the same product
    that names another copy tells times, frame and light, and nothing of how the values are stored.
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
    return None if dataset.driver in ("PDS", "PDS4", "ISIS3", "ISIS2") else label_beside(path)


def span_of(dataset: DatasetReader, label: Label | None = None) -> TimeSpan | None:
    """Start and stop in any of the tags that GDAL exposes, else in the label beside the file."""
    texts = []
    for namespace in [None, *dataset.tag_namespaces()]:
        tags = dataset.tags(ns=namespace)
        # One text for each domain, so that start and stop are of one product.
        texts.append("\n".join(f"{name}={value}" for name, value in tags.items()))
    return find_span(texts) or (None if label is None else span_in(label))


def span_in(label: Label) -> TimeSpan | None:
    """Start and stop that a label states."""
    start = label.keywords.text("START_TIME", "start_date_time")
    stop = label.keywords.text("STOP_TIME", "stop_date_time")
    return find_span([f"start_time={start}\nstop_time={stop}"])


def label_beside(path: str) -> Label | None:
    """A detached label of the product: ``NAME.LBL``, for one of several copies ``NAME_JP2.LBL``, or ``NAME.xml``."""
    given = Path(path)
    suffix = given.suffix.lstrip(".")
    if not suffix or not given.is_file():
        return None
    for stem in (f"{given.stem}_{suffix.upper()}", f"{given.stem}_{suffix.lower()}", given.stem):
        for ending in (".LBL", ".lbl", ".xml", ".XML"):
            label = _read(given.with_name(stem + ending))
            if label is None:
                continue
            names = {name.lower() for name in label.files}
            if given.name.lower() in names and label.kind == "PDS3":
                return label
            if given.stem.lower() in {Path(name).stem for name in names}:
                return label.words_alone()
    return None


def _read(file: Path) -> Label | None:
    """A label of PDS3 or PDS4; None where the file is none."""
    if not file.is_file():
        return None
    with file.open("rb") as stream:
        text = stream.read(LONGEST_LABEL).decode("latin-1")
    if file.suffix.lower() == ".lbl":
        return from_pds3(parse_pvl(text))
    try:
        return from_pds4(text)
    except ValueError:  # the .xml beside a raster need not be a label at all
        return None
