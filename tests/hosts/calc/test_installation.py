"""``sheetkpi calc-addin``: LibreOffice is found, its installer is driven, and each obstacle is named with its fix."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

import sheetkpi
from sheetkpi.cli import main
from sheetkpi.hosts.calc import installation
from sheetkpi.hosts.calc.extension import IDENTIFIER
from sheetkpi.hosts.calc.installation import OLDEST_PYTHON, Machine, OfficeNotFound, find_office, this_machine
from tests.hosts.calc.office import NOBODY, Office, programs

pretended = pytest.mark.skipif(sys.platform == "win32", reason="the pretended programs are shell scripts")

INSTALLER = """#!/bin/sh
for argument; do printf '%s\\n' "$argument"; done >> "$0.calls"
[ "$1" != add ] || [ -f "$4" ] || exit 9
if [ -f "$0.fails-to-$1" ]; then
    [ ! -f "$0.left" ] || cp "$0.left" "$0.list"
    cat "$0.fails-to-$1" >&2
    exit 1
fi
case "$1" in
    list) cat "$0.list" ;;
    add) cp "$0.entry" "$0.list" ;;
    remove) : > "$0.list" ;;
esac
"""

ENTRY = """All deployed user extensions:

Identifier: another.extension
  Version: 9.9
  is registered: yes
Identifier: org.sheetkpi.calc
  Version: {version}
  URL: vnd.sun.star.expand:$UNO_USER_PACKAGES_CACHE/uno_packages/lu.tmp_/sheetkpi.oxt
  is registered: {state}
  Media-Type: application/vnd.sun.star.package-bundle
  Description: 99 functions of marketing for Calc: =ROMI(100000;50000) and so on.
  bundled Packages: {{
      URL: types.idl
      is registered: yes
      Description:
  }}
Identifier: one.more
  Version: 8.8
  is registered: yes
"""


@dataclass
class Pretended:
    """A LibreOffice that is not there: the files by which it is known, and a script in the place of its installer."""

    folder: Path
    script: Path

    @property
    def calls(self) -> list[str]:
        """Every argument that the installer was given."""
        calls = Path(f"{self.script}.calls")
        return calls.read_text("utf-8").splitlines() if calls.exists() else []

    def put(self, name: str, content: str | bytes) -> None:
        """A file beside the installer, which tells it what to do."""
        Path(f"{self.script}.{name}").write_bytes(content if isinstance(content, bytes) else content.encode())


class Computer:
    """A computer that is not there.

    Args:
        root: Where its folders begin.
        platform: As in ``sys.platform``.
    """

    def __init__(self, root: Path, platform: str = "linux") -> None:
        self.root = root
        self.home = root / "home" / "Ольга Петрова"
        self.home.mkdir(parents=True)
        programs = {name: str(root / folder) for name, folder in [("PATH", "usr/bin"), ("ProgramFiles", "Program Files")]}
        self.machine = Machine(platform, programs, self.home, root)

    def office(self, folder: str, version: str = "25.2", product: str = "LibreOffice") -> Pretended:
        """A LibreOffice in a folder."""
        place = self.root / folder
        (place.parent / "Resources").mkdir(parents=True, exist_ok=True)
        place.mkdir()
        described, settings, installer = {
            "linux": (place / "bootstraprc", "libreoffice/4", "unopkg"),
            "darwin": (place.parent / "Resources" / "bootstraprc", "LibreOffice/4", "unopkg"),
            "win32": (place / "bootstrap.ini", "LibreOffice/4", "unopkg.com"),
        }[self.machine.platform]
        described.write_text(f"[Bootstrap]\nProductKey={product} {version}\nUserInstallation=$SYSUSERCONFIG/{settings}\n", "utf-8")
        (place / "soffice").touch()
        (place / "pythonloader.py").touch()
        script = place / installer
        script.write_text(INSTALLER, "utf-8")
        script.chmod(0o755)
        office = Pretended(place, script)
        office.put("list", "")
        office.put("entry", ENTRY.format(version=sheetkpi.__version__, state="yes"))
        return office

    def run_libreoffice(self, profile: str = ".config/libreoffice/4") -> Path:
        """Its mark that it runs."""
        lock = self.home / profile / ".lock"
        lock.parent.mkdir(parents=True)
        lock.touch()
        return lock


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Spaces and Russian letters, as folders of people have."""
    return tmp_path / "Мои документы"


@pytest.fixture
def computer(root: Path) -> Computer:
    return Computer(root)


@dataclass
class Answer:
    """What a run of the program left behind."""

    code: int
    out: str
    err: str

    def lacks(self, *facts: object) -> list[object]:
        """The facts that the one line on stderr doesn't name."""
        assert (self.code, self.out, self.err.count("\n")) == (1, "", 1), f"{self.out}\n{self.err}"
        return [fact for fact in facts if str(fact) not in self.err]


Run = Callable[..., Answer]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """A subcommand of ``calc-addin``, on a computer."""

    def run(computer: Computer | Machine, *arguments: str, language: str = "en") -> Answer:
        machine = computer.machine if isinstance(computer, Computer) else computer
        monkeypatch.setattr(installation, "this_machine", lambda: machine)
        code = main(["calc-addin", *arguments, "--lang", language])
        return Answer(code, *capsys.readouterr())

    return run


# --- where LibreOffice is


@pytest.mark.parametrize(
    "place",
    [
        "usr/lib/libreoffice/program",
        "usr/lib64/libreoffice/program",
        "opt/libreoffice25.2/program",
        "var/lib/flatpak/app/org.libreoffice.LibreOffice/current/active/files/libreoffice/program",
        "home/Ольга Петрова/.local/share/flatpak/app/org.libreoffice.LibreOffice/current/active/files/libreoffice/program",
    ],
)
def test_libreoffice_is_found_at_its_usual_places_on_linux(computer: Computer, place: str) -> None:
    computer.office(place)
    office = find_office(computer.machine)
    assert (office.programs, office.version, str(office)) == (computer.root / place, (25, 2), "LibreOffice 25.2")


def test_the_libreoffice_that_the_shell_knows_goes_first(computer: Computer) -> None:
    computer.office("usr/lib/libreoffice/program", "24.2")
    known = computer.office("opt/my office/program", "25.8")
    (computer.root / "usr/bin").mkdir()
    (computer.root / "usr/bin/soffice").symlink_to(known.folder / "soffice")
    (known.folder / "soffice").chmod(0o755)
    assert find_office(computer.machine).programs == known.folder


def test_the_newest_of_several_goes_first(computer: Computer) -> None:
    for version in ("7.6", "25.2", "24.8"):
        computer.office(f"opt/libreoffice{version}/program", version)
    assert find_office(computer.machine).version == (25, 2)


@pytest.mark.parametrize("place", ["Program Files/LibreOffice/program", "Program Files/LibreOffice 5/program"])
def test_libreoffice_is_found_at_its_usual_places_on_windows(root: Path, place: str) -> None:
    computer = Computer(root, "win32")
    computer.office(place)
    office = find_office(computer.machine)
    assert office.programs == root / place
    assert office.profile == computer.home / "AppData" / "Roaming" / "LibreOffice" / "4"
    assert find_office(replace(computer.machine, environment={}, registered=[str(root / place)])).programs == root / place


@pytest.mark.parametrize("place", ["Applications", "home/Ольга Петрова/Applications"])
def test_libreoffice_is_found_at_its_usual_places_on_a_mac(root: Path, place: str) -> None:
    computer = Computer(root, "darwin")
    computer.office(f"{place}/LibreOffice.app/Contents/MacOS")
    office = find_office(computer.machine)
    assert office.programs == root / place / "LibreOffice.app/Contents/MacOS"
    assert office.profile == computer.home / "Library" / "Application Support" / "LibreOffice" / "4"


@pytest.mark.parametrize("wish", ["program", "", "program/soffice"])
def test_libreoffice_is_found_where_the_user_says(computer: Computer, wish: str) -> None:
    computer.office("usr/lib/libreoffice/program")
    mine = computer.office("Программы/office 25/program", "25.8")
    assert find_office(computer.machine, str(mine.folder.parent / wish)).version == (25, 8)


def test_an_application_of_a_mac_is_found_where_the_user_says(root: Path) -> None:
    computer = Computer(root, "darwin")
    computer.office("Volumes/Disk/LibreOffice.app/Contents/MacOS")
    assert find_office(computer.machine, str(root / "Volumes/Disk/LibreOffice.app")).version == (25, 2)


def test_the_profile_is_where_libreoffice_itself_looks(computer: Computer) -> None:
    office = computer.office("usr/lib/libreoffice/program")
    assert find_office(computer.machine).profile == computer.home / ".config/libreoffice/4"
    elsewhere = replace(computer.machine, environment={"XDG_CONFIG_HOME": "/settings"})
    assert find_office(elsewhere).profile == Path("/settings/libreoffice/4")
    (office.folder / "bootstraprc").write_text("ProductKey=LibreOffice 25.2\nUserInstallation=$ORIGIN/../My%20Data\n", "utf-8")
    assert find_office(computer.machine).profile == office.folder / "../My Data"


def test_openoffice_is_not_taken_for_libreoffice(computer: Computer) -> None:
    computer.office("usr/lib/libreoffice/program", "4.1.15", product="OpenOffice")
    with pytest.raises(OfficeNotFound):
        find_office(computer.machine)


def test_without_libreoffice_one_is_told_where_to_get_it(run: Run, computer: Computer) -> None:
    for command in ("install", "uninstall", "status"):
        assert run(computer, command).lacks("libreoffice.org", "--office") == []


def test_a_folder_without_libreoffice_is_named(run: Run, computer: Computer) -> None:
    computer.office("usr/lib/libreoffice/program")
    assert run(computer, "install", "--office", str(computer.home), language="ru").lacks(computer.home, "unopkg") == []


@pytest.mark.parametrize("place", ["snap/libreoffice", "var/lib/snapd/snap/libreoffice"])
def test_a_snap_is_told_to_be_added_to_by_hand(run: Run, computer: Computer, place: str) -> None:
    (computer.root / place).mkdir(parents=True)
    answer = run(computer, "install")
    assert answer.lacks("snap", "Tools → Extensions → Add") == []
    (file,) = re.findall(r"\S+\.oxt", answer.err)
    assert zipfile.is_zipfile(file), "it waits there to be copied"
    assert run(computer, "status").lacks("snap", "Tools → Extensions") == []


# --- installing


@pretended
@pytest.mark.parametrize(
    ("platform", "place"),
    [
        ("linux", "usr/lib/libreoffice/program"),
        ("darwin", "Applications/LibreOffice.app/Contents/MacOS"),
        ("win32", "Program Files/LibreOffice/program"),
    ],
)
def test_the_extension_is_installed_and_the_next_step_told(run: Run, root: Path, platform: str, place: str) -> None:
    computer = Computer(root, platform)
    office = computer.office(place)
    answer = run(computer, "install")
    assert (answer.code, answer.err) == (0, "")
    done, next_step = answer.out.splitlines()
    assert (sheetkpi.__version__ in done, "LibreOffice 25.2" in done, "=ROMI(100000;50000)" in next_step) == (True, True, True)
    *how, file = office.calls
    assert (how, Path(file).name) == (["add", "--force", "--suppress-license"], "sheetkpi.oxt")
    assert not Path(file).parent.exists(), "it is of no use any more"


@pretended
def test_installing_twice_is_as_good_as_once(run: Run, computer: Computer) -> None:
    computer.office("usr/lib/libreoffice/program")
    first = run(computer, "install", language="ru")
    assert "«Надстройка»" in first.out
    assert run(computer, "install", language="ru") == first
    assert run(computer, "status").code == 0


@pretended
@pytest.mark.parametrize(("version", "is_told"), [("7.4", True), ("24.2", True), ("24.8", False), ("25.2", False)])
def test_an_older_libreoffice_is_told_to_miss_the_functions_in_files_from_excel(
    run: Run, computer: Computer, version: str, is_told: bool
) -> None:
    computer.office("usr/lib/libreoffice/program", version)
    answer = run(computer, "install")
    assert answer.code == 0
    assert (len(answer.out.splitlines()) == 3) is is_told
    assert (f"LibreOffice {version}" in answer.out.splitlines()[-1]) is is_told


@pretended
def test_a_flatpak_gets_the_extension_where_it_can_read_it(run: Run, computer: Computer, monkeypatch: pytest.MonkeyPatch) -> None:
    office = computer.office("var/lib/flatpak/app/org.libreoffice.LibreOffice/current/active/files/libreoffice/program")
    programs = computer.root / "usr/bin"
    programs.mkdir(parents=True)
    flatpak = programs / "flatpak"
    flatpak.write_text(f'#!/bin/sh\necho "$1 $2 $3" > "$0.calls"\nshift 3\nexec "{office.script}" "$@"\n', "utf-8")
    flatpak.chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    assert run(computer, "install").code == 0
    called = Path(f"{flatpak}.calls").read_text("utf-8").strip()
    assert called == "run --command=/app/libreoffice/program/unopkg org.libreoffice.LibreOffice"
    copy = computer.home / ".var/app/org.libreoffice.LibreOffice/cache/sheetkpi.oxt"
    assert office.calls[-1] == str(copy)
    assert not copy.exists()
    lock = computer.run_libreoffice(".var/app/org.libreoffice.LibreOffice/config/libreoffice/4")
    assert run(computer, "install").lacks(lock) == []


@pretended
def test_the_python_of_sheetkpi_is_not_forced_on_libreoffice(run: Run, computer: Computer, monkeypatch: pytest.MonkeyPatch) -> None:
    office = computer.office("usr/lib/libreoffice/program")
    script = 'env | grep ^PYTHON > "$0.environment"\n'
    office.script.write_text(INSTALLER.replace("\n", f"\n{script}", 1), "utf-8")
    monkeypatch.setenv("PYTHONHOME", "/elsewhere")
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    assert run(computer, "install").code == 0
    assert "/elsewhere" not in Path(f"{office.script}.environment").read_text("utf-8")


@pretended
def test_a_prefix_gets_into_what_is_installed(run: Run, computer: Computer, monkeypatch: pytest.MonkeyPatch) -> None:
    office = computer.office("usr/lib/libreoffice/program")
    monkeypatch.setenv("SHEETKPI_PREFIX", "MK_")
    answer = run(computer, "install")
    assert (answer.code, answer.err) == (0, "")
    assert " =MK_ROMI(100000;50000)" in answer.out
    installed = Path(office.calls[-1])
    assert installed.name == "sheetkpi.oxt"
    assert not installed.parent.exists(), "nothing is left behind"
    office.put("fails-to-add", "ERROR: Exception occurred: no\n")
    (left,) = re.findall(r"\S+\.oxt", run(computer, "install").err)  # to be added by hand
    with zipfile.ZipFile(left) as extension:
        assert b" MK_ROMI(" in extension.read("types.idl")
    shutil.rmtree(Path(left).parent)


@pretended
def test_names_that_are_not_those_of_the_settings_are_told(run: Run, computer: Computer, monkeypatch: pytest.MonkeyPatch) -> None:
    office = computer.office("usr/lib/libreoffice/program")
    bare = ENTRY.format(version=sheetkpi.__version__, state="yes")
    office.put("list", bare)
    assert run(computer, "status").code == 0
    monkeypatch.setenv("SHEETKPI_PREFIX", "MK_")
    answer = run(computer, "status")
    assert (answer.code, re.findall(r"^!!  .*(=\w+)\(", answer.out, re.MULTILINE)) == (1, ["=MK_ROMI"])
    office.put("list", bare.replace("=ROMI", "=MK_ROMI"))
    assert run(computer, "status").code == 0


# --- refusals


@pretended
@pytest.mark.parametrize("command", ["install", "uninstall", "status"])
def test_root_is_refused_with_the_reason(run: Run, computer: Computer, command: str) -> None:
    office = computer.office("usr/lib/libreoffice/program")
    machine = replace(computer.machine, is_root=True)
    assert run(machine, command).lacks("root", "sudo") == []
    assert office.calls == []


@pretended
def test_nothing_is_changed_while_libreoffice_runs(run: Run, computer: Computer) -> None:
    office = computer.office("usr/lib/libreoffice/program")
    run(computer, "install")
    lock = computer.run_libreoffice()
    before = office.calls
    for command in ("install", "uninstall"):
        assert run(computer, command).lacks(lock) == []
    assert set(office.calls[len(before) :]) == {"list"}
    lock.unlink()
    assert run(computer, "install").code == 0


@pretended
@pytest.mark.parametrize(
    ("platform", "place", "version", "python"),
    [
        ("win32", "Program Files/LibreOffice/program", "24.8", None),
        ("win32", "Program Files/LibreOffice/program", "24.8", "program/python-core-3.9.21"),
        ("darwin", "Applications/LibreOffice.app/Contents/MacOS", "24.8", None),
        (
            "darwin",
            "Applications/LibreOffice.app/Contents/MacOS",
            "24.8",
            "Frameworks/LibreOfficePython.framework/Versions/3.9",
        ),
        ("linux", "opt/libreoffice24.8/program", "24.8", "program/python-core-3.9.21"),
    ],
)
def test_a_libreoffice_with_an_older_python_is_refused(
    run: Run, root: Path, platform: str, place: str, version: str, python: str | None
) -> None:
    computer = Computer(root, platform)
    office = computer.office(place, version)
    if python:
        (office.folder.parent / python).mkdir(parents=True)
    for command in ("install", "status"):
        assert run(computer, command).lacks("Python", "LibreOffice 24.8", "3.10", "LibreOffice 25.2") == []
    assert office.calls == []


@pretended
@pytest.mark.parametrize(
    ("platform", "place", "python"),
    [
        ("win32", "Program Files/LibreOffice/program", "program/python-core-3.10.16"),
        ("darwin", "Applications/LibreOffice.app/Contents/MacOS", "Frameworks/LibreOfficePython.framework/Versions/3.10"),
    ],
)
def test_a_libreoffice_that_brings_a_new_enough_python_is_taken(run: Run, root: Path, platform: str, place: str, python: str) -> None:
    computer = Computer(root, platform)
    office = computer.office(place)
    (office.folder.parent / python).mkdir(parents=True)
    assert run(computer, "install").code == 0


def test_the_component_and_its_installation_need_the_same_python() -> None:
    component = Path(installation.__file__).with_name("component.py").read_text("utf-8")
    assert f"\nNEEDED = {OLDEST_PYTHON}\n" in component


def test_a_libreoffice_without_python_names_the_package_it_lacks(run: Run, computer: Computer) -> None:
    (computer.office("usr/lib/libreoffice/program", "7.4").folder / "pythonloader.py").unlink()
    assert run(computer, "install").lacks("LibreOffice 7.4", "Python", "python3-uno") == []


@pretended
def test_what_the_installer_says_is_told_in_one_sentence(run: Run, computer: Computer) -> None:
    office = computer.office("usr/lib/libreoffice/program")
    office.put("fails-to-add", "(process:1): dconf-CRITICAL\nERROR: Exception occurred: Zip too small!\n\nERROR: unopkg failed.\n")
    answer = run(computer, "install")
    assert answer.lacks("“Zip too small!”") == []
    (file,) = re.findall(r"\S+\.oxt", answer.err)
    assert zipfile.is_zipfile(file), "it stays, to be added by hand"
    office.put("list", ENTRY.format(version="0.0.1", state="yes"))
    office.put("fails-to-remove", "ERROR: unopkg cannot be started:\n/the/lock\n\nERROR: unopkg failed.\n")
    assert run(computer, "uninstall").lacks("“unopkg cannot be started: /the/lock”") == []
    office.put("fails-to-list", "")
    assert run(computer, "status").lacks("“unopkg: 1”") == []


@pretended
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_the_installer_may_speak_in_any_encoding(run: Run, root: Path, encoding: str) -> None:
    computer = Computer(root, "win32")
    office = computer.office("Program Files/LibreOffice/program")
    office.put("fails-to-add", "ERROR: Exception occurred: Ошибка файла\r\n\r\nERROR: unopkg failed.\r\n".encode(encoding))
    assert run(computer, "install", language="ru").lacks("«Ошибка файла»") == []
    office.put("fails-to-add", b"ERROR: Exception occurred: \xcf\r\n")
    assert run(computer, "install").code == 1
    office.put("list", ENTRY.format(version=sheetkpi.__version__, state="yes").replace("\n", "\r\n").encode(encoding))
    assert run(computer, "status").code == 0


@pretended
def test_a_system_whose_python_is_too_old_is_told_so(run: Run, computer: Computer) -> None:
    """The component itself says it, in both languages, and LibreOffice spoils the Russian letters."""
    office = computer.office("usr/lib/libreoffice/program", "7.3")
    component = "<class 'ImportError'>: sheetkpi needs LibreOffice 25.2 or later: this one brings Python 3.8. / Ð, traceback follows"
    office.put("fails-to-add", f"ERROR: Exception occurred: {component}\n  File\nERROR: unopkg failed.\n")
    assert run(computer, "install", language="ru").lacks("LibreOffice 7.3", "Python", "3.10", "LibreOffice 25.2") == []


@pretended
@pytest.mark.parametrize(("state", "is_left"), [("unknown", False), ("yes", True)])
def test_what_a_failed_installation_leaves_is_removed_but_not_an_earlier_version(
    run: Run, computer: Computer, state: str, is_left: bool
) -> None:
    office = computer.office("usr/lib/libreoffice/program")
    office.put("fails-to-add", "ERROR: Exception occurred: no\n")
    office.put("left", ENTRY.format(version="0.0.1", state=state))
    assert run(computer, "install").code == 1
    assert (IDENTIFIER not in office.calls) is is_left


@pretended
def test_an_installer_that_cannot_be_started_is_one_line(run: Run, computer: Computer) -> None:
    computer.office("usr/lib/libreoffice/program").script.write_text("#!/nowhere/sh\n", "utf-8")
    for command in ("install", "uninstall", "status"):
        assert run(computer, command).lacks("unopkg", "no such file") == []


def test_an_installer_that_does_not_come_back_is_one_line(run: Run, computer: Computer) -> None:
    computer.office("usr/lib/libreoffice/program")

    def start(command: Sequence[str]) -> subprocess.CompletedProcess[bytes]:
        raise subprocess.TimeoutExpired(command, 300)

    assert run(replace(computer.machine, start=start), "install").lacks("unopkg", "300") == []


# --- removing and looking


@pretended
def test_the_extension_is_removed_and_where_there_is_none_all_is_well(run: Run, computer: Computer) -> None:
    office = computer.office("usr/lib/libreoffice/program")
    run(computer, "install")
    removed = run(computer, "uninstall")
    assert (removed.code, "LibreOffice 25.2" in removed.out, removed.err) == (0, True, "")
    assert office.calls[-2:] == ["remove", IDENTIFIER]
    again = run(computer, "uninstall")
    assert (again.code, again.out.count("\n"), again.err, office.calls[-1]) == (0, 1, "", "list")


@pretended
@pytest.mark.parametrize(
    ("entry", "facts"),
    [
        (None, []),
        (("0.0.1", "yes"), ["0.0.1", sheetkpi.__version__]),
        ((sheetkpi.__version__, "no"), ["Tools → Extensions"]),
    ],
)
def test_the_status_says_what_is_wrong_and_how_to_fix_it(
    run: Run, computer: Computer, entry: tuple[str, str] | None, facts: list[str]
) -> None:
    office = computer.office("usr/lib/libreoffice/program")
    if entry:
        office.put("list", ENTRY.format(version=entry[0], state=entry[1]))
    answer = run(computer, "status")
    found, fault, fix = answer.out.splitlines()
    assert (answer.code, answer.err, found) == (1, "", f"ok  LibreOffice 25.2: {office.folder}")
    assert (fault[:4], fix[:6]) == ("!!  ", "    → ")
    assert fix.endswith("sheetkpi calc-addin install")
    assert [fact for fact in facts if fact not in fault + fix] == []


@pretended
def test_the_status_of_what_is_in_order_has_no_fault(run: Run, computer: Computer) -> None:
    office = computer.office("usr/lib/libreoffice/program")
    office.put("list", ENTRY.format(version=sheetkpi.__version__, state="yes"))
    answer = run(computer, "status")
    assert (answer.code, answer.err, [line[:2] for line in answer.out.splitlines()]) == (0, "", ["ok", "ok"])
    assert sheetkpi.__version__ in answer.out
    computer.run_libreoffice()
    assert [line[:2] for line in run(computer, "status").out.splitlines()] == ["ok", " !", "ok"]


@pretended
def test_a_running_libreoffice_that_does_not_answer_is_to_be_closed(run: Run, computer: Computer) -> None:
    office = computer.office("usr/lib/libreoffice/program")
    office.put("fails-to-list", "ERROR: unopkg cannot be started.\n")
    computer.run_libreoffice()
    assert run(computer, "status").lacks(".lock") == []


# --- the real ones


@pytest.fixture
def user(tmp_path: Path) -> Iterator[Machine]:
    """This computer for an ordinary user, who has worked with no LibreOffice yet."""
    programs()
    home = Path("/tmp") / f"sheetkpi {os.getpid()} Ольга" if os.getuid() == 0 else tmp_path / "Ольга Петрова"  # noqa: S108 - others may enter
    home.mkdir()
    extra = {}
    if os.getuid() == 0:
        os.chown(home, NOBODY, NOBODY)
        extra = {"user": NOBODY, "group": NOBODY, "extra_groups": []}

    def start(command: Sequence[str]) -> subprocess.CompletedProcess[bytes]:
        environment = {"HOME": str(home), "PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
        return subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, check=False, env=environment, cwd=home, timeout=120, **extra
        )

    yield replace(this_machine(), environment={"PATH": os.environ["PATH"]}, home=home, is_root=False, start=start)
    shutil.rmtree(home, ignore_errors=True)


@pytest.mark.e2e
def test_a_real_libreoffice_takes_the_extension_and_gives_it_back(run: Run, user: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(user.home))
    make = tempfile.mkdtemp

    def readable(*args: Any, **how: Any) -> str:
        """A folder of whoever runs the tests, which the user of the office may read."""
        folder = make(*args, **how)
        Path(folder).chmod(0o755)
        return folder

    monkeypatch.setattr(tempfile, "mkdtemp", readable)
    assert run(user, "status").code == 1
    for _ in range(2):
        installed = run(user, "install")
        assert (installed.code, installed.err) == (0, "")
        assert re.search(r"LibreOffice \d+\.\d+\n", installed.out)
        assert run(user, "status").code == 0
    monkeypatch.setattr("sheetkpi.release.products.product", lambda *_: b"no extension")
    assert run(user, "install").lacks(".oxt", "“") == []
    assert run(user, "status").code == 0
    assert "LibreOffice" in run(user, "uninstall").out
    assert (run(user, "uninstall").code, run(user, "status").code) == (0, 1)


@pytest.mark.e2e
def test_a_real_libreoffice_that_runs_is_seen() -> None:
    running = Office(None)
    try:
        running.ask("open")
        office = replace(find_office(this_machine()), profile=running.folder / "profile")
        assert office.is_running
    finally:
        with running.driver:
            running.close()
    assert not office.is_running
