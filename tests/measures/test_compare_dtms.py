"""Compare DTMs: figures against numpy, gdaldem and scipy on whole arrays; areas, classes, names; what is refused."""

import csv
import json
import math
import shutil
import subprocess

import numpy as np
import pytest
from scipy import ndimage

from engine.errors import LayerError, OverlapError, ParameterError
from engine.vector.layer import ring, write_layer
from tests.conftest import MOON_EQC, read_heights, write_raster

SIZE, GSD, POSTING = 240, 2.0, 40.0
HALF = SIZE * GSD / 2
AREAS = {"west": (-200.0, -220.0, -40.0, 210.0), "corner": (10.0, 30.0, 150.2, 190.5)}
"""West, south, east, north edges of boxes, in metres of the map."""


def box(west, south, east, north):
    return ring(np.array([west, east, east, west]), np.array([south, south, north, north]))


def write_areas(path, boxes, names):
    fields = {"name": np.array(names, dtype=object)} if names else {"number": np.arange(len(boxes), dtype=np.int32)}
    write_layer(str(path), MOON_EQC, "Polygon", [box(*one) for one in boxes], fields)
    return path


@pytest.fixture(scope="module")
def scene(tmp_path_factory):
    """Rough ground, two DTMs of it with known errors and holes, classes, coarse DEM and areas."""
    folder = tmp_path_factory.mktemp("compare")
    rng = np.random.default_rng(4)
    rough = ndimage.gaussian_filter(rng.normal(0, 1, (SIZE, SIZE)), 6.0)
    truth = (rough / rough.std() * 8.0 - 1500.0).astype(np.float32)
    noise = [ndimage.gaussian_filter(rng.normal(0, 1, truth.shape), width) for width in (1.5, 5.0)]
    one, two = (truth + bias + 2.5 * e / e.std() for bias, e in zip((0.4, -1.2), noise))
    one[:, 100:110] = np.nan
    two[200:] = np.nan
    step = int(POSTING / GSD)
    posts = np.pad(truth, 2 * step, mode="edge").reshape(SIZE // step + 4, step, -1, step).mean(axis=(1, 3))
    edge = HALF + 2 * POSTING
    codes = np.where(np.arange(SIZE)[:, None] < 90, 1, 3).repeat(SIZE, 1).astype(np.uint8)
    codes[:, :40] = 0
    return {
        "folder": folder,
        "truth": truth,
        "values": [one.astype(np.float32), two.astype(np.float32)],
        "codes": codes,
        "input": [write_raster(folder / f"{n}.tif", v.astype(np.float32), unit="m")
                  for n, v in (("one", one), ("two", two))],
        "reference": write_raster(folder / "truth.tif", truth, unit="m"),
        "coarse_dem": write_raster(folder / "c.tif", posts.astype(np.float32), gsd=POSTING, origin=(-edge, edge),
                                   unit="m"),
        "classes": write_raster(folder / "k.tif", codes, nodata=0),
        "areas": write_areas(folder / "areas.gpkg", AREAS.values(), list(AREAS)),
    }  # fmt: skip


def compare(run, scene, tmp_path, *names, **more):
    given = {name: scene[name] for name in ("input", *names)}
    result = run("compare_dtms", **given, **{"output": tmp_path / "r.html", **more}, output_json=tmp_path / "r.json",
                 output_csv=tmp_path / "r.csv")  # fmt: skip
    figures = json.loads((tmp_path / "r.json").read_text())
    rows = {(r["area"], r["class"], r["method"], r["measured_at"]): r for r in figures["rows"]}
    return result, figures, rows


def slopes(folder, values):
    """Degrees, by gdaldem; NaN where its window is not whole."""
    path = write_raster(folder / "s.tif", np.where(np.isnan(values), -9999, values).astype(np.float32), nodata=-9999)
    done = subprocess.run(["gdaldem", "slope", path, folder / "slope.tif", "-q"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return read_heights(folder / "slope.tif")


def inside(west, south, east, north):
    """Pixels whose centre lies in a box."""
    x = -HALF + GSD * (np.arange(SIZE) + 0.5)
    y = HALF - GSD * (np.arange(SIZE) + 0.5)
    return ((x > west) & (x < east))[None] & ((y > south) & (y < north))[:, None]


def expected(dtm, truth, chosen):
    """The figures of heights, by numpy on the whole arrays."""
    error = (dtm - truth)[chosen].astype(np.float64)
    return {
        "count": error.size,
        "mae_m": np.abs(error).mean(),
        "rmse_m": np.sqrt((error**2).mean()),
        "bias_m": error.mean(),
        "nmad_m": 1.4826 * np.median(np.abs(error - np.median(error))),
        **{f"re_under_{t}m_percent": 100.0 * (np.abs(error) < t).mean() for t in (2, 4, 10)},
    }


@pytest.mark.skipif(shutil.which("gdaldem") is None, reason="gdaldem is not installed")
def test_figures_are_those_of_whole_arrays(run, scene, tmp_path):
    """Every method, class and area, on the pixels that all have; slopes by gdaldem."""
    result, _, rows = compare(run, scene, tmp_path, "reference", "classes", "areas")
    truth, (one, two) = scene["truth"], scene["values"]
    common = np.isfinite(one) & np.isfinite(two)
    held = {"reference": truth, "one": one, "two": two}
    slope = {name: slopes(tmp_path, np.where(common, v, np.nan)) for name, v in held.items()}
    known = np.isfinite(slope["reference"])
    areas = {"": np.ones_like(known), **{name: inside(*edges) for name, edges in AREAS.items()}}
    classes = {"all": np.ones_like(known), "flat": scene["codes"] == 1, "crater": scene["codes"] == 3}
    assert result["dtms"] == 2 and result["pixels"] == known.sum()
    for area, within in areas.items():
        for terrain, of_class in classes.items():
            chosen = known & within & of_class
            for name, dtm in (("one", one), ("two", two)):
                row = rows[area, terrain, name, "pixels"]
                for key, value in expected(dtm, truth, chosen).items():
                    assert row[key] == pytest.approx(value, rel=2e-3, abs=0.02), (area, terrain, name, key)
                error = np.abs(slope[name] - slope["reference"])[chosen]
                assert row["slope_error_deg"] == pytest.approx(error.mean(), rel=2e-3)
        assert rows[area, "mountain", "one", "pixels"]["count"] == 0
    assert result["best"] == min(("one", "two"), key=lambda name: rows["", "all", name, "pixels"]["rmse_m"])
    assert result["rmse"] == pytest.approx(rows["", "all", result["best"], "pixels"]["rmse_m"])


def test_the_table_holds_what_the_json_does(run, scene, tmp_path):
    _, figures, _ = compare(run, scene, tmp_path, "reference", "coarse_dem", "areas", labels="Ours; Theirs")
    with (tmp_path / "r.csv").open(newline="") as file:
        table = list(csv.DictReader(file))
    assert [row["method"] for row in table[:3]] == ["Ours", "Theirs", "bicubic coarse DEM"]
    assert len(table) == len(figures["rows"]) == 3 * 3
    for got, known in zip(table, figures["rows"]):
        assert got["area"] == known["area"] and int(got["count"]) == known["count"]
        assert float(got["rmse_m"]) == pytest.approx(known["rmse_m"], abs=1e-3)
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "Theirs" in page and "corner" in page and "data:image/png;base64," in page and "<b>" in page


def test_a_baseline_that_is_best_is_no_best_dtm(run, scene, tmp_path):
    far = write_raster(tmp_path / "far.tif", scene["truth"] + 50.0, unit="m")
    given = {**scene, "input": [far]}
    result, _, rows = compare(run, given, tmp_path, "reference", "coarse_dem")
    assert result["best"] == "far" and result["rmse"] == pytest.approx(50.0, abs=0.01)
    assert result["coarse_rmse"] == rows["", "all", "bicubic coarse DEM", "pixels"]["rmse_m"] < 50.0


@pytest.mark.parametrize("block", [(64, 97), (512, 4096)])
def test_blocks_do_not_change_the_figures(run, scene, tmp_path, monkeypatch, block):
    from engine.measures.comparison import regions

    names = ("reference", "coarse_dem", "classes", "areas")
    _, whole, _ = compare(run, scene, tmp_path, *names)
    monkeypatch.setattr(regions, "BLOCK", block)
    _, parts, _ = compare(run, scene, tmp_path, *names)
    for one, other in zip(whole["rows"], parts["rows"]):
        for key, value in one.items():
            # Differences of neighbours across the edges of blocks are not counted.
            limit = {"rel": 0.05} if key == "effective_resolution_m" else {"rel": 1e-5, "abs": 1e-5}
            assert other[key] == (pytest.approx(value, **limit) if isinstance(value, float) else value), key


@pytest.mark.parametrize("width", [2.0, 5.0])
def test_the_effective_resolution_of_an_area_is_the_smoothing_in_it(run, scene, tmp_path, width):
    """One half is smoothed, the other is not."""
    smooth = ndimage.gaussian_filter(scene["truth"], width).astype(np.float32)
    smooth[:, SIZE // 2 :] = scene["truth"][:, SIZE // 2 :]
    dtm = write_raster(tmp_path / "d.tif", smooth, unit="m")
    edges = [(-HALF, -HALF, -10.0, HALF), (10.0, -HALF, HALF, HALF)]
    given = {**scene, "input": [dtm], "areas": write_areas(tmp_path / "a.gpkg", edges, ["smooth", "sharp"])}
    _, _, rows = compare(run, given, tmp_path, "reference", "areas")
    found = {name: rows[name, "all", "d", "pixels"]["effective_resolution_m"] for name in ("smooth", "sharp")}
    assert found["smooth"] == pytest.approx(2.3548 * width * GSD, rel=0.1) and found["sharp"] == 0.0


def test_a_dtm_on_another_grid_is_interpolated_on_the_first(run, scene, tmp_path):
    """A plane has the same heights on every grid."""
    plane = 0.3 * np.arange(SIZE, dtype=np.float32)[None].repeat(SIZE, 0) - 1500.0
    first = write_raster(tmp_path / "p.tif", plane, unit="m")
    side = int(SIZE * GSD / 3.0)
    other = 0.3 * (np.arange(side, dtype=np.float64) * 1.5 + 0.25)[None].repeat(side, 0) - 1500.0
    second = write_raster(tmp_path / "q.tif", other.astype(np.float32), gsd=3.0, unit="m")
    log = []
    run("compare_dtms", log, input=[first, second], reference=first, output=tmp_path / "r.html",
        output_json=tmp_path / "r.json")  # fmt: skip
    rows = json.loads((tmp_path / "r.json").read_text())["rows"]
    assert rows[1]["rmse_m"] < 2e-3 and rows[1]["slope_error_deg"] < 1e-2
    assert any("another grid" in text and "q.tif" in text for _, text in log)


def test_areas_of_one_name_are_one_and_of_none_are_numbered(run, scene, tmp_path):
    edges = [(-200, -200, -100, -100), (-150, -150, -50, -50), (50, 50, 150, 150), (9000, 9000, 9100, 9100)]
    layer = write_areas(tmp_path / "a.gpkg", edges, ["left", "left", None, "elsewhere"])
    given = {**scene, "areas": layer, "input": [scene["reference"]]}
    log = []
    given = {name: given[name] for name in ("input", "reference", "areas")}
    run("compare_dtms", log, **given, output=tmp_path / "r.html", output_json=tmp_path / "r.json")
    rows = {row["area"]: row for row in json.loads((tmp_path / "r.json").read_text())["rows"]}
    assert list(rows) == ["", "left", "3", "elsewhere"]
    both = inside(*edges[0]) | inside(*edges[1])
    assert rows["left"]["count"] == both.sum() and rows["3"]["count"] == inside(*edges[2]).sum()
    assert rows["elsewhere"]["count"] == 0 and any("elsewhere has no pixels" in text for _, text in log)
    bare = write_areas(tmp_path / "b.gpkg", edges[:2], None)
    _, _, rows = compare(run, {**scene, "areas": bare}, tmp_path, "reference", "areas")
    assert {area for area, *_ in rows} == {"", "1", "2"}


def test_areas_in_another_map_are_where_they_are_on_the_ground(run, scene, tmp_path):
    """The same box in degrees."""
    degrees = ('GEOGCS["Moon",DATUM["D_Moon",SPHEROID["Moon",1737400,0]],PRIMEM["Reference",0],'
               'UNIT["degree",0.0174532925199433]]')  # fmt: skip
    metre = math.degrees(1.0 / 1737400.0)
    edges = AREAS["corner"]
    shape = box(*(value * metre for value in edges))
    write_layer(str(tmp_path / "g.gpkg"), degrees, "Polygon", [shape], {"name": np.array(["g"], dtype=object)})
    given = {**scene, "areas": tmp_path / "g.gpkg", "input": [scene["reference"]]}
    _, _, rows = compare(run, given, tmp_path, "reference", "areas")
    assert rows["g", "all", "truth", "pixels"]["count"] == inside(*edges).sum()


def test_what_does_not_fit_is_refused_in_a_sentence(run, scene, tmp_path):
    given = {"input": scene["input"], "output": tmp_path / "r.html"}
    with pytest.raises(ParameterError, match="nothing to compare with; give a reference"):
        run("compare_dtms", **given)
    given["reference"] = scene["reference"]
    with pytest.raises(ParameterError, match="3 names for 2 DTMs; give one for each"):
        run("compare_dtms", **given, labels="a;b;c")
    with pytest.raises(ParameterError, match="name a for more than one DTM"):
        run("compare_dtms", **given, labels="a;a")
    far = write_raster(tmp_path / "far.tif", scene["truth"], origin=(90000.0, 0.0), unit="m")
    with pytest.raises(OverlapError, match=r"far.tif shares no ground with .*one.tif"):
        run("compare_dtms", **{**given, "reference": far})
    small = write_raster(tmp_path / "small.tif", scene["codes"][:50], nodata=0)
    with pytest.raises(OverlapError, match=r"small.tif is not on the grid of .*one.tif"):
        run("compare_dtms", **given, classes=small)
    empty = scene["truth"].copy()
    empty[:, :200] = np.nan
    other = scene["truth"].copy()
    other[:, 195:] = np.nan
    halves = [write_raster(tmp_path / f"{n}.tif", v, unit="m") for n, v in (("e", empty), ("o", other))]
    with pytest.raises(OverlapError, match="no valid pixel in common; compare those that share ground"):
        run("compare_dtms", **{**given, "input": halves})
    lines = tmp_path / "line.gpkg"
    many = [(x, 0.0, x + 1.0, 1.0) for x in range(51)]
    with pytest.raises(LayerError, match="51 areas, but tables are made of at most 50"):
        run("compare_dtms", **given, areas=write_areas(lines, many, None))
    assert not (tmp_path / "r.html").exists()
