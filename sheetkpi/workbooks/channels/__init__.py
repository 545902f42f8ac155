"""The workbook that compares channels: paste what the advertising systems report, read which one earns."""

from collections.abc import Sequence

from sheetkpi.locale import locale_of
from sheetkpi.translation import Label, Language
from sheetkpi.workbooks.book import At, Book, Edition, Formula
from sheetkpi.workbooks.channels.budget import write_budget
from sheetkpi.workbooks.channels.channels_sheet import write_channels
from sheetkpi.workbooks.channels.checks import Sheets, add_checks
from sheetkpi.workbooks.channels.confidence import write_confidence
from sheetkpi.workbooks.channels.data import CHANNELS, DIRECT, EXHIBITION, FIELDS, ORGANIC, VK, Rejected, Row, named, sample_rows
from sheetkpi.workbooks.channels.data_sheet import write_data
from sheetkpi.workbooks.channels.funnel import write_funnel
from sheetkpi.workbooks.channels.loyalty import write_loyalty
from sheetkpi.workbooks.channels.mapping_sheet import write_found, write_mapping
from sheetkpi.workbooks.channels.plan import Target, write_plan
from sheetkpi.workbooks.channels.rejected_sheet import write_rejected
from sheetkpi.workbooks.channels.screen import write_screen
from sheetkpi.workbooks.channels.screen_charts import write_screen_charts
from sheetkpi.workbooks.channels.start import SENTENCES, STEPS, write_sentences
from sheetkpi.workbooks.channels.switches import write_switches
from sheetkpi.workbooks.channels.trends import write_trends
from sheetkpi.workbooks.checklist import Checklist
from sheetkpi.workbooks.reference_sheet import write_reference
from sheetkpi.workbooks.start_page import StartPage

__all__ = ["FIELDS", "channels_book"]

#: So many channels are printed where there are no more: room for the others would print as white.
_PRINTED = 15

_TITLE = Label("Channel comparison")
_PURPOSE = Label("Which channel earns, which one only spends, how sure that is, and where the next money should go.")

#: The order of the sheets; they are written in another, for some take from later ones.
_ORDER = (
    Label("Start"),
    Label("Data"),
    Label("Rejected rows"),
    Label("Mapping"),
    Label("Channels"),
    Label("One screen"),
    Label("Funnel"),
    Label("Confidence"),
    Label("Budget"),
    Label("Plan vs actual"),
    Label("Loyalty"),
    Label("Trends"),
    Label("Checks"),
    Label("Reference"),
)


def channels_book(
    language: Language,
    *,
    edition: Edition = "native",
    currency: str | None = None,
    prefix: str = "",
    rows: Sequence[Row] | None = None,
    rejected: Sequence[Rejected] = (),
) -> Book:
    """Describe the workbook."""
    book = Book(_TITLE, language, edition, prefix)
    page = StartPage(book, _TITLE, _PURPOSE)
    page.light(Formula(At(Label("Checks").in_language(language), 1, 1).full))
    first_sentence = page.row
    page.row += SENTENCES + 1
    page.steps(STEPS)
    switches = write_switches(page, currency or locale_of(language).currency)
    page.row += 1
    page.legend()
    page.version()
    is_sample = rows is None
    printed = CHANNELS if len({row.get("channel") for row in rows or ()}) > _PRINTED else _PRINTED
    direct, vk = (named(name, language) if is_sample else None for name in (DIRECT, VK))
    names = write_mapping(book)
    data = write_data(book, switches, sample_rows(language) if rows is None else rows, len(rejected))
    write_rejected(book, rejected)
    channels = write_channels(book, switches, data)
    states = write_found(book, names, channels.from_data["names"])
    screen = write_screen(book, switches, channels, printed)
    trends = write_trends(book, switches, data, channels, None)
    short = write_screen_charts(screen, channels, trends)
    write_funnel(book, channels, screen, direct)
    write_confidence(book, switches, channels, screen, short, (direct, vk), printed)
    budget = write_budget(book, switches, channels, short, printed)
    write_plan(book, channels, _sample_targets(language) if is_sample else [])
    write_loyalty(book, switches)
    checks = Checklist(book)
    add_checks(checks, Sheets(switches, data, channels, screen, budget, states))
    checks.write()
    page.row = first_sentence
    write_sentences(book, page, screen, channels, (budget, switches, data.found["outside"]))
    write_reference(book)
    titles = [title.in_language(language) for title in _ORDER]
    book.sheets.sort(key=lambda sheet: titles.index(sheet.title))
    return book


def _sample_targets(language: Language) -> list[Target]:
    """The plan of the sample: the articles' goals, and rounded ones where they have none."""
    return [
        Target(named(DIRECT, language), 50_000.0, 240.0, 72.0, 700.0),
        Target(named(VK, language), 6_000.0, 30.0, 9.0, 700.0),
        Target(named(EXHIBITION, language), 100_000.0, None, 25.0, 4_000.0),
        Target(named(ORGANIC, language), None, 40.0, 10.0, None),
    ]
