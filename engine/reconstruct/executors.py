"""Who computes the blocks of plans: the threads of this process, or whoever does the same."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Protocol

from ..contract.progress import Progress
from ..errors import MmoedtmError
from ..experts.runner import Runner
from ..scene.inputs import opened
from .block import Block, Started, Workshop
from .parcel import pack
from .plan import ReconstructionPlan


@dataclass(frozen=True, eq=False)
class Task:
    """One block to compute."""

    plan: ReconstructionPlan
    number: int


@dataclass(frozen=True, eq=False)
class Done:
    """A task with its block, as it is and as bytes; or with the error that it ended in."""

    task: Task
    block: Block | None
    packed: bytes
    error: MmoedtmError | None = None


class Executor(Protocol):
    """Computes blocks."""

    @property
    def provider(self) -> str:
        """Where the experts run."""

    @property
    def version(self) -> str:
        """The runtime with its version."""

    @property
    def seconds(self) -> float:
        """Time spent inside ONNX Runtime, over the tiles that ran at a time."""

    def compute(
        self, tasks: Iterable[Task], progress: Progress, advance: Callable[[int], None]
    ) -> Generator[Done, None, None]:
        """Blocks in the order of the tasks.

        Parameters
        ----------
        tasks : iterable of Task
            Of any plans; taken as they are needed.
        progress : Progress
            Asked for a cancel several times a second.
        advance : callable
            Told how many tiles are done.
        """


def runs_on(executor: Executor) -> str:
    """What computes, as kept blocks are told apart by it."""
    return f"{executor.provider} of {executor.version}"


class Threads:
    """The threads of this process, one block ahead: the next is read and started while one is being computed.

    Parameters
    ----------
    runner : Runner
    """

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    @property
    def provider(self) -> str:
        """As ``Executor`` has it."""
        return self._runner.provider

    @property
    def version(self) -> str:
        """As ``Executor`` has it."""
        return self._runner.version

    @property
    def seconds(self) -> float:
        """As ``Executor`` has it."""
        return self._runner.seconds

    def compute(
        self, tasks: Iterable[Task], progress: Progress, advance: Callable[[int], None]
    ) -> Generator[Done, None, None]:
        """As ``Executor`` has it."""
        with _Workshops(self._runner) as workshops:
            waiting: deque[tuple[Task, Workshop, Started] | Done] = deque()
            for task in tasks:
                progress.check()
                try:
                    workshop = workshops.of(task.plan)
                    waiting.append((task, workshop, workshop.start(task.number)))
                except MmoedtmError as error:
                    waiting.append(Done(task, None, b"", error))
                if len(waiting) > 1:
                    yield _finished(waiting.popleft(), progress, advance)
            while waiting:
                yield _finished(waiting.popleft(), progress, advance)


def _finished(
    waiting: tuple[Task, Workshop, Started] | Done, progress: Progress, advance: Callable[[int], None]
) -> Done:
    if isinstance(waiting, Done):
        return waiting
    task, workshop, started = waiting
    try:
        block = workshop.finish(started, progress, advance)
    except MmoedtmError as error:
        progress.check()  # a cancel is no error of the block
        return Done(task, None, b"", error)
    return Done(task, block, pack(block))


class _Workshops:
    """Open workshops of the plans that tasks are of: this one's, and the one's before, whose last block is being
    computed yet."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner
        self._open: deque[tuple[ReconstructionPlan, Workshop, ExitStack]] = deque()

    def __enter__(self) -> _Workshops:
        return self

    def __exit__(self, *_: object) -> None:
        while self._open:
            self._open.pop()[2].close()

    def of(self, plan: ReconstructionPlan) -> Workshop:
        """The workshop of a plan."""
        for known, workshop, _ in self._open:
            if known is plan:
                return workshop
        while len(self._open) > 1:
            self._open.popleft()[2].close()
        stack = ExitStack()
        workshop = opened_workshop(plan, self._runner, stack)
        self._open.append((plan, workshop, stack))
        return workshop


def opened_workshop(plan: ReconstructionPlan, runner: Runner, stack: ExitStack) -> Workshop:
    """A workshop whose inputs are open until the stack is closed."""
    # What the inputs have to say was said when it was planned.
    inputs = stack.enter_context(opened(plan.scene, Progress(), plan.part.computed))
    return Workshop(plan, inputs.image, inputs.coarse.moved(plan.move), runner)
