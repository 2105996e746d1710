"""Least squares on gradients against matrices that are written out."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as budget
from hypothesis import strategies as st
from scipy import sparse
from scipy.sparse.linalg import spsolve

from engine.terrain.gradient_fit import Weights, evened, fit_gradients, known_gradients, total

GSD = (2.0, 3.0)


def by_matrices(surfaces, weights, level, length, gsd):
    """The same least squares as rows of a matrix: in each pixel the four pairs of steps that meet there, by Cholesky.

    Pixels of the border have the steps along both axes by themselves.
    """
    height, width = level.shape
    number = np.arange(height * width).reshape(height, width)
    rows, columns, values, wanted = [], [], [], []

    def add(terms, goal):
        for column, value in terms:
            rows.append(len(wanted))
            columns.append(column)
            values.append(value)
        wanted.append(goal)

    def equation(factors, steps, surface):
        """Square root of a weight times a linear combination of steps: factors of (from, to, metres)."""
        terms, goal = [], 0.0
        for factor, ((r0, c0), (r1, c1), metres) in zip(factors, steps):
            terms += [(number[r1, c1], factor / metres), (number[r0, c0], -factor / metres)]
            goal += factor * (surface[r1, c1] - surface[r0, c0]) / metres
        add(terms, goal)

    for surface, own in zip(surfaces, weights):
        for r in range(height):
            for c in range(width):
                along = [((r, c - 1), (r, c), gsd[0]), ((r, c), (r, c + 1), gsd[0])]
                down = [((r - 1, c), (r, c), gsd[1]), ((r, c), (r + 1, c), gsd[1])]
                along = [step for step in along if 0 <= step[0][1] and step[1][1] < width]
                down = [step for step in down if 0 <= step[0][0] and step[1][0] < height]
                if len(along) == len(down) == 2:
                    matrix = np.array(((own.xx[r, c], own.xy[r, c]), (own.xy[r, c], own.yy[r, c])))
                    roots = np.linalg.cholesky(matrix + 1e-12 * np.eye(2)).T * 0.5
                    for step in along:
                        for other in down:
                            for root in roots:
                                equation(root, (step, other), surface)
                    continue
                for weight, steps in ((own.xx[r, c], along), (own.yy[r, c], down)):
                    for step in steps:
                        equation([np.sqrt(0.5 * weight)], [step], surface)
    for r in range(height):
        for c in range(width):
            add([(number[r, c], 1.0 / length)], level[r, c] / length)
    matrix = sparse.csr_matrix((values, (rows, columns)), shape=(len(wanted), height * width))
    return spsolve((matrix.T @ matrix).tocsc(), matrix.T @ np.array(wanted)).reshape(level.shape)


def drawn(seed, shape=(9, 11), count=3):
    rng = np.random.default_rng(seed)
    surfaces = [rng.normal(0.0, 5.0, shape).astype(np.float32) for _ in range(count)]
    weights = []
    for _ in surfaces:
        along, across = rng.uniform(0.5, 4.0), rng.uniform(0.05, 0.5)
        weights.append(Weights.along(rng.uniform(0, 360), along, across, rng.uniform(0.2, 1, shape).astype(np.float32)))
    return surfaces, weights, np.mean(surfaces, axis=0, dtype=np.float32)


@pytest.mark.parametrize("seed", range(4))
def test_against_the_matrix(seed):
    surfaces, weights, level = drawn(seed)
    found = fit_gradients(surfaces, weights, level, 20.0, GSD)
    assert np.allclose(found, by_matrices(surfaces, weights, level, 20.0, GSD), atol=2e-3)


def test_gaps_of_one_do_not_count():
    surfaces, weights, level = drawn(7)
    surfaces[0][3:5, 4:6] = np.nan
    solid = known_gradients(np.isfinite(surfaces[0]))
    weights[0] = Weights(*(np.where(solid, part, np.float32(0.0)) for part in (weights[0].xx, weights[0].xy, weights[0].yy)))
    level = np.mean(surfaces[1:], axis=0, dtype=np.float32)
    found = fit_gradients(surfaces, weights, level, 20.0, GSD)
    filled = [np.where(np.isfinite(surface), surface, np.float32(123.0)) for surface in surfaces]
    assert np.allclose(found, by_matrices(filled, weights, level, 20.0, GSD), atol=2e-3)


@budget(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.floats(-4000.0, 4000.0))
def test_surfaces_that_are_equal_come_back(seed, height):
    rng = np.random.default_rng(seed)
    surface = (height + rng.normal(0.0, 10.0, (20, 25))).astype(np.float32)
    weights = [Weights.along(a, 3.0, 0.1, rng.uniform(0.0, 1.0, surface.shape).astype(np.float32)) for a in (20, 110)]
    assert np.allclose(fit_gradients([surface] * 2, weights, surface, 60.0, GSD), surface, atol=1e-3)


def test_evened_weights_have_one_trace_and_keep_their_ratio():
    _, weights, _ = drawn(3)
    even = evened(weights)
    whole = total(even)
    assert np.allclose(whole.xx + whole.yy, 2.0, rtol=1e-5)
    assert np.allclose(even[0].xx * weights[1].yy, weights[0].xx * even[1].yy, rtol=1e-4)
