"""Print formulas in any dialect: native, LAMBDA, JavaScript, SQL, or words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sheetkpi.locale import locale_of
from sheetkpi.model.errors import SheetKpiError
from sheetkpi.model.records import Record
from sheetkpi.printing.dialect import Dialect, Request, UnprintableError
from sheetkpi.printing.excel import Excel
from sheetkpi.printing.excel_lambda import Lambda
from sheetkpi.printing.javascript import JavaScript
from sheetkpi.printing.sql import Sql
from sheetkpi.printing.words import WordsDialect
from sheetkpi.translation import Label, Language, Message

#: Every dialect by its name.
DIALECTS: Mapping[str, type[Dialect]] = {dialect.name: dialect for dialect in (Excel, Lambda, JavaScript, Sql, WordsDialect)}


#: The dialect and the request of each variant that is catalogued and reviewed, by its name.
VARIANTS: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    variant: (dialect.name, request) for dialect in DIALECTS.values() for variant, request in dialect.variants.items()
}


def separator_of(language: Language) -> str:
    """Return the separator between arguments in a language."""
    return locale_of(language).argument_separator


def printed(
    record: Record,
    dialect: str,
    cells: Sequence[str] | None = None,
    *,
    separator: str = ",",
    is_guarded: bool = True,
    language: Language = "en",
    functions: Language = "en",
) -> list[tuple[str, str]]:
    """Print the formula of a KPI.

    Returns:
        Each formula with its header, which is empty for a single result.

    Raises:
        SheetKpiError: The KPI can't be printed in this dialect.

    >>> from sheetkpi import KPIS
    >>> printed(KPIS["ROMI"], "excel", ["D5", "C5"], is_guarded=False)
    [('', '=(D5-C5)/C5')]
    """
    if not record.is_printable:
        raise SheetKpiError(Message("{kpi} has no single formula. {reason}", kpi=record.name, reason=Label(record.unprintable)))
    texts = DIALECTS[dialect].formulas(record, Request(cells, separator, is_guarded, language, functions))
    titles = {figure.name: figure.title(language) for figure in record.figures}
    return [(titles.get(name, ""), text) for name, text in texts.items()]


def variant_lines(variant: str, records: Iterable[Record]) -> Iterator[str]:
    """Yield a line for each formula: the KPI, the figure if there are several, the text."""
    dialect, request = VARIANTS[variant]
    for record in records:
        if record.is_printable:
            try:
                lines = printed(record, dialect, **request)
            except UnprintableError as error:
                lines = [("", f"— {error}")]
            for title, text in lines:
                yield " | ".join(part for part in (record.name, title, text) if part)
