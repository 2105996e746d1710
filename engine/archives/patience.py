"""How long an archive is waited for, and how often it is asked again."""

from __future__ import annotations

import random
from dataclasses import dataclass


@dataclass(frozen=True)
class Patience:
    """Limits of one request.

    Attributes
    ----------
    connect_s : float
        Until there is a connection.
    silence_s : float
        Without a single byte.
    longest_s : float
        For one answer, however it trickles.
    tries : int
        In all.
    first_wait_s, most_wait_s : float
        Before the second try, and at most; each wait doubles the one before.
    at_a_time : int
        Connections to a host.
    """

    connect_s: float = 15.0
    silence_s: float = 30.0
    longest_s: float = 300.0
    tries: int = 6
    first_wait_s: float = 0.5
    most_wait_s: float = 30.0
    at_a_time: int = 8

    def wait_s(self, tried: int, asked_s: float | None = None) -> float:
        """Seconds before the next try; up to a quarter less by chance, so that not all connections come back at once.

        Parameters
        ----------
        tried : int
            Tries so far.
        asked_s : float, optional
            What the server asks for (Retry-After).
        """
        wait = self.first_wait_s * 2.0 ** (tried - 1)
        wait *= random.uniform(0.75, 1.0)  # nosec B311: no secret
        return min(max(wait, asked_s or 0.0), self.most_wait_s)


USUAL = Patience()
"""What runs have."""
