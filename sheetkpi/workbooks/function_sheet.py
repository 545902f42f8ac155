"""The sheet that explains each function and checks its examples."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from sheetkpi.model.records import Record
from sheetkpi.printing.words import figures_in_words, formula_in_words
from sheetkpi.translation import Language, translate
from sheetkpi.workbooks.book import At, Formula, Sheet
from sheetkpi.workbooks.example_sheet import Call, ExampleCells
from sheetkpi.workbooks.kpi_texts import explained_arguments, native_formulas
from sheetkpi.workbooks.styles import BAD, BAND_STYLE, GOOD, GREY, HEADER, HEADER_LEFT, Style
from sheetkpi.workbooks.text_metrics import height_of, lines_of

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


def write_functions(sheet: Sheet, records: Sequence[Record], cells: ExampleCells) -> Checks:
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

    def __init__(self, sheet: Sheet, cells: ExampleCells) -> None:
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
            translate("Function", language),
            translate("What it says", language),
            translate("Arguments ([…] may be left out)", language),
            translate("In words", language),
            translate("Native formula, for programs without LAMBDA", language),
            translate("Example", language),
            translate("Result", language),
            translate("Expected", language),
            translate("Check", language),
            translate("Source", language),
        )
        aligned = {RESULT: HEADER.but(align="right"), EXPECTED: HEADER.but(align="right"), CHECK: HEADER}
        for column, title in enumerate(titles):
            sheet.put(0, column, title, aligned.get(column, HEADER_LEFT))
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
