"""Commands in the pages: fences that the tests run, and those that say why they do not.

A fence that begins with ```` ```sh ```` is run, all of a page in order in one folder that holds the sample scene.
One that begins with ```` ```sh not run: REASON ```` is not, and the reader is told. Standard library only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

FENCE = re.compile(r"(?ms)^```sh(?P<mark>[^\n]*)\n(?P<text>.*?)^```$")
NOT_RUN = " not run: "


@dataclass(frozen=True)
class Command:
    """One fence.

    Attributes
    ----------
    text : str
        Lines of a shell.
    reason : str
        Why the tests do not run it; empty where they do.
    """

    text: str
    reason: str


def commands(markdown: str) -> list[Command]:
    """Fences of commands in a page, in order."""
    found = []
    for match in FENCE.finditer(markdown):
        mark = match["mark"]
        if mark and not mark.startswith(NOT_RUN):
            raise ValueError(f"The fence ```sh{mark} is neither ```sh nor ```sh{NOT_RUN}REASON.")
        found.append(Command(match["text"], mark[len(NOT_RUN) :].strip()))
    return found


def with_reasons(markdown: str) -> str:
    """A page whose fences that are not run tell the reader why."""

    def shown(match: re.Match) -> str:
        mark = match["mark"]
        plain = f"```sh\n{match['text']}```"
        if not mark:
            return plain
        reason = mark[len(NOT_RUN) :].strip()
        return f"{plain}\n\n*The tests of the project do not run this: {reason}.*\n{{: .not-run }}"

    return FENCE.sub(shown, markdown)
