"""Cells of layouts that many figures have."""

from __future__ import annotations

from typing import Any

from ..scenes import Scene


def image(scene: Scene) -> dict[str, Any]:
    """The optical image."""
    return {"show": "image", "raster": scene.image, "title": f"image, {scene.gsd:g} m"}


def coarse(scene: Scene, show: str) -> dict[str, Any]:
    """The coarse DEM, interpolated as the baseline is."""
    title = f"coarse DEM, {scene.posting:g} m: {show}"
    return {"show": show, "raster": scene.coarse, "title": title, "smooth": True}


def ours(scene: Scene, show: str) -> dict[str, Any]:
    """What Reconstruct makes."""
    return {"show": show, "raster": scene.dtm, "title": f"ours, {scene.gsd:g} m: {show}"}


def truth(scene: Scene, show: str) -> dict[str, Any]:
    """The truth, in the NAC DTM's place."""
    return {"show": show, "raster": scene.truth, "title": f"truth, {scene.gsd:g} m: {show}"}
