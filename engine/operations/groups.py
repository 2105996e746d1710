"""The groups in which a toolbox shows operations."""

from __future__ import annotations

GROUP_TERRAIN = "Terrain from one image"
GROUP_MEASURES = "Terrain measures"
GROUP_TRAINING = "Made scenes and training"
