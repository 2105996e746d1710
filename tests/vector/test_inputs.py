"""Layers are data: descriptions of other sources are refused under any name."""

import os
import subprocess
import sys

from tests.conftest import ROOT

OGR_VRT = (
    '<OGRVRTDataSource><OGRVRTLayer name="l"><SrcDataSource>{source}</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>'
)
ALGORITHM = '{{"type": "gdal_streamed_alg", "command_line": "gdal vector pipeline ! read {source} ! filter"}}'


READ = """
import sys
from engine.errors import LayerError
from engine.vector.layer import read_layer
for path in sys.argv[1:]:
    try:
        read_layer(path, None, False)
        print("taken", path)
    except LayerError as error:
        print(error)
"""


def read_apart(*paths, **variables):
    """What reading says, in a process of its own as the engine's: formats are chosen once, when GDAL starts."""
    environment = {key: value for key, value in os.environ.items() if key != "OGR_SKIP"}
    done = subprocess.run(
        [sys.executable, "-c", READ, *map(str, paths)], cwd=ROOT, env={**environment, **variables},
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_layers_that_point_elsewhere_are_refused_under_any_name(tmp_path):
    source = tmp_path / "secret.csv"
    source.write_text("name\nvalue\n")
    layers = [tmp_path / f"{kind}{suffix}" for kind in ("vrt", "algorithm") for suffix in (".gpkg", ".vrt", ".json")]
    for layer in layers:
        layer.write_text((OGR_VRT if layer.stem == "vrt" else ALGORITHM).format(source=source))
    said = read_apart(*layers)
    assert len(said) == 6 and all("cannot be read as a vector layer" in line for line in said), said


def test_the_user_can_let_them_in(tmp_path):
    (tmp_path / "a.csv").write_text("name\nvalue\n")
    layer = tmp_path / "l.vrt"
    layer.write_text(OGR_VRT.format(source=tmp_path / "a.csv").replace('name="l"', 'name="a"'))
    assert read_apart(layer, MMOEDTM_ALLOW_REMOTE="1") == [f"taken {layer}"]
