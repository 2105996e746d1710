"""Light falls the same however a raster is stored, and turns with the ground: every operation that uses the sun.

One scene is stored in eight ways that put the same pixels on the same ground, and turned by 30 degrees about its
centre with the sun turned likewise, which leaves every pixel what it was.
"""

import math

import numpy as np
import pytest
import rasterio
from affine import Affine

from engine.raster.reader import RasterReader
from engine.synthetic.product import write_scene
from engine.synthetic.scene import make_scene
from tests.conftest import read_heights

AZIMUTH, INCIDENCE, TURN = 292.0, 58.0, 30.0
FLIPS = {
    "north-up": lambda v: v,
    "south-up": lambda v: v[::-1],
    "mirrored": lambda v: v[:, ::-1],
    "half turn": lambda v: v[::-1, ::-1],
    "transposed": lambda v: v.T,
    "quarter turn": lambda v: v.T[::-1],
    "three quarters": lambda v: v.T[:, ::-1],
    "transposed back": lambda v: v.T[::-1, ::-1],
}
SAME_ARRAYS = {"turned"}
STORAGES = [name for name in FLIPS if name != "north-up"]


def store(source, target, how):
    """Write a raster with its pixels in another order, or turned by 30 degrees, and an affine that says so."""
    with rasterio.open(source) as dataset:
        values, affine, profile = dataset.read(1), dataset.transform, dataset.profile
        units, tags = dataset.units, dataset.tags()
    if how == "turned":
        affine = Affine.rotation(TURN) @ affine
    else:
        rows, columns = np.indices(values.shape)
        values = np.ascontiguousarray(FLIPS[how](values))
        rows, columns = FLIPS[how](rows).astype(float), FLIPS[how](columns).astype(float)
        # Old positions as an affine function of new ones, from three pixels.
        a, d = columns[0, 1] - columns[0, 0], rows[0, 1] - rows[0, 0]
        b, e = columns[1, 0] - columns[0, 0], rows[1, 0] - rows[0, 0]
        c, f = columns[0, 0] + 0.5 - (a + b) / 2, rows[0, 0] + 0.5 - (d + e) / 2
        affine = affine @ Affine(a, b, c, d, e, f)
    profile.update(transform=affine, height=values.shape[0], width=values.shape[1])
    for key in ("blockxsize", "blockysize", "tiled", "interleave"):
        profile.pop(key, None)
    with rasterio.open(target, "w", **profile) as dataset:
        dataset.write(values, 1)
        dataset.units = units
        dataset.update_tags(**{k: v for k, v in tags.items() if k.startswith("MMOEDTM")})
    return str(target)


def upright(path):
    """Values of a raster in the order of the scene's own rows and columns, whatever order it is stored in."""
    values = read_heights(path)
    with rasterio.open(path) as dataset:
        affine = dataset.transform
    turn = math.degrees(math.atan2(-affine.b, -affine.e)) % 360.0
    if turn % 90.0 > 1e-6 and turn % 90.0 < 90.0 - 1e-6:
        return values  # turned with the ground
    if abs(affine.a) < 1e-9:
        values = values.T
        right, down = affine.b, affine.d
    else:
        right, down = affine.a, affine.e
    return values[:: 1 if down < 0 else -1, :: 1 if right > 0 else -1]


@pytest.fixture(scope="module")
def scene(tmp_path_factory):
    """Image, coarse DEM and truth of a small scene that fits into one tile, in all storages."""
    folder = tmp_path_factory.mktemp("scene")
    made = make_scene(4, "mountain", 384, 2.0, 30.0, AZIMUTH, INCIDENCE)
    paths = write_scene(made, folder / "plain")
    with rasterio.open(paths["coarse_dem"], "r+", IGNORE_COG_LAYOUT_BREAK="YES") as dataset:
        dataset.transform = Affine.translation(14.0, -9.0) @ dataset.transform
    stored = {}
    for how in (*FLIPS, "turned"):
        (folder / how).mkdir()
        stored[how] = {name: store(path, folder / how / f"{name}.tif", how) for name, path in paths.items()}
        with RasterReader(stored[how]["image"]) as reader:
            if reader.grid.axes.are_north_up:
                SAME_ARRAYS.add(how)
    return stored


def sun(how):
    """As the map has it: rotation by a positive angle is counter-clockwise, azimuths are clockwise."""
    return {"sun_azimuth": AZIMUTH - (TURN if how == "turned" else 0.0), "sun_incidence": INCIDENCE}


def vector(how, east, north):
    """A vector of the scene in the map of one storage."""
    angle = math.radians(TURN if how == "turned" else 0.0)
    return (east * math.cos(angle) - north * math.sin(angle), east * math.sin(angle) + north * math.cos(angle))


def loose(how, tolerance, rounding=1e-5):
    """Rounding is allowed where arrays are the same: turned, or stored in another way and read north-up.

    A reader that hands the storage's own order on gives blocks that begin elsewhere; those get a tolerance.
    """
    return rounding if how in SAME_ARRAYS else tolerance


def same_results(one, two, tolerance, besides=()):
    for key, value in one.items():
        if key in besides or key.startswith("output") or "seconds" in key:
            continue
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            assert two[key] == pytest.approx(value, rel=tolerance, abs=tolerance), key
        else:
            assert two[key] == value, key


ALL = [*STORAGES, "turned"]


@pytest.fixture(scope="module")
def plain(run, scene, tmp_path_factory):
    """What a function below makes of the north-up scene, and the folder of its files; run once."""
    done = {}

    def once(operation):
        if operation not in done:
            folder = tmp_path_factory.mktemp(operation.__name__)
            done[operation] = operation(run, scene, "north-up", folder), folder
        return done[operation]

    return once


def pair(first, second, name):
    """The same raster of two runs, each in the order of the scene."""
    return upright(first / name), upright(second / name)


def shadows(run, scene, how, folder):
    given = {"image": scene[how]["image"], "dtm": scene[how]["truth"], **sun(how)}
    masks = {"output_dtm_mask": folder / "mask.tif", "output_lit": folder / "lit.tif"}
    return run("compare_shadows", **given, **masks, output=folder / "s.html")


@pytest.mark.parametrize("how", ALL)
def test_compare_shadows(tmp_path, run, scene, plain, how):
    (expected, folder), found = plain(shadows), shadows(run, scene, how, tmp_path)
    same_results(expected, found, loose(how, 5e-3))
    one, two = pair(folder, tmp_path, "lit.tif")
    assert (np.abs(one - two) > 0.02).mean() < loose(how, 1e-3)
    one, two = (mask == 2 for mask in pair(folder, tmp_path, "mask.tif"))
    assert one.sum() > 100 and (one != two).sum() <= loose(how, 0.1) * one.sum()


def rocks(run, scene, how, folder):
    from tests.measures.test_operations import fields

    found = run("detect_rocks", image=scene[how]["image"], **sun(how), output=folder / "r.gpkg")
    return found["image_rocks"], np.sort(fields(folder / "r.gpkg")["diameter_m"])


@pytest.mark.parametrize("how", ALL)
def test_detect_rocks(tmp_path, run, scene, plain, how):
    (expected, diameters), (count, found) = plain(rocks)[0], rocks(run, scene, how, tmp_path)
    assert expected >= 3
    assert abs(count - expected) <= loose(how, 1.0)
    if how in SAME_ARRAYS:
        assert np.allclose(found, diameters)


def relit(run, scene, how, folder):
    given = {"dtm": scene[how]["truth"], "coarse_dem": scene[how]["coarse_dem"], "image": scene[how]["image"]}
    found = run("evaluate", **given, **sun(how), output=folder / "e.html")
    return {k: v for k, v in found.items() if "relit" in k or "light" in k}


@pytest.mark.parametrize("how", ALL)
def test_evaluate(tmp_path, run, scene, plain, how):
    one, two = plain(relit)[0], relit(run, scene, how, tmp_path)
    assert one
    same_results(one, two, loose(how, 2e-3))


def geometry(run, scene, how, folder):
    given = {"image": scene[how]["image"], "coarse_dem": scene[how]["coarse_dem"]}
    return run("sun_geometry", **given, subsolar_latitude=1.0, subsolar_longitude=-50.0)


@pytest.mark.parametrize("how", ALL)
def test_sun_geometry(tmp_path, run, scene, plain, how):
    """The sun over the ground is what it is; only what is estimated from the pixels turns with them."""
    expected, found = plain(geometry)[0], geometry(run, scene, how, tmp_path)
    same_results(expected, found, loose(how, 0.05), besides=("estimated_azimuth", "least_incidence",
                                                             "largest_incidence"))  # fmt: skip
    estimates = [one["estimated_azimuth"] - sun(name)["sun_azimuth"] for name, one in (("north-up", expected),
                                                                                       (how, found))]  # fmt: skip
    assert found["estimate_reliable"] and abs((estimates[0] + 180.0) % 360.0 - 180.0) < 15.0
    assert (estimates[0] - estimates[1] + 180.0) % 360.0 - 180.0 == pytest.approx(0.0, abs=loose(how, 1.0))


def lit(run, scene, how, folder):
    angles = {f"{name}s": value for name, value in sun(how).items()}
    return run("light_dtm", dtm=scene[how]["truth"], **angles, camera="none", output=folder / "lit.tif")


@pytest.mark.parametrize("how", ALL)
def test_light_dtm(tmp_path, run, scene, plain, how):
    (expected, folder), found = plain(lit), lit(run, scene, how, tmp_path)
    same_results(expected, found, loose(how, 5e-3), besides=("seconds",))
    one, two = pair(folder, tmp_path, "lit.tif")
    assert one.std() > 0.05 and (np.abs(one - two) > 0.02).mean() < loose(how, 1e-3)


def shaded(run, scene, how, folder):
    return run("slope_roughness", input=scene[how]["truth"], shade_azimuth=315.0 - (TURN if how == "turned" else 0.0),
               output=folder / "slope.tif", output_hillshade=folder / "shade.tif")  # fmt: skip


@pytest.mark.parametrize("how", ALL)
def test_hillshade(tmp_path, run, scene, plain, how):
    folder = plain(shaded)[1]
    shaded(run, scene, how, tmp_path)
    one, two = pair(folder, tmp_path, "shade.tif")
    assert np.nanstd(one) > 10.0 and np.abs(one - two)[1:-1, 1:-1].max() <= 1


def aligned(run, scene, how, folder):
    given = {"image": scene[how]["image"], "coarse_dem": scene[how]["coarse_dem"], "apply_shift": True}
    return run("align", **given, **sun(how), output=folder / "a.tif")


@pytest.mark.parametrize("how", ALL)
def test_align(tmp_path, run, scene, plain, how):
    (expected, folder), found = plain(aligned), aligned(run, scene, how, tmp_path)
    assert expected["shift_reliable"]
    wanted = vector(how, expected["shift_east"], expected["shift_north"])
    assert (found["shift_east"], found["shift_north"]) == pytest.approx(wanted, abs=loose(how, 0.3))
    moved = vector(how, expected["moved_east"], expected["moved_north"])
    assert (found["moved_east"], found["moved_north"]) == pytest.approx(moved, abs=loose(how, 0.3))
    vectors = ("shift_east", "shift_north", "moved_east", "moved_north")
    same_results(expected, found, loose(how, 1e-2), besides=vectors)
    one, two = pair(folder, tmp_path, "a.tif")
    assert np.nanmax(np.abs(one - two)) < loose(how, 0.5, 1e-3)


def reconstructed(run, scene, how, folder):
    given = {"image": scene[how]["image"], "coarse_dem": scene[how]["coarse_dem"], "apply_shift": True}
    tiles = {"tile_height": 384, "tile_width": 384, "overlap": 64}
    return run("reconstruct", **given, **sun(how), **tiles, output=folder / "d.tif")


@pytest.mark.parametrize("how", ALL)
def test_reconstruct(tmp_path, run, scene, plain, how):
    (expected, folder), found = plain(reconstructed), reconstructed(run, scene, how, tmp_path)
    wanted = vector(how, expected["moved_east"], expected["moved_north"])
    assert math.hypot(*wanted) > 0.5
    moved = found["moved_east"], found["moved_north"]
    assert moved == pytest.approx(wanted, abs=loose(how, 1.0, 0.02))
    one, two = pair(folder, tmp_path, "d.tif")
    assert np.nanmax(np.abs(one - two)) < loose(how, 1.0, 0.01)


@pytest.mark.parametrize("how", ALL)
def test_a_mosaic(tmp_path, run, scene, how):
    """A DTM stored in any way beside one that is north-up; turned with its neighbour."""
    partner = "turned" if how == "turned" else "north-up"
    got = run("mosaic", input=[scene[partner]["truth"], scene[how]["truth"]], output=tmp_path / "m.tif")
    assert got["overlap_rms"] == pytest.approx(0.0, abs=1e-3) and got["coverage"] == 100.0
    assert np.abs(upright(tmp_path / "m.tif") - read_heights(scene["north-up"]["truth"])).max() < 2e-3
