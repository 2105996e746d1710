"""What JPEG leaves of a picture."""

from __future__ import annotations

import warnings

import numpy as np
from numpy.typing import NDArray
from rasterio.errors import NotGeoreferencedWarning
from rasterio.io import MemoryFile


def through_jpeg(picture: NDArray[np.uint8], quality: int) -> NDArray[np.uint8]:
    """A picture, written as JPEG and read again, without a file.

    Parameters
    ----------
    picture : (H, W) uint8 array
    quality : int
        1 to 100.

    Returns
    -------
    (H, W) uint8 array
    """
    height, width = picture.shape
    shape = {"height": height, "width": width, "count": 1, "dtype": "uint8"}
    # JPEG has no place for a georeference, and GDAL would write one into a file beside.
    with warnings.catch_warnings(), MemoryFile() as memory:
        warnings.simplefilter("ignore", NotGeoreferencedWarning)
        with memory.open(driver="JPEG", QUALITY=quality, **shape) as dataset:
            dataset.write(picture, 1)
        with memory.open() as dataset:
            return np.asarray(dataset.read(1), dtype=np.uint8)
