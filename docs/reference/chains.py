"""A page for each chain, from its .model3 file and the part of it that is written by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from .operations import PageError


def read(path: Path) -> dict[str, Any]:
    """Content of a .model3 file."""
    content = _value(ElementTree.parse(path).getroot())
    if not isinstance(content, dict):
        raise PageError(f"{path} is no model of QGIS.")
    return content


def _value(option: ElementTree.Element) -> Any:
    if option.get("type") == "Map":
        return {inner.get("name"): _value(inner) for inner in option}
    if len(option):
        return [_value(inner) for inner in option]
    return option.get("value")


def page(path: Path, folder: Path) -> str:
    """Markdown of one chain's page.

    Parameters
    ----------
    path : Path
        Of the .model3 file.
    folder : Path
        Of the parts written by hand.
    """
    by_hand = folder / f"{path.stem}.md"
    if not by_hand.exists():
        raise PageError(f"The chain {path.stem} has no {by_hand}; write one with an example.")
    chain = read(path)
    help_texts, definitions = chain["help"], chain["parameterDefinitions"]
    inputs = {name: one for name, one in definitions.items() if ":" not in name}
    outputs = {name: one for name, one in definitions.items() if ":" in name}
    steps = [
        f"* [{child['component_description']}]({child['alg_id'].partition(':')[2]}.md)"
        for child in sorted(chain["children"].values(), key=lambda child: float(child["component_pos_y"] or 0))
    ]
    title = chain["model_name"] if " " in chain["model_name"] else path.stem.replace("_", " ").capitalize()
    lines = [
        f"# {title}",
        "",
        f"The chain `mmoedtm:{path.stem}`: in the toolbox and in `qgis_process`.",
        "",
        help_texts["ALG_DESC"],
        "",
        by_hand.read_text(encoding="utf-8").strip(),
        "",
        "## Steps",
        "",
        *steps,
        "",
        "## Inputs and settings",
        "",
        "| parameter | default | what |",
        "|---|---|---|",
        *(
            f"| **{one['description']}**<br>`{name}` | {_default(one)} | {help_texts.get(name, '')} |"
            for name, one in inputs.items()
        ),
        "",
        "## What it writes",
        "",
        "| output | what |",
        "|---|---|",
        *(
            f"| **{one['description']}**<br>`{name}` | {help_texts.get(name.partition(':')[2], '')} |"
            for name, one in outputs.items()
        ),
    ]
    return "\n".join(lines)


def _default(definition: dict[str, Any]) -> str:
    value = definition.get("default")
    return f"`{value}`" if value not in (None, "") else "none"
