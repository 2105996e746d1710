"""Figures 10 and 11: roughness against radar, permanent shadow."""

from __future__ import annotations

from ..piece import Piece
from ..sheet import Row, Sheet
from .cells import coarse, image, ours, truth

BOX_10 = {"1": (380, 380, 640, 640)}
BOXES_11 = {"1": (80, 80, 280, 280), "2": (440, 440, 640, 640)}
SHADOWCAM = "shadowcam/M013271277S.60m.COG.tif"
LDEM = "coarse/ldem_75s_240m.tif"


def figure_10(sheet: Sheet) -> None:
    """Roughness of the result beside radar."""
    scene = sheet.scene("rough")
    sheet.engine("slope_roughness", "--input", scene.truth, "--output", sheet.own("true_slope.tif"),
                 "--output-variance", sheet.own("true_variance.tif"))  # fmt: skip
    sheet.module("tests.paper.radar", sheet.own("true_variance.tif"), sheet.own("radar.tif"))
    found = sheet.engine("compare_sar", "--input", scene.dtm, "--sar", sheet.own("radar.tif"), "--sar-unit", "dB",
                         "--output", sheet.own("sar.html"), "--output-roughness",
                         sheet.own("roughness.tif"))  # fmt: skip
    radar = {"show": "values", "raster": sheet.own("radar.tif"), "title": "made radar, 14 m", "label": "S1 (dB)"}
    row = [image(scene), coarse(scene, "slope"), ours(scene, "slope"), ours(scene, "roughness"), radar]
    layout = sheet.layout([Row(row), Row(row, "box", "1")])
    sheet.engine("draw_panel", "--layout", layout, "--areas", sheet.boxes(scene, BOX_10), "--output",
                 sheet.own("panel.png"))  # fmt: skip
    sheet.picture(sheet.own("panel.png"), "Image, slopes, roughness of the result and a made radar image, and a box")
    sheet.claim("Ground rougher than 100 deg² is brighter than 2.5 dB", "three circled regions",
                f"{found['rough_bright']:.0f} % of the rough ground, ROC area {found['roc_area']:.2f}, best "
                f"threshold {found['best_threshold']:.1f} dB", None,
                "No radar image comes with this project. The made one is speckle over the roughness of the truth, "
                "so that it shows the work of Compare with SAR and proves nothing about the Moon.")  # fmt: skip


def figure_11(sheet: Sheet) -> None:
    """Permanent shadow."""
    scene = sheet.scene("shadow")
    row = [image(scene), coarse(scene, "slope"), truth(scene, "slope"), ours(scene, "slope")]
    boxes = [Row(row, f"box {name}", name) for name in BOXES_11]
    layout = sheet.layout([Row(row), *boxes])
    sheet.engine("draw_panel", "--layout", layout, "--areas", sheet.boxes(scene, BOXES_11), "--output",
                 sheet.own("panel.png"))  # fmt: skip
    sheet.picture(sheet.own("panel.png"), "Made ground in permanent shadow: image, slopes, and two boxes")
    sheet.engine("evaluate", "--dtm", scene.dtm, "--reference", scene.truth, "--coarse-dem", scene.coarse, "--output",
                 sheet.own("report.html"), "--output-json", sheet.own("report.json"))  # fmt: skip
    error = sheet.figures(sheet.own("report.json"))["against_reference"]
    ratio = error["dtm"]["slope_error_deg"] / error["coarse"]["slope_error_deg"]
    sheet.claim("Small craters come back better than in the coarse DEM", "seen",
                f"mean slope error {ratio:.2f} of the coarse DEM's, RMSE "
                f"{error['dtm']['rmse_m'] / error['coarse']['rmse_m']:.2f}", ratio < 0.7,
                "Light comes from lit walls along the horizon; its direction is read off the image. This wall falls "
                "20 degrees away from it, which is the hard case: over thirty scenes slopes come out at half of the "
                "coarse DEM's error (python3 build.py bench shadow). The paper gives no figure for this site but "
                "Table II.")  # fmt: skip
    seen, dem = sheet.real(SHADOWCAM), sheet.real(LDEM)
    if seen and dem:
        layout = sheet.layout([Row([{"show": "image", "raster": seen, "title": "M013271277S, reduced to 60 m"},
                                    {"show": "hillshade", "raster": dem, "title": "LDEM, 240 m", "smooth": True},
                                    {"show": "slope", "raster": dem, "title": "LDEM, 240 m", "smooth": True}])],
                              "shadowcam.toml")  # fmt: skip
        sheet.engine("draw_panel", "--layout", layout, "--output", sheet.own("shadowcam.png"))
        sheet.picture(sheet.own("shadowcam.png"), "A ShadowCam observation reduced to 60 m, and the LOLA DEM",
                      made=False)  # fmt: skip
        sheet.note("The ShadowCam images at hand are reduced to 60 m, ten times coarser than what the experts learned, "
                   "so that they are shown and not reconstructed.")  # fmt: skip


FIGURE_10 = Piece("fig10", "Figure 10: roughness and radar, Galilaei-E",
                  "Image, slopes, roughness (variance of slope in 5 x 5 pixels) and Mini-RF's S1, and a box.",
                  figure_10)  # fmt: skip
FIGURE_11 = Piece("fig11", "Figure 11: permanent shadow, Shackleton",
                  "ShadowCam image, slopes of LDEM of 60 m and 5 m and of the result at 1.88 m, and two boxes.",
                  figure_11)  # fmt: skip
