"""What a person is told of the data that were taken into a workbook, on stderr."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from sheetkpi.cli.output import print_note
from sheetkpi.locale import locale_of
from sheetkpi.reading.dates import FIRST_DAY
from sheetkpi.reading.rows import Table
from sheetkpi.translation import Label, Language, Message
from sheetkpi.workbooks.channels.data import CAPACITY, CHANNELS

#: More of them would push the summary off the screen.
MOST_NAMED = 10


def tell_what_is_left_out(table: Table, language: Language) -> None:
    """Name the rows that cannot be taken, with the reasons; and the lines that are no data."""
    for row in table.rejected[:MOST_NAMED]:
        for why in row.why:
            print_note(Message("{file}, line {line}, {what}", file=table.file, line=row.line, what=why), language)
    if len(table.rejected) > MOST_NAMED:
        print_note(Message("… and in more rows: {count}", count=len(table.rejected) - MOST_NAMED), language)
    if table.totals:
        print_note(Message("{file}: totals are left out, lines {lines}.", file=table.file, lines=_some(table.totals)), language)
    if table.remarks:
        print_note(Message("{file}: lines without a number are left out: {lines}.", file=table.file, lines=_some(table.remarks)), language)


def tell_what_was_taken(table: Table, language: Language) -> None:
    """Sum up: how many rows, of which days, of which channels."""
    rows = table.rows[:CAPACITY]
    days = [row["date"] for row in rows if isinstance(row["date"], float)]
    channels = list(dict.fromkeys(str(row["channel"]) for row in rows))
    print_note(
        Message(
            "{file}: rows taken: {rows}, from {first} to {last}; channels: {count} ({channels}).",
            file=table.file,
            rows=len(rows),
            first=_Day(min(days)),
            last=_Day(max(days)),
            count=len(channels),
            channels=_some(channels),
        ),
        language,
    )
    if table.rejected:
        print_note(
            Message(
                "Rows rejected: {count}. They are on the sheet “{sheet}” with the reasons. Fix them in {file} and repeat.",
                count=len(table.rejected),
                sheet=Label("Rejected rows"),
                file=table.file,
            ),
            language,
        )
    if len(table.rows) > CAPACITY:
        print_note(
            Message(
                "The sheet takes {capacity} rows; left out at the end of the file: {count}. Give weeks or months instead of days.",
                capacity=CAPACITY,
                count=len(table.rows) - CAPACITY,
            ),
            language,
        )
    if len(channels) > CHANNELS:
        print_note(
            Message(
                "Channels: {count}; {most} of them can be compared. Give several one name on the sheet “{sheet}”.",
                count=len(channels),
                sheet=Label("Mapping"),
                most=CHANNELS,
            ),
            language,
        )


def _some(items: Sequence[object]) -> str:
    return ", ".join(str(item) for item in items[:MOST_NAMED]) + (", …" if len(items) > MOST_NAMED else "")


@dataclass(frozen=True, slots=True)
class _Day:
    """A day by its serial number."""

    number: float

    def in_language(self, language: Language) -> str:
        return (FIRST_DAY + datetime.timedelta(days=self.number)).strftime(locale_of(language).date_format)
