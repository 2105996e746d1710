"""Compare DTMs against points: offset, outliers, errors at shots and at pixels, standard errors."""

import json

import numpy as np
import pytest
from scipy import ndimage

from engine.contract.progress import Progress
from engine.errors import OverlapError
from tests.conftest import write_raster

SIZE, GSD = 640, 2.0
HALF = SIZE * GSD / 2
SHOTS, NOISE_M, WRONG = 2000, 0.1, 20
OFF = (8.0, -5.0)
METRE = np.degrees(1.0 / 1737400.0)


def rough(rng, shape, width, height):
    """Relief of one wavelength."""
    field = ndimage.gaussian_filter(rng.normal(0, 1, shape), width)
    return field * height / field.std()


def at(values, x, y):
    """Bilinear heights at places of the map, by scipy."""
    return ndimage.map_coordinates(values, [(HALF - y) / GSD - 0.5, (x + HALF) / GSD - 0.5], order=1)


def write_shots(path, x, y, heights):
    rows = [f"{a * METRE:.9f},{b * METRE:.9f},{h:.3f}" for a, b, h in zip(x, y, heights)]
    path.write_text("\n".join(["longitude,latitude,height", *rows]) + "\n")
    return path


@pytest.fixture(scope="module")
def scene(tmp_path_factory):
    """A made scene, a DTM of it in its place and moved, and shots with a hundredth of wrong ones."""
    from engine.synthetic.scene import make_ground

    folder = tmp_path_factory.mktemp("points")
    rng = np.random.default_rng(8)
    truth = make_ground(rng, "mountain", SIZE, GSD).height.astype(np.float64)
    dtm = truth + 0.7 + rough(rng, truth.shape, 3.0, 1.0) + rough(rng, truth.shape, 8.0, 1.2)
    x, y = rng.uniform(-HALF + 40, HALF - 40, (2, SHOTS))
    heights = at(truth, x, y) + rng.normal(0, NOISE_M, SHOTS)
    wrong = rng.choice(SHOTS, WRONG, replace=False)
    heights[wrong] += rng.choice([-1, 1], WRONG) * rng.uniform(25, 300, WRONG)
    codes = np.where(np.arange(SIZE)[:, None] < 300, 1, 3).repeat(SIZE, 1).astype(np.uint8)
    return {
        "values": dtm.astype(np.float32),
        "truth": truth,
        "shots": (x, y, heights, wrong),
        "dtm": write_raster(folder / "dtm.tif", dtm.astype(np.float32), unit="m"),
        "moved": write_raster(folder / "moved.tif", dtm.astype(np.float32), unit="m",
                              origin=(-HALF + OFF[0], HALF + OFF[1])),
        "reference": write_raster(folder / "truth.tif", truth.astype(np.float32), unit="m"),
        "classes": write_raster(folder / "k.tif", codes, nodata=0),
        "points": write_shots(folder / "shots.csv", x, y, heights),
    }  # fmt: skip


def compare(run, folder, log=None, **given):
    result = run("compare_dtms", log, **given, output=folder / "r.html", output_json=folder / "r.json")
    figures = json.loads((folder / "r.json").read_text())
    rows = {(r["class"], r["method"], r["measured_at"]): r for r in figures["rows"]}
    return result, figures, rows


def test_the_offset_is_found_and_the_errors_are_those_at_pixels(run, scene, tmp_path):
    """2,000 shots of 0.1 m noise, one in a hundred wrong, and an offset of (+8, -5) m."""
    result, figures, rows = compare(run, tmp_path, input=[scene["dtm"], scene["moved"]], points=scene["points"],
                                    reference=scene["reference"])  # fmt: skip
    found = figures["at_points"]
    assert found["points"] == SHOTS and found["outliers"] == WRONG == result["shot_outliers"]
    for label, (east, north) in (("dtm", (0.0, 0.0)), ("moved", OFF)):
        offset = found["offsets"][label]
        assert offset["east_m"] == pytest.approx(east, abs=1.0) and 0.0 < offset["error_east_m"] < 0.5
        assert offset["north_m"] == pytest.approx(north, abs=1.0) and 0.0 < offset["error_north_m"] < 0.5
        assert offset["level_m"] == pytest.approx(0.7, abs=0.2) and not offset["at_border"]
        # As they lie, at shots as at pixels.
        at_pixels = rows["all", label, "pixels"]["rmse_m"]
        assert rows["all", label, "points"]["rmse_m"] == pytest.approx(at_pixels, rel=0.05)
        # With the offset taken off, as the DTM in its place.
        in_place = rows["all", "dtm", "pixels"]["rmse_m"]
        assert rows["all", label, "points, offset taken off"]["rmse_m"] == pytest.approx(in_place, rel=0.05)
    assert rows["all", "moved", "pixels"]["rmse_m"] > 1.3 * rows["all", "dtm", "pixels"]["rmse_m"]
    assert result["best_at_shots"] == "dtm" and result["shots"] == SHOTS - WRONG
    assert abs(result["offset_east"]) < 1.0 and result["offset_error_north"] > 0.0


def test_errors_at_shots_are_those_of_scipy(run, scene, tmp_path):
    _, _, rows = compare(run, tmp_path, input=[scene["dtm"]], points=scene["points"], classes=scene["classes"])
    x, y, heights, wrong = scene["shots"]
    error = at(scene["values"].astype(np.float64), x, y) - heights
    good = np.ones(SHOTS, bool)
    good[wrong] = False
    north = (HALF - y) / GSD < 300
    for terrain, chosen in (("all", good), ("flat", good & north), ("crater", good & ~north)):
        row = rows[terrain, "dtm", "points"]
        assert row["count"] == chosen.sum()
        assert row["rmse_m"] == pytest.approx(np.sqrt((error[chosen] ** 2).mean()), rel=1e-3)
        assert row["bias_m"] == pytest.approx(error[chosen].mean(), abs=2e-3)
        assert row["nmad_m"] == pytest.approx(
            1.4826 * np.median(np.abs(error[chosen] - np.median(error[chosen]))), abs=0.02
        )
        assert row["slope_error_deg"] is None and row["effective_resolution_m"] is None
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "Against the points shots.csv" in page and "Against the reference" not in page


def test_the_error_of_one_dtm_alone_is_no_outlier(run, scene, tmp_path):
    """A DTM with a spike of 60 m over shots; the other has none there."""
    values = scene["values"].copy()
    values[200:280, 200:280] += 60.0
    bad = write_raster(tmp_path / "bad.tif", values, unit="m")
    _, figures, rows = compare(run, tmp_path, input=[scene["dtm"], bad], points=scene["points"])
    assert figures["at_points"]["outliers"] == WRONG
    assert rows["all", "bad", "points"]["rmse_m"] > 2.0 * rows["all", "dtm", "points"]["rmse_m"]


def test_an_offset_beyond_the_search_is_said(run, scene, tmp_path):
    log = []
    _, figures, rows = compare(run, tmp_path, log, input=[scene["moved"]], points=scene["points"], reach=2)
    assert figures["at_points"]["offsets"]["moved"]["at_border"]
    assert rows["all", "moved", "points, offset taken off"]["rmse_m"] is None
    assert any("as far as was looked; set the largest offset higher" in text for _, text in log)


def test_an_offset_of_many_waves_of_the_ground_is_found(run, tmp_path):
    """Relief of some 30 m across, and an offset of 50 m: least squares alone would stay in a wrong place."""
    rng = np.random.default_rng(5)
    truth = rough(rng, (SIZE, SIZE), 4.0, 3.0)
    x, y = rng.uniform(-HALF + 80, HALF - 80, (2, 500))
    points = write_shots(tmp_path / "w.csv", x - 40.0, y + 30.0, at(truth, x, y))
    result, _, _ = compare(run, tmp_path, input=[write_raster(tmp_path / "w.tif", truth.astype(np.float32), unit="m")],
                           points=points)  # fmt: skip
    assert (result["offset_east"], result["offset_north"]) == (pytest.approx(40, abs=0.1), pytest.approx(-30, abs=0.1))


@pytest.mark.parametrize("column, factor, doubted", [("height", 1.0, False), ("height", 1e-3, True),
                                                     ("height_km", 1e-3, False)])  # fmt: skip
def test_heights_in_kilometres_are_doubted(run, scene, tmp_path, column, factor, doubted):
    """A column that does not tell its unit is metres; kilometres would pass as an RMSE of the whole relief."""
    names, *rows = scene["points"].read_text().splitlines()
    at_height = names.split(",").index("height")
    cells = [row.split(",") for row in rows]
    for row in cells:
        row[at_height] = f"{factor * float(row[at_height]):.9f}"
    table = [names.replace("height", column), *(",".join(row) for row in cells)]
    (tmp_path / "p.csv").write_text("\n".join(table) + "\n")
    log = []
    compare(run, tmp_path, log, input=[scene["dtm"]], points=tmp_path / "p.csv")
    assert any("seem to be kilometres" in text for _, text in log) == doubted


def test_even_ground_tells_no_offset(run, scene, tmp_path):
    """On a plane a step aside is a change of level."""
    plane = (0.05 * GSD * np.arange(SIZE))[None].repeat(SIZE, 0)
    x, y, _, _ = scene["shots"]
    points = write_shots(tmp_path / "p.csv", x, y, at(plane, x, y) + 0.5)
    dtm = write_raster(tmp_path / "p.tif", plane.astype(np.float32), unit="m")
    log = []
    result, _, rows = compare(run, tmp_path, log, input=[dtm], points=points)
    assert result["offset_east"] is None and rows["all", "p", "points"]["bias_m"] == pytest.approx(-0.5, abs=0.01)
    assert any("do not tell its horizontal offset" in text for _, text in log)


def test_points_that_do_not_fit_are_told(run, scene, tmp_path):
    x, y, heights, _ = scene["shots"]
    given = {"input": [scene["dtm"]], "output": tmp_path / "r.html"}
    far = write_shots(tmp_path / "far.csv", x + 50_000.0, y, heights)
    with pytest.raises(OverlapError, match=r"far.csv has none of its 2,000 points on the ground of the first DTM"):
        run("compare_dtms", **given, points=far)
    log = []
    run("compare_dtms", log, **given, points=write_shots(tmp_path / "high.csv", x, y, heights - 900.0))
    assert any("lie 899 m above" in text or "lie 90" in text for _, text in log)
    half = scene["values"].copy()
    half[:, SIZE // 4 :] = np.nan
    right = x > 0
    some = write_shots(tmp_path / "right.csv", x[right], y[right], heights[right])
    with pytest.raises(OverlapError, match="points lie where not every DTM has a height"):
        run("compare_dtms", **{**given, "input": [scene["dtm"], write_raster(tmp_path / "h.tif", half, unit="m")]},
            points=some)  # fmt: skip


def test_standard_errors_are_what_offsets_err_by(tmp_path):
    """Over scenes of their own, offsets lie off by what their standard errors say."""
    from engine.measures.comparison.offset import fit_offset
    from engine.measures.comparison.shots import ShotSurface, read_shots
    from engine.raster.heights import HeightReader
    from engine.raster.reader import RasterReader

    size, half, off = 400, 400.0, []
    for seed in range(20):
        rng = np.random.default_rng(seed)
        truth = rough(rng, (size, size), 15.0, 20.0) + rough(rng, (size, size), 5.0, 2.0)
        dtm = (truth + rough(rng, truth.shape, 6.0, 1.0)).astype(np.float32)
        x, y = rng.uniform(-half + 40, half - 40, (2, 600))
        heights = ndimage.map_coordinates(truth, [(half - y) / GSD - 0.5, (x + half) / GSD - 0.5], order=1)
        points = write_shots(tmp_path / "s.csv", x - 3.0, y + 2.0, heights)
        with RasterReader(write_raster(tmp_path / "d.tif", dtm, unit="m")) as reader:
            surface = HeightReader(reader, "auto", print)
            shots = read_shots(str(points), reader.grid, Progress())
            squares = (np.floor(shots.columns / 60) * 1000 + np.floor(shots.rows / 60)).astype(np.int64)
            found = fit_offset(ShotSurface(surface, shots, False), shots.height, squares, 10.0)
        assert found is not None and found.move.covariance is not None
        error = np.sqrt(np.diag(found.move.covariance))
        off += [(found.move.east_m - 3.0) / error[0], (found.move.north_m + 2.0) / error[1]]
    assert 0.7 < np.sqrt(np.mean(np.square(off))) < 1.4
