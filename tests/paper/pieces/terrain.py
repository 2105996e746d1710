"""Figures 4 to 7: flat ground with its profiles, ground beside a peer, a crater's wall."""

from __future__ import annotations

from typing import Any

from ..piece import Piece
from ..scenes import Scene
from ..sheet import Row, Sheet
from .cells import coarse, image, ours, truth

BOXES_4 = {"1": (123, 187, 363, 427), "2": (80, 700, 320, 940), "3": (500, 60, 820, 380)}
"""In pixels of the scene: a crater of 200 m, small craters, ground for the heights."""

CRATER, CRATER_DIAMETER_M = (243, 307), 195
"""Middle of the crater in box 1, in pixels."""

LINES_5 = [[(120, 480), (370, 480)], [(600, 680), (700, 680)]]
"""500 m of level ground, 200 m over a crater."""

POLAR = "polar_nac/"


def figure_4(sheet: Sheet) -> None:
    """Flat terrain: slopes of coarse DEM, result and truth, with boxes."""
    scene = sheet.scene("flat")
    boxes = sheet.boxes(scene, BOXES_4)
    layout = sheet.layout([
        Row([image(scene), coarse(scene, "slope"), ours(scene, "slope"), truth(scene, "slope")]),
        Row([image(scene), coarse(scene, "hillshade"), ours(scene, "hillshade"), truth(scene, "hillshade")], "box 1",
            "1"),
        Row([image(scene), coarse(scene, "slope"), ours(scene, "slope"), truth(scene, "slope")], "box 2", "2"),
    ])
    sheet.engine("draw_panel", "--layout", layout, "--areas", boxes, "--output", sheet.own("panel.png"))
    sheet.picture(sheet.own("panel.png"), "Image, slopes of coarse DEM, result and truth of a made plain, and two "
                                          "boxes")
    sheet.engine("compare_dtms", "--input", scene.dtm, "--labels", "ours", "--reference", scene.truth, "--coarse-dem",
                 scene.coarse, "--areas", boxes, "--output", sheet.own("boxes.html"), "--output-json",
                 sheet.own("boxes.json"))  # fmt: skip
    found = {(row["area"], row["method"] == "ours"): row for row in sheet.figures(sheet.own("boxes.json"))["rows"]
             if row["class"] == "all"}  # fmt: skip
    before, after = found["3", False]["rmse_m"], found["3", True]["rmse_m"]
    sheet.claim("RMSE in box 3, coarse DEM and result", "3.637 m and 1.856 m (51 %)",
                f"{before:.3f} m and {after:.3f} m ({100 * after / before:.0f} %)", after < 0.75 * before,
                "Most of the error are long waves, which the coarse DEM decides. SLDEM's own error at Apollo 11 is "
                "larger than that of the made coarse DEM.")  # fmt: skip
    crater = sheet.points(scene, [CRATER])
    measured = sheet.engine("measure_craters", "--dtm", scene.truth, "--other", scene.dtm, "--craters", crater,
                            "--diameter", CRATER_DIAMETER_M, "--output", sheet.own("rims.gpkg"))  # fmt: skip
    true, made = measured["axis_ratio"], measured["other_axis_ratio"]
    sheet.claim("Ratio of axes of the crater in box 1, truth and result", "1.678 and 1.704 (0.026 apart)",
                f"{true:.3f} and {made:.3f} ({abs(true - made):.3f} apart)", abs(true - made) < 0.05,
                "Ellipses fitted to the rims by Measure craters.")  # fmt: skip
    counts = {name: _craters(sheet, name, raster) for name, raster in (("ours", scene.dtm), ("truth", scene.truth))}
    slope = {ours: found["2", ours]["slope_error_deg"] for ours in (False, True)}
    sheet.claim("Small craters, which the coarse DEM lacks, are there", "box 2: 0 in SLDEM, 19 in the result",
                f"Detect craters finds {counts['ours']:.0f} in the result, {counts['truth']:.0f} in the truth; mean "
                f"slope error in box 2 {slope[False]:.2f}° in the coarse DEM, {slope[True]:.2f}° in the result",
                abs(counts["ours"] - counts["truth"]) <= 0.25 * counts["truth"] and slope[True] < 0.6 * slope[False],
                "Craters of the whole scene from 32 m on; there those under 5 m in a box, by eye. The coarse DEM can "
                "hold none under 240 m.")  # fmt: skip
    sheet.note("Bright rays about a fresh crater become shallow ridges in the result, as in (g) and (k): brightness is "
               "taken for slope where albedo changes at once. The truth has none.")  # fmt: skip
    sheet.claim("Artefacts of the NAC DTM (box 4) are not in the result", "seen", "–", None,
                "The truth of a made scene has none.")  # fmt: skip


def _craters(sheet: Sheet, name: str, raster: str) -> float:
    """Craters of a DTM from 32 m on."""
    found = sheet.engine("detect_craters", "--dtm", raster, "--smallest", 32, "--output",
                         sheet.own(f"craters_{name}.gpkg"))  # fmt: skip
    return float(found["craters"])


def figure_5(sheet: Sheet) -> None:
    """Profiles over flat ground and over a crater."""
    scene = sheet.scene("flat")
    sheet_lines = sheet.lines(scene, LINES_5)
    sheet.engine("profile", "--lines", sheet_lines, "--input", scene.truth, scene.dtm, scene.coarse, "--output",
                 sheet.own("profiles.csv"), "--output-plot", sheet.own("profiles.png"))  # fmt: skip
    sheet.picture(sheet.own("profiles.png"), "Heights and slopes of truth, result and coarse DEM along two lines")
    paper = (("500 m of level ground", "MAE under 0.2 m, at most 0.5 m", 0.2, 0.5),
             ("200 m over small craters", "MAE under 0.4 m, at most 1 m", 0.4, 1.0))  # fmt: skip
    lines = _differences(sheet, sheet.own("profiles.csv"))
    for (words, theirs, mae, most), (found_mae, found_most, level) in zip(paper, lines):
        sheet.claim(f"Result against truth along {words}", theirs,
                    f"MAE {found_mae:.2f} m, at most {found_most:.2f} m; without its mean difference MAE {level:.2f} m",
                    found_mae < mae and found_most < most,
                    "The level of a short line is the coarse DEM's, which lies off by metres in places, on the Moon "
                    "as in the made one; the shape is what the image adds.")  # fmt: skip


def _differences(sheet: Sheet, file: str) -> list[tuple[float, float, float]]:
    """MAE, largest difference and MAE without the mean difference of the second DTM from the first, line by line."""
    import csv

    import numpy as np

    with (sheet.folder / file).open(newline="", encoding="utf-8") as opened:
        rows = list(csv.DictReader(opened))
    names = [name for name in rows[0] if name.startswith("height")]
    found = []
    for line in dict.fromkeys(row["line"] for row in rows):
        own = [row for row in rows if row["line"] == line]
        apart = np.array([float(row[names[1]]) - float(row[names[0]]) for row in own])
        found.append((float(np.abs(apart).mean()), float(np.abs(apart).max()),
                      float(np.abs(apart - apart.mean()).mean())))  # fmt: skip
    return found


def _side_by_side(sheet: Sheet, scene: Scene) -> None:
    """Hillshades above, slopes below."""
    layout = sheet.layout([
        Row([image(scene), ours(scene, "hillshade"), truth(scene, "hillshade"), coarse(scene, "hillshade")]),
        Row([coarse(scene, "heights"), ours(scene, "slope"), truth(scene, "slope"), coarse(scene, "slope")]),
    ])
    sheet.engine("draw_panel", "--layout", layout, "--output", sheet.own("panel.png"))


def _evaluated(sheet: Sheet, scene: Scene) -> dict[str, Any]:
    sheet.engine("evaluate", "--dtm", scene.dtm, "--reference", scene.truth, "--coarse-dem", scene.coarse, "--image",
                 scene.image, *scene.sun, "--output", sheet.own("report.html"), "--output-json",
                 sheet.own("report.json"))  # fmt: skip
    return sheet.figures(sheet.own("report.json"))


def figure_6(sheet: Sheet) -> None:
    """Ground of 1.4 m pixels beside a peer."""
    scene = sheet.scene("plain")
    _side_by_side(sheet, scene)
    sheet.picture(sheet.own("panel.png"), "Hillshades, heights and slopes of a made plain of 1.4 m pixels")
    found = _evaluated(sheet, scene)
    stripes = {name: one["columns_m"] for name, one in found["stripes"].items()}
    sheet.claim("Vertical stripes of the coarse DEM (box 1) are not in the result", "3 stripes, none left",
                f"column pattern {1000 * stripes['coarse']:.1f} mm in the coarse DEM, {1000 * stripes['dtm']:.1f} mm "
                f"in the result, {1000 * stripes['reference']:.1f} mm in the truth", None,
                "RMS of the mean detail (under 5 pixels) of the columns. Stripes of a coarse DEM are wider than "
                "that; look at the hillshades.")  # fmt: skip
    error = found["against_reference"]
    ratio = error["dtm"]["slope_error_deg"] / error["coarse"]["slope_error_deg"]
    sheet.claim("Slopes of small craters are those of the NAC DTM (box 3)", "under 10° in both",
                f"mean slope error {error['dtm']['slope_error_deg']:.2f}°, {ratio:.2f} of the coarse DEM's",
                ratio < 0.6,
                "Against the truth, over all of the ground.")  # fmt: skip
    sheet.claim("Large craters are not flattened, as MADNet's are", "seen", "–", None,
                "MADNet's DTM of the site is not in the folder of real data, and MADNet cannot be run.")  # fmt: skip


def figure_7(sheet: Sheet) -> None:
    """A crater's wall, and a real one beside two peers."""
    scene = sheet.scene("wall")
    layout = sheet.layout([
        Row([image(scene), ours(scene, "hillshade"), truth(scene, "hillshade")]),
        Row([coarse(scene, "slope"), ours(scene, "slope"), truth(scene, "slope")]),
    ])
    sheet.engine("draw_panel", "--layout", layout, "--output", sheet.own("panel.png"))
    sheet.picture(sheet.own("panel.png"), "Hillshades and slopes of a made crater wall of 1.2 m pixels")
    found = _evaluated(sheet, scene)
    light = found["relit_correlation"]
    sheet.claim("Dense small craters of the image are in the result (boxes 1 and 2)", "seen",
                f"detail of the image explained: correlation {light['dtm']['detail']:.2f}, coarse DEM "
                f"{light['coarse']['detail']:.2f}", light["dtm"]["detail"] > 0.8,
                "The result lit under the image's sun, against the image; both without what is longer than 15 "
                "pixels.")  # fmt: skip
    strip = sheet.real(f"{POLAR}M139939938LE_intensity.tif")
    if strip is None:
        sheet.claim("Stripes of the NAC DTM are not in the result", "seen", "–", None,
                    "The folder of real data, which has a striped DEM, is not on this computer.")  # fmt: skip
        return
    _polar(sheet, strip)


def _polar(sheet: Sheet, strip: str) -> None:
    """A real NAC image near the south pole: ours beside the stereo and the shape-from-shading DEM."""
    dem, stereo, sfs = (str(sheet.real(POLAR + one)) for one in ("coarse_dem_30m.tif", "stereo_dem.tif", "sfs_dem.tif"))
    dtm = sheet.own("polar_dtm.tif")
    sun = ("--sun-azimuth", "-11.2", "--sun-incidence", "83.45")
    sheet.engine("reconstruct", "--image", strip, "--coarse-dem", dem, *sun, "--output", dtm)
    named = {"ours": dtm, "stereo": stereo, "shape from shading": sfs}
    layout = sheet.layout([
        Row([{"show": "image", "raster": strip, "title": "M139939938LE"},
             *({"show": "hillshade", "raster": one, "title": words} for words, one in named.items())]),
        Row([{"show": "slope", "raster": dem, "title": "coarse DEM, 30 m", "smooth": True, "range": [0, 45]},
             *({"show": "slope", "raster": one, "title": words, "range": [0, 45]} for words, one in named.items())]),
    ], "polar.toml")  # fmt: skip
    sheet.engine("draw_panel", "--layout", layout, "--light-azimuth", "-11.2", "--light-incidence", "60", "--output",
                 sheet.own("polar.png"))  # fmt: skip
    sheet.picture(sheet.own("polar.png"), "A NAC image 5 degrees from the south pole with three DTMs of its ground",
                  made=False)  # fmt: skip
    said = {}
    for words, one in named.items():
        stem = words.split()[0]
        sheet.engine("evaluate", "--dtm", one, "--coarse-dem", dem, *(("--image", strip, *sun) if one == dtm else ()),
                     "--output", sheet.own(f"polar_{stem}.html"), "--output-json",
                     sheet.own(f"polar_{stem}.json"))  # fmt: skip
        said[words] = sheet.figures(sheet.own(f"polar_{stem}.json"))
    stripes = {words: 1000.0 * one["stripes"]["dtm"]["columns_m"] for words, one in said.items()}
    sheet.claim("Stripes of the DTM that serves as truth are not in the result", "seen in the NAC DTM (c), none in (b)",
                ", ".join(f"{value:.0f} mm ({words})" for words, value in stripes.items()),
                stripes["ours"] < 0.5 * stripes["shape from shading"],
                "RMS of the mean detail of the columns, near the south pole. The stripes are the shape-from-shading "
                "DEM's; the shipped experts have never seen a striped truth. Its correlation with the image is "
                f"{said['ours']['relit_correlation']['dtm']['whole']:.3f}.")  # fmt: skip


FIGURE_4 = Piece("fig04", "Figure 4: flat terrain, Apollo 11",
                 "Image, slopes of SLDEM, result and NAC DTM at 2 m, with boxes on craters, stripes and artefacts.",
                 figure_4)  # fmt: skip
FIGURE_5 = Piece("fig05", "Figure 5: profiles",
                 "Heights of SLDEM, NAC DTM and result along two lines of Figure 4.", figure_5)  # fmt: skip
FIGURE_6 = Piece("fig06", "Figure 6: Chang'E-4",
                 "Image, hillshades and slopes of result, MADNet, NAC DTM and SLDEM at 1.4 m.", figure_6)  # fmt: skip
FIGURE_7 = Piece("fig07", "Figure 7: a crater's wall, Lichtenberg",
                 "Image, hillshades and slopes of result and NAC DTM at 1.2 m, slope of SLDEM.", figure_7)  # fmt: skip
