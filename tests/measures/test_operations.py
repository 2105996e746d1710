"""Shadows, rocks, craters and SAR as operations: files in, files out, and what is refused."""

import json
import math

import numpy as np
import pytest
import rasterio

from engine.errors import BodyError, LayerError, OverlapError, ParameterError, RasterError
from engine.measures.rocks.rock import Rock
from engine.synthetic import craters, rocks
from engine.synthetic.scene import Ground, light
from engine.terrain.slope import horn_gradient, slope_degrees, slope_variance
from engine.vector.layer import ring, write_layer
from tests.conftest import EARTH, MOON_EQC, read_heights, write_raster
from tests.raster.test_grid import GEOGRAPHIC, R

SUN = {"sun_azimuth": 300.0, "sun_incidence": 60.0}
SIZE, GSD = 400, 2.0


def discs(path, places, crs=MOON_EQC, scale=1.0):
    """A layer of discs (x, y, radius) in metres about the origin."""
    angles = np.arange(24) * math.tau / 24
    shapes = [ring((x + r * np.cos(angles)) * scale, (y + r * np.sin(angles)) * scale) for x, y, r in places]
    write_layer(str(path), crs, "Polygon", shapes, {"id": np.arange(len(places))})
    return str(path)


def metres(rock):
    """Centre in metres of a rock on the grid of these tests."""
    return (rock.column + 0.5 - SIZE / 2) * GSD, (SIZE / 2 - rock.row - 0.5) * GSD


@pytest.fixture(scope="module")
def rocky(tmp_path_factory):
    """Image and DTM of a plain with 25 rocks, and the rocks."""
    folder = tmp_path_factory.mktemp("rocky")
    rng = np.random.default_rng(3)
    height = rng.normal(0, 0.02, (SIZE, SIZE)).astype(np.float32)
    truth = []
    for row in range(40, SIZE, 80):
        for column in range(40, SIZE, 80):
            diameter = float(rng.uniform(14.0, 28.0))
            rocks.stamp(rng, height, row, column, diameter / GSD, 0.4 * diameter)
            truth.append(Rock(row, column, diameter, 0.4 * diameter, 1.0))
    image = light(rng, Ground("flat", GSD, height, np.ones_like(height)), 300.0, 60.0)
    paths = {"image": write_raster(folder / "image.tif", image), "dtm": write_raster(folder / "dtm.tif", height)}
    outlines = discs(folder / "rocks.gpkg", [(*metres(r), r.diameter_m / 2) for r in truth])
    return paths, outlines, truth


def fields(path):
    from pyogrio.raw import read

    meta, _, _, values = read(str(path), read_geometry=False)
    return dict(zip(meta["fields"], values))


def test_shadows_of_the_truth_are_those_of_the_image(tmp_path, run, rocky):
    paths, outlines, truth = rocky
    got = run("compare_shadows", **paths, **SUN, rocks=outlines, output=tmp_path / "r.html",
              output_table=tmp_path / "t.gpkg", output_image_mask=tmp_path / "i.tif", output_json=tmp_path / "j.json",
              output_dtm_mask=tmp_path / "d.tif", output_difference=tmp_path / "x.tif",
              output_lit=tmp_path / "l.tif")  # fmt: skip
    assert got["rocks_compared"] == len(truth)
    assert got["rock_difference_median"] < 5.0 and got["rock_iou_median"] > 0.85
    assert got["difference"] < 5.0 and got["iou"] > 0.85
    one, two, both = (read_heights(tmp_path / f"{n}.tif") for n in "idx")
    assert (one == 2).sum() == got["image_shadow"] and (two == 2).sum() == got["dtm_shadow"]
    assert np.array_equal(both == 2, (one == 2) & (two == 2)) and np.array_equal(both == 4, (one == 1) & (two == 2))
    table = fields(tmp_path / "t.gpkg")
    assert len(table["iou"]) == len(truth) and np.median(table["offset_m"]) < GSD
    lit = read_heights(tmp_path / "l.tif")
    assert lit.min() == 0.0 and lit.max() == 1.0
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert page.count("<img") == 3 and "://" not in page
    assert json.loads((tmp_path / "j.json").read_text())["rocks"]["given"] == len(truth)


def test_a_lower_dtm_has_shorter_shadows(tmp_path, run, rocky):
    paths, outlines, _ = rocky
    low = write_raster(tmp_path / "low.tif", 0.5 * read_heights(paths["dtm"]))
    got = run("compare_shadows", **{**paths, "dtm": low}, **SUN, rocks=outlines, output=tmp_path / "r.html")
    assert got["dtm_shadow"] < 0.7 * got["image_shadow"] and got["rock_difference_median"] > 25.0


def test_outlines_of_another_crs_are_transformed(tmp_path, run, rocky):
    paths, outlines, truth = rocky
    degrees = 180.0 / (math.pi * R)
    other = discs(tmp_path / "g.gpkg", [(*metres(r), r.diameter_m / 2) for r in truth], GEOGRAPHIC, degrees)
    results = [run("compare_shadows", **paths, **SUN, rocks=layer, output=tmp_path / f"{i}.html")
               for i, layer in enumerate((outlines, other))]  # fmt: skip
    assert results[0]["rock_iou_median"] == pytest.approx(results[1]["rock_iou_median"], abs=0.02)


def test_what_compare_shadows_refuses(tmp_path, run, rocky):
    paths, outlines, _ = rocky
    target = {"output": tmp_path / "out" / "r.html"}
    target["output"].parent.mkdir()
    with pytest.raises(ParameterError, match="needs the sun"):
        run("compare_shadows", **paths, **target)
    with pytest.raises(ParameterError, match="needs rocks"):
        run("compare_shadows", **paths, **SUN, **target, output_table=tmp_path / "t.gpkg")
    with pytest.raises(OverlapError, match="no rock of at least"):
        run("compare_shadows", **paths, **SUN, **target, rocks=discs(tmp_path / "far.gpkg", [(9e4, 9e4, 10.0)]))
    with pytest.raises(LayerError, match="no polygons"):
        run("compare_shadows", **paths, **SUN, **target, rocks=discs(tmp_path / "none.gpkg", []))
    with pytest.raises(BodyError):
        run(
            "compare_shadows",
            **paths,
            **SUN,
            **target,
            rocks=discs(tmp_path / "e.gpkg", [(5e5, 5e6, 10.0)], "EPSG:32633"),
        )
    far = write_raster(tmp_path / "far.tif", np.zeros((50, 50), np.float32), origin=(9e5, 9e5))
    with pytest.raises(OverlapError, match="does not cover"):
        run("compare_shadows", image=paths["image"], dtm=far, **SUN, **target)
    cliff = np.tile(-10.0 * np.arange(SIZE, dtype=np.float32), (SIZE, 1))
    with pytest.raises(ParameterError, match="whole DTM lies in shadow"):
        run("compare_shadows", image=paths["image"], dtm=write_raster(tmp_path / "c.tif", cliff), **target,
            sun_azimuth=270.0, sun_incidence=60.0)  # fmt: skip
    assert list(target["output"].parent.iterdir()) == []


def test_an_image_in_permanent_shadow_says_that_it_has_no_shadows(tmp_path, run, rocky):
    paths, _, _ = rocky
    dim = write_raster(tmp_path / "dim.tif", np.random.default_rng(0).normal(1, 0.1, (SIZE, SIZE)).astype(np.float32))
    log = []
    got = run("compare_shadows", log=log, image=dim, dtm=paths["dtm"], **SUN, output=tmp_path / "r.html")
    assert got["difference"] is None and got["iou"] is None
    assert any("no shadow" in text for _, text in log)


def test_rocks_of_image_and_dtm(tmp_path, run, rocky):
    paths, _, truth = rocky
    got = run("detect_rocks", **paths, **SUN, output=tmp_path / "r.gpkg", output_dtm=tmp_path / "d.gpkg",
              output_report=tmp_path / "r.html")  # fmt: skip
    assert got["image_rocks"] == got["dtm_rocks"] == got["matched"] == len(truth)
    sizes = np.sort(fields(tmp_path / "r.gpkg")["diameter_m"])
    assert np.median(sizes / np.sort([r.diameter_m for r in truth])) == pytest.approx(1.0, abs=0.1)
    assert got["rocks_per_km2"] == pytest.approx(len(truth) / (SIZE * GSD) ** 2 * 1e6)
    assert "size" in (tmp_path / "r.html").read_text(encoding="utf-8").lower()
    alone = run("detect_rocks", dtm=paths["dtm"], output=tmp_path / "a.gpkg")
    assert alone["image_rocks"] is None and alone["dtm_rocks"] == len(truth)
    # What one operation finds another takes.
    chained = run("compare_shadows", **paths, **SUN, rocks=tmp_path / "r.gpkg", output=tmp_path / "s.html")
    assert chained["rocks_compared"] == len(truth)


def test_bands_do_not_change_the_rocks(tmp_path, run, rocky, monkeypatch):
    from engine.measures.rocks import run as rock_detection

    paths, _, _ = rocky
    run("detect_rocks", **paths, **SUN, output=tmp_path / "a.gpkg", output_dtm=tmp_path / "ad.gpkg")
    monkeypatch.setattr(rock_detection, "BAND", 90)
    run("detect_rocks", **paths, **SUN, output=tmp_path / "b.gpkg", output_dtm=tmp_path / "bd.gpkg")
    for one, two in (("a", "b"), ("ad", "bd")):
        first, second = (np.sort(fields(tmp_path / f"{n}.gpkg")["diameter_m"]) for n in (one, two))
        assert np.allclose(first, second, rtol=0.02)


def test_what_detect_rocks_refuses(tmp_path, run, rocky):
    paths, _, _ = rocky
    with pytest.raises(ParameterError, match="Nothing to look"):
        run("detect_rocks", output=tmp_path / "r.gpkg")
    with pytest.raises(ParameterError, match="needs the sun"):
        run("detect_rocks", image=paths["image"], output=tmp_path / "r.gpkg")
    with pytest.raises(ParameterError, match="smallest"):
        run("detect_rocks", dtm=paths["dtm"], smallest=20, largest=10, output=tmp_path / "r.gpkg")
    with pytest.raises(RasterError, match="bands"):
        rgb = write_raster(tmp_path / "rgb.tif", np.ones((3, 50, 50), np.float32))
        run("detect_rocks", image=rgb, **SUN, output=tmp_path / "r.gpkg")
    assert not (tmp_path / "r.gpkg").exists()


@pytest.fixture(scope="module")
def cratered(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cratered")
    height = np.zeros((SIZE, SIZE), np.float32)
    places = [(120.0, 130.0, 180.0, 0.85), (270.0, 290.0, 160.0, 0.95)]
    for row, column, diameter, ratio in places:
        craters.stamp(height, row, column, diameter, 0.0, GSD, ratio, 0.6)
    path = write_raster(folder / "dtm.tif", height)
    layer = discs(folder / "c.gpkg", [(*metres(Rock(r, c, d, 0, 1)), d / 2) for r, c, d, _ in places])
    return path, layer, places


def test_craters_in_two_dtms(tmp_path, run, cratered):
    path, layer, places = cratered
    flatter = write_raster(tmp_path / "flat.tif", 0.8 * read_heights(path))
    got = run("measure_craters", dtm=path, craters=layer, other=flatter, output=tmp_path / "o.gpkg",
              output_report=tmp_path / "r.html")  # fmt: skip
    assert got["craters_measured"] == 2
    assert got["axis_ratio"] == pytest.approx(np.mean([1 / p[3] for p in places]), abs=0.02)
    assert got["other_axis_ratio"] == pytest.approx(got["axis_ratio"], abs=0.01)
    assert got["other_depth_diameter"] == pytest.approx(0.8 * got["depth_diameter"], rel=0.01)
    table = fields(tmp_path / "o.gpkg")
    assert np.allclose(table["major_m"], [180.0, 160.0], rtol=0.03)
    assert "axis" in (tmp_path / "r.html").read_text(encoding="utf-8")


def test_craters_as_points(tmp_path, run, cratered):
    import struct

    path, _, places = cratered
    shapes = [struct.pack("<BIdd", 1, 1, *metres(Rock(r, c, d, 0, 1))) for r, c, d, _ in places]
    write_layer(str(tmp_path / "p.gpkg"), MOON_EQC, "Point", shapes, {"id": np.arange(2)})
    got = run("measure_craters", dtm=path, craters=tmp_path / "p.gpkg", diameter=165, output=tmp_path / "o.gpkg")
    assert got["craters_measured"] == 2
    with pytest.raises(ParameterError, match="need a diameter"):
        run("measure_craters", dtm=path, craters=tmp_path / "p.gpkg", output=tmp_path / "o2.gpkg")
    far = discs(tmp_path / "f.gpkg", [(9e4, 0.0, 50.0)])
    with pytest.raises(OverlapError, match="no crater"):
        run("measure_craters", dtm=path, craters=far, output=tmp_path / "o2.gpkg")
    assert not (tmp_path / "o2.gpkg").exists()


@pytest.fixture(scope="module")
def radar(tmp_path_factory):
    """A DTM whose roughness grows to the east, and SAR of 14 m that sees it."""
    folder = tmp_path_factory.mktemp("radar")
    rng = np.random.default_rng(5)
    shape = (350, 420)
    height = (rng.normal(0, 1, shape) * np.geomspace(0.02, 3.0, shape[1])[None, :]).astype(np.float32)
    dtm = write_raster(folder / "dtm.tif", height)
    padded = np.pad(height, 3, constant_values=np.nan)
    gsd = np.full(shape[0] + 4, GSD)
    variance = slope_variance(slope_degrees(*horn_gradient(padded, gsd, gsd)), 5)
    blocks = np.nanmean(variance.reshape(50, 7, 60, 7), axis=(1, 3))
    backscatter = (3.0 * np.log10(blocks) - 3.5 + rng.normal(0, 0.5, blocks.shape)).astype(np.float32)
    return folder, dtm, blocks, backscatter


def test_roughness_against_radar(tmp_path, run, radar):
    from scipy import stats

    folder, dtm, blocks, backscatter = radar
    sar = write_raster(folder / "sar.tif", backscatter, gsd=14.0)
    got = run("compare_sar", input=dtm, sar=sar, output=tmp_path / "r.html", output_roughness=tmp_path / "v.tif",
              output_json=tmp_path / "j.json")  # fmt: skip
    made = read_heights(tmp_path / "v.tif")
    inner = np.isfinite(made)
    assert inner.mean() > 0.9 and np.allclose(made[1:-1, 1:-1], blocks[1:-1, 1:-1], rtol=2e-3, atol=1e-3)
    values = made[inner].astype(float), backscatter[inner].astype(float)
    assert got["pixels"] == inner.sum() and got["baseline"] == pytest.approx(4.0, rel=1e-3)
    assert got["spearman"] == pytest.approx(stats.spearmanr(*values)[0], abs=1e-9)
    assert got["pearson"] == pytest.approx(stats.pearsonr(np.log10(values[0]), values[1])[0], abs=1e-6)
    assert got["roc_area"] > 0.9 and 1.5 < got["best_threshold"] < 3.5
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "4.00 m" in page and page.count("<img") == 3


def test_linear_power_and_speckle(tmp_path, run, radar):
    folder, dtm, _, backscatter = radar
    power = write_raster(folder / "power.tif", 10.0 ** (backscatter / 10.0))
    with rasterio.open(power, "r+") as dataset:
        dataset.transform = rasterio.transform.Affine(14.0, 0, -420, 0, -14.0, 350)
    with pytest.raises(ParameterError, match="decibels or linear power"):
        run("compare_sar", input=dtm, sar=power, output=tmp_path / "x.html")
    got = run("compare_sar", input=dtm, sar=power, sar_unit="linear power", output=tmp_path / "r.html")
    filtered = run(
        "compare_sar", input=dtm, sar=power, sar_unit="linear power", speckle=True, output=tmp_path / "f.html"
    )
    assert filtered["pearson"] > got["pearson"] > 0.9


def test_a_slope_variance_is_taken_as_it_is(tmp_path, run, radar):
    folder, dtm, _, backscatter = radar
    sar = write_raster(folder / "sar2.tif", backscatter, gsd=14.0)
    run("slope_roughness", input=dtm, output=tmp_path / "s.tif", output_variance=tmp_path / "v.tif")
    one = run("compare_sar", input=dtm, sar=sar, output=tmp_path / "1.html")
    two = run("compare_sar", input=tmp_path / "v.tif", sar=sar, output=tmp_path / "2.html")
    assert two["pearson"] == pytest.approx(one["pearson"], abs=1e-5) and two["baseline"] is None


def test_what_compare_sar_refuses(tmp_path, run, radar):
    _, dtm, _, backscatter = radar
    far = write_raster(tmp_path / "far.tif", backscatter, gsd=14.0, origin=(9e5, 9e5))
    with pytest.raises(OverlapError, match="does not cover"):
        run("compare_sar", input=dtm, sar=far, output=tmp_path / "r.html")
    earth = write_raster(tmp_path / "earth.tif", backscatter, gsd=14.0, crs=EARTH)
    with pytest.raises(BodyError):
        run("compare_sar", input=dtm, sar=earth, output=tmp_path / "r.html")
    empty = write_raster(tmp_path / "empty.tif", np.full_like(backscatter, np.nan), gsd=14.0)
    with pytest.raises(RasterError, match="no valid pixel"):
        run("compare_sar", input=dtm, sar=empty, output=tmp_path / "r.html")
    with pytest.raises(ParameterError, match="odd"):
        run("compare_sar", input=dtm, sar=far, window=4, output=tmp_path / "r.html")
    assert not (tmp_path / "r.html").exists()


def test_a_turned_raster_has_the_same_shadows(tmp_path, run, rocky):
    """The same ground on a raster that is turned by a quarter: the sun stays where it is on the map."""
    from rasterio.transform import Affine

    paths, _, _ = rocky
    turned = {}
    for name, path in paths.items():
        values = np.ascontiguousarray(np.rot90(read_heights(path))).astype(np.float32)
        turned[name] = write_raster(tmp_path / f"{name}.tif", values)
        with rasterio.open(turned[name], "r+") as dataset:
            # After rot90 rows run west and columns run south: x falls with rows, y falls with columns.
            half = SIZE * GSD / 2
            dataset.transform = Affine(0.0, -GSD, half, -GSD, 0.0, half)
    one = run("compare_shadows", **paths, **SUN, output=tmp_path / "1.html")
    two = run("compare_shadows", **turned, **SUN, output=tmp_path / "2.html")
    assert two["dtm_shadow"] == pytest.approx(one["dtm_shadow"], rel=0.01) and two["iou"] == pytest.approx(
        one["iou"], abs=0.01
    )


POLAR_OBLIQUE = (
    'PROJCS["ShadowCam frame",GEOGCS["GCS_Moon",DATUM["D_Moon",SPHEROID["Moon",1737400,0]],PRIMEM["Reference",0],'
    'UNIT["degree",0.0174532925199433]],PROJECTION["Oblique_Stereographic"],PARAMETER["latitude_of_origin",-88.6],'
    'PARAMETER["central_meridian",40],PARAMETER["scale_factor",1],PARAMETER["false_easting",0],'
    'PARAMETER["false_northing",0],UNIT["metre",1]]'
)


def test_an_image_of_permanent_shadow_from_end_to_end(tmp_path, run):
    """ShadowCam: oblique stereographic frame, scattered light without a sun, a saturated sunlit rim."""
    rng = np.random.default_rng(2)
    image = rng.normal(0.02, 0.002, (300, 360)).astype(np.float32)
    image[:, 300:] = 4.0
    posts = rng.normal(0, 20, (40, 40)).astype(np.float32)
    given = {"image": write_raster(tmp_path / "i.tif", image, gsd=1.7, crs=POLAR_OBLIQUE),
             "coarse_dem": write_raster(tmp_path / "c.tif", posts, gsd=30.0, crs=POLAR_OBLIQUE)}  # fmt: skip
    log = []
    got = run("reconstruct", log=log, **given, saturation=3.9, output=tmp_path / "d.tif")
    heights = read_heights(tmp_path / "d.tif")
    assert np.isnan(heights[:, 300:]).all() and np.isfinite(heights[:, :300]).all()
    assert got["coverage"] == pytest.approx(100 * 300 / 360) and any("sun is not given" in text for _, text in log)
    slope = run("slope_roughness", input=tmp_path / "d.tif", output=tmp_path / "s.tif")
    assert slope["baseline"] == pytest.approx(3.4, rel=1e-3)
    figures = run("evaluate", dtm=tmp_path / "d.tif", coarse_dem=given["coarse_dem"], image=given["image"],
                  output=tmp_path / "r.html")  # fmt: skip
    assert figures["low_pass_deviation"] is not None and figures["relit_correlation"] is None
    assert "permanent shadow there is none" in (tmp_path / "r.html").read_text(encoding="utf-8")
    for name, more in (("compare_shadows", {"dtm": tmp_path / "d.tif", "output": tmp_path / "x.html"}),
                       ("detect_rocks", {"output": tmp_path / "x.gpkg"})):  # fmt: skip
        with pytest.raises(ParameterError, match="permanent shadow has no direct sun"):
            run(name, image=given["image"], **more)
