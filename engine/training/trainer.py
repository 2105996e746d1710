"""Train one network: any run of a configuration, resumable to the same losses."""

from __future__ import annotations

import csv
import math
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

import torch
import torch.distributed as dist
from torch import Tensor, nn

from ..errors import ParameterError
from ..networks.losses import hybrid_loss, steps
from ..networks.table_two import TABLE_TWO, TableTwo
from ..networks.terrain_net import TerrainNet
from . import checkpoints
from .config import RunConfig
from .export import weights_of
from .pairs import RealPairs
from .pools import MadeScenes, Pools, Source

FIELDS = ("step", "loss", "rmse_ratio", "slope_ratio", "rate", "waited_share", "steps_per_s")
FINAL = "final.pt"

Tell = Callable[[float, str], None]
"""Told the share done and one line of text; may raise to cancel."""

Look = Callable[[nn.Module], None]
"""Shown the network at every checkpoint, when the log is up to date."""


class Step(nn.Module):
    """Loss and figures of a batch: what is spread over processes when there are several."""

    def __init__(self, network: nn.Module, run: RunConfig) -> None:
        super().__init__()
        self.network = network
        self.run = run

    def forward(self, batch: list[Tensor]) -> tuple[Tensor, Tensor]:
        """Loss, and the errors of ``_figures``."""
        _, coarse, truth, *_ = batch
        result = heights(self.network, batch)
        loss = hybrid_loss(result, truth, self.run.loss)
        if isinstance(self.network, TableTwo):
            loss = loss + self.run.balance * self.network.balance()
        return loss, _figures(result.detach(), coarse, truth)


def source_of(run: RunConfig) -> Source:
    """Where the samples of a run come from."""
    return RealPairs(run.pairs, run.stream) if run.pairs else MadeScenes(run.stream)


def build(name: str) -> nn.Module:
    """Network of a name in a configuration."""
    return TerrainNet() if name == "terrain" else TableTwo(TABLE_TWO[name])


def heights(network: nn.Module, batch: list[Tensor]) -> Tensor:
    """Heights in pixels that a network makes of a batch (the arrays of a ``Sample``, stacked).

    The compact expert has its features in bfloat16 and its heights in full precision.
    """
    image, coarse, _, sun, posting, terrain = batch
    if not isinstance(network, TerrainNet):
        result: Tensor = network(image, coarse, terrain)
        return result
    ground = network.ground(coarse, sun)
    with torch.autocast(image.device.type, torch.bfloat16):
        features = network.features(image.contiguous(memory_format=torch.channels_last), ground, sun, posting)
    return network.assemble(image, coarse, ground, [f.float() for f in features], posting)


def learning_rate(run: RunConfig, step: int) -> float:
    """Linear warm-up, then a cosine to the end of the run."""
    warm = min(1.0, (step + 1) / max(run.warmup_steps, 1))
    share = max(0.0, step - run.warmup_steps) / max(run.steps - run.warmup_steps, 1)
    cosine = 0.5 * (1.0 + math.cos(math.pi * min(1.0, share)))
    return warm * (run.final_rate + (run.peak_rate - run.final_rate) * cosine)


def load(path: Path, name: str = "terrain") -> nn.Module:
    """Network with the final weights of a run.

    Raises
    ------
    ParameterError
        There is no such file, or it belongs to another network.
    """
    network = build(name)
    try:
        if path.suffix == ".onnx":
            network.load_state_dict(weights_of(path))
        elif path.exists():
            network.load_state_dict(torch.load(path, weights_only=True))
        else:
            raise ParameterError(f"{path} does not exist; train that run first.")
    except RuntimeError as error:
        raise ParameterError(f"{path} holds another network than {name!r}; train the run again.") from error
    return network


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
    """
    target = folder / FINAL
    if target.exists():
        tell(1.0, f"{folder.name} is trained already")
        return target
    folder.mkdir(parents=True, exist_ok=True)
    rank, world = _join()
    torch.manual_seed(run.seed)
    device = torch.device(f"cuda:{os.environ.get('LOCAL_RANK', 0)}" if torch.cuda.is_available() else "cpu")
    network = (load(start, run.network) if start else build(run.network)).to(device)
    if isinstance(network, TerrainNet):
        network = network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    optimiser = torch.optim.AdamW(network.parameters(), lr=run.peak_rate, weight_decay=run.weight_decay)
    state, torn = checkpoints.latest(folder)
    for name in torn:
        tell(0.0, f"{name} is torn; the one before it is used")
    first = 0
    if state:
        network.load_state_dict(state["network"])
        optimiser.load_state_dict(state["optimiser"])
        first = int(state["step"])
        tell(first / run.steps, f"{folder.name} goes on at step {first}")
    step_of: nn.Module = Step(network, run)
    if world > 1:
        step_of = nn.parallel.DistributedDataParallel(step_of, find_unused_parameters=True)
    pools = Pools(source_of(run), run.seed, run.batch, run.pool_grounds, workers)
    try:
        _loop(run, folder, first, (rank, world), step_of, network, optimiser, pools, tell, look, device)
    finally:
        pools.close()
    if rank == 0:
        partial = target.with_suffix(".partial")
        torch.save({k: v.cpu() for k, v in network.state_dict().items()}, partial)
        os.replace(partial, target)
    if world > 1:
        dist.barrier()  # the next run may start from these weights
    return target


def leave() -> None:
    """Leave the group of processes, if there is one; after the last run."""
    if dist.is_initialized():
        dist.destroy_process_group()


def _loop(
    run: RunConfig,
    folder: Path,
    first: int,
    place: tuple[int, int],
    step_of: nn.Module,
    network: nn.Module,
    optimiser: torch.optim.Optimizer,
    pools: Pools,
    tell: Tell,
    look: Look | None,
    device: torch.device,
) -> None:
    rank, world = place
    log = _log(folder / "log.csv", first) if rank == 0 else None
    begun, sums, count = time.monotonic(), torch.zeros(5, device=device), 0
    for step in range(first, run.steps):
        arrays = pools.batch(step * world + rank)
        batch = [torch.from_numpy(a).to(device, non_blocking=True) for a in arrays]
        for group in optimiser.param_groups:
            group["lr"] = learning_rate(run, step)
        loss, figures = step_of(batch)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), run.clip)
        optimiser.step()
        sums += torch.cat((loss.detach()[None], figures))
        count += 1
        done = step + 1
        if log is not None and (done % run.log_steps == 0 or done == run.steps):
            spent = time.monotonic() - begun
            rate, waited = (done - first) / spent, pools.waited_s / spent
            loss_mean, rmse, rmse_0, slope, slope_0 = (sums / count).tolist()
            row = (done, f"{loss_mean:.6f}", f"{rmse / rmse_0:.4f}", f"{slope / slope_0:.4f}",
                   f"{learning_rate(run, step):.3e}", f"{waited:.3f}", f"{rate:.3f}")  # fmt: skip
            log.write(",".join(map(str, row)) + "\n")
            tell(done / run.steps, f"{folder.name} step {done}: loss {loss_mean:.4f}, RMSE {rmse / rmse_0:.3f} and "
                 f"slope error {slope / slope_0:.3f} of the coarse DEM's, {rate:.2f} steps/s, {waited:.0%} of the time "
                 "waiting for data")  # fmt: skip
            sums.zero_()
            count = 0
        if rank == 0 and (done % run.checkpoint_steps == 0 or done == run.steps):
            weights = {"network": network.state_dict(), "optimiser": optimiser.state_dict(), "step": done}
            checkpoints.save(folder, done, weights)
            if look is not None:
                look(network)
        tell(done / run.steps, "")
    if log is not None:
        log.close()


def _join() -> tuple[int, int]:
    """Rank and number of processes under torchrun; (0, 1) without it."""
    world = int(os.environ.get("WORLD_SIZE", "1"))
    if world == 1:
        return 0, 1
    if not dist.is_initialized():
        dist.init_process_group("nccl" if torch.cuda.is_available() else "gloo")
    return dist.get_rank(), world


def _log(path: Path, first: int) -> TextIO:
    """The log opened for appending, with what a killed run wrote beyond its checkpoint taken off."""
    rows: list[list[str]] = []
    if path.exists():
        with path.open(newline="") as file:
            rows = [row for row in csv.reader(file) if row and row[0].isdigit() and int(row[0]) <= first]
    log = path.open("w", newline="", buffering=1)
    log.write(",".join(FIELDS) + "\n")
    log.writelines(",".join(row) + "\n" for row in rows)
    return log


def _figures(result: Tensor, coarse: Tensor, truth: Tensor) -> Tensor:
    """RMSE and mean gradient error of the result and of the coarse DEM, interleaved."""

    def gradient_error(a: Tensor) -> Tensor:
        (ax, ay), (bx, by) = steps(a), steps(truth)
        return torch.hypot(ax - bx, ay - by).mean()

    rmse = ((result - truth) ** 2).mean().sqrt(), ((coarse - truth) ** 2).mean().sqrt()
    return torch.stack((*rmse, gradient_error(result), gradient_error(coarse)))
