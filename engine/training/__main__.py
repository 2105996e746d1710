"""Train the experts of a pack: one trunk on all terrains, then one expert for each class.

``python -m engine.training --out FOLDER`` trains the trunk for ``--trunk-minutes`` and from it
each expert for ``--expert-minutes`` on samples mostly of its own class. With ``--trunk-minutes 0`` the
trunk that lies in the folder is kept.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from ..synthetic.scene import TERRAINS
from .settings import TrainSettings
from .stream import StreamSettings
from .trainer import train

OWN_SHARE = 0.7
"""Share of its own class in an expert's samples; the rest keeps it sound at class borders."""


def main() -> None:
    """Run the schedule."""
    parser = argparse.ArgumentParser(prog="python -m engine.training", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoints and logs")
    parser.add_argument("--trunk-minutes", type=float, default=36.0)
    parser.add_argument("--expert-minutes", type=float, default=8.0)
    parser.add_argument("--experts", nargs="*", choices=TERRAINS, default=TERRAINS, help="experts to train")
    parser.add_argument("--start", type=Path, help="checkpoint that the trunk starts from")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    trunk = arguments.out / "trunk.pt"
    if arguments.trunk_minutes > 0:
        train(TrainSettings(minutes=arguments.trunk_minutes, seed=arguments.seed), trunk, arguments.start)
    for index, terrain in enumerate(TERRAINS):
        if terrain not in arguments.experts:
            continue
        rest = (1.0 - OWN_SHARE) / 2.0
        shares = [rest, rest, rest]
        shares[index] = OWN_SHARE
        settings = TrainSettings(
            minutes=arguments.expert_minutes,
            peak_rate=3e-4,
            warmup_steps=20,
            seed=arguments.seed + 1 + index,
            stream=StreamSettings(shares=(shares[0], shares[1], shares[2])),
        )
        print(f"expert {terrain}", flush=True)
        train(settings, arguments.out / f"{terrain}.pt", trunk)


if __name__ == "__main__":
    main()
