"""Train one network on a stream of made scenes."""

from __future__ import annotations

import math
import os
import time
from pathlib import Path

import torch
from torch import Tensor

from ..networks.losses import hybrid_loss, steps
from ..networks.terrain_net import TerrainNet
from .settings import TrainSettings
from .stream import Stream


def learning_rate(settings: TrainSettings, step: int, elapsed_share: float) -> float:
    """Linear warm-up by steps, then a cosine over the share of the time that has passed."""
    warm = min(1.0, (step + 1) / settings.warmup_steps)
    cosine = 0.5 * (1.0 + math.cos(math.pi * min(1.0, elapsed_share)))
    return warm * (settings.final_rate + (settings.peak_rate - settings.final_rate) * cosine)


def save(path: Path, network: TerrainNet, step: int) -> None:
    """Write the weights beside the target, then rename."""
    partial = path.with_suffix(".partial")
    torch.save({"network": network.state_dict(), "step": step}, partial)
    os.replace(partial, path)


def load(path: Path) -> TerrainNet:
    """Network with the weights of a checkpoint."""
    network = TerrainNet()
    network.load_state_dict(torch.load(path, weights_only=True)["network"])
    return network


def forward(network: TerrainNet, batch: list[Tensor], reduced: bool) -> Tensor:
    """Heights of a batch; the features in bfloat16 where the processor is fast in it."""
    image, coarse, sun, posting = batch
    ground = network.ground(coarse, sun)
    with torch.autocast(image.device.type, torch.bfloat16, enabled=reduced):
        features = network.features(image.contiguous(memory_format=torch.channels_last), ground, sun, posting)
    return network.assemble(image, coarse, ground, [f.float() for f in features], posting)


def train(settings: TrainSettings, target: Path, start: Path | None = None) -> None:
    """Train for the given time and write the checkpoint ``target``.

    Parameters
    ----------
    settings : TrainSettings
    target : Path
        Checkpoint, rewritten every few minutes; the log goes beside it as CSV.
    start : Path, optional
        Checkpoint whose weights the run starts from.
    """
    torch.manual_seed(settings.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    network = load(start) if start else TerrainNet()
    network = network.to(device, memory_format=torch.channels_last)  # type: ignore[call-overload]
    optimiser = torch.optim.AdamW(network.parameters(), lr=settings.peak_rate, weight_decay=0.01)
    stream = Stream(settings.stream, settings.seed)
    log = target.with_suffix(".csv").open("w", buffering=1)
    log.write("step,minutes,loss,rmse_ratio,slope_ratio,rate,waited_s,drawn\n")
    try:
        first = stream.batch(settings.batch)  # fill the reservoir before the clock starts
        del first
        begun = saved = time.monotonic()
        step, sums, count = 0, torch.zeros(5, device=device), 0
        while (elapsed := (time.monotonic() - begun) / 60.0) < settings.minutes:
            arrays = [torch.from_numpy(a).to(device) for a in stream.batch(settings.batch)]
            image, coarse, truth, sun, posting = arrays
            for group in optimiser.param_groups:
                group["lr"] = learning_rate(settings, step, elapsed / settings.minutes)
            result = forward(network, [image, coarse, sun, posting], reduced=True)
            loss = hybrid_loss(result, truth, settings.weights)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            sums += torch.cat((loss.detach()[None], _figures(result.detach(), coarse, truth)))
            step, count = step + 1, count + 1
            if step % 50 == 0:
                mean = (sums / count).tolist()
                log.write(
                    f"{step},{elapsed:.2f},{mean[0]:.4f},{mean[1] / mean[2]:.4f},"
                    f"{mean[3] / mean[4]:.4f},{optimiser.param_groups[0]['lr']:.2e},"
                    f"{stream.waited_s:.1f},{stream.drawn}\n"
                )
                left = settings.minutes - elapsed
                print(
                    f"step {step}: loss {mean[0]:.4f}, RMSE {mean[1] / mean[2]:.3f} and slope error "
                    f"{mean[3] / mean[4]:.3f} of the coarse DEM's, {step / (60 * elapsed):.2f} "
                    f"steps/s, {left:.1f} min left",
                    flush=True,
                )
                sums.zero_()
                count = 0
            if time.monotonic() - saved > 60.0 * settings.checkpoint_minutes:
                save(target, network, step)
                saved = time.monotonic()
        save(target, network, step)
    finally:
        stream.close()
        log.close()


def _figures(result: Tensor, coarse: Tensor, truth: Tensor) -> Tensor:
    """RMSE and mean gradient error of the result and of the coarse DEM, interleaved."""

    def gradient_error(a: Tensor) -> Tensor:
        (ax, ay), (bx, by) = steps(a), steps(truth)
        return torch.hypot(ax - bx, ay - by).mean()

    rmse = ((result - truth) ** 2).mean().sqrt(), ((coarse - truth) ** 2).mean().sqrt()
    return torch.stack((*rmse, gradient_error(result), gradient_error(coarse)))
