"""The ranges that made scenes are drawn from: relief, populations, light and coarse DEM."""

from __future__ import annotations

from dataclasses import dataclass

Range = tuple[float, float]


@dataclass(frozen=True)
class Laws:
    """Ranges of the parameters of a made scene; every value is drawn uniformly between its two ends.

    The defaults are what the shipped experts are trained on. Benchmarks that ask how experts fare
    outside of them draw from other ranges.

    Attributes
    ----------
    hurst : Range
        Hurst exponent; 0.7 to 0.95 on the Moon at metre to hectometre scale (Cai & Fa 2020).
    flat_slope_deg, mountain_slope_deg, crater_slope_deg : Range
        Root-mean-square slope of the self-affine relief over 17 m; drawn uniformly in its logarithm.
        Medians near 2 degrees on maria and 7.5 degrees on highlands at 17 m (Rosenburg et al. 2011).
    crater_density : Range
        Factor on the crater population; one is production capped by equilibrium.
    secondaries : float
        Share of scenes with a cluster of secondary craters.
    boulders : Range
        Blocks per pixel thrown in from elsewhere, on flat ground; drawn uniformly in its logarithm. Ten
        times that on mountains and in craters.
    boulder_abundance : Range
        k of Golombek & Rapp (1997); drawn uniformly in its logarithm.
    boulder_power : Range
        Power of the cumulative size-frequency distribution of blocks; 4.03 at Linne (Pajola 2018), lower
        where they have been worn less.
    albedo : Range
        Standard deviation of the slow albedo field; 2 to 9 % within one terrain.
    rays : float
        Share of scenes that a bright ray crosses.
    limb_offset : Range
        Added to L(g) of the Lunar-Lambert law: soils differ, and an oblique view has another phase
        angle than the incidence.
    hapke : bool
        Hapke's reflectance instead of Lunar-Lambert's.
    permanent_shadow : bool
        No direct sun: light scattered from sunlit slopes on the horizon, as ShadowCam sees it.
    rim_elevation_deg, rim_width_deg : Range
        Where the sunlit wall that lights a permanent shadow stands over the horizon, and how far it reaches to both
        sides of its middle. Depths of a fifth of the diameter (fresh craters of 10 to 20 km) put the rim at 11 to 22
        degrees over the middle of the floor, and the lit upper wall a little below it.
    other_rim : Range
        Light from a second lit stretch of the rim, in any direction, over that of the first.
    sky : Range
        Light from all around, that wall and floor scatter among themselves, as a share of what level ground gets.
    blur : Range
        Standard deviation, in postings, of the Gaussian that stands for the resolution of the coarse
        DEM. SLDEM2015 resolves features of 3 to 3.5 posts, a Gaussian of about half to one posting.
    noise_m : Range
        Vertical error at a posting of 60 m, in proportion for others; drawn uniformly in its logarithm.
        SLDEM2015: 3 to 4 m with all that its blur and its shift bring about (Barker et al. 2016).
    noise_length : Range
        Standard deviation, in postings, of the Gaussian that correlates the error.
    shift : float
        Standard deviation of the horizontal misplacement in postings, along each axis; what
        registration leaves. One scene in ten has ``largest_shift`` times that.
    stripes : float
        Share of scenes whose coarse DEM has stripes along the tracks of the altimeter.
    """

    hurst: Range = (0.7, 0.95)
    flat_slope_deg: Range = (0.5, 6.0)
    mountain_slope_deg: Range = (6.0, 13.0)
    crater_slope_deg: Range = (2.0, 8.0)
    crater_density: Range = (0.7, 1.3)
    secondaries: float = 0.2
    boulders: Range = (3e-6, 5e-4)
    boulder_abundance: Range = (0.01, 0.2)
    boulder_power: Range = (2.5, 4.5)
    albedo: Range = (0.02, 0.09)
    rays: float = 0.15
    limb_offset: Range = (-0.1, 0.1)
    hapke: bool = False
    permanent_shadow: bool = False
    rim_elevation_deg: Range = (7.0, 20.0)
    rim_width_deg: Range = (30.0, 80.0)
    other_rim: Range = (0.0, 0.4)
    sky: Range = (0.0, 0.2)
    blur: Range = (0.4, 1.0)
    noise_m: Range = (0.3, 3.5)
    noise_length: Range = (0.6, 1.5)
    shift: float = 0.12
    largest_shift: float = 4.0
    stripes: float = 0.15


TRAINING = Laws()

OUTSIDE: dict[str, Laws] = {
    "rough relief (Hurst 0.5 to 0.6)": Laws(hurst=(0.5, 0.6)),
    "three times the craters": Laws(crater_density=(2.8, 3.2)),
    "Hapke light": Laws(hapke=True),
    "blurred coarse DEM (1.4 to 1.6 posts)": Laws(blur=(1.4, 1.6)),
    "strong albedo (15 to 20 %)": Laws(albedo=(0.15, 0.2)),
}
"""Scenes that training never sees, by the law that they leave."""
