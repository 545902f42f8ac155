"""Rows of workbooks: what other programs write as .xlsx."""

import datetime
import io
import random
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from sheetkpi.reading.files import read_file, source_of
from sheetkpi.reading.sheet import read_sheet
from sheetkpi.reading.text_file import UnreadableFile
from tests.reading.conftest import Read

HEAD = ["Date", "Channel", "Clicks", "Spend"]


def test_the_values_of_the_first_sheet_are_read(read_rows: Read) -> None:
    day = datetime.date(2026, 1, 31)
    reading = read_rows(("Report", [["Title"], [], HEAD, [day, "Ads", 10, 5.5], [46054, "Ads", None, "1 234,5 ₽"]]), ("Other", [["x"]]))
    assert reading.column("date") == [46053, 46054]
    assert reading.column("spend") == [5.5, 1234.5]


def test_of_several_sheets_with_such_a_table_a_person_chooses_one(read_rows: Read, tmp_path: Path) -> None:
    sheets = [(name, [HEAD, ["2026-01-31", "Ads", clicks, 2]]) for name, clicks in (("July", 1), ("August", 2))]
    with pytest.raises(UnreadableFile) as refused:
        read_rows(*sheets)
    assert "July" in refused.value.message()
    source = source_of("t", (tmp_path / "made.xlsx").read_bytes(), "en", lambda _note: None, "august")
    assert source.rows[1][1][2] == 2
    with pytest.raises(UnreadableFile):
        source_of("t", (tmp_path / "made.xlsx").read_bytes(), "en", lambda _note: None, "May")


@pytest.mark.parametrize("name", ["Данные", "Data", "data "])
def test_the_sheet_of_data_comes_before_the_first(read_rows: Read, name: str) -> None:
    reading = read_rows(("Start", [["x"]]), (name, [HEAD, ["2026-01-31", "Ads", 1, 2]]))
    assert reading.column("clicks") == [1]


def test_the_line_is_the_row_of_the_sheet(read_rows: Read) -> None:
    reading = read_rows(("A", [[], [], HEAD, [], ["soon", "Ads", True, datetime.date(2026, 1, 1)]]))
    assert list(reading.reasons) == [5]
    assert [why.split(":")[0] for why in reading.reasons[5]] == ["column “Date”", "column “Clicks”", "column “Spend”"]
    assert reading.table.rejected[0].cells == {"date": "soon", "channel": "Ads", "clicks": "True", "spend": "2026-01-01"}


def test_an_error_in_a_cell_is_no_blank() -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEAD)
        sheet.write_row(1, 0, ["2026-01-31", "Ads", 1])
        sheet.write_formula(1, 3, "=1/0", None, "#DIV/0!")
    assert values_of(target.getvalue())[1][3] == "#DIV/0!"


def test_a_wrong_dimension_hides_no_row(read_rows: Read, read: Read, tmp_path: Path) -> None:
    read_rows(("A", [HEAD, ["2026-01-31", "Ads", 1, 2]]))
    made = (tmp_path / "made.xlsx").read_bytes()
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as source, zipfile.ZipFile(target, "w") as lying:
        for name in source.namelist():
            lying.writestr(name, source.read(name).replace(b'<dimension ref="A1:D2"', b'<dimension ref="A1"'))
    assert read(target.getvalue()).column("spend") == [2]


def test_cells_to_the_right_of_the_headers_are_remarks_and_shift_nothing(read_rows: Read) -> None:
    assert read_rows(("A", [HEAD, ["2026-01-31", "Ads", 1, 2, None, "see mail"]])).column("spend") == [2]


def test_a_workbook_without_rows_is_empty(read_rows: Read) -> None:
    with pytest.raises(UnreadableFile, match="is empty"):
        read_rows(("A", []))


def test_a_broken_workbook_is_refused_in_one_sentence(tmp_path: Path) -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        book.add_worksheet().write_row(0, 0, HEAD)
    whole, chance = target.getvalue(), random.Random(1)
    complaints: list[str] = []
    for _ in range(200):
        broken = bytearray(whole[: chance.randrange(10, len(whole))] if chance.random() < 0.3 else whole)
        for _ in range(chance.randint(1, 20)):
            broken[chance.randrange(4, len(broken))] = chance.randrange(256)
        path = tmp_path / "broken.xlsx"
        path.write_bytes(broken)
        try:
            read_file(str(path), "ru", lambda _note: None)
        except UnreadableFile as refused:
            complaints.append(refused.message("ru"))
    assert len(complaints) > 20
    assert not [complaint for complaint in complaints if "\n" in complaint]


def test_a_zip_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as other:
        other.writestr("readme.txt", "hello")
    (tmp_path / "a.zip").write_bytes(target.getvalue())
    with pytest.raises(UnreadableFile, match="cannot be read as a workbook"):
        read_file(str(tmp_path / "a.zip"), "en", print)


def values_of(content: bytes) -> list[list[object]]:
    return [list(cells) for _line, cells in source_of("t", content, "en", lambda _note: None).rows]


def test_the_order_of_days_and_months_that_one_column_shows_holds_for_the_others(tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_text("Opened;Closed\n01/02/2026;15/02/2026\n03/02/2026;20/02/2026\n")
    sheet = read_sheet(read_file(str(path), "en", lambda _note: None), lambda _note: None, needs_header=True)
    assert [row[0].value for row in sheet.rows] == [46054.0, 46056.0]  # 1 and 3 February


def test_months_under_a_header_of_dates_are_dates_and_ranges_stay_texts(tmp_path: Path) -> None:
    path = tmp_path / "months.csv"
    path.write_text("Месяц;Клики;Заметка\nавг.26;1;сен.26\nсентябрь 2026;2;x\n01.10.2026 - 31.10.2026;3;y\n")
    sheet = read_sheet(read_file(str(path), "ru", lambda _note: None), lambda _note: None, needs_header=True)
    assert [row[0].value for row in sheet.rows] == [46235.0, 46266.0, "01.10.2026 - 31.10.2026"]
    assert sheet.rows[0][2].value == "сен.26"
