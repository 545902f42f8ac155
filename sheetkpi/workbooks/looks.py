"""How the workbooks look: one set of calm colours and cell formats, and rows as high as their text."""

import datetime
import math
from functools import cached_property
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from sheetkpi.workbooks.styles import BAND, BLUE, HEAD, INK, LINE

#: Documents carry a date; a fixed one keeps a file the same from build to build.
CREATED = datetime.datetime(2026, 1, 1)

_A4 = 9

_BASE = {"font_name": "Calibri", "font_size": 10, "font_color": INK, "valign": "top"}


class Looks:
    """The formats of one workbook."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def of(self, **properties: Any) -> Format:
        """A format; the same for the same properties."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(_BASE | properties)
        return self._made[key]

    @cached_property
    def title(self) -> Format:
        """The first line of a sheet."""
        return self.of(font_size=16, bold=True)

    @cached_property
    def paragraph(self) -> Format:
        """A line of text for reading."""
        return self.of(font_size=11, text_wrap=True)

    @cached_property
    def subtitle(self) -> Format:
        """A heading within a sheet."""
        return self.of(font_size=12, bold=True)

    def head(self, align: str) -> Format:
        """The header of a table's column."""
        indent = 1 if align == "left" else 0
        return self.of(bold=True, font_color="#FFFFFF", bg_color=HEAD, text_wrap=True, valign="vcenter", align=align, indent=indent)

    @cached_property
    def band(self) -> Format:
        """A topic across a table."""
        return self.of(bold=True, bg_color=BAND, valign="vcenter", indent=1)

    def input(self, number_format: str) -> Format:
        """A cell that a person may change."""
        return self.of(font_color=BLUE, num_format=number_format, align="right", valign="vcenter", border=1, border_color=LINE)

    def light(self, colours: tuple[str, str]) -> Format:
        """A state of the traffic light, as a conditional format."""
        return self._book.add_format({"font_color": colours[0], "bg_color": colours[1]})


def height_of(lines: float, font_size: float = 10) -> float:
    """The height of a row with so many lines."""
    return math.ceil(lines * font_size * 1.28) + 4


def set_page(sheet: Worksheet) -> None:
    """The paper, its margins, and the name of the sheet and the number of the page below."""
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&L&8&A&R&8&P / &N")
