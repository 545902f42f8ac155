"""What reading an export costs, against the least that any reader does: the CSV module and a float for each number, in the same run.

Run with ``pytest tests/benchmarks/test_reading.py -n 0 --benchmark-enable -s``.
"""

import csv
import random
from collections.abc import Callable
from pathlib import Path
from time import process_time

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from sheetkpi.reading.files import read_file
from sheetkpi.reading.header_row import Choices
from sheetkpi.reading.table import MOST_KEPT, Table, read_table

pytestmark = pytest.mark.e2e

ROWS = 20_000
HEADER = "Дата;Канал;Кампания;Показы;Клики;Расход, ₽;Заявки;Клиенты;Выручка\n"


def export(path: Path, rows: int, day: str = "01.08.2026") -> Path:
    """Write an export with numbers that differ from row to row."""
    chance = random.Random(1)
    with path.open("w", encoding="utf-8") as file:
        file.write(HEADER)
        for row in range(rows):
            numbers = (
                chance.randint(1, 99999),
                row % 999,
                f"{chance.randint(1, 9999)},{row % 90 + 10}",
                row % 7,
                row % 3,
                chance.randint(1, 9999),
            )
            file.write(";".join(map(str, (day, f"К{row % 12}", f"Кампания {row % 500}", *numbers))) + "\n")
    return path


def read(path: Path) -> Table:
    return read_table(read_file(str(path), "ru", lambda _note: None), Choices(), lambda _note: None)


def baseline(path: Path) -> list[list[object]]:
    """The CSV module, and a float for each number."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter=";")
        next(rows)
        return [[*row[:3], *(float(cell.replace(",", ".")) for cell in row[3:])] for row in rows]


def seconds(read_it: Callable[[Path], object], path: Path) -> float:
    started = process_time()
    read_it(path)
    return process_time() - started


def test_reading_costs_a_few_times_the_least_that_a_reader_does(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    path = export(tmp_path / "export.csv", ROWS)
    assert len(read(path).rows) == ROWS
    ours, least = (min(seconds(reader, path) for _ in range(3)) for reader in (read, baseline))
    benchmark.extra_info["times the baseline"] = ours / least
    benchmark(read, path)


def test_rows_that_are_left_out_are_counted_and_only_some_are_kept(tmp_path: Path) -> None:
    table = read(export(tmp_path / "export.csv", ROWS, day="завтра"))
    assert (table.rejected_count, len(table.rejected)) == (ROWS, MOST_KEPT)
