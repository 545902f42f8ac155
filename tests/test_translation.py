"""Every text that a person reads exists in Russian too, and nothing stale is kept."""

import ast
import io
import re
import socket
import string
from collections.abc import Callable
from functools import cache
from pathlib import Path

import jinja2
import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

import sheetkpi
from sheetkpi import KPIS
from sheetkpi.dialects.javascript import MESSAGES, TABLE_WORDS
from sheetkpi.errors import reason_of
from sheetkpi.headers import FIELDS
from sheetkpi.hosts.google.functions import MESSAGES as SCRIPT_MESSAGES
from sheetkpi.records import GROUPS
from sheetkpi.translation import Message, in_words, translate

PACKAGE = Path(sheetkpi.__file__).parent
RUSSIAN = PACKAGE / "locale" / "ru" / "LC_MESSAGES"


def texts_in_code() -> set[str]:
    """The literals that the code hands to gettext, in Python and in the page's templates."""
    found = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
                first = node.args[0]
                if (
                    node.func.id in ("Message", "Label", "translate", "_")
                    and isinstance(first, ast.Constant)
                    and isinstance(first.value, str)
                ):
                    found.add(first.value)
    found |= texts_in_templates()
    return {text for text in found if text}


def texts_in_templates() -> set[str]:
    environment = jinja2.Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    return {
        message
        for path in PACKAGE.rglob("*.html")
        for _, _, message in environment.extract_translations(path.read_text("utf-8"), gettext_functions=("_",))
        if isinstance(message, str)
    }


def texts_in_records() -> set[str]:
    texts = {text for kpi in KPIS.values() for text in kpi.texts()}
    texts |= {unit for kpi in KPIS.values() for unit in [kpi.kind.unit, *(p.kind.unit for p in kpi.parameters)]}
    texts |= {text for field in FIELDS.values() for text in (field.parameter.words, field.parameter.help)}
    # words that are chosen by a value before they become labels
    words = {"scale", "keep", "fix", "stop", "minimum", "maximum", "no spend: left out", "no gross profit: spend kept", "Paid", "All", "—"}
    return texts | set(GROUPS.values()) | set(MESSAGES.values()) | set(TABLE_WORDS.values()) | set(SCRIPT_MESSAGES.values()) | words


@cache
def catalogue() -> dict[str, str]:
    with (RUSSIAN / "sheetkpi.po").open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file, locale="ru") if message.id}


def test_every_text_has_its_translation() -> None:
    missing = {text for text in texts_in_code() | texts_in_records() if not catalogue().get(text)}
    assert missing == set(), "translate these in locale/ru/LC_MESSAGES/sheetkpi.po, then: pybabel compile -d sheetkpi/locale -D sheetkpi"


def test_no_translation_has_lost_its_text() -> None:
    assert set(catalogue()) - texts_in_code() - texts_in_records() == set()


def test_a_translation_has_the_same_facts_as_its_text() -> None:
    def facts(text: str) -> set[str | None]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}

    assert {text for text, russian in catalogue().items() if facts(text) != facts(russian)} == set()


def test_the_compiled_translations_are_those_of_the_text_file() -> None:
    compiled = read_mo(io.BytesIO((RUSSIAN / "sheetkpi.mo").read_bytes()))
    assert {str(message.id): str(message.string) for message in compiled if message.id} == catalogue(), (
        "pybabel compile -d sheetkpi/locale -D sheetkpi"
    )


def test_numbers_are_written_as_the_reader_writes_them() -> None:
    assert in_words(0.3, "ru") == "0,3"
    assert in_words(0.3, "en") == "0.3"
    assert in_words(72.0, "ru") == "72"


@pytest.mark.parametrize(
    "provoke",
    [
        lambda folder: (folder / "no such file").read_bytes(),
        lambda folder: folder.read_bytes(),
        lambda folder: folder.mkdir(),
        lambda folder: folder.parent.rmdir(),
        lambda folder: (folder / ("a" * 300)).read_bytes(),
        lambda _folder: socket.create_server(("192.0.2.1", 0)),
        lambda _folder: socket.create_connection(("127.0.0.1", 1), timeout=5),
    ],
)
def test_why_the_system_refuses_is_said_in_the_language_of_the_reader(tmp_path: Path, provoke: Callable[[Path], object]) -> None:
    with pytest.raises(OSError) as caught:  # noqa: PT011 - which of them is asked of the system itself
        provoke(tmp_path)
    assert re.search("[a-z]", reason_of(caught.value).in_language("en"))
    assert not re.search("[A-Za-z]", reason_of(caught.value).in_language("ru"))


def test_a_rare_reason_keeps_its_number_and_the_words_of_the_system() -> None:
    assert "28282 (beyond words)" in reason_of(OSError(28282, "beyond words")).in_language("ru")


def test_an_unknown_text_stays_as_it_is() -> None:
    assert translate("no such text", "ru") == "no such text"
    assert Message("{value} is odd", value=1.5).in_language("ru") == "1,5 is odd"
