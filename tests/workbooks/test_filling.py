"""The sheet of data is filled in from what advertising systems export."""

from itertools import chain
from pathlib import Path

import pytest

from sheetkpi.reading import headers
from sheetkpi.translation import LANGUAGES, Language
from sheetkpi.workbooks.channels.data import FIELDS
from sheetkpi.workbooks.channels.filling import columns, table_of

EXPORTS = Path(__file__).parent.parent / "data" / "exports"

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
        ("meta.csv", [{"date": FIRST, "campaign": "Promo", "spend": 1234.5, "impressions": 12345, "clicks": 600}], []),
    ],
)
def test_an_export_is_read_as_it_comes(file: str, rows: list[dict[str, object]], totals: list[int], language: Language) -> None:
    table = table_of(str(EXPORTS / file), language, lambda _note: None)
    taken = [{name: cell for name, cell in row.items() if cell is not None} for row in table.rows]
    assert taken == [row | {"channel": row["campaign"]} for row in rows], "without a channel a campaign is one"
    assert table.totals == totals


def test_every_column_of_the_sheet_is_found_by_its_heading_in_either_language() -> None:
    for field in FIELDS:
        column = columns()[field.key]
        assert field.heading.in_language("en").lower() == column.words["en"][0]
        assert headers.normalised(field.heading.in_language("ru")) in {headers.normalised(word) for word in column.words["ru"]}


def test_no_two_columns_share_a_name() -> None:
    words = [headers.normalised(word) for column in columns().values() for word in chain(*column.words.values())]
    assert len(words) == len(set(words))


def test_a_name_of_its_own_wins_over_a_synonym_in_other_tables() -> None:
    assert "campaign" in headers.FIELDS["channel"].words["en"]
    assert "campaign" not in columns()["channel"].words["en"]
    assert "campaign" in columns()["campaign"].words["en"]
    assert "заказы" not in columns()["customers"].words["ru"]


def test_what_other_tables_know_is_known_here_too() -> None:
    assert {"cost", "amount spent", "cost_micros"} <= set(columns()["spend"].words["en"])
    assert columns()["spend"].divisors == {"cost_micros": 1e6}


def test_neither_spend_nor_counts_may_be_negative() -> None:
    kinds = {name: column.kind for name, column in columns().items()}
    assert (kinds["spend"], kinds["clicks"], kinds["revenue"], kinds["cost_of_sales"]) == ("spend", "count", "money", "money")
