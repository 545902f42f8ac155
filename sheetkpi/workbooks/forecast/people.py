"""How people and other counts are shown: whole ones without decimals, others with two."""

from sheetkpi.workbooks.book import At, Sheet
from sheetkpi.workbooks.styles import MONEY, Style


def show_counts(sheet: Sheet, cells: At, style: Style) -> None:
    """Show decimals in those of the cells that are not whole; a format alone would leave the point: ``72.``."""
    cell = cells.cell().here
    sheet.rule(cells, f"AND(ISNUMBER({cell}),ROUND(N({cell}),0)<>N({cell}))", style.as_format(MONEY))
