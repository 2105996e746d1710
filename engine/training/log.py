"""The log of a run: a CSV with a line every few steps."""

from __future__ import annotations

import math
from pathlib import Path

from ..contract.shortage import output_error
from ..errors import OutputError

FIELDS = ("step", "loss", "rmse_ratio", "slope_ratio", "rate", "waited_share", "steps_per_s")
NAME = "log.csv"


class Log:
    """The log opened for writing on, with what a killed run wrote beyond its checkpoint taken off.

    Parameters
    ----------
    folder : Path
        Of the run.
    first : int
        Steps that the run goes on from.

    Raises
    ------
    OutputError
        It cannot be written.
    """

    def __init__(self, folder: Path, first: int) -> None:
        self._path = folder / NAME
        rows = [line for line, values in _lines(self._path) if values[0] <= first]
        try:
            self._file = self._path.open("w", encoding="utf-8", newline="", buffering=1)
            self._file.write("\n".join([",".join(FIELDS), *rows]) + "\n")
        except OSError as error:
            raise self._failed(error) from error

    def write(
        self, step: int, loss: float, rmse: float, slope: float, rate: float, waited: float, steps_per_s: float
    ) -> None:
        """Add a line: step, loss, errors over the coarse DEM's, learning rate, share of time spent waiting, speed."""
        line = f"{step},{loss:.6f},{rmse:.4f},{slope:.4f},{rate:.3e},{waited:.3f},{steps_per_s:.3f}\n"
        try:
            self._file.write(line)
        except OSError as error:
            raise self._failed(error) from error

    def close(self) -> None:
        """Close it."""
        self._file.close()

    def _failed(self, error: OSError) -> OutputError:
        return output_error(self._path, error)


def rows_of(folder: Path) -> list[dict[str, float]]:
    """Whole lines of a run's log; none where there is no log."""
    return [dict(zip(FIELDS, values)) for _, values in _lines(folder / NAME)]


def _lines(path: Path) -> list[tuple[str, list[float]]]:
    """Whole lines and their values; a line that a killed run left unfinished, or that is none of ours, is left out."""
    if not path.is_file():
        return []
    found = []
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            values = [float(part) for part in line.split(",")]
        except ValueError:
            continue
        if len(values) == len(FIELDS) and math.isfinite(values[0]):
            found.append((line, values))
    return found
