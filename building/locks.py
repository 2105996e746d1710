"""The lists of packages with their digests."""

from __future__ import annotations

import re
from pathlib import Path

from qgis_mmoedtm import package_sources, training, uv_program

from .base import RESOURCES, ROOT, WORK, BuildError, call, say
from .environments import fetch, make_environment


def lock(arguments: list) -> None:
    """Write the lists with digests anew: all packages for Python 3.9 and later on every system, wheels alone.

    What the lists pin already is kept where it still fits; ``--upgrade`` takes the newest.
    """
    folder = RESOURCES / "requirements"
    python = make_environment("lock", [folder / "lock.txt"])
    for runtime in ("cpu", "gpu"):
        engines = ["engine.txt", f"runtime-{runtime}.txt"]
        compile_list(python, folder / f"locked-{runtime}.txt", engines, "3.9", arguments)
        # With training: the same versions, but for libraries of NVIDIA, of which PyTorch has its own mind.
        same = WORK / f"same-{runtime}.txt"
        listed = (folder / f"locked-{runtime}.txt").read_text(encoding="utf-8")
        pinned = re.findall(r"(?m)^(?!nvidia-)[^#\s].*==.*(?= \\$)", listed)
        same.write_text("\n".join(pinned) + "\n", encoding="utf-8")
        least = ".".join(str(part) for part in training.LEAST_PYTHON)
        compile_list(python, folder / f"locked-train-{runtime}.txt", [*engines, "train.txt"], least,
                     ["--constraint", same, *arguments])  # fmt: skip
    lock_uv(folder)


def compile_list(python: Path, target: Path, sources: list, least_python: str, arguments: list) -> None:
    """Write one list with digests: all packages of some lists, for a Python and later ones on every system."""
    partial = WORK / target.name
    if target.exists():
        partial.write_text(target.read_text(encoding="utf-8").replace("===", "=="), encoding="utf-8")
    call([python, "-m", "uv", "pip", "compile", "--quiet", "--universal", "--python-version", least_python,
          "--only-binary", ":all:", "--generate-hashes", "--no-header", "--no-annotate", "--output-file", partial,
          *arguments, *sources], cwd=target.parent)  # fmt: skip
    head = f"# Made by 'python3 build.py lock' from {' and '.join(sources)}; do not edit.\n"
    # PyTorch is had in builds for one kind of card or none, 2.13.0+cpu say, which count as ==2.13.0 but have other
    # digests; a computer that has one at hand would take it and stop there.
    exact = re.sub(r"(?m)^torch==(?!=)", "torch===", partial.read_text(encoding="utf-8"))
    target.write_bytes((head + exact).encode("utf-8"))
    say(f"{target.relative_to(ROOT)}")


def lock_uv(folder: Path) -> None:
    """Write the table of uv's wheels of the version in lock.txt, as the package index has them."""
    version = re.search(r"(?m)^uv==(.+)$", (folder / "lock.txt").read_text(encoding="utf-8")).group(1).strip()
    page = package_sources.configured(folder).indexes[0].rstrip("/") + "/uv/"
    files = uv_program.listed(fetch(page).decode("utf-8"), page)
    wheels = {name: digest for name, (_, digest) in files.items() if name.startswith(f"uv-{version}-py3-")}
    lines = [f"{digest}  {name}\n" for name, digest in sorted(wheels.items()) if digest]
    if not lines:
        raise BuildError(f"The package index has no wheels of uv {version}, or no digests of them; name another index.")
    head = f"# Wheels of uv {version} with their SHA-256. Made by 'python3 build.py lock'; do not edit.\n"
    target = folder / uv_program.TABLE
    target.write_bytes((head + "".join(lines)).encode("ascii"))
    say(f"{target.relative_to(ROOT)}")
