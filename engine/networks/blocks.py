"""Building blocks shared by the encoders and the decoder."""

from __future__ import annotations

import torch
from torch import Tensor, nn


class Residual(nn.Module):
    """Two 3 x 3 convolutions with a learned gain, conditioned on the light.

    No normalisation layer: absolute contrast carries the slope. The gain starts small (SkipInit,
    De & Smith 2020), which keeps a deep stack stable without one. ``condition`` scales and shifts
    the hidden features channel by channel (FiLM, Perez et al. 2018).
    """

    def __init__(self, channels: int, condition: int) -> None:
        super().__init__()
        self.first = nn.Conv2d(channels, channels, 3, padding=1)
        self.second = nn.Conv2d(channels, channels, 3, padding=1)
        self.film = nn.Linear(condition, 2 * channels)
        self.gain = nn.Parameter(torch.full((1,), 0.2))
        nn.init.zeros_(self.film.weight)
        nn.init.zeros_(self.film.bias)

    def forward(self, x: Tensor, condition: Tensor) -> Tensor:
        """(B, C, h, w) and (B, K) to (B, C, h, w)."""
        scale, shift = self.film(condition)[:, :, None, None].chunk(2, dim=1)
        hidden = torch.relu(self.first(x) * (1.0 + scale) + shift)
        return torch.relu(x + self.gain * self.second(hidden))


class Stage(nn.Module):
    """Halve the resolution (or keep it), then a number of residual blocks."""

    def __init__(self, inside: int, outside: int, blocks: int, condition: int, stride: int) -> None:
        super().__init__()
        self.enter = nn.Conv2d(inside, outside, 3, stride=stride, padding=1)
        self.blocks = nn.ModuleList(Residual(outside, condition) for _ in range(blocks))

    def forward(self, x: Tensor, condition: Tensor) -> Tensor:
        """(B, inside, h, w) to (B, outside, h / stride, w / stride)."""
        x = torch.relu(self.enter(x))
        for block in self.blocks:
            x = block(x, condition)
        return x


class Fusion(nn.Module):
    """Cross-modal fusion: image and coarse features gate each other, then are merged."""

    def __init__(self, image: int, coarse: int) -> None:
        super().__init__()
        self.gate = nn.Conv2d(image + coarse, image, 1)
        self.lift = nn.Conv2d(coarse, image, 1)

    def forward(self, image: Tensor, coarse: Tensor) -> Tensor:
        """(B, image, h, w) and (B, coarse, h, w) to (B, image, h, w)."""
        gate = torch.sigmoid(self.gate(torch.cat((image, coarse), dim=1)))
        return gate * image + (1.0 - gate) * self.lift(coarse)
