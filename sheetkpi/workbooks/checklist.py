"""The sheet “Checks”: each TRUE or FALSE with a remedy, summed up in a traffic light."""

from dataclasses import dataclass

from sheetkpi.translation import Label, Message, Translatable
from sheetkpi.workbooks.book import At, Book, Formula, Sheet
from sheetkpi.workbooks.styles import BAD, CHECK, GOOD, HEADER, HEADER_LEFT, HINT, LABEL, TITLE, WARN


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
