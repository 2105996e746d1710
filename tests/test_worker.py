"""The worker against odd lines, and against a parent that goes away in any manner."""

import io
import json
import signal
import subprocess
import sys
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import worker
from engine.contract.progress import Progress
from engine.errors import MmoedtmError
from tests.conftest import ROOT, write_raster
from tests.test_front_doors import ask, start_worker, wait_for_tiles

CODE = "import sys, runpy; sys.path.insert(0, sys.argv[1]); runpy.run_module('engine.worker', run_name='__main__')"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


@pytest.fixture(scope="module")
def given_scene(tmp_path_factory):
    """Inputs of a run that takes a while."""
    folder = tmp_path_factory.mktemp("slow")
    image = np.random.default_rng(0).random((1500, 2500), np.float32)
    posts = np.random.default_rng(1).normal(0, 20, (60, 90)).astype(np.float32)
    return {
        "image": write_raster(folder / "i.tif", image),
        "coarse_dem": write_raster(folder / "c.tif", posts, gsd=60.0),
    }


def answer(line):
    """The only answer of a worker to a line, and what it wrote to its log."""
    done = subprocess.run([sys.executable, "-I", "-c", CODE, str(ROOT)], input=line, capture_output=True, timeout=60)
    messages = [json.loads(text) for text in done.stdout.splitlines()]
    assert len(messages) == 1 and done.returncode == 1, (line, done)
    return messages[0], done.stderr.decode()


@pytest.mark.parametrize(
    "line, words",
    [
        (b"\n", "not a line of JSON"),
        (b"hello\n", "not a line of JSON"),
        (b"\xff\xfe\x00\n", "not a line of JSON"),
        (b"[" * 5000 + b"\n", "not a line of JSON"),
        (b"[1]\n", "no JSON object"),
        (b"null\n", "no JSON object"),
        (b"{}\n", "has the operation 'None'"),
        (b'{"operation": "dream", "parameters": {}}\n', "has the operation 'dream', but must have one of: describe"),
        (b'{"operation": ["align"], "parameters": {}}\n', "has the operation"),
        (b'{"operation": "align"}\n', "field parameters"),
        (b'{"operation": "align", "parameters": [1]}\n', "field parameters"),
        (b'{"operation": "align", "parameters": {}, "crs": {"a.tif": 1}}\n', "field crs"),
        (b'"' + b"x" * 17_000_000 + b'"\n', "longer than 16,000,000 bytes"),
    ],
)
def test_what_is_no_request_is_answered_as_such(line, words):
    message, log = answer(line)
    assert message["type"] == "error" and message["kind"] == "request" and words in message["message"]
    assert message["message"].endswith(".") and "\n" not in message["message"] and "Traceback" not in log


@pytest.mark.parametrize(
    "change, words",
    [
        ({"image": None}, "image (Image) is needed"),
        ({"image": {"a": 1}}, "image is \"{'a': 1}\", but must be text"),
        ({"image": ["a.tif"]}, "must be text"),
        ({"image": 7}, "must be text"),
        ({"image": "a\0b"}, "no text in UTF-8"),
        ({"image": "\ud800.tif"}, "no text in UTF-8"),
        ({"image": "/" + "a" * 300 + ".tif"}, "a.tif"),
        ({"output": {"a": 1}}, "output is"),
        ({"threads": [1]}, "threads is '[1]', but must be a number"),
        ({"threads": True}, "threads is 'True', but must be a number"),
        ({"threads": 10**400}, "threads is"),
        ({"sun_azimuth": "north"}, "sun_azimuth is 'north', but must be a number"),
        ({"provider": ["cpu"]}, "provider is"),
        ({"unheard": 1}, "has no parameter 'unheard'"),
    ],
)
def test_parameters_that_do_not_fit_are_the_users(change, words, tmp_path):
    """Through the worker's own functions, and (the first and the last) through a process."""
    wanted = {"image": "/i.tif", "coarse_dem": "/c.tif", "output": str(tmp_path / "d.tif"), **change}
    line = json.dumps({"operation": "reconstruct", "parameters": wanted}).encode() + b"\n"
    with pytest.raises(MmoedtmError) as caught:
        worker.execute(*worker._request(line)[:2], Progress())
    said = str(caught.value)
    assert words in said and said.endswith(".") and not isinstance(caught.value, worker._RequestError)
    if change in ({"image": None}, {"unheard": 1}):
        message, log = answer(line)
        assert message == {"type": "error", "kind": "user", "message": said} and "Traceback" not in log
    assert list(tmp_path.iterdir()) == []


@given(JSON | st.dictionaries(st.sampled_from(["operation", "parameters"]), JSON))
def test_any_json_is_a_request_or_refused(content):
    try:
        operation, parameters, _ = worker._request(json.dumps(content).encode())
    except worker._RequestError as error:
        assert str(error).endswith(".") and "\n" not in str(error)
    else:
        assert isinstance(parameters, dict) and operation.name == content["operation"]


class _Told:
    def __init__(self):
        self.count = 0

    def tell(self):
        self.count += 1


CANCEL = b'{"cancel": true}\n'
CONTROL = st.one_of(
    JSON.filter(lambda c: not (isinstance(c, dict) and c.get("cancel"))).map(lambda c: json.dumps(c).encode()),
    st.binary(max_size=40).map(lambda b: b.replace(b"\n", b"")),
    st.sampled_from([b"[1]", b"null", b"7", b'{"cancel": false}', b"[" * 3000, b'{"cancel": true}' + b" " * 9000]),
)


@given(st.lists(CONTROL, max_size=6), st.binary(max_size=30))
def test_the_watcher_outlives_any_line_and_hears_the_cancel(lines, rest):
    content = b"".join(line + b"\n" for line in lines) + CANCEL + b"[" + rest.replace(b"\n", b"") + b"\n"
    after, told = worker._Lines(io.BytesIO(content).read), _Told()
    worker._watch(after, told)
    assert told.count == 1 and after.readline(100).startswith(b"[")


def test_the_end_of_the_input_is_a_cancel():
    for content in (b"", b"[1]\n", b'{"cancel"', b"x" * 10_000):
        told = _Told()
        worker._watch(worker._Lines(io.BytesIO(content).read), told)
        assert told.count == 1


@settings(max_examples=2, deadline=None)
@given(st.lists(CONTROL, min_size=1, max_size=4))
def test_a_run_goes_on_after_odd_lines_and_is_cancelled_by_a_cancel(given_scene, tmp_path_factory, lines):
    folder = tmp_path_factory.mktemp("odd")
    process = start_worker()
    ask(process, operation="reconstruct", parameters={**given_scene, "output": str(folder / "d.tif")})
    wait_for_tiles(process)
    for line in [b"[1]", b"null", *lines]:
        process.stdin.buffer.write(line + b"\n")
    process.stdin.buffer.flush()
    wait_for_tiles(process)
    ask(process, cancel=True)
    last = json.loads(process.stdout.readlines()[-1])
    process.wait(10)
    assert last["kind"] == "cancelled" and list(folder.iterdir()) == []


@pytest.mark.parametrize("leave", ["close the output", "SIGTERM", "SIGINT"])
def test_whoever_leaves_finds_nothing_left(given_scene, tmp_path, leave):
    process = start_worker()
    ask(process, operation="reconstruct", parameters={**given_scene, "output": str(tmp_path / "d.tif")})
    wait_for_tiles(process)
    begun = time.monotonic()
    if leave == "close the output":
        process.stdout.close()
    else:
        process.send_signal(getattr(signal, leave))
    assert process.wait(12) == 1 and time.monotonic() - begun < 8.0
    assert list(tmp_path.iterdir()) == []
