"""Figures 12 and 13: the angle of the light, stripes of the truth."""

from __future__ import annotations

from ..piece import Piece
from ..sheet import Sheet

ANGLES = (18.85, 45.0, 62.61, 73.64)


def figure_12(sheet: Sheet) -> None:
    """The DTM lit under four suns and reconstructed."""
    scene = sheet.scene("flat")
    sheet.engine("incidence_study", "--dtm", scene.truth, "--sun-incidences", ",".join(f"{one:g}" for one in ANGLES),
                 "--posting", 18, "--output", sheet.own("study.html"), "--output-json", sheet.own("study.json"),
                 "--output-curve", sheet.own("curve.png"), "--output-panel", sheet.own("panel.png"))  # fmt: skip
    sheet.picture(sheet.own("panel.png"), "Images and slopes under four incidences")
    sheet.picture(sheet.own("curve.png"), "Errors over the incidence")
    found = sheet.figures(sheet.own("study.json"))
    errors = {row["incidence_deg"]: row["slope_error_deg"] for row in found["incidences"]}
    order = sorted(errors, key=lambda angle: errors[angle])
    sheet.claim("Order of the four incidences, best first", "62.61°, 45°, then 18.85° and 73.64°",
                ", ".join(f"{angle:g}° ({errors[angle]:.2f}°)" for angle in order), order[:2] == [62.61, 45.0],
                "By the mean slope error. Judged by eye in the paper, on images of one site of different "
                "days.")  # fmt: skip
    sheet.claim("Best are 40° to 60°", "40° to 60°", f"{found['good_deg'][0]:g}° to {found['good_deg'][1]:g}° of "
                                                     f"those tried",
                bool(found["preferred"]),
                "Angles whose slope error is within a tenth of the least. Low suns show more of gentle ground; what "
                "shadow costs on flat ground is little.")  # fmt: skip


def figure_13(sheet: Sheet) -> None:
    """Stripes of the truth."""
    sheet.claim("An expert trained on 70 % slopes and 30 % detailed flat ground is free of the truth's stripes",
                "stripes from 100 % slopes (d), none from 70 / 30 (b)", "–", None,
                "Needs experts trained on pairs with striped truth. The shipped experts learned on made truth "
                "without stripes; Figure 7 has them beside a real striped DEM.")  # fmt: skip


FIGURE_12 = Piece("fig12", "Figure 12: the angle of the light",
                  "Slopes of DTMs from images under incidences of 18.85, 45, 62.61 and 73.64 degrees.",
                  figure_12)  # fmt: skip
FIGURE_13 = Piece("fig13", "Figure 13: stripes of the truth",
                  "Slopes on a crater's wall from experts trained on slopes, on flat ground, and on both.",
                  figure_13)  # fmt: skip
