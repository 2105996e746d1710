"""A chunked store of tiles cut from real triplets of image, coarse DEM and reference DTM.

A Zarr group with one row of each array for a tile, and ``manifest.json``, which is written last: rows beyond
those that its triplets count belong to a run that did not end, and are cut off by the next one.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import zarr
from numpy.typing import NDArray
from zarr.errors import BaseZarrError

from ..contract.shortage import output_error
from ..errors import ParameterError
from ..files import whole_file
from ..moon import TERRAINS
from ..raster.frame import Sun
from .sample import Tile

SPLITS = ("training", "validation", "test")
"""Their numbers in the array ``split`` are 0, 1, 2."""

HELD_OUT = 0.15
"""Share of the regions that are for validation, and as many for the test."""

LAYERS = ("image", "coarse", "truth")
TABLES: Mapping[str, tuple[tuple[int, ...], str]] = {
    "geometry": ((5,), "<f8"),
    "terrain": ((), "<i8"),
    "split": ((), "<i8"),
}
"""Shape of a row and type. A row of ``geometry`` holds the sun's azimuth and incidence (degrees), ground sample
distance and posting (metres), and the least that the image is divided by."""

BUFFERED = 32
"""Tiles that are written together."""

MANIFEST = "manifest.json"


def split_of(region: str) -> int:
    """Number of the split of a region, by a digest of its name, so that it never changes.

    Case, spaces around the name and the spelling of accents make no difference.
    """
    plain = unicodedata.normalize("NFKC", region).strip().casefold()
    place = int(hashlib.sha256(plain.encode()).hexdigest()[:12], 16) / 16.0**12
    return 1 if place < HELD_OUT else 2 if place < 2.0 * HELD_OUT else 0


class Appender:
    """Adds the sound tiles of one triplet to a data set, as they come.

    Leaving it as a context manager without ``finish`` takes back what was added.

    Parameters
    ----------
    folder : Path
        Zarr group, made with the first tile when missing.
    region : str
        Its name decides the split.

    Raises
    ------
    ParameterError
        The folder is something else, or its data set is damaged.
    """

    def __init__(self, folder: Path, region: str) -> None:
        self._folder, self._region = folder, region
        if folder.exists() and not (folder / "zarr.json").is_file():
            if not folder.is_dir() or any(folder.iterdir()):
                raise ParameterError(f"{folder} is no data set and not empty; choose another folder.")
        self._was_there = (folder / "zarr.json").is_file()
        self._manifest = read_manifest(folder) if (folder / MANIFEST).exists() else {"triplets": []}
        self._kept = counted(self._manifest)
        self._waiting: list[Tile] = []
        self._added = 0
        self._by_class: Counter[str] = Counter()
        self.left_out: Counter[str] = Counter()
        self._finished = False

    def __enter__(self) -> Appender:
        return self

    def __exit__(self, *_: object) -> None:
        if not self._finished and self._added:
            if self._was_there:
                self._resize(self._kept)
            else:
                shutil.rmtree(self._folder)

    @property
    def tiles(self) -> int:
        """Tiles added."""
        return self._added + len(self._waiting)

    def add(self, tile: Tile, flaw: str) -> None:
        """Take a tile in, or count why it is left out."""
        if flaw:
            self.left_out[flaw] += 1
            return
        self._waiting.append(tile)
        self._by_class[TERRAINS[tile.terrain]] += 1
        if len(self._waiting) == BUFFERED:
            self._flush()

    def finish(self, provenance: Mapping[str, Any]) -> None:
        """Write what waits, and the manifest with the provenance of the triplet."""
        self._flush()
        triplet = {
            "region": self._region,
            "split": SPLITS[split_of(self._region)],
            "tiles": self._added,
            "by_class": {name: self._by_class[name] for name in TERRAINS},
            "left_out": dict(sorted(self.left_out.items())),
            **provenance,
        }
        content = {**self._manifest, "triplets": [*self._manifest["triplets"], triplet]}
        self._folder.mkdir(parents=True, exist_ok=True)
        with whole_file(str(self._folder / MANIFEST)) as path:
            path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
        self._finished = True

    def _flush(self) -> None:
        tiles, self._waiting = self._waiting, []
        if not tiles:
            return
        rows: dict[str, NDArray[Any]] = {name: np.stack([getattr(tile, name) for tile in tiles]) for name in LAYERS}
        rows["geometry"] = np.array([_geometry(tile) for tile in tiles])
        rows["terrain"] = np.array([tile.terrain for tile in tiles])
        rows["split"] = np.full(len(tiles), split_of(self._region))
        try:
            store = zarr.open_group(str(self._folder), mode="a")
            first = self._kept + self._added
            self._added += len(tiles)
            for name, values in rows.items():
                self._extend(store, name, first, values)
        except OSError as error:
            raise output_error(self._folder, error) from error

    def _extend(self, store: zarr.Group, name: str, first: int, values: NDArray[Any]) -> None:
        shape = values.shape[1:]
        if name not in store:
            chunk, kind = (1, "<f4") if name in LAYERS else (1024, TABLES[name][1])
            store.create_array(name, shape=(0, *shape), chunks=(chunk, *shape), dtype=kind)
        stored = _array(self._folder, store, name)
        if stored.shape[1:] != shape:
            sides = " x ".join(map(str, stored.shape[1:]))
            raise ParameterError(
                f"{self._folder} holds tiles of {sides} pixels; cut tiles of that size, or start another."
            )
        stored.resize((first + len(values), *shape))
        stored[first:] = values

    def _resize(self, count: int) -> None:
        store = zarr.open_group(str(self._folder), mode="a")
        for name in (*LAYERS, *TABLES):
            if name in store:
                stored = _array(self._folder, store, name)
                stored.resize((min(count, stored.shape[0]), *stored.shape[1:]))


def _geometry(tile: Tile) -> tuple[float, ...]:
    return tile.sun.azimuth_deg, tile.sun.incidence_deg, tile.gsd_m, tile.posting_m, tile.least_brightness


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a data set.

    Raises
    ------
    ParameterError
        It is absent or damaged.
    """
    path = folder / MANIFEST
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if any(not isinstance(t["tiles"], int) or t["tiles"] < 0 for t in content["triplets"]):
            raise ValueError("a triplet's number of tiles")
    except FileNotFoundError as error:
        raise ParameterError(
            f"{folder} is no data set ({MANIFEST} is missing); make one with build_dataset."
        ) from error
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise ParameterError(f"{path} is damaged ({error}); make the data set again.") from error
    return dict(content)


def counted(manifest: Mapping[str, Any]) -> int:
    """Tiles that the triplets of a manifest count."""
    return int(sum(triplet["tiles"] for triplet in manifest["triplets"]))


@dataclass(frozen=True)
class PairSet:
    """A data set opened for reading.

    Attributes
    ----------
    folder : Path
    layers : mapping
        The arrays of ``LAYERS``, a row a tile.
    geometry : (N, 5) array
    terrain, split : (N,) arrays
    digest : str
        Of the manifest, which holds those of all inputs.
    """

    folder: Path
    layers: Mapping[str, zarr.Array]
    geometry: NDArray[np.float64]
    terrain: NDArray[np.int64]
    split: NDArray[np.int64]
    digest: str

    @property
    def tile_shape(self) -> tuple[int, int]:
        """Rows and columns of every tile."""
        height, width = self.layers["image"].shape[1:]
        return int(height), int(width)

    def indices(self, split: int, terrain: int) -> NDArray[np.intp]:
        """Tiles of a class in a split."""
        return np.flatnonzero((self.split == split) & (self.terrain == terrain))

    def tile(self, index: int) -> Tile:
        """Read one tile.

        Raises
        ------
        ParameterError
            It cannot be read.
        """
        try:
            image, coarse, truth = (np.asarray(self.layers[name][index], dtype=np.float32) for name in LAYERS)
        except (OSError, ValueError, RuntimeError, BaseZarrError) as error:
            raise _damaged(self.folder, error) from error
        azimuth, incidence, gsd, posting, least = (float(v) for v in self.geometry[index])
        return Tile(
            image, coarse, truth, gsd, posting, Sun(azimuth, incidence, "raster"), least, int(self.terrain[index])
        )


def open_pairs(folder: Path) -> PairSet:
    """Open a data set, and see that it is whole.

    Raises
    ------
    ParameterError
        It is absent or damaged.
    """
    if not folder.is_dir():
        raise ParameterError(f"{folder} does not exist; make the data set with build_dataset.")
    count = counted(read_manifest(folder))
    if count == 0:
        raise ParameterError(f"{folder} has no tile; add a triplet with build_dataset.")
    try:
        store = zarr.open_group(str(folder), mode="r")
        layers = {name: _array(folder, store, name) for name in LAYERS}
        tables = {name: np.asarray(_array(folder, store, name)[:count]) for name in TABLES}
    except (OSError, ValueError, KeyError, TypeError, RuntimeError, BaseZarrError) as error:
        raise _damaged(folder, error) from error
    shapes = {layer.shape[1:] for layer in layers.values()}
    long_enough = min(layer.shape[0] for layer in layers.values()) >= count
    rows_fit = all(tables[name].shape == (count, *shape) for name, (shape, _) in TABLES.items())
    if len(shapes) != 1 or len(next(iter(shapes))) != 2 or not long_enough or not rows_fit:
        raise _damaged(folder, "its arrays do not fit each other")
    geometry, terrain, split = tables["geometry"].astype(np.float64), tables["terrain"], tables["split"]
    sound = np.isfinite(geometry).all() and (geometry[:, 2:4] > 0).all()
    if not sound or not np.isin(terrain, (0, 1, 2)).all() or not np.isin(split, (0, 1, 2)).all():
        raise _damaged(folder, "its tables hold what no tile can have")
    digest = hashlib.sha256((folder / MANIFEST).read_bytes()).hexdigest()
    return PairSet(folder, layers, geometry, terrain.astype(np.int64), split.astype(np.int64), digest)


def _array(folder: Path, store: zarr.Group, name: str) -> zarr.Array:
    found = store[name]
    if not isinstance(found, zarr.Array):
        raise _damaged(folder, f"{name} is no array")
    return found


def _damaged(folder: Path, why: object) -> ParameterError:
    text = str(why).strip().splitlines()
    return ParameterError(f"{folder} is no whole data set ({text[0] if text else 'unreadable'}); make it again.")
