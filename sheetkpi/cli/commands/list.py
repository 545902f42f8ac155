"""``sheetkpi list``: which KPIs there are."""

import json
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches

import click

from sheetkpi.cli.language import _
from sheetkpi.cli.output import on_terminal, print_tab_separated
from sheetkpi.cli.program import Spoken, help_option, json_option, language_option, one_of
from sheetkpi.errors import SheetKpiError
from sheetkpi.records import GROUPS, Record
from sheetkpi.registry import KPIS
from sheetkpi.translation import LANGUAGES, Language, Message


@click.command(
    cls=Spoken,
    name="list",
    options_metavar=_("[OPTIONS]"),
    help=_("List the KPIs, topic by topic."),
    epilog=_("On a terminal it is a table; in a pipe lines of name, arguments, title and topic, separated by tabs."),
    terms=[(_("[WORD]..."), _("Only KPIs with all of these words in their name, title or summary, Russian or English"))],
)
@click.argument("words", nargs=-1, metavar=_("[WORD]..."))
@click.option("--group", metavar=_("TOPIC"), callback=one_of(GROUPS), help=_("Only one topic, by its English key, such as funnel"))
@json_option
@language_option
@help_option
def command(words: tuple[str, ...], group: str | None, as_json: bool, language: Language) -> None:
    """Print the catalogue, or what is left of it."""
    found = [record for record in KPIS.values() if group in {None, record.group} and _has_all(record, words)]
    if not found:
        raise _nothing_found(words)
    if as_json:
        click.echo(json.dumps([_as_json(record, language) for record in found], ensure_ascii=False))
    elif on_terminal():
        from sheetkpi.cli.drawing import draw_topics  # a pipe does without rich

        draw_topics([(record.group_in(language), record.group, row(record, language)) for record in found])
    else:
        print_tab_separated([*row(record, language), record.group] for record in found)


def row(record: Record, language: Language) -> list[str]:
    """A line of the list: name, arguments, title."""
    return [record.name, arguments_in_words(record, language), record.title(language)]


def arguments_in_words(record: Record, language: Language) -> str:
    """``gross profit, spend``; in brackets what may be left out, and … behind what may repeat."""
    names = (
        f"[{parameter.title(language)}{'…' if parameter.variadic else ''}]" if parameter.is_optional else parameter.title(language)
        for parameter in record.formula_parameters
    )
    return ", ".join(names)


def _has_all(record: Record, words: Iterable[str]) -> bool:
    text = _normalised(" ".join(_said_of(record)))
    return all(_normalised(word) in text for word in words)


def _said_of(record: Record) -> Iterator[str]:
    yield from (record.name, record.group)
    for language in LANGUAGES:
        yield from (record.group_in(language), record.summary_in(language))


def _normalised(text: str) -> str:
    return text.casefold().replace("ё", "е")


def _nothing_found(words: Sequence[str]) -> SheetKpiError:
    asked = " ".join(words)
    nearest = _nearest(words)
    if nearest:
        return SheetKpiError(Message("There is no KPI with «{words}». Did you mean {nearest}?", words=asked, nearest=", ".join(nearest)))
    return SheetKpiError(Message("There is no KPI with «{words}». `sheetkpi list` shows all of them.", words=asked))


def _nearest(words: Iterable[str]) -> list[str]:
    """The KPIs with a word in their name or title that looks like one of these."""
    names: dict[str, list[str]] = {}
    for record in KPIS.values():
        for word in (record.name, *(word for language in LANGUAGES for word in record.title(language).split())):
            names.setdefault(_normalised(word), []).append(record.name)
    near = (match for word in words for match in get_close_matches(_normalised(word), names))
    return list(dict.fromkeys(name for match in near for name in names[match]))[:3]


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
