"""The rules of the package: who may import whom, what an import may cost, and how texts are written."""

import ast
import re
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

import sheetkpi

PACKAGE = Path(sheetkpi.__file__).parent

#: The rooms in the order in which data flows: a module imports only what comes before its own room, or lies in it.
ROOMS = ["locale", "translation", "model", "printing", "calculation", "registry", "reading", "kpis"]
#: More lines than this give a warning.
LONG_MODULE = 600
#: Turns of phrase that are not English, and sentences that open with them.
PRIVATE_ENGLISH = re.compile(
    r"\bso many\b|\bwho has\b|(?<!there )\bis no (text|number|date|id|cell|key|name|file|address|word)\b|\bwhat stands\b|\bit is waited\b"
    r"|\bmends?\b|\bslips of the pen\b|\bis not allowed to you\b|\bworks no longer\b|\bmay not be read by\b",
    re.IGNORECASE,
)
#: What a KPI with one value may be made of.
FOR_FORMULAS = {"model.kinds", "kpis", "model.ops", "registry", "translation"}

#: What tables of KPIs are made of.
FOR_TABLES = {"allocation", "elasticity", "verdict", "weak_step"}


def imports_of(path: Path) -> set[str]:
    """The modules of the package that a file imports."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("sheetkpi"):
            module = node.module.removeprefix("sheetkpi").removeprefix(".")
            found.update([module] if module else [alias.name for alias in node.names])
    return found


def room_of(module: str) -> str:
    """The room that a module lies in."""
    return module.partition(".")[0]


def files(folder: str) -> list[Path]:
    return sorted((PACKAGE / folder).rglob("*.py"))


@pytest.mark.parametrize("path", files("kpis"), ids=lambda path: path.stem)
def test_formulas_import_only_kinds_operations_and_the_registry(path: Path) -> None:
    imported = {module if module in FOR_FORMULAS else room_of(module) for module in imports_of(path)}
    makes_tables = "model.tables" in imports_of(path) or path.stem in FOR_TABLES
    assert imported <= FOR_FORMULAS | ({"model", "reading", "calculation", "printing"} if makes_tables else set())


def test_hosts_import_neither_formulas_nor_each_other() -> None:
    for path in files("hosts"):
        own = path.relative_to(PACKAGE / "hosts").parts[0]
        text = path.read_text("utf-8")
        assert not {"kpis", "release", "cli"} & {room_of(module) for module in imports_of(path)}, path
        others = {folder.name for folder in (PACKAGE / "hosts").iterdir() if folder.is_dir() and folder.name not in (own, "__pycache__")}
        assert not [other for other in others if f"sheetkpi.hosts.{other}" in text], path


@pytest.mark.parametrize("room", ROOMS)
def test_data_flows_one_way(room: str) -> None:
    paths = files(room) if (PACKAGE / room).is_dir() else [PACKAGE / f"{room}.py"]
    above = set(ROOMS[ROOMS.index(room) + 1 :])
    assert paths
    for path in paths:
        climbs = {module for module in imports_of(path) if room_of(module) in above}
        assert climbs == set(), f"{path.name} imports what is built on it"


def test_the_root_holds_two_modules_besides_its_rooms() -> None:
    assert {path.stem for path in PACKAGE.glob("*.py")} == {"__init__", "__main__", "registry", "translation"}


def test_importing_the_package_needs_the_standard_library_alone() -> None:
    code = (
        "import sys; before = set(sys.modules); import sheetkpi\n"
        "new = {name.partition('.')[0] for name in set(sys.modules) - before}\n"
        "print(*sorted(new - set(sys.stdlib_module_names) - {'sheetkpi'}))"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == ""


@pytest.mark.filterwarnings("default")  # a long module is a question, not an error
def test_no_module_is_a_drawer_for_everything() -> None:
    for path in PACKAGE.rglob("*.py"):
        lines = len(path.read_text("utf-8").splitlines())
        if lines > LONG_MODULE:
            warnings.warn(f"{path.relative_to(PACKAGE)} has {lines} lines: does it have more than one reason to change?", stacklevel=1)
    assert not [path for path in PACKAGE.rglob("*.py") if path.stem in {"utils", "helpers", "common", "manager"}]


# --- plain English


def rooms() -> list[str]:
    """The rooms of the package: its modules and folders, and each host."""
    names = {path.relative_to(PACKAGE).parts for path in PACKAGE.rglob("*.py")}
    return sorted({"/".join(parts[:2] if parts[0] == "hosts" else parts[:1]).removesuffix(".py") for parts in names})


def texts_of(path: Path) -> list[str]:
    """The docstrings and texts of a module, or a page."""
    source = path.read_text("utf-8")
    if path.suffix == ".html":
        return source.splitlines()
    return [node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant) and isinstance(node.value, str)]


@pytest.mark.parametrize("room", rooms())
def test_texts_are_plain_english(room: str) -> None:
    paths = [path for path in (PACKAGE / room).rglob("*.*") if path.suffix in {".py", ".html"}] or [PACKAGE / f"{room}.py"]
    found = [f"{path.name}: {text}" for path in paths for text in texts_of(path) if PRIVATE_ENGLISH.search(" ".join(text.split()))]
    assert found == []
