"""Every text that a person reads exists in each language, and nothing stale is kept."""

import gettext
import re
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from sheetkpi import KPIS
from sheetkpi.files.shipped import PACKAGE
from sheetkpi.model.errors import reason_of
from sheetkpi.release.texts import compile_translations, defects, source_texts, translations
from sheetkpi.translation import LANGUAGES, Language, Message, in_words, translate

TRANSLATED = [language for language in LANGUAGES if language != "en"]


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_translations_are_complete_and_say_the_same_facts(language: Language) -> None:
    assert defects(language) == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_tools_of_translators_find_nothing_wrong(language: Language) -> None:
    with (PACKAGE / "locale" / language / "LC_MESSAGES" / "sheetkpi.po").open("rb") as file:
        assert [message.id for message, _ in read_po(file, locale=language).check()] == []


def test_the_texts_of_the_code_the_page_and_the_formulas_are_found() -> None:
    texts = source_texts()
    assert {"There is no function {name}. Did you mean {nearest}?", KPIS["ROMI"].summary, "gross profit", "Profitability"} <= texts
    assert "money" in texts


@pytest.fixture
def po(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of translations with one entry, and a source with three texts."""
    path = tmp_path / "locale" / "ru" / "LC_MESSAGES" / "sheetkpi.po"
    path.parent.mkdir(parents=True)
    path.write_text('msgid "one {fact}"\nmsgstr "один {факт}"\n\nmsgid "old"\nmsgstr "старый"\n', "utf-8")
    monkeypatch.setattr("sheetkpi.release.texts.PACKAGE", tmp_path)
    monkeypatch.setattr("sheetkpi.release.texts.source_texts", lambda: {"one {fact}", "new"})
    return path


@pytest.mark.usefixtures("po")
def test_what_a_translation_lacks_is_named() -> None:
    assert [line.partition(":")[0] for line in defects("ru")] == ["no translation", "no longer used", "other {…} than the original"]
    assert defects("ru")[0].endswith(": new")


def test_translations_are_compiled_as_gettext_reads_them_and_only_when_they_change(po: Path) -> None:
    assert compile_translations("ru")
    assert gettext.translation("sheetkpi", str(po.parents[2]), ["ru"]).gettext("old") == "старый"
    assert not compile_translations("ru")


def test_the_compiled_translations_are_those_of_the_text_file() -> None:
    for language in TRANSLATED:
        assert all(translate(text, language) == said for text, said in translations(language).items()), "sheetkpi build"


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
