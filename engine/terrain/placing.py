"""Where a coarse DEM lies by what an image shows of it, and which part of a move is expected to help.

All is linear about the place looked from: a DEM that has to be moved by t shows a shift d = A (t - place) + n.
A is the response of whatever compares DEM and image; it is 0.1 to 2.5 from scene to scene and is measured by
looks from places beside the first. The noise n has the jackknife's covariance, but for tails, t is drawn from
places that coarse DEMs are known to lie at, and shading alone may give a hint of it. All are mixtures of normal
distributions, so that the belief about t has a closed form, and a wild d is laid to a wild n where that explains
it better than a far t.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

Mixture = tuple[tuple[float, float], ...]

PLACES: Mixture = ((0.06, 0.4), (0.12, 0.35), (0.25, 0.15), (0.5, 0.08), (1.0, 0.02))
"""Standard deviation of the misplacement along each axis in postings, and its weight: registration leaves some
tenths (Barker et al. 2016 for SLDEM2015), images with raw pointing more."""

ANYWHERE: Mixture = ((0.6, 1.0),)
"""Of ground that is known not to lie where registration leaves it."""

TAILS: Mixture = ((0.5, 0.25), (1.0, 0.45), (2.0, 0.24), (5.0, 0.05), (20.0, 0.01))
"""Factor on the covariance of the noise, and its weight: what sixteen parts do not tell of their own errors."""

HINTS: Mixture = ((0.2, 0.75), (0.45, 0.2), (2.0, 0.05))
"""Standard error of a shift by shading that is called reliable, along each axis in postings, and its weight. On 92
made scenes half were within 0.17 postings, nine in ten within 0.53; a little more, because what disturbs it
disturbs the experts too."""

TYPICAL = 1.0 / 16.0
"""Standard error along each axis, in postings, of a shift seen in ground that answers one to one. Sixteen parts
tell an error but roughly, so that it is drawn to this by a quarter, in logarithms."""

LEAST_ANSWER = 0.05
"""Under which ground answers alike: not at all."""

FLOOR = 0.005
"""Postings of shift seen that no count of parts tells of; experts that change nothing leave parts that all agree."""

BENT = 0.1
"""Share of the misplacement by which the response is not linear."""

CAUTION = 1.5
"""Standard errors by which the truth may fall short of the belief without harm from the move."""

HARM = 0.01
"""Of the mean square of the error that is left in place, by which a move may then make it worse."""


LEAST_GAIN = 0.05
"""Of the same mean square: a move from which less is expected is not worth it, for how the experts take another
surface changes as much."""


@dataclass(frozen=True)
class Belief:
    """Where the coarse DEM has to be moved to.

    Attributes
    ----------
    mean_m : (2,) array
        Metres east and north.
    covariance_m2 : (2, 2) array
    """

    mean_m: Array
    covariance_m2: Array

    def about(self, move_m: Array) -> Array:
        """Mean square (2, 2) of what is left when the DEM is moved by something else than the mean."""
        left = self.mean_m - move_m
        return np.asarray(self.covariance_m2 + np.outer(left, left))


def response(here: Array, beside: tuple[Array, Array], steps_m: Array) -> Array:
    """Metres of shift seen for a metre of misplacement (2, 2), from looks beside the first.

    Parameters
    ----------
    here : (2,) array
        Shift seen from the first place.
    beside : two (2,) arrays
        Shifts seen from the others.
    steps_m : (2, 2) array
        Columns: metres east and north from the first place to each of the others.
    """
    seen = np.stack([here - other for other in beside], axis=1)
    return np.asarray(np.linalg.solve(steps_m.T, seen.T).T)


def noise(jackknife_m2: Array, answer: Array, posting_m: float, lit: float) -> Array:
    """Covariance (2, 2) of a shift seen, alike in all directions; the shape of a belief is that of the response.

    Chosen on 329 made scenes, on which it holds for each kind of ground: the jackknife by itself is too small
    where it is small, too large where it is large, and too small on smooth ground, which answers little.

    Parameters
    ----------
    jackknife_m2 : (2, 2) array
        Covariance by the jackknife.
    answer : (2, 2) array
        The response.
    posting_m : float
    lit : float
        Share of the ground that the image shows; what an expert makes of a shadow is no evidence.
    """
    told = 0.5 * float(np.trace(jackknife_m2))
    typical = (TYPICAL * posting_m) ** 2 / max(LEAST_ANSWER, 0.5 * float(np.trace(answer)))
    square = max(told**0.75 * typical**0.25 / lit, (FLOOR * posting_m) ** 2)
    return square * np.eye(2)


def believe(
    seen_m: Array,
    noise_m2: Array,
    answer: Array,
    posting_m: float,
    place_m: Array,
    hint_m: Array | None = None,
    places: Mixture = PLACES,
) -> Belief:
    """Belief about the place after a look.

    Parameters
    ----------
    seen_m : (2,) array
        Shift seen from the place.
    noise_m2 : (2, 2) array
        Its covariance.
    answer : (2, 2) array
        The response.
    posting_m : float
    place_m : (2,) array
        Where it was looked from, from the middle of the places expected.
    hint_m : (2,) array, optional
        Where shading alone has it, from that middle.
    places : tuple
        What is expected of the misplacement, as PLACES.
    """
    told = seen_m + answer @ place_m
    weights, means, covariances = [], [], []
    for often, middle, square in _expected(posting_m, hint_m, places):
        prior, short = square * np.eye(2), told - answer @ middle
        bent = BENT**2 * (square + middle @ middle) * np.eye(2)
        for factor, share in TAILS:
            whole = answer @ prior @ answer.T + factor * noise_m2 + bent
            gain = np.linalg.solve(whole, answer @ prior).T
            weights.append(
                often + np.log(share) - 0.5 * float(short @ np.linalg.solve(whole, short) + np.linalg.slogdet(whole)[1])
            )
            means.append(middle + gain @ short)
            covariances.append(prior - gain @ answer @ prior)
    weight = np.exp(np.array(weights) - max(weights))
    weight /= weight.sum()
    mean = weight @ np.array(means)
    apart = np.array(means) - mean
    covariance = np.einsum("k,kij->ij", weight, np.array(covariances)) + (apart.T * weight) @ apart
    return Belief(mean, 0.5 * (covariance + covariance.T))


def _expected(posting_m: float, hint_m: Array | None, places: Mixture) -> Iterator[tuple[float, Array, float]]:
    """Logarithm of the weight, mean and variance along each axis of each kind of misplacement, with the hint's."""
    for wide, often in places:
        square = (wide * posting_m) ** 2
        if hint_m is None:
            yield float(np.log(often)), np.zeros(2), square
            continue
        for unsure, share in HINTS:
            whole = square + (unsure * posting_m) ** 2
            fits = -0.5 * float(hint_m @ hint_m) / whole - float(np.log(whole))
            yield float(np.log(often * share)) + fits, square / whole * hint_m, square * (1.0 - square / whole)


def worthwhile(belief: Belief, steepness: Array, error_m: float) -> Array:
    """The part of the believed shift (2,) that is expected to make the heights better.

    Moved by m where t is right, the mean square of the heights' error changes by m'Qm - 2 m'Qt, with Q the mean
    outer product of the DEM's gradient: a metre along a wall does nothing, a metre across it much. In axes in
    which Q is one and the belief's covariance is diagonal, each component gains or loses by itself. Of each, the
    largest part is made that would do no harm to speak of even where the truth falls CAUTION standard errors
    short of the belief: with y = |mean| - CAUTION s, m^2 - 2 m y is at most h, so m = y + sqrt(y^2 + h), and
    never more than the mean. A component well over its error is made whole, one under it hardly at all. Where less
    than LEAST_GAIN is expected of all together, nothing is moved.

    Parameters
    ----------
    belief : Belief
    steepness : (2, 2) array
        Q, m2 of height for m2 of shift.
    error_m : float
        Root mean square of the heights' error that is to be expected in place; h is HARM times its square.
    """
    size = float(np.trace(steepness))
    if size <= 0.0:
        return np.zeros(2)
    values, axes = np.linalg.eigh(steepness + 1e-6 * size * np.eye(2))
    root, back = (axes * values**0.5) @ axes.T, (axes * values**-0.5) @ axes.T
    squares, own = np.linalg.eigh(root @ belief.covariance_m2 @ root)
    found = own.T @ root @ belief.mean_m
    short = np.abs(found) - CAUTION * np.sqrt(np.maximum(squares, 0.0))
    kept = np.minimum(np.abs(found), short + np.sqrt(short**2 + HARM * error_m**2))
    if float(2.0 * kept @ np.abs(found) - kept @ kept) < LEAST_GAIN * error_m**2:
        return np.zeros(2)
    return np.asarray(back @ own @ (np.sign(found) * kept))


def steepness(gradient: tuple[NDArray[np.float32], NDArray[np.float32]]) -> Array:
    """Mean outer product (2, 2) of a gradient (east, north) where it is known."""
    known = np.isfinite(gradient[0]) & np.isfinite(gradient[1])
    both = np.stack([part[known].astype(np.float64) for part in gradient])
    return np.asarray(both @ both.T / max(1, both.shape[1]))
