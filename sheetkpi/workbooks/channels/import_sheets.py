"""The sheets of an import: how the file was read, and the rows that were left out, with the reasons."""

from collections.abc import Sequence
from dataclasses import dataclass

from sheetkpi.translation import Label
from sheetkpi.workbooks.book import Book, Content
from sheetkpi.workbooks.channels.data import FIELDS, Rejected
from sheetkpi.workbooks.styles import HEADER, HEADER_LEFT, HINT, LABEL, NUMBER, TITLE

HEAD = 3

#: Something about a file, and how it was read.
Reading = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import says of its file, beside the rows."""

    rejected: Sequence[Rejected] = ()
    reading: Sequence[Reading] = ()
    spend_has_vat: bool = False


NOTHING_IMPORTED = Imported()


def write_import(book: Book, reading: Sequence[Reading]) -> None:
    """Write the sheet that says how the file was read; without an import there is none."""
    if not reading:
        return
    sheet = book.sheet(Label("Import"), tab="#56B4E9")
    sheet.set_widths(44, 80)
    sheet.put(0, 0, Label("Import"), TITLE)
    hint = Label("How the file was read: what every column was taken for, and which lines are not counted. Check it once.")
    sheet.put(1, 0, hint, HINT.but(is_wrapped=False))
    sheet.put(HEAD, 0, Label("In the file"), HEADER_LEFT)
    sheet.put(HEAD, 1, Label("Taken for"), HEADER_LEFT)
    for row, (what, taken_for) in enumerate(reading, HEAD + 1):
        sheet.put(row, 0, what, LABEL)
        sheet.put(row, 1, taken_for, LABEL)
    sheet.frozen = (HEAD + 1, 0)
    sheet.repeated_rows = HEAD


def write_rejected(book: Book, rejected: Sequence[Rejected]) -> None:
    """Write the sheet; without such rows there is none."""
    if not rejected:
        return
    sheet = book.sheet(Label("Rejected rows"), tab="#D55E00")
    columns = [field.key for field in FIELDS]
    others = list(dict.fromkeys(str(key) for _, _, cells in rejected for key in cells if key not in columns))
    sheet.set_widths(10, 60, *(14 for _ in (*columns, *others)))
    sheet.put(0, 0, Label("Rejected rows"), TITLE)
    sheet.put(
        1,
        0,
        Label("These rows of the file are not counted. Fix them and import again, or type them on the sheet “Data”."),
        HINT.but(is_wrapped=False),
    )
    heads: list[Content] = [Label("Line"), Label("Why"), *(field.heading for field in FIELDS), *others]
    for column, head in enumerate(heads):
        sheet.put(HEAD, column, head, HEADER_LEFT if column == 1 else HEADER)
    for number, (line, reason, cells) in enumerate(rejected):
        row = HEAD + 1 + number
        sheet.put(row, 0, float(line), NUMBER)
        sheet.put(row, 1, reason, LABEL)
        for column, key in enumerate((*columns, *others), 2):
            sheet.put(row, column, _as_it_came(cells.get(key)), LABEL.but(is_wrapped=False))
    sheet.frozen = (HEAD + 1, 2)
    sheet.repeated_rows = HEAD
    book.mark("rejected.first", sheet.range(HEAD + 1, 0, len(rejected), len(heads)))


def _as_it_came(content: object) -> float | str | None:
    """A cell of the file: a number, or the text, whatever it begins with."""
    if content is None or content == "":
        return None
    return float(content) if isinstance(content, int | float) and not isinstance(content, bool) else str(content)
