"""The workbook “Forecast and decomposition”: from the goal to the bid, and from the bid to plan against fact."""

from sheetkpi.locale import locale_of
from sheetkpi.translation import Label, Language
from sheetkpi.workbooks.book import Book, Edition
from sheetkpi.workbooks.forecast.checks import ForecastChecks, Parts
from sheetkpi.workbooks.forecast.decomposition import DecompositionSheet, write_self_test
from sheetkpi.workbooks.forecast.goals import write_goals
from sheetkpi.workbooks.forecast.inputs import InputsSheet
from sheetkpi.workbooks.forecast.media_plan import write_media_plan
from sheetkpi.workbooks.forecast.plan_fact import write_plan_fact
from sheetkpi.workbooks.forecast.sensitivity import SensitivitySheet
from sheetkpi.workbooks.forecast.start import FirstSheet
from sheetkpi.workbooks.forecast.unit_cost import UnitCostSheet
from sheetkpi.workbooks.shared_sheets import Checklist, write_reference


def forecast_book(language: Language, *, edition: Edition = "native", currency: str | None = None, prefix: str = "") -> Book:
    """Describe the workbook with the article's data."""
    book = Book(Label("Forecast and decomposition"), language, edition, prefix)
    checklist = Checklist(book)
    first = FirstSheet(book, checklist.state, currency or locale_of(language).currency)
    switches = first.switches
    inputs = InputsSheet(book, switches).write()
    plan = DecompositionSheet(book, switches, inputs).write()
    SensitivitySheet(book, switches, plan).write()
    media = write_media_plan(book, switches, inputs.of("budget", 3))
    facts = write_plan_fact(book)
    unit = UnitCostSheet(book, switches).write()
    goals = write_goals(book, facts.tolerance)
    self_test = write_self_test(book)
    ForecastChecks(book, checklist, Parts(switches, inputs, plan, media, facts, unit, goals, self_test)).add_all()
    checklist.write()
    book.sheets.remove(checklist.sheet)
    book.sheets.insert(len(book.sheets) - 1, checklist.sheet)
    write_reference(book)
    first.write_headline({key: plan.of(key) for key in ("cpc", "customers", "romi", "breakeven_cpc")})
    return book
