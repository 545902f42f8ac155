"""What the meaning of cells costs in printed formulas, against what a person would have typed, in the same run."""

import timeit
from collections.abc import Callable
from typing import Any

import ironcalc
import pytest
import quickjs
from pytest_benchmark.fixture import BenchmarkFixture

from sheetkpi import KPIS
from sheetkpi.printing.excel import excel_formula
from sheetkpi.printing.javascript import javascript_module

pytestmark = pytest.mark.e2e

ROWS = 100_000

#: The formulas as somebody types them, who trusts the data.
BY_HAND = {"ROMI": "(A{row}-B{row})/B{row}", "CPO": "B{row}/C{row}", "DRR": "B{row}/D{row}"}
CELLS = {"ROMI": "AB", "CPO": "BC", "DRR": "BD"}

LOOP = """
function byHand(profit, spend) {
  const results = [];
  for (let row = 0; row < profit.length; row += 1) {
    const gained = profit[row], spent = spend[row];
    if (typeof gained !== "number" || typeof spent !== "number") { results.push(null); }
    else if (spent === 0) { results.push({ error: "#DIV/0!" }); }
    else { results.push((gained - spent) / spent); }
  }
  return results;
}
"""


def model(rows: int, formula: Callable[[str, int], str]) -> Any:
    """A model with numbers and three formulas in each row, not yet evaluated."""
    sheet = ironcalc.create("speed", "en", "UTC")
    for row in range(1, rows + 1):
        for column, value in enumerate((1000.0 + row, 500.0 + row % 97, 10.0 + row % 13, 9000.0), 1):
            sheet.update_cell_with_number(0, row, column, value)
        for column, name in enumerate(BY_HAND, 5):
            sheet.set_user_input(0, row, column, "=" + formula(name, row))
    return sheet


def test_guarded_formulas_in_ironcalc(benchmark: BenchmarkFixture) -> None:
    rows = ROWS if benchmark.enabled else 10
    plain = model(rows, lambda name, row: BY_HAND[name].format(row=row))
    guarded = model(rows, lambda name, row: excel_formula(KPIS[name], [f"{letter}{row}" for letter in CELLS[name]]))
    report(benchmark, guarded.evaluate, min(timeit.repeat(plain.evaluate, number=1, repeat=5)), rounds=5)


def test_the_javascript_module_in_quickjs(benchmark: BenchmarkFixture) -> None:
    context = quickjs.Context()
    context.eval(javascript_module(list(KPIS.values())) + LOOP)
    context.eval(
        f"""
        const kpis = sheetKpi("en"), profit = [], spend = [];
        for (let row = 0; row < {ROWS}; row += 1) {{ profit.push(1000.5 + row); spend.push(500.25 + row % 97); }}
        const ranges = [profit, spend].map((values) => ({{ rows: {ROWS}, columns: 1, values }}));
        """
    )
    baseline = min(timeit.repeat(lambda: context.eval("byHand(profit, spend).length"), number=1, repeat=5))
    assert context.eval("kpis.ROMI(...ranges).values.length") == ROWS
    report(benchmark, lambda: context.eval("kpis.ROMI(...ranges).rows"), baseline, rounds=5)


def report(benchmark: BenchmarkFixture, call: Callable[[], Any], baseline: float, rounds: int) -> None:
    """Time a call, and keep its ratio to the baseline."""
    benchmark.pedantic(call, rounds=rounds)
    if benchmark.enabled:
        benchmark.extra_info["ratio"] = round(benchmark.stats["min"] / baseline, 2)
        print(f"\n{benchmark.name}: {benchmark.stats['min'] * 1000:.0f} ms, by hand {baseline * 1000:.0f} ms, {benchmark.extra_info}")  # noqa: T201
