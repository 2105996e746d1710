"""Inputs are data: what points elsewhere is refused, and nothing is fetched."""

import hashlib
import http.server
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
import rasterio

from engine.errors import RasterError
from engine.raster.provenance import digest
from engine.raster.reader import RasterReader
from engine.raster.sources import ALLOW_REMOTE, files_of
from tests.conftest import ROOT

VRT = (
    '<VRTDataset rasterXSize="8" rasterYSize="8"><SRS>{wkt}</SRS><GeoTransform>0,2,0,0,0,-2</GeoTransform>'
    '<VRTRasterBand dataType="Float32" band="1"><SimpleSource><SourceFilename>{source}</SourceFilename>'
    "<SourceBand>1</SourceBand></SimpleSource></VRTRasterBand></VRTDataset>"
)
RAW = (
    '<VRTDataset rasterXSize="4" rasterYSize="4"><VRTRasterBand dataType="Byte" band="1" subClass="VRTRawRasterBand">'
    "<SourceFilename>{source}</SourceFilename></VRTRasterBand></VRTDataset>"
)
WMS = '<GDAL_WMS><Service name="TMS"><ServerUrl>{source}/${{z}}/${{x}}/${{y}}.png</ServerUrl></Service></GDAL_WMS>'
INDEX = "<GDALTileIndexDataset><IndexDataset>{source}</IndexDataset></GDALTileIndexDataset>"


@pytest.fixture
def server():
    """A server on this machine, and the requests that reached it."""
    seen = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            seen.append(self.path)
            self.send_error(404)

        do_HEAD = do_GET  # noqa: N815

        def log_message(self, *arguments):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}", seen
        running.shutdown()


def refused(path, match):
    with pytest.raises(RasterError, match=match):
        RasterReader(str(path))


@pytest.fixture
def plain(raster):
    return raster("plain.tif", np.arange(64, dtype=np.float32).reshape(8, 8))


@pytest.mark.parametrize("text", [VRT, RAW, WMS, INDEX])
@pytest.mark.parametrize("suffix", [".tif", ".vrt", ".img", ".jp2"])
def test_descriptions_of_other_sources_are_refused_under_any_name(tmp_path, plain, text, suffix):
    with rasterio.open(plain) as dataset:
        wkt = dataset.crs.to_wkt().replace('"', "&quot;")
    path = tmp_path / f"x{suffix}"
    path.write_text(text.format(source=plain, wkt=wkt))
    refused(path, f"x{suffix} cannot be opened: it is a .* description.*{ALLOW_REMOTE}=1")
    path.write_text("<?xml version='1.0'?>\n<!-- --> " + text.format(source=plain, wkt=wkt))
    refused(path, "cannot be opened")


def test_the_user_can_let_them_in(tmp_path, plain, monkeypatch):
    with rasterio.open(plain) as dataset:
        wkt = dataset.crs.to_wkt().replace('"', "&quot;")
    path = tmp_path / "x.vrt"
    path.write_text(VRT.format(source=plain, wkt=wkt))
    monkeypatch.setenv(ALLOW_REMOTE, "1")
    with RasterReader(str(path)) as reader:
        assert reader.read(0, 0, 8, 8)[7, 7] == 63.0
    assert {file.name for file in files_of(str(path))} == {"x.vrt", "plain.tif"}


@pytest.mark.parametrize(
    "path",
    ["/vsicurl/{url}/a.tif", "{url}/a.tif", "/vsizip//vsicurl/{url}/a.zip/a.tif", "/vsicurl_streaming/{url}/a.tif",
     "WMS:{url}", "/vsis3/bucket/a.tif", "MEM:::DATAPOINTER=1,PIXELS=1,LINES=1", "<VRTDataset/>", "zip+{url}/a.zip"],
)  # fmt: skip
def test_remote_paths_are_refused(server, path):
    url, seen = server
    with pytest.raises(RasterError):
        RasterReader(path.format(url=url))
    assert not seen


@pytest.mark.parametrize(
    "name", ["/vsicurl/{url}/a.img", "../elsewhere/a.img", "/etc/passwd", "&#47;vsicurl&#47;{url}/a.img"]
)
def test_labels_may_name_files_of_their_own_folder_only(real, tmp_path, server, name):
    url, seen = server
    name = name.format(url=url)
    for label in ("SLDEM2015_512_00N_30N_000_045_FLOAT.LBL", "NAC_POLE_TEST.xml"):
        text = (real / "labels" / label).read_text()
        stem = label.split(".")[0]
        (tmp_path / label).write_text(text.replace(f"{stem}.IMG", name))
        if "&" in name and label.endswith("LBL"):
            continue
        refused(tmp_path / label, "names the data file .* outside its own folder")
    assert not seen


def test_masks_and_overviews_beside_a_raster_are_tiffs(tmp_path, plain):
    for sidecar in ("plain.tif.msk", "plain.tif.ovr", "plain.MSK"):
        file = tmp_path / sidecar
        file.write_text(RAW.format(source=plain))
        refused(plain, "would be read as a part of plain.tif, but is no TIFF")
        file.unlink()


def test_gdal_itself_fetches_nothing(server):
    """The second bolt, in a process of its own, past our checks."""
    url, seen = server
    code = (
        "import engine.raster.sources, rasterio\n"
        "for kind in ('vsicurl', 'vsicurl_streaming'):\n"
        "    try: rasterio.open(f'/{kind}/" + url + "/a.tif')\n"
        "    except rasterio.errors.RasterioError: pass\n"
    )
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("CPL_", "MMOEDTM_ALLOW"))}
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, check=True, timeout=60)
    assert not [path for path in seen if path == "/a.tif"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are POSIX")
def test_odd_paths_are_told_apart(tmp_path, raster):
    os.mkfifo(tmp_path / "pipe.tif")
    refused(tmp_path / "pipe.tif", "is no plain file")
    refused(tmp_path, "is a folder")
    refused(tmp_path / "absent.tif", "does not exist")
    refused(tmp_path / ("n" * 300 + ".tif"), "cannot be opened .File name too long")
    refused("/vsizip/" + str(tmp_path / "absent.zip") + "/a.tif", "cannot be opened")
    refused("nowhere:a.tif", "does not exist")
    (tmp_path / "empty.tif").touch()
    refused(tmp_path / "empty.tif", "cannot be opened")
    odd = raster("a [1] ü\n:x.tif", np.ones((4, 4), np.float32))
    with RasterReader(odd) as reader:
        assert reader.grid.width == 4


def test_a_raster_in_a_local_archive_is_read(tmp_path, plain):
    archive = shutil.make_archive(str(tmp_path / "a"), "zip", tmp_path, "plain.tif")
    with RasterReader(f"/vsizip/{archive}/plain.tif") as reader:
        assert reader.read(0, 0, 8, 8)[0, 1] == 1.0


def test_parts_of_files_are_read_by_gdals_names(real, plain, monkeypatch):
    with RasterReader(f"GTIFF_DIR:1:{plain}") as reader:
        assert reader.read(0, 0, 8, 8)[0, 1] == 1.0
    refused(f"PDS4:{real}/labels/NAC_POLE_TEST.xml:1:1", "no geotransform")
    refused(f"GTIFF_DIR:1:{plain}.absent", "does not exist")
    monkeypatch.chdir(os.path.dirname(plain))
    with RasterReader("plain.tif") as reader:
        assert reader.grid.width == 8


def test_a_detached_data_file_points_to_its_label(real):
    refused(real / "labels" / "LDEM_80S_80M_FLOAT.IMG", "open the label beside it, LDEM_80S_80M_FLOAT.LBL")
    refused(real / "labels" / "TCO_MAP_02_N00E000S03E003SC.img", "TCO_MAP_02_N00E000S03E003SC.lbl")


# --- Digests -------------------------------------------------------------------------------------


def test_the_digest_of_a_single_file_is_its_sha256(plain, tmp_path):
    with open(plain, "rb") as file:
        expected = hashlib.sha256(file.read()).hexdigest()
    assert digest(plain) == expected
    table = tmp_path / "a.csv"
    table.write_text("x\n")
    assert digest(str(table)) == hashlib.sha256(b"x\n").hexdigest()
    assert digest(str(tmp_path / "absent.tif")).startswith("not known")


def test_the_digest_of_what_lies_in_an_archive_is_that_of_the_archive(plain, tmp_path):
    archive = shutil.make_archive(str(tmp_path / "a"), "zip", tmp_path, "plain.tif")
    inside = f"/vsizip/{archive}/plain.tif"
    assert digest(inside) == hashlib.sha256(Path(archive).read_bytes()).hexdigest()


def test_the_digest_of_a_mosaic_of_mosaics_covers_their_pixels(plain, tmp_path, monkeypatch):
    monkeypatch.setenv(ALLOW_REMOTE, "1")
    with rasterio.open(plain) as dataset:
        wkt = dataset.crs.to_wkt().replace('"', "&quot;")
    inner, outer = tmp_path / "inner.vrt", tmp_path / "outer.vrt"
    inner.write_text(VRT.format(source=plain, wkt=wkt))
    outer.write_text(VRT.format(source=inner, wkt=wkt))
    before = digest(str(outer))
    with rasterio.open(plain, "r+") as dataset:
        dataset.write(np.zeros((8, 8), np.float32), 1)
    assert digest(str(outer)) != before
    assert {file.name for file in files_of(str(outer))} == {"outer.vrt", "inner.vrt", "plain.tif"}


def test_what_a_server_gives_is_never_the_same_as_earlier():
    """In one process it is; another one finds another time."""
    code = "from engine.raster.provenance import digest; print(digest('/vsicurl/http://127.0.0.1:9/a.tif'))"
    told = {subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
            for _ in range(2)}  # fmt: skip
    assert len(told) == 2


def test_the_digest_of_a_label_covers_its_pixels(real, tmp_path):
    for suffix in ("LBL", "IMG"):
        shutil.copy(real / "labels" / f"LDEM_875S_5M.{suffix}", tmp_path)
    label = str(tmp_path / "LDEM_875S_5M.LBL")
    before = digest(label)
    assert {file.suffix for file in files_of(label)} == {".LBL", ".IMG"}
    with open(tmp_path / "LDEM_875S_5M.IMG", "r+b") as file:
        file.seek(4000)
        file.write(b"\x01\x02")
    assert digest(label) != before


def test_statistics_beside_a_raster_do_not_change_its_digest(plain, tmp_path):
    before = digest(plain)
    aux = tmp_path / "plain.tif.aux.xml"
    band = '<PAMDataset><PAMRasterBand band="1">{}</PAMRasterBand></PAMDataset>'
    aux.write_text(band.format('<Metadata><MDI key="STATISTICS_MAXIMUM">63</MDI></Metadata>'))
    assert digest(plain) == before
    aux.write_text(band.format("<NoDataValue>5</NoDataValue>"))
    assert digest(plain) != before
