"""``sheetkpi keys`` and what ``sheetkpi serve`` makes of it, as one types them."""

import json
import os
import re
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click
import pytest

from sheetkpi.cli import main
from sheetkpi.files.installing import install_command
from sheetkpi.hosts.web.admission.keys import digest_of, is_well_formed
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
    return tmp_path / "kept" / "keys.json"


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


def kept(path: Path) -> dict[str, Any]:
    return {key["name"]: key for key in json.loads(path.read_text())["keys"]}


# --- keys


def test_a_key_is_the_only_line_of_the_output_and_the_rest_says_where_it_goes(run: Run, path: Path) -> None:
    answer = run("keys", "add", "Отдел маркетинга")
    assert answer.code == 0
    assert is_well_formed(answer.out.removesuffix("\n"))
    assert "Отдел маркетинга" in answer.err
    assert "SheetKPI → Settings" in answer.err
    assert "Authorization: Bearer" in answer.err
    assert answer.out.strip() not in answer.err
    assert kept(path)["Отдел маркетинга"]["sha256"] == digest_of(answer.out.strip())


def test_the_first_key_is_said_to_close_the_server(run: Run) -> None:
    assert "the first one" in run("keys", "add", "a").err
    assert "the first one" not in run("keys", "add", "b").err


def test_a_key_has_the_rate_and_the_functions_that_were_asked_for(run: Run, path: Path) -> None:
    assert run("keys", "add", "few", "--rate", "10 / min", "--functions", "romi, CPO,ROMI").code == 0
    assert run("keys", "add", "all", "--functions", "ALL").code == 0
    assert (kept(path)["few"]["rate"], kept(path)["few"]["functions"]) == ("10/minute", ["ROMI", "CPO"])
    assert "functions" not in kept(path)["all"]


@pytest.mark.parametrize(
    ("arguments", "code", "complaint"),
    [
        (["add"], 2, "NAME is missing. See `sheetkpi keys add --help`."),
        (["add", "a", "b"], 2, "Unexpected argument: “b”."),
        (["add", " "], 1, "The name is blank."),
        (["add", "a\nb"], 1, "cannot be seen"),
        (["add", "a", "--rate", "often"], 2, "The rate is “often”. Give a number and second, minute, hour or day: --rate 600/minute"),
        (["add", "a", "--rate", "0/minute"], 2, "The rate is “0/minute”."),
        (["add", "a", "--rate", "5/fortnight"], 2, "The rate is “5/fortnight”."),
        (["add", "a", "--functions", "ROMY"], 1, "There is no function ROMY. Did you mean ROMI?"),
        (["add", "a", "--functions", " , "], 2, "--functions needs names."),
        (["change", "sales"], 2, "Give one of: --rate, --functions."),
        (["change", "nobody", "--rate", "default"], 1, "There is no key with the name nobody."),
        (["change", "sales", "--rate", "often"], 2, "The rate is “often”."),
        (["change", "sales", "--functions", "ROMY"], 1, "There is no function ROMY. Did you mean ROMI?"),
        (["rotate", "nobody"], 1, "There is no key with the name nobody. `sheetkpi keys list` shows all of them."),
        (["rotate", "sales", "--grace", "soon"], 2, "The time is “soon”. Give a number and min, h or d, 90 d at most: --grace 1d"),
        (["rotate", "sales", "--grace", "91d"], 2, "The time is “91d”."),
        (["rotate", "sales", "--grace", "1e400"], 2, "The time is “1e400”."),
        (["revoke", "sale"], 1, "There is no key with the name sale. Did you mean sales?"),
        (["revok", "sales"], 2, "There is no command revok. Did you mean revoke?"),
    ],
)
def test_a_mistake_is_one_line_and_changes_nothing(run: Run, path: Path, arguments: list[str], code: int, complaint: str) -> None:
    run("keys", "add", "sales")
    before = path.read_bytes()
    answer = run("keys", *arguments)
    assert (answer.code, answer.out, answer.err.count("\n")) == (code, "", 1)
    assert complaint in answer.err
    assert path.read_bytes() == before


def test_a_key_is_changed_and_stays_the_same_key(run: Run, path: Path) -> None:
    secret = run("keys", "add", "sales", "--rate", "5/minute", "--functions", "ROMI").out.strip()
    assert run("keys", "change", "sales", "--rate", "10/s").out == "The key of sales is changed. Rate: 10/second. Functions: ROMI\n"
    assert (kept(path)["sales"]["rate"], kept(path)["sales"]["functions"]) == ("10/second", ["ROMI"])
    answer = run("keys", "change", "sales", "--rate", "default", "--functions", "all")
    assert (answer.code, answer.out) == (0, "The key of sales is changed. Rate: default. Functions: all\n")
    assert kept(path)["sales"].keys() == {"name", "sha256", "created"}
    assert kept(path)["sales"]["sha256"] == digest_of(secret)


def test_a_name_that_is_taken_keeps_its_key(run: Run) -> None:
    run("keys", "add", "sales")
    answer = run("keys", "add", "sales")
    assert (answer.code, answer.out) == (1, "")
    assert 'sheetkpi keys rotate "sales"' in answer.err


def test_the_list_shows_everything_but_the_keys(run: Run, path: Path) -> None:
    key = run("keys", "add", "few", "--rate", "10/minute", "--functions", "ROMI").out.strip()
    run("keys", "add", "all")
    path.with_name("keys-used.json").write_text(json.dumps({digest_of(key): "2026-05-04T03:02:01Z"}))
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
    assert lines[0].split() == ["Name", "Made", "Used", "last", "Rate", "Functions", "Ends"]
    assert lines[2].startswith("sales")


def test_a_list_without_keys_says_how_to_make_one(run: Run) -> None:
    answer = run("keys", "list")
    assert (answer.code, answer.out) == (0, "")
    assert "Make one: sheetkpi keys add NAME" in answer.err


def test_a_replaced_key_ends_at_once_or_when_it_was_said(run: Run, path: Path) -> None:
    old = run("keys", "add", "sales", "--rate", "5/minute").out.strip()
    at_once = run("keys", "rotate", "sales")
    assert "The old key has been revoked." in at_once.err
    assert "former" not in kept(path)["sales"]
    later = run("keys", "rotate", "sales", "--grace", "1d")
    assert "The old key works until" in later.err
    assert kept(path)["sales"]["former"]["sha256"] == digest_of(at_once.out.strip())
    assert len({old, at_once.out.strip(), later.out.strip()}) == 3
    assert kept(path)["sales"]["rate"] == "5/minute"
    assert len(run("keys", "list").out.splitlines()) == 2


def test_the_last_key_that_is_revoked_is_said_to_close_the_server(run: Run, path: Path) -> None:
    run("keys", "add", "a")
    run("keys", "add", "b")
    assert "answers nobody" not in run("keys", "revoke", "a").err
    answer = run("keys", "revoke", "b")
    assert answer.out == "The key of b has been revoked.\n"
    assert "answers nobody" in answer.err
    assert kept(path) == {}


def test_damaged_keys_are_said_and_left_alone(run: Run, path: Path) -> None:
    path.parent.mkdir()
    path.write_text("{")
    for arguments in (["keys", "list"], ["keys", "add", "a"], ["serve", "--port", "0"]):
        answer = run(*arguments)
        assert (answer.code, answer.out) == (1, "")
        assert f"{path} is damaged" in answer.err
    assert path.read_text() == "{"


def test_without_the_libraries_of_a_server_it_says_what_to_install(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "sheetkpi.hosts.web.admission.key_file")
    monkeypatch.delitem(sys.modules, "sheetkpi.hosts.web.admission.safe_file")
    monkeypatch.setitem(sys.modules, "filelock", None)
    assert run("keys", "list").err.endswith(f"Install them: {install_command('web')}\n")


def test_russian_is_spoken(run: Run) -> None:
    answer = run("keys", "add", "продажи", "--lang", "ru")
    assert "Это ключ" in answer.err
    assert "SheetKPI → Настройки" in answer.err


@pytest.mark.e2e
@pytest.mark.skipif(sys.platform == "win32", reason="the list of programs is Unix's")
def test_no_key_stands_in_the_list_of_programs(tmp_path: Path) -> None:
    """The whole command is that name and no more: the key comes out, and never goes in."""
    code = "import os; from sheetkpi.cli import main; main(); print(open('/proc/self/cmdline').read(), dict(os.environ))"
    command = [sys.executable, "-c", code, "keys", "add", "sales"]
    environment = {**os.environ, "SHEETKPI_KEYS_FILE": str(tmp_path / "keys.json")}
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
def test_a_server_says_who_may_ask(run: Run) -> None:
    private = run("serve")
    assert "only programs on this computer" in private.out
    assert "Authorization" not in private.out
    run("keys", "add", "sales")
    with_keys = run("serve")
    assert "It needs a key. Keys: 1, in" in with_keys.out
    assert '-H "Authorization: Bearer KEY"' in with_keys.out
    opened = run("serve", "--open")
    assert "WARNING: this server is open" in opened.err
    assert "Authorization" not in opened.out
    run("keys", "revoke", "sales")
    assert "WARNING: it answers nobody" in run("serve").err


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1"])  # noqa: S104 - it must be refused
def test_without_keys_it_listens_to_nobody_else_and_says_the_commands(run: Run, host: str) -> None:
    answer = run("serve", "--host", host, "--port", "0")
    assert (answer.code, answer.out, answer.err.count("\n")) == (1, "", 1)
    assert "without keys anyone there could use this server" in answer.err
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
        server.file.path.write_text("{")
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
    with keyed(tmp_path, *on(program), SHEETKPI_KEYS_FILE=str(tmp_path / "none.json")) as server:
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
