"""The printed VBA, as text: it compiles, keeps VBA's limits, and is right in the code page of any Windows.

After a change that is meant: ``SHEETKPI_TEST_REWRITE_GOLDEN=1 pytest tests/hosts/excel/test_vba.py``, then read the diff.
"""

import os
import re
import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from sheetkpi import KPIS
from sheetkpi.hosts.companions import COMPANIONS, WHY
from sheetkpi.hosts.descriptions import functions
from sheetkpi.hosts.excel.vba import FILE, MODULE, SINGLE_BYTE_CODE_PAGES, code_page_of, encoding_of, vba_module
from sheetkpi.translation import LANGUAGES, Language

pytestmark = pytest.mark.e2e

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from pyopenvba.exceptions import VBACompileError
    from pyopenvba.interpreter import parse_module
    from pyvbaanalysis import analyze_loose_files, analyze_module

GOLDEN = Path(__file__).parent / "golden"

#: One of each: cells, a repeated one, words and a default, ranges, a table, the longest, the explainer.
PRINTED = ("ROMI", "FUNNEL_RATE", "LTV_CHURN", "DEAL_CYCLE", "CHANNEL_COMPARE", "REALLOCATE", WHY)

#: What our module needs of xlwings'.
XLWINGS = 'Attribute VB_Name = "xlwings"\r\nPublic Function XLPy()\r\nEnd Function\r\n'


def function_text(module: str, name: str) -> str:
    found = re.search(rf"^Public Function {name}\(.*?^End Function\r\n", module, re.MULTILINE | re.DOTALL)
    assert found, f"{name} is not printed"
    return found[0]


def faults(module: str, folder: Path) -> list[str]:
    """Why VBA would not compile a module: two readers that know nothing of each other's, one of syntax, one of meaning."""
    try:
        parse_module(module)
    except VBACompileError as error:
        return [str(error)]
    project = {FILE: module, "xlwings.bas": XLWINGS}
    for name, source in project.items():
        (folder / name).write_bytes(source.encode("cp1251"))
    return _errors(analyze_module(module)) or _errors(analyze_loose_files([folder / name for name in project], encoding="cp1251")[MODULE])


def _errors(found: Iterable[Any]) -> list[str]:
    """What keeps a module from being compiled; the rest is advice."""
    return [f"{fault.code}: {fault.message}" for fault in found if fault.severity.value == "error"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_functions_are_printed_as_before(language: Language) -> None:
    module = vba_module(language)
    shared = "'--- how a formula is calculated"
    beginning = module.partition("\r\n'--- ")[0]
    parts = [beginning, *(function_text(module, name) for name in PRINTED)]
    if language == "en":  # it is the same in each
        parts.append(shared + module.partition(shared)[2])
    now = "\r\n".join(parts)
    path = GOLDEN / f"sheetkpi_udfs-{language}.bas"
    if os.environ.get("SHEETKPI_TEST_REWRITE_GOLDEN"):
        path.write_bytes(now.encode())
    assert now == path.read_bytes().decode()


@pytest.mark.parametrize(("language", "prefix"), [("en", ""), ("ru", "MK_")])
def test_it_compiles(tmp_path: Path, language: Language, prefix: str) -> None:
    assert faults(vba_module(language, prefix, code_page=1251), tmp_path) == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("    Next attempt\r\n", ""),
        ("    Loop\r\n", ""),
        ("    End Select\r\n", ""),
        ("KpiAsk = KpiConnect()", "KpiAsk = KpiConnect("),
        ("    seconds = (Now - failed_at)", "    secnds = (Now - failed_at)"),
        ("On Error GoTo one", "On Error GoTo won"),
        ("KpiGiveUp(KpiAsk)", "KpiGiveUp(KpiAsk, 1)"),
        ("ByVal gross_profit As Variant, ByVal spend As Variant)", "Optional ByVal gross_profit As Variant, ByVal spend As Variant)"),
        ("ByVal gross_profit As Variant, ByVal spend As Variant)", "ByVal gross_profit As Variant, ByVal gross_profit As Variant)"),
        ("Public Function ROI(", "Public Function ROMI("),
        ("ByVal repeated As Variant) As Variant", "ByRef repeated() As Variant) As Variant"),
        ('"Argument {number} has', '"Argument " {number} has'),
        ("Set server = XLPy()", "Set server = XLPyy()"),
        ("KpiFinish answer", "KpiFinishh answer"),
    ],
)
def test_a_planted_mistake_is_found(tmp_path: Path, right: str, wrong: str) -> None:
    module = vba_module("en", code_page=1251)
    assert right in module
    assert faults(module.replace(right, wrong, 1), tmp_path) != []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kpi_is_a_function_with_its_parameters(language: Language) -> None:
    module = vba_module(language, "MK_").replace(" _\r\n    ", " ")
    assert re.findall(r"^Public Function (\w+)\(", module, re.MULTILINE) == [f"MK_{name}" for name in [*KPIS, *COMPANIONS]]
    for kpi in KPIS.values():
        declared = function_text(module, f"MK_{kpi.name}").partition("\r\n")[0]
        for parameter in kpi.parameters:
            kind = "ParamArray {}()" if parameter.variadic else "Optional ByVal {}" if parameter.is_optional else "ByVal {}"
            assert f"{kind.format(parameter.name)} As Variant" in declared, kpi.name


def test_no_name_hides_what_the_functions_use() -> None:
    own = {name.upper() for name in re.findall(r"^Private (?:Function |Sub |Const )?(\w+)", vba_module("en"), re.MULTILINE)}
    used = {"ARRAY", "KPIVALUE", "KPIREASON", "KPIJOINED"}
    assert used - {"ARRAY"} <= own
    assert not {argument.name.upper() for function in functions() for argument in function.arguments} & used
    assert not {function.name for function in functions()} & (own | used)


# --- limits and encoding


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_limits_of_vba_are_kept(language: Language) -> None:
    module = vba_module(language, "A_PREFIX_OF_TWENTY__")
    lines = module.removesuffix("\r\n").split("\r\n")
    assert max(map(len, lines)) <= 1023
    assert not [line for line in lines if "\n" in line or "\r" in line], "a line end that is not Windows'"
    assert not re.search(r"(?: _\r\n.*){24} _\r\n", module), "VBA continues a line 24 times at most"
    assert max(map(len, re.findall(r"\w+", re.sub(r'"[^"\r\n]*"', "", module)))) <= 255
    assert max(map(len, re.findall(r'VB_Description = "(.*)"\r', module))) <= 255, "Excel cuts descriptions there"
    assert len(module) < 64 * 1024, "a module holds little more"


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_that_is_executed_is_the_same_in_every_code_page(language: Language) -> None:
    executed = re.sub(r"^Attribute \w+\.VB_Description = .*\r\n", "", vba_module(language), flags=re.MULTILINE)
    assert executed.isascii()


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_can_be_written_in_the_code_page_of_the_language(language: Language) -> None:
    module = vba_module(language)
    encoding = encoding_of(code_page_of(language))
    assert module.encode(encoding).decode(encoding) == module
    if language == "ru":
        assert 'VB_Description = "Рентабельность маркетинга' in module


@pytest.mark.parametrize("code_page", [*sorted(SINGLE_BYTE_CODE_PAGES), 932, 936, 949, 950, 1361, 65001])
@pytest.mark.parametrize("language", LANGUAGES)
def test_on_another_windows_the_descriptions_can_be_read_all_the_same(language: Language, code_page: int) -> None:
    module = vba_module(language, code_page=code_page)
    module.encode(encoding_of(code_page))
    described = re.search(r'^Attribute ROMI\.VB_Description = "(.*)"', module, re.MULTILINE)
    assert described
    assert described[1].startswith("Рентабельность" if (language, code_page) == ("ru", 1251) else "Return on marketing investment")
    assert "?" not in "".join(re.findall(r"VB_Description = .*", module)), "a letter was lost"


def test_a_description_that_cannot_be_written_loses_words_and_not_its_sense() -> None:
    assert 'DRR.VB_Description = "Ad cost share (ACoS): advertising spend' in vba_module("en")
