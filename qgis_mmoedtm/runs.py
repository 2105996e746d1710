"""Runs of this session, for whoever wants to look at what came out of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from qgis.PyQt.QtCore import QObject, pyqtSignal

from .translation import tr


@dataclass(frozen=True)
class Run:
    """A run that ended well.

    Attributes
    ----------
    operation : Operation
    subject : str
        The image or layer that it is of.
    inputs : mapping
        What it was given, by the parameter's name, in the worker's terms; None for what was left out.
    outputs : mapping
        Files and folders that it wrote, by the parameter's name.
    results : mapping
        Its figures, by name.
    """

    operation: Any
    subject: str
    inputs: Mapping[str, Any]
    outputs: Mapping[str, str]
    results: Mapping[str, Any]

    @property
    def title(self) -> str:
        """For a list of runs."""
        return f"{tr(self.operation.label)}: {self.subject}"

    @property
    def parameters(self) -> dict:
        """Inputs as a dialog takes them, to run again; outputs get names of their own."""
        return {name.upper(): value for name, value in self.inputs.items() if value is not None}

    @property
    def dtm(self) -> str:
        """The heights that it made, else those that it looked at; empty where there are none."""
        styles = {one.name: one.style for one in (*self.operation.parameters, *self.operation.results)}
        made = [path for name, path in self.outputs.items() if styles[name] == "dtm"]
        return (made or [self.inputs.get("dtm") or ""])[0]

    @property
    def report(self) -> str:
        """Its page; empty where there is none."""
        return next((path for path in self.outputs.values() if path.endswith(".html")), "")


class Runs(QObject):
    """Says when a run has ended; it is told so in the run's own thread."""

    ended = pyqtSignal(object)


runs = Runs()
