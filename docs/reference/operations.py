"""A page for each operation, from its declaration and the part of it that is written by hand.

``docs/operations/NAME.md`` holds that part: what the operation is good for, an example that the tests
run, and what to look at. Standard library only.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from engine.contract.declare import Operation
from engine.contract.settings import Parameter
from engine.operations import TOOLBOX, TRAINING

KINDS = {
    "raster": "raster",
    "rasters": "rasters",
    "vector": "vector layer",
    "plan": "plan file",
    "number": "number",
    "numbers": "numbers, with commas",
    "integer": "whole number",
    "boolean": "true or false",
    "choice": "choice",
    "text": "text",
    "extent": "area: xmin,xmax,ymin,ymax",
    "folder": "folder",
    "file": "file or folder",
    "raster_target": "raster, written",
    "vector_target": "vector layer, written",
    "file_target": "file, written",
    "folder_target": "folder, written",
    "working_folder": "folder, gone on with",
    "scratch_folder": "folder of finished parts",
}
"""What a kind of parameter is called in the tables."""


class PageError(Exception):
    """A page cannot be made; one sentence that names what to write."""


def page(operation: Operation, folder: Path) -> str:
    """Markdown of one operation's page.

    Parameters
    ----------
    operation : Operation
    folder : Path
        Of the parts written by hand.
    """
    by_hand = folder / f"{operation.name}.md"
    if not by_hand.exists():
        raise PageError(f"The operation {operation.name} has no {by_hand}; write one with an example.")
    identifier = f" (`mmoedtm:{operation.name}` in QGIS)" if operation.name in {**TOOLBOX, **TRAINING} else ""
    lines = [
        f"# {operation.label}",
        "",
        f"`{operation.name}` on the command line{identifier}",
        "",
        operation.help,
        "",
    ]
    if operation.extra:
        lines += [
            "It needs the packages for training: in QGIS *Settings > Options > MMoEDTM > Training packages*, in a "
            f"checkout those of `resources/requirements/{operation.extra}.txt`.",
            "",
        ]
    lines += [by_hand.read_text(encoding="utf-8").strip(), ""]
    for title, parameters in _groups(operation):
        if parameters:
            lines += [f"## {title}", "", *_table(parameters), ""]
    if operation.results:
        lines += [
            "## Results",
            "",
            "Reported beside what is written: in QGIS under the run, with `--json` on the command line.",
            "",
            "| name | what |",
            "|---|---|",
            *(f"| `{result.name}` | {result.label} |" for result in operation.results),
            "",
        ]
    return "\n".join(lines)


def _groups(operation: Operation) -> Iterator[tuple[str, list[Parameter]]]:
    plain = [p for p in operation.parameters if not p.is_target]
    yield "Inputs and settings", [p for p in plain if not p.advanced]
    yield "What it writes", list(operation.targets)
    yield "Advanced settings", [p for p in plain if p.advanced]


def _table(parameters: list[Parameter]) -> Iterator[str]:
    yield "| parameter | kind | default | what |"
    yield "|---|---|---|---|"
    for parameter in parameters:
        name = parameter.name.replace("_", "-")
        yield (
            f"| **{parameter.label}**<br>`--{name}` | {_kind(parameter)} | {default(parameter)} "
            f"| {_cell(parameter.help)} |"
        )


def _kind(parameter: Parameter) -> str:
    if parameter.kind not in KINDS:
        raise PageError(f"KINDS in docs/reference/operations.py has no words for the kind {parameter.kind}.")
    text = KINDS[parameter.kind]
    if parameter.choices:
        text += ": " + ", ".join(f"`{choice}`" for choice in parameter.choices)
    if parameter.unit:
        text += f", {parameter.unit}"
    if parameter.low is not None and parameter.high is not None:
        text += f"<br>{parameter.low:g} to {parameter.high:g}"
    elif parameter.low is not None:
        text += f"<br>{parameter.low:g} or more"
    elif parameter.high is not None:
        text += f"<br>{parameter.high:g} or less"
    return text


def default(parameter: Parameter) -> str:
    """What a parameter is where nobody says."""
    if isinstance(parameter.default, tuple):
        return f"`{','.join(f'{value:g}' for value in parameter.default)}`"
    if parameter.default is not None:
        value = str(parameter.default).lower() if isinstance(parameter.default, bool) else parameter.default
        return f"`{value}`"
    if parameter.optional:
        return "none"
    return f"needed, unless `--{parameter.unless}` is given" if parameter.unless else "**needed**"


def _cell(text: str) -> str:
    """Text that a cell of a table can hold."""
    return text.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")
