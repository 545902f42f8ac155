"""The base of the commands: help and errors in the reader's language, and common options."""

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches
from pkgutil import resolve_name
from typing import Any

import click
from click.shell_completion import CompletionItem

from sheetkpi import __version__
from sheetkpi.locale import LOCALES
from sheetkpi.translation import LANGUAGES, Label, Language, Message, Translatable, translate

#: The commands, each a module of `commands`; calc-addin is the module calc_addin.
COMMANDS = ("list", "show", "calc", "formula", "template", "serve", "keys", "calc-addin", "excel", "google", "sheets", "config", "build")


def _(text: str) -> str:
    """Mark a text that is translated when it is read."""
    return text


class UsageError(click.UsageError):
    """A command line that can't be understood."""

    def __init__(self, what: Message) -> None:
        super().__init__(str(what))
        self.what = what


class LocalizedCommand(click.Command):
    """A command with help in the reader's language."""

    def __init__(self, *args: Any, terms: Sequence[tuple[str, str]] = (), **attributes: Any) -> None:
        super().__init__(*args, **{"options_metavar": _("[OPTIONS]"), **attributes})
        self.terms = terms

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

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write ``Usage: sheetkpi list [OPTIONS] [WORD]...``, each piece translated."""
        pieces = (translate(piece, language_of(ctx)) for piece in self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix=translate("Usage:", language_of(ctx)) + " ")

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the command does, and its arguments."""
        _write_text(self.help, ctx, formatter)
        terms = ((translate(term, language_of(ctx)), meaning) for term, meaning in self.terms)
        _write_terms(_("Arguments"), terms, ctx, formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options."""
        language = language_of(ctx)
        options = [option for option in self.get_params(ctx) if isinstance(option, click.Option)]
        names = [" ".join([*option.opts, translate(option.metavar or "", language)]).rstrip() for option in options]
        _write_terms(_("Options"), zip(names, (option.help or "" for option in options), strict=True), ctx, formatter)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the closing text."""
        _write_text(self.epilog, ctx, formatter)


class Group(LocalizedCommand, click.Group):
    """Several commands under one name; without a command it shows its help."""

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

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands, then the options."""
        commands = [(name, command.help or "") for name in self.list_commands(ctx) if (command := self.get_command(ctx, name))]
        _write_terms(_("Commands"), commands, ctx, formatter)
        super().format_options(ctx, formatter)


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


def _write_text(text: str | None, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    if text:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(translate(text, language_of(ctx)))


def _write_terms(title: str, terms: Iterable[tuple[str, str]], ctx: click.Context, formatter: click.HelpFormatter) -> None:
    language = language_of(ctx)
    said = [(term, translate(meaning, language)) for term, meaning in terms]
    if said:
        with formatter.section(translate(title, language)):
            formatter.write_dl(said)


def language_of(ctx: click.Context) -> Language:
    """Return the reader's language, which :func:`sheetkpi.cli.main` passes to click."""
    language: Language = ctx.find_root().obj or "en"
    return language


def explained(error: click.UsageError) -> Translatable:
    """Return an error of click as a message that can be translated and says what to do."""
    command = error.ctx.command_path if error.ctx else "sheetkpi"
    if isinstance(error, UsageError):
        return error.what
    if isinstance(error, click.NoSuchOption):
        return no_such_option(error.option_name, error.possibilities or (), command)
    if isinstance(error, click.MissingParameter) and error.param:
        name = error.param.opts[0] if isinstance(error.param, click.Option) else Label(error.param.human_readable_name)
        return Message("{name} is missing. See `{command} --help`.", name=name, command=command)
    if isinstance(error, click.BadOptionUsage):
        if _is_flag(error.option_name, error.ctx):
            return Message("{option} takes no value. See `{command} --help`.", option=error.option_name, command=command)
        return Message("{option} needs a value. See `{command} --help`.", option=error.option_name, command=command)
    return Message("The command is not valid: {reason} See `{command} --help`.", reason=error.format_message(), command=command)


def _is_flag(name: str, ctx: click.Context | None) -> bool:
    """Whether an option of the command takes no value."""
    options = [option for option in ctx.command.get_params(ctx) if isinstance(option, click.Option)] if ctx else []
    return any(option.is_flag for option in options if name in option.opts)


def no_such_option(name: str, near: Iterable[str], command: str) -> Message:
    """Return the message for an unknown option, with similar ones."""
    if near:
        return Message("There is no option {name}. Did you mean {nearest}?", name=name, nearest=", ".join(near))
    return Message("There is no option {name}. `{command} --help` shows all of them.", name=name, command=command)


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


def one_of(words: Iterable[str]) -> Callable[[click.Context, click.Parameter, str | None], str | None]:
    """Return a callback that takes only these words as the value of an option."""
    known = tuple(words)

    def callback(ctx: click.Context, parameter: click.Parameter, value: str | None) -> str | None:  # noqa: ARG001
        if value is None or value in known:
            return value
        raise UsageError(
            Message("{option} is “{value}”. Give one of: {options}.", option=parameter.opts[0], value=value, options=", ".join(known))
        )

    return callback


#: Completes a half-typed argument or option in a shell.
Complete = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def complete_words(words: Iterable[str]) -> Complete:
    """Return a completion of these words."""
    known = tuple(words)
    return lambda _ctx, _parameter, incomplete: [CompletionItem(word) for word in known if word.startswith(incomplete)]


def complete_file(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001
    """Complete the name of a file."""
    return [CompletionItem(incomplete, type="file")]


def complete_folder(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001
    """Complete the name of a folder."""
    return [CompletionItem(incomplete, type="dir")]


def _language(ctx: click.Context, parameter: click.Parameter, value: str | None) -> Language:
    one_of(LANGUAGES)(ctx, parameter, value)
    return language_of(ctx)


language_option = click.option(
    "--lang",
    "language",
    metavar="|".join(LANGUAGES),
    callback=_language,
    shell_complete=complete_words(LANGUAGES),
    help=_("Language (default: SHEETKPI_LANG or the system language)"),
)
overwrite_option = click.option("--force", "is_forced", is_flag=True, help=_("Overwrite an existing file"))
json_option = click.option("--json", "as_json", is_flag=True, help=_("Print JSON, for programs"))
help_option = click.help_option("-h", "--help", help=_("Show this help"))


@click.group(
    cls=LazyGroup,
    objects={name: f"{name.replace('-', '_')}:command" for name in COMMANDS},
    help=_("Marketing KPIs, one definition for every spreadsheet of a company."),
    epilog=_("Get started: sheetkpi list, sheetkpi show ROMI, sheetkpi calc ROMI 100000 50000"),
)
@click.version_option(__version__, message="%(prog)s %(version)s", help=_("Show the version"))
@language_option
@help_option
def program(language: Language) -> None:
    """Run ``sheetkpi``."""
