"""Attacks on products of archives: PDS3 and PDS4 labels whose fields say something else."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import rasterio

from tests.campaigns import fuzz_case as of
from tests.campaigns.fuzz_rasters import READ

ODD: Sequence[str] = (
    "", "N/A", "'N/A'", "UNK", "NULL", "0", "-1", "1", "1E400", "-1E400", "NaN", "INF", "2147483648", "99999999999",
    "0.0",
    "1.0E-30", '"', "'", "(", "(1, 2)", "{", "2#1111#", "16#FFFFFFFF#", "METER", "KILOMETER", "<m>", "5 <furlong>",
    "1 <",
    "MARS", "EARTH", '"MOON"', "POLAR STEREOGRAPHIC", "SINUSOIDAL", "9999-99-99T99:99:99",
    "2009-07-13T17:33:17.123456789Z",
    "MSB_INTEGER", "PC_REAL", "VAX_REAL", "8", "64", "7", "x" * 3000, "\u00fc", "\0", '"/etc/passwd"', '"../odd.lbl"',
    "END",
)  # fmt: skip

PDS3 = {
    "PDS_VERSION_ID": "PDS3", "RECORD_TYPE": "FIXED_LENGTH", "RECORD_BYTES": "{record}", "FILE_RECORDS": "{rows}",
    "^IMAGE": '"{file}"', "DATA_SET_ID": '"LRO-L-LOLA-4-GDR-V1.0"', "PRODUCT_ID": '"{stem}"', "TARGET_NAME": "MOON",
    "START_TIME": "2009-07-13T17:33:17", "STOP_TIME": "2009-07-13T17:33:19", "SUB_SOLAR_AZIMUTH": "292.0 <deg>",
    "INCIDENCE_ANGLE": "58.0 <deg>", "SUB_SOLAR_LATITUDE": "0.5 <deg>", "SUB_SOLAR_LONGITUDE": "60.0 <deg>",
    "OBJECT": "IMAGE", "LINES": "{rows}", "LINE_SAMPLES": "{columns}", "SAMPLE_TYPE": "PC_REAL", "SAMPLE_BITS": "32",
    "BANDS": "1", "UNIT": "METER", "SCALING_FACTOR": "1.0", "OFFSET": "0.0", "MISSING_CONSTANT": "-3.4E38",
    "END_OBJECT": "IMAGE", "OBJECT ": "IMAGE_MAP_PROJECTION", "MAP_PROJECTION_TYPE": '"EQUIRECTANGULAR"',
    "A_AXIS_RADIUS": "1737.4 <km>", "B_AXIS_RADIUS": "1737.4 <km>", "C_AXIS_RADIUS": "1737.4 <km>",
    "POSITIVE_LONGITUDE_DIRECTION": '"EAST"', "CENTER_LATITUDE": "0.0 <deg>", "CENTER_LONGITUDE": "0.0 <deg>",
    "MAP_SCALE": "{gsd} <m/pix>", "MAP_RESOLUTION": "{resolution} <pix/deg>", "LINE_PROJECTION_OFFSET": "{line} <pix>",
    "SAMPLE_PROJECTION_OFFSET": "{sample} <pix>", "MAP_PROJECTION_ROTATION": "0.0",
    "END_OBJECT ": "IMAGE_MAP_PROJECTION",
}  # fmt: skip

PDS4 = """<?xml version="1.0" encoding="UTF-8"?>
<Product_Observational xmlns="http://pds.nasa.gov/pds4/pds/v1" xmlns:cart="http://pds.nasa.gov/pds4/cart/v1">
<Observation_Area><Time_Coordinates><start_date_time>2009-07-28T19:35:36Z</start_date_time>
<stop_date_time>2009-07-28T19:35:37Z</stop_date_time></Time_Coordinates><Target_Identification><name>Moon</name>
<type>Satellite</type></Target_Identification><Discipline_Area><cart:Cartography><cart:Spatial_Reference_Information>
<cart:Horizontal_Coordinate_System_Definition><cart:Planar><cart:Map_Projection><cart:map_projection_name>
Equirectangular</cart:map_projection_name><cart:Equirectangular><cart:standard_parallel_1 unit="deg">0
</cart:standard_parallel_1><cart:longitude_of_central_meridian unit="deg">0</cart:longitude_of_central_meridian>
</cart:Equirectangular></cart:Map_Projection><cart:Planar_Coordinate_Information><cart:Coordinate_Representation>
<cart:pixel_resolution_x unit="m/pixel">{gsd}</cart:pixel_resolution_x><cart:pixel_resolution_y unit="m/pixel">{gsd}
</cart:pixel_resolution_y></cart:Coordinate_Representation></cart:Planar_Coordinate_Information><cart:Geo_Transformation>
<cart:upperleft_corner_x unit="m">{x}</cart:upperleft_corner_x><cart:upperleft_corner_y unit="m">{y}
</cart:upperleft_corner_y></cart:Geo_Transformation></cart:Planar><cart:Geodetic_Model><cart:spheroid_name>Moon
</cart:spheroid_name><cart:a_axis_radius unit="km">1737.4</cart:a_axis_radius><cart:b_axis_radius unit="km">1737.4
</cart:b_axis_radius><cart:c_axis_radius unit="km">1737.4</cart:c_axis_radius></cart:Geodetic_Model>
</cart:Horizontal_Coordinate_System_Definition></cart:Spatial_Reference_Information></cart:Cartography></Discipline_Area>
</Observation_Area><File_Area_Observational><File><file_name>{file}</file_name></File><Array_2D_Image><offset
 unit="byte">0</offset><axes>2</axes><axis_index_order>Last Index Fastest</axis_index_order><Element_Array><data_type>
IEEE754LSBSingle</data_type><unit>m</unit><scaling_factor>1</scaling_factor><value_offset>0</value_offset>
</Element_Array><Axis_Array><axis_name>Line</axis_name><elements>{rows}</elements><sequence_number>1</sequence_number>
</Axis_Array><Axis_Array><axis_name>Sample</axis_name><elements>{columns}</elements><sequence_number>2</sequence_number>
</Axis_Array><Special_Constants><missing_constant>-3.4E38</missing_constant></Special_Constants></Array_2D_Image>
</File_Area_Observational></Product_Observational>
"""


def case(rng: random.Random, room: Path, folder: Path) -> of.Case:
    """One operation with one odd product."""
    made = of.plain(rng.choice(READ), room, folder)
    name = rng.choice(of.inputs_of(made.operation, ("raster", "rasters"), made.given))
    source = Path(of.path_of(made, name))
    with rasterio.open(source) as dataset:
        values, affine = dataset.read(1).astype("<f4"), dataset.transform
    rows, columns = values.shape
    fields = {
        "rows": rows, "columns": columns, "record": 4 * columns, "gsd": affine.a, "x": affine.c, "y": affine.f,
        "resolution": 1737400.0 * np.pi / 180.0 / affine.a, "line": affine.f / affine.a - 0.5,
        "sample": -affine.c / affine.a - 0.5, "file": "odd.img", "stem": "ODD",
    }  # fmt: skip
    (folder / "odd.img").write_bytes(values.tobytes()[: rng.choice([values.nbytes] * 5 + [values.nbytes // 2, 0])])
    label, made.what = rng.choice([_pds3, _pds3, _pds4])(rng, fields)
    path = folder / ("odd.xml" if label.startswith("<") else "odd.lbl")
    content = label.encode("utf-8")
    if rng.random() < 0.2:
        content, how = of.damage(rng, content, len(content))
        made.what += f", bytes {how}"
    path.write_bytes(content)
    of.replace_input(made, name, str(path))
    made.what = f"{name}: {made.what}"
    if rng.random() < 0.5 and made.given.get("sun_azimuth") is not None:
        made.given["sun_azimuth"] = made.given["sun_incidence"] = None  # then the label's is asked for
    return made


def _pds3(rng: random.Random, fields: dict[str, object]) -> tuple[str, str]:
    label = {key: value.format(**fields) for key, value in PDS3.items()}
    said = []
    for _ in range(rng.choice([1, 1, 1, 2, 5])):
        key, value = rng.choice(list(label)), rng.choice(ODD)
        how = rng.choice(["value", "value", "value", "value", "gone", "twice"])
        if how == "gone":
            del label[key]
        elif how == "twice":
            label[key + "  "] = value
        else:
            label[key] = value
        said.append(f"{key.strip()} {how} {ascii(value)[:30]}")
    text = "".join(f"{key.rstrip()} = {value}\r\n" for key, value in label.items()) + "END\r\n"
    return text, f"PDS3 {'; '.join(said)}"


def _pds4(rng: random.Random, fields: dict[str, object]) -> tuple[str, str]:
    pieces = PDS4.format(**fields).split(">")
    said = []
    for _ in range(rng.choice([1, 1, 1, 2, 5])):
        leaves = [i for i, piece in enumerate(pieces) if "</" in piece and piece.partition("</")[0].strip()]
        number, value = rng.choice(leaves), rng.choice(ODD).replace("<", "&lt;")
        _, mark, name = pieces[number].partition("</")
        pieces[number] = f"{value}{mark}{name}"
        said.append(f"{name} {ascii(value)[:30]}")
    return ">".join(pieces), f"PDS4 {'; '.join(said)}"
