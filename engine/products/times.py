"""When a product was taken: a moment, or a span that no single sun belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

LONGEST_EXPOSURE_S = 15 * 60.0
"""A pushbroom frame takes seconds to minutes; what spans more was put together from several.

The sun moves by 0.13 degrees over the Moon in that time.
"""

_MOMENT = r"(\d{4}-(?:\d\d-\d\d|\d{3})T\d\d:\d\d(?::\d\d(?:\.\d+)?)?)"
_ENDS = {end: re.compile(rf'(?i)\b{end}_?(?:date_)?time"?\s*[>:=]\s*"?{_MOMENT}') for end in ("start", "stop")}


@dataclass(frozen=True)
class TimeSpan:
    """Start and stop (UTC) as a label states them.

    Attributes
    ----------
    start : str
        ISO 8601 without zone, as datetime.fromisoformat reads it.
    stop : str, optional
        None where the label gives none.
    """

    start: str
    stop: str | None = None

    @property
    def seconds(self) -> float:
        """Length; zero where there is no stop."""
        if self.stop is None:
            return 0.0
        return (datetime.fromisoformat(self.stop) - datetime.fromisoformat(self.start)).total_seconds()

    @property
    def problem(self) -> str | None:
        """Why no sun can be computed from it, as the end of a sentence; None where one can."""
        if self.seconds < 0.0:
            return f"stops ({self.stop}) before it starts ({self.start})"
        if self.seconds > LONGEST_EXPOSURE_S:
            return f"spans {_length(self.seconds)} ({self.start} to {self.stop}), so it has no single sun"
        return None


def find_span(texts: Iterable[str]) -> TimeSpan | None:
    """The span that the first text with a start time states; texts are labels, or tags as ``name=value``.

    A stop time is looked for in the same text, then in the others.
    """
    texts = list(texts)
    for index, text in enumerate(texts):
        start = _first(_ENDS["start"], text)
        if start:
            stops = (_first(_ENDS["stop"], other) for other in (text, *texts[:index], *texts[index + 1 :]))
            return TimeSpan(start, next((stop for stop in stops if stop), None))
    return None


def _first(pattern: re.Pattern[str], text: str) -> str | None:
    """First valid moment in calendar notation; labels also count days of the year."""
    for match in pattern.finditer(text):
        moment = match.group(1)
        date, clock = moment.split("T")
        clock = re.sub(r"\.(\d{1,6})\d*$", lambda m: f".{m.group(1):0<6}", clock)
        try:
            if len(date) == 8:
                date = datetime.strptime(date, "%Y-%j").strftime("%Y-%m-%d")
            datetime.fromisoformat(f"{date}T{clock}")
        except ValueError:
            continue
        return f"{date}T{clock}"
    return None


def _length(seconds: float) -> str:
    days = seconds / 86_400.0
    if days >= 730.0:
        return f"{days / 365.25:.0f} years"
    if days >= 2.0:
        return f"{days:.0f} days"
    return f"{seconds / 3600.0:.1f} hours"
