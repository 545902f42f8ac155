"""The table of a file as cells of a spreadsheet."""

from collections.abc import Sequence
from dataclasses import dataclass

from sheetkpi.hosts.google.sheets.cell_values import BLANK, CellValue, to_cell_value
from sheetkpi.model.errors import SheetKpiError
from sheetkpi.reading.files import read_file
from sheetkpi.reading.sheet import Look, Typed, read_sheet
from sheetkpi.reading.text_file import Notify, UnreadableFile
from sheetkpi.translation import Language, Message


class WrongKey(SheetKpiError):
    """Rows cannot be told apart by the key."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A cell: what is entered, and how it looks."""

    entry: CellValue
    look: Look = ""


EMPTY = Filled(BLANK)


@dataclass(frozen=True, slots=True)
class Data:
    """A table of a file."""

    file: object
    headers: list[str]
    rows: list[list[Filled]]
    lines: list[int]

    def refuse_unknown(self, keys: Sequence[str]) -> None:
        """Refuse a key of columns that the table does not have.

        Raises:
            WrongKey: There is no such column.
        """
        for key in keys:
            if key not in self.headers:
                raise WrongKey(
                    Message("{file} has no column “{key}”. It has: {headers}.", file=self.file, key=key, headers=", ".join(self.headers))
                )


def read_data(name: str, language: Language, say: Notify) -> Data:
    """The table of a CSV file or a workbook.

    Raises:
        UnreadableFile: There is no table in it, or a cell may mean either of two numbers.
    """
    sheet = read_sheet(read_file(name, language, say), say, needs_header=True)
    rows = []
    for line, cells in zip(sheet.lines, sheet.rows, strict=True):
        rows.append([_filled(sheet.file, line, header, cell) for header, cell in zip(sheet.headers, cells, strict=True)])
    return Data(sheet.file, sheet.headers, rows, sheet.lines)


def _filled(file: object, line: int, header: str, cell: Typed) -> Filled:
    try:
        if cell.problem:
            raise cell.problem
        return Filled(to_cell_value(cell.value), cell.look)
    except SheetKpiError as error:
        raise UnreadableFile(
            Message("{file}, line {line}, column “{header}”: {what}", file=file, line=line, header=header, what=error.what)
        ) from None
