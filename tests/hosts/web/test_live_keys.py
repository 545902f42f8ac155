"""The keys as a running server has them, and when they were used last."""

import os
import shutil
import sqlite3
import threading
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sheetkpi.hosts.web import keys
from sheetkpi.hosts.web.keys import KeyFile, KeyUses, LiveKeys, digest_of, new_key, record_uses

AT_ONCE = timedelta(0)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "keys.db"


@pytest.fixture
def file(path: Path) -> KeyFile:
    return KeyFile(path)


# --- a running server


def test_a_running_server_takes_every_change_at_once(file: KeyFile, path: Path) -> None:
    live = LiveKeys(path)
    assert not live.is_in_use
    key = file.add("sales")
    assert live.is_in_use
    assert live.find(key)
    other = file.rotate("sales", AT_ONCE)
    assert live.find(key) is None
    assert live.find(other)
    file.revoke("sales")
    assert live.find(other) is None
    assert live.is_in_use, "the last key is revoked, and now everybody would get in"


def test_a_key_that_is_replaced_works_for_the_time_that_was_said(file: KeyFile, path: Path) -> None:
    now = datetime.now(UTC).timestamp()
    clock = [now]
    live = LiveKeys(path, lambda: clock[0])
    old = file.add("sales")
    new = file.rotate("sales", timedelta(hours=1))
    found = [live.find(key) for key in (old, new)]
    assert [key.name for key in found if key] == ["sales", "sales"]
    clock[0] = now + 3590
    assert live.find(old)
    clock[0] = now + 3601
    assert live.find(old) is None
    assert live.find(new)


def test_revoking_ends_the_replaced_key_too(file: KeyFile, path: Path) -> None:
    old = file.add("sales")
    new = file.rotate("sales", timedelta(hours=1))
    file.revoke("sales")
    live = LiveKeys(path)
    assert (live.find(old), live.find(new)) == (None, None)


def test_a_file_that_is_damaged_while_the_server_runs_changes_nothing_and_is_logged_once(
    file: KeyFile, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    key = file.add("sales")
    live = LiveKeys(path)
    path.write_bytes(b"damaged")
    assert all(live.find(key) for _ in range(5))
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert str(path) in caplog.text


def test_a_file_that_is_lost_while_the_server_runs_opens_it_to_nobody(file: KeyFile, path: Path, caplog: pytest.LogCaptureFixture) -> None:
    key = file.add("sales")
    live = LiveKeys(path)
    path.unlink()
    assert live.find(key)
    assert live.is_in_use
    assert live.find(new_key()) is None
    assert [record.args for record in caplog.records] == [(path,)]
    assert key not in caplog.text


def test_what_is_looked_up_and_compared_is_the_digest_so_that_time_tells_nothing(
    file: KeyFile, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = file.add("sales")
    live = LiveKeys(path)
    compared = []
    monkeypatch.setattr(keys.hmac, "compare_digest", lambda a, b: compared.append((a, b)) or a == b)
    assert live.find(key)
    assert compared == [(digest_of(key), digest_of(key))]
    assert key not in repr(vars(live)), "the server has a key itself"


def test_many_threads_find_their_keys_while_the_file_changes(file: KeyFile, path: Path) -> None:
    key = file.add("sales")
    live = LiveKeys(path)
    missed = []
    stop = threading.Event()

    def ask() -> None:
        while not stop.is_set():
            if live.find(key) is None:
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
    assert live.count == 31


def test_a_change_that_leaves_the_same_timestamp_and_size_is_seen(file: KeyFile, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As two changes within one tick of the file system's clock do."""
    now = time.time_ns()
    monkeypatch.setattr(keys, "_stamp_of", lambda _: (now, now, 1, 12288))
    live = LiveKeys(path)
    key = file.add("sales")
    assert live.find(key)
    file.revoke("sales")
    assert live.find(key) is None


def test_a_file_that_is_replaced_by_a_copy_is_seen(file: KeyFile, path: Path) -> None:
    key = file.add("sales")
    shutil.copy2(path, copy := path.with_name("copy.db"))
    live = LiveKeys(path)
    file.revoke("sales")
    assert live.find(key) is None
    copy.replace(path)
    assert live.find(key)


def test_a_file_that_does_not_change_is_not_read_again(file: KeyFile, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = file.add("sales")
    hour_ago = path.stat().st_mtime_ns - 3600 * 10**9
    os.utime(path, ns=(hour_ago, hour_ago))
    live = LiveKeys(path)
    monkeypatch.setattr(keys, "read_keys", lambda *_: pytest.fail("it was read again"))
    assert all(live.find(key) for _ in range(5))


# --- when they were used last


def used(path: Path) -> dict[str, datetime | None]:
    return {key.name: key.last_used for key in KeyFile(path).read()}


def test_the_last_use_is_written(file: KeyFile, path: Path) -> None:
    key = file.add("sales")
    file.add("other")
    live = LiveKeys(path)
    assert live.find(key)
    live.uses.write()
    found = used(path)
    assert found["sales"]
    assert abs(found["sales"] - datetime.now(UTC)) < timedelta(minutes=1)
    assert found["other"] is None


def test_the_last_use_is_written_by_itself_and_not_while_a_request_waits(file: KeyFile, path: Path) -> None:
    key = file.add("sales")
    written = threading.Event()
    who: list[str] = []
    uses = KeyUses(path, interval=0.01)
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
    digests = [digest_of(file.add("one")), digest_of(file.add("two")), digest_of(new_key())]
    for digest in digests:
        uses = KeyUses(path)
        uses.note(digest)
        uses.write()
    assert [name for name, when in used(path).items() if when] == ["one", "two"]


def test_a_new_key_in_the_place_of_an_old_one_was_never_used(file: KeyFile, path: Path) -> None:
    uses = KeyUses(path)
    uses.note(digest_of(file.add("sales")))
    uses.write()
    file.rotate("sales", timedelta(hours=1))
    current, replaced = file.read()
    assert (current.last_used, current.expires) == (None, None)
    assert replaced.last_used
    assert replaced.expires


def test_a_clock_that_was_wrong_is_forgotten(file: KeyFile, path: Path) -> None:
    digest = digest_of(file.add("sales"))
    record_uses(path, {digest: datetime(2999, 1, 1, tzinfo=UTC)})
    uses = KeyUses(path)
    uses.note(digest)
    uses.write()
    found = used(path)["sales"]
    assert found
    assert found.year < 2999


def test_uses_that_cannot_be_written_are_said_once_and_wait(file: KeyFile, path: Path, caplog: pytest.LogCaptureFixture) -> None:
    digest = digest_of(file.add("sales"))
    uses = KeyUses(path)
    away = path.rename(path.with_name("away.db"))
    for _ in range(3):
        uses.note(digest)
        uses.write()
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    away.rename(path)
    uses.write()
    assert used(path)["sales"]


def test_a_server_that_writes_uses_holds_up_nobody_for_long(file: KeyFile, path: Path, caplog: pytest.LogCaptureFixture) -> None:
    key = file.add("sales")
    live = LiveKeys(path)
    assert live.find(key)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        live.uses.write()
        assert [record.levelname for record in caplog.records] == ["WARNING"]
        assert live.find(key), "those who read wait for nobody who only prepares a change"
        other.execute("ROLLBACK")
    live.uses.write()
    assert used(path)["sales"]
