"""How long the workbooks take: to be built here, and to be opened, recalculated and saved in LibreOffice."""

import statistics
import time
from pathlib import Path
from typing import Any

import pytest

from sheetkpi.workbooks.book import Book
from sheetkpi.workbooks.channels import channels_book
from sheetkpi.workbooks.xlsx import uncalculated, workbook
from tests.printing.conftest import STALE, recalculate
from tests.programs import libreoffice
from tests.workbooks.test_channels import random_rows

ROUNDS = 3

pytestmark = pytest.mark.e2e


def test_the_channel_workbook_is_built(benchmark: Any) -> None:
    benchmark.pedantic(lambda: workbook(channels_book("ru")), rounds=ROUNDS if benchmark.enabled else 1)


def test_two_thousand_rows_in_libreoffice_against_the_sample(benchmark: Any, tmp_path: Path) -> None:
    program = libreoffice("the workbook is not timed in it")

    def seconds(name: str, book: Book) -> float:
        path = tmp_path / f"{name}.xlsx"
        path.write_bytes(uncalculated(book, STALE))
        start = time.perf_counter()
        recalculate(program, path, tmp_path / "recalculated")
        return time.perf_counter() - start

    books = {"sample": channels_book("ru"), "rows": channels_book("ru", rows=random_rows(1, 12, 2000))}
    taken: dict[str, list[float]] = {name: [] for name in books}

    def both() -> None:  # by turns, so that a busy machine slows both alike
        for name, book in books.items():
            taken[name].append(seconds(name, book))

    benchmark.pedantic(both, rounds=ROUNDS if benchmark.enabled else 1)
    ratio = statistics.median(taken["rows"]) / statistics.median(taken["sample"])
    benchmark.extra_info["ratio of 2000 rows to the sample"] = round(ratio, 2)
    assert ratio <= 3 or not benchmark.enabled, taken
