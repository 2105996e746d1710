"""Every raster of every operation is a Cloud Optimized GeoTIFF that carries its statistics."""

import signal
import subprocess

import numpy as np
import pytest
import rasterio

from engine.contract.execute import execute
from engine.contract.progress import Progress
from engine.errors import Cancelled
from engine.operations import OPERATIONS
from engine.raster import cloud, writer
from engine.vector.layer import ring, write_layer
from tests.campaigns.scenes import OVER_THE_NETWORK
from tests.conftest import MOON_EQC, read_heights, write_raster
from tests.raster.cog import by_gdal, flaws

WRITING = sorted(name for name, operation in OPERATIONS.items() if name not in OVER_THE_NETWORK
                 and any(p.kind == "raster_target" for p in operation.targets))  # fmt: skip
"""Fetch coarse DEM needs a server; its raster is looked at in tests/archives."""

SUN = {"sun_azimuth": 300.0, "sun_incidence": 60.0}
SIZE = 600


@pytest.fixture(scope="module")
def given(tmp_path_factory, run, identity_pack):
    """What each operation is given: a scene larger than a tile, with a corner that is not known."""
    folder = tmp_path_factory.mktemp("scene")
    made = {name: str(folder / f"{name}.tif") for name in ("image", "coarse", "truth")}
    run("synthesize", size=SIZE, gsd=2.0, posting=60.0, output=made["image"], output_coarse=made["coarse"],
        output_truth=made["truth"])  # fmt: skip
    truth = read_heights(made["truth"])
    truth[:90, :200] = np.nan
    dtm = write_raster(folder / "dtm.tif", truth)
    sar = str(folder / "sar.tif")
    rng = np.random.default_rng(1)
    with rasterio.open(write_raster(folder / "s.tif", truth)) as one, rasterio.open(
        sar, "w", **{**one.profile, "count": 4, "nodata": None}
    ) as four:
        for band, low in enumerate((1.0, -0.3, -0.3, 0.1), start=1):
            four.write(rng.uniform(low, low + 0.5, (SIZE, SIZE)).astype(np.float32), band)
            four.set_band_description(band, f"S{band}")
    rocks = folder / "rocks.gpkg"
    angles = np.arange(24) * np.pi / 12
    write_layer(str(rocks), MOON_EQC, "Polygon", [ring(40 * np.cos(angles), 40 * np.sin(angles))],
                {"id": np.arange(1)})  # fmt: skip
    scene = {"image": made["image"], "coarse_dem": made["coarse"]}
    routed = {**scene, "pack": identity_pack, **SUN}
    return {
        "align": scene,
        "class_statistics": {"coarse_dem": made["coarse"], "grid": made["image"]},
        "classify": routed,
        "combine": {"input": [dtm, made["truth"]], "suns": "20 60; 110 60"},
        "compare_sar": {"input": dtm, "sar": sar, "sar_unit": "linear power", "window": 3},
        "compare_shadows": {"image": made["image"], "dtm": dtm, "rocks": str(rocks), **SUN},
        "evaluate": {"dtm": dtm, "reference": made["truth"]},
        "light_dtm": {"dtm": dtm, "sun_incidences": "40, 70"},
        "mosaic": {"input": [dtm, made["truth"]]},
        "reconstruct": {**scene, **SUN},
        "slope_roughness": {"input": dtm},
        "synthesize": {"size": SIZE, "gsd": 2.0},
    }


def targets_of(name, folder):
    """A file or folder for every target that an operation has."""
    ends = {"raster_target": ".tif", "vector_target": ".gpkg", "folder_target": ""}
    return {p.name: str(folder / (p.name + ends.get(p.kind, f".{p.suffix}"))) for p in OPERATIONS[name].targets}


@pytest.fixture(scope="module")
def made(tmp_path_factory, run, given):
    """Function that gives every raster that an operation writes."""
    folders = {}

    def make(name):
        if name not in folders:
            folders[name] = tmp_path_factory.mktemp(name)
            run(name, **given[name], **targets_of(name, folders[name]))
        return sorted(folders[name].rglob("*.tif"))

    return make


@pytest.mark.parametrize("name", WRITING)
def test_rasters_of_an_operation(made, name):
    found = made(name)
    assert {p.name for p in OPERATIONS[name].targets if p.kind == "raster_target"} <= {path.stem for path in found}
    assert {path: flaws(path) for path in found if flaws(path)} == {}
    for path in found:
        with rasterio.open(path) as dataset:
            tags, known = dataset.tags(1), dataset.read(1, masked=True).compressed()
            assert dataset.overviews(1) or max(dataset.shape) <= 512
        assert float(tags["STATISTICS_MAXIMUM"]) == known.max()
        assert float(tags["STATISTICS_MEAN"]) == pytest.approx(known.mean(dtype=np.float64), rel=1e-6, abs=1e-6)
        assert not path.with_name(f"{path.name}.aux.xml").exists()


def test_what_gdal_on_this_machine_says_of_them(made):
    """Its validator takes them, and what QGIS asks for when a layer is added is there without a look at the pixels."""
    said = by_gdal([path for name in WRITING for path in made(name)])
    assert len(said) >= len(WRITING)
    for path, one in said.items():
        assert one["warnings"] == one["errors"] == [] and one["layout"] == "COG", path
        assert len(one["statistics"]) == 4 and one["statistics"][0] <= one["statistics"][2], path


@pytest.mark.parametrize("name", WRITING)
def test_a_cancel_while_a_raster_is_laid_out(tmp_path, given, name):
    """Heard by every operation: the process is ended, and nothing is left."""
    wanted = {k: v for k, v in targets_of(name, tmp_path).items() if not v.endswith("output_tile_dtms")}
    started = []
    real = subprocess.Popen

    def popen(*arguments, **options):
        started.append(real(*arguments, **options))
        return started[-1]

    with pytest.MonkeyPatch.context() as patch, pytest.raises(Cancelled):
        patch.setattr(writer, "APART_FROM_PX", 0)
        patch.setattr(cloud.subprocess, "Popen", popen)
        execute(OPERATIONS[name], {**given[name], **wanted}, Progress(cancelled=lambda: bool(started)))
    assert [one.returncode for one in started] == [-signal.SIGKILL]
    assert {path.name for path in tmp_path.iterdir()} <= {".output.tif.blocks"}, "which the same run goes on from"
