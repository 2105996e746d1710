"""Pictures of few colours, so that the pages stay small enough for the plugin's zip."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from PIL import Image

PICTURES = Path(__file__).resolve().parents[1] / "pages" / "pictures"
WIDEST_PX = 1080
COLOURS = 96


def keep(source: Path | BytesIO, name: str, colours: int = COLOURS, widest: int = WIDEST_PX) -> Path:
    """Write a picture as a PNG of few colours, no wider than a page."""
    picture = Image.open(source).convert("RGB")
    if picture.width > widest:
        height = round(picture.height * widest / picture.width)
        picture = picture.resize((widest, height), Image.Resampling.LANCZOS)
    target = PICTURES / f"{name}.png"
    target.parent.mkdir(exist_ok=True)
    picture.quantize(colours, dither=Image.Dither.NONE).save(target, optimize=True)
    return target
