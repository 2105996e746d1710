"""Opening rasters as data: known formats, local files, nothing that a file pulls in from elsewhere."""

from __future__ import annotations

import html
import os
import re
import stat
import warnings
from collections.abc import Iterator
from pathlib import Path

import rasterio
from rasterio.enums import ColorInterp
from rasterio.errors import CRSError, NotGeoreferencedWarning, RasterioError
from rasterio.io import DatasetReader

from ..errors import RasterError

ALLOW_REMOTE = "MMOEDTM_ALLOW_REMOTE"
"""Environment variable; ``1`` lets in every format and source that GDAL knows."""

DRIVERS = (
    "GTiff",
    "PDS4",
    "PDS",
    "ISIS3",
    "ISIS2",
    "VICAR",
    "JP2OpenJPEG",
    "PNG",
    "JPEG",
    "ENVI",
    "EHdr",
    "HFA",
    "AAIGrid",
)
"""Formats that hold their pixels themselves (PNG and JPEG with a world file). Not among them: VRT, tile indexes,
web services, databases and containers that may name files, servers or commands of their own."""

ARCHIVES = ("vsizip", "vsitar", "vsigzip", "vsimem")
"""Virtual folders that stay on this machine."""

_POINTING = re.compile(
    rb"<\s*(VRTDataset|OGRVRTDataSource|OGRVRTLayer|GDAL_WMS|GDALTileIndexDataset|WCS_GDAL|WMS_Capabilities"
    rb"|WMT_MS_Capabilities|Capabilities|MRF_META|GDAL_WMTS)\b"
)
_NAMES_OF_DATA = re.compile(
    r'(?im)(?:^\s*(?:\^(?:image|qube|spectral_qube|core)|file_name)\s*=\s*\(?\s*"?([^"\s,)]*)|<(?:\w+:)?file_name>([^<]*)<)'
)
_TIFF_OR_HFA = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+", b"EHFA_HEADER_TAG")

if os.environ.get(ALLOW_REMOTE) != "1":
    # The second bolt: GDAL's own network file systems open one file only, and that is none.
    os.environ.setdefault("CPL_VSIL_CURL_ALLOWED_FILENAME", "none")


def remote_allowed() -> bool:
    """Whether the user lets files name other sources."""
    return os.environ.get(ALLOW_REMOTE) == "1"


def open_dataset(path: str) -> DatasetReader:
    """Open a raster for reading.

    Raises
    ------
    RasterError
        It is absent, no plain file, of no format in ``DRIVERS``, damaged, or points elsewhere.
    """
    allowed = remote_allowed()
    file = _file_of(path)
    if file is not None:
        _require_file(file)
        if not allowed:
            _require_self_contained(file)
    elif not allowed:
        _require_local(path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NotGeoreferencedWarning)  # told by the reader, as an error
        dataset = _open_as(path, (None,) if allowed else DRIVERS)
    if not allowed:
        foreign = [name for name in dataset.files if not _beside(name, path)]
        if foreign:
            dataset.close()
            raise RasterError(
                f"{path} takes its pixels from {foreign[0]}, outside its own folder; put the files of a product "
                "into one folder."
            )
    return dataset


def bands_of(path: str) -> dict[int, str]:
    """Descriptions of the bands of a raster but alpha, by their numbers; empty texts for bands without one.

    Raises
    ------
    RasterError
        As ``open_dataset``.
    """
    with open_dataset(path) as dataset:
        meanings = zip(dataset.indexes, dataset.colorinterp, dataset.descriptions)
        return {int(band): text or "" for band, meaning, text in meanings if meaning != ColorInterp.alpha}


def files_of(path: str) -> list[Path]:
    """All files that decide the pixels of a raster, its own first: label and data, world file, mask; an archive for
    what lies in it, and what a virtual mosaic of virtual mosaics is made of.

    Overviews are left out, and so are ``.aux.xml`` files that hold statistics alone: programs write them
    when they look at a raster. Empty where a part of it comes from elsewhere than this machine's files.

    Raises
    ------
    RasterError
        The raster cannot be opened.
    """
    found: dict[Path, None] = {}
    waiting = [path]
    while waiting:
        name = waiting.pop()
        with open_dataset(name) as dataset:
            names = list(dataset.files)
        for part in names or [name]:
            file = _on_disk(part)
            if file is None:
                return []
            if file not in found and part != name and _POINTING.search(_head(str(file), 4096)):
                waiting.append(part)
            found[file] = None
    decide = [file for file in found if file.suffix.lower() != ".ovr" and not _statistics(file)]
    return sorted(decide, key=lambda file: (file != Path(path), file.name))


def _on_disk(name: str) -> Path | None:
    """The file that a name of GDAL's stands for, the archive for what lies in one; None where there is none."""
    plain = re.sub(r"^(/vsi(zip|tar|gzip|sparse|subfile)/)+", "", name)
    return next((place for place in (Path(plain), *Path(plain).parents) if place.is_file()), None)


def first_line(error: BaseException) -> str:
    """First line of a library's message, without its closing stop."""
    text = str(error.__cause__ or error).strip().splitlines()
    return (text[0] if text else type(error).__name__).rstrip(".")


def _file_of(path: str) -> str | None:
    """The file that a path names, also inside ``PDS4:FILE:1:1`` and ``GTIFF_DIR:1:FILE``; None where GDAL knows."""
    if os.path.lexists(path) or re.match(r"[A-Za-z]:[\\/]", path):
        return path
    part = re.fullmatch(r"PDS4:(.+?)(?::\d+){1,2}|GTIFF_DIR:(?:off:)?\d+:(.+)", path)
    if part:
        return part.group(1) or part.group(2)
    return None if re.match(r"/vsi|[A-Za-z][A-Za-z0-9+.-]+:|<", path) else path


def _require_file(path: str) -> None:
    """A regular file that can be read: a named pipe would block for ever."""
    try:
        mode = os.stat(path).st_mode
    except FileNotFoundError as error:
        raise RasterError(f"{path} does not exist; check the path.") from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise RasterError(f"{path} cannot be opened ({reason}); check the path and its permissions.") from error
    if not stat.S_ISREG(mode):
        kind = "a folder" if stat.S_ISDIR(mode) else "no plain file"
        raise RasterError(f"{path} is {kind}; give the raster file itself.")
    if not os.access(path, os.R_OK):
        raise RasterError(f"{path} cannot be read: no permission; change its permissions.")


def _require_local(path: str) -> None:
    systems = re.findall(r"vsi\w+", path)
    if not systems and "://" not in path and not path.startswith("<"):
        raise RasterError(f"{path} does not exist; check the path.")
    if "://" in path or not systems or any(system not in ARCHIVES for system in systems):
        raise RasterError(
            f"{path} is not a local file; fetch it first, or set {ALLOW_REMOTE}=1 to let rasters come from elsewhere."
        )


def _require_self_contained(path: str) -> None:
    """Refuse what names other sources before GDAL follows it."""
    head = _head(path, 1 << 20)
    pointing = _POINTING.search(head[:4096]) if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") else None
    if pointing:
        raise RasterError(
            f"{path} cannot be opened: it is a {pointing.group(1).decode()} description that takes its pixels from "
            f"other files or servers; convert it to a GeoTIFF, or set {ALLOW_REMOTE}=1 to allow such inputs."
        )
    if not head.startswith(_TIFF_OR_HFA):
        text = head.partition(b"\0")[0].decode("latin-1")
        for match in _NAMES_OF_DATA.finditer(text):
            name = html.unescape(match.group(1) or match.group(2) or "").strip()
            if re.search(r"[/\\]|^\w\w+:", name):
                raise RasterError(
                    f"{path} names the data file {name}, outside its own folder; put the files of a product into one "
                    "folder and name them without a path."
                )
    for sidecar in _sidecars(path):
        if not _head(str(sidecar), 16).startswith(_TIFF_OR_HFA):
            raise RasterError(
                f"{sidecar} would be read as a part of {Path(path).name}, but is no TIFF; remove it and run again."
            )


def _sidecars(path: str) -> Iterator[Path]:
    """Masks and overviews beside a raster, which GDAL opens in any format."""
    given = Path(path)
    names = {f"{stem}{suffix}" for stem in (given.name, given.stem) for suffix in (".msk", ".ovr")}
    try:
        found = [entry.name for entry in os.scandir(given.parent) if entry.name.lower() in {n.lower() for n in names}]
    except OSError:
        found = [name for name in sorted(names) if (given.parent / name).exists()]
    yield from (given.parent / name for name in sorted(found) if name != given.name)


def _head(path: str, size: int) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read(size)
    except OSError as error:
        raise RasterError(f"{path} cannot be read ({error.strerror}); check its permissions.") from error


def _open_as(path: str, drivers: tuple[str | None, ...]) -> DatasetReader:
    """The first driver that takes the file; else the error of the one that knew its format."""
    told: Exception | None = None
    with rasterio.Env() as env:
        known = env.drivers()
        for driver in drivers:
            if driver is not None and driver not in known:
                continue
            try:
                return rasterio.open(path, driver=driver)
            except (RasterioError, CRSError, OSError, ValueError) as error:
                if told is None or "not recognized" in str(told):
                    told = error
    label = _label_beside(path)
    if label is not None:
        raise RasterError(
            f"{path} holds pixels without a label; open the label beside it, {label.name}, instead."
        ) from told
    reason = (
        "it is in no raster format that is read here"
        if "not recognized" in str(told)
        else first_line(told or OSError())
    )
    raise RasterError(f"{path} cannot be opened as a raster ({reason}); check that the file is complete.") from told


def _label_beside(path: str) -> Path | None:
    """The label of a detached data file, where one lies beside it."""
    given = Path(path)
    if given.suffix.lower() in (".lbl", ".xml"):
        return None
    for suffix in (".LBL", ".lbl", ".xml", ".XML"):
        label = given.with_suffix(suffix)
        if label.is_file():
            return label
    return None


def _beside(name: str, path: str) -> bool:
    """Whether a file of a raster lies in the raster's own folder, or below."""
    file = _file_of(path)
    if file is None:
        systems = re.findall(r"vsi\w+", name)
        return bool(systems) and all(system in ARCHIVES for system in systems)
    folder = os.path.normpath(os.path.dirname(file) or ".")
    other = os.path.normpath(os.path.dirname(name) or ".")
    return (
        other == folder
        or other.startswith(folder + os.sep)
        or (folder == "." and not os.path.isabs(other) and ".." not in other)
    )


def _statistics(name: Path) -> bool:
    """Whether a file is a ``.aux.xml`` that says nothing of how pixels are read."""
    if not name.name.lower().endswith(".aux.xml"):
        return False
    text = name.read_text(encoding="utf-8", errors="replace")
    return not re.search(r"<(SRS|GeoTransform|NoDataValue|Scale|Offset|UnitType|GCPList|MaskBand|ColorInterp)\b", text)
