"""The printed module of functions, as text: readable, short enough for the wizard, and of the chosen language.

After a change that is meant: ``SHEETKPI_TEST_REWRITE_GOLDEN=1 pytest tests/hosts/excel/test_udfs.py``, then read the diff.
"""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from sheetkpi import KPIS
from sheetkpi.hosts.companions import COMPANIONS, WHY
from sheetkpi.hosts.descriptions import functions
from sheetkpi.hosts.excel.udfs import FILE, udfs_module
from sheetkpi.hosts.excel.vba import LONGEST_TEXT
from sheetkpi.translation import LANGUAGES, Language
from tests.hosts.excel.excel import ROOT

GOLDEN = Path(__file__).parent / "golden"

#: One of each: cells, a repeated one, words and a default, ranges, several results, a table, the longest, the explainer.
PRINTED = ("ROMI", "FUNNEL_RATE", "LTV_CHURN", "DEAL_CYCLE", "DECOMPOSE", "FUNNEL_TABLE", "REALLOCATE", WHY)


def function_text(module: str, name: str) -> str:
    """One function as it is printed, with its decorators."""
    node = function_nodes(module)[name]
    first = min(decorator.lineno for decorator in node.decorator_list)
    return "\n".join(module.splitlines()[first - 1 : node.end_lineno])


def function_nodes(module: str) -> dict[str, ast.FunctionDef]:
    return {node.name: node for node in ast.parse(module).body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("language", ["en", "ru"])
def test_functions_are_printed_as_before(language: Language) -> None:
    module = udfs_module(language)
    beginning = module.partition("\n\n\n@func")[0]
    now = "\n\n\n".join([beginning, *(function_text(module, name) for name in PRINTED)]) + "\n"
    path = GOLDEN / f"udfs-{language}.txt"
    if os.environ.get("SHEETKPI_TEST_REWRITE_GOLDEN"):
        path.write_text(now, "utf-8")
    assert now == path.read_text("utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kpi_is_a_function_with_its_parameters(language: Language) -> None:
    printed = function_nodes(udfs_module(language))
    assert list(printed) == [*KPIS, *COMPANIONS]
    for kpi in KPIS.values():
        arguments = printed[kpi.name].args
        names = [argument.arg for argument in arguments.args] + ([arguments.vararg.arg] if arguments.vararg else [])
        assert names == [parameter.name for parameter in kpi.parameters]
        assert len(arguments.args) - len(arguments.defaults) == len([p for p in kpi.parameters if not p.is_optional]), kpi.name


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_longer_than_excel_shows(language: Language) -> None:
    texts = [text for function in functions() for text in (function.text, *(argument.text for argument in function.arguments))]
    assert [said for text in texts if len(said := text.in_language(language)) > LONGEST_TEXT] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_is_one_line_and_no_type_is_named(language: Language) -> None:
    for name, node in function_nodes(udfs_module(language)).items():
        assert "\n" not in (ast.get_docstring(node, clean=False) or "\n"), name
        assert node.returns is None, "xlwings would take a type for a converter"
        assert not [argument for argument in ast.walk(node.args) if isinstance(argument, ast.arg) and argument.annotation], name


def test_a_share_says_that_it_is_one_and_a_default_is_named() -> None:
    by_name = {argument.name: argument for function in functions() if function.name == "NPS_MARGIN" for argument in function.arguments}
    assert by_name["confidence"].text.in_language("en").endswith("(share below 1, usually 0.95). Left out: 0.95")
    assert by_name["confidence"].text.in_language("ru").endswith("Если не указать: 0,95")


def test_a_prefix_stands_before_each_name_and_changes_nothing_else() -> None:
    plain, prefixed = udfs_module("en"), udfs_module("en", "MK_")
    assert list(function_nodes(prefixed)) == [f"MK_{name}" for name in function_nodes(plain)]
    _, below = prefixed.split("\n", 1)  # the title names functions, as they are called
    assert below.replace("def MK_", "def ").replace(f'"MK_{WHY}"', f'"{WHY}"') == plain.split("\n", 1)[1]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("prefix", ["", "MK_", "A_PREFIX_AS_LONG_AS_SOME_COMPANIES_LIKE_THEM_"])
def test_it_is_formatted_as_the_rest_of_the_code(language: Language, prefix: str) -> None:
    text = udfs_module(language, prefix)
    place = ["--stdin-filename", str(ROOT / "addin" / "excel" / language / FILE)]
    formatted = subprocess.run([sys.executable, "-m", "ruff", "format", *place], input=text.encode(), capture_output=True, check=True)
    assert formatted.stdout.decode() == text
    checked = subprocess.run([sys.executable, "-m", "ruff", "check", *place], input=text.encode(), capture_output=True, check=False)
    assert not checked.returncode, checked.stdout.decode()


def test_russian_texts_are_russian() -> None:
    module = udfs_module("ru")
    texts = [ast.get_docstring(node) or "" for node in [ast.parse(module), *function_nodes(module).values()]]
    texts += [double or single for double, single in re.findall(r"""doc=(?:"([^"]*)"|'([^']*)')""", module)]
    assert len(texts) > 200
    assert [text for text in texts if not re.search("[а-я]", text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_how_it_comes_into_excel(language: Language) -> None:
    about = ast.get_docstring(ast.parse(udfs_module(language))) or ""
    for needed in (
        "sheetkpi excel install",
        "sheetkpi[excel]",
        "UDF Modules",
        "Import Functions",
        "xlwings Lite",
        "requirements.txt",
        "main.py",
        FILE.removesuffix(".py"),
    ):
        assert needed in about


@pytest.mark.parametrize(("language", "formula"), [("en", "=MK_ROMI(100000,50000)"), ("ru", "=MK_ROMI(100000;50000)")])
def test_its_title_names_the_functions_as_they_are_called(language: Language, formula: str) -> None:
    title = udfs_module(language, "MK_").splitlines()[0]
    assert formula in title
    assert "MK_KPI_WHY" in title


def test_where_xlwings_has_no_such_functions_the_module_is_plain_python() -> None:
    """As on Linux; and as xlwings Lite calls it: rows of cells, errors as texts, nothing for what is left out."""
    module: dict[str, Any] = {}
    exec(compile(udfs_module("en"), FILE, "exec"), module)  # noqa: S102
    assert module["ROMI"]([[150.0]], [[100.0]]) == 0.5
    assert module["ROMI"]([[150.0], ["#N/A"], [None]], [[100.0]]) == [(0.5,), ("#N/A",), ("",)]
    assert module["LTV"]([[100.0]], [[2.0]], [[3.0]], None) == 600.0
    assert module["PROFIT"]([[100.0]], [[20.0]], [[30.0]], None) == 50.0
    assert module[WHY]([["ROMI"]], [[5000.0]], [[0.0]]).startswith("ROMI: spend is 0.")
