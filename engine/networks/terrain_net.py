"""The compact terrain expert: two encoders, cross-modal fusion, hierarchical decoder, adapter."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .anchor import anchored
from .base import Batch, Network
from .blocks import Fusion, Residual, Stage


class TerrainNet(Network):
    """Heights of a tile from its image, its coarse heights and the sun.

    All lengths are in pixels, so that one network serves every ground sample distance and slopes
    are real slopes. The result is the coarse surface plus a correction without the long wavelengths that
    belong to the coarse DEM (``anchor``).

    Parameters
    ----------
    image_channels, coarse_channels : tuple of int
        Widths of the stages at 1/2, 1/4, 1/8, 1/16 (image) and at 1/4, 1/8, 1/16 (coarse).
    """

    inputs = ("image", "coarse", "sun", "posting")
    named = ("ground", "features.0", "features.1", "features.2", "features.3")
    tile_step = (16, 16)
    channels_last = True

    def __init__(
        self,
        image_channels: tuple[int, int, int, int] = (24, 48, 88, 112),
        coarse_channels: tuple[int, int, int] = (24, 32, 48),
    ) -> None:
        super().__init__()
        k = 32
        self.image_channels, self.coarse_channels = image_channels, coarse_channels
        a, b, c, d = image_channels
        p, q, r = coarse_channels
        self.condition = nn.Sequential(nn.Linear(5, k), nn.ReLU(), nn.Linear(k, k), nn.ReLU(), nn.Linear(k, k))
        self.image1 = Stage(8, a, 1, k, 1)
        self.image2 = Stage(a, b, 2, k, 2)
        self.image3 = Stage(b, c, 2, k, 2)
        self.image4 = Stage(c, d, 5, k, 2)
        self.coarse2 = Stage(3, p, 1, k, 1)
        self.coarse3 = Stage(p, q, 1, k, 2)
        self.coarse4 = Stage(q, r, 1, k, 2)
        self.fuse2, self.fuse3, self.fuse4 = Fusion(b, p), Fusion(c, q), Fusion(d, r)
        self.up3, self.up2, self.up1 = nn.Conv2d(d, c, 1), nn.Conv2d(c, b, 1), nn.Conv2d(b, a, 1)
        self.deep = nn.ModuleList(Residual(c, k) for _ in range(2))
        self.decode3, self.decode2, self.decode1 = Residual(c, k), Residual(b, k), Residual(a, k)
        self.head4 = nn.Conv2d(d, 1, 3, padding=1)
        self.head3 = nn.Conv2d(c, 1, 3, padding=1)
        self.head2 = nn.Conv2d(b, 1, 3, padding=1)
        self.detail = nn.Conv2d(a, 4 * 6, 3, padding=1)
        self.adapter = nn.Conv2d(5, 6, 3, padding=1)
        self.last = nn.Conv2d(12, 1, 3, padding=1)
        for head in (self.head4, self.head3, self.head2, self.last):
            nn.init.normal_(head.weight, std=1e-3)
            if head.bias is not None:
                nn.init.zeros_(head.bias)

    def forward(self, image: Tensor, coarse: Tensor, sun: Tensor, posting: Tensor) -> Tensor:
        """Heights of a batch of tiles.

        Parameters
        ----------
        image : (B, 1, H, W) tensor
            Brightness over the tile's mean, minus one. H and W divisible by 16.
        coarse : (B, 1, H, W) tensor
            Coarse heights in pixels, any constant removed.
        sun : (B, 4) tensor
            Unit vector towards the sun (east, north, up) and L(incidence) of the Lunar-Lambert
            law; all zero when the sun is unknown.
        posting : (B, 1) tensor
            Posting of the coarse DEM in pixels.

        Returns
        -------
        (B, 1, H, W) tensor
            Heights in pixels, with the constant of ``coarse``.
        """
        ground = self.ground(coarse, sun)
        features = self.features(image, ground, sun, posting)
        return self.assemble(image, coarse, ground, features, posting)

    def heights(self, batch: Batch) -> Tensor:
        """As ``forward``; in training the features are bfloat16, and the heights in full precision all the same."""
        image, coarse, sun, posting = batch.image, batch.coarse, batch.sun, batch.posting
        ground = self.ground(coarse, sun)
        with torch.autocast(image.device.type, torch.bfloat16, enabled=self.training):
            features = self.features(image.contiguous(memory_format=torch.channels_last), ground, sun, posting)
        return self.assemble(image, coarse, ground, [f.float() for f in features], posting)

    def ground(self, coarse: Tensor, sun: Tensor) -> Tensor:
        """What the coarse DEM says of the ground: (B, 3, H, W) gradients and relative shade."""
        east, north = gradient(coarse)
        known = (sun[:, 2:3] > 0).to(coarse.dtype)[:, :, None, None]
        # Gradients are multiplied so that typical slopes come out of order one.
        return torch.cat((4.0 * east, 4.0 * north, known * relative_shade(east, north, sun)), dim=1)

    def features(self, image: Tensor, ground: Tensor, sun: Tensor, posting: Tensor) -> list[Tensor]:
        """Decoded features, coarsest first; may run in reduced precision."""
        k = self.condition(torch.cat((sun, torch.log(posting / 24.0)), dim=1))
        seen = torch.cat((image, image - ground[:, 2:3]), dim=1)
        i1 = self.image1(F.pixel_unshuffle(seen, 2), k)
        i2 = self.image2(i1, k)
        c2 = self.coarse2(F.avg_pool2d(ground, 4), k)
        c3 = self.coarse3(c2, k)
        c4 = self.coarse4(c3, k)
        f2 = self.fuse2(i2, c2)
        f3 = self.fuse3(self.image3(f2, k), c3)
        f4 = self.fuse4(self.image4(f3, k), c4)

        d3 = self.decode3(torch.relu(f3 + double(self.up3(f4))), k)
        for block in self.deep:
            d3 = block(d3, k)
        d2 = self.decode2(torch.relu(f2 + double(self.up2(d3))), k)
        d1 = self.decode1(torch.relu(i1 + double(self.up1(d2))), k)
        return [f4, d3, d2, self.detail(d1)]

    def assemble(
        self, image: Tensor, coarse: Tensor, ground: Tensor, features: list[Tensor], posting: Tensor
    ) -> Tensor:
        """Heights from the features, in full precision: a slope is a small difference of heights."""
        relief = self.relief(features)
        adapted = self.adapter(torch.cat((ground, image, relief), dim=1))
        fine = torch.relu(torch.cat((F.pixel_shuffle(features[3], 2), adapted), dim=1))
        correction = relief + self.last(fine)
        return coarse + anchored(correction, posting)

    def relief(self, features: list[Tensor]) -> Tensor:
        """(B, 1, H, W) relief of the coarser levels, each of its own wavelengths, in units of its own pixels."""
        f4, d3, d2, _ = features
        relief = 16.0 * double(self.head4(f4)) + 8.0 * self.head3(d3)
        relief = double(relief) + 4.0 * self.head2(d2)
        return F.interpolate(relief, scale_factor=4.0, mode="bilinear", align_corners=False)

    def graph(self, terrain: int) -> nn.Module:
        """The same arithmetic in the form that runtimes compute fastest."""
        from .terrain_graph import TerrainGraph

        return TerrainGraph(self)


def double(x: Tensor) -> Tensor:
    """Bilinear up-sampling by two."""
    return F.interpolate(x, scale_factor=2.0, mode="bilinear", align_corners=False)


def gradient(height: Tensor) -> tuple[Tensor, Tensor]:
    """Central-difference gradient (east, north) of (B, 1, H, W) heights; edges replicated."""
    padded = F.pad(height, (1, 1, 1, 1), mode="replicate")
    east = 0.5 * (padded[:, :, 1:-1, 2:] - padded[:, :, 1:-1, :-2])
    north = 0.5 * (padded[:, :, :-2, 1:-1] - padded[:, :, 2:, 1:-1])
    return east, north


def relative_shade(east: Tensor, north: Tensor, sun: Tensor) -> Tensor:
    """Lunar-Lambert reflectance of a gradient over that of level ground, minus one, in [-1, 3]."""
    sx, sy, sz, weight = (sun[:, i, None, None, None] for i in range(4))
    sz = torch.clamp(sz, min=0.02)
    mu = torch.rsqrt(1.0 + east * east + north * north)
    mu0 = torch.clamp((sz - sx * east - sy * north) * mu, min=0.0)
    reflectance = mu0 * (2.0 * weight / torch.clamp(mu0 + mu, min=1e-4) + (1.0 - weight))
    level = sz * (2.0 * weight / (sz + 1.0) + (1.0 - weight))
    return torch.clamp(reflectance / level - 1.0, -1.0, 3.0)
