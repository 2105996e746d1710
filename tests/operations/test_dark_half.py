"""Reconstruct a display-stretched image that gets dark towards one end: the truth is known."""

import json
import shutil

import numpy as np
import pytest

from engine.experts.pack import write_sums
from engine.synthetic.product import MOON_WKT, write_scene
from engine.synthetic.scene import make_scene
from tests.conftest import ROOT, read_heights

SUN = {"sun_azimuth": 300.0, "sun_incidence": 60.0}


@pytest.fixture
def old_scheme(tmp_path):
    """The shipped pack, but every tile divided by its own mean, however dark."""
    folder = shutil.copytree(ROOT / "resources" / "packs" / "lunar-1", tmp_path / "own-mean")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest.update(normalisation="pixel")
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    write_sums(folder)
    return str(folder)


def test_dark_tiles_after_an_offset(run, raster, tmp_path, old_scheme):
    """The estimated offset is too large by what is left of the darkest tiles."""
    scene = make_scene(49, "crater", 640, 2.0, 30.0, SUN["sun_azimuth"], SUN["sun_incidence"])
    lit = np.clip((np.arange(640.0)[:, None] - 200.0) / 300.0, 0.0, 1.0)
    image = scene.image * (0.15 + 0.85 * lit) + 0.7 * float(scene.image.mean())
    coarse = write_scene(scene, tmp_path / "scene")["coarse_dem"]
    strip = raster("strip.tif", image[:, :320].astype(np.float32), origin=(-640.0, 640.0), crs=MOON_WKT)
    given = {"image": strip, "coarse_dem": coarse, **SUN}
    errors = {}
    for name, pack in (("own mean", old_scheme), ("floor", "lunar-1")):
        done = run("reconstruct", **given, pack=pack, output=tmp_path / f"{name}.tif")
        errors[name] = read_heights(tmp_path / f"{name}.tif") - scene.ground.height[:, :320]
    assert done["offset_removed"] > 0.2
    bands = slice(0, 156), slice(156, 320), slice(320, 640)
    before, after = ([float(np.sqrt(np.mean(errors[name][b] ** 2))) for b in bands] for name in ("own mean", "floor"))
    assert after[0] < 0.7 * before[0], "the dark end is much better"
    assert np.linalg.norm(after) < np.linalg.norm(before), "and the whole is no worse"
