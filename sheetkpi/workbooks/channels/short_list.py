"""The channels that charts have room for: the best and the worst, with what is drawn of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sheetkpi.translation import Label, Translatable
from sheetkpi.workbooks.book import At, Formula, Sheet
from sheetkpi.workbooks.channels.channels_sheet import ChannelsSheet
from sheetkpi.workbooks.channels.screen import HEAD, Screen
from sheetkpi.workbooks.styles import COUNT, GREY, HEADER, NUMBER

#: How many channels a chart shows; so many of them are the best, where there are more channels than that.
SHOWN = 8
BEST = 5


@dataclass(frozen=True, slots=True)
class ShortList:
    """Where the list stands."""

    places: At
    rows: At
    names: At

    def take(self, sheet: Sheet, row: int, column: int, heading: Translatable, source: At, *, is_ranked: bool = True) -> At:
        """Write what stands in a column for the channels of the list."""
        lines = self.places if is_ranked else self.rows
        return self.put(sheet, row, column, heading, [_taken(source, lines.cell(number)) for number in range(SHOWN)])

    @staticmethod
    def put(sheet: Sheet, row: int, column: int, heading: Translatable, formulas: Sequence[str]) -> At:
        """Write a column for a chart."""
        sheet.put(row, column, heading, HEADER.but(size=9))
        for number, formula in enumerate(formulas):
            sheet.put(row + 1 + number, column, Formula(formula), NUMBER.but(colour=GREY))
        return sheet.range(row + 1, column, len(formulas))


def _taken(source: At, line: At) -> str:
    return f'IF({line.full}="","",INDEX({source.full},{line.full}))'


def write_short_list(screen: Screen, channels: ChannelsSheet, column: int) -> ShortList:
    """Write the list to the right of what is printed of the sheet “One screen”."""
    sheet, row = screen.sheet, HEAD
    sheet.put(row, column, Label("For charts"), HEADER.but(size=9))
    count = channels.count.full
    worst = f"{count}-{SHOWN}+"
    for number in range(SHOWN):
        line = float(number + 1)
        formula = f'IF({line:g}>{count},"",IF(({count}<={SHOWN})+({line:g}<={BEST})>0,{line:g},{worst}{line:g}))'
        sheet.put(row + 1 + number, column, Formula(formula), NUMBER.as_format(COUNT).but(colour=GREY))
    places = sheet.range(row + 1, column, SHOWN)
    unfinished = ShortList(places, places, places)
    rows = unfinished.take(sheet, row, column + 1, Label("Row on the sheet “Channels”"), screen.columns["index"])
    names = unfinished.take(sheet, row, column + 2, Label("Channel"), screen.columns["channel"])
    return ShortList(places, rows, names)
