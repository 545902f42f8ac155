"""The generated files of the repository: what each must hold, and which of them are stale.

They are checked in, so that a user needs no build, and never edited by hand.
"""

import io
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from sheetkpi.archive import contents
from sheetkpi.docs_tables import with_tables
from sheetkpi.errors import SheetKpiError
from sheetkpi.hosts.google.script import CLASP, CLASP_EXAMPLE
from sheetkpi.products import products
from sheetkpi.shipped import checkout
from sheetkpi.translation import DOMAIN, LANGUAGES, Language, Message

#: The pages with tables that are derived.
PAGES: Mapping[str, Language] = {
    "docs/functions.md": "en",
    "docs/server.md": "en",
    "docs/ru/functions.md": "ru",
    "docs/ru/server.md": "ru",
}


def generated() -> dict[str, bytes]:
    """What every generated file must hold, by its path in the repository.

    Raises:
        SheetKpiError: The package is installed without its repository.
    """
    root = _repository()
    files = translations()
    files |= {path: _workbook(path) if path.endswith(".xlsx") else make("") for path, make in products().items()}
    files |= {f"addin/google/{language}/{CLASP_EXAMPLE}": CLASP.encode() for language in LANGUAGES}
    for name, language in PAGES.items():
        files[name] = with_tables(_text(root / name), language).encode()
    return files


@cache
def _workbook(path: str) -> bytes:
    """A workbook with no prefix, whatever the settings are: calculating one takes seconds, and a build compares before it writes."""
    return products()[path]("")


def translations() -> dict[str, bytes]:
    """The compiled catalogues of texts, which other generated files speak and contain."""
    root = _repository()
    sources = sorted((root / "sheetkpi" / "locale").glob(f"*/LC_MESSAGES/{DOMAIN}.po"))
    return {source.relative_to(root).with_suffix(".mo").as_posix(): _compiled(source) for source in sources}


def stale() -> dict[str, bytes]:
    """The generated files that differ from what they must hold, each with what that is."""
    root = _repository()
    return {name: content for name, content in generated().items() if not _is_current(root / name, content)}


def build() -> list[str]:
    """Write what is stale; the paths of the files that changed."""
    return [*_written(translations()), *_written(generated())]


def _written(files: Mapping[str, bytes]) -> list[str]:
    root = _repository()
    changed = [name for name, content in files.items() if not _is_current(root / name, content)]
    for name in changed:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(files[name])
    return changed


def _repository() -> Path:
    root = checkout()
    if root is None:
        raise SheetKpiError(Message("Only a copy of the repository can be built: its pyproject.toml is not beside the package."))
    return root


def _text(path: Path) -> str:
    return path.read_bytes().decode()  # read_text would change the line ends


def _is_current(path: Path, content: bytes) -> bool:
    return path.is_file() and contents(path.read_bytes()) == contents(content)


def _compiled(path: Path) -> bytes:
    """A catalogue of texts as gettext reads it, as ``pybabel compile`` makes it."""
    compiled = io.BytesIO()
    with path.open("rb") as source:
        write_mo(compiled, read_po(source, locale=path.parts[-3]))
    return compiled.getvalue()
