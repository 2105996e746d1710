"""A few runs through qgis_process, in whatever QGIS is here: loaded without a fault, a DTM, help of every chain."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

pytest.importorskip("qgis.core", reason="QGIS's Python packages are not here")

import numpy as np
from osgeo import gdal

SAMPLE = Path(__file__).resolve().parents[2] / "resources" / "sample"
PROGRAM = os.environ.get("MMOEDTM_QGIS_PROCESS", "")
CHAINS = ("lunar_dtm", "dtm_with_report", "shadow_check", "roughness_vs_sar")
ROWS, COLUMNS = 412, 540
pytestmark = pytest.mark.skipif(not PROGRAM, reason="MMOEDTM_QGIS_PROCESS names no program qgis_process")
gdal.UseExceptions()


@pytest.fixture(scope="module")
def process(tmp_path_factory):
    """The program with the staged plugin, a profile of its own, and every warning of Python shown."""
    profile = tmp_path_factory.mktemp("profile")
    settings = profile / "profiles" / "default" / "QGIS" / "QGIS3.ini"
    settings.parent.mkdir(parents=True)
    settings.write_text("[PythonPlugins]\nqgis_mmoedtm=true\n")
    left_out = ("PYTHONPATH", "QGIS_PREFIX_PATH")
    variables = {name: value for name, value in os.environ.items() if name not in left_out}
    variables.update(QGIS_CUSTOM_CONFIG_PATH=str(profile), PYTHONWARNINGS="default")

    def run(*arguments):
        done = subprocess.run([PROGRAM, *map(str, arguments)], env=variables, capture_output=True, text=True,
                              timeout=300)  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        assert not re.search(r"qgis_mmoedtm.*Warning|ResourceWarning|Traceback", done.stderr), done.stderr
        return done.stdout

    return run


@pytest.fixture(scope="module")
def corner(tmp_path_factory):
    """A folder like the sample's, with the corner of its scene that four tiles cover."""
    folder = tmp_path_factory.mktemp("corner")
    for name in ("image.tif", "truth.tif"):
        gdal.Translate(str(folder / name), str(SAMPLE / name), srcWin=[0, 0, COLUMNS, ROWS])
    shutil.copyfile(SAMPLE / "coarse_dem.tif", folder / "coarse_dem.tif")
    return folder


def heights(path):
    return gdal.Open(str(path)).ReadAsArray()


def test_a_dtm_with_the_pixels_of_the_command_line(process, corner):
    done = process("--json", "run", "mmoedtm:reconstruct", "--", f"IMAGE={corner / 'image.tif'}",
                   f"COARSE_DEM={corner / 'coarse_dem.tif'}", "SUN_AZIMUTH=292", "SUN_INCIDENCE=58",
                   f"OUTPUT={corner / 'dtm.tif'}")  # fmt: skip
    assert json.loads(done)["results"]["OUTPUT"] == str(corner / "dtm.tif")
    made = heights(corner / "dtm.tif")
    assert np.sqrt(np.mean((made - heights(corner / "truth.tif")) ** 2)) < 2.0
    command = [os.environ["MMOEDTM_PYTHON"], "-m", "engine", "reconstruct", "--image", corner / "image.tif",
               "--coarse-dem", corner / "coarse_dem.tif", "--sun-azimuth", "292", "--sun-incidence", "58", "--output",
               corner / "direct.tif"]  # fmt: skip
    plugin = Path(os.environ["QGIS_PLUGINPATH"]) / "qgis_mmoedtm"
    subprocess.run([str(part) for part in command], cwd=plugin, check=True, capture_output=True)
    assert np.array_equal(made, heights(corner / "direct.tif"))


@pytest.mark.parametrize("name", CHAINS)
def test_help_of_a_chain(process, name):
    said = process("help", f"mmoedtm:{name}")
    assert "IMAGE" in said and "SUN_AZIMUTH" in said and re.search(r"(?m)^\w+:[A-Z_]+: <output", said)
    assert not re.search(r"</?(p|b|i|br|h\d|li|ul)\b", said)
