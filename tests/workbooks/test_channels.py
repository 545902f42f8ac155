"""The channel workbook as IronCalc calculates it: the worked example, its traps, the switches, and any data at all."""

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import pytest

from sheetkpi import CellError, Range, calculate
from sheetkpi.translation import LANGUAGES, Language
from sheetkpi.workbooks.book import Book, Content, Formula
from sheetkpi.workbooks.channels import channels_book
from sheetkpi.workbooks.channels.data import CAPACITY, CHANNELS, RATIOS, SHARES, Row, sample_rows
from sheetkpi.workbooks.channels.data_sheet import Imported
from sheetkpi.workbooks.xlsx import workbook
from tests.conftest import agree
from tests.workbooks.recalculated import Live, Values, column, differences, emptied, entered, errors, in_ironcalc, value

pytestmark = pytest.mark.e2e

ORDER = ("Yandex Direct", "Organic", "Exhibition", "VK")
TOTALS = ("paid", "all")

#: The worked example of the domain, the channels by net result and then the totals.
WORKED: dict[str, tuple[int, list[Any]]] = {
    "spend": (2, [50000, 0, 100000, 6000, 156000, 156000]),
    "clicks": (2, [2400, 400, "", "", 2400, 2800]),
    "leads": (2, [240, 40, "", 30, 270, 310]),
    "customers": (2, [72, 12, 25, 6, 103, 115]),
    "revenue": (2, [144000, 24000, 125000, 7200, 276200, 300200]),
    "gross_profit": (2, [100800, 16800, 100000, 4125, 204925, 221725]),
    "cpc": (2, [20.83, 0, "", "", 20.83, 17.86]),
    "cpl": (2, [208.33, 0, "", 200, 207.41, 180.65]),
    "lead_to_sale": (3, [0.3, 0.3, "", 0.2, 0.289, 0.29]),
    "low": (3, [0.246, 0.181, "", 0.095, 0.238, 0.243]),
    "high": (3, [0.361, 0.454, "", 0.373, 0.346, 0.343]),
    "cpo": (2, [694.44, 0, 4000, 1000, 1514.56, 1356.52]),
    "aov": (2, [2000, 2000, 5000, 1200, 2681.55, 2610.43]),
    "net": (2, [50800, 16800, 0, -1875, 48925, 65725]),
    "roas": (2, [2.88, "—", 1.25, 1.2, 1.77, 1.92]),
    "drr": (3, [0.347, 0, 0.8, 0.833, 0.565, 0.52]),
    "romi": (4, [1.016, "—", 0, -0.3125, 0.3136, 0.4213]),
}

#: What one gets who divides sums that do not belong together, or takes the mean of ratios.
NAIVE = {"cpc": 55.71, "cpl": 503.23, "lead_to_sale": 0.371, "romi": 0.2345, "cpo": 1898.15}


@cache
def sample(language: Language = "en") -> Book:
    return channels_book(language)


@cache
def live(language: Language = "en") -> Live:
    """The sample, open in IronCalc."""
    return Live(sample(language))


@cache
def calculated(language: Language = "en") -> Values:
    return live(language).values()


def shown(values: Values, book: Book, key: str, digits: int) -> list[Any]:
    """The channels of the sample and the totals, rounded as the domain prints them."""
    cells = [*column(values, book, f"screen.{key}")[: len(ORDER)], *(value(values, book, f"screen.{total}.{key}") for total in TOTALS)]
    return [round(cell, digits) if isinstance(cell, float) else cell for cell in cells]


def of_channels(values: Values, book: Book, key: str) -> dict[str, Any]:
    """A column of the one screen by the names of the channels."""
    names = column(values, book, "screen.channel")
    return {name: cell for name, cell in zip(names, column(values, book, f"screen.{key}"), strict=True) if name != ""}


@pytest.mark.parametrize("key", list(WORKED))
def test_every_number_of_the_worked_example_comes_out(key: str) -> None:
    digits, want = WORKED[key]
    assert shown(calculated(), sample(), key, digits) == want


def test_the_channels_are_ranked_by_net_result_with_the_verdicts_of_the_registry() -> None:
    values, book = calculated(), sample()
    assert column(values, book, "screen.channel")[:5] == [*ORDER, ""]
    assert column(values, book, "screen.place")[:5] == [1.0, 2.0, 3.0, 4.0, ""]
    assert column(values, book, "screen.verdict")[:5] == ["▲ Test more", "", "● Keep", "◆ Fix", ""]
    assert column(values, book, "screen.data")[:5] == ["", "", "about break-even", "about 87 more customers", ""]


@pytest.mark.parametrize(("key", "naive"), list(NAIVE.items()))
def test_no_total_is_the_naive_one(key: str, naive: float) -> None:
    totals = [value(calculated(), sample(), f"screen.{total}.{key}") for total in TOTALS]
    assert all(abs(total - naive) > 0.004 for total in totals), f"{key}: {totals} is what one gets with the naive way"


def test_the_first_sheet_says_what_to_do_and_who_is_best_and_worst() -> None:
    values, book = calculated(), sample()
    assert value(values, book, "start.sentence.best").startswith(
        "Highest net result: Yandex Direct — net result 50,800 $, ROMI 102%. Verdict: Test more."
    )
    assert value(values, book, "start.sentence.worst").startswith("Lowest net result: VK — net result -1,875 $, ROMI -31%. Verdict: Fix.")
    assert value(values, book, "start.sentence.move") == "A larger budget is worth a test in Yandex Direct if you can find 803 $ more."
    assert value(values, book, "start.sentence.doubt").endswith("Closest to an answer: VK, about 87 more customers.")
    assert value(values, book, "start.sentence.sales") == ""
    assert value(values, book, "start.light").startswith("✓ ")


def test_both_languages_give_the_same_numbers_and_their_own_words() -> None:
    english, russian = calculated("en"), calculated("ru")
    for key in WORKED:
        assert shown(english, sample("en"), key, 9) == shown(russian, sample("ru"), key, 9), f"{key} differs between the languages"
    assert column(russian, sample("ru"), "screen.verdict")[:4] == ["▲ Проверить больше", "", "● Оставить", "◆ Чинить"]
    assert value(russian, sample("ru"), "start.sentence.best").startswith("Самый высокий результат: Яндекс Директ")


def test_the_switch_of_the_language_changes_every_text_and_no_number() -> None:
    switched = live().after({"start.language": "Русский"})
    assert column(switched, sample(), "screen.verdict")[:4] == ["▲ Проверить больше", "", "● Оставить", "◆ Чинить"]
    numbers = {place: cell for place, cell in calculated().items() if isinstance(cell, float) and place[0] != "Texts"}
    assert differences(numbers, switched) == []


def test_named_kpis_give_the_same_numbers_as_native_formulas() -> None:
    functions = channels_book("en", edition="functions")
    assert differences(calculated(), in_ironcalc(functions)) == []
    assert any(
        "ROMI(" in cell.content.text for sheet in functions.sheets for cell in sheet.cells.values() if isinstance(cell.content, Formula)
    )


# --- equal to the registry on any data


def random_rows(seed: int, channels: int, count: int) -> list[Row]:
    """Rows of channels some of which count no clicks, have no leads, or cost nothing."""
    chance = random.Random(seed)
    kinds = [(chance.random() < 0.8, chance.random() < 0.8, chance.random() < 0.85) for _ in range(channels)]
    rows: list[Row] = []
    for number in range(count):
        index = number % channels
        counts_clicks, counts_leads, costs = kinds[index]
        clicks = chance.randint(50, 2000)
        leads = chance.randint(5, 50)
        customers = chance.randint(0, 5)
        revenue = float(customers * chance.randint(500, 5000))
        rows.append(
            {
                "date": 46000.0 + number % 300,
                "channel": f"Channel {index}",
                "campaign": f"Campaign {number}",
                "clicks": float(clicks) if counts_clicks else None,
                "impressions": float(clicks * 30) if counts_clicks else None,
                "spend": round(chance.uniform(100, 5000), 2) if costs else 0.0,
                "leads": float(leads) if counts_leads else None,
                "customers": float(customers),
                "revenue": revenue,
                "cost_of_sales": round(revenue * chance.uniform(0.2, 0.9), 2),
            }
        )
    return rows


def sums(rows: Sequence[Row]) -> dict[str, dict[str, float | None]]:
    """The sums of each channel; None where it has no such number at all."""
    result: dict[str, dict[str, float | None]] = {}
    for row in rows:
        line = result.setdefault(str(row["channel"]), {})
        for key, cell in row.items():
            if isinstance(cell, float) and key != "date":
                line[key] = (line.get(key) or 0.0) + cell
    return result


KEYS = ("spend", "impressions", "clicks", "leads", "customers", "revenue", "cost_of_sales")


@pytest.mark.parametrize(("seed", "channels"), [(1, 1), (2, 4), (3, 12), (4, 30)])
def test_the_screen_is_channel_compare_of_the_registry(seed: int, channels: int) -> None:
    rows = random_rows(seed, channels, max(channels * 6, 40))
    book = channels_book("en", rows=rows)
    values = in_ironcalc(book)
    lines = sums(rows)
    table = [["Channel", *KEYS], *([name, *(line.get(key) for key in KEYS)] for name, line in lines.items())]
    answer = calculate("CHANNEL_COMPARE", [table])
    header = [*(figure for figure in _figures())]
    want = {row[0]: dict(zip(header, row, strict=False)) for row in answer.nested()[1:]}
    for key in (*(ratio.key for ratio in (*RATIOS, *SHARES)), "low", "high", "romi_low", "romi_high", "marginal"):
        got = of_channels(values, book, key) | {
            label: value(values, book, f"screen.{total}.{key}")
            for label, total in (("Paid", "paid"), ("All", "all"))
            if f"screen.{total}.{key}" in book.places
        }
        for name, cell in got.items():
            expected = want[name][key]
            is_undefined = key.startswith("romi_") and expected is None and cell == "—"
            assert is_undefined or agree(cell, _as_shown(expected)), (
                f"{name}, {key}: {cell!r} in the workbook, {expected!r} by the registry"
            )
    assert of_channels(values, book, "place") == {name: want[name]["rank"] for name in lines}
    for name, cell in of_channels(values, book, "p_value").items():
        assert agree(cell, _as_shown(_against_the_others(lines, name))), f"{name}: {cell!r} in the workbook"
    verdicts = {name: str(cell)[2:].casefold() for name, cell in of_channels(values, book, "verdict").items()}
    assert verdicts == {name: want[name]["verdict"] or "" for name in lines}
    assert of_channels(values, book, "data") == {name: want[name]["data"] or "" for name in lines}
    said = [value(values, book, f"start.sentence.{key}").replace(" $", "") for key in ("sales", "move", "doubt")]
    assert " ".join(sentence for sentence in said if sentence) == advice_on(table, of_channels(values, book, "channel"))
    assert errors(values) == []


def _against_the_others(lines: Mapping[str, Mapping[str, float | None]], name: str) -> Any:
    """PROP_TEST of a channel against all others that have both numbers."""
    pairs = {key: (line.get("customers"), line.get("leads")) for key, line in lines.items()}
    known = {key: pair for key, pair in pairs.items() if None not in pair}
    others = [sum(float(pair[side] or 0) for key, pair in known.items() if key != name) for side in (0, 1)]
    return calculate("PROP_TEST", [*known[name], *others]) if name in known and others[1] else None


def advice_on(table: list[list[Any]], order: Iterable[str]) -> str:
    """The sentences of CHANNEL_COMPARE on the channels in the order of the screen."""
    lines = {row[0]: row for row in table}
    answer = calculate("CHANNEL_COMPARE", [[table[0], *(lines[name] for name in order)]])
    assert isinstance(answer, Range)
    return answer.nested()[1][answer.nested()[0].index("What to do")] or ""


def _figures() -> list[str]:
    from sheetkpi import KPIS

    return [figure.name for figure in KPIS["CHANNEL_COMPARE"].figures]


def _as_shown(cell: Any) -> Any:
    """What the workbook shows for a cell of the registry: a dash for an error, nothing for a blank."""
    return "—" if isinstance(cell, CellError) else "" if cell is None else cell


BUDGETS: list[tuple[int, int, float, Mapping[str, Content]]] = [
    (1, 3, 0.5, {}),
    (2, 8, 0.3, {"budget.settings.budget": 90_000.0}),
    (3, 30, 0.7, {}),
    (4, 12, 0.5, {"budget.settings.minimum": 0.0, "budget.settings.maximum": 5.0}),
    (5, 6, 0.9, {"budget.settings.budget": 33_333.33, "budget.settings.minimum": 0.2}),
]


@pytest.mark.parametrize(("seed", "channels", "elasticity", "settings"), BUDGETS)
def test_the_budget_is_reallocate_of_the_registry_to_the_kopeck(
    seed: int, channels: int, elasticity: float, settings: Mapping[str, Content]
) -> None:
    rows = random_rows(seed, channels, channels * 7)
    book = entered(channels_book("en", rows=rows), {"budget.settings.elasticity": elasticity, **settings})
    opened = Live(book)
    values = opened.values()
    lines = sums(rows)
    spend = [line.get("spend") for line in lines.values()]
    profit = [(line["revenue"] or 0.0) - (line["cost_of_sales"] or 0.0) for line in lines.values()]
    limits = [settings.get("budget.settings.minimum", 0.5), settings.get("budget.settings.maximum", 2.0)]
    budget = settings.get("budget.settings.budget")
    total = sum(cell or 0.0 for cell in spend)
    budget = min(max(float(budget), total * float(limits[0]) + 1), total * float(limits[1]) - 1) if isinstance(budget, float) else None
    if budget is not None:
        values = opened.after({"budget.settings.budget": budget})
    columns = [[[cell] for cell in cells] for cells in (list(lines), spend, profit)]
    answer = calculate("REALLOCATE", [*columns, budget, elasticity, *limits])
    names = [figure.name for figure in _reallocate_figures()]
    for key in ("new_spend", "expected_gross_profit", "expected_romi", "marginal", "change_share", "marginal_after", "best_spend"):
        want = [row[names.index(key)] for row in answer.nested()[1:-1]]
        got = column(values, book, f"budget.{key}")[: len(want)]
        for name, cell, expected in zip(lines, got, want, strict=True):
            is_left_out = key == "new_spend" and not lines[name].get("spend")
            assert is_left_out or agree(cell, _as_shown(expected), 1e-6), f"{name}, {key}: {cell!r}, {expected!r} by the registry"
    assert value(values, book, "checks.budget") is True


def _reallocate_figures() -> Any:
    from sheetkpi import KPIS

    return KPIS["REALLOCATE"].figures


def test_the_articles_split_of_a_budget_comes_out() -> None:
    rows = [
        {"date": 46000.0, "channel": name, "spend": spend, "customers": 20.0, "revenue": profit, "cost_of_sales": 0.0}
        for name, spend, profit in (("Direct", 50000.0, 100000.0), ("VK", 30000.0, 36000.0), ("SEO", 20000.0, 60000.0))
    ]
    book = channels_book("en", rows=rows)
    values = in_ironcalc(book)
    assert sorted(column(values, book, "budget.new_spend")[:3]) == [15000.0, 40000.0, 45000.0]
    assert sorted(round(cell, 2) for cell in column(values, book, "budget.unlimited")[:3]) == [10207.94, 42533.08, 47258.98]


def test_limits_that_leave_no_room_say_so() -> None:
    book, values = changed({"budget.settings.budget": 900_000.0})
    assert value(values, book, "budget.sentence").startswith("✗ The limits leave no room")
    assert value(values, book, "checks.budget_fits") is False
    assert set(column(values, book, "budget.new_spend")[:4]) == {"—", ""}
    assert errors(values) == []


# --- nothing breaks


def trailing(rows: Sequence[Row]) -> list[Row]:
    return [*rows, *({} for _ in range(4840))]


STRANGE: dict[str, Callable[[], Book]] = {
    "no rows at all": lambda: channels_book("en", rows=[]),
    "emptied inputs": lambda: emptied(sample()),
    "one channel": lambda: channels_book("en", rows=random_rows(1, 1, 5)),
    "thirty channels": lambda: channels_book("en", rows=random_rows(1, 30, 90)),
    "two thousand rows and many empty ones": lambda: channels_book("en", rows=trailing(random_rows(1, 12, 2000))),
    "no spend": lambda: channels_book("en", rows=[{**row, "spend": 0.0} for row in random_rows(1, 3, 9)]),
    "organic search only": lambda: channels_book("en", rows=[row for row in sample_rows("en") if row["channel"] == "Organic"]),
    "a text for a number": lambda: channels_book("en", rows=[*sample_rows("en"), {**sample_rows("en")[0], "clicks": "1 200"}]),
    "rows without a channel": lambda: channels_book("en", rows=[*sample_rows("en"), {"date": 46000.0, "spend": 10.0}]),
    "a text for a date": lambda: channels_book("en", rows=[{**row, "date": "soon"} for row in sample_rows("en")]),
}


#: LibreOffice looks at the others.
QUICK = ("no rows at all", "emptied inputs", "one channel", "thirty channels", "no spend", "rows without a channel")


@pytest.mark.parametrize("name", QUICK)
def test_no_cell_shows_an_error(name: str) -> None:
    assert errors(in_ironcalc(STRANGE[name]())) == []


def test_empty_rows_at_the_end_change_nothing() -> None:
    rows = random_rows(1, 12, 300)
    plain, longer = (channels_book("en", rows=chosen) for chosen in (rows, trailing(rows)))
    assert differences(in_ironcalc(plain), in_ironcalc(longer)) == []


def test_more_rows_than_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="rows do not fit"):
        channels_book("en", rows=[{} for _ in range(CAPACITY + 1)])


def test_names_that_look_like_formulas_or_patterns_stay_names() -> None:
    names = ("=SUM(A1)", "+seo", "-promo", "@brand", "what*", "what if", "a?b", "acb", '">0"', "tilde~")
    rows = [{**row, "channel": name, "campaign": name} for name in names for row in random_rows(len(name), 1, 3)]
    book = channels_book("en", rows=rows)
    values = in_ironcalc(book)
    spends = of_channels(values, book, "spend")
    assert set(spends) == set(names)
    assert all(agree(spends[name], line["spend"]) for name, line in sums(rows).items())
    assert value(values, book, "checks.spend") is True
    assert value(values, book, "checks.twice") is True


# --- the switches


def changed(changes: Mapping[str, Content]) -> tuple[Book, Values]:
    return sample(), live().after(changes)


def differing(values: Values) -> set[str]:
    """The columns of the one screen that are not as in the sample."""
    return {
        key.removeprefix("screen.")
        for key in sample().places
        if key.startswith("screen.") and not agree(column(values, sample(), key), column(calculated(), sample(), key))
    }


def test_a_period_counts_its_rows_only() -> None:
    book, values = changed({"start.period_from": 45658.0, "start.period_to": 45747.0})  # January to March 2025
    spends = of_channels(values, book, "spend")
    assert spends == {"Yandex Direct": 10800.0, "Organic": 0.0}
    assert value(values, book, "data.found.outside") == 31 - 6
    assert value(values, book, "checks.spend") is True


def test_visits_change_the_conversion_to_lead_alone() -> None:
    book, values = changed({"start.attempts": "visits"})
    assert of_channels(values, book, "click_to_lead")["Yandex Direct"] == pytest.approx(240 / 2220)
    assert differing(values) == {"click_to_lead", "attempts", "paid.click_to_lead", "all.click_to_lead", "paid.attempts", "all.attempts"}


def test_revenue_as_the_basis_changes_romi_and_what_is_said_of_it() -> None:
    book, values = changed({"start.basis": "revenue"})
    assert of_channels(values, book, "romi")["VK"] == pytest.approx(0.2)  # a losing campaign looks good
    assert differing(values) <= {
        *("romi", "income", "signal", "verdict", "romi_low", "romi_high", "marginal", "data"),
        *("paid.romi", "all.romi", "paid.signal", "all.signal"),
    }


def test_vat_is_taken_out_of_its_side_alone() -> None:
    book, values = changed({"start.spend_vat": "with VAT: take it out"})
    assert of_channels(values, book, "spend")["VK"] == pytest.approx(6000 / 1.22)
    assert of_channels(values, book, "revenue")["VK"] == 7200
    assert value(values, book, "checks.vat") is False
    assert value(values, book, "checks.spend") is True
    book, values = changed({"start.sales_vat": "with VAT: take it out", "start.vat_rate": 0.2})
    assert of_channels(values, book, "revenue")["VK"] == pytest.approx(6000)
    assert of_channels(values, book, "gross_profit")["VK"] == pytest.approx(4125 / 1.2)
    assert of_channels(values, book, "spend")["VK"] == 6000


def test_the_currency_changes_texts_alone() -> None:
    book, values = changed({"start.currency": "€"})
    assert value(values, book, "start.sentence.best").endswith("50,800 €, ROMI 102%. Verdict: Test more.")
    assert differing(values) == set()


def test_thresholds_change_the_words_beside_the_numbers() -> None:
    book, values = changed({"start.romi_green": 2.0, "start.romi_amber": 1.0})
    assert of_channels(values, book, "signal") == {"Yandex Direct": "! bearable", "Organic": "", "Exhibition": "✗ poor", "VK": "✗ poor"}
    assert differing(values) == {"signal", "paid.signal", "all.signal"}
    book, values = changed({"start.minimum_customers": 8.0})
    assert of_channels(values, book, "data")["VK"] == "about break-even"  # 87 more customers are above 10 · 6, and above 10 · 8
    assert differing(values) <= {"data", "romi_high"}
    _, values = changed({"start.variation": 0.5})
    assert differing(values) <= {"data", "romi_low", "romi_high", "verdict"}
    _, values = changed({"start.usual_profit": 100.0})
    assert differing(values) <= {"data", "romi_high", "verdict"}


def test_the_verdicts_take_the_elasticity_and_the_most_that_the_budget_has() -> None:
    book, values = changed({"budget.settings.elasticity": 0.9, "budget.settings.maximum": 1.2})
    assert of_channels(values, book, "marginal")["Yandex Direct"] == pytest.approx(0.9 * 100_800 / 50_000)
    assert value(values, book, "start.sentence.move").endswith("if you can find 10,000 $ more.")


def test_a_lower_confidence_narrows_the_intervals() -> None:
    _, values = changed({"start.confidence": 0.8})
    assert differing(values) <= {"low", "high", "paid.low", "paid.high", "all.low", "all.high", "data", "romi_low", "romi_high", "verdict"}
    want = calculate("CONVERSION_BOUND", [72.0, 240.0, "low", 0.8])
    assert agree(of_channels(values, sample(), "low")["Yandex Direct"], want.nested()[0][0] if isinstance(want, Range) else want)


def test_channels_typed_by_hand_count_in_the_place_of_the_data() -> None:
    book = entered(sample(), {"start.source": "typed by hand"})
    sheet = next(sheet for sheet in book.sheets if sheet.title == book.places["channels.by_hand.names"].sheet)
    for number, (name, spend, revenue) in enumerate((("Radio", 1000.0, 5000.0), ("Mail", 0.0, 700.0))):
        for key, content in (("names", name), ("spend", spend), ("revenue", revenue), ("cost_of_sales", 100.0), ("customers", 20.0)):
            place = book.places[f"channels.by_hand.{key}"].cell(number)
            sheet.cells[place.row, place.column].content = content
    values = in_ironcalc(book)
    assert of_channels(values, book, "net") == {"Radio": 3900.0, "Mail": 600.0}
    assert errors(values) == []
    assert value(values, book, "checks.spend") is True


def test_other_names_of_a_channel_count_as_one() -> None:
    rows = [{**row, "channel": name} for name in ("facebook", "FB", "Meta") for row in random_rows(1, 1, 2)]
    book = channels_book("en", rows=rows)
    assert set(of_channels(in_ironcalc(book), book, "spend")) == {"Meta"}


# --- the checks


def breaking(**cells: Any) -> list[Row]:
    rows = sample_rows("en")
    return [{**rows[0], **cells}, *rows[1:]]


def mended(rows: Sequence[Row], **changes: Mapping[str, Any]) -> list[Row]:
    """The rows with some cells changed, each row by its number in a name such as `row_3`."""
    return [{**row, **changes.get(f"row_{number}", {})} for number, row in enumerate(rows)]


def failing(values: Values, book: Book) -> set[str]:
    """The checks that do not hold."""
    keys = [key for key in book.places if key.startswith("checks.") and key != "checks.state"]
    return {key.removeprefix("checks.") for key in keys if value(values, book, key) is not True}


def test_checks_of_the_data_find_what_they_are_for_and_name_the_first_cell() -> None:
    rows = sample_rows("en")
    broken = mended(
        rows,
        row_4={"clicks": "1 200"},
        row_5={"date": "30.04.2025"},
        row_7={"spend": None},
        row_8={"channel": None},
        row_9={"leads": -1.0},
        row_10={"leads": 10_000.0},
        row_11={"channel": "TikTok", "customers": 0.0},
    )
    book = channels_book("en", rows=[*broken, rows[0]])
    values = in_ironcalc(book)
    of_rows = {"text_numbers", "dates", "mandatory", "spend_without_channel", "negative", "twice", "unmapped"}
    assert failing(values, book) == {*of_rows, "order", "revenue_without_customers", "spend", "revenue"}
    assert errors(values) == []
    assert value(values, book, "data.found.texts_first") == "✗ E13"  # clicks, in the fifth row of the data
    assert value(values, book, "data.found.bad_dates_first") == "✗ A14"
    assert value(values, book, "start.light").startswith("✗ Checks to fix")


def test_checks_of_the_settings_find_what_they_are_for() -> None:
    book = channels_book("en", imported=Imported(rejected=[(7, "No date", {"channel": "VK", "spend": "x"})]))
    changes = {"start.period_from": 45700.0, "start.sales_vat": "with VAT: take it out", "budget.settings.budget": 1.0}
    values = in_ironcalc(entered(book, changes))
    assert failing(values, book) == {"rejected", "period", "vat", "budget_fits"}
    assert errors(values) == []


def test_more_channels_than_fit_are_named_as_such() -> None:
    book = channels_book("en", rows=random_rows(1, CHANNELS + 1, 62))
    values = in_ironcalc(book)
    assert {"too_many", "spend"} <= failing(values, book)
    assert errors(values) == []


def test_there_is_a_check_for_everything_that_the_domain_asks_for() -> None:
    checks = [key for key in sample().places if key.startswith("checks.") and key != "checks.state"]
    assert len(checks) >= 12
    assert all(value(calculated(), sample(), key) is True for key in checks), "the sample must be faultless"


# --- the other sheets


def test_the_funnel_is_the_table_of_the_registry() -> None:
    values, book = calculated(), sample()
    stages = column(values, book, "funnel.stages")[:6]
    counts = column(values, book, "funnel.count")[:6]
    answer = calculate("FUNNEL_TABLE", [[[stage] for stage in stages], [[count] for count in counts], 50000.0]).nested()[1:]
    for index, key in ((2, "step"), (3, "through"), (4, "lost"), (5, "cost")):
        assert agree(column(values, book, f"funnel.{key}")[:6], [_as_shown(row[index]) for row in answer]), key


def test_two_channels_are_compared_by_the_test_of_proportions() -> None:
    values, book = calculated(), sample()
    want = calculate("PROP_TEST", [72.0, 240.0, 6.0, 30.0])
    assert agree(value(values, book, "confidence.p_value"), want.nested()[0][0] if isinstance(want, Range) else want)
    assert value(values, book, "confidence.sentence").startswith("! The difference may well be chance")


def test_more_clicks_are_needed_by_the_sample_size() -> None:
    values, book = calculated(), sample()
    want = calculate("MIN_SAMPLE", [0.1, 0.2, 0.95, 0.8])
    needed = want.nested()[0][0] if isinstance(want, Range) else want
    assert column(values, book, "confidence.sample")[0] == needed
    assert column(values, book, "confidence.more")[0] == needed - 2400
    assert column(values, book, "confidence.stop")[0] == 29


LOYALTY = {
    "nps": 30,
    "crr": 0.96,
    "ccr": 0.04,
    "rpr": 0.15,
    "pr": 0.2,
    "rr": 0.1367,
    "csat": 0.84,
    "crv": 15000,
    "nps_margin": 15.0750834134714,
}


@pytest.mark.parametrize(("key", "want"), list(LOYALTY.items()))
def test_the_loyalty_of_the_articles_comes_out(key: str, want: float) -> None:
    assert agree(value(calculated(), sample(), f"loyalty.{key}"), want)


def test_the_months_of_all_channels_sum_to_the_year() -> None:
    values, book = calculated(), sample()
    assert sum(column(values, book, "trends.chosen.spend")) == 156000
    assert sum(column(values, book, "trends.chosen.leads")) == 310
    assert column(values, book, "trends.months")[0] == 45658  # the first of January 2025
    assert column(values, book, "trends.chosen.spend.change")[1] == pytest.approx(3500 / 3600 - 1)


def test_a_chosen_channel_is_drawn_from_a_chosen_month() -> None:
    book, values = changed({"trends.chosen": "VK", "trends.start": 45901.0})  # September 2025
    assert column(values, book, "trends.chosen.spend")[:4] == [1500.0, 2000.0, 2500.0, ""]
    assert column(values, book, "trends.chosen.cpo")[:3] == [1500.0, 1000.0, pytest.approx(2500 / 3)]
    assert errors(values) == []


def test_plan_and_fact_are_told_apart_by_words() -> None:
    values, book = calculated(), sample()
    assert column(values, book, "plan.channels")[:4] == ["Yandex Direct", "VK", "Exhibition", "Organic"]
    assert column(values, book, "plan.customers.status")[:5] == ["✓ on plan", "✗ missed", "✓ on plan", "✓ on plan", ""]
    assert column(values, book, "plan.cpo.status")[:2] == ["✓ on plan", "✗ missed"]


def test_rejected_rows_are_kept_apart_and_counted() -> None:
    book = channels_book("en", imported=Imported(rejected=[(7, "=1+1", {"channel": "=VK", "spend": "x", "other": 5})]))
    values = in_ironcalc(book)
    assert value(values, book, "data.found.rejected") == 1
    assert column(values, book, "rejected.first")[:2] == [7.0, "=1+1"]
    assert "=VK" in column(values, book, "rejected.first")
    assert "Rejected rows" not in [sheet.title for sheet in sample().sheets]


def test_headings_of_an_export_are_told_where_they_go() -> None:
    book = sample()
    sheet = next(sheet for sheet in book.sheets if sheet.title == "Mapping")
    changed_book = entered(book, {})
    cells = next(copy for copy in changed_book.sheets if copy.title == sheet.title).cells
    place = book.places["mapping.your_headings"]
    for number, heading in enumerate(("Расход", "clicks", "utm_campaign", "nonsense")):
        cells[place.row + number, place.column] = type(cells[place.row, place.column])(heading, cells[place.row, place.column].style)
    values = in_ironcalc(changed_book)
    assert column(values, book, "mapping.goes_into")[:5] == ["Spend", "Clicks", "Campaign", "? unknown", ""]


# --- the file


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_file_is_small_and_the_same_every_time(language: Language) -> None:
    file = workbook(channels_book(language))
    assert len(file) <= 420 * 1024, f"{len(file)} bytes"
    assert file == workbook(channels_book(language))


def test_formulas_that_the_file_says_once_refer_to_their_own_sheet() -> None:
    """Excel does not share a formula across sheets."""
    shared = [
        cell.content
        for sheet in sample().sheets
        for cell in sheet.cells.values()
        if isinstance(cell.content, Formula) and cell.content.copied_to
    ]
    assert len(shared) > 40_000
    assert not [formula.text for formula in shared if formula.copied_to and _other_sheets(formula.text, formula.copied_to.sheet)]


def _other_sheets(formula: str, own: str) -> bool:
    return "!" in formula.replace(f"'{own}'!", "").replace(f"{own}!", "").replace("#VALUE!", "").replace("#NUM!", "").replace("#DIV/0!", "")
