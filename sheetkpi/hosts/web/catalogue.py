"""The catalogue of functions for clients: everything that is known of each, in every language."""

import hashlib
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from typing import Any, Literal, TypeAlias

import msgspec
from msgspec import Struct

from sheetkpi import KPIS, Kpi, __version__
from sheetkpi.model.records import Parameter
from sheetkpi.printing.dialect import UnprintableError
from sheetkpi.printing.formulas import VARIANTS, printed
from sheetkpi.printing.javascript import fingerprint
from sheetkpi.printing.words import formula_in_words
from sheetkpi.translation import LANGUAGES, Language, translate

Words: TypeAlias = dict[Language, str]


class ParameterEntry(Struct, rename={"is_optional": "optional"}):
    """One argument of a function."""

    name: str
    title: Words
    help: Words
    kind: str
    unit: Words
    shape: str
    is_optional: bool
    default: float | str | None
    options: tuple[str, ...]
    repeats: bool


class ColumnEntry(Struct):
    """One of several results of a function."""

    name: str
    title: Words
    kind: str
    number_format: str


class ExampleEntry(Struct):
    """A call and its result; of a function with several results, the column or figure named."""

    arguments: tuple[Any, ...]
    call: str
    result: Any
    figure: str | None


class PrintedLine(Struct):
    """A printed formula; of a function with several results, that of one column."""

    text: str
    column: str | None


#: The formula for programs where the function is not installed, by the variant of the dialect: ``excel`` is the formula alone,
#: ``excel_guarded`` with what blanks, texts and limits mean. A variant is missing where the dialect lacks an operation.
Printed: TypeAlias = dict[str, list[PrintedLine]]


class FunctionEntry(Struct):
    """One function."""

    name: str
    python_name: str
    group: str
    group_title: Words
    title: Words
    summary: Words
    details: dict[Language, list[str]]
    source: Words
    result: Literal["value", "figures", "table"]
    kind: str
    unit: Words
    number_format: str
    formula: Words | None
    printed: Printed | None
    unprintable: Words | None
    parameters: list[ParameterEntry]
    columns: list[ColumnEntry]
    examples: list[ExampleEntry]


class Catalogue(Struct):
    """All functions; `catalogue` changes when any definition or text does, `definitions` only when a number may."""

    version: str
    catalogue: str
    definitions: str
    functions: list[FunctionEntry]


@cache
def catalogue() -> Catalogue:
    """Return the catalogue, which does not change while a program runs."""
    functions = [_function(kpi) for kpi in KPIS.values()]
    return Catalogue(__version__, hashlib.sha256(msgspec.json.encode(functions)).hexdigest(), fingerprint(tuple(KPIS.values())), functions)


@cache
def catalogue_body() -> bytes:
    """Return the catalogue as JSON."""
    return msgspec.json.encode(catalogue())


def _in_each(words: Callable[[Language], str]) -> Words:
    return {language: words(language) for language in LANGUAGES}


def _function(kpi: Kpi[..., Any]) -> FunctionEntry:
    return FunctionEntry(
        name=kpi.name,
        python_name=kpi.python_name,
        group=kpi.group,
        group_title=_in_each(kpi.group_in),
        title=_in_each(kpi.title),
        summary=_in_each(kpi.summary_in),
        details={language: kpi.details_in(language) for language in LANGUAGES},
        source=_in_each(kpi.source.in_language),
        result=kpi.result.name,
        kind=kpi.kind.name,
        unit=_in_each(lambda language: translate(kpi.kind.unit, language)),
        number_format=kpi.kind.number_format,
        formula=_formula(kpi),
        printed=_printed(kpi) if kpi.is_printable else None,
        unprintable=None if kpi.is_printable else _in_each(lambda language: translate(kpi.unprintable, language)),
        parameters=[_parameter(parameter) for parameter in kpi.parameters],
        columns=[ColumnEntry(each.name, _in_each(each.title), each.kind.name, each.kind.number_format) for each in kpi.figures],
        examples=[ExampleEntry(each.arguments, each.source, each.result, each.figure) for each in kpi.examples],
    )


def _formula(kpi: Kpi[..., Any]) -> Words | None:
    said = {language: formula_in_words(kpi, language) for language in LANGUAGES}
    return {language: words for language, words in said.items() if words is not None} or None


def _printed(kpi: Kpi[..., Any]) -> Printed:
    found: Printed = {}
    for variant, (dialect, request) in VARIANTS.items():
        if "language" not in request:  # the formula in words has a field of its own
            with suppress(UnprintableError):
                texts = [text for _, text in printed(kpi, dialect, **request)]
                names = [figure.name for figure in kpi.figures] if len(texts) > 1 else [None]
                found[variant] = [PrintedLine(text, name) for text, name in zip(texts, names, strict=True)]
    return found


def _parameter(parameter: Parameter) -> ParameterEntry:
    return ParameterEntry(
        name=parameter.name,
        title=_in_each(parameter.title),
        help=_in_each(parameter.help_in),
        kind=parameter.kind.name,
        unit=_in_each(lambda language: translate(parameter.kind.unit, language)),
        shape=parameter.shape.value,
        is_optional=parameter.is_optional,
        default=parameter.default,
        options=parameter.options,
        repeats=parameter.variadic,
    )
