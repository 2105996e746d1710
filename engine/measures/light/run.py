"""Images of a DTM under given suns, band by band."""

from __future__ import annotations

import csv
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ...contract.light_request import LightRequest
from ...contract.progress import Progress
from ...errors import OverlapError, ParameterError
from ...files import whole_file
from ...raster import provenance
from ...raster.align import AlignedHeights, same_ground
from ...raster.frame import Sun
from ...raster.heights import HeightReader
from ...raster.reader import RasterReader
from ...raster.writer import RasterWriter, products
from ...region.part import within
from ...synthetic import camera
from ...tiling.bands import bands
from .frame import ImageFrame, image_frame
from .lit_ground import LitGround
from .suns import suns

if TYPE_CHECKING:
    from ...operations.light_dtm import LightDtmSettings

BAND = 512
"""Rows of the ground in a band."""

SAMPLES, SAMPLE_ROWS = 16, 64
"""Bands, and their rows, by which the exposure is set."""

TABLE = "frames.csv"
"""In the folder of images: a table as Reconstruct region reads it."""

HALF = 0.5
"""Share of the Sun's disc under which ground is in shadow."""


@dataclass(frozen=True)
class Seen:
    """What an image shows.

    Attributes
    ----------
    pixels, in_shadow : int
        That are known, and those of them that see less than half of the Sun's disc.
    signal_to_noise : float or None
        Of level ground of the mean albedo; None without a camera.
    """

    pixels: int
    in_shadow: int
    signal_to_noise: float | None

    @property
    def shadow_percent(self) -> float:
        """Share of the known pixels."""
        return 100.0 * self.in_shadow / self.pixels if self.pixels else float("nan")


def light_dtm(settings: LightDtmSettings, progress: Progress) -> dict[str, Any]:
    """Write the image of a DTM under the first sun, and those under all of them into a folder.

    Raises
    ------
    ParameterError
        Suns or pixel size cannot be used, or several suns have no folder.
    OverlapError
        The map of albedo does not lie on the DTM.
    """
    begun = time.perf_counter()
    chosen = suns(settings.sun_incidences, settings.sun_azimuths)
    if len(chosen) > 1 and not settings.output_folder:
        raise ParameterError(
            f"{len(chosen)} suns make {len(chosen)} images, but the output holds the first; give a folder for all of "
            "them (output_folder), or one sun."
        )
    with ExitStack() as stack:
        reader = stack.enter_context(RasterReader(settings.dtm))
        heights = HeightReader(reader, settings.height_unit, progress.info, progress.warning)
        frame = image_frame(reader.grid, settings.pixel_size)
        inputs, albedo_map = {"dtm": settings.dtm}, None
        if settings.albedo_map:
            inputs["albedo_map"] = settings.albedo_map
            albedo_map = _albedo_map(stack.enter_context(RasterReader(settings.albedo_map)), frame)
        first: Seen | None = None
        for index, sun in enumerate(chosen):
            part = within(progress, index / len(chosen), (index + 1) / len(chosen))
            ground = LitGround(heights, frame, settings.light, sun, albedo_map, part)
            facts = {"sun_azimuth": f"{sun.azimuth_deg:.4f}", "sun_incidence": f"{sun.incidence_deg:.4f}"}
            targets = {}
            if index == 0:
                targets = {"image": settings.output, "lit": settings.output_lit}
            if settings.output_folder:
                targets["one of all"] = str(Path(settings.output_folder) / image_name(sun))
            tags = provenance.tags("light_dtm", settings, inputs, **facts)
            seen = write_images(ground, settings.light, index, {k: t for k, t in targets.items() if t}, tags, part)
            first = first or seen
        if settings.output_folder:
            write_table(Path(settings.output_folder) / TABLE, chosen)
    assert first is not None, "there is at least one sun"
    return {
        "images": len(chosen),
        "pixel_size": frame.image.ground_size.mean_m,
        "shadow_percent": first.shadow_percent,
        "signal_to_noise": first.signal_to_noise,
        "seconds": time.perf_counter() - begun,
    }


def image_name(sun: Sun) -> str:
    """File of the image under a sun."""
    return f"incidence_{sun.incidence_deg:.12g}_azimuth_{sun.azimuth_deg:.12g}.tif"


def write_table(path: Path, chosen: Sequence[Sun]) -> None:
    """Write the images with their suns, as Reconstruct region reads them."""
    with whole_file(str(path)) as partial, open(partial, "w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["path", "sun_azimuth", "sun_incidence"])
        table.writerows([image_name(sun), f"{sun.azimuth_deg:.12g}", f"{sun.incidence_deg:.12g}"] for sun in chosen)


def write_images(
    ground: LitGround,
    request: LightRequest,
    number: int,
    targets: Mapping[str, str],
    tags: Mapping[str, str],
    progress: Progress,
) -> Seen:
    """Write what a camera sees of a lit ground.

    Parameters
    ----------
    ground : LitGround
    request : LightRequest
    number : int
        Of the image: two images of one seed have noise of their own.
    targets : mapping
        Files by name; 'lit' is the share of the Sun's disc, every other one the image.
    tags : mapping
        Provenance.
    progress : Progress
    """
    frame = ground.frame
    electrons = _electrons(ground, request, progress)
    noise = np.random.default_rng((request.seed, 12, number))
    pixels = in_shadow = 0
    with ExitStack() as stack:
        writers: dict[str, RasterWriter] = {}

        def opened() -> Iterator[RasterWriter]:
            for name, target in targets.items():
                text = "share of the Sun's disc seen" if name == "lit" else "reflectance"
                writers[name] = RasterWriter(target, frame.image, "", text, tags, progress=progress)
                yield writers[name]

        stack.enter_context(products(opened()))
        size = max(1, BAND // frame.factor)
        steps = progress.steps(-(-frame.image.height // size), "bands")
        for row, height in bands(frame.image.height, size):
            bright, share = ground.blurred(row, height)
            if electrons is not None:
                bright = camera.record(noise, bright, electrons, request.camera.endswith("8 bits"))
            known = np.isfinite(bright)
            pixels += int(known.sum())
            in_shadow += int((known & (share < HALF)).sum())
            for name, writer in writers.items():
                writer.write(np.where(known, share, np.float32(np.nan)) if name == "lit" else bright, row)
            steps.advance()
    if electrons is None:
        return Seen(pixels, in_shadow, None)
    signal = electrons * request.albedo * ground.level * (1.0 + request.scattered / 100.0)
    return Seen(pixels, in_shadow, signal / float(np.sqrt(signal + camera.READ_NOISE_E**2)))


def _electrons(ground: LitGround, request: LightRequest, progress: Progress) -> float | None:
    """Electrons for each unit of brightness, by bands spread over the image; None without a camera."""
    if request.camera == "none":
        return None
    bottom, rows = ground.frame.image.height, max(1, SAMPLE_ROWS // ground.frame.factor)
    parts = []
    for row in sorted({round(r) for r in np.linspace(0, max(bottom - rows, 0), SAMPLES)}):
        progress.check()
        bright, _ = ground.blurred(row, min(rows, bottom - row))
        parts.append(bright[np.isfinite(bright)])
    bright = np.concatenate(parts)
    return camera.exposure(bright, request.exposure / 100.0) if bright.size else None


def _albedo_map(reader: RasterReader, frame: ImageFrame) -> AlignedHeights:
    """The map of albedo on the grid of the ground."""
    beside = OverlapError(
        f"{reader.path} does not cover any part of the DTM; give a map of the albedo of the same ground."
    )
    with same_ground(beside):
        return AlignedHeights(reader, frame.ground)
