"""Least squares on gradients against matrices that are written out."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as budget
from hypothesis import strategies as st
from scipy import sparse
from scipy.sparse.linalg import spsolve

from engine.terrain.gradient_fit import Weights, evened, fit_gradients, known_gradients, total

GSD = (2.0, 3.0)


class Matrix:
    """Rows of an over-determined system."""

    def __init__(self):
        self.rows, self.columns, self.values, self.wanted = [], [], [], []

    def add(self, terms, goal):
        """A row: (column, value) pairs, and what they are to make."""
        for column, value in terms:
            self.rows.append(len(self.wanted))
            self.columns.append(column)
            self.values.append(value)
        self.wanted.append(goal)

    def solved(self, count):
        """Its least squares."""
        matrix = sparse.csr_matrix((self.values, (self.rows, self.columns)), shape=(len(self.wanted), count))
        return spsolve((matrix.T @ matrix).tocsc(), matrix.T @ np.array(self.wanted))


def steps_at(r, c, shape, gsd):
    """Steps (from, to, metres) along and down that meet in a pixel."""
    along = [((r, c - 1), (r, c), gsd[0]), ((r, c), (r, c + 1), gsd[0])]
    down = [((r - 1, c), (r, c), gsd[1]), ((r, c), (r + 1, c), gsd[1])]
    inside = [all(0 <= n < size for place in step[:2] for n, size in zip(place, shape)) for step in (*along, *down)]
    return [s for s, i in zip(along, inside[:2]) if i], [s for s, i in zip(down, inside[2:]) if i]


def by_matrices(surfaces, weights, level, length, gsd):
    """The same least squares written out: in each pixel the four pairs of steps that meet there, by Cholesky.

    Pixels of the border have the steps along both axes by themselves.
    """
    number = np.arange(level.size).reshape(level.shape)
    system = Matrix()

    def equation(factors, steps, surface):
        """Factors times steps, as the surface has them."""
        terms, goal = [], 0.0
        for factor, (start, end, metres) in zip(factors, steps):
            terms += [(number[end], factor / metres), (number[start], -factor / metres)]
            goal += factor * (surface[end] - surface[start]) / metres
        system.add(terms, goal)

    for surface, own in zip(surfaces, weights):
        for place in np.ndindex(level.shape):
            along, down = steps_at(*place, level.shape, gsd)
            if len(along) == len(down) == 2:
                matrix = np.array(((own.xx[place], own.xy[place]), (own.xy[place], own.yy[place])))
                roots = np.linalg.cholesky(matrix + 1e-12 * np.eye(2)).T * 0.5
                for step, other, root in itertools.product(along, down, roots):
                    equation(root, (step, other), surface)
                continue
            for weight, steps in ((own.xx[place], along), (own.yy[place], down)):
                for step in steps:
                    equation([np.sqrt(0.5 * weight)], [step], surface)
    for place in np.ndindex(level.shape):
        system.add([(number[place], 1.0 / length)], level[place] / length)
    return system.solved(level.size).reshape(level.shape)


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
    first = weights[0]
    weights[0] = Weights(*(np.where(solid, part, np.float32(0.0)) for part in (first.xx, first.xy, first.yy)))
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
