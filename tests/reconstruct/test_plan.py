"""The digest of a plan: it knows everything that decides pixels, and nothing of where files lie."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from engine.contract.requests import SceneRequest
from engine.raster.frame import Move, Sun
from engine.reconstruct.plan import Light, ReconstructionPlan
from engine.tiling.plan import TilePlan

LABELS = np.array([[0, 1], [2, -1]])
PLAN = ReconstructionPlan(
    SceneRequest("there/image.tif", "there/coarse.tif"), ("a" * 64, "b" * 64),
    Light(Sun(292.0, 58.0, "raster"), 0.01, 0.02), Move(3.0, -4.0, ((1.0, 0.1), (0.1, 2.0))),
    TilePlan(300, 400, 224, 224, 32), LABELS, "lunar-1 1 sha256 c",
)  # fmt: skip


def changed(row, column, label):
    labels = LABELS.copy()
    labels[row, column] = label
    return labels


CHANGES = {
    "scene: image": {"scene": replace(PLAN.scene, image="there/other.tif")},
    "scene: unit": {"scene": replace(PLAN.scene, height_unit="feet")},
    "scene: saturation": {"scene": replace(PLAN.scene, saturation=0.5)},
    "pixels of the image": {"inputs": ("d" * 64, "b" * 64)},
    "heights of the coarse DEM": {"inputs": ("a" * 64, "d" * 64)},
    "azimuth": {"light": replace(PLAN.light, sun=Sun(292.1, 58.0, "raster"))},
    "incidence": {"light": replace(PLAN.light, sun=Sun(292.0, 58.1, "raster"))},
    "no sun": {"light": replace(PLAN.light, sun=None)},
    "offset": {"light": replace(PLAN.light, offset=0.011)},
    "least brightness": {"light": replace(PLAN.light, least_brightness=0.021)},
    "move east": {"move": replace(PLAN.move, east_m=3.01)},
    "move north": {"move": replace(PLAN.move, north_m=4.0)},
    "overlap": {"tiles": replace(PLAN.tiles, overlap=31)},
    "tile height": {"tiles": replace(PLAN.tiles, tile_height=208)},
    "tile width": {"tiles": replace(PLAN.tiles, tile_width=208)},
    "one class": {"labels": changed(0, 0, 1)},
    "a tile without heights": {"labels": changed(1, 0, -1)},
    "pack": {"pack": "lunar-1 1 sha256 d"},
}


@pytest.mark.parametrize("what", CHANGES)
def test_whatever_decides_pixels_changes_the_digest(what):
    assert replace(PLAN, **CHANGES[what]).digest != PLAN.digest


def test_every_field_of_a_plan_is_changed_above():
    assert {name for change in CHANGES.values() for name in change} == {field.name for field in fields(PLAN)}


def test_where_the_files_lie_does_not_change_the_digest():
    scene = replace(PLAN.scene, image="elsewhere/image.tif", coarse_dem="/far/coarse.tif")
    assert replace(PLAN, scene=scene, labels=LABELS.astype(np.int32)).digest == PLAN.digest
