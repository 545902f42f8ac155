"""A small file that is there whole, before and after: whatever happens while it is written."""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from sheetkpi import SheetKpiError
from sheetkpi.model.errors import reason_of
from sheetkpi.translation import Message

#: How long another program may take to change a file, in seconds.
PATIENCE = 10.0


class FileError(SheetKpiError):
    """A file cannot be read or written; what it held it still holds."""


@contextlib.contextmanager
def locked(path: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Change a file alone: other programs that want to wait.

    Raises:
        FileError: Others take too long, or there may be no file at this place.
    """
    lock = path.with_name(f"{path.name}.lock")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with FileLock(lock, timeout=patience, mode=0o600):
            _give_to_owner(lock, path)
            yield
    except Timeout:
        raise FileError(
            Message("{file} is being changed by another program. Try again; if nothing else runs, delete {lock}.", file=path, lock=lock)
        ) from None
    except OSError as error:
        raise FileError(_unwritable(path, error)) from None


def write_safely(path: Path, content: bytes) -> None:
    """Replace a file: either all of it is new, or none; others than its owner cannot read it.

    Raises:
        FileError: It cannot be written, for example because the disk is full.
    """
    path = path.resolve()  # a link stays a link
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)  # only its owner may read it
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _give_to_owner(Path(temporary), path)
        Path(temporary).replace(path)
        temporary = ""
        _sync_folder(path.parent)
    except OSError as error:
        raise FileError(_unwritable(path, error)) from None
    finally:
        if temporary:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()


def _give_to_owner(new: Path, path: Path) -> None:
    """What an administrator makes must be readable for the user who serves: whose the file was, or else the folder is."""
    if hasattr(os, "chown") and os.geteuid() == 0:
        owned = (path if path.exists() else path.parent).stat()
        os.chown(new, owned.st_uid, owned.st_gid, follow_symlinks=False)  # the owner may have put a link there, to a file of others


def _sync_folder(folder: Path) -> None:
    """Let the new name outlive a power failure too; Windows has no such thing."""
    if hasattr(os, "O_DIRECTORY"):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _unwritable(path: Path, error: OSError) -> Message:
    return Message("{file} cannot be written: {reason}. It is as it was.", file=path, reason=reason_of(error))
