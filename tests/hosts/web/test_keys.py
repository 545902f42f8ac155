"""The keys: how they look, how they are kept, and how a running server has them."""

import json
import multiprocessing
import os
import re
import stat
import subprocess
import sys
import threading
import zlib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from sheetkpi.hosts.web.admission.key_file import KeyFile, KeyNameError, key_file_at, read_keys
from sheetkpi.hosts.web.admission.key_ring import KeyRing
from sheetkpi.hosts.web.admission.keys import digest_of, is_well_formed, new_key
from sheetkpi.hosts.web.admission.safe_file import FileError, locked, write_safely
from sheetkpi.settings.rate import Rate

AT_ONCE = timedelta(0)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "keys.json"


@pytest.fixture
def file(path: Path) -> KeyFile:
    return KeyFile(path)


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
    key = file.add("sales", Rate(5, 60), ("ROMI",))
    assert key not in path.read_text()
    assert key[9:30] not in path.read_text()
    kept = json.loads(path.read_text())["keys"][0]
    assert kept["sha256"] == digest_of(key)
    assert (kept["name"], kept["rate"], kept["functions"]) == ("sales", "5/minute", ["ROMI"])


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
    file = KeyFile(folder / "keys.json")
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
    assert file.read() == ()


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "a\tb", "\x1b[31m", "\ud800", "a\u202eb", "x" * 101])
def test_a_name_that_cannot_be_seen_is_refused(file: KeyFile, path: Path, name: str) -> None:
    with pytest.raises(KeyNameError):
        file.add(name)
    assert not path.exists()


def test_a_name_typed_in_another_form_of_unicode_is_the_same(file: KeyFile) -> None:
    file.add("\u0438\u0306")  # й as two signs
    with pytest.raises(KeyNameError, match="already"):
        file.add(" \u0439 ")
    file.revoke("\u0439")


def test_a_name_that_is_not_there_suggests_the_nearest(file: KeyFile) -> None:
    file.add("Marketing")
    with pytest.raises(KeyNameError, match=r"Did you mean Marketing\?"):
        file.revoke("marketting")
    with pytest.raises(KeyNameError, match="keys list"):
        file.rotate("sales", AT_ONCE)


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


def test_a_program_that_hangs_while_it_changes_the_keys_is_said(path: Path) -> None:
    with locked(path), pytest.raises(FileError, match=r"being changed by another program.*keys\.json\.lock"):
        _in_another_thread(lambda: locked(path, patience=0.05).__enter__())


def _in_another_thread(work: Any) -> None:
    failures = []

    def run() -> None:
        try:
            work()
        except FileError as error:
            failures.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    raise failures[0]


# --- what goes wrong


ADD_WITH_A_FULL_DISK = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
from pathlib import Path
from sheetkpi.hosts.web.admission.key_file import KeyFile
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
    assert answer.stdout.startswith("FileError"), answer.stdout + answer.stderr
    assert "cannot be written" in answer.stdout
    assert "sheetkpi_" not in answer.stdout
    assert path.read_bytes() == before
    assert [each.name for each in path.parent.iterdir() if each.name.startswith(".")] == [], "what was begun is left behind"


@pytest.mark.e2e
def test_a_program_killed_at_any_moment_leaves_whole_keys(path: Path) -> None:
    KeyFile(path).add("first")
    code = "import sys; from pathlib import Path; from sheetkpi.hosts.web.admission.key_file import KeyFile\n"
    code += "for n in range(10**6):\n KeyFile(Path(sys.argv[1])).add(str(n)); print(n, flush=True)"
    for _ in range(3):
        with subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE) as program:
            assert program.stdout
            program.stdout.readline()
            program.kill()
        KeyFile(path).revoke("0")
    assert KeyFile(path).read()[0].name == "first"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b"\xff\xfe",
        b'{"version": 1}',
        b'{"version": 2, "keys": []}',
        b'{"version": 1, "keys": [{"name": "a"}]}',
        b'{"version": 1, "keys": [{"name": "a", "sha256": "short", "created": "2026-01-01T00:00:00Z"}]}',
        b'{"version": 1, "keys": [{"name": "a", "sha256": "%b", "created": "yesterday"}]}' % (b"0" * 64),
        b'{"version": 1, "keys": [{"name": "a", "sha256": "%b", "created": "2026-01-01T00:00:00Z", "rate": "often"}]}' % (b"0" * 64),
        b'{"version": 1, "keys": [{"name": "a", "sha256": "%b", "created": "2026-01-01T00:00:00Z", "rihgts": 1}]}' % (b"0" * 64),
        b'{"version": 1, "keys": [%b, %b]}' % ((b'{"name": "a", "sha256": "%b", "created": "2026-01-01T00:00:00Z"}' % (b"0" * 64),) * 2),
        b"[" * 100_000,
    ],
)
def test_a_damaged_file_is_said_with_its_place_and_never_written_over(file: KeyFile, path: Path, content: bytes) -> None:
    path.write_bytes(content)
    for attempt in (lambda: KeyRing(path), lambda: file.add("new"), lambda: file.revoke("a"), lambda: read_keys(path)):
        with pytest.raises(FileError) as failure:
            attempt()
        assert str(path) in str(failure.value)
        assert "damaged" in str(failure.value)
    assert path.read_bytes() == content


def test_a_place_where_there_can_be_no_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "a-file").write_text("")
    with pytest.raises(FileError, match="cannot be written"):
        KeyFile(tmp_path / "a-file" / "keys.json").add("sales")
    (tmp_path / "keys.json").mkdir()
    with pytest.raises(FileError, match="cannot be read"):
        KeyRing(tmp_path / "keys.json")


def test_a_link_to_the_keys_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real.json", tmp_path / "keys.json"
    link.symlink_to(real)
    KeyFile(link).add("sales")
    assert link.is_symlink()
    assert [key.name for key in read_keys(real) or ()] == ["sales"]


@pytest.mark.skipif(os.name == "nt", reason="making links takes an administrator there")
def test_a_link_in_the_place_of_the_lock_is_not_followed(tmp_path: Path) -> None:
    """Who serves may write the folder, and could so have an administrator empty a file of others, or give it away."""
    (tmp_path / "of-others").write_text("kept")
    (tmp_path / "keys.json.lock").symlink_to(tmp_path / "of-others")
    with pytest.raises(FileError, match="cannot be written"):
        KeyFile(tmp_path / "keys.json").add("sales")
    assert (tmp_path / "of-others").read_text() == "kept"


def test_without_a_setting_the_keys_are_in_the_users_own_folder() -> None:
    assert key_file_at("", {"HOME": "/home/anna"}) == Path("/home/anna/.config/sheetkpi/keys.json")
    assert key_file_at("/srv/keys.json", {}) == Path("/srv/keys.json")


def test_a_file_is_written_whole_or_not_at_all(path: Path) -> None:
    write_safely(path, b"old")
    write_safely(path, b"new" * 1000)
    assert path.read_bytes() == b"new" * 1000
    assert [each.name for each in path.parent.iterdir()] == ["keys.json"]
