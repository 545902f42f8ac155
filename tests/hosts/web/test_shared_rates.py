"""Several servers that count together: in a real Redis, and while it is away."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sheetkpi import SheetKpiError
from sheetkpi.files.installing import install_command
from sheetkpi.hosts.web import create_app
from sheetkpi.hosts.web.access import policy_from_settings
from sheetkpi.hosts.web.keys import KeyFile
from sheetkpi.hosts.web.rates import RateLimiter
from sheetkpi.settings import KeysSettings, RatesSettings, Settings
from sheetkpi.settings.values import Address, Rate
from tests.programs import missing

#: Where nothing listens.
NOWHERE = "redis://:a-secret@127.0.0.1:1"


@pytest.fixture(scope="module")
def redis() -> Iterator[str]:
    """The address of a Redis of our own."""
    program = shutil.which("redis-server") or shutil.which("valkey-server")
    if program is None:
        missing("Redis is not installed: that several servers count together is not tried. Get it (Debian: apt install redis-server).")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL) as process:
        try:
            end = time.monotonic() + 30
            while time.monotonic() < end:
                try:
                    socket.create_connection(("127.0.0.1", port), timeout=1).close()
                    break
                except OSError:
                    time.sleep(0.05)
            yield f"redis://127.0.0.1:{port}"
        finally:
            process.terminate()


@pytest.mark.e2e
def test_two_servers_let_a_key_ask_as_often_as_one(redis: str, tmp_path: Path) -> None:
    file = KeyFile(tmp_path / "keys.db")
    key = file.add("sales", Rate(5, 3600))
    settings = Settings(keys=KeysSettings(str(file.path)), rates=RatesSettings(redis=Address(redis)))
    clients = [create_app(access=policy_from_settings(settings, {})).test_client() for _ in range(2)]
    answers = [clients[number % 2].post("/v1/batch", json={"calls": []}, headers={"Authorization": f"Bearer {key}"}) for number in range(8)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429] * 3
    assert 3590 <= int(answers[-1].headers["Retry-After"]) <= 3600


COUNT = """
import sys
from sheetkpi.hosts.web.rates import RateLimiter
from sheetkpi.settings.values import Rate
limiter = RateLimiter(sys.argv[1])
print(sum(not limiter.acquire("addresses", "somebody", Rate(50, 3600)) for _ in range(100)))
"""


@pytest.mark.e2e
def test_several_programs_at_once_get_no_more_than_there_is(redis: str) -> None:
    programs = [subprocess.Popen([sys.executable, "-c", COUNT, redis], stdout=subprocess.PIPE, text=True) for _ in range(3)]
    assert sum(int(program.communicate(timeout=60)[0]) for program in programs) == 50


@pytest.mark.e2e
def test_one_setting_means_one_thing_alone_and_in_a_redis(redis: str) -> None:
    """The same questions get the same answers."""
    rate, cells = Rate(5, 3600), Rate(100, 3600)
    answers = []
    for limiter in (RateLimiter(), RateLimiter(redis)):
        waits = [limiter.acquire("keys", "same", rate) for _ in range(7)]
        waits.append(limiter.acquire("addresses", "same", rate))
        waits.append(limiter.acquire("keys", "same", Rate(6, 3600)))
        for amount in (99, 1, 1000):
            waits.append(limiter.retry_after("cells", "same", cells))
            limiter.consume("cells", "same", cells, amount)
        waits.append(limiter.retry_after("cells", "same", cells))
        answers.append([round(wait, -2) for wait in waits])
    assert answers[0] == answers[1] == [0] * 5 + [3600] * 2 + [0, 0] + [0, 0, 3600, 3600]


@pytest.mark.e2e
def test_what_was_more_than_was_left_counts_and_then_time_frees(redis: str) -> None:
    limiter, rate = RateLimiter(redis), Rate(100, 1)
    assert limiter.retry_after("cells", "a", rate) == 0
    limiter.consume("cells", "a", rate, 1000)
    assert 0 < limiter.retry_after("cells", "a", rate) <= 1
    assert limiter.retry_after("cells", "b", rate) == 0
    assert _soon(lambda: limiter.retry_after("cells", "a", rate) == 0)


@pytest.mark.e2e
def test_kinds_do_not_mix(redis: str) -> None:
    limiter, rate = RateLimiter(redis), Rate(1, 3600)
    assert limiter.acquire("keys", "x", rate) == 0
    assert limiter.acquire("addresses", "x", rate) == 0
    assert limiter.acquire("keys", "x", rate) > 0


def test_while_it_is_away_each_counts_for_itself_and_it_is_said_once(caplog: pytest.LogCaptureFixture) -> None:
    limiter, rate = RateLimiter(NOWHERE), Rate(2, 3600)
    assert [limiter.acquire("keys", "a", rate) > 0 for _ in range(4)] == [False, False, True, True]
    limiter.consume("keys", "b", rate, 5)
    assert limiter.retry_after("keys", "b", rate) > 0
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "a-secret" not in caplog.text


@pytest.mark.parametrize("address", ["localhost:6379", "redis", "http://127.0.0.1", "nonsense://:a-secret@host"])
def test_an_address_that_is_none_is_said_without_its_password(address: str) -> None:
    with pytest.raises(SheetKpiError, match=r"rates\.redis") as failure:
        RateLimiter(address)
    assert failure.value.what.facts.keys() == {"address"}  # type: ignore[attr-defined]
    assert "a-secret" not in str(failure.value)


@pytest.mark.parametrize("library", ["limits", "redis"])
def test_a_library_that_is_missing_is_named(library: str) -> None:
    code = f"import sys; sys.modules[{library!r}] = None\nfrom sheetkpi.cli import main\nsys.exit(main(['serve', '--port', '0']))"
    environment = {**os.environ, "SHEETKPI_RATES_REDIS": "redis://localhost:1"}
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, env=environment, timeout=60)
    assert answer.returncode == 1
    assert install_command("shared") in answer.stderr
    assert library in answer.stderr


def _soon(holds: object) -> bool:
    end = time.monotonic() + 30
    while time.monotonic() < end:
        if callable(holds) and holds():
            return True
        time.sleep(0.05)
    return False
