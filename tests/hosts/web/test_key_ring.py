"""The keys as a running server has them, and when they were used last."""

import json
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sheetkpi.hosts.web.admission import key_ring
from sheetkpi.hosts.web.admission.key_file import KeyFile
from sheetkpi.hosts.web.admission.key_ring import KeyRing
from sheetkpi.hosts.web.admission.key_uses import KeyUses, read_uses, uses_file_of
from sheetkpi.hosts.web.admission.keys import digest_of, new_key

AT_ONCE = timedelta(0)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "keys.json"


@pytest.fixture
def file(path: Path) -> KeyFile:
    return KeyFile(path)


# --- a running server


def test_a_running_server_takes_every_change_at_once(file: KeyFile, path: Path) -> None:
    ring = KeyRing(path)
    assert not ring.is_in_use
    key = file.add("sales")
    assert ring.is_in_use
    assert ring.find(key)
    other = file.rotate("sales", AT_ONCE)
    assert ring.find(key) is None
    assert ring.find(other)
    file.revoke("sales")
    assert ring.find(other) is None
    assert ring.is_in_use, "the last key is revoked, and now everybody would get in"


def test_a_key_that_is_replaced_works_for_the_time_that_was_said(file: KeyFile, path: Path) -> None:
    now = datetime.now(UTC).timestamp()
    clock = [now]
    ring = KeyRing(path, lambda: clock[0])
    old = file.add("sales")
    new = file.rotate("sales", timedelta(hours=1))
    found = [ring.find(key) for key in (old, new)]
    assert [key.name for key in found if key] == ["sales", "sales"]
    clock[0] = now + 3590
    assert ring.find(old)
    clock[0] = now + 3601
    assert ring.find(old) is None
    assert ring.find(new)


def test_revoking_ends_the_replaced_key_too(file: KeyFile, path: Path) -> None:
    old = file.add("sales")
    new = file.rotate("sales", timedelta(hours=1))
    file.revoke("sales")
    ring = KeyRing(path)
    assert (ring.find(old), ring.find(new)) == (None, None)


def test_a_file_that_is_damaged_while_the_server_runs_changes_nothing_and_is_logged_once(
    file: KeyFile, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    key = file.add("sales")
    ring = KeyRing(path)
    path.write_bytes(b"{")
    assert all(ring.find(key) for _ in range(5))
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert "damaged" in caplog.text


def test_a_file_that_is_lost_while_the_server_runs_opens_it_to_nobody(file: KeyFile, path: Path, caplog: pytest.LogCaptureFixture) -> None:
    key = file.add("sales")
    ring = KeyRing(path)
    path.unlink()
    assert ring.find(key)
    assert ring.is_in_use
    assert ring.find(new_key()) is None
    assert "is gone" in caplog.text
    assert key not in caplog.text


def test_what_is_looked_up_and_compared_is_the_digest_so_that_time_tells_nothing(
    file: KeyFile, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = file.add("sales")
    ring = KeyRing(path)
    compared = []
    monkeypatch.setattr(key_ring.hmac, "compare_digest", lambda a, b: compared.append((a, b)) or a == b)
    assert ring.find(key)
    assert compared == [(digest_of(key), digest_of(key))]
    assert key not in repr(vars(ring)), "the server has a key itself"


def test_many_threads_find_their_keys_while_the_file_changes(file: KeyFile, path: Path) -> None:
    key = file.add("sales")
    ring = KeyRing(path)
    missed = []
    stop = threading.Event()

    def ask() -> None:
        while not stop.is_set():
            if ring.find(key) is None:
                missed.append(1)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(30):
        file.add(str(number))
    stop.set()
    for thread in threads:
        thread.join()
    assert missed == []
    assert ring.count == 31


# --- when they were used last


def test_the_last_use_is_kept_beside_the_keys_and_not_in_them(file: KeyFile, path: Path) -> None:
    key = file.add("sales")
    before = path.read_bytes()
    uses = KeyUses(path, lambda: {digest_of(key)})
    uses.note(digest_of(key))
    uses.write()
    assert abs(read_uses(path)[digest_of(key)] - datetime.now(UTC)) < timedelta(minutes=1)
    assert path.read_bytes() == before


def test_the_last_use_is_written_by_itself_and_not_while_a_request_waits(file: KeyFile, path: Path) -> None:
    key = file.add("sales")
    written = threading.Event()
    who: list[str] = []
    uses = KeyUses(path, lambda: {digest_of(key)}, interval=0.01)
    write = uses.write

    def watched() -> None:
        who.append(threading.current_thread().name)
        write()
        written.set()

    uses.write = watched  # type: ignore[method-assign]
    uses.note(digest_of(key))
    assert written.wait(10)
    assert set(who) == {"sheetkpi-key-uses"}


def test_uses_of_several_servers_come_together_and_those_of_ended_keys_go(file: KeyFile, path: Path) -> None:
    one, two = digest_of(file.add("one")), digest_of(file.add("two"))
    for digest in (one, two, digest_of(new_key())):
        uses = KeyUses(path, lambda: {one, two})
        uses.note(digest)
        uses.write()
    assert read_uses(path).keys() == {one, two}


def test_a_clock_that_was_wrong_is_forgotten(file: KeyFile, path: Path) -> None:
    digest = digest_of(file.add("sales"))
    uses_file_of(path).write_text(json.dumps({digest: "2999-01-01T00:00:00Z"}))
    uses = KeyUses(path, lambda: {digest})
    uses.note(digest)
    uses.write()
    assert read_uses(path)[digest].year < 2999


@pytest.mark.parametrize("content", ["", "{", "[1]", '{"a": 1}'])
def test_damaged_uses_harm_nothing(file: KeyFile, path: Path, content: str) -> None:
    key = file.add("sales")
    uses_file_of(path).write_text(content)
    assert read_uses(path) == {}
    assert KeyRing(path).find(key)


def test_uses_that_cannot_be_written_are_said_once_and_wait(file: KeyFile, path: Path, caplog: pytest.LogCaptureFixture) -> None:
    digest = digest_of(file.add("sales"))
    uses_file_of(path).mkdir()
    uses = KeyUses(path, lambda: {digest})
    for _ in range(3):
        uses.note(digest)
        uses.write()
    assert len(caplog.records) == 1
    uses_file_of(path).rmdir()
    uses.write()
    assert read_uses(path).keys() == {digest}
