"""Figures 8 and 9: discrete and dense rocks."""

from __future__ import annotations

from ..piece import Piece
from ..scenes import Scene
from ..sheet import Row, Sheet
from .cells import coarse, image, ours, truth

BOXES_8 = {"1": (370, 190, 570, 390), "2": (520, 360, 720, 560)}
BOXES_9 = {"1": (100, 500, 350, 750)}


def _panel(sheet: Sheet, scene: Scene, boxes: dict[str, tuple[int, int, int, int]], words: str) -> None:
    insets = [Row([image(scene), ours(scene, "hillshade"), truth(scene, "hillshade")], f"box {name}", name)
              for name in boxes]  # fmt: skip
    layout = sheet.layout([
        Row([image(scene), ours(scene, "hillshade"), truth(scene, "hillshade")]),
        Row([coarse(scene, "slope"), ours(scene, "slope"), truth(scene, "slope")]), *insets,
    ])  # fmt: skip
    sheet.engine("draw_panel", "--layout", layout, "--areas", sheet.boxes(scene, boxes), "--output",
                 sheet.own("panel.png"))  # fmt: skip
    sheet.picture(sheet.own("panel.png"), words)


def _rocks(sheet: Sheet, scene: Scene) -> dict[str, float]:
    return sheet.engine("detect_rocks", "--image", scene.image, "--dtm", scene.dtm, *scene.sun, "--output",
                        sheet.own("rocks.gpkg"), "--output-dtm", sheet.own("rocks_dtm.gpkg"), "--output-report",
                        sheet.own("rocks.html"))  # fmt: skip


def _shadows(sheet: Sheet, scene: Scene, paper: str, limit: float) -> None:
    found = sheet.engine("compare_shadows", "--image", scene.image, "--dtm", scene.dtm, *scene.sun, "--rocks",
                         sheet.own("rocks.gpkg"), "--output", sheet.own("shadows.html"), "--output-difference",
                         sheet.own("difference.tif"))  # fmt: skip
    layout = sheet.layout([Row([image(scene), {"show": "shadows", "raster": sheet.own("difference.tif"),
                                               "title": "shadows"}])], "shadows.toml")  # fmt: skip
    sheet.engine("draw_panel", "--layout", layout, "--output", sheet.own("shadows.png"))
    sheet.picture(sheet.own("shadows.png"), "Shadows of the image and of the result lit under the same sun")
    middle, ninety = found["rock_difference_median"], found["rock_difference_90"]
    sheet.claim("Shadow pixels of a rock, image against result", paper,
                f"median {middle:.1f} %, 90 of 100 under {ninety:.1f} % ({found['rocks_compared']:.0f} rocks)",
                middle <= limit, "All rocks that Detect rocks finds in the image, not some that are "
                                 "chosen.")  # fmt: skip


def figure_8(sheet: Sheet) -> None:
    """Discrete rocks: maps, boxes, shadows."""
    scene = sheet.scene("rocks")
    _panel(sheet, scene, BOXES_8, "Image, hillshades and slopes of made ground with single rocks, and two boxes")
    _rocks(sheet, scene)
    _shadows(sheet, scene, "11.7 %, 1.9 %, 17.1 % (three rocks)", 11.7)


def figure_9(sheet: Sheet) -> None:
    """Dense rocks: maps, a box, counts."""
    scene = sheet.scene("dense_rocks")
    _panel(sheet, scene, BOXES_9, "Image, hillshades and slopes of made ground of 0.6 m pixels, and a box")
    found = _rocks(sheet, scene)
    count, kept = found["image_rocks"], found["dtm_rocks"]
    change = 100.0 * (kept / count - 1.0) if count else 0.0
    sheet.claim("Rocks in the result against rocks in the image", "29 and 17, 38 and 23: −41.4 % and −39.5 %",
                f"{count:.0f} and {kept:.0f}: {change:+.1f} %; {found['matched']:.0f} of the image's are at their "
                "place",
                -50.0 <= change <= -20.0,
                "Small rocks merge or are too small for the experts, as in the paper. Rocks from four pixels (2.4 "
                "m) on are looked for, there from 1 m on by eye.")  # fmt: skip
    _shadows(sheet, scene, "2.7 % (one rock)", 11.7)


FIGURE_8 = Piece("fig08", "Figure 8: discrete rocks",
                 "Image, hillshades and slopes at 1.2 m, two boxes; shadows of three rocks "
                 "counted.", figure_8)  # fmt: skip
FIGURE_9 = Piece("fig09", "Figure 9: dense rocks",
                 "Image, hillshades and slopes at 0.6 m, a box; rocks over 1 m counted in two "
                 "boxes.", figure_9)  # fmt: skip
