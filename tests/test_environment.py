"""What the engine's environment is made from, and who may choose another."""

import re
from pathlib import Path

import pytest

from qgis_mmoedtm import environment, inventory, package_sources, setting_up, training
from tests.conftest import ROOT

LISTS = ROOT / "resources" / "requirements"


def entries(path):
    """(name, version, marker, digests) of every entry of a list with digests."""
    text = path.read_text(encoding="utf-8").replace("\\\n", " ")
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            head, *digests = line.split("--hash=")
            name, _, rest = head.partition("==")
            version, _, marker = rest.lstrip("=").partition(";")
            yield name.strip(), version.strip(), marker.strip(), [d.strip() for d in digests]


def lines_of(name):
    """Packages that a short list names."""
    return [line for line in (LISTS / name).read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]


@pytest.mark.parametrize("runtime", ["cpu", "gpu", "train-cpu", "train-gpu"])
def test_every_package_is_pinned_with_digests(runtime):
    found = list(entries(LISTS / f"locked-{runtime}.txt"))
    assert len(found) > 25
    for name, version, _, digests in found:
        assert re.fullmatch(r"[a-z0-9-]+", name) and re.fullmatch(r"[0-9][0-9a-z.]*", version), name
        assert digests and all(re.fullmatch(r"sha256:[0-9a-f]{64}", d) for d in digests), name
    assert set(environment.NEEDED) - {name.removesuffix("-gpu") for name, *_ in found} == set()
    trains = set(training.PACKAGES.values()) <= {name for name, *_ in found}
    assert trains == runtime.startswith("train-")


@pytest.mark.parametrize("runtime", ["cpu", "gpu"])
def test_with_training_the_engine_runs_on_the_same_versions(runtime):
    """But for libraries of NVIDIA's, of which PyTorch takes its own; and PyTorch is taken in that one build."""
    without = {(name, version) for name, version, *_ in entries(LISTS / f"locked-{runtime}.txt")}
    path = LISTS / f"locked-train-{runtime}.txt"
    shared = {name for name, _ in without if not name.startswith("nvidia-")}
    differing = [(n, v) for n, v, *_ in entries(path) if n in shared and (n, v) not in without]
    assert not differing
    assert re.search(r"(?m)^torch===[0-9.]+ ", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("runtime", ["cpu", "gpu"])
def test_the_lists_pin_what_the_short_ones_name(runtime):
    """For this Python: the short lists are what is edited, and the pinned ones may not fall behind."""
    pinned = {(name, version) for name, version, _, _ in entries(LISTS / f"locked-{runtime}.txt")}
    for name, version, *_ in entries(LISTS / f"locked-train-{runtime}.txt"):
        pinned.add((name, version))
    assert all(tuple(line.split("==")) in pinned for line in lines_of("train.txt"))
    for source in ("engine.txt", f"runtime-{runtime}.txt"):
        for line in (LISTS / source).read_text(encoding="utf-8").splitlines():
            exact = re.match(r"([a-z0-9-]+)(?:\[[a-z,]+\])?==([0-9.]+);", line)
            assert not exact or exact.groups() in pinned, line


def test_lists_name_no_place_on_the_network():
    for path in LISTS.glob("*.txt"):
        text = path.read_text(encoding="utf-8")
        assert "://" not in text and "--index" not in text and "--find-links" not in text and "@ " not in text, path


def test_uv_takes_nothing_without_its_digest_and_no_source(tmp_path):
    locked, other = tmp_path / "l.txt", tmp_path / "o.txt"
    locked.write_text("a==1 \\\n    --hash=sha256:00\n")
    other.write_text("pytest\n")
    one, two = setting_up.installations([other, locked])
    assert "--require-hashes" in one and str(locked) in one and str(other) not in one
    assert "--require-hashes" not in two and str(other) in two
    assert "--no-build" in one and "--no-build" in two


def test_configuration_of_pip_says_where_packages_come_from_and_nothing_else(tmp_path):
    """Variables before the file that is named, and that before pip's default."""
    config = tmp_path / "pip.conf"
    config.write_text("[global]\nindex-url = http://file/simple\n"
                      "extra_index_url = http://more/simple\n  http://yet/simple\n"
                      "target = /somewhere\n[install]\ntrusted-host = more\nfind-links = /w\n")  # fmt: skip
    nowhere = {"XDG_CONFIG_DIRS": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path), "PIP_CONFIG_FILE": str(config)}
    found = package_sources.configured(LISTS, nowhere)
    assert found.indexes[0] == "http://file/simple"
    assert {"http://more/simple", "http://yet/simple"} <= set(found.indexes)
    assert found.trusted == ("more",) and found.folders == ("/w",) and not found.offline
    given = {**nowhere, "PIP_INDEX_URL": "http://given/simple", "PIP_CERT": "/c.pem", "PIP_PROXY": "http://p:1",
             "PIP_NO_INDEX": "1", "PIP_TIMEOUT": "7"}  # fmt: skip
    found = package_sources.configured(LISTS, given)
    assert found.indexes[0] == "http://given/simple" and found.offline
    first = package_sources.configured(LISTS, {**given, "UV_DEFAULT_INDEX": "http://uv/simple"})
    assert first.indexes[0] == "http://uv/simple"
    said = found.variables()
    assert said["SSL_CERT_FILE"] == "/c.pem" and said["HTTPS_PROXY"] == "http://p:1" and said["UV_NO_INDEX"] == "1"
    assert said["UV_HTTP_TIMEOUT"] == "7"
    assert not [name for name in said if "TARGET" in name or "PREFIX" in name]
    config.write_text("no section\n")
    assert package_sources.configured(LISTS, nowhere).indexes[0] == package_sources.pip_default()


def test_variables_that_would_say_what_is_installed_are_left_out(monkeypatch):
    for name in ("PIP_TARGET", "PIP_CONSTRAINT", "UV_CONSTRAINT", "UV_TARGET", "UV_PYTHON", "UV_CONFIG_FILE"):
        monkeypatch.setenv(name, "x")
    monkeypatch.setenv("UV_PYTHON_INSTALL_MIRROR", "http://pythons")
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:1")
    clean = {**environment.clean_environment(), **package_sources.Sources().variables()}
    assert not {name for name, value in clean.items() if value == "x"}
    assert clean["HTTPS_PROXY"] == "http://proxy.example:1" and clean["UV_PYTHON_INSTALL_MIRROR"] == "http://pythons"
    assert clean["UV_NO_CONFIG"] == "1"


def test_pip_names_its_default_index():
    """From pip's own files, because no address is written in this project."""
    assert re.fullmatch(r"https://[a-z.]+/simple", package_sources.pip_default())


def test_the_users_choice_comes_before_the_variable_and_that_before_the_managed(monkeypatch, tmp_path):
    chosen, named = tmp_path / "chosen", tmp_path / "named"
    chosen.touch()
    named.touch()
    resources = ROOT / "resources"
    monkeypatch.setenv("MMOEDTM_PYTHON", str(named))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert environment.find_interpreter(str(chosen), resources) == chosen
    assert environment.find_interpreter("", resources) == named
    with pytest.raises(environment.SetupError, match="absent set for MMoEDTM does not exist; .*Settings"):
        environment.find_interpreter(str(tmp_path / "absent"), resources)
    monkeypatch.setenv("MMOEDTM_PYTHON", "/absent/python")
    with pytest.raises(environment.SetupError, match="/absent/python.*in the variable MMOEDTM_PYTHON"):
        environment.find_interpreter("", resources)
    monkeypatch.delenv("MMOEDTM_PYTHON")
    monkeypatch.setattr(environment, "NEEDED", ("a_package_that_nobody_has",))
    with pytest.raises(environment.SetupError, match="not set up yet"):
        environment.find_interpreter("", resources)
    folder = environment.managed_folder()
    python = environment.python_in(folder)
    python.parent.mkdir(parents=True)
    python.touch()
    with pytest.raises(environment.SetupError, match="not set up yet"):
        environment.find_interpreter("", resources)
    inventory.seal(folder, environment.requirements(resources))
    assert environment.find_interpreter("", resources) == python
    python.write_text("longer")
    with pytest.raises(environment.SetupError, match=r"is damaged \(1 of its files .*bin/python.*Set up the engine"):
        environment.find_interpreter("", resources)
    elsewhere = environment.managed_folder(tmp_path / "elsewhere")
    with pytest.raises(environment.SetupError, match="not set up yet"):
        environment.find_interpreter("", resources, elsewhere)


def test_the_plugin_carries_the_lists_that_it_installs():
    from building import plugin

    names = {path.as_posix() for path, _ in plugin.plugin_files(None)}
    lists = {name for name in names if name.startswith("resources/requirements/")}
    named = ("locked-cpu.txt", "locked-gpu.txt", "locked-train-cpu.txt", "locked-train-gpu.txt", "locked-uv.txt",
             "index.txt")  # fmt: skip
    assert lists == {f"resources/requirements/{name}" for name in named}
    for with_training in (False, True):
        for path in environment.requirements(Path("resources"), with_training):
            assert path.as_posix() in lists


def test_an_environment_with_the_packages_for_training_runs_the_engine_as_well(monkeypatch, tmp_path):
    """Whichever of the two the settings ask for: a set-up that adds or takes them may have been stopped."""
    resources, folder = ROOT / "resources", tmp_path / "engine"
    monkeypatch.delenv("MMOEDTM_PYTHON", raising=False)
    python = environment.python_in(folder)
    python.parent.mkdir(parents=True)
    python.touch()
    for with_training in (True, False):
        inventory.seal(folder, environment.requirements(resources, with_training))
        assert environment.find_interpreter("", resources, folder) == python
        assert environment.likely_interpreter("", folder) == python
    inventory.seal(folder, [LISTS / "lint.txt"])
    assert environment.fault_of(folder, resources) == "is out of date"


def made_packages(folder, names):
    for name in names:
        (folder / name).mkdir(parents=True, exist_ok=True)
        (folder / name / "__init__.py").write_text("raise ImportError('nobody imports it to look for it')")


@pytest.mark.parametrize(("python", "packages"), [
    ("bin/python", "lib/python3.12/site-packages"), ("Scripts/python.exe", "Lib/site-packages"),
    ("python.exe", "Lib/site-packages"), ("bin/python3", "lib/python3/dist-packages"),
])  # fmt: skip
def test_packages_for_training_are_found_without_an_import(tmp_path, python, packages):
    """Of virtual environments on Linux and Windows, of conda's on Windows, of Debian."""
    names = sorted(training.PACKAGES)
    made_packages(tmp_path / packages, names[:-1])
    assert not training.present(tmp_path / python)
    made_packages(tmp_path / packages, names[-1:])
    assert training.present(tmp_path / python)


def test_packages_of_the_system_count_where_an_environment_sees_them(tmp_path):
    made_packages(tmp_path / "system" / "lib" / "python3.12" / "site-packages", training.PACKAGES)
    python = tmp_path / "env" / "bin" / "python"
    python.parent.mkdir(parents=True)
    for seen in ("false", "true"):
        text = f"home = {tmp_path / 'system' / 'bin'}\ninclude-system-site-packages = {seen}\n"
        (tmp_path / "env" / "pyvenv.cfg").write_text(text)
        assert training.present(python) == (seen == "true")


@pytest.mark.parametrize(("system", "machine", "words"), [
    ("darwin", "x86_64", "Intel"), ("win32", "ARM64", "ARM"), ("darwin", "arm64", ""), ("linux", "x86_64", ""),
    ("win32", "AMD64", ""),
])  # fmt: skip
def test_computers_that_pytorch_is_not_made_for_are_told_so(monkeypatch, system, machine, words):
    monkeypatch.setattr(training.sys, "platform", system)
    monkeypatch.setattr(training.platform, "machine", lambda: machine)
    assert words in training.obstacle() and bool(words) == bool(training.obstacle())
