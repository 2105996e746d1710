"""The experts of a region, and who computes blocks with them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from functools import cached_property

from ..contract.requests import Runtime
from ..experts.pack import Pack
from ..experts.runner import Runner
from ..reconstruct.cluster import Cluster
from ..reconstruct.executors import Executor, Threads


class Experts:
    """The experts of this process, and who computes blocks with them: opened when there is something to do.

    Parameters
    ----------
    pack : Pack
    runtime : Runtime
    scheduler : str, optional
        Of a cluster; None for the threads of this process.
    stack : ExitStack
        Closes them.
    log : callable
        Told where they run.
    """

    def __init__(
        self, pack: Pack, runtime: Runtime, scheduler: str | None, stack: ExitStack, log: Callable[[str], None]
    ) -> None:
        self.pack = str(pack)
        self._pack, self._runtime, self._scheduler, self._stack, self._log = pack, runtime, scheduler, stack, log

    @cached_property
    def runner(self) -> Runner:
        """Of this process, which looks at previews."""
        runner = Runner(self._pack, self._runtime.provider, self._runtime.threads, self._log)
        self._stack.callback(runner.close)
        return runner

    @cached_property
    def executor(self) -> Executor:
        """Who computes blocks."""
        if self._scheduler is None:
            return Threads(self.runner)
        pack = str(self._pack.folder)
        return self._stack.enter_context(Cluster(self._scheduler, pack, self._runtime.provider, self._log))
