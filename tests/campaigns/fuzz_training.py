"""Attacks on training: configurations, checkpoints, final weights and data sets."""

from __future__ import annotations

import pickle
import random
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from tests.campaigns import fuzz_case as of
from tests.campaigns import scenes

SMALL: dict[str, Any] = {
    "network": "terrain", "steps": 2, "batch": 1, "warmup_steps": 1, "checkpoint_steps": 1, "log_steps": 1,
    "pool_grounds": 1, "stream": {"scene": 96, "crop": [32, 32], "crops_per_light": 2, "lights_per_ground": 1},
}  # fmt: skip
VALUES: Sequence[Any] = (
    None, True, 0, -1, 1, 2, 7, 1.5, 1e308, float("nan"), float("inf"), 10**30, "", "terrain", "huge", "../x", "a\nb",
    [], [0],
    [16, 16], [33, 33], [1, 2, 3], [0, 0, 0], {}, {"a": 1}, "1e-4", "one", "x" * 3000,
)  # fmt: skip
TEXTS = ("", "null", "[]", "runs:", "runs: []", "runs: {a: 1}", "runs: {../x: {}}", "runs: {a: {steps: 1}, a: {}}",
         "{", "\t",
         "runs: &a {b: *a}", "!!python/object/apply:os.system ['true']", "runs: {1: {}}", "a: b: c", "--- a\n--- b",
         "runs: {a: {<<: 5}}", "runs: {a: !!binary x}", "\ufeffruns: {}", "runs: {a: {steps: 2020-01-01}}",
         "[" * 3000)  # fmt: skip


def prepare(room: Path) -> None:
    """Train two small runs to their end, and cut a data set of pairs; cases start from copies."""
    inputs = room / "inputs"
    (inputs / "small.yaml").write_text(yaml.safe_dump({"runs": {"one": SMALL}}))
    scenes.call("train", {"config": inputs / "small.yaml", "output": inputs / "trained"})


def asked(folder: Path, config: Path) -> of.Case:
    """Training with a configuration, in the case's own folder."""
    return of.Case("train", {"config": str(config), "output": str(folder / "out" / "trained")}, "")


def case(rng: random.Random, room: Path, folder: Path) -> of.Case:
    """One odd configuration, or one odd file of a training that is gone on with."""
    return rng.choice([_text, _values, _values, _checkpoint, _checkpoint, _weights])(rng, room, folder)


def _text(rng: random.Random, room: Path, folder: Path) -> of.Case:
    path = folder / "c.yaml"
    if rng.random() < 0.4:
        content, what = of.damage(rng, (room / "inputs" / "small.yaml").read_bytes(), 10**6)
        must = ""
    else:
        content = rng.choice(TEXTS).encode()
        what, must = repr(content[:40]), of.REFUSE
    path.write_bytes(content)
    made = asked(folder, path)
    made.what, made.must = f"configuration {what}", must
    return made


def _values(rng: random.Random, room: Path, folder: Path) -> of.Case:
    from dataclasses import fields

    from engine.training.config import RunConfig
    from engine.training.sample import StreamSettings

    run, said = {**SMALL, "stream": dict(SMALL["stream"])}, []
    for _ in range(rng.choice([1, 1, 2, 3])):
        value = rng.choice(VALUES)
        holder, kind = rng.choice([(run, RunConfig), (run["stream"], StreamSettings)])
        if not isinstance(holder, dict):
            continue
        name = rng.choice([f.name for f in fields(kind)] + ["nothing"])
        holder[name] = value
        said.append(f"{name} {str(value)[:20]}")
        if not isinstance(run["stream"], dict):
            break
    path = folder / "c.yaml"
    path.write_text(yaml.safe_dump({"runs": {"one": run}}))
    made = asked(folder, path)
    made.what = "configuration " + "; ".join(said)
    return made


def _copied(room: Path, folder: Path) -> tuple[Path, of.Case]:
    place = folder / "out" / "trained"
    shutil.copytree(room / "inputs" / "trained", place)
    return place / "one", asked(folder, room / "inputs" / "small.yaml")


def _checkpoint(rng: random.Random, room: Path, folder: Path) -> of.Case:
    """A training that was stopped, with one file of it damaged."""
    run, made = _copied(room, folder)
    if rng.random() < 0.7:
        (run / "final.pt").unlink()
    file = rng.choice(sorted(path for path in run.iterdir() if path.suffix in (".pt", ".csv")))
    content, what = of.damage(rng, file.read_bytes())
    file.write_bytes(content)
    if file.name.startswith("step-") and rng.random() < 0.5:
        import hashlib

        named = f"{file.name.rpartition('-')[0]}-{hashlib.sha256(content).hexdigest()[:16]}.pt"
        file.rename(file.with_name(named))
        what += ", with a digest that fits"
    made.what = f"{file.name}: {what}"
    return made


def _weights(rng: random.Random, room: Path, folder: Path) -> of.Case:
    """Final weights that are nothing of the trainer's."""
    run, made = _copied(room, folder)
    import io

    import torch

    buffer = io.BytesIO()
    odd = rng.choice([None, [1], {}, {"network": 5}, {"network": "terrain", "weights": 5, "facts": {}, "digest": ""},
                      {"network": "terrain", "weights": {"a": torch.zeros(1)}, "facts": {}, "digest": ""},
                      torch.zeros(3), "text"])  # fmt: skip
    torch.save(odd, buffer)
    content, what = rng.choice([(buffer.getvalue(), f"torch {str(odd)[:30]}"), (pickle.dumps(print), "pickle"), (b"",
                                                                                                                 "empty")])
    (run / "final.pt").write_bytes(content)
    made.what, made.must = f"final weights are {what}", of.REFUSE
    if rng.random() < 0.5:
        made.operation, made.given = "export", {"weights": str(run.parent), "output": str(folder / "out" / "pack")}
    return made
