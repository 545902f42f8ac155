"""``sheetkpi serve``: the server for spreadsheets, and the pages for people."""

import os
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import click

from sheetkpi.cli.output import print_note
from sheetkpi.cli.program import LocalizedCommand, UsageError, _, help_option, language_option, one_of
from sheetkpi.files.installing import needing
from sheetkpi.printing.notation import BEST_KNOWN, curl_command
from sheetkpi.registry import KPIS
from sheetkpi.settings import MOST_WORKERS, PROGRAMS, read_settings
from sheetkpi.translation import Label, Language, Message, translate

if TYPE_CHECKING:
    from sheetkpi.hosts.web.access import AccessPolicy

FINISHING = Label("Finishing the current requests. Press Ctrl+C again to stop now.")


def _port(ctx: click.Context, parameter: click.Parameter, value: str | None) -> int | None:  # noqa: ARG001
    if value is None or value.isdecimal():
        return None if value is None else int(value)
    raise UsageError(Message("The port is “{value}”. Give a number from 1 to 65535, or 0 for any free one.", value=value))


def _workers(ctx: click.Context, parameter: click.Parameter, value: str | None) -> int | None:  # noqa: ARG001
    if value is None or (value.isdecimal() and 0 < int(value) <= MOST_WORKERS):
        return None if value is None else int(value)
    raise UsageError(Message("The number of workers is “{value}”. Give a number from 1 to {most}.", value=value, most=MOST_WORKERS))


@click.command(
    cls=LocalizedCommand,
    name="serve",
    options_metavar=_("[OPTIONS]"),
    help=_("Start the server for spreadsheets and its pages."),
    epilog=_("Needs the libraries of sheetkpi[web]; if they are missing, the command tells how to install them."),
)
@click.option("--host", metavar=_("ADDRESS"), help=_("Address to listen on; by default this computer only"))
@click.option("--port", metavar=_("NUMBER"), callback=_port, help=_("Port; by default 8765"))
@click.option("--open", "is_open", is_flag=True, help=_("Let everybody who can reach the address in without a key"))
@click.option(
    "--server",
    "program",
    metavar="|".join(PROGRAMS),
    callback=one_of(PROGRAMS),
    help=_("Server to run; by default waitress. Use granian for several processes behind a proxy"),
)
@click.option("--workers", metavar=_("NUMBER"), callback=_workers, help=_("Number of processes, with granian; by default 1"))
@click.option("--quiet", is_flag=True, help=_("Log only requests that are refused or fail"))
@language_option
@help_option
def command(
    host: str | None, port: int | None, is_open: bool, program: str | None, workers: int | None, quiet: bool, language: Language
) -> None:
    """Serve until somebody presses Ctrl+C."""
    with needing("web", _("The server needs libraries that are missing ({name}). Install them: {command}")):
        from sheetkpi.hosts.web.access import policy_from_settings
        from sheetkpi.hosts.web.app import app_of, create_app  # it needs libraries that only a server has
        from sheetkpi.hosts.web.log import setup_logging
        from sheetkpi.hosts.web.metrics import counting_together
        from sheetkpi.hosts.web.server import serve
        from sheetkpi.release.products import product

    given = {
        name: value for name, value in (("host", host), ("port", port), ("program", program), ("workers", workers)) if value is not None
    }
    settings = read_settings()
    settings = replace(settings, server=replace(settings.server, **given))  # type: ignore[arg-type]
    if quiet and settings.log.requests == "all":
        settings = replace(settings, log=replace(settings.log, requests="refused"))
    setup_logging(settings.log, language)
    access = policy_from_settings(settings, os.environ, is_open=is_open)

    def announce(address: str) -> None:
        best_known = KPIS[BEST_KNOWN]
        click.echo(translate("sheetkpi listens at {address}", language).format(address=address))
        click.echo(translate("Open it in a browser, or try:", language))
        click.echo(f"  {curl_command(best_known, best_known.examples[0].arguments, address, needs_key=access.needs_key)}")
        _say_who_may_ask(access, language)
        click.echo(translate("Ctrl+C stops it.", language))

    def finish() -> None:
        print_note(FINISHING, language)

    with counting_together(settings.server.workers):
        app = create_app(settings, access, product)
        make_app = partial(app_of, settings, is_open=is_open, language=language, product=product)
        serve(settings.server.host, settings.server.port, announce, app, settings=settings, make_app=make_app, finish=finish)


def _say_who_may_ask(access: "AccessPolicy", language: Language) -> None:
    if access.is_open:
        print_note(Message("WARNING: this server is open (--open). Anyone who can reach its address can use it without a key."), language)
    elif access.keys is None or not access.needs_key:
        click.echo(translate("It has no keys, so it answers only programs on this computer.", language))
    elif access.keys.count:
        click.echo(
            Message("It needs a key. Keys: {count}, in {file}", count=access.keys.count, file=access.keys.path).in_language(language)
        )
    else:
        what = Message(
            "WARNING: it answers nobody, because {file} has no key. Add one: sheetkpi keys add NAME. "
            "Or delete the file to serve programs on this computer without keys.",
            file=access.keys.path,
        )
        print_note(what, language)
