"""Positions of many pixels on another grid: exact on a lattice, linear between where that is good enough."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

LATTICE = 32
"""Every so many pixels the exact position is computed; between them it is linear."""

TOLERANCE = 0.01
"""Pixels of the other grid. In a cell of the lattice that bends by more, as about a pole, every pixel is computed."""

Positions = Callable[[NDArray[np.float64], NDArray[np.float64]], tuple[np.ndarray, np.ndarray]]
"""(columns, rows) on one grid to two coordinates on another, exactly."""


def dense(
    exact: Positions, columns: NDArray[np.float64], rows: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Coordinates of all pixels of given columns and rows, each in ascending order.

    The lattice does not depend on the window, and what is done in a cell of it only on the cell, so that a
    pixel has the same coordinates in every window.

    Returns
    -------
    two (rows, columns) arrays
        Not finite where there is no such place.
    """
    at = [_knots(axis) for axis in (rows, columns)]
    # Twice as fine as the lattice, to see how far each cell is from linear.
    fine = [np.linspace(knots[0], knots[-1], 2 * len(knots) - 1) for knots in at]
    values = exact(*np.broadcast_arrays(fine[1][None, :], fine[0][:, None]))
    bent = _bent(values[0]) | _bent(values[1])
    out = []
    for value in values:
        part = _interpolate(value[::2, ::2], at[0], rows, axis=0)
        out.append(_interpolate(part, at[1], columns, axis=1))
    if bent.any():
        place = [((axis - knots[0]) / LATTICE).astype(np.intp) for axis, knots in zip((rows, columns), at)]
        r, c = np.nonzero(bent[place[0]][:, place[1]])
        for target, value in zip(out, exact(columns[c], rows[r])):
            target[r, c] = value
    return out[0], out[1]


def _knots(positions: NDArray[np.float64]) -> NDArray[np.float64]:
    """Multiples of LATTICE that span the positions, so that every window uses the same ones."""
    first = math.floor(positions[0] / LATTICE)
    last = math.floor(positions[-1] / LATTICE) + 1
    return np.arange(first, last + 1, dtype=np.float64) * LATTICE


def _bent(values: np.ndarray) -> NDArray[np.bool_]:
    """Cells whose middles, of the cell or of a side, are off the mean of the corners about them."""
    corners = values[::2, ::2]
    rows, columns = corners.shape[0] - 1, corners.shape[1] - 1
    bent = np.zeros((rows, columns), dtype=bool)
    with np.errstate(invalid="ignore"):
        across = ~(np.abs(values[::2, 1::2] - 0.5 * (corners[:, :-1] + corners[:, 1:])) <= TOLERANCE)
        along = ~(np.abs(values[1::2, ::2] - 0.5 * (corners[:-1] + corners[1:])) <= TOLERANCE)
        mean = 0.25 * (corners[:-1, :-1] + corners[:-1, 1:] + corners[1:, :-1] + corners[1:, 1:])
        bent |= ~(np.abs(values[1::2, 1::2] - mean) <= TOLERANCE)
    bent |= across[:-1] | across[1:] | along[:, :-1] | along[:, 1:]
    # Nothing is gained where no corner or middle is a place of the other map.
    known = np.isfinite(values)
    some = np.zeros_like(bent)
    for row in range(3):
        for column in range(3):
            some |= known[row : row + 2 * rows - 1 : 2, column : column + 2 * columns - 1 : 2]
    return bent & some


def _interpolate(values: np.ndarray, knots: np.ndarray, at: np.ndarray, axis: int) -> np.ndarray:
    """Linear interpolation along one axis of values on evenly spaced knots."""
    place = (at - knots[0]) / LATTICE
    index = np.minimum(place.astype(np.intp), len(knots) - 2)
    fraction = place - index
    fraction = fraction[:, None] if axis == 0 else fraction[None, :]
    low, high = values.take(index, axis), values.take(index + 1, axis)
    with np.errstate(invalid="ignore"):
        return np.asarray(low + (high - low) * fraction)
