"""What goes where in a panel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import ParameterError
from .rows import rows_of

if TYPE_CHECKING:
    from ...operations.draw_panel import DrawPanelSettings

OF_HEIGHTS = ("hillshade", "heights", "slope", "roughness", "difference")
"""What is drawn of heights in metres."""

OF_VALUES = ("image", "values", "classes", "shadows", "height_error", "slope_error", "support")
"""What is drawn of a raster as it is."""


@dataclass(frozen=True)
class Place:
    """One picture that is asked for.

    Attributes
    ----------
    show : str
        Of OF_HEIGHTS or OF_VALUES.
    raster : str
    title : str
    minus : str
        Of a difference: the raster that is taken off.
    range : (float, float), optional
        Of the colours.
    label : str
        Of the colour bar.
    smooth : bool
        Cubic splines between the posts, as a coarse DEM needs them.
    """

    show: str
    raster: str
    title: str = ""
    minus: str = ""
    range: tuple[float, float] | None = None
    label: str = ""
    smooth: bool = False


@dataclass(frozen=True)
class Line:
    """A row: its places, None for an empty one; of one area where that is named, else of all of the ground."""

    title: str
    places: Sequence[Place | None]
    area: str = ""


@dataclass(frozen=True)
class Layout:
    """A panel.

    Attributes
    ----------
    grid : str
        The raster on whose grid all are drawn.
    lines : sequence of Line
    profiles : sequence of (str, str)
        Title and raster of the heights that are drawn along lines.
    """

    grid: str
    lines: Sequence[Line]
    profiles: Sequence[tuple[str, str]]


def usual(settings: DrawPanelSettings, areas: Sequence[str]) -> Layout:
    """The layout without a file: a column for image, coarse DEM, each DTM and reference, a row for each quantity.

    Parameters
    ----------
    settings : DrawPanelSettings
    areas : sequence of str
        Names of those that lie on the ground: a row of hillshades for each.

    Raises
    ------
    ParameterError
        Labels or rows do not fit.
    """
    rows = rows_of(settings.rows, settings.reference is not None)
    surfaces = [Place("heights", raster, title) for title, raster in zip(_titles(settings), settings.input)]
    if settings.coarse_dem:
        surfaces.insert(0, Place("heights", settings.coarse_dem, "coarse DEM", smooth=True))
    reference = Place("heights", settings.reference, "reference") if settings.reference else None
    columns = [*surfaces, *([reference] if reference else [])]

    def line(title: str, show: str, limits: tuple[float, float] | None, head: bool, area: str) -> Line:
        places: list[Place | None] = []
        if settings.image:
            places.append(Place("image", settings.image, "image" if head else "") if head or area else None)
        for column in columns:
            own = replace(column, show=show, title=column.title if head else "", range=limits)
            if reference is not None and show == "difference":
                places.append(None if column is reference else replace(own, minus=reference.raster))
            else:
                places.append(own)
        return Line(title, places, area)

    lines = [line(row.kind, row.kind, row.range, index == 0, "") for index, row in enumerate(rows)]
    lines += [line(f"area {name}", "hillshade", None, False, name) for name in areas]
    return Layout(settings.input[0], lines, [(column.title, column.raster) for column in columns])


def _titles(settings: DrawPanelSettings) -> list[str]:
    if not settings.labels:
        return [Path(path).stem for path in settings.input]
    titles = [title.strip() for title in settings.labels.split(";")]
    if len(titles) != len(settings.input):
        raise ParameterError(
            f"labels has {len(titles)} titles for {len(settings.input)} DTMs; write one for each, separated by "
            "semicolons."
        )
    return titles
