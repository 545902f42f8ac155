"""SECURITY.md promises what is tested, the same in both languages."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ENGLISH, RUSSIAN = ((ROOT / name).read_text("utf-8") for name in ("SECURITY.md", "SECURITY.ru.md"))


def promised_in(text: str) -> list[str]:
    return re.findall(r"`(test_\w+\.py)`", text)


@pytest.mark.parametrize("name", sorted({*promised_in(ENGLISH), *promised_in(RUSSIAN)}))
def test_a_test_that_is_named_exists(name: str) -> None:
    assert list((ROOT / "tests").rglob(name)), f"{name} is promised, and there is none"


def test_both_languages_promise_the_same() -> None:
    assert promised_in(ENGLISH) == promised_in(RUSSIAN)
    for sign in ("\n| ", "\n- ", "\n## "):
        assert ENGLISH.count(sign) == RUSSIAN.count(sign)
