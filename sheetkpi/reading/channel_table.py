"""A table of channels in a sheet: columns in any order, rows of one channel added up, totals left out and named."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sheetkpi.model.errors import WrongType
from sheetkpi.model.ranges import Cell, Place, Range
from sheetkpi.model.tables import minus, sum_of, times
from sheetkpi.reading.columns import Columns, columns_of
from sheetkpi.reading.dates import days_in
from sheetkpi.reading.fields import ADDITIVE, CHANNEL_FIELDS, FIELDS
from sheetkpi.reading.header import MONEY, currency_of
from sheetkpi.reading.numbers import is_blank, is_masked
from sheetkpi.reading.totals import find_repeated, find_totals, several_levels
from sheetkpi.reading.words import folded, usual_names
from sheetkpi.translation import Label, Language, Listed, Message, Quoted, Translatable

REQUIRED = ("channel", "spend")
RESULTS = ("customers", "revenue", "leads")
#: What is added up where a channel has several rows.
_SUMMED = (*ADDITIVE, "visits")

#: The cells of a row by the names of their fields; what is wrong with a cell is its value.
Row = dict[str, Any]


@dataclass(slots=True)
class ChannelTable:
    """A table of channels.

    Args:
        function: The KPI that reads it.
        cells: The table with its header row.
        columns: What its columns hold.
        notes: What was left out, and what can't be calculated.
        histories: Spend and gross profit of each channel by period, where the table has a column of dates.
    """

    function: str
    cells: Range
    columns: Columns
    notes: list[Translatable] = field(default_factory=list)
    percents: set[str] = field(default_factory=set)
    histories: list[list[tuple[float, float]]] = field(default_factory=list)

    @classmethod
    def of(cls, function: str, cells: Range) -> "ChannelTable":
        """Read the header row.

        Raises:
            WrongType: A column is missing, or two could be the same field.
        """
        header = cells.nested()[0]
        columns = columns_of(header)
        for name, headers in columns.questions.items():
            if name in CHANNEL_FIELDS:
                raise WrongType(
                    Message(
                        "{function}: the columns {headers} could all be {field}. Leave one of them in the table.",
                        function=function,
                        headers=Listed([Quoted(header) for header in headers]),
                        field=FIELDS[name].parameter,
                    )
                )
        missing: list[tuple[str, ...]] = [(name,) for name in REQUIRED if name not in columns.used]
        if not any(name in columns.used for name in RESULTS):
            missing.append(RESULTS)
        if missing:
            raise WrongType(Message("{function}: {missing}", function=function, missing=_Missing(missing[0], len(missing), header)))
        if len(currencies := _currencies(columns, cells)) > 1:
            raise WrongType(
                Message(
                    "{function}: the amounts are in several currencies ({currencies}), which cannot be added up. Convert them to one.",
                    function=function,
                    currencies=", ".join(sorted(currencies)),
                )
            )
        return cls(function, cells, columns)

    def rows(self, margin: float | None) -> list[Row]:
        """The channels with every field read and checked, and the gross profit; a channel in several rows is their sum.

        Args:
            margin: The share of revenue that is gross profit, for a table that says nothing of it.

        Raises:
            WrongType: There is no row, one has numbers but no channel, or one is the sum of all others under an ordinary name.
        """
        header, *body = self.cells.nested()
        self.percents = {name for name, column in self.columns.used.items() if column.is_percent and _above_one(body, column.index)}
        rows = [self._row(number, cells) for number, cells in enumerate(body, 1) if cells != header]
        rows = [row for row in rows if any(row[name] is not None for name in CHANNEL_FIELDS if name in self.columns.used)]
        rows = self._without_totals(self._without_parents(rows))
        self._refuse_periods_among_days(rows)
        rows = self._without_remarks(rows)
        for row in rows:
            if row["channel"] is None:
                place = self._place(row["number"], self.columns.used["channel"].index)
                raise WrongType(
                    Message(
                        "{place}: the row has numbers but no channel. Enter the channel, or delete the row if it is a total.", place=place
                    )
                )
            row["gross_profit"] = self._gross_profit(row, margin)
        if not rows:
            raise WrongType(Message("{function}: there is no row under the header. Fill in the table.", function=self.function))
        channels = _by_channel(rows)
        if "date" in self.columns.used:
            self.histories = [by_period([(row["period"], row["spend"], row["gross_profit"]) for row in same]) for same in channels]
        return [_added_up(same) for same in channels]

    def can_earn(self, margin: float | None) -> bool:
        """Whether the gross profit is known."""
        used = self.columns.used
        if "gross_profit" in used:
            return True
        return "revenue" in used and (margin is not None or "cost_of_sales" in used or "margin" in used)

    def _row(self, number: int, cells: Sequence[Cell]) -> Row:
        date = self.columns.used.get("date")
        period = cells[date.index] if date else None
        text = period if isinstance(period, str) else None
        return {name: self._cell(name, number, cells) for name in CHANNEL_FIELDS} | {"number": number, "date": text, "period": period}

    def _cell(self, name: str, number: int, cells: Sequence[Cell]) -> Cell:
        column = self.columns.used.get(name)
        if column is None:
            return None
        cell = cells[column.index]
        if is_blank(cell) or (FIELDS[name].cells == "count" and is_masked(cell)):
            return None
        if name in self.percents and isinstance(cell, float):
            cell = cell / 100
        value = FIELDS[name].parameter.checked_cell(cell, self._place(number, column.index))
        return column.scaled(value) if isinstance(value, float) else value

    def _place(self, number: int, column: int) -> Place:
        return Place(self.function, (self.cells.rows, self.cells.columns), number * self.cells.columns + column)

    def _without_parents(self, rows: Sequence[Row]) -> list[Row]:
        """The rows without those of a channel or campaign whose parts have rows of their own."""
        body = self.cells.nested()
        additive = [name for name in ADDITIVE if name in self.columns.used]
        campaign = self.columns.used.get("campaign")

        def texts_at(index: int) -> list[object]:
            return [cell if isinstance(cell := body[row["number"]][index], str) and not is_blank(cell) else None for row in rows]

        beside = [(column.header, texts_at(column.index)) for column in self.columns.unused]
        found = find_repeated(
            [row["date"] for row in rows],
            [row["channel"] for row in rows],
            texts_at(campaign.index) if campaign and campaign.stands_in_for is None and "channel" in self._named() else None,
            [(header, cells) for header, cells in beside if any(cells)],
            [[_number(row[name]) for row in rows] for name in additive],
        )
        if found.unclear:
            what = several_levels(*found.unclear)
            raise WrongType(Message("{function}: {missing}", function=self.function, missing=what))
        for place in sorted(found.suspects):
            raise sum_of_all_others(self._place(rows[place]["number"], self.columns.used["channel"].index), rows[place]["channel"])
        if found.totals:
            self.notes.append(left_out_as_totals([rows[place]["channel"] for place in sorted(found.totals)]))
        return [row for place, row in enumerate(rows) if place not in found.totals]

    def _refuse_periods_among_days(self, rows: Sequence[Row]) -> None:
        """Refuse the row of a month where its days have rows of their own."""
        column = self.columns.used.get("date")
        if column is None:
            return
        body = self.cells.nested()
        dates = [(row, body[row["number"]][column.index]) for row in rows]
        with_days = {row["channel"] for row, date in dates if not is_blank(date) and days_in(date) == 1}
        for row, date in dates:
            if days_in(date) > 1 and row["channel"] in with_days:
                raise WrongType(
                    Message(
                        "{place}: “{period}” is a whole period, and days have rows of their own. Delete it, or the rows of the days.",
                        place=self._place(row["number"], column.index),
                        period=date,
                    )
                )

    def _named(self) -> list[str]:
        """The fields that have a column of their own."""
        return [name for name, column in self.columns.used.items() if column.stands_in_for is None]

    def _without_totals(self, rows: Sequence[Row]) -> list[Row]:
        additive = [name for name in ADDITIVE if name in self.columns.used]
        found = find_totals([(row["channel"], row["date"]) for row in rows], [[_number(row[name]) for row in rows] for name in additive])
        for place in sorted(found.suspects):
            raise sum_of_all_others(self._place(rows[place]["number"], self.columns.used["channel"].index), rows[place]["channel"])
        if found.totals:
            self.notes.append(left_out_as_totals([rows[place]["channel"] for place in sorted(found.totals)]))
        return [row for place, row in enumerate(rows) if place not in found.totals]

    def _without_remarks(self, rows: Sequence[Row]) -> list[Row]:
        """The rows that hold a number."""
        kept: list[Row] = []
        remarks: list[Row] = []
        for row in rows:
            has_number = any(row[name] is not None for name in CHANNEL_FIELDS if name != "channel" and name in self.columns.used)
            (kept if has_number else remarks).append(row)
        if remarks:
            names = Listed([Quoted(str(row["channel"])) for row in remarks[:5]])
            self.notes.append(Message("Left out, because there are no numbers: {names}", names=names))
        return kept

    def _gross_profit(self, row: Row, margin: float | None) -> Cell:
        used = self.columns.used
        if "gross_profit" in used:
            gross_profit: Cell = row["gross_profit"]
            return gross_profit
        if "cost_of_sales" in used:
            return minus(row["revenue"], row["cost_of_sales"])
        return times(row["revenue"], row["margin"] if "margin" in used else margin)


def _above_one(body: Sequence[Sequence[Cell]], index: int) -> bool:
    """Whether a column under a percent sign holds 30 for 30%."""
    return any(isinstance(cell := cells[index], float) and cell > 1 for cells in body)


def _currencies(columns: Columns, cells: Range) -> set[str]:
    """The currencies of the amounts: of their headers, and of the column that names them."""
    found = {column.currency for name, column in columns.used.items() if name in MONEY and column.currency}
    column = columns.used.get("currency")
    names = [row[column.index] for row in cells.nested()[1:]] if column else []
    return found | {currency_of(name) or name.upper() for name in names if isinstance(name, str) and not is_blank(name)}


def left_out_as_totals(names: Sequence[object]) -> Message:
    """The note on rows that were left out."""
    shown: list[object] = [Quoted(str(name)) if name is not None else Label("a row without a name") for name in names[:5]]
    return Message("Left out as totals: {names}", names=Listed(shown + (["…"] if len(names) > len(shown) else [])))


def sum_of_all_others(place: object, name: object) -> WrongType:
    """The refusal of a row that is the sum of all others, though its name is ordinary."""
    return WrongType(
        Message(
            "{place}: the numbers of “{name}” are the sums of other rows. If it is a total, delete it or call it Total.",
            place=place,
            name=name,
        )
    )


def _by_channel(rows: Sequence[Row]) -> list[list[Row]]:
    """Group the rows by channel, in the order in which channels first come; names differ by more than case and spaces."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        key = folded(row["channel"]) if isinstance(row["channel"], str) else id(row)
        found.setdefault(str(key), []).append(row)
    return list(found.values())


def _added_up(same: Sequence[Row]) -> Row:
    """Return one row for those of a channel."""
    return same[0] if len(same) == 1 else same[0] | {name: sum_of([row[name] for row in same]) for name in _SUMMED}


def by_period(rows: Sequence[tuple[Cell, Cell, Cell]]) -> list[tuple[float, float]]:
    """Return the spend and gross profit of each period; a period where one of them is unknown is left out."""
    periods: dict[Cell, list[tuple[Cell, Cell]]] = {}
    for period, spend, gross_profit in rows:
        if isinstance(period, str | float):
            periods.setdefault(period, []).append((spend, gross_profit))
    sums = [(sum_of([spend for spend, _ in pairs]), sum_of([profit for _, profit in pairs])) for pairs in periods.values()]
    return [(spend, profit) for spend, profit in sums if isinstance(spend, float) and isinstance(profit, float)]


def _number(cell: Cell) -> float | None:
    return cell if isinstance(cell, float) else None


@dataclass(frozen=True, slots=True)
class _Missing:
    """Which column is missing, and what it may be called."""

    names: tuple[str, ...]
    count: int
    header: Sequence[Any]

    def in_language(self, language: Language) -> str:
        words = [word for name in self.names for word in usual_names(name, language)[:3]]
        return Message(
            "the header row “{header}” lacks a column for {field} (columns missing: {count}). Call it one of: {words}.",
            header=" | ".join("" if cell is None else str(cell) for cell in self.header)[:120],
            field=FIELDS[self.names[0]].parameter,
            count=self.count,
            words=", ".join(words),
        ).in_language(language)
