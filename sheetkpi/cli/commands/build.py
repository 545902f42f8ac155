"""``sheetkpi build``: write the generated files."""

import click

from sheetkpi.cli.program import LocalizedCommand, _
from sheetkpi.files.installing import needing
from sheetkpi.model.errors import SheetKpiError
from sheetkpi.translation import Label, Language, Message, translate


@click.command(
    "build",
    cls=LocalizedCommand,
    help=_("Write the generated files of the repository: compiled translations, add-ins, printed formulas, tables of the documentation."),
    epilog=_("For developers of sheetkpi. Workbooks and the LibreOffice extension are written only for a release."),
)
@click.option("--check", "is_check", is_flag=True, help=_("Write nothing; exit with 1 if a file is out of date or a text isn't translated"))
@click.option("--release", "is_release", is_flag=True, help=_("Also write the workbooks and the LibreOffice extension"))
def command(is_check: bool, is_release: bool, language: Language) -> None:
    """Print the files that changed, or are out of date, and the defects of the translations."""
    with needing("test", _("Building needs a library that is missing ({name}). Install it: {command}")):
        from sheetkpi.release import build as building  # it needs libraries that only a build has
    changed = building.stale() if is_check else building.build(with_binaries=is_release)
    defects = building.defects_of_translations()
    for translated, lines in defects.items():
        said = Message("In {file}:", file=f"sheetkpi/locale/{translated}/LC_MESSAGES/sheetkpi.po")
        click.echo("\n  ".join([said.in_language(language), *lines]), err=True)
    if is_check and changed:
        raise SheetKpiError(Message("These files are out of date: {files}. Run: sheetkpi build", files=", ".join(changed)))
    if is_check and defects:
        raise SheetKpiError(Label("Complete the translations above, then run: sheetkpi build"))
    click.echo("\n".join(changed) or translate("All generated files are up to date.", language))
