"""Parts of a scene that show one shift or several."""

import numpy as np
import pytest

from engine.terrain.agreement import Part, agree, windows
from engine.terrain.looks import Look, answers, judge

POSTING = 30.0
UNSURE = 16.0 * np.eye(2)


def parts(shifts, covariance=UNSURE):
    return [Part((slice(0, 1), slice(i, i + 1)), np.array(s, float), covariance) for i, s in enumerate(shifts)]


def test_parts_cover_a_large_scene_once_and_a_small_one_has_none():
    count = np.zeros((401, 903), int)
    for window in windows(count.shape, (20.5, 46.0)):
        count[window] += 1
    assert (count == 1).all()
    assert len(list(windows(count.shape, (20.5, 46.0)))) == 8
    assert len(list(windows(count.shape, (300.0, 46.0)))) == 16
    assert not list(windows(count.shape, (19.0, 19.0)))


def test_parts_that_differ_by_their_errors_agree():
    rng = np.random.default_rng(0)
    told = sum(not agree(parts(rng.normal(7.0, 4.0, (4, 2)))) for _ in range(1000))
    assert 2 <= told <= 20
    assert agree(parts([(9.0, 0.0)])) and agree([])


def test_parts_that_want_opposite_moves_do_not_agree():
    assert not agree(parts([(9.0, 0.0), (-24.0, 0.0)]))
    assert agree(parts([(9.0, 0.0), (-24.0, 0.0)], 20.0 * UNSURE))


def look(place, middle, shifts):
    seen = 1.6 * (middle - place)
    each = tuple(parts([1.6 * (np.array(s) - place) for s in shifts]))
    return Look(place, seen, UNSURE, 1.0, 0.02, np.diag((0.05, 0.05)), each)


@pytest.mark.parametrize(
    "shifts, told, moved",
    [
        ([(20.0, 0.0), (21.0, 1.0)], False, 20.0),
        ([(9.0, 0.0), (-24.0, 0.0)], True, 0.0),
        ([(28.0, 0.0), (16.0, 0.0)], True, 21.0),
    ],
)
def test_a_move_that_some_parts_want_and_others_do_not_is_not_made(shifts, told, moved):
    middle = np.mean(shifts, axis=0)
    looks = [look(place, middle, shifts) for place in (np.zeros(2), np.array((7.5, 0.0)), np.array((0.0, 7.5)))]
    verdict = judge(looks[0], (looks[1], looks[2]), POSTING)
    assert (verdict.apart is not None) == told
    if moved is not None:
        assert verdict.move_m[0] == pytest.approx(moved, abs=4.0)
    if told:
        one, other = verdict.apart
        assert abs(one.move_m[0] - other.move_m[0]) == pytest.approx(abs(shifts[0][0] - shifts[1][0]), rel=0.3)
        assert 0.0 < one.error_m < 10.0
        # The error of the one move that is made covers what the parts are off by.
        assert verdict.covariance_m2[0, 0] > 0.2 * (shifts[0][0] - middle[0]) ** 2


@pytest.mark.parametrize("response, told", [((1.6, 1.6), True), ((0.1, 1.6), False), ((-1.0, 2.0), True)])
def test_ground_that_shows_no_shift_in_one_direction_does_not_confirm_a_place(response, told):
    turn = np.array(((0.6, -0.8), (0.8, 0.6)))
    answer = turn @ np.diag(response) @ turn.T
    places = np.array(((40.0, 9.0), (47.5, 9.0), (40.0, 16.5)))
    looks = [Look(p, answer @ (np.array((3.0, 4.0)) - p), UNSURE, 1.0, 0.02, np.eye(2)) for p in places]
    assert answers(looks[0], (looks[1], looks[2])) == told
