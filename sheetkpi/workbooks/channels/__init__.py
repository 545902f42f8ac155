"""The workbook “Channel comparison”: paste the reports of the ad platforms and see which channel earns."""

from collections.abc import Sequence

from sheetkpi.locale import locale_of
from sheetkpi.translation import Label, Language, Translatable
from sheetkpi.workbooks.book import At, Book, Edition, Formula
from sheetkpi.workbooks.channels.budget import write_budget
from sheetkpi.workbooks.channels.channels_sheet import ChannelsSheet, write_channels
from sheetkpi.workbooks.channels.checks import Sheets, checks
from sheetkpi.workbooks.channels.confidence import write_confidence
from sheetkpi.workbooks.channels.data import CHANNELS, DIRECT, EXHIBITION, FIELDS, ORGANIC, VK, Row, named, sample_rows
from sheetkpi.workbooks.channels.data_sheet import (
    NOTHING_IMPORTED,
    Imported,
    write_data,
    write_found,
    write_import,
    write_mapping,
    write_rejected,
)
from sheetkpi.workbooks.channels.funnel import write_funnel
from sheetkpi.workbooks.channels.loyalty import write_loyalty
from sheetkpi.workbooks.channels.plan import Target, write_plan
from sheetkpi.workbooks.channels.screen import Screen, write_screen, write_screen_charts
from sheetkpi.workbooks.channels.start import Switches, write_switches
from sheetkpi.workbooks.channels.trends import write_trends
from sheetkpi.workbooks.shared_sheets import Checklist, StartPage, write_reference

__all__ = ["FIELDS", "channels_book"]

#: So many channels are printed where there are no more: room for the others would print as white.
_PRINTED = 15

_TITLE = Label("Channel comparison")
_PURPOSE = Label("Which channel earns, which one only spends, how sure that is, and where the next money should go.")

#: The order of the sheets; they are written in another, for some take from later ones.
_ORDER = (
    Label("Start"),
    Label("Data"),
    Label("Import"),
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
    imported: Imported = NOTHING_IMPORTED,
) -> Book:
    """Describe the workbook."""
    book = Book(_TITLE, language, edition, prefix)
    page = StartPage(book, _TITLE, _PURPOSE)
    page.light(Formula(At(Label("Checks").in_language(language), 1, 1).full))
    first_sentence = page.row
    page.row += SENTENCES + 1
    page.steps((IMPORTED, *STEPS[1:]) if imported.reading else STEPS)
    switches = write_switches(page, currency or locale_of(language).currency, spend_has_vat=imported.spend_has_vat)
    page.row += 1
    page.legend()
    page.version()
    is_sample = rows is None
    printed = CHANNELS if len({row.get("channel") for row in rows or ()}) > _PRINTED else _PRINTED
    direct, vk = (named(name, language) if is_sample else None for name in (DIRECT, VK))
    names = write_mapping(book)
    data = write_data(book, switches, sample_rows(language) if rows is None else rows, len(imported.rejected))
    write_import(book, imported.reading)
    write_rejected(book, imported.rejected)
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
    checklist = Checklist(book)
    checklist.checks += checks(Sheets(switches, data, channels, screen, budget, states))
    checklist.write()
    page.row = first_sentence
    write_sentences(book, page, screen, channels, (switches, data.found["outside"]))
    write_reference(book)
    titles = [title.in_language(language) for title in _ORDER]
    book.sheets.sort(key=lambda sheet: titles.index(sheet.title))
    return book


def _sample_targets(language: Language) -> list[Target]:
    """Return the sample's plan: the articles' goals, and rounded numbers where they name none."""
    return [
        Target(named(DIRECT, language), 50_000.0, 240.0, 72.0, 700.0),
        Target(named(VK, language), 6_000.0, 30.0, 9.0, 700.0),
        Target(named(EXHIBITION, language), 100_000.0, None, 25.0, 4_000.0),
        Target(named(ORGANIC, language), None, 40.0, 10.0, None),
    ]


SENTENCES = 5

STEPS: tuple[Translatable, ...] = (
    Label("Paste your numbers on the sheet “Data”, or type the sums of each channel on the sheet “Channels”."),
    Label("Look at the checks: each failed one says what to fix, and where."),
    Label("Enter other names of your channels on the sheet “Mapping”, and choose the period and the basis below."),
    Label("Read “One screen”, then “Funnel” and “Confidence” for channels you are unsure about."),
    Label("Let “Budget” propose a split, test it on a small part, and come back with the new numbers."),
)

#: The first step where the numbers are in the workbook already.
IMPORTED = Label("Your file is on the sheet “Data”. The sheet “Import” shows what every column was taken for: check it once.")


def write_sentences(book: Book, page: StartPage, screen: Screen, channels: ChannelsSheet, found: tuple[Switches, At]) -> None:
    """Write what to do, and the highest and lowest net result; `found` ends with the number of rows outside the period."""
    switches, outside = found
    for key, place in screen.sentences.items():
        book.mark(f"start.sentence.{key}", page.sentence(place.full))
    money = f'" "&{switches.currency.full}'
    empty = book.word(Label("There are no channels with a net result yet: paste your data."))
    elsewhere = book.word(Label("No row of the data falls in the period: change the period below, or clear it."))
    is_elsewhere = f"({switches.source.number.full}=1)*({channels.count.full}=0)*({outside.full}>0)"
    unprofitable = book.word(Label("The channels have no gross profit yet, so there is no net result: fill in revenue and cost of sales."))
    nothing = f"IF({is_elsewhere}=1,{elsewhere},IF(COUNT({channels.columns['spend'].full})>0,{unprofitable},{empty}))"
    percent = book.word(Label("%"))
    single = book.word(Label("Only one channel has a net result, so there is no lowest one."))
    net = channels.columns["net"]
    needed = ("channel", "net", "romi", "verdict")
    for key, name, choose in (("best", Label("Highest net result:"), "MAX"), ("worst", Label("Lowest net result:"), "MIN")):
        of = {column: _at_net(screen.columns[column], net, screen.columns["net"], choose) for column in needed}
        romi = f'IF(ISNUMBER({of["romi"]}),", ROMI "&ROUND({of["romi"]}*100,0)&{percent},"")'
        result = f'{book.word(Label("net result"))}&" "&{_whole(of["net"])}&{money}'
        text = f'{book.word(name)}&" "&{of["channel"]}&" — "&{result}&{romi}&". "'
        text = f'{text}&IF({of["verdict"]}="","",{book.word(Label("Verdict"))}&": "&MID({of["verdict"]},3,99)&".")'
        if key == "worst":
            text = f"IF(COUNT({net.full})=1,{single},{text})"
        sentence = f"IF(COUNT({net.full})=0,{nothing},{text})"
        book.mark(f"start.sentence.{key}", page.sentence(sentence))


def _at_net(column: At, nets: At, ranked: At, choose: str) -> str:
    return f"INDEX({column.full},MATCH({choose}({nets.full}),{ranked.full},0))"


def _whole(amount: str) -> str:
    return f"FIXED({amount},0,FALSE)"
