"""Windows that pass into one another cover a grid once."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from engine.tiling.overlapping import overlapping, pieces


@given(st.integers(1, 3000), st.integers(32, 700), st.integers(1, 8), st.integers(0, 300))
def test_weights_sum_up_to_one(size, core, half, about):
    ramp = min(2 * half, core // 2 // 2 * 2)
    whole = np.zeros(size)
    for piece in pieces(size, core, ramp, about):
        whole[piece.first : piece.last] += piece.weights
        assert 0 <= piece.start <= piece.first < piece.last <= piece.end <= size
        assert piece.start == max(piece.first - about, 0) and piece.end == min(piece.last + about, size)
    assert np.allclose(whole, 1.0, atol=1e-6)


def test_windows_cover_both_axes():
    whole = np.zeros((300, 410))
    for place in overlapping(pieces(300, 100, 16, 20), pieces(410, 128, 32, 10)):
        row, column, height, width = place.window
        part = np.zeros((height, width))
        part[place.inner] = place.weights
        whole[row : row + height, column : column + width] += part
    assert np.allclose(whole, 1.0, atol=1e-6)
