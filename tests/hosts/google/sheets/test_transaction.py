"""Whatever people do between two requests: the cells are those of the edit before the whole run, or after it, or the run says so."""

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from sheetkpi.hosts.google.sheets.client import Connection
from sheetkpi.hosts.google.sheets.http import Account, RequestFailed, RetryingClient
from sheetkpi.hosts.google.sheets.push import push
from sheetkpi.hosts.google.sheets.push_plan import read_data
from sheetkpi.hosts.google.sheets.refresh import refresh
from sheetkpi.hosts.google.sheets.transaction import EditedMeanwhile, KeepsChanging
from sheetkpi.model.errors import SheetKpiError
from tests.hosts.google.sheets.faults import Clock
from tests.hosts.google.sheets.sheets_server import SheetsServer

FILES = {
    "first": "Channel,Spend\nVK,1\nSEO,2\nEmail,3\n",
    "append": "Channel,Spend\nYandex,10\nTelegram,11\n",
    "other": "Channel,Spend\nOutdoor,77\n",
    "key": "Channel,Spend\nVK,100\nEmail,300\nYandex,10\n",
    "other key": "Channel,Spend\nSEO,222\nOutdoor,77\n",
    "replace": "Channel,Spend\nVK,5\nSEO,6\nEmail,7\nRadio,8\n",
}


class Team:
    """A shared spreadsheet, the runs of sheetkpi, and the people who edit it."""

    def __init__(self, google: SheetsServer, folder: Path, book_id: str) -> None:
        self.google, self.folder, self.book_id = google, folder, book_id

    @classmethod
    def with_table(cls, google: SheetsServer, folder: Path, *, has_total: bool) -> "Team":
        """A spreadsheet with a table and a result that is to be calculated again."""
        team = cls(google, folder, google.create("Team", tabs=["Summary", "Data"]).id)
        team.push("first", "replace")
        if has_total:
            team.types("Data!A5", ["Total", 6])
        team.types("Data!E1", ["Profit", "Cost", "ROMI"], [150, 100], [5000, 10], [40, 20])
        team.refresh(("ROMI", "Data!E2:E4;Data!F2:F4", "Data!G2"))
        team.types("Data!E2", [250])
        return team

    def twin(self) -> "Team":
        """Another spreadsheet in the same state."""
        self.google.weather.used.clear()  # the quota of a minute
        return Team(self.google, self.folder, self.google.twin(self.book_id).id)

    @property
    def connection(self) -> Connection:
        return Connection(self.book_id, RetryingClient(None, self.google.session()), Account("a@b", "test"), lambda _: None)

    def push(self, name: str, mode: Any, target: str = "Data!A1") -> None:
        file = self.folder / f"{name}.csv"
        file.write_text(FILES[name], "utf-8")
        data = read_data(str(file), ["Channel"] if mode == "key" else [], "en", lambda _: None)
        push(self.connection, target, data, mode, ["Channel"] if mode == "key" else [])

    def refresh(self, declared: tuple[str, str, str] | None = None) -> None:
        refresh(self.connection, "en", declared)

    # --- people

    def types(self, address: str, *rows: list[Any]) -> None:
        self.google.types(self.book_id, address, *rows)

    def type_into_data(self, cells: str, *rows: list[Any]) -> None:
        self.types(f"'{self.data.title}'!{cells}", *rows)

    def edit(self, kind: str, **details: Any) -> None:
        self.google.person(self.book_id, {kind: details})

    def shift(self, kind: str, start: int, dimension: str = "ROWS") -> None:
        self.edit(kind, range={"sheetId": self.data.id, "dimension": dimension, "startIndex": start, "endIndex": start + 1})

    def sort(self) -> None:
        area = {"sheetId": self.data.id, "startRowIndex": 1, "endRowIndex": 4, "startColumnIndex": 0, "endColumnIndex": 7}
        self.edit("sortRange", range=area, sortSpecs=[{"dimensionIndex": 1, "sortOrder": "DESCENDING"}])

    @property
    def data(self) -> Any:
        visible = [sheet for sheet in self.google.book(self.book_id).sheets if not sheet.properties.get("hidden")]
        return next(sheet for sheet in visible if sheet.title != "Summary")

    @property
    def cells(self) -> Any:
        """What people see: the cells of every visible sheet."""
        visible = [sheet for sheet in self.google.book(self.book_id).sheets if not sheet.properties.get("hidden")]
        return [
            (sheet.title, {place: cell["userEnteredValue"] for place, cell in sorted(sheet.cells.items()) if cell.get("userEnteredValue")})
            for sheet in visible
        ]


Step = Callable[[Team], None]

RUNS: dict[str, Step] = {
    "push --append": lambda team: team.push("append", "append"),
    "push --key": lambda team: team.push("key", "key"),
    "push": lambda team: team.push("replace", "replace"),
    "refresh": lambda team: team.refresh(),
}

EDITS: dict[str, Step] = {
    "a row inserted above": lambda team: team.shift("insertDimension", 0),
    "a row inserted inside": lambda team: team.shift("insertDimension", 2),
    "a row deleted": lambda team: team.shift("deleteDimension", 2),
    "sorted": Team.sort,
    "a column inserted before": lambda team: team.shift("insertDimension", 0, "COLUMNS"),
    "a column inserted inside": lambda team: team.shift("insertDimension", 1, "COLUMNS"),
    "the sheet renamed": lambda team: team.edit(
        "updateSheetProperties", properties={"sheetId": team.data.id, "title": "Numbers"}, fields="title"
    ),
    "typed into our cell": lambda team: team.type_into_data("B2", [999]),
    "typed into a result": lambda team: team.type_into_data("G2", [777]),
    "typed below": lambda team: team.type_into_data("A5", ["Mine", 5]),
    "access revoked": lambda team: team.google.shared.update({team.book_id: {}}),
    "another push --append": lambda team: team.push("other", "append"),
    "another push --key": lambda team: team.push("other key", "key"),
    "another refresh": lambda team: team.refresh(),
}


@contextmanager
def before_request(edits: dict[int, Callable[[], None]]) -> Iterator[None]:
    """Do something before the n-th request of what runs."""
    once, count, busy = RetryingClient.once, itertools.count(1), False

    def edited(self: RetryingClient, *arguments: Any, **options: Any) -> Any:
        nonlocal busy
        if not busy and (edit := edits.pop(next(count), None)):
            busy = True
            edit()
            busy = False
        return once(self, *arguments, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(RetryingClient, "once", edited)
        yield


def outcome(team: Team, *steps: Step) -> tuple[Any, str]:
    """The cells after some steps, and the class of the error that ended one."""
    failed = ""
    for step in steps:
        try:
            step(team)
        except SheetKpiError as error:
            failed = type(error).__name__
    return team.cells, failed


@pytest.fixture(scope="module")
def google() -> Iterator[SheetsServer]:
    """One server for all tests: each has spreadsheets of its own."""
    with SheetsServer(Clock()) as server:
        yield server


@pytest.fixture(scope="module")
def prepared(google: SheetsServer, tmp_path_factory: pytest.TempPathFactory) -> dict[bool, Team]:
    """A spreadsheet with a table, without and with a total below it."""
    folder = tmp_path_factory.mktemp("files")
    return {has_total: Team.with_table(google, folder, has_total=has_total) for has_total in (False, True)}


@pytest.fixture
def team(prepared: dict[bool, Team]) -> Team:
    """A spreadsheet with a table."""
    return prepared[False].twin()


# --- one edit


@pytest.mark.parametrize("has_total", [False, True], ids=["", "with a total below"])
@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize("run", RUNS)
def test_an_edit_between_any_two_requests_comes_before_or_after_the_run(
    prepared: dict[bool, Team], run: str, edit: str, has_total: bool
) -> None:
    allowed = [outcome(prepared[has_total].twin(), *order) for order in itertools.permutations([EDITS[edit], RUNS[run]])]
    for gap in range(1, 5):
        shared = prepared[has_total].twin()
        edits = {gap: lambda shared=shared: EDITS[edit](shared)}
        with before_request(edits):
            found = outcome(shared, RUNS[run])
        if edits:  # the run was over before
            EDITS[edit](shared)
            found = shared.cells, found[1]
        assert found in allowed, f"{edit} before request {gap}: {found}, not one of {allowed}"


@pytest.mark.parametrize(("run", "requests"), [("push --append", 3), ("push --key", 3), ("push", 3), ("refresh", 4)])
def test_a_run_that_nobody_disturbs_takes_no_more_requests(team: Team, run: str, requests: int) -> None:
    before = len(team.google.calls)
    RUNS[run](team)
    assert len(team.google.calls) - before == requests


@pytest.mark.parametrize("edit", [edit for edit in EDITS if edit != "access revoked"])
def test_an_edit_between_two_parts_of_a_large_table_comes_before_or_after_a_part(
    team: Team, edit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sheetkpi.hosts.google.sheets.push.CELLS_PER_REQUEST", 2)
    monkeypatch.setattr("sheetkpi.hosts.google.sheets.push.MAX_COPIED_CELLS", 2)
    allowed = [rows(outcome(team.twin(), *order)[0]) for order in itertools.permutations([EDITS[edit], RUNS["push --key"]])]
    for gap in range(1, 8):
        shared = team.twin()
        edits = {gap: lambda shared=shared: EDITS[edit](shared)}
        with before_request(edits):
            cells, failed = outcome(shared, RUNS["push --key"])
        if edits:
            EDITS[edit](shared)
            cells = shared.cells
        if failed:  # the same command goes on
            cells, failed = outcome(shared, RUNS["push --key"])
        assert not failed
        assert rows(cells) in allowed, f"{edit} before request {gap}: {rows(cells)}, not one of {allowed}"


def rows(cells: Any) -> list[Any]:
    """The rows of the table's sheet, in any order: one that is sorted between two parts may be sorted otherwise."""
    _, found = cells[1]
    return sorted(repr([(column, value) for (row, column), value in found.items() if row == each]) for each in {row for row, _ in found})


def test_a_response_that_was_lost_is_read_from_the_hidden_sheet(team: Team) -> None:
    wanted = outcome(team.twin(), EDITS["a row inserted above"], RUNS["push --key"])[0]
    with before_request({3: lambda: (EDITS["a row inserted above"](team), team.google.reset(1, is_done=True))[0]}):
        RUNS["push --key"](team)
    team.google.weather.calm()
    assert team.cells == wanted


def test_the_copy_is_no_larger_than_its_sheet(team: Team) -> None:
    RUNS["push --key"](team)
    book = team.google.book(team.book_id)
    assert book.titled(f"sheetkpi before {team.data.id}").size == team.data.size


# --- the first run


@pytest.mark.parametrize("edit", ["a row inserted above", "typed into our cell", "another push --key", "the sheet renamed"])
def test_the_first_run_is_checked_too(google: SheetsServer, tmp_path: Path, edit: str) -> None:
    new = Team(google, tmp_path, google.create("New", tabs=["Summary", "Data"]).id)
    first: Step = lambda team: team.push("first", "replace")  # noqa: E731
    allowed = [outcome(new.twin(), *order) for order in itertools.permutations([EDITS[edit], first])]
    for gap in range(1, 4):
        shared = new.twin()
        with before_request({gap: lambda shared=shared: EDITS[edit](shared)} if gap < 4 else {}):
            found = outcome(shared, first)
        assert found in allowed, f"{edit} before request {gap}: {found}, not one of {allowed}"


def test_of_two_first_runs_at_once_neither_is_lost(google: SheetsServer, tmp_path: Path) -> None:
    new = Team(google, tmp_path, google.create("New", tabs=["Summary", "Data"]).id)
    with before_request({2: lambda: new.push("other", "append")}):
        new.push("append", "append")
    assert [value["stringValue"] for (_, column), value in new.cells[1][1].items() if column == 0] == [
        *("Channel", "Outdoor", "Yandex", "Telegram"),
    ]


# --- several edits


CHOSEN = (
    "a row inserted above",
    "a row inserted inside",
    "sorted",
    "typed into our cell",
    "typed below",
    "another push --append",
)


@pytest.mark.parametrize(("first", "second"), list(itertools.product(CHOSEN, (*CHOSEN, "access revoked"))))
def test_nothing_is_lost_silently_when_the_repair_is_disturbed_too(team: Team, first: str, second: str) -> None:
    steps = [EDITS[first], EDITS[second], RUNS["push --key"]]
    told, refused = "", []
    before = team.twin()
    with before_request({3: lambda: EDITS[first](team), 4: lambda: refused.append(outcome(team, EDITS[second])[1])}):
        try:
            RUNS["push --key"](team)
        except (EditedMeanwhile, RequestFailed) as error:
            told = str(error)
    steps = [step for step in steps if step is not EDITS[second] or not any(refused)]  # another run may say that it can't go on
    allowed = [outcome(before.twin(), *order)[0] for order in itertools.permutations(steps)]
    assert team.cells in allowed or told
    seen = repr(team.cells) + told
    assert "999" in seen or "typed into our cell" not in {first, second}
    assert "Mine" in seen or "typed below" not in {first, second}


def test_a_spreadsheet_that_keeps_changing_is_left_alone(team: Team) -> None:
    edits = {request: lambda: EDITS["a row inserted above"](team) for request in (3, 7, 11, 15)}
    before = team.cells
    with before_request(edits), pytest.raises(KeepsChanging):
        RUNS["push --key"](team)
    assert edits == {}
    assert sorted(map(repr, team.cells[1][1].values())) == sorted(map(repr, before[1][1].values())), "only moved"


# --- renamed sheets


def test_a_table_is_found_on_its_sheet_under_a_new_name(team: Team) -> None:
    EDITS["the sheet renamed"](team)
    team.push("key", "key")
    assert [title for title, _ in team.cells] == ["Summary", "Numbers"]
    assert team.cells[1][1][1, 1] == {"numberValue": 100}
