"""The page for people: what may be called, and how to connect."""

from collections.abc import Iterator
from functools import partial
from itertools import groupby
from typing import Any

from flask import Blueprint, Response, current_app, render_template, request

from sheetkpi import KPIS, Kpi, __version__
from sheetkpi.dialects.words import figures_in_words, formula_in_words
from sheetkpi.hosts.web.notation import in_sheet, letter
from sheetkpi.hosts.web.openapi import documented
from sheetkpi.hosts.web.reading import example_body
from sheetkpi.hosts.web.refusals import language_of_request
from sheetkpi.translation import LANGUAGES, Language, translate

blueprint = Blueprint("pages", __name__)

blueprint.add_app_template_filter(letter)

#: What each language calls itself.
_OWN_NAMES = {"en": "English", "ru": "Русский"}


@blueprint.get("/")
@documented(
    "The page for people",
    {200: str},
    query={"lang": "ru or en"},
    headers={"Accept-Language": "Language of the page where lang is not given"},
)
def home() -> Response:
    """The page."""
    language = _language()
    response = current_app.make_response(
        render_template(
            "home.html",
            _=partial(translate, language=language),
            language=language,
            languages=_OWN_NAMES,
            groups=[(group, list(kpis)) for group, kpis in groupby(KPIS.values(), key=lambda kpi: kpi.group)],
            count=len(KPIS),
            formulas=partial(formulas, language=language),
            in_sheet=partial(in_sheet, language=language),
            body=example_body(),
            address=request.host_url,
            version=__version__,
        )
    )
    response.vary.add("Accept-Language")
    return response


def formulas(kpi: Kpi[..., Any], language: Language) -> Iterator[tuple[str, str]]:
    """The formulas of a function in words, each under its name; one formula needs no name, a table has none."""
    if kpi.result == "figures":
        yield from ((figure.title(language), words) for figure, words in figures_in_words(kpi, language))
    elif words := formula_in_words(kpi, language):
        yield "", words


@blueprint.app_template_filter()
def capitalised(sentence: str) -> str:
    """The sentence with a capital first letter, the others as they are."""
    return sentence[:1].upper() + sentence[1:]


def _language() -> Language:
    asked = request.args.get("lang")
    return next((language for language in LANGUAGES if language == asked), None) or language_of_request()
