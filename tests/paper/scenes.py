"""Made scenes that stand for the paper's sites: the same kinds of ground, pixels and light, other ground.

No image, NAC DTM or SLDEM of the paper's sites comes with this project. A made scene has what they lack, a truth
without artefacts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Scene:
    """A made scene.

    Attributes
    ----------
    name : str
    terrain : str
        'flat', 'mountain' or 'crater'.
    seed, size : int
        Number of the scene; pixels along each side.
    gsd, posting : float
        Metres to a pixel of the image, and between posts of the coarse DEM.
    azimuth, incidence : float
        Of the sun, degrees from map north and from the vertical.
    shadowed : bool
        Permanently: lit by scattered light, without a sun to give.
    reconstructed : bool
        Whether there is a DTM of it.
    """

    name: str
    terrain: str
    seed: int
    size: int
    gsd: float
    posting: float = 60.0
    azimuth: float = 292.0
    incidence: float = 58.0
    shadowed: bool = False
    reconstructed: bool = True

    @property
    def folder(self) -> str:
        """Below the folder of all pieces."""
        return f"scenes/{self.name}"

    @property
    def image(self) -> str:
        """The image."""
        return f"{self.folder}/image.tif"

    @property
    def coarse(self) -> str:
        """The coarse DEM."""
        return f"{self.folder}/coarse_dem.tif"

    @property
    def truth(self) -> str:
        """The truth, which stands for the NAC DTM."""
        return f"{self.folder}/truth.tif"

    @property
    def dtm(self) -> str:
        """What Reconstruct makes of image and coarse DEM."""
        return f"{self.folder}/dtm.tif"

    @property
    def sun(self) -> Sequence[str]:
        """The sun as Reconstruct is given it."""
        if self.shadowed:
            return ("--sun", "scattered")
        return ("--sun-azimuth", f"{self.azimuth:g}", "--sun-incidence", f"{self.incidence:g}")

    @property
    def commands(self) -> Sequence[Sequence[str]]:
        """What makes it, and its DTM where it has one."""
        light = ("--light", "permanent shadow") if self.shadowed else ()
        made = (
            "-m", "engine", "synthesize", "--terrain", self.terrain, "--seed", str(self.seed), "--size",
            str(self.size), "--gsd", f"{self.gsd:g}", "--posting", f"{self.posting:g}", "--sun-azimuth",
            f"{self.azimuth:g}", "--sun-incidence", f"{self.incidence:g}", *light, "--output", self.image,
            "--output-coarse", self.coarse, "--output-truth", self.truth,
        )  # fmt: skip
        if not self.reconstructed:
            return (made,)
        return made, ("-m", "engine", "reconstruct", "--image", self.image, "--coarse-dem", self.coarse, *self.sun,
                      "--output", self.dtm)  # fmt: skip



SCENES = {
    scene.name: scene
    for scene in (
        # 9 km, so that there are tiles enough for densities.
        Scene("wide", "crater", 424, 512, 18.0, reconstructed=False),
        Scene("stages", "crater", 11, 768, 2.0),
        Scene("flat", "flat", 401, 1024, 2.0),
        Scene("mountain", "mountain", 402, 1024, 2.0),
        Scene("crater", "crater", 403, 1024, 2.0),
        Scene("plain", "flat", 406, 768, 1.4, azimuth=270.0, incidence=65.0),
        Scene("wall", "crater", 407, 768, 1.2),
        Scene("rocks", "crater", 423, 850, 1.2),
        # The paper's 60 m are 100 of these pixels; the experts know 8 to 60, so the posting is 36 m here.
        Scene("dense_rocks", "crater", 409, 850, 0.6, posting=36.0),
        Scene("rough", "crater", 410, 1024, 1.0, incidence=40.0),
        Scene("shadow", "crater", 411, 768, 1.88, shadowed=True, incidence=88.0),
    )
}
