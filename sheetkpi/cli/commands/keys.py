"""``sheetkpi keys``: who may use a server that others reach."""

import os
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from sheetkpi.cli.output import on_terminal, print_note, print_tab_separated
from sheetkpi.cli.program import Group, LocalizedCommand, UsageError, _, help_option, language_option
from sheetkpi.cli.search import find_named
from sheetkpi.files.installing import needing
from sheetkpi.settings import read_settings
from sheetkpi.settings.values import Rate, duration_of, rate_of
from sheetkpi.translation import Language, Message, translate

if TYPE_CHECKING:  # each command imports it when it runs: the help of all commands needs none of it
    from sheetkpi.hosts.web.keys import Key, KeyFile

EVERYTHING = "all"
DEFAULT = "default"
#: An old key that works for longer is not replaced.
LONGEST_GRACE = timedelta(days=90)

_NAME = [(_("NAME"), _("Whose key it is: a department, a spreadsheet, a person"))]


def _rate(ctx: click.Context, parameter: click.Parameter, value: str | None) -> Rate | None:  # noqa: ARG001
    if value is None:
        return None
    try:
        return rate_of(value)
    except ValueError:
        raise UsageError(
            Message("The rate is “{value}”. Give a number and second, minute, hour or day: --rate 600/minute", value=value)
        ) from None


def _new_rate(ctx: click.Context, parameter: click.Parameter, value: str | None) -> Rate | str | None:
    return DEFAULT if value is not None and value.strip().lower() == DEFAULT else _rate(ctx, parameter, value)


def _grace(ctx: click.Context, parameter: click.Parameter, value: str) -> timedelta:  # noqa: ARG001
    try:
        grace = timedelta(seconds=duration_of(value))
    except (ValueError, OverflowError):
        grace = timedelta(-1)
    if not timedelta(0) <= grace <= LONGEST_GRACE:
        raise UsageError(
            Message(
                "The time is “{value}”. Give a number and min, h or d, {most} d at most: --grace 1d", value=value, most=LONGEST_GRACE.days
            )
        )
    return grace


@click.group(
    cls=Group,
    name="keys",
    help=_("Create, list, change, revoke or replace the keys of a server that others can reach."),
    epilog=_(
        "A server with keys answers only clients that send one of them. Changes take effect at once. All keys are in one file, "
        "which holds only their digests; the setting keys.file says where it is."
    ),
)
@language_option
@help_option
def command(language: Language) -> None:
    """The keys."""


@command.command(
    cls=LocalizedCommand,
    name="add",
    terms=_NAME,
    options_metavar=_("[OPTIONS]"),
    help=_("Create a key and show it once."),
    epilog=_('For example: sheetkpi keys add "Marketing department" --rate 600/minute --functions ROMI,CPO'),
)
@click.argument("name", metavar=_("NAME"))
@click.option("--rate", metavar=_("NUMBER/minute"), callback=_rate, help=_("The limit of requests; if omitted, the setting rates.key"))
@click.option(
    "--functions", metavar=_("NAMES"), default=EVERYTHING, help=_("The functions it may call, separated by commas; if omitted, all")
)
@language_option
@help_option
def add(name: str, rate: Rate | None, functions: str, language: Language) -> None:
    """Make a key and show it."""
    allowed = _allowed(functions)
    file = _key_file()
    key = file.add(name, rate, allowed)
    click.echo(key)
    print_note(Message("This is {name}'s key. It won't be shown again: {file} holds only its digest.", name=name, file=file.path), language)
    _say_where_it_goes(language)
    if len(file.read()) == 1:
        print_note(Message("It is the first key: from now on a server with these keys answers only clients that send one."), language)


@command.command(
    cls=LocalizedCommand,
    name="list",
    options_metavar=_("[OPTIONS]"),
    help=_("List the keys, what they may do and when they were last used."),
    epilog=_("A running server records once a minute which keys were used."),
)
@language_option
@help_option
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
    cls=LocalizedCommand,
    name="change",
    terms=_NAME,
    options_metavar=_("[OPTIONS]"),
    help=_("Change a key's limit of requests and its functions; the key itself stays the same."),
    epilog=_('For example: sheetkpi keys change "Marketing department" --rate 6000/minute --functions all'),
)
@click.argument("name", metavar=_("NAME"))
@click.option(
    "--rate", metavar=_("NUMBER/minute"), callback=_new_rate, help=_("The limit of requests; default means the setting rates.key")
)
@click.option("--functions", metavar=_("NAMES"), help=_("The functions it may call, separated by commas; all means every function"))
@language_option
@help_option
def change(name: str, rate: Rate | str | None, functions: str | None, language: Language) -> None:
    """Change what a key may do."""
    if rate is None and functions is None:
        raise UsageError(Message("Give one of: {options}.", options="--rate, --functions"))
    changes: dict[str, Any] = {}
    if rate is not None:
        changes["rate"] = None if rate == DEFAULT else rate
    if functions is not None:
        changes["functions"] = _allowed(functions)
    key = _key_file().change(name, **changes)
    what = Message(
        "{name}'s key has been changed. Rate: {rate}. Functions: {functions}",
        name=key.name,
        rate=key.rate or translate("default", language),
        functions=", ".join(key.functions) if key.functions is not None else translate("all", language),
    )
    click.echo(what.in_language(language))


@command.command(
    cls=LocalizedCommand,
    name="revoke",
    terms=_NAME,
    options_metavar=_("[OPTIONS]"),
    help=_("Revoke a key at once."),
)
@click.argument("name", metavar=_("NAME"))
@language_option
@help_option
def revoke(name: str, language: Language) -> None:
    """End a key."""
    file = _key_file()
    file.revoke(name)
    click.echo(Message("{name}'s key has been revoked.", name=name).in_language(language))
    if not file.read():
        print_note(Message("It was the last key: a server with these keys now answers nobody."), language)


@command.command(
    cls=LocalizedCommand,
    name="rotate",
    terms=_NAME,
    options_metavar=_("[OPTIONS]"),
    help=_("Replace a key with a new one and show it once; the old one stops working at once or after a grace period."),
)
@click.argument("name", metavar=_("NAME"))
@click.option(
    "--grace",
    default="0",
    metavar=_("TIME"),
    callback=_grace,
    help=_("How long the old key still works, such as 1d; if omitted, it stops at once"),
)
@language_option
@help_option
def rotate(name: str, grace: timedelta, language: Language) -> None:
    """Replace a key."""
    file = _key_file()
    click.echo(file.rotate(name, grace))
    print_note(
        Message("This is {name}'s new key. It won't be shown again: {file} holds only its digest.", name=name, file=file.path), language
    )
    if grace:
        until = _shown(datetime.now(UTC) + grace)
        print_note(Message("The old key works until {until} by the server's clock.", until=until), language)
    else:
        print_note(Message("The old key has been revoked."), language)
    _say_where_it_goes(language)


def _say_where_it_goes(language: Language) -> None:
    print_note(Message("Google Sheets: the menu SheetKPI → Settings → Key. Programs: the header Authorization: Bearer KEY"), language)


def _row(key: "Key", language: Language) -> list[Any]:
    return [
        key.name,
        "" if key.expires else _shown(key.created),
        _shown(key.last_used) if key.last_used else translate("never", language),
        str(key.rate or ""),
        ", ".join(key.functions) if key.functions is not None else translate("all", language),
        _shown(key.expires) if key.expires else "",
    ]


def _shown(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def _functions(names: str) -> tuple[str, ...]:
    wanted = [name.strip() for name in names.split(",") if name.strip()]
    if not wanted:
        raise UsageError(
            Message("{option} needs names, separated by commas, as in ROMI,CPO; or {all}.", option="--functions", all=EVERYTHING)
        )
    return tuple(dict.fromkeys(find_named(name).name for name in wanted))


def _allowed(functions: str) -> tuple[str, ...] | None:
    """The functions that are allowed; None for all."""
    return None if functions.strip().lower() == EVERYTHING else _functions(functions)


def _key_file() -> "KeyFile":
    with needing("web", _("Keys need libraries that are missing ({name}). Install them: {command}")):
        from sheetkpi.hosts.web.keys import KeyFile, key_file_path
    return KeyFile(key_file_path(read_settings().keys.file, os.environ))
