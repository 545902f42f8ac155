"""Fill the sheet of data from a file that some other program exported."""

from sheetkpi.reading.columns import Columns
from sheetkpi.reading.files import read_file
from sheetkpi.reading.table import Choices, Row, Table, read_table
from sheetkpi.reading.text_file import Notify, UnreadableFile
from sheetkpi.translation import Language, Message
from sheetkpi.workbooks.book import Book, Edition
from sheetkpi.workbooks.channels import channels_book
from sheetkpi.workbooks.channels.data import CAPACITY, COLUMN


def table_of(name: str, choices: Choices, margin: float | None, language: Language, notify: Notify) -> Table:
    """The rows of a file as the sheet of data takes them: with the cost of sales, however the file says what the sales earned.

    Raises:
        UnreadableFile: The file holds no table of this kind.
        OpenQuestions: A person has to say which column is what.
    """
    table = read_table(read_file(name, language, notify, choices.sheet), choices, notify)
    table.rows = [_with_cost_of_sales(row, table.columns, margin) for row in table.rows]
    return table


def _with_cost_of_sales(row: Row, columns: Columns, margin: float | None) -> Row:
    """Cost of sales, from the gross profit or the margin where the file has these."""
    revenue = row.get("revenue")
    if "cost_of_sales" in columns.used or not isinstance(revenue, float):
        return row
    gross_profit, of_row = row.get("gross_profit"), row.get("margin")
    if isinstance(gross_profit, float):
        return {**row, "cost_of_sales": revenue - gross_profit}
    share = of_row if isinstance(of_row, float) else margin if "gross_profit" not in columns.used else None
    return row if share is None else {**row, "cost_of_sales": revenue * (1 - share)}


def says_what_sales_earn(table: Table, margin: float | None) -> bool:
    """Whether the gross profit can be found."""
    used = table.columns.used
    return "cost_of_sales" in used or ("revenue" in used and (margin is not None or "margin" in used or "gross_profit" in used))


def filled_book(table: Table, language: Language, *, edition: Edition = "native", currency: str | None = None, prefix: str = "") -> Book:
    """The workbook with what was read, as far as its sheet of data takes it; the rejected rows are kept in it too.

    Raises:
        UnreadableFile: No row can be used.
    """
    if not table.rows:
        what = (
            Message("{file}: no row can be used. Fix the rows that are named, and try again.", file=table.file)
            if table.rejected
            else Message("{function}: there is no row under the header. Fill in the table.", function=table.file)
        )
        raise UnreadableFile(what)
    rejected = [(row.line, " ".join(why.in_language(language) for why in row.why), row.cells) for row in table.rejected]
    rows = [{name: cell for name, cell in row.items() if name in COLUMN} for row in table.rows[:CAPACITY]]
    return channels_book(
        language,
        edition=edition,
        currency=currency,
        prefix=prefix,
        rows=rows,
        rejected=rejected[:CAPACITY],
        spend_has_vat=table.vat == "included",
    )
