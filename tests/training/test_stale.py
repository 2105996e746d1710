"""Nothing stale counts as trained: weights and checkpoints of another configuration, torn ones, foreign ones."""

import shutil
from dataclasses import replace

import pytest
import yaml

torch = pytest.importorskip("torch", reason="PyTorch is not installed (the extra 'train')")

from engine.errors import OutputError, ParameterError  # noqa: E402 (need torch)
from engine.networks.registry import build  # noqa: E402
from engine.training import checkpoints, trainer, weights  # noqa: E402
from engine.training.config import RunConfig  # noqa: E402
from engine.training.facts import difference, facts_of  # noqa: E402
from engine.training.pools import MadeScenes, Pools  # noqa: E402
from engine.training.sample import StreamSettings  # noqa: E402

STREAM = StreamSettings(scene=96, crop=(64, 64), crops_per_light=2, lights_per_ground=1)
RUN = RunConfig(steps=2, batch=2, warmup_steps=1, checkpoint_steps=1, log_steps=1, pool_grounds=1, stream=STREAM)


def quiet(share, text):
    pass


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """Folder of a finished run."""
    folder = tmp_path_factory.mktemp("stale") / "one"
    trainer.train(RUN, folder, None, quiet)
    return folder


@pytest.fixture
def copy(trained, tmp_path):
    shutil.copytree(trained, tmp_path / "one")
    return tmp_path / "one"


CHANGES = {
    "steps": {"steps": 4},
    "seed": {"seed": 9},
    "peak_rate": {"peak_rate": 5e-4},
    "network": {"network": "dense", "stream": replace(STREAM, scene=192, crop=(128, 160))},
    "loss.slope": {"loss": replace(RUN.loss, slope=1.0)},
    "stream.shares": {"stream": replace(STREAM, shares=(0.7, 0.15, 0.15))},
}


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize("finished", [True, False])
def test_a_changed_run_is_refused(copy, name, finished):
    """Both where it is finished and where it would go on from a checkpoint; what changed is named."""
    if not finished:
        (copy / "final.pt").unlink()
    before = {path.name: path.read_bytes() for path in copy.iterdir()}
    with pytest.raises(ParameterError, match=rf"{name} was .* give another folder"):
        trainer.train(replace(RUN, **CHANGES[name]), copy, None, quiet)
    assert {path.name: path.read_bytes() for path in copy.iterdir()} == before


def test_a_setting_that_only_one_of_two_runs_has_is_a_difference():
    """As between versions of the trainer."""
    assert difference({"seed": 1}, {"seed": 1, "clip": 2}) == "clip was absent and is 2"
    assert difference({"seed": 1, "clip": 2}, {"seed": 1}) == "clip was 2 and is absent"
    assert difference({"seed": 1}, {"seed": 1}) == ""


def test_the_same_run_is_taken_as_it_is(copy):
    told = []
    # How often it is logged and kept decides no weight.
    same = replace(RUN, checkpoint_steps=2, log_steps=2)
    assert trainer.train(same, copy, None, lambda share, text: told.append(text)) == copy / "final.pt"
    assert any("trained already" in text for text in told)


def test_other_weights_to_start_from_are_another_run(copy, tmp_path):
    weights.save(tmp_path / "start.pt", "terrain", build("terrain").state_dict(), {})
    with pytest.raises(ParameterError, match="start was fresh weights"):
        trainer.train(RUN, copy, tmp_path / "start.pt", quiet)


def test_another_number_of_processes_is_another_run():
    source = MadeScenes(STREAM)
    assert "processes was 1 and is 2" in difference(facts_of(RUN, source, "", 1), facts_of(RUN, source, "", 2))
    assert difference(facts_of(RUN, source, "", 1), facts_of(RUN, source, "", 1)) == ""


@pytest.mark.parametrize("damage", ["cut", "empty", "text", "flipped", "foreign", "bare", "folder"])
def test_final_weights_that_are_not_whole_are_refused(copy, damage):
    final = copy / "final.pt"
    content = final.read_bytes()
    if damage == "cut":
        final.write_bytes(content[: len(content) // 2])
    elif damage == "empty":
        final.write_bytes(b"")
    elif damage == "text":
        final.write_text("weights")
    elif damage == "flipped":
        middle = len(content) // 2
        final.write_bytes(content[:middle] + bytes([content[middle] ^ 0x40]) + content[middle + 1 :])
    elif damage == "foreign":
        torch.save([1, 2], final)
    elif damage == "bare":
        torch.save(build("terrain").state_dict(), final)
    else:
        final.unlink()
        final.mkdir()
    with pytest.raises(ParameterError) as caught:
        trainer.train(RUN, copy, None, quiet)
    assert str(final) in str(caught.value) and "\n" not in str(caught.value)
    with pytest.raises(ParameterError):
        weights.load(final)


def test_objects_in_a_checkpoint_are_not_run(tmp_path):
    import io
    import os
    import pickle

    class Bad:
        def __reduce__(self):
            return os.mkdir, (str(tmp_path / "owned"),)

    with pytest.raises(checkpoints.Torn):
        checkpoints.unpacked(pickle.dumps({"a": Bad()}))
    buffer = io.BytesIO()
    torch.save({"a": Bad()}, buffer)
    with pytest.raises(checkpoints.Torn):
        checkpoints.unpacked(buffer.getvalue())
    assert not (tmp_path / "owned").exists()


@pytest.mark.parametrize(
    "state", [{}, {"step": 1}, {"facts": {}, "network": {}, "optimiser": {}, "step": "x"}, {"facts": 3}]
)
def test_a_checkpoint_of_something_else_is_refused(tmp_path, state):
    (tmp_path / "one").mkdir()
    checkpoints.save(tmp_path / "one", 1, state)
    with pytest.raises(ParameterError, match="another"):
        trainer.train(RUN, tmp_path / "one", None, quiet)


def test_no_torn_checkpoint_outlives_a_sound_one(tmp_path):
    for step in (2, 4):
        checkpoints.save(tmp_path, step, {"step": step})
    for step in (6, 8):
        checkpoints.save(tmp_path, step, {"step": step}).write_bytes(b"torn")
    (tmp_path / "step-00000008-0000.partial").write_bytes(b"left by a kill")
    (tmp_path / "step-notes.txt").write_text("the user's")
    assert checkpoints.latest(tmp_path)[0] is None  # both kept ones are torn
    checkpoints.save(tmp_path, 3, {"step": 3})
    assert checkpoints.latest(tmp_path)[0] == {"step": 3}
    assert sorted(p.name[:13] for p in tmp_path.iterdir()) == ["step-00000003", "step-notes.tx"]


def test_weights_that_are_no_numbers_are_not_kept(tmp_path):
    network = build("terrain")
    with torch.no_grad():
        next(network.parameters()).fill_(float("nan"))
    with pytest.raises(ParameterError, match="no numbers"):
        weights.save(tmp_path / "final.pt", "terrain", network.state_dict(), {})
    assert not list(tmp_path.iterdir())


def test_a_run_that_goes_astray_ends_with_one_sentence(tmp_path, monkeypatch):
    hybrid = trainer.hybrid_loss
    monkeypatch.setattr(trainer, "hybrid_loss", lambda *given: hybrid(*given) * float("nan"))
    with pytest.raises(ParameterError, match="loss is no number at step 1"):
        trainer.train(RUN, tmp_path / "one", None, quiet)
    assert not list((tmp_path / "one").glob("*.pt"))


def test_a_pool_smaller_than_a_batch_is_refused():
    with pytest.raises(ParameterError, match="raise pool_grounds"):
        Pools(MadeScenes(STREAM), 1, 64, grounds=1)


def test_the_log_passes_over_what_is_not_its_own(copy):
    from engine.training.log import Log, rows_of

    (copy / "log.csv").write_bytes(b"step,loss\n\xff\x00junk\n1,2\n1,0.5,0.9,0.9,1e-4,0.1,2.0\n2,0.4,0.9,0.9,1e-4,0.1,")
    assert [row["step"] for row in rows_of(copy)] == [1.0]
    log = Log(copy, 1)
    log.write(2, 0.4, 0.9, 0.9, 1e-4, 0.1, 2.0)
    log.close()
    assert [row["step"] for row in rows_of(copy)] == [1.0, 2.0]


def test_what_a_later_run_needs_is_looked_for_before_the_first_one_starts(tmp_path, run):
    content = {"runs": {"one": {"steps": 1}, "two": {"steps": 1, "start": "three"}, "three": {"steps": 1}}}
    (tmp_path / "c.yaml").write_text(yaml.safe_dump(content))
    with pytest.raises(ParameterError, match="train that run first"):
        run("train", config=tmp_path / "c.yaml", runs="one,two", output=tmp_path / "out")
    with pytest.raises(ParameterError, match="no run 'four'"):
        run("train", config=tmp_path / "c.yaml", runs="one, four", output=tmp_path / "out")
    with pytest.raises(ParameterError, match="does not exist"):
        run("train", config=tmp_path / "c.yaml", pairs=tmp_path / "none", output=tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OutputError, match="cannot be written"):
        trainer.train(RUN, tmp_path / "file" / "one", None, quiet)


def test_a_folder_that_is_no_pack_is_not_exported_into(tmp_path, trained, run):
    for terrain in ("flat", "mountain", "crater"):
        shutil.copytree(trained, tmp_path / "w" / terrain)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("the user's")
    with pytest.raises(ParameterError, match="no expert pack"):
        run("export", weights=tmp_path / "w", output=tmp_path / "mine")
    for content, words in (("[1]", "no figures"), ("{", "JSON")):
        (tmp_path / "metrics.json").write_text(content)
        with pytest.raises(ParameterError, match=words):
            run("export", weights=tmp_path / "w", output=tmp_path / "new", metrics=tmp_path / "metrics.json")
    (tmp_path / "w" / "crater" / "final.pt").write_bytes(b"torn")
    with pytest.raises(ParameterError, match="not whole"):
        run("export", weights=tmp_path / "w", output=tmp_path / "new")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["metrics.json", "mine", "w"]
    assert [p.name for p in (tmp_path / "mine").iterdir()] == ["notes.txt"]
