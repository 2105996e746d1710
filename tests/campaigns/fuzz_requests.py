"""Attacks on the worker: requests that are none, and odd control lines behind sound ones."""

from __future__ import annotations

import json
import random
from pathlib import Path

from tests.campaigns import fuzz_case as of

QUICK = ("slope_roughness", "profile", "sun_geometry", "mosaic", "measure_craters")
NO_REQUESTS = (
    b"", b"\n", b"null\n", b"[1]\n", b"{}\n", b"1\n", b'"a"\n', b"\xff\xfe\n", b"{" * 100_000 + b"\n",
    b"[" * 100_000 + b"\n",
    b'{"operation": "train"\n', b'{"operation": null, "parameters": {}}\n',
    b'{"operation": ["mosaic"], "parameters": {}}\n',
    b'{"operation": "dream", "parameters": {}}\n', b'{"operation": "mosaic"}\n',
    b'{"operation": "mosaic", "parameters": []}\n',
    b'{"operation": "mosaic", "parameters": {"input": 5}}\n', b'{"operation": "\\ud800", "parameters": {}}\n',
    b'{"operation": "mosaic", "parameters": {"input": ["\\ud800"], "output": "o.tif"}}\n', b"NaN\n", b"\0\0\0\n",
    b'{"operation": "mosaic", "parameters": {"a\\nb": 1}}\n', b'{"cancel": true}\n', b"-" * 20_000_000,
    b"1" * 5000 + b"\n",
    b'{"operation": "__class__", "parameters": {}}\n',
)  # fmt: skip
CONTROL = (
    b"[1]\n", b"null\n", b"\n", b"{}\n", b'"cancel"\n', b"true\n", b'{"cancel": false}\n', b'{"cancel": null}\n',
    b"\xff\xfe\n",
    b"{" * 5000 + b"\n", b"x" * 40_000 + b"\n", b'["cancel", true]\n', b'{"Cancel": true}\n', b'{"cancel": 0}\n',
    b"1e999\n",
    b'{"operation": "mosaic", "parameters": {}}\n', b"[" * 3000 + b"\n", b"\0\n", b"cancel\n", b'{"cancel": []}\n',
    b'{"cancel": true',
)  # fmt: skip


def case(rng: random.Random, room: Path, folder: Path) -> of.Case:
    """One life of a worker."""
    made = of.plain(rng.choice(QUICK), room, folder)
    if rng.random() < 0.4:
        line = rng.choice(NO_REQUESTS)
        if rng.random() < 0.3:
            line, _ = of.damage(rng, _sound(made))
        made.lines, made.what = line, f"request {line[:60]!r}"
        made.closed = rng.random() < 0.5 or not line.endswith(b"\n")
        made.targets = {}
        return made
    lines = [rng.choice(CONTROL) for _ in range(rng.choice([1, 1, 3, 8]))]
    lines = [line for line in lines if line.endswith(b"\n")] + [line for line in lines if not line.endswith(b"\n")][:1]
    made.lines = _sound(made) + b"".join(lines)
    made.what, made.must = f"control {b''.join(lines)[:60]!r}", of.FINISH
    return made


def _sound(made: of.Case) -> bytes:
    return json.dumps({"operation": made.operation, "parameters": made.given}).encode() + b"\n"
