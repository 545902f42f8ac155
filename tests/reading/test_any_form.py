"""The form of a file changes no number: titles, totals, notation, encoding, separators and the order of columns."""

import csv
import datetime
import io
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetkpi.kpis.channels import channel_compare
from sheetkpi.reading.dates import FIRST_DAY
from sheetkpi.reading.files import read_file
from sheetkpi.reading.header_row import Choices
from sheetkpi.reading.table import Table, read_table

HEADERS = {
    "en": {"date": "Day", "channel": "Channel", "spend": "Cost", "clicks": "Clicks", "leads": "Leads", "revenue": "Revenue"},
    "ru": {"date": "Дата", "channel": "Канал", "spend": "Расход, ₽", "clicks": "Клики", "leads": "Заявки", "revenue": "Выручка"},
}
NAMES = ["Direct", "VK", "Paid", "All", "Total Fitness Club", "Итоговая распродажа", "Поиск", "Café", "Sum", "Органика 2"]

Row = dict[str, Any]


@st.composite
def tables(draw: st.DrawFn) -> list[Row]:
    """A few days of a few channels; no row is the sum of the others."""
    days = st.dates(datetime.date(2026, 8, 13), datetime.date(2026, 8, 31))
    rows = draw(
        st.lists(
            st.fixed_dictionaries(
                {
                    "date": days,
                    "channel": st.sampled_from(NAMES),
                    "spend": st.integers(1, 10**7).map(lambda kopecks: kopecks / 100),
                    "clicks": st.integers(1, 5000),
                    "leads": st.integers(0, 50),
                    "revenue": st.integers(0, 10**8).map(lambda kopecks: kopecks / 100),
                }
            ),
            min_size=3,
            max_size=8,
            unique_by=lambda row: row["spend"],
        )
    )
    return [row | {"spend": round(row["spend"] + 1000.01 * number**2, 2)} for number, row in enumerate(rows)]


def amount(number: float, notation: str) -> str:
    text = f"{number:,.2f}"
    return {
        "point": text.replace(",", ""),
        "thousands": text,
        "comma": text.replace(",", "\u00a0").replace(".", ","),
        "sign": text.replace(",", "") + " ₽",
    }[notation]


def written(rows: Sequence[Row], language: str, notation: str, order: Sequence[str]) -> list[list[str]]:
    dates = "%d.%m.%Y" if language == "ru" else "%Y-%m-%d"
    cells = [
        row | {"date": row["date"].strftime(dates)} | {name: amount(row[name], notation) for name in ("spend", "revenue")} for row in rows
    ]
    return [[HEADERS[language][name] for name in order], *([str(row[name]) for name in order] for row in cells)]


def parted(lines: Sequence[Sequence[str]], separator: str) -> str:
    target = io.StringIO()
    csv.writer(target, delimiter=separator, lineterminator="\n").writerows(lines)
    return target.getvalue()


def read(text: str, encoding: str = "utf-8") -> Table:
    with TemporaryDirectory() as folder:
        path = Path(folder, "t.csv")
        path.write_bytes(text.encode(encoding, "xmlcharrefreplace"))
        return read_table(read_file(str(path), "en", lambda _note: None), Choices(), lambda _note: None)


def values(table: Table) -> list[Row]:
    return [dict(row) | {"date": FIRST_DAY + datetime.timedelta(days=float(row["date"]))} for row in table.rows]  # type: ignore[arg-type]


def total(rows: Sequence[Row], name: str, order: Sequence[str], notation: str) -> list[str]:
    sums = {field: sum(row[field] for row in rows) for field in ("spend", "clicks", "leads", "revenue")}
    cells = {"channel": name} | {
        field: amount(number, notation) if field in ("spend", "revenue") else str(number) for field, number in sums.items()
    }
    return [cells.get(field, "") for field in order]


@given(
    tables(),
    st.sampled_from(["en", "ru"]),
    st.sampled_from(["point", "thousands", "comma", "sign"]),
    st.permutations(["date", "channel", "spend", "clicks", "leads", "revenue"]),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    st.integers(0, 3),
    st.sampled_from(["", "Итого", "Общий итог", "Grand total", "Total: Account"]),
    st.booleans(),
)
@settings(deadline=None)
def test_the_form_of_a_file_changes_no_number(
    rows: list[Row],
    language: str,
    notation: str,
    order: list[str],
    separator: str,
    encoding: str,
    titles: int,
    total_name: str,
    has_footer: bool,
) -> None:
    lines = written(rows, language, notation, order)
    lines = (
        [*lines[:1], total(rows, total_name, order, notation), *lines[1:]]
        if titles == 2
        else [*lines, total(rows, total_name, order, notation)]
    )
    if has_footer:
        lines.append(["Report generated on 1 September"])
    above = ["Campaign report\n", "1 August 2026 - 31 August 2026\n", "\n"][:titles]
    table = read("".join(above) + parted(lines, separator), encoding)
    assert values(table) == rows
    assert len(table.totals) == 1
    assert len(table.remarks) == has_footer


@given(tables(), st.integers(0, 6))
def test_an_empty_column_changes_no_number(rows: list[Row], place: int) -> None:
    lines = written(rows, "en", "point", list(HEADERS["en"]))
    lines = [[*line[:place], "", *line[place:]] for line in lines]
    assert values(read(parted(lines, ","))) == rows


@given(tables(), st.sampled_from(["VK Total", "Итог по дням", "Всего"]))
def test_subtotals_change_no_number(rows: list[Row], name: str) -> None:
    order = list(HEADERS["en"])
    head, *lines = written(rows, "en", "point", order)
    half = len(rows) // 2
    parts = [*lines[:half], total(rows[:half], name, order, "point"), *lines[half:], total(rows[half:], name, order, "point")]
    table = read(parted([head, *parts, total(rows, "Grand total", order, "point")], ","))
    assert values(table) == rows
    assert len(table.totals) == 3


@given(tables())
def test_what_is_taken_and_what_is_left_out_make_the_file(rows: list[Row]) -> None:
    head, *lines = written(rows, "en", "point", list(HEADERS["en"]))
    broken = [
        [cell if number % 3 else "soon" if place == 0 else cell for place, cell in enumerate(line)] for number, line in enumerate(lines)
    ]
    table = read(parted([head, *broken], ","))
    assert len(table.rows) + table.rejected_count == len(rows)
    taken = sum(float(row["spend"] or 0) for row in table.rows)
    left = sum(float(str(row.cells["spend"])) for row in table.rejected)
    assert taken + left == pytest.approx(sum(row["spend"] for row in rows))


@given(tables(), st.sampled_from(["Общий итог", "Итого", "Grand total", "Subtotal", "Σ"]))
def test_a_total_in_a_table_of_channels_is_left_out_and_named(rows: list[Row], name: str) -> None:
    head: list[Any] = ["Channel", "Spend", "Leads", "Customers", "Revenue", "Margin"]
    cells: list[list[Any]] = [
        [f"{row['channel']} {number}", row["spend"], 100, row["leads"], row["revenue"], 0.5] for number, row in enumerate(rows)
    ]
    whole = [name, *(sum(row[place] for row in cells) for place in range(1, 5)), None]
    plain, with_total = channel_compare([head, *cells]), channel_compare([head, *cells, whole])
    assert with_total["spend"] == plain["spend"]
    assert name in with_total["note"][0]
