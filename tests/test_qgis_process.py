"""Every algorithm and the shipped chain through the real qgis_process, as users run them headless."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import numpy as np
import pytest
import rasterio

import build
from engine.operations import TOOLBOX, TRAINING
from qgis_mmoedtm import training
from tests.conftest import EARTH, ROOT, read_heights, run_engine, write_raster
from tests.reconstruct.scenes import scene_of_blocks

PROGRAM = build.find_qgis_process()
CHAINS = {"lunar_dtm", "dtm_with_report", "shadow_check", "roughness_vs_sar"}
ROWS, COLUMNS = 412, 540
pytestmark = pytest.mark.skipif(PROGRAM is None, reason="QGIS is not installed (no qgis_process on the PATH)")


@pytest.fixture(scope="module")
def variables(tmp_path_factory):
    """A scratch profile with the staged plugin."""
    build.stage()
    return build.qgis_variables(tmp_path_factory.mktemp("qgis"), PROGRAM, Path(sys.executable))


@pytest.fixture(scope="module")
def part(sample, tmp_path_factory):
    """A folder like the sample's, with the corner of its scene that four tiles cover."""
    folder = tmp_path_factory.mktemp("part")
    for name in ("image.tif", "truth.tif"):
        with rasterio.open(sample / name) as source, rasterio.open(
            folder / name, "w", **{**source.profile, "height": ROWS, "width": COLUMNS}
        ) as corner:  # fmt: skip
            corner.write(source.read()[:, :ROWS, :COLUMNS])
            corner.units = source.units
    shutil.copyfile(sample / "coarse_dem.tif", folder / "coarse_dem.tif")
    return folder


@pytest.fixture(scope="module")
def direct(part, tmp_path_factory):
    """Heights of the part from the command line."""
    path = tmp_path_factory.mktemp("direct") / "d.tif"
    done = run_engine("reconstruct", "--image", part / "image.tif", "--coarse-dem", part / "coarse_dem.tif",
                      "--sun-azimuth", 292, "--sun-incidence", 58, "--output", path)  # fmt: skip
    assert done.returncode == 0, done.stderr
    return read_heights(path)


def qgis(variables, algorithm, **given):
    pairs = [f"{name.replace('__', ':')}={value}" for name, value in given.items()]
    return subprocess.run([str(PROGRAM), "--json", "run", algorithm, "--", *pairs], env=variables,
                          capture_output=True, text=True, timeout=300)  # fmt: skip


def results(done):
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)["results"]


def test_the_provider_offers_everything(variables):
    done = subprocess.run([str(PROGRAM), "--json", "list"], env=variables, capture_output=True, text=True, timeout=120)
    provider = json.loads(done.stdout)["providers"]["mmoedtm"]
    names = {name.partition(":")[2] for name in provider["algorithms"]}
    more = set(TRAINING) if training.present(Path(sys.executable)) else set()
    assert names == set(TOOLBOX) | CHAINS | more
    groups = {name: provider["algorithms"][f"mmoedtm:{name}"]["group"] for name in names}
    assert groups["lunar_dtm"] == groups["reconstruct"] and groups["shadow_check"] == groups["detect_rocks"]
    assert provider["supported_output_raster_extensions"] == ["tif", "tiff"]
    assert provider["supported_output_vector_extensions"] == ["gpkg", "geojson", "json", "shp"]


def test_without_the_packages_for_training_the_toolbox_is_as_it_was(variables, tmp_path):
    """An interpreter is looked into by its folders: this one is empty."""
    python = tmp_path / "bin" / "python"
    python.parent.mkdir()
    python.touch()
    done = subprocess.run([str(PROGRAM), "--json", "list"], env={**variables, "MMOEDTM_PYTHON": str(python)},
                          capture_output=True, text=True, timeout=120)  # fmt: skip
    names = json.loads(done.stdout)["providers"]["mmoedtm"]["algorithms"]
    assert {name.partition(":")[2] for name in names} == set(TOOLBOX) | CHAINS


TWO_STEPS = """
defaults: {network: terrain, batch: 1, steps: 2, log_steps: 1, peak_rate: 1.0e-5, final_rate: 1.0e-6, warmup_steps: 1,
           checkpoint_steps: 1, pool_grounds: 1}
runs:
  flat: {start: flat, stream: {crop: [96, 96]}}
  mountain: {start: mountain, stream: {crop: [96, 96]}}
  crater: {start: crater, stream: {crop: [96, 96]}}
"""


def test_from_a_dtm_to_a_pack_of_ones_own(variables, sample, tmp_path):
    """The whole way of a lab: tiles of its DTM, the shipped experts trained on for two steps, a pack, a DTM with it."""
    if not training.present(Path(sys.executable)):
        pytest.skip("this Python has no packages for training (the extra 'train')")
    scene = {"IMAGE": sample / "image.tif", "COARSE_DEM": sample / "coarse_dem.tif", "SUN_AZIMUTH": 292,
             "SUN_INCIDENCE": 58}  # fmt: skip
    for region, split in (("apollo17", "training"), ("aristarchus", "validation")):
        built = results(qgis(variables, "mmoedtm:build_dataset", **scene, REFERENCE=sample / "truth.tif", REGION=region,
                             OUTPUT=tmp_path / "pairs"))  # fmt: skip
        assert built["TILES"] > 0 and built["SPLIT"] == split
    (tmp_path / "two.yaml").write_text(TWO_STEPS)
    asked = {"CONFIG": tmp_path / "two.yaml", "PAIRS": tmp_path / "pairs", "WEIGHTS": "lunar-1",
             "OUTPUT": tmp_path / "mine"}  # fmt: skip
    trained = results(qgis(variables, "mmoedtm:train", **asked))
    assert trained["RUNS_TRAINED"] == 3 and (tmp_path / "mine" / "crater" / "curves.png").exists()
    finals = {path: path.stat().st_mtime_ns for path in (tmp_path / "mine").glob("*/final.pt")}
    assert len(finals) == 3 and results(qgis(variables, "mmoedtm:train", **asked))["RUNS_TRAINED"] == 3
    assert {path: path.stat().st_mtime_ns for path in finals} == finals
    compared = results(qgis(variables, "mmoedtm:validate", PAIRS=tmp_path / "pairs", AFTER=tmp_path / "mine"))
    assert compared["RMSE_AFTER"] == pytest.approx(compared["RMSE_BEFORE"], rel=0.05)
    studied = results(qgis(variables, "mmoedtm:ablation", PAIRS=tmp_path / "pairs", NETWORKS="dense,terrain", STEPS=2,
                           FOLDER=tmp_path / "rows", OUTPUT=tmp_path / "a.html",
                           OUTPUT_TABLE=tmp_path / "a.csv"))  # fmt: skip
    assert studied["TRAININGS"] == 2 and len((tmp_path / "a.csv").read_text().splitlines()) == 4
    exported = results(qgis(variables, "mmoedtm:export", WEIGHTS=tmp_path / "mine", OUTPUT=tmp_path / "pack"))
    assert exported["DEVIATION"] < 1e-4
    made = results(qgis(variables, "mmoedtm:reconstruct", **scene, PACK=tmp_path / "pack", OUTPUT=tmp_path / "d.tif"))
    assert made["COVERAGE"] == 100.0
    with rasterio.open(tmp_path / "d.tif") as dtm:
        assert any(value.startswith("pack 1.0.0 sha256") for value in dtm.tags().values())


@pytest.mark.parametrize("name", ["reconstruct", "mosaic", "synthesize"])
def test_every_parameter_has_help(variables, name):
    """Of one algorithm of each kind of input; the tests in QGIS's Python look at the help of all."""
    done = subprocess.run([str(PROGRAM), "--json", "help", f"mmoedtm:{name}"], env=variables, capture_output=True,
                          text=True, timeout=120)  # fmt: skip
    parameters = json.loads(done.stdout)["parameters"]
    assert parameters and all(p["help"] for p in parameters.values())


def test_heights_are_the_same_bytes_as_from_the_command_line(variables, part, direct, telling_lunar, tmp_path):
    one = results(qgis(variables, "mmoedtm:reconstruct", IMAGE=part / "image.tif",
                       COARSE_DEM=part / "coarse_dem.tif", SUN_AZIMUTH=292, SUN_INCIDENCE=58,
                       OUTPUT=tmp_path / "q.tif", OUTPUT_TILES=tmp_path / "q.gpkg",
                       OUTPUT_SPREAD=tmp_path / "qs.tif"))  # fmt: skip
    assert one["PROVIDER_USED"] == "CPUExecutionProvider" and one["TILES"] == 1 and one["COVERAGE"] == 100.0
    assert 0.0 < one["MOVED_ERROR"] < 60.0 and (tmp_path / "q.gpkg").exists()
    assert read_heights(tmp_path / "q.tif").tobytes() == direct.tobytes()
    told = ("OUTPUT_ERROR", "OUTPUT_SLOPE_ERROR", "OUTPUT_SUPPORT")
    two = results(qgis(variables, "mmoedtm:reconstruct", IMAGE=part / "image.tif", TILING="paper", PACK=telling_lunar,
                       COARSE_DEM=part / "coarse_dem.tif", SUN_AZIMUTH=292, SUN_INCIDENCE=58, APPLY_SHIFT="false",
                       OUTPUT=tmp_path / "p.tif", OUTPUT_TILE_DTMS=tmp_path / "tiles",
                       **{name: tmp_path / f"{name}.tif" for name in told}))  # fmt: skip
    for name in told:
        assert (read_heights(tmp_path / f"{name}.tif") > 0.0).all(), "all of it is lit or shaded"
    assert two["HEIGHT_ERROR"] > 0.0 and 0.0 < two["LIT"] <= 100.0
    assert two["TILES"] == 4 and two["WORK"] > one["WORK"]
    mosaic = qgis(variables, "mmoedtm:mosaic", OUTPUT=tmp_path / "m.tif",
                  INPUT=json.dumps([str(p) for p in sorted((tmp_path / "tiles").glob("*.tif"))[:2]]))  # fmt: skip
    if mosaic.returncode:  # older qgis_process takes several layers as repeated parameters
        several = [f"INPUT={p}" for p in sorted((tmp_path / "tiles").glob("*.tif"))]
        command = [str(PROGRAM), "--json", "run", "mmoedtm:mosaic", "--", *several, f"OUTPUT={tmp_path / 'm.tif'}"]
        mosaic = subprocess.run(command, env=variables, capture_output=True, text=True, timeout=120)
    assert results(mosaic)["INPUTS"] >= 2 and (tmp_path / "m.tif").exists()


def test_a_plan_and_a_run_that_was_killed(variables, telling_lunar, tmp_path):
    """The run of a plan is killed after its first block; started again it goes on."""
    scene = scene_of_blocks(tmp_path)
    given = {name.upper(): str(value).lower() if isinstance(value, bool) else value for name, value in scene.items()}
    given["PACK"] = telling_lunar
    plan = results(qgis(variables, "mmoedtm:plan", **given, OUTPUT=tmp_path / "p.json"))
    assert plan["BLOCKS"] == 4
    out = tmp_path / "out"
    out.mkdir()
    whole = results(qgis(variables, "mmoedtm:reconstruct", **given, OUTPUT=tmp_path / "whole.tif",
                         OUTPUT_ERROR=tmp_path / "whole_error.tif"))  # fmt: skip
    assert whole["PLAN_DIGEST"] == plan["PLAN_DIGEST"]
    pairs = [f"PLAN={tmp_path / 'p.json'}", f"OUTPUT={out / 'd.tif'}", f"OUTPUT_ERROR={out / 'e.tif'}", "THREADS=1",
             f"PACK={telling_lunar}"]
    process = subprocess.Popen([str(PROGRAM), "run", "mmoedtm:reconstruct", "--", *pairs], env=variables,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                               start_new_session=True)  # fmt: skip
    end = time.monotonic() + 60
    while not list(out.glob(".d.tif.blocks/block-*.mmoedtm-part")) and time.monotonic() < end:
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert not (out / "d.tif").exists()
    again = subprocess.run([str(PROGRAM), "run", "mmoedtm:reconstruct", "--", *pairs], env=variables,
                           capture_output=True, text=True, timeout=300)  # fmt: skip
    assert again.returncode == 0 and "blocks are there from an earlier run" in again.stdout + again.stderr
    assert sorted(os.listdir(out)) == ["d.tif", "e.tif"]
    assert (out / "d.tif").read_bytes() == (tmp_path / "whole.tif").read_bytes()
    assert (out / "e.tif").read_bytes() == (tmp_path / "whole_error.tif").read_bytes()
    missing = qgis(variables, "mmoedtm:reconstruct", OUTPUT=tmp_path / "x.tif")
    assert missing.returncode and "Image is not given" in missing.stdout + missing.stderr


def test_two_images_to_one_dtm(variables, part, tmp_path):
    """The whole way: a site lit by two suns, a DTM of each image, and what both tell together."""
    lit = qgis(variables, "mmoedtm:light_dtm", DTM=part / "truth.tif", SUN_INCIDENCES="60", SUN_AZIMUTHS="20, 115",
               OUTPUT=tmp_path / "i.tif", OUTPUT_FOLDER=tmp_path / "suns")  # fmt: skip
    assert results(lit)["IMAGES"] == 2
    paths = []
    for azimuth in (20, 115):
        paths.append(tmp_path / f"{azimuth}.tif")
        made = qgis(variables, "mmoedtm:reconstruct", IMAGE=tmp_path / "suns" / f"incidence_60_azimuth_{azimuth}.tif",
                    COARSE_DEM=part / "coarse_dem.tif", SUN_AZIMUTH=azimuth, SUN_INCIDENCE=60,
                    OUTPUT=paths[-1])  # fmt: skip
        assert results(made)["COVERAGE"] == 100.0
    targets = {"OUTPUT": tmp_path / "c.tif", "OUTPUT_ERROR": tmp_path / "e.tif", "OUTPUT_REPORT": tmp_path / "r.html"}
    combined = qgis(variables, "mmoedtm:combine", INPUT=json.dumps([str(path) for path in paths]), **targets)
    if combined.returncode:  # older qgis_process takes several layers as repeated parameters
        several = [*(f"INPUT={path}" for path in paths), *(f"{name}={path}" for name, path in targets.items())]
        command = [str(PROGRAM), "--json", "run", "mmoedtm:combine", "--", *several]
        combined = subprocess.run(command, env=variables, capture_output=True, text=True, timeout=300)
    told = results(combined)
    assert told["DTMS"] == 2 and told["COMPLEMENT"] == pytest.approx(85.0) and told["COVERAGE"] == 100.0
    truth = read_heights(part / "truth.tif")
    errors = [slope_error(read_heights(path), truth) for path in (*paths, tmp_path / "c.tif")]
    assert errors[2] < 0.9 * min(errors[:2])
    assert "85" in (tmp_path / "r.html").read_text(encoding="utf-8") and (tmp_path / "e.tif").exists()


def slope_error(heights, truth):
    """Root mean square of the error of the gradient."""
    return float(np.sqrt(np.mean(np.square(np.gradient(heights - truth)))))


def test_light_and_incidence(variables, part, tmp_path):
    """Lists of numbers come through; a number out of range is refused as on the command line."""
    lit = results(qgis(variables, "mmoedtm:light_dtm", DTM=part / "truth.tif", SUN_INCIDENCES="40, 75",
                       SUN_AZIMUTHS="292", OUTPUT=tmp_path / "i.tif", OUTPUT_FOLDER=tmp_path / "all"))  # fmt: skip
    assert lit["IMAGES"] == 2 and lit["PIXEL_SIZE"] == pytest.approx(2.0, rel=1e-3)
    assert {p.name for p in (tmp_path / "all").glob("inc*")} == {f"incidence_{i}_azimuth_292.tif" for i in (40, 75)}
    study = results(qgis(variables, "mmoedtm:incidence_study", DTM=part / "truth.tif", SUN_INCIDENCES="15 55",
                         OUTPUT=tmp_path / "r.html", OUTPUT_TABLE=tmp_path / "t.csv"))  # fmt: skip
    assert study["BEST_INCIDENCE"] == 55.0 and study["BEST_SLOPE_ERROR"] < study["COARSE_SLOPE_ERROR"]
    assert len((tmp_path / "t.csv").read_text().splitlines()) == 4
    odd = qgis(variables, "mmoedtm:light_dtm", DTM=part / "truth.tif", SUN_INCIDENCES="95", OUTPUT=tmp_path / "x.tif")
    assert odd.returncode and "sun_incidences is 95, but must be from 0 to 89.9" in odd.stdout + odd.stderr


def test_align_classify_and_slope(variables, sample, tmp_path):
    given = {"IMAGE": sample / "image.tif", "COARSE_DEM": sample / "coarse_dem.tif"}
    aligned = results(qgis(variables, "mmoedtm:align", **given, SUN_AZIMUTH=292, SUN_INCIDENCE=58,
                           OUTPUT=tmp_path / "a.tif"))  # fmt: skip
    assert aligned["COVERAGE"] == 100.0 and abs(aligned["SHIFT_EAST"]) < 30
    classes = results(qgis(variables, "mmoedtm:classify", **given, OUTPUT=tmp_path / "c.tif",
                           OUTPUT_TILES=tmp_path / "t.gpkg"))  # fmt: skip
    assert classes["TILES_FLAT"] + classes["TILES_MOUNTAIN"] + classes["TILES_CRATER"] == 12
    slope = results(qgis(variables, "mmoedtm:slope_roughness", INPUT=tmp_path / "a.tif", OUTPUT=tmp_path / "s.tif",
                         OUTPUT_VARIANCE=tmp_path / "v.tif", OUTPUT_DEVIATION=tmp_path / "d.tif",
                         OUTPUT_HILLSHADE=tmp_path / "h.tif"))  # fmt: skip
    assert slope["BASELINE"] == pytest.approx(4.0, rel=1e-3)
    for name in "acsvdh":
        assert (tmp_path / f"{name}.tif").exists()


def test_an_area_a_preview_and_a_move_by_hand(variables, sample, tmp_path):
    given = {"IMAGE": sample / "image.tif", "COARSE_DEM": sample / "coarse_dem.tif", "SUN_AZIMUTH": 292,
             "SUN_INCIDENCE": 58}  # fmt: skip
    done = results(qgis(variables, "mmoedtm:reconstruct", **given, PREVIEW="true", EXTENT="-400,600,-400,400",
                        SHIFT_EAST=4, SHIFT_NORTH=-2, OUTPUT=tmp_path / "p.tif"))  # fmt: skip
    assert (done["TILES"], done["MOVED_EAST"], done["MOVED_NORTH"]) == (1, 4.0, -2.0)
    area = results(qgis(variables, "mmoedtm:slope_roughness", INPUT=sample / "truth.tif",
                        EXTENT="-0.005,0.005,-0.005,0.005 [IAU_2015:30100]", OUTPUT=tmp_path / "s.tif"))  # fmt: skip
    assert area["BASELINE"] == pytest.approx(4.0, rel=1e-3)
    with rasterio.open(tmp_path / "s.tif") as slope:
        assert slope.shape == (152, 152)
    odd = qgis(variables, "mmoedtm:align", **given, EXTENT="9000,9100,0,10", OUTPUT=tmp_path / "n.tif")
    assert odd.returncode and "holds no pixel of" in odd.stdout + odd.stderr


def test_sun_geometry(variables, sample):
    given = {"SUBSOLAR_LATITUDE": 0.5, "SUBSOLAR_LONGITUDE": 50}
    sun = results(qgis(variables, "mmoedtm:sun_geometry", IMAGE=sample / "image.tif", **given))
    assert sun["SUN_INCIDENCE"] == pytest.approx(50.0, abs=0.1) and "given" in sun["SOURCE"]


def test_draw_panel(variables, sample, tmp_path):
    done = results(qgis(variables, "mmoedtm:draw_panel", INPUT=sample / "truth.tif", IMAGE=sample / "image.tif",
                        COARSE_DEM=sample / "coarse_dem.tif", SIZE=200, OUTPUT=tmp_path / "p.png",
                        OUTPUT_PDF=tmp_path / "p.pdf"))  # fmt: skip
    assert done["PICTURES"] == 5
    assert (tmp_path / "p.png").read_bytes()[:4] == b"\x89PNG" and (tmp_path / "p.pdf").read_bytes()[:4] == b"%PDF"


def test_a_coarse_dem_from_an_archive(variables, tmp_path):
    """Fetched by itself and for Reconstruct, from a server on this machine; no coarse DEM is asked for."""
    from tests.archives.made import RADIUS_M, sldem_tile
    from tests.archives.server import Archive

    degree_m = np.radians(1.0) * RADIUS_M
    (tmp_path / "archive").mkdir()
    sldem_tile(tmp_path / "archive", 0, 0, (9.9, 9.9, 10.1, 10.1))
    image = write_raster(tmp_path / "i.tif", np.random.default_rng(0).random((400, 400), np.float32), gsd=4.0,
                         origin=(10.0 * degree_m, 10.0 * degree_m))  # fmt: skip
    server = Archive(tmp_path / "archive")
    try:
        text = (ROOT / "resources" / "archives.toml").read_text(encoding="utf-8")
        (tmp_path / "own.toml").write_text(re.sub(r"https://[^\"]*/", f"{server.url}/", text), encoding="utf-8")
        given = {"IMAGE": image, "ARCHIVES": tmp_path / "own.toml"}
        own = {**variables, "XDG_CACHE_HOME": str(tmp_path / "cache"), "NO_PROXY": "127.0.0.1"}
        done = results(qgis(own, "mmoedtm:fetch_coarse_dem", **given, OUTPUT=tmp_path / "c.tif"))
        assert done["SOURCE"] == "sldem2015" and done["BYTES_READ"] > 1000 and done["COVERAGE"] == 100.0
        made = results(qgis(own, "mmoedtm:reconstruct", **given, FETCH_COARSE_DEM="true", OUTPUT=tmp_path / "d.tif"))
        assert made["COVERAGE"] == 100.0 and list((tmp_path / "cache").rglob("coarse_dem_*.tif"))
        refused = qgis(own, "mmoedtm:reconstruct", **given, FETCH_COARSE_DEM="false", OUTPUT=tmp_path / "e.tif")
        assert refused.returncode and "fetch for this image" in refused.stdout + refused.stderr
    finally:
        server.close()
    ready = results(qgis(variables, "mmoedtm:archive_dtm", INPUT=tmp_path / "d.tif", AUTHORS="A, B.",
                         TIME="2012-02-03T04:05:06", OUTPUT=tmp_path / "folder"))  # fmt: skip
    assert ready["LID"].endswith(":d") and (tmp_path / "folder" / "d.xml").is_file()


def test_profile(variables, sample, tmp_path):
    from tests.measures.test_profile import write_lines

    lines = write_lines(tmp_path / "l.gpkg", [[(-300, 0), (300, 0)], [(0, -300), (0, 300)]])
    done = results(qgis(variables, "mmoedtm:profile", LINES=lines, INPUT=sample / "truth.tif", SPACING=5,
                        OUTPUT=tmp_path / "p.csv", OUTPUT_PLOT=tmp_path / "p.png"))  # fmt: skip
    assert done["LINES_SAMPLED"] == 2 and done["LENGTH"] == pytest.approx(1200.0, rel=1e-3)
    assert (tmp_path / "p.csv").exists() and (tmp_path / "p.png").exists()


def test_evaluate(variables, part, tmp_path):
    done = results(qgis(variables, "mmoedtm:evaluate", DTM=part / "truth.tif", REFERENCE=part / "truth.tif",
                        COARSE_DEM=part / "coarse_dem.tif", IMAGE=part / "image.tif", SUN_AZIMUTH=292,
                        SUN_INCIDENCE=58, OUTPUT=tmp_path / "r.html", OUTPUT_JSON=tmp_path / "r.json",
                        OUTPUT_ERROR=tmp_path / "e.tif"))  # fmt: skip
    assert done["RMSE"] == 0.0 and done["COARSE_RMSE"] > 1.0 and done["RELIT_CORRELATION"] > 0.9
    assert all((tmp_path / name).exists() for name in ("r.html", "r.json", "e.tif"))


def test_class_statistics(variables, part, tmp_path):
    outputs = {"OUTPUT": "k.tif", "OUTPUT_TILES": "k.gpkg", "OUTPUT_RELIEF": "r.tif", "OUTPUT_PLOT": "k.png",
               "OUTPUT_JSON": "k.json"}  # fmt: skip
    done = results(qgis(variables, "mmoedtm:class_statistics", COARSE_DEM=part / "coarse_dem.tif", PIXEL_SIZE=2,
                        **{name: tmp_path / file for name, file in outputs.items()}))  # fmt: skip
    assert done["TILES_FLAT"] + done["TILES_MOUNTAIN"] + done["TILES_CRATER"] > 4
    assert all((tmp_path / file).exists() for file in outputs.values())


def test_compare_dtms(variables, part, tmp_path):
    """Two DTMs against a raster and shots, in an area, with all outputs."""
    from tests.measures.test_compare_dtms import write_areas

    shutil.copyfile(part / "truth.tif", tmp_path / "a$b$.tif")
    with rasterio.open(part / "truth.tif") as truth:
        heights = truth.read(1)
        rows, columns = np.random.default_rng(0).integers(20, 380, (2, 400))
        x, y = truth.xy(rows, columns)
        edges = (*truth.xy(350, 40), *truth.xy(50, 300))
    metre = np.degrees(1.0 / 1737400.0)
    lines = [f"{a * metre:.9f},{b * metre:.9f},{h:.3f}" for a, b, h in zip(x, y, heights[rows, columns])]
    (tmp_path / "shots.csv").write_text("\n".join(["lon,lat,height", *lines]))
    several = [f"INPUT={path}" for path in (part / "truth.tif", tmp_path / "a$b$.tif")]
    given = {"REFERENCE": part / "truth.tif", "POINTS": tmp_path / "shots.csv", "COARSE_DEM": part / "coarse_dem.tif",
             "AREAS": write_areas(tmp_path / "areas.gpkg", [edges], ["box"]), "LABELS": "ours; a$b$",
             "OUTPUT": tmp_path / "r.html", "OUTPUT_CSV": tmp_path / "r.csv",
             "OUTPUT_JSON": tmp_path / "r.json"}  # fmt: skip
    done = subprocess.run([str(PROGRAM), "--json", "run", "mmoedtm:compare_dtms", "--", *several,
                           *(f"{name}={value}" for name, value in given.items())],
                          env=variables, capture_output=True, text=True, timeout=300)  # fmt: skip
    found = results(done)
    assert found["DTMS"] == 2 and found["RMSE"] == 0.0 and found["COARSE_RMSE"] > 1.0 and found["BEST"] == "ours"
    assert found["SHOTS"] == 400 and abs(found["OFFSET_EAST"]) < 0.5 and found["RMSE_AT_SHOTS"] < 0.01
    rows = json.loads((tmp_path / "r.json").read_text())["rows"]
    assert {row["area"] for row in rows} == {"", "box"} and len((tmp_path / "r.csv").read_text().splitlines()) == 19
    assert "a$b$" in (tmp_path / "r.html").read_text(encoding="utf-8")


def test_the_shipped_chain(variables, part, direct, tmp_path):
    outputs = {"classify__CLASSES": "c", "reconstruct__DTM": "d", "slope__SLOPE": "s", "slope__SLOPE_VARIANCE": "v"}
    done = qgis(variables, "mmoedtm:lunar_dtm", IMAGE=part / "image.tif", COARSE_DEM=part / "coarse_dem.tif",
                SUN_AZIMUTH=292, SUN_INCIDENCE=58,
                **{name: tmp_path / f"{file}.tif" for name, file in outputs.items()})  # fmt: skip
    results(done)
    assert np.array_equal(read_heights(tmp_path / "d.tif"), direct)
    assert np.nanmedian(read_heights(tmp_path / "s.tif")) > 1.0
    assert read_heights(tmp_path / "v.tif").shape == (ROWS, COLUMNS)
    assert set(np.unique(read_heights(tmp_path / "c.tif"))) <= {0, 1, 2, 3}


def test_the_chain_with_a_report(variables, part, tmp_path):
    outputs = {"reconstruct__DTM": tmp_path / "d.tif", "evaluate__REPORT": tmp_path / "r.html"}
    results(qgis(variables, "mmoedtm:dtm_with_report", IMAGE=part / "image.tif", COARSE_DEM=part / "coarse_dem.tif",
                 SUN_AZIMUTH=292, SUN_INCIDENCE=58, **outputs))  # fmt: skip
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "Lit under the image" in page and "Long waves" in page and "give a reference" in page
    assert np.isfinite(read_heights(tmp_path / "d.tif")).all()
    results(qgis(variables, "mmoedtm:dtm_with_report", IMAGE=part / "image.tif", COARSE_DEM=part / "coarse_dem.tif",
                 REFERENCE=part / "truth.tif", SUN_AZIMUTH=292, SUN_INCIDENCE=58, **outputs))  # fmt: skip
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "give a reference" not in page and "mountain" in page and "RMSE" in page


def test_measures(variables, sample, tmp_path):
    """Rocks, their shadows, craters and radar, each with all of its outputs."""
    from tests.measures.test_operations import discs

    image, truth = sample / "image.tif", sample / "truth.tif"
    light = {"IMAGE": image, "DTM": truth, "SUN_AZIMUTH": 292, "SUN_INCIDENCE": 58}
    rocks = results(qgis(variables, "mmoedtm:detect_rocks", **light, OUTPUT=tmp_path / "r.gpkg",
                         OUTPUT_DTM=tmp_path / "rd.gpkg", OUTPUT_REPORT=tmp_path / "r.html"))  # fmt: skip
    assert rocks["IMAGE_ROCKS"] > 3 and rocks["MATCHED"] >= 1
    shadows = results(qgis(variables, "mmoedtm:compare_shadows", **light, ROCKS=tmp_path / "r.gpkg",
                           OUTPUT=tmp_path / "s.html", OUTPUT_TABLE=tmp_path / "s.gpkg",
                           OUTPUT_IMAGE_MASK=tmp_path / "si.tif", OUTPUT_DTM_MASK=tmp_path / "sd.tif",
                           OUTPUT_DIFFERENCE=tmp_path / "sx.tif", OUTPUT_LIT=tmp_path / "sl.tif",
                           OUTPUT_JSON=tmp_path / "s.json"))  # fmt: skip
    assert shadows["IOU"] > 0.7 and shadows["ROCK_IOU_MEDIAN"] > 0.6
    layer = discs(tmp_path / "c.gpkg", [(0.0, 0.0, 60.0), (9e4, 0.0, 60.0)])
    failed = qgis(variables, "mmoedtm:measure_craters", DTM=sample / "coarse_dem.tif", OUTPUT=tmp_path / "x.gpkg",
                  CRATERS=discs(tmp_path / "far.gpkg", [(9e4, 0.0, 60.0)]))  # fmt: skip
    assert failed.returncode == 1 and "no crater whose rim" in failed.stderr + failed.stdout
    bowl = np.hypot(*np.meshgrid(np.arange(-100, 100), np.arange(-100, 100))).astype(np.float32) * 2.0
    dtm = write_raster(tmp_path / "bowl.tif", np.where(bowl < 60, bowl / 5 - 12, 0.0).astype(np.float32) +
                       np.exp(-(((bowl - 60) / 8) ** 2)).astype(np.float32))  # fmt: skip
    craters = results(qgis(variables, "mmoedtm:measure_craters", DTM=dtm, CRATERS=layer, OTHER=dtm,
                           OUTPUT=tmp_path / "cm.gpkg", OUTPUT_REPORT=tmp_path / "c.html"))  # fmt: skip
    assert craters["CRATERS_MEASURED"] == 1 and craters["AXIS_RATIO"] == pytest.approx(1.0, abs=0.02)
    found = results(qgis(variables, "mmoedtm:detect_craters", **light, OUTPUT=tmp_path / "cf.gpkg",
                         OUTPUT_TABLE=tmp_path / "cf.csv", OUTPUT_REPORT=tmp_path / "cf.html"))  # fmt: skip
    assert found["CRATERS"] > 100 and found["WITH_DEPTH"] > 50
    chained = results(qgis(variables, "mmoedtm:measure_craters", DTM=truth, CRATERS=tmp_path / "cf.gpkg",
                           OUTPUT=tmp_path / "cc.gpkg"))  # fmt: skip
    assert chained["CRATERS_MEASURED"] >= found["WITH_DEPTH"]
    power = write_raster(
        tmp_path / "sar.tif", np.random.default_rng(0).normal(0, 3, (118, 118)).astype(np.float32), gsd=14.0
    )
    radar = results(qgis(variables, "mmoedtm:compare_sar", INPUT=truth, SAR=power, OUTPUT=tmp_path / "sar.html",
                         OUTPUT_ROUGHNESS=tmp_path / "v.tif", OUTPUT_JSON=tmp_path / "sar.json"))  # fmt: skip
    assert radar["PIXELS"] > 10000 and abs(radar["SPEARMAN"]) < 0.05
    for name in ("r.gpkg", "rd.gpkg", "r.html", "s.html", "s.gpkg", "si.tif", "sd.tif", "sx.tif", "sl.tif", "s.json",
                 "cm.gpkg", "c.html", "sar.html", "v.tif", "sar.json"):  # fmt: skip
        assert (tmp_path / name).stat().st_size > 0


def test_describe(variables, sample, tmp_path):
    card = results(qgis(variables, "mmoedtm:describe", INPUT=sample / "image.tif",
                        COARSE_DEM=sample / "coarse_dem.tif", OUTPUT=tmp_path / "card.html"))  # fmt: skip
    assert card["USABLE"] is True and card["PIXEL_SIZE"] == pytest.approx(2.0, abs=1e-3)
    assert "takes the pair" in (tmp_path / "card.html").read_text(encoding="utf-8")
    refused = qgis(variables, "mmoedtm:describe", INPUT=sample / "image.tif", USE_AS="coarse DEM")
    assert refused.returncode == 1 and "holds an image" in refused.stdout + refused.stderr


def test_synthesize(variables, tmp_path):
    made = results(qgis(variables, "mmoedtm:synthesize", TERRAIN="flat", SEED=3, SIZE=300, OUTPUT=tmp_path / "i.tif",
                        OUTPUT_COARSE=tmp_path / "c.tif", OUTPUT_TRUTH=tmp_path / "t.tif"))  # fmt: skip
    assert made["RELIEF"] > 1.0 and read_heights(tmp_path / "t.tif").shape == (300, 300)
    again = run_engine("synthesize", "--terrain", "flat", "--seed", 3, "--size", 300, "--output", tmp_path / "i2.tif",
                       "--output-coarse", tmp_path / "c2.tif", "--output-truth", tmp_path / "t2.tif")  # fmt: skip
    assert again.returncode == 0
    for name in "ict":
        assert np.array_equal(read_heights(tmp_path / f"{name}.tif"), read_heights(tmp_path / f"{name}2.tif"))


def test_the_chains_of_measures(variables, part, tmp_path):
    light = {"IMAGE": part / "image.tif", "SUN_AZIMUTH": 292, "SUN_INCIDENCE": 58}
    sar = write_raster(
        tmp_path / "sar.tif", np.random.default_rng(0).normal(0, 3, (118, 118)).astype(np.float32), gsd=14.0
    )
    outputs = {"reconstruct__DTM": tmp_path / "d.tif", "compare__REPORT": tmp_path / "r.html",
               "compare__ROUGHNESS": tmp_path / "v.tif"}  # fmt: skip
    results(
        qgis(variables, "mmoedtm:roughness_vs_sar", **light, COARSE_DEM=part / "coarse_dem.tif", SAR=sar, **outputs)
    )
    assert "ROC" in (tmp_path / "r.html").read_text(encoding="utf-8") and (tmp_path / "v.tif").exists()
    outputs = {"detect__ROCKS": tmp_path / "r.gpkg", "compare__REPORT": tmp_path / "s.html",
               "compare__TABLE": tmp_path / "t.gpkg", "compare__DIFFERENCE": tmp_path / "x.tif"}  # fmt: skip
    results(qgis(variables, "mmoedtm:shadow_check", **light, DTM=part / "truth.tif", **outputs))
    assert "Intersection" in (page := (tmp_path / "s.html").read_text(encoding="utf-8")).title() and "rock" in page
    assert all(path.exists() for path in outputs.values())


def test_a_radar_image_of_no_unit_stops_a_chain_before_it_computes(variables, part, tmp_path):
    power = write_raster(
        tmp_path / "sar.tif", np.random.default_rng(0).gamma(2.0, 0.1, (118, 118)).astype(np.float32), gsd=14.0
    )
    outputs = {"reconstruct__DTM": tmp_path / "d.tif", "compare__REPORT": tmp_path / "r.html",
               "compare__ROUGHNESS": tmp_path / "v.tif"}  # fmt: skip
    done = qgis(variables, "mmoedtm:roughness_vs_sar", IMAGE=part / "image.tif", COARSE_DEM=part / "coarse_dem.tif",
                SUN_AZIMUTH=292, SUN_INCIDENCE=58, SAR=power, **outputs)  # fmt: skip
    said = done.stdout + done.stderr
    assert done.returncode == 1 and "does not say whether it holds decibels or linear power" in said
    assert "Inference runs on" not in said and not any(path.exists() for path in outputs.values())


def test_real_pairs(variables, real, tmp_path):
    """The main-job pair with its sun, and a peak with unknown sun: the same heights from both doors."""
    pairs = {
        "polar": (real / "polar_nac" / "M139939938LE_intensity.tif", real / "polar_nac" / "coarse_dem_30m.tif",
                  {"SUN_AZIMUTH": -5.43, "SUN_INCIDENCE": 83.45}),
        "peak": (real / "aristarchus_peak" / "image_7m.tif", real / "aristarchus_peak" / "dem_26m.tif", {}),
    }  # fmt: skip
    for name, (image, coarse, sun) in pairs.items():
        results(qgis(variables, "mmoedtm:reconstruct", IMAGE=image, COARSE_DEM=coarse, **sun,
                     OUTPUT=tmp_path / f"{name}_q.tif"))  # fmt: skip
        flags = [f"--{key.lower().replace('_', '-')}={value}" for key, value in sun.items()]
        done = run_engine("reconstruct", "--image", image, "--coarse-dem", coarse, *flags, "--output",
                          tmp_path / f"{name}_c.tif")  # fmt: skip
        assert done.returncode == 0, done.stderr
        one, two = read_heights(tmp_path / f"{name}_q.tif"), read_heights(tmp_path / f"{name}_c.tif")
        assert one.tobytes() == two.tobytes() and np.isfinite(one).mean() > 0.9


def test_bad_input_is_said_in_one_sentence(variables, sample, tmp_path):
    """Refused by the engine, by QGIS, and for a text and a choice; every fault is tried at the other doors."""
    earth = write_raster(tmp_path / "earth.tif", np.ones((9, 9), np.float32), gsd=60.0, crs=EARTH)
    cases = [
        ({"COARSE_DEM": earth}, "6378.1 km"),
        ({"IMAGE": tmp_path / "absent.tif"}, "absent.tif"),
        ({"PACK": "nowhere"}, "no expert pack"),
        ({"PROVIDER": "coreml"}, "provider coreml"),
    ]
    target = tmp_path / "out" / "d.tif"
    target.parent.mkdir()
    for change, words in cases:
        given = {"IMAGE": sample / "image.tif", "COARSE_DEM": sample / "coarse_dem.tif", "OUTPUT": target, **change}
        done = qgis(variables, "mmoedtm:reconstruct", **given)
        assert done.returncode == 1 and words in done.stderr + done.stdout, (change, done.stderr)
        assert list(target.parent.iterdir()) == []


def test_a_missing_environment_is_said_with_its_cure(variables, sample, tmp_path):
    without = {**variables, "MMOEDTM_PYTHON": str(tmp_path / "no" / "python")}
    done = qgis(without, "mmoedtm:slope_roughness", INPUT=sample / "truth.tif", OUTPUT=tmp_path / "s.tif")
    assert done.returncode == 1 and "does not exist" in done.stderr + done.stdout
    empty = {k: v for k, v in variables.items() if k != "MMOEDTM_PYTHON"}
    empty["XDG_DATA_HOME"] = str(tmp_path)
    done = qgis(empty, "mmoedtm:slope_roughness", INPUT=sample / "truth.tif", OUTPUT=tmp_path / "s.tif")
    told = done.stderr + done.stdout
    assert done.returncode == 1 and "MMOEDTM_PYTHON" in told and "Raster >" not in told


def test_a_killed_worker_leaves_qgis_alive_with_a_clear_message(variables, tmp_path):
    image = write_raster(tmp_path / "i.tif", np.random.default_rng(0).random((2500, 2500), np.float32))
    posts = np.random.default_rng(1).normal(0, 20, (90, 90)).astype(np.float32)
    coarse = write_raster(tmp_path / "c.tif", posts, gsd=60.0)
    target = tmp_path / "out" / "d.tif"
    target.parent.mkdir()
    command = [
        str(PROGRAM),
        "run",
        "mmoedtm:reconstruct",
        "--",
        f"IMAGE={image}",
        f"COARSE_DEM={coarse}",
        f"OUTPUT={target}",
    ]
    process = subprocess.Popen(command, env=variables, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 60
    worker = None
    while time.monotonic() < deadline and worker is None:
        found = subprocess.run(["pgrep", "-P", str(process.pid)], capture_output=True, text=True).stdout.split()
        if found and list(target.parent.glob(".mmoedtm-*")):
            worker = int(found[0])
        time.sleep(0.05)
    assert worker is not None
    os.kill(worker, 9)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 1 and "ended before it was done" in out + err
    assert list(target.parent.iterdir()) == []


def test_the_zip_installs_into_an_empty_profile_and_runs(sample, tmp_path):
    archive = build.package()
    plugins = tmp_path / "profile" / "profiles" / "default" / "python" / "plugins"
    plugins.mkdir(parents=True)
    with zipfile.ZipFile(archive) as zipped:
        zipped.extractall(plugins)
    variables = build.qgis_variables(tmp_path, PROGRAM, Path(sys.executable))
    del variables["QGIS_PLUGINPATH"]
    shutil.copytree(sample, tmp_path / "scene")
    done = qgis(variables, "mmoedtm:reconstruct", IMAGE=tmp_path / "scene" / "image.tif",
                COARSE_DEM=tmp_path / "scene" / "coarse_dem.tif", OUTPUT=tmp_path / "d.tif")  # fmt: skip
    assert results(done)["TILES"] == 6
    assert str(ROOT) not in done.stdout + done.stderr
