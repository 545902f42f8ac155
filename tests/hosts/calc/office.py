"""A real LibreOffice with the extension in it, as an ordinary user has it, and what a test does with it."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import tempfile
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sheetkpi.release.products import product
from tests.programs import libreoffice, missing

DRIVER = Path(__file__).with_name("driver.py")

#: `unopkg` refuses root, and so it should: where a test runs as root, this user installs and works.
NOBODY = 65534

SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Linguistic/General"><prop oor:name="UILocale" oor:op="fuse"><value>{locale}</value></prop></item>
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>{locale}</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="ODFRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>"""


def todays_extension(folder: Path) -> Path:
    """The extension that today's code makes, as a file in a folder."""
    file = folder / "sheetkpi.oxt"
    file.write_bytes(product("addin/calc/sheetkpi.oxt"))
    return file


def programs() -> tuple[str, str]:
    """LibreOffice's own installer of extensions, and a Python that has its API."""
    beside = Path(libreoffice("the add-in is not tried in it")).resolve().parent
    for python in (beside / "python", beside / "python.exe", Path("/usr/bin/python3")):
        if python.exists() and subprocess.run([python, "-c", "import uno"], capture_output=True, check=False).returncode == 0:
            return str(beside), str(python)
    return missing("No Python with LibreOffice's API was found: the add-in is not tried. Debian: apt install python3-uno.")


class Office:
    """A LibreOffice of its own: folder, settings, extension and all.

    Args:
        extension: The extension to install; None for an office without.
        locale: Of its menus, such as ``ru``.
    """

    #: What drives it.
    program = DRIVER

    def __init__(self, extension: Path | None, locale: str = "en-US") -> None:
        self.programs, python = programs()
        self.folder = Path(tempfile.mkdtemp(prefix="sheetkpi-office-"))
        profile = self.folder / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(SETTINGS.format(locale=locale), "utf-8")
        driver = shutil.copy(self.program, self.folder / "driver.py")
        if extension:
            extension = Path(shutil.copy(extension, self.folder))
        self.own()
        self.installation = f"-env:UserInstallation={profile.as_uri()}"
        if extension:
            self.installed = self.run([f"{self.programs}/unopkg", "add", "--force", self.installation, str(extension)])
        pipe = f"sheetkpi{uuid.uuid4().hex}"
        accept = f"--accept=pipe,name={pipe};urp;StarOffice.ComponentContext"
        self.office = self.start(
            [f"{self.programs}/soffice", self.installation, "--headless", "--norestore", accept], start_new_session=True
        )
        address = f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext"
        self.driver = self.start([python, driver, address], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def own(self) -> None:
        """Give the folder to the user who works with it."""
        if os.getuid() == 0:
            for path in [self.folder, *self.folder.rglob("*")]:
                os.chown(path, NOBODY, NOBODY)

    def environment(self) -> dict[str, str]:
        return {"HOME": str(self.folder), "PATH": os.environ["PATH"], "LANG": "C.UTF-8"}

    def start(self, command: Sequence[str], **how: Any) -> subprocess.Popen[str]:
        user = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.getuid() == 0 else {}
        return subprocess.Popen(command, env=self.environment(), cwd=self.folder, **user, **{"stderr": subprocess.DEVNULL, **how})

    def run(self, command: Sequence[str]) -> str:
        """What a program prints, which must succeed."""
        process = self.start(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        said, _ = process.communicate(timeout=120)
        assert process.returncode == 0, said
        return said

    def ask(self, verb: str, **arguments: Any) -> Any:
        """What the driver answers."""
        assert self.driver.stdin
        assert self.driver.stdout
        self.driver.stdin.write(json.dumps([verb, arguments]) + "\n")
        self.driver.stdin.flush()
        line = self.driver.stdout.readline()
        assert line, f"LibreOffice fell over at {verb}"
        answer = json.loads(line)
        assert "failure" not in answer, answer["failure"]
        return answer["result"]

    def has_loaded(self, library: str) -> bool:
        """Whether the office itself, and not its driver, has a library in its memory; only Linux tells."""
        for program in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):  # it has ended meanwhile, or is somebody else's
                command = (program / "cmdline").read_bytes()
                if b"soffice.bin" in command and self.installation.encode() in command:
                    return library in (program / "maps").read_text("utf-8", "replace")
        raise AssertionError("LibreOffice does not run")

    def url(self, name: str) -> str:
        """A file in the folder of this office."""
        return (self.folder / name).as_uri()

    def take(self, path: Path) -> str:
        """A copy of a file where this office may read it."""
        shutil.copy(path, self.folder)
        self.own()
        return self.url(path.name)

    def close(self) -> None:
        """End it, and leave nothing behind."""
        try:
            self.ask("quit")
            self.office.wait(20)
        except (AssertionError, OSError, subprocess.TimeoutExpired):
            self._kill()
        self.driver.kill()
        self.driver.communicate()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _kill(self) -> None:
        """End it by force; the program that was started has started another one, and that one would stay."""
        if hasattr(os, "killpg"):
            os.killpg(self.office.pid, signal.SIGKILL)
        self.office.kill()
        self.office.wait()
