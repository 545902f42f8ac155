"""The sheet “Self-test”: the article's example calculated by the plan's formulas, beside the known numbers."""

from dataclasses import dataclass

from sheetkpi.translation import Label
from sheetkpi.workbooks.book import At, Book, Formula, Sheet
from sheetkpi.workbooks.forecast.decomposition import step_formulas
from sheetkpi.workbooks.kpi_texts import figure_title
from sheetkpi.workbooks.styles import BAD, CHECK, COUNT, GOOD, HEADER, HEADER_LEFT, HINT, LABEL, MONEY, NUMBER, PERCENT, TITLE, UNIT

_NAME, _FIRST = 0, 1
_HEAD = 3

#: From the article, but for the profit, which follows from it.
_GIVEN = {
    "budget": (Label("Budget"), 50000.0, MONEY),
    "gross_profit": (Label("Target gross profit"), 100000.0, MONEY),
    "cost_share": (Label("Cost share"), 0.3, PERCENT),
    "revenue_per_customer": (Label("Revenue per customer"), 2000.0, MONEY),
    "profit_per_customer": (Label("Gross profit per customer"), 1400.0, MONEY),
    "lead_to_sale": (Label("Lead-to-sale conversion of the sales team"), 0.3, PERCENT),
    "click_to_lead": (Label("Click-to-lead conversion of the site"), 0.1, PERCENT),
}

#: What must come out: people up, without rounding, as the article prints it.
_EXPECTED: dict[str, tuple[float, float, float]] = {
    "target_revenue": (142857.14, 142857.14, 142857.14),
    "customers": (72, 71.43, 72),
    "cpo": (694.44, 700, 694),
    "leads": (240, 238.1, 240),
    "cpl": (208.33, 210, 208),
    "clicks": (2400, 2380.95, 2400),
    "cpc": (20.83, 21, 20.8),
    "breakeven_cpc": (42, 42, 42),
}

#: Which of them count people.
_COUNTS = ("customers", "leads", "clicks")

#: The rounding of all, of customers, of leads and clicks.
_ROUNDINGS = (
    (Label("people up"), "up", "up", "up"),
    (Label("no rounding"), "none", "none", "none"),
    (Label("as in the article"), "seed", "up", "none"),
)


@dataclass(frozen=True, slots=True)
class SelfTest:
    """States of the article's numbers, and the results with people rounded up."""

    states: At
    rounded_up: At


def write_self_test(book: Book) -> SelfTest:
    """Write the sheet."""
    sheet = book.sheet(Label("Self-test"), tab="#009E73")
    sheet.set_widths(36, *(14 for _ in range(9)))
    sheet.put(0, 0, Label("Self-test: the article's example"), TITLE)
    hint = Label(
        "These numbers stay as they are, whatever you enter. The same formulas as on “Decomposition” count them; each result stands "
        "beside the known one, rounded to hundredths."
    )
    sheet.merge(1, 0, 10, hint, HINT)
    _heads(sheet)
    given = {}
    for offset, (key, (title, value, number_format)) in enumerate(_GIVEN.items(), 1):
        sheet.put(_HEAD + offset, _NAME, title, LABEL)
        for index in range(len(_ROUNDINGS)):
            cell = sheet.put(_HEAD + offset, _FIRST + 3 * index, value, NUMBER.as_format(number_format))
            given[key, index] = cell.here
    top = _HEAD + len(_GIVEN) + 4
    for offset, (key, expected) in enumerate(_EXPECTED.items()):
        sheet.put(top + offset, _NAME, figure_title("DECOMPOSE", key), LABEL)
        for index, number in enumerate(expected):
            _put_number(sheet, top + offset, _FIRST + 3 * index + 1, key, float(number))
    for index in range(len(_ROUNDINGS)):
        _column(book, sheet, top, index, {key: given[key, index] for key in _GIVEN})
    states = sheet.range(top, _FIRST, len(_EXPECTED), 3 * len(_ROUNDINGS))
    sheet.print_area = sheet.range(0, 0, top + len(_EXPECTED), 10)
    for key, row in (("self_test.cpc", top + list(_EXPECTED).index("cpc")),):
        book.mark(key, sheet.range(row, _FIRST))
    return SelfTest(states, sheet.range(top, _FIRST, len(_EXPECTED)))


def _heads(sheet: Sheet) -> None:
    sheet.put(_HEAD, _NAME, Label("Given"), HEADER_LEFT)
    for index, (title, *_) in enumerate(_ROUNDINGS):
        sheet.merge(_HEAD, _FIRST + 3 * index, 3, title, HEADER)
    top = _HEAD + len(_GIVEN) + 3
    sheet.put(top, _NAME, Label("Result"), HEADER_LEFT)
    for index in range(len(_ROUNDINGS)):
        sheet.put_row(top, _FIRST + 3 * index, [Label("Calculated"), Label("Known"), Label("State")], HEADER)


def _column(book: Book, sheet: Sheet, top: int, index: int, given: dict[str, str]) -> None:
    """Write one kind of rounding: its words, results and states."""
    column = _FIRST + 3 * index
    words = _HEAD + len(_GIVEN) + 1
    rounding = {
        name: sheet.put(words, column + offset, word, UNIT.but(align="center")).here
        for offset, (name, word) in enumerate(zip(("all", "customers", "counts"), _ROUNDINGS[index][1:], strict=True))
    }
    sheet.put(words, _NAME, Label("Rounding"), LABEL)
    figures = {key: sheet.range(top + offset, column).here for offset, key in enumerate(_EXPECTED)}
    formulas = step_formulas(book, given, figures | {"planned_revenue": figures["target_revenue"]}, rounding)
    for offset, key in enumerate(_EXPECTED):
        cell = _put_number(sheet, top + offset, column, key, Formula(formulas[key]))
        known = cell.cell(column=1).here
        state = f'IF(ROUND({cell.here},2)={known},"✓","✗")'
        sheet.put(top + offset, column + 2, Formula(f'IFERROR({state},"✗")'), CHECK)
    states = sheet.range(top, column + 2, len(_EXPECTED))
    for sign, style in (("✓", GOOD), ("✗", BAD)):
        sheet.rule(states, f'{states.cell().here}="{sign}"', style)


def _put_number(sheet: Sheet, row: int, column: int, key: str, content: float | Formula) -> At:
    """Write a result: money, or people."""
    cell = sheet.put(row, column, content, NUMBER.as_format(COUNT if key in _COUNTS else MONEY))
    if key in _COUNTS:
        sheet.show_decimals(cell, NUMBER)
    return cell
