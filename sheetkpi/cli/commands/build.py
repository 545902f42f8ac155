"""``sheetkpi build``: the files that are generated from the catalogue."""

import click

from sheetkpi.cli.language import _
from sheetkpi.cli.program import Spoken, help_option, language_option
from sheetkpi.errors import SheetKpiError
from sheetkpi.installing import needing
from sheetkpi.translation import Language, Message, translate


@click.command(
    cls=Spoken,
    name="build",
    options_metavar=_("[OPTIONS]"),
    help=_("Write the generated files of the repository anew: workbooks, add-ins, translations, the tables of the READMEs."),
    epilog=_("For those who change sheetkpi itself. A text that is new is compiled first: pybabel compile -d sheetkpi/locale -D sheetkpi"),
)
@click.option("--check", "is_check", is_flag=True, help=_("Write nothing; the exit code is 1 where a file is stale"))
@language_option
@help_option
def command(is_check: bool, language: Language) -> None:
    """Print the files that changed, or that are stale."""
    with needing("test", _("Building needs a library that is missing ({name}). Install it: {command}")):
        from sheetkpi import building  # it needs libraries that only a build has
    if is_check:
        stale = ", ".join(building.stale())
        if stale:
            raise SheetKpiError(Message("These files are stale: {files}. Build them: sheetkpi build", files=stale))
        click.echo(translate("All generated files are up to date.", language))
        return
    changed = building.build()
    click.echo("\n".join(changed) or translate("All generated files are up to date.", language))
