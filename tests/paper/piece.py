"""A piece of the paper, a figure or a table: what is run for it, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .sheet import Sheet

AGREES, DIFFERS, OPEN = "agrees", "does not", "open"
"""What can be said of a claim: it holds here, it does not, or nothing here can tell."""


@dataclass(frozen=True)
class Claim:
    """One thing that the paper says.

    Attributes
    ----------
    what : str
    paper, ours : str
        The numbers, with their units.
    verdict : str
        AGREES, DIFFERS or OPEN.
    why : str
        A sentence.
    """

    what: str
    paper: str
    ours: str
    verdict: str
    why: str


@dataclass(frozen=True)
class Picture:
    """A picture: its file below the folder of all pieces, what it shows, and whether it is from made data alone."""

    file: str
    words: str
    made: bool


@dataclass(frozen=True)
class Table:
    """A table of plain text."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Command:
    """A command as a user would give it, in the folder of all pieces; on made data or on ``$DATA``."""

    text: str
    made: bool


@dataclass(frozen=True)
class Written:
    """A file that a user writes by hand or draws: a layout, boxes, lines."""

    file: str
    text: str
    made: bool


@dataclass
class Content:
    """What a piece has come to.

    Attributes
    ----------
    commands : list of Command
    written : list of Written
    pictures : list of Picture
    claims : list of Claim
    tables : list of Table
    notes : list of str
    seconds, cpu_seconds : float
        That its commands took, from beginning to end and on all processors.
    """

    commands: list[Command] = field(default_factory=list)
    written: list[Written] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    seconds: float = 0.0
    cpu_seconds: float = 0.0

    def plain(self) -> dict[str, Any]:
        """The same for a JSON file."""
        return asdict(self)

    @classmethod
    def from_plain(cls, values: dict[str, Any]) -> Content:
        """Read back what ``plain`` gave."""
        found = cls(**values)
        kinds = {"commands": Command, "written": Written, "pictures": Picture, "claims": Claim, "tables": Table}
        for name, kind in kinds.items():
            setattr(found, name, [kind(**one) for one in values[name]])
        return found

    def of_made_data(self) -> Content:
        """Only what needs no data from outside."""
        return replace(
            self,
            commands=[one for one in self.commands if one.made],
            written=[one for one in self.written if one.made],
            pictures=[one for one in self.pictures if one.made],
        )


@dataclass(frozen=True)
class Piece:
    """A figure or a table of the paper.

    Attributes
    ----------
    name : str
        As it is asked for: 'fig04', 'table1'.
    title : str
        As the page has it.
    paper : str
        What the paper shows there, in a sentence or two.
    draw : callable
        Runs the commands and says what came of them.
    """

    name: str
    title: str
    paper: str
    draw: Callable[[Sheet], None]
