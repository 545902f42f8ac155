"""The sheet “Plan vs actual”: targets, results and attainment by channel."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sheetkpi.translation import Label, Translatable
from sheetkpi.workbooks.book import At, Book, Validation, or_dash
from sheetkpi.workbooks.channels.channels_sheet import ChannelsSheet
from sheetkpi.workbooks.channels.data import CHANNELS
from sheetkpi.workbooks.kpi_texts import kpi_summary
from sheetkpi.workbooks.styles import (
    CHECK,
    COUNT,
    HEADER,
    HEADER_LEFT,
    INPUT,
    INPUT_CHOICE,
    INPUT_TEXT,
    MONEY,
    NUMBER,
    PERCENT,
)
from sheetkpi.workbooks.table_sheet import Column, Setting, Table

_FIRST = 7


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
_STATUSES = (Label("✓ on plan"), Label("! a little off"), Label("✗ missed"))


def write_plan(book: Book, channels: ChannelsSheet, targets: Sequence[Target]) -> None:
    """Write the sheet."""
    hint = Label("Choose channels and type the plan of the same period; the actual numbers come by themselves.")
    widths = (30, *(width for _ in _PLANNED for width in (13, 13, 10, 15)))
    sheet = book.page(Label("Plan vs actual"), "#CC79A7", widths, hint, across=9)
    share = Validation("number", 0, 1, title=Label("Tolerance"), message=Label("From 0% to 100%."))
    meaning = Label("How much of the plan may be missed before it turns red")
    tolerance = Setting("plan.tolerance", Label("Tolerance"), 0.1, INPUT_CHOICE.as_format("0%"), share, meaning).write(book, sheet, 3)
    table = Table(sheet, _columns(book, channels, tolerance, targets), _FIRST, CHANNELS).write()
    book.mark("plan.channels", table["channel"])
    table.mark(book, "plan", [f"{key}.{part}" for key, *_ in _PLANNED for part in ("plan", "actual", "attainment", "status")])
    sheet.put(_FIRST - 2, 0, None, HEADER)
    for key, heading, _, _ in _PLANNED:
        sheet.merge(_FIRST - 2, table.places[f"{key}.plan"], 4, heading, HEADER)
    sheet.frozen = (_FIRST, 1)
    sheet.repeated_rows = _FIRST - 1
    sheet.print_area = sheet.range(0, 0, _FIRST + CHANNELS, 1 + 4 * len(_PLANNED))


def _columns(book: Book, channels: ChannelsSheet, tolerance: At, targets: Sequence[Target]) -> Iterator[Column]:
    """Return four columns of each measure: plan, actual, attainment and status."""
    names = channels.columns["names"]
    words = ",".join(book.word(text) for text in _STATUSES)

    spent = or_dash(book.kpi("CPO", "c.spend.actual", "c.customers.actual"))
    message = Label("Choose a channel from the list.")
    choice = Validation("list", options=names, title=Label("Channel"), message=message, is_strict=False)
    planned = [target.channel for target in targets]
    yield Column("channel", Label("Channel"), INPUT_TEXT, head=HEADER_LEFT, values=planned, validation=choice)
    for key, _, number_format, better in _PLANNED:
        values = [getattr(target, key) for target in targets]
        actual, plan = f"c.{key}.actual", f"c.{key}.plan"
        found = spent if key == "cpo" else f'IFERROR(INDEX({channels.columns[key].full},MATCH(c.channel,{names.full},0)),"")'
        attained = or_dash(book.kpi("ATTAINMENT", actual, plan))
        status = book.kpi("KPI_STATUS", actual, plan, f'"{better}"', tolerance.fixed)
        said = f'IFERROR(CHOOSE(MATCH({status},{{"ok";"warn";"fail"}},0),{words}),"—")'
        attained, said = (f'IF(COUNT({actual},{plan})=2,{formula},"")' for formula in (attained, said))
        yield Column(f"{key}.plan", Label("Plan"), INPUT.as_format(number_format), values=values)
        yield Column(f"{key}.actual", Label("Actual"), NUMBER.as_format(number_format), f'IF(c.channel="","",{found})')
        yield Column(f"{key}.attainment", Label("Attainment"), NUMBER.as_format(PERCENT), attained, note=kpi_summary("ATTAINMENT"))
        yield Column(f"{key}.status", Label("Status"), CHECK.but(is_bold=False), said, note=kpi_summary("KPI_STATUS"), signs="✓!✗")
