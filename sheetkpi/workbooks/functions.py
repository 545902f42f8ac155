"""Every KPI as a function of Excel 365, with no add-in and no macro: a name that holds a LAMBDA.

In ``templates/*/functions.xlsx`` every example of the catalogue is a live call compared with what Python calculates.
"""

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from typing import Any, Literal

from sheetkpi.model.errors import ERROR_CODES
from sheetkpi.model.kinds import Shape
from sheetkpi.model.ranges import Range
from sheetkpi.model.records import Example, Figure, Parameter, Record
from sheetkpi.printing.excel import localized
from sheetkpi.printing.formulas import separator_of
from sheetkpi.printing.notation import BEST_KNOWN, first_formula
from sheetkpi.printing.words import figures_in_words, formula_in_words
from sheetkpi.reading import figure
from sheetkpi.registry import KPIS, calculate
from sheetkpi.translation import Label, Language, in_words, translate
from sheetkpi.workbooks.book import At, Book, Content, Formula, Sheet
from sheetkpi.workbooks.kpi_texts import explained_arguments, native_formulas, signature
from sheetkpi.workbooks.shared_sheets import StartPage
from sheetkpi.workbooks.styles import (
    BAD,
    BAND_STYLE,
    GOOD,
    GREY,
    HEADER,
    HEADER_LEFT,
    HINT,
    INPUT,
    TITLE,
    WARN,
    Style,
    height_of,
    lines_of,
)
from sheetkpi.workbooks.xlsx import LONGEST_COMMENT, workbook

_HINT = HINT.but(is_wrapped=False)
_NAME = Style(is_bold=True, is_top=True)


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


class ExampleSheet:
    """Makes calls of examples, and writes the cells they refer to, block below block."""

    def __init__(self, sheet: Sheet, language: Language, prefix: str = "") -> None:
        self.sheet = sheet
        self.language = language
        self.prefix = prefix
        self.row = 4
        #: The ranges of the first example that has any, of each KPI with several results.
        self.ranges: dict[Record, dict[str, At]] = {}
        sheet.set_widths(24, 31, *(15 for _ in range(11)))
        sheet.put(0, 0, translate("Cells of the examples", language), TITLE)
        lines = (
            Label("Blue cells are inputs: change them, and the functions that refer to them calculate anew."),
            Label("The checks know only the numbers given here: with others they rightly show ✗, and after Undo ✓ again."),
        )
        for row, line in enumerate(lines, 1):
            sheet.put(row, 0, line.in_language(language), _HINT)

    def call(self, record: Record, example: Example) -> Call:
        """Return the call of an example; of several results, the one that the example looks at."""
        ranges = self._write_ranges(record, example)
        if record.result.spills:
            self.ranges[record] = self.ranges.get(record) or ranges
        row, column = _place_of_result(record, example)
        expected = example.result[0] if isinstance(example.result, list) else example.result
        cells = {name: place.along for name, place in ranges.items()}

        def text(language: Language) -> str:
            call = self.prefix + _call(record, example, cells, language)
            separator = separator_of(language)
            return f"INDEX({call}{separator}{row}{separator}{column})" if record.result.spills else call

        return Call(text("en"), localized(f"={text(self.language)}", self.language), expected, _number_format(record, example))

    def _write_ranges(self, record: Record, example: Example) -> dict[str, At]:
        """Write the example's ranges side by side, each under the argument's name."""
        sheet, ranges, column = self.sheet, {}, 1
        for parameter, argument in _given(record, example):
            if isinstance(argument, list):
                content = Range.of([argument] if parameter.shape is Shape.ROW else argument)
                sheet.put(self.row, column, parameter.title(self.language), _HINT)
                place = ranges[parameter.name] = sheet.range(self.row + 1, column, content.rows, content.columns)
                self._write_values(place, content.values, [INPUT.as_format(parameter.kind.number_format)] * len(content.values))
                column += content.columns
        if ranges:
            sheet.put(self.row, 0, self.prefix + record.name, _NAME)
            self.row += max(place.rows for place in ranges.values()) + 2
        return ranges

    def _write_values(self, place: At, values: Sequence[Content], styles: Sequence[Style]) -> None:
        for index, (value, style) in enumerate(zip(values, styles, strict=True)):
            down, across = divmod(index, place.columns)
            self.sheet.put(place.row + down, place.column + across, value, style)

    def write_spills(self) -> None:
        """Write all results of the first example of each KPI with several, below the cells."""
        for record, ranges in self.ranges.items():
            example, cells = record.examples[0], {name: place.here for name, place in ranges.items()}
            content, formats = _everything(record, example, self.language)
            english, own = (self.prefix + _call(record, example, cells, language) for language in ("en", self.language))
            self.sheet.put(self.row, 0, self.prefix + record.name, _NAME)
            self.sheet.put(self.row, 1, localized(f"={own}", self.language), _HINT)
            place = self.sheet.range(self.row + 1, 1, content.rows, content.columns)
            first = Formula(english, value=content.values[0], spills_to=place)
            self._write_values(place, [first, *content.values[1:]], list(_styles_of_table(content, formats)))
            self.row += content.rows + 2


def _given(record: Record, example: Example) -> Iterator[tuple[Parameter, Any]]:
    return zip(record.parameters_for(len(example.arguments)), example.arguments, strict=False)


def _call(record: Record, example: Example, ranges: Mapping[str, str], language: Language) -> str:
    """Return the call of an example: ``NPS(Examples!B6:B15)``."""
    arguments = (ranges.get(parameter.name) or _constant(argument, language) for parameter, argument in _given(record, example))
    return f"{record.name}({separator_of(language).join(arguments)})"


def _constant(value: Any, language: Language) -> str:
    if isinstance(value, str):
        return '"' + value.replace('"', '""') + '"'
    return "" if value is None else in_words(float(value), language)


def _place_of_result(record: Record, example: Example) -> tuple[int, int]:
    """Return the row and column, from 1, of the result that the example looks at."""
    if record.each_cell:  # the column under the header of this number
        across = next(argument for parameter, argument in _given(record, example) if parameter.shape is Shape.ROW)
        return 2, across.index(float(example.figure or 0)) + 2
    place = next((place for place, figure in enumerate(record.figures, 2) if figure.name == example.figure), 0)
    return (place, 2) if record.layout == "down" else (2, place)


def _number_format(record: Record, example: Example) -> str:
    if record.each_cell:
        return record.each_cell.kpi.kind.number_format
    figure: Figure | None = next((figure for figure in record.figures if figure.name == example.figure), None)
    return (figure or record).kind.number_format


def _styles_of_table(content: Range, formats: Sequence[str]) -> Iterator[Style]:
    """Yield the style of each cell of a table: its header is bold, and above numbers aligned as they are."""
    below = [*content.values[content.columns :], *(None for _ in range(content.columns))]
    for index, (cell, under, number_format) in enumerate(zip(content.values, below, formats, strict=True)):
        align: Literal["left", "right"] = "left" if isinstance(cell, str) and not isinstance(under, float) else "right"
        yield Style(is_top=True, is_bold=index < content.columns, number_format=number_format, align=align)


def _everything(record: Record, example: Example, language: Language) -> tuple[Range, list[str]]:
    """Return the whole table of an example, and the number format of each cell."""
    table = calculate(record, example.arguments, language)
    rows: list[list[Any]] = table.nested() if isinstance(table, Range) else [[table]]
    formats = record.result.number_formats(record, rows)
    cells = Range.of(rows)
    return cells, ["@" if isinstance(cell, str) else each for cell, each in zip(cells.values, chain(*formats), strict=True)]


# --- the functions

RIGHT, WRONG, UNKNOWN = "✓", "✗", "–"

#: The columns.
FUNCTION, SUMMARY, ARGUMENTS, WORDS, NATIVE, EXAMPLE, RESULT, EXPECTED, CHECK, SOURCE = range(10)

_WIDTHS = (24, 28, 40, 32, 38, 34, 13, 13, 9, 27)

_TEXT = Style(is_wrapped=True, is_top=True, align="left", indent=1)
_RESULT = Style(align="right", is_top=True)
#: What differs in a column of texts.
_STYLES = {FUNCTION: _TEXT.but(is_bold=True), SOURCE: _TEXT.but(colour=GREY)}


@dataclass(frozen=True, slots=True)
class Checks:
    """The marks of all checks, and the first result."""

    count: int
    marks: At
    first_result: At


def write_functions(sheet: Sheet, records: Sequence[Record], cells: ExampleSheet) -> Checks:
    """Write the sheet, topic by topic; ranges of examples are laid out in `cells`."""
    writer = _FunctionSheet(sheet, cells)
    writer.write_head()
    for _, group in groupby(records, key=lambda record: record.group):
        topic = list(group)
        writer.write_topic(topic[0].group_in(cells.language))
        for record in topic:
            writer.write_record(record)
    return writer.finish()


class _FunctionSheet:
    """Writes row after row."""

    def __init__(self, sheet: Sheet, cells: ExampleSheet) -> None:
        self.sheet = sheet
        self.cells = cells
        self.language: Language = cells.language
        self.row = 1
        self.count = 0
        self.first_check: int | None = None

    def write_head(self) -> None:
        """Write the header."""
        sheet, language = self.sheet, self.language
        titles = (
            Label("Function"),
            Label("What it says"),
            Label("Arguments ([…] may be left out)"),
            Label("In words"),
            Label("Native formula, for programs without LAMBDA"),
            Label("Example"),
            Label("Result"),
            Label("Expected"),
            Label("Check"),
            Label("Source"),
        )
        aligned = {RESULT: HEADER.but(align="right"), EXPECTED: HEADER.but(align="right"), CHECK: HEADER}
        for column, title in enumerate(titles):
            sheet.put(0, column, title.in_language(language), aligned.get(column, HEADER_LEFT))
        sheet.set_widths(*_WIDTHS)
        sheet.heights[0] = height_of(2)
        sheet.frozen = (1, 1)
        sheet.repeated_rows = 0

    def write_topic(self, title: str) -> None:
        """Write a band across the table."""
        self.sheet.put_row(self.row, 0, [title, *("" for _ in _WIDTHS[1:])], BAND_STYLE)
        self.sheet.heights[self.row] = height_of(1) + 2
        self.row += 1

    def write_record(self, record: Record) -> None:
        """Write a function's texts across the rows of its examples."""
        calls = [self.cells.call(record, example) for example in record.examples]
        texts = self.texts_of(record)
        lines = [lines_of(call.typed, _WIDTHS[EXAMPLE]) for call in calls]
        missing = max(lines_of(text, _WIDTHS[column]) for column, text in texts.items()) - sum(lines)
        top = self.row
        for call, own_lines in zip(calls, lines, strict=True):
            is_last = call is calls[-1]
            self.sheet.heights[self.row] = height_of(own_lines + (max(0, missing) if is_last else 0))
            self.write_call(call, is_first=self.row == top)
            self.row += 1
        for column, text in texts.items():
            self.sheet.merge(top, column, 1, text, _STYLES.get(column, _TEXT).but(border="top"), rows=len(calls))

    def texts_of(self, record: Record) -> dict[int, str]:
        """Return a function's texts by column."""
        language = self.language
        figures = [f"{figure.title(language)} = {words}" for figure, words in figures_in_words(record, language)] if record.figures else []
        words = formula_in_words(record.each_cell.kpi if record.each_cell else record, language)
        return {
            FUNCTION: self.cells.prefix + record.name,
            SUMMARY: record.summary_in(language),
            ARGUMENTS: "\n".join(explained_arguments(record, language)),
            WORDS: "\n".join(figures) or words or "",
            NATIVE: "\n".join(native_formulas(record, language)),
            SOURCE: record.source.in_language(language),
        }

    def write_call(self, call: Call, *, is_first: bool) -> None:
        """Write an example: the call as text, its result, the expected one, and whether they agree."""
        sheet, row, border = self.sheet, self.row, "top" if is_first else "none"
        value = _RESULT.but(number_format=call.number_format, border=border)
        sheet.put(row, EXAMPLE, call.typed, _TEXT.but(border=border))
        here = sheet.range(row, RESULT)
        sheet.put(row, RESULT, Formula(call.formula, value=call.expected, spills_to=here), value)
        expected = sheet.put(row, EXPECTED, Formula(call.expected, value=call.expected) if call.is_error else call.expected, value)
        if self.first_check is None:
            self.first_check = row
        agreement = _agreement(here.here, expected.here, sheet.range(self.first_check, RESULT).fixed)
        sheet.put(row, CHECK, Formula(agreement, value=RIGHT), _RESULT.but(align="center", border=border))
        self.count += 1

    def finish(self) -> Checks:
        """Colour the marks, and switch off Excel's warnings beside errors that an example is about."""
        first = self.first_check or 0
        marks = self.sheet.range(first, CHECK, self.row - first)
        for mark, style in ((RIGHT, GOOD), (WRONG, BAD)):
            self.sheet.rule(marks, f'{marks.cell().here}="{mark}"', style)
        results = self.sheet.range(first, RESULT, self.row - first, 2)
        self.sheet.expected_errors = results
        return Checks(self.count, marks, results.cell())


def _agreement(got: str, expected: str, first_result: str) -> str:
    """Return the formula of a check: the same error, the same text, or the same number up to the last digits.

    If not even the first result is a number, the program has no LAMBDA: the check is unknown.
    """
    is_number = f"ABS({got}-{expected})<=1E-9*MAX(1,ABS({expected}))"
    same = f"IF(ISERROR({expected}),ERROR.TYPE({got})=ERROR.TYPE({expected}),IF(ISNUMBER({expected}),{is_number},{got}={expected}))"
    return f'IF(ISERROR({first_result}),"{UNKNOWN}",IF(IFERROR({same},FALSE),"{RIGHT}","{WRONG}"))'


_TITLE = Label("Marketing KPIs as functions")


def functions_workbook(language: Language, prefix: str = "") -> bytes:
    """Return the workbook of all printable KPIs."""
    records = [record for record in KPIS.values() if record.is_printable]
    book = Book(_TITLE, language, "functions", prefix)
    book.kpis = dict.fromkeys(record.name for record in records)
    book.name_comments = {prefix + record.name: tip(record, language, prefix) for record in records}
    book.name_comments[prefix + figure.FIGURE] = f"{prefix}{figure.FIGURE}(table, figure, [row]): {figure.SUMMARY.in_language(language)}"
    page = StartPage(book, _TITLE.in_language(language))
    functions, examples = book.sheet(Label("Functions")), book.sheet(Label("Examples"))
    cells = ExampleSheet(examples, language, prefix)
    checks = write_functions(functions, records, cells)
    cells.write_spills()
    names = {"count": len(records), "functions": functions.title, "examples": examples.title}
    names["call"] = first_formula(KPIS[BEST_KNOWN], separator_of(language), prefix)
    _write_start(page, checks, names, language)
    for sheet in book.sheets:
        sheet.is_protected = False
    return workbook(book)


def tip(record: Record, language: Language, prefix: str = "") -> str:
    """Return what Excel shows while the name is typed: the arguments, and as much of the summary as fits."""
    head = f"{signature(record, language, prefix)}: "
    for text in (record.summary_in(language), f"{record.title(language)}."):
        if len(head + text) <= LONGEST_COMMENT:
            return head + text
    return textwrap.shorten(head + record.title(language), LONGEST_COMMENT, placeholder="…")


def _write_start(page: StartPage, checks: Checks, names: Mapping[str, object], language: Language) -> None:
    """Write the traffic light, and how to use the workbook."""
    light = page.light(_light(checks, names, language))
    page.sheet.rule(light, f'LEFT({light.fixed},1)="!"', WARN)
    for heading, lines in _PARAGRAPHS:
        page.heading(heading.in_language(language))
        for line in lines:
            page.paragraph(line.in_language(language).format(**names))
        page.row += 1


def _light(checks: Checks, names: Mapping[str, object], language: Language) -> Formula:
    """Return the state: green if every check is right, amber without LAMBDA, red if a check differs."""
    fine = translate("✓ All {count} checks are right: the functions work here.", language).format(count=checks.count)
    absent = translate("! This program has no LAMBDA: use the native formulas beside the functions.", language)
    wrong = translate("✗ Some checks differ: look for ✗ on the sheet “{functions}”.", language).format(**names)
    is_fine = f'COUNTIF({checks.marks.full},"{RIGHT}")={checks.count}'
    formula = f"IF(ISERROR({checks.first_result.full}),{_quoted(absent)},IF({is_fine},{_quoted(fine)},{_quoted(wrong)}))"
    return Formula(formula, value=fine)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


#: The headings, each with the lines below it.
_PARAGRAPHS: tuple[tuple[Label, tuple[Label, ...]], ...] = (
    (
        Label("What this is"),
        (
            Label("{count} marketing KPIs as functions of Excel: type {call} into any cell of this workbook."),
            Label("There is no add-in and no macro: each function is a LAMBDA kept under its name (Formulas → Name Manager)."),
            Label("The sheet “{functions}” explains each one and shows it at work; “{examples}” holds the cells that some refer to."),
        ),
    ),
    (
        Label("How to use it"),
        (
            Label("• Begin a workbook from this file: save it under another name and add your sheets."),
            Label(
                "• Or take the functions into a workbook of yours: select the tabs “{functions}” and “{examples}” together, "
                "right-click, Move or Copy, choose your workbook, tick “Create a copy”. The functions come along and stay, "
                "even when you delete the two sheets."
            ),
            Label(
                "• Or, with Microsoft's free add-in Excel Labs: Advanced Formula Environment → Modules, and paste the text of "
                "addin/excel/sheetkpi.afe.txt into the module Workbook."
            ),
        ),
    ),
    (
        Label("Which programs"),
        (
            Label(
                "Excel 365 and Excel for the web have LAMBDA. Excel 2021 and older, and LibreOffice have not: take the native "
                "formula beside the function there, and put your cells in the place of its words."
            ),
            Label(
                "The native formula is the bare calculation. A function does more: it leaves blanks blank, and answers a text with "
                "#VALUE!, a share outside 0…1 or a negative count with #NUM!, a zero denominator with #DIV/0!."
            ),
        ),
    ),
)
