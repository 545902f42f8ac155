"""``sheetkpi config``: which settings hold, where each comes from, and a first file of them."""

import os
from pathlib import Path

import click

from sheetkpi.cli.output import on_terminal, print_tab_separated, writing
from sheetkpi.cli.program import LocalizedCommand, UsageError, _, complete_file, help_option, language_option
from sheetkpi.model.errors import SheetKpiError
from sheetkpi.translation import Language, Message, translate

NO_FILE = 1


@click.command(
    cls=LocalizedCommand,
    name="config",
    options_metavar=_("[OPTIONS]"),
    help=_("Show the settings: what holds, where it comes from, and what it does."),
    epilog=_(
        "The settings stand in the file sheetkpi.toml, in this folder or your own, or where SHEETKPI_SETTINGS says; an environment "
        "variable such as SHEETKPI_PREFIX overrides it. To begin: sheetkpi config --example -o sheetkpi.toml"
    ),
)
@click.option("--path", "is_path", is_flag=True, help=_("Print which file is read; the exit code is 1 where there is none"))
@click.option("--example", "is_example", is_flag=True, help=_("Print a file with every setting and what it does, to begin with"))
@click.option("-o", "--output", metavar=_("FILE"), shell_complete=complete_file, help=_("With --example: where to write it"))
@language_option
@help_option
def command(is_path: bool, is_example: bool, output: str | None, language: Language) -> int:
    """Print what is asked for."""
    if output is not None and not is_example:
        raise UsageError(Message("{option} is for {name} alone.", option="-o", name="--example"))
    if is_path and is_example:
        raise UsageError(Message("Give one of: {options}.", options="--path, --example"))
    if is_example:
        _give_example(output, language)
        return 0
    if is_path:
        return _print_path(language)
    _print_settings(language)
    return 0


def _give_example(output: str | None, language: Language) -> None:
    from sheetkpi.settings import Settings
    from sheetkpi.settings.example import example_file

    content = example_file(Settings, language).encode()
    if output is None:
        click.echo(content, nl=False)  # in UTF-8 wherever it goes, as the file must be
        return
    with writing(output):
        Path(output).parent.mkdir(parents=True, exist_ok=True)
        try:
            with Path(output).open("xb") as file:
                file.write(content)
        except FileExistsError:
            raise SheetKpiError(Message("{file} exists already: it stays as it is. Give another name with -o.", file=output)) from None
    click.echo(
        Message(
            "{file} is written. Remove the # before a setting to change it; `sheetkpi config` shows what holds.", file=output
        ).in_language(language)
    )


def _print_path(language: Language) -> int:
    from sheetkpi.settings.file import find

    path = find(os.environ, Path())
    if path is None:
        click.echo(_no_file().in_language(language), err=True)
        return NO_FILE
    click.echo(path.absolute())
    return 0


def _print_settings(language: Language) -> None:
    from sheetkpi.settings import Settings
    from sheetkpi.settings.declaring import settings_of, value_of
    from sheetkpi.settings.reading import load

    loaded = load(Settings)
    lines = [
        (each.key, each.kind.in_file(value_of(loaded.settings, each)), loaded.origins[each.key], each.facts.text)
        for each in settings_of(Settings)
    ]
    if not on_terminal():
        print_tab_separated((key, value, origin.in_language(language), text.in_language(language)) for key, value, origin, text in lines)
        return
    from sheetkpi.cli.drawing import Page  # a pipe does without rich

    page = Page()
    page.terms(
        translate("Settings", language),
        [(f"{key} = {value}", f"{text.in_language(language)} ({origin.in_language(language)})") for key, value, origin, text in lines],
    )
    page.paragraphs(translate("File", language), [str(loaded.file) if loaded.file else _no_file().in_language(language)])


def _no_file() -> Message:
    from sheetkpi.settings.file import places

    return Message(
        "There is no settings file, and none is needed. It would be read from: {places}. Write one: sheetkpi config --example -o {first}",
        places=", ".join(map(str, places(os.environ, Path()))),
        first=places(os.environ, Path())[0],
    )
