"""Moves fitted together: against drawn truths, with bad looks, wrong ties and images out of place."""

import numpy as np
import pytest

from engine.terrain.looks import Finding
from engine.terrain.placing import Estimate
from engine.terrain.ties import Tie
from engine.terrain.together import Link, adjust, common_move

NEIGHBOURS = [(i, j) for i in range(9) for j in range(i + 1, 9) if (j == i + 1 and j % 3) or j == i + 3]
TRUE = np.array((9.0, -8.0))


def drawn(rng, own=None, alone_m=3.0, pairs=NEIGHBOURS):
    """Findings of nine frames and links of neighbours; own are what images are out of place by."""
    own = np.zeros((9, 2)) if own is None else own
    steep, error = 0.04 * np.eye(2), alone_m**2 * np.eye(2)
    places = [TRUE + e + rng.normal(0.0, alone_m, 2) for e in own]
    findings = [Finding(Estimate(place, error), np.zeros(2), None, steep, 0.02) for place in places]
    links = [Link(i, j, Tie(own[i] - own[j] + rng.normal(0.0, 0.3, 2), 0.09 * np.eye(2))) for i, j in pairs]
    return findings, links


def test_the_common_move_gets_better_with_the_root_of_the_number_and_says_so():
    rng = np.random.default_rng(0)
    off, told = [], []
    for _ in range(40):
        found = adjust(drawn(rng)[0], [0] * 9, []).common[0]
        off.append(found.place_m - TRUE)
        told.append(np.trace(found.covariance_m2) / 2.0)
    assert np.std(off) == pytest.approx(1.0, rel=0.3)
    assert np.sqrt(np.mean(told)) == pytest.approx(np.std(off), rel=0.35)


def test_images_that_are_out_of_place_are_told_by_their_ties():
    rng = np.random.default_rng(1)
    own = np.zeros((9, 2))
    own[4], own[7] = (25.0, -10.0), (-6.0, 5.0)
    findings, links = drawn(rng, own)
    found = adjust(findings, [0] * 9, links)
    assert np.abs(found.own_m - own).max() < 1.0
    assert np.abs(found.common[0].place_m - TRUE).max() < 3.0


def test_one_bad_look_and_one_wrong_tie_pull_nothing_along():
    rng = np.random.default_rng(2)
    findings, links = drawn(rng)
    good = adjust(findings, [0] * 9, links)
    lost = Estimate(TRUE + (150.0, 90.0), 9.0 * np.eye(2))
    findings[3] = Finding(lost, np.zeros(2), None, findings[3].steepness, 0.02)
    links[5] = Link(links[5].one, links[5].other, Tie(np.array((40.0, 30.0)), 0.09 * np.eye(2)))
    bad = adjust(findings, [0] * 9, links)
    assert np.abs(bad.common[0].place_m - good.common[0].place_m).max() < 1.5
    assert np.abs(bad.own_m).max() < 0.6


def test_a_frame_that_tells_nothing_gets_what_its_neighbours_tell():
    rng = np.random.default_rng(3)
    own = np.zeros((9, 2))
    own[0] = (12.0, 4.0)
    findings, links = drawn(rng, own)
    findings[0] = None
    assert np.abs(adjust(findings, [0] * 9, links).own_m[0] - own[0]).max() < 1.0


def test_each_coarse_dem_has_a_place_of_its_own():
    rng = np.random.default_rng(4)
    findings, links = drawn(rng)
    for i in (6, 7, 8):
        estimate = findings[i].estimate
        findings[i] = Finding(Estimate(estimate.place_m - 30.0, estimate.covariance_m2), np.zeros(2), None,
                              findings[i].steepness, 0.02)  # fmt: skip
    found = adjust(findings, [0] * 6 + [1] * 3, links)
    assert np.abs(found.common[0].place_m - TRUE).max() < 4.0
    assert np.abs(found.common[1].place_m - (TRUE - 30.0)).max() < 6.0
    assert adjust([None] * 9, [0] * 9, links).common == (None,)


def test_a_move_is_made_as_far_as_it_helps():
    rng = np.random.default_rng(5)
    findings, _ = drawn(rng)
    sure = adjust(findings, [0] * 9, []).common[0]
    move, belief = common_move(sure, findings, 60.0)
    assert np.allclose(move, belief.mean_m, atol=1.5) and np.hypot(*(move - TRUE)) < 3.0
    unsure = Estimate(np.array((4.0, 0.0)), 400.0 * np.eye(2))
    assert not common_move(unsure, findings, 60.0)[0].any()
