"""An area of interest as text: xmin,xmax,ymin,ymax, and a CRS in brackets. Standard library only.

This is how QGIS writes an extent; every door takes it so.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from ..errors import ParameterError

_FORM = re.compile(r"\s*([^\[\]]*?)\s*(?:\[(.*)\])?\s*", re.DOTALL)

EXAMPLE = "100,400,-300,-50 or 23.1,23.4,0.5,0.8 [IAU_2015:30100]"


@dataclass(frozen=True)
class Extent:
    """A rectangle along the axes of a CRS.

    Attributes
    ----------
    x_min, x_max, y_min, y_max : float
        Units of the CRS.
    crs : str
        In any notation that PROJ reads; empty for the CRS of the raster that it is laid on.
    """

    x_min: float
    x_max: float
    y_min: float
    y_max: float
    crs: str = ""

    @classmethod
    def of(cls, text: str) -> Extent:
        """The extent that a text tells.

        Raises
        ------
        ParameterError
            It tells none.
        """
        form = _FORM.fullmatch(text)
        parts = form.group(1).split(",") if form else []
        try:
            numbers = [float(part) for part in parts]
        except ValueError:
            numbers = []
        if form is None or len(numbers) != 4 or not all(math.isfinite(number) for number in numbers):
            raise ParameterError(
                f"The extent {text[:100]!r} is no area; give xmin,xmax,ymin,ymax, and the CRS in brackets where it is "
                f"not the raster's, like {EXAMPLE}."
            )
        x_min, x_max, y_min, y_max = numbers
        extent = cls(x_min, x_max, y_min, y_max, " ".join((form.group(2) or "").split()))
        if not (extent.x_min < extent.x_max and extent.y_min < extent.y_max):
            raise ParameterError(
                f"The extent {text[:100]!r} has no area; give xmin,xmax,ymin,ymax in this order, each minimum below "
                "its maximum."
            )
        return extent

    def __str__(self) -> str:
        edges = (self.x_min, self.x_max, self.y_min, self.y_max)
        numbers = ",".join(repr(float(edge)).removesuffix(".0") for edge in edges)
        return f"{numbers} [{self.crs}]" if self.crs else numbers
