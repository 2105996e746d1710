"""The digest of a plan: it knows everything that decides pixels, and nothing of where files lie."""

from __future__ import annotations

import json
from dataclasses import fields, replace

import numpy as np
import pytest

from engine.contract.requests import SceneRequest
from engine.errors import PlanError
from engine.raster.frame import Move, Sun
from engine.reconstruct import plan_file
from engine.reconstruct.plan import Light, ReconstructionPlan, Source, Wanted
from engine.router.classes import ClassModel
from engine.scene.part import Part
from engine.scene.routing import Routing
from engine.tiling.plan import TilePlan

LABELS = np.array([[0, 1], [2, -1]])
CELLS = TilePlan(300, 400, 224, 224, 32, (1, 2))
ROUTING = Routing(CELLS, LABELS, np.array([[41.5, 130.25], [260.0, np.nan]]), np.full((2, 2), 0.75),
                  ClassModel((50.0, 120.0, 240.0), (15.0, 30.0, 60.0), 448.0))  # fmt: skip
PLAN = ReconstructionPlan(
    {"image": "image.tif", "sun_azimuth": 292.0}, SceneRequest("there/image.tif", "there/coarse.tif"),
    Part((10, 20, 300, 400), (30, 40, 250, 350)),
    (Source("image", "there/image.tif", "a" * 64), Source("coarse_dem", "there/coarse.tif", "b" * 64)),
    Light(Sun(292.0, 58.0, "raster"), Sun(293.0, 58.0), 0.01, 0.02, 0.9), Move(3.0, -4.0, ((1.0, 0.1), (0.1, 2.0))),
    ROUTING, "lunar-1 1 sha256 c", 0.7, 0.3, Wanted(),
)  # fmt: skip


def labelled(row, column, label):
    labels = LABELS.copy()
    labels[row, column] = label
    return {"routing": replace(ROUTING, labels=labels)}


def cut(**changes):
    return {"routing": replace(ROUTING, plan=replace(CELLS, **changes))}


CHANGES = {
    "scene: image": {"scene": replace(PLAN.scene, image="there/other.tif")},
    "scene: unit": {"scene": replace(PLAN.scene, height_unit="feet")},
    "scene: saturation": {"scene": replace(PLAN.scene, saturation=0.5)},
    "part that is kept": {"part": replace(PLAN.part, kept=(30, 40, 251, 350))},
    "part that is computed": {"part": Part((11, 20, 300, 400), (31, 40, 250, 350))},
    "pixels of the image": {"sources": (replace(PLAN.sources[0], sha256="d" * 64), PLAN.sources[1])},
    "heights of the coarse DEM": {"sources": (PLAN.sources[0], replace(PLAN.sources[1], sha256="d" * 64))},
    "azimuth": {"light": replace(PLAN.light, sun=Sun(292.1, 58.0, "raster"))},
    "incidence": {"light": replace(PLAN.light, sun=Sun(292.0, 58.1, "raster"))},
    "no sun": {"light": replace(PLAN.light, sun=None)},
    "offset": {"light": replace(PLAN.light, offset=0.011)},
    "least brightness": {"light": replace(PLAN.light, least_brightness=0.021)},
    "move east": {"move": replace(PLAN.move, east_m=3.01)},
    "move north": {"move": replace(PLAN.move, north_m=4.0)},
    "trust in the coarse DEM": {"kept": 0.71},
    "no trust in the coarse DEM": {"kept": None},
    "error of the coarse DEM": {"coarse_dem_error_m": 0.4},
    "no stated error of the coarse DEM": {"coarse_dem_error_m": None},
    "overlap": cut(overlap=31),
    "tile height": cut(tile_height=208),
    "tile width": cut(tile_width=208),
    "cells of a tile": cut(most=(2, 2)),
    "one class": labelled(0, 0, 1),
    "a cell without heights": labelled(1, 0, -1),
    "pack": {"pack": "lunar-1 1 sha256 d"},
}


@pytest.mark.parametrize("what", CHANGES)
def test_whatever_decides_pixels_changes_the_digest(what):
    assert replace(PLAN, **CHANGES[what]).digest != PLAN.digest


def test_every_field_of_a_plan_is_changed_above():
    decide = {field.name for field in fields(PLAN)} - {"asked", "wanted"}
    assert {name for change in CHANGES.values() for name in change} == decide


def test_where_the_files_lie_does_not_change_the_digest():
    scene = replace(PLAN.scene, image="elsewhere/image.tif", coarse_dem="/far/coarse.tif")
    assert replace(PLAN, scene=scene, routing=replace(ROUTING, labels=LABELS.astype(np.int32))).digest == PLAN.digest


def test_a_plan_is_read_as_it_was_written():
    text = plan_file.encoded(PLAN)
    again = plan_file.decoded(text, "p.json")
    assert plan_file.encoded(again) == text and again.digest == PLAN.digest
    assert np.array_equal(again.routing.relief, ROUTING.relief, equal_nan=True)
    assert again.light == PLAN.light and again.move == PLAN.move and again.sources == PLAN.sources
    json.loads(text)


def edited(**entries):
    return json.dumps({**json.loads(plan_file.encoded(PLAN)), **entries})


@pytest.mark.parametrize(
    "text, words",
    [
        ("", "Expecting value"), ("[]", "no JSON object"), ('{"plan": 2}', "entry plan 1"),
        ('{"plan": 1}', "asked is missing"),
        (edited(pack="other"), "digest"), (edited(labels=["ff"]), "2 rows"), (edited(labels=["fx", "ff"]), "letters"),
        (edited(cells={"height": 1}), "cells does not have"), (edited(move=None), "move does not have"),
        (edited(scene={**json.loads(plan_file.encoded(PLAN))["scene"], "saturation": "much"}), "scene.saturation"),
        (edited(relief_m=[[1, 2], [3, "x"]]), "no number"), (edited(sources=7), "sources is no list"),
        (edited(light={**json.loads(plan_file.encoded(PLAN))["light"], "offset": True}), "light.offset"),
        ("[" * 100_000, "p.json"), (plan_file.encoded(PLAN)[:-40], "p.json"),
    ],
)  # fmt: skip
def test_what_is_no_plan_is_refused_in_one_sentence(text, words):
    with pytest.raises(PlanError, match="p.json is not a plan of Reconstruct") as caught:
        plan_file.decoded(text, "p.json")
    assert words in str(caught.value)
