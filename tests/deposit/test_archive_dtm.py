"""The folder that an archive takes: GDAL reads its label, a matrix moves points by the metres that were fitted."""

from __future__ import annotations

import hashlib
import json
import subprocess
from xml.etree import ElementTree

import numpy as np
import pytest
import rasterio

from engine.deposit.outline import outline
from engine.deposit.transform import matrix
from engine.errors import ParameterError, RasterError
from engine.raster.align import AlignedHeights
from engine.raster.frame import Move
from engine.raster.grid import Grid
from engine.raster.heights import HeightReader
from engine.raster.reader import RasterReader
from tests.conftest import MOON_EQC, read_heights, write_raster

RADIUS_M = 1_737_400.0
DEGREE_M = np.radians(1.0) * RADIUS_M
POLAR = MOON_EQC.replace("Equirectangular", "Polar_Stereographic").replace(
    'PARAMETER["standard_parallel_1",0]', 'PARAMETER["latitude_of_origin",-90],PARAMETER["scale_factor",1]'
)
PDS = {"p": "http://pds.nasa.gov/pds4/pds/v1", "c": "http://pds.nasa.gov/pds4/cart/v1"}

TAGS = {
    "SOFTWARE": "MMoEDTM 0.2.0", "MMOEDTM_OPERATION": "reconstruct", "MMOEDTM_SUN_INCIDENCE": "83.4500",
    "MMOEDTM_INPUT_IMAGE": f"M139939938LE_map.tif sha256 {'a' * 64}",
    "MMOEDTM_INPUT_COARSE_DEM": f"ldem.tif sha256 {'b' * 64}",
    "MMOEDTM_SHIFT_EAST_M": "42.50", "MMOEDTM_SHIFT_NORTH_M": "-17.25",
    "MMOEDTM_CITATION_COARSE_DEM": "Smith & others, 2017. <LOLA>.",
}  # fmt: skip
WHO = {"authors": "Armstrong, N.; Aldrin, B. & Co", "year": 2026}


def dtm(path, crs=POLAR, origin=(20_000.0, 90_000.0), tags=TAGS, size=(120, 90)):
    values = np.random.default_rng(1).normal(-2000.0, 30.0, size).astype(np.float32)
    values[:4, :7] = -32768.0
    return write_raster(path, values, gsd=2.0, crs=crs, origin=origin, nodata=-32768.0, unit="m", tags=tags,
                        compress="deflate", tiled=True)  # fmt: skip


@pytest.mark.parametrize("crs, origin", [(POLAR, (20_000.0, 90_000.0)), (MOON_EQC, (31.0 * DEGREE_M, 12.0 * DEGREE_M))])
def test_gdal_reads_the_label(run, tmp_path, crs, origin):
    path = dtm(tmp_path / "NAC DTM.tif", crs, origin)
    done = run("archive_dtm", input=path, output=tmp_path / "out", **WHO)
    assert done["time"] == "2010-09-24T03:57:51" and done["moved_east"] == 42.5
    names = {file.name for file in (tmp_path / "out").iterdir() if not file.name.startswith(".")}
    expected = {"nac_dtm" + end for end in (".tif", ".xml", ".json", "_citation.txt", "_move.txt", "_move_back.txt",
                                            "_move_isis.pvl")}  # fmt: skip
    assert expected <= names
    label = tmp_path / "out" / "nac_dtm.xml"
    with rasterio.open(label) as theirs, rasterio.open(path) as ours:
        assert theirs.driver == "PDS4" and np.array_equal(theirs.read(1), ours.read(1))
        assert np.allclose(theirs.transform, ours.transform, rtol=0, atol=1e-6) and theirs.nodata == -32768.0
        assert theirs.units == ("m",) and theirs.count == 1
    with RasterReader(str(label)) as read:
        assert np.array_equal(read.read(0, 0, 120, 90), read_heights(path), equal_nan=True)
    root = ElementTree.parse(label).getroot()
    assert [child.tag.rpartition("}")[2] for child in root] == [
        "Identification_Area", "Observation_Area", "Reference_List", "File_Area_Observational",
    ]  # fmt: skip
    file = root.find("p:File_Area_Observational/p:File", PDS)
    data = (tmp_path / "out" / file.findtext("p:file_name", namespaces=PDS)).read_bytes()
    assert file.findtext("p:md5_checksum", namespaces=PDS) == hashlib.md5(data).hexdigest()
    assert int(file.findtext("p:file_size", namespaces=PDS)) == len(data)
    array = root.find("p:File_Area_Observational/p:Array_2D_Image", PDS)
    offset = int(array.findtext("p:offset", namespaces=PDS))
    stored = np.frombuffer(data, "<f4", 120 * 90, offset).reshape(120, 90)
    assert np.array_equal(np.where(stored == -32768.0, np.nan, stored), read_heights(path), equal_nan=True)
    texts = "".join(root.itertext())
    assert "$" not in texts and "Smith & others, 2017. <LOLA>." in texts and WHO["authors"] in texts
    assert root.findtext(".//p:start_date_time", namespaces=PDS) == "2010-09-24T03:57:51Z"
    assert "lunar_reconnaissance_orbiter" in texts and "urn:nasa:pds:mmoedtm:data_derived:nac_dtm" in texts


def test_the_stac_item(run, tmp_path):
    run("archive_dtm", input=dtm(tmp_path / "a.tif"), output=tmp_path / "out", **WHO)
    item = json.loads((tmp_path / "out" / "a.json").read_text())
    assert item["type"] == "Feature" and item["stac_version"] == "1.0.0" and item["links"] == []
    properties = item["properties"]
    assert properties["ssys:targets"] == ["Moon"] and properties["datetime"] == "2010-09-24T03:57:51Z"
    assert properties["proj:shape"] == [120, 90] and properties["proj:transform"][:3] == [2.0, 0.0, 20_000.0]
    assert properties["proj:bbox"] == [20_000.0, 90_000.0 - 240.0, 20_180.0, 90_000.0]
    assert properties["view:sun_elevation"] == pytest.approx(6.55)
    with rasterio.open(tmp_path / "out" / "a.tif") as dataset:
        corners = [dataset.xy(r, c, offset="ul") for c in (0, 90) for r in (0, 120)]
    for x, y in corners:
        place = [np.degrees(np.arctan2(x, y)), 2 * np.degrees(np.arctan(np.hypot(x, y) / (2 * RADIUS_M))) - 90.0]
        assert np.abs(np.array(item["geometry"]["coordinates"][0]) - place).max(axis=1).min() < 1e-6
    for asset in item["assets"].values():
        assert (tmp_path / "out" / asset["href"]).is_file()
    band = item["assets"]["data"]["raster:bands"][0]
    mean = np.nanmean(read_heights(tmp_path / "a.tif"))
    assert band["unit"] == "m" and band["statistics"]["mean"] == pytest.approx(mean)


def xyz(longitude, latitude, height):
    lon, lat = np.radians(longitude), np.radians(latitude)
    return (RADIUS_M + height) * np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])


@pytest.mark.parametrize(
    "crs, origin",
    [
        (POLAR, (20_000.0, 90_000.0)),
        (POLAR, (-100.0, 120.0)),
        (MOON_EQC, (31.0 * DEGREE_M, 0.1 * DEGREE_M)),
        (MOON_EQC, (-179.99 * DEGREE_M, 55.0 * DEGREE_M)),
    ],
    ids=["85 S", "pole", "equator", "55 N"],
)
def test_the_matrix_moves_points_by_what_was_fitted(run, tmp_path, crs, origin):
    """Points of the coarse DEM, turned, lie where Reconstruct samples it when it is moved; and by the metres fitted."""
    path = dtm(tmp_path / "a.tif", crs, origin)
    run("archive_dtm", input=path, output=tmp_path / "out", **WHO)
    turned = np.loadtxt(tmp_path / "out" / "a_move.txt")
    back = np.loadtxt(tmp_path / "out" / "a_move_back.txt")
    assert turned.shape == (4, 4) and np.allclose(turned @ back, np.eye(4), atol=1e-14)
    with RasterReader(path) as reader:
        grid = reader.grid
    columns, rows = (v.ravel() for v in np.meshgrid(np.linspace(0, 90, 7), np.linspace(0, 120, 7)))
    longitude, latitude = grid.longitude_latitude(columns, rows)
    height = np.linspace(-3000.0, 5000.0, columns.size)
    before = xyz(longitude, latitude, height)
    after = (turned @ np.vstack([before, np.ones(columns.size)]))[:3]
    assert np.allclose(np.linalg.norm(after, axis=0), RADIUS_M + height, atol=1e-6)
    lon = np.degrees(np.arctan2(after[1], after[0]))
    lat = np.degrees(np.arcsin(after[2] / np.linalg.norm(after, axis=0)))
    at_columns, at_rows = grid.from_longitude_latitude(lon, lat)
    gsd_x, gsd_y = grid.gsd
    assert np.abs((at_columns - columns) * gsd_x - 42.5).max() < 0.02
    assert np.abs((at_rows - rows) * gsd_y - 17.25).max() < 0.02
    # On the ground, whatever the map: metres along the sphere.
    angle = np.arccos(np.clip((before * after).sum(0) / (RADIUS_M + height) ** 2, -1, 1))
    assert np.abs(angle * RADIUS_M - np.hypot(42.5, 17.25)).max() < 0.02


def test_the_matrix_is_the_move_that_reconstruct_makes(tmp_path):
    """A bump of the coarse DEM, turned by the matrix, lies under the pixel at which the moved DEM has it."""
    posts = np.zeros((60, 60), np.float32)
    posts[30, 31] = 100.0
    coarse = write_raster(tmp_path / "c.tif", posts, gsd=20.0, crs=POLAR, origin=(19_700.0, 90_300.0), unit="m")
    grid = Grid(rasterio.crs.CRS.from_wkt(POLAR).to_wkt(), (1.0, 0.0, 20_000.0, 0.0, -1.0, 90_000.0), 700, 700)
    move = Move(33.0, -21.0)
    with RasterReader(coarse) as reader:
        heights = AlignedHeights(HeightReader(reader, "metres", lambda text: None), grid, move).read(0, 0, 700, 700)
        longitude, latitude = reader.grid.longitude_latitude(np.array([31.5]), np.array([30.5]))
    row, column = np.unravel_index(np.nanargmax(heights), heights.shape)
    after = (matrix(move, grid) @ np.append(xyz(longitude, latitude, 0.0), 1.0))[:3]
    lon, lat = np.degrees(np.arctan2(after[1], after[0])), np.degrees(np.arcsin(after[2] / np.linalg.norm(after)))
    at = grid.from_longitude_latitude(np.array([lon]), np.array([lat]))
    assert abs(at[0][0] - 0.5 - column) <= 0.6 and abs(at[1][0] - 0.5 - row) <= 0.6


def test_the_move_for_isis(run, tmp_path):
    run("archive_dtm", input=dtm(tmp_path / "a.tif", MOON_EQC, (0.0, 60.0 * DEGREE_M)), output=tmp_path / "o", **WHO)
    text = (tmp_path / "o" / "a_move_isis.pvl").read_text()
    values = {line.partition("=")[0].strip(): line.partition("=")[2].split() for line in text.splitlines()}
    # At 60 degrees a metre on the ground is two in this map, along the parallel.
    assert float(values["AddToUpperLeftCornerX"][0]) == pytest.approx(85.0, rel=1e-3)
    assert float(values["AddToUpperLeftCornerY"][0]) == pytest.approx(-17.25, rel=1e-3)
    assert float(values["Ltrans"][0]) == pytest.approx(17.25 / 2.0, rel=1e-3)
    assert text.startswith("Group = CoarseDemMove\n") and text.endswith("End_Group\nEnd\n")


def test_outlines_over_the_antimeridian_and_about_a_pole():
    east = Grid(MOON_EQC, (100.0, 0.0, 179.0 * DEGREE_M, 0.0, -100.0, 5.0 * DEGREE_M), 600, 300)
    found = outline(east)
    assert found.box[0] == pytest.approx(179.0) and found.box[2] == pytest.approx(179 + 60000 / DEGREE_M - 360)
    assert len(found.rings) == 2
    assert all(-180.0 <= lon <= 180.0 for ring in found.rings for lon, _ in ring)
    areas = [abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(r, r[1:]))) / 2 for r in found.rings]
    assert sum(areas) == pytest.approx((60000 / DEGREE_M) * (30000 / DEGREE_M), rel=1e-6)
    pole = Grid(POLAR, (100.0, 0.0, -5000.0, 0.0, -100.0, 7000.0), 100, 120)
    found = outline(pole)
    assert found.box[:3] == (-180.0, -90.0, 180.0) and -89.9 < found.box[3] < -89.7
    beside = Grid(POLAR, (100.0, 0.0, -5000.0, 0.0, -100.0, -7000.0), 100, 120)
    assert len(outline(beside).rings) == 2 and outline(beside).box[0] > 0 > outline(beside).box[2]


@pytest.mark.parametrize(
    "change, words",
    [
        ({"authors": "  "}, "authors is empty"),
        ({"lid": "my dtm"}, "six parts"),
        ({"time": "yesterday"}, "must be UTC"),
    ],
)
def test_what_is_missing_is_said(run, tmp_path, change, words):
    with pytest.raises(ParameterError, match=words):
        run("archive_dtm", input=dtm(tmp_path / "a.tif"), output=tmp_path / "out", **{**WHO, **change})
    assert not (tmp_path / "out").exists()


def test_rasters_that_are_no_dtm_of_ours_are_refused(run, tmp_path):
    with pytest.raises(ParameterError, match="no DTM that MMoEDTM wrote"):
        run("archive_dtm", input=dtm(tmp_path / "a.tif", tags={}), output=tmp_path / "out", **WHO)
    nameless = {**TAGS, "MMOEDTM_INPUT_IMAGE": f"image.tif sha256 {'a' * 64}"}
    with pytest.raises(ParameterError, match="does not tell when its image was taken"):
        run("archive_dtm", input=dtm(tmp_path / "b.tif", tags=nameless), output=tmp_path / "out", **WHO)
    done = run("archive_dtm", input=tmp_path / "b.tif", time="2012-02-03T04:05:06Z", output=tmp_path / "out", **WHO)
    assert done["time"] == "2012-02-03T04:05:06"
    with pytest.raises(RasterError, match="cannot describe"):
        run("archive_dtm", input=dtm(tmp_path / "c.tif", crs=MOON_EQC.replace("Equirectangular", "Gnomonic").replace(
            'PARAMETER["standard_parallel_1",0]', 'PARAMETER["latitude_of_origin",10]')),
            output=tmp_path / "gno", **WHO)  # fmt: skip


def test_a_turned_dtm_is_told_what_to_do(run, tmp_path):
    """Of a turned image; gdalwarp makes it one that is taken, with its tags."""
    path = dtm(tmp_path / "a.tif")
    with rasterio.open(path, "r+") as dataset:
        dataset.transform = dataset.transform @ rasterio.Affine.rotation(30.0)
    with pytest.raises(RasterError, match="turned by 30 degrees.*gdalwarp"):
        run("archive_dtm", input=path, output=tmp_path / "out", **WHO)
    subprocess.run(["gdalwarp", "-q", str(path), str(tmp_path / "b.tif")], check=True)
    assert run("archive_dtm", input=tmp_path / "b.tif", output=tmp_path / "out", **WHO)["moved_east"] == 42.5


def test_a_dtm_that_reconstruct_wrote(run, sample, identity_pack, tmp_path):
    run("reconstruct", image=sample / "image.tif", coarse_dem=sample / "coarse_dem.tif", sun_azimuth=292,
        sun_incidence=58, pack=identity_pack, output=tmp_path / "d.tif")  # fmt: skip
    done = run("archive_dtm", input=tmp_path / "d.tif", time="2012-02-03T04:05:06", output=tmp_path / "out", **WHO)
    assert done["moved_east"] is not None
    with rasterio.open(tmp_path / "out" / "d.xml") as label:
        assert np.array_equal(np.where(label.read(1) == label.nodata, np.nan, label.read(1)),
                              read_heights(tmp_path / "d.tif"), equal_nan=True)  # fmt: skip
    text = (tmp_path / "out" / "d_citation.txt").read_text()
    assert "image.tif, sha256" in text and "not known" in text
