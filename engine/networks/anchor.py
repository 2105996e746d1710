"""The low-frequency anchor: what is longer than a coarse posting belongs to the coarse DEM."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

POOL = 4


def _gaussian_rows(count: int, sigma: Tensor) -> Tensor:
    """(B, count, count) row-normalised Gaussian matrices; ``sigma`` (B, 1) in samples."""
    index = torch.arange(count, dtype=sigma.dtype, device=sigma.device)
    distance = (index[:, None] - index[None, :]) ** 2
    return torch.softmax(-distance / (2.0 * sigma[:, :, None] ** 2), dim=2)


def low_pass(correction: Tensor, sigma: Tensor) -> Tensor:
    """Gaussian low-pass over a tile, normalised at the tile's edges.

    A separable Gaussian written as two matrix products on a grid pooled four times, so that its
    width can be an input of an exported graph.

    Parameters
    ----------
    correction : (B, 1, H, W) tensor
        H and W divisible by 4.
    sigma : (B, 1) tensor
        Standard deviation in pixels.

    Returns
    -------
    (B, 1, H, W) tensor
    """
    height, width = correction.shape[2], correction.shape[3]
    pooled = F.avg_pool2d(correction, POOL)[:, 0]
    scaled = torch.clamp(sigma / POOL, min=0.5)
    rows = _gaussian_rows(pooled.shape[1], scaled)
    columns = _gaussian_rows(pooled.shape[2], scaled)
    smooth = rows @ pooled @ columns.transpose(1, 2)
    return F.interpolate(smooth[:, None], size=(height, width), mode="bilinear", align_corners=False)
