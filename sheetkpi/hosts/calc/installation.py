"""Install, remove and look up the extension with ``unopkg``, LibreOffice's installer."""

import locale
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import TimeoutExpired

from sheetkpi.hosts.calc.extension import IDENTIFIER
from sheetkpi.hosts.calc.find_libreoffice import FIRST_WITH_IT, OLDEST_PYTHON, Machine, Office
from sheetkpi.model.errors import SheetKpiError, reason_of
from sheetkpi.translation import Message


class InstallationError(SheetKpiError):
    """The extension can't be installed, removed or looked up."""


@dataclass(frozen=True)
class Installed:
    """An installed extension."""

    version: str
    is_on: bool
    description: str = ""


class Installation:
    """The extension of a user in a LibreOffice."""

    def __init__(self, office: Office, machine: Machine) -> None:
        self.office = office
        self.machine = machine

    def installed(self) -> Installed | None:
        """Return the installed extension, or None.

        Raises:
            InstallationError: LibreOffice doesn't list its extensions.
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
        """Install the extension, replacing another version.

        Raises:
            InstallationError: It can't be installed.
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
                "LibreOffice didn't accept the extension. It says: “{said}”. "
                "Try again, or add {file} in LibreOffice itself: Tools → Extensions → Add.",
                said=said,
                file=extension,
            )
        )

    def remove(self) -> bool:
        """Remove the extension; return False if it isn't installed.

        Raises:
            InstallationError: It can't be removed.
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
        """Refuse a LibreOffice that can't run the functions."""
        office = self.office
        if not office.has_python:
            raise InstallationError(
                Message(
                    "{office} has no Python here, which the functions need. Install its package: "
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
                    "An extension belongs to one user, and LibreOffice doesn't accept one from root. "
                    "Run this without sudo, as the user who works in Calc."
                )
            )

    def _refuse_while_running(self) -> None:
        if self.office.is_running:
            raise InstallationError(
                Message(
                    "LibreOffice is running. Close all its windows, and its Quickstarter if it has one, and try again. "
                    "If nothing is open, it crashed: start and close it once, or delete {lock}.",
                    lock=self.office.lock,
                )
            )

    @contextmanager
    def _readable(self, extension: Path) -> Iterator[Path]:
        """Copy the file to a folder that LibreOffice can read, if necessary."""
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
        """Remove the disabled extension that a failed installation leaves."""
        done, said = self._run("list")
        left = _in_list(said) if done else None
        if left and not left.is_on:
            self._run("remove", IDENTIFIER)

    def _run(self, *arguments: str) -> tuple[bool, str]:
        """Run the installer; return whether it succeeded, and its output."""
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
    """Find the extension in the output of ``unopkg list``."""
    entry = re.search(rf"^Identifier: {re.escape(IDENTIFIER)}\n(.*?)(?=^Identifier: |\Z)", said, re.MULTILINE | re.DOTALL)
    if entry is None:
        return None
    found = (re.search(rf"^  {fact}: *(.*)$", entry[1], re.MULTILINE) for fact in ("Version", "is registered", "Description"))
    version, state, description = (fact[1] if fact else "" for fact in found)
    return Installed(version or "?", is_on=state == "yes", description=description)


def _decoded(said: bytes) -> str:
    """Decode the installer's output, which on Windows is in UTF-16 or in the local encoding."""
    if b"\0" in said:
        text = said.decode("utf-16", "replace")
    else:
        try:
            text = said.decode()
        except UnicodeDecodeError:
            text = said.decode(locale.getpreferredencoding(do_setlocale=False), "replace")
    return text.replace("\r\n", "\n")


def _reason(said: str) -> str:
    r"""Extract the cause from an error message of the installer.

    >>> _reason("ERROR: Exception occurred: Bad Zip File, ZipException: Zip too small!\n\nERROR: unopkg failed.\n")
    'Bad Zip File, ZipException: Zip too small!'
    """
    exception = re.search(r"Exception occurred: (.*?)(?:, traceback follows)?$", said, re.MULTILINE)
    text = exception[1] if exception else re.sub(r"^ERROR: (unopkg failed\.)?", "", said, flags=re.MULTILINE)
    return " ".join(text.split())
