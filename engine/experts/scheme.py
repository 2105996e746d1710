"""What an expert is shown of a tile: the same in training and in inference."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..raster.orientation import Orientation
from ..terrain.photometry import FloatArray
from . import normalise
from .normalise import Affine, Cells
from .orientation import canonical

NORMALISATIONS = ("pixel-floor", "pixel", "minmax")
"""Of ``normalise``."""


@dataclass(frozen=True)
class Scheme:
    """Numbers and way round.

    Attributes
    ----------
    normalisation : str
        Out of ``NORMALISATIONS``.
    orientation : str
        Out of ``orientation.ORIENTATIONS``.
    """

    normalisation: str = "pixel-floor"
    orientation: str = "octant"

    def turn(self, azimuth_deg: float | None) -> Orientation:
        """How a tile under a sun (azimuth in the raster's frame) is turned in inference."""
        return canonical(azimuth_deg, self.orientation)

    def normalised(
        self, image: FloatArray, coarse: FloatArray, gsd_m: float, least: float, cells: Cells | None = None
    ) -> tuple[FloatArray, FloatArray, Affine]:
        """Brightness and coarse heights of a tile in the numbers that the expert knows.

        Parameters
        ----------
        image : (H, W) float32 array
            Brightness, its offset taken off; NaN where unknown.
        coarse : (H, W) float32 array
            Metres, all known.
        gsd_m : float
            Metres per pixel.
        least : float
            The least that a tile's brightness is divided by (``normalise.least_brightness``), for ``pixel-floor``.
        cells : Cells, optional
            Of a tile of several, for the schemes ``pixel`` and ``pixel-floor``.

        Returns
        -------
        image, heights : (H, W) float32 arrays
        affine : Affine
            From these heights to metres.
        """
        seen = np.isfinite(image)
        if self.normalisation == "minmax":
            heights, affine = normalise.minmax_heights(coarse)
            return normalise.minmax_image(image, seen), heights, affine
        heights, affine = normalise.pixel_heights(coarse, gsd_m)
        floor = least if self.normalisation == "pixel-floor" else 0.0
        return normalise.pixel_floor_image(image, seen, floor, cells), heights, affine


OURS = Scheme()
"""What the compact experts are shown."""
