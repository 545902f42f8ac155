"""The documentation as tests read it: pages, their blocks of code, and the commands in them."""

import re
import shlex
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).parent.parent
ENGLISH = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
RUSSIAN = [ROOT / "README.ru.md", *sorted((ROOT / "docs" / "ru").glob("*.md"))]
PAGES = ENGLISH + RUSSIAN

_BLOCK = re.compile(r"^(?: *<!-- (?P<note>[^>]*) -->\n)? *```(?P<kind>\w+)\n(?P<body>.*?)^ *```$", re.MULTILINE | re.DOTALL)
_NOT_RUN = "not run: "


@dataclass(frozen=True)
class Step:
    """A command, and what it prints; None where the page does not show it."""

    command: str
    printed: str | None


@dataclass(frozen=True)
class Block:
    """A fenced block of code.

    Args:
        kind: The language after the fence.
        body: What is in it.
        note: The comment directly above it.
    """

    kind: str
    body: str
    note: str

    @property
    def reason(self) -> str:
        """Why it is not run here; blank where it is run."""
        return self.note.removeprefix(_NOT_RUN) if self.note.startswith(_NOT_RUN) else ""

    def steps(self) -> Iterator[Step]:
        """The commands of a shell, one after the other; a quotation may span lines."""
        lines = self.body.splitlines()
        while lines:
            command, printed = lines.pop(0), None
            if self.kind == "console":
                command = command.removeprefix("$ ")
            while _is_open(command):
                command += "\n" + lines.pop(0)
            if self.kind == "console":
                shown = []
                while lines and not lines[0].startswith("$ "):
                    shown.append(lines.pop(0))
                printed = "\n".join(shown) or None
            yield Step(command, printed)


def _is_open(command: str) -> bool:
    try:
        shlex.split(command)
    except ValueError:
        return True
    return False


@dataclass(frozen=True)
class Page:
    """A page in Markdown."""

    path: Path

    @cached_property
    def text(self) -> str:
        return self.path.read_text("utf-8")

    @cached_property
    def blocks(self) -> list[Block]:
        return [Block(each["kind"], textwrap.dedent(each["body"]), each["note"] or "") for each in _BLOCK.finditer(self.text)]

    @cached_property
    def prose(self) -> str:
        """What is written by hand, without blocks of code and comments."""
        return re.sub(r"<!-- (\w+) -->.*?<!-- /\1 -->|<!--.*?-->", "", _BLOCK.sub("", self.text), flags=re.DOTALL)

    @cached_property
    def anchors(self) -> set[str]:
        """What a link to a heading ends with, as GitHub makes it."""
        headings = re.findall(r"^#+ (.+)$", _BLOCK.sub("", self.text), re.MULTILINE)
        return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}

    @property
    def name(self) -> str:
        return self.path.relative_to(ROOT).as_posix()


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def invocations(line: str, commands: frozenset[str]) -> Iterator[list[str]]:
    """The arguments of each ``sheetkpi …`` in a line of a shell or of Windows."""
    words = shlex.split(line.replace("\\", "/"), comments=True)
    for place, word in enumerate(words):
        if " " in word and "sheetkpi " in word:
            yield from invocations(word, commands)
        elif word.rpartition("/")[2] == "sheetkpi":
            rest = words[place + 1 :]
            end = next((index for index, each in enumerate(rest) if each in {"|", ">", "&&", "||"}), len(rest))
            if place == 0 or words[place - 1] in {"-m", "&&"} or (rest and rest[0] in commands):
                yield rest[:end]
