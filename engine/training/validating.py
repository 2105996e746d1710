"""The work of Validate: what fine-tuning has brought, on ground that it has not seen."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..files import whole_file
from ..operations.progress import Progress
from .dataset import open_pairs
from .validation import ALL, experts_of, table, validate


def compare(values: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """Run Validate; see ``operations.validate`` for the parameters."""
    pairs = open_pairs(Path(values["pairs"]))
    candidates = {"before": experts_of(values["before"])}
    if values["after"]:
        candidates["after"] = experts_of(values["after"])
    figures = validate(
        pairs, values["split"], candidates, lambda done, total: progress.at(done / total, f"{done} of {total} tiles")
    )
    progress.info(f"Errors on the {values['split']} split of {pairs.folder.name}:")
    for line in table(figures):
        progress.info(line)
    if values["output"]:
        with whole_file(values["output"]) as path:
            path.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    found = figures[ALL]
    return {
        "output": values["output"],
        "tiles": int(found["tiles"]["count"]),
        **{f"{key}_{name}": found[name][figure]
           for key, figure in (("rmse", "rmse_m"), ("slope_error", "slope_error_deg"), ("re_2m", "re_under_2m_percent"))
           for name in candidates},
    }  # fmt: skip
