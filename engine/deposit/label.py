"""The PDS4 label of a DTM: GDAL's description of the file and its map, and what only this program knows.

Structure after the PDS4 common schema 1G00 (information model 1.16) and the cartography dictionary 1950, which are
those that GDAL writes.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree  # nosec B405

from ..errors import ParameterError
from ..products.clocks import time_in_name
from .facts import Facts
from .outline import Outline

PDS = "http://pds.nasa.gov/pds4/pds/v1"
CART = "http://pds.nasa.gov/pds4/cart/v1"
DISP = "http://pds.nasa.gov/pds4/disp/v1"
XSI = "http://www.w3.org/2001/XMLSchema-instance"

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<?xml-model href="https://pds.nasa.gov/pds4/pds/v1/PDS4_PDS_1G00.sch" schematypens="http://purl.oclc.org/dsdl/schematron"?>
<?xml-model href="https://pds.nasa.gov/pds4/disp/v1/PDS4_DISP_1G00_1500.sch" schematypens="http://purl.oclc.org/dsdl/schematron"?>
<?xml-model href="https://pds.nasa.gov/pds4/cart/v1/PDS4_CART_1G00_1950.sch" schematypens="http://purl.oclc.org/dsdl/schematron"?>
"""

LROC = (
    ("Lunar Reconnaissance Orbiter", "Mission",
     "urn:nasa:pds:context:investigation:mission.lunar_reconnaissance_orbiter"),
    ("Lunar Reconnaissance Orbiter", "Spacecraft", "urn:nasa:pds:context:instrument_host:spacecraft.lro", "host"),
    ("Lunar Reconnaissance Orbiter Camera", "Instrument", "urn:nasa:pds:context:instrument:lroc.lro", "instrument"),
)  # fmt: skip
SHADOWCAM = (
    ("Korea Pathfinder Lunar Orbiter", "Mission",
     "urn:nasa:pds:context:investigation:mission.korea_pathfinder_lunar_orbiter"),
    ("Korea Pathfinder Lunar Orbiter", "Spacecraft", "urn:nasa:pds:context:instrument_host:spacecraft.kplo", "host"),
    ("ShadowCam", "Instrument", "urn:nasa:pds:context:instrument:shadowcam.kplo", "instrument"),
)  # fmt: skip


@dataclass(frozen=True)
class About:
    """What a user says of a product.

    Attributes
    ----------
    title, authors : str
    year : int
        Of publication.
    lid : str
        Logical identifier.
    """

    title: str
    authors: str
    year: int
    lid: str


def require_lid(lid: str) -> None:
    """Refuse what is no logical identifier of a product: urn, agency, pds, bundle, collection, product."""
    parts = lid.split(":")
    fits = len(parts) == 6 and parts[0] == "urn" and all(
        part and set(part) <= set("abcdefghijklmnopqrstuvwxyz0123456789-._") for part in parts
    )  # fmt: skip
    if not fits or len(lid) > 255:
        raise ParameterError(
            f"lid is {lid[:100]!r}, but must have six parts of small letters, digits and -._ like "
            "urn:nasa:pds:my_bundle:data_derived:my_dtm."
        )


def complete(path: Path, data: Path, about: About, facts: Facts, ground: Outline) -> None:
    """Fill in the label that GDAL wrote.

    Parameters
    ----------
    path : Path
        Of the label, which is written anew.
    data : Path
        The GeoTIFF that it describes.
    about : About
    facts : Facts
    ground : Outline
    """
    for prefix, name in (("", PDS), ("cart", CART), ("disp", DISP), ("xsi", XSI)):
        ElementTree.register_namespace(prefix, name)
    root = ElementTree.fromstring(path.read_bytes())  # nosec B314: GDAL wrote it a moment ago
    discipline = _find(root, "Observation_Area/Discipline_Area")
    files = _find(root, "File_Area_Observational")
    for child in list(root):
        root.remove(child)
    root.append(_identification(about, facts))
    root.append(_observation(facts, discipline, ground))
    root.append(_references(facts))
    root.append(_file_area(files, data))
    ElementTree.indent(root)
    text = ElementTree.tostring(root, encoding="unicode")
    path.write_text(f"{HEAD}{text}\n", encoding="utf-8")


def _identification(about: About, facts: Facts) -> ElementTree.Element:
    area = _element("Identification_Area")
    _texts(area, logical_identifier=about.lid, version_id="1.0", title=about.title,
           information_model_version="1.16.0.0", product_class="Product_Observational")  # fmt: skip
    cited = _inside(area, "Citation_Information")
    _texts(cited, author_list=about.authors, publication_year=str(about.year), keyword="Digital terrain model",
           description=f"Heights in metres above a sphere of 1737.4 km, made with {facts.software} "
           f"({facts.operation}) of one orbital image and a coarse DEM.")  # fmt: skip
    return area


def _observation(facts: Facts, discipline: ElementTree.Element, ground: Outline) -> ElementTree.Element:
    area = _element("Observation_Area")
    time = f"{facts.time:%Y-%m-%dT%H:%M:%S}Z"
    times = _inside(area, "Time_Coordinates")
    _texts(times, start_date_time=time)
    stop = _inside(times, "stop_date_time")
    stop.set(f"{{{XSI}}}nil", "true")
    stop.set("nilReason", "unknown")
    _texts(_inside(area, "Primary_Result_Summary"), purpose="Science", processing_level="Derived")
    _mission(area, facts)
    target = _inside(area, "Target_Identification")
    _texts(target, name="Moon", type="Satellite")
    _reference(target, "urn:nasa:pds:context:target:satellite.earth.moon", "data_to_target")
    for name, value in zip(("west", "south", "east", "north"), ground.box):
        found = discipline.find(f".//{{{CART}}}{name}_bounding_coordinate")
        if found is not None:
            found.text = f"{value:.7f}"
    area.append(discipline)
    return area


def _mission(area: ElementTree.Element, facts: Facts) -> None:
    """Mission, spacecraft and instrument, as far as the name of the image tells them."""
    known = _camera(facts.image)
    place = _inside(area, "Investigation_Area")
    if known is None:
        _texts(place, name="Not known", type="Individual Investigation")
        _reference(place, "urn:nasa:pds:context:investigation:individual.none", "data_to_investigation")
        system = _inside(area, "Observing_System")
        _texts(_inside(system, "Observing_System_Component"), name="Orbital camera", type="Instrument")
        return
    mission, *components = known
    _texts(place, name=mission[0], type=mission[1])
    _reference(place, mission[2], "data_to_investigation")
    system = _inside(area, "Observing_System")
    for name, kind, lid, role in components:
        part = _inside(system, "Observing_System_Component")
        _texts(part, name=name, type=kind)
        _reference(part, lid, "is_instrument_host" if role == "host" else "is_instrument")


def _camera(image: str) -> tuple | None:
    """Mission and camera by a product's name; None where it is no name of LROC's or ShadowCam's."""
    if time_in_name(image) is None:
        return None
    return SHADOWCAM if re.match(r"(?i)M\d{9}S", image) else LROC


def _references(facts: Facts) -> ElementTree.Element:
    area = _element("Reference_List")
    for text in facts.citations or ("Source of the coarse DEM: not known.",):
        _texts(_inside(area, "External_Reference"), reference_text=text)
    for role, file, sha in facts.inputs:
        _texts(_inside(area, "External_Reference"), reference_text=f"Input ({role}): {file}, SHA-256 {sha}")
    return area


def _file_area(area: ElementTree.Element, data: Path) -> ElementTree.Element:
    """GDAL's description of the file, as an image of two axes, with its size and checksum."""
    file = _find(area, "File")
    _texts(file, md5_checksum=_md5(data))
    size = _element("file_size")
    size.set("unit", "byte")
    size.text = str(data.stat().st_size)
    file.insert(1, size)
    array = _find(area, "Array_3D_Image")
    array.tag = f"{{{PDS}}}Array_2D_Image"
    _find(array, "axes").text = "2"
    band, *others = array.findall(f"{{{PDS}}}Axis_Array")
    array.remove(band)
    for number, axis in enumerate(others, start=1):
        _find(axis, "sequence_number").text = str(number)
    element = _find(array, "Element_Array")
    unit = element.find(f"{{{PDS}}}unit")
    if unit is None:
        unit = _inside(element, "unit")
    unit.text = "m"
    return area


def _md5(path: Path) -> str:
    """As PDS4 asks for it; against damage, not against malice."""
    md5 = hashlib.md5(usedforsecurity=False)
    with path.open("rb") as file:
        while block := file.read(1 << 22):
            md5.update(block)
    return md5.hexdigest()


def _element(name: str) -> ElementTree.Element:
    return ElementTree.Element(f"{{{PDS}}}{name}")


def _inside(parent: ElementTree.Element, name: str) -> ElementTree.Element:
    return ElementTree.SubElement(parent, f"{{{PDS}}}{name}")


def _texts(parent: ElementTree.Element, **texts: str) -> None:
    for name, text in texts.items():
        _inside(parent, name).text = text


def _reference(parent: ElementTree.Element, lid: str, kind: str) -> None:
    _texts(_inside(parent, "Internal_Reference"), lid_reference=lid, reference_type=kind)


def _find(parent: ElementTree.Element, path: str) -> ElementTree.Element:
    found = parent.find("/".join(f"{{{PDS}}}{name}" for name in path.split("/")))
    assert found is not None, f"GDAL's label has {path}"
    return found
