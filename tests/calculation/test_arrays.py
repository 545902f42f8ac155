"""Formulas of arithmetic alone work unchanged on whole columns of NumPy, pandas and Polars."""

from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest

from sheetkpi import KPIS, romi, target_leads
from sheetkpi.model.ops import INFIX, Expression
from sheetkpi.printing.trace import ONLY, usual_form


def is_arithmetic(expression: Any) -> bool:
    """Whether a formula uses operators alone."""
    if not isinstance(expression, Expression):
        return True
    return expression.operation in (*INFIX, "parameter", "neg", "abs") and all(map(is_arithmetic, expression.arguments))


ARITHMETIC = [
    name
    for name, kpi in KPIS.items()
    if kpi.result.name == "value"
    and not any(p.options or p.is_range or (p.default is None and p.is_optional) for p in kpi.parameters)
    and is_arithmetic(usual_form(kpi)[ONLY])
]


def test_many_kpis_are_arithmetic() -> None:
    assert len(ARITHMETIC) >= len(KPIS) * 0.4


@pytest.mark.parametrize("name", ARITHMETIC)
def test_columns_give_what_their_cells_give(name: str) -> None:
    kpi = KPIS[name]
    rows = [[0.2 + 0.1 * i + 0.05 * row for i in range(kpi.required)] for row in range(3)]
    want = [kpi(*row) for row in rows]
    columns = list(zip(*rows, strict=True))
    assert kpi(*map(np.array, columns)) == pytest.approx(want)
    assert list(kpi(*map(pd.Series, columns))) == pytest.approx(want)
    assert kpi(*map(pl.Series, columns)).to_list() == pytest.approx(want)


def test_a_polars_expression_is_computed_by_polars() -> None:
    frame = pl.DataFrame({"gross_profit": [100000.0, 5000.0], "spend": [50000.0, 50000.0]})
    assert frame.select(romi(pl.col("gross_profit"), pl.col("spend")))["gross_profit"].to_list() == [1.0, -0.9]


def test_a_numpy_number_is_a_plain_number() -> None:
    assert romi(np.float64(100000), np.int64(50000)) == 1.0


def test_what_is_more_than_arithmetic_says_so() -> None:
    with pytest.raises(TypeError, match="this KPI is not arithmetic alone"):
        target_leads(np.array([72.0]), 0.3)
