"""Files that users install and open, in ``addin/`` and ``templates/``.

In a copy of the repository a file is made on demand and kept in ``build/`` until the code changes. An installed
package contains the files; it makes one only with a prefix.
"""

import hashlib
import importlib.metadata
import os
import shutil
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from threading import Lock

from sheetkpi.files.installing import install_command
from sheetkpi.files.shipped import FILES, PACKAGE, checkout, shipped
from sheetkpi.model.errors import SheetKpiError
from sheetkpi.translation import LANGUAGES, Message

#: Files that no one can review line by line: git holds them as of the last release.
_BINARY = (".xlsx", ".oxt")

_LOCKS: dict[tuple[str, str], Lock] = {}


def is_text(path: str) -> bool:
    """Whether a product is a text, always current in git."""
    return not path.endswith(_BINARY)


@cache
def products() -> Sequence[str]:
    """Return the paths of all products in the repository."""
    workbooks = ["functions", *(f"{name}{suffix}" for name in ("forecast", "channels") for suffix in ("", "-functions"))]
    of_a_language = [
        *(f"templates/{{}}/{name}.xlsx" for name in workbooks),
        "addin/excel/{}/sheetkpi_udfs.py",
        "addin/excel/{}/sheetkpi_udfs.bas",
        "addin/excel/{}/sheetkpi_udfs.intellisense.xml",
        *(f"addin/google/{{}}/{name}" for name in FILES),
    ]
    each = [path.format(language) for language in LANGUAGES for path in of_a_language]
    return ["addin/excel/sheetkpi.afe.txt", "addin/calc/sheetkpi.oxt", *each]


def make(path: str, prefix: str = "") -> bytes:  # noqa: PLR0911 - one for each kind of product
    """Make a product; each needs other libraries, which are imported only for it."""
    match path.split("/"):
        case ["addin", "calc", _name]:
            from sheetkpi.hosts.calc.extension import extension

            return extension(prefix)
        case ["addin", "excel", _name]:
            from sheetkpi.hosts.excel.formula_environment import formula_environment

            return formula_environment(prefix).encode()
        case ["addin", "excel", language, "sheetkpi_udfs.bas"]:
            from sheetkpi.hosts.excel.vba import vba_file

            return vba_file(language, prefix)
        case ["addin", "excel", language, "sheetkpi_udfs.intellisense.xml"]:
            from sheetkpi.hosts.excel.intellisense import intellisense

            return intellisense(language, prefix)
        case ["addin", "excel", language, _name]:
            from sheetkpi.hosts.excel.udfs import udfs_module

            return udfs_module(language, prefix).encode()
        case ["addin", "google", language, name]:
            from sheetkpi.hosts.google.script import script_files

            return script_files(language, prefix)[name].encode()
        case ["templates", language, "functions.xlsx"]:
            from sheetkpi.workbooks.functions import functions_workbook

            return functions_workbook(language, prefix)
    from sheetkpi.workbooks.channels import channels_book
    from sheetkpi.workbooks.forecast import forecast_book
    from sheetkpi.workbooks.xlsx import workbook

    _folder, language, name = path.split("/")
    build_book = forecast_book if name.startswith("forecast") else channels_book
    return workbook(build_book(language, edition="functions" if name.endswith("-functions.xlsx") else "native", prefix=prefix))


def product(path: str, prefix: str = "") -> bytes:
    """Return a file as users get it.

    Raises:
        SheetKpiError: There is no such file, or a library that makes it is missing.
    """
    if path not in products() or (not prefix and checkout() is None):
        return shipped(path).read_bytes()
    try:
        with _LOCKS.setdefault((path, prefix), Lock()):  # others who ask for it meanwhile wait
            return _made(path, prefix)
    except ModuleNotFoundError as error:
        raise SheetKpiError(
            Message(
                "Making {file} on this computer needs a library that is missing ({name}). Install it: {command}",
                file=path,
                name=(error.name or "").partition(".")[0],
                command=install_command("workbooks"),
            )
        ) from None


@cache
def _made(path: str, prefix: str) -> bytes:
    if is_text(path) or checkout() is None:
        return make(path, prefix)
    kept = _kept_products() / (prefix or "no prefix") / path
    if kept.is_file():
        return kept.read_bytes()
    content = make(path, prefix)
    _keep(kept, content)
    return content


@cache
def _kept_products() -> Path:
    """Return the folder for the products of this code; it changes with any source or library."""
    sources = hashlib.sha256()
    for library in ("xlsxwriter", "ironcalc"):
        try:
            sources.update(importlib.metadata.version(library).encode())
        except importlib.metadata.PackageNotFoundError:
            continue
    for path in sorted(path for path in PACKAGE.rglob("*") if path.is_file() and "__pycache__" not in path.parts):
        sources.update(path.relative_to(PACKAGE).as_posix().encode() + b"\0" + path.read_bytes())
    return PACKAGE.parent / "build" / "products" / sources.hexdigest()[:16]


def _keep(file: Path, content: bytes) -> None:
    """Write a file atomically and remove the products of older code; skip this where writing is not permitted."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        for older in _kept_products().parent.iterdir():
            if older != _kept_products():
                shutil.rmtree(older, ignore_errors=True)
        with tempfile.NamedTemporaryFile(dir=file.parent, delete=False) as unfinished:
            unfinished.write(content)
        os.replace(unfinished.name, file)  # noqa: PTH105
    except OSError:
        return
