"""The rows of the paper's Table II, and its slope expert, for a small budget: the operation Ablation study.

``python3 build.py bench ablation``. Options are those of the operation: made scenes or a data set of pairs, steps,
seeds. The paper trains 50,000 steps on real pairs with four samples of 256 x 320 pixels; here every row gets a few
hundred steps on crops of 128 x 160, so the table shows how the parts compare early in training and no more. The compact
expert and the coarse DEM stand beside.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from engine.contract.execute import execute
from engine.contract.progress import Progress
from engine.operations import OPERATIONS


def main() -> None:
    """Train and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.ablation", description=__doc__)
    parser.add_argument("--study", default="table II")
    parser.add_argument("--pairs")
    parser.add_argument("--networks")
    parser.add_argument("--steps", type=int, default=400)
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--out", help="folder that report, figures and trainings stay in")
    arguments = vars(parser.parse_args())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(arguments.pop("out") or name)
        folder.mkdir(parents=True, exist_ok=True)
        targets = {"folder": "runs", "output": "ablation.html", "output_table": "ablation.csv",
                   "output_json": "ablation.json", "output_panel": "ablation.png"}  # fmt: skip
        given = {**arguments, **{name: str(folder / file) for name, file in targets.items()}}
        execute(OPERATIONS["ablation"], given, Progress(log=lambda level, text: print(text, flush=True)))


if __name__ == "__main__":
    main()
