"""What a stranger broke: kept blocks, plans, class layers and clusters."""

import json
import threading
import time
from pathlib import Path

import pytest
import rasterio

from engine.contract.execute import execute
from engine.contract.progress import Progress
from engine.contract.scratch import Scratch
from engine.errors import Cancelled, LayerError, MmoedtmError, RasterError
from engine.operations import OPERATIONS
from tests.reconstruct.scenes import scene_of_blocks


@pytest.fixture(scope="module")
def given(tmp_path_factory):
    return scene_of_blocks(tmp_path_factory.mktemp("scene"), height=700)


def test_the_folder_of_blocks_keeps_whatever_is_not_ours(tmp_path, run, given):
    folder = tmp_path / "mine"
    folder.mkdir()
    mine = {name: b"mine" for name in ("request.json", "film.part", "thesis.new", "block-000000.part", "plan.part")}
    for name, content in mine.items():
        (folder / name).write_bytes(content)
    run("reconstruct", **given, blocks=folder, output=tmp_path / "d.tif")
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == mine


def test_blocks_may_lie_beside_the_output(tmp_path, run, given):
    run("reconstruct", **given, blocks=tmp_path, output=tmp_path / "d.tif")
    assert [path.name for path in tmp_path.iterdir()] == ["d.tif"]


def test_an_image_that_is_rewritten_in_mid_run_makes_no_dtm(tmp_path, given):
    image, target = tmp_path / "image.tif", tmp_path / "d.tif"
    image.write_bytes(Path(given["image"]).read_bytes())
    target.write_bytes(b"an older one")

    def rewrite(share, text):
        if share > 0.5:
            with rasterio.open(image, "r+") as dataset:
                dataset.write(dataset.read() * 0.5)

    with pytest.raises(RasterError, match="was changed while it was being read"):
        execute(OPERATIONS["reconstruct"], {**given, "image": str(image), "output": str(target)}, Progress(rewrite))
    assert target.read_bytes() == b"an older one"


def test_a_plan_whose_places_contradict_one_another_is_refused(tmp_path, run, given):
    plan = tmp_path / "p.json"
    run("plan", **given, output=plan)
    content = json.loads(plan.read_text())
    content["scene"]["image"] = str(tmp_path / "image.tif")
    plan.write_text(json.dumps(content))
    (tmp_path / "image.tif").write_bytes(b"mine")
    for target in ("d.tif", "image.tif"):
        with pytest.raises(MmoedtmError):
            run("reconstruct", plan=plan, output=tmp_path / target)
    assert (tmp_path / "image.tif").read_bytes() == b"mine"


def test_a_class_layer_of_another_tiling_is_refused(tmp_path, run, given):
    scene = {name: value for name, value in given.items() if name != "contrast"}
    for one, other in (("pack", "paper"), ("paper", "pack")):
        run("classify", **scene, tiling=one, output=tmp_path / "c.tif", output_tiles=tmp_path / "c.gpkg")
        with pytest.raises(LayerError, match="but this image|cut into"):
            run("reconstruct", **given, tiling=other, classes=tmp_path / "c.gpkg", output=tmp_path / "d.tif")
    run("reconstruct", **given, tiling="paper", classes=tmp_path / "c.gpkg", output=tmp_path / "d.tif")


def test_tasks_of_two_plans_have_keys_of_their_own(given, tmp_path, run):
    """A torn block of one frame that was submitted late got the block of the other frame."""
    pytest.importorskip("distributed")
    from engine.experts.pack import load
    from engine.experts.runner import Runner
    from engine.reconstruct import plan_file
    from engine.reconstruct.cluster import Cluster
    from engine.reconstruct.executors import Task
    from engine.reconstruct.on_worker import identity

    plans = []
    for azimuth in (300.0, 120.0):
        run("plan", **{**given, "sun_azimuth": azimuth}, output=tmp_path / "p.json")
        plans.append(plan_file.read(str(tmp_path / "p.json")))
    own = identity(Runner(load("lunar-1"), "cpu", 1, lambda text: None))
    with Cluster("local:1", "lunar-1", "cpu", own, Progress()) as cluster:
        order = [Task(plans[0], 0), Task(plans[1], 0)]
        stream = cluster.compute(order, Progress(), lambda tiles: None)
        first = next(stream)
        again = next(iter(cluster.compute([Task(plans[0], 0)], Progress(), lambda tiles: None)))
        other = next(stream)
    assert again.packed == first.packed != other.packed
    with pytest.raises(MmoedtmError, match=r"has the experts .* but this run others; start it with the same"):
        Cluster("local:1", "lunar-1", "cpu", "others", Progress())


def test_what_answers_and_is_no_scheduler_does_not_hang(tmp_path, given):
    """The port of a web server, which is a likely slip; a cancel is heard while it is waited for."""
    import http.server

    server = http.server.HTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    begun = time.monotonic()
    asked = {**given, "scheduler": f"tcp://127.0.0.1:{server.server_port}", "output": str(tmp_path / "d.tif")}
    with pytest.raises((Cancelled, MmoedtmError)):
        execute(OPERATIONS["reconstruct"], asked, Progress(cancelled=lambda: time.monotonic() - begun > 4.0))
    assert time.monotonic() - begun < 6.0
    server.shutdown()


def test_a_part_is_told_from_the_request(tmp_path):
    scratch = Scratch(str(tmp_path / "s"))
    with scratch.opened({"a": "1"}):
        scratch.put("x", b"1")
        assert scratch.names() == ["x"] and scratch.has("x")
    with scratch.opened({"a": "2"}) as differing:
        assert differing == ["a"] and scratch.names() == []
