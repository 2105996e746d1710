"""Binary tables of LOLA's reduced data records (RDR): five spots of the ground in each record.

Layout of LOLARDR.FMT (Neumann, LOLA RDR Software Interface Specification, version 2.65).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from ..arrays import DoubleArray
from ..errors import LayerError

RECORD_BYTES = 256
SPOTS, FIRST_BYTE, SPOT_BYTES = 5, 40, 40
"""Spots in a record, where the first of them begins, and the length of each."""

DEGREES, METRES = 1e-7, 1e-3
"""Units of angles and radii."""

INVALID = 0xFF
"""Bits of the flag of a spot of which any says that it is no ground."""

MISSING_ANGLE, MISSING_RADIUS = -(2**31), -1

CHUNK = 100_000
"""Records read at a time."""

_SPOT = np.dtype([("longitude", "<i4"), ("latitude", "<i4"), ("radius", "<i4"), ("rest", "<u4", 6), ("flag", "<u4")])
_RECORD = np.dtype(
    {"names": ["spots"], "formats": [(_SPOT, SPOTS)], "offsets": [FIRST_BYTE], "itemsize": RECORD_BYTES}
)


def is_rdr(path: Path) -> bool:
    """Whether a name is that of a binary table or of its label."""
    return path.suffix.lower() in (".dat", ".lbl", ".xml")


def read_rdr(path: Path) -> Iterator[tuple[DoubleArray, DoubleArray, DoubleArray, int]]:
    """Longitudes and latitudes in degrees and radii in metres, a part of the table after the other.

    Parameters
    ----------
    path : Path
        Of the table, or of the label beside it.

    Yields
    ------
    three (n,) arrays and a number
        The number is that of spots left out because they are missing or flagged as no ground.

    Raises
    ------
    LayerError
        The file is not there, or holds no whole records.
    """
    table = path if path.suffix.lower() == ".dat" else _beside(path)
    try:
        size = table.stat().st_size
        if size == 0 or size % RECORD_BYTES:
            raise LayerError(
                f"{table} has {size:,} bytes, which are no whole records of {RECORD_BYTES} as LOLA's RDR tables have; "
                "give a whole table, or one in CSV."
            )
        with table.open("rb") as file:
            while block := file.read(CHUNK * RECORD_BYTES):
                spots = np.frombuffer(block, _RECORD)["spots"].ravel()
                missing = (spots["longitude"] == MISSING_ANGLE) | (spots["latitude"] == MISSING_ANGLE)
                good = ~missing & (spots["radius"] != MISSING_RADIUS) & (spots["flag"] & INVALID == 0)
                kept = spots[good]
                angles = (kept[name].astype(np.float64) * DEGREES for name in ("longitude", "latitude"))
                yield *angles, kept["radius"].astype(np.float64) * METRES, int((~good).sum())
    except OSError as error:
        raise LayerError(f"{table} cannot be read ({error.strerror or error}); check the path.") from error


def _beside(label: Path) -> Path:
    """The table of a label: the file of its name."""
    for suffix in (".dat", ".DAT", ".Dat"):
        if label.with_suffix(suffix).is_file():
            return label.with_suffix(suffix)
    raise LayerError(f"{label} has no table {label.stem}.dat beside it; give the table of LOLA shots itself.")
