"""The extension in a LibreOffice: its own installer, ``unopkg``, puts it there, removes it, and says whether it is there."""

import locale
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import TimeoutExpired

from sheetkpi.hosts.calc.extension import IDENTIFIER
from sheetkpi.hosts.calc.offices import FIRST_WITH_IT, OLDEST_PYTHON, Machine, Office
from sheetkpi.model.errors import SheetKpiError, reason_of
from sheetkpi.translation import Message


class InstallationError(SheetKpiError):
    """The extension cannot be installed, removed or looked for."""


@dataclass(frozen=True)
class Installed:
    """What a LibreOffice knows of the extension."""

    version: str
    is_on: bool
    description: str = ""


class Installation:
    """The extension of one user, in one LibreOffice."""

    def __init__(self, office: Office, machine: Machine) -> None:
        self.office = office
        self.machine = machine

    def installed(self) -> Installed | None:
        """What is installed; None where nothing is.

        Raises:
            InstallationError: LibreOffice does not say.
        """
        self._refuse_root()
        done, said = self._run("list")
        if not done:
            self._refuse_while_running()
            raise InstallationError(
                Message(
                    "LibreOffice does not say which extensions it has. It says: “{said}”. Start it once, close it, and try again.",
                    said=said,
                )
            )
        return _in_list(said)

    def install(self, extension: Path) -> None:
        """Install the extension, in the place of another version of it.

        Raises:
            InstallationError: It cannot be installed.
        """
        self._refuse_root()
        self.refuse_unfit()
        self._refuse_while_running()
        with self._readable(extension) as file:
            done, said = self._run("add", "--force", "--suppress-license", str(file))
        if done:
            return
        self._remove_what_failed()
        if "sheetkpi needs LibreOffice" in said:  # so the component speaks when it meets an older Python
            self._refuse_python()
        raise InstallationError(
            Message(
                "LibreOffice did not take the extension. It says: “{said}”. "
                "Try again, or add {file} in LibreOffice itself: Tools → Extensions → Add.",
                said=said,
                file=extension,
            )
        )

    def remove(self) -> bool:
        """Remove the extension; False where there is nothing to remove.

        Raises:
            InstallationError: It cannot be removed.
        """
        if self.installed() is None:
            return False
        self._refuse_while_running()
        done, said = self._run("remove", IDENTIFIER)
        if not done:
            raise InstallationError(
                Message(
                    "LibreOffice did not remove the extension. It says: “{said}”. "
                    "Try again, or remove it in LibreOffice itself: Tools → Extensions.",
                    said=said,
                )
            )
        return True

    def refuse_unfit(self) -> None:
        """Refuse a LibreOffice in which the functions cannot run."""
        office = self.office
        if not office.has_python:
            raise InstallationError(
                Message(
                    "{office} has no Python here, in which the functions run. Install its package: "
                    "python3-uno in Debian and Ubuntu, libreoffice-pyuno in Fedora and openSUSE.",
                    office=office,
                )
            )
        uses_the_systems = office.python is None and self.machine.platform == "linux"
        brings_it = office.python >= OLDEST_PYTHON if office.python else office.version >= FIRST_WITH_IT
        if not (uses_the_systems or brings_it):
            self._refuse_python()

    def _refuse_python(self) -> None:
        raise InstallationError(
            Message(
                "The Python inside {office} is too old: the functions need 3.10. Install LibreOffice 25.2 or later from libreoffice.org.",
                office=self.office,
            )
        )

    def _refuse_root(self) -> None:
        if self.machine.is_root:
            raise InstallationError(
                Message(
                    "An extension belongs to one user, and LibreOffice takes none from root. "
                    "Run this without sudo, as the user who works in Calc."
                )
            )

    def _refuse_while_running(self) -> None:
        if self.office.is_running:
            raise InstallationError(
                Message(
                    "LibreOffice is running. Close all its windows, and its Quickstarter if it has one, and try again. "
                    "Where nothing is open, it broke down: start and close it once, or delete {lock}.",
                    lock=self.office.lock,
                )
            )

    @contextmanager
    def _readable(self, extension: Path) -> Iterator[Path]:
        """The file where LibreOffice can read it."""
        if self.office.shared is None:
            yield extension
            return
        self.office.shared.mkdir(parents=True, exist_ok=True)
        copy = Path(shutil.copy(extension, self.office.shared))
        try:
            yield copy
        finally:
            copy.unlink()

    def _remove_what_failed(self) -> None:
        """An installation that fails leaves the extension there, switched off."""
        done, said = self._run("list")
        left = _in_list(said) if done else None
        if left and not left.is_on:
            self._run("remove", IDENTIFIER)

    def _run(self, *arguments: str) -> tuple[bool, str]:
        """Whether the installer did it, and what it said."""
        try:
            process = self.machine.start([*self.office.installer, *arguments])
        except OSError as error:
            raise InstallationError(
                Message("{program} does not start: {reason}.", program=self.office.installer[0], reason=reason_of(error))
            ) from None
        except TimeoutExpired as error:
            raise InstallationError(
                Message(
                    "{program} gave no answer for {seconds} seconds. Try again.", program=self.office.installer[0], seconds=error.timeout
                )
            ) from None
        if process.returncode == 0:
            return True, _decoded(process.stdout)
        return False, _reason(_decoded(process.stderr) + _decoded(process.stdout)) or f"unopkg: {process.returncode}"


def _in_list(said: str) -> Installed | None:
    """The extension in what ``unopkg list`` prints."""
    entry = re.search(rf"^Identifier: {re.escape(IDENTIFIER)}\n(.*?)(?=^Identifier: |\Z)", said, re.MULTILINE | re.DOTALL)
    if entry is None:
        return None
    found = (re.search(rf"^  {fact}: *(.*)$", entry[1], re.MULTILINE) for fact in ("Version", "is registered", "Description"))
    version, state, description = (fact[1] if fact else "" for fact in found)
    return Installed(version or "?", is_on=state == "yes", description=description)


def _decoded(said: bytes) -> str:
    """What the installer printed; on Windows in UTF-16 or in the country's own encoding."""
    if b"\0" in said:
        text = said.decode("utf-16", "replace")
    else:
        try:
            text = said.decode()
        except UnicodeDecodeError:
            text = said.decode(locale.getpreferredencoding(do_setlocale=False), "replace")
    return text.replace("\r\n", "\n")


def _reason(said: str) -> str:
    r"""The one sentence that matters in an error message of the installer.

    >>> _reason("ERROR: Exception occurred: Bad Zip File, ZipException: Zip too small!\n\nERROR: unopkg failed.\n")
    'Bad Zip File, ZipException: Zip too small!'
    """
    exception = re.search(r"Exception occurred: (.*?)(?:, traceback follows)?$", said, re.MULTILINE)
    text = exception[1] if exception else re.sub(r"^ERROR: (unopkg failed\.)?", "", said, flags=re.MULTILINE)
    return " ".join(text.split())
