"""The sheet “Examples”: the KPIs' examples as live calls, and the cells they refer to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter.utility import quote_sheetname, xl_range

from sheetkpi.model.errors import ERROR_CODES
from sheetkpi.model.kinds import Shape
from sheetkpi.model.ranges import Range
from sheetkpi.model.records import Example, Figure, Parameter, Record
from sheetkpi.printing.excel import localized
from sheetkpi.printing.formulas import separator_of
from sheetkpi.registry import calculate
from sheetkpi.translation import Language, in_words, translate
from sheetkpi.workbooks.book import Formula, Sheet
from sheetkpi.workbooks.styles import HINT, INPUT, TEXT, TITLE, Style

#: The row and the column of the first block on the sheet of examples; above it stands what the sheet is.
FIRST_ROW, FIRST_COLUMN = 4, 1

_HINT = HINT.but(is_wrapped=False)
_NAME = Style(is_bold=True, is_top=True)
_RESULT = Style(is_top=True)


@dataclass(frozen=True, slots=True)
class Call:
    """An example as a formula."""

    formula: str
    typed: str
    expected: Any
    number_format: str

    @property
    def is_error(self) -> bool:
        """Whether the expected result is an error."""
        return isinstance(self.expected, str) and self.expected in ERROR_CODES


@dataclass(frozen=True, slots=True)
class Cells:
    """A range argument of an example, laid out under the argument's name."""

    parameter: Parameter
    row: int
    column: int
    content: Range

    @property
    def reference(self) -> str:
        """The reference on the same sheet."""
        top = self.row + 1
        reference: str = xl_range(top, self.column, top + self.content.rows - 1, self.column + self.content.columns - 1)
        return reference


@dataclass(frozen=True, slots=True)
class Spill:
    """A call that fills several cells."""

    record: Record
    call: Call
    row: int
    column: int
    content: Range
    formats: Sequence[str]


@dataclass(frozen=True, slots=True)
class Block:
    """The cells that one example needs."""

    record: Record
    row: int
    arguments: Sequence[Cells]


class ExampleCells:
    """Makes calls of examples, and lays out the cells they refer to in blocks."""

    def __init__(self, title: str, language: Language, prefix: str = "") -> None:
        self.title = title
        self.language = language
        self.prefix = prefix
        self.blocks: list[Block] = []
        self._with_several_results: dict[Record, None] = {}
        self._next_row = FIRST_ROW

    def call(self, record: Record, example: Example) -> Call:
        """Return the call of an example; of several results, the one that the example looks at."""
        if record.result.spills:
            self._with_several_results[record] = None
        block = self._lay_out(record, example)
        sheet = quote_sheetname(self.title) + "!"
        row, column = _place_of_result(record, example)
        expected = example.result[0] if isinstance(example.result, list) else example.result

        def text(language: Language) -> str:
            call = self.prefix + _call(record, example, block, language, sheet)
            separator = separator_of(language)
            return f"INDEX({call}{separator}{row}{separator}{column})" if record.result.spills else call

        return Call(text("en"), localized(f"={text(self.language)}", self.language), expected, _number_format(record, example))

    @property
    def spills(self) -> list[Spill]:
        """All results of the first example of each KPI with several, below the cells."""
        spills: list[Spill] = []
        row = self._next_row
        for record in self._with_several_results:
            spills.append(self._spill(record, row))
            row += spills[-1].content.rows + 2
        return spills

    def _spill(self, record: Record, row: int) -> Spill:
        example = record.examples[0]
        block = next((block for block in self.blocks if block.record is record), None)
        content, formats = _everything(record, example, self.language)
        formula = f"{self.prefix}{_call(record, example, block, 'en', '')}"
        typed = localized(f"={self.prefix}{_call(record, example, block, self.language, '')}", self.language)
        return Spill(record, Call(formula, typed, content.values[0], formats[0]), row, FIRST_COLUMN, content, formats)

    def _lay_out(self, record: Record, example: Example) -> Block | None:
        """Lay out the example's ranges side by side; None if it has none."""
        column, cells = FIRST_COLUMN, []
        for parameter, argument in _given(record, example):
            if isinstance(argument, list):
                content = Range.of([argument] if parameter.shape is Shape.ROW else argument)
                cells.append(Cells(parameter, self._next_row, column, content))
                column += content.columns
        if not cells:
            return None
        block = Block(record, self._next_row, cells)
        self.blocks.append(block)
        self._next_row += max(each.content.rows for each in cells) + 2
        return block


def _given(record: Record, example: Example) -> Iterator[tuple[Parameter, Any]]:
    return zip(record.parameters_for(len(example.arguments)), example.arguments, strict=False)


def _call(record: Record, example: Example, block: Block | None, language: Language, sheet: str) -> str:
    """``NPS(Examples!B6:B15)``."""
    cells = {each.parameter.name: sheet + each.reference for each in block.arguments} if block else {}
    arguments = (cells.get(parameter.name) or _constant(argument, language) for parameter, argument in _given(record, example))
    return f"{record.name}({separator_of(language).join(arguments)})"


def _constant(value: Any, language: Language) -> str:
    if isinstance(value, str):
        return '"' + value.replace('"', '""') + '"'
    return "" if value is None else in_words(float(value), language)


def _place_of_result(record: Record, example: Example) -> tuple[int, int]:
    """Return the row and column, from 1, of the result that the example looks at."""
    if record.each_cell:  # the column under the header of this number
        across = next(argument for parameter, argument in _given(record, example) if parameter.shape is Shape.ROW)
        return 1, across.index(float(example.figure or 0)) + 1
    place = next((place for place, figure in enumerate(record.figures, 1) if figure.name == example.figure), 0)
    return (place, 2) if record.layout == "down" else (2, place)


def _number_format(record: Record, example: Example) -> str:
    if record.each_cell:
        return record.each_cell.kpi.kind.number_format
    figure: Figure | None = next((figure for figure in record.figures if figure.name == example.figure), None)
    return (figure or record).kind.number_format


def _everything(record: Record, example: Example, language: Language) -> tuple[Range, list[str]]:
    """Return all results of a LAMBDA with their number formats: Python's, without headers and explanations."""
    answer = calculate(record, example.arguments, language)
    rows: list[list[Any]] = answer.nested() if isinstance(answer, Range) else [[answer]]
    if record.each_cell:
        cells = Range.of([row[1:] for row in rows[1:]])
        return cells, [record.each_cell.kpi.kind.number_format] * len(cells.values)
    formats = [figure.kind.number_format for figure in record.figures]
    if record.layout == "across":
        return Range.of([row[1:] for row in rows]), ["@"] * len(formats) + formats
    return Range.of([row[:2] for row in rows[1:]]), [each for number_format in formats for each in ("@", number_format)]


# --- the sheet


def write_examples(sheet: Sheet, cells: ExampleCells) -> None:
    """Write the cells that the examples refer to, and the calls that fill several cells."""
    language = cells.language
    sheet.set_widths(24, 31, *(15 for _ in range(9)))
    sheet.put(0, 0, translate("Cells of the examples", language), TITLE)
    lines = (
        translate("Blue cells are inputs: change them, and the functions that refer to them calculate anew.", language),
        translate("The checks know only the numbers given here: with others they rightly show ✗, and after Undo ✓ again.", language),
    )
    for row, line in enumerate(lines, 1):
        sheet.put(row, 0, line, _HINT)
    for block in cells.blocks:
        _write_block(sheet, block, cells)
    for spill in cells.spills:
        _write_spill(sheet, spill, cells.prefix)


def _write_block(sheet: Sheet, block: Block, cells: ExampleCells) -> None:
    sheet.put(block.row, 0, cells.prefix + block.record.name, _NAME)
    for argument in block.arguments:
        sheet.put(block.row, argument.column, argument.parameter.title(cells.language), _HINT)
        style = INPUT.as_format(argument.parameter.kind.number_format)
        for index, value in enumerate(argument.content.values):
            down, across = divmod(index, argument.content.columns)
            sheet.put(argument.row + 1 + down, argument.column + across, value, style)


def _write_spill(sheet: Sheet, spill: Spill, prefix: str) -> None:
    sheet.put(spill.row, 0, prefix + spill.record.name, _NAME)
    sheet.put(spill.row, spill.column, spill.call.typed, _HINT)
    names_align = "left" if spill.record.layout == "down" else "right"
    top, content = spill.row + 1, spill.content
    cells = sheet.range(top, spill.column, content.rows, content.columns)
    for index, (value, number_format) in enumerate(zip(content.values, spill.formats, strict=True)):
        down, across = divmod(index, content.columns)
        shown = value if index else Formula(spill.call.formula, value=spill.call.expected, spills_to=cells)
        style = _RESULT.but(number_format=number_format, align=names_align if number_format == TEXT else "right")
        sheet.put(top + down, spill.column + across, shown, style)
