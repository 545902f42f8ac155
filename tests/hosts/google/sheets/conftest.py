"""Google Sheets as tests see it: a server of their own on a real port, and a client that reaches it."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import gspread
import pytest

from sheetkpi.hosts.google.sheets import client as sheets_client
from sheetkpi.hosts.google.sheets.http import RetryingClient
from tests.hosts.google.sheets.book import Book
from tests.hosts.google.sheets.faults import Clock
from tests.hosts.google.sheets.sheets_server import SheetsServer


@pytest.fixture
def clock() -> Clock:
    """The time, which passes only when somebody sleeps."""
    return Clock()


@pytest.fixture
def google(clock: Clock) -> Iterator[SheetsServer]:
    """The server."""
    with SheetsServer(clock) as server:
        yield server


@pytest.fixture
def client(google: SheetsServer) -> gspread.Client:
    """gspread, as the service account of the server."""
    return google.client()


@pytest.fixture
def book(google: SheetsServer) -> Book:
    """A spreadsheet of the team; its state of this moment is ``google.book(book.id)``."""
    return google.create("Team")


@pytest.fixture
def key_file(google: SheetsServer, tmp_path: Path) -> Path:
    """The key of the service account, as Google gives it."""
    file = tmp_path / "key.json"
    file.write_text(json.dumps(google.accounts.service_account(google.address)), "utf-8")
    return file


@pytest.fixture
def on_the_way(google: SheetsServer, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sessions of the program lead to the server of the tests, and waiting takes no time."""
    session = sheets_client.new_session
    monkeypatch.setattr(sheets_client, "new_session", lambda credentials: google.mount(session(credentials)))
    monkeypatch.setattr(RetryingClient, "sleep", clock.sleep)


@pytest.fixture
def sheets(key_file: Path, capsys: pytest.CaptureFixture[str], on_the_way: None) -> Callable[..., tuple[int, str, str]]:  # noqa: ARG001
    """``sheetkpi sheets …`` with the key of the service account: the exit code, and what it prints."""
    from sheetkpi.cli import main

    def run(*arguments: Any) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main(["sheets", *map(str, arguments), "--credentials", str(key_file), "--lang", "en"])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


@pytest.fixture
def errors(monkeypatch: pytest.MonkeyPatch) -> list[Exception]:
    """The errors that ended commands."""
    from sheetkpi.cli import program

    found: list[Exception] = []
    run = program.main

    def recorded(*arguments: Any, **options: Any) -> Any:
        try:
            return run(*arguments, **options)
        except Exception as error:
            found.append(error)
            raise

    monkeypatch.setattr(program, "main", recorded)
    return found


def counts(said: str) -> list[int]:
    """The numbers that a command reports after the place or the function."""
    return [int(number) for number in re.findall(r"(?<![\w!:])\d+\b", said.partition(": ")[2])]


class Killed(BaseException):
    """The program is no more."""


@pytest.fixture
def kill(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], AbstractContextManager[None]]:
    """Kill the program before it sends its first, second, … request."""

    @contextmanager
    def killing(number: int) -> Iterator[None]:
        once = RetryingClient.once
        sent = 0

        def counted(self: RetryingClient, *arguments: Any, **options: Any) -> Any:
            nonlocal sent
            sent += 1
            if sent == number:
                raise Killed
            return once(self, *arguments, **options)

        with monkeypatch.context() as patch, pytest.raises(Killed):  # noqa: PT012 - what is killed stands in the test
            patch.setattr(RetryingClient, "once", counted)
            yield

    return killing
