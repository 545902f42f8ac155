"""``sheetkpi formula NAME``: the formula itself, to paste where the function is not installed."""

import re

import click

from sheetkpi.cli.language import _
from sheetkpi.cli.named import find_named
from sheetkpi.cli.program import Mistake, Spoken, help_option, language_option, one_of
from sheetkpi.dialects.localized import localized
from sheetkpi.errors import SheetKpiError
from sheetkpi.formulas import DIALECTS, DialectName, printed, separator_of
from sheetkpi.records import Record
from sheetkpi.registry import KPIS
from sheetkpi.settings import read_settings
from sheetkpi.translation import LANGUAGES, Language, Message

#: What keeps together although a separator stands in it: a call, a text, a sheet's name.
_PIECE = r"""(?:\([^()]*\)|\{{[^{{}}]*\}}|"[^"]*"|'[^']*'|[^{}])*"""


@click.command(
    cls=Spoken,
    name="formula",
    options_metavar=_("[OPTIONS]"),
    help=_("Print the formula of a KPI: for Excel, Google Sheets and Calc, as a LAMBDA, as JavaScript, or in words."),
    terms=[(_("NAME"), _("A KPI, such as ROMI; `sheetkpi list` shows all of them"))],
    epilog=_('For example: sheetkpi formula ROMI --args D5,C5 --separator ";"'),
)
@click.argument("name", metavar=_("NAME"), required=False)
@click.option("--all", "is_all", is_flag=True, help=_("Print the formulas of all KPIs, one a line"))
@click.option(
    "--as",
    "dialect",
    default="excel",
    metavar="|".join(DIALECTS),
    callback=one_of(DIALECTS),
    help=_("In what to print it; left out, excel"),
)
@click.option("--args", "arguments", metavar=_("CELLS"), help=_('The cells, numbers and "texts" to put in; left out, the names'))
@click.option(
    "--separator", default=None, metavar=",|;", callback=one_of(",;"), help=_("Between arguments; left out, that of the language")
)
@click.option("--bare", "is_bare", is_flag=True, help=_("The formula alone, without what blanks, texts and limits mean"))
@click.option(
    "--functions",
    default=None,
    metavar="|".join(LANGUAGES),
    callback=one_of(LANGUAGES),
    help=_("Language of the functions' names: that of your Excel, en for files and Google Sheets; left out, the language of the text"),
)
@language_option
@help_option
def command(  # noqa: PLR0913, PLR0917 - as many as there are options
    name: str | None,
    is_all: bool,
    dialect: DialectName,
    arguments: str | None,
    separator: str | None,
    is_bare: bool,
    functions: str | None,
    language: Language,
) -> None:
    """Print formulas."""
    if is_all is (name is not None):
        raise Mistake(Message("Give the name of a KPI, or --all."))
    cells = None
    if arguments is not None:  # with semicolons a comma is a decimal sign: 72;0,3
        cells = _pieces(arguments.strip(), ";" if ";" in arguments else ",")
    if separator is None:  # a LAMBDA is English: a localized Excel takes it from the workbook functions.xlsx
        separator = "," if dialect == "lambda" else separator_of(language)

    def lines(record: Record) -> list[str]:
        texts = printed(record, dialect, cells, separator=separator, is_guarded=not is_bare, language=language)
        if dialect == "excel":
            texts = [(header, localized(text, functions or language)) for header, text in texts]
        return [f"{header}: {text}" if header else text for header, text in texts]

    if name is not None:
        click.echo("\n".join(lines(find_named(name))))
        return
    prefix = read_settings().prefix if dialect == "lambda" else ""  # a LAMBDA is entered under its name
    for record in KPIS.values():
        called = prefix + record.name
        try:
            for line in lines(record):
                click.echo(f"{called}\t{line}")
        except SheetKpiError as error:
            click.echo(f"{called}\t— {error.message(language)}")


def _pieces(arguments: str, mark: str) -> list[str]:
    """The arguments between the separators."""
    pieces = [piece.strip() for piece in re.findall(rf"({_PIECE.format(mark)})(?:{mark}|$)", arguments)]
    return pieces if arguments.endswith(mark) or len(pieces) == 1 or pieces[-1] else pieces[:-1]
