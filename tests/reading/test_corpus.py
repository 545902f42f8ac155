"""Exports of real systems are read as a careful analyst reads them, by every command alike.

Each file of the corpus holds a small export with invented numbers and the reading of it that was written by hand.
"""

import datetime
import tomllib
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest

from sheetkpi.cli.arguments import ArgumentFile
from sheetkpi.reading.columns import columns_of
from sheetkpi.reading.dates import FIRST_DAY
from sheetkpi.reading.fields import FIELDS
from sheetkpi.reading.files import read_file
from sheetkpi.reading.header_row import Choices, OpenQuestions
from sheetkpi.reading.sheet import read_sheet
from sheetkpi.reading.table import Table, read_table
from sheetkpi.reading.text_file import UnreadableFile
from sheetkpi.registry import KPIS

CORPUS = Path(__file__).parent / "corpus"
ORDERS = {"day-first": "day", "month-first": "month"}


@dataclass(frozen=True)
class Case:
    """An export and how it has to be read."""

    path: Path
    input: Mapping[str, Any]
    options: Mapping[str, Any]
    expected: Mapping[str, Any]

    @property
    def choices(self) -> Choices:
        options = self.options
        order: Any = ORDERS.get(options.get("dates", ""))
        return Choices(options.get("columns", {}), options.get("channel"), options.get("date"), order, options.get("decimal"))

    def write(self, folder: Path) -> Path:
        """Write the export as its system would."""
        path = folder / self.input["file"]
        if "text" in self.input:
            text = self.input["text"].replace("\n", self.input.get("newline", "\n"))
            path.write_bytes(text.encode(self.input.get("encoding", "utf-8")))
        elif path.suffix == ".ods":
            write_ods(path, self.input["sheets"])
        else:
            write_xlsx(path, self.input["sheets"])
        return path

    def read(self, folder: Path) -> Table:
        source = read_file(str(self.write(folder)), self.options.get("language", "en"), lambda _note: None)
        return read_table(source, self.choices, lambda _note: None)


def write_xlsx(path: Path, sheets: list[Mapping[str, Any]]) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for sheet in sheets:
        page = book.create_sheet(sheet.get("name", "Sheet1")[:31])
        for row in sheet["rows"]:
            page.append([None if cell == "" else cell for cell in row])
    book.save(path)


def write_ods(path: Path, sheets: list[Mapping[str, Any]]) -> None:
    tables = "".join(
        f'<table:table table:name="{escape(sheet.get("name", "Sheet1"))}">'
        + "".join(f"<table:table-row>{''.join(map(ods_cell, row))}</table:table-row>" for row in sheet["rows"])
        + "</table:table>"
        for sheet in sheets
    )
    names = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text"))
    content = f"<office:document-content {names}><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content + "</office:document-content>")


def ods_cell(cell: object) -> str:
    if isinstance(cell, datetime.date):
        return f'<table:table-cell office:value-type="date" office:date-value="{cell.isoformat()}"/>'
    if isinstance(cell, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{cell}"/>'
    return (
        f'<table:table-cell office:value-type="string"><text:p>{escape(str(cell))}</text:p></table:table-cell>'
        if cell
        else "<table:table-cell/>"
    )


def cases() -> Iterator[Case]:
    for path in sorted(CORPUS.rglob("*.toml")):
        data = tomllib.loads(path.read_text("utf-8"))
        yield Case(path, data["input"], data.get("options", {}), data["expected"])


def named(case: Case) -> str:
    return f"{case.path.parent.name}/{case.path.stem}"


ALL = list(cases())
READ = [case for case in ALL if "asks" not in case.expected and "refused" not in case.expected]
ASKED = [case for case in ALL if "asks" in case.expected]
REFUSED = [case for case in ALL if case.expected.get("refused")]


def in_one_line(cell: Any) -> Any:
    return " ".join(cell.split()) if isinstance(cell, str) else cell


def in_words(line: int, row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as the corpus writes it."""
    filled = {name: cell for name, cell in row.items() if cell is not None}
    if "date" in filled:
        filled["date"] = (FIRST_DAY + datetime.timedelta(days=filled["date"])).isoformat()
    return {"line": line, **{name: pytest.approx(cell) if isinstance(cell, float) else cell for name, cell in filled.items()}}


@pytest.mark.parametrize("case", READ, ids=named)
def test_the_columns_of_an_export_are_found(case: Case, tmp_path: Path) -> None:
    table = case.read(tmp_path)
    assert {name: column.header for name, column in table.columns.used.items()} == {
        name: " ".join(header.split()) for name, header in case.expected["columns"].items()
    }
    offered = {column.header: set(column.may_be) for column in table.columns.unused if column.reason == "ambiguous"}
    for header, fields in case.expected.get("offered", {}).items():
        assert set(fields) <= offered[header]
    assert table.vat == case.expected.get("vat")


@pytest.mark.parametrize("case", READ, ids=named)
def test_the_rows_of_an_export_are_read(case: Case, tmp_path: Path) -> None:
    table = case.read(tmp_path)
    assert [in_words(line, row) for line, row in zip(table.lines, table.rows, strict=True)] == [
        {name: " ".join(cell.split()) if isinstance(cell, str) else cell for name, cell in row.items()}
        for row in case.expected.get("rows", [])
    ]
    assert table.totals == case.expected.get("totals", [])
    assert table.remarks == case.expected.get("remarks", [])
    rejected = [(row["line"], row["column"]) for row in case.expected.get("rejected", [])]
    assert [(row.line, row.fields[0]) for row in table.rejected] == rejected


COMPARED = [case for case in READ if {"channel", "spend"} <= {*case.expected["columns"], *case.options}]


@pytest.mark.parametrize("case", COMPARED, ids=named)
def test_calc_compares_the_channels_of_an_export_by_the_sums_of_its_rows(case: Case, tmp_path: Path) -> None:
    """The command that calculates reads what the command that fills a workbook reads."""
    file = ArgumentFile(str(case.write(tmp_path)), case.choices, case.options.get("language", "en"))
    (head, *rows) = file.as_argument(KPIS["CHANNEL_COMPARE"].parameters[0])
    read = columns_of(head).used
    for name in set(read) - {"channel", "margin"}:
        expected = sum(row.get(name, 0) for row in case.expected["rows"])
        assert sum(row[read[name].index] or 0 for row in rows) == pytest.approx(expected), name


AS_THEY_ARE = [case for case in READ if not case.options]


@pytest.mark.parametrize("case", AS_THEY_ARE, ids=named)
def test_a_pushed_sheet_holds_the_same_numbers(case: Case, tmp_path: Path) -> None:
    """What goes into a shared sheet cell by cell is what is read as a table; a sheet needs a header over each column, and no wider row."""
    table = case.read(tmp_path)
    source = read_file(str(case.write(tmp_path)), "en", lambda _note: None)
    try:
        sheet = read_sheet(source, lambda _note: None, needs_header=True)
    except UnreadableFile as error:
        facts = error.what.facts
        assert facts.keys() >= {"line", "column"} or facts.keys() >= {"line", "header"} or facts.keys() >= {"line", "width"}
        return
    cells = dict(zip(sheet.lines, sheet.rows, strict=True))
    for line, row in zip(table.lines, table.rows, strict=True):
        for name, column in table.columns.used.items():
            cell = cells[line][column.index]
            if FIELDS[name].cells in ("count", "whole", "money", "spend") and isinstance(cell.value, float):
                assert column.scaled(cell.value) == pytest.approx(row[name]) or column.may_be_micros, (line, name)


@pytest.mark.parametrize("case", ASKED, ids=named)
def test_what_is_not_clear_in_an_export_is_asked(case: Case, tmp_path: Path) -> None:
    with pytest.raises(OpenQuestions) as asked:
        case.read(tmp_path)
    assert set(asked.value.questions) == set(case.expected["asks"])


@pytest.mark.parametrize("case", REFUSED, ids=named)
def test_what_must_not_be_read_is_refused(case: Case, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile) as refused:
        case.read(tmp_path)
    assert not isinstance(refused.value, OpenQuestions)
