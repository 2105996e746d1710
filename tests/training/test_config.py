"""Configurations that cannot be: one sentence that names the file and the setting, and nothing is written."""

import pytest

pytest.importorskip("torch", reason="PyTorch is not installed (the extra 'train')")

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import ParameterError
from engine.training import config

BAD = {
    "an unknown setting": ("runs: {a: {stepz: 3}}", "stepz"),
    "an unknown setting of the loss": ("runs: {a: {loss: {heights: 1}}}", "heights"),
    "a start that is no run": ("runs: {a: {start: b}}", "not a run"),
    "no YAML": ("a: [", "not YAML"),
    "a tab": ("runs:\n\ta: 1", "not YAML"),
    "no runs": ("a: 1", "runs"),
    "empty runs": ("runs: {}", "at least one run"),
    "runs that are a list": ("runs: [a, b]", "runs"),
    "a run of settings that is a number": ("runs: {a: 3}", "run a is 3"),
    "defaults that are a list": ("defaults: [1]\nruns: {a: }", "defaults is"),
    "a list": ("- a", "runs"),
    "nothing": ("", "runs"),
    "a name that stands twice": ("runs:\n  a: {steps: 1}\n  a: {steps: 2}", "twice"),
    "a setting that stands twice": ("runs: {a: {steps: 1, steps: 2}}", "twice"),
    "an unknown network": ("runs: {a: {network: huge}}", "'huge'"),
    "a network that is a number": ("runs: {a: {network: 3}}", "network is 3"),
    "checkpoints between lines of the log": ("runs: {a: {checkpoint_steps: 7}}", "multiple"),
    "no steps": ("runs: {a: {steps: 0}}", "steps is 0"),
    "negative steps": ("runs: {a: {steps: -5}}", "steps is -5"),
    "broken steps": ("runs: {a: {steps: 1.5}}", "whole number"),
    "steps in words": ("runs: {a: {steps: many}}", "whole number"),
    "steps that are true": ("runs: {a: {steps: true}}", "whole number"),
    "steps that are a list": ("runs: {a: {steps: [1, 2]}}", "whole number"),
    "steps that are a date": ("runs: {a: {steps: 2020-01-01}}", "whole number"),
    "no batch": ("runs: {a: {batch: 0}}", "batch is 0"),
    "a rate that is no number": ("runs: {a: {peak_rate: .nan}}", "peak_rate is nan"),
    "a rate without end": ("runs: {a: {peak_rate: .inf}}", "peak_rate"),
    "a rate of nothing": ("runs: {a: {peak_rate: 0}}", "peak_rate"),
    "a negative seed": ("runs: {a: {seed: -1}}", "seed is -1"),
    "log lines at every 0 steps": ("runs: {a: {log_steps: 0}}", "log_steps"),
    "pools of nothing": ("runs: {a: {pool_grounds: 0}}", "pool_grounds"),
    "a stream that is text": ("runs: {a: {stream: fast}}", "stream is 'fast'"),
    "a crop that is a number": ("runs: {a: {stream: {crop: 96}}}", "list of 2"),
    "a crop of three": ("runs: {a: {stream: {crop: [96, 96, 96]}}}", "list of 2"),
    "a crop off the step": ("runs: {a: {stream: {crop: [100, 96]}}}", "multiples of 16"),
    "a crop for another network": ("runs: {a: {network: dense, stream: {crop: [96, 96]}}}", "multiples of 128 x 160"),
    "a crop larger than its scene": ("runs: {a: {stream: {scene: 96, crop: [112, 96]}}}", "no scene of 96"),
    "a negative share": ("runs: {a: {stream: {shares: [-1, 1, 1]}}}", "shares"),
    "no share": ("runs: {a: {stream: {shares: [0, 0, 0]}}}", "over zero"),
    "two shares": ("runs: {a: {stream: {shares: [0.5, 0.5]}}}", "list of 3"),
    "a probability over one": ("runs: {a: {stream: {hidden_sun: 2}}}", "hidden_sun"),
    "no loss": ("runs: {a: {loss: {normal: 0, gradient: 0, slope: 0, height: 0, broad: 0}}}", "over zero"),
    "a negative loss": ("runs: {a: {loss: {slope: -5}}}", "slope is -5"),
    "a run outside": ("runs: {../../x: {steps: 1}}", "plain name"),
    "a run of dots": ("runs: {..: {steps: 1}}", "plain name"),
    "a run with a slash": ("runs: {a/b: {steps: 1}}", "plain name"),
    "a run with a backslash": ("runs: {'a\\b': {steps: 1}}", "plain name"),
    "a run that is hidden": ("runs: {.a: {steps: 1}}", "plain name"),
    "a run that is a number": ("runs: {1: {steps: 1}}", "plain name"),
    "a run of 300 letters": ("runs: {? " + "a" * 300 + " : {steps: 1}}", "plain name"),
    "a run with a line break": ('runs: {"a\\nb": {steps: 1}}', "plain name"),
    "objects of Python": ("runs: !!python/object/apply:os.getcwd []", "not YAML"),
    "a number of 5,000 digits": ("runs: {a: {seed: " + "9" * 5000 + "}}", "."),
    "two documents": ("runs: {a: }\n---\nruns: {b: }", "not YAML"),
    "500 brackets": ("[" * 5000, "not YAML"),
}


@pytest.mark.parametrize("what", BAD)
def test_a_wrong_configuration_is_refused(tmp_path, what, run):
    content, words = BAD[what]
    path = tmp_path / "c.yaml"
    path.write_text(content)
    with pytest.raises(ParameterError, match=words) as caught:
        run("train", config=path, output=tmp_path / "out")
    assert "\n" not in str(caught.value) and len(str(caught.value)) < 600 and str(path) in str(caught.value)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("content", [b"\xff\xfe\x00runs", b"runs: {a: \x00}", b"\x80\x81"])
def test_bytes_that_are_no_text_are_refused(tmp_path, content):
    (tmp_path / "c.yaml").write_bytes(content)
    with pytest.raises(ParameterError, match="not YAML"):
        config.read(str(tmp_path / "c.yaml"))


@pytest.mark.parametrize("name", ["nothing", "x" * 400, "/nowhere/c.yaml", "a\0b"])
def test_a_configuration_that_is_not_there_is_refused(name, tmp_path):
    with pytest.raises(ParameterError):
        config.read(name)
    (tmp_path / "d.yaml").mkdir()
    with pytest.raises(ParameterError, match="cannot be read"):
        config.read(str(tmp_path / "d.yaml"))


def test_a_run_made_in_code_is_checked_too():
    for changes in ({"steps": 0}, {"steps": -3}, {"batch": "4"}, {"network": "huge"}):
        with pytest.raises(ParameterError):
            config.RunConfig(**changes)


def test_merge_keys_and_anchors_are_yaml(tmp_path):
    path = tmp_path / "c.yaml"
    path.write_text("base: &b {steps: 5, batch: 2}\nruns:\n  one: {<<: *b, steps: 7}\n  two: *b\n")
    runs = config.read(str(path))
    assert (runs["one"].steps, runs["two"].steps, runs["one"].batch) == (7, 5, 2)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=4,
)
NAMES = st.sampled_from(["steps", "batch", "peak_rate", "network", "start", "pairs", "loss", "stream", "seed", "x"])


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(NAMES, VALUES, max_size=4))
def test_no_value_breaks_the_reader(tmp_path_factory, content):
    import yaml

    path = tmp_path_factory.mktemp("fuzz") / "c.yaml"
    path.write_text(yaml.safe_dump({"runs": {"a": content}}), encoding="utf-8")
    try:
        assert config.read(str(path))["a"].steps >= 1
    except ParameterError as error:
        assert "\n" not in str(error)
