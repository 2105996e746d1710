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


STEPS = 60
"""The training budget of each of nine mixes; the paper's experts have seen 50,000 steps."""


def figure_13(sheet: Sheet) -> None:
    """Experts trained on slopes, on flat ground and on both, with clean and with striped truth."""
    sheet.engine("ablation", "--study", "slope expert", "--steps", STEPS, "--folder", sheet.own("trainings"),
                 "--output", sheet.own("study.html"), "--output-json", sheet.own("study.json"), "--output-panel",
                 sheet.own("slopes.png"))  # fmt: skip
    sheet.picture(sheet.own("slopes.png"), "Slopes of one steep tile by experts of nine mixes and truths")
    found = sheet.figures(sheet.own("study.json"))
    rows = [[row["row"], f"{row['rmse_m']:.2f}", f"{row['slope_error_deg']:.2f}", f"{1000.0 * row['stripes_m']:.1f}"]
            for row in ({"row": "coarse DEM", **found["coarse"]}, *found["rows"])]  # fmt: skip
    sheet.table(f"Trainings of {STEPS} steps on made ground; steep over flat samples in per cent", [
        "training", "RMSE (m)", "slope error (degrees)", "stripes (mm)"], rows)  # fmt: skip
    stripes = {(row["mix"], row["truth"]): 1000.0 * row["stripes_m"] for row in found["rows"]}
    in_truth = 1000.0 * found["striped_truth_stripes_m"]
    clean, alone, mixed = stripes["100/0", "clean"], stripes["100/0", "striped"], stripes["70/30", "striped"]
    repeats = alone - clean > 0.2 * in_truth
    sheet.claim("Trained on slopes alone, an expert repeats the stripes of its truth",
                "clear stripes (d)", f"{alone:.1f} mm, and {clean:.1f} mm with a clean truth; {in_truth:.0f} mm in the "
                "striped one", repeats,
                "The stripes lie elsewhere in every truth and nothing in the image tells where, so that they average "
                "out; where the image has them too, an expert can learn them: see the page on training, for more "
                "steps on real relief.")  # fmt: skip
    sheet.claim("30 % of flat ground take the stripes away", "none left (b)",
                f"{mixed:.1f} mm against {alone:.1f} mm", mixed < 0.8 * alone if repeats else None,
                f"After {STEPS} steps there is little to take away.")  # fmt: skip


FIGURE_12 = Piece("fig12", "Figure 12: the angle of the light",
                  "Slopes of DTMs from images under incidences of 18.85, 45, 62.61 and 73.64 degrees.",
                  figure_12)  # fmt: skip
FIGURE_13 = Piece("fig13", "Figure 13: stripes of the truth",
                  "Slopes on a crater's wall from experts trained on slopes, on flat ground, and on both.",
                  figure_13)  # fmt: skip
