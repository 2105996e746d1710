"""The hybrid loss of the paper (Eq. 3 to 6) on physical slopes."""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor


@dataclass(frozen=True)
class LossWeights:
    """Weights of the terms; normal, gradient and slope as in the paper.

    The paper has no height term, which leaves the level free. The result is anchored to the coarse
    DEM by construction; the height term and the gradients over 4 and 16 pixels (broad) weigh the long
    waves, in which most of the height error lies and which hardly show in differences of neighbours.
    """

    normal: float = 1.0
    gradient: float = 1.0
    slope: float = 5.0
    height: float = 0.1
    broad: float = 1.0


def steps(height: Tensor) -> tuple[Tensor, Tensor]:
    """Forward differences along x and y of (B, 1, H, W) heights, both (B, 1, H-1, W-1)."""
    x = height[:, :, :-1, 1:] - height[:, :, :-1, :-1]
    y = height[:, :, 1:, :-1] - height[:, :, :-1, :-1]
    return x, y


def normal_loss(result: Tensor, truth: Tensor) -> Tensor:
    """Mean of 1 - cos of the angle between surface normals (-dx z, -dy z, 1) (Eq. 4)."""
    ax, ay = steps(result)
    bx, by = steps(truth)
    dot = ax * bx + ay * by + 1.0
    norms = torch.sqrt((ax * ax + ay * ay + 1.0) * (bx * bx + by * by + 1.0))
    return (1.0 - dot / norms).mean()


def gradient_loss(result: Tensor, truth: Tensor) -> Tensor:
    """Mean absolute difference of the gradients (Eq. 5)."""
    ax, ay = steps(result)
    bx, by = steps(truth)
    return ((ax - bx).abs() + (ay - by).abs()).mean()


def slope_loss(result: Tensor, truth: Tensor) -> Tensor:
    """Mean absolute difference of the slope angles in radians (Eq. 6)."""

    def slope(height: Tensor) -> Tensor:
        x, y = steps(height)
        return torch.atan(torch.sqrt(x * x + y * y + 1e-6))

    return (slope(result) - slope(truth)).abs().mean()


def broad_loss(result: Tensor, truth: Tensor) -> Tensor:
    """Mean absolute difference of the gradients of means over 4 x 4 and over 16 x 16 pixels."""
    error = result - truth
    total = error.new_zeros(())
    for size in (4, 16):
        x, y = steps(F.avg_pool2d(error, size))
        total = total + (x.abs() + y.abs()).mean() / size
    return total


def hybrid_loss(result: Tensor, truth: Tensor, weights: LossWeights) -> Tensor:
    """Weighted sum of the terms.

    Parameters
    ----------
    result, truth : (B, 1, H, W) tensors
        Heights in pixels (metres over ground sample distance), so that differences are slopes.
    weights : LossWeights
    """
    return (
        weights.normal * normal_loss(result, truth)
        + weights.gradient * gradient_loss(result, truth)
        + weights.slope * slope_loss(result, truth)
        + weights.height * F.l1_loss(result, truth)
        + weights.broad * broad_loss(result, truth)
    )
