"""The verdicts in native formulas are those of CHANNEL_COMPARE, with what they rest on and what to do, in LibreOffice and IronCalc."""

import math
import random
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from sheetkpi.kpis.verdict import Channel, Rule, Verdict, advice, verdicts
from sheetkpi.translation import Label
from sheetkpi.workbooks.book import Book, Formula
from sheetkpi.workbooks.channels.verdict import ACTIONS, Assumptions, advice_formulas, helpers, verdict_formulas
from sheetkpi.workbooks.styles import NUMBER
from sheetkpi.workbooks.table_sheet import Column, Table
from tests.conftest import agree
from tests.workbooks.recalculated import Values, in_ironcalc, in_libreoffice

#: What is on the sheet above the tables: variation, confidence, minimum of customers, usual profit, elasticity, most.
ASSUMED = (1.0, 0.95, 10.0, None, 0.5, 2.0)
TITLE = "Verdicts"


@dataclass(frozen=True)
class Written:
    """Tables of channels on a sheet, and what the registry says of them."""

    book: Book
    tables: list[tuple[Table, list[Channel], dict[str, Any]]]

    @property
    def count(self) -> int:
        return sum(len(channels) for _, channels, _ in self.tables)


def random_channels(source: random.Random) -> list[Channel]:
    channels = []
    for number in range(source.randint(1, 8)):
        customers = source.choice([None, 0.0, 0.0, 1.0, 4.0, 12.0, 40.0, 300.0])
        worth = round(10 ** source.uniform(0, 2) * source.choice([1, 1, 1, 1, -0.2]), 2)
        spend = source.choice([0, 1, 1, 1, 1]) * round(10 ** source.uniform(1, 4), 2)
        channels.append(Channel(f"c{number}", float(spend), customers, None if customers is None else round(customers * worth, 2)))
    return channels


def write(tables: int) -> Written:
    """Write random tables one below another; those without any sales data have no verdict in the workbook, and are left out."""
    source, book = random.Random(9), Book(Label(TITLE), "en")
    sheet = book.sheet(Label(TITLE))
    cells = [sheet.put(row, 0, number, NUMBER).fixed for row, number in enumerate(ASSUMED)]
    given, first, written = Assumptions(*cells), 10, []
    while len(written) < tables:
        channels = random_channels(source)
        if all(channel.customers is None for channel in channels):
            continue
        inputs = {
            "channel": [channel.name for channel in channels],
            "spend": [channel.spend for channel in channels],
            "customers": [channel.customers for channel in channels],
            "revenue": [channel.gross_profit for channel in channels],
            "income": [channel.gross_profit for channel in channels],
        }
        columns = [Column(key, head=None, values=[_content(cell) for cell in cells]) for key, cells in inputs.items()]
        columns += [Column(key, None, NUMBER, formula, head=None) for key, formula in verdict_formulas(book, given).items()]
        table = Table(sheet, [*columns, *helpers(given, 12)], first, max(2, len(channels))).write()  # IronCalc sums no range of one cell
        sentences = advice_formulas(book, table, given, '"$"')
        places = {key: sheet.put(first - 1, 40 + number, Formula(text), NUMBER) for number, (key, text) in enumerate(sentences.items())}
        written.append((table, channels, places))
        first += max(2, len(channels)) + 2
    return Written(book, written)


def _content(cell: Any) -> Any:
    return Label(cell) if isinstance(cell, str) else cell


@cache
def many() -> Written:
    return write(290)


def differences(written: Written, values: Values) -> list[str]:
    """Where the formulas say something else than the registry."""
    found = []
    rule = Rule()
    words = {None: "", "stop": 0, "fix": 1, "keep": 2, "test more": 3, "no sales data": 4}
    for table, channels, places in written.tables:
        expected = verdicts(channels, rule)
        for number, (channel, verdict) in enumerate(zip(channels, expected, strict=True)):
            got = {
                key: values.get((TITLE, table.first + number, table.places[key]), "")
                for key in ("verdict", "data", "romi_low", "romi_high")
            }
            index = words[verdict.action]
            want = _want(channel, verdict) | {"verdict": index if isinstance(index, str) else ACTIONS[index].text}
            found += [f"{channel}: {key} is {got[key]!r}, not {want[key]!r}" for key in want if not agree(got[key], want[key], 1e-9)]
        said = [str(values.get((TITLE, place.row, place.column), "")) for place in (places[key] for key in ("sales", "move", "doubt"))]
        want_said = " ".join(str(message) for message in advice(channels, expected, rule))
        if _without_small_amounts(" ".join(text for text in said if text)) != _without_small_amounts(want_said):
            found.append(f"{channels}: {said} instead of {want_said}")
    return found


def _want(channel: Channel, verdict: Verdict) -> dict[str, Any]:
    because = verdict.because.in_language("en") if verdict.because else ""
    low, high = ("—" if bound is None else bound / channel.spend - 1 for bound in (verdict.low, verdict.high))
    want = {"romi_low": low, "romi_high": high}
    if verdict.action == "no sales data":
        want = {"romi_low": "", "romi_high": ""}
    elif verdict.action is None:
        want = {}
    return want if "reaches" in because else want | {"data": because}  # amounts are whole in the formulas


def _without_small_amounts(text: str) -> str:
    """The words of the sentences and the amounts of 100 and more; smaller ones are whole in the formulas, and have cents elsewhere."""
    return " ".join(word for word in text.replace(" $", "").replace("+", "").split() if not _is_small(word.strip(".;,()")))


def _is_small(word: str) -> bool:
    try:
        return math.fabs(float(word.replace(",", ""))) <= 101
    except ValueError:
        return False


def test_some_hundred_channels_get_the_verdicts_of_the_registry_in_ironcalc() -> None:
    written = write(50)
    assert written.count >= 200
    assert differences(written, in_ironcalc(written.book)) == []


@pytest.mark.e2e
def test_a_thousand_channels_get_the_verdicts_of_the_registry_in_ironcalc() -> None:
    written = many()
    assert written.count >= 1000
    found = {verdict.action for _, channels, _ in written.tables for verdict in verdicts(channels, Rule())}
    assert found == {"stop", "fix", "keep", "test more", "no sales data", None}
    assert differences(written, in_ironcalc(written.book)) == []


@pytest.mark.e2e
def test_a_thousand_channels_get_the_verdicts_of_the_registry_in_libreoffice(tmp_path: Path) -> None:
    assert differences(many(), in_libreoffice(many().book, tmp_path)) == []
