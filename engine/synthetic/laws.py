"""The ranges that made scenes are drawn from: relief, populations, light and coarse DEM."""

from __future__ import annotations

from dataclasses import dataclass

Range = tuple[float, float]

NONE: Range = (0.0, 0.0)
"""Of a range: what it rules is left out, and nothing is drawn for it."""


@dataclass(frozen=True)
class Weathering:
    """How ground has aged since its craters were fresh. The defaults leave it as it was stamped.

    Attributes
    ----------
    maturity : Range
        Diffusion of a crater since it formed, kappa t over its radius squared. Where as many craters vanish as form, it
        is distributed evenly up to where they are gone. A crater that has kept 52 % of its depth has 0.066, one with
        7 % has 0.73 (1 km and 300 m after 3 Ga at 5.5 m2/Myr; Fassett & Thomson 2014).
    wall_m2 : Range
        kappa t of the great crater whose wall crosses a scene, in m2: 5.5 m2/Myr over 0.2 to 3 Ga.
    relief_m : Range
        Standard deviation, in metres, of the Gaussian by which the self-affine relief has diffused: below it craters
        and creep make the relief. Drawn uniformly in its logarithm.
    creep_deg : Range
        Root-mean-square slope of elephant hide, ridges across slopes, on slopes of 20 degrees and more; less on gentler
        ground in proportion. Seen on most slopes under a low sun; its origin is debated.
    creep_m : Range
        Distance of its ridges: 5 to 20 m in the images that this was drawn after.
    layers : Range
        Terraces of layers on slopes over 18 degrees: by what share they change the slope.
    streaks : Range
        Brightness of streaks down slopes over 15 degrees.
    regolith_m : Range
        Depth of the regolith. Fresh craters of 8 times that across reach rock and throw blocks, in clusters along rays,
        whose density falls as a power of the distance (Bart & Melosh 2010); smaller ones have none.
    """

    maturity: Range = NONE
    wall_m2: Range = NONE
    relief_m: Range = NONE
    creep_deg: Range = NONE
    creep_m: Range = (5.0, 20.0)
    layers: Range = NONE
    streaks: Range = NONE
    regolith_m: Range = NONE


@dataclass(frozen=True)
class View:
    """From where the camera looks, and by what law the ground reflects. The defaults: from the zenith, by one law.

    Attributes
    ----------
    emission_deg : Range
        Angle of the line of sight with the vertical, towards any azimuth. The map has been made with heights that know
        waves over ``ortho_m`` alone; the parallax of shorter ones stays in the image.
    ortho_m : Range
        Standard deviation of the Gaussian that stands for the resolution of those heights.
    hapke : float
        Share of images by Hapke's law; the others are by the Lunar-Lambert law.
    """

    emission_deg: Range = NONE
    ortho_m: Range = (60.0, 120.0)
    hapke: float = 0.0


@dataclass(frozen=True)
class Recording:
    """What a line scanner and the making of a map do to an image. The defaults do nothing.

    Attributes
    ----------
    turn_deg : Range
        Angle between the scanner's columns and map north; the image is resampled there and back by cubic splines.
    jitter_px : Range
        Root mean square of the shift of lines along each axis. Few NAC images are affected (Lawver 2010), and
        controlled mosaics leave residuals below a pixel.
    gains : Range
        Standard deviation of what calibration leaves of the gains of columns.
    companded : float
        Share of images sent in 8 bits through the NAC's companding table 0.
    jpeg : float
        Share of maps published as 8-bit JPEG.
    quality : Range
        Of the JPEG.
    """

    turn_deg: Range = NONE
    jitter_px: Range = NONE
    gains: Range = NONE
    companded: float = 0.0
    jpeg: float = 0.0
    quality: Range = (75.0, 95.0)


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
    weathering : Weathering
    view : View
    recording : Recording
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
    weathering: Weathering = Weathering()
    view: View = View()
    recording: Recording = Recording()


TRAINING = Laws()

REALISTIC = Laws(
    # Many of them are too old to be counted: of a maturity of 0.17 a quarter of the depth is left.
    crater_density=(0.7, 1.8),
    boulders=(1e-6, 5e-5),
    boulder_abundance=(0.005, 0.05),
    limb_offset=(-0.2, 0.2),
    weathering=Weathering(
        maturity=(0.002, 0.5),
        wall_m2=(1_000.0, 16_500.0),
        relief_m=(0.3, 1.5),
        creep_deg=(0.5, 3.0),
        layers=(0.0, 0.35),
        streaks=(0.0, 0.1),
        regolith_m=(3.0, 12.0),
    ),
    view=View(emission_deg=(0.0, 20.0), hapke=0.3),
    recording=Recording(
        turn_deg=(-12.0, 12.0), jitter_px=(0.0, 0.4), gains=(0.0, 0.004), companded=0.8, jpeg=0.4
    ),
)
"""Scenes that look more like images of the Moon, made for testing; no shipped expert has learned on them."""

OUTSIDE: dict[str, Laws] = {
    "rough relief (Hurst 0.5 to 0.6)": Laws(hurst=(0.5, 0.6)),
    "three times the craters": Laws(crater_density=(2.8, 3.2)),
    "Hapke light": Laws(hapke=True),
    "blurred coarse DEM (1.4 to 1.6 posts)": Laws(blur=(1.4, 1.6)),
    "strong albedo (15 to 20 %)": Laws(albedo=(0.15, 0.2)),
    "realistic (aged, oblique, as recorded)": REALISTIC,
}
"""Scenes that training never sees, by the law that they leave."""
