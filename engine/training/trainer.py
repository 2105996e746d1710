"""Train one network: any run of a configuration, resumable to the same losses."""

from __future__ import annotations

import math
import os
import time
from collections.abc import Callable
from pathlib import Path

import torch
import torch.distributed as dist
from torch import Tensor, nn

from ..contract.shortage import output_error
from ..errors import ParameterError
from ..networks.base import Batch, Network
from ..networks.losses import hybrid_loss, steps
from ..networks.registry import NETWORKS, build
from . import checkpoints, weights
from .config import RunConfig
from .facts import Facts, difference, facts_of
from .log import Log
from .pairs import RealPairs
from .pools import MadeScenes, Pools, Source
from .weights import FINAL

Tell = Callable[[float, str], None]
"""Told the share done and one line of text; may raise to cancel."""

Look = Callable[[Network], None]
"""Shown the network at every checkpoint, when the log is up to date."""


class Step(nn.Module):
    """Loss and figures of a batch: what is spread over processes when there are several."""

    def __init__(self, network: Network, run: RunConfig) -> None:
        super().__init__()
        self.network = network
        self.run = run

    def forward(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """Loss, and the errors of ``_figures``."""
        result = self.network.heights(batch)
        heights, truth = batch.pixels(result), batch.pixels(batch.truth)
        loss = hybrid_loss(heights, truth, self.run.loss) + self.run.balance * self.network.extra_loss()
        return loss, _figures(heights.detach(), batch.pixels(batch.coarse), truth)


def source_of(run: RunConfig) -> Source:
    """Where the samples of a run come from."""
    scheme = NETWORKS[run.network].kind.scheme
    return RealPairs(run.pairs, run.stream, scheme) if run.pairs else MadeScenes(run.stream, scheme)


def learning_rate(run: RunConfig, step: int) -> float:
    """Linear warm-up, then a cosine to the end of the run."""
    warm = min(1.0, (step + 1) / max(run.warmup_steps, 1))
    share = max(0.0, step - run.warmup_steps) / max(run.steps - run.warmup_steps, 1)
    cosine = 0.5 * (1.0 + math.cos(math.pi * min(1.0, share)))
    return warm * (run.final_rate + (run.peak_rate - run.final_rate) * cosine)


def train(
    run: RunConfig, folder: Path, start: Path | None, tell: Tell, workers: int = 1, look: Look | None = None
) -> Path:
    """Train a run, or go on with it, and write its final weights.

    Under ``torchrun`` every process takes its own batches and the first one writes.

    Parameters
    ----------
    run : RunConfig
    folder : Path
        Of this run: checkpoints, log.csv and at the end final.pt.
    start : Path, optional
        Final weights of another run.
    tell : callable
    workers : int
        Processes that draw samples.
    look : callable, optional

    Raises
    ------
    ParameterError
        The folder holds a training that something else decided, or what the run needs is not there; or the run
        has gone astray: its loss is no number.
    """
    target = folder / FINAL
    rank, world = _join()
    source = source_of(run)
    first_weights = weights.read(start) if start else None
    facts = facts_of(run, source, weights.digest(first_weights.weights) if first_weights else "", world)
    if target.exists():
        _require_same(folder, weights.read(target).facts, facts)
        tell(1.0, f"{folder.name} is trained already")
        return target
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise output_error(folder, error) from error
    for note in source.notes:
        tell(0.0, f"{folder.name}: {note}")
    torch.manual_seed(run.seed)
    device = torch.device(f"cuda:{os.environ.get('LOCAL_RANK', 0)}" if torch.cuda.is_available() else "cpu")
    network = weights.load(start, run.network) if start else build(run.network)
    network = network.to(device)
    if network.channels_last:
        network = network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    optimiser = torch.optim.AdamW(network.parameters(), lr=run.peak_rate, weight_decay=run.weight_decay)
    first = _resume(folder, facts, network, optimiser, rank, tell)
    if first:
        tell(first / run.steps, f"{folder.name} goes on at step {first}")
    step_of: nn.Module = Step(network, run)
    if world > 1:
        step_of = nn.parallel.DistributedDataParallel(step_of, find_unused_parameters=True)
    pools = Pools(source, run.seed, run.batch, run.pool_grounds, workers)
    loop = _Loop(run, folder, facts, (rank, world), network, optimiser, pools, tell, look)
    try:
        loop.go(first, step_of, device)
    finally:
        pools.close()
    if rank == 0:
        weights.save(target, run.network, network.state_dict(), facts)
    if world > 1:
        dist.barrier()  # the next run may start from these weights
    return target


def leave() -> None:
    """Leave the group of processes, if there is one; after the last run."""
    if dist.is_initialized():
        dist.destroy_process_group()


def _require_same(folder: Path, before: Facts, now: Facts) -> None:
    found = difference(before, now)
    if found:
        raise ParameterError(
            f"{folder} holds a training of another configuration ({found}); give another folder, or remove this one."
        )


def _resume(
    folder: Path, facts: Facts, network: Network, optimiser: torch.optim.Optimizer, rank: int, tell: Tell
) -> int:
    """Load the newest sound checkpoint, if there is one, and return its step; torn ones are removed."""
    state, torn = checkpoints.latest(folder)
    for name in torn:
        tell(0.0, f"{name} is torn; the one before it is used")
    if state is None:
        return 0
    try:
        _require_same(folder, state["facts"], facts)
        network.load_state_dict(state["network"])
        optimiser.load_state_dict(state["optimiser"])
        first = int(state["step"])
    except (KeyError, RuntimeError, ValueError, TypeError, AttributeError) as error:
        raise ParameterError(f"{folder} holds checkpoints of another trainer; give another folder.") from error
    if rank == 0:
        for name in torn:
            (folder / name).unlink(missing_ok=True)
    return first


class _Loop:
    """The steps of a run: what it works on, gathered."""

    def __init__(
        self,
        run: RunConfig,
        folder: Path,
        facts: Facts,
        place: tuple[int, int],
        network: Network,
        optimiser: torch.optim.Optimizer,
        pools: Pools,
        tell: Tell,
        look: Look | None,
    ) -> None:
        self.run, self.folder, self.facts = run, folder, facts
        self.rank, self.world = place
        self.network, self.optimiser, self.pools = network, optimiser, pools
        self.tell, self.look = tell, look

    def go(self, first: int, step_of: nn.Module, device: torch.device) -> None:
        """Do the steps from ``first`` on."""
        run, rank = self.run, self.rank
        log = Log(self.folder, first) if rank == 0 else None
        begun, sums, count = time.monotonic(), torch.zeros(5, device=device), 0
        for step in range(first, run.steps):
            arrays = self.pools.batch(step * self.world + rank)
            batch = Batch(*(torch.from_numpy(a).to(device, non_blocking=True) for a in arrays))
            for group in self.optimiser.param_groups:
                group["lr"] = learning_rate(run, step)
            loss, figures = step_of(batch)
            self.optimiser.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(self.network.parameters(), run.clip)
            self.optimiser.step()
            sums += torch.cat((loss.detach()[None], figures))
            count += 1
            done = step + 1
            if log is not None and (done % run.log_steps == 0 or done == run.steps):
                spent = time.monotonic() - begun
                self._note(log, done, (sums / count).tolist(), (done - first) / spent, self.pools.waited_s / spent)
                sums.zero_()
                count = 0
            if rank == 0 and (done % run.checkpoint_steps == 0 or done == run.steps):
                self._keep(done)
            self.tell(done / run.steps, "")
        if log is not None:
            log.close()

    def _note(self, log: Log, done: int, means: list[float], rate: float, waited: float) -> None:
        """Write a line of the log, and see that the run has not gone astray."""
        loss, rmse, rmse_0, slope, slope_0 = means
        name = self.folder.name
        if not math.isfinite(loss):
            raise ParameterError(
                f"{name}: the loss is no number at step {done}; lower peak_rate, and start in a new folder."
            )
        ratios = rmse / rmse_0 if rmse_0 else math.nan, slope / slope_0 if slope_0 else math.nan
        log.write(done, loss, *ratios, learning_rate(self.run, done - 1), waited, rate)
        self.tell(
            done / self.run.steps,
            f"{name} step {done}: loss {loss:.4f}, RMSE {ratios[0]:.3f} and slope error {ratios[1]:.3f} of the "
            f"coarse DEM's, {rate:.2f} steps/s, {waited:.0%} of the time waiting for data",
        )

    def _keep(self, done: int) -> None:
        state = {
            "network": self.network.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "step": done,
            "facts": dict(self.facts),
        }
        checkpoints.save(self.folder, done, state)
        if self.look is not None:
            self.look(self.network)


def _join() -> tuple[int, int]:
    """Rank and number of processes under torchrun; (0, 1) without it."""
    world = int(os.environ.get("WORLD_SIZE", "1"))
    if world == 1:
        return 0, 1
    if not dist.is_initialized():
        dist.init_process_group("nccl" if torch.cuda.is_available() else "gloo")
    return dist.get_rank(), world


def _figures(result: Tensor, coarse: Tensor, truth: Tensor) -> Tensor:
    """RMSE and mean gradient error of the result and of the coarse DEM, interleaved."""

    def gradient_error(a: Tensor) -> Tensor:
        (ax, ay), (bx, by) = steps(a), steps(truth)
        return torch.hypot(ax - bx, ay - by).mean()

    rmse = ((result - truth) ** 2).mean().sqrt(), ((coarse - truth) ** 2).mean().sqrt()
    return torch.stack((*rmse, gradient_error(result), gradient_error(coarse)))
