"""What the engine's environment is made from, and who may choose another."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from qgis_mmoedtm import environment
from tests.conftest import ROOT

LISTS = ROOT / "resources" / "requirements"


def entries(path):
    """(name, version, marker, digests) of every entry of a list with digests."""
    text = path.read_text(encoding="utf-8").replace("\\\n", " ")
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            head, *digests = line.split("--hash=")
            name, _, rest = head.partition("==")
            version, _, marker = rest.partition(";")
            yield name.strip(), version.strip(), marker.strip(), [d.strip() for d in digests]


@pytest.mark.parametrize("runtime", ["cpu", "gpu"])
def test_every_package_is_pinned_with_digests(runtime):
    found = list(entries(LISTS / f"locked-{runtime}.txt"))
    assert len(found) > 25
    for name, version, _, digests in found:
        assert re.fullmatch(r"[a-z0-9-]+", name) and re.fullmatch(r"[0-9][0-9a-z.]*", version), name
        assert digests and all(re.fullmatch(r"sha256:[0-9a-f]{64}", d) for d in digests), name
    assert set(environment.NEEDED) - {name.removesuffix("-gpu") for name, *_ in found} == set()


@pytest.mark.parametrize("runtime", ["cpu", "gpu"])
def test_the_lists_pin_what_the_short_ones_name(runtime):
    """For this Python: the short lists are what is edited, and the pinned ones may not fall behind."""
    pinned = {(name, version) for name, version, _, _ in entries(LISTS / f"locked-{runtime}.txt")}
    for source in ("engine.txt", f"runtime-{runtime}.txt"):
        for line in (LISTS / source).read_text(encoding="utf-8").splitlines():
            exact = re.match(r"([a-z0-9-]+)(?:\[[a-z,]+\])?==([0-9.]+);", line)
            assert not exact or exact.groups() in pinned, line


def test_lists_name_no_place_on_the_network():
    for path in LISTS.glob("*.txt"):
        text = path.read_text(encoding="utf-8")
        assert "://" not in text and "--index" not in text and "--find-links" not in text and "@ " not in text, path


def test_pip_takes_nothing_without_its_digest_and_no_source(tmp_path):
    locked, other = tmp_path / "l.txt", tmp_path / "o.txt"
    locked.write_text("a==1 \\\n    --hash=sha256:00\n")
    other.write_text("pytest\n")
    one, two = environment.installations([other, locked])
    assert "--require-hashes" in one and str(locked) in one and str(other) not in one
    assert "--require-hashes" not in two and str(other) in two
    for call in (one, two):
        assert call[call.index("--only-binary") + 1] == ":all:"


def test_a_package_of_another_content_is_refused(tmp_path):
    """A wheel made here, with the right digest and with a wrong one."""
    import hashlib
    import zipfile

    wheel = tmp_path / "wheels" / "harmless-1.0-py3-none-any.whl"
    wheel.parent.mkdir()
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("harmless.py", "")
        archive.writestr("harmless-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: harmless\nVersion: 1.0\n")
        tags = "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        archive.writestr("harmless-1.0.dist-info/WHEEL", tags)
        archive.writestr("harmless-1.0.dist-info/RECORD", "")
    right = hashlib.sha256(wheel.read_bytes()).hexdigest()
    for digest, code in ((right, 0), ("0" * 64, 1)):
        listed = tmp_path / "list.txt"
        listed.write_text(f"harmless==1.0 \\\n    --hash=sha256:{digest}\n")
        (call,) = environment.installations([listed])
        here = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheel.parent), "PIP_CONFIG_FILE": os.devnull}
        done = subprocess.run([sys.executable, "-I", "-m", "pip", *call, "--target", str(tmp_path / f"t{code}")],
                              env={**os.environ, **here}, capture_output=True, text=True, timeout=120)  # fmt: skip
        assert done.returncode == code, done.stdout + done.stderr
    assert "DO NOT MATCH THE HASHES" in done.stderr


def test_variables_of_pip_say_where_packages_come_from_and_nothing_else(monkeypatch):
    for name in ("INDEX_URL", "PROXY", "CERT", "CONFIG_FILE", "TARGET", "PREFIX", "ROOT", "USER", "REQUIREMENT", "PRE",
                 "CONSTRAINT", "NO_BINARY", "NO_DEPS", "REQUIRE_HASHES", "PYTHON", "DRY_RUN"):  # fmt: skip
        monkeypatch.setenv(f"PIP_{name}", "x")
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:1")
    clean = environment.clean_environment()
    kept = {n for n in clean if n.startswith("PIP_")} - (set(os.environ) - set(clean))
    assert {"PIP_INDEX_URL", "PIP_PROXY", "PIP_CERT", "PIP_CONFIG_FILE"} <= kept <= environment.PIP_KEPT
    assert clean["HTTPS_PROXY"] == "http://proxy.example:1"


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
    (folder / environment.MARKER).write_text(environment.fingerprint(environment.requirements(resources)))
    assert environment.find_interpreter("", resources) == python


def test_the_plugin_carries_the_lists_that_it_installs():
    import build

    names = {path.as_posix() for path, _ in build.plugin_files(None)}
    lists = {name for name in names if name.startswith("resources/requirements/")}
    assert lists == {f"resources/requirements/locked-{runtime}.txt" for runtime in ("cpu", "gpu")}
    for path in environment.requirements(Path("resources")):
        assert path.as_posix() in lists
