"""``sheetkpi build``: the files that are generated from the catalogue."""

import click

from sheetkpi.cli.program import LocalizedCommand, _, help_option, language_option
from sheetkpi.files.installing import needing
from sheetkpi.model.errors import SheetKpiError
from sheetkpi.translation import Label, Language, Message, translate


@click.command(
    cls=LocalizedCommand,
    name="build",
    options_metavar=_("[OPTIONS]"),
    help=_("Write the generated files of the repository: compiled translations, add-ins, printed formulas, tables of the documentation."),
    epilog=_("For those who change sheetkpi itself. Workbooks and the extension of LibreOffice are written for a release only."),
)
@click.option(
    "--check", "is_check", is_flag=True, help=_("Write nothing; the exit code is 1 where a file is stale or a text lacks its translation")
)
@click.option("--release", "is_release", is_flag=True, help=_("Write the workbooks and the extension of LibreOffice too"))
@language_option
@help_option
def command(is_check: bool, is_release: bool, language: Language) -> None:
    """Print the files that changed, or what is stale, and what the translations lack."""
    with needing("test", _("Building needs a library that is missing ({name}). Install it: {command}")):
        from sheetkpi.release import build as building  # it needs libraries that only a build has
    changed = building.stale() if is_check else building.build(with_binaries=is_release)
    defects = building.defects_of_translations()
    for translated, lines in defects.items():
        said = Message("In {file}:", file=f"sheetkpi/locale/{translated}/LC_MESSAGES/sheetkpi.po")
        click.echo("\n  ".join([said.in_language(language), *lines]), err=True)
    if is_check and changed:
        raise SheetKpiError(Message("These files are stale: {files}. Build them: sheetkpi build", files=", ".join(changed)))
    if is_check and defects:
        raise SheetKpiError(Label("Complete the translations above, then: sheetkpi build"))
    click.echo("\n".join(changed) or translate("All generated files are up to date.", language))
