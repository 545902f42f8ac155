"""The first sheet of a workbook: purpose, traffic light, steps, colours and switches."""

from collections.abc import Sequence
from dataclasses import dataclass

from sheetkpi import __version__
from sheetkpi.translation import LANGUAGES, OWN_NAMES, Label, Listed, Message, Translatable
from sheetkpi.workbooks.book import At, Book, Content, Formula, Sheet, Validation
from sheetkpi.workbooks.styles import (
    BAD,
    CHECK,
    GOOD,
    HINT,
    INPUT_CHOICE,
    LABEL,
    NUMBER,
    PARAGRAPH,
    RESULT,
    SENTENCE,
    SUBTITLE,
    TITLE,
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


#: What a formula needs and nobody has to read.
UNSEEN = Style(colour="#FFFFFF", number_format=";;;")
