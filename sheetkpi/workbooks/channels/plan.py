"""The sheet “Plan vs actual”: targets, results and attainment by channel."""

from collections.abc import Sequence
from dataclasses import dataclass

from sheetkpi.translation import Label, Translatable
from sheetkpi.workbooks.book import At, Book, Formula, Sheet, Validation, or_dash
from sheetkpi.workbooks.channels.channels_sheet import ChannelsSheet
from sheetkpi.workbooks.channels.data import CHANNELS
from sheetkpi.workbooks.kpi_texts import kpi_summary
from sheetkpi.workbooks.styles import (
    BAD,
    CHECK,
    COUNT,
    GOOD,
    HEADER,
    HEADER_LEFT,
    HINT,
    INPUT,
    INPUT_CHOICE,
    INPUT_TEXT,
    LABEL,
    MONEY,
    NUMBER,
    PERCENT,
    TITLE,
    WARN,
)

HEAD, FIRST = 6, 7


@dataclass(frozen=True, slots=True)
class Target:
    """The plan of a channel."""

    channel: str
    spend: float | None
    leads: float | None
    customers: float | None
    cpo: float | None


_PLANNED: tuple[tuple[str, Translatable, str, str], ...] = (
    ("spend", Label("Spend"), MONEY, "lower"),
    ("leads", Label("Leads"), COUNT, "higher"),
    ("customers", Label("Customers"), COUNT, "higher"),
    ("cpo", Label("Cost per customer"), MONEY, "lower"),
)

#: What KPI_STATUS answers.
_STATES = '{"ok";"warn";"fail"}'
_STATUSES = (Label("✓ on plan"), Label("! a little off"), Label("✗ missed"))


def write_plan(book: Book, channels: ChannelsSheet, targets: Sequence[Target]) -> None:
    """Write the sheet."""
    sheet = book.sheet(Label("Plan vs actual"), tab="#CC79A7")
    sheet.set_widths(30, *(width for _ in _PLANNED for width in (13, 13, 10, 15)))
    sheet.put(0, 0, Label("Plan vs actual"), TITLE)
    hint = Label("Choose channels and type the plan of the same period; the actual numbers come by themselves.")
    sheet.merge(1, 0, 9, hint, HINT)
    sheet.put(3, 0, Label("Tolerance"), LABEL)
    tolerance = sheet.put(3, 1, 0.1, INPUT_CHOICE.as_format("0%"))
    sheet.put(3, 2, Label("How much of the plan may be missed before it turns red"), HINT.but(is_wrapped=False, is_top=False, indent=1))
    sheet.allow(tolerance, Validation("number", 0, 1, title=Label("Tolerance"), message=Label("From 0% to 100%.")))
    book.mark("plan.tolerance", tolerance)
    book.name(Label("Tolerance"), tolerance)
    _write_heads(sheet)
    for number in range(CHANNELS):
        _write_line(book, sheet, channels, tolerance, (FIRST + number, targets[number] if number < len(targets) else None))
    names = sheet.range(FIRST, 0, CHANNELS)
    message = Label("Choose a channel from the list.")
    sheet.allow(names, Validation("list", options=channels.columns["names"], title=Label("Channel"), message=message, is_strict=False))
    book.mark("plan.channels", names)
    for index, (key, _, _, _) in enumerate(_PLANNED):
        for offset, part in enumerate(("plan", "actual", "attainment", "status")):
            book.mark(f"plan.{key}.{part}", sheet.range(FIRST, 1 + 4 * index + offset, CHANNELS))
        states = sheet.range(FIRST, 4 + 4 * index, CHANNELS)
        for sign, look in (("✓", GOOD), ("!", WARN), ("✗", BAD)):
            sheet.rule(states, f'LEFT({states.cell().in_column},1)="{sign}"', look)
    sheet.frozen = (FIRST, 1)
    sheet.repeated_rows = HEAD
    sheet.print_area = sheet.range(0, 0, FIRST + CHANNELS, 1 + 4 * len(_PLANNED))


def _write_heads(sheet: Sheet) -> None:
    sheet.put(HEAD - 1, 0, None, HEADER)
    sheet.put(HEAD, 0, Label("Channel"), HEADER_LEFT)
    for index, (_, heading, _, _) in enumerate(_PLANNED):
        column = 1 + 4 * index
        sheet.merge(HEAD - 1, column, 4, heading, HEADER)
        for offset, (part, kpi) in enumerate(
            ((Label("Plan"), None), (Label("Actual"), None), (Label("Attainment"), "ATTAINMENT"), (Label("Status"), "KPI_STATUS"))
        ):
            place = sheet.put(HEAD, column + offset, part, HEADER)
            if kpi:
                sheet.note(place, kpi_summary(kpi))


def _write_line(book: Book, sheet: Sheet, channels: ChannelsSheet, tolerance: At, line: tuple[int, Target | None]) -> None:
    row, target = line
    name = sheet.put(row, 0, target.channel if target else None, INPUT_TEXT)
    place = f"MATCH({name.in_column},{channels.columns['names'].full},0)"
    on_plan, behind, missed = (book.word(text) for text in _STATUSES)
    for index, (key, _, number_format, better) in enumerate(_PLANNED):
        column = 1 + 4 * index
        plan = sheet.put(row, column, getattr(target, key) if target else None, INPUT.as_format(number_format))
        if key == "cpo":
            spend, customers = (sheet.range(row, 2 + 4 * number).in_column for number in (0, 2))
            actual_formula = f'IF({name.in_column}="","",{or_dash(book.kpi("CPO", spend, customers))})'
        else:
            actual_formula = f'IF({name.in_column}="","",IFERROR(INDEX({channels.columns[key].full},{place}),""))'
        actual = sheet.put(row, column + 1, Formula(actual_formula), NUMBER.as_format(number_format))
        both = f"COUNT({actual.in_column},{plan.in_column})=2"
        attainment = or_dash(book.kpi("ATTAINMENT", actual.in_column, plan.in_column))
        sheet.put(row, column + 2, Formula(f'IF({both},{attainment},"")'), NUMBER.as_format(PERCENT))
        status = book.kpi("KPI_STATUS", actual.in_column, plan.in_column, f'"{better}"', tolerance.fixed)
        words = f'IFERROR(CHOOSE(MATCH({status},{_STATES},0),{on_plan},{behind},{missed}),"—")'
        sheet.put(row, column + 3, Formula(f'IF({both},{words},"")'), CHECK.but(is_bold=False))
