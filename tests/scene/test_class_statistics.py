"""Class statistics: reliefs against numpy, overlaps against closed forms, grids with and without an image."""

import json
import math

import numpy as np
import pytest
import rasterio
from pyogrio.raw import read
from scipy import stats

from engine.errors import OverlapError, ParameterError
from engine.router.statistics import Density, densities, overlap_percent
from tests.conftest import read_heights, write_raster

TILES = {"tile_height": 64, "tile_width": 96, "overlap": 16}


def dem(path, posts=300, gsd=20.0, seed=1):
    """Level ground, hills and a wall from west to east."""
    rng = np.random.default_rng(seed)
    x = np.arange(posts) / posts
    rough = rng.normal(0, 1, (posts, posts)) * np.interp(x, [0, 0.33, 0.34, 0.66, 0.67, 1], [1, 1, 40, 40, 150, 150])
    return rough.astype(np.float32), write_raster(path, rough.astype(np.float32), gsd=gsd, unit="m")


def test_reliefs_and_figures_are_those_of_numpy(run, tmp_path):
    """With pixels of the size of the posts, a tile's relief is that of its posts."""
    posts, path = dem(tmp_path / "d.tif")
    got = run("class_statistics", coarse_dem=path, pixel_size=20.0, **TILES, output=tmp_path / "k.tif",
              output_tiles=tmp_path / "k.gpkg", output_relief=tmp_path / "r.tif", output_json=tmp_path / "k.json",
              output_plot=tmp_path / "k.png")  # fmt: skip
    meta, _, _, values = read(str(tmp_path / "k.gpkg"), read_geometry=False)
    cells = dict(zip(meta["fields"], values))
    # 64 x 96 with at least 16 in common over 300 posts: 6 rows and 4 columns, spread evenly.
    assert cells["row"].max() + 1 == 6 and cells["column"].max() + 1 == 4
    for row, column, relief in ((0, 0, None), (5, 3, None)):
        part = posts[:64, :96] if row == 0 else posts[-64:, -96:]
        at = (cells["row"] == row) & (cells["column"] == column)
        relief = cells["relief_m"][at][0]
        assert relief == pytest.approx(float(part.max() - part.min()), abs=1e-2)
    mapped, codes = read_heights(tmp_path / "r.tif"), read_heights(tmp_path / "k.tif")
    assert mapped.shape == (300, 300) and set(np.unique(mapped)) == set(np.float32(cells["relief_m"]))
    with rasterio.open(tmp_path / "r.tif") as dataset:
        assert dataset.units == ("m",)
    for code, terrain in enumerate(("flat", "mountain", "crater"), start=1):
        own = cells["relief_m"][cells["class"] == terrain]
        assert got[f"tiles_{terrain}"] == own.size > 1
        assert got[f"mean_{terrain}"] == pytest.approx(own.mean(), rel=1e-6)
        assert got[f"deviation_{terrain}"] == pytest.approx(own.std(ddof=1), rel=1e-6)
        assert set(np.unique(mapped[codes == code])) == set(np.float32(own))
    assert json.loads((tmp_path / "k.json").read_text())["overlap_flat_crater"] == pytest.approx(
        got["overlap_flat_crater"]
    )
    assert (tmp_path / "k.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("apart, deviation", [(0.0, 3.0), (5.0, 3.0), (30.0, 3.0), (100.0, 20.0)])
def test_the_overlap_of_equal_widths_is_the_closed_form(apart, deviation):
    one, other = (Density("flat", 9, mean, deviation) for mean in (80.0, 80.0 + apart))
    expected = 200.0 * stats.norm.cdf(-apart / (2.0 * deviation))
    assert overlap_percent(one, other) == pytest.approx(expected, abs=1e-3)
    assert overlap_percent(other, one) == pytest.approx(expected, abs=1e-3)


def test_the_overlap_of_other_widths_is_the_area_between_the_crossings():
    """A narrow density in a wide one: the two cross twice, and the lesser one counts in each part."""
    one, other = Density("flat", 9, 100.0, 2.0), Density("crater", 9, 110.0, 40.0)
    wide, narrow = stats.norm(110.0, 40.0), stats.norm(100.0, 2.0)
    a, b = 1 / 40.0**2 - 1 / 2.0**2, -2 * (110.0 / 40.0**2 - 100.0 / 2.0**2)
    c = 110.0**2 / 40.0**2 - 100.0**2 / 2.0**2 + 2 * math.log(40.0 / 2.0)
    low, high = sorted(np.roots([a, b, c]).real)
    expected = narrow.cdf(low) + narrow.sf(high) + wide.cdf(high) - wide.cdf(low)
    assert overlap_percent(one, other) == pytest.approx(100.0 * expected, abs=1e-3)


def test_classes_without_tiles_have_no_density():
    flat, mountain, crater = densities(np.array([1.0, 3.0, 50.0]), np.array([0, 0, 1]))
    assert (flat.mean_m, flat.count) == (2.0, 2) and flat.known
    assert mountain.mean_m == 50.0 and not mountain.known and math.isnan(crater.mean_m)
    assert math.isnan(overlap_percent(flat, mountain))


def test_classes_that_overlap_are_warned_of(run, tmp_path):
    """On one broad continuum of relief the classes touch."""
    rng = np.random.default_rng(3)
    strength = 5.0 + 85.0 * np.add.outer(np.arange(600), np.arange(600)) / 1200.0
    rough = (rng.normal(0, 1, strength.shape) * strength).astype(np.float32)
    log = []
    got = run("class_statistics", log, coarse_dem=write_raster(tmp_path / "d.tif", rough, gsd=20.0, unit="m"),
              pixel_size=20.0, **TILES, output=tmp_path / "k.tif")  # fmt: skip
    said = [text for level, text in log if level == "warning" and "overlap by" in text]
    over = [name for name in got if name.startswith("overlap") and (got[name] or 0.0) > 10.0]
    assert len(said) == len(over) >= 1


def test_a_grid_is_classified_as_with_an_image(run, sample, tmp_path):
    """On the grid of an image the classes are those of Classify terrain."""
    given = {"coarse_dem": sample / "coarse_dem.tif"}
    run("classify", image=sample / "image.tif", **given, output=tmp_path / "a.tif")
    run("class_statistics", grid=sample / "image.tif", **given, output=tmp_path / "b.tif")
    assert np.array_equal(read_heights(tmp_path / "a.tif"), read_heights(tmp_path / "b.tif"))


def test_what_makes_no_tiles_is_refused(run, tmp_path):
    _, path = dem(tmp_path / "d.tif", 40)
    with pytest.raises(ParameterError, match=r"Pixels of 1000 m would make 0 rows of 0 of this DEM"):
        run("class_statistics", coarse_dem=path, pixel_size=1000.0, output=tmp_path / "k.tif")
    far = write_raster(tmp_path / "far.tif", np.ones((50, 50), np.float32), origin=(90000.0, 0.0))
    with pytest.raises(OverlapError, match=r"d.tif does not cover any part of .*far.tif"):
        run("class_statistics", coarse_dem=path, grid=far, output=tmp_path / "k.tif")
    assert not (tmp_path / "k.tif").exists()


def test_kepler(run, real, tmp_path):
    """The wall is a ring of crater terrain, the floor and the mare are flat."""
    run("class_statistics", coarse_dem=real / "coarse" / "kepler_lola_48m_int16.tif", height_unit="half-metres",
        pixel_size=20.0, tile_height=64, tile_width=80, overlap=16, output=tmp_path / "k.tif")  # fmt: skip
    codes = read_heights(tmp_path / "k.tif")
    side = codes.shape[0]
    angle = np.radians(np.arange(0, 360, 5))
    centre, radius = 0.5 * side, 0.385 * side
    wall = codes[(centre + radius * np.sin(angle)).astype(int), (centre + radius * np.cos(angle)).astype(int)]
    assert (wall == 3).mean() > 0.8
    floor, mare = codes[int(0.62 * side), int(0.5 * side)], codes[int(0.03 * side), int(0.03 * side)]
    assert floor == 1 and mare == 1
