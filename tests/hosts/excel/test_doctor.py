"""``sheetkpi excel doctor``: everything that keeps =ROMI() from working is named with its fix, and nothing else is."""

import re
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

import sheetkpi
from sheetkpi.files.installing import pip_install
from sheetkpi.hosts.excel.windows import find_excels
from tests.hosts.excel.windows import AMD64, I386, XLWINGS, Run, Windows, computer, run

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(sys.platform == "win32", reason="the pretended Python is a shell script"),
]

__all__ = ["computer", "run"]

INSTALL = "py -m sheetkpi excel install"
SECURITY = r"HKCU\Software\Microsoft\Office\16.0\Excel\Security"
POLICY = r"HKCU\Software\Policies\Microsoft\Office\16.0\Excel\Security"
#: What only an administrator may allow, has another way than the add-in.
ANOTHER_WAY = "LAMBDA"


@dataclass
class Line:
    """A finding, as it is printed."""

    mark: str
    what: str
    fix: str = ""

    def lacks(self, *facts: object) -> list[object]:
        """The facts that neither the finding nor its fix names."""
        return [fact for fact in facts if str(fact) not in f"{self.what}\n{self.fix}"]


def lines_of(out: str) -> list[Line]:
    found: list[Line] = []
    for line in out.splitlines():
        if line.startswith("    → "):
            found[-1].fix = line.removeprefix("    → ")
        elif mark := re.fullmatch(r"(ok| !|!!)  (.*)", line):
            found.append(Line(mark[1].strip(), mark[2]))
    return found


Ask = Callable[..., list[Line]]


@pytest.fixture
def ask(run: Run, computer: Windows) -> Ask:
    """What the doctor finds fault with, after something has happened; the exit code must fit."""

    def ask(command: str = "doctor") -> list[Line]:
        answer = run(computer, command)
        assert answer.err == ""
        found = lines_of(answer.out)
        faults = [line for line in found if line.mark == "!!"]
        assert answer.code == (1 if faults else 0), answer.out
        assert all(line.fix for line in faults), "a fault without a fix"
        return [line for line in found if line.mark != "ok"]

    return ask


@pytest.fixture
def installed(run: Run, computer: Windows) -> Windows:
    """A computer on which all is well."""
    assert run(computer, "install").code == 0
    return computer


def only(lines: list[Line]) -> Line:
    assert len(lines) == 1, lines
    return lines[0]


# --- all is well


def test_a_sound_installation_has_nothing_to_find_fault_with(run: Run, installed: Windows) -> None:
    answer = run(installed, "doctor")
    assert answer.code == 0
    assert [line.mark for line in lines_of(answer.out)] == ["ok"] * 6
    program = installed.root / "Program Files/Microsoft Office/root/Office16/EXCEL.EXE"
    version = "{}.{}.{}".format(*sys.version_info[:3])
    facts = [
        ("Excel 16.0", "64", program),
        (sheetkpi.__version__, installed.addin),
        (installed.startup,),
        (f"Python {version}", installed.python),
        ("64", f"xlwings64-{XLWINGS}.dll"),
        ("ExcelDna.IntelliSense64.xll",),
    ]
    assert [line.lacks(*named) for line, named in zip(lines_of(answer.out), facts, strict=True)] == [[]] * 6
    assert len(answer.out.splitlines()) == 8, "the last one says that all is well"


def test_looking_changes_nothing(run: Run, installed: Windows) -> None:
    before = installed.tree()
    for command in ("doctor", "status"):
        run(installed, command)
    assert installed.tree() == before


# --- Excel


def test_no_excel(ask: Ask, installed: Windows) -> None:
    shutil.rmtree(installed.root / "Program Files")
    assert only(ask()).lacks("xlwings Lite", ANOTHER_WAY) == []


@pytest.mark.parametrize("is_registered", [True, False])
def test_an_excel_of_microsoft_store(ask: Ask, installed: Windows, *, is_registered: bool) -> None:
    shutil.rmtree(installed.root / "Program Files")
    if is_registered:
        place = (
            installed.root / "Program Files/WindowsApps/Microsoft.Office.Desktop.Excel_16051.11231_x86__8wekyb3d8bbwe/Office16/EXCEL.EXE"
        )
        installed.registry.put(r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe", "", str(place))
    else:
        place = Path(installed.environment["LOCALAPPDATA"], "Packages", "Microsoft.Office.Desktop_8wekyb3d8bbwe")
        place.mkdir(parents=True)
    assert only(ask()).lacks("Microsoft Store", place, "office.com", "Click-to-Run") == []


def test_what_a_removed_excel_of_the_store_left_is_no_excel(ask: Ask, installed: Windows) -> None:
    Path(installed.environment["LOCALAPPDATA"], "Packages", "Microsoft.Office.Desktop_8wekyb3d8bbwe").mkdir(parents=True)
    assert ask() == []


def test_a_running_excel_is_told_to_start_again(ask: Ask, installed: Windows) -> None:
    installed.runs_excel = True
    found = only(ask())
    assert (found.mark, found.fix, found.lacks("Excel", "running")) == ("!", "", [])


def test_a_computer_that_lists_no_programs_is_no_obstacle(run: Run, installed: Windows) -> None:
    def refuse(command: list[str]) -> object:
        if "tasklist" in command[0]:
            raise FileNotFoundError(2, "tasklist.exe")
        return installed.start(command)

    assert run(installed.has(start=refuse), "doctor").code == 0


def test_the_addin_that_shows_arguments_while_typing_is_found(run: Run, installed: Windows) -> None:
    tips = lambda: lines_of(run(installed, "doctor").out)[-1]  # noqa: E731
    assert tips().fix
    (installed.startup / "ExcelDna.IntelliSense64.xll").write_bytes(b"")
    assert not tips().fix


def test_several_excels_are_named_and_each_gets_its_library(run: Run, ask: Ask, installed: Windows) -> None:
    installed.excel("Program Files (x86)/Microsoft Office/Office15", I386)
    found = only(ask())
    assert (found.mark, found.lacks("Excel", "several")) == ("!", [])
    out = run(installed, "doctor").out
    assert [fact for fact in ("Excel 15.0, 32", f"xlwings32-{XLWINGS}.dll", f"xlwings64-{XLWINGS}.dll") if fact not in out] == []


def test_the_excel_that_starts_with_a_workbook_goes_first(computer: Windows) -> None:
    older = computer.excel("Program Files (x86)/Microsoft Office/Office14", I386)
    computer.registry.put(r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe", "", str(older))
    first, second = find_excels(computer.machine)
    assert (first.program, first.bits, first.version) == (older, 32, "14.0")
    assert (second.bits, second.version) == (64, "16.0")


@pytest.mark.parametrize(
    ("key", "name", "folder", "place"),
    [
        (r"HKLM\SOFTWARE\Microsoft\Office\ClickToRun\Configuration", "InstallationPath", "D/Офис", "D/Офис/root/Office16"),
        (r"HKLM\SOFTWARE\Microsoft\Office\16.0\Excel\InstallRoot", "Path", "D/Офис 2016/Office16", "D/Офис 2016/Office16"),
    ],
)
def test_an_excel_at_an_unusual_place_is_found(computer: Windows, key: str, name: str, folder: str, place: str) -> None:
    shutil.rmtree(computer.root / "Program Files")
    program = computer.excel(place, AMD64)
    computer.registry.put(key, name, str(computer.root / folder))
    assert [(excel.program, excel.bits) for excel in find_excels(computer.machine)] == [(program, 64)]


def test_a_program_that_cannot_be_read_has_no_known_bits(computer: Windows) -> None:
    computer.excel().write_bytes(b"MZ")
    assert find_excels(computer.machine)[0].bits is None


# --- the add-in


def test_nothing_installed(ask: Ask, computer: Windows) -> None:
    found = only(ask())
    assert (found.mark, found.lacks(computer.startup, INSTALL)) == ("!!", [])


def test_the_file_is_gone(ask: Ask, installed: Windows) -> None:
    installed.addin.unlink()
    assert only(ask()).lacks(installed.addin, "missing", "antivirus", INSTALL) == []


def test_the_startup_folder_is_gone(ask: Ask, installed: Windows) -> None:
    shutil.rmtree(installed.startup)
    assert only(ask()).lacks(f"{installed.startup} ", INSTALL) == []


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 half of it"])
def test_the_file_is_damaged(ask: Ask, installed: Windows, content: bytes) -> None:
    installed.addin.write_bytes(content)
    found = only(ask())
    assert (found.mark, found.lacks(installed.addin, "damaged", INSTALL)) == ("!!", [])


def test_half_of_the_file_is_damaged_too(ask: Ask, installed: Windows) -> None:
    installed.addin.write_bytes(installed.addin.read_bytes()[:20_000])
    assert only(ask()).lacks(installed.addin, "damaged", INSTALL) == []


def test_the_file_was_put_there_by_hand(ask: Ask, installed: Windows) -> None:
    shutil.rmtree(installed.configuration.parent)
    assert only(ask()).lacks(installed.addin, "by hand", INSTALL) == []


def test_the_file_was_changed(ask: Ask, installed: Windows) -> None:
    with installed.addin.open("ab") as file:
        file.write(b"\0")
    found = only(ask())
    assert (found.mark, found.lacks("changed", INSTALL)) == ("!", [])


@pytest.mark.usefixtures("installed")
def test_the_addin_is_of_another_version(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sheetkpi.hosts.excel.doctor.__version__", "9.9")
    assert ask()[0].lacks(sheetkpi.__version__, "9.9", INSTALL) == []


@pytest.mark.usefixtures("installed")
def test_the_prefix_was_changed_since(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHEETKPI_PREFIX", "MK_")
    found = only(ask())
    assert (found.mark, found.lacks("prefix", "MK_", INSTALL)) == ("!", [])


def test_other_addins_are_named_in_case_their_functions_clash(ask: Ask, installed: Windows) -> None:
    (installed.startup / "mine.xlam").write_bytes(b"functions")
    found = only(ask())
    assert (found.mark, found.lacks("mine.xlam", "SHEETKPI_PREFIX")) == ("!", [])


# --- what Excel and Windows allow


def test_trusted_folders_that_are_switched_off_with_macros_disabled(ask: Ask, installed: Windows) -> None:
    installed.registry.put(SECURITY + r"\Trusted Locations", "AllLocationsDisabled", 1)
    found = only(ask())
    assert (found.mark, found.lacks(installed.startup, "ask", "Trusted Locations")) == ("!", [])
    for value, fact in ((3, "signed"), (4, "disables all macros")):
        installed.registry.put(SECURITY, "VBAWarnings", value)
        found = only(ask())
        assert (found.mark, found.lacks(fact, installed.startup, "Trusted Locations")) == ("!!", [])
    installed.registry.put(SECURITY, "VBAWarnings", 1)
    installed.registry.put(POLICY, "VBAWarnings", 4)
    assert only(ask()).lacks(ANOTHER_WAY) == [], "what the company says goes before what the user says"


def test_versions_of_excel_are_told_apart_where_they_allow_different_things(run: Run, installed: Windows) -> None:
    installed.excel("Program Files (x86)/Microsoft Office/Office15", I386)
    installed.registry.put(r"HKCU\Software\Microsoft\Office\15.0\Excel\Security", "DisableAllAddins", 1)
    marks = {line.what[:5]: line.mark for line in lines_of(run(installed, "doctor").out)}
    assert (marks["16.0:"], marks["15.0:"]) == ("ok", "!!")


def test_disabled_macros_do_not_matter_in_a_trusted_folder(ask: Ask, installed: Windows) -> None:
    installed.registry.put(SECURITY, "VBAWarnings", 4)
    assert ask() == []
    installed.registry.put(SECURITY + r"\Trusted Locations\Location1", "Path", r"C:\elsewhere")
    assert only(ask()).mark == "!!", "Excel wrote down its trusted folders, and this is none of them any more"
    installed.registry.put(SECURITY + r"\Trusted Locations\Location2", "Path", "%APPDATA%/Microsoft/Excel/XLSTART/")
    assert ask() == []


def test_a_trusted_folder_of_the_company_does_not_take_the_place_of_excels_own(ask: Ask, installed: Windows) -> None:
    installed.registry.put(SECURITY, "VBAWarnings", 4)
    installed.registry.put(POLICY + r"\Trusted Locations\Location0", "Path", r"C:\ours")
    assert ask() == [], "Excel has written down none of the user yet, and trusts its startup folder"


def test_folders_below_a_trusted_one_are_trusted_where_it_says_so(run: Run, ask: Ask, computer: Windows) -> None:
    folder = computer.root / "Надстройки" / "наши"
    run(computer, "install", "--folder", str(folder))
    computer.registry.put(SECURITY, "VBAWarnings", 4)
    location = POLICY + r"\Trusted Locations\Location0"
    computer.registry.put(location, "Path", str(folder.parent))
    assert "!!" in {line.mark for line in ask()}
    computer.registry.put(location, "AllowSubFolders", 1)
    found = only(ask())
    assert (found.mark, found.lacks("Browse", folder / "sheetkpi.xlam")) == ("!", [])


def test_the_mark_of_the_web(run: Run, ask: Ask, installed: Windows) -> None:
    mark = installed.addin.with_name("sheetkpi.xlam:Zone.Identifier")
    mark.write_text("[ZoneTransfer]\r\nZoneId=3\r\n", "utf-8")
    assert ask() == [], "in a trusted folder Excel does not look at it"
    installed.registry.put(SECURITY + r"\Trusted Locations", "AllLocationsDisabled", 1)
    first = ask()[0]
    assert (first.mark, first.lacks(installed.addin, "internet", "Unblock")) == ("!!", [])
    run(installed, "install")
    assert not mark.exists(), "installing anew takes the mark away"


@pytest.mark.parametrize(
    ("key", "name", "value", "fact"),
    [
        (r"HKCU\Software\Policies\Microsoft\Office\16.0\Common", "VBAOff", 1, "VBA"),
        (POLICY, "DisableAllAddins", 1, "no add-ins"),
        (POLICY, "RequireAddinSig", 1, "signed add-ins"),
        (
            r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules",
            "D4F940AB-401B-4EFC-AADC-AD5F3C50688A",
            "1",
            "“Block all Office applications from creating child processes”",
        ),
        (
            r"HKCU\Software\Policies\Microsoft\Windows\System",
            "DisableCMD",
            2,
            "cmd.exe",
        ),
    ],
)
def test_what_a_company_may_forbid(ask: Ask, installed: Windows, key: str, name: str, value: object, fact: str) -> None:
    installed.registry.put(key, name, value)
    found = only(ask())
    assert (found.mark, found.lacks(fact, ANOTHER_WAY)) == ("!!", [])


def test_add_ins_that_the_user_switched_off(ask: Ask, installed: Windows) -> None:
    installed.registry.put(SECURITY, "DisableAllAddins", 1)
    assert only(ask()).lacks("File → Options → Trust Center") == []


def test_an_addin_that_excel_switched_off_after_a_breakdown(ask: Ask, installed: Windows) -> None:
    item = bytes(12) + str(installed.addin).lower().encode("utf-16-le") + b"\0\0"
    installed.registry.put(r"HKCU\Software\Microsoft\Office\16.0\Excel\Resiliency\DisabledItems", "1A2B", item)
    assert only(ask()).lacks("crashed", "Disabled Items") == []


# --- Python


def test_the_configuration_is_gone(ask: Ask, installed: Windows) -> None:
    installed.configuration.unlink()
    assert only(ask()).lacks(installed.configuration, INSTALL) == []


def test_the_python_is_gone(ask: Ask, installed: Windows) -> None:
    shutil.rmtree(installed.python.parents[1])
    for command in ("doctor", "status"):
        assert only(ask(command)).lacks(installed.python, "no longer exists", INSTALL) == []


def test_the_python_does_not_start(ask: Ask, installed: Windows) -> None:
    Path(f"{installed.python}.broken").write_text("No Python at 'C:\\Python312\\python.exe'\n", "utf-8")
    assert only(ask()).lacks(installed.python, "“No Python at 'C:\\Python312\\python.exe'”", INSTALL) == []


def test_a_python_of_microsoft_store(ask: Ask, run: Run, computer: Windows) -> None:
    run(computer, "install")
    store = computer.environment_of_python(
        computer.home / "AppData/Local/Microsoft/WindowsApps/PythonSoftwareFoundation.Python.3.12_qbz5n2kfra8p0"
    )
    computer.configuration.write_bytes(f'"INTERPRETER_WIN","{store}"\r\n'.encode("cp1251"))
    assert only(ask()).lacks(store, "Microsoft Store", "python.org") == []


@pytest.mark.parametrize(("module", "package"), [("pythoncom", "pywin32"), ("win32api", "pywin32"), ("xlwings", "xlwings")])
def test_a_package_that_is_missing(ask: Ask, installed: Windows, module: str, package: str) -> None:
    packages = installed.python.parents[1] / "Lib" / "site-packages"
    if module == "xlwings":
        shutil.rmtree(packages / module)
        (packages / "xlwings.py").write_text("raise ModuleNotFoundError(\"No module named 'xlwings'\")\n", "utf-8")
    else:
        (packages / f"{module}.py").unlink()
    found = only(ask())
    assert found.lacks(f"{package}: ModuleNotFoundError: No module named '{module}'") == []
    assert found.fix.endswith(f" {pip_install(f'--force-reinstall {package}', installed.python)}")


def test_a_package_that_is_broken_says_how(ask: Ask, installed: Windows) -> None:
    module = installed.python.parents[1] / "Lib" / "site-packages" / "win32api.py"
    module.write_text('raise ImportError("DLL load failed while importing win32api")\n', "utf-8")
    assert "ImportError: DLL load failed while importing win32api" in only(ask()).what


def test_an_xlwings_of_another_version(ask: Ask, installed: Windows) -> None:
    folder = installed.python.parents[1]
    packages = folder / "Lib" / "site-packages"
    shutil.rmtree(packages / f"xlwings-{XLWINGS}.dist-info")
    installed.package(packages, "xlwings", "9.9.9")
    for bits in (32, 64):
        (folder / f"xlwings{bits}-{XLWINGS}.dll").rename(folder / f"xlwings{bits}-9.9.9.dll")
    for command in ("doctor", "status"):
        found = only(ask(command))
        assert (found.mark, found.lacks(f"xlwings {XLWINGS}", "xlwings 9.9.9", INSTALL)) == ("!!", [])


@pytest.mark.parametrize(("machine", "bits"), [(AMD64, 64), (I386, 32)])
@pytest.mark.parametrize("is_emptied", [True, False])
def test_a_library_that_an_antivirus_took_away(ask: Ask, installed: Windows, machine: int, bits: int, *, is_emptied: bool) -> None:
    installed.excel(machine=machine)
    library = installed.python.parents[1] / f"xlwings{bits}-{XLWINGS}.dll"
    library.write_bytes(b"") if is_emptied else library.unlink()
    found = only(ask())
    assert found.lacks(library, "antivirus") == []
    assert found.fix.endswith(pip_install("--force-reinstall xlwings", installed.python))


def test_the_library_for_the_other_excel_is_not_missed(ask: Ask, installed: Windows) -> None:
    (installed.python.parents[1] / f"xlwings32-{XLWINGS}.dll").unlink()
    assert ask() == []


def test_a_library_beside_python_is_found_too(ask: Ask, installed: Windows) -> None:
    name = f"xlwings64-{XLWINGS}.dll"
    (installed.python.parents[1] / name).rename(installed.python.parent / name)
    assert ask() == []


def test_a_library_that_pip_put_into_the_folder_of_the_user(ask: Ask, installed: Windows) -> None:
    name = f"xlwings64-{XLWINGS}.dll"
    elsewhere = Path(installed.environment["APPDATA"]) / "Python"
    elsewhere.mkdir(parents=True)
    (installed.python.parents[1] / name).rename(elsewhere / name)
    record = installed.python.parents[1] / "Lib" / "site-packages" / f"xlwings-{XLWINGS}.dist-info" / "RECORD"
    record.write_text(f"xlwings/__init__.py,,\n{elsewhere / name},,\n", "utf-8")
    assert only(ask()).lacks(name, elsewhere, "virtual environment", INSTALL) == []


def test_an_xlwings_that_came_without_its_library(ask: Ask, installed: Windows) -> None:
    folder = installed.python.parents[1]
    (folder / f"xlwings64-{XLWINGS}.dll").unlink()
    (folder / "Lib" / "site-packages" / f"xlwings-{XLWINGS}.dist-info" / "RECORD").write_text("xlwings/__init__.py,,\n", "utf-8")
    found = only(ask())
    assert found.lacks(f"xlwings64-{XLWINGS}.dll", "64-bit") == []
    assert found.fix.endswith("--only-binary xlwings")


# --- right after installing


def test_what_stands_in_the_way_is_said_when_installing(run: Run, computer: Windows) -> None:
    (computer.python.parents[1] / f"xlwings64-{XLWINGS}.dll").unlink()
    answer = run(computer, "install")
    assert (answer.code, answer.err) == (1, "")
    assert [line.mark for line in lines_of(answer.out)] == ["!!"]
    assert answer.out.splitlines()[0].endswith(str(computer.addin))
    assert answer.out.splitlines()[-1].endswith("py -m sheetkpi excel doctor")
