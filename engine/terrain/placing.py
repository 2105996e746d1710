"""Where a coarse DEM lies by what an image shows of it, and which part of a move is expected to help.

All is linear about the place looked from: a DEM that has to be moved by t shows a shift d = A (t - place) + n.
A is the response of whatever compares DEM and image; it is 0.1 to 2.5 from scene to scene and is measured by
looks from places beside the first. Several views of one look each give a place; how far these are apart tells the
error of their mean. t is drawn from places that coarse DEMs are known to lie at, and shading alone may give a hint
of it. All are mixtures of normal distributions, so that the belief about t has a closed form.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from .residual_shift import Array, Seen

Mixture = tuple[tuple[float, float], ...]

PLACES: Mixture = ((0.06, 0.4), (0.12, 0.37), (0.25, 0.16), (0.5, 0.055), (1.0, 0.01), (4.0, 0.005))
"""Standard deviation of the misplacement along each axis in postings, and its weight: registration leaves some
tenths (Barker et al. 2016 for SLDEM2015), images with raw pointing more."""

ANYWHERE: Mixture = ((0.6, 1.0),)
"""Of ground that is known not to lie where registration leaves it."""

TAILS: Mixture = ((0.8, 0.6), (1.3, 0.34), (4.0, 0.055), (20.0, 0.005))
"""Factor on the covariance of the error, and its weight: what so few views do not tell of their own error."""

HINTS: Mixture = ((0.12, 0.25), (0.25, 0.25), (0.5, 0.15), (2.5, 0.35))
"""Standard error of a shift by shading that is called reliable, along each axis in postings, and its weight. On 440
made scenes half were within 0.16 postings and nine in ten within 0.57, but of 21 shifts of more than a posting only
5 were right; a little more is taken, because what disturbs it disturbs the experts too."""

ROUND = 0.5
"""Share of the error's covariance that is laid to all directions alike: so few views do not tell its shape."""

FLOOR = 0.004
"""Postings by which views are apart, and that the jackknife tells, at least."""

UNSEEN = 0.03
"""Standard error along each axis, in postings of shift seen, of what all views and parts have wrong alike."""

LEAST_ANSWER, CLEAR_ANSWER = 0.03, 0.8
"""Metres that a metre of misplacement shows as, in the worst direction, in a view that counts, and in one that counts
in full."""

LEAST_VIEWS = 3
"""That have to count."""

BENT = 0.03
"""Share of the way from the place looked from by which the response is not linear."""

LOSS = 0.01
"""Of the gain that a move is expected to bring, the loss that may be expected where the truth is another."""

LEAST_GAIN = 0.1
"""Of the mean square of the error in place: a move from which less is expected is not worth it, for how the experts
take another surface changes about as much."""

FRACTIONS = np.linspace(0.01, 1.0, 100)
"""Parts of a believed shift that are tried."""


@dataclass(frozen=True)
class Belief:
    """Where the coarse DEM has to be moved to: a mixture of K normal distributions.

    Attributes
    ----------
    weights : (K,) array
        Their sum is one.
    means_m : (K, 2) array
        Metres east and north.
    covariances_m2 : (K, 2, 2) array
    """

    weights: Array
    means_m: Array
    covariances_m2: Array

    @property
    def mean_m(self) -> Array:
        """Mean (2,) of the place."""
        return np.asarray(self.weights @ self.means_m)

    def about(self, move_m: Array) -> Array:
        """Mean square (2, 2) of what is left when the DEM is moved by something."""
        left = self.means_m - move_m
        whole = np.einsum("k,kij->ij", self.weights, self.covariances_m2) + (left.T * self.weights) @ left
        return np.asarray(0.5 * (whole + whole.T))

    def wider(self, covariance_m2: Array) -> Belief:
        """The belief with an error (2, 2) that is not in it."""
        return Belief(self.weights, self.means_m, self.covariances_m2 + covariance_m2)


@dataclass(frozen=True)
class Estimate:
    """Where views have a coarse DEM.

    Attributes
    ----------
    place_m : (2,) array
        Metres east and north to which it has to be moved.
    covariance_m2 : (2, 2) array
        Of the error of that.
    """

    place_m: Array
    covariance_m2: Array


def response(here: Array, beside: tuple[Array, Array], steps_m: Array) -> Array:
    """Metres of shift seen for a metre of misplacement (V, 2, 2), from looks beside the first.

    Parameters
    ----------
    here : (V, 2) array
        Shift seen from the first place in each view.
    beside : two (V, 2) arrays
        Shifts seen from the others.
    steps_m : (2, 2) array
        Columns: metres east and north from the first place to each of the others.
    """
    seen = np.stack([here - other for other in beside], axis=-1)
    return np.asarray(seen @ np.linalg.inv(steps_m))


def estimate(seen: Seen, answers: Array, place_m: Array, posting_m: float) -> Estimate | None:
    """Mean of the places that the views give, and its error.

    That is the geometric mean of what the views are apart and of what the jackknife tells: on 125 made scenes that is
    the standard deviation of the true error to some percent, whatever its size, which neither is by itself. What all
    have wrong alike is added.

    Parameters
    ----------
    seen : Seen
        From the place.
    answers : (V, 2, 2) array
        The response of each view.
    place_m : (2,) array
        Where it was looked from.
    posting_m : float

    Returns
    -------
    Estimate or None
        None where less than LEAST_VIEWS answer in every direction, or their mean does not.
    """
    weakest = np.linalg.svd(answers, compute_uv=False).min(axis=-1)
    counts = weakest >= LEAST_ANSWER
    if counts.sum() < LEAST_VIEWS:
        return None
    mean = answers[counts].mean(axis=0)
    if np.linalg.svd(mean, compute_uv=False).min() < LEAST_ANSWER:
        return None
    places = place_m + np.linalg.solve(answers[counts], seen.views_m[counts, :, None])[..., 0]
    weights = np.minimum(weakest[counts], CLEAR_ANSWER)
    apart = np.cov(places.T, aweights=weights)
    back = np.linalg.inv(mean)
    told = (apart, back @ seen.sampling_m2 @ back.T)
    sizes = [0.5 * float(np.trace(part)) for part in told]
    size = math.sqrt(math.prod(one + (FLOOR * posting_m) ** 2 for one in sizes))
    shape = sum(0.5 * part / max(one, 1e-12) for one, part in zip(sizes, told))
    covariance = size * ((1.0 - ROUND) * shape + ROUND * np.eye(2)) + (UNSEEN * posting_m) ** 2 * back @ back.T
    return Estimate(weights @ places / weights.sum(), covariance)


def believe(
    found: Estimate, posting_m: float, from_m: Array, hint_m: Array | None = None, places: Mixture = PLACES
) -> Belief:
    """Belief about the place after a look.

    Parameters
    ----------
    found : Estimate
    posting_m : float
    from_m : (2,) array
        Where it was looked from; the further from there, the less straight is what is seen.
    hint_m : (2,) array, optional
        Where shading alone has it.
    places : tuple
        What is expected of the misplacement, as PLACES.
    """
    weights, means, covariances = [], [], []
    for often, middle, square in _expected(posting_m, hint_m, places):
        short, away = found.place_m - middle, middle - from_m
        bent = BENT**2 * (square + away @ away)
        for factor, share in TAILS:
            whole = factor * found.covariance_m2 + (square + bent) * np.eye(2)
            gain = square * np.linalg.inv(whole)
            weights.append(
                often + np.log(share) - 0.5 * float(short @ np.linalg.solve(whole, short) + np.linalg.slogdet(whole)[1])
            )
            means.append(middle + gain @ short)
            covariances.append(square * (np.eye(2) - gain))
    weight = np.exp(np.array(weights) - max(weights))
    return Belief(weight / weight.sum(), np.array(means), np.array(covariances))


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
    largest part is made of which the expected loss, over the places where it makes the heights worse, is at most
    LOSS of the expected gain: a component well over its error is made whole, one that may be all wrong not at all.
    Where less than LEAST_GAIN is expected of all together, nothing is moved.

    Parameters
    ----------
    belief : Belief
    steepness : (2, 2) array
        Q, m2 of height for m2 of shift.
    error_m : float
        Root mean square of the heights' error that is to be expected in place.
    """
    size = float(np.trace(steepness))
    if size <= 0.0:
        return np.zeros(2)
    mean = belief.mean_m
    values, axes = np.linalg.eigh(steepness + 1e-6 * size * np.eye(2))
    root, back = (axes * values**0.5) @ axes.T, (axes * values**-0.5) @ axes.T
    own = np.linalg.eigh(root @ belief.about(mean) @ root)[1]
    across = own.T @ root
    found = across @ mean
    squares = np.einsum("ai,kij,aj->ak", across, belief.covariances_m2, across)
    kept = np.array([
        _kept(belief.weights, belief.means_m @ axis, np.sqrt(np.maximum(square, 0.0)), float(whole))
        for axis, square, whole in zip(across, squares, found)
    ])  # fmt: skip
    if float(2.0 * kept @ found - kept @ kept) < LEAST_GAIN * error_m**2:
        return np.zeros(2)
    return np.asarray(back @ own @ kept)


def _kept(weights: Array, means: Array, errors: Array, whole: float) -> float:
    """The largest part of a component of which a loss is hardly expected; the component is a mixture itself."""
    made = FRACTIONS[:, None] * whole
    change, spread = made**2 - 2.0 * made * means, np.maximum(2.0 * np.abs(made) * errors, 1e-12)
    times = change / spread
    density = np.exp(-0.5 * np.minimum(times**2, 1400.0)) / math.sqrt(2.0 * math.pi)
    loss = (change * special.ndtr(times) + spread * density) @ weights
    allowed = np.flatnonzero(loss <= LOSS * -(change @ weights))
    return float(FRACTIONS[allowed[-1]] * whole) if allowed.size else 0.0


def steepness(gradient: tuple[NDArray[np.float32], NDArray[np.float32]]) -> Array:
    """Mean outer product (2, 2) of a gradient (east, north) where it is known."""
    known = np.isfinite(gradient[0]) & np.isfinite(gradient[1])
    both = np.stack([part[known].astype(np.float64) for part in gradient])
    return np.asarray(both @ both.T / max(1, both.shape[1]))
