"""Beliefs about a place against brute force over all places, and the rules that a move keeps."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from engine.terrain import placing
from engine.terrain.placing import Belief, Estimate, believe, estimate, response, steepness, worthwhile
from engine.terrain.residual_shift import Seen

POSTING = 60.0
NUMBER = st.floats(-1.0, 1.0)
TURN = st.floats(0.0, 2.0 * math.pi)
POSITIVE = st.floats(0.05, 1.0)
NEAR = ((0.1, 0.7), (0.6, 0.3))


SURE = np.zeros((2, 2))


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
    seen, unsure = np.array((21.0, -22.0)), np.array(((90.0, 20.0), (20.0, 150.0)))
    axis = np.arange(-200.0, 200.5, 1.0)
    places = np.stack(np.meshgrid(axis, axis, indexing="ij"), axis=-1)
    weight = np.zeros(places.shape[:2])
    for wide, often in NEAR:
        sigma = wide * POSTING
        prior = stats.multivariate_normal([0.0, 0.0], sigma**2).pdf(places)
        for factor, share in placing.TAILS:
            likely = stats.multivariate_normal([0.0, 0.0], factor * unsure).pdf(seen - places)
            weight += often * share * prior * likely
    if hint is not None:
        weight *= sum(
            share * stats.multivariate_normal([0.0, 0.0], (unsure * POSTING) ** 2).pdf(places - np.array(hint))
            for unsure, share in placing.HINTS
        )
    weight /= weight.sum()
    mean = np.einsum("ij,ijk->k", weight, places)
    covariance = np.einsum("ij,ijk,ijl->kl", weight, places - mean, places - mean)
    found = believe(Estimate(seen, unsure), POSTING, np.zeros(2), None if hint is None else np.array(hint), NEAR)
    assert found.mean_m == pytest.approx(mean, abs=0.05)
    assert found.about(mean) == pytest.approx(covariance, rel=0.01, abs=1.0)


@given(NUMBER, NUMBER, POSITIVE, POSITIVE, TURN, TURN)
def test_a_turned_scene_turns_the_move_and_its_error(east, north, first, second, own, angle):
    seen, unsure = 50.0 * np.array((east, north)), spread(first, second, own)
    hint = np.array((20.0 * north, -9.0))
    steep, turn = spread(0.2, 0.01, own - 1.0, 1.0), turned(angle)

    def result(matrix):
        found = Estimate(matrix @ seen, matrix @ unsure @ matrix.T)
        belief = believe(found, POSTING, np.zeros(2), matrix @ hint)
        move = worthwhile(belief, matrix @ steep @ matrix.T, 2.0)
        return move, belief.about(move)

    move, covariance = result(np.eye(2))
    other, other_covariance = result(turn)
    assert other == pytest.approx(turn @ move, abs=1e-5)
    assert other_covariance == pytest.approx(turn @ covariance @ turn.T, abs=1e-4)


def test_ground_that_does_not_answer_tells_nothing():
    views = np.array(((9.0, 3.0), (8.0, 4.0), (10.0, 2.0), (9.0, 2.0)))
    seen, answers = Seen(views, SURE), np.array([np.eye(2)] * 4)
    assert estimate(seen, answers, np.zeros(2), POSTING).place_m == pytest.approx(views.mean(axis=0))
    # One view that does not answer is left out; with two the rest do not tell their error.
    answers[0] = np.diag((1.0, 0.01))
    assert estimate(seen, answers, np.zeros(2), POSTING).place_m == pytest.approx(views[1:].mean(axis=0))
    answers[1] = 0.0
    assert estimate(seen, answers, np.zeros(2), POSTING) is None
    # Views that answer the opposite of one another have no mean.
    assert estimate(seen, np.array([np.eye(2), -np.eye(2)] * 2), np.zeros(2), POSTING) is None


@given(NUMBER, NUMBER, TURN, TURN, st.floats(0.4, 2.0))
def test_views_that_agree_give_the_place_whatever_they_answer(east, north, own, angle, weak):
    place, truth = np.array((12.0, -7.0)), 40.0 * np.array((east, north))
    answers = np.array([spread(1.5, weak, own, 1.0), spread(weak, 0.9, angle, 1.0), np.eye(2), turned(0.3)])
    found = estimate(Seen(answers @ (truth - place), SURE), answers, place, POSTING)
    assert found.place_m == pytest.approx(truth, abs=1e-6)
    back = np.linalg.inv(answers.mean(axis=0))
    assert found.covariance_m2 == pytest.approx((placing.UNSEEN * POSTING) ** 2 * back @ back.T, rel=1e-6, abs=0.05)


def test_an_error_is_the_geometric_mean_of_what_views_and_jackknife_tell():
    views = np.array(((1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0))) * 3.0
    answers = np.array([2.0 * np.eye(2)] * 4)
    found = estimate(Seen(views, 16.0 * np.eye(2)), answers, np.zeros(2), POSTING)
    # Views: half of 3 m away along each axis, 1.5 m2 of four; jackknife: 4 m by half.
    unseen = (placing.UNSEEN * POSTING / 2.0) ** 2
    assert found.covariance_m2 == pytest.approx((math.sqrt(1.5 * 4.0) + unseen) * np.eye(2), rel=0.03)


@given(POSITIVE, POSITIVE, TURN, st.floats(1.5, 5.0))
def test_an_error_grows_with_how_far_views_are_apart(first, second, angle, factor):
    views = np.array(((1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0))) @ spread(first, second, angle, 100.0)
    answers = np.array([np.eye(2)] * 4)
    near, far = (
        estimate(Seen(size * views, 9.0 * size**2 * np.eye(2)), answers, np.zeros(2), POSTING).covariance_m2
        for size in (1.0, factor)
    )
    unseen = (placing.UNSEEN * POSTING) ** 2 * np.eye(2)
    assert far - unseen == pytest.approx(factor**2 * (near - unseen), rel=0.1, abs=0.01)
    assert np.linalg.eigvalsh(near - unseen).min() > 0.0


@given(st.floats(5.0, 60.0), TURN, st.floats(1.2, 20.0))
def test_more_noise_makes_a_smaller_move_and_a_larger_error(size, angle, factor):
    seen, unsure = size * np.array((math.cos(angle), math.sin(angle))), 60.0 * np.eye(2)
    calm, noisy = (believe(Estimate(seen, n * unsure), POSTING, np.zeros(2)) for n in (1.0, factor))
    assert np.linalg.norm(noisy.mean_m) <= np.linalg.norm(calm.mean_m) + 1e-9
    steep = 0.05 * np.eye(2)
    moves = [np.linalg.norm(worthwhile(belief, steep, 1.0)) for belief in (calm, noisy)]
    assert moves[1] <= moves[0] + 1e-6


def test_a_shift_well_over_its_error_is_believed_and_made_whole():
    place = np.array((21.5, -12.5))
    belief = believe(Estimate(place, np.eye(2)), POSTING, np.array((20.0, -10.0)))
    assert belief.mean_m == pytest.approx(place, abs=1.0)
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
    answers = np.array((((1.5, 0.2), (-0.3, 0.9)), ((1.0, 0.0), (0.0, 2.0))))
    here = np.array(((10.0, 4.0), (8.0, 5.0)))
    steps = 15.0 * turned(0.4)
    beside = tuple(here - answers @ step for step in steps.T)
    assert response(here, beside, steps) == pytest.approx(answers)


def test_an_error_that_a_belief_does_not_know_is_added_to_it():
    belief = Belief(np.array((0.25, 0.75)), np.array(((6.0, -2.0), (2.0, 2.0))), np.array((np.eye(2), np.eye(2))))
    wider = belief.wider(np.diag((3.0, 5.0)))
    assert wider.mean_m == pytest.approx((3.0, 1.0))
    assert wider.about(np.zeros(2)) - belief.about(np.zeros(2)) == pytest.approx(np.diag((3.0, 5.0)))


def test_a_move_of_which_little_is_expected_is_not_made():
    belief, steep = plain((6.0, 0.0), np.eye(2)), 0.01 * np.eye(2)
    # It would take 0.36 m2 off the mean square of the error.
    for error, made in ((1.0, True), (2.0, False)):
        assert (np.abs(worthwhile(belief, steep, error)) > 1.0).any() == made
