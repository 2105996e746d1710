"""Levels of overlapping pieces against planes that were added to them."""

import numpy as np
import pytest
import rasterio
from hypothesis import given
from hypothesis import settings as budget
from hypothesis import strategies as st

from engine.region.level_pieces import _spread
from engine.region.levelling import level
from engine.region.links import BENEATH, link
from tests.conftest import read_heights, write_raster
from tests.raster.test_grid import GEOGRAPHIC, POLAR
from tests.region.made import corrections, lattice, plane, rough, write_pieces

GSD = 50.0
WINDOWS = lattice(3, 3, 120, 96)


def wrong_levels(seed, count=9):
    """Offsets of up to 5 m and tilts of up to 1 m/km that sum up to no plane over the mosaic."""
    rng = np.random.default_rng(seed)
    errors = np.column_stack([rng.choice([-5.0, 5.0], count), rng.choice([-1.0, 1.0], (count, 2))])
    middles = np.array([((c + w / 2) * GSD / 1e3, -(r + h / 2) * GSD / 1e3) for r, c, h, w in WINDOWS])
    tilts = errors[:, 1:].mean(axis=0)
    at_zero = (errors[:, 0] - (errors[:, 1:] * middles).sum(axis=1)).mean()
    return errors - np.column_stack([at_zero + middles @ tilts, np.tile(tilts, (count, 1))])


def test_offsets_and_tilts_are_recovered_to_five_percent(tmp_path, run):
    truth, errors = rough((320, 320)), wrong_levels(3)
    paths = write_pieces(tmp_path, truth, WINDOWS, GSD, errors, noise=0.3)
    log = []
    got = run("mosaic", log, input=paths, level="offset and tilt", output=tmp_path / "m.tif")
    found = corrections(got)
    for i, error in enumerate(errors):
        off = found[f"p{i:03}.tif"] + error
        assert abs(off[0]) < 0.05 * 5.0 and np.abs(off[1:]).max() < 0.05, i
    made = read_heights(tmp_path / "m.tif")
    assert np.sqrt(np.nanmean((made - truth[: made.shape[0], : made.shape[1]]) ** 2)) < 0.35
    assert got["groups"] == 1 and got["level_rms_before"] > 5.0
    assert got["level_rms_after"] == pytest.approx(0.3 * np.sqrt(2.0), rel=0.05)
    assert got["overlap_rms"] == pytest.approx(0.3 * np.sqrt(2.0), rel=0.05)
    assert sum("Levelled p00" in text for _, text in log) == 9
    with rasterio.open(tmp_path / "m.tif") as dataset:
        assert dataset.tags()["MMOEDTM_LEVEL_4"].startswith("p004.tif: ")


def test_offsets_alone(tmp_path, run):
    errors = wrong_levels(5) * [1, 0, 0]
    errors[:, 0] -= errors[:, 0].mean()
    paths = write_pieces(tmp_path, rough((320, 320)), WINDOWS, GSD, errors, noise=0.2)
    found = corrections(run("mosaic", input=paths, level="offset", output=tmp_path / "m.tif"))
    for i, error in enumerate(errors):
        assert found[f"p{i:03}.tif"] == pytest.approx(-error, abs=0.05)
        assert (found[f"p{i:03}.tif"][1:] == 0.0).all()


def test_a_coarse_dem_ties_offsets_and_tilts_absolutely(tmp_path, run):
    """Errors that have a plane in common, which the pieces alone cannot know of."""
    truth = rough((320, 320), relief=40.0)
    errors = wrong_levels(7) + [3.0, 0.4, -0.7]
    paths = write_pieces(tmp_path, truth, WINDOWS, GSD, errors, noise=0.2)
    posts = truth.reshape(32, 10, 32, 10).mean(axis=(1, 3)).astype(np.float32)
    coarse = write_raster(tmp_path / "c.tif", posts, gsd=10 * GSD, origin=(0, 0))
    got = run("mosaic", input=paths, level="offset and tilt", coarse_dem=coarse, output=tmp_path / "m.tif")
    for i, error in enumerate(errors):
        off = corrections(got)[f"p{i:03}.tif"] + error
        assert abs(off[0]) < 0.3 and np.abs(off[1:]).max() < 0.06, (i, off)


def test_pieces_that_share_no_ground_are_groups_and_said(tmp_path, run):
    truth = rough((120, 700), relief=30.0)
    windows = [(0, 0, 120, 120), (0, 90, 120, 120), (0, 300, 120, 120), (0, 390, 120, 120), (0, 580, 120, 120)]
    errors = [(4.0, 0, 0), (-4.0, 0, 0), (1.0, 0, 0), (3.0, 0, 0), (5.0, 0, 0)]
    paths = write_pieces(tmp_path, truth, windows, GSD, errors)
    log = []
    got = run("mosaic", log, input=paths, level="offset", output=tmp_path / "m.tif")
    found = corrections(got)
    expected = [-4.0, 4.0, 1.0, -1.0, 0.0]
    assert [found[f"p{i:03}.tif"][0] for i in range(5)] == pytest.approx(expected, abs=2e-3)
    assert got["groups"] == 3
    assert any(level == "warning" and "3 groups that share no ground" in text for level, text in log)
    posts = truth.reshape(12, 10, 70, 10).mean(axis=(1, 3)).astype(np.float32)
    coarse = write_raster(tmp_path / "c.tif", posts, gsd=10 * GSD, origin=(0, 0))
    log.clear()
    got = run("mosaic", log, input=paths, level="offset", coarse_dem=coarse, output=tmp_path / "m.tif")
    assert [corrections(got)[f"p{i:03}.tif"][0] for i in range(5)] == pytest.approx([-e[0] for e in errors], abs=1.0)
    assert not any("share no ground" in text for _, text in log)


def test_common_ground_too_narrow_for_tilts_is_said_and_levelled_by_offsets(tmp_path, run):
    windows = [(0, 0, 200, 200), (0, 198, 200, 200)]
    paths = write_pieces(tmp_path, rough((200, 400)), windows, GSD, [(2.0, 0, 0), (-2.0, 0, 0)], noise=0.1)
    log = []
    got = run("mosaic", log, input=paths, level="offset and tilt", output=tmp_path / "m.tif")
    assert any("p001.tif shares with the rest is too narrow to tell tilts" in text for _, text in log)
    assert corrections(got)["p000.tif"] == pytest.approx([-2.0, 0.0, 0.0], abs=0.05)


def test_one_piece_that_barely_touches_leaves_the_others_their_tilts(tmp_path, run):
    windows = [*lattice(1, 3, 120, 80), (0, 278, 120, 60)]
    errors = [(3.0, 0.6, -0.4), (-3.0, -0.2, 0.5), (1.0, -0.4, -0.1), (4.0, 0.0, 0.0)]
    paths = write_pieces(tmp_path, rough((120, 340)), windows, GSD, errors, noise=0.05)
    log = []
    got = run("mosaic", log, input=paths, level="offset and tilt", output=tmp_path / "m.tif")
    assert [text for level, text in log if level == "warning" and "p003.tif shares" in text]
    assert got["level_rms_after"] == pytest.approx(0.05 * np.sqrt(2.0), rel=0.1)
    left = np.array([corrections(got)[f"p{i:03}.tif"] + error for i, error in enumerate(errors)])
    assert np.ptp(left[:3, 1:], axis=0).max() < 0.03
    # Before the common plane of four is taken out, the last one has no tilt of its own.
    assert got["groups"] == 1


def test_blunders_do_not_count(tmp_path, run):
    truth = rough((120, 216))
    paths = write_pieces(tmp_path, truth, [(0, 0, 120, 120), (0, 96, 120, 120)], GSD, noise=0.1)
    with rasterio.open(paths[1], "r+") as dataset:
        values = dataset.read(1)
        values[40:60, 4:14] += 800.0
        dataset.write(values, 1)
    found = corrections(run("mosaic", input=paths, level="offset and tilt", output=tmp_path / "m.tif"))
    for line in found.values():
        assert np.abs(line).max() < 0.05


@pytest.mark.parametrize("how", ["south-up", "another grid", "polar"])
def test_levels_in_other_frames(tmp_path, run, how):
    """Tilts are east and north in the map, however rows are stored, and where the second lies on another grid."""
    errors = np.array([(2.0, 0.5, -0.25), (-2.0, -0.5, 0.25)])
    size, step = 160, 60
    crs = {"crs": POLAR} if how == "polar" else {}
    x = (np.arange(size) + 0.5) * GSD
    paths = []
    for i, error in enumerate(errors):
        shift = 0.37 * GSD if how == "another grid" and i else 0.0
        left = i * step * GSD + shift
        ground = 100.0 * np.sin((left + x[None, :]) / 3000.0) + 80.0 * np.cos(x[:, None] / 2500.0)
        values = (ground + plane(size, size, GSD, *error)).astype(np.float32)
        path = write_raster(tmp_path / f"p{i:03}.tif", values, gsd=GSD, origin=(left, 0.0), **crs)
        paths.append(path)
    if how == "south-up":
        with rasterio.open(paths[1], "r+") as dataset:
            a, b, c, d, e, f = tuple(dataset.transform)[:6]
            dataset.write(dataset.read(1)[::-1], 1)
            dataset.transform = rasterio.Affine(a, b, c, d, -e, f + e * size)
    found = corrections(run("mosaic", input=paths, level="offset and tilt", output=tmp_path / "m.tif"))
    one, other = found["p000.tif"], found["p001.tif"]
    # What both have in common cannot be known; what they differ by can, at the middle of their common ground.
    half = step * GSD / 2e3
    differ = (one[0] + one[1] * half) - (other[0] - other[1] * half)
    truly = (errors[0, 0] + errors[0, 1] * half) - (errors[1, 0] - errors[1, 1] * half)
    assert differ == pytest.approx(-truly, abs=0.05)
    assert one[1:] - other[1:] == pytest.approx(errors[1, 1:] - errors[0, 1:], rel=0.02, abs=0.01)


def test_levels_across_180_degrees(tmp_path, run):
    """A piece on either side of the far side's meridian, in degrees that jump there."""
    step = 0.01
    field = np.full((100, 100), 50.0, np.float32)
    west = write_raster(tmp_path / "w.tif", field + 3.0, gsd=step, crs=GEOGRAPHIC, origin=(179.3, 10.0))
    east = write_raster(tmp_path / "e.tif", field - 3.0, gsd=step, crs=GEOGRAPHIC, origin=(-180.1, 10.0))
    got = run("mosaic", input=[west, east], height_unit="metres", level="offset", output=tmp_path / "m.tif")
    assert corrections(got)["w.tif"][0] == pytest.approx(-3.0, abs=1e-3)
    assert np.nanmax(np.abs(read_heights(tmp_path / "m.tif") - 50.0)) < 2e-3


def chain(offsets, common, seed, n=400):
    """Links of a chain of surfaces about places of their own, as arrays."""
    rng = np.random.default_rng(seed)
    middles = np.array([(2.0 * i, 0.3 * i) for i in range(len(offsets))])
    links = []
    for i in range(len(offsets) - 1):
        east, north = middles[i][:, None] + rng.uniform(-0.5, 2.5, (2, n))
        corners = [(m[0] + x, m[1] + y) for m in middles[i : i + 2] for x in (-1.5, 1.5) for y in (-1.5, 1.5)]
        made = []
        for j in (i, i + 1):
            offset, te, tn = offsets[j]
            made.append(common + offset + te * (east - middles[j][0]) + tn * (north - middles[j][1]))
        links.append(link(i, i + 1, (east, north), made[1] - made[0] + rng.normal(0, 0.01, n), corners))
    return middles, links


planes = st.lists(st.tuples(*[st.floats(-5, 5), st.floats(-1, 1), st.floats(-1, 1)]), min_size=2, max_size=6)


@given(planes, st.floats(-1000, 1000), st.integers(0, 99))
@budget(max_examples=25, deadline=None)
def test_levels_do_not_know_a_common_offset_and_sum_up_to_nothing(offsets, common, seed):
    middles, links = chain(offsets, 0.0, seed)
    got = level(middles, links, tilt=True)
    _, shifted = chain(offsets, common, seed)
    assert np.allclose(got.corrections, level(middles, shifted, tilt=True).corrections, atol=1e-6)
    tilts = got.corrections[:, 1:]
    at_zero = got.corrections[:, 0] - (tilts * middles).sum(axis=1)
    assert np.abs(tilts.sum(axis=0)).max() < 1e-8 and abs(at_zero.sum()) < 1e-8
    # Once levelled, every two of them differ by no more than noise.
    raised = np.asarray(offsets) + got.corrections
    assert np.ptp(raised[:, 1:], axis=0).max() < 0.05
    assert got.rms_after_m == pytest.approx(0.01, rel=0.3)


def test_levels_are_the_least_squares_of_all_differences():
    """Against one dense system of every single difference."""
    rng = np.random.default_rng(4)
    middles = np.array([(0.0, 0.0), (2.0, 0.0), (1.0, 2.0)])
    rows, right, links = [], [], []
    for i, j in ((0, 1), (1, 2), (0, 2)):
        east, north = rng.uniform(-1, 1, (2, 50)) + (middles[[i, j]].mean(axis=0))[:, None]
        difference = rng.normal(3.0, 1.0, 50)
        links.append(link(i, j, (east, north), difference, [(-1.0, -1.0), (3.0, 3.0)]))
        for e, n, d in zip(east, north, difference):
            row = np.zeros(9)
            for number, sign in ((i, 1.0), (j, -1.0)):
                row[3 * number : 3 * number + 3] = (
                    sign,
                    sign * (e - middles[number][0]),
                    sign * (n - middles[number][1]),
                )
            rows.append(row)
            right.append(d)
    dense = np.linalg.lstsq(np.array(rows), np.array(right), rcond=None)[0].reshape(3, 3)
    tilts = dense[:, 1:].mean(axis=0)
    at_zero = (dense[:, 0] - (dense[:, 1:] * middles).sum(axis=1)).mean()
    dense -= np.column_stack([at_zero + middles @ tilts, np.tile(tilts, (3, 1))])
    got = level(middles, links, tilt=True)
    assert np.allclose(got.corrections, dense, atol=1e-6)
    residual = np.array(rows) @ got.corrections.ravel() - right
    assert got.rms_after_m == pytest.approx(np.sqrt((residual**2).mean()), rel=1e-6)


def test_a_tie_to_the_coarse_dem_is_absolute():
    middles = np.array([(0.0, 0.0)])
    east, north = np.random.default_rng(0).uniform(-1, 1, (2, 200))
    tie = link(0, BENEATH, (east, north), 4.0 + 0.5 * east - 0.25 * north, [(-1.0, -1.0), (1.0, 1.0)])
    assert level(middles, [tie], tilt=True).corrections[0] == pytest.approx([4.0, 0.5, -0.25])


def test_planes_of_two_bodies_and_a_fixed_one_between():
    """A weak link passes an offset on; a body that the coarse DEM holds does not move for it."""
    rng = np.random.default_rng(1)
    middles = np.array([(0.0, 0.0), (3.0, 0.0)])
    east, north = rng.uniform(-1, 1, (2, 200))
    tie = link(0, BENEATH, (east, north), 4.0 + 0.5 * east, [(-1.0, -1.0), (1.0, 1.0)])
    strip = np.full(200, 1.5), north
    weak = link(0, 1, strip, np.full(200, 2.0), [(-1.5, -1.5), (4.5, 1.5)])
    assert tie.firm and not weak.firm
    got = level(middles, [tie, weak], tilt=True)
    # On the strip the first is raised by 4.75 m, so the second, which was 2 m above it, by 2.75 m.
    assert np.allclose(got.corrections, [[4.0, 0.5, 0.0], [2.75, 0.0, 0.0]], atol=1e-6)
    assert got.loose == ((1,),) and got.tied == (True,)
    turned = link(1, 0, strip, np.full(200, -2.0), [(-1.5, -1.5), (4.5, 1.5)])
    assert np.allclose(level(middles, [tie, turned], tilt=True).corrections, got.corrections, atol=1e-6)


def test_places_of_a_coarse_dem_are_no_closer_than_its_posts():
    assert len(_spread(600, 50.0)) == 12 and len(_spread(600, 1.0)) == 128 and len(_spread(5, 50.0)) == 5
