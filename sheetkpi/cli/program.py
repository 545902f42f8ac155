"""What the commands share: help and complaints in the reader's language, and the options they have in common."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches
from importlib import import_module
from typing import Any

import click
from click.shell_completion import CompletionItem

from sheetkpi import __version__
from sheetkpi.cli.language import _
from sheetkpi.translation import LANGUAGES, Label, Language, Message, Translatable, translate

#: The commands, each a module of `commands`; calc-addin is the module calc_addin.
COMMANDS = ("list", "show", "calc", "formula", "template", "serve", "keys", "calc-addin", "excel", "google", "sheets", "config", "build")


class Mistake(click.UsageError):
    """The command cannot be understood."""

    def __init__(self, what: Message) -> None:
        super().__init__(str(what))
        self.what = what


class Spoken(click.Command):
    """A command whose help is in the reader's language."""

    def __init__(self, *args: Any, terms: Sequence[tuple[str, str]] = (), **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        self.terms = terms

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """What is left of the arguments, which must be nothing."""
        is_open, ctx.allow_extra_args = ctx.allow_extra_args, True
        try:
            rest = super().parse_args(ctx, args)
        except click.BadOptionUsage as error:
            error.ctx = error.ctx or ctx  # so that the complaint can name the command
            raise
        if rest and not is_open and not ctx.resilient_parsing:
            raise Mistake(
                Message("“{text}” is too much here. `{command} --help` says what to give.", text=" ".join(rest), command=ctx.command_path)
            )
        return rest

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """``Usage: sheetkpi list [OPTIONS] [WORD]...``, each piece translated."""
        pieces = (translate(piece, language_of(ctx)) for piece in self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix=translate("Usage:", language_of(ctx)) + " ")

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What the command does, and what it takes."""
        _write_text(self.help, ctx, formatter)
        terms = ((translate(term, language_of(ctx)), meaning) for term, meaning in self.terms)
        _write_terms(_("Arguments"), terms, ctx, formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options."""
        language = language_of(ctx)
        options = [option for option in self.get_params(ctx) if isinstance(option, click.Option)]
        names = [" ".join([*option.opts, translate(option.metavar or "", language)]).rstrip() for option in options]
        _write_terms(_("Options"), zip(names, (option.help or "" for option in options), strict=True), ctx, formatter)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What else there is to know."""
        _write_text(self.epilog, ctx, formatter)


class Group(Spoken, click.Group):
    """Several commands under one name; alone it shows its help."""

    def __init__(self, *args: Any, **attributes: Any) -> None:
        words = {"options_metavar": _("[OPTIONS]"), "subcommand_metavar": _("COMMAND")}
        super().__init__(*args, **{"invoke_without_command": True, **words, **attributes})

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Their names, in the order in which one needs them."""
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that is named."""
        result = super().invoke(ctx)
        if ctx.invoked_subcommand is None:
            click.echo(ctx.get_help())
        return result

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the first argument names."""
        name, names = args[0], self.list_commands(ctx)
        if name in names or name.startswith("-") or ctx.resilient_parsing:  # a shell that completes is not to be disturbed
            return super().resolve_command(ctx, args)
        near = get_close_matches(name, names)
        if near:
            raise Mistake(Message("There is no command {name}. Did you mean {nearest}?", name=name, nearest=", ".join(near)))
        raise Mistake(Message("There is no command {name}. `{command} --help` shows all of them.", name=name, command=ctx.command_path))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands, then the options."""
        commands = [(name, command.help or "") for name in self.list_commands(ctx) if (command := self.get_command(ctx, name))]
        _write_terms(_("Commands"), commands, ctx, formatter)
        super().format_options(ctx, formatter)


class OfModules(Group):
    """Several commands, each in a module of its own, which is imported only when it is needed."""

    def __init__(self, *args: Any, modules: Mapping[str, str], **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        self.modules = modules

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Their names."""
        return list(self.modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """A command by its name."""
        if cmd_name not in self.modules:
            return None
        command: click.Command = import_module(f"sheetkpi.cli.commands.{self.modules[cmd_name]}").command
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
    """The reader's language, which :func:`sheetkpi.cli.main` hands to click."""
    language: Language = ctx.find_root().obj or "en"
    return language


def what_is_wrong(error: click.UsageError) -> Translatable:
    """A complaint of click's, in words that can be translated and with a way out."""
    command = error.ctx.command_path if error.ctx else "sheetkpi"
    if isinstance(error, Mistake):
        return error.what
    if isinstance(error, click.NoSuchOption):
        return no_such_option(error.option_name, error.possibilities or (), command)
    if isinstance(error, click.MissingParameter) and error.param:
        name = error.param.opts[0] if isinstance(error.param, click.Option) else Label(error.param.human_readable_name)
        return Message("{name} is missing. `{command} --help` says what to give.", name=name, command=command)
    if isinstance(error, click.BadOptionUsage):
        if _is_flag(error.option_name, error.ctx):
            return Message("{option} takes no value. `{command} --help` says more.", option=error.option_name, command=command)
        return Message("{option} needs a value. `{command} --help` says which.", option=error.option_name, command=command)
    return Message("The command cannot be understood: {reason} See `{command} --help`.", reason=error.format_message(), command=command)


def _is_flag(name: str, ctx: click.Context | None) -> bool:
    """Whether an option of the command takes no value."""
    options = [option for option in ctx.command.get_params(ctx) if isinstance(option, click.Option)] if ctx else []
    return any(option.is_flag for option in options if name in option.opts)


def no_such_option(name: str, near: Iterable[str], command: str) -> Message:
    """That there is no option of this name, and which one looks like it."""
    if near:
        return Message("There is no option {name}. Did you mean {nearest}?", name=name, nearest=", ".join(near))
    return Message("There is no option {name}. `{command} --help` shows all of them.", name=name, command=command)


# --- options that several commands have


def one_of(words: Iterable[str]) -> Callable[[click.Context, click.Parameter, str | None], str | None]:
    """Refuse a value of an option that is none of the words."""
    known = tuple(words)

    def check(ctx: click.Context, parameter: click.Parameter, value: str | None) -> str | None:  # noqa: ARG001
        if value is None or value in known:
            return value
        raise Mistake(
            Message("{option} is “{value}”. Give one of: {options}.", option=parameter.opts[0], value=value, options=", ".join(known))
        )

    return check


#: What a shell completes a half typed argument or option with.
Complete = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def complete_words(words: Iterable[str]) -> Complete:
    """Complete one of the words."""
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
    help=_("Language; left out, SHEETKPI_LANG or the language of the system"),
)
overwrite_option = click.option("--force", "is_forced", is_flag=True, help=_("Overwrite a file that exists"))
json_option = click.option("--json", "as_json", is_flag=True, help=_("Print JSON, for programs"))
help_option = click.help_option("-h", "--help", help=_("Show this text"))


@click.group(
    cls=OfModules,
    modules={name: name.replace("-", "_") for name in COMMANDS},
    help=_("Marketing KPIs, one definition for every spreadsheet of a company."),
    epilog=_("Get started: sheetkpi list, sheetkpi show ROMI, sheetkpi calc ROMI 100000 50000"),
)
@click.option("--version", is_flag=True, help=_("Show the version"))
@language_option
@help_option
@click.pass_context
def program(ctx: click.Context, version: bool, language: Language) -> None:  # noqa: ARG001
    """The program ``sheetkpi``."""
    if version:
        click.echo(f"sheetkpi {__version__}")
        ctx.exit()
