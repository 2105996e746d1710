"""Made pieces of a truth, with known errors of level."""

import re

import numpy as np

from tests.conftest import write_raster

NUMBER = r"([+-][\d.]+)"
LINE = re.compile(rf"(\S+): {NUMBER} m, {NUMBER} m/km east, {NUMBER} m/km north")


def rough(shape, seed=0, relief=300.0):
    """Ground with slopes at every scale: sums of waves, as float64."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[: shape[0], : shape[1]]
    waves = (
        relief / (i + 1) * np.sin((np.cos(a) * x + np.sin(a) * y) * (i + 1) / 60.0 + p)
        for i, (a, p) in enumerate(rng.uniform(0, 6.28, (12, 2)))
    )
    return sum(waves)


def plane(height, width, gsd, offset, east, north):
    """Metres: an offset at the middle of a window, and tilts in metres a kilometre; the rows run south."""
    y, x = np.mgrid[:height, :width]
    across, up = (x + 0.5 - width / 2) * gsd / 1000.0, (height / 2 - y - 0.5) * gsd / 1000.0
    return offset + east * across + north * up


def write_pieces(folder, truth, windows, gsd=50.0, errors=None, noise=0.0, seed=1):
    """A DTM for each window (row, column, height, width); errors are (offset, east, north) of each."""
    rng = np.random.default_rng(seed)
    paths = []
    for i, (row, column, height, width) in enumerate(windows):
        values = truth[row : row + height, column : column + width] + rng.normal(0.0, 1.0, (height, width)) * noise
        if errors is not None:
            values = values + plane(height, width, gsd, *errors[i])
        place = (column * gsd, -row * gsd)
        paths.append(write_raster(folder / f"p{i:03}.tif", values.astype(np.float32), gsd=gsd, origin=place))
    return paths


def lattice(rows, columns, size, step):
    """Windows of a regular set of overlapping squares."""
    return [(r * step, c * step, size, size) for r in range(rows) for c in range(columns)]


def corrections(result):
    """(offset, east, north) by name of the file."""
    return {name: np.array([float(v) for v in values]) for name, *values in LINE.findall(result["corrections"])}
