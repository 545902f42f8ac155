"""The rules of the house: who may import whom, and what an import may cost."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import sheetkpi

PACKAGE = Path(sheetkpi.__file__).parent

#: What a formula may be made of.
FOR_FORMULAS = {"kinds", "kpis", "ops", "registry", "sources"}
#: What a KPI that answers with a table needs besides.
FOR_TABLES = {"allocation", "channel_table", "checks", "errors", "headers", "ranges", "records", "tables", "translation"}
#: The layers, lowest first: a module imports only what stands before it.
LAYERS = [
    "translation",
    "errors",
    "time_limit",
    "kinds",
    "expression",
    "ops",
    "ranges",
    "records",
    "examples",
    "tables",
    "trace",
    "simplify",
    "checks",
    "dialects",
    "formulas",
    "explain",
    "cells",
    "broadcast",
    "calculation",
    "names",
    "registry",
    "why",
    "sources",
    "headers",
    "channel_table",
    "allocation",
    "kpis",
]


def imports_of(path: Path) -> set[str]:
    """The modules of the package that a file imports, by their first name below the package."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("sheetkpi"):
            rest = node.module.split(".")[1:]
            found.update([rest[0]] if rest else [alias.name for alias in node.names])
    return found


def files(folder: str) -> list[Path]:
    return sorted((PACKAGE / folder).rglob("*.py"))


@pytest.mark.parametrize("path", files("kpis"), ids=lambda path: path.stem)
def test_formulas_import_only_kinds_ops_and_the_registry(path: Path) -> None:
    makes_tables = "tables" in imports_of(path)
    assert imports_of(path) <= FOR_FORMULAS | (FOR_TABLES if makes_tables else set())


def test_hosts_import_neither_formulas_nor_each_other() -> None:
    for path in files("hosts"):
        own = path.relative_to(PACKAGE / "hosts").parts[0]
        text = path.read_text("utf-8")
        assert "kpis" not in imports_of(path), path
        others = {folder.name for folder in (PACKAGE / "hosts").iterdir() if folder.is_dir() and folder.name not in (own, "__pycache__")}
        assert not [other for other in others if f"sheetkpi.hosts.{other}" in text], path


@pytest.mark.parametrize("layer", LAYERS)
def test_data_flows_one_way(layer: str) -> None:
    paths = files(layer) if (PACKAGE / layer).is_dir() else [PACKAGE / f"{layer}.py"]
    above = set(LAYERS[LAYERS.index(layer) + 1 :])
    for path in paths:
        lazy = {"examples"} if layer == "records" else set()
        assert not (imports_of(path) - lazy) & above, f"{path.name} imports what is built on it"


def test_importing_the_package_needs_the_standard_library_alone() -> None:
    code = (
        "import sys; before = set(sys.modules); import sheetkpi\n"
        "new = {name.partition('.')[0] for name in set(sys.modules) - before}\n"
        "print(*sorted(new - set(sys.stdlib_module_names) - {'sheetkpi'}))"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == ""


def test_no_module_is_a_drawer_for_everything() -> None:
    long = {path.name: count for path in PACKAGE.rglob("*.py") if (count := len(path.read_text("utf-8").splitlines())) > 400}
    assert long == {}
    assert not [path for path in PACKAGE.rglob("*.py") if path.stem in {"utils", "helpers", "common", "manager"}]
