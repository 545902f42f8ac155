"""Generated tables of the documentation: functions and settings."""

import re
from collections.abc import Callable, Mapping
from itertools import groupby

from sheetkpi.model.records import Record
from sheetkpi.registry import KPIS
from sheetkpi.settings import Settings
from sheetkpi.settings.values import settings_of
from sheetkpi.translation import Language, translate
from sheetkpi.workbooks.kpi_texts import argument_names, native_formulas

#: A table is between two such comments; everything else on a page is written by hand.
_MARKED = re.compile(r"<!-- (?P<name>[a-z]+) -->\n.*?<!-- /(?P=name) -->", re.DOTALL)


def with_tables(page: str, language: Language) -> str:
    """Return the page with its tables renewed."""

    def table(marked: re.Match[str]) -> str:
        name = marked["name"]
        return f"<!-- {name} -->\n\n{_TABLES[name](language)}\n\n<!-- /{name} -->" if name in _TABLES else marked[0]

    return _MARKED.sub(table, page)


def _functions(language: Language) -> str:
    head = [
        translate("Function", language),
        translate("What it is", language),
        translate("Arguments", language),
        translate("Native formula", language),
    ]
    topics = []
    for _, group in groupby(KPIS.values(), key=lambda record: record.group):
        records = list(group)
        topics.append(f"### {records[0].group_in(language)}\n\n{_table(head, [_function(record, language) for record in records])}")
    return "\n\n".join(topics)


def _function(record: Record, language: Language) -> list[str]:
    return [
        f"`{record.name}`",
        record.title(language),
        ", ".join(name.replace("[", "\\[").replace("]", "\\]") for name in argument_names(record, language)),
        _formula(record, language),
    ]


def _formula(record: Record, language: Language) -> str:
    if not record.is_printable:
        return f"— {translate(record.unprintable, language)}"
    return "<br>".join(f"`{formula}`" for formula in native_formulas(record, language))


def _settings(language: Language) -> str:
    head = [
        translate("Setting", language),
        translate("What it does", language),
        translate("Default", language),
        translate("Environment variable", language),
    ]
    rows = [
        [
            f"`{setting.key}`",
            setting.text.in_language(language).replace("|", "\\|"),
            f"`{setting.kind.write(setting.default)}`",
            f"`{setting.variable}`",
        ]
        for setting in settings_of(Settings)
    ]
    return _table(head, rows)


def _table(head: list[str], rows: list[list[str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in [head, ["---"] * len(head), *rows])


_TABLES: Mapping[str, Callable[[Language], str]] = {"functions": _functions, "settings": _settings}
