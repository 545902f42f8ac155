"""Sheets that every workbook has: the first one with its switches, the checks, and the reference of all KPIs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from sheetkpi import __version__
from sheetkpi.model.records import Record
from sheetkpi.printing.words import formulas_in_words
from sheetkpi.registry import KPIS
from sheetkpi.translation import LANGUAGES, OWN_NAMES, Label, Language, Listed, Message, Translatable
from sheetkpi.workbooks.book import At, Book, Content, Formula, Sheet, Validation
from sheetkpi.workbooks.kpi_texts import KpiText, kpi_definition, kpi_source, signature
from sheetkpi.workbooks.styles import (
    BAD,
    BAND_STYLE,
    CHECK,
    GOOD,
    HEADER,
    HEADER_LEFT,
    HINT,
    INPUT_CHOICE,
    LABEL,
    NUMBER,
    PARAGRAPH,
    RESULT,
    SENTENCE,
    SUBTITLE,
    TITLE,
    UNSEEN,
    WARN,
    Style,
)

#: The columns: a margin, the name of a switch, its value, what it means, and room.
NAME, VALUE, MEANING = 1, 2, 3

WIDTHS = (3, 34, 22, 74)


@dataclass(frozen=True, slots=True)
class Choice:
    """A switch: one of several words."""

    cell: At
    number: At

    def either(self, *formulas: str) -> str:
        """Return the formula that belongs to the choice."""
        return f"CHOOSE({self.number.full},{','.join(formulas)})"


class StartPage:
    """Writes the sheet from top to bottom."""

    def __init__(self, book: Book, title: Content, purpose: Translatable | None = None) -> None:
        self.book = book
        self.sheet: Sheet = book.sheet(Label("Start"), tab="#0072B2")
        self.sheet.set_widths(*WIDTHS)
        self.sheet.is_landscape = False
        self.sheet.put(0, NAME, title, TITLE)
        self.row = 1
        if purpose:
            self.paragraph(purpose)
        self.row += 1

    def paragraph(self, text: Content) -> None:
        """Write a paragraph across the page."""
        self.sheet.merge(self.row, NAME, 3, text, PARAGRAPH)
        self.row += 1

    def heading(self, text: Content) -> None:
        """Write a heading."""
        self.sheet.put(self.row, NAME, text, SUBTITLE)
        self.row += 1

    def steps(self, steps: Sequence[Translatable]) -> None:
        """Write the numbered steps."""
        self.heading(Label("How to use it"))
        for number, step in enumerate(steps, 1):
            self.paragraph(Message("{number}. {step}", number=number, step=step))
        self.row += 1

    def legend(self) -> None:
        """Write what the colours of cells mean."""
        self.heading(Label("Colours"))
        for style, text in (
            (INPUT_CHOICE.but(is_open=False), Label("Blue on light blue: yours to change")),
            (NUMBER.but(align="center"), Label("Black: calculated; the sheet is protected without a password")),
            (GOOD.but(align="center", is_bold=True), Label("✓ Green: a check agrees, a plan is met")),
            (WARN.but(align="center", is_bold=True), Label("! Amber: check whether this is intended")),
            (BAD.but(align="center", is_bold=True), Label("✗ Red: a check says what to fix, a plan is missed")),
        ):
            self.sheet.put(self.row, NAME, Label("Example"), style)
            self.sheet.merge(self.row, VALUE, 2, text, HINT.but(indent=1, is_top=False))
            self.row += 1
        self.row += 1

    def language_switch(self) -> None:
        """Write the language switch."""
        words = self.book.options([Label(OWN_NAMES[language]) for language in LANGUAGES])
        cell = self.switch_row(Label("Language of the texts"), OWN_NAMES[self.book.language], Label("Names of sheets stay as they are"))
        self.sheet.allow(cell, Validation("list", options=words))
        self.book.language_cell = self.book.mark("start.language", cell)

    def choice(self, key: str, name: Translatable, options: Sequence[Translatable], chosen: int, meaning: Translatable) -> Choice:
        """Write a switch between words; `chosen` counts from 0."""
        words = self.book.options(options)
        cell = self.switch_row(name, options[chosen], meaning)
        message = Message("Choose one of: {options}", options=Listed(options))
        self.sheet.allow(cell, Validation("list", options=words, title=name, message=message))
        self.book.mark(f"start.{key}", cell)
        number = self.sheet.put(cell.row, MEANING + 1, Formula(number_of_choice(self.book, cell, words, chosen)), UNSEEN)
        return Choice(cell, number)

    def number(self, key: str, name: Translatable, value: float, style: Style, limits: Validation, meaning: Translatable) -> At:
        """Write a switch that is a number: a threshold, a rate."""
        cell = self.switch_row(name, value, meaning, style)
        self.sheet.allow(cell, limits)
        return self.book.mark(f"start.{key}", cell)

    def text(self, key: str, name: Translatable, value: str, meaning: Translatable) -> At:
        """Write a switch that is a text: the currency."""
        return self.book.mark(f"start.{key}", self.switch_row(name, value, meaning))

    def switch_row(self, name: Translatable, value: float | str | Translatable, meaning: Translatable, style: Style = INPUT_CHOICE) -> At:
        """Write a line with a switch in it."""
        self.sheet.put(self.row, NAME, name, LABEL)
        content = value.in_language(self.book.language) if isinstance(value, Translatable) else value
        cell = self.sheet.put(self.row, VALUE, content, style)
        self.sheet.put(self.row, MEANING, meaning, HINT.but(indent=1, is_top=False))
        self.row += 1
        return cell

    def headline(self, name: Translatable, formula: str, style: Style = RESULT) -> At:
        """Write a result."""
        self.sheet.put(self.row, NAME, name, LABEL)
        cell = self.sheet.put(self.row, VALUE, Formula(formula), style)
        self.row += 1
        return cell

    def sentence(self, formula: str) -> At:
        """Write a sentence that a formula puts together."""
        cell = self.sheet.merge(self.row, NAME, 3, Formula(formula), SENTENCE)
        self.sheet.heights[self.row] = 34
        self.row += 1
        return cell.cell()

    def light(self, state: Formula) -> At:
        """Write the traffic light: green, amber or red by the sign its sentence begins with."""
        cells = self.sheet.merge(self.row, NAME, 3, state, CHECK.but(size=12, align="left", indent=1, border="all"))
        self.sheet.heights[self.row] = 26
        light = cells.cell()
        for sign, style in (("✓", GOOD), ("✗", BAD)):
            self.sheet.rule(cells, f'LEFT({light.fixed},1)="{sign}"', style)
        self.row += 2
        return self.book.mark("start.light", light)

    def version(self) -> None:
        """Write the version."""
        self.sheet.put(self.row + 1, NAME, Message("sheetkpi {version}", version=__version__), HINT.but(is_wrapped=False))


def number_of_choice(book: Book, cell: At, words: At, chosen: int) -> str:
    """Return the formula of a choice's number, from 1, whatever its language; `chosen` if it is none of the list."""
    formula = str(chosen + 1)
    for language in reversed(LANGUAGES):
        formula = f"IFERROR(MATCH({cell.full},{book.in_language(words, language).full},0),{formula})"
    return formula


@dataclass(frozen=True, slots=True)
class Check:
    """One check."""

    key: str
    text: Translatable
    condition: str
    remedy: Translatable
    is_warning: bool = False
    found: str | None = None


_NUMBER, _TEXT, _STATE, _MARK, _FOUND, _REMEDY = range(6)


class Checklist:
    """Collects checks, and writes the sheet when all are in."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.sheet: Sheet = book.sheet(Label("Checks"), tab="#009E73")
        self.checks: list[Check] = []

    def add(self, check: Check) -> None:
        """Add a check."""
        self.checks.append(check)

    @property
    def state(self) -> At:
        """The cell of the sentence about all checks."""
        return At(self.sheet.title, 1, 1)

    def write(self) -> None:
        """Write the sheet."""
        sheet, book = self.sheet, self.book
        sheet.set_widths(5, 58, 10, 12, 26, 62)
        sheet.put(0, 1, Label("Checks"), TITLE)
        heads = [
            Label("No."),
            Label("What must hold"),
            Label("Holds"),
            Label("State"),
            Label("Found"),
            Label("What to do if it does not"),
        ]
        for column, head in enumerate(heads):
            sheet.put(3, column, head, HEADER_LEFT if column in (_TEXT, _FOUND, _REMEDY) else HEADER)
        for number, check in enumerate(self.checks):
            row = 4 + number
            sheet.put(row, _NUMBER, float(number + 1), CHECK.but(is_bold=False))
            sheet.put(row, _TEXT, check.text, LABEL)
            state = sheet.put(row, _STATE, Formula(f"IFERROR({check.condition},FALSE)"), CHECK.but(is_bold=False))
            bad = book.word(Label("! look")) if check.is_warning else book.word(Label("✗ fix"))
            sheet.put(row, _MARK, Formula(f"IF({state.here},{book.word(Label('✓ fine'))},{bad})"), CHECK)
            sheet.put(row, _FOUND, Formula(f'IFERROR({check.found},"")') if check.found else None, LABEL.but(align="left"))
            sheet.put(row, _REMEDY, check.remedy, LABEL)
            book.mark(f"checks.{check.key}", state)
        last = 3 + len(self.checks)
        marks = sheet.range(4, _MARK, len(self.checks))
        first = marks.cell().in_column
        sheet.rule(marks, f'LEFT({first},1)="✓"', GOOD)
        sheet.rule(marks, f'LEFT({first},1)="!"', WARN)
        sheet.rule(marks, f'LEFT({first},1)="✗"', BAD)
        self._write_state(marks)
        sheet.frozen = (4, 0)
        sheet.repeated_rows = 3
        sheet.print_area = sheet.range(0, 0, last + 1, 6)

    def _write_state(self, marks: At) -> None:
        word = self.book.word
        bad = f'COUNTIF({marks.fixed},"✗*")'
        warned = f'COUNTIF({marks.fixed},"!*")'
        failed = f'{word(Label("✗ Checks to fix, on the sheet “Checks”:"))}&" "&{bad}'
        look = f'{word(Label("✓ All checks hold; things to look at:"))}&" "&{warned}'
        fine = word(Message("✓ All {count} checks hold", count=len(self.checks)))
        state = self.sheet.put(1, 1, Formula(f"IF({bad}>0,{failed},IF({warned}>0,{look},{fine}))"), CHECK.but(align="left", size=12))
        self.sheet.rule(state, f'LEFT({state.fixed},1)="✓"', GOOD)
        self.sheet.rule(state, f'LEFT({state.fixed},1)="✗"', BAD)
        self.book.mark("checks.state", state)
        hint = Label("A failed check says what to do. A warning (!) does not stop you: check whether it is intended.")
        self.sheet.put(2, 1, hint, HINT)


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


#: By ISO 4217 code. A currency without a symbol keeps its code.
SIGNS: Mapping[str, str] = {
    "AMD": "֏",
    "AZN": "₼",
    "BYN": "Br",
    "CNY": "¥",
    "CZK": "Kč",
    "EUR": "€",
    "GBP": "£",
    "GEL": "₾",
    "ILS": "₪",
    "INR": "₹",
    "JPY": "¥",
    "KRW": "₩",
    "KZT": "₸",
    "PLN": "zł",
    "RSD": "дин.",
    "RUB": "₽",
    "RUR": "₽",
    "TRY": "₺",
    "UAH": "₴",
    "USD": "$",
    "UZS": "сум",
}


def sign_of(currency: str) -> str:
    """Return the symbol of a currency; an unknown code stays as it is.

    >>> sign_of("rub"), sign_of("€"), sign_of("CHF")
    ('₽', '€', 'CHF')
    """
    return SIGNS.get(currency.strip().upper(), currency.strip())
