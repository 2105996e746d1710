"""Swin transformer blocks with a dense or a mixture-of-experts feed-forward layer."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

WINDOW = (8, 10)
"""Rows and columns of an attention window; divides a tile of 256 x 320 at 1/4, 1/8, 1/16 and 1/32."""

EXPERTS, CHOSEN = 4, 2
"""Experts of a mixture and how many of them a token goes to (the paper's ablation)."""


class Mixture(nn.Module):
    """Feed-forward layer of four experts, of which every token takes the two with the largest gates.

    All experts are computed and weighted by the gates, zero for those not chosen: the result is that of
    sparse routing, and the graph has no data-dependent shapes. ``balance`` holds the load-balancing loss
    N sum f_i P_i of the last call (Fedus et al. 2022), one for even loads.
    """

    def __init__(self, width: int, hidden: int) -> None:
        super().__init__()
        self.gate = nn.Linear(width, EXPERTS)
        self.experts = nn.ModuleList(feed_forward(width, hidden) for _ in range(EXPERTS))
        self.balance = torch.zeros(())

    def forward(self, x: Tensor) -> Tensor:
        """(B, N, C) to (B, N, C)."""
        share = torch.softmax(self.gate(x), dim=-1)
        top, index = torch.topk(share, CHOSEN, dim=-1)
        chosen = F.one_hot(index, EXPERTS).to(x.dtype)
        weights = (chosen * (top / top.sum(dim=-1, keepdim=True)).unsqueeze(-1)).sum(dim=-2)
        self.balance = EXPERTS * (chosen.sum(dim=-2).mean(dim=(0, 1)) / CHOSEN * share.mean(dim=(0, 1))).sum()
        parts = torch.stack([expert(x) for expert in self.experts], dim=-1)
        return (parts * weights.unsqueeze(-2)).sum(dim=-1)


def feed_forward(width: int, hidden: int) -> nn.Sequential:
    """Two linear layers with a GELU between them."""
    return nn.Sequential(nn.Linear(width, hidden), nn.GELU(), nn.Linear(hidden, width))


class WindowAttention(nn.Module):
    """Multi-head attention inside windows, with a learned bias for every offset (Liu et al. 2021)."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.mix = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        rows, columns = WINDOW
        self.bias = nn.Parameter(torch.zeros((2 * rows - 1) * (2 * columns - 1), heads))
        place = torch.stack(torch.meshgrid(torch.arange(rows), torch.arange(columns), indexing="ij")).flatten(1)
        offset = place[:, :, None] - place[:, None, :]
        index = (offset[0] + rows - 1) * (2 * columns - 1) + offset[1] + columns - 1
        self.index: Tensor
        self.register_buffer("index", index, persistent=False)
        nn.init.normal_(self.bias, std=0.02)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """(W, N, C) tokens of windows; ``mask`` (V, N, N) is added where windows wrap around."""
        count, length, width = x.shape
        query, key, value = (
            self.mix(x).reshape(count, length, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        )
        scores = query @ key.transpose(-2, -1) * (width // self.heads) ** -0.5
        scores = scores + self.bias[self.index].permute(2, 0, 1)
        if mask is not None:
            scores = scores.view(-1, mask.shape[0], self.heads, length, length) + mask[:, None]
            scores = scores.view(count, self.heads, length, length)
        mixed = torch.softmax(scores, dim=-1) @ value
        return self.out(mixed.transpose(1, 2).reshape(count, length, width))


class SwinBlock(nn.Module):
    """Attention in windows, shifted by half a window in every second block, then the feed-forward layer."""

    def __init__(self, width: int, heads: int, mixture: bool, shifted: bool) -> None:
        super().__init__()
        self.shift = (WINDOW[0] // 2, WINDOW[1] // 2) if shifted else (0, 0)
        self.first, self.second = nn.LayerNorm(width), nn.LayerNorm(width)
        self.attention = WindowAttention(width, heads)
        self.feed: nn.Module = Mixture(width, 2 * width) if mixture else feed_forward(width, 2 * width)

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, h, w) to the same; h and w are multiples of the window's sides."""
        x = x.permute(0, 2, 3, 1)
        batch, height, width, channels = x.shape
        rows, columns = WINDOW
        # A grid of a single window has nothing to shift into.
        shift = (self.shift[0] if height > rows else 0, self.shift[1] if width > columns else 0)
        moved = torch.roll(self.first(x), (-shift[0], -shift[1]), (1, 2)) if any(shift) else self.first(x)
        cut = moved.view(batch, height // rows, rows, width // columns, columns, channels)
        cut = cut.permute(0, 1, 3, 2, 4, 5).reshape(-1, rows * columns, channels)
        mask = _mask(height, width, shift, x.device) if any(shift) else None
        mixed = self.attention(cut, mask).view(batch, height // rows, width // columns, rows, columns, channels)
        mixed = mixed.permute(0, 1, 3, 2, 4, 5).reshape(batch, height, width, channels)
        x = x + (torch.roll(mixed, shift, (1, 2)) if any(shift) else mixed)
        flat = x.reshape(batch, height * width, channels)
        flat = flat + self.feed(self.second(flat))
        return flat.view(batch, height, width, channels).permute(0, 3, 1, 2)


def _mask(height: int, width: int, shift: tuple[int, int], device: torch.device) -> Tensor:
    """(windows, N, N): minus a hundred between tokens that only wrapping has brought together."""

    def regions(length: int, window: int, step: int) -> Tensor:
        index = torch.arange(length, device=device)
        edges = (index >= length - window).long() + (index >= length - step).long()
        return edges if step else torch.zeros_like(index)

    rows, columns = WINDOW
    region = regions(height, rows, shift[0])[:, None] * 3 + regions(width, columns, shift[1])[None, :]
    cut = region.view(height // rows, rows, width // columns, columns).permute(0, 2, 1, 3).reshape(-1, rows * columns)
    return torch.where(cut[:, None, :] == cut[:, :, None], 0.0, -100.0)
