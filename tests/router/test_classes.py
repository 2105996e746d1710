"""The class model: which relief is which class, alone and among neighbours."""

import math

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engine.router.classes import ClassModel
from engine.router.mrf import BETA, minimise

PACK = ClassModel((51.8, 123.0, 239.5), (15.5, 30.8, 59.9), 572.4)


def gaussian_energy(relief, index):
    """-ln of a normal density, less the constant."""
    return math.log(PACK.deviations[index]) + (relief - PACK.means[index]) ** 2 / (2 * PACK.deviations[index] ** 2)


@pytest.mark.parametrize("relief", [51.8, 60.0, 77.0, 100.0, 123.0])
def test_flat_against_mountain_is_gaussian_between_their_means(relief):
    energies = PACK.energies(np.array([relief]))[:, 0]
    assert energies[1] - energies[0] == pytest.approx(gaussian_energy(relief, 1) - gaussian_energy(relief, 0))


@pytest.mark.parametrize("relief", [123.0, 150.0, 170.0, 200.0, 239.5])
def test_mountain_against_crater_is_gaussian_between_their_means(relief):
    energies = PACK.energies(np.array([relief]))[:, 0]
    assert energies[2] - energies[1] == pytest.approx(gaussian_energy(relief, 2) - gaussian_energy(relief, 1))


@pytest.mark.parametrize("relief", [239.5, 247.0, 300.0, 525.0, 1256.0, 9000.0])
def test_walls_are_crater_however_high(relief):
    """By more than eight mountain neighbours weigh, so that the field alone cannot overrule it."""
    energies = PACK.energies(np.array([relief]))[:, 0]
    assert energies[1] - energies[2] > 8 * BETA
    assert energies[0] - energies[2] > 8 * BETA


def test_the_lead_of_a_high_wall_over_mountain_grows():
    """Only the outermost class is open: mountains do not follow the relief upwards."""
    energies = PACK.energies(np.array([240.0, 300.0, 525.0]))
    assert (np.diff(energies[1] - energies[2]) > 1.0).all()


@pytest.mark.parametrize("relief", [0.0, 0.5, 6.0, 30.0, 51.8])
def test_level_ground_is_flat(relief):
    energies = PACK.energies(np.array([relief]))[:, 0]
    assert energies[1:].min() - energies[0] > 8 * BETA


@given(
    means=st.lists(st.floats(5.0, 2000.0), min_size=3, max_size=3, unique=True).map(sorted),
    shares=st.tuples(*[st.floats(0.05, 1.0)] * 3),
    low=st.floats(0.0, 5000.0),
    more=st.floats(0.0, 5000.0),
    votes=st.tuples(*[st.integers(0, 8)] * 3),
)
@example(means=[50.0, 60.0, 600.0], shares=(1.0, 0.05, 0.05), low=60.0, more=40.0, votes=(0, 0, 0))
def test_more_relief_never_means_a_lower_class(means, shares, low, more, votes):
    """For any neighbours and any growing means, however unequal the widths."""
    model = ClassModel(tuple(means), tuple(m * s for m, s in zip(means, shares)), 500.0)
    cost = model.energies(np.array([low, low + more])) - BETA * np.array(votes)[:, None]
    first, second = cost.argmin(axis=0)
    assert second >= first or np.ptp(cost[[first, second], 1]) < 1e-9 * np.abs(cost).max()


@pytest.mark.parametrize("terrain", [0, 1, 2])
@pytest.mark.parametrize("ground_m", [143.1, 572.4, 1431.1])
def test_a_scene_of_one_terrain_stays_one(terrain, ground_m):
    model = PACK.at(ground_m)
    rng = np.random.default_rng(terrain)
    relief = rng.normal(model.means[terrain], 0.6 * model.deviations[terrain], (30, 12))
    assert (minimise(model.energies(relief)) == terrain).all()


def test_made_field_of_known_classes():
    """Half of the crater tiles are far above the crater mean, half of the flat ones far under the flat mean."""
    rng = np.random.default_rng(9)
    truth = np.zeros((40, 24), dtype=int)
    truth[12:28], truth[28:] = 1, 2
    truth[:12, 16:] = 1
    relief = rng.normal(np.array(PACK.means)[truth], np.array(PACK.deviations)[truth])
    relief[(truth == 2) & (rng.uniform(size=truth.shape) < 0.5)] += 400.0
    relief[(truth == 0) & (rng.uniform(size=truth.shape) < 0.5)] *= 0.2
    labels = minimise(PACK.energies(relief))
    assert (labels == truth).mean() >= 0.96
    assert (labels[relief > PACK.means[2] + 200.0] == 2).all()


def test_means_follow_the_ground_size():
    doubled = PACK.at(2 * PACK.ground_m)
    assert doubled.means[1] / PACK.means[1] == pytest.approx(2**0.9)
    assert doubled.deviations[2] / PACK.deviations[2] == pytest.approx(2**0.9)
