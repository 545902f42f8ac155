"""``sheetkpi serve``: the server for spreadsheets, and the pages for people."""

import os
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import click

from sheetkpi.cli.output import print_note, print_text
from sheetkpi.cli.program import LocalizedCommand, OneOf, UsageError, _
from sheetkpi.files.installing import needing
from sheetkpi.printing.notation import BEST_KNOWN, curl_command
from sheetkpi.registry import KPIS
from sheetkpi.settings import MOST_WORKERS, PROGRAMS, read_settings
from sheetkpi.translation import Label, Language, Message

if TYPE_CHECKING:
    from sheetkpi.hosts.web.access import AccessPolicy

FINISHING = Label("Finishing the current requests. Press Ctrl+C again to stop now.")


def _port(value: str) -> int:
    if value.isdecimal():
        return int(value)
    raise UsageError(Message("The port is “{value}”. Give a number from 1 to 65535, or 0 for any free one.", value=value))


def _workers(value: str) -> int:
    if value.isdecimal() and 0 < int(value) <= MOST_WORKERS:
        return int(value)
    raise UsageError(Message("The number of workers is “{value}”. Give a number from 1 to {most}.", value=value, most=MOST_WORKERS))


@click.command(
    "serve",
    cls=LocalizedCommand,
    help=_("Start the server for spreadsheets and its pages."),
    epilog=_("Needs the libraries of sheetkpi[web]; if they are missing, the command says how to install them."),
)
@click.option("--host", metavar=_("ADDRESS"), help=_("Address to listen on (default: this computer only)"))
@click.option("--port", metavar=_("NUMBER"), type=_port, help=_("Port (default: 8765)"))
@click.option("--open", "is_open", is_flag=True, help=_("Answer everybody who can reach the address, without a key"))
@click.option(
    "--server",
    "program",
    type=OneOf(PROGRAMS),
    help=_("Server to run (default: waitress); granian is for several processes behind a proxy"),
)
@click.option("--workers", metavar=_("NUMBER"), type=_workers, help=_("Number of processes, with granian (default: 1)"))
@click.option("--quiet", is_flag=True, help=_("Log only requests that are refused or fail"))
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
        print_text(Message("sheetkpi listens at {address}", address=address), language)
        print_text(Label("Open it in a browser, or try:"), language)
        click.echo(f"  {curl_command(best_known, best_known.examples[0].arguments, address, needs_key=access.needs_key)}")
        _say_who_may_ask(access, language)
        print_text(Label("Ctrl+C stops it."), language)

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
        print_text(Label("It has no keys, so it answers only programs on this computer."), language)
    elif access.keys.count:
        print_text(Message("It needs a key. Keys: {count}, in {file}", count=access.keys.count, file=access.keys.path), language)
    else:
        print_note(
            Message(
                "WARNING: it answers nobody, because {file} has no key. Add one: sheetkpi keys add NAME. "
                "Or delete the file to serve programs on this computer without keys.",
                file=access.keys.path,
            ),
            language,
        )
