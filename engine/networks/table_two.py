"""The networks of the paper's ablation (Table II) by configuration.

The paper fixes the parts, not their sizes: a Swin encoder, cross-modal fusion of image and coarse DEM, a
hierarchical decoder, and a coarse adapter before the last layer. Widths and depths here are chosen to
train on a processor. As in the paper image and heights are stretched to 0 to 255 and 0 to 50 by the extremes of the
tile (its Eq. 1, by those of the coarse DEM for the truth too, as nothing else is there in inference), and the networks
know no sun and predict heights, not corrections. A network that knows no sun cannot tell a hill from a hollow, so
tiles are mirrored until it comes from one quarter of the compass.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ..experts.normalise import BRIGHTEST, RANGE
from ..experts.scheme import Scheme
from .base import Batch, Network
from .blocks import Fusion
from .swin import Mixture, SwinBlock
from .terrain_net import double

CLASSES = 3


@dataclass(frozen=True)
class Variant:
    """One row of Table II.

    Attributes
    ----------
    feed : str
        'dense', 'moe' (four experts, two chosen for a token) or 'mmoe' (one network for each class).
    adapter : bool
        With the coarse adapter.
    slope_loss : bool
        With the slope term of the loss.
    """

    feed: str
    adapter: bool
    slope_loss: bool


TABLE_TWO = {
    "dense": Variant("dense", False, False),
    "moe": Variant("moe", False, False),
    "mmoe": Variant("mmoe", False, False),
    "mmoe-slope": Variant("mmoe", False, True),
    "mmoe-adapter": Variant("mmoe", True, False),
    "dense-slope-adapter": Variant("dense", True, True),
    "moe-slope-adapter": Variant("moe", True, True),
    "mmoe-slope-adapter": Variant("mmoe", True, True),
}
"""The eight rows in the paper's order."""


class SwinTerrain(nn.Module):
    """Heights of a tile from image and coarse heights.

    Parameters
    ----------
    mixture : bool
        Mixture-of-experts feed-forward layers instead of dense ones.
    adapter : bool
        A shallow map of the coarse DEM that joins the decoder's last features.
    widths : tuple of int
        Channels at 1/4, 1/8 and 1/16 of the tile.
    """

    def __init__(self, mixture: bool, adapter: bool, widths: tuple[int, int, int] = (32, 64, 96)) -> None:
        super().__init__()
        a, b, c = widths
        self.patches = nn.Conv2d(1, a, 4, stride=4)
        self.stages = nn.ModuleList(
            nn.Sequential(SwinBlock(w, w // 16, mixture, False), SwinBlock(w, w // 16, mixture, True)) for w in widths
        )
        self.down = nn.ModuleList((nn.Conv2d(a, b, 2, stride=2), nn.Conv2d(b, c, 2, stride=2)))
        self.coarse = nn.ModuleList(
            (nn.Conv2d(1, 24, 4, stride=4), nn.Conv2d(24, 32, 2, stride=2), nn.Conv2d(32, 48, 2, stride=2))
        )
        self.fuse = nn.ModuleList((Fusion(a, 24), Fusion(b, 32), Fusion(c, 48)))
        self.up = nn.ModuleList((nn.Conv2d(c, b, 3, padding=1), nn.Conv2d(b, a, 3, padding=1)))
        self.expand = nn.Conv2d(a, 16 * 8, 3, padding=1)
        self.adapter = (
            nn.Sequential(nn.Conv2d(1, 8, 3, padding=1), nn.GELU(), nn.Conv2d(8, 8, 3, padding=1)) if adapter else None
        )
        self.last = nn.Conv2d(16 if adapter else 8, 1, 3, padding=1)

    def forward(self, image: Tensor, coarse: Tensor) -> Tensor:
        """(B, 1, H, W) brightness of 0 to 255 and coarse heights of 0 to 50 to heights, with the mean of the coarse.

        H is a multiple of 128 and W of 160. Differences alone enter the paper's losses, so the level is
        free; the tile's mean is tied to the coarse DEM's.
        """
        ground = coarse - 0.5 * RANGE
        x, z = self.patches(2.0 * image / BRIGHTEST - 1.0), ground
        levels = []
        for index, stage in enumerate(self.stages):
            z = F.gelu(self.coarse[index](z))
            x = self.fuse[index](stage(x), z)
            levels.append(x)
            if index < len(self.down):
                x = self.down[index](x)
        x = F.gelu(double(self.up[0](levels[2])) + levels[1])
        x = F.gelu(double(self.up[1](x)) + levels[0])
        fine = F.pixel_shuffle(self.expand(x), 4)
        if self.adapter is not None:
            fine = torch.cat((fine, self.adapter(ground)), dim=1)
        height = self.last(F.gelu(fine))
        return height + (coarse - height).mean(dim=(2, 3), keepdim=True)


class TableTwo(Network):
    """A row of Table II: one network, or one for each terrain class to which tiles are sent whole."""

    scheme = Scheme("minmax", "quadrant")
    inputs = ("image", "coarse")
    tile_step = (128, 160)
    any_tile = False

    def __init__(self, variant: Variant) -> None:
        super().__init__()
        count = CLASSES if variant.feed == "mmoe" else 1
        self.experts = nn.ModuleList(SwinTerrain(variant.feed == "moe", variant.adapter) for _ in range(count))

    def forward(self, image: Tensor, coarse: Tensor, terrain: Tensor) -> Tensor:
        """Heights of a batch; ``terrain`` (B,) holds the class of each tile, 0 to 2."""
        if len(self.experts) == 1:
            return self.experts[0](image, coarse)  # type: ignore[no-any-return]
        result = torch.zeros_like(coarse)
        for index, expert in enumerate(self.experts):
            mine = terrain == index
            if bool(mine.any()):
                result[mine] = expert(image[mine], coarse[mine])
        return result

    def heights(self, batch: Batch) -> Tensor:
        """As ``forward``."""
        result: Tensor = self(batch.image, batch.coarse, batch.terrain)
        return result

    def expert(self, terrain: int) -> nn.Module:
        """The only network, or the one of the class."""
        return self.experts[terrain % len(self.experts)]

    def extra_loss(self) -> Tensor:
        """Mean load-balancing loss of the mixtures in the last call; zero without any."""
        parts = [module.balance for module in self.modules() if isinstance(module, Mixture)]
        return torch.stack(parts).mean() if parts else torch.zeros(())
