"""Keys: what they look like, and how they are stored."""

import contextlib
import multiprocessing
import os
import re
import sqlite3
import stat
import subprocess
import sys
import zlib
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from sheetkpi import SheetKpiError
from sheetkpi.hosts.web import keys
from sheetkpi.hosts.web.keys import (
    KeyFile,
    KeyFileBusy,
    KeyFileDamaged,
    KeyFileError,
    KeyNameError,
    LiveKeys,
    digest_of,
    is_well_formed,
    key_file_path,
    new_key,
    read_keys,
)
from sheetkpi.settings.values import Rate

AT_ONCE = timedelta(0)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "keys.db"


@pytest.fixture
def file(path: Path) -> KeyFile:
    return KeyFile(path)


def execute(path: Path, *statements: str) -> list[Any]:
    """Run statements on the file itself, and return the rows of the last one."""
    with closing(sqlite3.connect(path)) as connection, connection:
        return [connection.execute(statement).fetchall() for statement in statements][-1]


# --- how a key looks


def test_a_key_is_found_by_who_looks_for_secrets_and_selected_by_a_double_click() -> None:
    assert re.fullmatch(r"sheetkpi_\w{49}", new_key())
    assert is_well_formed(new_key())


def test_a_key_holds_256_bits_of_chance() -> None:
    secrets = [new_key()[9:52] for _ in range(2000)]
    assert len(set(secrets)) == 2000
    assert 62 ** len(secrets[0]) >= 2**256
    for place in range(43):  # each sign of 62 is missing at a place in 2,000 with the probability 62·(61/62)^2000, which is 5e-13
        assert len({secret[place] for secret in secrets}) == 62, f"place {place} is not random"


def test_a_key_ends_with_its_check_sum() -> None:
    key = new_key()
    signs = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    number = 0
    for sign in key[-6:]:
        number = number * 62 + signs.index(sign)
    assert number == zlib.crc32(key[9:-6].encode())


@pytest.mark.parametrize(
    "spoil",
    [lambda k: k[:-1], lambda k: k + "0", lambda k: f" {k}", lambda k: f"{k}\n", lambda k: k[9:], lambda k: k.upper(), lambda _: ""],
)
def test_a_key_that_was_not_copied_right_is_none(spoil: Any) -> None:
    assert not is_well_formed(spoil(new_key()))


# --- how they are kept


def test_a_key_is_shown_once_and_kept_as_its_digest_alone(file: KeyFile, path: Path) -> None:
    key = file.add("sales", Rate(5, 60), ("ROMI", "CPO"))
    for part in (key, key[9:30], key[30:]):
        assert part.encode() not in path.read_bytes()
    kept = execute(path, "SELECT name, digest, rate, functions FROM keys")
    assert kept == [("sales", digest_of(key), "5/minute", "ROMI,CPO")]
    assert [(each.rate, each.functions) for each in file.read()] == [(Rate(5, 60), ("ROMI", "CPO"))]


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
def test_only_their_owner_may_read_the_keys(file: KeyFile, path: Path) -> None:
    file.add("sales")
    path.chmod(0o644)
    file.add("others")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.skipif(not hasattr(os, "chown") or os.geteuid() != 0, reason="only an administrator gives files away")
def test_what_an_administrator_makes_belongs_to_the_user_whose_folder_it_is(tmp_path: Path) -> None:
    folder = tmp_path / "of-the-service"
    folder.mkdir()
    os.chown(folder, 1234, 1234)
    file = KeyFile(folder / "keys.db")
    file.add("sales")
    assert {(each.stat().st_uid, each.stat().st_gid) for each in folder.iterdir()} == {(1234, 1234)}
    os.chown(file.path, 4321, 4321)
    file.add("others")
    assert (file.path.stat().st_uid, file.path.stat().st_gid) == (4321, 4321)


@pytest.mark.parametrize("name", ["Отдел маркетинга", "a/b\\c", "'\"", "-rf", "..", "日本 📈", "a=b;c,d", "%s{x}", "x" * 100])
def test_a_name_may_have_any_signs_that_can_be_seen(file: KeyFile, name: str) -> None:
    file.add(name)
    assert [key.name for key in file.read()] == [name]
    file.rotate(name, AT_ONCE)
    file.revoke(name)
    assert file.read() == []


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "a\tb", "\x1b[31m", "\ud800", "a\u202eb", "x" * 101])
def test_a_name_that_cannot_be_seen_is_refused(file: KeyFile, path: Path, name: str) -> None:
    with pytest.raises(KeyNameError):
        file.add(name)
    assert not path.exists()


def test_a_name_typed_in_another_form_of_unicode_is_the_same(file: KeyFile) -> None:
    file.add("\u0438\u0306")  # й as two signs
    with pytest.raises(KeyNameError) as refusal:
        file.add(" \u0439 ")
    assert facts(refusal)["name"] == "\u0439"
    file.revoke("\u0439")
    assert file.read() == []


def test_a_name_that_is_not_there_suggests_the_nearest(file: KeyFile) -> None:
    file.add("Marketing")
    with pytest.raises(KeyNameError) as refusal:
        file.revoke("marketting")
    assert facts(refusal) == {"name": "marketting", "nearest": "Marketing"}
    with pytest.raises(KeyNameError) as refusal:
        file.rotate("sales", AT_ONCE)
    assert facts(refusal) == {"name": "sales"}
    assert "sheetkpi keys list" in str(refusal.value)


def test_a_change_of_keys_that_there_are_none_of_makes_no_file(file: KeyFile, path: Path) -> None:
    for attempt in (lambda: file.revoke("a"), lambda: file.rotate("a", AT_ONCE), lambda: file.change("a", None)):
        with pytest.raises(KeyNameError):
            attempt()
    assert not path.exists()


def facts(refusal: pytest.ExceptionInfo[SheetKpiError]) -> dict[str, object]:
    """The facts of an error."""
    return dict(refusal.value.what.facts)  # type: ignore[attr-defined]


def _add_ten(path: Path, who: int, start: Any) -> None:
    start.wait()
    for number in range(10):
        KeyFile(path).add(f"{who}-{number}")


@pytest.mark.e2e
def test_several_programs_that_add_keys_at_once_lose_none(path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    start = context.Barrier(4)
    programs = [context.Process(target=_add_ten, args=(path, who, start)) for who in range(4)]
    for program in programs:
        program.start()
    for program in programs:
        program.join(60)
    assert [program.exitcode for program in programs] == [0] * 4
    assert {key.name for key in KeyFile(path).read()} == {f"{who}-{number}" for who in range(4) for number in range(10)}


def test_a_program_that_hangs_while_it_changes_the_keys_is_said_and_the_server_still_reads(
    file: KeyFile, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.add("sales")
    monkeypatch.setattr(keys, "PATIENCE", 0.05)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(KeyFileBusy) as refusal:
            file.revoke("sales")
        assert facts(refusal)["file"] == path
        assert LiveKeys(path).count == 1
        other.execute("ROLLBACK")
    file.revoke("sales")


# --- what goes wrong


ADD_WITH_A_FULL_DISK = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
from pathlib import Path
from sheetkpi.hosts.web.keys import KeyFile
try:
    print(KeyFile(Path(sys.argv[1])).add("one more"))
except Exception as error:
    print(type(error).__name__, error)
"""


@pytest.mark.e2e
@pytest.mark.skipif(sys.platform == "win32", reason="the limit of a file's size is Unix's")
@pytest.mark.parametrize("room", [0, 1, 100, 500])
def test_a_disk_that_is_full_loses_no_key_and_shows_none_that_is_not_kept(file: KeyFile, path: Path, room: int) -> None:
    """The kernel itself refuses to write more than so many bytes."""
    for name in ("a", "b", "c", "d"):
        file.add(name)
    before = path.read_bytes()
    answer = subprocess.run(
        [sys.executable, "-c", ADD_WITH_A_FULL_DISK, str(path), str(room)], capture_output=True, text=True, check=True, timeout=60
    )
    assert answer.stdout.startswith("KeyFileError"), answer.stdout + answer.stderr
    assert str(path) in answer.stdout
    assert "sheetkpi_" not in answer.stdout
    assert path.read_bytes() == before
    assert [each.name for each in path.parent.iterdir()] == ["keys.db"], "what was begun is left behind"


@pytest.mark.e2e
def test_a_program_killed_at_any_moment_leaves_whole_keys(path: Path) -> None:
    KeyFile(path).add("first")
    code = "import sys; from pathlib import Path; from sheetkpi.hosts.web.keys import KeyFile\n"
    code += "for n in range(10**6):\n KeyFile(Path(sys.argv[1])).add(str(n)); print(n, flush=True)"
    for _ in range(3):
        with subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE) as program:
            assert program.stdout
            program.stdout.readline()
            program.kill()
        KeyFile(path).revoke("0")
    assert KeyFile(path).read()[0].name == "first"


OF_OTHERS = "CREATE TABLE notes (text TEXT)"


def spoil(*statements: str) -> Callable[[Path], object]:
    return lambda path: execute(path, *statements)


def overwrite(content: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(content)


def rewrite(change: Callable[[bytes], bytes]) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(change(path.read_bytes()))


@pytest.mark.parametrize(
    "damage",
    [
        overwrite(b""),
        overwrite(b"null"),
        overwrite(b"[" * 100_000),
        overwrite(b"\xff\xfe" * 1000),
        overwrite(b"SQLite format 3\0" + b"\0" * 5000),
        rewrite(lambda content: content[: len(content) // 2]),
        rewrite(lambda content: content[:4096] + b"\x99" * (len(content) - 4096)),
        spoil("PRAGMA user_version = 2"),
        spoil("PRAGMA user_version = 0", OF_OTHERS),
        spoil("DROP TABLE keys"),
        spoil("ALTER TABLE keys DROP COLUMN functions"),
        spoil("UPDATE keys SET rate = 'often'"),
        spoil("UPDATE keys SET rate = 5"),
        spoil("UPDATE keys SET created = 'yesterday'"),
        spoil("UPDATE keys SET created = 'now', expires = 1"),
        spoil("UPDATE keys SET expires = '2026-13-01'"),
        spoil("UPDATE keys SET last_used = x'ff'"),
        spoil("UPDATE keys SET name = CAST(x'ff' AS TEXT)"),
    ],
)
def test_a_damaged_file_is_said_with_its_place_and_never_written_over(file: KeyFile, path: Path, damage: Callable[[Path], object]) -> None:
    file.add("a")
    damage(path)
    content = path.read_bytes()
    for attempt in (lambda: LiveKeys(path), lambda: file.add("new"), lambda: file.revoke("a"), lambda: read_keys(path)):
        with pytest.raises(KeyFileDamaged) as failure:
            attempt()
        assert facts(failure)["file"] == path
        assert "sheetkpi keys add NAME" in str(failure.value)
    assert path.read_bytes() == content


@pytest.mark.parametrize("content", [b"{", b'{"version": 1, "keys": []}', b'\n {"version": 1, "keys": [{"name": "a"}]}'])
def test_the_json_file_of_an_early_version_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    old = tmp_path / "sheetkpi" / "keys.json"
    old.parent.mkdir()
    old.write_bytes(content)
    by_default = {"XDG_CONFIG_HOME": str(tmp_path), "APPDATA": str(tmp_path), "HOME": str(tmp_path)}
    for attempt in (lambda: LiveKeys(old), lambda: KeyFile(old).add("new"), lambda: key_file_path("", by_default)):
        with pytest.raises(KeyFileDamaged) as failure:
            attempt()
        assert facts(failure) == {"file": old}
        assert "sheetkpi keys add NAME" in str(failure.value)
    assert old.read_bytes() == content
    KeyFile(old.with_name("keys.db")).add("new")
    assert key_file_path("", by_default) == old.with_name("keys.db"), "the old one may stay beside the new one"


def test_a_place_where_there_can_be_no_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "a-file").write_text("")
    (tmp_path / "keys.db").mkdir()
    for attempt in (lambda: KeyFile(tmp_path / "a-file" / "keys.db").add("sales"), lambda: LiveKeys(tmp_path / "keys.db")):
        with pytest.raises(KeyFileError) as failure:
            attempt()
        assert not isinstance(failure.value, KeyFileDamaged)
        assert {"file", "reason"} == facts(failure).keys()


READ_ONLY = """
import os, tempfile
from datetime import UTC, datetime
from pathlib import Path
from sheetkpi.hosts.web.keys import KeyFile, KeyFileError, digest_of, record_uses
from sheetkpi.hosts.web.keys import LiveKeys
if os.geteuid() == 0:
    os.setuid(65534)  # an administrator may write everywhere
with tempfile.TemporaryDirectory(dir="/tmp") as folder:
    path = Path(folder, "keys.db")
    key = KeyFile(path).add("sales")
    path.chmod(0o400)
    os.chmod(folder, 0o500)
    print(LiveKeys(path).find(key).name)
    for change in (lambda: KeyFile(path).add("other"), lambda: record_uses(path, {digest_of(key): datetime.now(UTC)})):
        try:
            change()
        except KeyFileError as error:
            print(type(error).__name__, error.what.facts["file"] == path)
    os.chmod(folder, 0)
    for attempt in (lambda: LiveKeys(path), lambda: KeyFile(path).add("other"), lambda: KeyFile(path).revoke("sales")):
        try:
            attempt()
        except KeyFileError as error:
            print(type(error).__name__, error.what.facts["file"] == path)
    os.chmod(folder, 0o700)
"""


@pytest.mark.e2e
@pytest.mark.skipif(os.name == "nt", reason="Windows has no folder that is read-only")
def test_where_nothing_may_be_written_the_keys_are_read() -> None:
    answer = subprocess.run([sys.executable, "-c", READ_ONLY], capture_output=True, text=True, check=False, timeout=60)
    assert answer.stdout.splitlines() == ["sales", *["KeyFileError True"] * 5], answer.stderr


def test_a_link_to_the_keys_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real.db", tmp_path / "keys.db"
    link.symlink_to(real)
    KeyFile(link).add("sales")
    assert link.is_symlink()
    assert [key.name for key in read_keys(real) or ()] == ["sales"]
    real.unlink()
    assert read_keys(link) is None


@pytest.mark.skipif(os.name == "nt", reason="making links takes an administrator there")
@pytest.mark.parametrize("suffix", ["-journal", "-wal", "-shm"])
def test_a_link_in_the_place_of_a_file_of_sqlite_is_not_followed(tmp_path: Path, suffix: str) -> None:
    """Who serves may write the folder, and could so have an administrator empty a file of others, or give it away."""
    others, link = tmp_path / "of-others", tmp_path / f"keys.db{suffix}"
    others.write_text("kept")
    before = others.stat()
    link.symlink_to(others)
    for change in (lambda: KeyFile(tmp_path / "keys.db").add("sales"), lambda: KeyFile(tmp_path / "keys.db").revoke("sales")):
        with contextlib.suppress(KeyFileError, KeyNameError):
            change()
    assert others.read_text() == "kept"
    assert (others.stat().st_mtime_ns, others.stat().st_uid, others.stat().st_mode) == (before.st_mtime_ns, before.st_uid, before.st_mode)


def test_without_a_setting_the_keys_are_in_the_users_own_folder() -> None:
    assert key_file_path("", {"HOME": "/home/anna"}) == Path("/home/anna/.config/sheetkpi/keys.db")
    assert key_file_path("/srv/keys.db", {}) == Path("/srv/keys.db")


@pytest.mark.parametrize("name", ["a b", "50% of #1?", "ключи"])
def test_one_file_is_all_that_is_left_wherever_it_is(tmp_path: Path, name: str) -> None:
    file = KeyFile(tmp_path / name / "keys.db")
    file.add("sales")
    file.change("sales", Rate(1, 60))
    assert [key.rate for key in file.read()] == [Rate(1, 60)]
    assert [each.name for each in file.path.parent.iterdir()] == ["keys.db"]
