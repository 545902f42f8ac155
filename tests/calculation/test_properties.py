"""What must hold whatever the numbers are."""

import math
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sheetkpi import KPIS, CellError, Range, calculate, reallocate

RATIOS = [
    name
    for name, kpi in KPIS.items()
    if kpi.result.name == "value"
    and kpi.kind.name in ("share", "ratio", "months")
    and any(p.kind.name == "money" for p in kpi.parameters)
    and name != "BREAKEVEN_ROAS"
]
amounts = st.floats(0.5, 1e6)
#: Conditions of KPIs that refuse some numbers.
POSSIBLE: dict[str, Callable[..., bool]] = {
    "PACE": lambda _spent, _budget, elapsed_days, total_days: elapsed_days <= total_days,
    "ROMI_BOUND": lambda _gross_profit, _spend, customers, side: side == "low" or customers >= 10,
}


@pytest.mark.parametrize("name", RATIOS)
@given(data=st.data())
def test_doubling_all_money_leaves_ratios_alone(name: str, data: st.DataObject) -> None:
    kpi = KPIS[name]
    values = [
        data.draw(st.sampled_from(p.options) if p.options else st.floats(0.05, 1) if p.kind.name == "share" else amounts)
        for p in kpi.parameters[: kpi.required]
    ]
    assume(name not in POSSIBLE or POSSIBLE[name](*values))
    doubled = [value * 2 if p.kind.name == "money" else value for p, value in zip(kpi.parameters, values, strict=False)]
    assert kpi(*doubled) == pytest.approx(kpi(*values), rel=1e-9, abs=1e-9)


@given(st.lists(st.tuples(amounts, amounts), min_size=1, max_size=10))
def test_doubling_all_money_of_the_channels_leaves_their_ratios_alone(rows: list[tuple[float, float]]) -> None:
    header: list[Any] = ["channel", "spend", "customers", "revenue", "margin"]
    single = [[f"c{i}", spend, 20, revenue, 0.5] for i, (spend, revenue) in enumerate(rows)]
    double = [[name, 2 * spend, count, 2 * revenue, margin] for name, spend, count, revenue, margin in single]
    before, after = (calculate("CHANNEL_COMPARE", [[header, *table]]) for table in (single, double))
    assert isinstance(before, Range)
    assert isinstance(after, Range)
    names = before.nested()[0]
    for name in ("ROMI", "ROAS", "Ad cost share", "Share of spend", "Rank by net result"):
        column = names.index(name)
        for a, b in zip(before.column(column)[1:], after.column(column)[1:], strict=True):
            assert a == b or math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-12)


@given(st.lists(st.tuples(st.floats(1, 1e6), st.floats(1, 1e6)), min_size=1, max_size=12))
def test_the_budget_is_conserved(rows: list[tuple[float, float]]) -> None:
    spend = [round(spend, 2) for spend, _ in rows]
    table = reallocate([f"c{i}" for i in range(len(rows))], spend, [profit for _, profit in rows])
    assert sum(round(100 * value) for value in table["new_spend"][:-1]) == round(100 * math.fsum(spend))
    assert table["expected_gross_profit"][-1] >= table["gross_profit"][-1] - 0.02 * len(rows)


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=8))
def test_a_funnel_multiplies_to_its_end(counts: list[int]) -> None:
    table = calculate("FUNNEL_TABLE", [[f"s{i}" for i in range(len(counts))], counts])
    assert isinstance(table, Range)
    product = 1.0
    for row in table.nested()[2:]:
        if isinstance(row[2], CellError):
            return
        product *= row[2]
        assert math.isclose(product, row[3], rel_tol=1e-9, abs_tol=1e-12)
