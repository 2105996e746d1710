"""Roots with other versions of QGIS: where they come from, and how they are entered."""

import os
import shutil
from pathlib import Path

import pytest

import build
from tests.versions import roots


@pytest.mark.parametrize(
    "name, text",
    [
        ("sources.list", "deb http://mirror.example/debian bookworm main\n"),
        ("b.list", "# deb http://old.example/debian x\ndeb [signed-by=/k.gpg] http://mirror.example/debian/ x main"),
        ("d.sources", "Types: deb\nURIs: http://mirror.example/debian\nSuites: bookworm\n"),
    ],
)
def test_the_mirror_is_that_of_apt(tmp_path, name, text):
    (tmp_path / "a.list").write_text("deb http://mirror.example/debian-security bookworm main\n")
    (tmp_path / name).write_text(text)
    assert roots.mirror([tmp_path / "none", tmp_path]) == "http://mirror.example/debian"


def test_where_no_root_can_be_made_the_reason_is_told(monkeypatch, capsys):
    monkeypatch.setattr(build, "installed_version", lambda: "3.22.16")
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    build.test_qgis(["3.40"])
    assert "Skipped: another Debian is entered by chroot, for which one must be root." in capsys.readouterr().out
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert "debootstrap is not on this computer" in roots.obstacle()


def test_versions_without_a_recipe_are_named():
    with pytest.raises(build.BuildError, match=r"no recipe for QGIS 3\.99; there are: 3\.22, 3\.40, 3\.44\."):
        build.test_qgis(["3.99"])


def test_a_root_is_entered_with_mounts_that_vanish(tmp_path, capfd):
    if not hasattr(os, "geteuid") or os.geteuid() != 0 or shutil.which("unshare") is None:
        pytest.skip("one must be root on Linux to enter a root")
    source, seen = tmp_path / "it's here", tmp_path / "seen"
    source.mkdir()
    (source / "file").write_text("from outside")
    command = ["sh", "-c", 'cat file; echo " $COLOUR $1"; exit 3', "sh", "two words"]
    code = roots.enter(Path("/"), command, {"COLOUR": "red"}, [(source, seen)], str(seen))
    if "Operation not permitted" in (said := capfd.readouterr()).err or "permission denied" in said.err:
        pytest.skip("mount namespaces are not allowed here")
    assert (code, said.out) == (3, "from outside red two words\n")
    assert list(seen.iterdir()) == []
