"""The page of all messages, by topic, each with its cure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from .messages import GAP, Message, messages
from .operations import PageError

MUST = ", but must "
"""What follows says what to give."""


def page(root: Path, topics_file: Path) -> str:
    """Markdown of the page.

    Parameters
    ----------
    root : Path
        Of the project.
    topics_file : Path
        YAML with ``topics`` (title, about, places) and ``cures`` for sentences that name none.

    Raises
    ------
    PageError
        A message has no topic or no cure, or a cure has no message.
    """
    content = yaml.safe_load(topics_file.read_text(encoding="utf-8"))
    cures, topics = content["cures"], content["topics"]
    rows: dict[str, list[Message]] = {topic["title"]: [] for topic in topics}
    found = messages(root)
    for message in found:
        rows[_topic(message, topics)].append(message)
    stale = set(cures) - {message.text for message in found}
    if stale:
        raise PageError(f"{topics_file} has cures for messages that are no more: {'; '.join(sorted(stale))}")
    lines = [content["introduction"].strip(), ""]
    for topic in topics:
        if rows[topic["title"]]:
            lines += [f"## {topic['title']}", "", topic["about"].strip(), "", "| message | what to do |", "|---|---|"]
            shown = {
                (_cell(m.text if m.text in cures else m.fact), _cell(_sentence(cure_of(m, cures)))): None
                for m in rows[topic["title"]]
            }
            lines += [f"| {fact} | {cure} |" for fact, cure in shown] + [""]
    return "\n".join(lines)


def cure_of(message: Message, cures: Mapping[str, str]) -> str:
    """What to do about a message; PageError where nothing says."""
    cure = cures.get(message.text) or message.cure
    if not cure and MUST in message.text:
        must = message.text.split(MUST, 1)[1].rstrip(".")
        cure = f"give what must be there: {must}"
    if not cure:
        raise PageError(f"The message '{message.text}' in {message.place} names no cure, and messages.yaml has none.")
    return cure


def _topic(message: Message, topics: Sequence[Mapping[str, Any]]) -> str:
    best, length = "", -1
    for topic in topics:
        for place in topic["places"]:
            if message.place.startswith(place) and len(place) > length:
                best, length = topic["title"], len(place)
    if not best:
        raise PageError(f"messages.yaml has no topic for {message.place}.")
    return best


def _sentence(text: str) -> str:
    text = text.strip().rstrip(".")
    return text[:1].upper() + text[1:] + "."


def _cell(text: str) -> str:
    text = " ".join(text.split())
    for sign, shown in (("&", "&amp;"), ("<", "&lt;"), ("|", "&#124;"), ("*", "&#42;"), ("_", "&#95;"), ("`", "&#96;")):
        text = text.replace(sign, shown)
    return text.replace("[", "&#91;").replace(f" {GAP}.", f" {GAP}")
