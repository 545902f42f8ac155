"""The sheet that explains every KPI: formula, definition, what else one may mean by it, and the source."""

from itertools import groupby

from sheetkpi.model.records import Record
from sheetkpi.printing.words import formulas_in_words
from sheetkpi.registry import KPIS
from sheetkpi.translation import Label, Language, Translatable
from sheetkpi.workbooks.book import Book
from sheetkpi.workbooks.notation import signature
from sheetkpi.workbooks.styles import BAND_STYLE, HEADER_LEFT, HINT, LABEL, TITLE


class _Words:
    """A text that is put together of a record in the reader's language."""

    def __init__(self, record: Record, part: str, prefix: str) -> None:
        self.record = record
        self.part = part
        self.prefix = prefix

    def in_language(self, language: Language) -> str:
        """The text."""
        record = self.record
        match self.part:
            case "formula":
                lines = [f"{header} = {words}" if header else words for header, words in formulas_in_words(record, language)]
                return "\n".join(lines) or "—"
            case "definition":
                return record.summary_in(language)
            case "details":
                return "\n".join(record.details_in(language)) or "—"
            case "call":
                return signature(record, language, self.prefix)
            case _:
                return record.source.in_language(language)


def write_reference(book: Book) -> None:
    """Write the sheet, topic by topic."""
    sheet = book.sheet(Label("Reference"), tab="#6B7280")
    sheet.set_widths(32, 44, 46, 46, 42)
    sheet.put(0, 0, Label("Reference"), TITLE)
    sheet.put(1, 0, Label("One definition of every KPI, as in all other places where sheetkpi counts it."), HINT.but(is_wrapped=False))
    heads: list[Translatable] = [Label("Function"), Label("What it says"), Label("In words"), Label("What to know"), Label("Source")]
    sheet.put_row(2, 0, heads, HEADER_LEFT)
    row = 3
    for _, group in groupby(KPIS.values(), key=lambda record: record.group):
        records = list(group)
        topic = _Topic(records[0])
        for column in range(5):
            sheet.put(row, column, topic if column == 0 else None, BAND_STYLE)
        row += 1
        for record in records:
            parts = ("call", "definition", "formula", "details", "source")
            sheet.put_row(row, 0, [_Words(record, part, book.prefix) for part in parts], LABEL.but(is_top=True))
            row += 1
    sheet.frozen = (3, 1)
    sheet.repeated_rows = 2


class _Topic:
    """The title of a topic."""

    def __init__(self, record: Record) -> None:
        self.record = record

    def in_language(self, language: Language) -> str:
        """The title."""
        return self.record.group_in(language)
