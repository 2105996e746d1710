"""The compact terrain expert as it is exported: the same arithmetic in the form that runtimes compute fastest.

ONNX Runtime keeps images in blocks of channels between convolutions, and goes back to plain images for every
other operation; a convolution of few channels costs as much as one of a whole block (16). So what can be is written
as a convolution or as a sum that is fused into one, and nothing but the reflectance is computed on the whole tile.
Every change is exact algebra: ``tests/networks/test_terrain_graph.py`` holds both forms to each other in double
precision.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .anchor import anchored
from .blocks import Fusion, Residual, Stage
from .terrain_net import TerrainNet, double


class TerrainGraph(TerrainNet):
    """A terrain network of the same weights for export; batches, inputs and heights as in ``TerrainNet.forward``.

    Weights keep their names and values: what is made of them is made in the graph, once, when it is loaded.
    """

    def __init__(self, network: TerrainNet) -> None:
        super().__init__(network.image_channels, network.coarse_channels)
        self.load_state_dict(network.state_dict(), assign=True)
        self.eval()

    def forward(  # type: ignore[override]
        self, image: Tensor, coarse: Tensor, sun: Tensor, posting: Tensor
    ) -> tuple[Tensor, ...]:
        """Heights, and then the tensors of ``TerrainNet.named``."""
        ground = self.ground(coarse, sun)
        features = self.features(image, ground, sun, posting)
        return self.assemble(image, coarse, ground, features, posting), ground, *features

    def features(self, image: Tensor, ground: Tensor, sun: Tensor, posting: Tensor) -> list[Tensor]:
        """As ``TerrainNet.features``."""
        k = self.condition(torch.cat((sun, torch.log(posting / 24.0)), dim=1))
        seen = torch.cat((image, image - ground[:, 2:3]), dim=1)
        enter = self.image1.enter
        i1 = torch.relu(F.conv2d(seen, unshuffled(enter.weight), enter.bias, stride=2, padding=2))
        i1 = residuals(self.image1.blocks, i1, k)
        i2 = staged(self.image2, i1, k)
        c2 = staged(self.coarse2, F.avg_pool2d(ground, 4), k)
        c3 = staged(self.coarse3, c2, k)
        c4 = staged(self.coarse4, c3, k)
        f2 = fused(self.fuse2, i2, c2)
        f3 = fused(self.fuse3, staged(self.image3, f2, k), c3)
        f4 = fused(self.fuse4, staged(self.image4, f3, k), c4)
        d3 = residual(self.decode3, torch.relu(f3 + double(self.up3(f4))), k)
        d3 = residuals(self.deep, d3, k)
        d2 = residual(self.decode2, torch.relu(f2 + double(self.up2(d3))), k)
        d1 = residual(self.decode1, torch.relu(i1 + double(self.up1(d2))), k)
        return [f4, d3, d2, self.detail(d1)]

    def assemble(
        self, image: Tensor, coarse: Tensor, ground: Tensor, features: list[Tensor], posting: Tensor
    ) -> Tensor:
        """As ``TerrainNet.assemble``; adapter and last layer at half the resolution, four pixels side by side."""
        relief = self.relief(features)
        adapter, last = self.adapter, self.last
        assert adapter.bias is not None and last.bias is not None
        adapted = F.conv2d(
            torch.cat((ground, image, relief), dim=1), four_phases(adapter.weight), adapter.bias.repeat_interleave(4),
            stride=2, padding=1,
        )  # fmt: skip
        half = last.weight.shape[1] // 2
        reached = F.conv2d(torch.relu(features[3]), in_cells(last.weight[:, :half]))
        reached = reached + F.conv2d(torch.relu(adapted), in_cells(last.weight[:, half:]))
        moved = F.conv2d(reached, _CELL_MOVES, padding=1, groups=16)
        fine = F.pixel_shuffle(F.conv2d(moved, _CELL_SUMS, last.bias.repeat(4)), 2)
        return coarse + anchored(relief + fine, posting)


    def relief(self, features: list[Tensor]) -> Tensor:
        """As ``TerrainNet.relief``."""
        f4, d3, d2, _ = features
        relief = 16.0 * double(single(self.head4, f4)) + 8.0 * single(self.head3, d3)
        relief = double(relief) + 4.0 * single(self.head2, d2)
        return F.interpolate(relief, scale_factor=4.0, mode="bilinear", align_corners=False)


def single(head: nn.Conv2d, x: Tensor) -> Tensor:
    """A convolution to one channel: what a place brings to each of its nine neighbours, moved there, and added."""
    assert head.bias is not None
    inside = head.weight.shape[1]
    reached = F.conv2d(x, head.weight.reshape(inside, 9).permute(1, 0).reshape(9, inside, 1, 1))
    return F.conv2d(F.conv2d(reached, _MOVES, padding=1, groups=9), _SUM, head.bias)


def residual(block: nn.Module, x: Tensor, condition: Tensor) -> Tensor:
    """``Residual`` with its gain in the weights, so that sum and rectifier join the convolution."""
    assert isinstance(block, Residual) and block.second.bias is not None
    film, width = block.film, block.first.weight.shape[0]
    scale = F.linear(condition, film.weight[:width], 1.0 + film.bias[:width]).reshape(-1, width, 1, 1)
    shift = F.linear(condition, film.weight[width:], film.bias[width:]).reshape(-1, width, 1, 1)
    hidden = torch.relu(block.first(x) * scale + shift)
    return torch.relu(
        x + F.conv2d(hidden, block.gain * block.second.weight, block.gain * block.second.bias, padding=1)
    )


def residuals(blocks: nn.ModuleList, x: Tensor, condition: Tensor) -> Tensor:
    """One ``residual`` after the other."""
    for block in blocks:
        x = residual(block, x, condition)
    return x


def staged(stage: Stage, x: Tensor, condition: Tensor) -> Tensor:
    """``Stage`` of such blocks."""
    return residuals(stage.blocks, torch.relu(stage.enter(x)), condition)


def fused(fusion: Fusion, image: Tensor, coarse: Tensor) -> Tensor:
    """``Fusion`` without putting its inputs together: g i + (1 - g) l = l + g (i - l), each sum in a convolution."""
    lift, gate = fusion.lift, fusion.gate
    assert lift.bias is not None
    here = lift.weight.shape[0]
    share = torch.sigmoid(F.conv2d(image, gate.weight[:, :here]) + F.conv2d(coarse, gate.weight[:, here:], gate.bias))
    apart = image + F.conv2d(coarse, -lift.weight, -lift.bias)
    return F.conv2d(coarse, lift.weight, lift.bias) + share * apart


def unshuffled(weight: Tensor) -> Tensor:
    """(O, 4 C, 3, 3) weights after ``pixel_unshuffle`` by two as (O, C, 6, 6) ones of stride two on the pixels."""
    outside, inside = weight.shape[0], weight.shape[1] // 4
    return weight.reshape(outside, inside, 2, 2, 3, 3).permute(0, 1, 4, 2, 5, 3).reshape(outside, inside, 6, 6)


def four_phases(weight: Tensor) -> Tensor:
    """(O, C, 3, 3) weights on pixels as (4 O, C, 4, 4) ones of stride two; channels as ``pixel_unshuffle`` has them."""
    outside, inside = weight.shape[:2]
    phases = (weight.reshape(outside * inside, 9) @ _IN_PHASES).reshape(outside, inside, 4, 16)
    return phases.permute(0, 2, 1, 3).reshape(4 * outside, inside, 4, 4)


def in_cells(weight: Tensor) -> Tensor:
    """(1, C, 3, 3) weights on pixels as (16, 4 C, 1, 1) ones on cells of two by two pixels.

    A pixel sees four cells. Channel 4 p + q of the result is what the q-th of them brings to pixel p of its cell;
    ``_CELL_MOVES`` brings it there and ``_CELL_SUMS`` adds.
    """
    inside = weight.shape[1]
    return (weight.reshape(inside, 9) @ _IN_CELLS).reshape(inside, 16, 4).permute(1, 0, 2).reshape(16, 4 * inside, 1, 1)


def _phases() -> Tensor:
    """Zeros and ones: (9, 64) places of weights in the four windows of four by four that begin a pixel before."""
    places = torch.zeros(3, 3, 2, 2, 4, 4)
    for y in range(3):
        for x in range(3):
            for row in range(2):
                for column in range(2):
                    places[y, x, row, column, row + y, column + x] = 1.0
    return places.reshape(9, 64)


def _cells() -> tuple[Tensor, Tensor, Tensor]:
    """Zeros and ones: (9, 64) weights in cells, (16, 1, 3, 3) moves of cells and (4, 16, 1, 1) sums."""
    places, moves, sums = torch.zeros(3, 3, 4, 4, 2, 2), torch.zeros(4, 4, 1, 3, 3), torch.zeros(4, 4, 4, 1, 1)
    for pixel in range(4):
        row, column = divmod(pixel, 2)
        for cell in range(4):
            # Cells lie -1 and 0 from the first pixel's own, 0 and 1 from the second's.
            down, right = row - 1 + cell // 2, column - 1 + cell % 2
            moves[pixel, cell, 0, down + 1, right + 1] = 1.0
            sums[pixel, pixel, cell] = 1.0
            for y in range(2):
                for x in range(2):
                    dy, dx = 2 * down + y - row + 1, 2 * right + x - column + 1
                    if 0 <= dy < 3 and 0 <= dx < 3:
                        places[dy, dx, pixel, cell, y, x] = 1.0
    return places.reshape(9, 64), moves.reshape(16, 1, 3, 3), sums.reshape(4, 16, 1, 1)


_MOVES, _SUM = torch.eye(9).reshape(9, 1, 3, 3), torch.ones(1, 9, 1, 1)
_IN_PHASES = _phases()
_IN_CELLS, _CELL_MOVES, _CELL_SUMS = _cells()
