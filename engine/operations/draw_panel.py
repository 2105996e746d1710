"""Draw panel: DTMs side by side on one grid and one colour scale."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from ..contract import requests
from ..contract.area_request import name_field
from ..contract.declare import Operation, Result
from ..contract.settings import parameter
from .groups import GROUP_MEASURES


@dataclass(frozen=True)
class DrawPanelSettings:
    """What Draw figure panel is asked for."""

    input: tuple[str, ...] = parameter(
        "rasters",
        "DTMs",
        "One or more DTMs, a column each. All are drawn on the grid of the first.",
        unless=("layout",),
    )
    layout: Optional[str] = parameter(
        "file",
        "Layout",
        "A TOML file that says what goes where, as figures of papers need it: rows of cells, each with the raster that "
        "it shows and how (image, hillshade, heights, slope, roughness, difference, classes, shadows, values), its "
        "title and the range of its colours. DTMs, image and rows are then left empty. The page of this algorithm has "
        "an example.",
        optional=True,
        advanced=True,
    )
    labels: Optional[str] = parameter(
        "text",
        "Names of the DTMs",
        "Titles of the columns in the order of the DTMs, separated by semicolons. Left empty, the names of the files.",
        optional=True,
    )
    image: Optional[str] = parameter(
        "raster",
        "Image",
        "The image that the DTMs were made from; the first column.",
        optional=True,
    )
    coarse_dem: Optional[str] = parameter(
        "raster",
        "Coarse DEM",
        "A column of its own, interpolated by cubic splines.",
        optional=True,
    )
    reference: Optional[str] = parameter(
        "raster",
        "Reference",
        "Heights taken as true: the last column. Differences are drawn against it.",
        optional=True,
    )
    height_unit: str = requests.height_unit()
    extent: Optional[str] = requests.extent()
    rows: Optional[str] = parameter(
        "text",
        "Rows",
        "What is drawn of every DTM, a row each, separated by semicolons: hillshade, heights, slope, roughness, "
        "difference. A range may follow, as in 'slope 0..40'; else all of a row share the range of their values. Left "
        "empty: hillshade, slope, and with a reference the difference.",
        optional=True,
    )
    areas: Optional[str] = parameter(
        "vector",
        "Areas",
        "Polygons: boxes on the map, and for each a row of hillshades at full size.",
        optional=True,
    )
    name_field: str = name_field()
    lines: Optional[str] = parameter(
        "vector",
        "Lines",
        "Lines on the map, whose profiles are drawn below (the first three).",
        optional=True,
    )
    light_azimuth: Optional[float] = parameter(
        "number",
        "Light of the hillshades from",
        "Degrees clockwise from map north. Left empty, the sun of the first DTM's image where its tags tell it, else "
        "the north-west (315).",
        optional=True,
        low=-360.0,
        high=360.0,
        unit="degrees",
        advanced=True,
    )
    light_incidence: Optional[float] = parameter(
        "number",
        "Angle of that light from the vertical",
        "Left empty, that of the same sun, else 45.",
        optional=True,
        low=0.0,
        high=89.0,
        unit="degrees",
        advanced=True,
    )
    size: int = parameter(
        "integer",
        "Size of a picture",
        "Pixels along its longer side.",
        default=500,
        low=100,
        high=3000,
        advanced=True,
    )
    output: str = parameter(
        "file_target",
        "Panel",
        "PNG.",
        suffix="png",
    )
    output_pdf: Optional[str] = parameter(
        "file_target",
        "Panel as PDF",
        "The same for print.",
        optional=True,
        suffix="pdf",
    )


OPERATION = Operation(
    name="draw_panel",
    label="Draw figure panel",
    group=GROUP_MEASURES,
    help="Draws DTMs side by side as figures of papers do: hillshades, heights, slopes, roughness and differences on "
    "one grid, each row with one colour scale. Image, coarse DEM and reference become columns as far as they are "
    "given, areas become boxes with insets, lines are drawn with their profiles. There are a scale bar, arrows to map "
    "north and to the light, and letters. No choice is needed but the DTMs.",
    settings=DrawPanelSettings,
    results=(
        Result("pictures", "number", "Pictures drawn"),
        Result("pixel", "number", "Metres to a drawn pixel"),
    ),
    run="measures.panel.run:draw_panel",
)
