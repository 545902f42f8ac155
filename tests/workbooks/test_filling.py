"""The sheet of data is filled in from what advertising systems export."""

from pathlib import Path

import pytest

from sheetkpi.reading.header import meaning_of
from sheetkpi.reading.table import Choices
from sheetkpi.translation import LANGUAGES, Language
from sheetkpi.workbooks.channels.data import FIELDS
from sheetkpi.workbooks.channels.data_sheet import headings_of
from sheetkpi.workbooks.channels.filling import says_what_sales_earn, table_of

EXPORTS = Path(__file__).parent.parent / "data" / "exports"

every_language = pytest.mark.parametrize("language", LANGUAGES)

FIRST, SECOND = 46023, 46024  # 1 and 2 January 2026


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("file", "rows", "totals"),
    [
        (
            "google_ads.csv",
            [
                {"date": FIRST, "campaign": "Brand", "spend": 1234.5, "impressions": 12345, "clicks": 560, "leads": 12.5, "revenue": 32000},
                {"date": SECOND, "campaign": "Brand", "spend": 234.5, "impressions": 1345, "clicks": 56, "leads": 1, "revenue": 2000},
            ],
            [6],
        ),
        (
            "yandex_direct.tsv",
            [
                {"date": FIRST, "campaign": "Поиск | Москва", "spend": 1234.5, "impressions": 12345, "clicks": 560, "leads": 12},
                {"date": SECOND, "campaign": "РСЯ", "spend": 234.5, "impressions": 1345, "clicks": 56},
            ],
            [5],
        ),
        ("meta.csv", [{"date": FIRST, "campaign": "Promo", "spend": 1234.5, "impressions": 12345, "clicks": 560}], [3]),
    ],
)
def test_an_export_is_read_as_it_comes(file: str, rows: list[dict[str, object]], totals: list[int], language: Language) -> None:
    table = table_of(str(EXPORTS / file), Choices(), None, language, lambda _note: None)
    taken = [{name: cell for name, cell in row.items() if cell is not None and name != "currency"} for row in table.rows]
    assert taken == [row | {"channel": row["campaign"]} for row in rows], "without a channel a campaign is one"
    assert table.totals == totals


@every_language
def test_every_column_of_the_sheet_is_found_by_its_heading(language: Language) -> None:
    for field in FIELDS:
        assert meaning_of(field.heading.in_language(language)).field == field.key


def test_the_mapping_sheet_lists_only_names_that_are_read_so() -> None:
    for field in FIELDS:
        for name in headings_of(field):
            assert meaning_of(name).field == field.key


HEAD = "date;channel;spend;revenue"


@pytest.mark.parametrize(
    ("text", "margin", "cost"),
    [
        (f"{HEAD};cost of sales\n2026-08-01;Ads;10;100;60\n", None, 60),
        (f"{HEAD};gross profit\n2026-08-01;Ads;10;100;40\n", None, 60),
        (f"{HEAD};Маржа, ₽\n2026-08-01;Ads;10;100;40\n", None, 60),
        (f"{HEAD};margin\n2026-08-01;Ads;10;100;40%\n", None, 60),
        (f"{HEAD};Маржа, %\n2026-08-01;Ads;10;100;40\n", None, 60),
        (f"{HEAD}\n2026-08-01;Ads;10;100\n", 0.4, 60),
        (f"{HEAD}\n2026-08-01;Ads;10;100\n", None, None),
        (f"{HEAD};cost of sales\n2026-08-01;Ads;10;100;60\n", 0.9, 60),
    ],
)
def test_gross_profit_may_be_said_in_any_way(text: str, margin: float | None, cost: float | None, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(text, "utf-8")
    table = table_of(str(path), Choices(), margin, "en", lambda _note: None)
    assert [row.get("cost_of_sales") for row in table.rows] == [pytest.approx(cost) if cost else None]
    assert says_what_sales_earn(table, margin) is (cost is not None)
