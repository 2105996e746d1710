"""The zip against the rules of QGIS's plugin repository, and its security scan."""

import configparser
import json
import subprocess
import sys
import zipfile
from pathlib import PurePosixPath

import pytest

import build
from building import plugin

SKIPPABLE = {"B101", "B108", "B110", "B310", "B311", "B403", "B404", "B603", "B607", "B614"}
"""Bandit rules that the repository lets pass or has turned off."""


@pytest.fixture(scope="module")
def archive():
    with zipfile.ZipFile(build.package()) as zipped:
        yield zipped


def test_two_builds_give_the_same_bytes():
    assert build.package().read_bytes() == build.package().read_bytes()


def test_names_and_size(archive):
    names = archive.namelist()
    assert names == sorted(names) and len(names) == len(set(names))
    assert {PurePosixPath(n).parts[0] for n in names} == {"qgis_mmoedtm"}
    for name in names:
        parts = PurePosixPath(name).parts
        assert not any(p.startswith(".") or p in ("__pycache__", "tests") for p in parts), name
        assert not name.endswith((".pyc", ".so", ".dll", ".exe", ".sh", ".bat", ".pt")), name
        assert ".." not in parts and "\\" not in name
    for needed in ("__init__.py", "metadata.txt", "LICENSE", "engine/worker.py", "engine/reports/templates/base.html",
                   "chains.py", "engine/networks/registry.py", "engine/training/trainer.py",
                   "engine/training/configs/fine-tune.yaml", "resources/requirements/locked-train-cpu.txt",
                   "resources/requirements/locked-train-gpu.txt"):  # fmt: skip
        assert f"qgis_mmoedtm/{needed}" in names
    assert 25_000_000 >= plugin.ZIP_LIMIT >= sum(i.compress_size for i in archive.infolist())


def test_metadata(archive):
    parser = configparser.ConfigParser(interpolation=None)
    parser.read_string(archive.read("qgis_mmoedtm/metadata.txt").decode("utf-8"))
    general = parser["general"]
    for key in ("name", "description", "version", "qgisMinimumVersion", "author", "about"):
        assert general[key], key
    for key in ("email", "tracker", "repository", "homepage"):
        assert "example." not in general[key], f"{key} is a placeholder: leave it empty until there is something to say"
    assert "plugin" not in general["name"].lower() and "/" not in general["author"]
    assert general["hasProcessingProvider"] == "yes" and general["qgisMaximumVersion"] == "4.99"
    assert f"qgis_mmoedtm/{general['icon']}" in archive.namelist()
    from engine import __version__

    assert general["version"] == __version__


def test_a_release_without_addresses_is_refused(monkeypatch, tmp_path):
    whole = "name=A\ndescription=B\nversion=1\nabout=C\nauthor=D\nemail=e@f.org\ntracker=https://f.org/t\n"
    assert plugin.release_gaps(whole) == ["repository", "homepage"]
    assert plugin.release_gaps(whole + "repository=https://example.org/r\nhomepage=\n") == ["repository", "homepage"]
    assert plugin.release_gaps(whole + "repository=https://f.org/r\nhomepage=https://f.org\n") == []
    (tmp_path / "metadata.txt").write_text(whole, encoding="utf-8")
    monkeypatch.setattr(plugin, "ROOT", tmp_path)
    with pytest.raises(build.BuildError, match="repository, homepage, which a release needs"):
        build.package(release=True)


def test_every_operation_has_its_icon_and_styles(archive):
    from engine.operations import TOOLBOX, TRAINING

    names = archive.namelist()
    for operation in (*TOOLBOX.values(), *TRAINING.values()):
        assert f"qgis_mmoedtm/resources/icons/{operation.name}.svg" in names
        for parameter in operation.parameters:
            # Without a style QGIS stretches greys, which is what an image wants.
            if parameter.kind in ("raster_target", "vector_target") and parameter.style:
                assert f"qgis_mmoedtm/resources/styles/{parameter.style}.qml" in names, parameter.name


def test_bandit_and_detect_secrets_find_nothing_that_blocks(archive, tmp_path):
    pytest.importorskip("bandit", reason="bandit is not installed")
    archive.extractall(tmp_path)
    done = subprocess.run([sys.executable, "-m", "bandit", "-q", "-r", str(tmp_path), "-f", "json"],
                          capture_output=True, text=True)  # fmt: skip
    found = [r for r in json.loads(done.stdout)["results"] if r["test_id"] not in SKIPPABLE]
    assert not found, found
    done = subprocess.run([sys.executable, "-m", "detect_secrets", "scan", "--all-files", "."], cwd=tmp_path,
                          capture_output=True, text=True)  # fmt: skip
    assert json.loads(done.stdout)["results"] == {}


def test_declarations_need_the_standard_library_alone():
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import engine.operations; "
        "heavy = {'torch', 'yaml', 'numpy', 'scipy', 'rasterio', 'onnxruntime', 'matplotlib', 'pyogrio'}; "
        "heavy &= set(sys.modules); "
        "sys.exit(str(heavy) if heavy else 0)"
    )
    subprocess.run([sys.executable, "-I", "-c", code, str(build.ROOT)], check=True)
