"""The comparison of channels: the worked example of the domain, and the traps in it."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from sheetkpi import CellError, OutOfRange, Range, Table, WrongType, calculate, channel_compare, marginal_cpa

Same = Callable[..., None]

HEADER = ["Канал", "Расход", "Клики", "Заявки", "Клиенты", "Выручка", "Себестоимость"]
ROWS: list[list[Any]] = [
    ["Яндекс Директ", 50000, 2400, 240, 72, 144000, 43200],
    ["ВКонтакте", 6000, None, 30, 6, 7200, 3075],
    ["Выставка", 100000, None, None, 25, 125000, 25000],
    ["Органика", 0, 400, 40, 12, 24000, 7200],
    [None, None, None, None, None, None, None],
]
DIRECT, VK, EXHIBITION, ORGANIC, PAID, ALL = range(6)


@pytest.fixture
def example() -> Table:
    return channel_compare([HEADER, *ROWS])


def shown(table: Table, name: str, digits: int = 2) -> list[Any]:
    """A column as the domain prints it: rounded numbers, error codes, blanks."""
    cells = table[name]
    return [cell.code if isinstance(cell, CellError) else round(cell, digits) if isinstance(cell, float) else cell for cell in cells]


@pytest.mark.parametrize(
    ("name", "digits", "want"),
    [
        ("spend", 2, [50000, 6000, 100000, 0, 156000, 156000]),
        ("clicks", 2, [2400, None, None, 400, 2400, 2800]),
        ("leads", 2, [240, 30, None, 40, 270, 310]),
        ("customers", 2, [72, 6, 25, 12, 103, 115]),
        ("revenue", 2, [144000, 7200, 125000, 24000, 276200, 300200]),
        ("cost_of_sales", 2, [43200, 3075, 25000, 7200, 71275, 78475]),
        ("gross_profit", 2, [100800, 4125, 100000, 16800, 204925, 221725]),
        ("cpc", 2, [20.83, None, None, 0, 20.83, 17.86]),
        ("cpl", 2, [208.33, 200, None, 0, 207.41, 180.65]),
        ("lead_to_sale", 3, [0.3, 0.2, None, 0.3, 0.289, 0.29]),
        ("low", 3, [0.246, 0.095, None, 0.181, 0.238, 0.243]),
        ("high", 3, [0.361, 0.373, None, 0.454, 0.346, 0.343]),
        ("cpo", 2, [694.44, 1000, 4000, 0, 1514.56, 1356.52]),
        ("roas", 2, [2.88, 1.2, 1.25, "#DIV/0!", 1.77, 1.92]),
        ("drr", 3, [0.347, 0.833, 0.8, 0, 0.565, 0.52]),
        ("romi", 4, [1.016, -0.3125, 0, "#DIV/0!", 0.3136, 0.4213]),
        ("net", 2, [50800, -1875, 0, 16800, 48925, 65725]),
        ("aov", 2, [2000, 1200, 5000, 2000, 2681.55, 2610.43]),
        ("rank", 0, [1, 4, 3, 2, None, None]),
    ],
)
def test_every_number_of_the_worked_example_comes_out(example: Table, name: str, digits: int, want: list[Any]) -> None:
    assert shown(example, name, digits) == want


def test_verdicts_with_what_they_rest_on_and_what_to_do(example: Table) -> None:
    assert example["verdict"] == ["проверить больше", "чинить", "оставить", None, None, None]
    english = replace(example, language="en")
    assert english["verdict"][:4] == ["test more", "fix", "keep", None]
    assert english["data"] == [None, "about 87 more customers", "about break-even", None, None, None]
    assert shown(example, "romi_low", 3) == [0.497, -0.814, -0.416, None, None, None]  # by hand in test_romi_bound.py
    assert shown(example, "marginal", 3) == [1.008, 0.344, 0.5, None, None, None]
    assert english["elasticity"][0] == "0.5, assumed"
    assert example["new_spend"] == [50000, 6000, 100000, 0, 156000, 156000], "nothing is freed, so nothing is moved"
    assert example["channel"][-2:] == ["Платные", "Все"]
    assert "ВКонтакте" in example["advice"][0]
    assert "87" in example["advice"][0]


def test_spend_without_clicks_does_not_enter_the_total_cpc(example: Table) -> None:
    naive = example["spend"][ALL] / example["clicks"][ALL]
    assert (round(naive, 2), round(example["cpc"][ALL], 2)) == (55.71, 17.86)


def test_spend_without_leads_does_not_enter_the_total_cpl(example: Table) -> None:
    naive = example["spend"][ALL] / example["leads"][ALL]
    assert (round(naive, 2), round(example["cpl"][ALL], 2)) == (503.23, 180.65)


def test_customers_without_leads_do_not_enter_the_total_conversion(example: Table) -> None:
    naive = example["customers"][ALL] / example["leads"][ALL]
    assert (round(naive, 3), round(example["lead_to_sale"][ALL], 3)) == (0.371, 0.29)


def test_totals_are_no_means_of_ratios(example: Table) -> None:
    assert round(sum(example["romi"][:3]) / 3, 4) == 0.2345
    assert round(example["romi"][PAID], 4) == 0.3136
    assert round(sum(example["cpo"][:3]) / 3, 2) == 1898.15
    assert round(example["cpo"][PAID], 2) == 1514.56


def test_organic_has_no_romi_and_the_reason_is_told(example: Table) -> None:
    error = example["romi"][ORGANIC]
    assert error.code == "#DIV/0!"
    assert error.message("ru").startswith("Органика: ROMI: расход = 0.")


def test_the_exhibition_stands_exactly_at_breakeven(example: Table) -> None:
    assert example["romi"][EXHIBITION] == 0
    assert example["net"][EXHIBITION] == 0


def test_p_value_is_fishers_against_all_other_channels_corrected_for_all_of_them() -> None:
    head = ["Channel", "Spend", "Leads", "Customers", "Revenue", "Margin"]
    table = channel_compare([head, ["A", 10, 5, 1, 9, 0.5], ["B", 10, 60, 0, 9, 0.5]])
    # of 65 leads 1 bought: chance gives it to the 5 with 5/65, doubled 2/13; of two comparisons Holm doubles the smaller p
    assert table["p_value"] == [pytest.approx(4 / 13), pytest.approx(4 / 13), None, None]
    assert table["weak_step"] == [None] * 4


def test_the_weak_step_is_named_and_does_not_decide() -> None:
    head = ["Channel", "Spend", "Clicks", "Leads", "Customers", "Revenue", "Margin"]
    rows = [["A", 1000, 1000, 200, 10, 9000, 0.5], ["B", 1000, 1000, 200, 100, 9000, 0.5], ["C", 1000, 1000, 100, 50, 9000, 0.5]]
    table = channel_compare([head, *rows])
    assert table["weak_step"][:3] == ["Lead-to-sale conversion", None, "Click-to-lead conversion"]
    others = channel_compare([head, *([*row[:2], None, None, *row[4:]] for row in rows)])
    assert others["weak_step"][:3] == [None] * 3
    assert others["verdict"] == table["verdict"]


def test_columns_may_stand_in_any_order_and_unknown_ones_are_left_alone() -> None:
    order = [5, 2, 0, 6, 1, 4, 3]
    shuffled = [[row[i] for i in order] + ["x"] for row in [HEADER, *ROWS]]
    shuffled[0][-1] = "Комментарий"
    assert shown(channel_compare(shuffled), "net") == [50800, -1875, 0, 16800, 48925, 65725]


def test_english_headers_give_an_english_table() -> None:
    header = ["Channel", "Spend, RUB", "Clicks", "Leads", "Customers", "Revenue", "Cost of sales"]
    table = calculate("CHANNEL_COMPARE", [[header, *ROWS]], "ru")
    assert isinstance(table, Range)
    assert table.nested()[0][:2] == ["Channel", "Spend"]
    assert table.nested()[-1][0] == "All"


def test_the_last_argument_chooses_the_language() -> None:
    table = calculate("CHANNEL_COMPARE", [[HEADER, *ROWS], 10, 0.95, "en"])
    assert isinstance(table, Range)
    assert table.nested()[0][0] == "Channel"
    assert table.nested()[1][table.nested()[0].index("Verdict")] == "test more"


def test_optional_columns_may_be_missing() -> None:
    few = channel_compare([["Канал", "Расход", "Клиенты", "Выручка", "Маржа"], ["Директ", 50000, 72, 144000, 0.7]])
    assert few["romi"][0] == pytest.approx(1.016)
    assert few["cpl"] == [None, None, None]
    assert few["p_value"] == [None, None, None]


def test_without_clicks_the_conversion_to_lead_counts_visits() -> None:
    header = ["Channel", "Spend", "Visits", "Leads", "Customers", "Revenue", "Gross profit"]
    assert channel_compare([header, ["Ads", 100, 50, 10, 5, 300, 200]])["click_to_lead"][0] == 0.2


def test_money_in_micros_becomes_money() -> None:
    header = ["campaign", "cost_micros", "customers", "revenue", "margin"]
    assert channel_compare([header, ["Ads", 50_000_000, 5, 300, 0.5]])["spend"][0] == 50


@pytest.mark.parametrize("name", ["Итого", "ИТОГО:", "Итого по рекламе", "Всего", "Total", "Платные", "Все"])
def test_a_pasted_total_row_is_not_counted_twice(name: str) -> None:
    total = [name, 156000, 2800, 310, 115, 300200, 78475]
    assert channel_compare([HEADER, *ROWS, total])["spend"][ALL] == 156000


def test_plans_add_columns_of_attainment() -> None:
    table = channel_compare([[*HEADER, "План клиентов"], [*ROWS[0], 80]])
    assert table["customers_attainment"][0] == 0.9
    with pytest.raises(ValueError, match="spend_attainment"):
        table["spend_attainment"]


def test_a_text_for_a_number_spoils_what_depends_on_it_and_names_its_place() -> None:
    rows = [["Директ", "пятьдесят тысяч", 2400, 240, 72, 144000, 43200], ROWS[1]]
    table = channel_compare([HEADER, *rows])
    assert shown(table, "cpl") == ["#VALUE!", 200, 200, "#VALUE!"]
    assert shown(table, "aov") == [2000, 1200, 1200, pytest.approx(1938.46)]
    assert "строка 2, столбец 2" in table["cpl"][0].message("ru")


def test_numbers_without_a_channel_are_refused_for_they_may_be_a_total() -> None:
    with pytest.raises(WrongType, match="row 3, column 1"):
        channel_compare([HEADER, ROWS[0], [None, 156000, 2800, 310, 115, 300200, 78475]])


def test_a_channel_whose_numbers_are_wrong_gets_no_verdict() -> None:
    table = channel_compare([HEADER, ["Директ", 50000, 2400, 240, "пять", 144000, 43200], ["VK", -10, None, 30, 6, 7200, 3075]])
    assert shown(table, "verdict")[:2] == ["#VALUE!", "#NUM!"]
    assert shown(table, "data")[:2] == shown(table, "rank")[:2] == ["#VALUE!", "#NUM!"]
    assert "строка 3, столбец 2: расход (spend) = -10" in table["verdict"][1].message("ru")


def test_the_usual_name_of_a_column_goes_before_its_synonyms() -> None:
    header = ["Канал", "Расход", "Кол-во клиентов", "Заказы", "Выручка, руб.", "Маржа"]
    assert channel_compare([header, ["Ads", 100, 20, 25, 300, 0.5]])["customers"][0] == 20


@pytest.mark.parametrize(
    ("header", "message"),
    [
        (["Channel", "Spend", "Impressions"], "lacks a column for customers"),
        (["Channel", "Customers", "Revenue", "Margin"], "lacks a column for spend"),
        (["Channel", "Costs", "Cost", "Customers"], "“Costs”, “Cost” could all be spend"),
        ([1, 2, 3, None], "lacks a column for channel"),
    ],
)
def test_a_header_row_that_cannot_be_read_says_what_is_missing(header: list[Any], message: str) -> None:
    with pytest.raises(WrongType, match=message):
        channel_compare([header, ["Ads", 1, 2, 3][: len(header)]])


def test_a_table_without_rows_says_so() -> None:
    with pytest.raises(WrongType, match="CHANNEL_COMPARE"):
        channel_compare([HEADER, [None] * 7])


def test_the_marginal_cost_rises_before_the_mean_cost_does(same: Same) -> None:
    same(marginal_cpa(500, 11, 1000, 17), 500 / 6)
    same(marginal_cpa(1000, 17, 1500, 20), 500 / 3)


# --- verdicts


SALES = ["Channel", "Spend", "Leads", "Customers", "Gross profit"]
GOOD = ["Good", 1000, 50, 100, 3000]


def test_a_channel_without_a_sale_is_stopped_from_three_times_what_a_customer_costs_elsewhere() -> None:
    def verdict(spend: float) -> list[Any]:
        table = channel_compare([SALES, GOOD, ["Mute", spend, 40, 0, None]])
        return [table["verdict"][1], table["data"][1]]

    assert verdict(29) == ["fix", "decided once the spend reaches 29.68"]
    assert verdict(30) == ["stop", "nothing sold for what buys 3.0 customers elsewhere"]
    assert verdict(100_000)[0] == "stop"


def test_blank_sales_are_no_sales_data_and_leave_the_total_romi_unknown() -> None:
    table = channel_compare([SALES, GOOD, ["Mute", 1000, 40, None, None]])
    assert table["verdict"][:2] == ["test more", "no sales data"]
    assert table["romi"] == [2, None, None, None]
    assert table["net"][2:] == [None, None]
    assert "50.0%" in table["note"][0], "3,000 of gross profit for 2,000, if nothing was sold"
    assert table["advice"][0].startswith("No sales data: Mute (spend 1,000).")


def test_no_revenue_means_no_customers() -> None:
    table = channel_compare([["Channel", "Spend", "Customers", "Revenue", "Margin"], ["A", 9, None, 0, 0.5], ["B", 9, 0, None, 0.5]])
    assert table["customers"][:2] == table["gross_profit"][:2] == [0, 0]


def test_one_channel_with_few_customers_needs_to_be_told_what_one_brings() -> None:
    head, row = ["Channel", "Spend", "Customers", "Gross profit"], ["A", 1000, 0, 0]
    assert channel_compare([head, row])["data"][0] == "enter what one customer brings"
    assert channel_compare([head, row], 10, 0.95, None, 1, None, 2, 100)["verdict"][0] == "stop"
    assert channel_compare([head, row], 10, 0.95, None, 1, None, 2, 500)["data"][0] == "decided once the spend reaches 1,484"


def test_freed_money_goes_where_it_pays_and_the_rest_is_left() -> None:
    rows = [["Good", 1000, 50, 100, 3000], ["Fair", 1000, 50, 400, 1300], ["Bad", 5000, 50, 100, 500]]
    table = channel_compare([SALES, *rows])
    assert table["verdict"][:3] == ["test more", "keep", "stop"]
    assert table["new_spend"] == [2000, 1000, 0, 3000, 3000]  # 1,500² / 1,000 = 2,250 would pay, twice the spend is the most
    assert "Stop: Bad. This frees 5,000. Test a larger budget: Good (+1,000 in all)" in table["advice"][0]
    assert "Leave 4,000 unspent" in table["advice"][0]


def test_a_table_without_customers_has_no_verdict_and_says_why() -> None:
    table = channel_compare([["Channel", "Spend", "Gross profit", "Revenue"], ["A", 10, 20, 30]])
    assert table["romi"][0] == 1
    assert table["verdict"] == [None] * 3
    assert "customers" in table["note"][0]


@pytest.mark.parametrize(
    ("place", "value", "name"), [(0, 0, "minimum_customers"), (1, 0.4, "confidence"), (5, 0.5, "maximum"), (6, -1, "usual_profit")]
)
def test_an_impossible_assumption_is_refused(place: int, value: float, name: str) -> None:
    arguments: list[Any] = [10, 0.95, None, 1, None, 2, None]
    arguments[place] = value
    with pytest.raises(OutOfRange) as refused:
        channel_compare([SALES, GOOD], *arguments)
    assert (refused.value.what.facts["argument"].name, refused.value.what.facts["value"]) == (name, value)


@pytest.mark.parametrize("elasticity", [0, 1])
def test_an_elasticity_beyond_the_model_is_refused(elasticity: float) -> None:
    with pytest.raises(OutOfRange) as refused:
        channel_compare([SALES, GOOD], 10, 0.95, None, 1, elasticity)
    assert refused.value.what.facts["value"] == elasticity


def test_the_elasticity_is_estimated_from_eight_periods() -> None:
    head = ["Date", "Channel", "Spend", "Customers", "Gross profit"]
    noise = [1.05, 0.96, 1.02, 0.97, 1.04, 0.95, 1.03, 0.98]
    rows = [[f"2026-0{n + 1}-01", "A", 100 * (n + 1), 10, 50 * (n + 1) ** 0.7 * noise[n]] for n in range(8)]
    found = re.fullmatch(r"(.+), estimated from 8 periods, may be (.+) to (.+)", channel_compare([head, *rows])["elasticity"][0])
    assert found
    value, low, high = map(float, found.groups())
    assert low < 0.7 < high
    assert low < value < high
    assert channel_compare([head, *rows[:7]])["elasticity"][0] == "0.5, assumed"
    assert channel_compare([head, *rows], 10, 0.95, None, 1, 0.3)["elasticity"][0] == "0.3, assumed"
    assert channel_compare([head[1:], *(row[1:] for row in rows)])["elasticity"][0] == "0.5, assumed", "rows are no periods"


# --- which rows and columns count


@pytest.mark.parametrize(
    "name", ["Общий итог", "Итого", "Подытог", "Промежуточный итог", "Grand total", "Subtotal", "Sub-total", "Σ", "Итого и средние"]
)
def test_a_total_is_not_a_channel_and_a_note_says_so(name: str) -> None:
    head = ["Канал", "Расход", "Клиенты", "Выручка", "Маржа"]
    table = channel_compare([head, ["А", 100, 2, 300, 0.5], ["Б", 50, 2, 300, 0.5], [name, 150, 4, 600, 0.5]])
    assert table["channel"][:2] == ["А", "Б"]
    assert table["spend"][-1] == 150
    assert name in table["note"][0]


@pytest.mark.parametrize(
    "name", ["Paid", "All", "Все", "Sum", "Total Fitness Club", "Всего хорошего", "Итоговая распродажа", "total_war_campaign"]
)
def test_a_channel_whose_name_begins_like_a_total_stays(name: str) -> None:
    head = ["Channel", "Spend", "Revenue", "Customers", "Margin"]
    table = channel_compare([head, [name, 60, 100, 2, 0.5], ["Organic", 0, 50, 3, 0.5], ["Email", 5, 50, 3, 0.5]])
    assert table["channel"][0] == name
    assert table["spend"][-1] == 65


def test_a_sum_of_all_others_under_an_ordinary_name_does_not_pass() -> None:
    head = ["Channel", "Spend", "Revenue", "Customers"]
    with pytest.raises(WrongType) as refused:
        channel_compare([head, ["A", 100, 300, 2], ["B", 50, 320, 3], ["Summary", 150, 620, 5]])
    assert refused.value.what.facts["name"] == "Summary"


def test_rows_of_one_channel_are_their_sum() -> None:
    head = ["Date", "Channel", "Spend", "Customers", "Revenue", "Margin"]
    rows = [["2026-08-01", "VK", 100, 10, 300, 0.5], ["2026-08-02", "vk ", 50, 8, 100, 0.5], ["2026-08-02", "Ads", 10, 1, 30, 0.5]]
    table = channel_compare([head, *rows])
    assert table["channel"] == ["VK", "Ads", "Paid", "All"]
    assert (table["spend"][0], table["customers"][0], table["gross_profit"][0]) == (150, 18, 200)


def test_without_a_margin_what_can_be_compared_is_and_the_rest_says_why() -> None:
    head = ["Channel", "Spend", "Customers", "Revenue"]
    rows = [["VK", 100, 10, 300], ["Ads", 50, 8, 100]]
    table = channel_compare([head, *rows])
    assert table["cpo"][:2] == [10, 6.25]
    assert table["roas"][:2] == [3, 2]
    assert table["romi"] == table["verdict"] == [None] * 4
    assert "margin" in table["note"][0]
    assert channel_compare([head, *rows], 10, 0.95, 0.5)["romi"][:2] == [0.5, 0]


@pytest.mark.parametrize(
    ("header", "row", "field", "value"),
    [
        (["Spend (prev)", "Spend", "Customers", "Revenue"], [1000, 500, 20, 3000], "spend", 500),
        (["Расход, план", "Расход, факт", "Клиенты", "Выручка"], [1000, 500, 20, 3000], "spend", 500),
        (["Spend, fact", "Spend, plan", "Customers", "Revenue"], [500, 1000, 20, 3000], "spend", 500),
        (["Spend", "Purchases ($)", "Orders"], [500, 2970, 3], "customers", 3),
        (["Spend", "Purchases ($)", "Orders"], [500, 2970, 3], "revenue", 2970),
        (["Расход", "Заказы, ₽", "Заказы, шт."], [500, 2970, 3], "customers", 3),
        (["Spend", "Cost per result", "Customers"], [500, 12, 3], "spend", 500),
        (["Расход, тыс. руб.", "Клиенты", "Выручка, тыс. руб."], [0.5, 3, 9], "spend", 500),
        (["Cost", "Cost (Comparison)", "Conversions"], [500, 400, 20], "spend", 500),
        (["Spend", "Clicks (all)", "Link clicks", "Leads"], [500, 90, 70, 5], "clicks", 70),
    ],
)
def test_a_header_is_a_measure_a_unit_and_a_qualifier(header: list[str], row: list[float], field: str, value: float) -> None:
    assert channel_compare([["Channel", *header], ["A", *row]])[field][0] == value


def test_dashes_are_blank_and_a_line_without_numbers_is_no_channel() -> None:
    head = ["Channel", "Spend", "Customers", "Revenue"]
    table = channel_compare([head, ["A", 10, "--", 20], ["B", "—", 5, 40], ["Report generated on 1 September", None, None, None]])
    assert table["spend"] == [10, None, 10, 10]
    assert "Report generated on 1 September" in table["note"][0]
