"""Potts Markov random field on the 8-neighbourhood, minimised by iterated conditional modes.

U = sum_i E_i(c_i) - beta * sum_{i~j} [c_i = c_j] (Bruzzone & Prieto 2000).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

BETA = 0.3
"""Weight of a pair of equal neighbours."""

_NEIGHBOURS = [(dr, dc) for dr in (-1, 0, 1) for dc in (-1, 0, 1) if (dr, dc) != (0, 0)]


def neighbour_votes(labels: NDArray[np.intp], count: int) -> NDArray[np.float64]:
    """Neighbours of each site in each class: (count, R, C)."""
    rows, columns = labels.shape
    padded = np.full((rows + 2, columns + 2), -1, dtype=np.intp)
    padded[1:-1, 1:-1] = labels
    votes = np.zeros((count, rows, columns))
    for dr, dc in _NEIGHBOURS:
        neighbour = padded[1 + dr : 1 + dr + rows, 1 + dc : 1 + dc + columns]
        for label in range(count):
            votes[label] += neighbour == label
    return votes


def energy(unary: NDArray[np.float64], labels: NDArray[np.intp], beta: float) -> float:
    """U of a labelling; each pair is counted once."""
    rows, columns = np.indices(labels.shape)
    own = unary[labels, rows, columns].sum()
    agreeing = neighbour_votes(labels, unary.shape[0])[labels, rows, columns].sum() / 2.0
    return float(own - beta * agreeing)


def iterated_modes(
    unary: NDArray[np.float64], labels: NDArray[np.intp], beta: float, rounds: int = 100
) -> NDArray[np.intp]:
    """ICM from a given labelling.

    Sites are visited in four colours, so that no two neighbours change together and the energy
    never rises.
    """
    labels = labels.copy()
    for _ in range(rounds):
        before = labels.copy()
        for first in (0, 1):
            for second in (0, 1):
                cost = unary - beta * neighbour_votes(labels, unary.shape[0])
                colour = (slice(first, None, 2), slice(second, None, 2))
                labels[colour] = cost.argmin(axis=0)[colour]
        if np.array_equal(before, labels):
            break
    return labels


def minimise(unary: NDArray[np.float64], beta: float = BETA) -> NDArray[np.intp]:
    """The best labelling that ICM finds from several starts.

    ICM stops in the local minimum nearest to its start. The starts are the most likely class of each
    site, each class everywhere, and the end of a run in which beta grows from zero. The best end is
    then freed, by moves of small blocks, from minima that no single site can leave.

    Parameters
    ----------
    unary : (K, R, C) array
        Energies E_i(c).
    beta : float
        Potts weight.

    Returns
    -------
    (R, C) array
        Labels 0 to K - 1 of least energy.
    """
    count = unary.shape[0]
    starts = [unary.argmin(axis=0)]
    starts += [np.full(unary.shape[1:], label, dtype=np.intp) for label in range(count)]
    grown = starts[0]
    for share in (0.25, 0.5, 0.75):
        grown = iterated_modes(unary, grown, share * beta)
    starts.append(grown)
    ends = [iterated_modes(unary, start, beta) for start in starts]
    best = min(ends, key=lambda labels: energy(unary, labels, beta))
    return _flip_blocks(unary, best, beta)


def _flip_blocks(unary: NDArray[np.float64], labels: NDArray[np.intp], beta: float) -> NDArray[np.intp]:
    """Turn 2 x 2 and 3 x 3 blocks into one class while that lowers the energy.

    The way out of minima that single sites cannot leave. Only pairs that touch a block can change,
    so each trial looks at the block and the ring about it.
    """
    labels = labels.copy()
    rows, columns = labels.shape
    improved = True
    while improved:
        improved = False
        for size in (2, 3):
            # No block can gain more than all of its pairs.
            most = beta * (size * size * 8 - 2 * (size - 1) * (2 * size - 1))
            for row in range(max(1, rows - size + 1)):
                for column in range(max(1, columns - size + 1)):
                    block = (slice(row, row + size), slice(column, column + size))
                    ring = (
                        slice(max(row - 1, 0), row + size + 1),
                        slice(max(column - 1, 0), column + size + 1),
                    )
                    inside = unary[(slice(None), *block)]
                    own = np.take_along_axis(inside, labels[block][None], axis=0).sum()
                    for label in range(unary.shape[0]):
                        if inside[label].sum() - own > most or (labels[block] == label).all():
                            continue
                        before = energy(unary[(slice(None), *ring)], labels[ring], beta)
                        kept = labels[block].copy()
                        labels[block] = label
                        after = energy(unary[(slice(None), *ring)], labels[ring], beta)
                        if after < before - 1e-9:
                            own = inside[label].sum()
                            improved = True
                        else:
                            labels[block] = kept
        if improved:
            labels = iterated_modes(unary, labels, beta)
    return labels


def posterior(unary: NDArray[np.float64], labels: NDArray[np.intp], beta: float = BETA) -> NDArray[np.float64]:
    """Probability of each site's label given its neighbours' labels, (R, C)."""
    cost = unary - beta * neighbour_votes(labels, unary.shape[0])
    share = np.exp(-(cost - cost.min(axis=0)))
    rows, columns = np.indices(labels.shape)
    return np.asarray((share / share.sum(axis=0))[labels, rows, columns])
