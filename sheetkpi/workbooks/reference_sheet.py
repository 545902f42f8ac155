"""The sheet that explains every KPI: definition, formula, what else it may mean, and the source."""

from itertools import groupby

from sheetkpi.model.records import Record
from sheetkpi.printing.words import formulas_in_words
from sheetkpi.registry import KPIS
from sheetkpi.translation import Label, Language, Translatable
from sheetkpi.workbooks.book import Book
from sheetkpi.workbooks.kpi_texts import KpiText, kpi_definition, kpi_source, signature
from sheetkpi.workbooks.styles import BAND_STYLE, HEADER_LEFT, HINT, LABEL, TITLE


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
        sheet.put_row(row, 0, [KpiText(records[0].group_in), *[None] * 4], BAND_STYLE)
        row += 1
        for record in records:
            sheet.put_row(row, 0, _texts(record, book.prefix), LABEL.but(is_top=True))
            row += 1
    sheet.frozen = (3, 1)
    sheet.repeated_rows = 2


def _texts(record: Record, prefix: str) -> list[KpiText]:
    def formulas(language: Language) -> str:
        lines = [f"{title} = {words}" if title else words for title, words in formulas_in_words(record, language)]
        return "\n".join(lines) or "—"

    call = KpiText(lambda language: signature(record, language, prefix))
    details = KpiText(lambda language: "\n".join(record.details_in(language)) or "—")
    return [call, kpi_definition(record.name), KpiText(formulas), details, kpi_source(record.name)]
