"""The held-out made scenes of the accuracy benchmark, and what is measured on each."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import rasterio
from scipy import ndimage

from engine.contract.execute import execute
from engine.contract.progress import Progress
from engine.contract.requests import TileSizes
from engine.measures.evaluation.error_sums import ErrorSums
from engine.measures.evaluation.seams import SeamSums, plan_of
from engine.operations import OPERATIONS
from engine.raster.align import AlignedHeights
from engine.raster.baseline import bicubic
from engine.raster.frame import Move
from engine.raster.heights import HeightReader
from engine.raster.provenance import moved
from engine.raster.reader import RasterReader
from engine.reports.panel import read
from engine.synthetic import rocks
from engine.synthetic.coarse import degrade
from engine.synthetic.laws import TRAINING, Laws
from engine.synthetic.product import write_scene
from engine.synthetic.scene import TERRAINS, Ground, Scene, light, make_ground, make_scene
from engine.terrain.slope import horn_gradient, slope_degrees

FIRST_SEED = 900_000
"""Training draws from seeds under 100,000."""

SIZE, POSTING_M = 576, 60.0
LOW_PASS_POSTS = 3.0
"""Standard deviation of the low-pass under which result and coarse DEM are compared, in postings."""

CANDIDATES = ("bilinear", "bicubic", "result")


@dataclass(frozen=True)
class Figures:
    """Figures of one surface on one scene; see ``ErrorSums.figures`` for the errors.

    Attributes
    ----------
    errors : dict
    low_pass_m : float
        RMS deviation from the coarse DEM under a low-pass.
    noise_m : float
        The coarse DEM's own noise.
    seams : float
        Kinks of the error at tile lines over those elsewhere; one without seams.
    off_m : float
        How far the coarse DEM it was made of lay off its place.
    """

    errors: dict[str, float]
    low_pass_m: float
    noise_m: float
    seams: float
    off_m: float

    @property
    def low_pass_share(self) -> float:
        """The deviation under the low-pass over the coarse DEM's own noise."""
        return self.low_pass_m / self.noise_m


def scenes(
    count: int, incidence: tuple[float, float], laws: Laws = TRAINING, offset: int = 0
) -> Iterator[tuple[str, int, Scene]]:
    """Terrain, index and scene: ``count`` of each terrain class, pixels of 1 to 3 m, any azimuth."""
    for terrain in TERRAINS:
        for index in range(offset, offset + count):
            rng = np.random.default_rng((FIRST_SEED, index))
            gsd, azimuth = float(rng.uniform(1.0, 3.0)), float(rng.uniform(0.0, 360.0))
            angle = float(rng.uniform(*incidence))
            yield terrain, index, make_scene(FIRST_SEED + index, terrain, SIZE, gsd, POSTING_M, azimuth, angle, laws)


def rocky_scenes(count: int) -> Iterator[Scene]:
    """Scenes at 1 m with 40 boulders of 8 to 24 m, on plains and in craters in turn."""
    for index in range(count):
        rng = np.random.default_rng((FIRST_SEED, 77, index))
        ground = make_ground(rng, ROCKY_TERRAINS[index % 2], SIZE, 1.0)
        boulders: list[tuple[float, float, float, float]] = []
        while len(boulders) < 40:
            row, column = rng.uniform(40, SIZE - 40, 2)
            diameter = float(rng.uniform(8.0, 24.0))
            if all(np.hypot(row - r, column - c) > 1.5 * (diameter + d) for r, c, d, _ in boulders):
                tall = float(diameter * rng.uniform(0.3, 0.5))
                rocks.stamp(rng, ground.height, row, column, diameter, tall)
                boulders.append((float(row), float(column), diameter, tall))
        ground = replace(ground, boulders=tuple(boulders))
        azimuth, angle = float(rng.uniform(0.0, 360.0)), float(rng.uniform(45.0, 65.0))
        coarse = degrade(rng, ground.height, 1.0, POSTING_M)
        yield Scene(ground, coarse, light(rng, ground, azimuth, angle), azimuth, angle)


RELIEF = Path(__file__).resolve().parents[3] / "shared" / "data" / "relief"


def real_relief() -> Iterator[tuple[str, Scene]]:
    """Name and scene of each real DEM in the folder of test data, lit as made scenes are; none without it.

    Heights and pixels are scaled alike to pixels of 2 m, which keeps the slopes. These DEMs are smoother than
    their pixels are small: the case in which a network that always adds detail does harm.
    """
    for index, path in enumerate(sorted(RELIEF.glob("*.tif"))):
        with rasterio.open(path) as dataset:
            heights = dataset.read(1)
        top, left = ((n - SIZE) // 2 for n in heights.shape)
        if min(top, left) < 0:
            continue
        scale = 2.0 / float(path.stem.rsplit("_", 1)[1].rstrip("m"))  # names end with the metres of a pixel
        height = np.ascontiguousarray(heights[top : top + SIZE, left : left + SIZE] * np.float32(scale))
        if not np.isfinite(height).all():
            continue
        rng = np.random.default_rng((FIRST_SEED, 78, index))
        ground = Ground("real", 2.0, height - height.mean(), np.ones_like(height))
        azimuth, angle = float(rng.uniform(0.0, 360.0)), float(rng.uniform(45.0, 65.0))
        coarse = degrade(rng, ground.height, 2.0, POSTING_M)
        yield path.stem, Scene(ground, coarse, light(rng, ground, azimuth, angle), azimuth, angle)


ROCKY_TERRAINS = ("flat", "crater")


def reconstruct(
    scene: Scene, pack: str, folder: Path, gain: float = 1.0, offset: float = 0.0, fit: bool = True,
    provider: str = "auto", coarse_dem_error: float | None = None, sun: str | None = None,
) -> dict[str, str]:
    """Write a scene and run the whole pipeline on it; paths of image, coarse DEM, truth and DTM.

    The image is multiplied by ``gain``, and ``offset`` times its mean is added. Without ``fit`` the coarse
    DEM is left where it is. The sun's angles are given, unless ``sun`` says something else.
    """
    image = gain * scene.image + np.float32(gain * offset * float(scene.image.mean()))
    paths = write_scene(replace(scene, image=image.astype(np.float32)), folder)
    paths["dtm"] = str(folder / "dtm.tif")
    given = {
        "image": paths["image"],
        "coarse_dem": paths["coarse_dem"],
        **({"sun": sun} if sun else {"sun_azimuth": scene.azimuth_deg, "sun_incidence": scene.incidence_deg}),
        "apply_shift": fit,
        "pack": pack,
        "provider": provider,
        "output": paths["dtm"],
        **({} if coarse_dem_error is None else {"coarse_dem_error": coarse_dem_error}),
    }
    execute(OPERATIONS["reconstruct"], given, Progress())
    return paths


def measure(
    scene: Scene, pack: str, gain: float = 1.0, offset: float = 0.0, fit: bool = True, provider: str = "auto",
    sun: str | None = None,
) -> dict[str, Figures]:
    """Figures of the result and of the coarse DEM, bilinear and bicubic."""
    with tempfile.TemporaryDirectory() as name:
        paths = reconstruct(scene, pack, Path(name), gain, offset, fit, provider, sun=sun)
        surfaces = {"result": read(Path(paths["dtm"]))[0]}
        with RasterReader(paths["dtm"]) as dtm:
            move, plan = moved(dtm), plan_of(dtm, TileSizes())
        assert plan is not None, "Reconstruct writes its tiles into the tags"
        with RasterReader(paths["image"]) as image, RasterReader(paths["coarse_dem"]) as reader:
            heights = HeightReader(reader, "metres", lambda text: None)
            bilinear = AlignedHeights(heights, image.grid)
            anchor = bilinear.moved(move).read(0, 0, SIZE, SIZE)
            surfaces["bilinear"] = bilinear.read(0, 0, SIZE, SIZE)
            surfaces["bicubic"] = bicubic(heights, image.grid).read(0, 0, SIZE, SIZE)
    truth, gsd = scene.ground.height, scene.ground.gsd
    metres = np.full(SIZE - 2, gsd), np.full(SIZE - 2, gsd)
    slope = slope_degrees(*horn_gradient(truth, *metres))
    inner = (slice(1, -1), slice(1, -1))
    found = {}
    for label, surface in surfaces.items():
        sums = ErrorSums()
        sums.add((surface - truth)[inner], slope_degrees(*horn_gradient(surface, *metres)) - slope, slope)
        base, shift = (anchor, move) if label == "result" else (surfaces["bilinear"], Move())
        deviation = ndimage.gaussian_filter(surface - base, LOW_PASS_POSTS * POSTING_M / gsd)
        seams = SeamSums(SIZE, SIZE)
        seams.add(surface - truth, 1, slice(1, SIZE - 1))
        lines = seams.ratio(plan.tops[1:], plan.lefts[1:])
        low_pass = float(np.sqrt(np.mean(deviation.astype(np.float64) ** 2)))
        off = float(np.hypot(scene.coarse.east_m - shift.east_m, scene.coarse.north_m - shift.north_m))
        found[label] = Figures(sums.figures(), low_pass, scene.coarse.noise_m, lines, off)
    return found
