"""The Markov random field: its minimum against brute force, and what its labels must not depend on."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.router.classes import ClassModel
from engine.router.mrf import BETA, energy, minimise, neighbour_votes, posterior

PACK = ClassModel((51.8, 123.0, 239.5), (15.5, 30.8, 59.9), 572.4)


def brute_force(unary, beta):
    """Least energy over all labellings, pairs counted one by one."""
    count, rows, columns = unary.shape
    every = np.array(list(itertools.product(range(count), repeat=rows * columns))).reshape(-1, rows, columns)
    r, c = np.indices((rows, columns))
    total = unary[every, r, c].sum(axis=(1, 2))
    for dr, dc in ((0, 1), (1, 0), (1, 1), (1, -1)):
        for row in range(rows):
            for column in range(columns):
                if 0 <= row + dr < rows and 0 <= column + dc < columns:
                    total = total - beta * (every[:, row, column] == every[:, row + dr, column + dc])
    return float(total.min())


def scene_energies(seed, classes, shape):
    """Energies of reliefs drawn from patches of the given classes."""
    rng = np.random.default_rng(seed)
    truth = np.full(shape, classes[0])
    truth[:, rng.integers(1, shape[1]) :] = classes[-1]
    truth[rng.integers(0, shape[0]), :] = classes[rng.integers(len(classes))]
    relief = rng.normal(np.array(PACK.means)[truth], 1.3 * np.array(PACK.deviations)[truth])
    return PACK.energies(relief)


@pytest.mark.parametrize("seed", range(12))
def test_two_classes_reach_the_least_energy(seed):
    unary = scene_energies(seed, (0, 1), (4, 4))[:2]
    for beta in (BETA, 0.8):
        assert energy(unary, minimise(unary, beta), beta) == pytest.approx(brute_force(unary, beta), abs=1e-3)


@pytest.mark.parametrize("seed", range(12))
def test_three_classes_come_within_one_per_cent(seed):
    unary = scene_energies(seed, (0, 1, 2), (3, 3))
    for beta in (BETA, 0.8):
        least = brute_force(unary, beta)
        assert energy(unary, minimise(unary, beta), beta) <= least + 0.01 * abs(least)


@pytest.mark.parametrize("beta", [0.05, BETA, 0.8])
def test_two_classes_of_pure_noise_reach_the_least_energy(beta):
    """No patches that would make every minimum the same: the pairs decide half of the sites."""
    unary = np.random.default_rng(3).uniform(0.0, 4.0 * beta, (2, 4, 4))
    assert energy(unary, minimise(unary, beta), beta) == pytest.approx(brute_force(unary, beta), abs=1e-3)


def test_energy_of_a_small_case_by_hand():
    unary = np.zeros((2, 2, 2))
    unary[1] = 1.0
    labels = np.array([[0, 0], [0, 1]])
    # One site pays 1; of the six pairs (4 sides, 2 diagonals) three agree.
    assert energy(unary, labels, 0.5) == pytest.approx(1.0 - 0.5 * 3)


def test_no_single_site_would_rather_have_another_label():
    unary = np.random.default_rng(5).normal(0, 1, (3, 20, 20))
    labels = minimise(unary, 0.8)
    cost = unary - 0.8 * neighbour_votes(labels, 3)
    own = np.take_along_axis(cost, labels[None], axis=0)[0]
    assert (own <= cost.min(axis=0) + 1e-3).all()
    assert (labels != unary.argmin(axis=0)).any()


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1),
    shape=st.tuples(st.integers(1, 9), st.integers(1, 9)),
    unknown=st.floats(0.0, 0.6),
    turn=st.integers(0, 3),
    mirror=st.booleans(),
)
def test_labels_turn_with_the_grid(seed, shape, unknown, turn, mirror):
    """Ties included: tiles without heights have no preference at all."""
    rng = np.random.default_rng(seed)
    relief = np.round(rng.lognormal(4.7, 0.7, shape), -1)
    relief[rng.uniform(size=shape) < unknown] = np.nan

    def turned(values):
        return np.rot90(values[:, ::-1] if mirror else values, turn)

    assert np.array_equal(minimise(PACK.energies(turned(relief))), turned(minimise(PACK.energies(relief))))


@pytest.mark.parametrize("shape", [(1, 1), (1, 7), (7, 1), (2, 2)])
def test_small_grids(shape):
    assert (minimise(PACK.energies(np.full(shape, 500.0))) == 2).all()
    assert (minimise(PACK.energies(np.full(shape, np.nan))) == 0).all()


def test_wild_relief_does_not_overflow():
    relief = np.full((6, 6), 20.0)
    relief[2:4, 2:4] = 1e9
    labels = minimise(PACK.energies(relief))
    assert (labels[2:4, 2:4] == 2).all() and (labels != 0).sum() == 4


def test_tiles_without_heights_follow_their_neighbours():
    relief = np.full((5, 5), 300.0)
    relief[2, 2] = np.nan
    unary = PACK.energies(relief)
    labels = minimise(unary)
    assert labels[2, 2] == 2
    assert posterior(unary, labels).min() > 0.5


def test_posterior_of_a_small_case_by_hand():
    """The middle of three sites of one label: two neighbours vote for it, beta each."""
    unary = np.zeros((2, 1, 3))
    unary[1] = 0.5
    found = posterior(unary, np.zeros((1, 3), dtype=np.intp), 0.3)
    assert found[0] == pytest.approx([1 / (1 + np.exp(-0.8)), 1 / (1 + np.exp(-1.1)), 1 / (1 + np.exp(-0.8))])


def test_posterior_follows_the_label_not_the_likelier_class():
    unary = np.array([0.0, 2.0])[:, None, None] * np.ones((2, 1, 1))
    assert posterior(unary, np.ones((1, 1), dtype=np.intp))[0, 0] == pytest.approx(1 / (1 + np.exp(2.0)))
