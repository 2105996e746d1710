"""The main job: exactness with an identity pack, nothing invented, and independence of how it is run."""

import numpy as np
import pytest
import rasterio

from engine.errors import LayerError, OverlapError, ParameterError, RasterError
from tests.conftest import MOON_EQC, read_heights, write_raster

SUN = {"sun_azimuth": 300.0, "sun_incidence": 60.0}
SAMPLE_SUN = {"sun_azimuth": 292.0, "sun_incidence": 58.0}


@pytest.fixture(scope="module")
def placed(run, sample, tmp_path_factory):
    """What is given, and the folder of the DTM, tiles and classes of the sample, its coarse DEM where it lies."""
    folder = tmp_path_factory.mktemp("placed")
    given = {"image": sample / "image.tif", "coarse_dem": sample / "coarse_dem.tif", **SAMPLE_SUN, "apply_shift": False}
    run("reconstruct", **given, output=folder / "dtm.tif", output_tile_dtms=folder / "tiles",
        output_tiles=folder / "classes.gpkg")  # fmt: skip
    return given, folder


def plane(tmp_path, shape=(420, 700), gsd=2.0, posting=60.0):
    """An image of noise over a coarse DEM that is a plane of constant slope."""
    height, width = shape
    image = np.random.default_rng(0).random(shape, np.float32) + 0.5
    rows, columns = int(height * gsd / posting) + 6, int(width * gsd / posting) + 6
    y = rows * posting / 2 - posting * (np.arange(rows) + 0.5)
    x = -columns * posting / 2 + posting * (np.arange(columns) + 0.5)
    posts = (-1000.0 + 0.12 * x[None, :] - 0.07 * y[:, None]).astype(np.float32)
    paths = {
        "image": write_raster(tmp_path / "image.tif", image, gsd=gsd),
        "coarse_dem": write_raster(tmp_path / "coarse.tif", posts, gsd=posting),
    }
    py = height * gsd / 2 - gsd * (np.arange(height) + 0.5)
    px = -width * gsd / 2 + gsd * (np.arange(width) + 0.5)
    return paths, -1000.0 + 0.12 * px[None, :] - 0.07 * py[:, None]


def test_a_plane_comes_through_an_identity_pack(tmp_path, run, identity_pack):
    paths, truth = plane(tmp_path)
    run("reconstruct", **paths, **SUN, pack=identity_pack, output=tmp_path / "dtm.tif")
    assert np.abs(read_heights(tmp_path / "dtm.tif") - truth).max() < 1e-3


@pytest.mark.parametrize("overlap", [0, 37, 100])
@pytest.mark.parametrize("tile", [(64, 64), (256, 320), (512, 512)])
def test_any_tile_size_gives_the_same_plane(tmp_path, run, identity_pack, tile, overlap):
    paths, truth = plane(tmp_path, (200, 330))
    size = {"tile_height": tile[0], "tile_width": tile[1], "overlap": min(overlap, min(tile) // 2)}
    run("reconstruct", **paths, pack=identity_pack, output=tmp_path / "dtm.tif", **size)
    assert np.abs(read_heights(tmp_path / "dtm.tif") - truth).max() < 1e-3


def test_no_value_is_invented_outside_the_data(tmp_path, run, telling_lunar):
    paths, _ = plane(tmp_path)
    image = read_heights(paths["image"]).astype(np.float32)
    image[:90, :200] = np.nan
    image[300:310, 400:600] = -3.4028226550889045e38
    coarse = read_heights(paths["coarse_dem"]).astype(np.float32)
    coarse[8:11, 20:23] = -9999.0
    write_raster(tmp_path / "image.tif", image)
    write_raster(tmp_path / "coarse.tif", coarse, gsd=60.0, nodata=-9999.0)
    # Where it lies: a move, however small, takes the holes of the coarse DEM along.
    run("reconstruct", **paths, **SUN, pack=telling_lunar, apply_shift=False, output=tmp_path / "dtm.tif",
        output_spread=tmp_path / "spread.tif", output_error=tmp_path / "error.tif",
        output_slope_error=tmp_path / "slopes.tif")  # fmt: skip
    run("align", image=paths["image"], coarse_dem=paths["coarse_dem"], output=tmp_path / "aligned.tif")
    heights = read_heights(tmp_path / "dtm.tif")
    known = np.isfinite(image) & (np.abs(image) < 1e30) & np.isfinite(read_heights(tmp_path / "aligned.tif"))
    assert np.array_equal(np.isfinite(heights), known)
    assert 0.5 < known.mean() < 0.95
    for name in ("spread.tif", "error.tif", "slopes.tif"):
        assert np.array_equal(np.isfinite(read_heights(tmp_path / name)), known)


def test_bytes_do_not_depend_on_threads_or_batches(tmp_path, run, sample, telling_lunar, monkeypatch):
    """On a part of the sample, two rows of three cells; the fit of the coarse DEM included."""
    from engine.experts.runner import Runner

    with rasterio.open(sample / "image.tif") as source, rasterio.open(
        tmp_path / "part.tif", "w", **{**source.profile, "height": 412, "width": 760}
    ) as part:  # fmt: skip
        part.write(source.read()[:, :412, :760])
    given = {"image": tmp_path / "part.tif", "coarse_dem": sample / "coarse_dem.tif", **SAMPLE_SUN}
    given["pack"] = telling_lunar
    layers = ("output", "output_error", "output_slope_error", "output_support")
    one, two = ({layer: tmp_path / f"{name}_{layer}.tif" for layer in layers} for name in ("one", "two"))
    done = run("reconstruct", **given, threads=1, **one)
    assert done["tiles"] == 4 and done["moved_error"] is not None

    def shuffled(whole):
        """Hand the tiles of a row to the pool in reverse order."""
        return lambda self, tiles, view: whole(self, tiles[::-1], view)[::-1]

    monkeypatch.setattr(Runner, "submit", shuffled(Runner.submit))
    monkeypatch.setattr(Runner, "submit_judged", shuffled(Runner.submit_judged))
    run("reconstruct", **given, threads=3, **two)
    for layer in layers:
        assert read_heights(one[layer]).tobytes() == read_heights(two[layer]).tobytes()


@pytest.mark.parametrize("quarter_turns, mirror", [(1, False), (2, False), (0, True), (3, True)])
def test_turning_the_scene_turns_the_result(tmp_path, run, telling_lunar, quarter_turns, mirror):
    """Square scene of one tile: the turned image under the turned sun gives the turned DTM."""
    from engine.synthetic.scene import make_scene

    scene = make_scene(3, "crater", 256, 2.0, 64.0, 23.0, 60.0)
    posts = scene.ground.height.reshape(8, 32, 8, 32).mean(axis=(1, 3))

    def turn(field):
        field = field[:, ::-1] if mirror else field
        return np.ascontiguousarray(np.rot90(field, quarter_turns))

    azimuth = -23.0 if mirror else 23.0
    azimuth -= 90.0 * quarter_turns  # rot90 turns counter-clockwise
    results = []
    for name, change, sun in (("a", lambda f: f, 23.0), ("b", turn, azimuth)):
        image = write_raster(tmp_path / f"{name}.tif", change(scene.image))
        coarse = write_raster(tmp_path / f"{name}c.tif", change(posts), gsd=64.0)
        run("reconstruct", image=image, coarse_dem=coarse, sun_azimuth=sun, sun_incidence=60.0,
            tile_height=256, tile_width=256, overlap=0, pack=telling_lunar, output=tmp_path / f"{name}d.tif",
            output_slope_error=tmp_path / f"{name}e.tif", output_support=tmp_path / f"{name}u.tif")  # fmt: skip
        results.append([read_heights(tmp_path / f"{name}{layer}.tif") for layer in "deu"])
    (heights, error, support), turned = results
    correction = heights - np.mean(heights)
    assert np.abs(turn(heights) - turned[0]).max() < 1e-2 * max(1.0, np.abs(correction).max() / 100)
    assert np.abs(turn(error) - turned[1]).max() < 0.02 * error.max()
    assert (turn(support) == turned[2]).mean() > 0.999


def test_the_result_beats_the_coarse_dem_on_the_sample(tmp_path, run, sample):
    from engine.raster.baseline import bicubic
    from engine.raster.heights import HeightReader
    from engine.raster.reader import RasterReader
    from engine.reports.panel import read
    from engine.terrain.height_errors import height_errors

    run("reconstruct", image=sample / "image.tif", coarse_dem=sample / "coarse_dem.tif", **SAMPLE_SUN,
        output=tmp_path / "dtm.tif")  # fmt: skip
    truth, grid = read(sample / "truth.tif")
    result, _ = read(tmp_path / "dtm.tif")
    with RasterReader(str(sample / "coarse_dem.tif")) as reader:
        coarse = bicubic(HeightReader(reader, "auto", lambda text: None), grid).read(0, 0, *truth.shape)
    base = height_errors(coarse, truth, 2.0)
    got = height_errors(result, truth, 2.0)
    assert got.rmse < base.rmse and got.slope_error_deg < 0.7 * base.slope_error_deg


def test_long_waves_stay_with_the_coarse_dem(tmp_path, run, placed):
    from scipy import ndimage

    given, folder = placed
    run("align", image=given["image"], coarse_dem=given["coarse_dem"], output=tmp_path / "coarse.tif")
    correction = read_heights(folder / "dtm.tif") - read_heights(tmp_path / "coarse.tif")
    long_waves = ndimage.gaussian_filter(correction, 90.0)
    assert np.abs(long_waves).max() < 0.5 and correction.std() > 0.5


def test_what_was_used_is_written_into_the_product(tmp_path, run, sample):
    log = []
    result = run("reconstruct", log, image=sample / "image.tif", coarse_dem=sample / "coarse_dem.tif",
                 output=tmp_path / "dtm.tif", output_tiles=tmp_path / "tiles.gpkg")  # fmt: skip
    assert result["provider_used"] == "CPUExecutionProvider"
    assert any("runs on CPUExecutionProvider" in text for _, text in log)
    assert any(level == "warning" and "sun is not given" in text for level, text in log)
    with rasterio.open(tmp_path / "dtm.tif") as dataset:
        tags = dataset.tags()
        assert dataset.units == ("m",) and "1737400" in dataset.crs.to_wkt()
    assert tags["MMOEDTM_PROVIDER"] == "CPUExecutionProvider" and "lunar-1" in tags["MMOEDTM_PACK"]
    assert "sha256" in tags["MMOEDTM_INPUT_IMAGE"] and str(tmp_path) not in str(tags)


def test_an_edited_class_layer_is_obeyed(tmp_path, run, placed):
    import pyogrio

    given, folder = placed
    run("classify", image=given["image"], coarse_dem=given["coarse_dem"], output=tmp_path / "c.tif",
        output_tiles=tmp_path / "tiles.gpkg")  # fmt: skip
    meta, _, geometry, fields = pyogrio.raw.read(str(tmp_path / "tiles.gpkg"))
    names = list(meta["fields"])
    again = pyogrio.raw.read(str(folder / "classes.gpkg"), read_geometry=False)[3]
    assert list(again[names.index("class")]) == list(fields[names.index("class")])
    assert {"flat", "mountain", "crater"} == set(fields[names.index("class")])
    fields[names.index("class")][:] = "flat"
    pyogrio.raw.write(str(tmp_path / "edited.gpkg"), geometry, fields, meta["fields"], geometry_type="Polygon",
                      crs=meta["crs"])  # fmt: skip
    log = []
    run("reconstruct", log, **given, classes=tmp_path / "edited.gpkg", output=tmp_path / "edited.tif")
    assert any("12 flat, 0 mountain, 0 crater" in text for _, text in log)
    run("reconstruct", **given, classes=tmp_path / "tiles.gpkg", output=tmp_path / "given.tif")
    assert np.array_equal(read_heights(tmp_path / "given.tif"), read_heights(folder / "dtm.tif"))
    assert not np.array_equal(read_heights(tmp_path / "edited.tif"), read_heights(folder / "dtm.tif"))


@pytest.mark.parametrize(
    "change, message",
    [({"class": "sea"}, "has the class 'sea'"), ({"row": 99}, "tile at row 99"), (None, "lacks the field")],
)
def test_a_class_layer_that_does_not_fit_is_refused(tmp_path, run, sample, change, message):
    import pyogrio

    given = {"image": sample / "image.tif", "coarse_dem": sample / "coarse_dem.tif"}
    run("classify", **given, output=tmp_path / "c.tif", output_tiles=tmp_path / "tiles.gpkg")
    meta, _, geometry, fields = pyogrio.raw.read(str(tmp_path / "tiles.gpkg"))
    names = list(meta["fields"])
    if change is None:
        names[names.index("class")] = "kind"
    else:
        ((name, value),) = change.items()
        fields[names.index(name)][0] = value
    pyogrio.raw.write(str(tmp_path / "odd.gpkg"), geometry, fields, names, geometry_type="Polygon", crs=meta["crs"])
    with pytest.raises(LayerError, match=message):
        run("reconstruct", **given, classes=tmp_path / "odd.gpkg", output=tmp_path / "dtm.tif")
    assert not (tmp_path / "dtm.tif").exists()


def test_tiles_of_single_experts_mosaic_to_the_dtm(tmp_path, run, placed):
    folder = placed[1]
    tiles = sorted((folder / "tiles").glob("*.tif"))
    assert len(tiles) == 6
    run("mosaic", input=tiles, output=tmp_path / "mosaic.tif")
    difference = read_heights(tmp_path / "mosaic.tif") - read_heights(folder / "dtm.tif")
    assert np.isfinite(difference).all() and np.abs(difference).mean() < 0.05


def test_a_cancelled_run_takes_its_tiles_back(tmp_path, sample):
    from engine.contract.execute import execute
    from engine.contract.progress import Progress
    from engine.errors import Cancelled
    from engine.operations import OPERATIONS

    folder = tmp_path / "tiles"
    given = {"image": str(sample / "image.tif"), "coarse_dem": str(sample / "coarse_dem.tif")}
    given.update(output=str(tmp_path / "dtm.tif"), output_tile_dtms=str(folder))
    enough = Progress(cancelled=lambda: len(list(tmp_path.glob(".mmoedtm-*/new/tiles/tile*"))) > 0)
    with pytest.raises(Cancelled):
        execute(OPERATIONS["reconstruct"], given, enough)
    assert [path.name for path in tmp_path.iterdir()] == [".dtm.tif.blocks"], "its finished blocks"


def test_inputs_that_share_no_valid_pixel_are_refused(tmp_path, run):
    paths, _ = plane(tmp_path)
    image = read_heights(paths["image"]).astype(np.float32)
    image[:, :350] = np.nan
    coarse = read_heights(paths["coarse_dem"]).astype(np.float32)
    coarse[:, 12:] = np.nan
    write_raster(tmp_path / "image.tif", image)
    write_raster(tmp_path / "coarse.tif", coarse, gsd=60.0)
    with pytest.raises(OverlapError, match="no valid pixel in common"):
        run("reconstruct", **paths, output=tmp_path / "dtm.tif")
    write_raster(tmp_path / "coarse.tif", np.full_like(coarse, np.nan), gsd=60.0)
    with pytest.raises(RasterError, match="no valid heights"):
        run("reconstruct", **paths, output=tmp_path / "dtm.tif")
    assert not (tmp_path / "dtm.tif").exists()


def test_tiles_that_do_not_fit_the_experts_are_refused(tmp_path, run):
    paths, _ = plane(tmp_path)
    with pytest.raises(ParameterError, match="multiples of 16"):
        run("reconstruct", **paths, tile_height=100, output=tmp_path / "dtm.tif")


def test_real_polar_pair_explains_its_image_better_than_the_coarse_dem(real, tmp_path, run):
    from engine.measures.relit import relit_correlation
    from engine.raster.frame import Sun
    from engine.reports.panel import read

    folder = real / "polar_nac"
    given = {"image": folder / "M139939938LE_intensity.tif", "coarse_dem": folder / "coarse_dem_30m.tif",
             "sun_azimuth": -5.43, "sun_incidence": 83.45}  # fmt: skip
    run("reconstruct", **given, output=tmp_path / "dtm.tif")
    run("align", **given, output=tmp_path / "coarse.tif")
    image, grid = read(given["image"])
    scores = {}
    for name in ("dtm", "coarse"):
        heights, _ = read(tmp_path / f"{name}.tif")
        scores[name] = relit_correlation(image, heights, grid.gsd, Sun(-5.43, 83.45).on(grid))
    assert scores["dtm"][0] > scores["coarse"][0] and scores["dtm"][1] > 0.8 > scores["coarse"][1]


def test_real_strip_of_which_one_eighth_is_valid(real, tmp_path, run):
    folder = real / "nac_strip_on_lola"
    image = folder / "M1225822680LE_map.tif"
    with rasterio.open(folder / "lola_1m_interpolated.tif") as dataset:  # finer than the image, and all of it smooth
        heights, crs, (a, b, c, d, e, f) = dataset.read(1), dataset.crs, tuple(dataset.transform)[:6]
    means = heights.reshape(50, 20, 50, 20).mean(axis=(1, 3))
    place = {"crs": crs, "transform": rasterio.Affine(20 * a, b, c, d, 20 * e, f), "width": 50, "height": 50}
    with rasterio.open(tmp_path / "coarse.tif", "w", driver="GTiff", count=1, dtype="float32", nodata=np.nan,
                       **place) as dataset:  # fmt: skip
        dataset.write(means, 1)
    run("reconstruct", image=image, coarse_dem=tmp_path / "coarse.tif", output=tmp_path / "dtm.tif")
    known = np.isfinite(read_heights(tmp_path / "dtm.tif"))
    with rasterio.open(image) as dataset:
        assert not known[np.abs(dataset.read(1)) > 1e30].any()
    assert 0.05 < known.mean() < 0.2


def test_real_peak_with_unknown_sun(real, tmp_path, run):
    folder = real / "aristarchus_peak"
    log = []
    result = run("reconstruct", log, image=folder / "image_7m.tif", coarse_dem=folder / "dem_26m.tif",
                 output=tmp_path / "dtm.tif")  # fmt: skip
    assert result["coverage"] > 95
    assert any("not square" in text for level, text in log if level == "warning")


def test_the_map_crs_of_a_product_is_the_images(tmp_path, run, identity_pack):
    paths, _ = plane(tmp_path, (64, 64))
    run("reconstruct", **paths, pack=identity_pack, output=tmp_path / "dtm.tif")
    from rasterio.crs import CRS

    with rasterio.open(tmp_path / "dtm.tif") as dataset:
        assert dataset.crs == CRS.from_wkt(MOON_EQC) and dataset.shape == (64, 64)


def test_a_strip_of_twenty_tiles_does_not_drift(tmp_path, run):
    """The shipped experts along a strip: no trend against the coarse DEM, and its long waves stay."""
    from tests.benchmarks.large import write_frame

    image, coarse = write_frame(tmp_path, 320 + 19 * 272, 256)
    got = run("reconstruct", image=image, coarse_dem=coarse, **SUN, apply_shift=False, output=tmp_path / "d.tif")
    assert got["tiles"] == 7 and got["work"] < 1.2
    run("align", image=image, coarse_dem=coarse, **SUN, output=tmp_path / "a.tif")
    apart = (read_heights(tmp_path / "d.tif") - read_heights(tmp_path / "a.tif")).mean(axis=0)
    trend = np.polyfit(np.arange(apart.size), apart, 1)[0] * apart.size
    assert abs(trend) < 0.2 and abs(apart.mean()) < 0.2
    blocks = apart[: apart.size // 270 * 270].reshape(-1, 270).mean(axis=1)  # nine postings
    assert np.sqrt(np.mean(blocks**2)) < 0.35
