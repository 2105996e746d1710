"""Attacks on rasters: type, size, transform, CRS, nodata, values, tags, sidecars, bytes."""

from __future__ import annotations

import random
import shutil
import struct
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from rasterio.crs import CRS
from rasterio.transform import Affine

from engine.operations import OPERATIONS
from tests.campaigns import fuzz_case as of
from tests.campaigns.forked import has_torch

READ = ("reconstruct", "align", "classify", "class_statistics", "mosaic", "combine", "slope_roughness",
        "evaluate", "compare_dtms", "compare_shadows", "detect_rocks", "detect_craters", "measure_craters",
        "compare_sar", "profile", "draw_panel", "sun_geometry", "describe", "archive_dtm", "light_dtm",
        "incidence_study")  # fmt: skip
"""Operations that read rasters, with the engine's own packages."""

TYPES = ("uint8", "int8", "uint16", "int16", "uint32", "int32", "float64", "complex64", "complex_int16", "int64",
         "uint64")  # fmt: skip
SYSTEMS: dict[str, Any] = {
    "no CRS": None,
    "UTM": 32633,
    "WGS84": 4326,
    "Mars": 'GEOGCS["Mars",DATUM["Mars",SPHEROID["Mars",3396190,169.89]],PRIMEM["R",0],UNIT["degree",0.01745329]]',
    "local": 'LOCAL_CS["here",UNIT["metre",1]]',
    "Moon in degrees": 'GEOGCS["Moon",DATUM["D_Moon",SPHEROID["Moon",1737400,0]],PRIMEM["Reference",0],'
                       'UNIT["degree",0.0174532925199433]]',
    "Moon, other radius": 'GEOGCS["Moon",DATUM["D_Moon",SPHEROID["Moon",1737.4,0]],PRIMEM["Reference",0],'
                          'UNIT["degree",0.0174532925199433]]',
    "polar": 'PROJCS["Moon polar",GEOGCS["M",DATUM["D",SPHEROID["S",1737400,0]],PRIMEM["R",0],'
             'UNIT["degree",0.0174532925199433]],PROJECTION["Polar_Stereographic"],PARAMETER["latitude_of_origin",-90],'
             'PARAMETER["central_meridian",0],UNIT["metre",1]]',
    "in feet": 'PROJCS["Moon feet",GEOGCS["M",DATUM["D",SPHEROID["S",1737400,0]],PRIMEM["R",0],'
               'UNIT["degree",0.0174532925199433]],PROJECTION["Equirectangular"],UNIT["foot",0.3048]]',
}  # fmt: skip
NOT_THE_MOON = ("no CRS", "UTM", "WGS84", "Mars", "local")
TRANSFORMS = {
    "NaN": Affine(np.nan, 0, 0, 0, -2, 0),
    "NaN origin": Affine(2, 0, np.nan, 0, -2, 0),
    "infinite": Affine(np.inf, 0, 0, 0, -2, 0),
    "no width": Affine(0, 0, 0, 0, -2, 0),
    "no height": Affine(2, 0, 0, 0, 0, 0),
    "singular": Affine(2, 2, 0, 2, 2, 0),
    "identity": Affine.identity(),
    "huge": Affine(1e300, 0, 0, 0, -1e300, 0),
    "tiny": Affine(1e-300, 0, 0, 0, -1e-300, 0),
    "far": Affine(2, 0, 1e12, 0, -2, 1e12),
    "very long": Affine(2, 0, -300, 0, -200000, 300),
}
NO_PLACE = ("NaN", "NaN origin", "infinite", "no width", "no height", "singular", "identity", "huge", "tiny", "far")
NODATA = (np.nan, 0.0, np.inf, -np.inf, -32768.0, 1e38, -3.4028234663852886e38, 1.0, -9999.0)


def case(rng: random.Random, room: Path, folder: Path) -> of.Case:
    """One operation with one odd raster."""
    made = of.plain(rng.choice(READ), room, folder)
    name = rng.choice(of.inputs_of(made.operation, ("raster", "rasters"), made.given))
    source = Path(of.path_of(made, name))
    path = folder / f"odd {source.name}"
    if rng.random() < 0.3:
        _fewer_targets(rng, made)
    kinds = [(_bytes, 5), (_foreign, 1), (_sidecar, 2), (_header, 2), (_made, 10)]
    kind = rng.choices([k for k, _ in kinds], [w for _, w in kinds])[0]
    what, must = kind(rng, source, path)
    of.replace_input(made, name, str(path))
    made.what, made.must = f"{name}: {what}", must
    return made


def dataset_case(rng: random.Random, room: Path, folder: Path) -> of.Case:
    """As ``case``, for the operation that needs PyTorch."""
    assert has_torch()
    made = of.plain("build_dataset", room, folder)
    name = rng.choice(["image", "coarse_dem", "reference"])
    source = Path(of.path_of(made, name))
    path = folder / f"odd {source.name}"
    what, must = rng.choice([_bytes, _made])(rng, source, path)
    of.replace_input(made, name, str(path))
    made.what, made.must = f"{name}: {what}", must
    return made


def _fewer_targets(rng: random.Random, case: of.Case) -> None:
    optional = [p.name for p in OPERATIONS[case.operation].targets if p.optional]
    for name in optional:
        if rng.random() < 0.7:
            case.given.pop(name, None)
            case.targets.pop(name, None)


def _bytes(rng: random.Random, source: Path, path: Path) -> tuple[str, str]:
    content, how = of.damage(rng, source.read_bytes())
    path.write_bytes(content)
    return f"bytes, {how}", ""


def _foreign(rng: random.Random, source: Path, path: Path) -> tuple[str, str]:
    return of.foreign(rng, path), of.REFUSE


def _header(rng: random.Random, source: Path, path: Path) -> tuple[str, str]:
    """A TIFF field that says something else: size, type, blocks."""
    content = bytearray(source.read_bytes())
    (first,) = struct.unpack_from("<I", content, 4)
    (count,) = struct.unpack_from("<H", content, first)
    number = rng.randrange(count)
    value = rng.choice([0, 1, 2, 3, 7, 255, 65535, 2**31 - 1, 2**32 - 1, rng.randrange(2**32)])
    tag, kind = struct.unpack_from("<HH", content, first + 2 + 12 * number)
    where = rng.choice([8, 8, 8, 4, 2, 0])
    struct.pack_into("<I" if where in (4, 8) else "<H", content, first + 2 + 12 * number + where,
                     value if where in (4, 8) else value & 0xFFFF)  # fmt: skip
    path.write_bytes(content)
    return f"field {tag} of type {kind}: {value} at {where}", ""


def _sidecar(rng: random.Random, source: Path, path: Path) -> tuple[str, str]:
    shutil.copyfile(source, path)
    suffix = rng.choice([".aux.xml", ".msk", ".ovr", ".lbl", ".xml", ".tfw", ".wld", ".prj", ".msk.ovr"])
    beside = path.with_suffix(suffix) if suffix in (".lbl", ".tfw", ".wld", ".xml", ".prj") else Path(f"{path}{suffix}")
    content, how = rng.choice([
        (rng.randbytes(500), "noise"), (b"", "empty"), (b"<PAMDataset><PAMRasterBand band='1'><Scale>nan</Scale>"
         b"<Offset>inf</Offset><NoDataValue>abc</NoDataValue></PAMRasterBand></PAMDataset>", "odd statistics"),
        (b"<PAMDataset>" * 3000, "deep"), (b"nan\n0\n0\n-2\n0\n0\n", "world"), (source.read_bytes(), "itself"),
        (b"PDS_VERSION_ID = PDS3\r\nOBJECT = IMAGE\r\n UNIT = FURLONG\r\n SCALING_FACTOR = 1E400\r\n OFFSET = \"x\"\r\n"
         b" SUB_SOLAR_AZIMUTH = N/A\r\n INCIDENCE_ANGLE = -1E99 <deg>\r\n START_TIME = 2999-99-99T99:99:99\r\n"
         b"END_OBJECT = IMAGE\r\nEND\r\n", "label"),
    ])  # fmt: skip
    beside.write_bytes(content)
    return f"sidecar {suffix}, {how}", ""


def _made(rng: random.Random, source: Path, path: Path) -> tuple[str, str]:
    with rasterio.open(source) as dataset:
        values, profile = dataset.read(), dataset.profile
    for key in ("blockxsize", "blockysize", "tiled", "interleave", "compress"):
        profile.pop(key, None)
    how = rng.choice(["type", "size", "transform", "crs", "nodata", "values", "values", "bands", "storage", "tags",
                      "turn"])
    must = ""
    if how == "type":
        how = rng.choice(TYPES)
        profile.update(dtype=how, nodata=None)  # another type may not hold it
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            scaled = values * (250.0 / max(float(np.abs(values).max()), 1e-6) if rng.random() < 0.5 else 1.0)
            values = scaled.astype(np.complex64 if how == "complex_int16" else how)
        must = of.REFUSE if "complex" in how else ""
    elif how == "size":
        rows, columns = rng.choice([(1, 1), (1, 40), (40, 1), (2, 2), (3, 3), (2, 300), (7, 5), (64, 64), (300, 3)])
        values = values[:, :rows, :columns]
        how = f"{values.shape[1]} x {values.shape[2]}"
    elif how == "transform":
        how = rng.choice(list(TRANSFORMS))
        profile["transform"], must = TRANSFORMS[how], of.REFUSE if how in NO_PLACE else ""
    elif how == "turn":
        how = rng.choice([30.0, 44.9, 45.0, 89.9, 123.0, 180.0])
        scale = rng.choice([(1, 1), (-1, 1), (1, -1), (1, 3)])
        profile["transform"] = Affine.rotation(how) @ profile["transform"] @ Affine.scale(*scale)
        how = f"turn {how} {scale}"
    elif how == "crs":
        how = rng.choice(list(SYSTEMS))
        system = SYSTEMS[how]
        profile["crs"] = CRS.from_epsg(system) if isinstance(system, int) else system and CRS.from_wkt(system)
        must = of.REFUSE if how in NOT_THE_MOON else ""
        if how == "Moon in degrees" and rng.random() < 0.5:
            profile["transform"] = profile["transform"] @ Affine.scale(1 / 30323.0)
    elif how == "nodata":
        whole_number = np.issubdtype(values.dtype, np.integer)
        profile["nodata"] = rng.choice((0.0, 1.0, 255.0) if whole_number else NODATA)
        how = f"nodata {profile['nodata']}"
    elif how == "values":
        values, how, must = _odd_values(rng, values)
    elif how == "bands":
        number = rng.choice([2, 3, 4, 5])
        values, profile["count"], how = np.repeat(values, number, 0), number, f"{number} bands"
        must = of.REFUSE
    elif how == "storage":
        options = rng.choice([{"compress": "lzw", "predictor": 3}, {"BIGTIFF": "YES"}, {"ENDIANNESS": "BIG"},
                              {"SPARSE_OK": "TRUE"}, {"tiled": True, "blockxsize": 16, "blockysize": 512},
                              {"PROFILE": "BASELINE"}, {"GEOTIFF_VERSION": "1.1"}, {"compress": "zstd"},
                              {"tiled": True, "blockxsize": 1024, "blockysize": 1024}, {"NBITS": "16"}])  # fmt: skip
        profile.update(options)
        how = f"storage {options}"
    profile.update(height=values.shape[1], width=values.shape[2], driver="GTiff")
    said = _write(rng, path, values if "SPARSE_OK" not in str(how) else None, profile, how == "tags")
    return said or str(how), must


def _write(rng: random.Random, path: Path, values: np.ndarray | None, profile: dict[str, Any], tags: bool) -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with rasterio.open(path, "w", **profile) as dataset:
            if values is not None:
                dataset.write(values)
            return _odd_tags(rng, dataset) if tags else ""


def _odd_values(rng: random.Random, values: np.ndarray) -> tuple[np.ndarray, str, str]:
    how = rng.choice(["all NaN", "half NaN", "infinite", "one valid", "constant", "zero", "negative", "huge", "spikes",
                      "checker", "kilometres", "radii", "codes", "denormal", "noise", "ramp"])  # fmt: skip
    values = values.astype(np.float32)
    height, width = values.shape[1:]
    random_ = np.random.default_rng(rng.randrange(2**32))
    if how == "all NaN":
        return np.full_like(values, np.nan), how, of.REFUSE
    if how == "half NaN":
        values[:, : height // 2] = np.nan
    elif how == "infinite":
        values[:, random_.random((height, width)) < 0.1] = rng.choice([np.inf, -np.inf])
    elif how == "one valid":
        kept = values[:, height // 2, width // 2].copy()
        values[:] = np.nan
        values[:, height // 2, width // 2] = kept
    elif how in ("constant", "zero", "denormal"):
        values[:] = {"constant": 12.0, "zero": 0.0, "denormal": 1e-42}[how]
    elif how == "spikes":
        values[:, random_.random((height, width)) < 0.01] = rng.choice([1e6, -1e6, 1e28, -9999.0, 32767.0])
    elif how == "checker":
        values[:, ::2, ::2] = np.nan
    elif how == "codes":
        values[:, :9] = np.array([-32767, -32766, -32765, -32764, -32768, 32767, -9999, 0, 65535], np.float32)[:, None]
    elif how == "noise":
        values = random_.normal(0, 10.0 ** rng.randrange(-3, 5), values.shape).astype(np.float32)
    elif how == "ramp":
        values[:] = np.linspace(-20_000, 20_000, width, dtype=np.float32)
    else:
        factor, offset = {"negative": (-1, 0), "huge": (1e30, 0), "kilometres": (1e-3, 0), "radii": (1, 1737400)}[how]
        values = (values * np.float32(factor) + np.float32(offset)).astype(np.float32)
    return values, how, ""


def _odd_tags(rng: random.Random, dataset: Any) -> str:
    how = rng.choice(["scale", "offset", "unit", "tags", "area", "description", "statistics", "colour"])
    odd = rng.choice([0.0, float("nan"), float("inf"), -1.0, 1e30, 1e-30])
    if how == "scale":
        dataset.scales = (odd,)
    elif how == "offset":
        dataset.offsets = (odd,)
    elif how == "unit":
        odd = rng.choice(["furlong", "km", "ft", "m\n", "\u00b5m", "", "1", "US survey foot", "deg", "x" * 3000])
        dataset.set_band_unit(1, odd)
    elif how == "area":
        odd = rng.choice(["Point", "Nothing", ""])
        dataset.update_tags(AREA_OR_POINT=odd)
    elif how == "description":
        odd = rng.choice(["<script>alert(1)</script>", "\x01", "a\nb", "x" * 5000])
        dataset.set_band_description(1, odd)
    elif how == "statistics":
        dataset.update_tags(1, STATISTICS_MINIMUM="nan", STATISTICS_MAXIMUM="x", STATISTICS_MEAN=str(odd))
    elif how == "colour":
        try:
            dataset.write_colormap(1, {0: (1, 2, 3, 4)})
        except Exception:  # GDAL has palettes for whole numbers alone; the raster is then as it was
            odd = "none"
    else:
        odd = rng.choice(["nan", "{", "[1", "-1", "1e400", "\u2028", "x" * 9000])
        dataset.update_tags(**{name: odd for name in ("MMOEDTM_PLAN", "MMOEDTM_ROUTER_SEAMS", "MMOEDTM",
                                                      "TIFFTAG_DATETIME",
                                                      "MMOEDTM_SETTINGS", "MMOEDTM_TILES", "MMOEDTM_SUN")})  # fmt: skip
    return f"tags {how} {str(odd)[:30]}"
