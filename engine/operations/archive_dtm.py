"""Archive DTM: a DTM with label, catalogue item, citations and the move of its coarse DEM."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from ..contract.declare import Operation, Result
from ..contract.settings import parameter
from .groups import GROUP_TERRAIN


@dataclass(frozen=True)
class ArchiveDtmSettings:
    """What Make a DTM ready for an archive is asked for."""

    input: str = parameter(
        "raster",
        "DTM",
        "As Reconstruct DTM, Reconstruct region, Mosaic DTMs or Combine DTMs wrote it: its tags tell of what it was "
        "made.",
    )
    authors: str = parameter(
        "text",
        "Authors",
        "As they are to be cited, like: Armstrong, N.; Aldrin, B.",
    )
    title: Optional[str] = parameter(
        "text",
        "Title",
        "Left empty, it names the image.",
        optional=True,
    )
    year: Optional[int] = parameter(
        "integer",
        "Year of publication",
        "Left empty, this year.",
        optional=True,
        advanced=True,
        low=1960,
        high=2200,
    )
    time: Optional[str] = parameter(
        "text",
        "Time of the image",
        "UTC, like 2010-09-24T03:57:51. Left empty, the name of the image tells it (LROC NAC, ShadowCam).",
        optional=True,
    )
    lid: Optional[str] = parameter(
        "text",
        "Logical identifier",
        "Of the product in PDS4, like urn:nasa:pds:my_bundle:data_derived:my_dtm. Left empty, one is made of the name "
        "of the file, which an archive will replace.",
        optional=True,
        advanced=True,
    )
    output: str = parameter(
        "folder_target",
        "Folder",
        "Holds the DTM as an uncompressed GeoTIFF with its PDS4 label (.xml), a STAC item (.json), a text of citations "
        "and the move of the coarse DEM for Ames Stereo Pipeline (4 x 4 matrix) and ISIS (.pvl).",
    )


OPERATION = Operation(
    name="archive_dtm",
    label="Make a DTM ready for an archive",
    group=GROUP_TERRAIN,
    help="Writes a folder that an archive can take: the DTM as PDS4 has it (an uncompressed GeoTIFF with a label), a "
    "STAC item for catalogues, how to cite the DTM and what it was made of, and the fitted move of the coarse DEM: as "
    "a file that pc_align of the Ames Stereo Pipeline takes with --initial-transform (it turns the coarse DEM about "
    "the Moon's centre to where the image has it), as another one that leads back, and as numbers for ISIS.",
    settings=ArchiveDtmSettings,
    results=(
        Result("lid", "text", "Logical identifier"),
        Result("time", "text", "Time of the image (UTC)"),
        Result("citation", "text", "To be cited"),
        Result("moved_east", "number", "Coarse DEM was moved east (m)"),
        Result("moved_north", "number", "Coarse DEM was moved north (m)"),
    ),
    run="deposit.run:archive_dtm",
)
