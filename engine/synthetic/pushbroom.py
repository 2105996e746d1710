"""An image as a line scanner records it, and as a map made of it is published."""

from __future__ import annotations

import math

import numpy as np
from scipy import ndimage

from ..arrays import DoubleArray
from ..raster.jpeg import through_jpeg
from .camera import FULL_WELL_E, PSF_SIGMA_PX, READ_NOISE_E, exposure
from .laws import NONE, Recording
from .relief import FloatArray

FULL_SCALE_DN = 4095.0
"""Twelve bits."""

TABLE_DN = np.array([0.0, 32.0, 136.0, 543.0, 2207.0])
TABLE_GAIN = np.array([1 / 2, 1 / 4, 1 / 8, 1 / 16, 1 / 32])
TABLE_OFFSET = np.array([0.0, 8.0, 25.0, 59.0, 128.0])
"""Companding table 0 of the NAC, which most images are sent by: where its five straight parts begin, codes per DN, and
codes at DN 0. As labels of EDR products have it (XTERM, MTERM, BTERM)."""


def compand(dn: FloatArray) -> FloatArray:
    """Codes of eight bits, 0 to 255, of signals of twelve bits."""
    part = np.searchsorted(TABLE_DN, dn, side="right") - 1
    code = np.round(TABLE_GAIN[part] * dn + TABLE_OFFSET[part])
    return np.asarray(np.clip(code, 0.0, 255.0), dtype=np.float32)


def expand(code: FloatArray) -> FloatArray:
    """Signals of twelve bits of codes, as calibration undoes the table."""
    begin = TABLE_GAIN * TABLE_DN + TABLE_OFFSET
    part = np.searchsorted(begin, code, side="right") - 1
    return np.asarray((code - TABLE_OFFSET[part]) / TABLE_GAIN[part], dtype=np.float32)


LEAST_FILLED, MOST_FILLED = 0.05, 0.6
"""Share of the full well that bright ground fills: under a low sun the NAC's shortest lines leave it far from full."""

WAVES = 12
PERIODS_LINES = (16.0, 1_000.0)
"""How many vibrations jitter is the sum of, and between which periods, in lines."""


def jitter(rng: np.random.Generator, lines: int, rms_px: float) -> DoubleArray:
    """(2, lines) shifts in pixels, along lines and along columns: vibrations whose amplitude falls as the frequency."""
    shortest, longest = (math.log(period) for period in PERIODS_LINES)
    periods = np.exp(rng.uniform(shortest, longest, (2, WAVES)))
    phases = rng.uniform(0.0, 2.0 * math.pi, (2, WAVES))
    sizes = periods * rng.uniform(0.3, 1.0, (2, WAVES))
    sizes *= rms_px * math.sqrt(2.0) / np.linalg.norm(sizes, axis=1, keepdims=True)
    line = np.arange(lines)
    return np.stack([
        sum(a * np.sin(2.0 * math.pi * line / t + p) for a, t, p in zip(*rows)) for rows in zip(sizes, periods, phases)
    ])  # fmt: skip


def record(rng: np.random.Generator, reflectance: FloatArray, laws: Recording) -> FloatArray:
    """Scan an image, send it to the ground, calibrate it, lay it on the map again and publish it.

    Parameters
    ----------
    rng : numpy.random.Generator
    reflectance : (H, W) float32 array
        On the map.
    laws : Recording

    Returns
    -------
    (H, W) float32 array
        In the units of ``reflectance``.
    """
    turn = math.radians(float(rng.uniform(*laws.turn_deg))) if laws.turn_deg != NONE else 0.0
    height, width = reflectance.shape
    c, s = math.cos(turn), math.sin(turn)
    # Two pixels more on each side than the turned map needs, for jitter and cubic splines.
    lines, samples = (math.ceil(a * abs(c) + b * abs(s)) + 4 for a, b in ((height, width), (width, height)))
    y, x = np.indices((lines, samples), dtype=np.float64)
    y, x = y - (lines - 1) / 2.0, x - (samples - 1) / 2.0
    if laws.jitter_px != NONE:
        along, across = jitter(rng, lines, float(rng.uniform(*laws.jitter_px)))
        x, y = x + along[:, None], y + across[:, None]
    on_map = [c * y + s * x + (height - 1) / 2.0, c * x - s * y + (width - 1) / 2.0]
    seen = _cubic(ndimage.gaussian_filter(reflectance, PSF_SIGMA_PX), on_map)
    electrons = exposure(seen, math.exp(rng.uniform(math.log(LEAST_FILLED), math.log(MOST_FILLED))))
    if laws.gains != NONE:
        gains = rng.standard_normal(samples) * float(rng.uniform(*laws.gains))
        seen = seen * (1.0 + gains).astype(np.float32)
    sent = _sent(rng, np.maximum(seen, 0.0) * np.float32(electrons), rng.uniform() < laws.companded)
    rows, columns = np.indices((height, width), dtype=np.float64)
    rows, columns = rows - (height - 1) / 2.0, columns - (width - 1) / 2.0
    in_scan = [c * rows - s * columns + (lines - 1) / 2.0, c * columns + s * rows + (samples - 1) / 2.0]
    laid = np.asarray(np.maximum(_cubic(sent, in_scan), 0.0) / np.float32(electrons), dtype=np.float32)
    if rng.uniform() < laws.jpeg:
        return published(laid, round(rng.uniform(*laws.quality)))
    return laid


def _sent(rng: np.random.Generator, electrons: FloatArray, companded: bool) -> FloatArray:
    """Electrons as calibration finds them in what was sent."""
    noise = np.sqrt(electrons + np.float32(READ_NOISE_E**2)) * rng.standard_normal(electrons.shape, dtype=np.float32)
    dn = np.clip((electrons + noise) * np.float32(FULL_SCALE_DN / FULL_WELL_E), 0.0, FULL_SCALE_DN)
    dn = expand(compand(dn)) if companded else np.round(dn)
    return np.asarray(dn * np.float32(FULL_WELL_E / FULL_SCALE_DN), dtype=np.float32)


def published(image: FloatArray, quality: int) -> FloatArray:
    """What an 8-bit JPEG, stretched from zero to the brightest but a thousandth of the pixels, leaves of a map."""
    top = np.float32(max(float(np.percentile(image, 99.9)), 1e-6))
    picture = np.round(np.clip(image / top, 0.0, 1.0) * 255.0).astype(np.uint8)
    return np.asarray(through_jpeg(picture, quality) * (top / np.float32(255.0)), dtype=np.float32)


def _cubic(image: FloatArray, at: list[DoubleArray]) -> FloatArray:
    return np.asarray(ndimage.map_coordinates(image, at, order=3, mode="mirror", output=np.float32))
