"""What a function of ours costs on Python's side of Excel, against xlwings' own wrapper and against Python alone, in the same run.

Run with ``pytest tests/benchmarks/test_excel.py -n 0 --benchmark-enable -s``.
There is no Excel: reading a property of a range costs nothing here, and in Excel a call from process to process.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from sheetkpi import Range
from sheetkpi.hosts.excel.udfs import udfs_module
from tests.hosts.excel.excel import Cells, Excel

pytestmark = pytest.mark.e2e

ROWS = 100_000
ENTRY = "sheetkpi.hosts.excel.entry", "call"
STOCK = "call", "stock_udfs", "ROMI"


@pytest.fixture(scope="module")
def excel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Excel]:
    """An Excel with the module that xlwings' own wrapper calls."""
    folder: Path = tmp_path_factory.mktemp("excel")
    (folder / f"{STOCK[1]}.py").write_text(udfs_module("en"), "utf-8")
    excel = Excel(folder)
    yield excel
    excel.close()


@pytest.mark.parametrize("form", ["cells", "values"])
def test_one_call_against_xlwings_own_wrapper(benchmark: BenchmarkFixture, excel: Excel, form: str) -> None:
    stock = (Cells(100000.0), Cells(50000.0)) if form == "cells" else (100000.0, 50000.0)
    ours = "call_directly", *ENTRY, (("ROMI", (100000.0, 50000.0), "en"),)
    compare(benchmark, excel, ours, (*STOCK, stock), calls=2_000)
    if benchmark.enabled:
        read = excel.ask("properties_read", *STOCK, stock)
        print(f"properties of Excel that xlwings' wrapper reads: {read}, ours: {excel.ask('properties_read', *ours)}")  # noqa: T201


@pytest.mark.parametrize("form", ["rows", "Range"])
def test_a_large_range_against_python_alone(benchmark: BenchmarkFixture, excel: Excel, form: str) -> None:
    """As the rows that Excel hands over; and as a Range, which is ready for computing."""
    profit = [float(row) for row in range(ROWS)]
    spend = [float(row % 977 + 1) for row in range(ROWS)]
    handed_over = tuple(tuple((value,) for value in column) for column in (profit, spend))
    alone: list[Any] = list(handed_over) if form == "rows" else [Range(ROWS, 1, column) for column in (profit, spend)]
    compare(benchmark, excel, ("call_directly", *ENTRY, (("ROMI", handed_over, "en"),)), ("calculate", "ROMI", alone), calls=1)


def compare(benchmark: BenchmarkFixture, excel: Excel, ours: tuple[Any, ...], baseline: tuple[Any, ...], calls: int) -> None:
    """Time a call and its baseline in turn, and keep the ratio of the best times."""
    repeat = {"calls": calls, "rounds": 15} if benchmark.enabled else {"calls": 1, "rounds": 1}
    best, base = [], []
    for _ in range(3):
        best.append(excel.ask("seconds", *ours, **repeat))
        base.append(excel.ask("seconds", *baseline, **repeat))
    benchmark.pedantic(excel.ask, ("seconds", *ours), {"calls": 1, "rounds": 1}, rounds=1)
    benchmark.extra_info["microseconds of the baseline"] = round(min(base) * 1e6, 1)
    benchmark.extra_info["microseconds"] = round(min(best) * 1e6, 1)
    benchmark.extra_info["ratio"] = round(min(best) / min(base), 2)
    if benchmark.enabled:
        print(f"\n{benchmark.name}: {benchmark.extra_info}")  # noqa: T201
