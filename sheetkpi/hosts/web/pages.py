"""Pages for people: what there is, and how to get the functions into Excel and Google Sheets."""

from dataclasses import dataclass
from functools import partial
from itertools import groupby, zip_longest
from pathlib import PurePosixPath
from string import ascii_uppercase
from typing import Any

from flask import Blueprint, Response, current_app, render_template, request

from sheetkpi import KPIS, Kpi, __version__
from sheetkpi.files.shipped import FILES, MANIFEST
from sheetkpi.hosts.companions import WHY
from sheetkpi.hosts.web.access import policy_of, public_url
from sheetkpi.hosts.web.downloads import google_url
from sheetkpi.hosts.web.errors import language_of_request
from sheetkpi.hosts.web.openapi import Operation
from sheetkpi.model.kinds import GENERAL
from sheetkpi.model.records import Example, Record
from sheetkpi.printing.notation import (
    BEST_KNOWN,
    curl_command,
    figure_title,
    first_formula,
    sheet_formula,
    sheet_result,
    shown,
)
from sheetkpi.printing.words import formulas_in_words
from sheetkpi.translation import LANGUAGES, OWN_NAMES, Language, translate

blueprint = Blueprint("pages", __name__)

_page = partial(
    Operation,
    answers={200: str},
    query={"lang": " or ".join(LANGUAGES)},
    headers={"Accept-Language": "Language of the page where lang is not given"},
)


@dataclass(frozen=True, slots=True)
class SheetExample:
    """An example of a function as a person would see it in a sheet."""

    cells: list[list[str]]
    formula: str
    result: str
    figure: str | None


@blueprint.get("/")
@_page("The page for people")
def home() -> Response:
    """Return the start page."""
    language, prefix = _language_of_page(), current_app.config["SETTINGS"].prefix
    response = _rendered(
        "home.html",
        language,
        groups=[(group, list(kpis)) for group, kpis in groupby(KPIS.values(), key=lambda kpi: kpi.group)],
        count=len(KPIS),
        formulas=partial(formulas_in_words, language=language),
        in_sheet=partial(in_sheet, language=language, prefix=prefix),
        prefix=prefix,
        first_formula=first_formula(KPIS[BEST_KNOWN], prefix=prefix),
        first_call=curl_command(
            KPIS[BEST_KNOWN],
            KPIS[BEST_KNOWN].examples[0].arguments,
            public_url(),
            needs_key=policy_of(current_app).needs_key,
            is_windows="Windows" in request.user_agent.string,
        ),
    )
    response.vary.update(("Accept-Language", "User-Agent"))
    return response


@blueprint.get("/addin/excel/")
@_page("How to put the functions into Excel")
def excel() -> Response:
    """Return the page about Excel."""
    language, prefix = _language_of_page(), current_app.config["SETTINGS"].prefix
    known = KPIS[BEST_KNOWN]
    response = _rendered(
        "excel.html",
        language,
        prefix=prefix,
        known=known.name,
        explains=WHY,
        formula=sheet_formula(known, known.examples[0].arguments, language, prefix=prefix),
    )
    response.vary.add("Accept-Language")
    return response


@blueprint.get("/addin/google/")
@_page("How to put the functions into a Google spreadsheet")
def page() -> Response:
    """Return the page about Google Sheets."""
    language = _language_of_page()
    response = _rendered(
        "google.html",
        language,
        files=[(name, name if name == MANIFEST else PurePosixPath(name).stem) for name in FILES],
        local=sum(kpi.is_printable for kpi in KPIS.values()),
        count=len(KPIS),
        address=google_url(),
        first_formula=first_formula(KPIS[BEST_KNOWN], prefix=current_app.config["SETTINGS"].prefix),
    )
    response.vary.update(("Accept-Language", "Host"))
    return response


@blueprint.app_template_filter()
def said(kpi: Kpi[..., Any], language: Language) -> str:
    """Return a function's summary with a capital first letter, unless that is a value such as ``ok``."""
    sentence = kpi.summary_in(language).partition(": ")[2]
    return sentence if kpi.kind.holds == "text" else sentence[:1].upper() + sentence[1:]


@blueprint.app_template_filter()
def letter(index: int) -> str:
    """Return the name of a column, counting from 0.

    >>> letter(0), letter(27)
    ('A', 'AB')
    """
    before, last = divmod(index, len(ascii_uppercase))
    return (letter(before - 1) if before else "") + ascii_uppercase[last]


def in_sheet(record: Record, example: Example, language: Language, prefix: str = "") -> SheetExample:
    """Return an example in the language's notation: ``=ROMI(100000;50000)`` in Russian."""
    columns: list[list[str]] = []

    def place(rows: list[list[Any]]) -> str:
        first, last = letter(len(columns)), letter(len(columns) + len(rows[0]) - 1)
        columns.extend([shown(cell, GENERAL, language) for cell in column] for column in zip(*rows, strict=True))
        return f"{first}1:{last}{len(rows)}"

    formula = sheet_formula(record, example.arguments, language, place=place, prefix=prefix)
    cells = [list(row) for row in zip_longest(*columns, fillvalue="")]
    return SheetExample(cells, formula, sheet_result(record, example, language), figure_title(record, example, language))


def _rendered(template: str, language: Language, **facts: Any) -> Response:
    """Render a page with what each has: the version, and the links to the other languages."""
    words = partial(translate, language=language)
    return current_app.make_response(
        render_template(template, _=words, language=language, languages=OWN_NAMES, version=__version__, **facts)
    )


def _language_of_page() -> Language:
    """Return the language that the URL asks for, else that of the browser."""
    asked = request.args.get("lang")
    return asked if asked in LANGUAGES else language_of_request()
