"""The sun that is used against the one that the image shows over the slopes of its coarse DEM."""

import json
import shutil

import pytest

from tests.benchmarks.sun_check import estimate, scenes
from tests.conftest import read_heights

TRUE = 292.0
"""Of the sample."""


def warned(log):
    return [text for level, text in log if level == "warning" and text.startswith("The sun that is used stands")]


@pytest.mark.parametrize("azimuth", [112.0, 202.0, 22.0])
def test_a_turned_sun_is_said_with_both_azimuths_and_moves_nothing(run, sample, tmp_path, azimuth):
    log = []
    plan = run("plan", log, image=sample / "image.tif", coarse_dem=sample / "coarse_dem.tif", sun_azimuth=azimuth,
               sun_incidence=58.0, output=tmp_path / "p.json")  # fmt: skip
    (text,) = warned(log)
    shown = float(text.partition("shows it at ")[2].split()[0])
    assert f"azimuth {azimuth:.0f} degrees" in text and abs(shown - TRUE) < 10.0
    assert (plan["moved_east"], plan["moved_north"]) == (0.0, 0.0)
    assert any("the image contradicts the sun" in text for _, text in log)


@pytest.mark.parametrize("azimuth", [TRUE, 322.0, 262.0])
def test_a_sun_about_right_is_silent(run, sample, tmp_path, azimuth):
    log = []
    run("align", log, image=sample / "image.tif", coarse_dem=sample / "coarse_dem.tif", sun_azimuth=azimuth,
        sun_incidence=58.0, output=tmp_path / "a.tif")  # fmt: skip
    assert not warned(log)


def test_a_sun_that_is_odd_is_said_and_used(run, sample, tmp_path):
    log = []
    run("align", log, image=sample / "image.tif", coarse_dem=sample / "coarse_dem.tif", sun_azimuth=345.0,
        sun_incidence=58.0, output=tmp_path / "a.tif")  # fmt: skip
    (text,) = warned(log)
    assert "azimuth 345 degrees" in text and "goes on with it" in text
    assert not any("the image contradicts the sun" in text for _, text in log)


@pytest.mark.parametrize("azimuth", [TRUE, 112.0])
def test_a_shift_is_made_under_a_sun_that_the_image_shows_alone(run, sample, tmp_path, azimuth):
    """A coarse DEM 40 m off its place."""
    import rasterio

    away = tmp_path / "away.tif"
    shutil.copyfile(sample / "coarse_dem.tif", away)
    with rasterio.open(away, "r+") as dataset:
        a, b, c, d, e, f = tuple(dataset.transform)[:6]
        dataset.transform = rasterio.Affine(a, b, c + 40.0, d, e, f)
    log = []
    found = run("align", log, image=sample / "image.tif", coarse_dem=away, sun_azimuth=azimuth, sun_incidence=58.0,
                apply_shift=True, output=tmp_path / "a.tif")  # fmt: skip
    assert bool(warned(log)) == (azimuth != TRUE) == (not found["shift_reliable"])
    assert found["shift_east"] == pytest.approx(-40.0 if azimuth == TRUE else 0.0, abs=8.0)


def test_a_right_sun_is_never_doubted(tmp_path):
    """Made scenes of four kinds; the benchmark has a thousand of them."""
    for _, scene in scenes(16, wide=True):
        found = estimate(scene)
        off = abs((found.azimuth_deg - scene.azimuth_deg + 180.0) % 360.0 - 180.0)
        assert not found.reliable or off < 70.0


def test_where_nothing_tells_the_sun_the_azimuth_is_offered(run, sample, tmp_path):
    given = {"image": sample / "image.tif", "coarse_dem": sample / "coarse_dem.tif", "output": tmp_path / "p.json"}
    log = []
    run("plan", log, **given)
    (text,) = [text for level, text in log if level == "warning" and "The sun is not given" in text]
    assert abs(float(text.partition("at azimuth ")[2].split()[0]) - TRUE) < 10.0 and "with the incidence" in text
    log = []
    run("plan", log, **given, sun="none")
    assert not any("at azimuth" in text for _, text in log)


def renamed(sample, folder, tmp_path):
    """The sample without tags where the sun of M150361817RC stands at azimuth 292, incidence 58; paths by name.

    M150361817RC has incidence 62.61 at 0.55 N 23.47 E (paper, Fig. 12) three days after a full moon (2011-01-19), so
    in the afternoon: its sub-solar longitude is 23.47 - 62.61 = -39.14, its latitude near zero (the Moon's axis leans
    by 1.5 degrees). The sun stands at 292 and 58 where tan(latitude) = -tan(58) cos(292) and, by the cosine rule,
    51.9 degrees east of there.
    """
    import numpy as np
    import rasterio
    from rasterio.crs import CRS

    latitude = -np.degrees(np.arctan(np.tan(np.radians(58.0)) * np.cos(np.radians(292.0))))
    hour = np.degrees(np.arccos(np.cos(np.radians(58.0)) / np.cos(np.radians(latitude))))
    crs = CRS.from_proj4(f"+proj=eqc +lat_ts={latitude} +lon_0={hour - 39.14} +R=1737400 +units=m +no_defs")
    paths = {}
    for name, told in (("image", "M150361817RC.tif"), ("coarse_dem", "coarse.tif")):
        with rasterio.open(sample / f"{name}.tif") as dataset:
            a, b, c, d, e, f = tuple(dataset.transform)[:6]
            profile = {"driver": "GTiff", "count": 1, "dtype": "float32", "width": dataset.width, "crs": crs,
                       "height": dataset.height, "nodata": dataset.nodata}  # fmt: skip
            north = float(np.radians(latitude)) * 1737400.0
            paths[name] = tmp_path / folder / told
            paths[name].parent.mkdir(exist_ok=True)
            with rasterio.open(paths[name], "w", transform=rasterio.Affine(a, b, c, d, e, f + north), **profile) as out:
                out.write(dataset.read(1), 1)
    return paths


def test_the_sample_named_as_a_product_is_made_under_its_sun(engine, sample, tmp_path):
    """No sun is typed, and no tag tells it."""
    import numpy as np
    import rasterio

    paths, truth = renamed(sample, "named", tmp_path), read_heights(sample / "truth.tif")
    errors = {}
    typed = ["--sun-azimuth", 292, "--sun-incidence", 58]
    for name, more in (("named", []), ("typed", typed), ("none", ["--sun=none"])):
        target = tmp_path / f"{name}.tif"
        done = engine("reconstruct", "--image", paths["image"], "--coarse-dem", paths["coarse_dem"], *more, "--output",
                      target, "--json")  # fmt: skip
        assert done.returncode == 0, done.stderr
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        errors[name] = float(np.sqrt(np.mean((read_heights(target) - truth) ** 2)))
        if name == "named":
            said = [line["message"] for line in lines if line["type"] == "log"]
            assert any("the product's name tells" in text for text in said)
            assert not any(text.startswith("The sun that is used") for text in said)
            with rasterio.open(target) as dataset:
                tags = dataset.tags()
            assert float(tags["MMOEDTM_SUN_AZIMUTH"]) == pytest.approx(292.0, abs=2.0)
            assert float(tags["MMOEDTM_SUN_INCIDENCE"]) == pytest.approx(58.0, abs=1.5)
    assert errors["named"] < 1.03 * errors["typed"] < 0.9 * errors["none"]
