"""``sheetkpi config``: the current settings and their origins, and a settings file to start from."""

import os
from pathlib import Path
from typing import Any

import click

from sheetkpi.cli.output import on_terminal, print_note, print_tab_separated, print_text, writing
from sheetkpi.cli.program import LocalizedCommand, UsageError, _, complete_file
from sheetkpi.model.errors import SheetKpiError
from sheetkpi.settings import Settings
from sheetkpi.settings.load import FILE, FILE_VARIABLE, find, load, places
from sheetkpi.settings.values import sections_of, settings_of, value_of
from sheetkpi.translation import Language, Message, translate

NO_FILE = 1


@click.command(
    "config",
    cls=LocalizedCommand,
    help=_("Show the settings: their values, where each comes from, and what it does."),
    epilog=_(
        "Settings are read from sheetkpi.toml in this folder or in your configuration folder, or from the path in SHEETKPI_SETTINGS; "
        "environment variables such as SHEETKPI_PREFIX override them. To start: sheetkpi config --example -o sheetkpi.toml"
    ),
)
@click.option("--path", "is_path", is_flag=True, help=_("Print which file is read; the exit code is 1 if there is none"))
@click.option("--example", "is_example", is_flag=True, help=_("Print a settings file to start from, with every setting described"))
@click.option("-o", "--output", metavar=_("FILE"), shell_complete=complete_file, help=_("With --example: the file to write"))
def command(is_path: bool, is_example: bool, output: str | None, language: Language) -> int:
    """Print what is asked for."""
    if output is not None and not is_example:
        raise UsageError(Message("{option} works only with {name}.", option="-o", name="--example"))
    if is_path and is_example:
        raise UsageError(Message("Give one of: {options}.", options="--path, --example"))
    if is_example:
        _give_example(output, language)
    elif not is_path:
        _print_settings(language)
    elif path := find(os.environ, Path()):
        click.echo(path.absolute())
    else:
        print_note(_no_file(), language)
        return NO_FILE
    return 0


def example_file(declared: type[Any], language: Language) -> str:
    """Return the text of a settings file with every setting commented out."""
    head = translate(
        "Settings of sheetkpi. To change a setting, remove the # in front of it; `sheetkpi config` shows the current values. "
        "This file is read from the folder where sheetkpi is started, or from the path in {variable}.",
        language,
    )
    lines = [f"# {FILE}", f"# {head.format(variable=FILE_VARIABLE)}"]
    sections, current = sections_of(declared), ""
    for setting in settings_of(declared):
        section = setting.key.rpartition(".")[0]
        if section != current:
            current = section
            lines += ["", f"# {sections[section].in_language(language)}", f"[{section}]"]
        lines += ["", f"# {setting.text.in_language(language)}", f"# {setting.name} = {setting.kind.write(setting.example)}"]
    return "\n".join(lines) + "\n"


def _give_example(output: str | None, language: Language) -> None:
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
            raise SheetKpiError(Message("{file} already exists and was not changed. Give another name with -o.", file=output)) from None
    print_text(
        Message(
            "{file} created. To change a setting, remove the # in front of it; `sheetkpi config` shows the current values.", file=output
        ),
        language,
    )


def _print_settings(language: Language) -> None:
    loaded = load(Settings)
    lines = [
        (
            each.key,
            each.kind.write(value_of(loaded.settings, each)),
            loaded.origins[each.key].in_language(language),
            each.text.in_language(language),
        )
        for each in settings_of(Settings)
    ]
    if not on_terminal():
        print_tab_separated(lines)
        return
    from sheetkpi.cli.drawing import Page  # a pipe does without rich

    page = Page(language)
    page.terms(_("Settings"), [(f"{key} = {value}", f"{text} ({origin})") for key, value, origin, text in lines])
    page.paragraphs(_("File"), [str(loaded.file) if loaded.file else _no_file().in_language(language)])


def _no_file() -> Message:
    candidates = places(os.environ, Path())
    return Message(
        "There is no settings file, and you don't need one. It would be read from: {places}. "
        "To create it: sheetkpi config --example -o {first}",
        places=", ".join(map(str, candidates)),
        first=candidates[0],
    )
