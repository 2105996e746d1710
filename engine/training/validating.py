"""The work of Validate: what fine-tuning has brought, on ground that it has not seen."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..contract.progress import Progress
from ..files import whole_file
from .dataset import open_pairs
from .validation import ALL, experts_of, table, validate

if TYPE_CHECKING:
    from ..operations.validate import ValidateSettings


RESULTS = {"rmse": "rmse_m", "slope_error": "slope_error_deg", "re_2m": "re_under_2m_percent"}
"""Figures that are reported beside the table."""


def compare(settings: ValidateSettings, progress: Progress) -> dict[str, Any]:
    """Compare experts on a split of a data set, and print the table."""
    pairs = open_pairs(Path(settings.pairs))
    candidates = {"before": experts_of(settings.before)}
    if settings.after:
        candidates["after"] = experts_of(settings.after)
    figures = validate(
        pairs, settings.split, candidates, lambda done, total: progress.at(done / total, f"{done} of {total} tiles")
    )
    progress.info(f"Errors on the {settings.split} split of {pairs.folder.name}:")
    for line in table(figures):
        progress.info(line)
    if settings.output:
        with whole_file(settings.output) as path:
            path.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    found = figures[ALL]
    return {
        "tiles": int(found["tiles"]["count"]),
        **{
            f"{key}_{name}": found[name][figure] if name in found else None
            for key, figure in RESULTS.items()
            for name in ("before", "after")
        },
    }
