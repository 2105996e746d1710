"""A GeoPackage of the same features is the same bytes, whenever it is written."""

import time


def test_two_runs_write_the_same_geopackage(tmp_path, run, sample):
    written = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        target = tmp_path / name / "tiles.gpkg"
        run("classify", image=sample / "image.tif", coarse_dem=sample / "coarse_dem.tif", output_tiles=target,
            output=tmp_path / name / "classes.tif")  # fmt: skip
        written.append(target.read_bytes())
        time.sleep(1.1)
    assert written[0] == written[1]
