"""The check of where experts run, and packs that a user has installed."""

import shutil

import pytest

from engine.contract.execute import execute
from engine.contract.progress import Progress
from engine.errors import PackError, ProviderError
from engine.experts import check, pack
from engine.operations import OPERATIONS, TOOLBOX


def run(**given):
    return execute(OPERATIONS["check_engine"], given, Progress())


def test_one_tile_runs_and_the_reason_for_the_processor_is_given(monkeypatch):
    monkeypatch.setattr(check, "nvidia_cards", lambda: 0)
    found = run(threads=3)
    assert found["provider"] == "CPUExecutionProvider" and found["threads"] == 3
    assert found["seconds"] > 0 and found["runtime"].startswith("ONNX Runtime ")
    assert found["pack_digest"] == str(pack.load("lunar-1"))
    assert "No NVIDIA" in found["reason"] and found["reason"].endswith(".")
    assert run(provider="cpu")["reason"] == "", "it was asked for"


def test_a_card_that_the_packages_do_not_know_asks_for_repair(monkeypatch):
    """As after a card was built in: the environment is the one for processors."""
    monkeypatch.setattr(check, "nvidia_cards", lambda: 1)
    monkeypatch.setattr(check.onnxruntime, "get_available_providers", lambda: ["CPUExecutionProvider"])
    assert "choose Repair" in run()["reason"]


def test_packages_for_a_card_that_is_not_there_name_the_driver(monkeypatch):
    monkeypatch.setattr(check, "nvidia_cards", lambda: 0)
    monkeypatch.setattr(check.onnxruntime, "get_available_providers",
                        lambda: ["CUDAExecutionProvider", "CPUExecutionProvider"])  # fmt: skip
    reason = check.why_no_card(pack.load("lunar-1").models["flat"], ("image", "coarse", "sun", "posting"))
    assert "driver" in reason and reason.count(". ") == 0


def test_a_provider_that_is_asked_for_and_absent_is_an_error():
    if "CoreMLExecutionProvider" in check.onnxruntime.get_available_providers():
        pytest.skip("this ONNX Runtime has CoreML")
    with pytest.raises(ProviderError, match="coreml is not in this ONNX Runtime"):
        run(provider="coreml")


def test_it_is_for_the_command_line_and_the_settings_alone():
    assert "check_engine" in OPERATIONS and "check_engine" not in TOOLBOX


def test_installed_packs_are_found_by_name_after_shipped_ones(monkeypatch, tmp_path):
    shutil.copytree(pack.shipped() / "lunar-1", tmp_path / "mine")
    shutil.copytree(pack.shipped() / "lunar-1", tmp_path / "lunar-1")
    with pytest.raises(PackError, match="no expert pack 'mine'"):
        pack.load("mine")
    monkeypatch.setenv(pack.VARIABLE, str(tmp_path))
    assert pack.find("mine") == tmp_path / "mine" and pack.load("mine").address == str(tmp_path / "mine")
    assert pack.find("lunar-1") == pack.shipped() / "lunar-1"
    with pytest.raises(PackError, match="one of: lunar-1, mine"):
        pack.find("theirs")
