"""Layers are data: descriptions of other sources are refused under any name."""

import os
import subprocess
import sys

import pytest

from engine.errors import LayerError
from engine.vector.layer import read_layer
from tests.conftest import ROOT

OGR_VRT = (
    '<OGRVRTDataSource><OGRVRTLayer name="l"><SrcDataSource>{source}</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>'
)
ALGORITHM = '{{"type": "gdal_streamed_alg", "command_line": "gdal vector pipeline ! read {source} ! filter"}}'


@pytest.mark.parametrize("text", [OGR_VRT, ALGORITHM])
@pytest.mark.parametrize("suffix", [".gpkg", ".vrt", ".json"])
def test_a_layer_that_points_elsewhere_is_refused(tmp_path, text, suffix):
    source = tmp_path / "secret.csv"
    source.write_text("name\nvalue\n")
    layer = tmp_path / f"l{suffix}"
    layer.write_text(text.format(source=source))
    with pytest.raises(LayerError, match=f"l{suffix} cannot be read as a vector layer"):
        read_layer(str(layer), None, False)


def test_the_user_can_let_them_in(tmp_path):
    """In a process of its own: formats are chosen once, when GDAL starts."""
    (tmp_path / "a.csv").write_text("name\nvalue\n")
    layer = tmp_path / "l.vrt"
    layer.write_text(OGR_VRT.format(source=tmp_path / "a.csv").replace('name="l"', 'name="a"'))
    code = f"from engine.vector.layer import read_layer; print(read_layer({str(layer)!r}, None, False)[2]['name'])"
    environment = {**os.environ, "MMOEDTM_ALLOW_REMOTE": "1"}
    environment.pop("OGR_SKIP", None)
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60
    )
    assert "value" in told.stdout, told.stderr
