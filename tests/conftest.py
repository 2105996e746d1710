"""What many tests share: small lunar rasters, an identity pack, the command line, the real data."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[1]
REAL = ROOT.parent / "shared" / "data"

MOON_EQC = (
    'PROJCS["Moon eqc",GEOGCS["GCS_Moon",DATUM["D_Moon",SPHEROID["Moon",1737400,0]],PRIMEM["Reference",0],'
    'UNIT["degree",0.0174532925199433]],PROJECTION["Equirectangular"],PARAMETER["standard_parallel_1",0],'
    'PARAMETER["central_meridian",0],UNIT["metre",1]]'
)
EARTH = 32633


def pytest_report_header(config):
    """Say whether the real data are there."""
    return f"real lunar rasters: {'found' if REAL.is_dir() else 'absent, tests that need them are skipped'}"


@pytest.fixture(scope="session")
def real():
    """Folder of the real rasters."""
    if not REAL.is_dir():
        pytest.skip("the real lunar rasters (shared/data beside the checkout) are not on this machine")
    return REAL


def write_raster(path, values, gsd=2.0, crs=MOON_EQC, origin=None, nodata=None, **options):
    """Write a small GeoTIFF whose centre is the origin of its CRS."""
    import rasterio
    from rasterio.crs import CRS
    from rasterio.transform import Affine

    values = np.atleast_3d(values.T).T if values.ndim == 2 else values
    count, height, width = values.shape
    x, y = origin or (-width * gsd / 2, height * gsd / 2)
    wkt = CRS.from_epsg(crs) if isinstance(crs, int) else (CRS.from_wkt(crs) if crs else None)
    tags = options.pop("tags", {})
    unit = options.pop("unit", None)
    scale = options.pop("scale", None)
    with rasterio.open(
        path, "w", driver="GTiff", width=width, height=height, count=count, dtype=values.dtype, crs=wkt,
        transform=Affine(gsd, 0, x, 0, -gsd, y), nodata=nodata, **options,
    ) as dataset:  # fmt: skip
        dataset.write(values)
        if tags:
            dataset.update_tags(**tags)
        if unit:
            dataset.set_band_unit(1, unit)
        if scale:
            dataset.scales, dataset.offsets = (scale[0],), (scale[1],)
    return str(path)


@pytest.fixture
def raster(tmp_path):
    """Function that writes a raster under a name and returns its path."""
    return lambda name, values, **options: write_raster(tmp_path / name, values, **options)


def identity_model():
    """Bytes of a model whose heights are the coarse heights."""
    from onnx import TensorProto, helper

    tile = ["batch", 1, "height", "width"]
    inputs = [
        helper.make_tensor_value_info("image", TensorProto.FLOAT, tile),
        helper.make_tensor_value_info("coarse", TensorProto.FLOAT, tile),
        helper.make_tensor_value_info("sun", TensorProto.FLOAT, ["batch", 4]),
        helper.make_tensor_value_info("posting", TensorProto.FLOAT, ["batch", 1]),
    ]
    output = helper.make_tensor_value_info("heights", TensorProto.FLOAT, tile)
    node = helper.make_node("Identity", ["coarse"], ["heights"])
    model = helper.make_model(
        helper.make_graph([node], "identity", inputs, [output]), opset_imports=[helper.make_opsetid("", 17)]
    )
    model.ir_version = 8
    return model.SerializeToString()


def error_model():
    """Bytes of a model that tells errors: of heights half a pixel, of slopes three degrees and the brightness."""
    from onnx import TensorProto, helper

    tile = ["batch", 1, "height", "width"]
    images = ("image", "coarse", "correction")
    inputs = [helper.make_tensor_value_info(name, TensorProto.FLOAT, tile) for name in images]
    inputs += [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, ["batch", count])
        for name, count in (("sun", 4), ("posting", 1), ("terrain", 3))
    ]
    output = helper.make_tensor_value_info("errors", TensorProto.FLOAT, ["batch", 2, "height", "width"])
    values = {"zero": 0.0, "half": 0.5, "three": 3.0}
    constants = [helper.make_tensor(name, TensorProto.FLOAT, [], [value]) for name, value in values.items()]
    nodes = [
        helper.make_node("Mul", ["image", "zero"], ["nothing"]),
        helper.make_node("Add", ["nothing", "half"], ["height"]),
        helper.make_node("Add", ["image", "three"], ["slope"]),
        helper.make_node("Concat", ["height", "slope"], ["errors"], axis=1),
    ]
    graph = helper.make_graph(nodes, "errors", inputs, [output], constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 8
    return model.SerializeToString()


ONES = {terrain: [1.0, 1.0] for terrain in ("flat", "mountain", "crater")}
TELLING = {"file": "error.onnx", "bands_deg": [90.0], "height_factors": ONES, "slope_factors": ONES}
"""Entry of a manifest for ``error_model``, its figures as they are."""


def write_pack(folder, model, telling=None, **changes):
    """A pack with one model for every class, and one that tells errors where it is given."""
    from engine.experts.pack import write_sums

    folder.mkdir(parents=True, exist_ok=True)
    shipped = ROOT / "resources" / "packs" / "lunar-1" / "manifest.json"
    manifest = json.loads(shipped.read_text(encoding="utf-8"))
    manifest.pop("error", None)
    manifest.update(name=folder.name, **changes)
    if telling is not None:
        manifest["error"] = manifest.get("error", TELLING)
        (folder / "error.onnx").write_bytes(telling)
    for name in manifest["experts"].values():
        (folder / name).write_bytes(model)
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    write_sums(folder)
    return str(folder)


@pytest.fixture(scope="session")
def identity_pack(tmp_path_factory):
    """A pack whose experts hand the coarse DEM back."""
    return write_pack(tmp_path_factory.mktemp("packs") / "identity", identity_model())


@pytest.fixture(scope="session")
def telling_pack(tmp_path_factory):
    """A pack whose experts hand the coarse DEM back, and that tells errors (``error_model``)."""
    return write_pack(tmp_path_factory.mktemp("packs") / "telling", identity_model(), error_model())


def telling_experts(folder):
    """The shipped experts with ``error_model`` in place of what may tell their errors."""
    from engine.experts.pack import write_sums

    shutil.copytree(ROOT / "resources" / "packs" / "lunar-1", folder)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    (folder / "error.onnx").write_bytes(error_model())
    (folder / "manifest.json").write_text(json.dumps({**manifest, "error": TELLING}), encoding="utf-8")
    write_sums(folder)
    return str(folder)


@pytest.fixture(scope="session")
def telling_lunar(tmp_path_factory):
    """As ``telling_experts``."""
    return telling_experts(tmp_path_factory.mktemp("packs") / "telling-lunar")


@pytest.fixture(scope="session")
def sample():
    """Folder of the sample scene."""
    return ROOT / "resources" / "sample"


def run_engine(*arguments, **options):
    """The command line in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "engine", *map(str, arguments)], cwd=ROOT, capture_output=True, text=True,
        timeout=300, env={**os.environ, "PYTHONPATH": str(ROOT)}, **options,
    )  # fmt: skip


@pytest.fixture
def engine():
    """The command line."""
    return run_engine


@pytest.fixture(scope="session")
def run():
    """An operation in this process: ``run(name, **parameters)``."""
    from engine.contract.execute import execute
    from engine.contract.progress import Progress
    from engine.operations import OPERATIONS

    def call(name, log=None, **given):
        progress = Progress(log=lambda level, text: log.append((level, text)) if log is not None else None)
        given = {k: [str(v) for v in value] if isinstance(value, list) else value for k, value in given.items()}
        given = {k: str(v) if isinstance(v, Path) else v for k, v in given.items()}
        return execute(OPERATIONS[name], given, progress)

    return call


def read_heights(path):
    """All values of a raster, NaN where there is nodata."""
    import rasterio

    with rasterio.open(path) as dataset:
        values = dataset.read(1)
        return np.where(values == dataset.nodata, np.nan, values) if dataset.nodata is not None else values
