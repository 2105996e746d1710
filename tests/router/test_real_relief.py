"""The router on real ground: walls are crater, plains are not, and crops of a scene agree.

The relief of the tiles is taken here, by interpolating the posts, or by the classify operation.
"""

import json
import math

import numpy as np
import pytest
import rasterio
from pyogrio.raw import read
from rasterio.transform import Affine
from rasterio.windows import Window
from scipy import ndimage

from engine.router.classes import ClassModel
from engine.router.mrf import minimise
from tests.conftest import ROOT

STEP = 156, 220
"""Rows and columns between neighbouring tiles of 256 x 320 pixels that share 100."""

PLACES = {
    "kepler, 5 m": ("coarse/kepler_lola_48m_int16.tif", 0.5, 5.0, (0, 0, 804, 804)),
    "kepler, 2 m": ("coarse/kepler_lola_48m_int16.tif", 0.5, 2.0, (200, 40, 300, 300)),
    "south pole, 240 m posts, corner": ("coarse/ldem_75s_240m.tif", 1.0, 5.0, (105, 23, 125, 125)),
    "south pole, 240 m posts, highland": ("coarse/ldem_75s_240m.tif", 1.0, 5.0, (246, 1143, 125, 125)),
    "south pole, 240 m posts, plain": ("coarse/ldem_75s_240m.tif", 1.0, 5.0, (913, 1283, 125, 125)),
    "site 01, 2 m": ("relief/lola_site01_10m.tif", 1.0, 2.0, (0, 0, 1600, 1600)),
}
"""File, metres a count, pixel of the image in metres, and row, column, height, width in posts."""

MARE = {
    "north": (0, 0, 70, 804),
    "north-east": (0, 700, 140, 104),
    "south-east": (720, 560, 84, 244),
    "west": (300, 0, 504, 60),
}
"""Plains about Kepler, with secondary craters and parts of the ejecta: row, column, height, width in posts."""


def pack(gsd):
    """The shipped pack's classes for its tiles at a pixel size."""
    router = json.loads((ROOT / "resources/packs/lunar-1/manifest.json").read_text(encoding="utf-8"))["router"]
    model = ClassModel(tuple(router["means_m"]), tuple(router["deviations_m"]), router["ground_m"])
    return model.at(gsd * math.sqrt(256 * 320))


def relief(path, scale, gsd, window):
    """Max - min of the bilinear DEM in every whole tile."""
    row, column, height, width = window
    with rasterio.open(path) as dataset:
        posts = dataset.read(1, window=Window(column, row, width, height)).astype(np.float64) * scale
        posting = dataset.res[0]
    step = gsd * 4.0 / posting
    rows, columns = (np.arange(0.0, n - 1, step) for n in posts.shape)
    fine = ndimage.map_coordinates(posts, np.meshgrid(rows, columns, indexing="ij"), order=1)
    tops, lefts = range(0, len(rows) - 63, STEP[0] // 4), range(0, len(columns) - 79, STEP[1] // 4)
    return np.array([[np.ptp(fine[top : top + 64, left : left + 80]) for left in lefts] for top in tops])


@pytest.mark.parametrize("place", PLACES)
def test_walls_are_crater(real, place):
    name, scale, gsd, window = PLACES[place]
    found, model = relief(real / name, scale, gsd, window), pack(gsd)
    labels = minimise(model.energies(found))
    high = found > model.means[2]
    assert (labels[high] == 2).mean() >= 0.98 if high.any() else "plain" in place
    assert (labels[found < model.means[0]] == 0).mean() >= 0.98
    assert {0, 1} <= set(np.unique(labels).tolist()), "no class takes all"


@pytest.mark.parametrize("place", PLACES)
def test_overlapping_crops_agree(real, place):
    """Halves of a scene that share a half, in both directions; the tiles lie on the same ground."""
    name, scale, gsd, window = PLACES[place]
    found, model = relief(real / name, scale, gsd, window), pack(gsd)
    rows, columns = found.shape
    half_rows, half_columns = rows // 2, columns // 2
    parts = {"all": np.s_[:, :], "top": np.s_[: half_rows + rows // 4], "bottom": np.s_[half_rows - rows // 4 :],
             "left": np.s_[:, : half_columns + columns // 4],
             "right": np.s_[:, half_columns - columns // 4 :]}  # fmt: skip
    crops = {}
    for part, where in parts.items():
        crops[part] = np.full(found.shape, -1)
        crops[part][where] = minimise(model.energies(found[where]))
    for one, two in (("top", "bottom"), ("left", "right"), ("all", "top"), ("all", "left"), ("top", "right")):
        both = (crops[one] >= 0) & (crops[two] >= 0)
        assert (crops[one] == crops[two])[both].mean() >= 0.9, (one, two)


@pytest.mark.parametrize("gsd", [2.0, 5.0])
@pytest.mark.parametrize("place", MARE)
def test_mare_has_no_crater(real, place, gsd):
    found = relief(real / "coarse/kepler_lola_48m_int16.tif", 0.5, gsd, MARE[place])
    labels = minimise(pack(gsd).energies(found))
    assert not (labels == 2).any()
    assert (labels == 0).mean() > 0.6


def classified(run, tmp_path, name, dem, row, column, rows, columns, gsd=5.0):
    """Classes and reliefs by tile, from the operation, of an image whose corner lies at a place of the DEM."""
    with rasterio.open(dem) as dataset:
        place, crs = dataset.transform, dataset.crs
    corner = place.a * column + place.c, place.e * row + place.f
    size = {"height": 256 + STEP[0] * rows, "width": 320 + STEP[1] * columns}
    with rasterio.open(
        tmp_path / f"{name}.tif", "w", driver="GTiff", count=1, dtype="uint8", crs=crs, **size,
        transform=Affine(gsd, 0, corner[0], 0, -gsd, corner[1]),
    ) as dataset:  # fmt: skip
        dataset.write(np.full((1, size["height"], size["width"]), 90, np.uint8))
    run("classify", image=tmp_path / f"{name}.tif", coarse_dem=dem, height_unit="half-metres",
        tiling="paper", output=tmp_path / f"{name}_classes.tif", output_tiles=tmp_path / f"{name}.gpkg")  # fmt: skip
    meta, _, _, fields = read(str(tmp_path / f"{name}.gpkg"))
    table = dict(zip(meta["fields"], fields))
    classes, reliefs = np.empty((rows + 1, columns + 1), dtype=object), np.zeros((rows + 1, columns + 1))
    classes[table["row"], table["column"]] = table["class"]
    reliefs[table["row"], table["column"]] = table["relief_m"]
    return classes, reliefs


def test_keplers_west_wall_through_the_operation(real, run, tmp_path):
    """14 x 14 km; and a crop moved by whole tiles gives the same ground the same class."""
    dem = real / "coarse/kepler_lola_48m_int16.tif"
    with rasterio.open(dem) as dataset:
        post_x, post_y = dataset.res
    classes, reliefs = classified(run, tmp_path, "whole", dem, 240, 40, 16, 11)
    own = relief(dem, 0.5, 5.0, (240, 40, 60 + int(2752 * 5 / post_y), 60 + int(2740 * 5 / post_x)))[:17, :12]
    assert np.abs(reliefs - own).max() < 0.03 * own.max()
    model = pack(5.0)
    high = reliefs > model.means[2]
    assert high.sum() > 30
    assert (classes[high] == "crater").mean() >= 0.98
    assert (classes[reliefs < model.means[0]] == "flat").all()
    moved = 240 + 5 * STEP[0] * 5.0 / post_y, 40 + 3 * STEP[1] * 5.0 / post_x
    crop, _ = classified(run, tmp_path, "crop", dem, *moved, 11, 8)
    assert (crop == classes[5:, 3:]).mean() >= 0.9
