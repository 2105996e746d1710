"""The house keeps its order: one way through the rooms, each library in its own, values in types."""

import ast
import dataclasses
import importlib
import inspect
import pkgutil
from pathlib import Path

import pytest

import engine
from engine.operations import OPERATIONS

ROOT = Path(__file__).resolve().parents[1]
ENGINE = ROOT / "engine"

ROOMS = (
    "products", "contract", "raster", "archives", "deposit", "vector", "terrain", "tiling", "router", "experts",
    "synthetic", "reports", "scene", "reconstruct", "region", "measures", "networks", "training", "operations",
)  # fmt: skip
"""In the order in which data flows; a room imports from rooms before it. What is not listed is common ground."""

ONLY_IN = {
    "rasterio": {"raster"},
    "pyogrio": {"vector"},
    "onnxruntime": {"experts"},
    "openvino": {"experts"},
    "torch": {"networks", "training"},
    "matplotlib": {"reports", "training"},
    "jinja2": {"reports"},
    "zarr": {"training"},
    "yaml": {"training"},
    "qgis": set(),
}

STANDARD_LIBRARY_ALONE = ("products", "contract", "operations", "moon.py", "errors.py")

MOST_FIELDS = 8
"""Of a value object; settings of an operation and sums that are gathered are none."""

DOCUMENTS = {"Manifest", "Parameter", "Operation", "Laws", "RunConfig", "DemSource", "ReconstructionPlan"}
"""A line for each thing that they say; not values that travel."""


def files(place):
    """Python files of a room, or the one file."""
    path = ENGINE / place
    return [path] if path.is_file() else sorted(path.rglob("*.py"))


def imports(path, at_runtime=False):
    """(level, module) of every import in a file; at run time alone: without those for type checkers."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing_only = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if at_runtime and id(node) in typing_only:
            continue
        if isinstance(node, ast.Import):
            yield from ((0, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.level, node.module or node.names[0].name


def rooms_imported(path):
    """Rooms of the engine that a file imports from at run time."""
    inside = path.relative_to(ENGINE).parent.parts
    for level, module in imports(path, at_runtime=True):
        if level:
            yield (*inside[: len(inside) - level + 1], *module.split("."))[0]


@pytest.mark.parametrize("room", ROOMS)
def test_data_flow_one_way(room):
    for path in files(room):
        for other in rooms_imported(path):
            if other in ROOMS:
                assert ROOMS.index(other) <= ROOMS.index(room), f"{path.relative_to(ROOT)} imports {other}"


def test_declarations_know_the_contract_alone():
    for path in files("operations"):
        assert set(rooms_imported(path)) <= {"contract", "operations", "moon", "errors", "products"}, path


def test_doors_know_the_operations_alone():
    for door in ("cli.py", "worker.py"):
        assert set(rooms_imported(ENGINE / door)) <= {"operations", "contract", "errors", "__version__"}, door


@pytest.mark.parametrize("library", ONLY_IN)
def test_each_library_stays_in_its_room(library):
    for path in ENGINE.rglob("*.py"):
        room = path.relative_to(ENGINE).parts[0]
        if any(level == 0 and module.split(".")[0] == library for level, module in imports(path)):
            assert room in ONLY_IN[library], path


@pytest.mark.parametrize("place", STANDARD_LIBRARY_ALONE)
def test_what_qgis_reads_needs_the_standard_library_alone(place):
    import sys

    for path in files(place):
        outside = {m.split(".")[0] for level, m in imports(path) if not level}
        assert outside <= set(sys.stdlib_module_names), f"{path.relative_to(ROOT)}: {outside}"


def test_the_engine_imports_itself_relatively():
    for path in ENGINE.rglob("*.py"):
        assert all(level or module.split(".")[0] != "engine" for level, module in imports(path)), path


def test_the_plugin_reads_declarations_alone():
    for path in (ROOT / "qgis_mmoedtm").glob("*.py"):
        for level, module in imports(path):
            if level == 1 and module.startswith("engine"):
                assert module in ("engine", "engine.operations"), path


def parameters_that_are_dicts(path):
    """Names of functions with an argument that is a mapping from names to anything."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            arguments = node.args.posonlyargs + node.args.args + node.args.kwonlyargs
            for argument in arguments:
                kind = ast.unparse(argument.annotation) if argument.annotation else ""
                if kind.replace(" ", "") in ("Mapping[str,Any]", "dict[str,Any]", "Dict[str,Any]", "dict", "Mapping"):
                    yield f"{path.relative_to(ROOT)}:{node.name}({argument.arg})"


def test_no_function_outside_the_doors_takes_a_dict_of_parameters():
    """What a door hands over is a dict until the contract makes settings of it."""
    names = {"values", "parameters", "params", "options", "given", "settings"}
    found = [
        text
        for path in ENGINE.rglob("*.py")
        if path.relative_to(ENGINE).parts[0] not in ("contract", "cli.py", "worker.py")
        for text in parameters_that_are_dicts(path)
        if text.rstrip(")").split("(")[1] in names
    ]
    assert not found


@pytest.mark.parametrize("name", OPERATIONS)
def test_settings_are_seen_by_their_own_pipeline_alone(name):
    settings = OPERATIONS[name].settings.__name__
    users = [
        path.relative_to(ROOT).as_posix()
        for path in ENGINE.rglob("*.py")
        if settings in {a.name for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.ImportFrom)
                        for a in n.names}
    ]  # fmt: skip
    assert len(users) <= 2, users


def test_value_objects_are_small():
    settings = {operation.settings for operation in OPERATIONS.values()}
    large = set()
    for found in pkgutil.walk_packages(engine.__path__, "engine."):
        if found.name.endswith("__main__"):
            continue
        for name, kind in inspect.getmembers(importlib.import_module(found.name), inspect.isclass):
            if kind.__module__ != found.name or not dataclasses.is_dataclass(kind) or kind in settings:
                continue
            small = len(dataclasses.fields(kind)) <= MOST_FIELDS or name in DOCUMENTS
            if kind.__dataclass_params__.frozen and not small:
                large.add(f"{found.name}.{name}")
    assert not large


def test_every_operation_runs_where_it_says():
    for operation in OPERATIONS.values():
        module, _, name = operation.run.partition(":")
        function = getattr(importlib.import_module(f"engine.{module}"), name)
        assert list(inspect.signature(function).parameters) == ["settings", "progress"], operation.name
