"""Import a file of marketing data: options for reading it, questions about what is unclear, and a summary of what was read."""

import datetime
import gc
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import wraps
from pathlib import Path
from typing import Any

import click

from sheetkpi.cli.output import print_note
from sheetkpi.cli.program import OneOf, UsageError, _
from sheetkpi.locale import locale_of
from sheetkpi.model.errors import reason_of
from sheetkpi.reading.columns import ABSENT, why_unused
from sheetkpi.reading.dates import FIRST_DAY, Dates, NoDate, Order
from sheetkpi.reading.fields import FIELDS
from sheetkpi.reading.header_row import Choices, OpenQuestions
from sheetkpi.reading.numbers import number_in
from sheetkpi.reading.table import Table
from sheetkpi.settings import read_settings
from sheetkpi.settings.load import FILE, find
from sheetkpi.translation import Label, Language, Listed, Message

#: Name at most this many, so that the summary stays on the screen.
MOST_NAMED = 10
ORDERS: Mapping[str, Order] = {"day-first": "day", "month-first": "month"}
DECIMALS = {"comma": ",", "point": "."}


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """The options for reading a file."""

    choices: Choices
    margin: float | None
    explains: bool
    remembers: bool


def import_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options for reading a file of marketing data; the command gets them as ``options``."""
    return _with_options(command, (*_READING, *_OF_THE_WHOLE))


def reading_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options for reading the columns of a file; the command gets them as ``options``."""
    return _with_options(command, _READING)


def _with_options(command: Callable[..., Any], options: Sequence[Callable[..., Any]]) -> Callable[..., Any]:
    @wraps(command)
    def with_options(  # noqa: PLR0913 - one for each option
        *args: Any,
        columns: tuple[str, ...],
        channel: str | None,
        order: str | None,
        decimal: str | None,
        explains: bool,
        sheet: str | None,
        date: str | None = None,
        margin: float | None = None,
        remembers: bool = False,
        **others: Any,
    ) -> Any:
        choices = Choices(_columns(columns), channel, _period(date), ORDERS.get(order or ""), DECIMALS.get(decimal or ""), sheet)
        return command(*args, options=ImportOptions(choices, margin, explains, remembers), **others)

    for option in reversed(options):
        option(with_options)
    return with_options


def with_usual_columns(choices: Choices) -> Choices:
    """Add the columns of the company's exports from the settings."""
    pairs = (text.partition("=") for text in read_settings().exports.columns)
    return replace(choices, usual=[(name.strip(), header.strip()) for name, _sign, header in pairs])


def _columns(pairs: Sequence[str]) -> dict[str, str]:
    """Read ``--column spend="Потрачено"``: the field by its name, title or usual name."""
    found = {}
    for pair in pairs:
        name, sign, header = pair.partition("=")
        field = _field_of(name)
        if not sign or field is None:
            raise UsageError(
                Message('--column {pair}: write it as --column FIELD="HEADER". Fields: {fields}.', pair=pair, fields=", ".join(FIELDS))
            )
        found[field] = header.strip()
    return found


def _field_of(name: str) -> str | None:
    from sheetkpi.reading.header import meaning_of

    key = name.strip().casefold().replace(" ", "_")
    return key if key in FIELDS else meaning_of(name).field


def _period(text: str | None) -> str | None:
    if text is not None:
        try:
            Dates().read(text)
        except NoDate as error:
            raise UsageError(Message("--date: {what}", what=error.what)) from None
    return text


def _margin(text: str) -> float:
    margin = number_in(text, decimal=",")
    if margin is None or not 0 <= margin <= 1:
        raise UsageError(Message("The margin is “{text}”. Give a share of revenue: 0.3 or 30%.", text=text))
    return margin


_READING = (
    click.option(
        "--column",
        "columns",
        multiple=True,
        metavar=_('FIELD="HEADER"'),
        help=_('Which column holds a field, such as --column spend="Amount"; --column spend= if there is none. Can be repeated'),
    ),
    click.option("--channel", metavar=_("NAME"), help=_("The channel of the whole file, if no column names it")),
    click.option(
        "--dates",
        "order",
        type=OneOf(ORDERS),
        help=_("What comes first in 01/02/2026, if the file doesn't show it"),
    ),
    click.option(
        "--decimal",
        type=OneOf(DECIMALS),
        help=_("The decimal separator of the numbers, if the file doesn't show it"),
    ),
    click.option("--sheet", metavar=_("NAME"), help=_("The sheet of the workbook, if several hold such a table")),
    click.option("--explain", "explains", is_flag=True, help=_("Print what each column was read as, and which rows were left out")),
)


_OF_THE_WHOLE = (
    click.option(
        "--date", metavar=_("PERIOD"), help=_("Period of the whole file if no column has dates: a day, week or month, such as 2026-08")
    ),
    click.option(
        "--margin", metavar=_("SHARE"), type=_margin, help=_("Gross profit as a share of revenue, such as 30%, if no column has it")
    ),
    click.option("--remember", "remembers", is_flag=True, help=_("Keep what --column says in sheetkpi.toml, for later files")),
)


def read_with_questions(read: Callable[[Choices], Table], options: ImportOptions, language: Language) -> Table:
    """Read a file; on a terminal, ask what is unclear, otherwise list the options that answer it.

    Raises:
        UnreadableFile: It can't be read, or a question stays open.
    """
    choices = with_usual_columns(options.choices)
    answered = False
    while True:
        try:
            with _without_garbage_collection():
                table = read(choices)
        except OpenQuestions as error:
            if not (sys.stdin.isatty() and sys.stderr.isatty()):
                raise
            for name, headers in error.questions.items():
                choices = _asked(name, headers, choices, language)
                answered = True
        else:
            named = {name: header for name, header in choices.columns.items() if header != ABSENT}
            if named and (options.remembers or (answered and _wants_to_keep(language))):
                print_note(Message("Kept in {file} for later files.", file=remember(named)), language)
            return table


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    """Spare a fifth of the time: reading makes a million small objects, and none that refer to each other in a circle."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _asked(name: str, headers: Sequence[str], choices: Choices, language: Language) -> Choices:
    """Ask one question, and return the choices with its answer."""
    title = FIELDS[name].title
    if not headers:
        question = (
            Message("There is no column with channels. Which channel is the whole file about?")
            if name == "channel"
            else Message("There is no column with dates. Which day, week or month does the file cover (such as 2026-08)?")
        )
        answer = click.prompt(question.in_language(language), err=True)
        return replace(choices, date=_period(answer)) if name == "date" else replace(choices, channel=answer)
    print_note(Message("Which column is {field}?", field=title), language)
    for number, header in enumerate(headers, 1):
        click.echo(f"  {number}  {header}", err=True)
    click.echo(f"  0  {Message('none of them').in_language(language)}", err=True)
    number = click.prompt(Message("Number").in_language(language), type=click.IntRange(0, len(headers)), err=True)
    return replace(choices, columns={**choices.columns, name: headers[number - 1] if number else ABSENT})


def _wants_to_keep(language: Language) -> bool:
    question = Message("Keep the answers in {file} for later files?", file=FILE)
    return click.confirm(question.in_language(language), default=True, err=True)


def remember(columns: Mapping[str, str]) -> Path:
    """Add headers by field to the settings of the company's exports, and give the file; what else is in it stays as it is.

    Raises:
        UsageError: The file cannot be written.
    """
    import tomlkit

    path = find(os.environ, Path()) or Path(FILE)
    document = tomlkit.parse(path.read_text("utf-8")) if path.exists() else tomlkit.document()
    exports = document.setdefault("exports", tomlkit.table())
    kept = exports.setdefault("columns", tomlkit.array())
    for name, header in columns.items():
        if (line := f"{name} = {header}") not in kept:
            kept.append(line)
    try:
        path.write_text(tomlkit.dumps(document), "utf-8")
    except OSError as error:
        raise UsageError(Message("{file} cannot be written: {reason}", file=path, reason=reason_of(error))) from None
    return path


# --- what was read


def explain(table: Table, language: Language) -> None:
    """Print what each column was read as, and every row that was left out."""
    print_note(Message("{file}: the header is in line {line}.", file=table.file, line=table.header_line), language)
    for name, column in table.columns.used.items():
        print_note(Message("  “{header}” → {field}", header=column.header, field=FIELDS[name].title), language)
    for unused in table.columns.unused:
        print_note(Message("  not used: {why}", why=why_unused(unused)), language)
    for lines, what in (
        (table.totals, Label("totals")),
        (table.remarks, Label("without numbers")),
        (table.masked, Label("with hidden numbers")),
    ):
        if lines:
            print_note(Message("  lines {what}: {lines}", what=what, lines=", ".join(map(str, lines))), language)
    for row in table.rejected:
        print_note(Message("  line {line}: {what}", line=row.line, what=Listed(row.why, separator="; ")), language)


def tell_what_is_left_out(table: Table, language: Language) -> None:
    """Print the rows that can't be used, with the reasons, and the lines that aren't data."""
    for row in table.rejected[:MOST_NAMED]:
        for why in row.why:
            print_note(Message("{file}, line {line}, {what}", file=table.file, line=row.line, what=why), language)
    if table.rejected_count > MOST_NAMED:
        print_note(Message("… and in more rows: {count}", count=table.rejected_count - MOST_NAMED), language)
    if table.totals:
        print_note(Message("{file}: totals are left out, lines {lines}.", file=table.file, lines=_some(table.totals)), language)
    if table.remarks:
        print_note(Message("{file}: lines without a number are left out: {lines}.", file=table.file, lines=_some(table.remarks)), language)
    if table.masked:
        print_note(
            Message("{file}: hidden numbers (such as <5) are left blank, lines {lines}.", file=table.file, lines=_some(table.masked)),
            language,
        )


def tell_what_is_missing(table: Table, *, earns: bool, language: Language) -> None:
    """Print what can't be calculated because a column is missing."""
    used = table.columns.used
    if "spend" not in used:
        print_note(Message("There is no spend column, so there will be no cost per customer, ROMI or ROAS."), language)
    if "revenue" not in used:
        print_note(Message("There is no revenue column, so there will be no ROAS, ad cost share or ROMI."), language)
    elif not earns:
        print_note(
            Message(
                "There is no column with cost of sales, margin or gross profit, so there will be no ROMI and no verdict, only ROAS, "
                "ad cost share and cost per customer. If you know the margin, add --margin 30%."
            ),
            language,
        )


def tell_what_was_taken(table: Table, language: Language) -> None:
    """Print how many rows were read, and their days and channels."""
    from sheetkpi.workbooks.channels.data import CAPACITY, CHANNELS  # which needs a library that not every command has

    rows = table.rows[:CAPACITY]
    days = [row["date"] for row in rows if isinstance(row["date"], float)]
    channels = list(dict.fromkeys(str(row["channel"]) for row in rows))
    print_note(
        Message(
            "{file}: rows read: {rows}, from {first} to {last}; channels: {count} ({channels}).",
            file=table.file,
            rows=len(rows),
            first=_Day(min(days)),
            last=_Day(max(days)),
            count=len(channels),
            channels=_some(channels),
        ),
        language,
    )
    if table.rejected:
        print_note(
            Message(
                "Rows rejected: {count}. They are on the sheet “{sheet}” with the reasons. Fix them in {file} and run the command again.",
                count=table.rejected_count,
                sheet=Label("Rejected rows"),
                file=table.file,
            ),
            language,
        )
    if len(table.rows) > CAPACITY:
        print_note(
            Message(
                "The sheet holds {capacity} rows; left out at the end of the file: {count}. Export weeks or months instead of days.",
                capacity=CAPACITY,
                count=len(table.rows) - CAPACITY,
            ),
            language,
        )
    if len(channels) > CHANNELS:
        print_note(
            Message(
                "Channels: {count}; only {most} can be compared. Merge some under one name on the sheet “{sheet}”.",
                count=len(channels),
                sheet=Label("Mapping"),
                most=CHANNELS,
            ),
            language,
        )


def _some(items: Sequence[object]) -> str:
    return ", ".join(str(item) for item in items[:MOST_NAMED]) + (", …" if len(items) > MOST_NAMED else "")


@dataclass(frozen=True, slots=True)
class _Day:
    """A date by its serial number."""

    number: float

    def in_language(self, language: Language) -> str:
        return (FIRST_DAY + datetime.timedelta(days=self.number)).strftime(locale_of(language).date_format)
