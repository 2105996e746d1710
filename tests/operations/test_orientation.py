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
    with rasterio.open(paths["coarse_dem"], "r+") as dataset:
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


@pytest.mark.parametrize("how", ALL)
def test_compare_shadows(tmp_path, run, scene, how):
    found = {}
    for name in ("north-up", how):
        given = {"image": scene[name]["image"], "dtm": scene[name]["truth"], **sun(name)}
        masks = {"output_dtm_mask": tmp_path / f"{name}.tif", "output_lit": tmp_path / f"{name} lit.tif"}
        found[name] = run("compare_shadows", **given, **masks, output=tmp_path / f"{name}.html")
    same_results(found["north-up"], found[how], loose(how, 5e-3))
    one, two = (upright(tmp_path / f"{name} lit.tif") for name in ("north-up", how))
    assert (np.abs(one - two) > 0.02).mean() < loose(how, 1e-3)
    one, two = (upright(tmp_path / f"{name}.tif") == 2 for name in ("north-up", how))
    assert one.sum() > 500 and (one != two).mean() < loose(how, 1e-3)


@pytest.mark.parametrize("how", ALL)
def test_detect_rocks(tmp_path, run, scene, how):
    from tests.measures.test_operations import fields

    found, rocks = {}, {}
    for name in ("north-up", how):
        found[name] = run("detect_rocks", image=scene[name]["image"], **sun(name), output=tmp_path / f"{name}.gpkg")
        rocks[name] = np.sort(fields(tmp_path / f"{name}.gpkg")["diameter_m"])
    assert found["north-up"]["image_rocks"] >= 5
    assert abs(found[how]["image_rocks"] - found["north-up"]["image_rocks"]) <= loose(how, 1.0)
    if how in SAME_ARRAYS:
        assert np.allclose(rocks[how], rocks["north-up"])


@pytest.mark.parametrize("how", ALL)
def test_evaluate(tmp_path, run, scene, how):
    found = {}
    for name in ("north-up", how):
        given = {"dtm": scene[name]["truth"], "coarse_dem": scene[name]["coarse_dem"], "image": scene[name]["image"]}
        found[name] = run("evaluate", **given, **sun(name), output=tmp_path / f"{name}.html")
    one, two = ({k: v for k, v in found[name].items() if "relit" in k or "light" in k} for name in ("north-up", how))
    assert one
    same_results(one, two, loose(how, 2e-3))


@pytest.mark.parametrize("how", ALL)
def test_sun_geometry(run, scene, how):
    """The sun over the ground is what it is; only what is estimated from the pixels turns with them."""
    found = {}
    for name in ("north-up", how):
        given = {"image": scene[name]["image"], "coarse_dem": scene[name]["coarse_dem"]}
        found[name] = run("sun_geometry", **given, subsolar_latitude=1.0, subsolar_longitude=-50.0)
    same_results(found["north-up"], found[how], loose(how, 0.05), besides=("estimated_azimuth", "least_incidence",
                                                               "largest_incidence"))  # fmt: skip
    estimates = [found[name]["estimated_azimuth"] - sun(name)["sun_azimuth"] for name in ("north-up", how)]
    assert found[how]["estimate_reliable"] and abs((estimates[0] + 180.0) % 360.0 - 180.0) < 15.0
    assert (estimates[0] - estimates[1] + 180.0) % 360.0 - 180.0 == pytest.approx(0.0, abs=loose(how, 1.0))


@pytest.mark.parametrize("how", ALL)
def test_hillshade(tmp_path, run, scene, how):
    for name in ("north-up", how):
        run("slope_roughness", input=scene[name]["truth"], shade_azimuth=315.0 - (TURN if name == "turned" else 0.0),
            output=tmp_path / "slope.tif", output_hillshade=tmp_path / f"{name}.tif")  # fmt: skip
    one, two = (upright(tmp_path / f"{name}.tif") for name in ("north-up", how))
    assert np.nanstd(one) > 10.0 and np.abs(one - two)[1:-1, 1:-1].max() <= 1


@pytest.mark.parametrize("how", ALL)
def test_align(tmp_path, run, scene, how):
    found = {}
    for name in ("north-up", how):
        given = {"image": scene[name]["image"], "coarse_dem": scene[name]["coarse_dem"], "apply_shift": True}
        found[name] = run("align", **given, **sun(name), output=tmp_path / f"{name}.tif")
    assert found["north-up"]["shift_reliable"]
    wanted = vector(how, found["north-up"]["shift_east"], found["north-up"]["shift_north"])
    assert (found[how]["shift_east"], found[how]["shift_north"]) == pytest.approx(wanted, abs=loose(how, 0.3))
    same_results(found["north-up"], found[how], loose(how, 1e-2), besides=("shift_east", "shift_north"))
    one, two = (upright(tmp_path / f"{name}.tif") for name in ("north-up", how))
    assert np.nanmax(np.abs(one - two)) < loose(how, 0.5, 1e-3)


@pytest.mark.parametrize("how", ALL)
def test_reconstruct(tmp_path, run, scene, how):
    found = {}
    for name in ("north-up", how):
        given = {"image": scene[name]["image"], "coarse_dem": scene[name]["coarse_dem"], "apply_shift": True}
        found[name] = run("reconstruct", **given, **sun(name), tile_height=384, tile_width=384, overlap=64,
                          output=tmp_path / f"{name}.tif")  # fmt: skip
    wanted = vector(how, found["north-up"]["moved_east"], found["north-up"]["moved_north"])
    assert math.hypot(*wanted) > 0.5
    moved = found[how]["moved_east"], found[how]["moved_north"]
    assert moved == pytest.approx(wanted, abs=loose(how, 1.0, 0.02))
    one, two = (upright(tmp_path / f"{name}.tif") for name in ("north-up", how))
    assert np.nanmax(np.abs(one - two)) < loose(how, 1.0, 0.01)


@pytest.mark.parametrize("how", ALL)
def test_a_mosaic(tmp_path, run, scene, how):
    """A DTM stored in any way beside one that is north-up; turned with its neighbour."""
    partner = "turned" if how == "turned" else "north-up"
    got = run("mosaic", input=[scene[partner]["truth"], scene[how]["truth"]], output=tmp_path / "m.tif")
    assert got["overlap_rms"] == pytest.approx(0.0, abs=1e-3) and got["coverage"] == 100.0
    assert np.abs(upright(tmp_path / "m.tif") - read_heights(scene["north-up"]["truth"])).max() < 2e-3
