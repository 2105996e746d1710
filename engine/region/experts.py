"""The experts of a region, and who computes blocks with them."""

from __future__ import annotations

from contextlib import ExitStack
from functools import cached_property

from ..contract.progress import Progress
from ..contract.requests import Runtime
from ..experts.pack import Pack
from ..experts.runner import Runner
from ..reconstruct.cluster import Cluster
from ..reconstruct.executors import Executor, Threads
from ..reconstruct.on_worker import identity


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
    progress : Progress
        Told where they run.
    """

    def __init__(
        self, pack: Pack, runtime: Runtime, scheduler: str | None, stack: ExitStack, progress: Progress
    ) -> None:
        self.pack, self.provider = str(pack), runtime.provider
        self._pack, self._runtime, self._scheduler, self._stack, self._progress = (
            pack,
            runtime,
            scheduler,
            stack,
            progress,
        )

    @cached_property
    def runner(self) -> Runner:
        """Of this process, which looks at previews."""
        runner = Runner(self._pack, self._runtime.provider, self._runtime.threads, self._progress.info)
        self._stack.callback(runner.close)
        return runner

    @cached_property
    def executor(self) -> Executor:
        """Who computes blocks."""
        if self._scheduler is None:
            return Threads(self.runner)
        own, provider = identity(self.runner), self._runtime.provider
        return self._stack.enter_context(Cluster(self._scheduler, self._pack.address, provider, own, self._progress))
