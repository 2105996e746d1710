"""An area of interest: exactly the pixels whose centres lie in it; local maps have exactly the values of the whole."""

import numpy as np
import pyogrio
import pytest
import rasterio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rasterio.crs import CRS
from rasterio.transform import Affine
from rasterio.warp import transform

from engine.contract.extents import Extent
from engine.errors import BodyError, OverlapError, ParameterError
from engine.operations import OPERATIONS
from engine.raster.area import window_of
from engine.raster.grid import Grid
from engine.raster.orientation import ALL
from engine.raster.reader import RasterReader
from tests.campaigns.scenes import TRIED, asked, make_inputs, targets
from tests.conftest import MOON_EQC, write_raster
from tests.raster.test_orientation import store

POLAR = "+proj=stere +lat_0=-90 +lon_0=0 +k=1 +R=1737400 +units=m +no_defs"
DEGREES = "+proj=longlat +R=1737400 +no_defs"
GRID = Grid(MOON_EQC, (2.0, 0.0, 100.0, 0.0, -2.0, 900.0), 37, 23)


def centres(grid):
    columns, rows = np.meshgrid(np.arange(grid.width) + 0.5, np.arange(grid.height) + 0.5)
    return grid.to_crs(columns, rows)


edges = st.integers(-500, 9000).map(lambda hundredths: hundredths / 100.0)


@given(x=st.tuples(edges, edges), y=st.tuples(edges, edges))
@settings(max_examples=200, deadline=None)
def test_pixels_are_those_whose_centres_lie_in_the_area(x, y):
    (left, right), (low, high) = sorted(x), sorted(y)
    if left == right or low == high:
        return
    text = f"{100 + left!r},{100 + right!r},{850 + low!r},{850 + high!r}"
    area = Extent.of(text)
    at_x, at_y = centres(GRID)
    near = 1e-5  # an edge that goes through centres to rounding may take them or not

    def within(by):
        across = (at_x > area.x_min - by) & (at_x < area.x_max + by)
        return across & (at_y > area.y_min - by) & (at_y < area.y_max + by)

    surely, perhaps = within(-near), within(near)
    try:
        row, column, height, width = window_of(GRID, text, "a.tif")
    except OverlapError:
        assert not surely.any()
        return
    inside = np.zeros(surely.shape, bool)
    inside[row : row + height, column : column + width] = True
    assert (inside >= surely).all() and (perhaps >= inside).all()


def test_an_area_in_another_crs_is_the_box_about_its_pixels():
    grid = Grid(CRS.from_proj4(POLAR).to_wkt(), (10.0, 0.0, 20000.0, 0.0, -10.0, 40000.0), 400, 300)
    x, y = centres(grid)
    longitude, latitude = (np.reshape(v, x.shape) for v in transform(grid.crs, DEGREES, x.ravel(), y.ravel()))
    west, east = np.quantile(longitude, (0.4, 0.6))
    south, north = np.quantile(latitude, (0.3, 0.7))
    inside = (longitude > west) & (longitude < east) & (latitude > south) & (latitude < north)
    rows, columns = np.nonzero(inside)
    row, column, height, width = window_of(grid, f"{west},{east},{south},{north} [{DEGREES}]", "a.tif")
    assert abs(row - rows.min()) <= 1 and abs(column - columns.min()) <= 1
    assert abs(row + height - 1 - rows.max()) <= 1 and abs(column + width - 1 - columns.max()) <= 1


@pytest.mark.parametrize("text", ["1,2,3", "a,b,c,d", "1,2,3,inf", "1,2,3,4,5", "4,3,2,1", "1,2,3,4 [", "", "[x]"])
def test_what_is_no_extent_is_refused(text):
    with pytest.raises(ParameterError, match="give xmin,xmax,ymin,ymax"):
        Extent.of(text)


@pytest.mark.parametrize(
    ("text", "error", "words"),
    [
        ("0,50,0,50", OverlapError, "holds no pixel of a.tif, which covers 100,174,854,900"),
        ("100.1,100.9,860,870", OverlapError, "holds no pixel"),
        ("0,1,0,1 [EPSG:4326]", BodyError, "6378.1 km"),
        ("0,1,0,1 [nonsense]", ParameterError, "cannot be read"),
        ("170,180,0,1 [IAU_2015:30100]", OverlapError, "holds no pixel"),
        ("500,900,-300,-100 [IAU_2015:30100]", OverlapError, "holds no pixel"),  # no latitudes
    ],
)
def test_an_area_that_does_not_fit_is_refused(text, error, words):
    with pytest.raises(error, match=words):
        window_of(GRID, text, "a.tif")


def test_an_area_over_the_seam_of_a_global_raster_is_refused():
    grid = Grid(CRS.from_proj4(DEGREES).to_wkt(), (1.0, 0.0, 0.0, 0.0, -1.0, 90.0), 360, 180)
    assert window_of(grid, "10,20,-5,5", "g.tif") == (85, 10, 10, 10)
    assert window_of(grid, "-20,-10,-5,5", "g.tif") == (85, 340, 10, 10)  # longitudes of the other turn
    with pytest.raises(OverlapError, match="begin anew"):
        window_of(grid, "-10,10,-5,5", "g.tif")


def test_the_rest_of_the_raster_is_read_about_an_area(raster):
    values = np.arange(40 * 50, dtype=np.float32).reshape(40, 50)
    with RasterReader(raster("a.tif", values), extent="-20,20,-10,10") as part:
        row, column = -part.whole[0], -part.whole[1]
        assert (part.grid.height, part.grid.width) == (10, 20)
        got = part.read(-3, -3, 16, 26)
        assert np.array_equal(got, values[row - 3 : row + 13, column - 3 : column + 23])
        assert np.isnan(part.read(-100, 0, 5, 5)).all()


@pytest.fixture(scope="module")
def ground():
    """Heights of some relief with gaps."""
    rng = np.random.default_rng(8)
    y, x = np.mgrid[0:90, 0:130]
    z = (20.0 * np.sin(x / 9.0) * np.cos(y / 7.0) + rng.normal(0, 0.5, x.shape)).astype(np.float32)
    z[40:43, 60:70] = np.nan
    return z


MAPS = ("output", "output_variance", "output_deviation", "output_hillshade")


def maps(run, folder, source, **extent):
    targets = {name: folder / f"{name}{'_area' if extent else ''}.tif" for name in MAPS}
    run("slope_roughness", input=source, **targets, **extent)
    return targets


def same_as_the_cut(whole, area, apart=0.0):
    with rasterio.open(whole) as one, rasterio.open(area) as other:
        column, row = ~one.transform @ (other.transform @ (0, 0))
        assert (round(column, 6) % 1, round(row, 6) % 1) == (0, 0)  # the same lattice
        row, column = round(row), round(column)
        cut = one.read(1)[row : row + other.height, column : column + other.width]
        assert np.abs(cut - other.read(1)).max() <= apart
        return other.shape


@pytest.mark.parametrize("orientation", ALL)
def test_local_maps_of_an_area_are_the_cut_of_the_whole(run, tmp_path, ground, orientation):
    mask = np.full(ground.shape, 255, np.uint8)
    source = store(tmp_path / "a.tif", ground, mask, Affine(2.0, 0.0, 100.0, 0.0, -2.0, 900.0), orientation)
    whole = maps(run, tmp_path, source)
    area = maps(run, tmp_path, source, extent="150,291,760,851")
    for name in MAPS:
        assert same_as_the_cut(whole[name], area[name]) == (46, 71)  # with the centres on its edges


@given(data=st.data())
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_area_of_a_polar_map_where_the_scale_changes_along_rows(run, tmp_path, ground, data):
    """Far from the pole, so that columns differ in scale; areas may lie at the border or reach beyond it."""
    source = tmp_path / "polar.tif"
    if not source.exists():
        write_raster(source, ground, 500.0, CRS.from_proj4(POLAR).to_wkt(), origin=(200_000.0, 300_000.0))
        maps(run, tmp_path, source)
    whole = {name: tmp_path / f"{name}.tif" for name in MAPS}
    left, width = data.draw(st.integers(-5, 120)), data.draw(st.integers(8, 140))
    top, height = data.draw(st.integers(-5, 80)), data.draw(st.integers(8, 100))
    x, y = 200_000 + 500 * left, 300_000 - 500 * top
    area = maps(run, tmp_path, source, extent=f"{x},{x + 500 * width},{y - 500 * height},{y}")
    for name in MAPS:
        same_as_the_cut(whole[name], area[name])


def test_an_aligned_dem_of_an_area_is_the_cut_of_the_whole(run, tmp_path, ground):
    """Between two projections, where positions are interpolated on a lattice; that of the area is the same one."""
    coarse = write_raster(tmp_path / "c.tif", ground, 0.005, CRS.from_proj4(DEGREES).to_wkt(), origin=(33.4, -77.9))
    bright = np.random.default_rng(1).random((300, 400)).astype(np.float32)
    image = write_raster(tmp_path / "i.tif", bright, 10.0, CRS.from_proj4(POLAR).to_wkt(), origin=(200e3, 300e3))
    given = {"image": image, "coarse_dem": coarse, "shift_east": 21.5}
    run("align", **given, output=tmp_path / "whole.tif")
    run("align", **given, output=tmp_path / "area.tif", extent="200733,202402,298201,299577")
    same_as_the_cut(tmp_path / "whole.tif", tmp_path / "area.tif", 1e-5)  # metres


def test_a_mosaic_of_an_area_is_the_cut_of_the_whole(run, tmp_path, ground):
    one = write_raster(tmp_path / "1.tif", ground, origin=(0.0, 0.0))
    other = write_raster(tmp_path / "2.tif", ground[::-1] + np.float32(3), origin=(150.0, -60.0))
    coarse = write_raster(tmp_path / "c.tif", np.full((30, 30), 5.0, np.float32), 30.0, origin=(-100.0, 100.0))
    given = {"input": [one, other], "coarse_dem": coarse, "overlap": 20}
    run("mosaic", **given, output=tmp_path / "whole.tif")
    run("mosaic", **given, output=tmp_path / "area.tif", extent="100,300,-200,-40")
    same_as_the_cut(tmp_path / "whole.tif", tmp_path / "area.tif")


def test_the_unit_of_heights_is_that_of_the_whole(run, tmp_path):
    """A flat corner of a DEM in kilometres, which would by itself pass for metres."""
    z = np.zeros((64, 64), np.float32)
    z[:, 32:] = np.linspace(0.0, 4.0, 32, dtype=np.float32)
    source = write_raster(tmp_path / "km.tif", z, 500.0)
    log = []
    run("slope_roughness", log=log, input=source, output=tmp_path / "whole.tif")
    run("slope_roughness", input=source, output=tmp_path / "area.tif", extent="-14000,-4000,-4000,4000")
    same_as_the_cut(tmp_path / "whole.tif", tmp_path / "area.tif")


WITH_AREA = [name for name in TRIED if any(p.kind == "extent" for p in OPERATIONS[name].parameters)]
AREA, BESIDE = "-120,140,-110,130", "9000,9100,0,100"


@pytest.fixture(scope="module")
def scene(tmp_path_factory):
    """Inputs of every operation; pixels of 2 m."""
    folder = tmp_path_factory.mktemp("scene")
    make_inputs(folder)
    return folder


@pytest.mark.parametrize("name", WITH_AREA)
def test_every_operation_with_an_area_keeps_to_it_or_refuses_one_beside(run, scene, telling_pack, tmp_path, name):
    given = asked(name, scene)
    if name == "reconstruct":
        given["pack"] = telling_pack  # that has all of its targets
    if name in ("slope_roughness", "evaluate", "mosaic", "compare_sar"):
        whole = {key: str(path) for key, path in targets(name, tmp_path / "whole").items()}
        (tmp_path / "whole").mkdir()
        run(name, **given, **whole)
    for folder, extent in (("none", BESIDE), ("area", AREA)):
        (tmp_path / folder).mkdir()
        wanted = targets(name, tmp_path / folder)
        if extent == BESIDE:
            with pytest.raises(OverlapError, match=f"{BESIDE} holds no pixel of"):
                run(name, **given, **wanted, extent=extent)
            assert not list((tmp_path / folder).iterdir())
        else:
            run(name, **given, **wanted, extent=extent)
    rasters = [p.name for p in OPERATIONS[name].targets if p.kind == "raster_target"]
    for key in rasters:
        with rasterio.open(tmp_path / "area" / f"{key}.tif") as made:
            left, bottom, right, top = made.bounds
            step = made.transform.a
            assert -120 - step < left <= -120 + step and 140 - step <= right < 140 + step, key
            assert -110 - step < bottom <= -110 + step and 130 - step <= top < 130 + step, key
            assert (left / 2.0) % 1 == 0 == (top / 2.0) % 1  # whole pixels
        if (tmp_path / "whole").exists() and name != "compare_sar":
            same_as_the_cut(tmp_path / "whole" / f"{key}.tif", tmp_path / "area" / f"{key}.tif")


def test_figures_of_an_area_are_those_of_its_pixels(run, scene, tmp_path):
    given = {"dtm": scene / "dtm.tif", "reference": scene / "truth.tif"}
    got = run("evaluate", **given, extent=AREA, output=tmp_path / "r.html")
    with rasterio.open(scene / "dtm.tif") as dtm, rasterio.open(scene / "truth.tif") as truth:
        window = rasterio.windows.from_bounds(-120, -110, 140, 130, dtm.transform)
        error = dtm.read(1, window=window).astype(float) - truth.read(1, window=window)
    assert error.shape == (120, 130)
    assert got["rmse"] == pytest.approx(np.sqrt(np.mean(error**2)), rel=1e-5)


def test_rocks_of_an_area_are_those_of_the_whole_that_lie_in_it(run, scene, tmp_path):
    places = {}
    for name, extent in (("whole", None), ("area", AREA)):
        given = {**asked("detect_rocks", scene), "dtm": None, "extent": extent}
        run("detect_rocks", **given, output=tmp_path / f"{name}.gpkg")
        _, _, shapes, _ = pyogrio.raw.read(tmp_path / f"{name}.gpkg")
        rings = [np.frombuffer(shape[13:]).reshape(-1, 2)[:-1] for shape in shapes]
        places[name] = np.array([ring.mean(axis=0) for ring in rings]).reshape(-1, 2)
    near = 12.0  # what a rock is told by may lie beyond the left and the right border
    inner = places["whole"][np.abs(places["whole"] - (10.0, 10.0)).max(axis=1) < 110.0 - near]
    away = np.hypot(*(inner[:, None] - places["area"][None]).transpose(2, 0, 1))
    assert len(inner) and (away.min(axis=1) < 0.01).all()
