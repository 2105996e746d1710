"""Where measures lie on the map, and over how much ground: layers and rasters against what was put there."""

import struct

import numpy as np
import pytest
from pyogrio.raw import read

from engine.synthetic import craters, rocks
from engine.synthetic.scene import Ground, light
from engine.vector.layer import ring, write_layer
from tests.conftest import MOON_EQC, read_heights, write_raster

SIZE, GSD = 400, 2.0
SUN = {"sun_azimuth": 300.0, "sun_incidence": 60.0}


def layer(path):
    """Outlines, (n, 2) arrays of x and y, and fields of a layer of polygons."""
    meta, _, shapes, values = read(str(path))
    outlines = []
    for shape in shapes:
        count = struct.unpack_from("<I", shape, 9)[0]
        outlines.append(np.frombuffer(shape, "<f8", 2 * count, 13).reshape(-1, 2)[:-1])
    return outlines, dict(zip(meta["fields"], values))


def area(outline):
    x, y = outline.T
    return 0.5 * abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1)))


def metres(row, column):
    """x and y of the centre of a pixel."""
    return np.array([(column + 0.5 - SIZE / 2) * GSD, (SIZE / 2 - row - 0.5) * GSD])


@pytest.fixture(scope="module")
def rocky(tmp_path_factory):
    """A plain with sixteen rocks off the lattice of pixels, as image and DTM, and where they are."""
    folder = tmp_path_factory.mktemp("rocky")
    rng = np.random.default_rng(8)
    height = rng.normal(0, 0.02, (SIZE, SIZE)).astype(np.float32)
    truth = []
    for row in range(60, SIZE, 90):
        for column in range(50, SIZE, 90):
            diameter = float(rng.uniform(14.0, 26.0))
            rocks.stamp(rng, height, row + 0.3, column + 0.6, diameter / GSD, 0.4 * diameter)
            truth.append((*metres(row + 0.3, column + 0.6), diameter))
    image = light(rng, Ground("flat", GSD, height, np.ones_like(height)), SUN["sun_azimuth"], SUN["sun_incidence"])
    return {"image": image, "dtm": height, "truth": np.array(truth), "folder": folder}


def files(rocky, tmp_path, **changed):
    return {name: write_raster(tmp_path / f"{name}.tif", changed.get(name, rocky[name])) for name in ("image", "dtm")}


@pytest.mark.parametrize("band", [1024, 90])
def test_outlines_lie_on_their_rocks(run, rocky, tmp_path, monkeypatch, band):
    monkeypatch.setattr("engine.measures.rocks.run.BAND", band)
    run("detect_rocks", **files(rocky, tmp_path), **SUN, output=tmp_path / "i.gpkg", output_dtm=tmp_path / "d.gpkg")
    for name, tolerance in (("i", 1.0 * GSD), ("d", 0.5 * GSD)):
        outlines, fields = layer(tmp_path / f"{name}.gpkg")
        centres = np.array([outline.mean(axis=0) for outline in outlines])
        off = centres[:, None] - rocky["truth"][None, :, :2]
        nearest = np.hypot(*off.transpose(2, 0, 1)).argmin(axis=1)
        assert set(nearest) == set(range(len(rocky["truth"]))) and len(nearest) <= len(rocky["truth"]) + 1
        # Not one by one, but all together: a frame that is off by half a pixel is seen.
        assert np.abs(np.median(off[np.arange(len(off)), nearest], axis=0)).max() < tolerance
        spans = np.array([np.ptp(outline, axis=0).max() for outline in outlines])
        assert np.allclose(spans, fields["diameter_m"], rtol=1e-3)


def test_rocks_are_counted_over_known_ground_alone(run, rocky, tmp_path):
    dtm = rocky["dtm"].copy()
    dtm[:, : SIZE // 2] = np.nan
    given = files(rocky, tmp_path, dtm=dtm)
    got = run("detect_rocks", dtm=given["dtm"], output=tmp_path / "d.gpkg")
    assert got["rocks_per_km2"] == pytest.approx(got["dtm_rocks"] / (SIZE * SIZE / 2 * GSD**2) * 1e6)


def test_the_table_of_shadows_has_the_rocks_asked_for_with_their_areas(run, rocky, tmp_path):
    angles = np.arange(24) * 2 * np.pi / 24
    shapes = [ring(x + d / 2 * np.cos(angles), y + d / 2 * np.sin(angles)) for x, y, d in rocky["truth"]]
    write_layer(str(tmp_path / "r.gpkg"), MOON_EQC, "Polygon", shapes, {"id": np.arange(len(shapes))})
    areas = np.array([area(outline) for outline in layer(tmp_path / "r.gpkg")[0]])
    least = float(np.median(areas))
    log = []
    got = run("compare_shadows", log, **files(rocky, tmp_path), **SUN, rocks=tmp_path / "r.gpkg", least_area=least,
              output=tmp_path / "r.html", output_table=tmp_path / "t.gpkg")  # fmt: skip
    outlines, fields = layer(tmp_path / "t.gpkg")
    assert np.allclose(np.sort(fields["area_m2"]), np.sort(areas[areas >= least]), rtol=1e-4)
    assert np.allclose([area(outline) for outline in outlines], fields["area_m2"], rtol=1e-4)
    assert any(f"{(areas < least).sum()} rocks of under" in text for _, text in log)
    differences = fields["difference_percent"]
    assert got["rock_difference_median"] == pytest.approx(np.median(differences))
    assert got["rock_difference_90"] == pytest.approx(np.quantile(differences, 0.9))
    assert got["rock_iou_median"] == pytest.approx(np.median(fields["iou"]))


def test_outlines_of_craters_follow_their_rims(run, tmp_path):
    """The crest of a tilted ellipse is the highest ground about it, wherever the outline should lie."""
    height = np.zeros((SIZE, SIZE), np.float32)
    places = [(140.3, 150.6, 200.0, 0.8, 0.5), (280.0, 270.0, 150.0, 0.85, 2.2)]
    for row, column, diameter, ratio, turn in places:
        craters.stamp(height, row, column, diameter, 0.0, GSD, ratio, turn)
    angles = np.arange(24) * 2 * np.pi / 24
    shapes = []
    for row, column, diameter, _, _ in places:
        x, y = metres(row, column) + (4.0, -3.0)
        shapes.append(ring(x + 0.46 * diameter * np.cos(angles), y + 0.46 * diameter * np.sin(angles)))
    write_layer(str(tmp_path / "c.gpkg"), MOON_EQC, "Polygon", shapes, {"id": np.arange(2)})
    run("measure_craters", dtm=write_raster(tmp_path / "d.tif", height), craters=tmp_path / "c.gpkg",
        output=tmp_path / "o.gpkg")  # fmt: skip
    outlines, fields = layer(tmp_path / "o.gpkg")
    for outline, turn, (row, column, diameter, ratio, _) in zip(outlines, fields["turn_deg"], places):
        assert outline.mean(axis=0) == pytest.approx(metres(row, column), abs=1.0)
        columns, rows = outline[:, 0] / GSD + SIZE / 2, SIZE / 2 - outline[:, 1] / GSD
        crest = height[rows.astype(int), columns.astype(int)]
        assert crest.min() > 0.8 * height.max() * diameter / 200.0
        spread = np.linalg.eigh(np.cov((outline - outline.mean(axis=0)).T))
        long = np.degrees(np.arctan2(*spread.eigenvectors[::-1, 1])) % 180.0
        assert abs((turn - long + 90.0) % 180.0 - 90.0) < 1.0
        assert area(outline) == pytest.approx(np.pi / 4 * diameter**2 * ratio, rel=0.04)


@pytest.mark.parametrize("band", [512, 64])
def test_roughness_falls_into_the_sar_pixels_that_hold_it(run, tmp_path, monkeypatch, band):
    """A rough square on a smooth plain, bright in SAR that reaches beyond the DTM on all sides."""
    monkeypatch.setattr("engine.measures.sar.run.BAND", band)
    rng = np.random.default_rng(2)
    height = rng.normal(0, 0.01, (210, 280)).astype(np.float32)
    height[70:84, 42:56] += rng.normal(0, 2.0, (14, 14)).astype(np.float32)
    dtm = write_raster(tmp_path / "d.tif", height, origin=(0.0, 0.0))
    # SAR pixels of 28 m, three beyond the DTM to the west and two to the north; the rough one is in row 7 and column 6.
    sar = rng.normal(-10, 1, (20, 26)).astype(np.float32)
    sar[7, 6] = 6.0
    path = write_raster(tmp_path / "s.tif", sar, gsd=28.0, origin=(-84.0, 56.0), unit="dB")
    got = run("compare_sar", input=dtm, sar=path, output=tmp_path / "r.html", output_roughness=tmp_path / "v.tif")
    assert got["rough_bright"] == 100.0 and got["roc_area"] == 1.0
    made = read_heights(tmp_path / "v.tif")
    place = np.unravel_index(np.nanargmax(made), made.shape)
    import rasterio

    with rasterio.open(tmp_path / "v.tif") as dataset:
        x, y = dataset.xy(*place)
    assert (x, y) == pytest.approx((3.5 * 28.0, -5.5 * 28.0))  # columns 42 to 56 and rows 70 to 84 of 2 m
    assert np.nansum(made > 100.0) == 1


def test_a_sar_pixel_needs_half_of_its_ground(run, tmp_path):
    height = np.random.default_rng(1).normal(0, 1, (200, 200)).astype(np.float32)
    height[:, 105:] = np.nan  # the variance needs two rings more: known to column 101 of 2 m
    dtm = write_raster(tmp_path / "d.tif", height, origin=(0.0, 0.0))
    sar = write_raster(tmp_path / "s.tif", np.random.default_rng(2).normal(-10, 1, (10, 10)).astype(np.float32),
                       gsd=40.0, origin=(0.0, 0.0), unit="dB")  # fmt: skip
    run("compare_sar", input=dtm, sar=sar, output=tmp_path / "r.html", output_roughness=tmp_path / "v.tif")
    assert np.isfinite(read_heights(tmp_path / "v.tif")[5]).tolist() == [True] * 5 + [False] * 5


def test_squares_lie_where_their_errors_are(run, tmp_path):
    truth = np.zeros((600, 520), np.float32)
    dtm = truth.copy()
    dtm[256:512, 512:] = 3.0  # second row of squares, third column
    given = {"dtm": write_raster(tmp_path / "d.tif", dtm, origin=(0.0, 0.0)),
             "reference": write_raster(tmp_path / "t.tif", truth, origin=(0.0, 0.0))}  # fmt: skip
    run("evaluate", **given, output=tmp_path / "r.html", output_measures=tmp_path / "q.gpkg")
    outlines, fields = layer(tmp_path / "q.gpkg")
    worst = int(np.argmax(fields["rmse_m"]))
    assert (fields["row"][worst], fields["column"][worst]) == (1, 2) and fields["rmse_m"][worst] == pytest.approx(3.0)
    assert outlines[worst].min(axis=0) == pytest.approx((1024.0, -1024.0), abs=1e-3)
    assert outlines[worst].max(axis=0) == pytest.approx((1040.0, -512.0), abs=1e-3)
    assert np.sort(fields["rmse_m"])[-2] == pytest.approx(0.0, abs=1e-6)
