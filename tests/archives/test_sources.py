"""The table of sources, the choice among them, GeoTIFFs and labels."""

from __future__ import annotations

import re

import numpy as np
import pytest
import rasterio

from engine.archives.choice import choose
from engine.archives.footprint import of_extent
from engine.archives.label import read_label
from engine.archives.sources import read_sources, shipped
from engine.errors import ArchiveError, MmoedtmError, OverlapError, ParameterError
from tests.archives.made import RADIUS_M, heights_m, polar_grid, sldem_tile
from tests.conftest import MOON_EQC, read_heights, write_raster

DEGREE_M = np.radians(1.0) * RADIUS_M


def chosen(extent, least=0.0, asked="auto"):
    return choose(read_sources(), asked, of_extent(extent), least)


@pytest.mark.parametrize(
    "extent, least, names",
    [
        ("3,26,4,27", 8.0, ["sldem2015"]),
        ("-180,-10,-179,-9", 8.0, ["sldem2015"]),
        ("0,-89.5,1,-89", 0.0, ["lola_875s_5m"]),
        ("0,-89.5,1,-89", 8.0, ["lola_85s_10m"]),
        ("0,-89.5,1,-89", 16.0, ["lola_75s_30m"]),
        ("0,-88,1,-87", 4.0, ["lola_85s_10m"]),
        ("0,84,1,86", 4.0, ["lola_75n_30m"]),
        ("0,70,1,71", 500.0, ["lola_60n_60m"]),
        ("10,59.6,11,60.1", 8.0, ["sldem2015", "lola_60n_60m"]),
        ("10,-60.4,11,-59.9", 8.0, ["lola_60s_60m", "sldem2015"]),
    ],
)
def test_the_best_source_for_the_ground(extent, least, names):
    found = chosen(extent, least)
    assert [source.name for source in found.sources] == names and names[0] in found.reason


def test_a_source_by_name_and_what_it_lacks():
    assert "it has 61 %" in chosen("10,59.7,11,60.2", asked="sldem2015").reason
    with pytest.raises(OverlapError, match="has no heights"):
        chosen("0,80,1,81", asked="sldem2015")
    with pytest.raises(ParameterError, match="no source 'nasa'; choose one of: auto, sldem2015"):
        chosen("0,80,1,81", asked="nasa")


def test_every_tile_of_the_shipped_table_covers_its_part():
    """Tiles of a source cover its extent once, and their names tell their bounds."""
    for source in read_sources().values():
        tiles = source.tiles()
        area = sum((e - w) * (n - s) for w, s, e, n in (tile.box for tile in tiles))
        west, south, east, north = source.extent
        assert area == pytest.approx((east - west) * (north - south))
        assert len({tile.url for tile in tiles}) == len(tiles)
        assert all(tile.url.startswith("https://") for tile in tiles)
    tile = next(t for t in read_sources()["sldem2015"].tiles() if t.box == (315, -60, 360, -30))
    assert tile.url.endswith("sldem2015_512_60s_30s_315_360_float.img") and tile.label.endswith("315_360_float.lbl")


GOOD = {
    "name": '"mine"', "title": '"My DEM"', "format": '"geotiff"', "url": '"https://h.example/d.tif"',
    "extent": "[0, 0, 10, 10]", "posting_m": "5", "accuracy_m": "1", "unit": '"metres"', "frame": '"ME"',
    "licence": '"CC0"', "citation": '"Me, 2020."',
}  # fmt: skip


@pytest.mark.parametrize(
    "change, words",
    [
        ({"url": None}, "lacks url"),
        ({"colour": '"red"'}, "colour, which mean nothing"),
        ({"url": '"http://h.example/d.tif"'}, "without https"),
        ({"url": '"ftp://h.example/d.tif"'}, "no https:// address"),
        ({"url": '"/etc/passwd"'}, "no https:// address"),
        ({"url": '"https://me:secret@h.example/d.tif"'}, "name or password"),
        ({"url": '"https://h.example/{row}.tif"'}, "without rows"),
        ({"unit": '"furlongs"'}, "unit 'furlongs'"),
        ({"format": '"png"'}, "format 'png'"),
        ({"format": '"pds3"'}, "no label"),
        ({"posting_m": "-1"}, "above zero"),
        ({"posting_m": "nan"}, "above zero"),
        ({"extent": "[0, 10, 10, 0]"}, "west and south are not below"),
        ({"extent": '"all"'}, "extent that is no list"),
        ({"rows": "[{name = 1}]"}, "rows that are no list"),
        ({"title": '" "'}, "title that is no text"),
    ],
)
def test_a_table_that_is_not_right_is_said(tmp_path, change, words):
    path = tmp_path / "own.toml"
    entries = {key: value for key, value in {**GOOD, **change}.items() if value is not None}
    path.write_text("[[source]]\n" + "\n".join(f"{key} = {value}" for key, value in entries.items()))
    with pytest.raises(ParameterError, match=re.escape(words)) as caught:
        read_sources(str(path))
    assert "own.toml" in str(caught.value) and str(caught.value).count(". ") == 0


@pytest.mark.parametrize(
    "content", [b"\xff\xfe", b"[source]\nname = 1", b"x = ", b"[[source]]\n[[other]]", b"[[" * 5000]
)
def test_what_is_no_table_is_said(tmp_path, content):
    path = tmp_path / "own.toml"
    path.write_bytes(content)
    with pytest.raises(ParameterError, match="own.toml"):
        read_sources(str(path))
    with pytest.raises(ParameterError, match=r"absent\.toml cannot be read"):
        read_sources(str(tmp_path / "absent.toml"))


def test_an_own_source_replaces_the_shipped_one_of_its_name(tmp_path):
    path = tmp_path / "own.toml"
    lines = "\n".join(f"{key} = {value}" for key, value in {**GOOD, "name": '"sldem2015"'}.items())
    path.write_text(f"[[source]]\n{lines}")
    found = read_sources(str(path))
    assert found["sldem2015"].title == "My DEM" and set(found) == set(read_sources())
    assert shipped().is_file()


LAYOUTS = {
    "plain rows": {"bigtiff": "no"},
    "big-endian rows": {"endianness": "BIG"},
    "rows of strips": {"blockysize": 7},
    "compressed rows": {"compress": "deflate", "predictor": 2},
    "tiles": {"tiled": True, "blockxsize": 256, "blockysize": 256, "compress": "lzw"},
    "cloud-optimised": {"driver": "COG", "compress": "deflate", "blocksize": 256},
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_geotiffs_of_all_layouts(archive, run, tmp_path, layout):
    """Half-metres in 16 bits; the heights are those of the whole file, of which only a part is read."""
    options = dict(LAYOUTS[layout])
    gsd = DEGREE_M / 128
    x, y = np.meshgrid(10.0 + (np.arange(3000) + 0.5) / 128, 20.0 - (np.arange(1200) + 0.5) / 128)
    rough = np.random.default_rng(0).normal(0.0, 50.0, x.shape)
    values = np.round(2.0 * (heights_m(x, y) + rough)).astype(np.int16)
    values[600, 1500] = -32768
    path = archive.folder / "dem.tif"
    origin = (10.0 * DEGREE_M, 20.0 * DEGREE_M)
    driver = options.pop("driver", "GTiff")
    write_raster(path, values, gsd=gsd, origin=origin, nodata=-32768, **({} if driver == "COG" else options))
    if driver == "COG":
        rasterio.shutil.copy(path, tmp_path / "cog.tif", driver="COG", **options)
        (tmp_path / "cog.tif").rename(path)
    table = tmp_path / "mine.toml"
    entries = {**GOOD, "url": f'"{archive.url}/dem.tif"', "unit": '"half-metres"', "extent": "[10, 11, 33, 20]"}
    table.write_text("[[source]]\n" + "\n".join(f"{key} = {value}" for key, value in entries.items()))
    middle = 10 + 1500.5 / 128, 20 - 600.5 / 128
    extent = f"{middle[0] - 0.3},{middle[1] - 0.3},{middle[0] + 0.3},{middle[1] + 0.3}"
    done = run("fetch_coarse_dem", extent=extent, archive="mine", archives=table, output=tmp_path / "c.tif")
    with rasterio.open(tmp_path / "c.tif") as dataset:
        heights = read_heights(tmp_path / "c.tif")
        left = round((dataset.transform.c - origin[0]) / gsd)
        top = round((origin[1] - dataset.transform.f) / gsd)
    part = values[top : top + heights.shape[0], left : left + heights.shape[1]]
    truth = np.where(part == -32768, np.nan, part / 2.0)
    assert np.array_equal(heights, truth.astype(np.float32), equal_nan=True) and np.isnan(heights).sum() == 1
    assert archive.sent == done["bytes_read"] < 0.35 * path.stat().st_size
    sent = archive.sent
    again = run("fetch_coarse_dem", extent=extent, archive="mine", archives=table, output=tmp_path / "d.tif")
    assert again["bytes_read"] == 0 and archive.sent == sent
    assert (tmp_path / "c.tif").read_bytes() == (tmp_path / "d.tif").read_bytes()


def test_a_geotiff_that_breaks_off_is_said(archive, run, tmp_path):
    path = archive.folder / "dem.tif"
    write_raster(path, np.zeros((800, 800), np.int16), gsd=200.0, crs=MOON_EQC, compress="deflate", tiled=True)
    content = path.read_bytes()
    table = tmp_path / "mine.toml"
    entries = {**GOOD, "url": f'"{archive.url}/dem.tif"', "extent": "[-10, -10, 10, 10]"}
    table.write_text("[[source]]\n" + "\n".join(f"{key} = {value}" for key, value in entries.items()))
    for number, torn in enumerate((content[:50], b"<html>no</html>", content[: len(content) // 2])):
        path.write_bytes(torn)
        with pytest.raises(MmoedtmError, match=r"dem\.tif"):
            run("fetch_coarse_dem", extent="-1,-1,1,1", archive="mine", archives=table,
                output=tmp_path / f"{number}.tif")  # fmt: skip


@pytest.mark.parametrize("name", ["SLDEM2015_512_00N_30N_000_045_FLOAT", "LDEM_80S_80M_FLOAT", "LDEM_875S_5M"])
def test_labels_of_the_archive_as_gdal_reads_them(real, name):
    """Place and type by GDAL's own reader; heights by the truth that lies beside."""
    label = real / "labels" / f"{name}.LBL"
    raw = read_label(label.read_bytes(), "label", f"https://h.example/{name}.IMG")
    with rasterio.open(label, driver="PDS") as dataset:
        ours, theirs = raw.grid.affine, dataset.transform
        assert (raw.grid.width, raw.grid.height) == (dataset.width, dataset.height)
        assert np.allclose([ours.a, ours.e], [theirs.a, theirs.e], rtol=1e-6)
        assert np.allclose([ours.c, ours.f], [theirs.c, theirs.f], rtol=1e-6, atol=1e-3 * theirs.a)
        stored = np.fromfile(label.with_suffix(".IMG"), raw.dtype, count=dataset.width * dataset.height)
        assert np.array_equal(stored.reshape(dataset.shape), dataset.read(1))
    heights = raw.meaning.heights(stored.reshape(raw.grid.height, raw.grid.width))
    if name == "LDEM_80S_80M_FLOAT":
        assert np.allclose(heights, np.load(real / "labels" / "ldem_80s_truth_m.npy").reshape(heights.shape), atol=0.01)
    assert np.nanmax(np.abs(heights)) < 9200.0


@pytest.mark.parametrize(
    "old, new, words",
    [
        ("PC_REAL", "VAX_REAL", "samples of the type VAX_REAL"),
        ("KILOMETER", "FATHOM", "states heights in FATHOM"),
        ("SIMPLE CYLINDRICAL", "SINUSOIDAL", "the map sinusoidal"),
        ("LINES                 = 15360", "LINES = many", "no number for LINES"),
        ("MAXIMUM_LATITUDE             = 30", "MAXIMUM_LATITUDE = 60", "but its offsets place it"),
        ("WESTERNMOST_LONGITUDE        = 0", "WESTERNMOST_LONGITUDE = 45", "but its offsets place it"),
        ("A_AXIS_RADIUS                = 1737.4", "A_AXIS_RADIUS = 3396.19", "radius of 3396.19 km"),
        ("MAP_PROJECTION_ROTATION      = 0.0", "MAP_PROJECTION_ROTATION = 90.0", "turned map"),
        ("^IMAGE", "^NOTHING", "is not that of"),
        ("OBJECT                    = IMAGE_MAP_PROJECTION", "OBJECT = OTHER", "no map-projected image"),
    ],
)
def test_labels_that_are_not_read_are_said(tmp_path, old, new, words):
    text = sldem_tile(tmp_path, 0, 0, (1, 1, 1.1, 1.1)).read_text()
    assert old in text
    with pytest.raises(ArchiveError, match=words):
        read_label(text.replace(old, new).encode(), "L", "https://h/sldem2015_512_00n_30n_000_045_float.img")


def test_a_window_over_the_pole(archive, table, run, tmp_path):
    polar_grid(archive.folder, "ldem_85s_10m", -85, 10.0, (-9e3, -9e3, 9e3, 9e3))
    done = run("fetch_coarse_dem", image=write_raster(
        tmp_path / "i.tif", np.ones((1500, 1500), np.float32), gsd=1.2,
        crs=MOON_EQC.replace("Equirectangular", "Polar_Stereographic").replace(
            'PARAMETER["standard_parallel_1",0]', 'PARAMETER["latitude_of_origin",-90],PARAMETER["scale_factor",1]')),
        archives=table, output=tmp_path / "c.tif")  # fmt: skip
    assert done["source"] == "lola_85s_10m" and done["coverage"] == 100.0
    assert done["posting"] == pytest.approx(10, rel=1e-3)
    heights = read_heights(tmp_path / "c.tif")
    assert 370 < min(heights.shape) and max(heights.shape) < 400 and np.ptp(heights) > 50.0


@pytest.mark.parametrize("text", ["", "1,2,3", "a,b,c,d", "0,10,1,5", "0,-91,1,0", "nan,0,1,1", "0,0,1e9,1"])
def test_extents_that_are_none(run, tmp_path, text):
    with pytest.raises(ParameterError):
        run("fetch_coarse_dem", extent=text, output=tmp_path / "c.tif")
