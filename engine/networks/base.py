"""What a network owes the trainer, the export and the shared tests."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar, NamedTuple

import torch
from torch import Tensor, nn

from ..experts.scheme import OURS, Scheme


class Batch(NamedTuple):
    """Samples side by side, in the numbers of the network's scheme (``experts.scheme``).

    Attributes
    ----------
    image, coarse, truth : (B, 1, H, W) tensors
        Brightness, coarse heights, and true heights in the numbers of the coarse ones.
    sun : (B, 4) tensor
        Unit vector towards the sun (east, north, up) and L(incidence); all zero when the sun is unknown.
    posting : (B, 1) tensor
        Posting of the coarse DEM in pixels.
    terrain : (B,) tensor
        Class of each tile, 0 to 2.
    unit : (B, 1) tensor
        Pixels (metres over ground sample distance) in one unit of height; one where heights are in pixels. Heights
        times it have real slopes.
    """

    image: Tensor
    coarse: Tensor
    truth: Tensor
    sun: Tensor
    posting: Tensor
    terrain: Tensor
    unit: Tensor

    def pixels(self, heights: Tensor) -> Tensor:
        """(B, 1, H, W) heights of the scheme in pixels."""
        return heights * self.unit[:, :, None, None]


class Network(nn.Module, ABC):
    """Heights of tiles. A new one is a subclass, and a line in ``registry``.

    Attributes
    ----------
    scheme : Scheme
        What it is shown of a tile.
    inputs : tuple of str
        Fields of ``Batch`` that the exported graph takes, in order.
    named : tuple of str
        What its graph returns after the heights: tensors that have a name in the exported file. What lies between
        'ground' and 'features.0', 'features.1', ... was trained in bfloat16, and may be computed in it.
    tile_step : (int, int)
        Rows and columns of a tile are whole multiples.
    any_tile : bool
        Whether an exported graph takes tiles of any such size; else only of the size that it was trained on.
    channels_last : bool
        Whether it trains faster with that layout in memory.
    """

    scheme: ClassVar[Scheme] = OURS
    inputs: ClassVar[tuple[str, ...]]
    named: ClassVar[tuple[str, ...]] = ()
    tile_step: ClassVar[tuple[int, int]]
    any_tile: ClassVar[bool] = True
    channels_last: ClassVar[bool] = False

    @abstractmethod
    def heights(self, batch: Batch) -> Tensor:
        """(B, 1, H, W) heights in the numbers of ``batch.coarse``."""

    def extra_loss(self) -> Tensor:
        """What training adds to the loss of the heights last made, times ``balance``; zero for most."""
        return torch.zeros(())

    def expert(self, terrain: int) -> nn.Module:
        """The module whose heights the expert of a class (0 to 2) gives, called with ``inputs`` in order."""
        return self

    def graph(self, terrain: int) -> nn.Module:
        """That module as it is exported; another form of the same arithmetic where that runs faster."""
        return self.expert(terrain)
