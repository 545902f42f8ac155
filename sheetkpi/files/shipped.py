"""The files that come with the package, ``addin/`` and ``templates/``: where they are, and how they are packed and addressed."""

import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from sheetkpi.model.errors import SheetKpiError
from sheetkpi.translation import Message

PACKAGE = Path(__file__).parent.parent

#: The files of the Google script, as Google's editor names them.
MANIFEST = "appsscript.json"
FILES = ("Code.js", "Kpis.js", "Templates.js", "Sidebar.html", MANIFEST)
#: The line of Kpis.js with the address of the server; left blank, somebody sets it in the sheet.
_NO_ADDRESS = 'const SHEETKPI_ADDRESS = "";'

_BEGINNING_OF_TIME = (1980, 1, 1, 0, 0, 0)


@cache
def checkout() -> Path | None:
    """Return the folder of the repository that the package runs from, or None."""
    return PACKAGE.parent if (PACKAGE.parent / "pyproject.toml").is_file() else None


def shipped(relative: str) -> Path:
    """Return the path of a shipped file, in the repository or in the installed package.

    Raises:
        SheetKpiError: The file doesn't exist.
    """
    path = (checkout() or PACKAGE / "_shipped") / relative
    if not path.is_file():
        raise SheetKpiError(Message("The file {file} is missing. Install sheetkpi again.", file=relative))
    return path


def with_server(files: Mapping[str, str], address: str) -> dict[str, str]:
    """Return the files of the Google script with the address of the server, which is then the only one that it may ask."""
    address = address.rstrip("/")
    filled = {name: text.replace(_NO_ADDRESS, f"const SHEETKPI_ADDRESS = {json.dumps(address)};", 1) for name, text in files.items()}
    manifest = json.loads(files[MANIFEST])
    filled[MANIFEST] = json.dumps(manifest | {"urlFetchWhitelist": [f"{address}/"]}, indent=2) + "\n"
    return filled


def archive(entries: Iterable[tuple[str, bytes]], *, is_compressed: bool = False) -> bytes:
    """Build a zip archive from paths and contents; the same entries give the same bytes on every system."""
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
