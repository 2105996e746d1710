"""The house keeps its order: one way through the rooms, each library in its own."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

ROOMS = (
    "products", "contract", "raster", "vector", "terrain", "tiling", "router", "experts", "synthetic",
    "reports", "scene", "reconstruct", "region", "measures", "networks", "training", "operations",
)  # fmt: skip
"""In the order in which data flows; a room imports from rooms before it."""

ONLY_IN = {
    "rasterio": {"raster"},
    "pyogrio": {"vector"},
    "onnxruntime": {"experts"},
    "torch": {"networks", "training"},
    "matplotlib": {"reports", "measures", "training"},
    "jinja2": {"reports"},
    "zarr": {"training"},
    "yaml": {"training"},
    "qgis": set(),
}


def imports(path):
    """(level, module) of every import in a file, with the names taken from bare packages."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((0, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.level, node.module or node.names[0].name


def rooms_imported(path):
    """Rooms of the engine that a file imports from."""
    inside = path.relative_to(ROOT / "engine").parent.parts
    for level, module in imports(path):
        if level:
            base = inside[: len(inside) - level + 1]
            yield (*base, *module.split("."))[0]


@pytest.mark.parametrize("room", ROOMS)
def test_data_flow_one_way(room):
    """Rooms that are not listed (errors, moon, arrays, files) are common ground."""
    if room == "operations":
        pytest.skip("on its way out")
    for path in (ROOT / "engine" / room).rglob("*.py"):
        for other in rooms_imported(path):
            if other in ROOMS:
                assert ROOMS.index(other) <= ROOMS.index(room), f"{path.relative_to(ROOT)} imports {other}"


@pytest.mark.parametrize("library", ONLY_IN)
def test_each_library_stays_in_its_room(library):
    for path in (ROOT / "engine").rglob("*.py"):
        room = path.relative_to(ROOT / "engine").parts[0]
        if any(level == 0 and module.split(".")[0] == library for level, module in imports(path)):
            assert room in ONLY_IN[library], path


def test_onnxruntime_is_loaded_in_one_place_which_silences_it_first():
    files = (ROOT / "engine").rglob("*.py")
    loaders = [p for p in files if any(level == 0 and m.split(".")[0] == "onnxruntime" for level, m in imports(p))]
    assert [p.name for p in loaders] == ["runtime.py"]


def test_the_engine_imports_itself_relatively():
    for path in (ROOT / "engine").rglob("*.py"):
        assert all(level or module.split(".")[0] != "engine" for level, module in imports(path)), path


def test_the_plugin_reads_declarations_alone():
    for path in (ROOT / "qgis_mmoedtm").glob("*.py"):
        for level, module in imports(path):
            if level == 1 and module.startswith("engine"):
                assert module in ("engine", "engine.operations"), path
