"""``sheetkpi keys`` and what ``sheetkpi serve`` makes of it, as one types them."""

import json
import os
import re
import sqlite3
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click
import pytest

from sheetkpi.cli import main
from sheetkpi.files.installing import install_command
from sheetkpi.hosts.web.keys import Key, KeyFile, digest_of, is_well_formed, record_uses
from sheetkpi.settings.values import Rate
from tests.hosts.keyed import keyed
from tests.programs import missing


@dataclass
class Answer:
    """What a run of the program gave."""

    code: int
    out: str
    err: str


Run = Callable[..., Answer]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "keys.db"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, path: Path) -> Run:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "SHEETKPI_LANG", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SHEETKPI_KEYS_FILE", str(path))

    def run(*arguments: str) -> Answer:
        code = main(arguments)
        out, err = capsys.readouterr()
        return Answer(code, click.unstyle(out), err)

    return run


def kept(path: Path) -> dict[str, Key]:
    """What is stored of the current keys."""
    return {key.name: key for key in KeyFile(path).read() if key.expires is None}


# --- keys


def test_a_key_is_the_only_line_of_the_output_and_the_rest_says_where_it_goes(run: Run, path: Path) -> None:
    answer = run("keys", "add", "Отдел маркетинга")
    assert answer.code == 0
    assert is_well_formed(answer.out.removesuffix("\n"))
    assert "Отдел маркетинга" in answer.err
    assert "SheetKPI → Settings" in answer.err
    assert "Authorization: Bearer" in answer.err
    assert answer.out.strip() not in answer.err
    assert kept(path)["Отдел маркетинга"].digest == digest_of(answer.out.strip())


def test_the_first_key_is_said_to_close_the_server(run: Run) -> None:
    first, second = (run("keys", "add", name).err.splitlines() for name in ("a", "b"))
    assert len(first) == len(second) + 1
    assert "first" in first[-1]


def test_a_key_has_the_rate_and_the_functions_that_were_asked_for(run: Run, path: Path) -> None:
    assert run("keys", "add", "few", "--rate", "10 / min", "--functions", "romi, CPO,ROMI").code == 0
    assert run("keys", "add", "all", "--functions", "ALL").code == 0
    assert (kept(path)["few"].rate, kept(path)["few"].functions) == (Rate(10, 60), ("ROMI", "CPO"))
    assert (kept(path)["all"].rate, kept(path)["all"].functions) == (None, None)


@pytest.mark.parametrize(
    ("arguments", "code", "facts"),
    [
        (["add"], 2, ["NAME", "`sheetkpi keys add --help`"]),
        (["add", "a", "b"], 2, ["“b”"]),
        (["add", " "], 1, ["blank"]),
        (["add", "a\nb"], 1, ["line break"]),
        (["add", "x" * 101], 1, ["101", "100"]),
        (["add", "a", "--rate", "often"], 2, ["“often”", "--rate 600/minute"]),
        (["add", "a", "--rate", "0/minute"], 2, ["“0/minute”"]),
        (["add", "a", "--rate", "5/fortnight"], 2, ["“5/fortnight”"]),
        (["add", "a", "--functions", "ROMY"], 1, ["ROMY.", "ROMI?"]),
        (["add", "a", "--functions", " , "], 2, ["--functions", "ROMI,CPO", "all"]),
        (["change", "sales"], 2, ["--rate, --functions"]),
        (["change", "nobody", "--rate", "default"], 1, ["nobody", "`sheetkpi keys list`"]),
        (["change", "sales", "--rate", "often"], 2, ["“often”"]),
        (["change", "sales", "--functions", "ROMY"], 1, ["ROMY.", "ROMI?"]),
        (["rotate", "nobody"], 1, ["nobody", "`sheetkpi keys list`"]),
        (["rotate", "sales", "--grace", "soon"], 2, ["“soon”", "90 d", "--grace 1d"]),
        (["rotate", "sales", "--grace", "91d"], 2, ["“91d”", "90 d"]),
        (["rotate", "sales", "--grace", "1e400"], 2, ["“1e400”"]),
        (["revoke", "sale"], 1, ["sale.", "sales?"]),
        (["revok", "sales"], 2, ["revok.", "revoke?"]),
    ],
)
def test_a_mistake_is_one_line_and_changes_nothing(run: Run, path: Path, arguments: list[str], code: int, facts: list[str]) -> None:
    run("keys", "add", "sales")
    before = path.read_bytes()
    answer = run("keys", *arguments)
    assert (answer.code, answer.out, answer.err.count("\n")) == (code, "", 1)
    assert [fact for fact in facts if fact not in answer.err] == [], answer.err
    assert path.read_bytes() == before


def test_a_key_is_changed_and_stays_the_same_key(run: Run, path: Path) -> None:
    secret = run("keys", "add", "sales", "--rate", "5/minute", "--functions", "ROMI").out.strip()
    said = run("keys", "change", "sales", "--rate", "10/s").out
    assert [fact for fact in ("sales", " 10/second", " ROMI\n") if fact not in said] == []
    assert (kept(path)["sales"].rate, kept(path)["sales"].functions) == (Rate(10, 1), ("ROMI",))
    answer = run("keys", "change", "sales", "--rate", "default", "--functions", "all")
    assert (answer.code, [fact for fact in ("sales", " default", " all\n") if fact not in answer.out]) == (0, [])
    assert (kept(path)["sales"].rate, kept(path)["sales"].functions) == (None, None)
    assert kept(path)["sales"].digest == digest_of(secret)


def test_a_name_that_is_taken_keeps_its_key(run: Run) -> None:
    run("keys", "add", "sales")
    answer = run("keys", "add", "sales")
    assert (answer.code, answer.out) == (1, "")
    assert 'sheetkpi keys rotate "sales"' in answer.err


def test_the_list_shows_everything_but_the_keys(run: Run, path: Path) -> None:
    key = run("keys", "add", "few", "--rate", "10/minute", "--functions", "ROMI").out.strip()
    run("keys", "add", "all")
    record_uses(path, {digest_of(key): datetime(2026, 5, 4, 3, 2, 1, tzinfo=UTC)})
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    few, everything = run("keys", "list").out.splitlines()
    assert re.fullmatch(rf"few\t{today} \d\d:\d\d UTC\t2026-05-04 03:02 UTC\t10/minute\tROMI\t", few)
    assert re.fullmatch(rf"all\t{today} \d\d:\d\d UTC\tnever\t\tall\t", everything)
    assert digest_of(key)[:8] not in few


def test_the_list_on_a_terminal_names_its_columns(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run("keys", "add", "sales")
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "120")
    lines = run("keys", "list").out.splitlines()
    assert lines[0].split() == ["Name", "Created", "Last", "used", "Rate", "Functions", "Expires"]
    assert lines[2].startswith("sales")


def test_a_list_without_keys_says_how_to_make_one(run: Run) -> None:
    answer = run("keys", "list")
    assert (answer.code, answer.out) == (0, "")
    assert "sheetkpi keys add NAME" in answer.err


def test_a_replaced_key_ends_at_once_or_when_it_was_said(run: Run, path: Path) -> None:
    old = run("keys", "add", "sales", "--rate", "5/minute").out.strip()
    at_once = run("keys", "rotate", "sales")
    assert "UTC" not in at_once.err
    assert [key.digest for key in KeyFile(path).read()] == [digest_of(at_once.out.strip())]
    later = run("keys", "rotate", "sales", "--grace", "1d")
    assert re.search(r"\d\d:\d\d UTC", later.err), "it says until when the old key works"
    assert [key.digest for key in KeyFile(path).read()] == [digest_of(later.out.strip()), digest_of(at_once.out.strip())]
    assert len({old, at_once.out.strip(), later.out.strip()}) == 3
    assert kept(path)["sales"].rate == Rate(5, 60)
    assert len(run("keys", "list").out.splitlines()) == 2
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE keys SET expires = '2026-01-01 00:00:00+00:00' WHERE expires IS NOT NULL")
    assert len(run("keys", "list").out.splitlines()) == 1, "it has expired"


def test_the_last_key_that_is_revoked_is_said_to_close_the_server(run: Run, path: Path) -> None:
    run("keys", "add", "a")
    run("keys", "add", "b")
    assert run("keys", "revoke", "a").err == ""
    answer = run("keys", "revoke", "b")
    assert (answer.code, answer.out.count("\n"), answer.err.count("\n")) == (0, 1, 1)
    assert kept(path) == {}


def test_damaged_keys_are_said_and_left_alone(run: Run, path: Path) -> None:
    path.parent.mkdir()
    for content in ("damaged", '{"version": 1, "keys": []}'):
        path.write_text(content)
        for arguments in (["keys", "list"], ["keys", "add", "a"], ["serve", "--port", "0"]):
            answer = run(*arguments)
            assert (answer.code, answer.out, answer.err.count("\n")) == (1, "", 1)
            assert str(path) in answer.err
            assert "sheetkpi keys add NAME" in answer.err
        assert path.read_text() == content


def test_without_the_libraries_of_a_server_it_says_what_to_install(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in [name for name in sys.modules if name.startswith("sheetkpi.hosts.web")]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, "flask", None)
    assert run("keys", "list").err.endswith(f"{install_command('web')}\n")


def test_russian_is_spoken(run: Run) -> None:
    answer = run("keys", "add", "продажи", "--lang", "ru")
    assert "SheetKPI → Настройки" in answer.err


@pytest.mark.e2e
@pytest.mark.skipif(sys.platform == "win32", reason="the list of programs is Unix's")
def test_no_key_stands_in_the_list_of_programs(tmp_path: Path) -> None:
    """The whole command is that name and no more: the key comes out, and never goes in."""
    code = "import os; from sheetkpi.cli import main; main(); print(open('/proc/self/cmdline').read(), dict(os.environ))"
    command = [sys.executable, "-c", code, "keys", "add", "sales"]
    environment = {**os.environ, "SHEETKPI_KEYS_FILE": str(tmp_path / "keys.db")}
    answer = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    key, _, seen = answer.stdout.partition("\n")
    assert is_well_formed(key)
    assert key not in seen


# --- serve


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What would be served, without serving it."""
    apps: list[Any] = []

    def serve(host: str, port: int, announce: Callable[[str], None], app: Any, *_: Any, **__: Any) -> None:
        apps.append(app)
        announce(f"http://{host}:{port}/")

    monkeypatch.setattr("sheetkpi.hosts.web.server.serve", serve)
    return apps


@pytest.mark.usefixtures("served")
def test_a_server_says_who_may_ask(run: Run, path: Path) -> None:
    private = run("serve")
    assert (private.err, "Authorization" in private.out) == ("", False)
    run("keys", "add", "sales")
    with_keys = run("serve")
    assert f" 1, in {path}" in with_keys.out
    assert (with_keys.err, '-H "Authorization: Bearer KEY"' in with_keys.out) == ("", True)
    opened = run("serve", "--open")
    assert ("WARNING" in opened.err, "--open" in opened.err, "Authorization" in opened.out) == (True, True, False)
    run("keys", "revoke", "sales")
    nobody = run("serve")
    assert ("WARNING" in nobody.err, str(path) in nobody.err) == (True, True)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1"])  # noqa: S104 - it must be refused
def test_without_keys_it_listens_to_nobody_else_and_says_the_commands(run: Run, host: str) -> None:
    answer = run("serve", "--host", host, "--port", "0")
    assert (answer.code, answer.out, answer.err.count("\n")) == (1, "", 1)
    assert host in answer.err
    assert "sheetkpi keys add NAME" in answer.err
    assert f"sheetkpi serve --host {host} --open" in answer.err


def test_behind_a_proxy_it_needs_keys_too(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHEETKPI_ACCESS_PROXIES", "1")
    answer = run("serve", "--port", "0")
    assert (answer.code, answer.out) == (1, "")
    assert "access.proxies" in answer.err


# --- as a whole process


def ask(address: str, key: str | None) -> tuple[int, Any]:
    headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {key}"} if key else {})}
    body = b'{"calls":[{"function":"ROMI","arguments":[2,1]}]}'
    request = urllib.request.Request(f"{address}/v1/batch", body, headers)  # noqa: S310 - our own server
    try:
        with urllib.request.urlopen(request, timeout=30) as response:  # noqa: S310
            return response.status, json.load(response)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)


@pytest.mark.e2e
def test_a_real_server_with_keys_is_reached_from_elsewhere_and_takes_changes_without_a_restart(tmp_path: Path) -> None:
    with keyed(tmp_path, "--host", "0.0.0.0") as server:  # noqa: S104 - with keys it may
        address = server.address.replace("0.0.0.0", "127.0.0.1")  # noqa: S104
        assert ask(address, None)[0] == 401
        key = server.file.add("later")
        assert ask(address, key) == (200, {"results": [{"value": 1.0}]})
        server.file.revoke("later")
        assert ask(address, key)[0] == 401
        server.file.path.write_text("damaged")
        assert ask(address, None)[0] == 401
    assert "damaged" in "".join(server.said)
    assert key not in "".join(server.said)


PROGRAMS = ["waitress", "granian"]


def on(program: str) -> list[str]:
    if find_spec(program) is None:
        missing(f"{program} is not installed: who may ask is not tried on it. Get it: pip install {program}")
    return ["--server", program]


@pytest.mark.e2e
@pytest.mark.parametrize("program", PROGRAMS)
def test_a_proxy_is_believed_as_far_as_the_settings_say_on_every_server_program(tmp_path: Path, program: str) -> None:
    brought = {"Host": "kpi.example.com", "X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"}
    settings = {"SHEETKPI_ACCESS_PROXIES": "1", "SHEETKPI_RATES_ADDRESS": "3/hour"}
    with keyed(tmp_path, *on(program), **settings) as server:
        line = b'const SHEETKPI_ADDRESS = "https://kpi.example.com";'
        assert line in fetched(server.address, "/addin/google/en/Kpis.js", **brought)[1]
        assert line not in fetched(server.address, "/addin/google/en/Kpis.js", Host="kpi.example.com")[1]
        others = [fetched(server.address, "/v1/functions", **{**brought, "X-Forwarded-For": f"203.0.{n}.1"})[0] for n in range(4)]
        same = [fetched(server.address, "/v1/functions", **brought)[0] for _ in range(3)]
    assert others == [200] * 4
    assert same == [200, 200, 429]


@pytest.mark.e2e
@pytest.mark.parametrize("program", PROGRAMS)
def test_without_keys_every_server_program_refuses_strangers(tmp_path: Path, program: str) -> None:
    with keyed(tmp_path, *on(program), SHEETKPI_KEYS_FILE=str(tmp_path / "none.db")) as server:
        assert ask(server.address, None)[0] == 200
        for headers in ({"Host": "evil.example"}, {"Origin": "https://evil.example"}, {"X-Forwarded-For": "127.0.0.1"}):
            assert fetched(server.address, "/v1/batch", b'{"calls":[]}', **headers)[0] == 403, headers


@pytest.mark.e2e
@pytest.mark.parametrize("program", ["granian"])
def test_several_processes_take_a_change_of_the_keys_too(tmp_path: Path, program: str) -> None:
    with keyed(tmp_path, *on(program), "--workers", "2") as server:
        key = server.file.add("later")
        assert [ask(server.address, key)[0] for _ in range(20)] == [200] * 20
        server.file.revoke("later")
        assert [ask(server.address, key)[0] for _ in range(10)] == [401] * 10


def fetched(address: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, bytes]:
    """The status and the body of an answer."""
    request = urllib.request.Request(f"{address}{path}", body, {"Content-Type": "text/plain", **headers})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=30) as response:  # noqa: S310
            return response.status, response.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


@pytest.mark.e2e
def test_an_open_server_is_reached_by_everybody_and_says_so(tmp_path: Path) -> None:
    with keyed(tmp_path, "--host", "0.0.0.0", "--open") as server:  # noqa: S104
        assert ask(server.address.replace("0.0.0.0", "127.0.0.1"), None)[0] == 200  # noqa: S104
    assert "WARNING" in "".join(server.said)
