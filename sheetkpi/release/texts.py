"""Texts in the sources, and the defects of their translations."""

import ast
import io
import string
from collections.abc import Iterator, Mapping
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from sheetkpi.files.shipped import PACKAGE
from sheetkpi.hosts.google.script import MESSAGES as SCRIPT_MESSAGES
from sheetkpi.model.records import GROUPS
from sheetkpi.printing.javascript import MESSAGES, TABLE_WORDS
from sheetkpi.reading.fields import FIELDS
from sheetkpi.registry import KPIS
from sheetkpi.translation import DOMAIN, Language

#: The calls with a text to translate, and which of their arguments it is.
_MARKS = {"Message": 0, "Label": 0, "translate": 0, "_": 0, "needing": 1}

#: Words that become labels by a value, so that no call holds them.
_WORDS = frozenset("keep fix stop minimum maximum Paid All —".split()) | {
    "test more",
    "no sales data",
    "no spend: left out",
    "no gross profit: spend kept",
}

#: Excel cuts the text of the function wizard here.
LONGEST_SUMMARY = 255


def source_texts() -> set[str]:
    """Return every English text that a person may read."""
    from jinja2 import Environment  # compiling translations, as packaging the project does, needs no Jinja
    from jinja2.ext import extract_from_ast

    texts = {text for path in PACKAGE.rglob("*.py") for text in _in_python(path)}
    environment = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    for path in PACKAGE.rglob("*.html"):
        found = extract_from_ast(environment.parse(path.read_text("utf-8")), gettext_functions=("_",))
        texts |= {text for _, _, text in found if isinstance(text, str)}
    texts |= {text for kpi in KPIS.values() for text in kpi.texts()}
    texts |= {kind.unit for kpi in KPIS.values() for kind in (kpi.kind, *(parameter.kind for parameter in kpi.parameters))}
    texts |= {text for field in FIELDS.values() for text in (field.title.text, field.parameter.words, field.parameter.help)}
    for words in (GROUPS, MESSAGES, TABLE_WORDS, SCRIPT_MESSAGES):
        texts |= set(words.values())
    return (texts | _WORDS) - {""}


def _in_python(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _MARKS and node.args:
            text = node.args[_MARKS[node.func.id]]
            if isinstance(text, ast.Constant) and isinstance(text.value, str):
                yield text.value


def translations(language: Language) -> Mapping[str, str]:
    """Read the translations of a language by their English texts."""
    with _po_file(language).open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file, locale=language) if message.id}


def defects(language: Language) -> list[str]:
    """Return a line for each missing, unused or inconsistent translation of a language."""
    texts, known = source_texts(), translations(language)
    return [
        *(f"no translation: {text}" for text in sorted(texts) if not known.get(text)),
        *(f"no longer used: {text}" for text in sorted(set(known) - texts)),
        *(f"other {{…}} than the original: {text}" for text, said in sorted(known.items()) if said and _facts(text) != _facts(said)),
        *(
            f"longer than {LONGEST_SUMMARY} characters, where Excel cuts it: {said}"
            for kpi in KPIS.values()
            if len(said := known.get(kpi.summary, "")) > LONGEST_SUMMARY
        ),
    ]


def _facts(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def compile_translations(language: Language) -> bool:
    """Compile the translations of a language for gettext, and return whether they changed."""
    source = _po_file(language)
    compiled = io.BytesIO()
    with source.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    target = source.with_suffix(".mo")
    if target.is_file() and target.read_bytes() == compiled.getvalue():
        return False
    target.write_bytes(compiled.getvalue())
    return True


def _po_file(language: Language) -> Path:
    return PACKAGE / "locale" / language / "LC_MESSAGES" / f"{DOMAIN}.po"
