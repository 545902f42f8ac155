"""The sheet that explains each function, and shows its examples at work."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.utility import quote_sheetname, xl_range, xl_range_abs, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from sheetkpi.model.records import Record
from sheetkpi.printing.words import figures_in_words, formula_in_words
from sheetkpi.translation import Language, translate
from sheetkpi.workbooks.calls import Call, ExampleCells
from sheetkpi.workbooks.letters import lines_of
from sheetkpi.workbooks.looks import Looks, height_of
from sheetkpi.workbooks.notation import explained_arguments, native_formulas
from sheetkpi.workbooks.styles import GREEN, GREY, LINE, RED

RIGHT, WRONG, UNKNOWN = "✓", "✗", "–"

#: The columns.
FUNCTION, SUMMARY, ARGUMENTS, WORDS, NATIVE, EXAMPLE, RESULT, EXPECTED, CHECK, SOURCE = range(10)

_WIDTHS = (24, 28, 40, 32, 38, 34, 13, 13, 9, 27)

#: A line that begins a function.
_BEGINS = {"top": 1, "top_color": LINE}


@dataclass(frozen=True, slots=True)
class Checks:
    """Where the checks stand, as formulas on other sheets refer to them."""

    count: int
    marks: str
    first_result: str


def write_functions(sheet: Worksheet, records: Sequence[Record], cells: ExampleCells, looks: Looks, language: Language) -> Checks:
    """Write the sheet, topic by topic; what examples refer to is laid out in `cells`."""
    _write_head(sheet, looks, language)
    writer = _FunctionSheet(sheet, cells, looks, language)
    for _, group in groupby(records, key=lambda record: record.group):
        topic = list(group)
        writer.write_topic(topic[0].group_in(language))
        for record in topic:
            writer.write_record(record)
    return writer.finish()


def _write_head(sheet: Worksheet, looks: Looks, language: Language) -> None:
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
    aligned = {RESULT: "right", EXPECTED: "right", CHECK: "center"}
    for column, (title, width) in enumerate(zip(titles, _WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title, looks.head(aligned.get(column, "left")))
    sheet.set_row(0, height_of(2))
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.repeat_rows(0)


class _FunctionSheet:
    """Writes row after row below the header."""

    def __init__(self, sheet: Worksheet, cells: ExampleCells, looks: Looks, language: Language) -> None:
        self.sheet = sheet
        self.cells = cells
        self.looks = looks
        self.language = language
        self.row = 1
        self.count = 0
        self.first_check: int | None = None

    def write_topic(self, title: str) -> None:
        """A band across the table."""
        for column in range(len(_WIDTHS)):
            self.sheet.write_string(self.row, column, "" if column else title, self.looks.band)
        self.sheet.set_row(self.row, height_of(1) + 2)
        self.row += 1

    def write_record(self, record: Record) -> None:
        """What is to be read of a function, across the rows of its examples."""
        calls = [self.cells.call(record, example) for example in record.examples]
        texts = self.texts_of(record)
        lines = [lines_of(call.typed, _WIDTHS[EXAMPLE]) for call in calls]
        missing = max(lines_of(text, _WIDTHS[column]) for column, text in texts.items()) - sum(lines)
        top = self.row
        for call, own_lines in zip(calls, lines, strict=True):
            is_last = call is calls[-1]
            self.sheet.set_row(self.row, height_of(own_lines + (max(0, missing) if is_last else 0)))
            self.write_call(call, is_first=self.row == top)
            self.row += 1
        for column, text in texts.items():
            style = self.style_of(column)
            self.sheet.merge_range(top, column, self.row - 1, column, "", style)
            self.sheet.write_string(top, column, text, style)

    def style_of(self, column: int) -> Format:
        """How the text of a column looks."""
        special: dict[int, dict[str, Any]] = {FUNCTION: {"bold": True}, NATIVE: {"quote_prefix": True}, SOURCE: {"font_color": GREY}}
        return self.looks.of(text_wrap=True, align="left", indent=1, **_BEGINS, **special.get(column, {}))

    def texts_of(self, record: Record) -> dict[int, str]:
        """What is to be read, by its column."""
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
        """A live example: the call as text, what it gives, what it must give, and whether they agree."""
        sheet, row, line = self.sheet, self.row, _BEGINS if is_first else {}
        value = self.looks.of(num_format=call.number_format, align="right", **line)
        sheet.write_string(row, EXAMPLE, call.typed, self.looks.of(text_wrap=True, align="left", indent=1, quote_prefix=True, **line))
        # Excel takes the call of a LAMBDA's name for =@ROMI(…) unless it is written as a dynamic array
        sheet.write_dynamic_array_formula(row, RESULT, row, RESULT, call.formula, value, call.expected)
        if call.is_error:
            sheet.write_formula(row, EXPECTED, f"={call.expected}", value, call.expected)
        else:
            sheet.write(row, EXPECTED, call.expected, value)
        if self.first_check is None:
            self.first_check = row
        first = xl_rowcol_to_cell(self.first_check, RESULT, row_abs=True, col_abs=True)
        agreement = _agreement(xl_rowcol_to_cell(row, RESULT), xl_rowcol_to_cell(row, EXPECTED), first)
        sheet.write_formula(row, CHECK, agreement, self.looks.of(align="center", **line), RIGHT)
        self.count += 1

    def finish(self) -> Checks:
        """Green and red marks, and no warnings of Excel beside errors that an example is about."""
        first, last = self.first_check or 0, self.row - 1
        for mark, colours in ((RIGHT, GREEN), (WRONG, RED)):
            condition = {"type": "cell", "criteria": "==", "value": f'"{mark}"', "format": self.looks.light(colours)}
            self.sheet.conditional_format(first, CHECK, last, CHECK, condition)
        self.sheet.ignore_errors({"eval_error": xl_range(first, RESULT, last, EXPECTED)})
        name = quote_sheetname(self.sheet.name)
        return Checks(
            count=self.count,
            marks=f"{name}!{xl_range_abs(first, CHECK, last, CHECK)}",
            first_result=f"{name}!{xl_rowcol_to_cell(first, RESULT, row_abs=True, col_abs=True)}",
        )


def _agreement(got: str, expected: str, first_result: str) -> str:
    """The formula of a check: the same error, the same text, or the same number up to the last digits.

    Where not even the first result is a number, nothing is wrong with the examples: there is no LAMBDA.
    """
    is_number = f"ABS({got}-{expected})<=1E-9*MAX(1,ABS({expected}))"
    same = f"IF(ISERROR({expected}),ERROR.TYPE({got})=ERROR.TYPE({expected}),IF(ISNUMBER({expected}),{is_number},{got}={expected}))"
    return f'=IF(ISERROR({first_result}),"{UNKNOWN}",IF(IFERROR({same},FALSE),"{RIGHT}","{WRONG}"))'
