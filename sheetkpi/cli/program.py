"""The base of the commands: help and errors in the reader's language, and common options."""

import sys
from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from pkgutil import resolve_name
from typing import Any

import click
from click.shell_completion import CompletionItem

from sheetkpi import __version__
from sheetkpi.locale import LOCALES
from sheetkpi.translation import LANGUAGES, Label, Language, Message, Translatable, translate

#: Where in `commands` each command is: its module, and its name there.
COMMANDS = {
    "list": "catalogue:list_kpis",
    "show": "catalogue:show_kpi",
    "calc": "calc:command",
    "formula": "formula:command",
    "template": "template:command",
    "serve": "serve:command",
    "keys": "keys:command",
    "calc-addin": "addins:calc",
    "excel": "addins:excel",
    "google": "google:command",
    "sheets": "sheets:command",
    "config": "config:command",
    "build": "build:command",
}


def _(text: str) -> str:
    """Mark a text that is translated when it is read."""
    return text


class UsageError(click.UsageError):
    """A command line that can't be understood."""

    def __init__(self, what: Message) -> None:
        super().__init__(str(what))
        self.what = what


class LocalizedCommand(click.Command):
    """A command with ``--lang``, and with help and errors in the reader's language."""

    def __init__(self, *args: Any, terms: Sequence[tuple[str, str]] = (), **attributes: Any) -> None:
        super().__init__(*args, **{"options_metavar": _("[OPTIONS]"), **attributes})
        self.terms = terms
        if all(param.name != "language" for param in self.params):
            self.params.append(LANGUAGE_OPTION)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return ``--help``, with a text of ours."""
        option = super().get_help_option(ctx)
        if option:
            option.help = _("Show this help")
        return option

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the arguments, and refuse those that are left over."""
        is_open, ctx.allow_extra_args = ctx.allow_extra_args, True
        try:
            rest = super().parse_args(ctx, args)
        except click.BadOptionUsage as error:
            error.ctx = error.ctx or ctx  # the message names the command
            raise
        if rest and not is_open and not ctx.resilient_parsing:
            raise UsageError(
                Message("Unexpected argument: “{text}”. See `{command} --help`.", text=" ".join(rest), command=ctx.command_path)
            )
        return rest

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help in the reader's language."""
        language = language_of(ctx)
        usage = " ".join(translate(piece, language) for piece in self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, usage, prefix=translate("Usage:", language) + " ")
        commands = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)] if isinstance(self, click.Group) else []
        options = [
            (" ".join(translate(word, language) for word in record[0].split(" ")), option.help or "")
            for option in self.get_params(ctx)
            if isinstance(option, click.Option) and (record := option.get_help_record(ctx))
        ]
        _write_text(self.help, formatter, language)
        for title, rows in (
            (_("Arguments"), [(translate(term, language), meaning) for term, meaning in self.terms]),
            (_("Commands"), [(name, command.help or "") for name, command in commands if command]),
            (_("Options"), options),
        ):
            if rows:
                with formatter.section(translate(title, language)):
                    formatter.write_dl([(term, translate(meaning, language)) for term, meaning in rows])
        _write_text(self.epilog, formatter, language)


class Group(LocalizedCommand, click.Group):
    """Several commands under one name; without a command it shows its help."""

    command_class = LocalizedCommand

    def __init__(self, *args: Any, **attributes: Any) -> None:
        super().__init__(*args, **{"invoke_without_command": True, "subcommand_metavar": _("COMMAND"), **attributes})

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the commands in the order in which people need them."""
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the named command."""
        result = super().invoke(ctx)
        if ctx.invoked_subcommand is None:
            click.echo(ctx.get_help())
        return result

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the first argument names."""
        name, names = args[0], self.list_commands(ctx)
        if name in names or name.startswith("-") or ctx.resilient_parsing:  # also while a shell completes
            return super().resolve_command(ctx, args)
        near = get_close_matches(name, names)
        if near:
            raise UsageError(Message("There is no command {name}. Did you mean {nearest}?", name=name, nearest=", ".join(near)))
        raise UsageError(Message("There is no command {name}. `{command} --help` shows all of them.", name=name, command=ctx.command_path))


class LazyGroup(Group):
    """Commands that are imported only when they are needed, each given as ``module:object``, and others."""

    def __init__(self, *args: Any, objects: Mapping[str, str], **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        self.objects = objects

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the names of the commands."""
        return [*self.objects, *self.commands]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, imported if need be."""
        if cmd_name not in self.objects:
            return super().get_command(ctx, cmd_name)
        command: click.Command = resolve_name(f"sheetkpi.cli.commands.{self.objects[cmd_name]}")
        return command


def _write_text(text: str | None, formatter: click.HelpFormatter, language: Language) -> None:
    if text:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(translate(text, language))


def language_of(ctx: click.Context) -> Language:
    """Return the reader's language, which :func:`sheetkpi.cli.main` passes to click."""
    language: Language = ctx.find_root().obj or "en"
    return language


def explained(error: click.UsageError) -> Translatable:  # noqa: PLR0911 - as many as there are kinds of errors
    """Return an error of click as a message that can be translated and says what to do."""
    command = error.ctx.command_path if error.ctx else "sheetkpi"
    if isinstance(error, UsageError):
        return error.what
    if isinstance(error, click.NoSuchOption):
        if error.possibilities:
            near = ", ".join(error.possibilities)
            return Message("There is no option {name}. Did you mean {nearest}?", name=error.option_name, nearest=near)
        return Message("There is no option {name}. `{command} --help` shows all of them.", name=error.option_name, command=command)
    if isinstance(error, click.MissingParameter):
        return Message("{name} is missing. See `{command} --help`.", name=_name_of(error.param), command=command)
    if isinstance(error, click.BadOptionUsage):
        if _is_flag(error.option_name, error.ctx):
            return Message("{option} takes no value. See `{command} --help`.", option=error.option_name, command=command)
        return Message("{option} needs a value. See `{command} --help`.", option=error.option_name, command=command)
    return Message("The command is not valid: {reason} See `{command} --help`.", reason=error.format_message(), command=command)


def _name_of(param: click.Parameter | None) -> Label:
    """Return what the help calls an option or an argument."""
    return Label("" if param is None else param.opts[0] if isinstance(param, click.Option) else param.human_readable_name)


def _is_flag(name: str, ctx: click.Context | None) -> bool:
    """Whether an option of the command takes no value."""
    options = [option for option in ctx.command.get_params(ctx) if isinstance(option, click.Option)] if ctx else []
    return any(option.is_flag for option in options if name in option.opts)


# --- the reader's language


def of_windows() -> str:
    """Return the display language of Windows; blank if it is not one of ours, and on other systems."""
    if sys.platform != "win32":
        return ""
    import ctypes

    return windows_language(ctypes.windll.kernel32.GetUserDefaultUILanguage())


def windows_language(identifier: int) -> str:
    """Return the language of a Windows language identifier; blank if it is not one of ours.

    >>> windows_language(0x0419)
    'ru'
    """
    primary = identifier & 0x3FF  # the other bits say the country ([MS-LCID] 2.2)
    return next((language for language, locale in LOCALES.items() if locale.windows_language == primary), "")


def chosen_language(arguments: Sequence[str], environment: Mapping[str, str], windows: Callable[[], str] = of_windows) -> Language:
    """Return the language of ``--lang``, else of ``SHEETKPI_LANG``, else of the system; else English.

    It is found before click reads the arguments, so that help and errors are in it too.

    >>> chosen_language(["list", "--lang", "ru"], {})
    'ru'
    >>> chosen_language([], {"LC_ALL": "", "LANG": "ru_RU.UTF-8"})
    'ru'
    """
    for requested in (_option(arguments), environment.get("SHEETKPI_LANG"), _of_the_system(environment) or windows()):
        for language in LANGUAGES:
            if requested == language:
                return language
    return "en"


def _option(arguments: Sequence[str]) -> str | None:
    """Return the value of the last ``--lang``, as click takes it."""
    requested = None
    for argument, following in zip(arguments, [*arguments[1:], None], strict=False):
        if argument == "--":
            break
        if argument == "--lang":
            requested = following
        elif argument.startswith("--lang="):
            requested = argument.partition("=")[2]
    return requested


def _of_the_system(environment: Mapping[str, str]) -> str:
    """Return ``ru`` of ``ru_RU.UTF-8``; the first variable that is set decides, as everywhere on Unix."""
    return next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "")[:2].lower()


# --- common options


class OneOf(click.Choice[str]):
    """One of several words."""

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:  # noqa: ARG002
        """Return the words, as the help shows them."""
        return "|".join(self.choices)

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Refuse any other word."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            words = ", ".join(self.choices)
            raise UsageError(
                Message("{option} is “{value}”. Give one of: {options}.", option=_name_of(param), value=value, options=words)
            ) from None


def complete_file(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001
    """Complete the name of a file."""
    return [CompletionItem(incomplete, type="file")]


def complete_folder(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001
    """Complete the name of a folder."""
    return [CompletionItem(incomplete, type="dir")]


LANGUAGE_OPTION = click.Option(
    ["--lang", "language"],
    type=OneOf(LANGUAGES),
    callback=lambda ctx, _parameter, _value: language_of(ctx),
    help=_("Language (default: SHEETKPI_LANG or the system language)"),
)
overwrite_option = click.option("--force", "is_forced", is_flag=True, help=_("Overwrite an existing file"))
json_option = click.option("--json", "as_json", is_flag=True, help=_("Print JSON, for programs"))


@click.group(
    cls=LazyGroup,
    objects=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=_("Marketing KPIs, one definition for every spreadsheet of a company."),
    epilog=_("Get started: sheetkpi list, sheetkpi show ROMI, sheetkpi calc ROMI 100000 50000"),
)
@click.version_option(__version__, message="%(prog)s %(version)s", help=_("Show the version"))
def program(language: Language) -> None:
    """Run ``sheetkpi``."""
