"""A small network that tells how far off an expert's heights and slopes are.

It is given what the expert was given and what the expert made of it, and works at a quarter of the resolution: how
sure a slope is depends on what lies about it. Lengths are in pixels and the sun stands in the canonical octant, as for
the experts (``experts.orientation``).
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .terrain_net import double, gradient, relative_shade

POOL = 4
"""Pixels on a side of a sample of the network."""

FEATURES = 14
TERRAINS = 3

LOWEST, HIGHEST = -6.0, 4.0
"""Limits of the logarithm of a standard deviation, in pixels and in degrees."""


def features(image: Tensor, coarse: Tensor, correction: Tensor, sun: Tensor) -> Tensor:
    """What the network is told of every four by four pixels.

    Parameters
    ----------
    image, coarse : (B, 1, H, W) tensors
        As the expert was given them; H and W divisible by 16.
    correction : (B, 1, H, W) tensor
        The expert's heights minus ``coarse``, in pixels.
    sun : (B, 4) tensor

    Returns
    -------
    (B, FEATURES, H / 4, W / 4) tensor
        Means of brightness, of the gradients of the coarse heights and of the correction, of the DTM's shade and of
        the image minus that (zero where the sun is unknown), of the DTM's slope, and of the correction; the least and
        the largest brightness; RMS of the correction's gradient, of the image minus the shade, and of the image's
        detail.
    """
    seen = F.avg_pool2d(torch.cat((image, coarse, correction), dim=1), 2)  # half the resolution tells as much
    east, north = (0.5 * part for part in gradient(seen[:, 1:2]))
    more_east, more_north = (0.5 * part for part in gradient(seen[:, 2:3]))
    whole_east, whole_north = east + more_east, north + more_north
    bright = seen[:, :1]
    known = (sun[:, 2:3] > 0).to(image.dtype)[:, :, None, None]
    shade = known * relative_shade(whole_east, whole_north, sun)
    unexplained = known * (bright - shade)
    slope = torch.sqrt(whole_east * whole_east + whole_north * whole_north + 1e-8)
    changed = more_east * more_east + more_north * more_north
    means = F.avg_pool2d(
        torch.cat(
            (bright, 4.0 * east, 4.0 * north, 4.0 * more_east, 4.0 * more_north, shade, unexplained, 2.0 * slope,
             0.25 * seen[:, 2:3], changed, unexplained * unexplained, bright * bright), dim=1
        ),
        POOL // 2,
    )  # fmt: skip
    squares = torch.cat((16.0 * means[:, 9:10], means[:, 10:11], means[:, 11:12] - means[:, :1] * means[:, :1]), dim=1)
    return torch.cat(
        (
            means[:, :9],
            -F.max_pool2d(-image, POOL),
            F.max_pool2d(image, POOL),
            torch.sqrt(torch.clamp(squares, min=0.0) + 1e-8),
        ),
        dim=1,
    )


class _Block(nn.Module):
    """Two 3 x 3 convolutions beside the way through."""

    def __init__(self, channels: int, dilation: int = 1) -> None:
        super().__init__()
        self.first = nn.Conv2d(channels, channels, 3, padding=dilation, dilation=dilation)
        self.second = nn.Conv2d(channels, channels, 3, padding=1)
        self.gain = nn.Parameter(torch.full((1,), 0.3))

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, h, w) to the same."""
        return torch.relu(x + self.gain * self.second(torch.relu(self.first(x))))


class ErrorNet(nn.Module):
    """Standard deviations of an expert's heights and slopes.

    Parameters
    ----------
    channels : (int, int, int)
        At 1/4, 1/8 and 1/16 of the resolution.
    """

    inputs = ("image", "coarse", "correction", "sun", "posting", "terrain")

    def __init__(self, channels: tuple[int, int, int] = (16, 32, 48)) -> None:
        super().__init__()
        a, b, c = channels
        self.condition = nn.Sequential(nn.Linear(5 + TERRAINS, 32), nn.ReLU(), nn.Linear(32, a + b + c))
        self.widths = channels
        self.enter = nn.Conv2d(FEATURES, a, 3, padding=1)
        self.down2, self.second = nn.Conv2d(a, b, 3, stride=2, padding=1), _Block(b)
        self.down3 = nn.Conv2d(b, c, 3, stride=2, padding=1)
        self.third = nn.Sequential(_Block(c), _Block(c, 2), _Block(c, 4))
        self.up2, self.decode2 = nn.Conv2d(c, b, 1), _Block(b)
        self.up1, self.decode1 = nn.Conv2d(b, a, 1), _Block(a)
        self.last = nn.Conv2d(a, 2, 3, padding=1)

    def forward(
        self, image: Tensor, coarse: Tensor, correction: Tensor, sun: Tensor, posting: Tensor, terrain: Tensor
    ) -> Tensor:
        """Standard deviations for every pixel.

        Parameters
        ----------
        image, coarse, correction, sun
            As ``features``.
        posting : (B, 1) tensor
            Of the coarse DEM, in pixels.
        terrain : (B, 3) tensor
            One for the class of the expert, zero for the others.

        Returns
        -------
        (B, 2, H, W) tensor
            Of heights without their long waves (``terrain.long_waves``) in pixels, and of slopes in degrees.
        """
        logarithms = self.logarithms(features(image, coarse, correction, sun), sun, posting, terrain)
        return F.interpolate(torch.exp(logarithms), scale_factor=float(POOL), mode="bilinear", align_corners=False)

    def logarithms(self, told: Tensor, sun: Tensor, posting: Tensor, terrain: Tensor) -> Tensor:
        """(B, 2, h, w) logarithms of the standard deviations, of features (B, FEATURES, h, w)."""
        known = self.condition(torch.cat((sun, torch.log(posting / 24.0), terrain), dim=1))[:, :, None, None]
        k1, k2, k3 = known.split(list(self.widths), dim=1)
        x1 = torch.relu(self.enter(told) + k1)
        x2 = self.second(torch.relu(self.down2(x1) + k2))
        x3 = self.third(torch.relu(self.down3(x2) + k3))
        x2 = self.decode2(torch.relu(x2 + double(self.up2(x3))))
        x1 = self.decode1(torch.relu(x1 + double(self.up1(x2))))
        height, slope = self.last(x1).chunk(2, dim=1)
        # Height errors grow with the posting, which the network then need not learn.
        height = height + torch.log(posting / 24.0)[:, :, None, None]
        return torch.clamp(torch.cat((height, slope), dim=1), LOWEST, HIGHEST)
