"""Fill the sheet of data from a file that some other program exported."""

from collections.abc import Sequence

from sheetkpi.reading.columns import Columns, why_unused
from sheetkpi.reading.fields import FIELDS
from sheetkpi.reading.files import read_file
from sheetkpi.reading.table import Choices, Row, Table, read_table
from sheetkpi.reading.text_file import Notify, UnreadableFile
from sheetkpi.translation import Label, Language, Message, in_words
from sheetkpi.workbooks.book import Book, Edition
from sheetkpi.workbooks.channels import channels_book
from sheetkpi.workbooks.channels.data import CAPACITY, COLUMN
from sheetkpi.workbooks.channels.data_sheet import Imported, Reading

#: More line numbers would not be read.
_MOST_LISTED = 50


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


def _reading(table: Table, language: Language) -> list[Reading]:
    """How the file was read, for the person who opens the workbook."""
    used = [(column.header, FIELDS[name].title) for name, column in table.columns.used.items()]
    unused = [(column.header, why_unused(column)) for column in table.columns.unused]
    lines = [
        (Label("Lines {lines}"), table.totals, Label("totals, not counted")),
        (Label("Lines {lines}"), table.remarks, Label("without numbers, not counted")),
        (Label("Lines {lines}"), table.masked, Label("numbers that the system hides, left blank")),
    ]
    left_out = [(Message(label.text, lines=_some(numbers)), what) for label, numbers, what in lines if numbers]
    return [(in_words(what, language), in_words(taken_for, language)) for what, taken_for in (*used, *unused, *left_out)]


def _some(lines: Sequence[int]) -> str:
    return ", ".join(map(str, lines[:_MOST_LISTED])) + (", …" if len(lines) > _MOST_LISTED else "")


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
        imported=Imported(rejected[:CAPACITY], _reading(table, language), spend_has_vat=table.vat == "included"),
    )
