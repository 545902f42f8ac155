"""Excel with the printed modules of functions within its reach."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sheetkpi.hosts.excel.udfs import udfs_module
from sheetkpi.translation import LANGUAGES
from tests.hosts.excel.excel import Excel

#: It runs in LibreOffice's own Python.
collect_ignore = ["office_driver.py"]

#: The module with a prefix before every name.
PREFIXED = "prefixed_udfs"


@pytest.fixture(scope="session")
def excel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Excel]:
    """An Excel that knows the modules ``sheetkpi_udfs_en``, ``sheetkpi_udfs_ru`` and ``prefixed_udfs``."""
    folder: Path = tmp_path_factory.mktemp("excel")
    for language in LANGUAGES:
        (folder / f"sheetkpi_udfs_{language}.py").write_text(udfs_module(language), "utf-8")
    (folder / f"{PREFIXED}.py").write_text(udfs_module("en", "MK_"), "utf-8")
    excel = Excel(folder)
    yield excel
    excel.close()
