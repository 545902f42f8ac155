"""Reproducible zip archives: the same entries give the same bytes on every system."""

import io
import zipfile
from collections.abc import Iterable

_BEGINNING_OF_TIME = (1980, 1, 1, 0, 0, 0)


def archive(entries: Iterable[tuple[str, bytes]], *, is_compressed: bool = False) -> bytes:
    """Build an archive from paths and contents."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as result:
        for path, content in entries:
            entry = zipfile.ZipInfo(path, _BEGINNING_OF_TIME)
            entry.create_system = 0  # the same on Windows and elsewhere
            result.writestr(entry, content, zipfile.ZIP_DEFLATED if is_compressed else zipfile.ZIP_STORED)
    return target.getvalue()


def contents(file: bytes) -> dict[str, bytes]:
    """Return the entries of an archive, or any other file as a single entry."""
    if not zipfile.is_zipfile(io.BytesIO(file)):
        return {"": file}
    with zipfile.ZipFile(io.BytesIO(file)) as archived:
        return {name: archived.read(name) for name in archived.namelist()}
