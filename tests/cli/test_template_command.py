"""``sheetkpi template``: what is written, what is refused, and what a person is told."""

import io
import subprocess
import sys
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from sheetkpi.cli import main
from sheetkpi.reading.table import Choices
from sheetkpi.workbooks.book import Book
from sheetkpi.workbooks.channels import channels_book
from sheetkpi.workbooks.channels.data import CAPACITY
from sheetkpi.workbooks.channels.filling import table_of
from sheetkpi.workbooks.shared_sheets import sign_of

HEAD = "Дата;Канал;Кампания;Расход, ₽;Клики;Клиенты;Выручка;Себестоимость\n"
GOOD = "31.01.2026;Директ;Поиск;12 345,67;560;16;32 000;9 600\n"


@dataclass
class Answer:
    code: int
    out: bytes
    err: str

    @property
    def notes(self) -> list[str]:
        return self.err.splitlines()


Run = Callable[..., Answer]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to be in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch, folder: Path) -> Run:
    assert Path.cwd() == folder
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "SHEETKPI_LANG", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: str, stdin: bytes = b"") -> Answer:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = main(["template", *arguments])
        sys.stdout.flush()
        out, err = capfdbinary.readouterr()
        return Answer(code, out, err.decode())

    return run


@pytest.fixture
def books(monkeypatch: pytest.MonkeyPatch) -> list[Book]:
    """The books that are written; nothing is calculated, which would take seconds each."""
    written: list[Book] = []

    def write(book: Book) -> bytes:
        written.append(book)
        return b"PK\x03\x04 the workbook"

    monkeypatch.setattr("sheetkpi.workbooks.xlsx.workbook", write)
    return written


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch, books: list[Book]) -> list[dict[str, Any]]:
    """What the workbook of channels is asked for."""
    asked: list[dict[str, Any]] = []

    def channels(language: str, **options: Any) -> Book:
        asked.append({"language": language, **options})
        return books[0] if books else channels_book("en")

    monkeypatch.setattr("sheetkpi.workbooks.channels.channels_book", channels)
    monkeypatch.setattr("sheetkpi.workbooks.channels.filling.channels_book", channels)
    return asked


# --- where it is written


@pytest.mark.e2e
@pytest.mark.parametrize("name", ["forecast", "channels"])
@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_template_lands_in_this_folder_under_its_name_and_one_line_says_what_to_do(
    run: Run, books: list[Book], folder: Path, name: str, language: str
) -> None:
    answer = run(name, "--lang", language)
    assert (answer.code, answer.err) == (0, "")
    assert [path.name for path in folder.iterdir()] == [f"{name}.xlsx"]
    assert answer.out.decode().startswith(f"{name}.xlsx is written. Open it" if language == "en" else f"Файл {name}.xlsx готов.")
    assert answer.out.count(b"\n") == 1
    assert books[0].language == language


@pytest.mark.e2e
def test_a_file_that_exists_is_kept_unless_one_forces_it(run: Run, books: list[Book], folder: Path) -> None:
    (folder / "channels.xlsx").write_text("my work")
    answer = run("channels")
    assert (answer.code, answer.out) == (1, b"")
    assert answer.notes == ["channels.xlsx already exists. Choose another name with -o, or overwrite it with --force."]
    assert (folder / "channels.xlsx").read_text() == "my work"
    assert run("channels", "--force").code == 0
    assert (folder / "channels.xlsx").read_bytes().startswith(b"PK")
    assert len(books) == 1, "nothing is calculated where nothing may be written"


def test_what_is_no_file_of_this_disk_needs_no_ending_and_loses_nothing(run: Run, books: list[Book]) -> None:
    assert run("forecast", "-o", "/dev/null").code == 0
    assert len(books) == 1


def test_another_name_may_be_given(run: Run, books: list[Book], folder: Path) -> None:
    assert run("forecast", "-o", "my plan.xlsx").code == 0
    assert (folder / "my plan.xlsx").exists()
    assert run("forecast", "--output", "other.xlsx").code == 0
    assert len(books) == 2


@pytest.mark.parametrize(
    ("output", "complaint"),
    [
        ("no/such.xlsx", "The folder no doesn't exist. Create it, or choose another place."),
        (".", ". is a folder. Give the name of a file in it."),
        ("plan.csv", "plan.csv must end in .xlsx: write -o plan.xlsx"),
        ("plan", "plan must end in .xlsx: write -o plan.xlsx"),
    ],
)
def test_a_place_where_nothing_can_be_written_is_named(run: Run, books: list[Book], output: str, complaint: str) -> None:
    answer = run("channels", "-o", output)
    assert (answer.code, answer.notes, books) == (1, [complaint], [])


@pytest.mark.e2e
@pytest.mark.usefixtures("books")
def test_a_file_that_is_open_elsewhere_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(_path: Path, _content: bytes) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "write_bytes", locked)
    answer = run("channels")
    assert answer.code == 1
    assert answer.notes == ["Can't write channels.xlsx: permission denied. Close the file if it is open, or choose another place with -o."]


@pytest.mark.e2e
@pytest.mark.usefixtures("books")
def test_a_dash_writes_the_bytes_alone_to_the_standard_output(run: Run, folder: Path) -> None:
    answer = run("channels", "-o", "-", "--data", "-", stdin=(HEAD + GOOD).encode())
    assert (answer.code, answer.out) == (0, b"PK\x03\x04 the workbook")
    assert list(folder.iterdir()) == []
    assert "rows taken: 1" in answer.err


def test_no_workbook_is_poured_into_a_terminal(run: Run, books: list[Book], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    answer = run("channels", "-o", "-")
    assert (answer.code, answer.out, books) == (1, b"", [])
    assert answer.err.rstrip().endswith("-o - > channels.xlsx")


# --- what is asked for


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["chanels"], "There is no template chanels. Did you mean channels?"),
        (["прогноз"], "There is no template прогноз. Give one of: forecast, channels."),
        ([], "NAME is missing. See `sheetkpi template --help`."),
        (["forecast", "--data", "a.csv"], "--data is for channels alone: a forecast is filled in by hand."),
        (["forecast", "--formulas", "lambda"], "--formulas is “lambda”. Give one of: native, functions."),
        (["forecast", "--currency", " "], "The currency is “ ”. Give a code or a sign, such as RUB or €."),
        (["forecast", "--currency", "a long text"], "The currency is “a long text”. Give a code or a sign, such as RUB or €."),
        (["forecast", "--curency", "€"], "There is no option --curency. Did you mean --currency?"),
    ],
)
def test_a_wish_that_is_not_understood_is_one_line(run: Run, folder: Path, arguments: list[str], complaint: str) -> None:
    answer = run(*arguments)
    assert (answer.code, answer.out, answer.notes) == (2, b"", [complaint])
    assert list(folder.iterdir()) == []


@pytest.mark.e2e
def test_language_currency_and_kind_of_formulas_reach_the_workbook(run: Run, given: list[dict[str, Any]]) -> None:
    run("channels", "--lang", "ru", "--currency", "usd", "--formulas", "functions")
    assert given == [{"language": "ru", "edition": "functions", "currency": "$", "prefix": ""}]


@pytest.mark.parametrize(
    ("typed", "sign"), [("RUB", "₽"), ("usd", "$"), ("EUR", "€"), ("KZT", "₸"), ("BYN", "Br"), ("GBP", "£"), ("₽", "₽"), ("CHF", "CHF")]
)
def test_a_known_code_becomes_a_sign_and_anything_else_stays(typed: str, sign: str) -> None:
    assert sign_of(typed) == sign


@pytest.mark.parametrize("library", ["xlsxwriter", "ironcalc", "openpyxl"])
def test_a_missing_library_is_named_with_the_remedy(folder: Path, library: str) -> None:
    workbook_of_data(folder / "data.xlsx")
    code = f"import sys; sys.modules['{library}'] = None; from sheetkpi.cli import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", code, "template", "channels", "--data", "data.xlsx", "--lang", "en"]
    answer = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, check=False)
    assert (answer.returncode, answer.stdout) == (1, "")
    assert f"({library}). Install them: " in answer.stderr
    assert answer.stderr.endswith('[workbooks]"\n'), "of the folder or of the package, wherever that process runs from"


# --- data


@pytest.mark.e2e
def test_what_was_taken_is_summed_up(run: Run, given: list[dict[str, Any]], folder: Path) -> None:
    (folder / "t.csv").write_text(HEAD + GOOD + "01.02.2026;ВКонтакте;;500;;1;1 200;\n", "utf-8")
    answer = run("channels", "--data", "t.csv")
    assert answer.code == 0
    assert answer.notes == ["t.csv: rows taken: 2, from 2026-01-31 to 2026-02-01; channels: 2 (Директ, ВКонтакте)."]
    assert answer.out.startswith(b"channels.xlsx is written. Open it, and read the first sheet")
    rows = given[0]["rows"]
    assert (rows[0]["date"], rows[0]["channel"], rows[0]["campaign"]) == (46053, "Директ", "Поиск")
    assert (rows[0]["spend"], rows[0]["revenue"], rows[0]["cost_of_sales"]) == (12345.67, 32000, 9600)
    assert rows[1]["campaign"] is None
    assert rows[1]["clicks"] is None


@pytest.mark.e2e
@pytest.mark.usefixtures("given")
def test_the_summary_is_russian_for_a_russian(run: Run) -> None:
    answer = run("channels", "--data", "-", "--lang", "ru", stdin=(HEAD + GOOD).encode("cp1251", "replace"))
    assert answer.notes[-1] == "стандартный ввод: взято строк: 1, с 31.01.2026 по 31.01.2026; каналов: 1 (Директ)."


@pytest.mark.e2e
def test_rejected_rows_are_named_and_kept_in_the_workbook_and_the_rest_is_taken(run: Run, given: list[dict[str, Any]]) -> None:
    rows = [GOOD, "32.01.2026;Директ;;5;;;;\n", "31.01.2026;;;5;;;;\n", "31.01.2026;Директ;;пять;-1;;;\n", "Итого;;;100;;;;\n"]
    answer = run("channels", "--data", "-", stdin=(HEAD + "".join(rows)).encode())
    assert answer.code == 0
    assert answer.notes == [
        "standard input, line 3, column “Дата”: “32.01.2026” is not a date. Write it as 2026-01-31 or 31.01.2026.",
        "standard input, line 4, column “Канал”: it is blank. Fill it in.",
        "standard input, line 5, column “Расход, ₽”: “пять” is not a number. Write one, or leave the cell blank.",
        "standard input, line 5, column “Клики”: -1 is negative. Check the sign.",
        "standard input: totals are left out, lines 6.",
        "standard input: rows taken: 1, from 2026-01-31 to 2026-01-31; channels: 1 (Директ).",
        "Rows rejected: 3. They are on the sheet “Rejected rows” with the reasons. Fix them in standard input and repeat.",
    ]
    rejected = given[0]["imported"].rejected
    assert [line for line, _why, _cells in rejected] == [3, 4, 5]
    assert rejected[2][1].count("column “") == 2
    assert rejected[2][2] == {"date": "31.01.2026", "channel": "Директ", "clicks": "-1", "spend": "пять"}


def test_no_row_at_all_is_a_failure_and_nothing_is_written(run: Run, given: list[dict[str, Any]], folder: Path) -> None:
    answer = run("channels", "--data", "-", stdin=(HEAD + "32.01.2026;Директ;;5;;;;\n").encode())
    assert answer.code == 1
    assert answer.notes[-1] == "standard input: no row can be used. Fix the rows that are named, and try again."
    bare = run("channels", "--data", "-", stdin=HEAD.encode())
    assert (bare.code, bare.notes) == (1, ["standard input: there is no row under the header. Fill in the table."])
    assert (given, list(folder.iterdir())) == ([], [])


@pytest.mark.e2e
def test_many_rejected_rows_do_not_push_the_summary_off_the_screen(run: Run, given: list[dict[str, Any]]) -> None:
    answer = run("channels", "--data", "-", stdin=(HEAD + GOOD + "soon;Директ;;5;;;;\n" * 500).encode())
    assert len(answer.notes) < 20
    assert "… and in more rows: 490" in answer.notes
    assert len(given[0]["imported"].rejected) == 500


@pytest.mark.e2e
def test_more_rows_than_the_sheet_takes_are_told(run: Run, given: list[dict[str, Any]]) -> None:
    answer = run("channels", "--data", "-", stdin=(HEAD + GOOD * (CAPACITY + 7)).encode())
    assert answer.code == 0
    assert f"The sheet takes {CAPACITY} rows; left out at the end of the file: 7." in answer.err
    assert f"rows taken: {CAPACITY}" in answer.err
    assert len(given[0]["rows"]) == CAPACITY


@pytest.mark.e2e
@pytest.mark.usefixtures("given")
def test_more_channels_than_are_compared_are_told(run: Run) -> None:
    rows = "".join(GOOD.replace("Директ", f"Канал {number}") for number in range(31))
    assert "Channels: 31; 30 of them can be compared." in run("channels", "--data", "-", stdin=(HEAD + rows).encode()).err


def test_a_file_that_does_not_exist_is_named(run: Run, folder: Path) -> None:
    answer = run("channels", "--data", "no.csv")
    assert (answer.code, answer.notes) == (1, ["There is no file no.csv. Check its name and folder."])
    assert list(folder.iterdir()) == []


@pytest.mark.e2e
def test_a_workbook_of_data_is_read(run: Run, given: list[dict[str, Any]], folder: Path) -> None:
    workbook_of_data(folder / "data.xlsx")
    assert run("channels", "--data", "data.xlsx").code == 0
    assert given[0]["rows"][0]["spend"] == 5


def workbook_of_data(path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Дата", "Канал", "Расход"])
    book.active.append(["31.01.2026", "Директ", 5])
    book.save(path)


# --- the workbook itself


@pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
@pytest.mark.e2e
def test_the_file_holds_the_data_as_they_were_taken_and_texts_stay_texts(run: Run, folder: Path) -> None:
    rows = ['31.01.2026;"=HYPERLINK(""http://x"")";@sum;5;10;1;20;5\n', GOOD, "soon;+1;=1+1;5;;;;\n"]
    assert run("channels", "--data", "-", "--currency", "EUR", "-o", "my.xlsx", stdin=(HEAD + "".join(rows)).encode()).code == 0
    book = openpyxl.load_workbook(folder / "my.xlsx")
    types = {cell.value: cell.data_type for title in ("Data", "Rejected rows") for row in book[title].iter_rows() for cell in row}
    looks_like_a_formula = ['=HYPERLINK("http://x")', "@sum", "+1", "=1+1"]
    assert {text: types.get(text) for text in looks_like_a_formula} == dict.fromkeys(looks_like_a_formula, "s")
    assert types[12345.67] == "n"
    assert "€" in [cell.value for row in book["Start"].iter_rows() for cell in row]


@pytest.mark.e2e
def test_a_workbook_that_was_filled_in_gives_its_data_back(run: Run, folder: Path) -> None:
    (folder / "export.csv").write_text(HEAD + GOOD + "01.02.2026;ВКонтакте;;500;;1;1 200;\n", "utf-8")
    assert run("channels", "--data", "export.csv", "--lang", "ru").code == 0
    given, filled = (table_of(str(folder / name), Choices(), None, "ru", lambda _note: None) for name in ("export.csv", "channels.xlsx"))
    given_rows, filled_rows = (
        [{name: cell for name, cell in row.items() if cell is not None} for row in table.rows] for table in (given, filled)
    )
    assert filled_rows == given_rows
    assert filled.rejected == []


@pytest.mark.parametrize("name", ["forecast", "channels"])
@pytest.mark.parametrize("edition", ["native", "functions"])
def test_an_english_workbook_has_no_sign_of_the_rouble(run: Run, books: list[Book], name: str, edition: str) -> None:
    for language in ("en", "ru"):
        run(name, "--lang", language, "--formulas", edition, "-o", f"{language}.xlsx")
    english, russian = (repr([list(sheet.cells.items()) for sheet in book.sheets]) for book in books)
    assert "₽" in russian
    assert "₽" not in english


# --- what a file does not say


def opened(content: bytes) -> Any:
    """A workbook with its values; openpyxl warns of what Excel knows and it does not."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(io.BytesIO(content), data_only=True)


UNCLEAR = "Дата;Канал;Отдали Яндексу;Выручка\n01.08.2026;Поиск;1000,5;5000\n02.08.2026;Сети;2000,5;6000\n"


def test_a_script_is_told_which_option_answers_a_question(run: Run) -> None:
    answer = run("channels", "--data", "-", stdin=UNCLEAR.encode())
    assert (answer.code, answer.out) == (1, b"")
    assert "“Отдали Яндексу”" in answer.err
    assert "--column spend=" in answer.err


@pytest.mark.parametrize("pair", ["spend=Отдали Яндексу", "Расход=отдали яндексу", "cost=Отдали  Яндексу"])
def test_a_column_is_named_on_the_command_line(run: Run, pair: str) -> None:
    answer = run("channels", "--data", "-", "--column", pair, "-o", "-", stdin=UNCLEAR.encode())
    assert answer.code == 0
    book = opened(answer.out)
    assert {1000.5, 2000.5} <= {cell.value for row in book["Data"].iter_rows() for cell in row}


def test_a_column_that_the_file_does_not_have_is_refused_with_those_it_has(run: Run) -> None:
    answer = run("channels", "--data", "-", "--column", "spend=Трата", stdin=UNCLEAR.encode())
    assert answer.code == 1
    assert all(text in answer.err for text in ("“Трата”", "“Отдали Яндексу”", "“Выручка”"))


@pytest.mark.parametrize("pair", ["spend", "nonsense=Трата", "=Трата"])
def test_a_column_option_of_another_form_is_refused(run: Run, pair: str) -> None:
    answer = run("channels", "--data", "-", "--column", pair, stdin=UNCLEAR.encode())
    assert answer.code == 2
    assert "cost_of_sales" in answer.err


def test_the_settings_answer_for_every_file_that_has_the_column(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHEETKPI_SETTINGS", str(folder / "sheetkpi.toml"))
    (folder / "sheetkpi.toml").write_text('[exports]\ncolumns = ["spend = Отдали Яндексу", "leads = Чаты"]\n', "utf-8")
    assert run("channels", "--data", "-", "-o", "-", stdin=UNCLEAR.encode()).code == 0
    assert run("channels", "--data", "-", "-o", "-", stdin=(HEAD + GOOD).encode()).code == 0


SUMMARY = "Источник;Визиты;Заявки;Продажи;Выручка;Расходы\nЯндекс;100;10;5;5000;1000\nVK;50;4;2;2500;700\n"


def test_a_summary_without_dates_needs_its_period_and_a_margin_makes_romi(run: Run) -> None:
    assert "--date" in run("channels", "--data", "-", stdin=SUMMARY.encode()).err
    answer = run("channels", "--data", "-", "--date", "2026-08", "--margin", "30%", "-o", "-", stdin=SUMMARY.encode())
    assert answer.code == 0
    rows = list(opened(answer.out)["Data"].iter_rows(values_only=True))
    row = next(row for row in rows if "Яндекс" in row)
    assert 3500 in row
    assert "--margin" not in answer.err
    assert "--margin" in run("channels", "--data", "-", "--date", "2026-08", "-o", "-", stdin=SUMMARY.encode()).err


WRONG = [("--margin", "300%"), ("--margin", "many"), ("--date", "soon"), ("--dates", "both"), ("--decimal", ";")]


@pytest.mark.parametrize(("option", "value"), WRONG)
def test_an_option_that_cannot_be_is_refused(run: Run, option: str, value: str) -> None:
    assert run("channels", "--data", "-", option, value, stdin=SUMMARY.encode()).code == 2


def test_the_workbook_and_explain_show_how_a_file_was_read(run: Run) -> None:
    content = (SUMMARY + "Итого;150;14;7;7500;1700\n").encode()
    answer = run("channels", "--data", "-", "--date", "2026-08", "--explain", "-o", "-", stdin=content)
    book = opened(answer.out)
    shown = {row[0].value: row[1].value for row in book["Import"].iter_rows(min_row=4)}
    assert (shown["Расходы"], shown["Источник"], shown["Lines 4"]) == ("Spend", "Channel", "totals, not counted")
    assert "“Расходы” → Spend" in answer.err
    assert "lines totals: 4" in answer.err
