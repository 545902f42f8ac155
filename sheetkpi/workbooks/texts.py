"""The last sheet: every text in every language, from which the language switch chooses."""

from copy import copy
from dataclasses import replace

from sheetkpi.translation import LANGUAGES, OWN_NAMES, Label, Translatable
from sheetkpi.workbooks.book import FIRST_TEXT, SWITCHED, Book, Cell, Formula, Sheet
from sheetkpi.workbooks.styles import GREY, HEADER_LEFT, HINT, INPUT_TEXT, LABEL, NUMBER, TITLE

#: What is no text to translate; asked first, because of many cells to ask whether they are Translatable takes long.
_PLAIN = (Formula, str, float, int, type(None))


def with_texts(book: Book) -> Book:
    """Return the book with the sheet of texts, and references to it in place of texts."""
    complete = copy(book)
    complete.texts = list(book.texts)
    complete.text_rows = dict(book.text_rows)
    for sheet in book.sheets:
        _collect_texts_of_charts(sheet, complete)
    complete.sheets = [_referring(sheet, complete) for sheet in book.sheets]
    if complete.texts:
        complete.sheets.append(_texts_sheet(complete))
    return complete


def _collect_texts_of_charts(sheet: Sheet, book: Book) -> None:
    for _, _, chart in sheet.charts:
        for text in (chart.title, chart.x_title, chart.y_title, *(series.title for series in chart.series)):
            if isinstance(text, Translatable):
                book.text_cell(text)


def _referring(sheet: Sheet, book: Book) -> Sheet:
    cells = {}
    for place, cell in sheet.cells.items():
        content = cell.content
        if not isinstance(content, _PLAIN) and isinstance(content, Translatable):
            content = Formula(book.text_cell(content).full)
        cells[place] = Cell(content, cell.style)
    return replace(sheet, cells=cells)


def _texts_sheet(book: Book) -> Sheet:
    sheet = Sheet(book.texts_title, key="Texts")
    sheet.put(0, 0, Label("Texts").in_language(book.language), TITLE)
    hint = Label("Every word of this workbook. Change one in the column of your language, and it changes everywhere.")
    sheet.merge(1, 0, 3, hint.in_language(book.language), HINT)
    heads = [*(OWN_NAMES[language] for language in LANGUAGES), Label("Shown").in_language(book.language)]
    sheet.put_row(FIRST_TEXT - 1, 0, heads, HEADER_LEFT)
    chosen = sheet.put(FIRST_TEXT - 2, SWITCHED, Formula(_language_number(book)), NUMBER.but(colour=GREY)).fixed
    for number, text in enumerate(book.texts):
        sheet.put_row(FIRST_TEXT + number, 0, [text.in_language(language) for language in LANGUAGES], INPUT_TEXT)
    first, last = (sheet.range(0, column).here[:-1] for column in (0, SWITCHED - 1))
    sheet.fill(FIRST_TEXT, SWITCHED, len(book.texts), lambda row: f"INDEX({first}{row}:{last}{row},1,{chosen})", LABEL)
    sheet.set_widths(60, 60, 60)
    sheet.frozen = (FIRST_TEXT, 0)
    sheet.repeated_rows = FIRST_TEXT - 1
    return sheet


def _language_number(book: Book) -> str:
    """Return the formula of the chosen language's column."""
    if book.language_cell is None:
        return str(LANGUAGES.index(book.language) + 1)
    *others, last = range(len(LANGUAGES))
    formula = str(last + 1)
    for index in reversed(others):
        formula = f'IF({book.language_cell.full}="{OWN_NAMES[LANGUAGES[index]]}",{index + 1},{formula})'
    return formula
