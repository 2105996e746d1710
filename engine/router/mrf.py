"""Potts Markov random field on the 8-neighbourhood, minimised by expansion moves.

U = sum_i E_i(c_i) - beta * sum_{i~j} [c_i = c_j] (Bruzzone & Prieto 2000). An expansion move lets every site
choose between its label and one other, all at once, by a minimum cut (Boykov, Veksler & Zabih 2001): with two
classes that is the least energy there is. Unlike site-by-site descent it prefers no corner of the grid, so that a
mirrored scene has mirrored labels.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import breadth_first_order, maximum_flow

BETA = 0.3
"""Weight of a pair of equal neighbours."""

SCALE = 1e5
"""Energies are whole multiples of 1 / SCALE in the cuts, which are then exact."""

_PAIRS = ((0, 1), (1, 0), (1, 1), (1, -1))
"""Row and column steps to half of the neighbours; the others see the pair from their side."""


def neighbour_votes(labels: NDArray[np.intp], count: int) -> NDArray[np.float64]:
    """Neighbours of each site in each class: (count, R, C)."""
    rows, columns = labels.shape
    padded = np.full((rows + 2, columns + 2), -1, dtype=np.intp)
    padded[1:-1, 1:-1] = labels
    votes = np.zeros((count, rows, columns))
    for dr in (-1, 0, 1):
        for dc in (-1, 0, 1):
            if dr or dc:
                neighbour = padded[1 + dr : 1 + dr + rows, 1 + dc : 1 + dc + columns]
                votes += neighbour == np.arange(count)[:, None, None]
    return votes


def energy(unary: NDArray[np.float64], labels: NDArray[np.intp], beta: float) -> float:
    """U of a labelling; each pair is counted once."""
    rows, columns = np.indices(labels.shape)
    own = unary[labels, rows, columns].sum()
    agreeing = neighbour_votes(labels, unary.shape[0])[labels, rows, columns].sum() / 2.0
    return float(own - beta * agreeing)


def minimise(unary: NDArray[np.float64], beta: float = BETA) -> NDArray[np.intp]:
    """The labelling that no expansion move betters, from the most likely class of each site.

    Parameters
    ----------
    unary : (K, R, C) array
        Energies E_i(c).
    beta : float
        Potts weight.

    Returns
    -------
    (R, C) array
        Labels 0 to K - 1.
    """
    labels: NDArray[np.intp] = unary.argmin(axis=0)
    half_pair = round(0.5 * beta * SCALE)
    # A label that is worse by more than all pairs of a site is never taken, however much worse it is.
    most = 8.0 * beta + 1.0
    whole = np.rint(np.clip(unary - unary.min(axis=0), 0.0, most) * SCALE).astype(np.int64)
    improved = True
    while improved:
        improved = False
        for label in range(unary.shape[0]):
            taken = _expansion(whole, labels, label, half_pair)
            if taken.any():
                labels = np.where(taken, label, labels)
                improved = True
    return labels


def _expansion(unary: NDArray[np.int64], labels: NDArray[np.intp], label: int, half_pair: int) -> NDArray[np.bool_]:
    """The fewest sites whose turn to ``label``, together, lowers the energy most; none where nothing lowers it.

    A pair of unequal labels costs two ``half_pair``. Where both keep unequal labels that is half a pair for
    each, and half a pair more where one of the two turns; where both keep equal labels, a whole pair where
    one turns.
    """
    free = labels != label
    if not free.any():
        return free
    number = np.where(free, np.cumsum(free).reshape(free.shape) - 1, -1)
    keep = np.take_along_axis(unary, labels[None], axis=0)[0]
    gain = (keep - unary[label]).astype(np.int64)
    rows, columns = labels.shape
    starts, ends, capacities = [], [], []
    for dr, dc in _PAIRS:
        one = slice(0, rows - dr), slice(max(0, -dc), columns - max(0, dc))
        two = slice(dr, rows), slice(max(0, dc), columns - max(0, -dc))
        both = free[one] & free[two]
        unequal = both & (labels[one] != labels[two])
        gain[one] += half_pair * unequal + 2 * half_pair * (free[one] & ~free[two])
        gain[two] += half_pair * unequal + 2 * half_pair * (free[two] & ~free[one])
        starts.append(number[one][both])
        ends.append(number[two][both])
        capacities.append(np.where(unequal[both], half_pair, 2 * half_pair))
    nodes = int(free.sum())
    source, sink, site, wanted = nodes, nodes + 1, np.arange(nodes), gain[free]
    up, down = wanted > 0, wanted < 0
    start = np.concatenate([*starts, *ends, np.full(up.sum(), source), site[down]])
    end = np.concatenate([*ends, *starts, site[up], np.full(down.sum(), sink)])
    capacity = np.concatenate([*capacities, *capacities, wanted[up], -wanted[down]]).astype(np.int32)
    graph = csr_array(coo_array((capacity, (start, end)), shape=(nodes + 2, nodes + 2)))
    left = csr_array(graph - maximum_flow(graph, source, sink).flow)
    left.eliminate_zeros()
    reached = np.zeros(nodes + 2, dtype=bool)
    reached[breadth_first_order(left, source, return_predecessors=False)] = True
    turned = np.zeros_like(free)
    turned[free] = reached[:nodes]
    return turned


def posterior(unary: NDArray[np.float64], labels: NDArray[np.intp], beta: float = BETA) -> NDArray[np.float64]:
    """Probability of each site's label given its neighbours' labels, (R, C)."""
    cost = unary - beta * neighbour_votes(labels, unary.shape[0])
    share = np.exp(-(cost - cost.min(axis=0)))
    rows, columns = np.indices(labels.shape)
    return np.asarray((share / share.sum(axis=0))[labels, rows, columns])
