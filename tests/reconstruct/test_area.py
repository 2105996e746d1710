"""An area of interest and a preview in Reconstruct, and moves of the coarse DEM by hand."""

import json

import numpy as np
import pytest
import rasterio

from engine.contract.requests import HandMove
from engine.errors import LayerError, OverlapError, ParameterError, RasterError
from engine.raster.grid import Grid
from engine.scene.part import SIDE, Part, decided_from, framed
from tests.conftest import MOON_EQC, read_heights
from tests.reconstruct.scenes import scene_of_blocks

SUN = {"sun_azimuth": 292.0, "sun_incidence": 58.0}
AREA = "-332,300,-360,400"


@pytest.fixture(scope="module")
def pair(sample):
    return {"image": sample / "image.tif", "coarse_dem": sample / "coarse_dem.tif", **SUN}


def cut_of(whole, area):
    with rasterio.open(whole) as one, rasterio.open(area) as other:
        column, row = ~one.transform @ (other.transform @ (0, 0))
        assert (column % 1, row % 1) == (0, 0)
        return slice(int(row), int(row) + other.height), slice(int(column), int(column) + other.width)


def test_the_border_of_an_area_is_as_good_as_its_inner(run, pair, sample, tmp_path):
    log = []
    run("reconstruct", **pair, output=tmp_path / "whole.tif")
    done = run("reconstruct", log=log, **pair, extent=AREA, output=tmp_path / "area.tif")
    inside = cut_of(tmp_path / "whole.tif", tmp_path / "area.tif")
    area, whole, truth = (
        read_heights(path).astype(np.float64)
        for path in (tmp_path / "area.tif", tmp_path / "whole.tif", sample / "truth.tif")
    )
    assert area.shape == (380, 316) and done["coverage"] == 100.0
    border = np.ones(area.shape, bool)
    border[24:-24, 24:-24] = False
    errors = {name: np.abs(z - truth[inside]) for name, z in (("area", area), ("whole", whole[inside]))}
    ratio = {place: errors["area"][at].mean() / errors["whole"][at].mean() for place, at in
             (("border", border), ("inner", ~border))}  # fmt: skip
    assert ratio["border"] < 1.1 * ratio["inner"] and ratio["inner"] < 1.1, ratio


def test_an_area_of_experts_that_keep_the_coarse_dem_is_the_cut_of_the_whole(run, identity_pack, tmp_path):
    """Local experts: then the product of an area is that of the whole, in every target."""
    given = {**scene_of_blocks(tmp_path), "pack": identity_pack, "contrast": "as it is"}
    for name, extent in (("whole", None), ("area", "-200,301,-900,1003")):
        run("reconstruct", **given, extent=extent, output=tmp_path / f"{name}.tif",
            output_spread=tmp_path / f"{name}_spread.tif")  # fmt: skip
    inside = cut_of(tmp_path / "whole.tif", tmp_path / "area.tif")
    whole, area = read_heights(tmp_path / "whole.tif")[inside], read_heights(tmp_path / "area.tif")
    assert area.shape == (952, 251)
    assert np.abs(whole - area).max() < 2e-3  # heights are rounded tile by tile


def test_a_plan_of_an_area_runs_as_the_area_does(run, pair, tmp_path):
    run("plan", **pair, extent=AREA, output=tmp_path / "plan.json")
    run("reconstruct", plan=tmp_path / "plan.json", output=tmp_path / "planned.tif")
    run("reconstruct", **pair, extent=AREA, output=tmp_path / "asked.tif")
    assert np.array_equal(read_heights(tmp_path / "planned.tif"), read_heights(tmp_path / "asked.tif"))
    with pytest.raises(ParameterError, match="has decided extent already"):
        run("reconstruct", plan=tmp_path / "plan.json", extent=AREA, output=tmp_path / "no.tif")


def test_a_preview_is_one_tile_in_the_middle(run, pair, tmp_path):
    log = []
    done = run("reconstruct", log=log, **pair, preview=True, output=tmp_path / "one.tif")
    assert done["tiles"] == 1 and done["work"] > 1.0
    with rasterio.open(tmp_path / "one.tif") as one:
        assert (one.height, one.width) == (256 - 2 * 64, 320 - 2 * 64)  # without what neighbours share
        x, y = one.transform @ (one.width / 2, one.height / 2)
        assert max(abs(x), abs(y)) <= 320.0  # within half a tile of the middle of the image
    assert any("A preview: one tile of" in text for _, text in log)
    run("reconstruct", **pair, output=tmp_path / "whole.tif")
    inside = cut_of(tmp_path / "whole.tif", tmp_path / "one.tif")
    one, whole = read_heights(tmp_path / "one.tif"), read_heights(tmp_path / "whole.tif")[inside]
    assert np.abs(one - whole).max() < 0.01  # what tiles share is left out, the last ones' larger share too


@pytest.mark.parametrize("area", [(200, 800, 200, 800), (-301, 419, -201, 333), (-40, 60, -830, -700)])
def test_a_preview_lies_in_the_area(run, pair, tmp_path, area):
    west, east, south, north = area
    extent = f"{west},{east},{south},{north}"
    run("reconstruct", **pair, extent=extent, preview=True, output=tmp_path / "one.tif")
    with rasterio.open(tmp_path / "one.tif") as one:
        assert west - 1 <= one.bounds.left < one.bounds.right <= east + 1
        assert south - 1 <= one.bounds.bottom < one.bounds.top <= north + 1


def test_a_preview_of_ground_without_image_is_refused(run, pair, raster, tmp_path):
    with rasterio.open(pair["image"]) as image:
        blind = np.full(image.shape, np.nan, np.float32)
        blind[:5, :5] = 0.5
    given = {**pair, "image": raster("blind.tif", blind)}
    with pytest.raises(OverlapError, match="no valid pixel in common in the middle"):
        run("reconstruct", **given, extent="0,600,-600,0", preview=True, output=tmp_path / "one.tif")


@pytest.mark.parametrize("name", ["align", "classify", "reconstruct", "plan"])
def test_an_area_beside_the_image_is_refused(run, pair, tmp_path, name):
    with pytest.raises(OverlapError, match=r"5000,6000,0,9 holds no pixel of .*image.tif"):
        run(name, **pair, extent="5000,6000,0,9", output=tmp_path / ("no.json" if name == "plan" else "no.tif"))


def test_classes_of_an_area_fit_its_dtm(run, pair, tmp_path):
    run("classify", **pair, extent=AREA, output=tmp_path / "classes.tif", output_tiles=tmp_path / "tiles.gpkg")
    run("reconstruct", **pair, extent=AREA, classes=tmp_path / "tiles.gpkg", output=tmp_path / "dtm.tif")
    with rasterio.open(tmp_path / "classes.tif") as one, rasterio.open(tmp_path / "dtm.tif") as other:
        assert one.transform == other.transform and one.shape == other.shape
    with pytest.raises(LayerError):
        run("reconstruct", **pair, classes=tmp_path / "tiles.gpkg", output=tmp_path / "no.tif")


GRID = Grid(MOON_EQC, (1.0, 0.0, 0.0, 0.0, -1.0, 0.0), 5000, 30000)


@pytest.mark.parametrize(
    ("kept", "preview", "window"),
    [
        ((0, 0, 30000, 5000), False, (0, 0, 30000, 5000)),
        ((1000, 2000, 100, 100), False, (26, 1026, SIDE, SIDE)),
        ((0, 4900, 100, 100), False, (0, 5000 - SIDE, SIDE, SIDE)),
        ((1000, 0, 9000, 5000), False, (952, 0, 9096, 5000)),
        ((0, 0, 30000, 5000), True, (15000 - 1024, 2500 - 1024, SIDE, SIDE)),
        ((29990, 0, 10, 10), True, (30000 - SIDE, 0, SIDE, SIDE)),
    ],
)
def test_where_a_part_is_decided_from(kept, preview, window):
    assert decided_from(Part(framed(kept, 48, GRID), kept), GRID, preview) == window


MOVE = {"shift_east": 30.0, "shift_north": -18.0}


@pytest.mark.parametrize("away_m", [240.0, 1800.0])
def test_light_is_told_from_a_dem_where_the_hand_has_moved_it(run, pair, tmp_path, away_m):
    """The contrast of an image that is stretched for display, beside a DEM whose file lies on other ground."""
    with rasterio.open(pair["image"]) as image, rasterio.open(pair["coarse_dem"]) as coarse:
        stretched = {**image.profile, "driver": "GTiff", "nodata": None}
        with rasterio.open(tmp_path / "stretched.tif", "w", **stretched) as other:
            other.write(0.4 * image.read() + np.float32(0.5))
        profile = {**coarse.profile, "transform": rasterio.Affine.translation(away_m, 0.0) @ coarse.transform}
        with rasterio.open(tmp_path / "away.tif", "w", **profile) as away:
            away.write(coarse.read())
    given = {**pair, "image": tmp_path / "stretched.tif"}
    run("reconstruct", **given, apply_shift=False, output=tmp_path / "there.tif")
    given["coarse_dem"] = tmp_path / "away.tif"
    done = run("reconstruct", **given, shift_east=-away_m, output=tmp_path / "by_hand.tif")
    assert done["contrast_reliable"] and done["offset_removed"] > 0.4
    assert np.abs(read_heights(tmp_path / "by_hand.tif") - read_heights(tmp_path / "there.tif")).max() < 1e-2


@pytest.mark.parametrize("name", ["align", "reconstruct", "classify"])
def test_a_move_by_hand_is_made_and_recorded(run, pair, tmp_path, name):
    log = []
    done = run(name, log=log, **pair, **MOVE, output=tmp_path / "out.tif")
    with rasterio.open(tmp_path / "out.tif") as out:
        tags = out.tags()
    assert (tags["MMOEDTM_SHIFT_EAST_M"], tags["MMOEDTM_SHIFT_NORTH_M"]) == ("30.00", "-18.00")
    assert json.loads(tags["MMOEDTM_PARAMETERS"])["shift_east"] == 30.0
    assert any("moved by hand, by +30 m east and -18 m north" in text for _, text in log)
    if name != "classify":
        assert (done["moved_east"], done["moved_north"]) == (30.0, -18.0)


def test_a_dem_moved_by_hand_is_a_dem_whose_file_lies_there(run, pair, tmp_path):
    run("align", **pair, **MOVE, output=tmp_path / "by_hand.tif")
    with rasterio.open(pair["coarse_dem"]) as coarse:
        profile = {**coarse.profile, "transform": rasterio.Affine.translation(30.0, -18.0) @ coarse.transform}
        with rasterio.open(tmp_path / "moved.tif", "w", **profile) as moved:
            moved.write(coarse.read())
    run("align", **{**pair, "coarse_dem": tmp_path / "moved.tif"}, output=tmp_path / "there.tif")
    assert np.nanmax(np.abs(read_heights(tmp_path / "by_hand.tif") - read_heights(tmp_path / "there.tif"))) < 1e-3


def test_one_of_the_two_is_a_move_too_and_zero_is_one(run, pair, tmp_path):
    done = run("plan", **pair, shift_north=5.0, output=tmp_path / "p.json")
    assert (done["moved_east"], done["moved_north"], done["moved_error"]) == (0.0, 5.0, None)
    assert json.loads((tmp_path / "p.json").read_text())["move"] == {
        "east_m": 0.0, "north_m": 5.0, "covariance": None, "frame": "map"}  # fmt: skip
    assert HandMove(0.0, None).given and not HandMove().given
    log = []
    run("plan", log=log, **pair, shift_east=0, output=tmp_path / "p.json")
    assert not any("stays where it is" in text for _, text in log)  # nothing is estimated then


@pytest.mark.parametrize("name", ["align", "classify"])
def test_a_move_by_hand_and_by_the_estimate_contradict_each_other(run, pair, tmp_path, name):
    with pytest.raises(ParameterError, match="by hand .* and by the estimate .*leave one of the two out"):
        run(name, **pair, **MOVE, apply_shift=True, output=tmp_path / "no.tif")


def test_a_plan_has_its_move_already(run, pair, tmp_path):
    run("plan", **pair, **MOVE, output=tmp_path / "p.json")
    with pytest.raises(ParameterError, match="has decided shift_east, shift_north already"):
        run("reconstruct", plan=tmp_path / "p.json", **MOVE, output=tmp_path / "no.tif")


@pytest.mark.parametrize("name", ["reconstruct", "classify"])
def test_an_image_without_a_pixel_under_its_saturation_is_told_so(run, pair, tmp_path, name):
    given = {key: value for key, value in pair.items() if name == "reconstruct" or not key.startswith("sun")}
    with pytest.raises(RasterError, match="no valid pixel under 0.001, .* a higher saturation"):
        run(name, **given, saturation=0.001, output=tmp_path / "no.tif")
