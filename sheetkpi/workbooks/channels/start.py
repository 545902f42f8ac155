"""The first sheet: what it is for, three sentences that say what to do, and how to use it."""

from collections.abc import Mapping

from sheetkpi.translation import Label, Translatable
from sheetkpi.workbooks.book import At, Book
from sheetkpi.workbooks.channels.budget import Budget
from sheetkpi.workbooks.channels.channels_sheet import ChannelsSheet
from sheetkpi.workbooks.channels.screen import Screen
from sheetkpi.workbooks.channels.switches import Switches
from sheetkpi.workbooks.start_page import StartPage

SENTENCES = 3

STEPS: tuple[Translatable, ...] = (
    Label("Paste your numbers on the sheet “Data”, or type the sums of each channel on the sheet “Channels”."),
    Label("Look at the checks: each one that fails says what to fix, and where."),
    Label("Give other names of the same channel on the sheet “Mapping”, and choose the period and the basis below."),
    Label("Read “One screen”, then “Funnel” and “Confidence” for the channels in doubt."),
    Label("Let “Budget” propose a split, test it on a small part, and come back with the new numbers."),
)


def write_sentences(book: Book, page: StartPage, screen: Screen, channels: ChannelsSheet, found: tuple[Budget, Switches, At]) -> None:
    """The best channel, the worst, and where to move money; `found` ends with the number of rows outside the period."""
    budget, switches, outside = found
    money = f'" "&{switches.currency.full}'
    empty = book.word(Label("There are no channels with a net result yet: paste your data."))
    elsewhere = book.word(Label("No row of the data lies in the period: change the period below, or empty it."))
    is_elsewhere = f"({switches.source.number.full}=1)*({channels.count.full}=0)*({outside.full}>0)"
    nothing = f"IF({is_elsewhere}=1,{elsewhere},{empty})"
    single = book.word(Label("There is one channel with a net result only: no worst one to name."))
    net = channels.columns["net"]
    needed = ("channel", "net", "romi", "verdict")
    for key, name, choose in (("best", Label("Best channel:"), "MAX"), ("worst", Label("Worst channel:"), "MIN")):
        of = {column: _at_net(screen.columns[column], net, screen.columns["net"], choose) for column in needed}
        romi = f'IF(ISNUMBER({of["romi"]}),", ROMI "&ROUND({of["romi"]}*100,0)&"%","")'
        result = f'{book.word(Label("net result"))}&" "&{_whole(of["net"])}&{money}'
        text = f'{book.word(name)}&" "&{of["channel"]}&" — "&{result}&{romi}&". "'
        text = f'{text}&{book.word(Label("Verdict"))}&": "&MID({of["verdict"]},3,99)&"."'
        if key == "worst":
            text = f"IF(COUNT({net.full})=1,{single},{text})"
        sentence = f"IF(COUNT({net.full})=0,{nothing},{text})"
        book.mark(f"start.sentence.{key}", page.sentence(sentence))
    book.mark("start.sentence.move", page.sentence(_move(book, budget.columns, budget.is_possible, money)))


def _at_net(column: At, nets: At, ranked: At, choose: str) -> str:
    return f"INDEX({column.full},MATCH({choose}({nets.full}),{ranked.full},0))"


def _whole(amount: str) -> str:
    return f"FIXED({amount},0,FALSE)"


def _move(book: Book, columns: Mapping[str, At], is_possible: At, money: str) -> str:
    changes, names = columns["change"].full, columns["channel"].full
    amount = f"MIN(MAX({changes}),-MIN({changes}))"
    source, target = (f"INDEX({names},MATCH({choose}({changes}),{changes},0))" for choose in ("MIN", "MAX"))
    move, from_, to = (book.word(text) for text in (Label("Move"), Label("from"), Label("to")))
    caution = book.word(Label("It is an estimate under an assumption about elasticity: test it."))
    stay = book.word(Label("The budget need not be moved, or its limits leave no room: see the sheet “Budget”."))
    opening, closing = (book.word(text) for text in (Label("“"), Label("”")))
    quoted_source, quoted_target = (f"{opening}&{name}&{closing}" for name in (source, target))
    text = f'{move}&" "&{_whole(amount)}&{money}&" "&{from_}&" "&{quoted_source}&" "&{to}&" "&{quoted_target}&". "&{caution}'
    lone = book.word(Label("Money can be moved once two channels have a spend and a gross profit."))
    takes_part = columns["marginal"].full
    return f"IF(COUNT({takes_part})<2,{lone},IF(({is_possible.full}=1)*(COUNT({changes})>1)*({amount}>=1),{text},{stay}))"
