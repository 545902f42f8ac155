"""``sheetkpi list``: list the KPIs."""

import json
from collections.abc import Sequence

import click

from sheetkpi.cli.output import on_terminal, print_tab_separated
from sheetkpi.cli.program import LocalizedCommand, UsageError, _, help_option, json_option, language_of, language_option
from sheetkpi.cli.search import has_all, nearest, normalised
from sheetkpi.model.errors import SheetKpiError
from sheetkpi.model.records import GROUPS, Record
from sheetkpi.registry import KPIS
from sheetkpi.translation import LANGUAGES, Language, Listed, Message, Quoted, translate


def _topic(ctx: click.Context, parameter: click.Parameter, value: str | None) -> str | None:  # noqa: ARG001
    """Return the topic whose key, or title in any language, begins with the value."""
    if value is None or value in GROUPS:
        return value
    asked, language = normalised(value), language_of(ctx)
    for group, title in GROUPS.items():
        if asked and any(normalised(name).startswith(asked) for name in (group, *(translate(title, each) for each in LANGUAGES))):
            return group
    known = Listed([*GROUPS] if language == "en" else [Quoted(translate(title, language)) for title in GROUPS.values()])
    raise UsageError(Message("There is no topic “{value}”. Give one of: {options}.", value=value, options=known))


@click.command(
    cls=LocalizedCommand,
    name="list",
    help=_("List the KPIs, topic by topic."),
    epilog=_("In a terminal, it is a table; in a pipe, one line per KPI with its name, arguments, title and topic, separated by tabs."),
    terms=[(_("[WORD]..."), _("Only KPIs with all of these words in their name, title or summary, in any language"))],
)
@click.argument("words", nargs=-1, metavar=_("[WORD]..."))
@click.option("--group", metavar=_("TOPIC"), callback=_topic, help=_("Only one topic, by the start of its name in any language"))
@json_option
@language_option
@help_option
def command(words: tuple[str, ...], group: str | None, as_json: bool, language: Language) -> None:
    """Print the KPIs that match."""
    found = [record for record in KPIS.values() if group in {None, record.group} and has_all(record, words)]
    if not found:
        raise _nothing_found(words)
    if as_json:
        click.echo(json.dumps([_as_json(record, language) for record in found], ensure_ascii=False))
    else:
        print_list(found, language)


def print_list(records: Sequence[Record], language: Language) -> None:
    """Print KPIs, topic by topic, to a terminal or a pipe."""
    if on_terminal():
        from sheetkpi.cli.drawing import draw_topics  # a pipe does without rich

        draw_topics([(record.group_in(language), record.group, row(record, language)) for record in records])
    else:
        print_tab_separated([*row(record, language), record.group] for record in records)


def row(record: Record, language: Language) -> list[str]:
    """Return a line of the list: name, arguments, title."""
    return [record.name, arguments_in_words(record, language), record.title(language)]


def arguments_in_words(record: Record, language: Language) -> str:
    """Return ``gross profit, spend``, with optional arguments in brackets and … after one that repeats."""
    names = (
        f"[{parameter.title(language)}{'…' if parameter.variadic else ''}]" if parameter.is_optional else parameter.title(language)
        for parameter in record.formula_parameters
    )
    return ", ".join(names)


def _nothing_found(words: Sequence[str]) -> SheetKpiError:
    asked = " ".join(words)
    near = nearest(words)
    if near:
        return SheetKpiError(Message("There is no KPI with “{words}”. Did you mean {nearest}?", words=asked, nearest=", ".join(near)))
    return SheetKpiError(Message("There is no KPI with “{words}”. `sheetkpi list` shows all of them.", words=asked))


def _as_json(record: Record, language: Language) -> dict[str, object]:
    return {
        "name": record.name,
        "title": record.title(language),
        "summary": record.summary_in(language),
        "group": record.group,
        "arguments": [
            {"name": p.name, "title": p.title(language), "help": p.help_in(language), "optional": p.is_optional} for p in record.parameters
        ],
    }
