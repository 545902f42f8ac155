"""Build the generated files of the repository.

Texts are in git, so that their changes are reviewed; nobody edits them by hand. Workbooks and the LibreOffice
extension are in git as of the last release; in between they are made on demand.
"""

import re
from collections.abc import Callable, Mapping
from importlib import import_module
from itertools import groupby
from pathlib import Path
from pkgutil import iter_modules

import sheetkpi.kpis
from sheetkpi.files.shipped import checkout, contents
from sheetkpi.hosts.google.script import CLASP, CLASP_EXAMPLE
from sheetkpi.model.errors import SheetKpiError
from sheetkpi.model.records import Record
from sheetkpi.printing.formulas import VARIANTS, variant_lines
from sheetkpi.registry import KPIS
from sheetkpi.release.products import is_text, make, product, products
from sheetkpi.release.texts import compile_translations, defects
from sheetkpi.settings import Settings
from sheetkpi.settings.values import settings_of
from sheetkpi.translation import LANGUAGES, Label, Language, Message, catalogue, translate
from sheetkpi.workbooks.kpi_texts import argument_names, native_formulas

#: The pages with tables that are generated, in each language that they are written in.
PAGES = ("functions.md", "server.md")

#: Where the public names of the KPIs are, between these lines.
EXPORTS, BEGINNING, END = "sheetkpi/__init__.py", "# <kpis>\n", "# </kpis>\n"


def generated() -> dict[str, bytes]:
    """Return the content of every generated text by its path in the repository.

    Raises:
        SheetKpiError: The package is installed without its repository.
    """
    root = _repository()
    for module in iter_modules(sheetkpi.kpis.__path__):
        import_module(f"sheetkpi.kpis.{module.name}")
    files = {path: make(path) for path in products() if is_text(path)}
    files |= {f"addin/google/{language}/{CLASP_EXAMPLE}": CLASP.encode() for language in LANGUAGES}
    for name in VARIANTS:
        files[f"tests/printing/golden/{name}.txt"] = "".join(f"{line}\n" for line in variant_lines(name, KPIS.values())).encode()
    for language in LANGUAGES:
        folder = "docs" if language == "en" else f"docs/{language}"
        for name in (f"{folder}/{page}" for page in PAGES):
            if (root / name).is_file():
                files[name] = with_tables(_text(root / name), language).encode()
    files[EXPORTS] = _with_exports(_text(root / EXPORTS)).encode()
    return files


def _with_exports(module: str) -> str:
    """Return the package's module with the names of all KPIs, in the order of the catalogue."""
    before, _, rest = module.partition(BEGINNING)
    _, _, after = rest.partition(END)
    names = [(kpi.__module__, kpi.python_name) for kpi in KPIS.values()]
    imports = [f"from {module} import {name} as {name}\n" for module, name in names]
    return f"{before}{BEGINNING}{''.join(imports)}{END}{after}"


def stale() -> list[str]:
    """Return the generated texts that are out of date."""
    root = _repository()
    return [name for name, content in generated().items() if not _is_current(root / name, content)]


def defects_of_translations() -> dict[Language, list[str]]:
    """Return the defects of the translations by language."""
    found = {language: defects(language) for language in LANGUAGES if language != "en"}
    return {language: lines for language, lines in found.items() if lines}


def build(*, with_binaries: bool = False) -> list[str]:
    """Write the files that are out of date.

    Returns:
        The paths of the files that changed.
    """
    root = _repository()
    for language in LANGUAGES:
        if language != "en" and compile_translations(language):
            catalogue.cache_clear()
    files = generated()
    if with_binaries:
        files |= {path: product(path) for path in products() if not is_text(path)}
    changed = [name for name, content in files.items() if not _is_current(root / name, content)]
    for name in changed:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(files[name])
    return changed


def _repository() -> Path:
    root = checkout()
    if root is None:
        raise SheetKpiError(
            Message("`sheetkpi build` works only in a copy of the repository: there is no pyproject.toml next to the package.")
        )
    return root


def _text(path: Path) -> str:
    return path.read_bytes().decode()  # read_text would change the line ends


def _is_current(path: Path, content: bytes) -> bool:
    return path.is_file() and contents(path.read_bytes()) == contents(content)


# --- tables of the documentation

#: A table is between two such comments; everything else on a page is written by hand.
_MARKED = re.compile(r"<!-- (?P<name>[a-z]+) -->\n.*?<!-- /(?P=name) -->", re.DOTALL)


def with_tables(page: str, language: Language) -> str:
    """Return the page with its tables renewed."""

    def table(marked: re.Match[str]) -> str:
        name = marked["name"]
        return f"<!-- {name} -->\n\n{_TABLES[name](language)}\n\n<!-- /{name} -->" if name in _TABLES else marked[0]

    return _MARKED.sub(table, page)


def _functions(language: Language) -> str:
    head = [Label("Function"), Label("What it is"), Label("Arguments"), Label("Native formula")]
    topics = []
    for _, group in groupby(KPIS.values(), key=lambda record: record.group):
        records = list(group)
        rows = [_function(record, language) for record in records]
        topics.append(f"### {records[0].group_in(language)}\n\n{_table(language, head, rows)}")
    return "\n\n".join(topics)


def _function(record: Record, language: Language) -> list[str]:
    return [
        f"`{record.name}`",
        record.title(language),
        ", ".join(name.replace("[", "\\[").replace("]", "\\]") for name in argument_names(record, language)),
        _formula(record, language),
    ]


def _formula(record: Record, language: Language) -> str:
    if not record.is_printable:
        return f"— {translate(record.unprintable, language)}"
    return "<br>".join(f"`{formula}`" for formula in native_formulas(record, language))


def _settings(language: Language) -> str:
    head = [Label("Setting"), Label("What it does"), Label("Default"), Label("Environment variable")]
    rows = [
        [
            f"`{setting.key}`",
            setting.text.in_language(language).replace("|", "\\|"),
            f"`{setting.kind.write(setting.default)}`",
            f"`{setting.variable}`",
        ]
        for setting in settings_of(Settings)
    ]
    return _table(language, head, rows)


def _table(language: Language, head: list[Label], rows: list[list[str]]) -> str:
    titles = [title.in_language(language) for title in head]
    return "\n".join(f"| {' | '.join(row)} |" for row in [titles, ["---"] * len(head), *rows])


_TABLES: Mapping[str, Callable[[Language], str]] = {"functions": _functions, "settings": _settings}
