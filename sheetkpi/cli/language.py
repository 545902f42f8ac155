"""The language in which a person reads the command line."""

import sys
from collections.abc import Callable, Mapping, Sequence

from sheetkpi.locale import LOCALES
from sheetkpi.translation import LANGUAGES, Language


def _(text: str) -> str:
    """Mark a text that is translated later, when somebody reads it."""
    return text


def of_windows() -> str:
    """The language in which Windows speaks to its user; blank where it is none of ours, and on other systems."""
    if sys.platform != "win32":
        return ""
    import ctypes

    return language_of(ctypes.windll.kernel32.GetUserDefaultUILanguage())


def language_of(identifier: int) -> str:
    """The language of one of Windows' identifiers; blank where it is none of ours.

    >>> language_of(0x0419)
    'ru'
    """
    primary = identifier & 0x3FF  # the other bits say the country ([MS-LCID] 2.2)
    return next((language for language, locale in LOCALES.items() if locale.windows_language == primary), "")


def chosen_language(arguments: Sequence[str], environment: Mapping[str, str], windows: Callable[[], str] = of_windows) -> Language:
    """What ``--lang`` says, else ``SHEETKPI_LANG``, else the system's language; English where none of them is known.

    It is found before click reads the arguments, so that help and complaints speak it too.

    >>> chosen_language(["list", "--lang", "ru"], {})
    'ru'
    >>> chosen_language([], {"LC_ALL": "", "LANG": "ru_RU.UTF-8"})
    'ru'
    """
    for wish in (_option(arguments), environment.get("SHEETKPI_LANG"), _of_the_system(environment) or windows()):
        for language in LANGUAGES:
            if wish == language:
                return language
    return "en"


def _option(arguments: Sequence[str]) -> str | None:
    """The value of the last ``--lang``, as click takes it."""
    wish = None
    for argument, following in zip(arguments, [*arguments[1:], None], strict=False):
        if argument == "--":
            break
        if argument == "--lang":
            wish = following
        elif argument.startswith("--lang="):
            wish = argument.partition("=")[2]
    return wish


def _of_the_system(environment: Mapping[str, str]) -> str:
    """``ru`` of ``ru_RU.UTF-8``; the first variable that is set decides, as everywhere on Unix."""
    return next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "")[:2].lower()
