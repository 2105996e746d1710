"""Figures 1 to 3: the network, the stages of the classification, the densities of the classes."""

from __future__ import annotations

from typing import Any

from ..piece import Piece
from ..sheet import Row, Sheet
from .cells import coarse, image, ours

KEPLER = "coarse/kepler_lola_48m_int16.tif"
MEANS_M = {"flat": 85.65, "mountain": 203.54, "crater": 396.32}
"""Of the paper."""


def figure_1(sheet: Sheet) -> None:
    """The way from image and coarse DEM to the DTM, on a scene."""
    scene = sheet.scene("stages")
    sheet.engine("plan", "--image", scene.image, "--coarse-dem", scene.coarse, *scene.sun, "--output",
                 sheet.own("plan.json"))  # fmt: skip
    sheet.engine("classify", "--image", scene.image, "--coarse-dem", scene.coarse, "--output", sheet.own("classes.tif"))
    classes = {"show": "classes", "raster": sheet.own("classes.tif"), "title": "MRF: an expert for each class"}
    layout = sheet.layout([Row([image(scene), coarse(scene, "heights"), classes, ours(scene, "hillshade")])])
    sheet.engine("draw_panel", "--layout", layout, "--output", sheet.own("panel.png"))
    sheet.picture(sheet.own("panel.png"), "From image and coarse DEM over the classes of the tiles to the DTM")
    sheet.claim(
        "Tiles of the coarse DEM are sorted into three classes, each with an expert; their outputs are fused",
        "an architecture", "the same architecture", True,
        "The diagram itself is no result and is not drawn again; these are its stages on a made scene. The networks "
        "differ from the paper's Swin encoder, which is there for Table II: see the page on the method.",
    )  # fmt: skip


def _statistics(sheet: Sheet, dem: str, stem: str, pixel: float) -> dict[str, Any]:
    own = {name: sheet.own(f"{stem}_{name}") for name in ("classes.tif", "relief.tif", "densities.png")}
    return sheet.engine("class_statistics", "--coarse-dem", dem, "--pixel-size", f"{pixel:g}", "--output",
                        own["classes.tif"], "--output-relief", own["relief.tif"], "--output-plot",
                        own["densities.png"])  # fmt: skip


def _stages(sheet: Sheet, dem: str, stem: str) -> str:
    """(a) DEM, (b) relief of the tiles, (c) classes."""
    layout = sheet.layout([Row([
        {"show": "heights", "raster": dem, "title": "DEM"},
        {"show": "values", "raster": sheet.own(f"{stem}_relief.tif"), "title": "relief of the tiles",
         "label": "highest minus lowest (m)"},
        {"show": "classes", "raster": sheet.own(f"{stem}_classes.tif"), "title": "classes"},
    ])], f"{stem}.toml")  # fmt: skip
    sheet.engine("draw_panel", "--layout", layout, "--output", sheet.own(f"{stem}.png"))
    return sheet.own(f"{stem}.png")


def figure_2(sheet: Sheet) -> None:
    """Stages of the classification."""
    made = sheet.scene("wide").coarse
    _statistics(sheet, made, "made", 2.0)
    sheet.picture(_stages(sheet, made, "made"), "DEM, relief and classes of a made crater")
    what = "Walls are crater, gently undulating ground mountain, plains flat"
    why = ("Gray, white and black there are red, yellow and blue here. Neighbours that differ little are of one "
           "class, as a Markov random field wants it.")  # fmt: skip
    kepler = sheet.real(KEPLER)
    if kepler is None:
        sheet.claim(what, "Lichtenberg", "a made crater, by eye", True, why)
        return
    _statistics(sheet, kepler, "kepler", 5.0)
    words = "Kepler in the LOLA DEM of 48 m, cut into tiles of 256 x 320 pixels of 5 m"
    sheet.picture(_stages(sheet, kepler, "kepler"), words, made=False)
    sheet.claim(what, "Lichtenberg", "Kepler, by eye", True,
                why + " The wall of Kepler is a closed ring of crater, its terraces and ejecta are mountain, "
                "its floor and the mare are flat. Lichtenberg itself is not in the folder of real data.")  # fmt: skip


def figure_3(sheet: Sheet) -> None:
    """Densities of the classes."""
    places = [("a made crater", sheet.scene("wide").coarse, "made", 2.0)]
    kepler = sheet.real(KEPLER)
    if kepler:
        places.append(("Kepler", kepler, "kepler", 5.0))
    for words, dem, stem, pixel in places:
        found = _statistics(sheet, dem, stem, pixel)
        sheet.picture(sheet.own(f"{stem}_densities.png"), f"Densities of the relief of the tiles of {words}",
                      made=stem == "made")  # fmt: skip
        means = ", ".join(f"{found[f'mean_{one}']:.0f}" for one in MEANS_M)
        sheet.claim(f"Mean relief of flat, mountain and crater tiles, {words}", "85.65, 203.54, 396.32 m",
                    f"{means} m", None,
                    f"Relief goes with the size of a tile, {0.256 * pixel:.2g} x {0.32 * pixel:.2g} km here, and with "
                    "the ground. The paper's means are those of its own data.")  # fmt: skip
        overlaps = [found["overlap_flat_mountain"], found["overlap_mountain_crater"]]
        sheet.claim(f"Overlap of neighbouring classes, {words}", "under 10 %",
                    " and ".join(f"{one:.1f} %" for one in overlaps), max(overlaps) < 10.0,
                    "Overlap of the normal densities of both classes. Relief has no gaps here, so that the classes "
                    "touch where the router cuts; Class statistics warns of it.")  # fmt: skip


FIGURE_1 = Piece("fig01", "Figure 1: the architecture",
                 "A diagram: patches of the coarse DEM are classed by an MRF and sent with the image to an expert "
                 "each.",
                 figure_1)  # fmt: skip
FIGURE_2 = Piece("fig02", "Figure 2: stages of the MRF classification",
                 "SLDEM of Lichtenberg crater, relief of its patches, and their three classes.", figure_2)  # fmt: skip
FIGURE_3 = Piece("fig03", "Figure 3: densities of the three classes",
                 "Normal densities of the relief of flat, mountain and crater patches.", figure_3)  # fmt: skip
