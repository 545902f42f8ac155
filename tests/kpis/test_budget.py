"""The reallocation: the exact optimum, to the kopeck, within its bounds."""

import math
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sheetkpi import OutOfRange, Range, WrongType, calculate, reallocate
from sheetkpi.kpis.allocation import Channel, best_split, to_the_kopeck

NAMES = ["Direct", "VK", "SEO"]
SPEND = [50000, 30000, 20000]
PROFIT = [100000, 36000, 60000]


def test_without_bounds_the_example_of_the_domain_comes_out() -> None:
    table = reallocate(NAMES, SPEND, PROFIT, None, 0.5, 0, 100)
    assert table["new_spend"] == [47258.98, 10207.94, 42533.08, 100000]
    assert round(table["expected_gross_profit"][-1], 2) == 205718.25
    assert table["gross_profit"][-1] == 196000
    assert table["bound"][:3] == ["—", "—", "—"]


def test_by_default_no_channel_is_halved_or_doubled_beyond_its_bounds() -> None:
    table = reallocate(NAMES, SPEND, PROFIT)
    assert table["new_spend"] == [45000, 15000, 40000, 100000]
    assert round(table["expected_gross_profit"][-1], 2) == 205176.99
    assert table["bound"][:3] == ["—", "minimum", "maximum"]
    assert [round(value, 2) for value in table["marginal"][:3]] == [1, 0.6, 1.5]


def test_the_multiplier_of_the_bounded_optimum_is_that_of_the_domain() -> None:
    table = reallocate(NAMES, SPEND, PROFIT)
    marginal_at_the_optimum = 0.5 * table["expected_gross_profit"][0] / table["new_spend"][0]
    assert round(marginal_at_the_optimum, 4) == 1.0541


def test_after_the_split_one_more_unit_brings_the_same_everywhere_and_at_all() -> None:
    table = reallocate(NAMES, SPEND, PROFIT)
    after = table["marginal_after"]
    assert [round(value, 4) for value in after] == [1.0541, 0.8485, 1.0607, 1.0541], "of the budget: the best channel with room for more"
    # one more ruble in the whole budget, worked out anew
    more = reallocate(NAMES, SPEND, PROFIT, 100_001)["expected_gross_profit"][-1]
    assert more - table["expected_gross_profit"][-1] == pytest.approx(after[-1], abs=1e-3)


def test_the_budget_that_earns_most_is_where_one_more_unit_brings_itself_back() -> None:
    table = reallocate(["Direct", "VK"], [100_000, 100_000], [130_000, 110_000])
    assert [round(value, 2) for value in table["best_spend"]] == [42_250, 30_250, 72_500]  # (0.5 · 130,000)² / 100,000
    assert [round(value, 2) for value in table["marginal_after"]] == [0.6, 0.6, 0.6]
    assert "72,500" in table["note"][0]
    assert "its last unit of money brings only 0.6" in table["note"][0]
    spends = [reallocate(["A"], [100.0], [400.0], spend, 0.5, 0, 10) for spend in (399, 400, 401)]
    net = [table["expected_gross_profit"][0] - table["new_spend"][0] for table in spends]
    assert net[1] == max(net)
    assert spends[1]["best_spend"][0] == 400


def test_a_budget_that_pays_has_no_warning_and_one_at_its_limits_has_no_next_unit() -> None:
    assert "only" not in reallocate(NAMES, SPEND, PROFIT)["note"][0]
    assert reallocate(NAMES, SPEND, PROFIT, 200_000)["marginal_after"][-1] is None


def test_periods_add_up_to_channels_and_show_the_elasticity() -> None:
    spend = [[1000.0 * (n + 1) for n in range(8)], [500.0 * (8 - n) for n in range(8)]]
    profit = [[40 * cost**0.7 * (1.02 if n % 2 else 0.98) for n, cost in enumerate(costs)] for costs in spend]
    names, months = ["A"] * 8 + ["B"] * 8, [f"2026-{n + 1:02}" for n in range(8)] * 2
    columns = [[*one, *other] for one, other in (spend, profit)]
    table = reallocate(names, *columns, None, None, 0.5, 2, months)
    assert table["channel"] == ["A", "B", "Total"]
    assert table["spend"] == [36_000, 18_000, 54_000]
    assert "0.7, estimated from 8 periods" in table["note"][0]
    assert table["marginal"][0] == pytest.approx(0.7 * table["gross_profit"][0] / 36_000, rel=0.02)
    assumed = reallocate(names, *columns, None, 0.5, 0.5, 2, months)
    assert "0.5, assumed" in assumed["note"][0]
    assert len(reallocate(names, *columns)) == 17, "without periods each row is a channel"


def test_the_header_says_that_it_is_an_estimate() -> None:
    table = calculate("REALLOCATE", [NAMES, SPEND, PROFIT], "ru")
    assert isinstance(table, Range)
    assert "оценка при предположении об эластичности; проверьте тестом" in table.nested()[0][8]
    assert table.nested()[-1][0] == "Итого"


def test_a_channel_without_spend_is_left_out_with_a_note() -> None:
    table = reallocate([*NAMES, "Mail"], [*SPEND, 0], [*PROFIT, 5000])
    assert table["new_spend"] == [45000, 15000, 40000, 0, 100000]
    assert table["bound"][3] == "no spend: left out"


def test_a_channel_without_a_number_for_profit_keeps_its_spend() -> None:
    table = reallocate([*NAMES, "Mail"], [*SPEND, 7000], [*PROFIT, None])
    assert table["new_spend"] == [45000, 15000, 40000, 7000, 107000]
    assert table["bound"][3] == "no gross profit: spend kept"


def test_a_channel_that_earns_nothing_falls_to_its_minimum() -> None:
    assert reallocate(["A", "B"], [1000, 1000], [5000, 0])["new_spend"][:2] == [1500, 500]
    assert reallocate(["A", "B"], [1000, 1000], [5000, -300])["new_spend"][:2] == [1500, 500]


def test_russian_names_give_a_russian_table_and_its_total_row_is_left_out() -> None:
    table = reallocate(["Директ", "VK", "SEO", "Итого"], [*SPEND, 100000], [*PROFIT, 196000])
    assert table["bound"][:3] == ["—", "минимум", "максимум"]
    assert table["channel"] == ["Директ", "VK", "SEO", "Итого"]
    assert table["new_spend"][-1] == 100000


def test_blank_rows_are_left_out_and_each_channel_may_have_its_own_bounds() -> None:
    table = reallocate(["A", None, "B"], [1000, None, 1000], [5000, None, 1000], None, 0.5, [1, None, 0.9], [3, None, 3])
    assert table["new_spend"] == [1100, 900, 2000]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((NAMES, SPEND, PROFIT, 1_000_000), r"50000 .*200000.*\b1000000\b"),
        ((NAMES, SPEND, PROFIT, None, 1), r"elasticity is 1\b"),
        ((NAMES, SPEND, PROFIT, None, 0.5, 3, 2), r"row 1\b.*minimum.*maximum"),
        ((NAMES, [50000, -1, 20000], PROFIT), r"spend.*row 2\b"),
    ],
)
def test_what_cannot_be_solved_says_why(arguments: Any, message: str) -> None:
    with pytest.raises(OutOfRange, match=message):
        reallocate(*arguments)


def test_columns_without_any_number_say_so() -> None:
    with pytest.raises(WrongType, match=r"REALLOCATE.*spend.*gross profit"):
        reallocate(["A"], [0], [5])


channels = st.lists(
    st.builds(
        lambda spend, profit, least, room: Channel(spend, profit, spend * least, spend * (least + room)),
        st.floats(1, 1e6),
        st.floats(0.01, 1e7),
        st.floats(0, 1),
        st.floats(0.01, 4),
    ),
    min_size=1,
    max_size=8,
)


@given(channels, st.floats(0, 1), st.floats(0.05, 0.95))
def test_the_split_is_the_optimum_and_sums_to_the_budget(split_among: list[Channel], level: float, elasticity: float) -> None:
    least, most = math.fsum(c.least for c in split_among), math.fsum(c.most for c in split_among)
    budget = least + level * (most - least)
    spends = best_split(split_among, budget, elasticity)
    assert math.isclose(math.fsum(spends), budget, rel_tol=1e-9, abs_tol=1e-9)
    # Karush, Kuhn, Tucker: whoever could still give has at least the marginal profit of whoever could still take.
    slack = 1e-6
    marginal = [elasticity * c.expected(s, elasticity) / s if s > 0 else math.inf for c, s in zip(split_among, spends, strict=True)]
    could_give = [m for m, c, s in zip(marginal, split_among, spends, strict=True) if s > c.least * (1 + slack) + slack]
    could_take = [m for m, c, s in zip(marginal, split_among, spends, strict=True) if s < c.most * (1 - slack)]
    if could_give and could_take:
        assert min(could_give) >= max(could_take) * (1 - 1e-4)


@given(channels, st.floats(0, 1))
def test_the_budget_is_conserved_to_the_kopeck(split_among: list[Channel], level: float) -> None:
    least, most = math.fsum(c.least for c in split_among), math.fsum(c.most for c in split_among)
    budget = round(least + level * (most - least), 2)
    assume(least <= budget <= most)
    spends = to_the_kopeck(best_split(split_among, budget, 0.5), budget, [(c.least, c.most) for c in split_among])
    assert sum(round(spend * 100) for spend in spends) == round(budget * 100)
    for spend, channel in zip(spends, split_among, strict=True):
        assert channel.least - 0.0101 <= spend <= channel.most + 0.0101
