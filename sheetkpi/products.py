"""What users install and open: which file is made by what, and the file itself.

Each is known by its path in the repository, where it lies without a prefix. With one it is made when it is asked for.
"""

from collections.abc import Callable, Mapping
from functools import cache, partial
from threading import Lock
from typing import TYPE_CHECKING

from sheetkpi.errors import SheetKpiError
from sheetkpi.server_address import FILES
from sheetkpi.shipped import shipped
from sheetkpi.translation import LANGUAGES, Language, Message

if TYPE_CHECKING:  # a workbook needs libraries, and who asks for a file that lies there needs none of them
    from sheetkpi.workbooks.book import Edition

#: How the files of a workbook end, by how KPIs stand in its cells.
_SUFFIXES: "Mapping[Edition, str]" = {"native": "", "functions": "-functions"}

_LOCK = Lock()


def products() -> Mapping[str, Callable[[str], bytes]]:
    """What makes each file, for the prefix that it is given."""
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
    """A file as users get it.

    Args:
        path: The file, such as ``addin/calc/sheetkpi.oxt``.
        prefix: What stands before the names of functions.

    Raises:
        SheetKpiError: There is no such file; with a prefix also where a library is missing that makes it.
    """
    if not prefix or path not in products():
        return shipped(path).read_bytes()
    try:
        with _LOCK:  # a workbook takes seconds: who asks at the same time waits for it, and makes no other
            return _made(path, prefix)
    except ModuleNotFoundError as error:
        raise SheetKpiError(
            Message(
                "With the prefix {prefix} the file {file} is made here, and a library for that is missing ({name}). "
                'Install it: pip install "sheetkpi[workbooks]"',
                prefix=prefix,
                file=path,
                name=error.name,
            )
        ) from None


@cache
def _made(path: str, prefix: str) -> bytes:
    return products()[path](prefix)


def _formula_environment(prefix: str) -> bytes:
    from sheetkpi.workbooks.formula_environment import formula_environment

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
