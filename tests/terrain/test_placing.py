"""Beliefs about a place against brute force over all places, and the rules that a move keeps."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from engine.terrain import placing
from engine.terrain.placing import Belief, believe, noise, response, steepness, worthwhile

POSTING = 60.0
NUMBER = st.floats(-1.0, 1.0)
TURN = st.floats(0.0, 2.0 * math.pi)
POSITIVE = st.floats(0.05, 1.0)
NEAR = ((0.1, 0.7), (0.6, 0.3))


def plain(mean, covariance):
    """A belief of one normal distribution."""
    return Belief(np.ones(1), np.array((mean,)), np.array((covariance,)))


def turned(angle):
    return np.array(((math.cos(angle), -math.sin(angle)), (math.sin(angle), math.cos(angle))))


def spread(first, second, angle, scale=100.0):
    """A covariance of given axes."""
    return turned(angle) @ np.diag((scale * first, scale * second)) @ turned(angle).T


@pytest.mark.parametrize("hint", [None, (24.0, 6.0)])
def test_a_belief_is_the_mean_over_all_places_weighted_by_how_well_they_explain_what_is_seen(monkeypatch, hint):
    monkeypatch.setattr(placing, "BENT", 0.0)
    seen, answer = np.array((31.0, -12.0)), np.array(((1.7, 0.2), (-0.1, 0.6)))
    unsure, place = np.array(((90.0, 20.0), (20.0, 150.0))), np.array((5.0, -8.0))
    axis = np.arange(-200.0, 200.5, 1.0)
    places = np.stack(np.meshgrid(axis, axis, indexing="ij"), axis=-1)
    weight = np.zeros(places.shape[:2])
    for wide, often in NEAR:
        sigma = wide * POSTING
        prior = stats.multivariate_normal([0.0, 0.0], sigma**2).pdf(places)
        for factor, share in placing.TAILS:
            expected = (places - place) @ answer.T
            likely = stats.multivariate_normal([0.0, 0.0], factor * unsure).pdf(seen - expected)
            weight += often * share * prior * likely
    if hint is not None:
        weight *= sum(
            share * stats.multivariate_normal([0.0, 0.0], (unsure * POSTING) ** 2).pdf(places - np.array(hint))
            for unsure, share in placing.HINTS
        )
    weight /= weight.sum()
    mean = np.einsum("ij,ijk->k", weight, places)
    covariance = np.einsum("ij,ijk,ijl->kl", weight, places - mean, places - mean)
    found = believe(seen, unsure, answer, POSTING, place, None if hint is None else np.array(hint), NEAR)
    assert found.mean_m == pytest.approx(mean, abs=0.05)
    assert found.about(mean) == pytest.approx(covariance, rel=0.01, abs=1.0)


@given(NUMBER, NUMBER, POSITIVE, POSITIVE, TURN, TURN)
def test_a_turned_scene_turns_the_move_and_its_error(east, north, first, second, own, angle):
    seen, unsure, answer = 50.0 * np.array((east, north)), spread(first, second, own), spread(1.5, 0.4, own + 0.3, 1.0)
    hint = np.array((20.0 * north, -9.0))
    steep, turn = spread(0.2, 0.01, own - 1.0, 1.0), turned(angle)

    def result(matrix):
        like = matrix @ answer @ matrix.T
        belief = believe(matrix @ seen, matrix @ unsure @ matrix.T, like, POSTING, np.zeros(2), matrix @ hint)
        move = worthwhile(belief, matrix @ steep @ matrix.T, 2.0)
        return move, belief.about(move)

    move, covariance = result(np.eye(2))
    other, other_covariance = result(turn)
    assert other == pytest.approx(turn @ move, abs=1e-5)
    assert other_covariance == pytest.approx(turn @ covariance @ turn.T, abs=1e-4)


@given(NUMBER, NUMBER, TURN)
def test_ground_that_does_not_answer_moves_nothing_and_tells_nothing(east, north, angle):
    unsure = spread(1.0, 0.3, angle)
    belief = believe(30.0 * np.array((east, north)), unsure, np.zeros((2, 2)), POSTING, np.zeros(2), None, NEAR)
    assert belief.mean_m == pytest.approx(np.zeros(2), abs=1e-9)
    expected = sum(2.0 * wide**2 * often for wide, often in NEAR) * POSTING**2
    # What is seen may still speak for a place from which it would be seen less straight.
    assert np.trace(belief.about(np.zeros(2))) >= 0.7 * expected
    assert worthwhile(belief, np.eye(2) * 0.05, 0.0) == pytest.approx(np.zeros(2))


@given(st.floats(5.0, 60.0), TURN, st.floats(1.2, 20.0))
def test_more_noise_makes_a_smaller_move_and_a_larger_error(size, angle, factor):
    seen, unsure = size * np.array((math.cos(angle), math.sin(angle))), 60.0 * np.eye(2)
    calm, noisy = (believe(seen, n * unsure, 1.6 * np.eye(2), POSTING, np.zeros(2)) for n in (1.0, factor))
    assert np.linalg.norm(noisy.mean_m) <= np.linalg.norm(calm.mean_m) + 1e-9
    steep = 0.05 * np.eye(2)
    moves = [np.linalg.norm(worthwhile(belief, steep, 1.0)) for belief in (calm, noisy)]
    assert moves[1] <= moves[0] + 1e-6


def test_a_shift_well_over_its_error_is_believed_and_made_whole():
    seen, place = np.array((3.0, -5.0)), np.array((20.0, -10.0))
    belief = believe(seen, 4.0 * np.eye(2), 2.0 * np.eye(2), POSTING, place)
    assert belief.mean_m == pytest.approx(place + seen / 2.0, abs=1.0)
    assert worthwhile(belief, 0.05 * np.eye(2), 1.0) == pytest.approx(belief.mean_m, abs=1e-6)


@given(NUMBER, NUMBER, POSITIVE, POSITIVE, TURN, TURN, st.floats(0.02, 0.4))
def test_of_what_a_move_gains_little_is_lost_where_the_truth_is_another(east, north, first, second, own, other, wild):
    mean = 30.0 * np.array((east, north))
    covariances = np.array((spread(first, second, own), spread(second, first, other, 900.0)))
    belief = Belief(np.array((1.0 - wild, wild)), np.array((mean, -0.5 * mean)), covariances)
    steep = spread(0.1, 0.02, other, 1.0)
    move = worthwhile(belief, steep, 1.0)
    rng = np.random.default_rng(3)
    count = 20_000
    normal = rng.standard_normal((count, 2))
    kind = (rng.uniform(size=count) < wild).astype(int)
    truth = belief.means_m[kind] + np.einsum("nij,nj->ni", np.linalg.cholesky(covariances)[kind], normal)
    change = move @ steep @ move - 2.0 * truth @ steep @ move
    loss, gain = np.maximum(change, 0.0), -change
    doubt = 4.0 * (loss.std() + placing.LOSS * gain.std()) / math.sqrt(count)
    assert loss.mean() <= placing.LOSS * gain.mean() + doubt + 1e-9
    assert move @ steep @ move <= belief.mean_m @ steep @ belief.mean_m + 1e-6


def test_on_a_plain_wall_only_what_the_image_shows_is_made():
    # Along the wall (east) the shift is well known, down the wall (north) hardly.
    belief = plain((12.0, 9.0), np.diag((4.0, 100.0)))
    steep = steepness((np.full((8, 8), 0.02, np.float32), np.full((8, 8), 0.5, np.float32)))
    assert steep == pytest.approx(np.array(((4e-4, 0.01), (0.01, 0.25))), rel=1e-5)
    move = worthwhile(belief, np.diag((0.02, 0.25)), 1.0)
    assert move[0] == pytest.approx(12.0, abs=1e-6) and abs(move[1]) < 0.2


def test_level_ground_moves_nothing():
    unknown = np.full((4, 4), np.nan, np.float32)
    belief = plain((12.0, 9.0), np.eye(2))
    for gradient in ((unknown, unknown), (np.zeros((4, 4), np.float32),) * 2):
        assert (worthwhile(belief, steepness(gradient), 1.0) == 0.0).all()


def test_what_is_left_of_a_move_counts_as_its_error():
    belief = plain((6.0, -2.0), np.diag((9.0, 4.0)))
    assert belief.about(np.array((6.0, 0.0))) == pytest.approx(np.diag((9.0, 8.0)))


def test_the_response_is_what_a_step_takes_off_the_shift_seen():
    answer = np.array(((1.5, 0.2), (-0.3, 0.9)))
    here = np.array((10.0, 4.0))
    beside = tuple(here - answer @ step for step in (np.array((15.0, 0.0)), np.array((0.0, 15.0))))
    assert response(here, beside, 15.0 * np.eye(2)) == pytest.approx(answer)


def test_an_error_that_a_belief_does_not_know_is_added_to_it():
    belief = Belief(np.array((0.25, 0.75)), np.array(((6.0, -2.0), (2.0, 2.0))), np.array((np.eye(2), np.eye(2))))
    wider = belief.wider(np.diag((3.0, 5.0)))
    assert wider.mean_m == pytest.approx((3.0, 1.0))
    assert wider.about(np.zeros(2)) - belief.about(np.zeros(2)) == pytest.approx(np.diag((3.0, 5.0)))


def test_shadow_and_ground_that_answers_little_make_a_shift_less_known():
    jackknife = np.diag((80.0, 20.0))
    usual = noise(jackknife, np.eye(2), POSTING, 1.0, 0.012)
    assert usual == pytest.approx(usual[0, 0] * np.eye(2))
    assert 0.3 * 50.0 < usual[0, 0] < 3.0 * 50.0
    less = (
        noise(jackknife, np.eye(2), POSTING, 0.5, 0.012),
        noise(jackknife, np.eye(2) / 16.0, POSTING, 1.0, 0.012),
        noise(jackknife, np.diag((1.9, 0.1)), POSTING, 1.0, 0.012),
        noise(jackknife, np.eye(2), POSTING, 1.0, 0.003),
        noise(2.0 * jackknife, np.eye(2), POSTING, 1.0, 0.012),
    )
    assert all(other[0, 0] > 1.3 * usual[0, 0] for other in less)
    assert np.isfinite(noise(jackknife, -np.eye(2), POSTING, 1.0, 0.012)).all()
    assert np.isfinite(noise(jackknife, np.zeros((2, 2)), POSTING, 1.0, 0.0)).all()
    # Experts that change nothing leave parts that all agree.
    assert noise(np.zeros((2, 2)), np.eye(2), POSTING, 1.0, 0.0)[0, 0] == pytest.approx((placing.FLOOR * POSTING) ** 2)


def test_a_move_of_which_little_is_expected_is_not_made():
    belief, steep = plain((6.0, 0.0), np.eye(2)), 0.01 * np.eye(2)
    # It would take 0.36 m2 off the mean square of the error.
    for error, made in ((1.0, True), (2.0, False)):
        assert (np.abs(worthwhile(belief, steep, error)) > 1.0).any() == made
