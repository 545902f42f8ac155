"""Keys: what they look like, the SQLite file that stores their digests, and a running server's view of it."""

import atexit
import errno
import hashlib
import hmac
import logging
import os
import re
import secrets
import sqlite3
import string
import tempfile
import threading
import time
import unicodedata
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from difflib import get_close_matches
from pathlib import Path
from types import EllipsisType
from urllib.parse import quote

from sheetkpi import SheetKpiError
from sheetkpi.model.errors import reason_of
from sheetkpi.settings.load import own_folder
from sheetkpi.settings.values import Rate, rate_of
from sheetkpi.translation import Label, Message

_log = logging.getLogger(__name__)

#: Prefix of every key, by which secret scanners find it; with an underscore, a double click selects the whole key.
MARK = "sheetkpi_"
LONGEST_NAME = 100
#: Name of the key file in the user's folder, and its name in early versions.
FILE_NAME, _JSON_NAME = "keys.db", "keys.json"
#: How long to wait, in seconds, while another program changes the keys.
PATIENCE = 10.0

#: Seconds between two writes of last uses; a crash loses that many at most.
INTERVAL = 60.0
#: Two changes within this many seconds may leave the same timestamp on a file.
_TIMESTAMP_STEP = 2.0
#: How long a server waits, in seconds, while another program changes the keys.
_SERVER_PATIENCE = 1.0

_SIGNS = string.digits + string.ascii_uppercase + string.ascii_lowercase
#: Characters that hold 256 random bits.
_SECRET = 43
_CHECK = 6
_KEY = re.compile(rf"{MARK}[0-9A-Za-z]{{{_SECRET + _CHECK}}}")

_VERSION = 1
#: A key that was replaced is a row with an expiry date beside the current one of the same name.
_SCHEMA = (
    "CREATE TABLE keys (name TEXT NOT NULL, digest TEXT NOT NULL UNIQUE, created TEXT NOT NULL, "
    "rate TEXT, functions TEXT, expires TEXT, last_used TEXT)",
    "CREATE UNIQUE INDEX current_names ON keys (name) WHERE expires IS NULL",
    f"PRAGMA user_version = {_VERSION}",
)
#: SQLite errors caused by the operating system.
_ERRNO: Mapping[int, int] = {
    sqlite3.SQLITE_CANTOPEN: errno.EACCES,
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_IOERR: errno.EIO,
    sqlite3.SQLITE_PERM: errno.EACCES,
    sqlite3.SQLITE_READONLY: errno.EACCES,
}


class KeyNameError(SheetKpiError):
    """There is no key with the name, or there must not be one."""


class KeyFileError(SheetKpiError):
    """The key file can't be read or changed; its content stays."""


class KeyFileBusy(KeyFileError):
    """Another program is changing the file."""


class KeyFileDamaged(KeyFileError):
    """The file is not a key file, or is damaged."""


@dataclass(frozen=True, slots=True)
class Key:
    """The stored data of a key, without the key itself."""

    name: str
    digest: str
    created: datetime
    rate: Rate | None = None
    functions: tuple[str, ...] | None = None
    expires: datetime | None = None
    last_used: datetime | None = None


_COLUMNS = ", ".join(field.name for field in fields(Key))


def new_key() -> str:
    """Return a key of 256 random bits, with a checksum by which a scanner tells it from other text."""
    secret = "".join(secrets.choice(_SIGNS) for _ in range(_SECRET))
    return MARK + secret + _checksum(secret)


def is_well_formed(text: str) -> bool:
    """Whether a text is a key copied whole and without a typo."""
    return bool(_KEY.fullmatch(text)) and text[-_CHECK:] == _checksum(text[len(MARK) : -_CHECK])


def digest_of(key: str) -> str:
    """Return the key's digest. It is not a slow one, as for passwords: 256 random bits can't be guessed."""
    return hashlib.sha256(key.encode()).hexdigest()


def _checksum(secret: str) -> str:
    rest, signs = zlib.crc32(secret.encode()), ""
    for _ in range(_CHECK):
        rest, place = divmod(rest, len(_SIGNS))
        signs = _SIGNS[place] + signs
    return signs


def key_file_path(setting: str, environment: Mapping[str, str]) -> Path:
    """Return the path of the key file.

    Raises:
        SheetKpiError: The setting is blank and the user has no folder, or has the JSON file of an earlier version.
    """
    if setting:
        return Path(os.path.expanduser(setting))  # noqa: PTH111 - it raises nothing where there is no home
    own = own_folder(environment)
    if own is None:
        raise SheetKpiError(Message("There is no place for the keys. Give one in the settings: keys.file, or SHEETKPI_KEYS_FILE."))
    path, old = own / FILE_NAME, own / _JSON_NAME
    if old.exists() and not path.exists():
        raise _outdated(old)
    return path


def read_keys(path: Path, patience: float = PATIENCE) -> list[Key] | None:
    """Read all keys, each before those that it replaced; None where there is no file.

    Raises:
        KeyFileError: The file can't be read, or is damaged.
    """
    if not _exists(path):
        return None
    with _connection(path, patience) as connection:
        return _rows(connection, path)


def record_uses(path: Path, uses: Mapping[str, datetime]) -> None:
    """Write when keys were last used, by their digests.

    Raises:
        KeyFileError: The file can't be changed.
    """
    with _connection(path, _SERVER_PATIENCE) as connection, connection:
        connection.execute("BEGIN IMMEDIATE")
        rows = [(_stored(when), digest) for digest, when in uses.items()]
        connection.executemany("UPDATE keys SET last_used = ? WHERE digest = ?", rows)


class KeyFile:
    """Create, change and delete keys."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> list[Key]:
        """Read all keys."""
        return read_keys(self.path) or []

    def add(self, name: str, rate: Rate | None = None, functions: tuple[str, ...] | None = None) -> str:
        """Create a key and return it; only its digest is stored."""
        name, secret = _normalized(name), new_key()
        _check_name(name)
        _create(self.path)
        with self._transaction() as (connection, names):
            if name in names:
                raise KeyNameError(
                    Message('There is already a key {name}. Give another name, or replace it: sheetkpi keys rotate "{name}"', name=name)
                )
            _insert(connection, Key(name, digest_of(secret), _now(), rate, functions))
        return secret

    def change(self, name: str, rate: Rate | EllipsisType | None = ..., functions: tuple[str, ...] | EllipsisType | None = ...) -> Key:
        """Change what a key may do, except for what is left out; the key itself stays."""
        with self._changing(name) as (connection, found):
            if not isinstance(rate, EllipsisType):
                connection.execute("UPDATE keys SET rate = ? WHERE name = ?", (_stored(rate), found))
            if not isinstance(functions, EllipsisType):
                connection.execute("UPDATE keys SET functions = ? WHERE name = ?", (_stored(functions), found))
            return next(key for key in _rows(connection, self.path) if key.name == found)

    def revoke(self, name: str) -> None:
        """Delete a key, and the one that it replaced."""
        with self._changing(name) as (connection, found):
            connection.execute("DELETE FROM keys WHERE name = ?", (found,))

    def rotate(self, name: str, grace: timedelta) -> str:
        """Replace a key and return the new one; the old one still works for the grace period."""
        secret, now = new_key(), _now()
        with self._changing(name) as (connection, found):
            connection.execute("DELETE FROM keys WHERE name = ? AND expires IS NOT NULL", (found,))
            old = next(key for key in _rows(connection, self.path) if key.name == found)
            update = "UPDATE keys SET digest = ?, created = ?, last_used = NULL WHERE name = ?"
            connection.execute(update, (digest_of(secret), _stored(now), found))
            if grace:
                _insert(connection, replace(old, expires=now + grace))
        return secret

    @contextmanager
    def _changing(self, name: str) -> Iterator[tuple[sqlite3.Connection, str]]:
        """Change an existing key, all or nothing."""
        name = _normalized(name)
        if not _exists(self.path):
            raise _unknown(name, [])
        with self._transaction() as (connection, names):
            if name not in names:
                raise _unknown(name, names)
            yield connection, name

    @contextmanager
    def _transaction(self) -> Iterator[tuple[sqlite3.Connection, list[str]]]:
        """Let nobody else change the keys; yield their names too."""
        with _connection(self.path, PATIENCE) as connection, connection:
            connection.execute("BEGIN IMMEDIATE")
            names = list(dict.fromkeys(key.name for key in _rows(connection, self.path)))
            with suppress(OSError):  # a user who may write the file may not be its owner
                Path(os.path.realpath(self.path)).chmod(0o600)
            yield connection, names


def _exists(path: Path) -> bool:
    """Whether the file exists; raise an error if that is unknown, so that no server starts without its keys."""
    try:
        path.stat()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise _unusable(path, error) from None
    return True


@contextmanager
def _connection(path: Path, patience: float) -> Iterator[sqlite3.Connection]:
    """Open an existing file."""
    real = Path(os.path.realpath(path)).as_posix()
    address = "file://" + "/" * (not real.startswith("/")) + quote(os.fsencode(real))
    try:
        with closing(sqlite3.connect(f"{address}?mode=rw", uri=True, timeout=patience, isolation_level=None)) as connection:
            yield connection
    except sqlite3.Error as error:
        raise _explained(path, error) from None


def _create(path: Path) -> None:
    """Create the file, unless it exists: complete from the beginning, and readable for its owner only."""
    if _exists(path):
        return
    real, temporary = Path(os.path.realpath(path)), None
    try:
        real.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{real.name}.", dir=real.parent)
        os.close(handle)
        temporary = Path(name)
        with _connection(temporary, PATIENCE) as connection, connection:
            connection.execute("BEGIN IMMEDIATE")
            for statement in _SCHEMA:
                connection.execute(statement)
        if hasattr(os, "chown") and os.geteuid() == 0:  # so that the server's user can read a file that root created
            owner = real.parent.stat()
            os.chown(temporary, owner.st_uid, owner.st_gid, follow_symlinks=False)
        with suppress(FileExistsError):  # another program was faster
            os.link(temporary, real)
    except OSError as error:
        raise _unusable(path, error) from None
    finally:
        if temporary:
            temporary.unlink(missing_ok=True)


def _rows(connection: sqlite3.Connection, path: Path) -> list[Key]:
    """Read all keys in the order in which they were added, each followed by the one that it replaced."""
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version != _VERSION:
        raise _damaged(path, Message("its version is {version}", version=version))
    current = "(SELECT rowid FROM keys AS other WHERE other.name = keys.name AND other.expires IS NULL)"
    rows = connection.execute(f"SELECT {_COLUMNS} FROM keys ORDER BY {current}, expires IS NOT NULL").fetchall()  # noqa: S608 - our own words
    try:
        return [_key(*row) for row in rows]
    except (ValueError, TypeError, AttributeError) as error:
        raise _damaged(path, error) from None


def _key(name: str, digest: str, created: str, rate: str | None, functions: str | None, expires: str | None, last_used: str | None) -> Key:
    moments = [None if text is None else datetime.fromisoformat(text).astimezone(UTC) for text in (expires, last_used)]
    allowed = None if functions is None else tuple(functions.split(",") if functions else ())
    return Key(name, digest, datetime.fromisoformat(created), None if rate is None else rate_of(rate), allowed, *moments)


def _insert(connection: sqlite3.Connection, key: Key) -> None:
    row = [_stored(getattr(key, field.name)) for field in fields(Key)]
    connection.execute(f"INSERT INTO keys ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)", row)  # noqa: S608 - our own columns


def _stored(value: str | datetime | Rate | tuple[str, ...] | None) -> str | None:
    """Return a value as the table holds it; `_key` reads it back."""
    return ",".join(value) if isinstance(value, tuple) else None if value is None else str(value)


def _explained(path: Path, error: sqlite3.Error) -> KeyFileError:
    """Return what an error of SQLite means for the file."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF  # the higher bits hold details that no message needs
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return KeyFileBusy(Message("{file} is being changed by another program. Try again in a minute.", file=path))
    if code not in _ERRNO:
        return _damaged(path, error)
    reason = OSError(_ERRNO[code], str(error))
    if code == sqlite3.SQLITE_CANTOPEN:
        try:
            path.open("rb").close()
        except OSError as found:  # SQLite does not say why
            reason = found
    return _unusable(path, reason)


def _unusable(path: Path, error: OSError) -> KeyFileError:
    what = Message(
        "{file} can't be read or changed: {reason}. The user who runs the server needs the right to.", file=path, reason=reason_of(error)
    )
    return KeyFileError(what)


def _damaged(path: Path, reason: object) -> KeyFileDamaged:
    with path.open("rb") as file:
        if file.read(64).lstrip().startswith(b"{"):
            return _outdated(path)
    what = Message(
        "The key file {file} is damaged: {reason}. Restore a copy of it; or move it away and create the keys again: sheetkpi keys add NAME",
        file=path,
        reason=reason,
    )
    return KeyFileDamaged(what)


def _outdated(path: Path) -> KeyFileDamaged:
    what = Message(
        "{file} is a JSON file of keys, as early versions had. Move it away and create the keys again: sheetkpi keys add NAME", file=path
    )
    return KeyFileDamaged(what)


def _normalized(name: str) -> str:
    """Return the name in Unicode normal form C."""
    return unicodedata.normalize("NFC", name).strip()


def _check_name(name: str) -> None:
    if not name:
        raise KeyNameError(Label("The name is blank. Say whose key it is: a department, a spreadsheet, a person."))
    if len(name) > LONGEST_NAME:
        what = Message("The name has {length} characters, and {most} are allowed. Shorten it.", length=len(name), most=LONGEST_NAME)
        raise KeyNameError(what)
    if not name.isprintable():
        raise KeyNameError(Label("The name has invisible characters, such as a line break. Remove them."))


def _unknown(name: str, names: Sequence[str]) -> KeyNameError:
    near = get_close_matches(name.casefold(), [known.casefold() for known in names])
    similar = [known for known in names if known.casefold() in near]
    if similar:
        return KeyNameError(Message("There is no key named {name}. Did you mean {nearest}?", name=name, nearest=", ".join(similar)))
    return KeyNameError(Message("There is no key named {name}. `sheetkpi keys list` shows all of them.", name=name))


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


class LiveKeys:
    """Find keys, and note when they are used.

    Raises:
        KeyFileError: The file can't be read, or is damaged. While the server runs, that is logged and the keys stay.
    """

    def __init__(self, path: Path, now: Callable[[], float] = time.time) -> None:
        self.path = path
        self.uses = KeyUses(path)
        self._now = now
        self._lock = threading.Lock()
        self._stamp: tuple[int, ...] | None = None
        self._is_in_use = False
        self._keys: Mapping[str, Key] = {}
        self._load(_stamp_of(path))

    @property
    def is_in_use(self) -> bool:
        """Whether a key is needed: there is a file, or was one. A server never becomes open because a file was lost."""
        self.refresh()
        return self._is_in_use

    @property
    def count(self) -> int:
        """The number of keys."""
        self.refresh()
        return len({key.name for key in self._keys.values()})

    def find(self, text: str) -> Key | None:
        """Return the key with this text, unless it is unknown or has expired.

        It looks up the digest of the text, so that the time this takes tells nothing about the keys.
        """
        self.refresh()
        if not is_well_formed(text):
            return None
        digest = digest_of(text)
        key = self._keys.get(digest)
        if key is None or not hmac.compare_digest(key.digest, digest):
            return None
        if key.expires is not None and self._now() >= key.expires.timestamp():
            return None
        self.uses.note(digest)
        return key

    def refresh(self) -> None:
        """Read the file if it may have changed."""
        if _stamp_of(self.path) == self._stamp:
            return
        with self._lock:
            stamp = _stamp_of(self.path)
            if stamp == self._stamp:  # another thread was faster
                return
            try:
                self._load(stamp)
            except KeyFileError as error:
                self._stamp = stamp
                _log.error("The keys stay as they were: %s", error)

    def _load(self, stamp: tuple[int, ...] | None) -> None:
        keys = read_keys(self.path, _SERVER_PATIENCE)
        if keys is not None:
            self._keys, self._is_in_use = {key.digest: key for key in keys}, True
        elif self._is_in_use:
            _log.error("The key file %s is gone: its keys still work until the server is restarted.", self.path)
        is_settled = stamp is None or abs(time.time() - stamp[0] / 1e9) > _TIMESTAMP_STEP
        self._stamp = stamp if is_settled else ()  # which no file has: the keys are read again with the next request


class KeyUses:
    """Note when keys are used, and write it from time to time, while no request waits."""

    def __init__(self, path: Path, interval: float = INTERVAL) -> None:
        self._path = path
        self._interval = interval
        self._noted: dict[str, datetime] = {}
        self._lock = threading.Lock()
        self._writer: threading.Thread | None = None
        self._has_warned = False

    def note(self, digest: str) -> None:
        """Note that a key is used now. The first use starts the writing: by then a server that forks has made its processes."""
        self._noted[digest] = datetime.now(UTC)
        with self._lock:
            if self._writer is None:
                self._writer = threading.Thread(target=self._write_forever, name="sheetkpi-key-uses", daemon=True)
                self._writer.start()
                atexit.register(self.write)

    def write(self) -> None:
        """Write what was noted; what can't be written waits for the next time."""
        noted, self._noted = self._noted, {}
        if not noted:
            return
        try:
            record_uses(self._path, noted)
            self._has_warned = False
        except KeyFileError as error:
            self._noted = {**noted, **self._noted}
            if not self._has_warned:  # a disk that stays full would fill the log
                self._has_warned = True
                _log.warning("The last use of keys is not recorded: %s", error)

    def _write_forever(self) -> None:
        while True:
            time.sleep(self._interval)
            self.write()


def _stamp_of(path: Path) -> tuple[int, ...] | None:
    """Return what changes whenever the file does; None if there is no file."""
    try:
        found = os.stat(path)  # noqa: PTH116 - it takes half as long
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ctime_ns, found.st_ino, found.st_size
