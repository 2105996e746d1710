"""Small inputs for every operation, and what each is asked for with all of its targets."""

from __future__ import annotations

import json
import shutil
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import rasterio

from engine.contract.execute import execute
from engine.contract.parts import MANIFEST
from engine.contract.progress import Progress
from engine.operations import OPERATIONS, TOOLBOX
from engine.synthetic.product import write_scene
from engine.synthetic.scene import make_scene
from engine.vector.layer import ring, write_layer
from tests.conftest import MOON_EQC, identity_model, write_pack, write_raster

SUN = {"sun_azimuth": 292.0, "sun_incidence": 58.0}
SIDE_PX = 304
"""Of the image: one tile more than one of the shipped pack, with its overlap."""


OVER_THE_NETWORK = ("fetch_coarse_dem",)

TRIED = [
    name
    for name, one in TOOLBOX.items()
    if name not in OVER_THE_NETWORK and all(p.kind != "working_folder" for p in one.targets)
]
"""Operations that write their targets anew; those that go on in a folder or read an archive have tests of their own."""


def make_inputs(folder: Path) -> None:
    """Write all inputs into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    made = make_scene(4, "mountain", SIDE_PX, 2.0, 30.0, SUN["sun_azimuth"], SUN["sun_incidence"])
    paths = write_scene(made, folder / "scene")
    for name, path in paths.items():
        Path(path).rename(folder / f"{name}.tif")
    half = SIDE_PX * 2.0 / 2
    rng = np.random.default_rng(1)
    with rasterio.open(folder / "truth.tif") as dataset:
        truth = dataset.read(1).astype(np.float32)
    for name, first in (("west", 0), ("east", 110)):
        write_raster(folder / f"{name}.tif", truth[:, first : first + 190], origin=(-half + 2.0 * first, half))
    same, opposite = rng.gamma(2.0, 0.01, (150, 150)), rng.gamma(2.0, 0.05, (150, 150))
    stokes = np.stack((same + opposite, same * 0.1, opposite * 0.1, opposite - same)).astype(np.float32)
    with rasterio.open(write_raster(folder / "sar.tif", stokes, gsd=4.0), "r+") as radar:
        radar.descriptions = ("S1", "S2", "S3", "S4")
    point = struct.pack("<BI2d", 1, 1, -40.0, 30.0)
    write_layer(str(folder / "craters.gpkg"), MOON_EQC, "Point", [point], {"number": np.array([1], np.int32)})
    write_raster(folder / "spread.tif", np.full((100, 100), 0.3, np.float32), gsd=6.1)
    line = struct.pack("<BII4d", 1, 2, 2, -200.0, 100.0, 210.0, -90.0)
    write_layer(str(folder / "lines.gpkg"), MOON_EQC, "LineString", [line], {"number": np.array([1], np.int32)})
    rock = ring(np.array([20.0, 26.0, 26.0, 20.0]), np.array([40.0, 40.0, 46.0, 46.0]))
    write_layer(str(folder / "rocks.gpkg"), MOON_EQC, "Polygon", [rock], {"number": np.array([1], np.int32)})
    area = ring(np.array([-150.0, 120.0, 120.0, -150.0]), np.array([-140.0, -140.0, 130.0, 130.0]))
    write_layer(str(folder / "areas.gpkg"), MOON_EQC, "Polygon", [area], {"name": np.array(["box"], dtype=object)})
    metre = np.degrees(1.0 / 1737400.0)
    shots = [f"{(2.0 * c + 1.0 - half) * metre:.9f},{(half - 2.0 * r - 1.0) * metre:.9f},{truth[r, c]:.3f}"
             for r, c in rng.integers(20, SIDE_PX - 20, (300, 2))]  # fmt: skip
    (folder / "shots.csv").write_text("\n".join(["lon,lat,height", *shots]) + "\n")
    call("classify", {"image": folder / "image.tif", "coarse_dem": folder / "coarse_dem.tif", **SUN,
                      "output": folder / "classes.tif", "output_tiles": folder / "classes.gpkg"})  # fmt: skip
    call("mosaic", {"input": [folder / "west.tif", folder / "east.tif"], "output": folder / "dtm.tif"})
    write_pack(folder / "pack", identity_model())


def call(name: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Run an operation here."""
    plain = {k: [str(v) for v in value] if isinstance(value, list) else value for k, value in given.items()}
    plain = {k: str(v) if isinstance(v, Path) else v for k, v in plain.items()}
    return execute(OPERATIONS[name], plain, Progress())


def asked(name: str, inputs: Path) -> dict[str, Any]:
    """Inputs and settings of an operation, every input among them."""
    image, coarse, truth = (str(inputs / f"{n}.tif") for n in ("image", "coarse_dem", "truth"))
    given: dict[str, dict[str, Any]] = {
        "reconstruct": {"image": image, "coarse_dem": coarse, **SUN, "threads": 1},
        "plan": {"image": image, "coarse_dem": coarse, **SUN},
        "archive_dtm": {"input": str(inputs / "dtm.tif"), "authors": "A, B.", "time": "2012-02-03T04:05:06"},
        "align": {"image": image, "coarse_dem": coarse, **SUN, "apply_shift": True},
        "classify": {"image": image, "coarse_dem": coarse, **SUN},
        "class_statistics": {"coarse_dem": coarse, "grid": image},
        "mosaic": {"input": [str(inputs / "west.tif"), str(inputs / "east.tif")], "overlap": 40},
        "combine": {"input": [truth, str(inputs / "east.tif")], "suns": "20 60; 110 55", "posting": 30.0,
                    "errors": [str(inputs / "spread.tif")] * 2, "grid": image},
        "slope_roughness": {"input": truth},
        "evaluate": {"dtm": truth, "reference": truth, "coarse_dem": coarse, "image": image, **SUN,
                     "classes": str(inputs / "classes.tif")},
        "compare_dtms": {"input": [truth, str(inputs / "east.tif")], "reference": truth, "coarse_dem": coarse,
                         "points": str(inputs / "shots.csv"), "classes": str(inputs / "classes.tif"),
                         "areas": str(inputs / "areas.gpkg")},
        "compare_shadows": {"image": image, "dtm": truth, **SUN, "rocks": str(inputs / "rocks.gpkg")},
        "detect_rocks": {"image": image, "dtm": truth, **SUN, "areas": str(inputs / "areas.gpkg")},
        "detect_craters": {"image": image, "dtm": truth, **SUN, "areas": str(inputs / "areas.gpkg")},
        "measure_craters": {"dtm": truth, "craters": str(inputs / "craters.gpkg"), "diameter": 80.0},
        "compare_sar": {"input": truth, "sar": str(inputs / "sar.tif"), "sar_unit": "linear power",
                        "areas": str(inputs / "areas.gpkg")},
        "profile": {"lines": str(inputs / "lines.gpkg"), "input": [truth, coarse]},
        "draw_panel": {"image": image, "coarse_dem": coarse, "input": [truth], "lines": str(inputs / "lines.gpkg")},
        "sun_geometry": {"image": image, "time": "2015-06-01T12:00:00", "coarse_dem": coarse},
        "describe": {"input": image, "coarse_dem": coarse},
        "light_dtm": {"dtm": truth, "albedo_map": image, "sun_incidences": "40, 70", "sun_azimuths": "100"},
        "incidence_study": {"dtm": truth, "coarse_dem": coarse, "sun_incidences": "45, 60", "threads": 1},
        "synthesize": {"terrain": "crater", "seed": 3, "size": 256, "posting": 30.0},
    }  # fmt: skip
    return given[name]


def targets(name: str, folder: Path) -> dict[str, str]:
    """All targets of an operation, in a folder."""
    suffixes = {"raster_target": ".tif", "vector_target": ".gpkg", "folder_target": "", "working_folder": ""}
    return {
        p.name: str(folder / f"{p.name}{suffixes.get(p.kind, '.' + p.suffix)}") for p in OPERATIONS[name].targets
    }


SIDECARS = {".aux.xml": b"<PAMDataset></PAMDataset>", ".ovr": b"II*\0older", ".msk": b"II*\0older mask"}


def put_older(name: str, folder: Path, made: Path) -> None:
    """Lay an older target of every kind in place, with sidecars, and files of the user's.

    Parameters
    ----------
    name : str
        Of the operation.
    folder : Path
        Of the targets.
    made : Path
        Folder in which ``make_older`` has laid one of each kind.
    """
    for parameter, path in targets(name, folder).items():
        kind = next(p.kind for p in OPERATIONS[name].targets if p.name == parameter)
        older, place = made / kind, Path(path)
        if kind == "folder_target":
            shutil.copytree(older, place)
            continue
        if kind == "vector_target":
            _database(place)
            continue
        shutil.copyfile(older, place)
        if kind == "raster_target":
            for suffix, content in SIDECARS.items():
                place.with_name(place.name + suffix).write_bytes(content)
    (folder / "mine.txt").write_bytes(b"a file of the user's")


def make_older(made: Path) -> None:
    """Write one older target of each kind."""
    made.mkdir()
    write_raster(made / "raster_target.tif", np.full((40, 50), 7.0, np.float32), compress="deflate")
    (made / "raster_target.tif").rename(made / "raster_target")
    (made / "file_target").write_bytes(b'["older"]')
    folder = made / "folder_target"
    folder.mkdir()
    (folder / "older.tif").write_bytes((made / "raster_target").read_bytes())
    (folder / "mine.txt").write_bytes(b"a file of the user's in a folder")
    (folder / MANIFEST).write_text(json.dumps({"older.tif": (folder / "older.tif").stat().st_size}))


def _database(path: Path) -> None:
    """A GeoPackage with a layer of the target's own name, which is replaced, and another, which stays."""
    square = ring(np.array([0.0, 1.0, 1.0, 0.0]), np.array([0.0, 0.0, 1.0, 1.0]))
    for layer in ("", "|layername=another"):
        write_layer(f"{path}{layer}", MOON_EQC, "Polygon", [square], {"number": np.array([7], np.int32)})
