"""Router: energies against brute force, one-terrain scenes, and a made scene of three terrains."""

import itertools

import numpy as np
import pytest

from engine.router.classes import ClassModel, fit
from engine.router.mrf import BETA, energy, iterated_modes, minimise, posterior

PRIOR = ClassModel((52.0, 123.0, 240.0), (15.5, 31.0, 60.0), 572.4)


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
    relief = rng.normal(np.array(PRIOR.means)[truth], 1.3 * np.array(PRIOR.deviations)[truth])
    return PRIOR.energies(relief)


@pytest.mark.parametrize("seed", range(12))
def test_two_classes_reach_the_least_energy(seed):
    unary = scene_energies(seed, (0, 1), (4, 5))[:2]
    for beta in (BETA, 0.8):
        assert energy(unary, minimise(unary, beta), beta) == pytest.approx(brute_force(unary, beta), abs=1e-9)


@pytest.mark.parametrize("seed", range(12))
def test_three_classes_come_within_one_per_cent(seed):
    unary = scene_energies(seed, (0, 1, 2), (3, 3))
    for beta in (BETA, 0.8):
        least = brute_force(unary, beta)
        assert energy(unary, minimise(unary, beta), beta) <= least + 0.01 * abs(least)


def test_energy_of_a_small_case_by_hand():
    unary = np.zeros((2, 2, 2))
    unary[1] = 1.0
    labels = np.array([[0, 0], [0, 1]])
    # One site pays 1; of the six pairs (4 sides, 2 diagonals) three agree.
    assert energy(unary, labels, 0.5) == pytest.approx(1.0 - 0.5 * 3)


def test_modes_never_raise_the_energy():
    unary = np.random.default_rng(5).normal(0, 1, (3, 20, 20))
    start = unary.argmin(axis=0)
    assert energy(unary, iterated_modes(unary, start, 0.8), 0.8) <= energy(unary, start, 0.8)


@pytest.mark.parametrize("terrain", [0, 1, 2])
def test_a_scene_of_one_terrain_stays_one(terrain):
    rng = np.random.default_rng(terrain)
    mean, deviation = PRIOR.means[terrain], 0.6 * PRIOR.deviations[terrain]
    relief = rng.normal(mean, deviation, (30, 12))
    model = fit(relief, PRIOR)
    labels = minimise(model.energies(relief))
    assert (labels == terrain).all()


def test_very_flat_tiles_are_flat():
    relief = np.random.default_rng(0).uniform(0.5, 6.0, (20, 20))
    assert (minimise(fit(relief, PRIOR).energies(relief)) == 0).all()


def test_three_terrains_are_told_apart():
    rng = np.random.default_rng(9)
    truth = np.zeros((40, 24), dtype=int)
    truth[12:28], truth[28:] = 1, 2
    truth[:12, 16:] = 1
    means, deviations = np.array([60.0, 140.0, 290.0]), np.array([12.0, 28.0, 60.0])
    relief = rng.normal(means[truth], deviations[truth])
    labels = minimise(fit(relief, PRIOR).energies(relief))
    assert (labels == truth).mean() >= 0.95


def test_the_model_adapts_to_the_scene_but_not_beyond_its_neighbours():
    relief = np.concatenate([np.full(200, 70.0), np.full(200, 150.0), np.full(200, 320.0)])
    model = fit(relief + np.random.default_rng(0).normal(0, 5, 600), PRIOR)
    assert model.means[0] == pytest.approx(70, abs=4)
    assert model.means[1] == pytest.approx(150, abs=4)
    assert model.means[2] == pytest.approx(320, abs=10)
    far = fit(np.full(500, 5000.0), PRIOR)
    assert far.means[2] == 2 * PRIOR.means[2] and far.means[:2] == PRIOR.means[:2]


def test_a_handful_of_tiles_does_not_move_the_packs_statistics_far():
    model = fit(np.full(4, 100.0), PRIOR)
    assert model.means[1] == pytest.approx(PRIOR.means[1], abs=6.0)
    assert model.means[0] == pytest.approx(PRIOR.means[0], abs=6.0)


def test_means_follow_the_ground_size():
    doubled = PRIOR.at(2 * PRIOR.ground_m)
    assert doubled.means[1] / PRIOR.means[1] == pytest.approx(2**0.9)


def test_tiles_without_heights_follow_their_neighbours():
    relief = np.full((5, 5), 300.0)
    relief[2, 2] = np.nan
    unary = PRIOR.energies(relief)
    labels = minimise(unary)
    assert labels[2, 2] == 2
    assert posterior(unary, labels).min() > 0.5
