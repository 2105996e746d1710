"""The exported form of the terrain network gives the heights of the form that is trained."""

import numpy as np
import onnx
import pytest
import torch

from engine.networks import terrain_graph
from engine.networks.terrain_graph import four_phases, in_cells, unshuffled
from engine.networks.terrain_net import TerrainNet
from engine.training.export import export_onnx, random_tiles


@pytest.fixture
def doubles(monkeypatch):
    """Constants of the graph in double precision, so that only the algebra is left to differ."""
    for name in ("_MOVES", "_SUM", "_IN_PHASES", "_IN_CELLS", "_CELL_MOVES", "_CELL_SUMS"):
        monkeypatch.setattr(terrain_graph, name, getattr(terrain_graph, name).double())


def alive(seed, **channels):
    """A network all of whose layers do something; at first the light's own are multiplied by zeros."""
    torch.manual_seed(seed)
    network = TerrainNet(**channels).double().eval()
    with torch.no_grad():
        for weight in network.parameters():
            weight += 0.05 * torch.randn_like(weight)
    return network


@pytest.mark.parametrize("channels", [{}, {"image_channels": (8, 16, 24, 32), "coarse_channels": (8, 8, 16)}])
@pytest.mark.parametrize("height, width", [(64, 96), (32, 16)])
def test_both_forms_give_the_same_heights(doubles, channels, height, width):
    network = alive(3, **channels)
    tiles = [tensor.double() for tensor in random_tiles(4, 5, max(height, 32), max(width, 32))]
    tiles[:2] = [tensor[:, :, :height, :width] for tensor in tiles[:2]]
    with torch.no_grad():
        trained, graph = network(*tiles), network.graph(0).double()(*tiles)[0]
    assert float((trained - tiles[1]).abs().max()) > 0.1
    assert float((graph - trained).abs().max()) < 1e-9 * float(trained.abs().max())


def test_weights_at_half_the_resolution_are_those_on_pixels(doubles):
    """Each by the layer of PyTorch that it stands for, borders included."""
    torch.manual_seed(0)
    pixels = torch.randn(2, 5, 12, 20, dtype=torch.float64)
    conv, same = torch.nn.functional.conv2d, 1e-12
    weight = torch.randn(7, 20, 3, 3, dtype=torch.float64)
    apart = conv(torch.nn.functional.pixel_unshuffle(pixels, 2), weight, padding=1)
    assert float((conv(pixels, unshuffled(weight), stride=2, padding=2) - apart).abs().max()) < same
    weight = torch.randn(6, 5, 3, 3, dtype=torch.float64)
    whole = torch.nn.functional.pixel_unshuffle(conv(pixels, weight, padding=1), 2)
    assert float((conv(pixels, four_phases(weight), stride=2, padding=1) - whole).abs().max()) < same
    weight = torch.randn(1, 5, 3, 3, dtype=torch.float64)
    cells = torch.nn.functional.pixel_unshuffle(pixels, 2)
    moved = conv(conv(cells, in_cells(weight)), terrain_graph._CELL_MOVES, padding=1, groups=16)
    fine = torch.nn.functional.pixel_shuffle(conv(moved, terrain_graph._CELL_SUMS), 2)
    assert float((fine - conv(pixels, weight, padding=1)).abs().max()) < same


def test_the_file_holds_every_weight_under_its_name(tmp_path):
    network = alive(5).float()  # equal weights would be one
    export_onnx(network, tmp_path / "net.onnx")
    model = onnx.load_model(str(tmp_path / "net.onnx"))
    held = {tensor.name.removesuffix(".half"): onnx.numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
    for name, value in network.state_dict().items():
        assert np.allclose(held[name], value.detach().numpy(), rtol=1e-3, atol=1e-6), name
