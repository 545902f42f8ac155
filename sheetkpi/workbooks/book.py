"""A description of a workbook for any program: the contents of its cells, their looks, and what may be entered.

A book is written as a file by ``xlsx``. Sheets, names and words are in one language, that of the book; texts in cells are
kept in all languages on the last sheet, from which a cell of the first one chooses.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from typing import Literal

from xlsxwriter.utility import quote_sheetname, xl_rowcol_to_cell

from sheetkpi.printing.excel import excel_formula
from sheetkpi.registry import find
from sheetkpi.translation import LANGUAGES, OWN_NAMES, Label, Language, Translatable
from sheetkpi.workbooks.styles import (
    FILLED_ROW,
    GREY,
    HEADER_LEFT,
    HINT,
    INPUT_TEXT,
    LABEL,
    NUMBER,
    SIGNS,
    TITLE,
    Style,
    height_of,
    lines_of,
)

_WORD = re.compile(r"\w+")

#: How KPIs stand in the cells: as native formulas, or as ``=ROMI(D5,C5)`` for who has the functions.
Edition = Literal["native", "functions"]


@dataclass(frozen=True, slots=True)
class Formula:
    """What a cell computes, in English and with commas, without the equals sign.

    A `value` that is known beforehand is not calculated; the cells below the first of a dynamic array hold their values.
    """

    text: str
    copied_to: "At | None" = None
    value: float | str | bool | None = None
    spills_to: "At | None" = None


#: What a cell holds. A plain text stays a text whatever it begins with; a Label or Message is in the reader's language.
Content = float | str | bool | Translatable | Formula | None


@dataclass(frozen=True, slots=True)
class At:
    """A cell or a range, rows and columns counted from 0."""

    sheet: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1

    @property
    def here(self) -> str:
        """The relative reference: ``B5``, ``B5:C9``."""
        return self._text(fixed_row=False, fixed_column=False)

    @property
    def fixed(self) -> str:
        """The absolute reference: ``$B$5``."""
        return self._text(fixed_row=True, fixed_column=True)

    @property
    def in_column(self) -> str:
        """The reference with a fixed column: ``$B5``."""
        return self._text(fixed_row=False, fixed_column=True)

    @property
    def in_row(self) -> str:
        """The reference with a fixed row: ``B$5``."""
        return self._text(fixed_row=True, fixed_column=False)

    @property
    def full(self) -> str:
        """The absolute reference from other sheets: ``Ввод!$B$5``."""
        return f"{quote_sheetname(self.sheet)}!{self.fixed}"

    @property
    def along(self) -> str:
        """The relative reference from other sheets: ``Ввод!B5``."""
        return f"{quote_sheetname(self.sheet)}!{self.here}"

    @property
    def corners(self) -> tuple[int, int, int, int]:
        """First row, first column, last row, last column."""
        return self.row, self.column, self.row + self.rows - 1, self.column + self.columns - 1

    def cell(self, row: int = 0, column: int = 0) -> "At":
        """Return one cell, counted from the first."""
        return At(self.sheet, self.row + row, self.column + column)

    def to(self, other: "At") -> "At":
        """Return the range from the first cell of this one to the last cell of another."""
        rows = other.row + other.rows - self.row
        return replace(self, rows=rows, columns=other.column + other.columns - self.column)

    def _text(self, *, fixed_row: bool, fixed_column: bool) -> str:
        first: str = xl_rowcol_to_cell(self.row, self.column, fixed_row, fixed_column)
        if self.rows == self.columns == 1:
            return first
        last = xl_rowcol_to_cell(*self.corners[2:], fixed_row, fixed_column)
        return f"{first}:{last}"


@dataclass(frozen=True, slots=True)
class Validation:
    """A data validation."""

    kind: Literal["number", "whole", "date", "list"]
    low: float | None = None
    high: float | None = None
    options: At | None = None
    title: Translatable | None = None
    message: Translatable | None = None
    is_strict: bool = True


@dataclass(frozen=True, slots=True)
class Rule:
    """A conditional format; its formula is written for the first cell."""

    cells: At
    condition: str
    style: Style


@dataclass(frozen=True, slots=True)
class Scale:
    """A colour scale; the middle colour is at the value of the cell `middle`."""

    cells: At
    middle: At | None
    colours: tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Bars:
    """Data bars."""

    cells: At
    colour: str


@dataclass(frozen=True, slots=True)
class Series:
    """One line, or one set of columns or bubbles, of a chart."""

    values: At
    categories: At | None = None
    title: At | Translatable | None = None
    colour: str | None = None
    sizes: At | None = None
    labels: At | None = None
    spread: tuple[At, At] | None = None
    is_dashed: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart."""

    kind: Literal["column", "bar", "line", "scatter", "bubble"]
    title: Translatable
    series: Sequence[Series]
    x_title: Translatable | None = None
    y_title: Translatable | None = None
    number_format: str | None = None
    x_number_format: str | None = None
    width: int = 560
    height: int = 300
    is_stacked: bool = False
    has_legend: bool = True
    has_labels: bool = False
    is_reversed: bool = False
    has_names: bool = False
    is_overlapped: bool = False


@dataclass(slots=True)
class Cell:
    """Content and style of a cell."""

    content: Content
    style: Style


@dataclass(slots=True, eq=False)
class Sheet:
    """One sheet. Rows and columns count from 0."""

    title: str
    tab: str | None = None
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    widths: dict[int, float] = field(default_factory=dict)
    heights: dict[int, float] = field(default_factory=dict)
    merges: list[At] = field(default_factory=list)
    notes: dict[tuple[int, int], Translatable] = field(default_factory=dict)
    validations: list[tuple[At, Validation]] = field(default_factory=list)
    looks: list[Rule | Scale | Bars] = field(default_factory=list)
    charts: list[tuple[int, int, Chart]] = field(default_factory=list)
    sparklines: list[tuple[At, At]] = field(default_factory=list)
    column_styles: dict[int, Style] = field(default_factory=dict)
    filtered: At | None = None
    frozen: tuple[int, int] = (0, 0)
    is_landscape: bool = True
    repeated_rows: int | None = None
    print_area: At | None = None
    is_protected: bool = True
    is_fitted_to_one_page: bool = False
    second_page: tuple[int, int, int] | None = None
    expected_errors: At | None = None
    key: str = ""

    def put(self, row: int, column: int, content: Content, style: Style) -> At:
        """Write a cell and return its place."""
        self.cells[row, column] = Cell(content, style)
        return At(self.title, row, column)

    def put_row(self, row: int, column: int, contents: Iterable[Content], style: Style) -> At:
        """Write cells from left to right in one style."""
        places = [self.put(row, column + offset, content, style) for offset, content in enumerate(contents)]
        return places[0].to(places[-1])

    def fill(self, row: int, column: int, rows: int, formula: Callable[[int], str], style: Style) -> At:
        """Write a formula down a column; `formula` returns it for a row number that counts from 1."""
        place = At(self.title, row, column, rows)
        for number in range(row, row + rows):
            self.cells[number, column] = Cell(Formula(formula(number + 1), copied_to=place), style)
        return place

    def merge(self, row: int, column: int, columns: int, content: Content, style: Style, rows: int = 1) -> At:
        """Write a merged cell."""
        for offset in range(rows * columns):
            self.cells[row + offset // columns, column + offset % columns] = Cell(None, style)
        self.put(row, column, content, style)
        place = At(self.title, row, column, rows, columns)
        self.merges.append(place)
        return place

    def set_widths(self, *widths: float, first: int = 0) -> None:
        """Set the widths of columns from the left, in digits."""
        self.widths.update(enumerate(widths, first))

    def range(self, row: int, column: int, rows: int = 1, columns: int = 1) -> At:
        """Return a range of this sheet."""
        return At(self.title, row, column, rows, columns)

    def allow(self, cells: At, validation: Validation) -> None:
        """Add a data validation."""
        self.validations.append((cells, validation))

    def rule(self, cells: At, condition: str, style: Style) -> None:
        """Add a conditional format."""
        self.looks.append(Rule(cells, condition, style))

    def colour_signs(self, cells: At, signs: str = "✓!✗") -> None:
        """Colour cells by the sign that they begin with."""
        first = cells.cell().fixed if cells.rows == 1 else cells.cell().in_column
        for sign in signs:
            self.rule(cells, f'LEFT({first},1)="{sign}"', SIGNS[sign])

    def show_decimals(self, cells: At, style: Style) -> None:
        """Show two decimals in the counts that are not whole; a number format alone would leave the point: ``72.``."""
        cell = cells.cell().here
        self.rule(cells, f"AND(ISNUMBER({cell}),ROUND(N({cell}),0)<>N({cell}))", style.money)

    def draw_filled_rows(self, cells: At, key: At) -> None:
        """Underline the rows whose key cell is not empty."""
        self.rule(cells, f'{key.cell().in_column}<>""', FILLED_ROW)

    def note(self, place: At, text: Translatable) -> None:
        """Add a note to a cell."""
        self.notes[place.row, place.column] = text


class Book:
    """A workbook."""

    def __init__(self, title: Translatable, language: Language, edition: Edition = "native", prefix: str = "") -> None:
        self.title = title
        self.language = language
        self.edition = edition
        self.prefix = prefix
        self.sheets: list[Sheet] = []
        self.names: dict[str, At] = {}
        self.name_keys: dict[str, str] = {}
        self.places: dict[str, At] = {}
        self.kpis: dict[str, None] = {}
        self.texts: list[Translatable] = []
        self.text_rows: dict[str, int] = {}
        self.texts_title = Label("Texts").in_language(language)
        self.language_cell: At | None = None
        self.name_comments: dict[str, str] = {}

    def sheet(self, title: Translatable, *, tab: str | None = None, at: int | None = None) -> Sheet:
        """Add a sheet, at the end or before another."""
        sheet = Sheet(title.in_language(self.language), tab, key=title.in_language("en"))
        self.sheets.insert(len(self.sheets) if at is None else at, sheet)
        return sheet

    def page(self, title: Translatable, tab: str, widths: Iterable[float], hint: Translatable | None = None, across: int = 0) -> Sheet:
        """Add a sheet with its title and a hint, which wraps across columns, or runs over to the right."""
        sheet = self.sheet(title, tab=tab)
        sheet.set_widths(*widths)
        sheet.put(0, 0, title, TITLE)
        if hint and across:
            sheet.merge(1, 0, across, hint, HINT)
        elif hint:
            sheet.put(1, 0, hint, HINT.but(is_wrapped=False))
        return sheet

    def mark(self, key: str, place: At) -> At:
        """Remember a place under a key that is the same in every language, for tests and for filling the book in."""
        if key in self.places:
            raise ValueError(f"the place {key} is marked twice")
        self.places[key] = place
        return place

    def name(self, name: Translatable, place: At) -> None:
        """Define a name for the reader's formulas, made of a title's words."""
        own, key = ("_".join(_WORD.findall(name.in_language(language))) for language in (self.language, LANGUAGES[0]))
        self.names[own], self.name_keys[own] = place, key

    def kpi(self, name: str, *arguments: str) -> str:
        """Return a KPI's formula on references, numbers or quoted texts; native formulas are guarded."""
        record = find(name)
        self.kpis[record.name] = None
        if self.edition == "functions":
            return f"{self.prefix}{record.name}({','.join(arguments)})"
        return excel_formula(record, arguments)

    def word(self, text: Translatable) -> str:
        """Return the reference of a text in the chosen language."""
        return self.text_cell(text).full

    def options(self, texts: Sequence[Translatable]) -> At:
        """Return the cells with the options of a list, in the chosen language."""
        first = len(self.texts)
        self.texts += texts
        return At(self.texts_title, FIRST_TEXT + first, SWITCHED, rows=len(texts))

    def in_language(self, cells: At, language: Language) -> At:
        """Return the options of a list in one language, to recognise a choice made in it."""
        return replace(cells, column=LANGUAGES.index(language))

    def text_cell(self, text: Translatable) -> At:
        """Return the cell of a text in the chosen language."""
        key = text.in_language("en")
        if key not in self.text_rows:
            self.text_rows[key] = len(self.texts)
            self.texts.append(text)
        return At(self.texts_title, FIRST_TEXT + self.text_rows[key], SWITCHED)

    def text_of(self, content: Content) -> Translatable | None:
        """Return the text that a cell shows, if any."""
        if isinstance(content, Translatable):
            return content
        prefix = f"{quote_sheetname(self.texts_title)}!"
        if isinstance(content, Formula) and content.text.startswith(prefix) and content.text.count("$") == 2:
            return self.texts[int(content.text.rpartition("$")[2]) - 1 - FIRST_TEXT]
        return None


#: The sheet of texts: the row of its first one, and the column of the language that is switched on; before it stand all.
FIRST_TEXT = 4
SWITCHED = len(LANGUAGES)


def or_blank(cell: str) -> str:
    """Return the formula of a cell's value; a blank stays blank instead of becoming 0."""
    return f'IF({cell}="","",{cell})'


def cell_of_number(number: str, cells: Sequence[str]) -> str:
    """Return the formula of the cell with a number, from 1; over blank cells, CHOOSE gives 0 in some programs."""
    *others, formula = cells
    for place in range(len(others), 0, -1):
        formula = f"IF({number}={place},{others[place - 1]},{formula})"
    return formula


def or_dash(formula: str) -> str:
    """Return the formula of a result, with a dash where it is not defined."""
    return f'IFERROR({formula},"—")'


def sum_of(cells: str) -> str:
    """Return the formula of a sum; blank where there is no number."""
    return f'IF(COUNT({cells})=0,"",SUM({cells}))'


def if_all(formula: str, *cells: str) -> str:
    """Return the formula of a result where all the cells hold numbers; else blank."""
    return f'IF(COUNT({",".join(cells)})={len(cells)},{or_dash(formula)},"")'


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


#: The default width of a column.
_DEFAULT_WIDTH = 8.43


def row_heights(sheet: Sheet, book: Book) -> dict[int, float]:
    """Return the height of every row that is not empty, in points, enough for its texts in every language."""
    spans = {(merge.row, merge.column): merge for merge in sheet.merges}
    heights: dict[int, float] = {}
    for (row, column), cell in sheet.cells.items():
        if isinstance(cell.content, Formula) and cell.content.copied_to:
            continue  # thousands of rows of the usual height
        merge = spans.get((row, column))
        if cell.style.is_wrapped and (merge is None or merge.rows == 1):
            width = sum(sheet.widths.get(column + offset, _DEFAULT_WIDTH) for offset in range(merge.columns if merge else 1))
            lines = max((lines_of(text, width * 10 / cell.style.size - cell.style.indent) for text in _texts_of(cell, book)), default=1)
        else:
            lines = 1
        heights[row] = max(heights.get(row, 0), height_of(lines, cell.style.size))
    return heights | sheet.heights


def _texts_of(cell: Cell, book: Book) -> list[str]:
    """Return a cell's text in every language it may be shown in."""
    if isinstance(cell.content, str):
        return [cell.content]
    text = book.text_of(cell.content)
    return [text.in_language(language) for language in LANGUAGES] if text else []
