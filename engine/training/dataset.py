"""A chunked store of tiles cut from real triplets of image, coarse DEM and reference DTM."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import zarr
from numpy.typing import NDArray
from scipy import ndimage

from ..files import whole_file

FloatArray = NDArray[np.float32]
CLASSES = ("flat", "mountain", "crater")
VALIDATION_SHARE = 5
"""One region in five is held out."""

MOST_SHADOW = 0.35
MOST_STRIPES = 0.25
MOST_SPIKE_DEG = 78.0
MOST_DISAGREEMENT_M = 60.0
"""Cleaning: share of shadow, share of the detail's variance that is lines, steepest step, and RMS of
reference minus coarse DEM."""


@dataclass(frozen=True)
class TripletTile:
    """One tile: arrays (H, W), class, and why it is left out (empty when it is kept)."""

    image: FloatArray
    coarse: FloatArray
    truth: FloatArray
    terrain: str
    flaw: str


def split_of(region: str) -> int:
    """0 for training, 1 for validation: by a digest of the region's name, so that it never changes."""
    return int(int(hashlib.sha256(region.encode()).hexdigest(), 16) % VALIDATION_SHARE == 0)


def flaw(image: FloatArray, coarse: FloatArray, truth: FloatArray, gsd_m: float) -> str:
    """Why a tile is of no use for training; empty when it is.

    Parameters
    ----------
    image, coarse, truth : (H, W) arrays
        Brightness and metres, NaN where unknown.
    gsd_m : float
    """
    if not (np.isfinite(image).all() and np.isfinite(coarse).all() and np.isfinite(truth).all()):
        return "nodata"
    if float((image < 0.1 * np.median(image)).mean()) > MOST_SHADOW:
        return "shadow"
    steps = np.concatenate([np.abs(np.diff(truth, axis=axis)).ravel() for axis in (0, 1)])
    if float(np.quantile(steps, 0.9999)) > np.tan(np.radians(MOST_SPIKE_DEG)) * gsd_m:
        return "spikes"
    detail = truth - ndimage.gaussian_filter(truth, 5.0)
    lines = [float(detail.mean(axis=axis).var()) / max(float(detail.var()), 1e-12) for axis in (0, 1)]
    if max(lines) > MOST_STRIPES:
        return "stripes"
    apart = (truth - coarse).astype(np.float64)
    if float(np.sqrt(np.mean((apart - apart.mean()) ** 2))) > MOST_DISAGREEMENT_M:
        return "reference and coarse DEM disagree"
    return ""


def append(
    folder: Path,
    tiles: Sequence[TripletTile],
    geometry: tuple[float, float, float, float],
    region: str,
    provenance: dict[str, Any],
) -> dict[str, Any]:
    """Add the sound tiles of one triplet and return the new manifest.

    Parameters
    ----------
    folder : Path
        Zarr group, made when missing.
    tiles : sequence of TripletTile
    geometry : tuple of float
        Azimuth and incidence of the sun (degrees), ground sample distance and posting (metres).
    region : str
        Its name decides the split.
    provenance : dict
        Of the triplet, kept in the manifest.
    """
    sound = [tile for tile in tiles if not tile.flaw]
    store = zarr.open_group(str(folder), mode="a")
    manifest_path = folder / "manifest.json"
    manifest: dict[str, Any] = {"triplets": []}
    if manifest_path.exists():
        manifest = json.loads(manifest_path.read_text(encoding="utf-8"))
    # A run that was killed between arrays and manifest leaves tiles that no triplet owns; they are cut off.
    kept = sum(triplet["tiles"] for triplet in manifest["triplets"])
    if sound:
        shape = sound[0].image.shape
        for name in ("image", "coarse", "truth"):
            if name not in store:
                store.create_array(name, shape=(0, *shape), chunks=(1, *shape), dtype="float32")
            _extend(array(store, name), kept, np.stack([getattr(tile, name) for tile in sound]))
        tables = {
            "geometry": np.tile(np.array(geometry, dtype=np.float64), (len(sound), 1)),
            "terrain": np.array([CLASSES.index(tile.terrain) for tile in sound], dtype=np.int64),
            "split": np.full(len(sound), split_of(region), dtype=np.int64),
        }
        for name, values in tables.items():
            if name not in store:
                store.create_array(
                    name, shape=(0, *values.shape[1:]), chunks=(1024, *values.shape[1:]), dtype=values.dtype
                )
            _extend(array(store, name), kept, values)
    flaws = [tile.flaw for tile in tiles if tile.flaw]
    manifest["triplets"].append(
        {
            "region": region,
            "split": ("training", "validation")[split_of(region)],
            "tiles": len(sound),
            "by_class": {name: sum(tile.terrain == name for tile in sound) for name in CLASSES},
            "left_out": {reason: flaws.count(reason) for reason in sorted(set(flaws))},
            **provenance,
        }
    )
    with whole_file(str(manifest_path)) as path:
        path.write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    return manifest


def array(store: zarr.Group, name: str) -> zarr.Array:
    """An array of the store."""
    found = store[name]
    assert isinstance(found, zarr.Array), f"{name} is a group"
    return found


def _extend(stored: zarr.Array, kept: int, values: NDArray[Any]) -> None:
    stored.resize((kept + len(values), *stored.shape[1:]))
    stored[kept:] = values
