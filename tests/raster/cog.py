"""Whether a file is a Cloud Optimized GeoTIFF: read byte by byte from the specifications of TIFF, BigTIFF and COG.

Independent of GDAL and of the engine's own writer. Beside it what the GDAL of the system says, where there is one.
"""

import json
import struct
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8}
WHOLE = {1: "B", 3: "H", 4: "I", 16: "Q"}
SUBFILE, WIDTH, HEIGHT, STRIPS, TILE_WIDTH, TILE_HEIGHT, STARTS, LENGTHS, METADATA = (
    254, 256, 257, 273, 322, 323, 324, 325, 42112,
)  # fmt: skip
GHOST = b"GDAL_STRUCTURAL_METADATA_SIZE="


@dataclass
class Image:
    """One directory: where it and its values lie, and its tags."""

    start: int
    end: int
    tags: dict

    def one(self, tag, absent=None):
        return self.tags[tag][0] if tag in self.tags else absent

    @property
    def size(self):
        return self.one(WIDTH), self.one(HEIGHT)

    @property
    def blocks(self):
        return list(zip(self.tags[STARTS], self.tags[LENGTHS]))


def directories(content):
    """Every directory in the order of its chain, and whether the file is a BigTIFF."""
    assert content[:2] == b"II", "not little-endian"
    big = {42: False, 43: True}[struct.unpack_from("<H", content, 2)[0]]
    number, entry, place = ("<Q", "<HHQ", "<Q") if big else ("<H", "<HHI", "<I")
    room = struct.calcsize(place)
    (start,) = struct.unpack_from(place, content, 8 if big else 4)
    found = []
    while start:
        (count,) = struct.unpack_from(number, content, start)
        at, end, tags = start + struct.calcsize(number), 0, {}
        for _ in range(count):
            tag, kind, values = struct.unpack_from(entry, content, at)
            where, length = at + struct.calcsize(entry), SIZES[kind] * values
            if length > room:
                (where,) = struct.unpack_from(place, content, where)
                end = max(end, where + length)
            raw = content[where : where + length]
            assert len(raw) == length, f"values of tag {tag} lie outside the file"
            assert not tags or tag > max(tags), "tags are not in rising order"
            tags[tag] = struct.unpack(f"<{values}{WHOLE[kind]}", raw) if kind in WHOLE else raw
            at += struct.calcsize(entry) + room
        found.append(Image(start, max(end, at + room), tags))
        (start,) = struct.unpack_from(place, content, at)
    return found, big


def flaws(path):
    """What a file lacks of a COG, a line each; none for a valid one."""
    content = Path(path).read_bytes()
    images, big = directories(content)
    main, overviews = images[0], images[1:]
    said = []

    def require(holds, text):
        if not holds:
            said.append(text)

    first = 16 if big else 8
    ghost = content[first:].startswith(GHOST)
    if ghost:
        size = int(content[first + len(GHOST) : first + len(GHOST) + 6])
        begin = content.index(b"\n", first) + 1
        said_there = content[begin : begin + size].decode("ascii")
        first = begin + size + (begin + size) % 2
        require("KNOWN_INCOMPATIBLE_EDITION=NO\n" in said_there, "was edited after it was laid out")
    require(main.start == first, f"the main directory is at {main.start}, not at {first}")
    require(not (main.one(SUBFILE, 0) & 1), "the first directory is an overview")
    for image in images:
        require(STRIPS not in image.tags and STARTS in image.tags, f"{image.size} is not tiled")
    if said:
        return said
    for before, after in zip(images, images[1:]):
        require(after.one(SUBFILE, 0) & 1, f"{after.size} is not marked as an overview")
        smaller = all(a < b or a == b == 1 for a, b in zip(after.size, before.size))
        require(smaller, f"{after.size} follows {before.size}")
        require(after.start > before.start, f"the directory of {after.size} is before that of {before.size}")
    data = [start for image in images for start, _ in image.blocks]
    require(max(image.end for image in images) <= min(data), "data lie before the end of the directories")
    for image in images:
        sides = image.one(TILE_WIDTH), image.one(TILE_HEIGHT)
        require(set(sides) <= {256, 512}, f"tiles of {sides}")
        (width, height), (across, down) = image.size, sides
        require(len(image.blocks) == -(-width // across) * -(-height // down), f"{image.size} lacks tiles")
        require(all(n > 0 and 0 < s and s + n <= len(content) for s, n in image.blocks), f"{image.size} lacks blocks")
    for larger, smaller in zip(images, images[1:]):
        require(
            max(s + n for s, n in smaller.blocks) <= min(s for s, _ in larger.blocks),
            f"data of {smaller.size} are not before those of {larger.size}",
        )
    smallest = images[-1]
    fits = all(n <= 512 for n in smallest.size)
    require(fits, f"the smallest image has {smallest.size} pixels: no overview fits into one tile")
    require(all(8 > a / b > 1.5 for x, y in zip(images, overviews) for a, b in zip(x.size, y.size) if b > 8), "steps")
    if ghost:
        said += _unlike(content, images, said_there)
    return said


def _unlike(content, images, said_there):
    """Where the data are not as the hidden head of the file says."""
    for image in images:
        starts = image.tags[STARTS]
        if "BLOCK_ORDER=ROW_MAJOR\n" in said_there and list(starts) != sorted(starts):
            yield f"blocks of {image.size} are not in the order of rows"
        for start, length in image.blocks:
            if "BLOCK_LEADER=SIZE_AS_UINT4\n" in said_there:
                if struct.unpack_from("<I", content, start - 4)[0] != length:
                    yield f"a block of {image.size} has another size than is said before it"
            if "BLOCK_TRAILER=LAST_4_BYTES_REPEATED\n" in said_there:
                if content[start + length - 4 : start + length] != content[start + length : start + length + 4]:
                    yield f"the end of a block of {image.size} is not repeated after it"


ASK_GDAL = """
import json, sys
from osgeo import gdal
from osgeo_utils.samples.validate_cloud_optimized_geotiff import validate
gdal.UseExceptions()
said = {}
for path in sys.argv[1:]:
    warnings, errors, _ = validate(path, full_check=True)
    dataset = gdal.Open(path)
    band = dataset.GetRasterBand(1)
    try:
        statistics = band.GetStatistics(False, False)  # nothing is computed
    except RuntimeError:
        statistics = []
    said[path] = {"warnings": warnings, "errors": errors, "statistics": statistics,
                  "overviews": band.GetOverviewCount(), "layout": dataset.GetMetadataItem("LAYOUT", "IMAGE_STRUCTURE")}
print(json.dumps(said))
"""


def by_gdal(paths):
    """Of each path what GDAL's validator says, and what is there for a map; skips where there is no such GDAL."""
    command = ["/usr/bin/python3", "-c", ASK_GDAL, *map(str, paths)]
    try:  # the engine tells GDAL things by the environment, and its packages are no business of the system's Python
        done = subprocess.run(command, capture_output=True, text=True, env={})
    except OSError as error:
        pytest.skip(f"no GDAL of the system: {error}")
    if "ModuleNotFoundError" in done.stderr:
        pytest.skip(f"no GDAL of the system: {done.stderr.splitlines()[-1]}")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
