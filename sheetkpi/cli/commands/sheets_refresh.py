"""``sheetkpi sheets refresh``: KPIs of a shared spreadsheet, computed here."""

from typing import TYPE_CHECKING

import click

from sheetkpi.cli.commands.sheets import (
    credentials_option,
    dry_run_option,
    force_option,
    list_edited_cells,
    list_some,
    open_connection,
    spreadsheet_option,
)
from sheetkpi.cli.output import print_note
from sheetkpi.cli.program import LocalizedCommand, UsageError, _
from sheetkpi.model.errors import DivisionByZero
from sheetkpi.translation import Language, Message

FAILED = 1

if TYPE_CHECKING:
    from sheetkpi.hosts.google.sheets.refresh import ComputedResult


@click.command(
    cls=LocalizedCommand,
    name="refresh",
    help=_("Compute KPIs for a shared spreadsheet in which no script may run, and write the results and the time."),
    epilog=_(
        "What to compute, named ranges say (Data → Named ranges): ROMI_gross_profit and ROMI_spend are the arguments of ROMI, "
        "ROMI_result is where the results begin, ROMI_updated gets the time. Or say it once: --function ROMI --inputs "
        '"Data!B2:B;Data!C2:C" --output "Data!D2"; the spreadsheet remembers it. '
        "The exit code is 1 where a cell cannot be computed; #DIV/0! is an answer: a channel without spend has no ROMI."
    ),
)
@spreadsheet_option
@click.option("--function", metavar=_("NAME"), help=_("A KPI that is to be computed from now on"))
@click.option(
    "--inputs", metavar=_("PLACES"), help=_("Its arguments, parted by semicolons: named ranges, addresses, numbers, texts in quotes")
)
@click.option("--output", metavar=_("PLACE"), help=_("Where its results begin"))
@force_option
@dry_run_option
@credentials_option
def command(  # noqa: PLR0913, PLR0917 - one for each option
    address: str,
    function: str | None,
    inputs: str | None,
    output: str | None,
    is_forced: bool,
    is_dry_run: bool,
    credentials: str | None,
    language: Language,
) -> int:
    """Compute, and say what was computed."""
    given = [function, inputs, output]
    if any(given) and not all(given):
        raise UsageError(Message("Give all of these, or none: {options}.", options="--function, --inputs, --output"))
    if function and inputs:
        from sheetkpi.hosts.google.sheets.calculations import read_inputs

        read_inputs(function, inputs)  # what is wrong with them is said before anybody signs in
    connection = open_connection(address, credentials, language, is_dry_run=is_dry_run)
    from sheetkpi.hosts.google.sheets.refresh import NewCalculation, refresh

    declared = NewCalculation(function, inputs, output) if function and inputs and output else None
    outcome = refresh(connection, language, declared, is_forced=is_forced)
    for problem in outcome.problems:
        print_note(problem.what, language)
    for refreshed in outcome.answers:
        _tell(refreshed, language)
        if not is_dry_run:
            said = Message(
                "{function}: rows {rows}, from {place} on.", function=refreshed.record.name, rows=refreshed.rows, place=refreshed.place
            )
            click.echo(said.in_language(language))
    failures = [error for refreshed in outcome.answers for _cell, error in refreshed.errors if error.code != DivisionByZero.code]
    return FAILED if failures or outcome.problems else 0


def _tell(refreshed: "ComputedResult", language: Language) -> None:
    """What failed and what was kept."""
    if refreshed.errors:
        print_note(
            Message("{function}: cells that cannot be computed: {count}.", function=refreshed.record.name, count=len(refreshed.errors)),
            language,
        )
        list_some(
            [Message("{cell}: {code}  {what}", cell=cell, code=error.code, what=error.what) for cell, error in refreshed.errors], language
        )
    list_edited_cells([difference.message() for difference in refreshed.kept], language)
