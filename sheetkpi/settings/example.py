"""A first settings file: every setting with its sentence and an example, commented out."""

from typing import Any

from sheetkpi.settings.declaring import Path, sections_of, settings_of
from sheetkpi.settings.file import NAME, VARIABLE
from sheetkpi.translation import Language, translate


def example_file(declared: type[Any], language: Language) -> str:
    """The text of the file; as it is, it changes nothing."""
    said = translate(
        "The settings of sheetkpi. Remove the # before a setting to change it; `sheetkpi config` shows what holds. "
        "This file is read in the folder where sheetkpi is started, or where {variable} says.",
        language,
    )
    lines = [f"# {NAME}", f"# {said.format(variable=VARIABLE)}"]
    sections = sections_of(declared)
    section: Path = ()
    for setting in settings_of(declared):
        if setting.path[:-1] != section:
            section = setting.path[:-1]
            lines += ["", f"# {sections[section].in_language(language)}", f"[{'.'.join(section)}]"]
        lines += ["", f"# {setting.facts.text.in_language(language)}"]
        lines.append(f"# {setting.path[-1]} = {setting.kind.in_file(setting.facts.example)}")
    return "\n".join(lines) + "\n"
