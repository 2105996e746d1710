"""What a camera that looks obliquely sees of the ground."""

from __future__ import annotations

import math

import numpy as np
from scipy import ndimage

from .relief import FloatArray

ROUNDS = 6
"""Of the search for the ground that a line of sight meets. Each shrinks the error by slope times tan(emission), a
quarter at the angle of repose and 20 degrees."""


def parallax(
    image: FloatArray, above: FloatArray, gsd: float, emission_deg: float, azimuth_deg: float
) -> FloatArray:
    """An image on the ground as it lies on a map that was made with a lower or a higher ground.

    A point that is ``above`` metres over the ground that the map was made with is drawn above * tan(emission) away from
    the camera.

    Parameters
    ----------
    image, above : (H, W) arrays
        Brightness, and height over the ground of the map, in metres.
    gsd : float
        Metres per pixel.
    emission_deg, azimuth_deg : float
        Of the direction towards the camera: from the vertical, and clockwise from map north.
    """
    rows, columns = np.indices(image.shape, dtype=np.float64)
    reach = math.tan(math.radians(emission_deg)) / gsd
    down, right = -math.cos(math.radians(azimuth_deg)) * reach, math.sin(math.radians(azimuth_deg)) * reach
    shift = np.zeros(image.shape)
    for _ in range(ROUNDS):
        shift = ndimage.map_coordinates(above, [rows + down * shift, columns + right * shift], order=1, mode="nearest",
                                        output=np.float64)  # fmt: skip
    return np.asarray(ndimage.map_coordinates(image, [rows + down * shift, columns + right * shift], order=3,
                                              mode="mirror", output=np.float32))  # fmt: skip
