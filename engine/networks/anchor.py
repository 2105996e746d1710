"""The low-frequency anchor: what is much longer than a coarse posting belongs to the coarse DEM."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from ..terrain.long_waves import POWER, WIDTH

POOL = 4


def _gaussian_rows(count: int, sigma: Tensor) -> Tensor:
    """(B, count, count) row-normalised Gaussian matrices; ``sigma`` (B, 1) in samples."""
    index = torch.arange(count, dtype=sigma.dtype, device=sigma.device)
    distance = (index[:, None] - index[None, :]) ** 2
    return torch.softmax(-distance / (2.0 * sigma[:, :, None] ** 2), dim=2)


def anchored(correction: Tensor, posting: Tensor) -> Tensor:
    """Correction without its long waves: a Gaussian low-pass taken out again and again, (1 - G)^4.

    Parameters
    ----------
    correction : (B, 1, H, W) tensor
        H and W divisible by 4.
    posting : (B, 1) tensor
        Posting of the coarse DEM in pixels.

    Returns
    -------
    (B, 1, H, W) tensor
    """
    height, width = correction.shape[2], correction.shape[3]
    pooled = F.avg_pool2d(correction, POOL)
    left = pooled
    for _ in range(POWER):
        left = left - low_pass(left, posting * WIDTH / POOL)
    smooth = F.interpolate(pooled - left, size=(height, width), mode="bilinear", align_corners=False)
    return correction - smooth


def low_pass(values: Tensor, sigma: Tensor) -> Tensor:
    """Gaussian low-pass over a tile, normalised at the tile's edges.

    A separable Gaussian written as two matrix products, so that its width can be an input of an
    exported graph.

    Parameters
    ----------
    values : (B, 1, H, W) tensor
    sigma : (B, 1) tensor
        Standard deviation in samples.

    Returns
    -------
    (B, 1, H, W) tensor
    """
    clamped = torch.clamp(sigma, min=0.5)
    rows = _gaussian_rows(values.shape[2], clamped)
    columns = _gaussian_rows(values.shape[3], clamped)
    return (rows @ values[:, 0] @ columns.transpose(1, 2))[:, None]
