"""How ground is lit and seen, as several operations ask for it. Standard library only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .settings import parameter

LAWS = ("Lunar-Lambert", "Hapke", "Lambert")
CAMERAS = ("none", "NAC", "NAC, 8 bits")


def incidences(default: str) -> Any:
    """The field of one or several incidences."""
    return parameter(
        "numbers",
        "Sun incidences",
        "Angles between the sun and the vertical, 0 overhead; one or several, with commas between them.",
        default=default,
        low=0.0,
        high=89.9,
        unit="degrees",
    )


def azimuths(default: str) -> Any:
    """The field of one or several azimuths."""
    return parameter(
        "numbers",
        "Sun azimuths",
        "Directions to the sun, clockwise from map north; one or several, with commas between them. Every incidence is "
        "taken under every azimuth.",
        default=default,
        low=-360.0,
        high=360.0,
        unit="degrees",
    )


@dataclass(frozen=True)
class LightRequest:
    """The law of reflectance, albedo, shadows and the camera."""

    law: str = parameter(
        "choice",
        "Reflectance",
        "Law by which the ground reflects. 'Lambert' is the cosine of the incidence, as a hillshade has it.",
        default="Lunar-Lambert",
        choices=LAWS,
    )
    albedo: float = parameter(
        "number",
        "Albedo",
        "Brightness of level ground with the sun behind the camera; about 0.06 (maria) to 0.2 (highlands) in I/F.",
        default=1.0,
        low=0.001,
        high=10000.0,
    )
    albedo_variation: float = parameter(
        "number",
        "Variation of the albedo",
        "Standard deviation of a made, self-affine pattern of albedo; 2 to 9 % within one terrain of the Moon.",
        default=0.0,
        low=0.0,
        high=30.0,
        unit="%",
    )
    shadows: bool = parameter(
        "boolean",
        "Cast shadows",
        "Shadows that the terrain casts, with the penumbra of the Sun's disc.",
        default=True,
    )
    scattered: float = parameter(
        "number",
        "Scattered light",
        "Light from the surroundings that fills shadows, in per cent of the brightness of level ground.",
        default=1.0,
        advanced=True,
        low=0.0,
        high=100.0,
        unit="%",
    )
    camera: str = parameter(
        "choice",
        "Camera",
        "Blur (a Gaussian of half a pixel), shot noise and read noise of LROC's NAC, or none; '8 bits' stores as it "
        "does, by square roots.",
        default="NAC",
        choices=CAMERAS,
    )
    exposure: float = parameter(
        "number",
        "Exposure",
        "How far bright ground (99.5th percentile) fills a pixel of the camera; less has more noise.",
        default=50.0,
        advanced=True,
        low=0.1,
        high=100.0,
        unit="%",
    )
    seed: int = parameter(
        "integer",
        "Seed",
        "Number of the noise and of the pattern of albedo; the same one gives the same pixels.",
        default=1,
        advanced=True,
        low=0,
        high=2147483647,
    )


@dataclass(frozen=True)
class StudyLight(LightRequest):
    """The same for a study of what experts make of it: ground of one albedo would be too easy."""

    albedo_variation: float = parameter(
        "number",
        "Variation of the albedo",
        "Standard deviation of a made, self-affine pattern of albedo, which experts could take for slopes; 2 to 9 % "
        "within one terrain of the Moon.",
        default=5.0,
        low=0.0,
        high=30.0,
        unit="%",
    )
