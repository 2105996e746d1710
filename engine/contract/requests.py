"""What users ask for in groups that several operations share. Standard library only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Optional

from ..products.units import HEIGHT_UNITS
from .settings import group, parameter

PROVIDERS = ("auto", "cpu", "cuda", "tensorrt", "directml", "coreml", "openvino")


def image(**options: Any) -> Any:
    """The field of an image to reconstruct from."""
    return parameter(
        "raster",
        "Image",
        "Map-projected lunar image with one band (LROC NAC, ShadowCam; I/F, radiance or 8 bit), as GeoTIFF, PDS3, "
        "PDS4, ISIS cube or JPEG 2000.",
        **options,
    )


def height_unit() -> Any:
    """The field of the unit in which heights are stored."""
    return parameter(
        "choice",
        "Unit of heights",
        "Unit of the stored heights. 'auto' takes the unit, scale and offset of the label or of the file, else "
        "recognises kilometres by their range and LOLA's integer products, which hold half-metres, by their name. What "
        "is assumed is said.",
        default="auto",
        advanced=True,
        choices=("auto", *HEIGHT_UNITS),
    )


def sar_unit() -> Any:
    """The field of the unit in which radar backscatter is stored."""
    return parameter(
        "choice",
        "Unit of the SAR",
        "Linear power is turned into decibels. 'auto' takes the unit that the file declares, else decibels where "
        "values are negative; where neither tells, the run stops and asks for it.",
        default="auto",
        choices=("auto", "dB", "linear power"),
    )


@dataclass(frozen=True)
class SarBands:
    """Which bands of a radar image are which."""

    sar_bands: str = parameter(
        "choice",
        "Bands of the SAR",
        "'auto' takes a single band as it is, and of several goes by their names (S1, Stokes 1, |H|^2). 'Stokes' are "
        "S1, S2, S3 and S4, as map-projected Mini-RF images have them; 'level 1' are |H|^2, |V|^2 and both parts of "
        "HV*, as products that are not projected have them. S1 is compared; S4 gives the circular polarisation ratio.",
        default="auto",
        choices=("auto", "Stokes", "level 1"),
    )
    s1_band: Optional[int] = parameter(
        "integer",
        "Number of the band S1",
        "Where names do not tell it, from 1 on.",
        optional=True,
        advanced=True,
        low=1,
        high=1000,
    )
    s4_band: Optional[int] = parameter(
        "integer",
        "Number of the band S4",
        "With that of S1.",
        optional=True,
        advanced=True,
        low=1,
        high=1000,
    )


def saturation() -> Any:
    """The field of the brightness from which an image is saturated."""
    return parameter(
        "number",
        "Saturated from",
        "Brightness from which the image is saturated (too bright for the camera); such pixels are left out. ShadowCam "
        "images, exposed for permanent shadow, saturate where the sun shines. Left empty, none are.",
        optional=True,
        advanced=True,
    )


def apply_shift() -> Any:
    """The field that asks for the coarse DEM to be moved by what shading says."""
    return parameter(
        "boolean",
        "Correct the shift between DEM and image",
        "Move the coarse DEM to where its shading fits the image, if that can be told reliably. Needs the sun.",
        default=False,
    )


def extent() -> Any:
    """The field of the area that an operation is limited to."""
    return parameter(
        "extent",
        "Area of interest",
        "Only this part: xmin,xmax,ymin,ymax in the CRS of the raster, or in another lunar CRS that follows in "
        "brackets. Results lie on the pixels of the whole raster; what is decided from an image or a DEM, as classes, "
        "contrast and the place of the coarse DEM, is decided from this part. Left empty, all of it.",
        optional=True,
    )


def contrast() -> Any:
    """The field that says what to do about the contrast of an image."""
    return parameter(
        "choice",
        "Contrast of the image",
        "Slopes are read from the contrast of the image, so it has to be right. 'as it is' trusts the image, which is "
        "right for calibrated I/F and radiance. 'from the DEM' scales the contrast to what the slopes of the coarse "
        "DEM ask for; images stretched for display, and logarithms, need that. 'auto' scales it where the image looks "
        "stretched (bytes, or clipped at its bright end) or is plainly off. What stays in doubt is damped, and is in "
        "the errors.",
        default="auto",
        advanced=True,
        choices=("auto", "as it is", "from the DEM"),
    )


def coarse_dem_error() -> Any:
    """The field of what the user knows about the error of the coarse DEM."""
    return parameter(
        "number",
        "Error of the coarse DEM",
        "Standard deviation of its heights, where you know that it is good: 0.1 to 0.5 m for a DEM from stereo images "
        "or LOLA's tracks near the poles. The better it is, the more of its long waves are kept, and the less the "
        "image changes them. Left empty, or from 2 m at a posting of 60 m on, the experts mend them as they have "
        "learnt to, which suits SLDEM2015.",
        optional=True,
        advanced=True,
        low=0.0,
        high=1000.0,
        unit="metres",
    )


def archive() -> Any:
    """The field of the source of a coarse DEM that is fetched."""
    return parameter(
        "text",
        "Source of the coarse DEM",
        "'auto' takes the best one for the ground and says which and why. Or a name of the table of sources: "
        "sldem2015, lola_60s_60m, lola_75s_30m, lola_85s_10m, lola_875s_5m (for the north with n instead of s), "
        "lolakaguya_512ppd, lola_118m, or one of your own table.",
        default="auto",
        advanced=True,
    )


def archives() -> Any:
    """The field of a user's own table of sources."""
    return parameter(
        "file",
        "Table of sources",
        "A table of your own, of the form of the file archives.toml that comes with the plugin: it adds sources, and "
        "replaces those of the same name.",
        optional=True,
        advanced=True,
    )


@dataclass(frozen=True)
class FetchRequest:
    """Whether a coarse DEM is fetched from an archive, and from which."""

    fetch_coarse_dem: bool = parameter(
        "boolean",
        "Coarse DEM: fetch for this image",
        "Reads the coarse DEM of this ground from the archives that hold it (SLDEM2015, LOLA), a few megabytes over "
        "https; the source is named in the log. Only then is anything read from the network. It is kept in the user's "
        "cache folder. Leave the coarse DEM above empty.",
        default=False,
    )
    archive: str = archive()
    archives: Optional[str] = archives()


@dataclass(frozen=True)
class SceneRequest:
    """An image, and the coarse DEM of its ground."""

    image: str = image(unless=("plan",))
    coarse_dem: str = parameter(
        "raster",
        "Coarse DEM",
        "Elevation of the same ground (SLDEM2015, LOLA, ...), in any CRS on the Moon. Heights above the "
        "1737.4 km sphere.",
        unless=("plan", "fetch_coarse_dem"),
    )
    height_unit: str = height_unit()
    saturation: Optional[float] = saturation()
    extent: Optional[str] = extent()


@dataclass(frozen=True)
class HandMove:
    """A move of the coarse DEM that the user has found by hand."""

    shift_east: Optional[float] = parameter(
        "number",
        "Move by hand, east",
        "Moves the coarse DEM east by so much (west where negative) instead of by an estimate, as for ground on which "
        "none is reliable. Measure it in QGIS between a feature of the coarse DEM's hillshade and the same one in the "
        "image. Left empty, it is not moved by hand; where only one of the two is given, the other is 0.",
        optional=True,
        advanced=True,
        low=-100_000.0,
        high=100_000.0,
        unit="metres",
    )
    shift_north: Optional[float] = parameter(
        "number",
        "Move by hand, north",
        "The same to the north of the map (up).",
        optional=True,
        advanced=True,
        low=-100_000.0,
        high=100_000.0,
        unit="metres",
    )

    @property
    def given(self) -> bool:
        """Whether there is one; a move by zero is one: the coarse DEM lies right."""
        return not self.shift_east is self.shift_north is None


@dataclass(frozen=True)
class SunRequest:
    """The sun as it is asked for: given, to be found, or none on purpose."""

    sun: str = parameter(
        "choice",
        "Sun",
        "'auto' takes the angles or the time given, else what the image's label says, else the time in its "
        "product's name. 'scattered' is for ground in permanent shadow, lit by sunlit ground on the horizon whatever "
        "the label says: from where is taken from the azimuth given, else from the image over the slopes of the coarse "
        "DEM. That is what 'auto' does with an image of ShadowCam. 'none' leaves light's direction out.",
        default="auto",
        choices=("auto", "scattered", "none"),
    )
    sun_azimuth: Optional[float] = parameter(
        "number",
        "Sun azimuth",
        "Direction to the sun, degrees clockwise from map north (up in the map-projected image). Left empty, it comes "
        "from the image's label or from its time. Where neither label nor name tells it, the algorithm Sun geometry "
        "gives both angles: from the time, or from the sub-solar point, which the image's page in the archive (LROC, "
        "ODE) lists. The azimuth on such a page is often that of the raw image and does not fit a map.",
        optional=True,
        low=-360.0,
        high=360.0,
        unit="degrees",
    )
    sun_incidence: Optional[float] = parameter(
        "number",
        "Sun incidence",
        "Angle between the sun and the local vertical, degrees (0 overhead, 90 on the horizon). Left empty, it comes "
        "from the image's label or from its time. The image's page in the archive (LROC, ODE) lists it as incidence "
        "angle; 90 minus the sun's elevation is the same.",
        optional=True,
        low=0.0,
        high=89.9,
        unit="degrees",
    )
    sun_time: Optional[str] = parameter(
        "text",
        "Time of the image",
        "UTC, like 2010-09-24T03:57:51, where the angles are not known. Left empty, the label's, or that of the "
        "product's name.",
        optional=True,
        advanced=True,
    )


def pack() -> Any:
    """The field of the expert pack."""
    return parameter(
        "text",
        "Expert pack",
        "The trained networks: the name of a shipped pack, or the folder of another one.",
        default="lunar-1",
        advanced=True,
    )


@dataclass(frozen=True)
class TileSizes:
    """Tiles of sizes that the user gives."""

    tile_height: Optional[int] = parameter(
        "integer",
        "Tile height",
        "Rows of a tile, a multiple of 16. Left empty, as chosen under Tiling.",
        optional=True,
        advanced=True,
        low=64,
        high=4096,
        unit="pixels",
    )
    tile_width: Optional[int] = parameter(
        "integer",
        "Tile width",
        "Columns of a tile, a multiple of 16. Left empty, as chosen under Tiling.",
        optional=True,
        advanced=True,
        low=64,
        high=4096,
        unit="pixels",
    )
    overlap: Optional[int] = parameter(
        "integer",
        "Tile overlap",
        "Pixels that neighbouring tiles share. Left empty, as chosen under Tiling.",
        optional=True,
        advanced=True,
        low=0,
        high=2048,
        unit="pixels",
    )

    @property
    def given(self) -> bool:
        """Whether the user gives any; an overlap of zero is one that is given."""
        return not self.tile_height is self.tile_width is self.overlap is None


@dataclass(frozen=True)
class TilingRequest:
    """The experts, and how the image is cut for them."""

    pack: str = pack()
    tiling: str = parameter(
        "choice",
        "Tiling",
        "How the image is cut. 'pack' takes the size that the expert pack was trained for, and larger tiles where "
        "neighbours have one terrain class. 'paper' takes tiles of 256 x 320 pixels that share 100: twice the work, "
        "with heights that differ by about a hundredth of their error. Tile sizes that are given overrule both.",
        default="pack",
        advanced=True,
        choices=("pack", "paper"),
    )
    sizes: TileSizes = group(TileSizes)


@dataclass(frozen=True)
class CoarseRequest:
    """What is done about the place of the coarse DEM, and how far it is believed."""

    apply_shift: bool = parameter(
        "boolean",
        "Fit the coarse DEM to the image",
        "Images and DEMs often lie some tens of metres apart. Move the coarse DEM to where it fits the image best, as "
        "far as that is expected to make the heights better: on a slope of 30 degrees each metre that it lies off is "
        "0.6 m of height. The DTM then lies where the image does. Needs the sun. Switch it off to keep the "
        "coarse DEM's own place, as for neighbouring images that go into one mosaic; Reconstruct region fits those "
        "together. A move by hand takes its place.",
        default=True,
    )
    hand: HandMove = group(HandMove)
    coarse_dem_error: Optional[float] = coarse_dem_error()


@dataclass(frozen=True)
class DtmRequest:
    """Everything that decides a DTM."""

    scene: SceneRequest = group(SceneRequest)
    fetch: FetchRequest = group(FetchRequest)
    sun: SunRequest = group(SunRequest)
    coarse: CoarseRequest = group(CoarseRequest)
    contrast: str = contrast()
    classes: Optional[str] = parameter(
        "vector",
        "Edited tile layer",
        "To choose yourself which ground is treated as flat, mountain or crater: run Classify terrain with the output "
        "Tiles, edit the field 'class' of that layer (flat, mountain or crater), save it, and give it here. Left "
        "empty, the classes are found from the relief of the coarse DEM.",
        optional=True,
    )
    tiling: TilingRequest = group(TilingRequest)
    preview: bool = parameter(
        "boolean",
        "Preview: one tile alone",
        "Makes one tile, that in the middle of the area of interest or of the image, in seconds: to look at before a "
        "long run. What tiles share with neighbours is left out of it. Contrast and the place of the coarse DEM are "
        "decided from 2048 pixels about it, so that they can differ a little from those of the whole.",
        default=False,
    )


@dataclass(frozen=True)
class Runtime:
    """How the experts are run; what comes out does not depend on it but for rounding."""

    provider: str = parameter(
        "choice",
        "Run on",
        "What computes. 'auto' takes a graphics card where there is one, else the processor; cuda and tensorrt are for "
        "NVIDIA cards, directml for Windows, coreml for macOS. One that is asked for by name and is not there is an "
        "error. openvino is for processors that compute in bfloat16: about two thirds of the time, heights that "
        "differ by centimetres.",
        default="auto",
        advanced=True,
        choices=PROVIDERS,
        runtime=True,
    )
    threads: int = parameter(
        "integer",
        "Tiles at a time",
        "Tiles computed at the same time on the processor; more need more memory. 0 for one per core. The result does "
        "not depend on it.",
        default=0,
        advanced=True,
        low=0,
        high=256,
        runtime=True,
    )


def scheduler() -> Any:
    """The field of the scheduler of a cluster."""
    return parameter(
        "text",
        "Dask scheduler",
        "For computing on a cluster with Dask: local:N for N processes of this machine, the address of a scheduler "
        "like tcp://host:8786, or a scheduler file. All machines must see the inputs under the same paths. Left empty, "
        "this machine computes alone.",
        optional=True,
        advanced=True,
        runtime=True,
    )


def resume() -> Any:
    """The field that says whether finished blocks of an earlier run are taken over."""
    return parameter(
        "boolean",
        "Go on where a run stopped",
        "Take over what a cancelled or killed run with the same settings and inputs has finished. Switched off, "
        "all is computed again.",
        default=True,
        advanced=True,
        runtime=True,
    )


def blocks() -> Any:
    """The field of the folder in which finished blocks are kept."""
    return parameter(
        "scratch_folder",
        "Folder for finished blocks",
        "Where finished blocks are kept until the run is done. Left empty, .NAME.blocks beside the output.",
        optional=True,
        advanced=True,
        runtime=True,
        beside="output",
    )


@dataclass(frozen=True)
class Execution:
    """Where blocks are computed and kept until all of them are done; nothing of what comes out depends on it."""

    scheduler: Optional[str] = scheduler()
    resume: bool = resume()
    blocks: str = blocks()
