"""Made packages: wheels of a few lines under the names of the engine's, and an index of them."""

import base64
import hashlib
import zipfile
from pathlib import Path

LISTED = Path(__file__).resolve().parents[1] / "resources" / "requirements"


def make_wheel(folder, name, content="", version="1.0", padding=0, module=""):
    """A wheel with one module, of its own name where no other is given; its path."""
    Path(folder).mkdir(parents=True, exist_ok=True)
    files = {f"{module or name}/__init__.py": content.encode()}
    if padding:
        files[f"{name}/data.bin"] = bytes(range(256)) * (padding // 256)
    info = f"{name}-{version}.dist-info"
    files[f"{info}/METADATA"] = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n".encode()
    files[f"{info}/WHEEL"] = b"Wheel-Version: 1.0\nGenerator: made\nRoot-Is-Purelib: true\nTag: py3-none-any\n"

    def row(path, data):
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
        return f"{path},sha256={digest},{len(data)}\n"

    record = "".join(row(path, data) for path, data in files.items()) + f"{info}/RECORD,,\n"
    path = Path(folder) / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for inside, data in files.items():
            archive.writestr(inside, data)
        archive.writestr(f"{info}/RECORD", record)
    return path


def list_of(wheels, target):
    """A list of packages with the digests of wheels; its path."""
    lines = [f"{w.name.split('-')[0]}=={w.name.split('-')[1]} --hash=sha256:{digest(w)}\n" for w in wheels]
    target.write_text("".join(lines))
    return target


def digest(path):
    """SHA-256 of a file."""
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def index_of(wheels, folder):
    """Pages of a package index for wheels, with the wheels beside; the folder of the pages."""
    for wheel in wheels:
        name = wheel.name.split("-")[0]
        page = folder / "simple" / name
        page.mkdir(parents=True, exist_ok=True)
        (page / wheel.name).write_bytes(wheel.read_bytes())
        (page / "index.html").write_text(
            f'<!DOCTYPE html><html><body><a href="{wheel.name}#sha256={digest(wheel)}">{wheel.name}</a></body></html>'
        )
    return folder / "simple"


def uv_wheel():
    """The true wheel of uv for this computer, fetched once into .mmoedtm; the test is skipped where it cannot be."""
    import pytest

    import build
    from building import environments
    from qgis_mmoedtm import package_sources, programs, uv_program

    keep = build.WORK / "uv"
    keep.mkdir(parents=True, exist_ok=True)
    try:
        return uv_program.provide(keep, LISTED, package_sources.configured(LISTED), environments.fetch)
    except (build.BuildError, programs.SetupError) as error:
        pytest.skip(f"uv cannot be fetched: {error}")
