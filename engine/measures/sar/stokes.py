"""The Stokes parameters of a radar image: total power S1 and its circular part S4, from whatever bands hold them.

Mini-RF transmits left circular and receives two linear polarisations H and V. A level 1 product has four bands,
|H|^2, |V|^2 and the real and imaginary part of HV*, from which S1 = |H|^2 + |V|^2 and S4 = -2 Im(HV*) (USGS, Working
with Lunar Reconnaissance Orbiter MiniRF Data, in the documentation of ISIS); map-projected stacks have S1, S2, S3, S4.
The circular polarisation ratio is same over opposite sense, (S1 - S4) / (S1 + S4) (Raney et al. 2012, The m-chi
decomposition of hybrid dual-polarimetric radar data, IGARSS).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass

import numpy as np

from ...arrays import FloatArray
from ...contract.requests import SarBands
from ...errors import ParameterError
from ...raster.grid import Grid
from ...raster.reader import RasterReader
from ...raster.sources import bands_of

STOKES, HYBRID = "Stokes", "level 1"
"""What four bands are."""

_NAMED = re.compile(r"(?:^|[^A-Z0-9])S(?:TOKES)?[ _-]*([1-4])(?![0-9])")
"""A Stokes parameter in the description of a band: S1, S1_dB, Stokes 1."""

_POWERS = re.compile(r"\|?([HV])\|?\s*(?:\^|\*\*)\s*2")
"""A power of one polarisation: |H|^2."""


@dataclass(frozen=True)
class Channel:
    """A sum of bands, read in windows.

    Attributes
    ----------
    path : str
    unit : str
        That the file declares, lower case.
    terms : sequence of (RasterReader, float)
        Bands with their factors.
    """

    path: str
    unit: str
    terms: Sequence[tuple[RasterReader, float]]

    @property
    def grid(self) -> Grid:
        """Where its pixels lie."""
        return self.terms[0][0].grid

    def read(self, row: int, column: int, height: int, width: int) -> FloatArray:
        """A window as it is stored, NaN where any band is unknown."""
        parts = [np.float32(factor) * band.read(row, column, height, width) for band, factor in self.terms]
        return np.sum(parts, axis=0, dtype=np.float32)


@dataclass(frozen=True)
class Stokes:
    """A radar image.

    Attributes
    ----------
    s1 : Channel
        Total power.
    s4 : Channel or None
        Its circular part, where there is one.
    is_power : bool
        Whether only linear power makes sense of the bands.
    """

    s1: Channel
    s4: Channel | None
    is_power: bool

    @property
    def path(self) -> str:
        """Of its file."""
        return self.s1.path


def open_stokes(path: str, request: SarBands, stack: ExitStack) -> Stokes:
    """The Stokes parameters of a file.

    Parameters
    ----------
    path : str
    request : SarBands
        'auto' goes by the names of the bands and takes a single one for S1; numbers of bands overrule it.
    stack : ExitStack
        Closes the file.

    Raises
    ------
    ParameterError
        The names do not tell which band is S1, or there is no such band.
    MmoedtmError
        The file cannot be used.
    """
    names, bands = bands_of(path), request.sar_bands
    s1_band, s4_band = request.s1_band, request.s4_band

    def channel(*terms: tuple[int | None, float]) -> Channel:
        readers = [(stack.enter_context(RasterReader(path, band=number)), factor) for number, factor in terms]
        return Channel(path, readers[0][0].unit, readers)

    if s1_band is not None or s4_band is not None:
        if s1_band is None:
            raise ParameterError(f"s4_band is {s4_band}, but s1_band is not given; give both, or neither.")
        if bands == HYBRID:
            raise ParameterError(
                f"s1_band is {s1_band}, but the bands of level 1 hold no S1; leave one of the two choices out."
            )
        return Stokes(channel((s1_band, 1.0)), None if s4_band is None else channel((s4_band, 1.0)), False)
    if bands == "auto":
        bands = _told(names, path)
    if bands == "one":
        return Stokes(channel((None, 1.0)), None, False)
    if bands == "named":
        places = _stokes_of(names)
        return Stokes(channel((places[1], 1.0)), channel((places[4], 1.0)) if 4 in places else None, False)
    if len(names) != 4:
        raise ParameterError(
            f"{path} has {len(names)} bands, but sar_bands '{bands}' means four; choose what its bands are."
        )
    if bands == STOKES:
        return Stokes(channel((1, 1.0)), channel((4, 1.0)), False)
    return Stokes(channel((1, 1.0), (2, 1.0)), channel((4, -2.0)), True)


@dataclass(frozen=True)
class Senses:
    """Linear powers of the sense that was sent and of the opposite one, (H, W) arrays."""

    same: FloatArray
    opposite: FloatArray

    @classmethod
    def of(cls, s1: FloatArray, s4: FloatArray) -> Senses:
        """From Stokes parameters in linear power."""
        return cls((s1 - s4) / 2.0, (s1 + s4) / 2.0)

    @property
    def ratio(self) -> FloatArray:
        """Circular polarisation ratio; NaN where the opposite sense has no power."""
        with np.errstate(invalid="ignore", divide="ignore"):
            found = np.where(self.opposite > 0.0, self.same / self.opposite, np.nan)
        return found.astype(np.float32)


def _told(names: Mapping[int, str], path: str) -> str:
    """What the bands are by their names."""
    if len(names) == 1:
        return "one"
    if 1 in _stokes_of(names):
        return "named"
    powers = [match.group(1) if (match := _POWERS.search(name.upper())) else "" for name in names.values()]
    if len(names) == 4 and powers[:2] == ["H", "V"]:
        return HYBRID
    said = ", ".join(repr(name) for name in names.values()) if any(names.values()) else "none"
    raise ParameterError(
        f"{path} has {len(names)} bands, whose names ({said[:200]}) do not tell which is S1; choose what its bands "
        "are, or give the number of S1."
    )


def _stokes_of(names: Mapping[int, str]) -> dict[int, int]:
    """Numbers of bands by the Stokes parameter that their names tell; the first of each."""
    places: dict[int, int] = {}
    for number, name in names.items():
        match = _NAMED.search(name.upper())
        if match:
            places.setdefault(int(match.group(1)), number)
    return places
