"""The error of a mosaic's overlaps: the root mean square of the differences of all pairs of inputs."""

from itertools import combinations

import numpy as np
import pytest

from engine.errors import ParameterError
from tests.conftest import MOON_EQC, read_heights, write_raster

SIZE = 120


def inputs(tmp_path, fields, offsets):
    """DTMs of 2 m whose corners lie at (column, row) offsets of one grid."""
    return [
        write_raster(tmp_path / f"{i}.tif", field, origin=(2.0 * column, -2.0 * row))
        for i, (field, (column, row)) in enumerate(zip(fields, offsets))
    ]


@pytest.mark.parametrize("overlap", [0, 20, 100])
def test_a_step_is_its_height(tmp_path, run, overlap):
    fields = [np.full((SIZE, SIZE), z, np.float32) for z in (1000.0, 1010.0)]
    paths = inputs(tmp_path, fields, [(0, 0), (60, 30)])
    got = run("mosaic", input=paths, overlap=overlap, output=tmp_path / "m.tif")
    assert got["overlap_rms"] == pytest.approx(10.0, abs=1e-9)


@pytest.mark.parametrize("overlap", [0, 20])
def test_equal_inputs_differ_by_nothing(tmp_path, run, overlap):
    field = np.random.default_rng(0).normal(8000.0, 900.0, (SIZE, SIZE)).astype(np.float32)
    paths = inputs(tmp_path, [field] * 3, [(0, 0)] * 3)
    assert run("mosaic", input=paths, overlap=overlap, output=tmp_path / "m.tif")["overlap_rms"] == 0.0


def test_without_an_overlap_nothing_is_measured(tmp_path, run):
    fields = [np.full((SIZE, SIZE), z, np.float32) for z in (0.0, 10.0)]
    paths = inputs(tmp_path, fields, [(0, 0), (SIZE, 0)])
    assert run("mosaic", input=paths, output=tmp_path / "m.tif")["overlap_rms"] is None


@pytest.mark.parametrize("overlap", [0, 15])
@pytest.mark.parametrize("band", [256, 37])
def test_three_inputs_with_gaps_against_brute_force(tmp_path, run, monkeypatch, overlap, band):
    monkeypatch.setattr("engine.region.mosaic.BAND", band)
    rng = np.random.default_rng(5)
    fields = [rng.normal(-3000.0, 40.0, (SIZE, SIZE)).astype(np.float32) for _ in range(3)]
    for field in fields:
        field[rng.random(field.shape) < 0.1] = np.nan
    offsets = [(0, 0), (50, 20), (30, 70)]
    paths = inputs(tmp_path, fields, offsets)
    whole = np.full((3, SIZE + 70, SIZE + 50), np.nan)
    for layer, field, (column, row) in zip(whole, fields, offsets):
        layer[row : row + SIZE, column : column + SIZE] = field
    gaps = np.concatenate([(one - other).ravel() for one, other in combinations(whole, 2)])
    expected = np.sqrt(np.nanmean(gaps**2))
    got = run("mosaic", input=paths, overlap=overlap, output=tmp_path / "m.tif")
    assert got["overlap_rms"] == pytest.approx(expected, rel=1e-4)
    assert np.array_equal(np.isfinite(read_heights(tmp_path / "m.tif")), np.isfinite(whole).any(axis=0))


def test_a_mirrored_or_south_up_neighbour_joins_as_it_is(tmp_path, run):
    import rasterio
    from affine import Affine

    truth = np.random.default_rng(1).normal(0, 20, (100, 180)).astype(np.float32)
    left = write_raster(tmp_path / "left.tif", truth[:, :100], origin=(0, 0))
    for name, values, affine in (
        ("south-up", truth[::-1, 60:], Affine(2, 0, 120, 0, 2, -200)),
        ("mirrored", truth[:, :59:-1], Affine(-2, 0, 360, 0, -2, 0)),
    ):
        path = write_raster(tmp_path / f"{name}.tif", np.ascontiguousarray(values))
        with rasterio.open(path, "r+") as dataset:
            dataset.transform = affine
        got = run("mosaic", input=[left, path], output=tmp_path / "m.tif")
        assert np.abs(read_heights(tmp_path / "m.tif") - truth).max() < 2e-3 and got["overlap_rms"] < 2e-3


def test_far_inputs_are_refused_before_anything_is_written(tmp_path, run):
    paths = inputs(tmp_path, [np.ones((50, 50), np.float32)] * 2, [(0, 0), (30000, 0)])
    with pytest.raises(ParameterError, match="30,050 x 50 pixels .* of which they cover 0.33 %"):
        run("mosaic", input=paths, output=tmp_path / "m.tif")
    assert not (tmp_path / "m.tif").exists()


def test_a_fine_dtm_in_a_coarse_one_is_no_empty_union(tmp_path, run):
    """A coarse DEM of 60 m about a DTM of 1 m: 3,600 times its pixels, but all of them are covered."""
    fine = write_raster(tmp_path / "fine.tif", np.ones((60, 60), np.float32), gsd=1.0, origin=(600, -600))
    coarse = write_raster(tmp_path / "coarse.tif", np.ones((20, 20), np.float32), gsd=60.0, origin=(0, 0))
    got = run("mosaic", input=[fine, coarse], output=tmp_path / "m.tif")
    assert got["coverage"] == 100.0 and read_heights(tmp_path / "m.tif").shape == (1200, 1200)


def test_a_polar_map_on_a_cylindrical_one(run, tmp_path):
    """The other pole lies nowhere on a polar map, which is no reason to give up."""
    degree = np.radians(1.0) * 1_737_400.0
    polar = MOON_EQC.replace("Equirectangular", "Polar_Stereographic").replace(
        'PARAMETER["standard_parallel_1",0]', 'PARAMETER["latitude_of_origin",90],PARAMETER["scale_factor",1]'
    )
    radius = 2.0 * 1_737_400.0 * np.tan(np.radians(15.0))
    first = write_raster(tmp_path / "a.tif", np.full((80, 80), 5.0, np.float32), gsd=60.0, unit="m",
                         origin=(0.0, 60.0 * degree))  # fmt: skip
    second = write_raster(tmp_path / "b.tif", np.full((90, 90), 5.0, np.float32), gsd=60.0, crs=polar, unit="m",
                          origin=(-300.0, -radius + 4000.0))  # fmt: skip
    run("mosaic", input=[first, second], overlap=20, output=tmp_path / "m.tif")
    heights = read_heights(tmp_path / "m.tif")
    assert heights.shape[0] > 80 and np.nanmax(np.abs(heights - 5.0)) < 1e-3
