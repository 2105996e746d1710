"""Network and losses: hand-computed cases, the anchor, and the export."""

import math

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="PyTorch is not installed (the extra 'train')")

from engine.networks import losses  # noqa: E402 (needs torch)
from engine.networks.anchor import low_pass  # noqa: E402
from engine.networks.base import Batch  # noqa: E402
from engine.networks.registry import NETWORKS, build  # noqa: E402
from engine.networks.swin import Mixture, SwinBlock  # noqa: E402
from engine.networks.terrain_net import TerrainNet, gradient, relative_shade  # noqa: E402
from engine.terrain import photometry  # noqa: E402
from engine.training.export import deviation, export_onnx, random_tiles, rounded, weights_of  # noqa: E402
from tests.conftest import ROOT  # noqa: E402


def plane(slope_x, slope_y=0.0, size=64):
    index = torch.arange(size, dtype=torch.float32)
    return (slope_x * index[None, :] + slope_y * index[:, None])[None, None]


def test_losses_of_equal_surfaces_are_zero():
    surface = torch.randn(2, 1, 64, 64)
    assert losses.hybrid_loss(surface, surface, losses.LossWeights()).item() == pytest.approx(0.0, abs=1e-6)


def test_slope_loss_of_planes_is_the_difference_of_their_angles():
    angle = math.radians(20.0)
    got = losses.slope_loss(plane(math.tan(angle)), plane(0.0)).item()
    assert got == pytest.approx(angle - math.atan(1e-3), rel=1e-4)


def test_normal_loss_of_planes_is_one_minus_the_cosine():
    angle = math.radians(30.0)
    assert losses.normal_loss(plane(math.tan(angle)), plane(0.0)).item() == pytest.approx(1 - math.cos(angle), rel=1e-4)
    assert losses.normal_loss(plane(0.5), plane(-0.5)).item() == pytest.approx(1 - 0.75 / 1.25, rel=1e-4)


def test_gradient_loss_adds_both_axes():
    assert losses.gradient_loss(plane(0.3, -0.2), plane(0.1, 0.1)).item() == pytest.approx(0.2 + 0.3, rel=1e-4)


def test_broad_loss_of_planes_is_the_slope_at_both_scales():
    assert losses.broad_loss(plane(0.3, -0.2), plane(0.1, 0.1)).item() == pytest.approx(2 * 0.5, rel=1e-4)


def test_a_constant_offset_costs_height_only():
    surface = torch.randn(1, 1, 64, 64)
    weights = losses.LossWeights(height=0.0)
    assert losses.hybrid_loss(surface + 3.0, surface, weights).item() == pytest.approx(0.0, abs=1e-5)
    assert losses.hybrid_loss(surface + 3.0, surface, losses.LossWeights()).item() == pytest.approx(0.3, rel=1e-3)


def test_weights_multiply_their_terms():
    a, b = plane(0.3), plane(0.0)
    weights = losses.LossWeights(1.0, 1.0, 5.0, 0.0, 0.0)
    expected = losses.normal_loss(a, b) + losses.gradient_loss(a, b) + 5 * losses.slope_loss(a, b)
    assert losses.hybrid_loss(a, b, weights).item() == pytest.approx(expected.item())


def test_the_low_pass_is_a_gaussian():
    """Inside a tile it equals scipy's filter; a constant stays a constant up to the edge."""
    from scipy import ndimage

    field = ndimage.gaussian_filter(np.random.default_rng(0).normal(0, 1, (256, 320)), 6.0).astype(np.float32)
    got = low_pass(torch.from_numpy(field)[None, None], torch.full((1, 1), 20.0))[0, 0].numpy()
    expected = ndimage.gaussian_filter(field, 20.0, mode="nearest")
    inner = (slice(80, -80), slice(80, -80))
    assert np.abs(got - expected)[inner].max() < 1e-3
    constant = low_pass(torch.full((1, 1, 64, 64), 5.0), torch.full((1, 1), 30.0))
    assert torch.allclose(constant, torch.full_like(constant, 5.0), atol=1e-5)


def test_the_low_pass_of_the_result_is_that_of_the_coarse_dem():
    """Under a Gaussian of three postings next to nothing of a correction is left."""
    torch.manual_seed(0)
    network = TerrainNet().eval()
    for head in (network.head4, network.head3, network.head2):
        torch.nn.init.normal_(head.weight, std=0.05)
    image, coarse, sun, posting = random_tiles(3, 2, 256, 320)
    with torch.no_grad():
        correction = network(image, coarse, sun, posting) - coarse
    long_waves = low_pass(correction, 3.0 * posting)[:, :, 64:-64, 64:-64]
    assert correction.std() > 0.01
    assert long_waves.std() < 0.06 * correction.std()


def test_gradients_and_shade_agree_with_the_terrain_room():
    height = np.random.default_rng(1).normal(0, 0.5, (32, 48)).astype(np.float32)
    tensor = torch.from_numpy(height)[None, None]
    east, north = gradient(tensor)
    expected = photometry.central_gradient(height, 1.0, 1.0)
    inner = (slice(1, -1), slice(1, -1))
    assert np.allclose(east[0, 0].numpy()[inner], expected[0][inner], atol=1e-6)
    assert np.allclose(north[0, 0].numpy()[inner], expected[1][inner], atol=1e-6)
    azimuth, incidence = 33.0, 62.0
    sun = torch.tensor([[*photometry.sun_vector(azimuth, incidence), photometry.limb_weight(incidence)]])
    flat = np.zeros((1, 1), np.float32)
    level = photometry.lunar_lambert(flat, flat, azimuth, incidence)[0, 0]
    reflectance = photometry.lunar_lambert(east[0, 0].numpy(), north[0, 0].numpy(), azimuth, incidence)
    expected_shade = np.clip(reflectance / level - 1.0, -1.0, 3.0)
    assert np.allclose(relative_shade(east, north, sun)[0, 0].numpy(), expected_shade, atol=1e-4)


@pytest.mark.parametrize("size", [(64, 64), (96, 160), (320, 256)])
def test_any_tile_of_whole_sixteens_goes_through(size):
    with torch.no_grad():
        assert TerrainNet()(*random_tiles(2, 1, *size)).shape == (1, 1, *size)


def test_onnx_runtime_agrees_with_pytorch(tmp_path):
    torch.manual_seed(4)
    network = TerrainNet()
    with torch.no_grad():  # as after training: weights that are equal at the start are stored once
        for weight in network.parameters():
            weight += 0.01 * torch.randn_like(weight)
    rounded(network)
    export_onnx(network, tmp_path / "net.onnx")
    assert deviation(network, tmp_path / "net.onnx") < 1e-4
    again = weights_of(tmp_path / "net.onnx")
    assert all(torch.equal(value, again[name]) for name, value in network.state_dict().items())


@pytest.mark.parametrize("terrain", ["flat", "mountain", "crater"])
def test_the_shipped_experts_agree_with_pytorch_on_a_hundred_tiles(terrain):
    path = ROOT / "resources" / "packs" / "lunar-1" / f"{terrain}.onnx"
    network = TerrainNet()
    network.load_state_dict(weights_of(path))
    assert deviation(network, path, 12) <= 1e-4  # of each of three sizes


@pytest.mark.parametrize("name", NETWORKS)
def test_every_network_keeps_shape_level_and_gradients(name):
    """The shared base test: shapes, the level of the coarse DEM, and a gradient for every weight."""
    torch.manual_seed(1)
    network = build(name)
    with torch.no_grad():  # as after some steps: at first the light's own layers are multiplied by zeros
        for weight in network.parameters():
            weight += 0.01 * torch.randn_like(weight)
    image, coarse, sun, posting = random_tiles(5, 3, 128, 160, scheme=network.scheme)
    batch = Batch(image, coarse, coarse, sun, posting, torch.tensor([0, 1, 2]), torch.ones(3, 1))
    heights = network.heights(batch)
    assert heights.shape == coarse.shape and torch.isfinite(heights).all()
    assert torch.allclose(heights.mean(dim=(2, 3)), coarse.mean(dim=(2, 3)), atol=0.05)
    loss = losses.hybrid_loss(heights, coarse + torch.randn_like(coarse), losses.LossWeights())
    (loss + 0.01 * network.extra_loss()).backward()
    # A gradient that is zero teaches as little as one that is missing.
    without = {n for n, p in network.named_parameters() if p.grad is None or not bool(p.grad.abs().max() > 0)}
    for layer, mixture in ((n, m) for n, m in network.named_modules() if isinstance(m, Mixture)):
        idle = {n.split(".")[0] for n, _ in mixture.experts.named_parameters() if f"{layer}.experts.{n}" in without}
        assert len(idle) <= len(mixture.experts) - 2  # every token goes to two of the experts
        without -= {n for n in without if n.startswith(f"{layer}.experts.")}
    assert not without


def test_a_mixture_is_the_weighted_sum_of_two_experts():
    torch.manual_seed(3)
    mixture = Mixture(16, 32)
    x = torch.randn(2, 5, 16)
    got = mixture(x)
    share = torch.softmax(mixture.gate(x), dim=-1)
    for b in range(2):
        for n in range(5):
            top, index = torch.topk(share[b, n], 2)
            expected = sum(w * mixture.experts[int(i)](x[b, n]) for w, i in zip(top / top.sum(), index))
            assert torch.allclose(got[b, n], expected, atol=1e-6)
    # Even gates over many tokens have a load-balancing loss of one.
    torch.nn.init.zeros_(mixture.gate.weight)
    torch.nn.init.zeros_(mixture.gate.bias)
    mixture(torch.randn(1, 400, 16))
    assert mixture.balance.item() == pytest.approx(1.0, abs=1e-5)


def test_shifted_windows_keep_wrapped_tokens_apart():
    """A token in the first row is not moved by one in the last, which a shift brings into its window."""
    torch.manual_seed(4)
    block = SwinBlock(16, 1, False, True).eval()
    x = torch.randn(1, 16, 16, 20)
    changed = x.clone()
    changed[:, :, -1, :] += 3.0
    apart = (block(changed) - block(x)).abs().amax(dim=(0, 1, 3))
    assert apart[-1] > 0.1 and apart[0] < 1e-5
