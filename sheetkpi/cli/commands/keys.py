"""``sheetkpi keys``: manage the keys of a server that others can reach."""

import os
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from sheetkpi.cli.output import on_terminal, print_note, print_tab_separated, print_text
from sheetkpi.cli.program import Group, UsageError, _
from sheetkpi.cli.search import find_named
from sheetkpi.files.installing import needing
from sheetkpi.settings import read_settings
from sheetkpi.settings.values import Rate, duration_of, rate_of
from sheetkpi.translation import Label, Language, Message, translate

if TYPE_CHECKING:  # each command imports it when it runs: the help of all commands needs none of it
    from sheetkpi.hosts.web.keys import Key, KeyFile

EVERYTHING = "all"
DEFAULT = "default"
#: An old key that works for longer is not replaced.
LONGEST_GRACE = timedelta(days=90)

_NAME = [(_("NAME"), _("Whose key it is: a department, a spreadsheet, a person"))]


def _rate(value: str) -> Rate:
    try:
        return rate_of(value)
    except ValueError:
        raise UsageError(
            Message("The rate is “{value}”. Give a number and second, minute, hour or day: --rate 600/minute", value=value)
        ) from None


def _new_rate(value: str) -> Rate | str:
    return DEFAULT if value.strip().lower() == DEFAULT else _rate(value)


def _grace(value: str) -> timedelta:
    try:
        grace = timedelta(seconds=duration_of(value))
    except (ValueError, OverflowError):
        grace = timedelta(-1)
    if not timedelta(0) <= grace <= LONGEST_GRACE:
        raise UsageError(
            Message(
                "The time is “{value}”. Give a number and min, h or d, up to {most} d: --grace 1d", value=value, most=LONGEST_GRACE.days
            )
        )
    return grace


@click.group(
    "keys",
    cls=Group,
    help=_("Create, list, change, revoke or replace the keys of a server that others can reach."),
    epilog=_(
        "A server with keys answers only clients that send one of them. Changes take effect at once. All keys are in one file, "
        "which holds only their digests; the setting keys.file says where it is."
    ),
)
def command(language: Language) -> None:
    """Group the commands."""


@command.command(
    "add",
    terms=_NAME,
    help=_("Create a key and show it once."),
    epilog=_('For example: sheetkpi keys add "Marketing department" --rate 600/minute --functions ROMI,CPO'),
)
@click.argument("name", metavar=_("NAME"))
@click.option("--rate", metavar=_("NUMBER/minute"), type=_rate, help=_("The limit of requests (default: the setting rates.key)"))
@click.option(
    "--functions", metavar=_("NAMES"), default=EVERYTHING, help=_("The functions it may call, separated by commas (default: all)")
)
def add(name: str, rate: Rate | None, functions: str, language: Language) -> None:
    """Make a key and show it."""
    allowed = _allowed(functions)
    file = _key_file()
    _show_once(file.add(name, rate, allowed), name, file, language)
    if len(file.read()) == 1:
        print_note(Message("It is the first key: from now on a server with these keys answers only clients that send one."), language)


@command.command(
    "list",
    help=_("List the keys, what they may do and when they were last used."),
    epilog=_("A running server records once a minute which keys were used."),
)
def show(language: Language) -> None:
    """Show all keys, without the keys themselves."""
    file = _key_file()
    keys = file.read()
    if not keys:
        print_note(Message("There are no keys in {file}. Create one: sheetkpi keys add NAME", file=file.path), language)
        return
    now = datetime.now(UTC)
    rows = [_row(key, language) for key in keys if key.expires is None or key.expires > now]
    if not on_terminal():
        print_tab_separated(rows)
        return
    from sheetkpi.cli.drawing import draw_range  # a pipe does without rich

    header = [translate(word, language) for word in (_("Name"), _("Created"), _("Last used"), _("Rate"), _("Functions"), _("Expires"))]
    draw_range([header, *rows], [header, *rows], has_header=True)


@command.command(
    "change",
    terms=_NAME,
    help=_("Change a key's limit of requests and its functions; the key itself stays the same."),
    epilog=_('For example: sheetkpi keys change "Marketing department" --rate 6000/minute --functions all'),
)
@click.argument("name", metavar=_("NAME"))
@click.option(
    "--rate", metavar=_("NUMBER/minute"), type=_new_rate, help=_("The limit of requests; default stands for the setting rates.key")
)
@click.option("--functions", metavar=_("NAMES"), help=_("The functions it may call, separated by commas; all stands for every function"))
def change(name: str, rate: Rate | str | None, functions: str | None, language: Language) -> None:
    """Change what a key may do."""
    if rate is None and functions is None:
        raise UsageError(Message("Give one of: {options}.", options="--rate, --functions"))
    changes: dict[str, Any] = {} if rate is None else {"rate": None if rate == DEFAULT else rate}
    if functions is not None:
        changes["functions"] = _allowed(functions)
    key = _key_file().change(name, **changes)
    print_text(
        Message(
            "{name}'s key has been changed. Rate: {rate}. Functions: {functions}",
            name=key.name,
            rate=key.rate or Label("default"),
            functions=_functions_of(key, language),
        ),
        language,
    )


@command.command(
    "revoke",
    terms=_NAME,
    help=_("Revoke a key; it stops working at once."),
)
@click.argument("name", metavar=_("NAME"))
def revoke(name: str, language: Language) -> None:
    """End a key."""
    file = _key_file()
    file.revoke(name)
    print_text(Message("{name}'s key has been revoked.", name=name), language)
    if not file.read():
        print_note(Message("It was the last key: a server with these keys answers nobody now."), language)


@command.command(
    "rotate",
    terms=_NAME,
    help=_("Replace a key with a new one and show it once; the old one stops working at once or after a grace period."),
)
@click.argument("name", metavar=_("NAME"))
@click.option(
    "--grace",
    default="0",
    metavar=_("TIME"),
    type=_grace,
    help=_("How long the old key still works, such as 1d (default: it stops at once)"),
)
def rotate(name: str, grace: timedelta, language: Language) -> None:
    """Replace a key."""
    file = _key_file()
    _show_once(file.rotate(name, grace), name, file, language)
    until = Message("The old key works until {until} by the server's clock.", until=_shown(datetime.now(UTC) + grace))
    print_note(until if grace else Label("The old key has been revoked."), language)


def _show_once(key: str, name: str, file: "KeyFile", language: Language) -> None:
    """Print a key, and to stderr what to do with it."""
    click.echo(key)
    print_note(Message("This is {name}'s key. It won't be shown again: {file} holds only its digest.", name=name, file=file.path), language)
    print_note(Message("Google Sheets: the menu SheetKPI → Settings → Key. Programs: the header Authorization: Bearer KEY"), language)


def _row(key: "Key", language: Language) -> list[Any]:
    return [
        key.name,
        "" if key.expires else _shown(key.created),
        _shown(key.last_used) if key.last_used else translate("never", language),
        str(key.rate or ""),
        _functions_of(key, language),
        _shown(key.expires) if key.expires else "",
    ]


def _functions_of(key: "Key", language: Language) -> str:
    return ", ".join(key.functions) if key.functions is not None else translate("all", language)


def _shown(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def _allowed(functions: str) -> tuple[str, ...] | None:
    """Return the names of the functions; None for all."""
    wanted = [name.strip() for name in functions.split(",") if name.strip()]
    if [name.lower() for name in wanted] == [EVERYTHING]:
        return None
    if not wanted:
        raise UsageError(
            Message("{option} needs names, separated by commas, as in ROMI,CPO; or {all}.", option="--functions", all=EVERYTHING)
        )
    return tuple(dict.fromkeys(find_named(name).name for name in wanted))


def _key_file() -> "KeyFile":
    with needing("web", _("Keys need libraries that are missing ({name}). Install them: {command}")):
        from sheetkpi.hosts.web.keys import KeyFile, key_file_path
    return KeyFile(key_file_path(read_settings().keys.file, os.environ))
