"""Files that users install and open, in ``addin/`` and ``templates/``.

In a copy of the repository a file is made on demand and kept in ``build/`` until the code changes. An installed
package contains the files; it makes one only with a prefix.
"""

import hashlib
import importlib.metadata
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from sheetkpi.files.installing import install_command
from sheetkpi.files.server_address import FILES
from sheetkpi.files.shipped import PACKAGE, checkout, shipped
from sheetkpi.model.errors import SheetKpiError
from sheetkpi.translation import LANGUAGES, Language, Message

if TYPE_CHECKING:  # asking for a file that exists already needs none of the libraries that make workbooks
    from sheetkpi.workbooks.book import Edition

#: The endings of the file names of workbooks, by how KPIs are written in their cells.
_SUFFIXES: "Mapping[Edition, str]" = {"native": "", "functions": "-functions"}

#: Files that no one can review line by line: git holds them as of the last release.
_BINARY = (".xlsx", ".oxt")

_LOCKS: dict[tuple[str, str], Lock] = {}


def is_text(path: str) -> bool:
    """Whether a product is a text, always current in git."""
    return not path.endswith(_BINARY)


def products() -> Mapping[str, Callable[[str], bytes]]:
    """Return the function that makes each file from a prefix, by the file's path in the repository."""
    from sheetkpi.hosts.excel import udfs, vba

    makers: dict[str, Callable[[str], bytes]] = {
        "addin/excel/sheetkpi.afe.txt": _formula_environment,
        "addin/calc/sheetkpi.oxt": _extension,
    }
    for language in LANGUAGES:
        makers[f"templates/{language}/functions.xlsx"] = partial(_functions_workbook, language)
        for edition, suffix in _SUFFIXES.items():
            makers[f"templates/{language}/forecast{suffix}.xlsx"] = partial(_forecast, language, edition)
            makers[f"templates/{language}/channels{suffix}.xlsx"] = partial(_channels, language, edition)
        makers[f"addin/excel/{language}/{udfs.FILE}"] = partial(_udfs, language)
        makers[f"addin/excel/{language}/{vba.FILE}"] = partial(_vba, language)
        makers |= {f"addin/google/{language}/{name}": partial(_script, language, name) for name in FILES}
    return makers


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
                name=error.name,
                command=install_command("workbooks"),
            )
        ) from None


@cache
def _made(path: str, prefix: str) -> bytes:
    make = partial(products()[path], prefix)
    if is_text(path) or checkout() is None:
        return make()
    kept = _kept_products() / (prefix or "no prefix") / path
    if kept.is_file():
        return kept.read_bytes()
    content = make()
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


def _formula_environment(prefix: str) -> bytes:
    from sheetkpi.hosts.excel.formula_environment import formula_environment

    return formula_environment(prefix).encode()


def _extension(prefix: str) -> bytes:
    from sheetkpi.hosts.calc.extension import extension

    return extension(prefix)


def _udfs(language: Language, prefix: str) -> bytes:
    from sheetkpi.hosts.excel.udfs import udfs_module

    return udfs_module(language, prefix).encode()


def _vba(language: Language, prefix: str) -> bytes:
    from sheetkpi.hosts.excel.vba import vba_file

    return vba_file(language, prefix)


def _script(language: Language, name: str, prefix: str) -> bytes:
    from sheetkpi.hosts.google.script import script_files

    return script_files(language, prefix)[name].encode()


def _functions_workbook(language: Language, prefix: str) -> bytes:
    from sheetkpi.workbooks.functions import functions_workbook

    return functions_workbook(language, prefix)


def _forecast(language: Language, edition: "Edition", prefix: str) -> bytes:
    from sheetkpi.workbooks.forecast import forecast_book
    from sheetkpi.workbooks.xlsx import workbook

    return workbook(forecast_book(language, edition=edition, prefix=prefix))


def _channels(language: Language, edition: "Edition", prefix: str) -> bytes:
    from sheetkpi.workbooks.channels import channels_book
    from sheetkpi.workbooks.xlsx import workbook

    return workbook(channels_book(language, edition=edition, prefix=prefix))
