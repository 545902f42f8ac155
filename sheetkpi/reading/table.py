"""Read a table of marketing data: a row is used, or set aside with the reason. A wrong number or a lost row would go unnoticed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sheetkpi.reading.columns import STAND_INS, Columns
from sheetkpi.reading.dates import days_in, shortened
from sheetkpi.reading.fields import ADDITIVE, FIELDS
from sheetkpi.reading.files import Raw, Source, looks_like_header, width_of
from sheetkpi.reading.header import Vat, currency_of
from sheetkpi.reading.header_row import Choices, HeaderRow
from sheetkpi.reading.numbers import currencies_in, is_blank, is_masked, number_in
from sheetkpi.reading.row_reader import RowReader, Value, as_it_came
from sheetkpi.reading.text_file import Notify, UnreadableFile
from sheetkpi.reading.totals import find_repeated, find_totals, has_total_hint, is_total_name, several_levels
from sheetkpi.translation import Message, Translatable

#: A row that is used, by the names of its fields; a date is the serial number of a spreadsheet.
Row = Mapping[str, Value]

#: So many rows that are set aside are kept with their cells; the others are counted.
MOST_KEPT = 10_000


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that is set aside: why, which fields are at fault, and its cells as they came."""

    line: int
    why: tuple[Translatable, ...]
    fields: tuple[str, ...]
    cells: Mapping[str, str | float | None]


@dataclass(slots=True)
class Table:
    """What was read, and what was left out."""

    file: object
    columns: Columns
    header_line: int
    rows: list[Row] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    rejected_count: int = 0
    totals: list[int] = field(default_factory=list)
    remarks: list[int] = field(default_factory=list)
    masked: list[int] = field(default_factory=list)
    period: float | None = None

    @property
    def vat(self) -> Vat | None:
        """Whether the header of the spend says that VAT is in it."""
        column = self.columns.used.get("spend")
        return column.vat if column else None

    def reject(self, row: Rejected) -> None:
        """Set a row aside."""
        self.rejected_count += 1
        if len(self.rejected) < MOST_KEPT:
            self.rejected.append(row)


def read_table(source: Source, choices: Choices, notify: Notify, *, needs: Sequence[str] = ("date", "channel")) -> Table:
    """Read the rows of a file.

    Args:
        source: The rows of the file.
        choices: What a person said about it.
        notify: Gives a person a note.
        needs: The fields that the file must have; a row must have those that the file has.

    Raises:
        UnreadableFile: No row names the columns, or the amounts are in several currencies.
        OpenQuestions: A column that is needed is missing or could be either of two.
    """
    header = HeaderRow(source, choices, notify, needs)
    header.check()
    return _Reader(header, choices, notify).read()


class _Reader:
    def __init__(self, header: HeaderRow, choices: Choices, notify: Notify) -> None:
        self.head = header
        self.file = header.source.file
        self.choices = choices
        self.notify = notify

    def read(self) -> Table:
        table = Table(
            self.file,
            self.head.columns,
            self.head.line,
            remarks=self.head.lines_of_header,
            period=self.head.period,
        )
        self._read_rows(table)
        self._refuse_currencies(table)
        self._leave_out_totals(table)
        return table

    def _read_rows(self, table: Table) -> None:
        used = {name: column for name, column in self.head.used.items() if name != "date" or not self.choices.date}
        reader = RowReader(used, self.head.cells_of, self.head.source.usual_comma, order=self.choices.order, decimal=self.choices.decimal)
        ordinary: set[tuple[Value, Value]] = set()
        for number, ((line, cells), (row, faults)) in enumerate(zip(self.head.body, reader.rows(), strict=True)):
            names = row.get("channel"), row.get("campaign")
            if names in ordinary and not faults and len(cells) <= self.head.width and None not in row.values():
                self._complete(row)
                table.rows.append(row)
                table.lines.append(line)
            elif self._has_number(row) or not looks_like_header(cells):
                if self._is_ordinary(row):
                    ordinary.add(names)
                self._sort(line, cells, row, faults, table)
            elif [*cells[: self.head.width]] == self.head.header:
                table.remarks.append(line)
            else:
                table.remarks.extend(other for other, _cells in self.head.body[number:])
                what = Message("{file}, line {line}: a second table begins; only the first one is read.", file=self.file, line=line)
                self.notify(what)
                break

    def _sort(self, line: int, cells: Sequence[Raw], row: dict[str, Value], faults: Mapping[str, Translatable], table: Table) -> None:
        """Put a row where it belongs."""
        extra = [cell for cell in cells[self.head.width :] if not is_blank(cell)] if len(cells) > self.head.width else []
        is_named = not extra and not faults and any(map(is_total_name, (row.get("channel"), row.get("campaign"))))
        if not is_named and (extra or faults or not self._is_ordinary(row)) and self._says_total(cells, row, faults, extra):
            table.totals.append(line)
            return
        is_shifted = bool(extra) and self.head.source.is_parted
        if self._is_footer(cells) if faults else not is_shifted and not self._has_number(row):
            table.remarks.append(line)
            return
        if None in row.values() and any(map(is_masked, cells)):
            table.masked.append(line)
        self._complete(row)
        if faults or is_shifted:
            if table.rejected_count >= MOST_KEPT:
                table.rejected_count += 1
                return
            why = [Message("column “{header}”: {what}", header=self._title_of(name), what=what) for name, what in faults.items()]
            blank = [name for name in self._blank(row) if name not in faults]
            shifted = [self._wider(cells)] if is_shifted else []
            fields = ([""] if is_shifted else []) + [*faults, *blank]
            table.reject(Rejected(line, (*shifted, *why, *map(self._is_blank, blank)), tuple(fields), self._as_they_came(cells)))
            return
        table.rows.append(row)
        table.lines.append(line)

    def _is_ordinary(self, row: Row) -> bool:
        """Whether a row has a name that is known to be that of no total."""
        name = row.get("channel") or row.get("campaign")
        if name is None or ("campaign" in row and is_total_name(row["campaign"])):
            return False
        return not is_total_name(name)

    def _has_number(self, row: Row) -> bool:
        return any(map(row.get, self.head.numeric)) or any(row.get(name) is not None for name in self.head.numeric)

    def _is_footer(self, cells: Sequence[Raw]) -> bool:
        """Whether a row is nothing but a text in one of its cells, or a date beside it."""
        filled = [cell for cell in cells if not is_blank(cell)]
        return len(filled) == 1 and isinstance(filled[0], str) and number_in(filled[0], decimal=",") is None

    def _says_total(self, cells: Sequence[Raw], row: Row, faults: Mapping[str, Translatable], extra: Sequence[Raw]) -> bool:
        """Whether a row is called a total: by its name, in place of its date, behind its last column, or, without a name, anywhere."""
        names = [row.get("channel"), row.get("campaign")]
        if "date" in faults:
            names.append(cells[self.head.used["date"].index])  # type: ignore[arg-type]
        if any(map(is_total_name, (*names, *extra))):
            return True
        return not any(names) and any(isinstance(cell, str) and is_total_name(cell) for cell in cells)

    def _complete(self, row: dict[str, str | float | None]) -> None:
        """Add what the file or a person says of all rows, and what one column says for another."""
        for name in self.head.copies:
            row[name] = row.get(STAND_INS[name])
        if self.choices.channel and "channel" not in self.head.used:
            row["channel"] = self.choices.channel
        if self.head.period is not None:
            row["date"] = self.head.period

    def _blank(self, row: Row) -> list[str]:
        """The fields that every row must have and this one has not."""
        return [name for name in self.head.required if row.get(name) is None]

    def _is_blank(self, name: str) -> Message:
        return Message("column “{header}”: it is blank. Fill it in.", header=self._title_of(name))

    def _title_of(self, name: str) -> object:
        column = self.head.columns.used.get(name)
        return shortened(column.header) if column else FIELDS[name].title

    def _wider(self, cells: Sequence[Raw]) -> Message:
        return Message(
            "there are {cells} cells under {width} headers. Put a header over the last, or quotes around what holds the separator.",
            cells=width_of(cells),
            width=self.head.width,
        )

    def _as_they_came(self, cells: Sequence[Raw]) -> Mapping[str, str | float | None]:
        places = [(name, column.index) for name, column in self.head.used.items()]
        return {name: as_it_came(cells[index]) for name, index in places if index < len(cells) and not is_blank(cells[index])}

    def _refuse_currencies(self, table: Table) -> None:
        """Refuse to add up roubles and dollars."""
        money = [column for name, column in self.head.used.items() if FIELDS[name].cells in ("money", "spend")]
        written = {str(row["currency"]) for row in table.rows if row.get("currency")} if "currency" in self.head.used else set()
        found = {currency_of(sign) or sign.upper() for sign in written}
        found |= {column.currency for column in money if column.currency}
        found |= {code for column in money for cell in set(self.head.cells_of[column.index]) for code in currencies_in(cell)}
        if len(found) > 1 and money:
            raise UnreadableFile(
                Message(
                    "{file}: the amounts are in several currencies ({currencies}), which cannot be added up. Give a file for each.",
                    file=self.file,
                    currencies=", ".join(sorted(found)[:5]),
                )
            )

    def _leave_out_totals(self, table: Table) -> None:
        """Leave out the rows that repeat others, and set aside those without a channel or a date."""
        doubtful = self._leave_out_parents(table)
        rows, lines = table.rows, table.lines
        blank_rows = {place for place, row in enumerate(rows) if None in map(row.get, self.head.required)}
        texts: list[tuple[Value, ...]] = [(row.get("channel"), row.get("campaign")) for row in rows]
        for place in blank_rows:
            if not any(has_total_hint(text) or is_total_name(text) for text in texts[place]):
                texts[place] = (None,)
        found = find_totals(texts, self._numbers(rows))
        doubts = dict.fromkeys(doubtful, _MAY_BE_PARENT) | dict.fromkeys(found.suspects, _SUM_OF_OTHERS)
        doubts |= dict.fromkeys(self._periods_among_days(table), _PERIOD_AMONG_DAYS)
        table.totals.sort()
        if not found.totals and not doubts and not blank_rows:
            return
        table.rows, table.lines = [], []
        for place, (line, row) in enumerate(zip(lines, rows, strict=True)):
            blank = self._blank(row)
            why = [*map(self._is_blank, blank), *([doubts[place]] if place in doubts else [])]
            if place in found.totals:
                table.totals.append(line)
            elif why:
                fields = blank or ["channel"]
                table.reject(Rejected(line, tuple(why), tuple(fields), {name: value for name, value in row.items() if value is not None}))
            else:
                table.rows.append(row)
                table.lines.append(line)
        table.totals.sort()
        table.rejected.sort(key=lambda rejected: rejected.line)

    def _numbers(self, rows: Sequence[Row]) -> list[Any]:
        """The columns that add up."""
        return [[row.get(name) for row in rows] for name in ADDITIVE if name in self.head.used]

    def _leave_out_parents(self, table: Table) -> set[int]:
        """Leave out campaigns whose ad groups have rows of their own; give the rows that may be such, though their numbers differ."""
        names_campaigns = "campaign" in self.head.used and "campaign" not in map(STAND_INS.get, self.head.copies)
        beside = [*self._texts_beside(table.lines)]
        if not beside and not (names_campaigns and any(row["campaign"] is None for row in table.rows)):
            return set()
        keys = {name: [row.get(name) for row in table.rows] for name in ("date", "channel", "campaign")}
        campaigns = keys["campaign"] if names_campaigns else None
        found = find_repeated(keys["date"], keys["channel"], campaigns, beside, self._numbers(table.rows))
        if found.unclear:
            raise UnreadableFile(Message("{file}: {what}", file=self.file, what=several_levels(*found.unclear)))
        table.totals.extend(line for place, line in enumerate(table.lines) if place in found.totals)
        kept = [place for place in range(len(table.rows)) if place not in found.totals]
        table.rows, table.lines = [table.rows[place] for place in kept], [table.lines[place] for place in kept]
        return {number for number, place in enumerate(kept) if place in found.suspects}

    def _periods_among_days(self, table: Table) -> Iterator[int]:
        """Rows of a month, a week or a quarter, where days in it have rows of their own for the same channel."""
        column = self.head.used.get("date")
        if column is None or self.choices.date:
            return
        cells = self.head.cells_of[column.index]
        lengths = {cell: length for cell in set(cells) if not is_blank(cell) and (length := days_in(cell)) > 1}
        if not lengths or len(lengths) == len(set(cells)):
            return
        place_of = {line: place for place, (line, _cells) in enumerate(self.head.body)}
        rows = [(row, lengths.get(cells[place_of[line]], 1)) for line, row in zip(table.lines, table.rows, strict=True)]
        days: dict[tuple[Value, Value], set[Value]] = {}
        for row, length in rows:
            if length == 1:
                days.setdefault((row.get("channel"), row.get("campaign")), set()).add(row["date"])
        for place, (row, length) in enumerate(rows):
            first, known = row["date"], days.get((row.get("channel"), row.get("campaign")), set())
            if length > 1 and any(isinstance(day, float) and isinstance(first, float) and 0 <= day - first < length for day in known):
                yield place

    def _texts_beside(self, lines: Sequence[int]) -> Iterator[tuple[str, list[object]]]:
        """The columns of texts that are not used, such as ad groups, at the rows that count; None where a cell is blank."""
        place_of = {line: place for place, (line, _cells) in enumerate(self.head.body)}
        for column in self.head.columns.unused:
            cells = self.head.cells_of[column.index]
            blanks = {cell for cell in set(cells) if is_blank(cell)}
            texts = {cell for cell in set(cells) - blanks if isinstance(cell, str) and number_in(cell, decimal=",") is None}
            if len({*texts, *blanks}) > 1:
                yield column.header, [None if (cell := cells[place_of[line]]) in blanks else cell for line in lines]


_PERIOD_AMONG_DAYS = Message("it is a whole period, and days in it have rows of their own. Delete it, or the rows of the days.")
_MAY_BE_PARENT = Message("other rows of this kind sum up the rows beside them; this one doesn't. Delete it, or the rows that it sums up.")
_SUM_OF_OTHERS = Message(
    "its numbers are the sums of other rows. If it is a total, call it Total; if it is a channel, type it into the sheet."
)
