"""Where an input lies outside of what the experts were trained for, said to the user."""

from __future__ import annotations

from ..contract.progress import Progress
from ..experts.manifest import Manifest
from ..raster.align import AlignedHeights
from ..raster.frame import Sun
from ..raster.grid import Grid

BEST_LIGHT_DEG = (50.0, 75.0)
"""Where slopes come out within about a tenth of the best (``python3 build.py bench incidence``)."""


def warn_of_limits(
    grid: Grid, coarse: AlignedHeights, sun: Sun | None, manifest: Manifest, progress: Progress, offer: str = ""
) -> None:
    """Say pixel size and posting, and warn of what the experts do not know.

    The sun may be in any frame; ``offer`` is a sentence about the sun where none is known, with a blank before it.
    """
    gsd_x, gsd_y = grid.gsd
    gsd = grid.ground_size.mean_m
    progress.info(
        f"Pixels are {gsd_x:.2f} x {gsd_y:.2f} m on the ground; the coarse DEM has a post every "
        f"{coarse.posting_m:.1f} m."
    )
    low, high = manifest.gsd_range_m
    if not low <= gsd <= high:
        progress.warning(f"The experts were trained for {low:g} to {high:g} m per pixel, not {gsd:.2f} m.")
    low, high = manifest.posting_range_px
    if not low <= coarse.posting_px <= high:
        progress.warning(
            f"The experts were trained for coarse DEMs with a post every {low:g} to {high:g} pixels of the "
            f"image; here it is {coarse.posting_px:.1f}.{_two_steps(gsd, coarse, manifest)}"
        )
    if max(gsd_x, gsd_y) / min(gsd_x, gsd_y) > 1.05:
        progress.warning(
            "Pixels are not square on the ground, which experts take them to be; slopes along one axis come out "
            "too steep. Reproject the image to square pixels for the best result."
        )
    if sun is None:
        progress.warning(
            "The sun is not given, so the experts run without it; with azimuth and incidence the result is much better."
            f"{offer}"
        )
        return
    low, high = manifest.incidence_range_deg
    if not low <= sun.incidence_deg <= high:
        progress.warning(
            f"Incidence is {sun.incidence_deg:g} degrees, but the experts were trained for {low:g} to {high:g}; do not "
            "trust detail."
        )
        return
    low, high = BEST_LIGHT_DEG
    if not sun.scattered and not low <= sun.incidence_deg <= high:
        why = "long shadows hide the ground" if sun.incidence_deg > high else "high sun shows little relief"
        progress.warning(
            f"Incidence is {sun.incidence_deg:g} degrees; {low:g} to {high:g} is best, because {why}."
        )


def _two_steps(gsd_m: float, coarse: AlignedHeights, manifest: Manifest) -> str:
    """The way for a posting of more pixels than the experts know, as a sentence with a blank before it; else nothing.

    On made scenes of 0.5 m over 60 m (``tests.benchmarks.two_steps``, means of four) two steps have a sixth less RMSE
    and slope error than one.
    """
    low, high = manifest.posting_range_px
    if coarse.posting_px <= high:
        return ""
    first_m, second_m = coarse.posting_m / (high / 2.0), 2.0 * low * gsd_m
    return (
        f" Heights come out better in two steps: make a DTM of the image averaged to pixels of {first_m:.2g} m, "
        f"average that to a post every {second_m:.2g} m, and give it as the coarse DEM of the whole image."
    )
