"""The add-in, as oletools and an XML parser read it: our VBA as printed, xlwings' as it was, and the wizard's help in its place."""

import io
import re
import sys
import warnings
import zipfile
from collections.abc import Mapping
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import olefile
import pytest
import xlwings

from sheetkpi import KPIS
from sheetkpi.files.installing import install_command, pip_install
from sheetkpi.hosts.companions import COMPANIONS
from sheetkpi.hosts.descriptions import functions
from sheetkpi.hosts.excel.addin_file import addin, edit, source_of
from sheetkpi.hosts.excel.vba import CATEGORY, vba_module
from sheetkpi.model.errors import SheetKpiError
from sheetkpi.translation import LANGUAGES, Language, Message

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # oletools' own, while it is imported
    from oletools.olevba import VBA_Parser, decompress_stream
    from pyopenvba.integrity import check_file

TEMPLATE = Path(xlwings.__file__).with_name("quickstart_addin.xlam")

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
X14 = "{http://schemas.microsoft.com/office/spreadsheetml/2009/9/main}"
#: The order of the elements in a workbook: ISO/IEC 29500-1, CT_Workbook.
ORDER = (
    "fileVersion fileSharing workbookPr workbookProtection bookViews sheets functionGroups externalReferences definedNames calcPr "
    "oleSize customWorkbookViews pivotCaches smartTagPr smartTagTypes webPublishing fileRecoveryPr webPublishObjects extLst"
).split()


def modules_of(file: bytes) -> dict[str, str]:
    """The VBA by its files, as oletools reads it."""
    parser = VBA_Parser("book.xlam", data=file)
    try:
        return {name: text for _file, _stream, name, text in parser.extract_macros()}
    finally:
        parser.close()


def parts_of(file: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def workbook_of(file: bytes) -> Element:
    return _xml(parts_of(file)["xl/workbook.xml"])


def _xml(part: bytes) -> Element:
    return fromstring(part)  # noqa: S314 - it is ours


def facts_of(error: SheetKpiError) -> Mapping[str, object]:
    assert isinstance(error.what, Message)
    return error.what.facts


def template(tmp_path: Path, change: Mapping[str, bytes | None]) -> Path:
    """xlwings' add-in with other parts in it, or without some."""
    path = tmp_path / "quickstart_addin.xlam"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in (parts_of(TEMPLATE.read_bytes()) | dict(change)).items():
            if content is not None:
                archive.writestr(name, content)
    return path


# --- VBA


@pytest.mark.parametrize("language", LANGUAGES)
def test_our_module_is_in_it_as_printed(language: Language) -> None:
    assert modules_of(addin(language, "MK_"))["sheetkpi_udfs.bas"] == vba_module(language, "MK_")


def test_the_modules_of_xlwings_are_as_they_were() -> None:
    before, now = modules_of(TEMPLATE.read_bytes()), modules_of(addin("ru"))
    assert set(now) == set(before) - {"Module1.bas"} | {"sheetkpi_udfs.bas"}, "all but the sample of xlwings, and ours"
    changed = {name: before[name] for name in before if name in now and now[name] != before[name]}
    assert list(changed) == ["xlwings.bas"]
    lines = zip(before["xlwings.bas"].splitlines(), now["xlwings.bas"].splitlines(), strict=True)
    assert [pair for pair in lines if pair[0] != pair[1]] == [
        ('Public Const PROJECT_NAME As String = "myaddin"', 'Public Const PROJECT_NAME As String = "sheetkpi"')
    ], "the name of the configuration alone"


def test_it_is_made_for_the_code_page_of_a_windows() -> None:
    assert "Return on marketing investment" in source_of(parts_of(addin("ru", code_page=1252))["xl/vbaProject.bin"], "sheetkpi_udfs")
    file = parts_of(addin("ru"))["xl/vbaProject.bin"]
    with olefile.OleFileIO(io.BytesIO(file)) as read:
        written = read.openstream("VBA/sheetkpi_udfs").read()
    assert "Рентабельность".encode("cp1251") in bytes(decompress_stream(bytearray(written)))


def test_the_same_input_gives_the_same_bytes() -> None:
    assert addin("ru", "MK_") == addin("ru", "MK_")
    assert addin("ru", "MK_") != addin("en", "MK_") != addin("en")


# --- the function wizard


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_help_of_every_argument_is_where_excel_keeps_it(language: Language) -> None:
    workbook = workbook_of(addin(language, "MK_"))
    described = {
        name.attrib["name"]: [argument.text for argument in name.iter(f"{X14}argumentDescription")]
        for name in workbook.findall(f"{MAIN}extLst/{MAIN}ext/{X14}definedNames/{X14}definedName")
    }
    assert described == {
        f"MK_{function.name}": [argument.text.in_language(language) for argument in function.arguments] for function in functions()
    }
    assert list(described) == sorted(described)


def test_the_help_keeps_the_limits_of_its_specification() -> None:
    """[MS-OFFMACRO2] 2.2.5.4 and 2.2.5.5: 60 arguments, numbered from 0, of 255 letters."""
    for name in workbook_of(addin("ru")).iter(f"{X14}argumentDescriptions"):
        arguments = list(name)
        assert int(name.attrib["count"]) == len(arguments) <= 60
        assert [int(argument.attrib["index"]) for argument in arguments] == list(range(len(arguments)))
        assert all(0 < len(argument.text or "") <= 255 for argument in arguments)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_functions_have_a_category_of_their_own(language: Language) -> None:
    file = addin(language)
    (groups,) = workbook_of(file).iter(f"{MAIN}functionGroups")
    assert [group.attrib["name"] for group in groups] == [CATEGORY.in_language(language)]
    number = int(groups.attrib["builtInGroupCount"]) + 1
    categories = re.findall(r'VB_Invoke_Func = " \\n(\d+)"', modules_of(file)["sheetkpi_udfs.bas"])
    assert categories == [str(number)] * len(functions())


# --- the rest of the file


def test_the_workbook_has_its_elements_in_order_and_says_nothing_of_its_makers() -> None:
    parts = parts_of(addin("en"))
    names = [element.tag.removeprefix(MAIN) for element in _xml(parts["xl/workbook.xml"])]
    assert names == sorted(names, key=ORDER.index)
    for name, content in parts.items():
        if name.endswith((".xml", ".rels")):
            _xml(content)
            assert not re.search(rb"felix|myaddin", content, re.IGNORECASE), name


def test_a_prefix_of_namespaces_that_may_be_ignored_is_declared() -> None:
    """Excel calls a file damaged in which it is not, and a parser takes no notice."""
    text = parts_of(addin("en"))["xl/workbook.xml"].decode()
    head = text[: text.index(">", text.index("<workbook"))]
    for prefix in re.search(r'mc:Ignorable="([^"]*)"', head)[1].split():  # type: ignore[index]
        assert f"xmlns:{prefix}=" in head, prefix


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_in_the_file_is_damaged(tmp_path: Path, language: Language) -> None:
    (tmp_path / "sheetkpi.xlam").write_bytes(addin(language))
    report = check_file(tmp_path / "sheetkpi.xlam")
    assert report.complete
    assert report.issues == ()


def test_it_calculates_nothing_when_excel_starts_and_has_no_ribbon() -> None:
    parts = parts_of(addin("en"))
    assert b"fullCalcOnLoad" not in parts["xl/workbook.xml"]
    assert not [name for name in parts if "customui" in name.lower()]


def test_excels_list_of_addins_shows_what_it_is() -> None:
    properties = parts_of(addin("ru", "MK_"))["docProps/core.xml"].decode()
    assert "<dc:title>sheetkpi</dc:title>" in properties
    assert "MK_KPI_WHY" in properties


# --- an xlwings that is missing, or another one


def test_a_missing_xlwings_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [])
    monkeypatch.delitem(sys.modules, "xlwings")
    monkeypatch.setattr(sys, "path_importer_cache", {})
    with pytest.raises(SheetKpiError) as caught:
        addin("en")
    assert facts_of(caught.value) == {"name": "xlwings", "command": install_command("excel")}


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"xl/vbaProject.bin": None}, "vbaProject.bin"),
        ({"xl/vbaProject.bin": b"no VBA"}, "VBA project"),
        ({"xl/workbook.xml": b"<workbook/>"}, "sheets"),
        ({"docProps/core.xml": None}, "core.xml"),
    ],
    ids=["no VBA", "another VBA", "another workbook", "no properties"],
)
def test_another_file_is_refused_and_named(tmp_path: Path, change: Mapping[str, bytes | None], what: str) -> None:
    file = template(tmp_path, change)
    with pytest.raises(SheetKpiError) as caught:
        addin("en", template=file)
    facts = facts_of(caught.value)
    assert what in str(facts["reason"])
    assert (facts["file"], facts["command"]) == (file, pip_install("--force-reinstall xlwings"))


def test_a_file_that_is_no_archive_or_not_there_is_refused(tmp_path: Path) -> None:
    (tmp_path / "no.xlam").write_bytes(b"no")
    for name in ("no.xlam", "nowhere.xlam"):
        with pytest.raises(SheetKpiError) as caught:
            addin("en", template=tmp_path / name)
        assert facts_of(caught.value)["file"] == tmp_path / name


def test_an_xlwings_whose_project_has_no_name_is_refused(tmp_path: Path) -> None:
    project = parts_of(TEMPLATE.read_bytes())["xl/vbaProject.bin"]
    source = source_of(project, "xlwings").replace("PROJECT_NAME As String =", "PROJECT As String =")
    changed = edit(project, "myaddin", 1252, {"xlwings": source})
    with pytest.raises(SheetKpiError) as caught:
        addin("en", template=template(tmp_path, {"xl/vbaProject.bin": changed}))
    assert str(facts_of(caught.value)["reason"]) == "PROJECT_NAME"


# --- tips while typing


@pytest.mark.parametrize("language", LANGUAGES)
def test_excel_dna_finds_a_description_of_every_function(language: Language) -> None:
    parts = parts_of(addin(language, "MK_"))
    root = fromstring(parts["customXml/item1.xml"])  # noqa: S314 - our own
    space = "{http://schemas.excel-dna.net/intellisense/1.0}"
    assert root.tag == f"{space}IntelliSense"
    described = {element.get("Name"): element for element in root.findall(f"{space}FunctionInfo/{space}Function")}
    assert list(described) == [f"MK_{name}" for name in [*KPIS, *COMPANIONS]]
    first, second, third, *_ = described["MK_ROMI_MARGIN"].findall(f"{space}Argument")
    assert [each.get("Name") for each in (first, second, third)] == ["revenue", "margin", "spend"]
    assert second.get("Description", "").startswith(KPIS["ROMI_MARGIN"].parameters[1].help_in(language))
    assert described["MK_NPS_MARGIN"].findall(f"{space}Argument")[3].get("Name") == "[confidence]"


def test_the_description_is_a_part_of_the_workbook() -> None:
    with zipfile.ZipFile(io.BytesIO(addin("en"))) as file:
        related = file.read("xl/_rels/workbook.xml.rels").decode()
        types = file.read("[Content_Types].xml").decode()
    assert 'relationships/customXml" Target="../customXml/item1.xml"' in related
    assert 'Extension="xml" ContentType="application/xml"' in types
