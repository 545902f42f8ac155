"""Read the arguments of the command line as cells and ranges: numbers, texts, JSON, and files."""

import json
from collections.abc import Sequence
from itertools import chain, repeat
from typing import Any

from sheetkpi.cli.data_import import with_usual_columns
from sheetkpi.cli.output import print_note
from sheetkpi.cli.program import UsageError, _
from sheetkpi.files.installing import needing
from sheetkpi.locale import locale_of
from sheetkpi.model.kinds import Shape
from sheetkpi.model.records import Parameter, Record
from sheetkpi.reading.cell_text import read_text
from sheetkpi.reading.columns import columns_of
from sheetkpi.reading.dates import Dates, NoDate
from sheetkpi.reading.fields import CHANNEL_FIELDS
from sheetkpi.reading.files import Source, source_of
from sheetkpi.reading.header_row import Choices
from sheetkpi.reading.sheet import Sheet, Typed, read_sheet
from sheetkpi.reading.table import Table, read_table
from sheetkpi.reading.text_file import STANDARD_INPUT, UnreadableFile, content_of, display_name, may_be_decimals
from sheetkpi.reading.words import usual_names
from sheetkpi.translation import Language, Listed, Message


class ArgumentFile:
    """A file that holds one argument of a KPI, or a column for each of several.

    Raises:
        UnreadableFile: It doesn't exist or holds no table; the message names the place.
    """

    def __init__(self, name: str, choices: Choices, language: Language) -> None:
        self.language = language
        self.choices = with_usual_columns(choices)
        self.file = display_name(name)
        content = content_of(name)
        self.json = self._json(name, content)
        self.source: Source | None = None
        self.table: Table | None = None
        if self.json is None:
            with needing("workbooks", _("Workbooks need libraries that are missing ({name}). Install them: {command}")):
                self.source = source_of(self.file, content, language, self._note, choices.sheet)
            if self.source.usual_comma == "thousands":
                self._refuse_what_may_be_decimals(content)

    def as_argument(self, parameter: Parameter | None) -> list[Any]:
        """Return the file as one argument: a table of channels, or the cells of a range."""
        if self.json is not None:
            return self.json
        if parameter is not None and parameter.shape is Shape.TABLE:
            return self._channels()
        sheet = self._sheet()
        is_date = parameter is not None and parameter.kind.name == "date"
        return [[self._cell(cell, is_date=is_date) for cell in row] for row in sheet.rows]

    def as_arguments(self, record: Record) -> list[list[Any]] | None:
        """Return the columns of the file as arguments: by their headers if these name all arguments, otherwise in their order."""
        if self.json is not None or any(parameter.shape is Shape.TABLE for parameter in record.parameters):
            return None
        sheet = self._sheet()
        if not record.required <= sheet.width <= len(record.parameters) or sheet.width < 2:
            return None
        places = self._by_header(sheet, record)
        parameters = record.parameters[: sheet.width]
        if sheet.headers:
            named = [Message("{argument} = “{header}”", argument=p, header=sheet.headers[places[n]]) for n, p in enumerate(parameters)]
            self._note(Message("{file}: {columns}", file=self.file, columns=Listed(named)))
        return [
            [self._cell(row[places[number]], is_date=parameter.kind.name == "date") for row in sheet.rows]
            for number, parameter in enumerate(parameters)
        ]

    def _by_header(self, sheet: Sheet, record: Record) -> Sequence[int]:
        """Return the column of each argument."""
        used = columns_of(sheet.headers).used if sheet.headers else {}
        names = [parameter.name for parameter in record.parameters[: sheet.width]]
        if all(name in used for name in names):
            return [used[name].index for name in names]
        return range(sheet.width)

    def _channels(self) -> list[Any]:
        """Return a table of channels under the names of its fields, as every other command reads it."""
        assert self.source is not None  # noqa: S101 - JSON is handled before
        self.table = table = read_table(self.source, self.choices, self._note, needs=("channel",))
        title = next((str(c) for line, cells in self.source.rows if line < table.header_line for c in cells if c not in (None, "")), None)
        if title:
            self._note(Message("{file}: the text above the header, “{title}”, is skipped.", file=self.file, title=title))
        names = [name for name in CHANNEL_FIELDS if name in table.columns.used or name == "channel"]
        language = table.columns.language or self.language
        return [[usual_names(name, language)[0] for name in names], *([row.get(name) for name in names] for row in table.rows)]

    def _sheet(self) -> Sheet:
        assert self.source is not None  # noqa: S101 - JSON is handled before
        sheet = read_sheet(self.source, self._note, needs_header=False)
        if len(sheet.headers) == 1:
            self._note(Message("{file}: the first line, “{title}”, is the header and is skipped.", file=self.file, title=sheet.headers[0]))
        return sheet

    def _cell(self, cell: Typed, *, is_date: bool) -> Any:
        if not is_date or cell.value is None:
            return cell.value
        try:
            return Dates(self.choices.order).moment(cell.value).serial
        except NoDate:
            return cell.value

    def _json(self, name: str, content: bytes) -> list[Any] | None:
        text = content.decode("utf-8-sig", "ignore")
        if not (name.lower().endswith(".json") or text.lstrip().startswith("[")):
            return None
        try:
            rows = json.loads(text, parse_constant=str)
        except (ValueError, RecursionError) as error:
            raise UnreadableFile(
                Message(
                    "{file}, line {line}, column {column}: this is not JSON. Fix it there, or save the table as CSV.",
                    file=self.file,
                    line=getattr(error, "lineno", 1),
                    column=getattr(error, "colno", 1),
                )
            ) from None
        if not isinstance(rows, list):
            raise UnreadableFile(Message("{file}: JSON must be a list of rows, such as [[1, 2], [3, 4]].", file=self.file))
        return rows

    def _refuse_what_may_be_decimals(self, content: bytes) -> None:
        """Refuse ``0,3`` in every line: it may be two columns of whole numbers, or one with decimal commas."""
        lines = content.decode("utf-8-sig", "ignore").split()
        if any("," in line for line in lines) and may_be_decimals(lines) and not self.choices.decimal:
            raise UnreadableFile(
                Message(
                    "{file}, line {line}: “{text}” may be one number or two. "
                    "Write decimals with a point, or separate the columns with “;”.",
                    file=self.file,
                    line=1,
                    text=lines[0],
                )
            )

    def _note(self, note: Message) -> None:
        print_note(note, self.language)


def read_arguments(record: Record, texts: Sequence[str], choices: Choices, language: Language) -> tuple[list[Any], list[Table]]:
    """Return the arguments of a call, and the tables that were read for them.

    A file with a column for each argument may be the only argument.

    Raises:
        SheetKpiError: A file cannot be read.
        UsageError: An argument begins as JSON and is broken.
    """
    tables = []
    if len(texts) == 1 and record.required > 1 and _is_file(texts[0]):
        columns = ArgumentFile(_name_of(texts[0]), choices, language).as_arguments(record)
        if columns is not None:
            return [*columns], []
    parameters = chain(record.parameters_for(len(texts)), repeat(None))
    arguments = []
    for text, parameter in zip(texts, parameters, strict=False):
        if _is_file(text):
            file = ArgumentFile(_name_of(text), choices, language)
            arguments.append(file.as_argument(parameter))
            if file.table:
                tables.append(file.table)
        else:
            arguments.append(read_argument(text, language))
    return arguments, tables


def _is_file(text: str) -> bool:
    return text == STANDARD_INPUT or text.startswith("@")


def _name_of(text: str) -> str:
    return text.removeprefix("@")


def read_argument(text: str, language: Language) -> Any:
    """Return a JSON value, or a cell as people type it.

    Raises:
        UsageError: It begins as JSON and is broken.

    >>> read_argument("[1, null]", "en"), read_argument("30%", "en"), read_argument("lower", "en")
    ([1, None], 0.3, 'lower')
    """
    try:
        return json.loads(text, parse_constant=str)
    except (ValueError, RecursionError) as error:
        if text.lstrip().startswith(("[", "{")):
            raise _broken_json(text, getattr(error, "pos", 0)) from None
        return read_text(text, decimal=locale_of(language).decimal)


def _broken_json(text: str, position: int) -> UsageError:
    return UsageError(
        Message(
            "“{text}” is broken JSON at character {position}. Check its brackets, commas and quotes.",
            text=text if len(text) <= 40 else text[:39] + "…",
            position=position + 1,
        )
    )
