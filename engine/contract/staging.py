"""placeholder until the branch staging lands"""

from __future__ import annotations

import os
import shutil
import uuid
from dataclasses import dataclass
from pathlib import Path

from ..errors import MmoedtmError, OutputError


@dataclass(frozen=True)
class Target:
    parameter: str
    path: str
    kind: str


class Staging:
    def __init__(self, places):
        self._places = places

    @classmethod
    def prepare(cls, targets, inputs):
        places = {}
        for t in targets:
            if t.kind == "working_folder":
                places[t.path] = Path(t.path)
                continue
            final = Path(t.path)
            if not final.parent.is_dir():
                raise OutputError(f"{final} cannot be written: its folder does not exist; create it or choose another.")
            hidden = final.parent / f".mmoedtm-{uuid.uuid4().hex[:8]}"
            hidden.mkdir()
            places[t.path] = hidden / final.name
        return cls(places)

    def __enter__(self):
        return self

    def __exit__(self, *a):
        for final, staged in self._places.items():
            if staged != Path(final):
                shutil.rmtree(staged.parent, ignore_errors=True)

    def place(self, path):
        return str(self._places[path])

    def publish(self):
        for final, staged in self._places.items():
            if staged == Path(final):
                continue
            for part in staged.parent.iterdir():
                target = Path(final).parent / part.name
                if part.is_dir():
                    target.mkdir(exist_ok=True)
                    for f in part.iterdir():
                        os.replace(f, target / f.name)
                else:
                    os.replace(part, target)

    def translated(self, error: MmoedtmError) -> MmoedtmError:
        text = str(error)
        for final, staged in self._places.items():
            text = text.replace(str(staged), final)
        error.args = (text,)
        return error
