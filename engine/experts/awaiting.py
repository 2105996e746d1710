"""Wait for tiles that are being computed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotYet
from typing import TypeVar

from ..contract.progress import Progress

Found = TypeVar("Found")


def in_order(futures: Iterable[Future[list[Found]]], progress: Progress) -> Iterator[Found]:
    """Corrections of tiles in order, looking for a cancel five times a second."""
    for future in futures:
        while True:
            progress.check()
            try:
                yield from future.result(timeout=0.2)
                break
            except NotYet:
                if future.done():
                    raise
