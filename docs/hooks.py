"""Hooks of mkdocs: pages that are made from the sources, and reasons under commands that are not run."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
for place in (HERE, HERE.parent):
    if str(place) not in sys.path:
        sys.path.insert(0, str(place))

from mkdocs.exceptions import PluginError  # noqa: E402 (the path must be set first)
from mkdocs.structure.files import File  # noqa: E402
from reference import commands, messages_page, operations  # noqa: E402

from engine import __version__  # noqa: E402
from engine.operations import OPERATIONS  # noqa: E402

CHAINS = sorted((HERE / "chains").glob("*.md"))


def on_config(config):
    """Put the made pages where the navigation asks for them."""
    made = {
        "OPERATIONS": [{operation.label: f"{name}.md"} for name, operation in OPERATIONS.items()],
        "CHAINS": [path.name for path in CHAINS],
    }
    for section in config.nav:
        for title, content in section.items():
            if isinstance(content, str) and content in made:
                section[title] = made[content]
    return config


def on_files(files, config):
    """Add the made pages."""
    by_hand = HERE / "operations"
    try:
        pages = {f"{name}.md": operations.page(one, by_hand) for name, one in OPERATIONS.items()}
        pages.update({path.name: path.read_text(encoding="utf-8") for path in CHAINS})
        pages["messages.md"] = messages_page.page(HERE.parent, HERE / "messages.yaml")
    except operations.PageError as error:
        raise PluginError(str(error)) from error
    for name, text in pages.items():
        files.append(File.generated(config, name, content=text))
    strange = [path.name for path in by_hand.glob("*.md") if path.stem not in OPERATIONS]
    if strange:
        raise PluginError(f"docs/operations has parts of no operation: {', '.join(strange)}")
    return files


def on_page_markdown(markdown, page, config, files):
    """Put in the version, and tell why a command is not run."""
    return commands.with_reasons(markdown.replace("{version}", __version__))
