"""The workbook “Forecast and decomposition”: from the goal to the bid, and from the bid to plan against fact."""

from sheetkpi.locale import locale_of
from sheetkpi.translation import Label, Language
from sheetkpi.workbooks.book import Book, Edition
from sheetkpi.workbooks.forecast.checks import Parts, checks
from sheetkpi.workbooks.forecast.decomposition import write_decomposition, write_self_test
from sheetkpi.workbooks.forecast.goals import write_goals
from sheetkpi.workbooks.forecast.inputs import write_inputs
from sheetkpi.workbooks.forecast.media_plan import write_media_plan
from sheetkpi.workbooks.forecast.plan_fact import write_plan_fact
from sheetkpi.workbooks.forecast.sensitivity import write_sensitivity
from sheetkpi.workbooks.forecast.start import write_headline, write_start
from sheetkpi.workbooks.forecast.unit_cost import write_unit_cost
from sheetkpi.workbooks.shared_sheets import Checklist, write_reference


def forecast_book(language: Language, *, edition: Edition = "native", currency: str | None = None, prefix: str = "") -> Book:
    """Describe the workbook with the article's data."""
    book = Book(Label("Forecast and decomposition"), language, edition, prefix)
    checklist = Checklist(book)
    switches, page = write_start(book, checklist.state, currency or locale_of(language).currency)
    inputs = write_inputs(book, switches)
    plan = write_decomposition(book, switches, inputs)
    write_sensitivity(book, switches, plan)
    media = write_media_plan(book, switches, inputs.of("budget", 3))
    facts = write_plan_fact(book)
    unit = write_unit_cost(book, switches)
    goals = write_goals(book, facts.tolerance)
    self_test = write_self_test(book)
    checklist.checks += checks(book, Parts(switches, inputs, plan, media, facts, unit, goals, self_test))
    checklist.write()
    book.sheets.remove(checklist.sheet)
    book.sheets.insert(len(book.sheets) - 1, checklist.sheet)
    write_reference(book)
    write_headline(page, switches, {key: plan.of(key) for key in ("cpc", "customers", "romi", "breakeven_cpc")})
    return book
