"""``sheetkpi serve``: the server for spreadsheets, and the pages for people."""

import click

from sheetkpi.cli.language import _
from sheetkpi.cli.program import Mistake, Spoken, help_option, language_option
from sheetkpi.errors import SheetKpiError
from sheetkpi.notation import BEST_KNOWN, curl_command
from sheetkpi.registry import KPIS
from sheetkpi.translation import Language, Message, translate

HOST, PORT = "127.0.0.1", 8765


def _port(ctx: click.Context, parameter: click.Parameter, value: str) -> int:  # noqa: ARG001
    if value.isdecimal():
        return int(value)
    raise Mistake(Message("The port is «{value}». Give a number from 1 to 65535, or 0 for any free one.", value=value))


@click.command(
    cls=Spoken,
    name="serve",
    options_metavar=_("[OPTIONS]"),
    help=_("Start the server for spreadsheets and its pages."),
    epilog=_('It needs a few libraries more: pip install "sheetkpi[web]"'),
)
@click.option("--host", default=HOST, metavar=_("ADDRESS"), help=_("Where to listen; left out, on this computer only"))
@click.option("--port", default=str(PORT), metavar=_("NUMBER"), callback=_port, help=_("The port; left out, 8765"))
@language_option
@help_option
def command(host: str, port: int, language: Language) -> None:
    """Serve until somebody presses Ctrl+C."""
    try:
        from sheetkpi.hosts.web.server import serve  # it needs libraries that only a server has
    except ModuleNotFoundError as error:
        raise SheetKpiError(
            Message('The server needs libraries that are missing ({name}). Install them: pip install "sheetkpi[web]"', name=error.name)
        ) from None

    def announce(address: str) -> None:
        best_known = KPIS[BEST_KNOWN]
        click.echo(translate("sheetkpi listens at {address}", language).format(address=address))
        click.echo(translate("Open it in a browser, or try:", language))
        click.echo(f"  {curl_command(best_known, best_known.examples[0].arguments, address)}")
        click.echo(translate("Ctrl+C stops it.", language))

    serve(host, port, announce)
