"""The formula of a KPI, printed: as a native formula, a LAMBDA, JavaScript, or in words."""

from collections.abc import Sequence
from typing import Literal, get_args

from sheetkpi.dialects.excel import excel_figures, excel_formula
from sheetkpi.dialects.javascript import javascript_figures, javascript_formula, javascript_module
from sheetkpi.dialects.lambdas import lambda_text
from sheetkpi.dialects.words import figures_in_words, formula_in_words
from sheetkpi.errors import SheetKpiError
from sheetkpi.locale import locale_of
from sheetkpi.records import Of, Record
from sheetkpi.translation import Label, Language, Message

DialectName = Literal["excel", "lambda", "javascript", "words"]
DIALECTS: tuple[DialectName, ...] = get_args(DialectName)


def separator_of(language: Language) -> str:
    """What stands between a function's arguments where people use the language."""
    return locale_of(language).argument_separator


def printed(
    record: Record,
    dialect: DialectName,
    arguments: Sequence[str] | None = None,
    *,
    separator: str = ",",
    is_guarded: bool = True,
    language: Language = "en",
) -> list[tuple[str, str]]:
    """The formula of a KPI as text.

    Args:
        record: The KPI.
        dialect: In what to print it.
        arguments: For a native formula the cells, numbers and quoted texts to put in; left out, the names.
        separator: Between the arguments of a spreadsheet's function.
        is_guarded: Whether the meaning of cells is printed too. Guarded JavaScript is a module that runs: its function
            ``sheetKpi(language)`` gives the KPI by name.
        language: Of words.

    Returns:
        The formula, or for a KPI with several results one for each, with its header; else the header is empty.

    Raises:
        SheetKpiError: The KPI cannot be printed; the message says why.

    >>> from sheetkpi import KPIS
    >>> printed(KPIS["ROMI"], "excel", ["D5", "C5"], is_guarded=False)
    [('', '=(D5-C5)/C5')]
    """
    if not record.is_printable:
        raise SheetKpiError(Message("{kpi} has no one formula. {reason}", kpi=record.name, reason=Label(record.unprintable)))
    if dialect == "lambda":
        return [("", "=" + lambda_text(record, separator=separator, language=language))]
    if dialect == "javascript" and is_guarded:
        return [("", javascript_module(_needed(record), [language]))]
    if record.each_cell:
        order = [parameter.name for parameter in record.formula_parameters]
        given = order if arguments is None else arguments
        inner = [given[order.index(name)] for name in record.each_cell.parameters] if len(given) == len(order) else given
        return printed(record.each_cell.kpi, dialect, inner, separator=separator, is_guarded=is_guarded, language=language)
    if record.result == "figures":
        return _figures(record, dialect, arguments, separator, is_guarded, language)
    if dialect == "words":
        text = formula_in_words(record, language) or ""
    elif dialect == "javascript":
        text = javascript_formula(record)
    else:
        text = "=" + excel_formula(record, _names(record, arguments), separator=separator, is_guarded=is_guarded)
    return [("", text)]


def _needed(record: Record) -> list[Record]:
    """A KPI, and before it those that it is made of."""
    parts = [record.each_cell.kpi] if record.each_cell else []
    totals = [figure.total.kpi for figure in record.figures if isinstance(figure.total, Of) and figure.total.kpi]
    return [*dict.fromkeys([*parts, *totals]), record]


def _figures(
    record: Record, dialect: DialectName, arguments: Sequence[str] | None, separator: str, is_guarded: bool, language: Language
) -> list[tuple[str, str]]:
    if dialect == "words":
        return [(figure.title(language), words) for figure, words in figures_in_words(record, language)]
    if dialect == "javascript":
        texts = javascript_figures(record)
    else:
        formulas = excel_figures(record, _names(record, arguments), separator=separator, is_guarded=is_guarded)
        texts = {name: f"={text}" for name, text in formulas.items()}
    return [(figure.title(language), texts[figure.name]) for figure in record.figures]


def _names(record: Record, arguments: Sequence[str] | None) -> Sequence[str]:
    """The arguments; left out, the names, with each choice at its default and what is blank by default left out."""
    if arguments is not None:
        return arguments
    return ["" if parameter.is_left_out else parameter.name for parameter in record.formula_parameters]
