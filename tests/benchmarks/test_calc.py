"""What a function of ours costs in LibreOffice Calc, against the formula as a person would have typed it, in the same run.

Run with ``pytest tests/benchmarks/test_calc.py -n 0 --benchmark-enable -s``.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from tests.hosts.calc.office import Office, todays_extension

pytestmark = pytest.mark.e2e

FILLED_DOWN = 10_000
IN_ONE_ARRAY = 100_000
ROUNDS = 10


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office of its own."""
    office = Office(todays_extension(tmp_path_factory.mktemp("extension")))
    yield office
    office.close()


@dataclass
class Document:
    """A document with two columns of numbers, and formulas in the third."""

    office: Office
    rows: int

    def formulas(self, write: Callable[[Office], None]) -> Callable[[], float]:
        """What computes the formulas that are written, and gives the seconds."""
        numbers = [[1000.0 + row, 500.0 + row % 97] for row in range(self.rows)]
        self.office.ask("open")
        self.office.ask("put", sheet="Sheet", where=f"A1:B{self.rows}", cells=numbers)
        write(self.office)
        return lambda: self.office.ask("recalculate")  # type: ignore[no-any-return]

    def filled_down(self, formula: str) -> Callable[[], float]:
        """The formula in every row."""
        cells = [[formula.format(row=row)] for row in range(1, self.rows + 1)]
        return self.formulas(lambda office: office.ask("fill", sheet="Sheet", where=f"C1:C{self.rows}", formulas=cells))

    def array(self, formula: str) -> Callable[[], float]:
        """One formula over all rows."""
        typed = formula.format(a=f"A1:A{self.rows}", b=f"B1:B{self.rows}")
        return self.formulas(lambda office: office.ask("array", sheet="Sheet", where=f"C1:C{self.rows}", formula=typed))

    def results(self) -> list[list[float]]:
        cells: list[list[float]] = self.office.ask("read", sheet="Sheet", where=f"C1:C{self.rows}")
        return cells


def test_a_formula_filled_down(benchmark: BenchmarkFixture, office: Office) -> None:
    document = Document(office, FILLED_DOWN if benchmark.enabled else 10)
    seconds = document.filled_down("=EDATE(A{row};1)")  # of an add-in in C++ that LibreOffice brings: what any add-in costs there
    benchmark.extra_info["an add-in of LibreOffice's own, ms"] = round(best_of(seconds) * 1000, 1)
    compare(benchmark, document, document.filled_down, "=(A{row}-B{row})/B{row}", "=ROMI(A{row};B{row})")


def test_one_array_formula(benchmark: BenchmarkFixture, office: Office) -> None:
    document = Document(office, IN_ONE_ARRAY if benchmark.enabled else 10)
    compare(benchmark, document, document.array, "=({a}-{b})/{b}", "=ROMI({a};{b})")


def compare(benchmark: BenchmarkFixture, document: Document, lay_out: Callable[[str], Callable[[], float]], typed: str, ours: str) -> None:
    """Time a formula of ours, and keep its ratio to the one that a person types."""
    by_hand, wanted = best_of(lay_out(typed)), document.results()
    seconds = lay_out(ours)
    assert document.results() == wanted
    best = best_of(seconds)
    benchmark.pedantic(seconds, rounds=ROUNDS)
    benchmark.extra_info["ratio"] = round(best / by_hand, 2)
    if benchmark.enabled:
        told = f"{document.rows} cells in {best * 1000:.0f} ms, by hand {by_hand * 1000:.1f} ms, {benchmark.extra_info}"
        print(f"\n{benchmark.name}: {told}")  # noqa: T201


def best_of(seconds: Callable[[], float]) -> float:
    """The least of several times: LibreOffice's threads take turns, and not all of them are equally ready for Python."""
    return min(seconds() for _ in range(ROUNDS))


@pytest.mark.parametrize("rows", [1_000, 100_000])
@pytest.mark.parametrize(
    ("ours", "native"),
    [
        ("=RATIO_OF_SUMS(A:A;B:B)", "=SUM(A:A)/SUM(B:B)"),
        ("=NPS(D:D)", '=(COUNTIF(D:D;">8")-COUNTIF(D:D;"<7"))/COUNT(D:D)*100'),
        ("=INDEX(CHANNEL_COMPARE(E:H);2;19)", "=SUMIF(E:E;E2;H:H)/SUMIF(E:E;E2;F:F)-1"),
    ],
)
def test_a_formula_over_whole_columns(office: Office, rows: int, ours: str, native: str, benchmark: BenchmarkFixture) -> None:
    rows = rows if benchmark.enabled else 10
    document = Document(office, rows)
    scores = [[float(row % 11)] for row in range(rows)]
    channels = [[f"Channel {row % 20}", 100.0 + row % 7, 1.0 + row % 3, 150.0 + row % 11] for row in range(rows)]

    def write(formula: str) -> Callable[[Office], None]:
        def written(office: Office) -> None:
            office.ask("put", sheet="Sheet", where=f"D1:D{rows}", cells=scores)
            office.ask("fill", sheet="Sheet", where="E1:H1", formulas=[["Channel", "Spend", "Customers", "Gross profit"]])
            office.ask("put", sheet="Sheet", where=f"E2:H{rows + 1}", cells=channels)
            office.ask("fill", sheet="Sheet", where="J1:J1", formulas=[[formula]])

        return written

    times = {formula: min(document.formulas(write(formula))() for _ in range(3)) for formula in (ours, native)}
    benchmark.pedantic(lambda: None)
    print(f"{ours} over {rows} rows: {times[ours] * 1000:.1f} ms, {native}: {times[native] * 1000:.1f} ms")  # noqa: T201
    assert office.ask("read", sheet="Sheet", where="J1:J1") != [[""]]
