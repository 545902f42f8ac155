"""The documentation tells the truth: what can be run is run, and what it names exists."""

import contextlib
import doctest
import os
import pty
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import click
import pytest

from sheetkpi.cli.program import COMMANDS, program
from sheetkpi.settings import read_settings
from tests.documentation import ENGLISH, PAGES, ROOT, RUSSIAN, Block, Page, Step, invocations, name_of
from tests.programs import program as installed

URL = "https://github.com/sheetkpi/sheetkpi"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
TRANSLATED = [(ROOT / "README.md", ROOT / "README.ru.md"), *((path, path.parent / "ru" / path.name) for path in ENGLISH[2:])]
COMPLETE = [*PAGES, ROOT / "SECURITY.md", ROOT / "SECURITY.ru.md", ROOT / "CHANGELOG.md"]

every_page = pytest.mark.parametrize("page", [Page(path) for path in PAGES], ids=lambda page: page.name)
every_translation = pytest.mark.parametrize(
    ("english", "russian"), [(Page(one), Page(other)) for one, other in TRANSLATED], ids=[name_of(one) for one, _ in TRANSLATED]
)


# --- what can be run is run


class Terminal:
    """A terminal without any settings, in a folder with the documentation in it."""

    def __init__(self, folder: Path, language: str) -> None:
        self.folder = folder
        (folder / "docs").symlink_to(ROOT / "docs")
        (folder / ".venv").symlink_to(sys.prefix)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.environment = {
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "HOME": str(folder),
            "LANG": f"{language}_{language.upper()}.UTF-8",
            "SHEETKPI_SERVER_PORT": str(self.port),
            "TERM": "dumb",
            "COLUMNS": "120",
        }
        self.server: subprocess.Popen[bytes] | None = None

    def run(self, step: Step) -> None:
        if step.command.startswith("sheetkpi serve"):
            self.serve(step.command)
            return
        command = step.command.replace("127.0.0.1:8765", f"127.0.0.1:{self.port}")
        if command.startswith("curl "):
            installed("curl", "the requests in the documentation are not tried", "curl")
            command = command.replace("curl ", "curl -sS ", 1)
        code, printed = self.see(command)
        if step.printed is None:
            assert code == 0, f"$ {step.command}\n{printed}"
        else:
            assert is_as_shown(printed, step.printed), f"$ {step.command}\n{printed}\n--- is shown as\n{step.printed}"

    def see(self, command: str) -> tuple[int, str]:
        """The exit code of a command, and what a person sees of it on the screen."""
        screen, inside = pty.openpty()
        with subprocess.Popen(
            ["bash", "-o", "pipefail", "-c", command],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=inside,
            stderr=inside,
            start_new_session=True,
        ) as process:
            os.close(inside)
            seen = b""
            with contextlib.suppress(OSError):  # Linux says so when nobody writes any more
                while part := os.read(screen, 2**16):
                    seen += part
            os.close(screen)
        return process.returncode, seen.decode().replace("\r\n", "\n")

    def serve(self, command: str) -> None:
        self.stop()
        self.server = subprocess.Popen(
            ["bash", "-c", f"exec {command}"], cwd=self.folder, env=self.environment, stdout=subprocess.DEVNULL, start_new_session=True
        )
        end = time.monotonic() + 30
        while True:
            assert self.server.poll() is None, f"{command} ended with {self.server.returncode}"
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return
            assert time.monotonic() < end, f"{command} does not listen"
            time.sleep(0.1)

    def stop(self) -> None:
        if self.server is not None:
            os.killpg(self.server.pid, signal.SIGKILL)
            self.server.wait()


@contextlib.contextmanager
def terminal(folder: Path, page: Page) -> Iterator[Terminal]:
    opened = Terminal(folder, "ru" if page.path in RUSSIAN else "en")
    try:
        yield opened
    finally:
        opened.stop()


def is_as_shown(printed: str, shown: str) -> bool:
    """Whether a page shows what is printed; … stands for anything, and white space is free."""
    space = "" if shown[0] in "{[" else " "
    pattern = ".*".join(re.escape(re.sub(r"\s+", space, part)) for part in shown.strip().split("…"))
    return re.fullmatch(pattern, re.sub(r"\s+", space, printed.strip()), re.DOTALL) is not None


def has_commands(path: Path) -> bool:
    return any(block.kind in {"sh", "console"} and not block.note for block in Page(path).blocks)


@pytest.mark.e2e
@pytest.mark.parametrize("page", [Page(path) for path in PAGES if has_commands(path)], ids=lambda page: page.name)
def test_commands_do_what_the_page_shows(page: Page, tmp_path: Path) -> None:
    if shutil.which("bash") is None:
        pytest.skip("bash is not installed: the commands in the documentation are not tried.")
    with terminal(tmp_path, page) as shell:
        for block in page.blocks:
            if block.kind in {"sh", "console"} and not block.note:
                for step in block.steps():
                    shell.run(step)


@pytest.mark.parametrize("page", [Page(path) for path in PAGES if ">>> import" in path.read_text("utf-8")], ids=lambda page: page.name)
def test_python_examples_hold(page: Page) -> None:
    text = "\n".join(block.body for block in page.blocks if block.kind == "python" and not block.note)
    test = doctest.DocTestParser().get_doctest(text, {}, page.name, str(page.path), 0)
    said: list[str] = []
    results = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE).run(test, out=said.append)
    assert results.attempted
    assert not results.failed, "".join(said)


def quotations() -> list[tuple[Block, Path]]:
    blocks = [block for path in PAGES for block in Page(path).blocks if block.note.startswith("from ")]
    return [(block, ROOT / block.note.removeprefix("from ")) for block in blocks]


def test_code_is_quoted_as_it_is() -> None:
    assert quotations()
    for block, source in quotations():
        shown = ".*?".join(re.escape(part) for part in block.body.split("…"))
        assert re.search(shown, source.read_text("utf-8"), re.DOTALL), block.body


@every_page
def test_settings_in_a_page_can_be_taken(page: Page, tmp_path: Path) -> None:
    for number, block in enumerate(block for block in page.blocks if block.kind == "toml"):
        file = tmp_path / f"{number}.toml"
        file.write_text(block.body, "utf-8")
        read_settings({"SHEETKPI_SETTINGS": str(file)}, tmp_path)


# --- what cannot be run is named exactly


@every_page
def test_only_what_needs_another_machine_is_not_run(page: Page) -> None:
    for block in page.blocks:
        assert block.kind in {"sh", "console", "python", "toml", "bat", "crontab"}, f"nothing tries {block.kind}"
        assert not block.note or block.note == "google" or block.note.startswith("from ") or block.reason, f"«{block.note}» is no reason"
        assert block.kind != "crontab" or block.reason


def lines_of(page: Page) -> Iterator[tuple[str, bool]]:
    """Each line of a shell or of Windows, and each inline piece of code, which may be unfinished."""
    for block in page.blocks:
        if block.kind in {"sh", "console"}:
            yield from ((step.command, False) for step in block.steps())
        elif block.kind in {"bat", "crontab"}:
            yield from ((line, False) for line in block.body.splitlines())
    yield from ((code, True) for code in re.findall(r"`(sheetkpi [^`]+)`", page.prose))


@every_page
def test_commands_and_options_exist(page: Page) -> None:
    for line, is_unfinished in lines_of(page):
        for arguments in invocations(line, frozenset(COMMANDS)):
            with contextlib.suppress(click.exceptions.Exit, *([click.MissingParameter] if is_unfinished else [])):
                understand(arguments)


def understand(arguments: list[str]) -> None:
    """Read the arguments as the program does, without running it."""
    command: click.Command = program
    context = click.Context(program, info_name="sheetkpi", obj="en")
    while isinstance(command, click.Group) and arguments and not arguments[0].startswith("-"):
        name, arguments = arguments[0], arguments[1:]
        inner = command.get_command(context, name)
        assert inner is not None, f"there is no command {name}"
        command, context = inner, click.Context(inner, parent=context, info_name=name)
    command.make_context(context.info_name, arguments, parent=context.parent, obj="en")


# --- what is named exists


def targets_of(path: Path) -> Iterator[tuple[str, Path, str]]:
    """Each link into the repository: as it is written, the file and the anchor."""
    for link in re.findall(r"\]\(([^)\s]+)\)", Page(path).text):
        place, _, anchor = link.partition("#")
        if match := re.fullmatch(
            rf"{URL}/(?:blob|raw|tree)/main/(.+)|https://raw\.githubusercontent\.com/sheetkpi/sheetkpi/main/(.+)", place
        ):
            yield link, ROOT / unquote(match[1] or match[2]), unquote(anchor)
        elif not place.startswith(("https://", "http://")):
            yield link, (path.parent / unquote(place)).resolve() if place else path, unquote(anchor)


@pytest.mark.parametrize("path", COMPLETE, ids=name_of)
def test_links_lead_somewhere(path: Path) -> None:
    for link, target, anchor in targets_of(path):
        assert target.exists(), link
        assert not anchor or anchor in Page(target).anchors, link


def test_the_package_s_page_has_absolute_links_alone() -> None:
    for name in ("README.md", "README.ru.md"):
        assert not [link for link in re.findall(r"\]\(([^)]+)\)", Page(ROOT / name).text) if not link.startswith("https://")]
    assert PROJECT["urls"]["Homepage"] == URL


def test_every_picture_is_shown() -> None:
    shown = {target for path in PAGES for _, target, _ in targets_of(path) if target.suffix == ".png"}
    assert shown == set((ROOT / ".github").glob("*.png"))


def test_every_page_can_be_found_from_the_readme() -> None:
    for start, pages in ((ROOT / "README.md", ENGLISH), (ROOT / "README.ru.md", RUSSIAN)):
        found, new = {start}, [start]
        while new:
            targets = {target for _, target, _ in targets_of(new.pop()) if target in pages}
            new += targets - found
            found |= targets
        assert set(pages) == found


@every_page
def test_extras_and_addresses_of_the_server_exist(page: Page) -> None:
    from sheetkpi.hosts.web import create_app

    for extras in re.findall(r"\.\[([a-z,]+)\]", page.text):
        assert set(extras.split(",")) <= set(PROJECT["optional-dependencies"])
    routes = create_app().url_map.bind("localhost")
    for address in re.findall(r"`(/(?:v1|addin|templates|openapi|metrics)[^` ]*)`", page.text):
        assert routes.allowed_methods(address), address


@every_page
def test_files_of_the_repository_that_are_named_exist(page: Page) -> None:
    for name in re.findall(r"(?<![\w/.])((?:addin|docs|sheetkpi|templates|tests)/[\w./-]*\w\.\w+)", page.text):
        assert (ROOT / name).exists(), name


# --- the two languages


@every_translation
def test_both_languages_have_the_same_examples(english: Page, russian: Page) -> None:
    def outline(page: Page) -> list[tuple[str, bool, list[list[str]]]]:
        return [(block.kind, bool(block.note), skeleton(block)) for block in page.blocks]

    def skeleton(block: Block) -> list[list[str]]:
        return [essence(step.command) for step in block.steps()] if block.kind in {"sh", "console"} else []

    def essence(command: str) -> list[str]:
        """The program, its command and its options: what else there is may differ, as names do."""
        words = command.split()
        options = [word for word in words if word.startswith("--") and word != "--lang"]
        return words[: 2 if words[0] == "sheetkpi" else 1] + options

    assert outline(russian) == outline(english)


@every_translation
def test_both_languages_have_the_same_outline(english: Page, russian: Page) -> None:
    for sign in (r"^# ", r"^## ", r"^### ", r"^\|", r"^(-|\d\.) ", r"^!"):
        counts = [len(re.findall(sign, page.text, re.MULTILINE)) for page in (english, russian)]
        assert counts[0] == counts[1], sign


#: Names, and what programs without a Russian translation show.
LATIN = set(
    "sheetkpi xlwings nginx systemd certbot cron clasp zsh fish bash waitress granian gunicorn pip pandas csv xlsx json toml xlsm xlam oxt "
    "com org msgid txt conf git hatchling".split()
)


@pytest.mark.parametrize("path", RUSSIAN, ids=name_of)
def test_a_russian_page_is_in_russian(path: Path) -> None:
    prose = re.sub(r"`[^`]*`|\]\([^)]*\)|<http[^>]*>", " ", Page(path).prose)
    assert set(re.findall(r"(?<![\w.])[a-z]{3,}\b(?!\.\w)", prose)) - LATIN == set()
    assert not re.findall("[“”]", prose)


@pytest.mark.parametrize("path", ENGLISH, ids=name_of)
def test_an_english_page_has_english_signs(path: Path) -> None:
    written = re.sub(r"<!-- (\w+) -->.*?<!-- /\1 -->", "", Page(path).text, flags=re.DOTALL)
    rules = written.replace("«…», 30 %", "")  # the style page says how Russian is written
    assert not re.findall(r"[«»]|\d %", rules)


# --- the READMEs


@pytest.mark.parametrize("path", [ROOT / "README.md", ROOT / "README.ru.md"], ids=name_of)
def test_a_readme_is_read_in_a_minute(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 120


def test_the_test_command_is_one_line_that_the_continuous_integration_finds() -> None:
    rule = re.search(r"sed -n 's/(.*)/\\1/p' README\.md", (ROOT / ".ci" / "run").read_text("utf-8"))
    assert rule
    pattern = rule[1].replace(r"\(", "(").replace(r"\)", ")")
    assert len(re.findall(pattern, Page(ROOT / "README.md").text, re.MULTILINE)) == 1


def test_every_command_is_explained() -> None:
    for name in ("docs/command-line.md", "docs/ru/command-line.md"):
        assert not [command for command in COMMANDS if f"`sheetkpi {command}" not in Page(ROOT / name).text]


@every_page
def test_nobody_counts_functions_by_hand(page: Page) -> None:
    assert not re.findall(r"\b\d+ (?:functions|KPIs|функци|показател)|[Ss]eventy|[Сс]емьдесят", page.prose)
