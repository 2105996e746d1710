"""The house keeps its order: one way through the rooms, each library in its own."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

MAY_IMPORT = {
    "products": set(),
    "raster": {"products"},
    "terrain": set(),
    "tiling": set(),
    "router": set(),
    "vector": {"raster"},
    "experts": {"raster", "terrain", "router"},
    "analysis": {"raster", "terrain"},
    "synthetic": {"raster", "terrain"},
    "networks": set(),
    "training": {"raster", "terrain", "router", "experts", "analysis", "synthetic", "networks"},
}
"""Rooms that a room imports from; ``operations`` ties all of them together."""

ONLY_IN = {
    "rasterio": {"raster"},
    "pyogrio": {"vector"},
    "onnxruntime": {"experts", "training"},
    "torch": {"networks", "training"},
    "matplotlib": {"analysis"},
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


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_data_flow_one_way(room):
    for path in (ROOT / "engine" / room).glob("*.py"):
        for level, module in imports(path):
            other = module.split(".")[0]
            if level == 2 and other in MAY_IMPORT:
                assert other in MAY_IMPORT[room], f"{path.name} imports {module}"


@pytest.mark.parametrize("library", ONLY_IN)
def test_each_library_stays_in_its_room(library):
    for path in (ROOT / "engine").rglob("*.py"):
        room = path.relative_to(ROOT / "engine").parts[0]
        if any(level == 0 and module.split(".")[0] == library for level, module in imports(path)):
            assert room in ONLY_IN[library], path


def test_the_engine_imports_itself_relatively():
    for path in (ROOT / "engine").rglob("*.py"):
        assert all(level or module.split(".")[0] != "engine" for level, module in imports(path)), path


def test_the_plugin_reads_declarations_alone():
    for path in (ROOT / "qgis_mmoedtm").glob("*.py"):
        for level, module in imports(path):
            if level == 1 and module.startswith("engine"):
                assert module in ("engine", "engine.operations"), path
