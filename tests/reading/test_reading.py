"""What of a table is taken, what is kept apart, and what is said about it."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sheetkpi.reading.files import Source, read_file
from sheetkpi.reading.header_row import Choices, OpenQuestions
from sheetkpi.reading.numbers import BLANKS
from sheetkpi.reading.table import Table, read_table
from sheetkpi.reading.text_file import UnreadableFile
from tests.reading.conftest import Read

JANUARY = 46053.0  # 2026-01-31
HEAD = "date,channel,clicks,spend\n"


def test_the_columns_are_found_by_their_names_in_either_language_and_any_order(read: Read) -> None:
    english = read("Clicks,Cost,Day,Source\n10,5.5,2026-01-31,Ads\n").table
    russian = read("Расход, ₽;Канал;Дата;Клики\n5,5;Ads;31.01.2026;10\n", "ru").table
    assert english.rows == russian.rows
    assert english.rows[0] == {"date": JANUARY, "channel": "Ads", "clicks": 10, "spend": 5.5}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_any_separator_and_encoding_is_read(read: Read, encoding: str, separator: str) -> None:
    text = "Дата;Канал;Клики\r\n31.01.2026;Директ;10\r\n01.02.2026;Директ;20\r\n".replace(";", separator)
    assert read(text.encode(encoding)).column("clicks") == [10, 20]


def test_a_title_a_period_and_filters_above_the_header_do_no_harm(read: Read) -> None:
    reading = read("Отчёт по каналам;;\n01.01.2026 - 31.01.2026;;\nКанал: все;;\n;;\nДата;Канал;Расход\n31.01.2026;Директ;5\n")
    assert reading.column("spend") == [5]
    assert reading.notes == []


def test_micros_are_money(read: Read) -> None:
    assert read("date,channel,cost_micros\n2026-01-31,Ads,12340000\n").column("spend") == [12.34]


def test_a_campaign_is_a_field_of_its_own_and_a_channel_where_there_is_none(read: Read) -> None:
    both = read("date,channel,campaign,clicks\n2026-01-31,Ads,Brand,1\n")
    assert (both.column("channel"), both.column("campaign"), both.notes) == (["Ads"], ["Brand"], [])
    alone = read("date,campaign,clicks\n2026-01-31,Brand,1\n")
    assert (alone.column("channel"), alone.column("campaign")) == (["Brand"], ["Brand"])
    assert alone.notes == ["t.csv: there is no column Channel; “campaign” is taken for it."]


def test_an_unknown_header_is_named_with_the_known_one_that_it_looks_like(read: Read) -> None:
    reading = read("date,channel,cliks,Росход,Zebra,leads\n2026-01-31,Ads,x,y,z,5\n2026-01-31,Ads,x,y,z,6\n")
    assert reading.notes == [
        "t.csv: these columns are not taken: “cliks” (did you mean clicks?), “Росход” (did you mean расход?), “Zebra”."
    ]


def test_two_columns_of_one_meaning_are_a_question_and_a_person_can_answer_it(read: Read) -> None:
    content = "date,channel,clicks,cost,Spend (RUB)\n2026-01-31,Ads,5,1,2\n"
    with pytest.raises(OpenQuestions) as asked:
        read(content)
    assert asked.value.questions == {"spend": ("cost", "Spend (RUB)")}
    assert read(content, choices=Choices(columns={"spend": "spend (rub)"})).column("spend") == [2]
    assert read(content, choices=Choices(columns={"spend": ""})).column("spend") == [None]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("32.01.2026,Ads,1,2", "column “date”: “32.01.2026” is not a date. Write it as 2026-01-31 or 31.01.2026."),
        (",Ads,1,2", "column “date”: it is blank. Fill it in."),
        ("2026-01-31,,1,2", "column “channel”: it is blank. Fill it in."),
        ("2026-01-31,—,1,2", "column “channel”: it is blank. Fill it in."),
        ("2026-01-31,Ads,many,2", "column “clicks”: “many” is not a number. Write one, or leave the cell blank."),
        ("2026-01-31,Ads,-1,2", "column “clicks”: -1 is negative. Check the sign."),
        ("2026-01-31,Ads,1,-2", "column “spend”: -2 is negative. Check the sign."),
        ("2026-01-31,Ads,1,#REF!", "column “spend”: “#REF!” is not a number. Write one, or leave the cell blank."),
        (f"2026-01-31,{'A' * 256},1,2", "column “channel”: a text of 256 characters is too long. Shorten it to 255."),
        (
            "2026-01-31,Ads,1,2,5",
            "there are 5 cells under 4 headers. Put a header over the last, or quotes around what holds the separator.",
        ),
    ],
)
def test_a_row_that_cannot_be_taken_is_kept_with_its_line_and_the_reason(read: Read, row: str, reason: str) -> None:
    reading = read(f"{HEAD}2026-01-30,Ads,1,2\n{row}\n2026-02-01,Ads,3,4\n")
    assert reading.reasons == {3: [reason]}
    assert reading.column("clicks") == [1, 3]
    assert str(list(reading.table.rejected[0].cells.values())[-1]).removesuffix(".0") in row.split(",")


def test_every_wrong_cell_of_a_row_is_named_at_once(read: Read) -> None:
    assert len(read(f"{HEAD}soon,,many,-1\n").reasons[2]) == 4


def test_the_line_is_that_of_the_file_with_titles_blanks_and_breaks_inside_cells(read: Read) -> None:
    reading = read('Report\n\ndate,channel,spend\n2026-01-31,"two\nlines",1\n\n\nsoon,Ads,1\n')
    assert list(reading.reasons) == [8]
    assert reading.column("channel") == ["two lines"]


@pytest.mark.parametrize("row", ["Итого,,,5", ",Total,,5", "Всего:,,,5", "2026-01-31,ИТОГО,,5", "Grand total,Ads,,5"])
def test_a_total_is_left_out_and_its_line_known(read: Read, row: str) -> None:
    reading = read(f"{HEAD}2026-01-31,Ads,,5\n{row}\n")
    assert (reading.table.totals, reading.column("spend"), reading.reasons) == ([3], [5], {})


def test_a_remark_below_the_table_is_left_out_and_its_line_known(read: Read) -> None:
    reading = read(f"{HEAD}2026-01-31,Ads,1,5\n* preliminary,,,\n,,,\n2026-01-31,Ads,--,—\n")
    assert (reading.table.remarks, len(reading.table.rows), reading.reasons) == ([3, 5], 1, {})


def test_thousands_of_blank_rows_do_no_harm(read: Read) -> None:
    reading = read(f"{HEAD}2026-01-31,Ads,1,5\n" + ",,,\n" * 4840)
    assert (len(reading.table.rows), reading.table.remarks, reading.reasons) == (1, [], {})


@pytest.mark.parametrize("text", ['=HYPERLINK("http://x")', "+7 900", "-5 discount", "@sum", "=1+1"])
def test_a_text_that_looks_like_a_formula_stays_a_text(read: Read, text: str) -> None:
    quoted = text.replace('"', '""')
    assert read(f'{HEAD}2026-01-31,"{quoted}",1,5\n').column("channel") == [text]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("", None),
        ("a,b\n1,2\n", None),
        ('date,channel\n1,"2" 3\n', 2),
        (b"\xd0\xcf\x11\xe0\xa1", None),
        (b"PK\x03\x04broken", None),
        (b"a\0b", None),
    ],
    ids=["nothing", "no header", "quotes", "broken old workbook", "broken workbook", "no text"],
)
def test_a_file_without_a_table_is_refused_at_the_line(read: Read, content: str, line: int | None) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read(content)
    assert refused.value.what.facts.get("line") == line


@pytest.mark.parametrize(
    ("content", "questions"),
    [
        ("channel,spend\nAds,5\n", {"date": ()}),
        ("date,clicks\n2026-01-31,5\n", {"channel": ()}),
        ("date,channel,cost,spent,затраты\n", {"spend": ("cost", "spent", "затраты")}),
        ("date,channel,Отдали,Note\n2026-01-31,Ads,5,x\n", {"spend": ("Отдали",)}),
        ("date,channel,clicks,Amount,CTR\n2026-01-31,Ads,5,7,1\n", {"spend": ("Amount",)}),
        ("date,channel,leads,Конверсии (А),Конверсии (Б),spend\n2026-01-31,Ads,5,7,1,1\n", {}),
        ("date,channel,Конверсии (А),Конверсии (Б),spend\n2026-01-31,Ads,7,1,1\n", {"leads": ("Конверсии (А)", "Конверсии (Б)")}),
    ],
)
def test_what_is_not_clear_is_asked(read: Read, content: str, questions: dict[str, tuple[str, ...]]) -> None:
    if questions:
        with pytest.raises(OpenQuestions) as asked:
            read(content)
        assert asked.value.questions == questions
    else:
        assert read(content).table.rows


def test_a_null_character_in_a_name_is_no_file() -> None:
    with pytest.raises(UnreadableFile, match="There is no file"):
        read_file("a\0b", "en", print)


# --- whatever a file holds

DATA = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["Итого", "2026-01-31", "01/02/2026", "31/01/2026", "1,234", "12,5", "5", "-5", "5%", "=1+1", "Ads"]),
    st.floats(),
    st.booleans(),
    st.none(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
)
CELLS = st.one_of(DATA, st.sampled_from(["date", "Канал", "campaign", "Расход, ₽", "cost_micros", "clicks"]))


@given(st.lists(st.lists(DATA, max_size=6), max_size=8), st.booleans(), st.sampled_from(["decimals", None]))
def test_every_row_is_taken_or_kept_apart(rows: list[list[Any]], is_parted: bool, usual: Any) -> None:
    header = ["date", "channel", "clicks", "spend"]
    table = read_table(Source("any", list(enumerate([header, *rows], 1)), usual, is_parted), Choices(), lambda _note: None)
    filled = [cells for cells in rows if any(not is_blank(cell) for cell in cells)]
    assert len(table.rows) + len(table.rejected) + len(table.totals) + len(table.remarks) == len(filled)


@given(
    st.binary(max_size=300) | st.lists(st.lists(CELLS, max_size=5), max_size=6).map(lambda rows: as_csv(rows).encode("utf-8", "replace"))
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_file_makes_a_traceback(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "any"
    path.write_bytes(content)
    try:
        source = read_file(str(path), "ru", lambda _note: None)
    except UnreadableFile:
        return
    assert_nothing_is_lost(source)


def as_csv(rows: list[list[Any]]) -> str:
    target = io.StringIO()
    csv.writer(target).writerows(rows)
    return "date,channel,spend\n" + target.getvalue()


def assert_nothing_is_lost(source: Source) -> None:
    notes: list[str] = []
    try:
        table: Table = read_table(source, Choices(), lambda note: notes.extend(note.in_language(language) for language in ("en", "ru")))
    except UnreadableFile as error:
        notes.append(error.message("ru"))
        return
    assert all(why.in_language("ru") for row in table.rejected for why in row.why)
    for row in table.rows:
        assert row["date"]
        assert row["channel"]


def is_blank(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and cell.strip().casefold() in BLANKS)


@pytest.mark.parametrize("text", ["слово " * 15_000, "a" * 100_000, "1 " * 50_000, "- " * 50_000, "(" * 100_000, "1.8.2026 - " * 9_000])
def test_a_very_long_text_takes_no_time_wherever_it_is(read: Read, text: str) -> None:
    reading = read(f'date,channel,spend,clicks,"{text}"\n2026-08-01,Ads,5,1,2\n"{text}",Ads,5,2,2\n2026-08-01,"{text}",5,2,2\n')
    assert reading.column("spend") == [5]
    assert list(reading.reasons) == [3, 4]


def test_a_line_of_units_multiplies_and_is_named_and_a_short_name_is_no_unit(read: Read) -> None:
    reading = read("Дата;Канал;Расход;Клики\n;;тыс. ₽;шт.\n01.08.2026;Р;1,5;7\n")
    assert (reading.column("spend"), reading.column("clicks"), reading.table.remarks) == ([1500], [7], [2])
    assert read("Дата;Канал;Расход;Клики\n01.08.2026;Т;1,5;7\n").column("channel") == ["Т"]
    assert read("Дата;Канал;Расход;Клики\n;Т;;\n01.08.2026;Т;1,5;7\n").table.remarks == [2]


def test_plan_and_fact_above_the_header_hold_for_the_columns_to_the_right(read: Read) -> None:
    groups = ";План;;Факт;;\nКанал;Расход;Клиенты;Расход;Клиенты;Выручка\n"
    reading = read(groups + "Яндекс;1000;10;900;9;5000\nVK;500;5;600;4;2000\n", "ru", choices=Choices(date="2026-08"))
    assert reading.column("plan_spend") == [1000, 500]
    assert reading.column("plan_customers") == [10, 5]
    assert (reading.column("spend"), reading.column("customers"), reading.column("revenue")) == ([900, 600], [9, 4], [5000, 2000])


def test_the_current_period_is_taken_where_the_previous_one_comes_first(read: Read) -> None:
    groups = ",Previous period,,Current period,\nChannel,Spend,Orders,Spend,Orders\n"
    reading = read(groups + "Google,1000,10,900,9\nMeta,500,5,600,4\n", choices=Choices(date="2026-08"))
    assert (reading.column("spend"), reading.column("orders")) == ([900, 600], [9, 4])


def test_a_header_over_a_line_of_units_is_chosen_by_its_own_words(read: Read) -> None:
    text = "Канал;Отдали площадке;Клиенты\n;тыс. ₽;шт.\nЯндекс;1000;10\nVK;500;5\n"
    reading = read(text, "ru", choices=Choices(date="2026-08", columns={"spend": "Отдали площадке"}))
    assert reading.column("spend") == [1_000_000, 500_000]


def test_two_columns_of_one_name_are_told_apart_by_their_letters(read: Read) -> None:
    text = "date,channel,spend,leads,spend\n2026-01-31,Ads,1,2,3\n"
    with pytest.raises(OpenQuestions) as error:
        read(text)
    assert error.value.questions == {"spend": ("spend (C)", "spend (E)")}
    with pytest.raises(OpenQuestions) as error:
        read(text, choices=Choices(columns={"spend": "spend"}))
    assert error.value.questions == {"spend": ("spend (C)", "spend (E)")}
    for choice in ("E", "e", "spend (E)"):
        assert read(text, choices=Choices(columns={"spend": choice})).column("spend") == [3]


def test_a_parent_that_does_not_add_up_is_set_aside_where_others_do(read: Read) -> None:
    rows = [("A", "", 30, 3), ("A", "x", 10, 1), ("A", "y", 20, 2), ("B", "", 50, 6), ("B", "x", 20, 3), ("B", "y", 30, 3)]
    broken = [*rows, ("C", "", 99, 9), ("C", "x", 5, 1)]
    text = "date,channel,ad group,spend,leads\n" + "".join(
        f"2026-01-31,{channel},{group},{spend},{leads}\n" for channel, group, spend, leads in broken
    )
    table = read(text).table
    assert table.totals == [2, 5]
    assert [(row.line, row.fields) for row in table.rejected] == [(8, ("channel",))]
    assert sum(row["spend"] for row in table.rows) == 10 + 20 + 20 + 30 + 5
