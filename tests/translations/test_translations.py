"""The files of translations: complete, and true to what is filled in and to what programs go by."""

import re

import pytest

from tests.translations import texts

FILES = sorted(texts.FOLDER.glob("*.ts"))
SAME_ON_PURPOSE = {"DEM", "DTM", "SAR", "dB", "m2", "Plan", "DTMs"}
"""Texts that may be the same in another language; longer ones may not."""


def test_there_are_two_languages():
    assert {path.stem for path in FILES} >= {"de", "zh_CN"}


def test_no_text_of_the_plugin_goes_past_tr():
    assert not list(texts.unmarked())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_text_is_translated(path):
    entries = texts.read(path)
    missing = [text for text in texts.texts() if not entries.get(text, ("", ""))[0]]
    assert not missing, f"{path.name} lacks {len(missing)} texts; run 'python3 build.py translations'"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_file_is_as_the_tool_writes_it(path, tmp_path):
    texts.write(tmp_path / path.name, path.stem, texts.updated(texts.read(path), texts.texts()))
    assert (tmp_path / path.name).read_bytes() == path.read_bytes(), "run 'python3 build.py translations'"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_translations_keep_what_must_be_kept(path):
    for source, (translation, _) in texts.read(path).items():
        assert translation == translation.strip() and "\n" not in translation, source
        for pattern in (r"\{[^{}]*\}", r"'[a-z ]+(?:DEM)?'(?= |$)", r"\b\w+_\w+\b", r"tcp://\S+\d", r"\b\d{3,}\b"):
            kept = {found for found in re.findall(pattern, source) if not found.startswith("'") or found in CHOICES}
            assert all(one in translation for one in kept), (source, kept)
        stops = source.endswith("."), translation.endswith((".", "。"))
        assert stops[0] == stops[1], source
        if source == translation:
            assert source in SAME_ON_PURPOSE or len(source) < 30 and not re.search(r"[a-z]{4} [a-z]{2}", source), source


def choices():
    from engine.operations import TOOLBOX, TRAINING

    operations = (*TOOLBOX.values(), *TRAINING.values())
    return {f"'{choice}'" for one in operations for p in one.parameters for choice in p.choices}


CHOICES = choices()


def test_a_new_text_is_unfinished_and_a_vanished_one_goes(tmp_path):
    before = {"A": ("a", ""), "B": ("b", ""), "C": ("", "unfinished")}
    after = texts.updated(before, ["A", "D"])
    assert after == {"A": ("a", ""), "D": ("", "unfinished")}
    texts.write(tmp_path / "xx.ts", "xx", after)
    assert texts.read(tmp_path / "xx.ts") == after
