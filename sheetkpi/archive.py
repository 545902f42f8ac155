"""A zip archive of which the same entries give the same bytes, on every system and in every year."""

import io
import zipfile
from collections.abc import Iterable

_BEGINNING_OF_TIME = (1980, 1, 1, 0, 0, 0)


def archive(entries: Iterable[tuple[str, bytes]]) -> bytes:
    """The archive of files, each with its path inside.

    Nothing in it is compressed: what zlib makes of the same text differs from version to version, and a file that is
    checked in and compared must not. A wheel and a repository compress it anyway.
    """
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as result:
        for path, content in entries:
            entry = zipfile.ZipInfo(path, _BEGINNING_OF_TIME)
            entry.create_system = 0  # the same on Windows and elsewhere
            result.writestr(entry, content)
    return target.getvalue()
